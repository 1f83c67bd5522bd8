//! The answer of a run in the terminal, as `show` prints it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use headwater::export::index::{self, Index};
use headwater::export::{clean, words};
use headwater::report::{Claim, Document, Fate, Findings, State, count};

use super::style::{Style, fit};

/// Writes the answer: what was read, the first `limit` claims that two or more documents state,
/// and what could not be seen. `dir` is the run's folder.
pub(crate) fn write(
    out: &mut dyn Write,
    findings: &dyn Findings,
    dir: &Path,
    style: Style,
    limit: usize,
) -> io::Result<()> {
    let dir = clean::line(&dir.display().to_string());
    write_header(out, findings, &dir, style)?;
    let index = Index::new(findings);
    let shown = foremost(findings, limit);
    for claim in &shown {
        writeln!(out)?;
        write_claim(out, &index, claim, style)?;
    }
    let hidden = findings.claim_count() - shown.len();
    if hidden > 0 {
        let more = count(hidden, "more claim");
        writeln!(out, "\n… and {more}; see {dir}/claims.csv")?;
    }
    write_stories(out, findings, style)?;
    let fates = findings.fates();
    write_fates(out, &fates, style)?;
    for (number, note) in notes(findings, &fates).into_iter().enumerate() {
        if number == 0 {
            writeln!(out, "\n{}", style.bold("Notes"))?;
        }
        style.wrapped(out, "  ", "  ", &clean::line(note))?;
    }
    if let Some(claim) = shown.first() {
        let hint = format!("\nThe chains of a claim: headwater show {dir} {}", claim.id);
        writeln!(out, "{}", style.dim(&hint))?;
    }
    Ok(())
}

/// Returns the first `limit` claims that two or more documents state, or of all if there is none.
pub(super) fn foremost(findings: &dyn Findings, limit: usize) -> Vec<Cow<'_, Claim>> {
    let shared = findings.claims().filter(|claim| claim.documents > 1);
    let shown: Vec<Cow<'_, Claim>> = shared.take(limit).collect();
    if shown.is_empty() {
        findings.claims().take(limit).collect()
    } else {
        shown
    }
}

/// Returns the stories with the documents that tell them; those of most documents first.
fn stories(findings: &dyn Findings) -> Vec<(&str, Vec<&Document>)> {
    let mut stories: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for document in findings.documents() {
        if let Some(story) = document.story.as_deref() {
            stories.entry(story).or_default().push(document);
        }
    }
    let mut stories: Vec<_> = stories.into_iter().collect();
    stories.sort_by_key(|(id, documents)| (Reverse(documents.len()), id.len(), *id));
    stories
}

/// Most stories that are listed.
const STORIES: usize = 10;

/// Lists the stories of a run that has several, each by its first document.
fn write_stories(out: &mut dyn Write, findings: &dyn Findings, style: Style) -> io::Result<()> {
    let stories = stories(findings);
    if stories.len() < 2 {
        return Ok(());
    }
    writeln!(out, "\n{}", style.bold("Stories"))?;
    for (id, documents) in stories.iter().take(STORIES) {
        let title = documents
            .first()
            .map(|d| index::title(d))
            .unwrap_or_default();
        let line = format!("  {:>6}  {id:<4}  {title}", documents.len());
        writeln!(out, "{}", fit(&line, style.width))?;
    }
    match stories.len().saturating_sub(STORIES) {
        0 => Ok(()),
        more => writeln!(out, "          … and {more} more"),
    }
}

/// Returns the notes that say more than the table of documents.
pub(super) fn notes<'a>(findings: &'a dyn Findings, fates: &[Fate]) -> Vec<&'a str> {
    let told: BTreeSet<String> = fates.iter().map(Fate::note).collect();
    let notes = findings.run().notes.iter();
    notes
        .filter(|note| !told.contains(*note))
        .map(String::as_str)
        .collect()
}

pub(super) fn write_header(
    out: &mut dyn Write,
    findings: &dyn Findings,
    dir: &str,
    style: Style,
) -> io::Result<()> {
    let read: Vec<_> = (findings.documents().iter())
        .filter(|document| document.state == State::Fetched)
        .collect();
    let outlets: BTreeSet<_> = read
        .iter()
        .map(|document| &document.outlet.domain)
        .collect();
    let stories = match stories(findings).len() {
        0 | 1 => String::new(),
        several => format!("{several} stories, "),
    };
    let line = format!(
        "{} of {} read, {}, {stories}{} · {dir}",
        read.len(),
        count(findings.documents().len(), "document"),
        count(outlets.len(), "outlet"),
        count(findings.claim_count(), "claim"),
    );
    writeln!(out, "{}", style.bold(&line))
}

/// Most lines for errors of different kinds; the rest is summed up.
const ERRORS: usize = 6;

/// Writes what became of the documents, a line a reason, and their sum.
fn write_fates(out: &mut dyn Write, fates: &[Fate], style: Style) -> io::Result<()> {
    writeln!(out, "\n{}", style.bold("Documents"))?;
    let is_error = |fate: &&Fate| {
        let reason = fate.reason.as_deref().unwrap_or_default();
        reason.starts_with("error: ")
    };
    let mut line = |documents: usize, meaning: &str| {
        let first = format!("  {documents:>6}  ");
        style.wrapped(out, &first, "          ", &clean::line(meaning))
    };
    for fate in fates.iter().filter(|fate| !is_error(fate)) {
        line(fate.documents, &fate.meaning)?;
    }
    let mut errors: Vec<&Fate> = fates.iter().filter(is_error).collect();
    errors.sort_by_key(|fate| Reverse(fate.documents));
    let rest: usize = errors.iter().skip(ERRORS).map(|fate| fate.documents).sum();
    for fate in errors.into_iter().take(ERRORS) {
        line(fate.documents, &fate.meaning)?;
    }
    if rest > 0 {
        line(rest, "not read: other errors")?;
    }
    let all = fates.iter().map(|fate| fate.documents).sum();
    line(all, "in all")
}

/// Writes what is known of one claim.
pub(super) fn write_claim(
    out: &mut dyn Write,
    index: &Index,
    claim: &Claim,
    style: Style,
) -> io::Result<()> {
    let verdict = style.verdict(claim.verdict);
    let hand = claim.manual.map_or("", words::by_hand);
    let space = if hand.is_empty() { "" } else { "  " };
    writeln!(out, "{}  {verdict}{space}{hand}", style.bold(&claim.id))?;
    style.wrapped(out, "    ", "    ", &clean::line(&claim.text))?;
    style.wrapped(out, "    ", "    ", &words::counts(claim))?;
    let origins = claim
        .origins
        .iter()
        .map(|origin| words::origin(index, origin));
    write_list(out, "origin", origins, style)?;
    write_list(out, "number", words::variants(claim).into_iter(), style)?;
    let denials = words::denials(index, claim);
    write_list(out, "denied by", denials.into_iter(), style)?;
    let chokepoints = claim.chokepoints.iter().map(|id| index.full_name(id));
    write_list(out, "chokepoint", chokepoints, style)?;
    let loops = claim.loops.iter().map(|ids| words::circle(index, ids));
    write_list(out, "loop", loops, style)?;
    let unsupported = claim.unsupported.iter().map(|unsupported| {
        let (from, to) = (index.name(&unsupported.from), index.name(&unsupported.to));
        format!("{from} cites {to}, which does not say it")
    });
    write_list(out, "unsupported", unsupported, style)
}

/// Most lines of one kind below a claim.
const LIST: usize = 6;

fn write_list(
    out: &mut dyn Write,
    heading: &str,
    lines: impl ExactSizeIterator<Item = String>,
    style: Style,
) -> io::Result<()> {
    const REST: &str = "                 ";
    let total = lines.len();
    for (number, line) in lines.take(LIST).enumerate() {
        let first = if number == 0 {
            format!("    {}", style.dim(&format!("{heading:<13}")))
        } else {
            REST.to_owned()
        };
        style.wrapped(out, &first, REST, &line)?;
    }
    if total > LIST {
        writeln!(out, "{REST}… and {} more", total - LIST)?;
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use headwater::report::Report;

    pub(in super::super) fn fixture() -> Report {
        serde_json::from_str(include_str!("../../tests/reports/night-ferry.json")).unwrap()
    }

    pub(in super::super) const PLAIN: Style = Style {
        color: false,
        width: 80,
    };

    fn answer(report: &Report, style: Style, limit: usize) -> String {
        let mut out = Vec::new();
        write(&mut out, report, Path::new("output/ferry"), style, limit).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_answer_names_origins_chokepoints_and_loops() {
        insta::assert_snapshot!(answer(&fixture(), PLAIN, 10), @r#"
8 of 10 documents read, 8 outlets, 5 claims · output/ferry

c1  single origin
    The Annika Rose crossed the strait by night with her transponder off.
    4 documents · 4 outlets · 1 origin, 1 independent
    origin       Oona Marsh · 4 documents
    chokepoint   The Daily Tiller, “The ferry with no lights” (2031-02-24)

c2  circular
    A general runs the war from a bunker outside Grenholt.
    4 documents · 4 outlets · no origin
    loop         SkimReel → Old Signals → Metro Whistle → SkimReel

c3  untraced
    The council voted in secret.
    2 documents · 2 outlets · 2 origins, 0 to 2 independent
    origin       tarnquaydocks.test/notices/berth-log · 1 document, gone
                 skerryarchive.test, files.skerryarchive.test/private/minutes ·
                 1 document, not read

c4  single origin
    The ferry carried soldiers.
    2 documents · 2 outlets · 1 origin, 1 independent
    origin       two officials briefed on the matter (anonymous) · 2 documents
    unsupported  Strait Gazette cites Meridian Wire, which does not say it

… and 1 more claim; see output/ferry/claims.csv

Documents
       8  read
       1  gone (404, 410, or a page that says so)
       1  closed to crawlers by robots.txt
      10  in all

Notes
  attributions were not read in: fi

The chains of a claim: headwater show output/ferry c1
"#);
    }

    #[test]
    fn several_stories_are_listed() {
        let mut report = fixture();
        for document in &mut report.documents {
            let is_of_the_second = ["d5", "d6", "d7"].contains(&document.id.as_str());
            let story = if is_of_the_second { "t2" } else { "t1" };
            document.story = Some(story.to_owned());
        }
        let text = answer(&report, PLAIN, 10);
        assert!(text.contains("8 outlets, 2 stories, 5 claims"), "{text}");
        assert!(text.contains("\nStories\n       7  t1    "), "{text}");
    }

    #[test]
    fn errors_without_number_are_summed_up() {
        let mut report = fixture();
        let document = report.documents[0].clone();
        for number in 0..40 {
            let mut failed = document.clone();
            failed.state = State::Failed;
            failed.reason = Some(format!("error: kind {}", number % 20));
            report.documents.push(failed);
        }
        let text = answer(&report, PLAIN, 10);
        let (_, table) = text.split_once("\nDocuments\n").unwrap();
        let table = table.split("\n\n").next().unwrap();
        let numbers: Vec<usize> = table
            .lines()
            .map(|line| line.split_whitespace().next().unwrap().parse().unwrap())
            .collect();
        let (all, lines) = numbers.split_last().unwrap();
        assert_eq!(lines.iter().sum::<usize>(), *all, "{table}");
        assert_eq!((*all, lines.len()), (50, 10), "{table}");
        assert!(table.contains("28  not read: other errors"), "{table}");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let text = answer(&fixture(), PLAIN, 2);
        assert!(text.contains("… and 3 more claims"), "{text}");
    }

    #[test]
    fn a_claim_cannot_drive_the_terminal() {
        let mut report = fixture();
        report.claims[0].text = "safe\u{1b}]0;owned\u{7}\u{9b}31m".to_owned();
        let text = answer(&report, PLAIN, 10);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    }
}
