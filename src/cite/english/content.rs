//! Content behind a cue: where it begins and ends, and whether it can be content.

use super::adjunct::{adjuncts_if_led, recipient};
use super::cue::Cue;
use crate::cite::lexicon::{Frame, class};
use crate::cite::phrase;
use crate::cite::phrase::Range;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// Returns the content that begins behind the cue and runs to the end of the sentence.
pub(super) fn content_after(s: Sentence<'_>, cue: Cue) -> Option<Range> {
    let end = s.close();
    let mut at = cue.range.1;
    match cue.frame {
        Frame::Tell => {
            at = adjuncts_if_led(s, recipient(s, at));
        }
        Frame::Say | Frame::Show => at = adjuncts_if_led(s, at),
        Frame::Object => {
            while s.is(at, class::ADVERB) && !s.is(at, class::SUBJECT | class::DETERMINER) {
                at += 1;
            }
        }
    }
    while matches!(s.kind(at), Some(Kind::Comma | Kind::Colon | Kind::Dash)) && at < end {
        at += 1;
    }
    let end = content_end(s, at, end);
    if at >= end || s.words_in(at, end) == 0 {
        return None;
    }
    let quoted = s.quotation_in(at, end).is_some();
    if s.words_in(at, end) < 2 && !quoted {
        return None;
    }
    if cue.strict && !clause_like(s, at, end) {
        return None;
    }
    if cue.frame == Frame::Say && !cue.strict && !quoted && !say_content(s, at, end) {
        return None;
    }
    Some((at, end))
}

pub(super) fn clause_like(s: Sentence<'_>, at: usize, end: usize) -> bool {
    let first = &s.tokens[at];
    first.kind == Kind::Quotation
        || s.word_is(at, &["that", "how", "why", "whether", "if", "what"])
        || s.kind(at.wrapping_sub(1)) == Some(Kind::Colon)
        || first.is(class::SUBJECT) && !first.is(class::DETERMINER | class::QUANTIFIER)
        || (at + 1..end.min(at + 9))
            .any(|i| phrase::is_predicate(s.tokens, i) && !s.is(i - 1, class::RELATIVE))
            && !first.is(class::PREPOSITION)
}

fn say_content(s: Sentence<'_>, at: usize, end: usize) -> bool {
    if s.word_is(
        at,
        &[
            "of", "about", "by", "goodbye", "hello", "yes", "no", "so", "out",
        ],
    ) {
        return (at + 1..end).any(|i| s.word_is(i, &["that"])) && s.word_is(at, &["of", "about"]);
    }
    true
}

/// Whether the quotation at `at` ends what was said: “…,” but he left.
fn is_last_word(s: Sentence<'_>, at: usize, end: usize) -> bool {
    let inner = s
        .word(at)
        .trim_end_matches(['"', '”', '“', '»', '«', '\'', '’', ' ']);
    let set_off = inner.ends_with(',') && s.kind(at + 1) == Some(Kind::Word)
        || s.kind(at + 1) == Some(Kind::Dash)
        || s.is(at + 1, class::TIME)
        || s.word_is(at + 1, &["during", "while"])
        || s.kind(at + 1) == Some(Kind::Comma)
            && (s.word_is(at + 2, &["which", "but", "while"]) || s.word(at + 2).ends_with("ing"));
    set_off && s.quotation_in(at + 1, end).is_none()
}

/// Cuts content where the sentence turns away from what was said.
pub(super) fn content_end(s: Sentence<'_>, from: usize, end: usize) -> usize {
    for at in from..end {
        if s.kind(at) == Some(Kind::Quotation) && is_last_word(s, at, end) {
            return at + 1;
        }
        if s.kind(at) != Some(Kind::Comma) {
            continue;
        }
        if s.word_is(at + 1, &["according"]) {
            return at;
        }
    }
    end
}
