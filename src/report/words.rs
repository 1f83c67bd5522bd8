//! The report's sentences.

use super::Verdict;
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

/// Says how many documents could not be seen, and why.
pub(super) fn unseen(reason: &str, count: usize) -> String {
    let what = documents(count);
    match reason {
        "dead" => format!("{what} gone (404 or 410)"),
        "robots" => format!("{what} closed to crawlers by robots.txt"),
        "depth" => format!("{what} cited beyond the depth of this run"),
        "budget" => format!("{what} left out when the budget of pages was spent"),
        "host-budget" => {
            format!("{what} left out when the budget of pages of their site was spent")
        }
        "scope" => format!("{what} left out by the patterns of this run"),
        "pending" => {
            format!("{what} known and not asked for yet; the same command goes on with them")
        }
        "refused" => format!("{what} refused by the server (401, 403 or 451)"),
        "not-text" => format!("{what} of a type without text"),
        "too-large" => format!("{what} larger than the limit"),
        "timeout" => format!("{what} not answered in time"),
        "loop" => format!("{what} lost in a circle of redirects"),
        "blocked" => format!("{what} blocked: a wall against robots, or a private address"),
        _ => {
            let why = reason.strip_prefix("error: ").unwrap_or(reason);
            format!("{what} not read: {why}")
        }
    }
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
