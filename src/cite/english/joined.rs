//! Cues that take over the source before them: "and added", ", saying", ", citing".

use super::content::{clause_like, content_after};
use super::coordination::coordinated;
use super::cue::Cue;
use crate::cite::draft::Draft;
use crate::cite::lexicon::{Form, Frame, class};
use crate::cite::phrase;
use crate::cite::phrase::Range;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// "and added that …", "but said …": takes the source of the attribution before.
pub(super) fn joined(s: Sentence<'_>, cue: Cue, drafts: &mut [Draft]) -> Option<Draft> {
    let mut before = cue.range.0.checked_sub(1).filter(|&b| b > s.start)?;
    while before > s.start
        && s.is(before, class::ADVERB)
        && !s.is(before, class::COORDINATOR | class::SUBJECT)
    {
        before -= 1;
    }
    if !s.is(before, class::COORDINATOR)
        || !matches!(cue.form, Form::Past | Form::Third | Form::Base)
    {
        return None;
    }
    let content = content_after(s, cue)?;
    let last = drafts.last_mut()?;
    let source = last.source?;
    if last.open {
        let comma = before - 1;
        let cut = if s.kind(comma) == Some(Kind::Comma) {
            comma
        } else {
            before
        };
        last.truncate(cut);
    }
    let mut draft = Draft::new(Some(source), cue.range, vec![content]);
    draft.open = true;
    Some(draft)
}

/// ", saying that …", ", adding: …", "in a statement saying …".
pub(super) fn participle(s: Sentence<'_>, cue: Cue, drafts: &mut Vec<Draft>) {
    if cue.passive {
        return;
    }
    let Some(before) = cue.range.0.checked_sub(1).filter(|&b| b >= s.start) else {
        return;
    };
    if s.word_is(cue.range.1 - 1, &["citing", "quoting"]) {
        citing(s, cue, drafts);
        return;
    }
    let token = &s.tokens[before];
    let led = matches!(token.kind, Kind::Comma | Kind::Quotation | Kind::Dash)
        || token.is(class::TIME | class::UTTERANCE)
        || s.word_is(before, &["by", "while", "and", "in"]);
    if !led || cue.frame == Frame::Object && token.kind == Kind::Word && !s.word_is(before, &["by"])
    {
        return;
    }
    let Some(content) = content_after(s, cue) else {
        return;
    };
    if cue.frame == Frame::Say
        && !clause_like(s, content.0, content.1)
        && s.quotation_in(content.0, content.1).is_none()
    {
        return;
    }
    let source = match drafts.last_mut() {
        Some(last) => {
            let Some(source) = last.source else { return };
            if last.open {
                last.truncate(
                    before + usize::from(token.kind == Kind::Quotation || token.kind == Kind::Word),
                );
            }
            Some(source)
        }
        None => main_subject(s, before),
    };
    let Some(source) = source else { return };
    let mut draft = Draft::new(Some(source), cue.range, vec![content]);
    draft.open = true;
    drafts.push(draft);
}

/// The subject of the sentence's first clause.
pub(in crate::cite) fn main_subject(s: Sentence<'_>, until: usize) -> Option<Range> {
    let verb = (s.start + 1..until).find(|&at| {
        let token = &s.tokens[at];
        token.is_word()
            && (phrase::is_predicate(s.tokens, at) && !s.is(at - 1, class::RELATIVE)
                || !token.capital
                    && token.span.of(s.text).ends_with("ed")
                    && !s.is(at - 1, class::DETERMINER | class::PREPOSITION)
                    && token.entry.classes == 0)
    })?;
    let mut end = verb;
    while end > s.start && s.is(end - 1, class::ADVERB) && !s.is(end - 1, class::SUBJECT) {
        end -= 1;
    }
    phrase::left(s.tokens, s.start, end)
}

/// ", citing two officials": the sources behind the source.
fn citing(s: Sentence<'_>, cue: Cue, drafts: &mut [Draft]) {
    let Some(last) = drafts.last_mut() else {
        return;
    };
    let sources = coordinated(s, cue.range.1, s.close());
    if sources.is_empty() {
        return;
    }
    if last.open {
        let before = cue.range.0 - 1;
        last.truncate(if s.kind(before) == Some(Kind::Comma) {
            before
        } else {
            cue.range.0
        });
    }
    last.behind.extend(sources);
}
