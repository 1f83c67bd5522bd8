//! Terms: what of a text is compared.
//!
//! Stems of the words that carry meaning, pairs of neighbouring stems, numbers, and runs of four
//! words of quotations. Function words, reporting verbs and days of the week are no terms: they
//! tell how something was reported, not what.

use rust_stemmers::{Algorithm, Stemmer};

use super::number::numbers;
use super::stop::is_stop;
use crate::text::{Span, Word, combine, fold, hash, words};

/// How much a pair of neighbouring stems counts beside a single one; measured on news sentences.
const BIGRAM: f64 = 0.3;

/// How much a number counts, beside its own stem.
const NUMBER: f64 = 1.0;

/// How much four words in a row of a quotation count.
const QUOTATION: f64 = 0.5;

/// Words in a row that make a quotation the same.
const QUOTATION_WORDS: usize = 4;

/// Something that texts can share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    /// What it is, hashed together with its kind.
    pub(super) key: u64,
    /// How much it counts, before it is weighed by how rare it is.
    pub(super) weight: f64,
}

/// Finds the terms of texts.
pub(super) struct Terms {
    stemmer: Stemmer,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
        }
    }
}

impl Terms {
    /// Returns the stems of `text`, each as often as it stands there.
    pub(super) fn stems(&self, text: &str) -> Vec<Term> {
        words(text)
            .filter_map(|word| self.stem(word))
            .map(|stem| Term {
                key: hash(&stem),
                weight: 1.0,
            })
            .collect()
    }

    /// Returns all terms of the sentence `text`.
    pub(super) fn of(&self, text: &str) -> Vec<Term> {
        let found: Vec<Word<'_>> = words(text).collect();
        let stems: Vec<String> = found.iter().filter_map(|word| self.stem(*word)).collect();
        let mut terms: Vec<Term> = stems
            .iter()
            .map(|stem| Term {
                key: hash(stem),
                weight: 1.0,
            })
            .collect();
        terms.extend(stems.windows(2).map(|pair| Term {
            key: hash(&pair.join(" ")),
            weight: BIGRAM,
        }));
        terms.extend(numbers(&found).iter().map(|number| Term {
            key: number.key(),
            weight: NUMBER,
        }));
        quotation_terms(text, &mut terms);
        terms
    }

    fn stem(&self, word: Word<'_>) -> Option<String> {
        let folded = fold(word.text);
        if is_stop(&folded) {
            return None;
        }
        Some(self.stemmer.stem(&folded).into_owned())
    }
}

/// Adds the runs of four words of each quotation in `text`.
fn quotation_terms(text: &str, terms: &mut Vec<Term>) {
    for span in quotations(text) {
        let hashes: Vec<u64> = words(span.of(text))
            .map(|word| hash(&fold(word.text)))
            .collect();
        terms.extend(hashes.windows(QUOTATION_WORDS).map(|run| Term {
            key: combine(&[4, combine(run)]),
            weight: QUOTATION,
        }));
    }
}

/// Returns what stands between double quotation marks, without them. One that is never closed
/// ends with its line.
pub(super) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        match (c, open) {
            ('“' | '„' | '«' | '"', None) => open = Some(after),
            ('“' | '”' | '»' | '"' | '\n', Some(start)) => {
                found.push(Span::new(start, at));
                open = (c == '“').then_some(after);
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push(Span::new(start, text.len()));
    }
    found.retain(|span| !span.is_empty());
    found
}
