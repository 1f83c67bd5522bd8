//! What a drawing shows: nodes, arrows, marks and labels, the same for every format.
//!
//! A claim is drawn whole. A run is drawn as an overview: the steps of its claims' chains and the
//! links between its documents, sources only where a claim that two documents state leads to
//! them, and of a large run only the nodes that matter most. Arrows point from the citing to the
//! cited, that is toward the origins.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{self, Index};
use super::theme::{Line, Look};
use super::{Selection, clean, measure};
use crate::cite::SourceKind;
use crate::report::{CitationKind, Claim, Document, Report, Source, State};

/// Most nodes in the overview of a run: more cannot be read on one screen.
const OVERVIEW_NODES: usize = 48;
/// A run with no more nodes than these is drawn with the documents that nothing leads to or from.
const FEW_NODES: usize = 12;
/// Width of a node's text in points; about 24 characters.
pub(super) const TEXT_WIDTH: f64 = 134.0;
/// Font size of a node's first line, in bold, in points.
pub(super) const HEAD_SIZE: f64 = 12.0;
/// Font size of a node's title in points.
pub(super) const BODY_SIZE: f64 = 11.0;
/// Font size of a node's last line in points.
pub(super) const FOOT_SIZE: f64 = 10.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.08;

/// A drawing before it is laid out.
#[derive(Debug)]
pub(super) struct Scene {
    /// What is drawn, in a few lines.
    pub(super) caption: Vec<String>,
    /// The nodes, in a stable order.
    pub(super) nodes: Vec<Node>,
    /// The arrows, sorted by their ends.
    pub(super) edges: Vec<Edge>,
    /// Originals with their copies: at least two nodes each, the original first if it is drawn.
    pub(super) families: Vec<Vec<usize>>,
}

/// A document or a source.
#[derive(Debug)]
pub(super) struct Node {
    /// The id in the report.
    pub(super) id: String,
    pub(super) look: Look,
    /// The outlet or the source's name; cut to [`TEXT_WIDTH`].
    pub(super) head: String,
    /// The title in at most two lines.
    pub(super) body: Vec<String>,
    /// Day and marks in at most two lines.
    pub(super) foot: Vec<String>,
    pub(super) tooltip: String,
    /// Where a click leads: `http` or `https` only.
    pub(super) url: Option<String>,
    pub(super) seed: bool,
    pub(super) origin: bool,
    pub(super) chokepoint: bool,
}

/// One node citing another.
#[derive(Debug)]
pub(super) struct Edge {
    /// Index of the citing node.
    pub(super) from: usize,
    /// Index of the cited node.
    pub(super) to: usize,
    pub(super) line: Line,
    /// How many claims take this step.
    pub(super) claims: usize,
    pub(super) tooltip: String,
}

/// What is known of the arrow between two nodes.
#[derive(Debug, Default)]
struct Tie<'a> {
    kinds: BTreeSet<CitationKind>,
    claims: BTreeSet<&'a str>,
    unsupported: bool,
    sentences: Vec<&'a str>,
}

type Ties<'a> = BTreeMap<(&'a str, &'a str), Tie<'a>>;

impl Scene {
    /// Chooses what to draw of `report`.
    pub(super) fn new(report: &Report, selection: Selection) -> Self {
        let plan = match selection {
            Selection::Run => Plan::run(report),
            Selection::Claim(claim) => Plan::claim(report, claim),
        };
        plan.draw()
    }

    /// Returns the looks that occur, in the order of the legend.
    pub(super) fn looks(&self) -> Vec<Look> {
        let occurs = |look: &Look| self.nodes.iter().any(|node| node.look == *look);
        Look::ALL.into_iter().filter(occurs).collect()
    }

    /// Returns the lines that occur, in the order of the legend.
    pub(super) fn lines(&self) -> Vec<Line> {
        let occurs = |line: &Line| self.edges.iter().any(|edge| edge.line == *line);
        Line::ALL.into_iter().filter(occurs).collect()
    }
}

/// The nodes and arrows that were chosen, still by their ids.
struct Plan<'a> {
    report: &'a Report,
    index: Index<'a>,
    claims: Vec<&'a Claim>,
    ties: Ties<'a>,
    nodes: BTreeSet<&'a str>,
    caption: Vec<String>,
}

impl<'a> Plan<'a> {
    fn claim(report: &'a Report, claim: &'a Claim) -> Self {
        let index = Index::new(report);
        let mut ties = Ties::new();
        add_steps(&mut ties, &index, claim);
        let mut nodes: BTreeSet<&str> = ties.keys().flat_map(|&(from, to)| [from, to]).collect();
        nodes.extend(claim.statements.iter().map(|s| s.document.as_str()));
        nodes.extend(claim.origins.iter().map(|o| o.node.as_str()));
        let caption = vec![
            format!("{}: {}", claim.id, clean::line(&claim.text)),
            clean::line(&claim.because),
        ];
        let mut plan = Self {
            report,
            index,
            claims: vec![claim],
            ties,
            nodes,
            caption,
        };
        plan.add_reprints();
        plan
    }

    fn run(report: &'a Report) -> Self {
        let index = Index::new(report);
        let mut ties = Ties::new();
        for claim in &report.claims {
            add_steps(&mut ties, &index, claim);
        }
        let shared = shared_sources(report);
        ties.retain(|(_, to), _| index.source(to).is_none() || shared.contains(to));
        for citation in &report.citations {
            if citation.from != citation.to && index.document(&citation.to).is_some() {
                let tie = ties.entry((&citation.from, &citation.to)).or_default();
                tie.kinds.insert(citation.kind);
                tie.sentences.push(&citation.evidence.text);
            }
        }
        let mut nodes: BTreeSet<&str> = ties.keys().flat_map(|&(from, to)| [from, to]).collect();
        let stated = report.claims.iter().filter(|claim| claim.documents > 1);
        nodes.extend(stated.flat_map(|c| c.statements.iter().map(|s| s.document.as_str())));
        nodes.extend(seeds(report).map(|document| document.id.as_str()));
        if report.documents.len() <= FEW_NODES {
            nodes.extend(report.documents.iter().map(|d| d.id.as_str()));
        }
        let mut plan = Self {
            report,
            index,
            claims: report.claims.iter().collect(),
            ties,
            nodes,
            caption: Vec::new(),
        };
        plan.keep_foremost();
        plan.add_reprints();
        plan
    }

    /// Leaves at most [`OVERVIEW_NODES`], those that most claims need, and says so.
    fn keep_foremost(&mut self) {
        let all = self.report.documents.len() + self.report.sources.len();
        let mut weights: BTreeMap<&str, usize> = self.nodes.iter().map(|&id| (id, 0)).collect();
        for ((from, to), tie) in &self.ties {
            for id in [from, to] {
                *weights.entry(id).or_default() += 1 + 4 * tie.claims.len();
            }
        }
        for claim in &self.claims {
            for origin in &claim.origins {
                *weights.entry(&origin.node).or_default() += 8 * origin.documents.saturating_sub(1);
            }
            for id in claim.chokepoints.iter().chain(claim.loops.iter().flatten()) {
                *weights.entry(id).or_default() += 8 * claim.documents;
            }
        }
        for seed in seeds(self.report) {
            *weights.entry(&seed.id).or_default() += 1_000_000;
        }
        weights.retain(|id, _| self.nodes.contains(id));
        let mut ranked: Vec<_> = weights.into_iter().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        ranked.truncate(OVERVIEW_NODES);
        self.nodes = ranked.into_iter().map(|(id, _)| id).collect();
        let nodes = &self.nodes;
        self.ties
            .retain(|(from, to), _| nodes.contains(from) && nodes.contains(to));
        let shown = self.nodes.len();
        let claims = self
            .claims
            .iter()
            .filter(|claim| claim.documents > 1)
            .count();
        self.caption = vec![
            format!("Who cites whom: {}", seed_names(self.report)),
            format!(
                "{shown} of {all} documents and sources; {claims} claims that two or more documents state"
            ),
        ];
    }

    /// Ties each copy to its original, and drops the citations that a copy repeats from it.
    fn add_reprints(&mut self) {
        let mut originals: BTreeMap<&str, &str> = BTreeMap::new();
        for document in &self.report.documents {
            if let Some(original) = document.copy_of.as_deref()
                && self.nodes.contains(document.id.as_str())
                && self.nodes.contains(original)
                && original != document.id
            {
                originals.insert(&document.id, original);
                let tie = self.ties.entry((&document.id, original)).or_default();
                tie.kinds.insert(CitationKind::Copy);
            }
        }
        let repeated: Vec<_> = (self.ties.iter())
            .filter(|((from, to), tie)| {
                let original = originals.get(from);
                !tie.unsupported
                    && original.is_some_and(|o| o != to && self.ties.contains_key(&(*o, *to)))
            })
            .map(|(ends, _)| *ends)
            .collect();
        for ends in repeated {
            self.ties.remove(&ends);
        }
    }

    fn draw(self) -> Scene {
        let marks = Marks::new(self.report, &self.claims);
        // Documents before sources, each in the order of the report.
        let documents = self.report.documents.iter().map(|d| d.id.as_str());
        let ids: Vec<&str> = documents
            .chain(self.report.sources.iter().map(|s| s.id.as_str()))
            .filter(|id| self.nodes.contains(id))
            .collect();
        let places: BTreeMap<&str, usize> =
            ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        let nodes = ids.iter().filter_map(|id| self.node(id, &marks)).collect();
        let edges = (self.ties.iter())
            .filter_map(|((from, to), tie)| {
                let (&start, &end) = (places.get(from)?, places.get(to)?);
                let names = format!("{} → {}", self.index.name(from), self.index.name(to));
                Some(tie.edge(start, end, &names))
            })
            .collect();
        let families = families(self.report, &places);
        Scene {
            caption: self.caption,
            nodes,
            edges,
            families,
        }
    }

    fn node(&self, id: &str, marks: &Marks) -> Option<Node> {
        if let Some(document) = self.index.document(id) {
            return Some(document_node(document, marks));
        }
        self.index
            .source(id)
            .map(|source| source_node(source, marks))
    }
}

/// Who is marked as what.
struct Marks<'a> {
    /// How often each node is an origin: of documents if one claim is drawn, of claims otherwise.
    origins: BTreeMap<&'a str, usize>,
    unit: &'static str,
    chokepoints: BTreeSet<&'a str>,
    loops: BTreeSet<&'a str>,
    seeds: BTreeSet<&'a str>,
}

impl<'a> Marks<'a> {
    fn new(report: &'a Report, claims: &[&'a Claim]) -> Self {
        let mut origins: BTreeMap<&str, usize> = BTreeMap::new();
        let one = claims.len() == 1;
        for origin in claims.iter().flat_map(|claim| &claim.origins) {
            // A document that alone states something is its origin; that tells nothing of a run.
            if one || origin.documents > 1 {
                let times = if one { origin.documents } else { 1 };
                *origins.entry(&origin.node).or_default() += times;
            }
        }
        let chokepoints = claims.iter().flat_map(|claim| &claim.chokepoints);
        let loops = claims.iter().flat_map(|claim| claim.loops.iter().flatten());
        Self {
            origins,
            unit: if one { "document" } else { "claim" },
            chokepoints: chokepoints.map(String::as_str).collect(),
            loops: loops.map(String::as_str).collect(),
            seeds: seeds(report).map(|document| document.id.as_str()).collect(),
        }
    }

    /// Returns the marks of `id` in words.
    fn words(&self, id: &str) -> Vec<String> {
        let mut words = Vec::new();
        if self.seeds.contains(id) {
            words.push("▸ seed".to_owned());
        }
        if let Some(&times) = self.origins.get(id) {
            words.push(format!("◎ origin of {}", count(times, self.unit)));
        }
        if self.chokepoints.contains(id) {
            words.push("◆ chokepoint".to_owned());
        }
        words
    }
}

fn document_node(document: &Document, marks: &Marks) -> Node {
    let id = document.id.as_str();
    let dead = document.reason.as_deref() == Some("dead");
    let look = match document.state {
        State::Fetched if marks.loops.contains(id) => Look::Circle,
        State::Fetched if document.copy_of.is_some() => Look::Copy,
        State::Fetched => Look::Document,
        _ if dead => Look::Dead,
        _ => Look::Unread,
    };
    let mut facts: Vec<String> = Vec::new();
    facts.extend(
        document
            .published
            .as_ref()
            .map(|p| clean::line(&clean::day(p))),
    );
    if document.state != State::Fetched {
        let reason = clean::line(document.reason.as_deref().unwrap_or("pending"));
        facts.push(if dead {
            "gone".into()
        } else {
            format!("not read: {reason}")
        });
    }
    let (head, title) = (index::outlet(document), index::title(document));
    let tooltip = format!("{head}: {title} · {}", clean::line(&document.url));
    Node {
        url: clean::web_address(&document.url),
        body: measure::wrap(&title, TEXT_WIDTH / BODY_SIZE, 2),
        ..node(id, look, &head, facts, tooltip, marks)
    }
}

fn source_node(source: &Source, marks: &Marks) -> Node {
    let (look, kind) = match source.kind {
        SourceKind::Anonymous => (Look::Anonymous, "anonymous"),
        SourceKind::Person => (Look::Source, "person"),
        SourceKind::Organization => (Look::Source, "organization"),
        SourceKind::Group => (Look::Source, "group"),
    };
    let name = clean::line(&source.name);
    let name = if name.is_empty() {
        source.id.clone()
    } else {
        name
    };
    let tooltip = match source.aliases.as_slice() {
        [] => format!("{name} · {kind}"),
        aliases => format!("{name} · {kind} · also: {}", aliases.join(", ")),
    };
    // A long name goes on where a document has its title.
    let mut lines = measure::wrap(&name, TEXT_WIDTH / HEAD_SIZE / BOLD, 2);
    let body = lines.split_off(1.min(lines.len()));
    let head = lines.pop().unwrap_or_default();
    Node {
        body,
        ..node(
            &source.id,
            look,
            &head,
            vec![kind.to_owned()],
            tooltip,
            marks,
        )
    }
}

fn node(id: &str, look: Look, head: &str, facts: Vec<String>, tip: String, marks: &Marks) -> Node {
    let words = facts.into_iter().chain(marks.words(id));
    let words: Vec<String> = words.collect();
    Node {
        id: id.to_owned(),
        look,
        head: measure::fit(head, TEXT_WIDTH / HEAD_SIZE / BOLD),
        body: Vec::new(),
        foot: foot(&words),
        tooltip: tip,
        url: None,
        seed: marks.seeds.contains(id),
        origin: marks.origins.contains_key(id),
        chokepoint: marks.chokepoints.contains(id),
    }
}

/// Sets facts and marks in lines, as many to a line as fit.
fn foot(words: &[String]) -> Vec<String> {
    let limit = TEXT_WIDTH / FOOT_SIZE;
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let joined = lines.last().map(|line| format!("{line} · {word}"));
        match (joined, lines.last_mut()) {
            (Some(joined), Some(last)) if measure::width(&joined) <= limit => *last = joined,
            _ => lines.push(measure::fit(word, limit)),
        }
    }
    lines
}

impl Tie<'_> {
    fn edge(&self, from: usize, to: usize, names: &str) -> Edge {
        let has = |kind| self.kinds.contains(&kind);
        let line = if self.unsupported {
            Line::Unsupported
        } else if has(CitationKind::Copy) {
            Line::Copy
        } else if self.claims.is_empty() {
            Line::Bare
        } else if has(CitationKind::Link) {
            Line::Link
        } else if has(CitationKind::Attribution) {
            Line::Attribution
        } else {
            Line::Mention
        };
        let claims: Vec<_> = self.claims.iter().copied().collect();
        let claims = match claims.as_slice() {
            [] => String::new(),
            claims => format!(" ({})", claims.join(", ")),
        };
        let sentence = self.sentences.iter().find(|sentence| !sentence.is_empty());
        let sentence = sentence.map_or_else(String::new, |s| format!(": {}", clean::line(s)));
        let tooltip = format!("{names}{claims}{sentence}");
        Edge {
            from,
            to,
            line,
            claims: self.claims.len(),
            tooltip,
        }
    }
}

fn add_steps<'a>(ties: &mut Ties<'a>, index: &Index<'a>, claim: &'a Claim) {
    for step in index::steps(claim) {
        let tie = ties.entry((step.from, step.to)).or_default();
        tie.claims.insert(&claim.id);
        tie.sentences.push(step.sentence);
        // The citation of a source behind a document speaks of another citing node.
        let own = index.citation(step.citation).filter(|c| c.to == step.to);
        tie.kinds
            .insert(own.map_or(CitationKind::Mention, |c| c.kind));
    }
    for unsupported in &claim.unsupported {
        let tie = ties
            .entry((&unsupported.from, &unsupported.to))
            .or_default();
        tie.claims.insert(&claim.id);
        tie.unsupported = true;
        let citation = index.citation(&unsupported.citation);
        tie.sentences
            .extend(citation.map(|c| c.evidence.text.as_str()));
    }
}

/// Returns the sources upstream of a claim that two documents state.
fn shared_sources(report: &Report) -> BTreeSet<&str> {
    (report.claims.iter())
        .filter(|claim| claim.documents > 1)
        .flat_map(|claim| &claim.statements)
        .flat_map(|statement| &statement.upstream)
        .map(|upstream| upstream.node.as_str())
        .collect()
}

fn seeds(report: &Report) -> impl Iterator<Item = &Document> {
    report
        .documents
        .iter()
        .filter(|document| document.depth == 0)
}

fn seed_names(report: &Report) -> String {
    let names: Vec<_> = seeds(report)
        .take(2)
        .map(|seed| format!("{}, “{}”", index::outlet(seed), index::title(seed)))
        .collect();
    let more = seeds(report).count() - names.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", names.join("; "))
}

/// Groups the drawn documents with their copies.
fn families(report: &Report, places: &BTreeMap<&str, usize>) -> Vec<Vec<usize>> {
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for document in &report.documents {
        if let Some(original) = document.copy_of.as_deref()
            && let Some(&place) = places.get(document.id.as_str())
        {
            families.entry(original).or_default().push(place);
        }
    }
    for (original, members) in &mut families {
        if let Some(&place) = places.get(original) {
            members.retain(|&member| member != place);
            members.insert(0, place);
        }
    }
    // A copy of a copy would be in two families; it stays in the first.
    let mut taken = BTreeSet::new();
    let mut disjoint: Vec<Vec<usize>> = families.into_values().collect();
    for members in &mut disjoint {
        members.retain(|&member| taken.insert(member));
    }
    disjoint.retain(|members| members.len() > 1);
    disjoint
}

/// Returns `n` with its noun, in the plural where it belongs.
fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}
