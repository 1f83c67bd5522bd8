//! Quotations in a sentence without a known cue.

use super::cue::cue_at;
use crate::cite::draft::Draft;
use crate::cite::lexicon::{Form, class};
use crate::cite::paragraph::Paragraph;
use crate::cite::phrase;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;
use crate::parse::BlockKind;

/// A quotation of some length in a sentence without a known cue: the verb before it serves.
pub(super) fn around_quotation(s: Sentence<'_>) -> Option<Draft> {
    let quote = s.quotation_in(s.start, s.end)?;
    let words = s.tokens[quote].span.of(s.text).split_whitespace().count();
    if words < 4 {
        return None;
    }
    let verb = (s.start + 1..quote).find(|&at| {
        let token = &s.tokens[at];
        token.is_word() && !s.is(at - 1, class::RELATIVE) && finite_looking(s, at)
    })?;
    let mut main = verb;
    while main + 1 < quote
        && s.is(
            main,
            class::BE | class::HAVE | class::MODAL | class::DO | class::ADVERB | class::NOT,
        )
    {
        main += 1;
    }
    let subject = phrase::left(s.tokens, s.start, verb)?;
    let from = if s.is(main, class::BE) {
        quote
    } else {
        main + 1
    };
    let mut from = from;
    while matches!(s.kind(from), Some(Kind::Comma | Kind::Colon)) {
        from += 1;
    }
    let to = s.close();
    (from < to).then(|| Draft::new(Some(subject), (verb, main + 1), vec![(from, to)]))
}

/// "He said:" at the end of a paragraph: what the next one quotes is what he said. The content of
/// the draft is empty.
pub(in crate::cite) fn announced(text: &str, paragraph: &Paragraph) -> Option<Draft> {
    let &(start, end) = paragraph.sentences.last()?;
    let s = Sentence {
        text,
        tokens: &paragraph.tokens,
        start,
        end,
        heading: false,
    };
    if s.kind(end - 1) != Some(Kind::Colon) || paragraph.kind == BlockKind::Heading {
        return None;
    }
    let cue = (start + 1..end)
        .rev()
        .find_map(|at| cue_at(s, at).filter(|cue| !cue.passive && cue.form != Form::Ing))?;
    let subject = phrase::left(s.tokens, start, cue.range.0)?;
    super::attribute(s)
        .is_empty()
        .then(|| Draft::new(Some(subject), cue.range, Vec::new()))
}

fn finite_looking(s: Sentence<'_>, at: usize) -> bool {
    let token = &s.tokens[at];
    phrase::is_predicate(s.tokens, at)
        || !token.capital
            && token.entry.classes == 0
            && token.verb().is_none()
            && token.span.of(s.text).ends_with("ed")
            && !s.is(
                at - 1,
                class::DETERMINER | class::PREPOSITION | class::POSSESSIVE,
            )
}
