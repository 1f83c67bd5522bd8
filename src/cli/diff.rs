//! `headwater diff`: what differs between two runs.

use std::io::{self, Write};

use headwater::export::{clean, words};
use headwater::report::{
    Changed, Changes, CitationNote, ClaimNote, Diff, DocumentNote, OriginNote, State, count,
};

use super::args;
use super::exit::Status;
use super::style::Style;

pub(crate) fn run(args: &args::Diff, style: Style, out: &mut dyn Write) -> anyhow::Result<Status> {
    let earlier = super::report(&args.earlier)?;
    let later = super::report(&args.later)?;
    let diff = Diff::new(&earlier, &later);
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &diff)?;
        writeln!(out)?;
    } else {
        write(out, &diff, style, args.limit)?;
    }
    Ok(Status::Answered)
}

/// Writes what differs, at most `limit` lines of a kind.
fn write(out: &mut dyn Write, diff: &Diff, style: Style, limit: usize) -> io::Result<()> {
    let page = Page { style, limit };
    page.part(out, "Claims", &diff.claims, claim, claim_change)?;
    page.part(out, "Origins", &diff.origins, origin, origin_change)?;
    page.part(out, "Documents", &diff.documents, document, document_change)?;
    page.part(out, "Citations", &diff.citations, citation, citation_change)
}

/// How much is written, and how.
struct Page {
    style: Style,
    limit: usize,
}

impl Page {
    fn part<T>(
        &self,
        out: &mut dyn Write,
        heading: &str,
        changes: &Changes<T>,
        line: fn(&T) -> String,
        change: fn(&Changed<T>) -> String,
    ) -> io::Result<()> {
        let (appeared, vanished) = (changes.appeared.len(), changes.vanished.len());
        let (edited, same) = (changes.changed.len(), changes.same);
        let sum = format!(
            "{heading}: {appeared} appeared, {vanished} vanished, {edited} changed, {same} as before"
        );
        writeln!(out, "{}", self.style.bold(&sum))?;
        self.lines(out, '+', changes.appeared.iter().map(line))?;
        self.lines(out, '-', changes.vanished.iter().map(line))?;
        self.lines(out, '~', changes.changed.iter().map(change))
    }

    fn lines(
        &self,
        out: &mut dyn Write,
        sign: char,
        lines: impl ExactSizeIterator<Item = String>,
    ) -> io::Result<()> {
        let more = lines.len().saturating_sub(self.limit);
        for line in lines.take(self.limit) {
            let first = format!("  {sign} ");
            (self.style).wrapped(out, &first, "    ", &clean::line(&line))?;
        }
        if more > 0 {
            writeln!(out, "  {sign} … and {more} more")?;
        }
        Ok(())
    }
}

fn claim(claim: &ClaimNote) -> String {
    let verdict = words::verdict(claim.verdict);
    format!("{} {verdict}: {}", claim.id, claim.text)
}

fn claim_change(claim: &Changed<ClaimNote>) -> String {
    let (before, after) = (&claim.before, &claim.after);
    let interval = |claim: &ClaimNote| {
        let (least, most) = (claim.independent.at_least, claim.independent.at_most);
        if least == most {
            least.to_string()
        } else {
            format!("{least} to {most}")
        }
    };
    let told = claim.fields.iter().map(|&field| {
        let (old, new) = match field {
            "verdict" => (
                words::verdict(before.verdict).to_owned(),
                words::verdict(after.verdict).to_owned(),
            ),
            "independent" => (interval(before), interval(after)),
            "documents" => (before.documents.to_string(), after.documents.to_string()),
            "outlets" => (before.outlets.to_string(), after.outlets.to_string()),
            "origins" => (
                before.origins.len().to_string(),
                after.origins.len().to_string(),
            ),
            _ => return field.to_owned(),
        };
        if old == new {
            field.to_owned()
        } else {
            format!("{field} {old} → {new}")
        }
    });
    let told: Vec<String> = told.collect();
    let ids = if before.id == after.id {
        after.id.clone()
    } else {
        format!("{} → {}", before.id, after.id)
    };
    format!("{ids} ({}): {}", told.join(", "), after.text)
}

fn origin(origin: &OriginNote) -> String {
    format!("{} ({})", origin.name, count(origin.claims, "claim"))
}

fn origin_change(origin: &Changed<OriginNote>) -> String {
    let (before, after) = (origin.before.claims, origin.after.claims);
    format!("{} (claims {before} → {after})", origin.after.name)
}

fn document(document: &DocumentNote) -> String {
    format!("{} {} ({})", document.id, document.url, state(document))
}

fn document_change(document: &Changed<DocumentNote>) -> String {
    let (before, after) = (&document.before, &document.after);
    let (was, is) = (state(before), state(after));
    let edited: Vec<&str> = (document.fields.iter().copied())
        .filter(|field| !matches!(*field, "state" | "reason"))
        .collect();
    let moved = if was == is {
        String::new()
    } else {
        format!(" {was} → {is}")
    };
    let edited = if edited.is_empty() {
        String::new()
    } else {
        format!(" other {}", edited.join(", "))
    };
    format!("{}{moved}{edited}", after.url)
}

fn state(document: &DocumentNote) -> String {
    match (document.state, document.reason.as_deref()) {
        (State::Fetched, None) => "read".to_owned(),
        (State::Fetched, Some(reason)) => format!("read, {reason}"),
        (_, reason) => format!("not read: {}", reason.unwrap_or("pending")),
    }
}

fn citation(citation: &CitationNote) -> String {
    format!("{} → {}: {}", citation.from, citation.to, citation.sentence)
}

fn citation_change(changed: &Changed<CitationNote>) -> String {
    let support = |note: &CitationNote| match note.support {
        Some(support) => clean::label(&support),
        None => "none".to_owned(),
    };
    let (was, is) = (support(&changed.before), support(&changed.after));
    format!("support {was} → {is}: {}", citation(&changed.after))
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::{PLAIN, fixture};
    use super::*;
    use headwater::report::Verdict;

    #[test]
    fn what_differs_is_told_line_by_line() {
        let old = fixture();
        let mut new = fixture();
        new.claims[0].verdict = Verdict::FewOrigins;
        new.claims[0].documents = 6;
        new.claims.pop();
        new.documents[2].state = State::Failed;
        new.documents[2].reason = Some("dead".to_owned());
        new.citations.remove(3);
        let mut out = Vec::new();
        write(&mut out, &Diff::new(&old, &new), PLAIN, 5).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
Claims: 0 appeared, 1 vanished, 1 changed, 3 as before
  - c5 single origin: The harbour master likes eel pie.
  ~ c1 (verdict single origin → few origins, documents 4 → 6): The Annika Rose
    crossed the strait by night with her transponder off.
Origins: 0 appeared, 0 vanished, 0 changed, 4 as before
Documents: 0 appeared, 0 vanished, 1 changed, 9 as before
  ~ http://dailytiller.test/no-lights read → not read: dead
Citations: 0 appeared, 1 vanished, 0 changed, 14 as before
  - http://shinglepost.test/55219 → http://meridianwire.test/8841: The ferry
    crossed with her transponder off, the Daily Tiller reported on Monday,
    citing a crab skipper.
");
    }

    #[test]
    fn a_long_list_is_cut() {
        let mut new = fixture();
        new.documents.clear();
        let mut out = Vec::new();
        write(&mut out, &Diff::new(&fixture(), &new), PLAIN, 3).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("  - … and 7 more"), "{text}");
    }
}
