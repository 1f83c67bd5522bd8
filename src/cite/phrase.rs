//! Noun phrases to the left and to the right of a cue, found without a parser.
//!
//! A phrase is a range of tokens of one sentence. What ends one is punctuation, a word that opens
//! a clause, and a finite verb; titles, appositions and what qualifies the head belong to it.

use super::lexicon::{Form, class};
use super::scan::{Kind, Shape, Token};

/// Most tokens that a source may have.
const LONGEST: usize = 40;

/// Tokens before its end within which a phrase is looked for: no sentence that a person wrote has
/// more before its cue, and text without an end must not be walked from each of its words.
const LOOK_BACK: usize = 200;

/// A half-open range of tokens.
pub(super) type Range = (usize, usize);

/// Returns the noun phrase that ends right before token `end` and does not begin before `floor`.
pub(super) fn left(tokens: &[Token], floor: usize, end: usize) -> Option<Range> {
    let last = tokens.get(end.checked_sub(1)?)?;
    if end <= floor {
        return None;
    }
    let floor = floor.max(end.saturating_sub(LOOK_BACK));
    if last.kind == Kind::Comma {
        return with_apposition(tokens, floor, end);
    }
    let end = before_time(tokens, floor, end);
    plain(tokens, floor, end)
}

/// Where the phrase that ends at `end` ends without when it was said: "Lee on Monday", "Lee this
/// week".
fn before_time(tokens: &[Token], floor: usize, end: usize) -> usize {
    let is_time = |at: usize| tokens[at].is(class::TIME) && !tokens[at].possessive;
    let mut start = end;
    while start > floor + 1 && is_time(start - 1) {
        start -= 1;
    }
    if start == end || start < floor + 2 {
        return end;
    }
    let led = tokens[start - 1].is(class::PREPOSITION | class::DETERMINER)
        && !tokens[start - 1].is(class::OF_LIKE);
    let capital = tokens[start].capital
        && tokens[start - 1].is_word()
        && !tokens[start - 1].is(class::OF_LIKE);
    if led {
        start - 1
    } else if capital {
        start
    } else {
        end
    }
}

/// "Ann Lee, a nurse in Ohio," before the cue.
fn with_apposition(tokens: &[Token], floor: usize, end: usize) -> Option<Range> {
    let mut comma = end - 1;
    for _ in 0..3 {
        comma = (floor..comma)
            .rev()
            .find(|&at| tokens[at].kind == Kind::Comma)?;
        let body = tokens.get(comma + 1)?;
        let Some(mut head) = plain(tokens, floor, comma) else {
            continue;
        };
        // "Ann Lee, 44, who": the age belongs to the name
        if tokens[head.0].shape == Shape::Number
            && head.1 - head.0 == 1
            && head.0 > floor + 1
            && tokens[head.0 - 1].kind == Kind::Comma
            && tokens[head.0 - 2].capital
            && let Some(name) = plain(tokens, floor, head.0 - 1)
        {
            head.0 = name.0;
        }
        let incidental =
            body.is_form(Form::Ing) || body.is(class::PREPOSITION) && !body.is(class::POSSESSIVE);
        let qualifies = body.kind == Kind::Word
            && (body.is(class::RELATIVE
                | class::DETERMINER
                | class::POSSESSIVE
                | class::ROLE
                | class::QUANTIFIER
                | class::TITLE)
                || body.capital
                || body.possessive
                || tokens[comma + 1..end]
                    .iter()
                    .any(|t| t.is(class::ROLE | class::TITLE))
                || body.entry == super::lexicon::Entry::default());
        if end - head.0 > LONGEST || (!incidental && !qualifies) {
            continue;
        }
        // "Lee, of Ohio, said": the place belongs to the name, a clause does not
        let place = tokens[comma + 1].is(class::PREPOSITION) && end - comma <= 6;
        return Some(if incidental && !place {
            head
        } else {
            (head.0, end)
        });
    }
    None
}

/// The phrase before `end`, without apposition.
fn plain(tokens: &[Token], floor: usize, end: usize) -> Option<Range> {
    let mut start = end;
    while start > floor {
        let at = start - 1;
        let token = &tokens[at];
        match token.kind {
            Kind::Close => {
                let open = (floor..at)
                    .rev()
                    .take(12)
                    .find(|&o| tokens[o].kind == Kind::Open)?;
                start = open;
                continue;
            }
            Kind::Word => {}
            Kind::Quotation
                if at + 1 < end
                    && tokens[at + 1].capital
                    && at > floor
                    && tokens[at - 1].capital =>
            {
                start = at;
                continue;
            }
            Kind::Other => {
                start = at;
                continue;
            }
            _ => break,
        }
        if token.is(class::RELATIVE | class::SUBORDINATOR) && !token.is(class::PREPOSITION) {
            if at + 1 == end && token.is(class::RELATIVE) {
                start = at;
            }
            break;
        }
        if at + 1 < end && is_predicate(tokens, at) {
            break;
        }
        start = at;
        if at + 1 == end
            && token.is(class::SUBJECT)
            && !token.is(class::QUANTIFIER | class::DETERMINER)
        {
            break;
        }
    }
    // "as", "because" and the like are prepositions too: a clause begins at the last of them
    if let Some(opener) = (start..end).rev().find(|&at| {
        tokens[at].is(class::SUBORDINATOR)
            && tokens[at].is(class::PREPOSITION)
            && at + 1 < end
            && (at == start || !tokens[at].capital)
    }) {
        let before_is_noun = opener > start && !tokens[opener].is(class::TIME);
        // "officials briefed before the talks", "attorneys for the family"
        let in_phrase = before_is_noun
            && (tokens[opener - 1].is_form(Form::Past)
                || tokens[opener].is(class::OF_LIKE) && tokens[opener - 1].is(class::ROLE));
        if !in_phrase {
            start = opener + 1;
        }
    }
    start = after_coordinated_clause(tokens, start, end);
    start = after_lead_in(tokens, start, end);
    if start >= end || end - start > LONGEST {
        return None;
    }
    let last = &tokens[end - 1];
    let nominal = match last.kind {
        Kind::Close => true,
        Kind::Word => {
            let bound = class::PREPOSITION
                | class::COORDINATOR
                | class::BE
                | class::MODAL
                | class::POSSESSIVE;
            let alone = last.is(class::SUBJECT | class::QUANTIFIER);
            !last.is(bound) && (alone || !last.is(class::DETERMINER))
        }
        _ => false,
    };
    nominal.then_some((start, end))
}

/// Whether the token can only be a finite verb where it stands.
pub(super) fn is_predicate(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.capital {
        return false;
    }
    if token.is(class::PREDICATE) {
        return true;
    }
    match token.verb() {
        Some(verb) => match verb.form {
            Form::Third => !verb.noun,
            Form::Past => {
                // "officials briefed on the matter" against "he warned the party"
                let next = tokens.get(at + 1);
                let adjunct = next.is_some_and(|t| t.is(class::PREPOSITION | class::TIME));
                let attribute = at > 0 && tokens[at - 1].is(class::DETERMINER | class::POSSESSIVE);
                !(adjunct || attribute)
            }
            _ => false,
        },
        None => false,
    }
}

/// Drops a clause that "and" joins to the phrase.
fn after_coordinated_clause(tokens: &[Token], start: usize, end: usize) -> usize {
    let Some(and) = (start..end)
        .rev()
        .find(|&at| tokens[at].is(class::COORDINATOR))
    else {
        return start;
    };
    let but = and == start;
    let clause = (start..and).any(|at| is_predicate(tokens, at));
    let pronoun = tokens
        .get(and + 1)
        .is_some_and(|t| t.is(class::SUBJECT) && !t.is(class::QUANTIFIER | class::DETERMINER))
        && and + 2 == end;
    if but || clause || pronoun {
        and + 1
    } else {
        start
    }
}

/// Drops what leads in without a comma: "On Tuesday the mayor", "Still he".
fn after_lead_in(tokens: &[Token], start: usize, end: usize) -> usize {
    let mut start = start;
    while start + 1 < end
        && tokens[start].is(class::ADVERB | class::COORDINATOR)
        && !tokens[start].is(class::DETERMINER | class::QUANTIFIER | class::SUBJECT)
    {
        start += 1;
    }
    if start < end && tokens[start].is(class::PREPOSITION) && !tokens[start].is(class::TITLE) {
        let time = (start + 1..end.saturating_sub(1))
            .rev()
            .find(|&at| tokens[at].is(class::TIME | class::UTTERANCE) && !tokens[at].possessive);
        return time.map_or_else(|| shortest(tokens, start, end), |at| at + 1);
    }
    if start + 1 < end && tokens[start].is(class::TIME) && !tokens[start].possessive {
        start += 1;
    }
    start
}

/// The shortest phrase that ends at `end`: a run of capitals, or back to a determiner.
fn shortest(tokens: &[Token], floor: usize, end: usize) -> usize {
    let last = end - 1;
    if tokens[last].is(class::SUBJECT) {
        return last;
    }
    let mut start = end;
    while start > floor {
        let token = &tokens[start - 1];
        if token.is(class::PREPOSITION) || !token.is_word() {
            break;
        }
        start -= 1;
        if token.is(class::DETERMINER | class::POSSESSIVE) || token.possessive {
            break;
        }
    }
    start
}

fn is_verb_like(token: &Token) -> bool {
    token.is(class::PREDICATE) || token.is_form(Form::Ing) || token.is_form(Form::Past)
}

/// How a phrase to the right may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Behind a verb: "said Ann Lee, a nurse".
    Agent,
    /// Behind "according to", "by" and the like, where a relative clause may belong to it.
    Object,
}

/// Returns the noun phrase that begins at token `start`, no farther than `end`.
pub(super) fn right(tokens: &[Token], start: usize, end: usize, reach: Reach) -> Option<Range> {
    let mut at = start;
    while at < end
        && tokens[at].is(class::ADVERB)
        && !tokens[at].is(class::QUANTIFIER | class::SUBJECT)
    {
        at += 1;
    }
    let first = at;
    if at < end
        && tokens[at].is(class::SUBJECT | class::OBJECT)
        && !tokens[at].is(class::DETERMINER | class::QUANTIFIER)
    {
        return Some((first, first + 1));
    }
    while at < end && at - first < LONGEST {
        let token = &tokens[at];
        match token.kind {
            Kind::Word => {
                if at > first && ends_phrase(tokens, first, at, end, reach) {
                    break;
                }
                at += 1;
            }
            Kind::Comma => match apposition_end(tokens, first, at, end) {
                Some(to) => at = to,
                None => break,
            },
            Kind::Open => {
                let close = (at..end.min(at + 10)).find(|&c| tokens[c].kind == Kind::Close);
                match close {
                    Some(close) => at = close + 1,
                    None => break,
                }
            }
            Kind::Other => at += 1,
            Kind::Quotation
                if at > first
                    && tokens[at - 1].capital
                    && tokens.get(at + 1).is_some_and(|t| t.capital) =>
            {
                at += 1;
            }
            _ => break,
        }
    }
    while at > first && !tokens[at - 1].is_word() && tokens[at - 1].kind != Kind::Close {
        at -= 1;
    }
    let found = &tokens[first..at];
    let nominal = found.iter().any(|t| {
        t.is_word() && !t.is(class::DETERMINER | class::PREPOSITION | class::COORDINATOR)
            || t.is(class::SUBJECT)
    });
    (nominal && !found.is_empty()).then_some((first, at))
}

/// Whether the word at `at` does not belong to the phrase that began at `first`.
fn ends_phrase(tokens: &[Token], first: usize, at: usize, end: usize, reach: Reach) -> bool {
    let token = &tokens[at];
    let before = &tokens[at - 1];
    let next = tokens.get(at + 1).filter(|_| at + 1 < end);
    if token.is(class::TIME) && !token.possessive {
        return !before.is(class::DETERMINER | class::PREPOSITION) && !token.capital
            || token.capital && !before.is(class::DETERMINER) && !before.capital;
    }
    if token.is(class::PREPOSITION) {
        return ends_at_preposition(tokens, at, end, reach);
    }
    if token.is(class::RELATIVE) {
        return reach == Reach::Agent || !relative_belongs(tokens, at, end);
    }
    if token.is(class::SUBORDINATOR) {
        return true;
    }
    if token.is(class::COORDINATOR) {
        let joins = next.is_some_and(|n| {
            n.capital && !n.is(class::SUBJECT)
                || n.is(class::DETERMINER
                    | class::QUANTIFIER
                    | class::ROLE
                    | class::DOCUMENT
                    | class::POSSESSIVE
                    | class::GROUP
                    | class::BODY)
                || n.possessive
        });
        return !joins || !is_and(tokens, at) && !before.is(class::ROLE | class::TITLE);
    }
    if token.is(class::SUBJECT) && !token.is(class::QUANTIFIER | class::DETERMINER) {
        return true;
    }
    if token.is_form(Form::Ing) && at > first {
        return !before.is(class::PREPOSITION | class::DETERMINER) && reach == Reach::Agent;
    }
    let clause = reach == Reach::Object && (first..at).any(|a| tokens[a].is(class::RELATIVE));
    is_predicate(tokens, at) && !clause
}

fn is_and(tokens: &[Token], at: usize) -> bool {
    tokens[at].span.len() <= 3 && !tokens[at].is(class::NOT | class::ADVERB | class::SUBORDINATOR)
}

/// "an assessment that the service presented": a relative clause with its own subject and verb.
fn relative_belongs(tokens: &[Token], at: usize, end: usize) -> bool {
    at > 0 && tokens[at - 1].is(class::DOCUMENT | class::UTTERANCE) && at + 2 < end
}

fn ends_at_preposition(tokens: &[Token], at: usize, end: usize, reach: Reach) -> bool {
    let before = &tokens[at - 1];
    let rest = &tokens[at + 1..end.min(at + 6).max(at + 1)];
    if rest.is_empty() {
        return true;
    }
    // "in a statement on Tuesday": how or when it was said
    let phrase = rest.iter().take_while(|t| t.is_word());
    for (steps, token) in phrase.enumerate() {
        if token.is(class::TIME) && !token.possessive {
            return true;
        }
        if token.is(class::UTTERANCE) && reach == Reach::Agent && steps > 0 {
            return true;
        }
        if steps > 0 && token.is(class::PREPOSITION) {
            break;
        }
    }
    let next_capital = rest.first().is_some_and(|t| t.capital);
    let nominal =
        before.is(class::ROLE | class::DOCUMENT | class::GROUP | class::BODY | class::UTTERANCE);
    match Preposition::of(tokens, at) {
        Preposition::Of => false,
        Preposition::Place => !(next_capital || nominal || reach == Reach::Object),
        Preposition::To => {
            !(nominal
                || before.is_form(Form::Past)
                || reach == Reach::Object
                || before.entry == super::lexicon::Entry::default() && !before.capital)
        }
        Preposition::Clause => true,
    }
}

/// Prepositions by how closely they bind to a noun.
enum Preposition {
    Of,
    Place,
    To,
    Clause,
}

impl Preposition {
    fn of(tokens: &[Token], at: usize) -> Self {
        let token = &tokens[at];
        if token.is(class::SUBORDINATOR) {
            Self::Clause
        } else if token.is(class::OF_LIKE) {
            Self::Of
        } else if token.is(class::PLACE_LIKE) {
            Self::Place
        } else if token.is(class::TO_LIKE) {
            Self::To
        } else {
            Self::Clause
        }
    }
}

/// Returns where the apposition behind the comma at `comma` ends, if there is one.
fn apposition_end(tokens: &[Token], first: usize, comma: usize, end: usize) -> Option<usize> {
    let next = tokens.get(comma + 1).filter(|_| comma + 1 < end)?;
    let age = next.is_word()
        && next.span.len() <= 3
        && !next.capital
        && next.entry == super::lexicon::Entry::default()
        && matches!(
            tokens.get(comma + 2).map(|t| t.kind),
            Some(Kind::Comma | Kind::Stop) | None
        );
    let titled = next.is_word()
        && tokens[comma + 1..end.min(comma + 8)]
            .iter()
            .take_while(|t| t.is_word() && !is_verb_like(t))
            .any(|t| t.is(class::ROLE));
    let clause = next.is(class::RELATIVE) && !next.is(class::SUBORDINATOR | class::DETERMINER);
    let begins = age
        || titled
        || clause
        || next.is(class::QUANTIFIER)
        || (next.is(class::DETERMINER | class::POSSESSIVE) && !next.is(class::RELATIVE))
        || (next.is(class::ROLE | class::TITLE) && !next.is(class::PREDICATE))
        || (next.possessive && tokens.get(comma + 2).is_some_and(|t| !t.capital));
    let name_before = tokens[first..comma].iter().any(|t| t.capital)
        || tokens[first..comma].iter().any(|t| t.is(class::ROLE));
    if !begins || !name_before {
        return None;
    }
    let mut at = comma + 1;
    let mut relative = clause;
    while at < end {
        let token = &tokens[at];
        match token.kind {
            Kind::Comma
            | Kind::Stop
            | Kind::Semicolon
            | Kind::Colon
            | Kind::Dash
            | Kind::Quotation => break,
            Kind::Word => {
                // "an activist who is a former official"
                relative |= at > comma + 1
                    && token.is(class::SUBJECT)
                    && token.is(class::RELATIVE)
                    && !token.is(class::SUBORDINATOR);
                if !relative
                    && at > comma + 1
                    && (token.is(class::RELATIVE)
                        || is_predicate(tokens, at)
                        || token.is(class::TIME) && !token.possessive)
                {
                    break;
                }
                if at > comma + 1 && token.is(class::SUBORDINATOR) && !token.is(class::PREPOSITION)
                {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    // a full clause is no apposition: "said Lee, the war is over"
    if at < end
        && (tokens[at].is_word() && is_predicate(tokens, at) || tokens[at].kind == Kind::Quotation)
    {
        return None;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::quotes;
    use crate::cite::scan;
    use crate::text::Span;

    fn read(text: &str) -> Vec<Token> {
        let quotations = quotes::regions(text, 0);
        scan::tokens(text, Span::new(0, text.len()), &quotations)
    }

    fn shown(text: &str, tokens: &[Token], range: Option<Range>) -> String {
        range.map_or(String::new(), |(start, end)| {
            text[tokens[start].span.start..tokens[end - 1].span.end].to_owned()
        })
    }

    #[test]
    fn left_phrases_take_titles_and_appositions() {
        for (text, expected) in [
            ("On Tuesday the mayor of Brae", "the mayor of Brae"),
            ("Ann Lee, a nurse in Ohio,", "Ann Lee, a nurse in Ohio,"),
            ("He thinks that she", "she"),
            (
                "But two officials briefed on the matter",
                "two officials briefed on the matter",
            ),
            ("Sen. Ted Cruz (R-Texas)", "Sen. Ted Cruz (R-Texas)"),
            ("The deal was bad and they", "they"),
            (
                "It sank, attorneys for the family",
                "attorneys for the family",
            ),
            ("of the", ""),
        ] {
            let tokens = read(text);
            let found = left(&tokens, 0, tokens.len());
            assert_eq!(shown(text, &tokens, found), expected, "{text}");
        }
    }

    #[test]
    fn right_phrases_end_before_adjuncts_and_clauses() {
        for (text, reach, expected) in [
            (
                "Ann Lee, 58, who works here.",
                Reach::Agent,
                "Ann Lee, 58, who works here",
            ),
            (
                "Lene Varga, the hospital's director.",
                Reach::Agent,
                "Lene Varga, the hospital's director",
            ),
            ("the mayor on Monday", Reach::Agent, "the mayor"),
            ("Lee in a statement", Reach::Agent, "Lee"),
            ("he when asked", Reach::Agent, "he"),
            (
                "an assessment that the service presented",
                Reach::Object,
                "an assessment that the service presented",
            ),
        ] {
            let tokens = read(text);
            let found = right(&tokens, 0, tokens.len(), reach);
            assert_eq!(shown(text, &tokens, found), expected, "{text}");
        }
    }
}
