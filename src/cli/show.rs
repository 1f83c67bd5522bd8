//! `headwater show`: the answer again, the chains of a claim as a tree from its origins, or those
//! of a document as paths to them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};

use anyhow::bail;
use headwater::export::chains::{Chains, Line};
use headwater::export::index::{Index, Step, steps};
use headwater::export::{clean, words};
use headwater::report::{Claim, Document, Report, State, count};
use headwater::urls::CanonicalUrl;

use super::exit::Status;
use super::style::{Style, columns, fit};
use super::{answer, args, show_json};

pub(crate) fn run(args: &args::Show, style: Style, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = super::report(&args.dir)?;
    if args.json {
        let what = args.what.as_deref();
        if !show_json::write(out, &report, what, args.claims)? {
            bail!(unknown(args));
        }
        return Ok(Status::Answered);
    }
    let Some(what) = &args.what else {
        answer::write(out, &report, &args.dir, style, args.claims)?;
        return Ok(Status::Answered);
    };
    if !claim(out, &report, what, style)? && !url(out, &report, what, style)? {
        bail!(unknown(args));
    }
    Ok(Status::Answered)
}

fn unknown(args: &args::Show) -> String {
    let what = args.what.as_deref().unwrap_or_default();
    let dir = args.dir.display();
    format!("'{dir}' has no claim or document '{what}'; `headwater show {dir}` lists the claims")
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
    write_wrong(out, report, &index, claim, style)?;
    let tree = Tree {
        index: &index,
        chains: Chains::new(&index, claim),
        style,
    };
    tree.write(out)?;
    Ok(true)
}

/// Writes the citations in the statements of a claim that were marked as wrong by hand.
fn write_wrong(
    out: &mut dyn Write,
    report: &Report,
    index: &Index,
    claim: &Claim,
    style: Style,
) -> io::Result<()> {
    for citation in &report.citations {
        let mut statements = claim.statements.iter();
        let Some(mark) = citation.manual.filter(|_| {
            statements.any(|s| s.document == citation.from && s.text == citation.evidence.text)
        }) else {
            continue;
        };
        let (from, to) = (index.name(&citation.from), index.name(&citation.to));
        let line = format!("{from} cites {to}  {}", words::by_hand(mark));
        style.wrapped(out, "    ", "    ", &clean::line(&line))?;
    }
    Ok(())
}

/// Writes the chains of a claim, line by line.
struct Tree<'a> {
    index: &'a Index<'a>,
    chains: Chains<'a>,
    style: Style,
}

impl Tree<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        // What stands before the lines below each node on the way to the present one.
        let mut bars: Vec<&str> = Vec::new();
        for line in self.chains.lines() {
            match line.step {
                None => self.write_top(out, &line)?,
                Some(step) => {
                    bars.truncate(line.depth - 1);
                    self.write_step(out, &line, &step, &bars.concat())?;
                    bars.push(if line.last { "   " } else { "│  " });
                }
            }
        }
        Ok(())
    }

    /// Writes what stands at the top of a tree, with its own statement.
    fn write_top(&self, out: &mut dyn Write, line: &Line) -> io::Result<()> {
        writeln!(out)?;
        let marks = self.marks(line.node);
        let name = self.name(line.node, columns(&marks));
        writeln!(out, "{}{marks}", self.style.bold(&name))?;
        if let Some(sentence) = self.chains.statement(line.node) {
            let bar = if line.cited { "│  " } else { "   " };
            self.style.wrapped(out, bar, bar, &clean::line(sentence))?;
        }
        Ok(())
    }

    /// Writes who has the claim from the node above, with the sentence that shows it.
    fn write_step(
        &self,
        out: &mut dyn Write,
        line: &Line,
        step: &Step,
        indent: &str,
    ) -> io::Result<()> {
        let (branch, bar) = if line.last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let below = format!("{indent}{bar}");
        let how = self.chains.how(step);
        if line.again {
            let note = format!("  ({how}; see above)");
            let name = self.name(line.node, columns(&below) + columns(&note));
            return writeln!(out, "{indent}{branch}{name}{}", self.style.dim(&note));
        }
        let marks = self.marks(line.node);
        let name = self.name(line.node, columns(&below) + columns(&marks));
        writeln!(out, "{indent}{branch}{}{marks}", self.style.bold(&name))?;
        let lead = format!("{below}{}", if line.cited { "│  " } else { "   " });
        let sentence = format!("{how}: {}", clean::line(step.sentence));
        self.style.wrapped(out, &lead, &lead, &sentence)
    }

    /// Names a node in what room `used` columns leave.
    fn name(&self, id: &str, used: usize) -> String {
        let room = self.style.width.saturating_sub(used).max(24);
        fit(&self.index.full_name(id), room)
    }

    fn marks(&self, id: &str) -> String {
        let marks = self.chains.marks(id);
        marks.iter().flat_map(|mark| ["  ", mark]).collect()
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
    let Some(document) = document(report, url) else {
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
            _ => format!("It was not read: {}.", words::why_unread(document)),
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
pub(super) fn document<'a>(report: &'a Report, url: &str) -> Option<&'a Document> {
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
    if claim.assertions().all(|said| said.document != document) {
        return "denies it".to_owned();
    }
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
            Some(ids) => format!("goes in a circle: {}", words::circle(index, ids)),
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
pub(super) fn paths<'a>(claim: &'a Claim, document: &'a str) -> BTreeMap<&'a str, Vec<&'a str>> {
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
