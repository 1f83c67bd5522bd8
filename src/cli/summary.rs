//! The summary of a run that `trace` prints at its end: no more than a screen holds.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use headwater::export::index::Index;
use headwater::export::{clean, words};
use headwater::report::{Claim, Findings};

use super::answer::{foremost, notes, write_header};
use super::style::{Style, columns, fit};

/// Lines of a screen that nobody has made larger.
const SCREEN: usize = 24;

/// Writes what a [`SCREEN`] holds if `limit` is at most 3: the first `limit` claims with their
/// origins, what became of the documents, and what to do next. `dir` is the run's folder.
pub(super) fn write(
    out: &mut dyn Write,
    findings: &dyn Findings,
    dir: &Path,
    style: Style,
    limit: usize,
) -> io::Result<()> {
    let dir = clean::line(&dir.display().to_string());
    let mut top = Vec::new();
    write_header(&mut top, findings, &dir, style)?;
    let index = Index::new(findings);
    let shown = foremost_of_stories(findings, limit);
    writeln!(top)?;
    for claim in &shown {
        write_claim(&mut top, &index, claim, style)?;
    }
    if !shown.is_empty() {
        writeln!(top)?;
    }
    out.write_all(&top)?;
    let last = 2 + usize::from(!shown.is_empty());
    let used = String::from_utf8_lossy(&top).lines().count() + last;
    let room = SCREEN.saturating_sub(used).max(2);
    let fates = findings.fates();
    let parts: Vec<String> = (fates.iter())
        .map(|fate| format!("{} {}", fate.documents, fate.meaning))
        .collect();
    let parts = clean::line(&parts.join("; "));
    let notes = notes(findings, &fates);
    let most = if notes.is_empty() { room } else { room - 1 };
    let documents = style.lines(out, "Documents  ", &parts, most.min(3))?;
    if let [first, rest @ ..] = notes.as_slice() {
        let place = match rest.len() {
            0 => String::new(),
            more => format!("1 of {}: ", more + 1),
        };
        let notes = clean::line(&format!("{place}{first}"));
        style.lines(out, "Notes      ", &notes, (room - documents).min(2))?;
    }
    writeln!(out, "{}headwater show {dir}", style.dim("In full    "))?;
    if let Some(claim) = shown.first() {
        let next = style.dim("Chains     ");
        writeln!(out, "{next}headwater show {dir} {}", claim.id)?;
    }
    writeln!(out, "{}{dir}/report.html", style.dim("Browser    "))
}

/// Writes a claim in at most five lines: verdict, words, origins, and circles or else chokepoints.
fn write_claim(out: &mut dyn Write, index: &Index, claim: &Claim, style: Style) -> io::Result<()> {
    let verdict = style.verdict(claim.verdict);
    let hand = claim.manual.map_or("", words::by_hand);
    let counts = words::counts(claim);
    let head = format!("{}  {verdict} · {counts}  {hand}", style.bold(&claim.id));
    writeln!(out, "{}", head.trim_end())?;
    style.lines(out, "    ", &clean::line(&claim.text), 2)?;
    let mut list = |heading: &str, names: Vec<String>| match names.as_slice() {
        [] => Ok(0),
        [one] => style.lines(out, heading, one, 1),
        [first, rest @ ..] => {
            let more = format!(" and {} more", rest.len());
            let room = style
                .width
                .saturating_sub(columns(heading) + columns(&more));
            style.lines(out, heading, &format!("{}{more}", fit(first, room)), 1)
        }
    };
    let origins = claim
        .origins
        .iter()
        .map(|origin| words::origin(index, origin));
    list("    from ", origins.collect())?;
    if claim.loops.is_empty() {
        let chokepoints = claim.chokepoints.iter().map(|id| index.full_name(id));
        list("    through ", chokepoints.collect())?;
    } else {
        let loops = claim.loops.iter().map(|ids| words::circle(index, ids));
        list("    in a circle ", loops.collect())?;
    }
    Ok(())
}

/// Most claims among which those of different stories are looked for.
const LOOKED_AT: usize = 200;

/// As [`foremost`], but of each story its first claim comes before the second of any.
fn foremost_of_stories(findings: &dyn Findings, limit: usize) -> Vec<Cow<'_, Claim>> {
    let documents = findings.documents().iter();
    let stories: BTreeMap<&str, Option<&str>> = documents
        .map(|document| (document.id.as_str(), document.story.as_deref()))
        .collect();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let (mut first, rest): (Vec<_>, Vec<_>) = foremost(findings, limit.max(LOOKED_AT))
        .into_iter()
        .partition(|claim| {
            let stated = claim.statements.iter();
            let mut stories = stated.filter_map(|s| *stories.get(s.document.as_str())?);
            stories.next().is_some_and(|story| told.insert(story))
        });
    first.extend(rest);
    first.truncate(limit);
    first
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::{PLAIN, fixture};
    use super::*;

    #[test]
    fn a_summary_fits_a_screen_and_says_what_to_do_next() {
        let mut out = Vec::new();
        write(&mut out, &fixture(), Path::new("output/ferry"), PLAIN, 3).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().count() <= 24, "{text}");
        assert!(text.lines().all(|line| columns(line) <= 80), "{text}");
        insta::assert_snapshot!(text, @r#"
8 of 10 documents read, 8 outlets, 5 claims · output/ferry

c1  single origin · 4 documents · 4 outlets · 1 origin, 1 independent
    The Annika Rose crossed the strait by night with her transponder off.
    from Oona Marsh · 4 documents
    through The Daily Tiller, “The ferry with no lights” (2031-02-24)
c2  circular · 4 documents · 4 outlets · no origin
    A general runs the war from a bunker outside Grenholt.
    in a circle SkimReel → Old Signals → Metro Whistle → SkimReel
c3  untraced · 2 documents · 2 outlets · 2 origins, 0 to 2 independent
    The council voted in secret.
    from tarnquaydocks.test/notices/berth-log · 1 document, gone and 1 more

Documents  8 read; 1 gone (404, 410, or a page that says so); 1 closed to
           crawlers by robots.txt
Notes      attributions were not read in: fi
In full    headwater show output/ferry
Chains     headwater show output/ferry c1
Browser    output/ferry/report.html
"#);
    }

    #[test]
    fn a_summary_of_long_claims_fits_a_screen_too() {
        let mut report = fixture();
        let long =
            "The Annika Rose crossed the strait by night with her transponder off. ".repeat(9);
        for claim in &mut report.claims {
            claim.text.clone_from(&long);
            claim.chokepoints = vec!["d1".to_owned(), "d2".to_owned()];
        }
        report.run.notes = vec![long; 3];
        let mut out = Vec::new();
        write(&mut out, &report, Path::new("output/ferry"), PLAIN, 3).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 24, "{text}");
        assert!(
            text.contains("Documents  8 read") && text.contains("Notes      1 of 3: "),
            "{text}"
        );
    }

    #[test]
    fn each_story_is_told_of_before_any_is_told_of_twice() {
        let mut report = fixture();
        for document in &mut report.documents {
            let is_of_the_second = ["d5", "d6", "d7"].contains(&document.id.as_str());
            let story = if is_of_the_second { "t2" } else { "t1" };
            document.story = Some(story.to_owned());
        }
        let shown = foremost_of_stories(&report, 2);
        let of = |claim: &Claim| {
            let first = &claim.statements[0].document;
            let document = report.documents.iter().find(|d| d.id == *first).unwrap();
            document.story.clone()
        };
        assert_ne!(of(&shown[0]), of(&shown[1]));
        let ids: Vec<String> = foremost_of_stories(&report, 9)
            .iter()
            .map(|c| c.id.clone())
            .collect();
        assert_eq!(ids, ["c1", "c2", "c3", "c4"]);
    }
}
