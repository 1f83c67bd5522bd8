//! What stands between a cue and its content: to whom, when, where and how it was said.

use crate::cite::lexicon::class;
use crate::cite::phrase;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// Steps over a recipient: "told reporters that", "assured him".
pub(super) fn recipient(s: Sentence<'_>, at: usize) -> usize {
    let end = s.close();
    let limit = end.min(at + 14);
    let mut last = at;
    if s.is(at, class::SUBJECT | class::OBJECT) && !s.is(at, class::DETERMINER | class::QUANTIFIER)
    {
        return at + 1;
    }
    if s.word_is(at, &["that", "how", "why", "what"]) {
        return at;
    }
    for step in at..limit {
        match s.tokens[step].kind {
            Kind::Quotation | Kind::Colon => return step,
            Kind::Comma => {
                last = step;
                if matches!(s.kind(step + 1), Some(Kind::Quotation)) {
                    return step;
                }
                if s.word_is(step + 1, &["that"]) {
                    return step + 1;
                }
                break;
            }
            Kind::Word => {
                let token = &s.tokens[step];
                if s.word_is(
                    step,
                    &["that", "to", "how", "why", "whether", "if", "what", "about"],
                ) && step > at
                {
                    return step;
                }
                if step > at
                    && (token.is(class::SUBJECT)
                        && !token.is(class::QUANTIFIER | class::DETERMINER)
                        || token.is(class::DETERMINER | class::POSSESSIVE)
                            && !s.is(step - 1, class::PREPOSITION))
                {
                    return step;
                }
                if token.is(class::TIME) && step > at {
                    return time_end(s, step);
                }
                if step > at && phrase::is_predicate(s.tokens, step) {
                    // "told CNN Trump was": the subject is the capitals before it
                    let mut start = step;
                    while start > at + 1 && s.tokens[start - 1].capital {
                        start -= 1;
                    }
                    return start.max(at + 1);
                }
            }
            _ => break,
        }
    }
    if last > at { last } else { at + 1 }
}

fn time_end(s: Sentence<'_>, at: usize) -> usize {
    let mut at = at;
    while s.is(at, class::TIME | class::ADVERB) && !s.is(at, class::SUBJECT) {
        at += 1;
    }
    at
}

/// Steps over when, where and how it was said; returns where the content would begin.
pub(super) fn adjuncts(s: Sentence<'_>, at: usize) -> usize {
    let mut at = at;
    loop {
        let from = at;
        while s.is(at, class::ADVERB)
            && !s.is(at, class::SUBJECT | class::DETERMINER | class::QUANTIFIER)
        {
            at += 1;
        }
        if s.is(at, class::TIME) && !s.tokens[at].possessive {
            at = time_end(s, at);
        } else if s.word_is(
            at,
            &["this", "last", "late", "early", "earlier", "next", "that"],
        ) && s.is(at + 1, class::TIME)
        {
            at = time_end(s, at + 1);
        } else if let Some(end) = adverbial(s, at) {
            at = end;
        }
        if at == from {
            return at;
        }
    }
}

/// "in a statement on Monday", "at a rally in Ohio": ends where content can begin.
fn adverbial(s: Sentence<'_>, at: usize) -> Option<usize> {
    if !s.is(at, class::PREPOSITION)
        || s.word_is(
            at,
            &["than", "like", "because", "as", "except", "despite", "if"],
        )
    {
        return None;
    }
    let limit = s.close().min(at + 16);
    let mut uttered = false;
    for step in at + 1..limit {
        let token = &s.tokens[step];
        match token.kind {
            Kind::Quotation
            | Kind::Colon
            | Kind::Comma
            | Kind::Stop
            | Kind::Semicolon
            | Kind::Dash => {
                return Some(step);
            }
            Kind::Word => {
                if s.word_is(step, &["that"]) && !s.is(step - 1, class::PREPOSITION) {
                    return Some(step);
                }
                if token.is(class::TIME) && !token.possessive && step > at {
                    return Some(time_end(s, step));
                }
                if uttered
                    && (token.is(class::SUBJECT | class::DETERMINER | class::POSSESSIVE))
                    && !s.is(step - 1, class::PREPOSITION)
                {
                    return Some(step);
                }
                if phrase::is_predicate(s.tokens, step) {
                    return None;
                }
                uttered |= token.is(class::UTTERANCE);
            }
            _ => {}
        }
    }
    (limit == s.close()).then_some(limit)
}

/// Steps over adjuncts when what stands behind them shows that they belong to the cue.
pub(super) fn adjuncts_if_led(s: Sentence<'_>, at: usize) -> usize {
    let to = adjuncts(s, at);
    if to == at {
        return at;
    }
    let next = if s.kind(to) == Some(Kind::Comma) {
        to + 1
    } else {
        to
    };
    let led = matches!(s.kind(next), Some(Kind::Quotation))
        || s.kind(to) == Some(Kind::Colon)
        || s.word_is(next, &["that", "how", "why", "whether", "if"])
        || s.is(to - 1, class::TIME)
        || s.is(to, class::SUBJECT | class::DETERMINER | class::POSSESSIVE);
    if led { to } else { at }
}
