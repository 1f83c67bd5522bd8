//! Whether a cited text says what it is cited for.

use super::number::{denies, numbers};
use super::term::Terms;
use super::weights::{Vector, Weights};
use crate::text::{Word, fold, words};

/// Score from which a sentence says the statement.
const SUPPORTED: f64 = 0.35;

/// Score from which it says something near.
const PARTIAL: f64 = 0.2;

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
/// A sentence near the statement contradicts it if only one of the two is negated, or if they give
/// different numbers of the same thing.
#[must_use]
pub fn support(statement: &str, cited: &[&str], background: &Weights) -> Option<Match> {
    let terms = Terms::default();
    let vector = |text| background.vector(&terms.of(text), 1.0);
    let ours = vector(statement);
    let (sentence, score) = cited
        .iter()
        .map(|text| score(&ours, &vector(text)))
        .enumerate()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let text = cited.get(sentence)?;
    let verdict = if score < PARTIAL {
        Support::Absent
    } else if denies(statement) != denies(text) || numbers_differ(statement, text) {
        Support::Contradicted
    } else if score < SUPPORTED {
        Support::Partial
    } else {
        Support::Supported
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

/// Whether both give a number of the same thing, and none of them in common.
fn numbers_differ(a: &str, b: &str) -> bool {
    let (ours, theirs) = (counted(a), counted(b));
    let mut same_thing = ours
        .iter()
        .flat_map(|x| theirs.iter().map(move |y| (x, y)))
        .filter(|(x, y)| x.1 == y.1)
        .peekable();
    same_thing.peek().is_some()
        && same_thing.all(|(x, y)| (x.0 - y.0).abs() > f64::EPSILON * x.0.abs())
}

/// Returns the numbers of `text`, each with the folded word behind it.
fn counted(text: &str) -> Vec<(f64, String)> {
    let found: Vec<Word<'_>> = words(text).collect();
    numbers(&found)
        .into_iter()
        .filter_map(|number| Some((number.value, fold(found.get(number.end)?.text))))
        .collect()
}
