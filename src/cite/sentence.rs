//! One sentence, as the rules look at it.

use super::scan::{Kind, Token};

/// One sentence: tokens `start..end` of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) heading: bool,
}

impl Sentence<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        (at < self.end).then(|| self.tokens[at].kind)
    }

    pub(super) fn is(&self, at: usize, classes: u32) -> bool {
        at < self.end && self.tokens[at].is(classes)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        if at < self.end {
            self.tokens[at].span.of(self.text)
        } else {
            ""
        }
    }

    pub(super) fn word_is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Whether the word at `at` is one of `words`, a list with spaces.
    pub(super) fn among(&self, at: usize, words: &str) -> bool {
        let word = self.word(at).as_bytes();
        let mut rest = words.as_bytes();
        while rest.len() >= word.len() && !word.is_empty() {
            let (known, behind) = rest.split_at(word.len());
            if matches!(behind.first(), None | Some(b' ')) && known.eq_ignore_ascii_case(word) {
                return true;
            }
            let Some(space) = rest.iter().position(|&byte| byte == b' ') else {
                break;
            };
            rest = &rest[space + 1..];
        }
        false
    }

    /// Where the sentence ends without its final stop.
    pub(super) fn close(&self) -> usize {
        let mut end = self.end;
        while end > self.start && self.tokens[end - 1].kind == Kind::Stop {
            end -= 1;
        }
        end
    }

    pub(super) fn words_in(&self, from: usize, to: usize) -> usize {
        self.tokens[from..to.max(from)]
            .iter()
            .filter(|token| matches!(token.kind, Kind::Word | Kind::Quotation))
            .count()
    }

    pub(super) fn quotation_in(&self, from: usize, to: usize) -> Option<usize> {
        (from..to.min(self.end)).find(|&at| self.tokens[at].kind == Kind::Quotation)
    }
}
