//! Passive cues: "reported by X", "is said to show".

use super::coordination::split_coordination;
use super::cue::Cue;
use crate::cite::draft::Draft;
use crate::cite::lexicon::{Frame, class};
use crate::cite::phrase;
use crate::cite::phrase::Reach;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// "as first reported by the Ledger", "is attested by A, by B and by C": the agents behind "by";
/// "is said to show": whoever made what is said to show it.
pub(super) fn passive(s: Sentence<'_>, cue: Cue) -> Vec<Draft> {
    if s.word_is(cue.range.1, &["to"]) {
        return said_to_show(s, cue).into_iter().collect();
    }
    if !s.word_is(cue.range.1, &["by"]) || cue.frame == Frame::Object {
        return Vec::new();
    }
    let range = (cue.range.0, cue.range.1 + 1);
    let mut before = cue.range.0;
    while before > s.start
        && (s.word_is(
            before - 1,
            &["as", "first", "previously", "earlier", "originally"],
        ) || s.kind(before - 1) == Some(Kind::Comma))
    {
        before -= 1;
    }
    let content = if before < cue.range.0 || s.word_is(s.start, &["that"]) {
        (s.start, before)
    } else {
        match phrase::left(s.tokens, s.start, cue.range.0) {
            Some(left) if s.is(cue.range.0, class::BE) => left,
            _ => return Vec::new(),
        }
    };
    if content.0 >= content.1 {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let mut at = range.1;
    while let Some(source) = phrase::right(s.tokens, at, s.close(), Reach::Object) {
        for part in split_coordination(s, source.0, source.1) {
            drafts.push(Draft::new(Some(part), range, vec![content]));
        }
        at = source.1;
        while s.kind(at) == Some(Kind::Comma) || s.word_is(at, &["and"]) {
            at += 1;
        }
        if !s.word_is(at, &["by"]) {
            break;
        }
        at += 1;
    }
    drafts
}

/// "A clip put out by the brigade is said to show …".
fn said_to_show(s: Sentence<'_>, cue: Cue) -> Option<Draft> {
    let shows = s.word_is(
        cue.range.1 + 1,
        &["show", "depict", "prove", "reveal", "record"],
    );
    let subject = phrase::left(s.tokens, s.start, cue.range.0)?;
    let content = (cue.range.1 + 2, s.close());
    let made =
        (subject.0..subject.1).any(|at| s.word_is(at, &["by", "from"]) || s.tokens[at].possessive);
    (shows && made && content.0 < content.1)
        .then(|| Draft::new(Some(subject), (cue.range.0, cue.range.1 + 2), vec![content]))
}
