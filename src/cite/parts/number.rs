//! How many they are.

use super::Setting;
use crate::cite::language::{Language, role};
use crate::cite::lexicon::class;
use crate::cite::phrase::Range;
use crate::cite::scan::Shape;

/// Words that count, or stand for a count.
const COUNTS: &str = "a an another one two three four five six seven eight nine ten eleven twelve \
    dozen dozens score scores hundreds thousands half several some many few multiple various \
    numerous both most couple pair handful number group";

/// Words around them: "at least three", "a number of".
const AROUND: &str = "at least more than over nearly about around almost up to some only of";

/// Returns where the source begins with the words around its count, "at" of "at least three", which
/// may have been left out of it.
pub(super) fn widened(setting: &Setting<'_>) -> usize {
    let s = setting.sentence;
    let start = setting.source.0;
    let before = start.checked_sub(1).filter(|&before| before >= s.start);
    let bound = |before: usize| {
        s.among(before, "at") && s.among(start, "least most")
            || s.among(before, "more fewer") && s.among(start, "than")
    };
    before.filter(|&before| bound(before)).unwrap_or(start)
}

/// Returns the words at the beginning of the source that tell how many they are.
pub(super) fn number(setting: &Setting<'_>) -> Option<Range> {
    let s = setting.sentence;
    let (mut start, end) = setting.source;
    if s.is(start, class::DETERMINER) && !s.among(start, COUNTS) {
        start += 1;
    }
    let counts = |at: usize| s.among(at, COUNTS) || setting.at(at).shape == Shape::Number;
    let mut last = None;
    let mut at = start;
    while at < end && (counts(at) || s.among(at, AROUND)) {
        if counts(at) {
            last = Some(at);
        }
        at += 1;
    }
    last.map(|last| (start, last + 1))
}

/// Returns the first word of the source that counts in another language, with an article before it
/// left out.
pub(super) fn foreign(setting: &Setting<'_>, language: &Language) -> Option<Range> {
    let (start, end) = setting.source;
    (start..end.min(start + 3))
        .find(|&at| {
            let token = setting.at(at);
            let word = token.span.of(setting.sentence.text);
            token.is_word()
                && (token.shape == Shape::Number || language.roles(word) & role::COUNT != 0)
        })
        .map(|at| (at, at + 1))
}
