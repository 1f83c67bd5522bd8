//! A naming with what stands around it.

use crate::cite::lexicon::class;
use crate::cite::scan::{Kind, Token};

/// Words between "the" and an outlet's name.
const DESCRIBING: &str = "news same website state local newspaper broadcaster television respected military \
    celebrity gossip US U.S. based online rival sister channel network other among";

/// A naming with what stands around it.
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) end: usize,
}

impl View<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    pub(super) fn any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Whether the word at `at` is one of `words`, a list with spaces.
    pub(super) fn among(&self, at: usize, words: &str) -> bool {
        let word = self.word(at);
        words
            .split(' ')
            .any(|known| word.eq_ignore_ascii_case(known))
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    /// Steps back over "the", adjectives and nouns that describe an outlet: "the British daily".
    pub(super) fn before(&self) -> Option<usize> {
        let mut at = self.start.checked_sub(1)?;
        for _ in 0..6 {
            let token = &self.tokens[at];
            let describes = token.is_word()
                && (token.is(class::DETERMINER | class::OUTLET) && !token.is(class::RELATIVE)
                    || self.among(at, DESCRIBING)
                    || token.capital && self.is_adjective(at));
            if !describes {
                return Some(at);
            }
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// "French", "British", "Serbian".
    fn is_adjective(&self, at: usize) -> bool {
        let word = self.word(at);
        [
            "ish", "ian", "ean", "can", "ese", "nch", "ech", "man", "aeli", "iss",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
    }
}
