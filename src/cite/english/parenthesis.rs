//! Cues behind or inside their content: "…, he said", "…," said Lee, "…".

use super::adjunct::adjuncts;
use super::cue::Cue;
use crate::cite::draft::Draft;
use crate::cite::lexicon::{Form, Frame, class};
use crate::cite::phrase;
use crate::cite::phrase::{Range, Reach};
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// "…, he said", "…," said Lee, "…": the content before the cue, or around it.
pub(super) fn parenthesis(s: Sentence<'_>, cue: Cue, drafts: &[Draft]) -> Option<Draft> {
    if cue.frame == Frame::Object && s.quotation_in(s.start, cue.range.0).is_none() {
        return None;
    }
    let (source, left_end, after) = match subject_then_verb(s, cue) {
        Some(found) => found,
        None => verb_then_subject(s, cue)?,
    };
    let from = left_start(s, drafts, left_end);
    if from >= left_end || s.words_in(from, left_end) == 0 {
        return None;
    }
    let mut content = vec![(from, left_end)];
    content.extend(right_part(s, after, from, left_end));
    Some(Draft::new(Some(source), cue.range, content))
}

/// Where the content before a parenthesis begins: at the sentence's start, or behind what an
/// earlier closed attribution holds.
pub(super) fn left_start(s: Sentence<'_>, drafts: &[Draft], left_end: usize) -> usize {
    let mut from = s.start;
    for draft in drafts.iter().filter(|draft| !draft.open) {
        let end = draft
            .content
            .iter()
            .map(|c| c.1)
            .chain([draft.cue.1])
            .max()
            .unwrap_or(from);
        if end < left_end {
            from = from.max(end);
        }
    }
    while matches!(
        s.kind(from),
        Some(Kind::Comma | Kind::Stop | Kind::Semicolon)
    ) {
        from += 1;
    }
    if from > s.start && s.is(from, class::COORDINATOR) {
        from += 1;
    }
    from
}

/// Subject, source and where the cue's clause ends: "…, Ann Lee said on Monday".
fn subject_then_verb(s: Sentence<'_>, cue: Cue) -> Option<(Range, usize, usize)> {
    let subject = phrase::left(s.tokens, s.start, cue.range.0)?;
    let mut before = subject.0.checked_sub(1).filter(|&b| b >= s.start)?;
    if s.word_is(before, &["as", "so"]) {
        before = before.checked_sub(1).filter(|&b| b >= s.start)?;
    }
    let kind = s.tokens[before].kind;
    if !matches!(kind, Kind::Comma | Kind::Quotation | Kind::Dash) {
        return None;
    }
    let left_end = if kind == Kind::Quotation {
        before + 1
    } else {
        before
    };
    let titled = s.is(s.start, class::PREPOSITION)
        && s.words_in(s.start, left_end) > 1
        && s.quotation_in(s.start, left_end)
            .is_some_and(|at| s.word(at).split_whitespace().count() <= 6 && at > s.start);
    if titled && kind == Kind::Quotation {
        return None;
    }
    let behind_quotation = kind == Kind::Quotation
        || kind == Kind::Comma
            && before > s.start
            && s.tokens[before - 1].kind == Kind::Quotation
            && s.quotation_in(s.start, left_end).is_some();
    let after = tail(s, cue);
    let ends = match s.kind(after) {
        None | Some(Kind::Stop | Kind::Semicolon | Kind::Dash | Kind::Close) => true,
        Some(Kind::Comma) => !s.word_is(after + 1, &["that"]) || behind_quotation,
        Some(Kind::Colon) => behind_quotation && after >= s.close(),
        Some(Kind::Quotation) => behind_quotation,
        Some(Kind::Word) => {
            behind_quotation && !s.word_is(after, &["that"])
                || s.is(after, class::COORDINATOR)
                || s.is(after, class::SUBORDINATOR)
                    && !s.is(after, class::RELATIVE)
                    && !s.word_is(after, &["how", "why", "what", "whether", "if"])
                    && s.words_in(after, s.close()) > 0
                    && after > cue.range.1.saturating_sub(1)
                    && cue.range.1 == after
                    && s.word_is(after, &["as", "after", "when", "while", "before"])
        }
        _ => false,
    };
    let first = &s.tokens[s.start];
    let introduces = first.capital && (first.is_form(Form::Past) || first.is_form(Form::Ing));
    if introduces && !behind_quotation {
        return None;
    }
    let set_off = s.kind(cue.range.1) == Some(Kind::Comma) && s.words_in(cue.range.1, s.end) > 1;
    let long_enough = behind_quotation
        || set_off
        || s.words_in(s.start, left_end) >= 3 && has_predicate(s, s.start, left_end);
    (ends && long_enough).then_some((subject, left_end, after))
}

fn has_predicate(s: Sentence<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        let token = &s.tokens[at];
        token.kind == Kind::Quotation
            || token.is(class::PREDICATE)
            || token.verb().is_some_and(|v| v.form != Form::Ing)
            || token.is_word() && token.span.of(s.text).ends_with("ed")
    }) || s.heading
        || to - from >= 8
}

/// Steps over recipient, adverbs and adjuncts to the end of the cue's own clause.
fn tail(s: Sentence<'_>, cue: Cue) -> usize {
    let mut at = cue.range.1;
    if cue.frame == Frame::Tell && s.kind(at) == Some(Kind::Word) && !s.word_is(at, &["that"]) {
        match phrase::right(s.tokens, at, s.close(), Reach::Agent) {
            Some((_, end)) => at = end,
            None => return at,
        }
    } else if s.word_is(at, &["of"])
        && let Some((_, end)) = phrase::right(s.tokens, at + 1, s.close(), Reach::Agent)
    {
        at = end;
    }
    adjuncts(s, at)
}

/// "…," said Ann Lee, a nurse in Ohio.
fn verb_then_subject(s: Sentence<'_>, cue: Cue) -> Option<(Range, usize, usize)> {
    if !matches!(cue.form, Form::Past | Form::Third) {
        return None;
    }
    let mut before = cue.range.0.checked_sub(1).filter(|&b| b >= s.start)?;
    if s.word_is(before, &["so", "as", "or"]) {
        before = before.checked_sub(1).filter(|&b| b >= s.start)?;
    }
    let kind = s.tokens[before].kind;
    if !matches!(kind, Kind::Comma | Kind::Quotation | Kind::Dash) {
        return None;
    }
    let quoted =
        kind == Kind::Quotation || before > s.start && s.tokens[before - 1].kind == Kind::Quotation;
    let next = s
        .tokens
        .get(cue.range.1)
        .filter(|_| cue.range.1 < s.close())?;
    if !next.is_word()
        || next.is(class::PREPOSITION | class::COORDINATOR)
        || s.word_is(cue.range.1, &["that"])
    {
        return None;
    }
    // "But Ann Lee, a nurse, said parents wanted": the comma closes an apposition
    let apposed = !quoted
        && phrase::left(s.tokens, s.start, cue.range.0)
            .is_some_and(|(start, _)| start <= s.start + 1);
    if apposed {
        return None;
    }
    if !quoted
        && (next.is(class::SUBJECT) && !next.is(class::DETERMINER)
            || !matches!(cue.frame, Frame::Say | Frame::Show))
    {
        return None;
    }
    let source = phrase::right(s.tokens, cue.range.1, s.close(), Reach::Agent)?;
    // the subject may stand before an apposition: "Lee, …, said the war was over"
    let relative = s.is(source.1, class::RELATIVE);
    let clause = !relative
        && (source.1..s.close().min(source.1 + 2)).any(|at| {
            phrase::is_predicate(s.tokens, at) && s.is(at, class::BE | class::HAVE | class::MODAL)
        })
        || !quoted && goes_on(s, source.1);
    if clause || !quoted && !has_predicate(s, s.start, before) {
        return None;
    }
    let left_end = if kind == Kind::Quotation {
        before + 1
    } else {
        before
    };
    Some((source, left_end, adjuncts(s, source.1)))
}

/// Whether what stands right behind a noun makes it the subject of a clause of its own.
fn goes_on(s: Sentence<'_>, at: usize) -> bool {
    s.kind(at) == Some(Kind::Quotation)
        || (at..s.close())
            .take_while(|&i| s.tokens[i].is_word() && !s.is(i, class::SUBORDINATOR))
            .any(|i| phrase::is_predicate(s.tokens, i))
}

/// The rest of the content behind a parenthesis.
fn right_part(s: Sentence<'_>, after: usize, from: usize, left_end: usize) -> Option<Range> {
    let end = s.close();
    let quoted = s.quotation_in(from, left_end).is_some();
    if quoted {
        let at = s.quotation_in(after, end)?;
        let gap = &s.tokens[after..at];
        if gap
            .iter()
            .any(|t| t.verb().is_some() || t.is(class::PREDICATE))
        {
            return None;
        }
        return Some((at, end));
    }
    if s.kind(after) != Some(Kind::Comma) {
        return None;
    }
    let at = after + 1;
    let first = s.tokens.get(at).filter(|_| at < end)?;
    let other = first.is_form(Form::Ing)
        || first.is(class::RELATIVE)
        || first.is_word() && first.span.of(s.text).ends_with("ing")
        || s.word_is(at, &["according"]);
    if other || s.words_in(at, end) < 2 {
        return None;
    }
    Some((at, end))
}

pub(super) fn left_is_clause(s: Sentence<'_>, from: usize, left_end: usize) -> bool {
    s.words_in(from, left_end) > 10 || (from..left_end).any(|at| phrase::is_predicate(s.tokens, at))
}
