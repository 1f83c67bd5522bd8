//! The body that a source is of.

use super::Setting;
use crate::cite::lexicon::class;
use crate::cite::phrase::Range;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;

/// Nouns and adjectives for the field of a body, which stand for it: "intelligence officials".
const FIELDS: &str = "defence defense intelligence security health military diplomatic enforcement \
    law federal state provincial municipal police government governmental industry palace court \
    hospital embassy union campaign administration presidential ministerial congressional \
    parliamentary naval airline port customs border energy trade treasury election electoral \
    judicial prosecution legal palace church party coalition opposition rebel council city county \
    foreign interior justice finance transport labour labor aviation coastguard coast-guard \
    shipping medical university school bank";

/// Words for people as such; where they are "of" or "in" a place, that is no body.
const PEOPLE: &str = "person people man men woman women resident residents witness witnesses \
    neighbour neighbours neighbor neighbors boy girl friend friends villagers";

/// Words for a rank, a number or a doubt that stand before a noun and name no body.
const RANKS: &str = "senior former top high-ranking unnamed unidentified anonymous other serving \
    retired current chief deputy first second third mr mrs ms dr sir";

/// Returns the words for the body that the source is of.
pub(super) fn body(setting: &Setting<'_>) -> Option<Range> {
    let s = setting.sentence;
    let (start, end) = setting.source;
    let head = head(s, start, end);
    before(s, start, head).or_else(|| behind(s, head, end))
}

/// The noun that says who they are.
fn head(s: Sentence<'_>, start: usize, end: usize) -> usize {
    let stops = |at: &usize| {
        let token = &s.tokens[*at];
        !matches!(token.kind, Kind::Word | Kind::Other)
            || token.is(class::RELATIVE)
            || token.is(class::PREPOSITION) && !s.among(*at, "of than")
            || s.among(*at, "briefed familiar close involved")
            || s.among(*at, "of")
                && !s.among(
                    at - 1,
                    "one some two three several many most few \
                number group couple handful dozens scores both all",
                )
    };
    let core = (start + 1..end).find(stops).unwrap_or(end);
    (start..core)
        .rev()
        .find(|&at| s.tokens[at].is_word())
        .unwrap_or(start)
}

/// "two Orvany defence ministry officials".
fn before(s: Sentence<'_>, start: usize, head: usize) -> Option<Range> {
    let names = |at: usize| {
        let token = &s.tokens[at];
        let capital = token.capital && (at > s.start || at > start);
        token.is_word()
            && !s.among(at, RANKS)
            && !s.is(at, class::DETERMINER | class::QUANTIFIER)
            && (capital || token.is(class::BODY) || s.among(at, FIELDS))
    };
    let joins = |at: usize| s.tokens[at].kind == Kind::Other || s.among(at, "of and");
    let mut first = head;
    while first > start && (names(first - 1) || first < head && joins(first - 1)) {
        first -= 1;
    }
    while first < head && !names(first) {
        first += 1;
    }
    (first < head).then_some((first, head))
}

/// "an official at the Ministry of Works", "a source close to the palace".
fn behind(s: Sentence<'_>, head: usize, end: usize) -> Option<Range> {
    let leads = |&at: &usize| {
        s.among(at, "at in from inside within for")
            || s.among(at, "with of") && at == head + 1
            || s.among(at, "to") && s.among(at - 1, "close")
    };
    let open = |&at: &usize| s.tokens[at].kind != Kind::Comma && !s.is(at, class::RELATIVE);
    let lead = (head + 1..end).take_while(open).find(leads)?;
    let stops = |&at: &usize| {
        let token = &s.tokens[at];
        !token.is_word()
            || token.is(class::RELATIVE)
            || token.is(class::PREPOSITION) && !s.among(at, "of for")
            || s.among(at, "briefed familiar speaking who close involved and")
                && !s.tokens.get(at + 1).is_some_and(|next| next.capital)
            || token.verb().is_some_and(|verb| !verb.noun) && !token.capital
    };
    let to = (lead + 2..end).find(stops).unwrap_or(end);
    // "a resident of Brae", "an official in Sarn": a place
    let placed = s.among(head, PEOPLE) || s.among(lead, "in");
    let body = (lead + 1..to).any(|at| {
        let token = &s.tokens[at];
        token.is(class::BODY) || s.among(at, FIELDS) || token.capital && !placed
    });
    (body && lead + 1 < to).then_some((lead + 1, to))
}
