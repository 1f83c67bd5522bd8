//! Speakers set off by a mark: "LEE: …", "“…” — Ann Lee".

use crate::cite::draft::Draft;
use crate::cite::lexicon::class;
use crate::cite::scan::{Kind, Token};
use crate::cite::sentence::Sentence;

/// A turn of a transcript: "Mrs Sanna Aldane (Ottercross): …", "WALLACE: …". The whole paragraph is
/// what the speaker said.
pub(in crate::cite) fn speech(text: &str, tokens: &[Token]) -> Option<Draft> {
    let colon = (1..tokens.len().min(12)).find(|&at| tokens[at].kind == Kind::Colon)?;
    // a mark that opens every turn
    let start = usize::from(tokens[0].kind == Kind::Other);
    let label = &tokens[start..colon];
    let words: Vec<&Token> = label.iter().filter(|t| t.is_word()).collect();
    let first = words.first()?;
    let shouted = words
        .iter()
        .all(|t| !t.span.of(text).chars().any(char::is_lowercase) && t.capital)
        && first.span.len() > 1;
    let titled = first.is(class::TITLE) && first.capital && words.len() > 1;
    let plain = label.iter().all(|t| {
        matches!(t.kind, Kind::Word | Kind::Open | Kind::Close)
            && (t.capital || t.kind != Kind::Word)
    });
    let end = tokens.len() - usize::from(tokens.last()?.kind == Kind::Stop);
    let said = tokens[colon + 1..end.max(colon + 1)]
        .iter()
        .filter(|t| t.is_word())
        .count();
    (plain && (shouted || titled) && said >= 3).then(|| {
        Draft::new(
            Some((start, colon)),
            (colon, colon + 1),
            vec![(colon + 1, end)],
        )
    })
}

/// "CLINTON: I will." and "Trump: I will" in a heading: the colon is the cue.
pub(super) fn speaker_label(s: Sentence<'_>) -> Option<Draft> {
    let colon = (s.start..s.end.min(s.start + 9)).find(|&at| s.tokens[at].kind == Kind::Colon)?;
    let end = s.close();
    let label = &s.tokens[s.start..colon];
    let named = !label.is_empty()
        && label.iter().all(|t| {
            t.is_word()
                && (t.capital || t.is(class::PREPOSITION | class::COORDINATOR | class::DETERMINER))
        })
        && !label.iter().any(|t| t.is(class::PREDICATE) && !t.capital);
    let shouted = label
        .iter()
        .all(|t| t.is_word() && !t.span.of(s.text).chars().any(char::is_lowercase))
        && !label.is_empty()
        && label.len() <= 4;
    if !named || colon + 1 >= end || s.words_in(colon + 1, end) < 3 {
        return None;
    }
    let quoted = s.kind(colon + 1) == Some(Kind::Quotation);
    if !(shouted
        || quoted
        || s.heading && label.len() <= 3 && !label.iter().any(|t| t.is(class::PREPOSITION)))
    {
        return None;
    }
    if label.iter().any(|t| t.verb().is_some() && !s.heading) && !shouted {
        return None;
    }
    Some(Draft::new(
        Some((s.start, colon)),
        (colon, colon + 1),
        vec![(colon + 1, end)],
    ))
}

/// "“…” — Ann Lee, Ohio": the dash is the cue.
pub(super) fn signature(s: Sentence<'_>) -> Option<Draft> {
    let dash = s.start + 1;
    let signed = s.kind(s.start) == Some(Kind::Quotation)
        && s.kind(dash) == Some(Kind::Dash)
        && (dash + 1..s.close()).all(|at| matches!(s.kind(at), Some(Kind::Word | Kind::Comma)))
        && s.kind(dash + 1) == Some(Kind::Word)
        && s.tokens[dash + 1].capital
        && s.close() - dash < 16;
    signed.then(|| {
        Draft::new(
            Some((dash + 1, s.close())),
            (dash, dash + 1),
            vec![(s.start, dash)],
        )
    })
}
