"use strict";
// Draws the claims whose layout stands in the page's data, and shows the evidence for what is
// chosen. Every text of a crawled page is set as text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const textAt = (number) => data.texts[number];
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
  const items = new Map([...document.querySelectorAll(".claim")].map((item) => [item.id, item]));

  const KINDS = {
    link: "a link",
    mention: "name, without a link",
    attribution: "quotation or paraphrase",
    copy: "reprint",
    unsupported: "a citation that does not hold",
  };
  const HOW = {
    link: "has it from, by a link",
    mention: "has it from, named without a link",
    attribution: "quotes or paraphrases",
    copy: "reprints",
    unsupported: "cites for it, but it is not said there",
  };
  const SUPPORT = {
    supported: "The cited document says it.",
    partial: "The cited document says something near it.",
    absent: "The cited document was read and does not say it.",
    contradicted: "The cited document says otherwise.",
    unread: "The cited document was not read.",
  };

  /** Makes an element with attributes and children; strings become text. */
  const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
  const draw = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== null) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const nameOf = (id) => data.documents[id]?.outlet ?? data.sources[id]?.name ?? id;
  function fullName(id) {
    const doc = data.documents[id];
    if (!doc) return nameOf(id);
    const day = doc.day ? ` (${doc.day})` : "";
    return `${doc.outlet}, “${doc.title}”${day}`;
  }
  const link = (url, text) => make("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text);

  // ---- Where the reader is: #c3, #c3/d7 for a node, #c3/d1/d7 for an arrow.

  let claim = null; // the claim that is drawn
  let choice = []; // one id for a node, two for an arrow
  let drawn = { nodes: new Map(), edges: new Map(), keepers: new Map() };

  const address = (...parts) => "#" + parts.map(encodeURIComponent).join("/");
  function place() {
    let parts;
    try {
      parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    } catch {
      parts = [];
    }
    const [id, ...rest] = parts;
    return claims.has(id) ? { id, rest: rest.slice(0, 2) } : { id: data.claims[0]?.id, rest: [] };
  }

  function follow() {
    const { id, rest } = place();
    if (id === undefined) return;
    if (claim?.id !== id) show(claims.get(id));
    choose(rest);
  }

  // ---- A claim.

  function show(next) {
    const before = claim && items.get(claim.id)?.querySelector(".choose");
    before?.removeAttribute("aria-current");
    claim = next;
    const item = items.get(claim.id);
    item?.querySelector(".choose").setAttribute("aria-current", "true");
    item?.scrollIntoView({ block: "nearest" });
    byId("claim-verdict").textContent = claim.verdict_words;
    byId("claim-id").textContent = claim.id;
    byId("claim-heading").textContent = claim.text;
    byId("claim-counts").textContent = claim.counts;
    byId("claim-because").textContent = claim.because + ".";
    byId("left-out").textContent = claim.left_out > 0
      ? `${claim.left_out} more documents and sources of this claim are not drawn; they are in trace.json and citations.csv.`
      : "";
    drawGraph();
    drawTimeline();
    explain();
    dim();
  }

  function drawGraph() {
    const margin = 6;
    const width = claim.width + 2 * margin;
    const height = claim.height + 2 * margin;
    const svg = draw("svg", {
      viewBox: `${-margin} ${-margin} ${width} ${height}`,
      role: "group",
      "aria-label": `Graph of claim ${claim.id}: ${claim.nodes.length} nodes, ${claim.edges.length} arrows. Arrow keys move between the nodes, Enter shows the evidence.`,
    });
    svg.append(heads());
    for (const [x, y, w, h] of claim.frames) {
      svg.append(
        draw("rect", { class: "frame", x, y, width: w, height: h, rx: 8 }),
        draw("text", { class: "frame-label", x: x + 10, y: y + 13 }, "one text and its copies"),
      );
    }
    drawn = { nodes: new Map(), edges: new Map(), keepers: new Map() };
    for (const edge of claim.edges) svg.append(drawEdge(edge));
    for (const node of claim.nodes) svg.append(drawNode(node));
    const first = claim.nodes[0];
    if (first) drawn.nodes.get(first.id).element.setAttribute("tabindex", "0");
    byId("canvas").replaceChildren(svg);
    scale = 0;
    size();
  }

  /** Shows the part of the legend that the graph needs. */
  function explain() {
    const shown = new Set(claim.edges.map((edge) => `line-${edge.line}`));
    for (const node of claim.nodes) {
      shown.add(`look-${node.look}`);
      if (node.copies) shown.add("copies");
    }
    for (const entry of document.querySelectorAll("#legend [data-of]")) entry.hidden = !shown.has(entry.dataset.of);
  }

  /** The heads of the arrows, one for each kind of line. */
  function heads() {
    const marker = (line) =>
      draw("marker", { id: `head-${line}`, viewBox: "0 0 10 10", refX: 8.5, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
        draw("path", { class: `head-${line}`, d: line === "unsupported" ? "M5 0H8V10H5Z" : "M0 1L9 5L0 9Z" }));
    return draw("defs", {}, ...Object.keys(KINDS).map(marker));
  }

  function drawEdge(edge) {
    const title = `${fullName(edge.from)} → ${fullName(edge.to)}: ${HOW[edge.line] ?? ""}`;
    const element = draw("g", { class: "edge" },
      draw("title", {}, title),
      draw("path", { class: "hit", d: edge.path }),
      draw("path", { class: `line line-${edge.line}`, d: edge.path, "stroke-width": edge.width, "marker-end": `url(#head-${edge.line})` }));
    element.addEventListener("click", () => go(claim.id, edge.from, edge.to));
    drawn.edges.set(`${edge.from}/${edge.to}`, { edge, element });
    return element;
  }

  function drawNode(node) {
    const label = [fullName(node.id), data.looks[node.look], ...(node.marks ?? [])];
    if (node.copies) label.push(`with ${node.copies.length} ${node.copies.length === 1 ? "copy" : "copies"}`);
    const [w, h] = node.half;
    const element = draw("g", {
      id: `node-${node.id}`,
      class: ["node", node.chokepoint && "chokepoint", node.seed && "seed"].filter(Boolean).join(" "),
      transform: `translate(${node.x} ${node.y})`,
      role: "button",
      tabindex: "-1",
      "aria-label": label.join(", "),
    }, draw("title", {}, label.join(" · ")));
    element.append(draw("rect", { class: "halo", x: -w - 4, y: -h - 4, width: 2 * w + 8, height: 2 * h + 8, rx: 10 }));
    if (node.copies) {
      for (const shift of [7, 3.5]) {
        element.append(draw("path", { class: `look-${node.look} stack`, d: textAt(node.outline), transform: `translate(${shift} ${shift})` }));
      }
    }
    if (node.ring !== undefined) element.append(draw("path", { class: `look-${node.look} ring`, d: textAt(node.ring) }));
    element.append(draw("path", { class: `look-${node.look} body-outline`, d: textAt(node.outline) }));
    const sizes = { 12: "head", 11: "body", 10: "foot" };
    for (const [y, points, text] of node.lines) {
      element.append(draw("text", { y, "font-size": points, class: sizes[points] }, text));
    }
    element.addEventListener("click", () => go(claim.id, node.id));
    element.addEventListener("keydown", (event) => key(event, node));
    drawn.nodes.set(node.id, { node, element });
    for (const copy of node.copies ?? []) drawn.keepers.set(copy, node.id);
    return element;
  }

  function key(event, node) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      go(claim.id, node.id);
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    let best = null;
    for (const other of claim.nodes) {
      const [dx, dy] = [other.x - node.x, other.y - node.y];
      const ahead = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (other === node || ahead <= 1) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { cost, other };
    }
    if (best) focus(best.other.id);
  }

  function focus(id) {
    for (const { element } of drawn.nodes.values()) element.setAttribute("tabindex", "-1");
    const element = drawn.nodes.get(id)?.element;
    element?.setAttribute("tabindex", "0");
    element?.focus();
  }

  // ---- The size of the graph: 0 fits it to the room.

  let scale = 0;
  function fitted() {
    const room = byId("canvas").clientWidth - 20;
    const width = claim.width + 12;
    // Below this nothing can be read, and scrolling is better.
    return Math.min(1, Math.max(0.55, room / width));
  }
  function size() {
    const svg = byId("canvas").firstElementChild;
    if (!svg) return;
    const factor = scale || fitted();
    svg.setAttribute("width", Math.round((claim.width + 12) * factor));
    svg.setAttribute("height", Math.round((claim.height + 12) * factor));
  }
  function zoom(factor) {
    scale = Math.min(3, Math.max(0.1, (scale || fitted()) * factor));
    size();
  }

  // ---- The line of time.

  function drawTimeline() {
    const { marks, ticks, rows, undated, left_out: leftOut } = claim.timeline;
    const notes = [];
    if (marks.some((mark) => mark.bare)) notes.push("A hollow mark: only the day is known.");
    if (undated > 0) notes.push(`${undated} without a known date ${undated === 1 ? "is" : "are"} not on the line.`);
    if (leftOut > 0) notes.push(`${leftOut} later outlets are not on the line.`);
    if (marks.length === 0) notes.unshift("No document of this claim has a known date.");
    byId("timeline-note").textContent = notes.join(" ");
    if (marks.length === 0) {
      byId("timeline").replaceChildren();
      return;
    }
    const [left, row, width] = [36, 19, 920];
    const bottom = rows * row + 8;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${bottom + 20}`, width, height: bottom + 20, role: "group", "aria-label": "First appearance of each outlet, in the order of time" });
    svg.append(draw("path", { class: "tick", d: `M${left} ${bottom}H${left + 720}` }));
    for (const { x, label } of ticks) {
      svg.append(
        draw("path", { class: "tick", d: `M${left + x} 0V${bottom + 4}` }),
        draw("text", { class: "tick-label", x: left + x, y: bottom + 17 }, label),
      );
    }
    for (const mark of marks) {
      const y = mark.row * row + 10;
      const look = drawn.nodes.get(keeper(mark.id))?.node.look ?? "document";
      const name = `${mark.day}: ${fullName(mark.id)}${mark.first ? ", the first" : ""}`;
      const element = draw("g", { class: "node", role: "button", tabindex: "0", "aria-label": name, "data-node": mark.id },
        draw("title", {}, name),
        draw("rect", { class: "halo", x: left + mark.x - 8, y: y - 8, width: 16, height: 16, rx: 8 }),
        draw("circle", { class: `look-${look}${mark.bare ? " bare" : ""}`, cx: left + mark.x, cy: y, r: mark.first ? 6 : 4.5 }),
      );
      const label = draw("text", { class: "mark-label", x: left + mark.x + 10, y: y + 4 }, mark.label);
      label.style.textAnchor = "start";
      element.append(label);
      const open = () => go(claim.id, mark.id);
      element.addEventListener("click", open);
      element.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open();
        }
      });
      svg.append(element);
    }
    byId("timeline").replaceChildren(svg);
  }

  // ---- What is chosen, and its evidence.

  const keeper = (id) => drawn.keepers.get(id) ?? id;
  function go(...parts) {
    const hash = address(...parts);
    // Unlike a new hash this scrolls nothing.
    if (location.hash !== hash) history.pushState(null, "", hash);
    follow();
  }

  function choose(parts) {
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
    choice = parts;
    const detail = byId("detail");
    const fromHere = detail.contains(document.activeElement);
    if (parts.length === 2) {
      const found = drawn.edges.get(`${keeper(parts[0])}/${keeper(parts[1])}`);
      found?.element.classList.add("chosen");
      detail.replaceChildren(...(found ? edgeDetail(found.edge) : claimDetail()));
    } else if (parts.length === 1 && (data.documents[parts[0]] || data.sources[parts[0]])) {
      drawn.nodes.get(keeper(parts[0]))?.element.classList.add("chosen");
      detail.replaceChildren(...nodeDetail(parts[0]));
    } else {
      detail.replaceChildren(...claimDetail());
    }
    detail.scrollTop = 0;
    if (fromHere) detail.querySelector("h2")?.focus();
    // Where the columns stand one below the other, the evidence comes into sight.
    if (parts.length > 0 && matchMedia("(max-width: 759px)").matches) detail.scrollIntoView();
  }

  /** What is remarkable in a claim's graph, as a way into it. */
  function claimDetail() {
    const entry = (parts, text) => make("li", {}, make("a", { href: address(claim.id, ...parts) }, text));
    const list = (title, entries) => (entries.length > 0 ? [make("h3", {}, title), make("ul", {}, ...entries)] : []);
    const nodes = (title, fits) => list(title, claim.nodes.filter(fits).map((node) => entry([node.id], [fullName(node.id), ...(node.marks ?? []).filter((mark) => mark.startsWith("◎")).map((mark) => mark.slice(2))].join(" · "))));
    const broken = claim.edges.filter((edge) => edge.line === "unsupported");
    return [
      make("p", { class: "note hint" }, "Choose a node or an arrow of the graph to read the sentences behind it."),
      ...nodes("Origins", (node) => node.ring !== undefined),
      ...nodes("Chokepoints", (node) => node.chokepoint),
      ...nodes("In a loop", (node) => node.look === "loop"),
      ...list("Citations that do not hold", broken.map((edge) => entry([edge.from, edge.to], `${nameOf(edge.from)} cites ${nameOf(edge.to)}`))),
      ...nodes("Not read", (node) => node.look === "unread" || node.look === "dead"),
      ...nodes("Anonymous", (node) => node.look === "anonymous" && node.ring === undefined),
    ];
  }

  const heading = (text) => make("h2", { tabindex: "-1" }, text);

  /** A sentence between its neighbours; `marked` are the words in it that show the citation. */
  function quote(sentence, marked = []) {
    const block = make("blockquote");
    if (sentence.before !== undefined) block.append(make("span", { class: "beside" }, textAt(sentence.before) + " "));
    block.append(...highlight(textAt(sentence.text), marked.filter(Boolean)));
    if (sentence.after !== undefined) block.append(make("span", { class: "beside" }, " " + textAt(sentence.after)));
    return block;
  }

  function highlight(text, words) {
    const parts = [];
    let rest = text;
    while (rest) {
      let at = -1;
      let word = "";
      for (const candidate of words) {
        const found = rest.indexOf(candidate);
        if (found >= 0 && (at < 0 || found < at || (found === at && candidate.length > word.length))) {
          [at, word] = [found, candidate];
        }
      }
      if (at < 0) break;
      if (at > 0) parts.push(rest.slice(0, at));
      parts.push(make("mark", {}, word));
      rest = rest.slice(at + word.length);
    }
    if (rest) parts.push(rest);
    return parts;
  }

  function facts(rows) {
    const list = make("dl");
    for (const [name, ...value] of rows) {
      if (value.some((part) => part)) list.append(make("dt", {}, name), make("dd", {}, ...value.filter(Boolean)));
    }
    return list;
  }

  const KIND_OF_SOURCE = { person: "a person", organization: "an organization", group: "a group", anonymous: "anonymous" };

  function nodeDetail(id) {
    const doc = data.documents[id];
    const node = drawn.nodes.get(keeper(id))?.node;
    const own = keeper(id) === id;
    const parts = [heading(nameOf(id))];
    if (doc) {
      parts.push(make("p", {}, doc.url ? link(doc.url, doc.title) : doc.title));
    }
    const marks = own ? [data.looks[node?.look], ...(node?.marks ?? [])].filter(Boolean).join(" · ") : `copy of ${nameOf(keeper(id))}`;
    parts.push(doc ? documentFacts(doc, marks) : sourceFacts(data.sources[id], marks));
    const statements = claim.statements[id] ?? [];
    if (statements.length > 0) {
      parts.push(make("h3", {}, "What it says"), ...statements.map((sentence) => quote(sentence)));
    }
    const up = claim.edges.filter((edge) => edge.from === keeper(id));
    const down = claim.edges.filter((edge) => edge.to === keeper(id));
    parts.push(...steps("Cites for it", up, "to"), ...steps("Cited for it by", down, "from"));
    if (own && node?.copies) {
      parts.push(make("h3", {}, "Copies of it"), make("ul", {}, ...node.copies.map((copy) => make("li", {}, make("a", { href: address(claim.id, copy) }, fullName(copy))))));
    }
    return parts;
  }

  function documentFacts(doc, marks) {
    const record = doc.record && `${doc.record.file}, byte ${doc.record.offset}, ${doc.record.length} bytes`;
    return facts([
      ["Is", marks],
      ["Published", doc.day && `${doc.day}${doc.dated_by ? `, by ${doc.dated_by}` : ""}`],
      ["By", doc.authors?.join(", ")],
      ["Not read", doc.unread],
      ["Read", doc.partial && "in part; the text is cut short"],
      ["Copy of", doc.copy_of && make("a", { href: address(claim.id, doc.copy_of) }, nameOf(doc.copy_of))],
      ["Live page", doc.url ? link(doc.url, doc.address) : doc.address],
      ["Capture", doc.memento && link(doc.memento, doc.captured ? `of ${doc.captured}` : doc.memento)],
      ["WARC record", record],
    ]);
  }

  function sourceFacts(source, marks) {
    return facts([
      ["Is", `${KIND_OF_SOURCE[source.kind] ?? source.kind} · ${marks}`],
      ["Also named", source.aliases?.join("; ")],
      ["Belongs to", source.affiliation],
      ...(source.parts ?? []),
    ]);
  }

  function steps(title, edges, end) {
    if (edges.length === 0) return [];
    const entry = (edge) => make("li", {}, make("a", { href: address(claim.id, edge.from, edge.to) }, fullName(edge[end])), ` · ${KINDS[edge.line] ?? edge.line}`);
    return [make("h3", {}, title), make("ul", {}, ...edges.map(entry))];
  }

  function edgeDetail(edge) {
    const end = (id) => make("a", { href: address(claim.id, id) }, fullName(id));
    const parts = [
      heading(`${nameOf(edge.from)} → ${nameOf(edge.to)}`),
      make("p", {}, end(edge.from), ` ${HOW[edge.line] ?? "cites"} `, end(edge.to), "."),
    ];
    const shown = edge.citations.map((id) => data.citations[id]).filter(Boolean);
    for (const citation of shown) parts.push(...citationDetail(citation, edge));
    if (shown.length === 0 || shown.every((citation) => !textAt(citation.sentence.text))) {
      const own = claim.statements[edge.from] ?? [];
      parts.push(make("p", { class: "note" }, edge.line === "copy" ? "The texts are near-identical." : "No sentence of its own shows this."), ...own.map((sentence) => quote(sentence)));
    }
    if (edge.more) parts.push(make("p", { class: "note" }, `… and ${edge.more} more citations, in citations.csv.`));
    return parts;
  }

  function citationDetail(citation, edge) {
    const parts = [];
    if (textAt(citation.sentence.text)) {
      const behind = citation.to !== edge.to && citation.to !== edge.from ? `, of ${nameOf(citation.to)}` : "";
      parts.push(make("p", { class: "source-line" }, `${nameOf(citation.from)} writes${behind}:`), quote(citation.sentence, [citation.quote, citation.anchor, citation.cue]));
    }
    if (citation.support && citation.to === edge.to) parts.push(make("p", { class: "support" }, SUPPORT[citation.support]));
    if (citation.cited !== undefined) {
      parts.push(make("p", { class: "source-line" }, `${nameOf(citation.to)} says:`), quote({ text: citation.cited }));
    }
    for (const id of [citation.from, citation.to]) {
      const doc = data.documents[id];
      if (!doc) continue;
      const record = doc.record && ` · ${doc.record.file}, byte ${doc.record.offset}`;
      const memento = doc.memento && [" · ", link(doc.memento, "capture")];
      parts.push(make("p", { class: "source-line" }, `${doc.outlet}: `, doc.url ? link(doc.url, "live page") : doc.address, ...(memento || []), record));
    }
    return parts;
  }

  // ---- Filters and search.

  const form = byId("filters");
  const wanted = () => ({
    words: byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean),
    verdict: byId("verdict").value,
    outlet: byId("outlet").value,
    kind: byId("kind").value,
    from: byId("from").value,
    to: byId("to").value,
  });

  const members = (entry) => entry.nodes.flatMap((node) => [node.id, ...(node.copies ?? [])]);
  const texts = new Map();
  function textOf(entry) {
    if (!texts.has(entry.id)) {
      const said = Object.values(entry.statements).flat().map((sentence) => textAt(sentence.text));
      texts.set(entry.id, [entry.id, entry.text, entry.because, ...said, ...members(entry).map(fullName)].join(" ").toLowerCase());
    }
    return texts.get(entry.id);
  }

  /** Whether a document or source fits the filters that speak of one. */
  function nodeFits(id, filter) {
    const doc = data.documents[id];
    if (filter.outlet && doc?.outlet !== filter.outlet) return false;
    if (filter.from && !(doc?.day >= filter.from)) return false;
    if (filter.to && !(doc?.day?.slice(0, 10) <= filter.to)) return false;
    return true;
  }
  const asksOfNodes = (filter) => filter.outlet || filter.from || filter.to;

  function claimFits(entry, filter) {
    if (filter.verdict && entry.verdict !== filter.verdict) return false;
    if (filter.kind && !entry.edges.some((edge) => edge.line === filter.kind)) return false;
    if (asksOfNodes(filter) && !members(entry).some((id) => nodeFits(id, filter))) return false;
    return filter.words.every((word) => textOf(entry).includes(word));
  }

  function apply() {
    const filter = wanted();
    let found = 0;
    for (const entry of data.claims) {
      const fits = claimFits(entry, filter);
      items.get(entry.id).hidden = !fits;
      found += fits;
    }
    byId("no-claim").hidden = found > 0;
    byId("found").value = `${found} of ${data.claims.length} claims`;
    dim(filter);
  }

  /** Fades what does not fit, in the graph that is drawn. */
  function dim(filter = wanted()) {
    const says = (id) => {
      const said = (claim.statements[id] ?? []).map((sentence) => textAt(sentence.text)).join(" ");
      const text = `${fullName(id)} ${said}`.toLowerCase();
      return filter.words.every((word) => text.includes(word));
    };
    const inNodes = drawn.nodes.size > 0 && [...drawn.nodes.keys()].some(says);
    const fits = (id) => nodeFits(id, filter) && (filter.words.length === 0 || !inNodes || says(id));
    for (const { node, element } of drawn.nodes.values()) {
      element.classList.toggle("dimmed", ![node.id, ...(node.copies ?? [])].some(fits));
    }
    for (const { edge, element } of drawn.edges.values()) {
      element.classList.toggle("dimmed", Boolean(filter.kind) && edge.line !== filter.kind);
    }
  }

  function options(select, entries) {
    for (const [value, label] of entries) select.append(make("option", { value }, label));
  }

  function fillFilters() {
    const verdicts = new Map(data.claims.map((entry) => [entry.verdict, entry.verdict_words]));
    options(byId("verdict"), verdicts);
    const outlets = [...new Set(Object.values(data.documents).map((doc) => doc.outlet))];
    outlets.sort((a, b) => a.localeCompare(b));
    options(byId("outlet"), outlets.map((outlet) => [outlet, outlet]));
    const lines = new Set(data.claims.flatMap((entry) => entry.edges.map((edge) => edge.line)));
    options(byId("kind"), Object.entries(KINDS).filter(([line]) => lines.has(line)));
  }

  // ---- Begin.

  if (data.claims.length === 0) return;
  document.documentElement.classList.add("js");
  for (const id of ["filters", "graph", "detail"]) byId(id).hidden = false;
  fillFilters();
  for (const [id, item] of items) {
    // The hash names a claim; the browser is not to scroll to it.
    item.removeAttribute("id");
    item.querySelector(".choose").addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(id);
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  byId("smaller").addEventListener("click", () => zoom(0.8));
  byId("larger").addEventListener("click", () => zoom(1.25));
  byId("fit").addEventListener("click", () => {
    scale = 0;
    size();
  });
  addEventListener("resize", () => scale === 0 && size());
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && choice.length > 0) go(claim.id);
  });
  follow();
  apply();
  if (location.hash) addEventListener("load", () => scrollTo(0, 0));
  // Made ready for the first search while nobody waits.
  const prepare = (number) => {
    for (const entry of data.claims.slice(number, number + 20)) textOf(entry);
    if (number < data.claims.length) setTimeout(prepare, 5, number + 20);
  };
  setTimeout(prepare, 300, 0);
})();
