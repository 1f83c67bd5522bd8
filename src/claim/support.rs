//! Whether a cited text says what it is cited for.

use super::contradiction::contradict;
use super::foreign::{is_close, resemblance};
use super::weights::Common;

/// Score from which a sentence says the statement.
const SUPPORTED: f64 = 0.35;

/// Score from which a sentence says something near the statement. Nine in ten texts that do not
/// carry a claim stay below 0.14, three in four that do are above 0.19.
const PARTIAL: f64 = 0.18;

/// Score from which the two are so near that a negation or another number is about the same thing.
const SAME_MATTER: f64 = 0.45;

/// The sentence of a cited text that matches a statement best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Which sentence.
    pub sentence: usize,
    /// How much of the statement it says, 0 to 1.
    pub score: f64,
    /// What that means.
    pub verdict: Support,
}

/// Whether a text that was read says a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// It says it.
    Supported,
    /// It says something near it.
    Partial,
    /// It does not say it.
    Absent,
    /// It says the opposite, or another number.
    Contradicted,
}

impl Support {
    /// Judges two sentences of one language by their score.
    pub(super) fn of(score: f64, statement: &str, cited: &str) -> Self {
        match score {
            _ if score < PARTIAL => Self::Absent,
            _ if score >= SAME_MATTER && contradict(statement, cited) => Self::Contradicted,
            _ if score < SUPPORTED => Self::Partial,
            _ => Self::Supported,
        }
    }
}

/// Returns the first of the greatest scores and its place.
pub(super) fn best(scores: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    scores
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Returns the best match of `statement` in a text of another language.
pub(super) fn foreign_support(statement: &str, cited: &[&str]) -> Option<Match> {
    let (sentence, score) = best(resemblance(statement, cited).into_iter())?;
    let verdict = if is_close(score) {
        Support::Supported
    } else {
        Support::Partial
    };
    Some(Match {
        sentence,
        score,
        verdict,
    })
}

/// Returns the mean of the cosine and the share of the statement's weight that the cited sentence
/// holds.
pub(super) fn score(statement_in_cited: Common) -> f64 {
    f64::midpoint(statement_in_cited.cosine, statement_in_cited.covered)
}
