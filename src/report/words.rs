//! The report's sentences.

use super::{State, Verdict};
use crate::corpus::{Memento, Outcome};
use crate::trace::Finding;

/// Names listed before the rest is counted.
const LISTED: usize = 3;

/// Says why a claim has its verdict, in a sentence that a journalist would sign.
pub(super) fn because(finding: &Finding, origins: &[String], chokepoints: &[String]) -> String {
    let who = format!(
        "{} of {}",
        documents(finding.documents),
        outlets(finding.outlets)
    );
    let verb = if finding.documents == 1 {
        "reaches"
    } else {
        "reach"
    };
    let through = if chokepoints.is_empty() {
        String::new()
    } else {
        format!(
            "; at least two thirds of them only through {}",
            list(chokepoints)
        )
    };
    match finding.verdict {
        Verdict::SingleOrigin => format!("{who} {verb} one origin, {}{through}", list(origins)),
        Verdict::FewOrigins | Verdict::Independent => {
            format!(
                "{who} {verb} {} origins: {}{through}",
                origins.len(),
                list(origins)
            )
        }
        Verdict::Circular => {
            format!("{who} rest on each other in a circle, and no chain leaves it")
        }
        Verdict::Untraced if origins.is_empty() => {
            format!("{who}, and no document that they cite and that could be read says it")
        }
        Verdict::Untraced => format!(
            "{who}, and every chain ends in what could not be read: {}",
            list(origins)
        ),
    }
}

/// Says what became of documents, in words that follow their number.
pub(super) fn meaning(state: State, reason: Option<&str>) -> String {
    let plain = match (state, reason) {
        (State::Fetched, Some("paywall")) => "cut short by a paywall",
        (State::Fetched, Some("off-story")) => {
            "read but off the story, so their links were not followed"
        }
        (State::Fetched, _) => "read",
        (State::Pending, _) => "known and not asked for yet; the same command goes on with them",
        (_, Some("dead")) => "gone (404, 410, or a page that says so)",
        (_, Some("robots")) => "closed to crawlers by robots.txt",
        (_, Some("depth")) => "cited beyond the depth of this run",
        (_, Some("budget")) => "left out when the budget of pages was spent",
        (_, Some("host-budget")) => "left out when the budget of pages of their site was spent",
        (_, Some("scope")) => "left out by the patterns of this run",
        (_, Some("refused")) => "refused by the server (401, 403 or 451, or a page to log in by)",
        (_, Some("paywall")) => "behind a paywall, without any text",
        (_, Some("not-text")) => "of a type without text",
        (_, Some("too-large")) => "larger than the limit",
        (_, Some("timeout")) => "not answered in time",
        (_, Some("loop")) => "lost in a circle of redirects",
        (_, Some("blocked")) => "blocked: a wall against robots, or a private address",
        (_, reason) => {
            let reason = reason.unwrap_or("no reason");
            let why = reason.strip_prefix("error: ").unwrap_or(reason);
            return format!("not read: {why}");
        }
    };
    plain.to_owned()
}

/// Says how many documents were read as captures of a web archive.
pub(super) fn captured(count: usize) -> String {
    let what = documents(count);
    format!("{what} read as captured by a web archive, for the page itself could not be had")
}

/// Says what had become of a page that was read as a web archive captured it.
pub(super) fn instead_of(memento: &Memento) -> String {
    let why = match &memento.instead_of {
        Outcome::Failed { reason, detail } => match detail {
            Some(detail) => format!("{reason} ({detail})"),
            None => reason.clone(),
        },
        _ => "not read".to_owned(),
    };
    format!("a capture; the page itself: {why}")
}

/// Says how many citations lead to documents dated after those that cite them.
pub(super) fn dated_later(count: usize) -> String {
    let (what, lead) = if count == 1 {
        ("citation", "leads")
    } else {
        ("citations", "lead")
    };
    format!("{count} {what} {lead} to a later document: one of the two dates is wrong")
}

/// Counts documents in words.
pub(super) fn documents(n: usize) -> String {
    count(n, "document")
}

fn outlets(n: usize) -> String {
    count(n, "outlet")
}

/// Returns `n` with its noun, in the plural where it belongs.
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// Lists names: all if they are few, else the first and how many more.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] if names.len() <= LISTED => format!("{} and {last}", head.join(", ")),
        _ => format!(
            "{} and {} more",
            names[..LISTED].join(", "),
            names.len() - LISTED
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Interval;

    fn finding(verdict: Verdict, documents: usize, outlets: usize) -> Finding {
        Finding {
            origins: Vec::new(),
            independent: Interval {
                at_least: 0,
                at_most: 0,
            },
            effective_origins: 0.0,
            chokepoints: Vec::new(),
            loops: Vec::new(),
            unsupported: Vec::new(),
            documents,
            outlets,
            verdict,
        }
    }

    #[test]
    fn because_is_one_plain_sentence() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        for (verdict, documents, origins, chokepoints, expected) in [
            (
                Verdict::SingleOrigin,
                14,
                &["CSD"][..],
                &["Ledger"][..],
                "14 documents of 11 outlets reach one origin, CSD; at least two thirds of them only through Ledger",
            ),
            (
                Verdict::FewOrigins,
                1,
                &["A", "B"],
                &[],
                "1 document of 11 outlets reaches 2 origins: A and B",
            ),
            (
                Verdict::Independent,
                9,
                &["A", "B", "C", "D"],
                &[],
                "9 documents of 11 outlets reach 4 origins: A, B, C and 1 more",
            ),
            (
                Verdict::Circular,
                3,
                &[],
                &[],
                "3 documents of 11 outlets rest on each other in a circle, and no chain leaves it",
            ),
            (
                Verdict::Untraced,
                5,
                &["D"],
                &[],
                "5 documents of 11 outlets, and every chain ends in what could not be read: D",
            ),
        ] {
            assert_eq!(
                because(
                    &finding(verdict, documents, 11),
                    &names(origins),
                    &names(chokepoints)
                ),
                expected
            );
        }
    }
}
