//! To whom it was said.

use super::Setting;
use crate::cite::lexicon::{Form, Frame, class};
use crate::cite::phrase::{self, Range};
use crate::cite::scan::Kind;

/// Words behind which "to" or "with" leads to a listener.
const SPEECH: &str = "said spoke speak speaks speaking spoken talked talking interview interviews \
    remarks comments statement statements conversation conversations message messages confided \
    confirmed remarked described acknowledged";

/// Participles before the outlet that heard a source: "officials quoted by the Ledger".
const HEARD: &str = "quoted cited interviewed contacted reached told";

/// Returns the words for whoever was told.
pub(super) fn channel(setting: &Setting<'_>) -> Option<Range> {
    let s = setting.sentence;
    if let Some(outer) = setting.outer {
        return Some(outer);
    }
    (s.start..s.end)
        .filter(|&at| !setting.in_content(at))
        .find_map(|at| told(setting, at).or_else(|| spoken_to(setting, at)))
}

/// "told X", "X was told by".
fn told(setting: &Setting<'_>, at: usize) -> Option<Range> {
    let s = setting.sentence;
    let token = setting.at(at);
    let tells = token
        .verb()
        .is_some_and(|verb| verb.frame == Frame::Tell && !(verb.noun && verb.form == Form::Base));
    if !tells || !(setting.in_cue(at) || setting.in_source(at)) {
        return None;
    }
    if s.among(at + 1, "by") {
        let be = at
            .checked_sub(1)
            .filter(|&be| s.is(be, class::BE | class::HAVE))?;
        let subject = phrase::left(s.tokens, s.start, be)?;
        return Some(subject).filter(|&subject| is_listener(setting, subject.0));
    }
    listener(setting, at + 1)
}

/// "speaking to X", "in an interview with X", "quoted by X".
fn spoken_to(setting: &Setting<'_>, at: usize) -> Option<Range> {
    let s = setting.sentence;
    let before = at.checked_sub(1).filter(|&before| before >= s.start)?;
    let to = s.among(at, "to with") && s.among(before, SPEECH);
    let by = s.among(at, "by") && s.among(before, HEARD) && setting.in_source(before);
    (to || by).then(|| listener(setting, at + 1))?
}

/// Whether a phrase that begins at `at` may name a listener.
fn is_listener(setting: &Setting<'_>, at: usize) -> bool {
    let s = setting.sentence;
    let token = setting.at(at);
    let opens_clause =
        s.is(at, class::PREPOSITION | class::SUBORDINATOR) && !s.is(at, class::DETERMINER);
    let verb = !token.capital && (token.verb().is_some() || s.is(at, class::PREDICATE));
    let pronoun = s.is(at, class::SUBJECT | class::OBJECT) && !s.is(at, class::DETERMINER);
    s.among(at, "me us") || !(opens_clause || verb || pronoun)
}

/// The listener whose words begin at `start`.
fn listener(setting: &Setting<'_>, start: usize) -> Option<Range> {
    let s = setting.sentence;
    if s.kind(start) != Some(Kind::Word)
        || setting.in_content(start)
        || !is_listener(setting, start)
    {
        return None;
    }
    if s.among(start, "me us") {
        return Some((start, start + 1));
    }
    let mut named = false;
    let mut at = start;
    while s.kind(at) == Some(Kind::Word) && !setting.in_content(at) && !setting.in_cue(at) {
        let token = setting.at(at);
        if at > start && ends_listener(setting, at, named) {
            break;
        }
        named |= token.capital;
        at += 1;
    }
    while at > start
        && s.is(
            at - 1,
            class::DETERMINER | class::COORDINATOR | class::PREPOSITION,
        )
    {
        at -= 1;
    }
    (at > start).then_some((start, at))
}

fn ends_listener(setting: &Setting<'_>, at: usize, named: bool) -> bool {
    let s = setting.sentence;
    let token = setting.at(at);
    if token.capital {
        return token.is(class::TIME);
    }
    if s.among(at, "and of &") {
        return !s
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.capital || next.is(class::DETERMINER));
    }
    if s.is(at, class::DETERMINER) {
        let joined = s.among(at - 1, "and of");
        return !joined;
    }
    named && !s.is(at, class::OUTLET)
        || token.verb().is_some_and(|verb| !verb.noun)
        || s.is(
            at,
            class::PREPOSITION
                | class::RELATIVE
                | class::SUBORDINATOR
                | class::SUBJECT
                | class::COORDINATOR
                | class::ADVERB
                | class::TIME
                | class::PREDICATE,
        )
}
