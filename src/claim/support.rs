//! Whether a cited text says what it is cited for.

use super::contradiction::contradict;
use super::foreign::is_close;
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
    /// Judges two sentences of one language, a statement and a cited one, by their score. Their
    /// texts are asked for only if they are that near.
    pub(super) fn of(score: f64, texts: &dyn Fn() -> (String, String)) -> Self {
        let contradict = || {
            let (statement, cited) = texts();
            contradict(&statement, &cited)
        };
        match score {
            _ if score < PARTIAL => Self::Absent,
            _ if score >= SAME_MATTER && contradict() => Self::Contradicted,
            _ if score < SUPPORTED => Self::Partial,
            _ => Self::Supported,
        }
    }

    /// Judges two sentences of different languages by their score.
    pub(super) fn of_foreign(score: f64) -> Self {
        if is_close(score) {
            Self::Supported
        } else {
            Self::Partial
        }
    }

    /// Returns whether a score is one of sentences that say the same, or the opposite.
    pub(super) fn is_told(score: f64, foreign: bool) -> bool {
        if foreign {
            is_close(score)
        } else {
            score >= SUPPORTED
        }
    }
}

/// Returns the first of the greatest scores and its place.
pub(super) fn best(scores: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    scores
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Returns the mean of the cosine and the share of the statement's weight that the cited sentence
/// holds.
pub(super) fn score(statement_in_cited: Common) -> f64 {
    f64::midpoint(statement_in_cited.cosine, statement_in_cited.covered)
}
