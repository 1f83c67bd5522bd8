//! Words that are as often a noun as a verb ("claims", "reports"): which of the two stands here.

use crate::cite::lexicon::class;
use crate::cite::phrase;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// Whether a form that may be a noun is a verb here: what stands around it decides.
pub(super) fn verb_reading(s: Sentence<'_>, at: usize, main: usize) -> bool {
    let Some(before) = at
        .checked_sub(1)
        .filter(|&b| b >= s.start)
        .map(|b| &s.tokens[b])
    else {
        return false;
    };
    let after = main + 1;
    let subject = before.is(class::SUBJECT);
    let parenthetical = matches!(before.kind, Kind::Quotation | Kind::Comma);
    let object = match s.kind(after) {
        Some(Kind::Quotation | Kind::Colon) => true,
        Some(Kind::Comma) | None => {
            subject || before.capital && phrase_before_is_parenthetic(s, at)
        }
        Some(Kind::Stop) => {
            before.capital && phrase_before_is_parenthetic(s, at)
                || subject
                || s.is(at - 1, class::OUTLET)
        }
        Some(Kind::Word) => {
            let next = &s.tokens[after];
            next.is(class::DETERMINER
                | class::POSSESSIVE
                | class::SUBJECT
                | class::SUBORDINATOR
                | class::OBJECT)
                && !next.is(class::PREPOSITION)
                || subject
                || before.capital && (next.is(class::TIME) || next.capital)
                || parenthetical && next.capital
                || s.heading
                || phrasal(s, main)
        }
        _ => false,
    };
    let verbal = !next_is_finite(s, after);
    let nominal_before = before.is_word()
        && !before.is(class::PREPOSITION
            | class::DETERMINER
            | class::COORDINATOR
            | class::POSSESSIVE
            | class::BE
            | class::HAVE)
        || before.kind == Kind::Close
        || parenthetical;
    object && verbal && nominal_before
}

fn phrasal(s: Sentence<'_>, main: usize) -> bool {
    s.word_is(main, &["calls", "points", "talks", "refers", "hints"])
        && s.word_is(main + 1, &["for", "on", "out", "to", "about", "at"])
        || s.word_is(
            main,
            &["claims", "promises", "vows", "pledges", "threatens"],
        ) && s.word_is(main + 1, &["to"])
}

fn phrase_before_is_parenthetic(s: Sentence<'_>, at: usize) -> bool {
    phrase::left(s.tokens, s.start, at).is_some_and(|(start, _)| {
        start == s.start
            || matches!(
                s.tokens[start - 1].kind,
                Kind::Comma | Kind::Quotation | Kind::Dash
            )
            || s.word_is(start - 1, &["as"])
    })
}

fn next_is_finite(s: Sentence<'_>, at: usize) -> bool {
    s.is(at, class::PREDICATE) && !s.is(at, class::SUBJECT)
}
