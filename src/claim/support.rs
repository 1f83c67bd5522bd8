//! Whether a cited text says what it is cited for.

use super::contradiction::contradict;
use super::foreign::{is_close, language, resemblance};
use super::term::Terms;
use super::weights::{Vector, Weights};

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
    /// Its index among the sentences of the cited text.
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

/// Returns the sentence of `cited` that matches `statement` best, the first among equals; `None`
/// if there is no sentence.
///
/// A sentence near the statement contradicts it if only one of the two denies what both speak of,
/// or if they give different numbers of the same thing. Where the two are in different languages,
/// names, numbers and cognates decide; they can show support, but neither its absence nor a
/// contradiction.
#[must_use]
pub fn support(statement: &str, cited: &[&str], background: &Weights) -> Option<Match> {
    if differ_in_language(statement, cited) {
        return foreign_support(statement, cited);
    }
    let terms = Terms::default();
    let vector = |text| background.vector(&terms.of(text), 1.0);
    let ours = vector(statement);
    let scores = cited.iter().map(|text| score(&ours, &vector(text)));
    let (sentence, score) = best(scores)?;
    let verdict = match score {
        _ if score < PARTIAL => Support::Absent,
        _ if score >= SAME_MATTER && contradict(statement, cited.get(sentence)?) => {
            Support::Contradicted
        }
        _ if score < SUPPORTED => Support::Partial,
        _ => Support::Supported,
    };
    Some(Match {
        sentence,
        score,
        verdict,
    })
}

/// Returns the first of the greatest scores and its place.
fn best(scores: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    scores
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Whether it is sure that the statement and the cited text are in different languages.
fn differ_in_language(statement: &str, cited: &[&str]) -> bool {
    match (language(&[statement]), language(cited)) {
        (Some(ours), Some(theirs)) => ours != theirs,
        _ => false,
    }
}

/// Like [`support`], for a text in another language.
fn foreign_support(statement: &str, cited: &[&str]) -> Option<Match> {
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
fn score(statement: &Vector, cited: &Vector) -> f64 {
    f64::midpoint(statement.cosine(cited), statement.covered_by(cited))
}
