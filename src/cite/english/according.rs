//! Cues that are no verb of saying: "according to X", "comes from X".

use super::content::content_end;
use super::coordination::split_coordination;
use super::parenthesis::{left_is_clause, left_start};
use crate::cite::draft::Draft;
use crate::cite::lexicon::class;
use crate::cite::phrase;
use crate::cite::phrase::Reach;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// What comes from a source: "the figure comes from X".
const COUNTED: &str = "figure estimate number claim account information count allegation toll";

/// "The figure comes from X": returns where to go on reading.
pub(super) fn comes_from(s: Sentence<'_>, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    if !s.word_is(at, &["comes", "come", "came", "stems"])
        || !s.word_is(at + 1, &["from"])
        || !drafts.is_empty()
    {
        return None;
    }
    let left = phrase::left(s.tokens, s.start, at)?;
    let about = (left.0..left.1)
        .any(|i| s.is(i, class::DOCUMENT | class::UTTERANCE) || s.among(i, COUNTED));
    let source = phrase::right(s.tokens, at + 2, s.close(), Reach::Object)?;
    if !about {
        return None;
    }
    for part in split_coordination(s, source.0, source.1) {
        drafts.push(Draft::new(Some(part), (at, at + 2), vec![left]));
    }
    Some(source.1)
}

/// "according to X" with what stands around it; returns where to go on reading.
pub(super) fn according(s: Sentence<'_>, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
    let cue_end = according_cue(s, at)?;
    let end = s.close();
    let (first, mut last) = phrase::right(s.tokens, cue_end, end, Reach::Object)?;
    let cue = (at, cue_end);
    let leads = s.words_in(s.start, at) == 0
        || s.words_in(s.start, at) == 1 && s.is(s.start, class::COORDINATOR | class::ADVERB);
    // "According to Lee, the force numbered 900": with nothing left to say, it is no apposition
    if leads && s.words_in(last, end) == 0 {
        let comma = (first + 1..last).find(|&at| s.kind(at) == Some(Kind::Comma));
        last = comma.unwrap_or(last);
    }
    let mut content = Vec::new();
    let resume;
    if leads {
        let mut from = last;
        while matches!(s.kind(from), Some(Kind::Comma | Kind::Colon)) {
            from += 1;
        }
        content.push((from, content_end(s, from, end)));
        resume = end;
    } else {
        let mut left_end = at;
        while left_end > s.start && s.tokens[left_end - 1].kind == Kind::Comma {
            left_end -= 1;
        }
        let from = left_start(s, drafts, left_end);
        content.push((from, left_end));
        drafts.retain(|old| old.cue.0 < from || old.source.is_some_and(|(start, _)| start < from));
        let interrupts = s.kind(last) == Some(Kind::Comma)
            && s.kind(at - 1) == Some(Kind::Comma)
            && !left_is_clause(s, from, left_end);
        if interrupts && s.words_in(last + 1, end) >= 2 {
            content.push((last + 1, end));
            resume = end;
        } else {
            resume = last;
        }
    }
    content.retain(|c| c.0 < c.1 && s.words_in(c.0, c.1) > 0);
    if content.is_empty() {
        return None;
    }
    for source in split_coordination(s, first, last) {
        drafts.push(Draft::new(Some(source), cue, content.clone()));
    }
    Some(resume.max(at + 1))
}

fn according_cue(s: Sentence<'_>, at: usize) -> Option<usize> {
    if s.word_is(at, &["according"]) && s.word_is(at + 1, &["to"]) {
        return Some(at + 2);
    }
    let comma = at > s.start && s.kind(at - 1) == Some(Kind::Comma);
    if s.word_is(at, &["per"])
        && (comma || at == s.start)
        && !s.word_is(at + 1, &["cent", "capita"])
    {
        return Some(at + 1);
    }
    if s.word_is(at, &["going"]) && s.word_is(at + 1, &["by"]) && (comma || at == s.start) {
        return Some(at + 2);
    }
    None
}
