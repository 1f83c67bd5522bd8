//! Terms: what of a text is compared.
//!
//! Stems of the words that carry meaning, pairs of neighbouring stems, numbers, and runs of four
//! words of quotations. Function words, reporting verbs and days of the week are no terms: they
//! tell how something was reported, not what.

#[expect(
    clippy::disallowed_types,
    reason = "a cache that is only looked up: its order cannot leak"
)]
use std::collections::HashMap;

use rust_stemmers::{Algorithm, Stemmer};

use super::number::{Piece, numbers};
use super::quotation::QuotedWord;
use super::stop::is_stop;
use crate::text::{Span, combine, fold, hash, words};

/// How much a pair of neighbouring stems counts beside a single one; measured on news sentences.
const BIGRAM: f32 = 0.3;

/// How much a number counts, beside its own stem.
const NUMBER: f32 = 1.5;

/// How much four words in a row of a quotation count.
const QUOTATION: f32 = 0.5;

/// Words in a row that make a quotation the same.
const QUOTATION_WORDS: usize = 4;

/// Words that are remembered; beyond, all are forgotten and learnt again.
const MAX_KNOWN: usize = 300_000;

/// Something that texts can share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    /// What it is, hashed together with its kind: odd for a stem, even for all else.
    pub(super) key: u32,
    /// How much it counts, before it is weighed by how rare it is.
    pub(super) weight: f32,
}

impl Term {
    pub(super) fn new(hash: u64, weight: f32) -> Self {
        Self {
            key: upper(hash) & !1,
            weight,
        }
    }

    fn stem(hash: u64) -> Self {
        Self {
            key: upper(hash) | 1,
            weight: 1.0,
        }
    }
}

/// Returns whether a key is that of a stem.
pub(super) fn is_stem(key: u32) -> bool {
    key & 1 == 1
}

/// The upper half of a hash: of a million terms, one in four thousand shares it with another.
fn upper(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// What there is to know about a word.
#[derive(Debug)]
struct Known {
    /// Hash of the folded word.
    folded: u64,
    /// Hash of the stem, unless it is a word that says nothing.
    stem: Option<u64>,
    /// What it is to a number.
    piece: Piece,
}

/// Finds the terms of texts, and remembers the words that it met.
pub(super) struct Terms {
    stemmer: Stemmer,
    #[expect(
        clippy::disallowed_types,
        reason = "a cache that is only looked up: its order cannot leak"
    )]
    places: HashMap<Box<str>, usize>,
    known: Vec<Known>,
}

impl std::fmt::Debug for Terms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terms").finish_non_exhaustive()
    }
}

impl Default for Terms {
    fn default() -> Self {
        #[expect(
            clippy::disallowed_types,
            reason = "a cache that is only looked up: its order cannot leak"
        )]
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            places: HashMap::new(),
            known: Vec::new(),
        }
    }
}

impl Terms {
    /// Returns all terms of the sentence `text`, whose [`words`](Self::words) are `found`.
    ///
    /// What of it stands in quotation marks is `quoted`.
    pub(super) fn of(&mut self, found: &[usize], text: &str, quoted: &[Span]) -> Vec<Term> {
        let stems: Vec<u64> = found
            .iter()
            .filter_map(|&word| self.known[word].stem)
            .collect();
        let mut terms: Vec<Term> = stems.iter().map(|&stem| Term::stem(stem)).collect();
        terms.extend(
            stems
                .windows(2)
                .map(|pair| Term::new(combine(&[2, combine(pair)]), BIGRAM)),
        );
        let pieces: Vec<Piece> = found.iter().map(|&word| self.known[word].piece).collect();
        terms.extend(
            numbers(&pieces)
                .iter()
                .map(|number| Term::new(number.key(), NUMBER)),
        );
        self.quotation_terms(text, quoted, &mut terms);
        terms
    }

    /// Returns the hashes of words as compared: for texts that differ in spelling only they are the
    /// same.
    pub(super) fn hashes(&self, found: &[usize]) -> Vec<u64> {
        found.iter().map(|&word| self.known[word].folded).collect()
    }

    /// Adds the runs of four words of each quotation.
    fn quotation_terms(&mut self, text: &str, quoted: &[Span], terms: &mut Vec<Term>) {
        for span in quoted {
            let found = self.words(span.of(text));
            terms.extend(
                self.hashes(&found)
                    .windows(QUOTATION_WORDS)
                    .map(|run| Term::new(combine(&[4, combine(run)]), QUOTATION)),
            );
        }
    }

    /// Returns the words of a quotation; a number is one word, however it is spelled.
    pub(super) fn quoted_words(&mut self, quotation: &str) -> Vec<QuotedWord> {
        let found = self.words(quotation);
        let known = found.iter().map(|&word| &self.known[word]);
        let mut quoted: Vec<QuotedWord> = known
            .clone()
            .map(|word| QuotedWord::new(word.folded, word.stem.is_some()))
            .collect();
        let pieces: Vec<Piece> = known.map(|word| word.piece).collect();
        for number in numbers(&pieces).iter().rev() {
            let word = QuotedWord::new(number.key(), true);
            quoted.splice(number.first..number.end, [word]);
        }
        quoted
    }

    /// Returns the words of `text` by their places among those known; they stand until the words of
    /// another text are asked for.
    pub(super) fn words(&mut self, text: &str) -> Vec<usize> {
        if self.known.len() > MAX_KNOWN {
            self.known.clear();
            self.places.clear();
        }
        words(text).map(|word| self.learn(word.text)).collect()
    }

    fn learn(&mut self, word: &str) -> usize {
        if let Some(&place) = self.places.get(word) {
            return place;
        }
        let folded = fold(word);
        self.known.push(Known {
            folded: hash(&folded),
            piece: Piece::of(&folded),
            stem: (!is_stop(&folded)).then(|| hash(&self.stemmer.stem(&folded))),
        });
        self.places.insert(word.into(), self.known.len() - 1);
        self.known.len() - 1
    }
}

/// Returns what stands between double quotation marks, without them, in text order. One that is
/// never closed ends with its line; `within` means that the text begins in one.
#[must_use]
pub fn quotations(text: &str, within: bool) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = within.then_some(0);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn terms_of(terms: &mut Terms, text: &str) -> Vec<Term> {
        let found = terms.words(text);
        terms.of(&found, text, &quotations(text, false))
    }

    #[test]
    fn a_word_met_before_gives_the_same_terms() {
        let mut terms = Terms::default();
        let text = "Two ferries of Orvany’s fleet “crossed the strait at night”.";
        let first = terms_of(&mut terms, text);
        assert_eq!(terms_of(&mut terms, text), first);
        assert_eq!(terms_of(&mut Terms::default(), text), first);
    }

    #[test]
    fn spelling_does_not_change_the_wording() {
        let mut terms = Terms::default();
        let mut hashes = |text| {
            let found = terms.words(text);
            terms.hashes(&found)
        };
        assert_eq!(
            hashes("The ORVANY ferry, it sank."),
            hashes("the Orvany’s ferry (it sank)")
        );
        assert_ne!(hashes("a b"), hashes("b a"));
    }
}
