//! `headwater show`: the answer again, the chains of a claim as a tree from its origins, or those
//! of a document as paths to them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};

use anyhow::bail;
use headwater::export::index::{Index, Step, steps};
use headwater::export::{self, TRACE_FILE, clean};
use headwater::report::{CitationKind, Claim, Document, Report, State, Support, count};
use headwater::urls::CanonicalUrl;

use super::exit::Status;
use super::style::{Style, columns, fit};
use super::{answer, args};

pub(crate) fn run(args: &args::Show, style: Style, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = export::read(&args.dir.join(TRACE_FILE))?;
    let Some(what) = &args.what else {
        answer::write(out, &report, &args.dir, style, args.claims)?;
        return Ok(Status::Answered);
    };
    if !claim(out, &report, what, style)? && !url(out, &report, what, style)? {
        bail!("'{}' has no claim or document '{what}'", args.dir.display());
    }
    Ok(Status::Answered)
}

/// Writes the chains of the claim `id`, sentence by sentence, each origin with everybody who has
/// the claim from it below. Returns whether the report has such a claim.
pub(crate) fn claim(
    out: &mut dyn Write,
    report: &Report,
    id: &str,
    style: Style,
) -> io::Result<bool> {
    let Some(claim) = report.claims.iter().find(|claim| claim.id == id) else {
        return Ok(false);
    };
    let index = Index::new(report);
    answer::write_claim(out, &index, claim, style)?;
    style.wrapped(out, "    ", "    ", &clean::line(&claim.because))?;
    Tree::new(&index, claim, style).write(out)?;
    Ok(true)
}

/// The chains of a claim, downstream: from the cited to those who cite it.
struct Tree<'a> {
    index: &'a Index<'a>,
    claim: &'a Claim,
    style: Style,
    citing: BTreeMap<&'a str, Vec<Step<'a>>>,
    unsupported: BTreeSet<(&'a str, &'a str)>,
    shown: BTreeSet<&'a str>,
}

impl<'a> Tree<'a> {
    fn new(index: &'a Index<'a>, claim: &'a Claim, style: Style) -> Self {
        let mut citing: BTreeMap<&str, Vec<Step>> = BTreeMap::new();
        for step in index.without_repeats(steps(claim)) {
            let steps = citing.entry(step.to).or_default();
            if !steps.iter().any(|other| other.from == step.from) {
                steps.push(step);
            }
        }
        let day = |id| index.document(id).and_then(|d| d.published.as_deref());
        for steps in citing.values_mut() {
            // Unknown days go last.
            steps.sort_by_key(|step| (day(step.from).is_none(), day(step.from)));
        }
        let unsupported = claim.unsupported.iter().map(|u| (&*u.from, &*u.to));
        Self {
            index,
            claim,
            style,
            citing,
            unsupported: unsupported.collect(),
            shown: BTreeSet::new(),
        }
    }

    fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let origins = self.claim.origins.iter().map(|origin| origin.node.as_str());
        let loops = self.claim.loops.iter().filter_map(|ids| ids.first());
        let roots: Vec<&str> = origins.chain(loops.map(String::as_str)).collect();
        for root in roots {
            self.write_root(out, root)?;
        }
        // What no origin leads to: the ends of other chains first, then whoever is left.
        let cites: BTreeSet<&str> = self.citing.values().flatten().map(|s| s.from).collect();
        let ends: Vec<&str> = self.citing.keys().copied().collect();
        for end in ends.into_iter().filter(|end| !cites.contains(end)) {
            self.write_root(out, end)?;
        }
        for statement in &self.claim.statements {
            self.write_root(out, &statement.document)?;
        }
        Ok(())
    }

    fn write_root(&mut self, out: &mut dyn Write, root: &'a str) -> io::Result<()> {
        if self.shown.contains(root) {
            return Ok(());
        }
        writeln!(out)?;
        let marks = self.marks(root);
        let name = self.name(root, columns(&marks));
        writeln!(out, "{}{marks}", self.style.bold(&name))?;
        let own = (self.claim.statements.iter()).find(|s| s.document == root);
        if let Some(statement) = own {
            let sentence = clean::line(&statement.text);
            let bar = if self.citing.contains_key(root) {
                "│  "
            } else {
                "   "
            };
            self.style.wrapped(out, bar, bar, &sentence)?;
        }
        self.write_below(out, root, "")
    }

    /// Writes everybody who has the claim from `cited`, each with the sentence that shows it.
    fn write_below(&mut self, out: &mut dyn Write, cited: &'a str, indent: &str) -> io::Result<()> {
        self.shown.insert(cited);
        let steps = self.citing.get(cited).cloned().unwrap_or_default();
        for (number, step) in steps.iter().enumerate() {
            let last = number + 1 == steps.len();
            let (branch, bar) = if last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            let again = self.shown.contains(step.from);
            let below = format!("{indent}{bar}");
            let how = self.how(step);
            if again {
                let note = format!("  ({how}; see above)");
                let name = self.name(step.from, columns(&below) + columns(&note));
                writeln!(out, "{indent}{branch}{name}{}", self.style.dim(&note))?;
                continue;
            }
            let marks = self.marks(step.from);
            let name = self.name(step.from, columns(&below) + columns(&marks));
            writeln!(out, "{indent}{branch}{}{marks}", self.style.bold(&name))?;
            let more = self.citing.contains_key(step.from);
            let lead = format!("{below}{}", if more { "│  " } else { "   " });
            let sentence = format!("{how}: {}", clean::line(step.sentence));
            self.style.wrapped(out, &lead, &lead, &sentence)?;
            self.write_below(out, step.from, &below)?;
        }
        Ok(())
    }

    /// Names a node in what room `used` columns leave.
    fn name(&self, id: &str, used: usize) -> String {
        let room = self.style.width.saturating_sub(used).max(24);
        fit(&self.index.full_name(id), room)
    }

    /// Says how a step is known.
    fn how(&self, step: &Step) -> String {
        if self.unsupported.contains(&(step.from, step.to)) {
            return "cites it, but it is not said there".to_owned();
        }
        let citation = self.index.citation(step.citation);
        let citation = citation.as_deref();
        let how = match citation.filter(|c| c.to == step.to).map(|c| c.kind) {
            Some(CitationKind::Link) => "links",
            Some(CitationKind::Attribution) => "quotes or paraphrases",
            Some(CitationKind::Copy) => "reprints",
            Some(CitationKind::Mention) | None => "names",
        };
        let support = match citation.and_then(|c| c.support) {
            Some(Support::Partial) => ", which says something near it",
            Some(Support::Contradicted) => ", which says otherwise",
            Some(Support::Unread) => ", which was not read",
            Some(Support::Supported | Support::Absent) | None => "",
        };
        format!("{how}{support}")
    }

    fn marks(&self, id: &str) -> String {
        let mut marks = String::new();
        if self.claim.origins.iter().any(|origin| origin.node == id) {
            marks.push_str("  ◎ origin");
        }
        if self.claim.chokepoints.iter().any(|other| other == id) {
            marks.push_str("  ◆ chokepoint");
        }
        if self.claim.loops.iter().flatten().any(|other| other == id) {
            marks.push_str("  ↻ loop");
        }
        match self.index.document(id) {
            Some(document) if document.state != State::Fetched => {
                format!("{marks}  (not read: {})", why_unread(document))
            }
            _ => marks,
        }
    }
}

/// Says why a document was not read, and what shows it.
fn why_unread(document: &Document) -> String {
    let reason = document.reason.as_deref().unwrap_or("pending");
    match document.detail.as_deref() {
        Some(detail) => clean::line(&format!("{reason}, {detail}")),
        None => clean::line(reason),
    }
}

/// Most claims of one document: with two lines each, the answer keeps to ten lines.
const CLAIMS: usize = 4;

/// Writes in ten lines how the document at `url` comes to its claims. Returns whether the report
/// has such a document.
pub(crate) fn url(
    out: &mut dyn Write,
    report: &Report,
    url: &str,
    style: Style,
) -> io::Result<bool> {
    let Some(document) = find(report, url) else {
        return Ok(false);
    };
    let index = Index::new(report);
    let states = |claim: &&Claim| claim.statements.iter().any(|s| s.document == document.id);
    let mut claims: Vec<&Claim> = report.claims.iter().filter(states).collect();
    claims.sort_by_key(|claim| claim.documents < 2);
    let name = fit(&index.full_name(&document.id), style.width);
    writeln!(out, "{}", style.bold(&name))?;
    if claims.is_empty() {
        let reason = match document.state {
            State::Fetched => "It states no claim that was found.".to_owned(),
            _ => format!("It was not read: {}.", why_unread(document)),
        };
        writeln!(out, "{}", clean::line(&reason))?;
    }
    for claim in claims.iter().take(CLAIMS) {
        let text = format!("{}  {}", claim.id, clean::line(&claim.text));
        writeln!(out, "{}", fit(&text, style.width))?;
        let path = format!("    {}", path_line(&index, claim, &document.id));
        writeln!(out, "{}", fit(&path, style.width))?;
    }
    if claims.len() > CLAIMS {
        writeln!(out, "… and {}", count(claims.len() - CLAIMS, "more claim"))?;
    }
    Ok(true)
}

/// Returns the document that `url` leads to.
fn find<'a>(report: &'a Report, url: &str) -> Option<&'a Document> {
    let canonical = CanonicalUrl::parse(url).ok();
    let canonical = canonical
        .as_ref()
        .map_or(url, |canonical| canonical.as_str());
    report.documents.iter().find(|document| {
        let aliases = document.aliases.iter().map(String::as_str);
        aliases
            .chain(document.canonical_url.as_deref())
            .chain([document.url.as_str()])
            .any(|address| address == url || address == canonical)
    })
}

/// Says whom the document has the claim from, up to the nearest origin.
fn path_line(index: &Index, claim: &Claim, document: &str) -> String {
    let paths = paths(claim, document);
    let origins: Vec<_> = (claim.origins.iter())
        .filter_map(|origin| paths.get(origin.node.as_str()))
        .collect();
    let names = |path: &[&str]| {
        let names: Vec<_> = path.iter().map(|id| index.name(id)).collect();
        names.join(" → ")
    };
    let Some(nearest) = origins.iter().min_by_key(|path| path.len()) else {
        let in_loop = claim
            .loops
            .iter()
            .find(|ids| ids.iter().any(|id| paths.contains_key(&**id)));
        return match in_loop {
            Some(ids) => format!("goes in a circle: {}", answer::loop_line(index, ids)),
            None => match paths.values().max_by_key(|path| path.len()) {
                Some(path) if path.len() > 1 => format!("{}, and no further", names(path)),
                _ => "names nobody for it".to_owned(),
            },
        };
    };
    let path = match nearest.as_slice() {
        [_] => "states it on its own authority".to_owned(),
        [_, rest @ ..] => format!("→ {}", names(rest)),
        [] => String::new(),
    };
    match origins.len() - 1 {
        0 => path,
        others => format!("{path}; and {}", count(others, "more origin")),
    }
}

/// Returns the shortest path from `document` to each node upstream of it, both ends included.
fn paths<'a>(claim: &'a Claim, document: &'a str) -> BTreeMap<&'a str, Vec<&'a str>> {
    let steps = steps(claim);
    let unsupported: BTreeSet<_> = claim
        .unsupported
        .iter()
        .map(|u| (&*u.from, &*u.to))
        .collect();
    let mut paths = BTreeMap::from([(document, vec![document])]);
    let mut open = VecDeque::from([document]);
    while let Some(node) = open.pop_front() {
        let path = paths.get(node).cloned().unwrap_or_default();
        for step in steps.iter().filter(|step| step.from == node) {
            if !unsupported.contains(&(step.from, step.to)) && !paths.contains_key(step.to) {
                let mut longer = path.clone();
                longer.push(step.to);
                paths.insert(step.to, longer);
                open.push_back(step.to);
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::answer::tests::{PLAIN, fixture};
    use super::*;

    fn shown(id: &str) -> String {
        let mut out = Vec::new();
        assert!(claim(&mut out, &fixture(), id, PLAIN).unwrap());
        String::from_utf8(out).unwrap()
    }

    fn path(address: &str) -> String {
        let mut out = Vec::new();
        assert!(url(&mut out, &fixture(), address, PLAIN).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_claim_grows_from_its_origin() {
        insta::assert_snapshot!(shown("c1"), @r#"
c1  single origin
    The Annika Rose crossed the strait by night with her transponder off.
    4 documents · 4 outlets · 1 origin, 1 independent
    origin       Oona Marsh · 4 documents
    chokepoint   The Daily Tiller, “The ferry with no lights” (2031-02-24)
    4 documents of 4 outlets reach one origin, Oona Marsh; 3 of them through The
    Daily Tiller

Oona Marsh  ◎ origin
└─ The Daily Tiller, “The ferry with no lights” (2031-02-24)  ◆ chokepoint
   │  quotes or paraphrases: “She crossed with no lights and no transponder,”
   │  said Oona Marsh.
   ├─ Meridian Wire, “Ferry crossed strait at night with transponder off, newsp…
   │  │  names: The ferry crossed with her transponder off, the Daily Tiller
   │  │  reported on Monday, citing a crab skipper.
   │  └─ The Shingle Post, “Ferry ran dark across the strait” (2031-02-25)
   │        reprints: The ferry crossed with her transponder off, the Daily
   │        Tiller reported on Monday, citing a crab skipper.
   └─ The Alder Courier, “The ferry that nobody logged & what <it> carried” (20…
         links: The Annika Rose crossed the strait by night with her transponder
         off, the Daily Tiller reported.
"#);
    }

    #[test]
    fn a_loop_is_walked_once() {
        insta::assert_snapshot!(shown("c2"), @r#"
c2  circular
    A general runs the war from a bunker outside Grenholt.
    4 documents · 4 outlets · no origin
    loop         SkimReel → Old Signals → Metro Whistle → SkimReel
    4 documents of 4 outlets cite each other in a circle that no chain leaves

SkimReel, “Nine things about the strait” (2031-03-06)  ↻ loop
│  A general runs the war from a bunker outside Grenholt.
├─ Metro Whistle, “The general in the bunker” (2031-03-06)  ↻ loop
│  │  links: A general runs the war from a bunker outside Grenholt.
│  └─ Old Signals, “who is on the other end?” (2031-03-05)  ↻ loop
│     │  links: A general runs the war from a bunker outside Grenholt.
│     └─ SkimReel, “Nine things about the strait” (2031-03-…  (links; see above)
└─ Strait Gazette, “Harbour gossip” (2031-03-07)
      links: A general runs the war from a bunker, SkimReel says.
"#);
    }

    #[test]
    fn a_citation_that_does_not_hold_is_told() {
        let text = shown("c4");
        assert!(
            text.contains("cites it, but it is not said there"),
            "{text}"
        );
    }

    #[test]
    fn an_article_leads_to_its_origins() {
        insta::assert_snapshot!(path("http://www.aldercourier.test/ferry"), @r#"
The Alder Courier, “The ferry that nobody logged & what <it> carried” (2031-03-…
c1  The Annika Rose crossed the strait by night with her transponder off.
    → The Daily Tiller → Oona Marsh
c3  The council voted in secret.
    → skerryarchive.test
c4  The ferry carried soldiers.
    → two officials briefed on the matter
"#);
        insta::assert_snapshot!(path("http://gazette.test/strait"), @r#"
Strait Gazette, “Harbour gossip” (2031-03-07)
c2  A general runs the war from a bunker outside Grenholt.
    goes in a circle: SkimReel → Old Signals → Metro Whistle → SkimReel
c4  The ferry carried soldiers.
    → two officials briefed on the matter
c5  The harbour master likes eel pie.
    states it on its own authority
"#);
    }

    #[test]
    fn what_is_not_in_the_report_is_not_shown() {
        let mut out = Vec::new();
        assert!(!claim(&mut out, &fixture(), "c99", PLAIN).unwrap());
        assert!(!url(&mut out, &fixture(), "http://nowhere.test/", PLAIN).unwrap());
        assert!(out.is_empty());
    }
}
