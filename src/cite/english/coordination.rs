//! Sources that are joined: "A, B and C".

use crate::cite::lexicon::class;
use crate::cite::phrase;
use crate::cite::phrase::{Range, Reach};
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// "A, B and C" as phrases of their own.
pub(super) fn coordinated(s: Sentence<'_>, from: usize, end: usize) -> Vec<Range> {
    let Some((first, last)) = phrase::right(s.tokens, from, end, Reach::Object) else {
        return Vec::new();
    };
    split_coordination(s, first, last)
}

pub(super) fn split_coordination(s: Sentence<'_>, first: usize, last: usize) -> Vec<Range> {
    let mut parts = Vec::new();
    let mut start = first;
    for at in first + 1..last.saturating_sub(1) {
        let and = s.word_is(at, &["and"]);
        if !and {
            continue;
        }
        let next = &s.tokens[at + 1];
        let begins = next.is(class::DETERMINER | class::QUANTIFIER | class::POSSESSIVE)
            || next.possessive
            || next.is(class::PREPOSITION)
            || s.word_is(at + 1, &["satellite"]);
        let whole = start < at
            && (s.is(
                start,
                class::DETERMINER | class::QUANTIFIER | class::POSSESSIVE,
            ) || s.words_in(start, at) >= 3
                || s.is(start, class::ROLE | class::GROUP));
        if begins && whole {
            let end = if s.kind(at - 1) == Some(Kind::Comma) {
                at - 1
            } else {
                at
            };
            parts.push((start, end));
            start = at + 1 + usize::from(next.is(class::PREPOSITION));
        }
    }
    if start < last {
        parts.push((start, last));
    }
    parts
}
