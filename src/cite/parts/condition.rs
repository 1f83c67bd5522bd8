//! The occasion on which, or the condition under which, a source spoke.

use super::Setting;
use crate::cite::lexicon::class;
use crate::cite::phrase::Range;
use crate::cite::scan::Kind;
use crate::cite::sentence::Sentence;
use crate::text::Span;

/// Words that open the phrase or clause of a condition.
const OPENERS: &str = "who speaking spoke talking asking asked requesting requested citing on under \
    because as at in during for granted declining declined off behind without fearing insisting \
    insisted remaining whose since through wishing wished preferring refused refusing wanted \
    unwilling";

/// Words before an opener that belong to the same clause.
const LEADS: &str = "who speaking spoke spoken speaks talking talked and asked asking only having \
    was were been being agreed";

/// Words at which a clause that says why goes on behind a comma.
const REASONS: &str = "because as citing since fearing for given";

/// Occasions on which something is said.
const OCCASIONS: &str = "briefing briefings meeting conference interview interviews hearing session \
    call gathering reception dinner ceremony rally debate speech testimony summit";

/// Most words between an opener and the word that tells of secrecy or of an occasion.
const CLAUSE: usize = 12;

/// Returns the words that tell the occasion or the condition.
pub(super) fn condition(setting: &Setting<'_>) -> Option<Range> {
    let s = setting.sentence;
    let free = |at: usize| {
        matches!(s.kind(at), Some(Kind::Word | Kind::Other))
            && !setting.in_content(at)
            && !setting.in_cue(at)
    };
    // "They spoke on condition of anonymity because …": the sentence says nothing else
    let whole = told_next(s).filter(|_| setting.source.0 == s.start);
    if let Some((range, _)) = whole {
        return Some(range);
    }
    let found = (s.start..s.end)
        .filter(|&at| free(at) && is_secret(s, at))
        .filter(|&at| !s.among(at, "closed-door doors") || is_theirs(setting, at))
        .find_map(|at| clause(s, at, &free));
    found.or_else(|| tail(s)).or_else(|| {
        (s.start..s.end)
            .filter(|&at| free(at) && !setting.in_source(at) && s.among(at, OCCASIONS))
            .filter(|&at| is_theirs(setting, at))
            .find_map(|at| occasion(s, at, &free))
    })
}

/// Whether the occasion told at `at` is that of the source: no clause or other noun of the sentence
/// stands between the two.
fn is_theirs(setting: &Setting<'_>, at: usize) -> bool {
    let s = setting.sentence;
    let (source, cue) = (setting.source, setting.draft.cue);
    let ends = [source.1, cue.1].into_iter().filter(|&end| end <= at).max();
    let between = match ends {
        Some(end) => end..at,
        None => at..source.0.min(cue.0).max(at),
    };
    let parts = class::RELATIVE | class::COORDINATOR | class::SUBORDINATOR;
    setting.in_source(at)
        || !between
            .into_iter()
            .any(|at| s.is(at, parts) && !s.is(at, class::PREPOSITION) || setting.in_content(at))
}

/// Returns the condition that a sentence tells of the source of the sentence before it: "They spoke
/// on condition of anonymity."
pub(super) fn told_next(s: Sentence<'_>) -> Option<(Range, Span)> {
    let pronoun = s.among(s.start, "he she they both all none neither");
    let role = s.among(s.start, "the both all")
        && (s.start + 1..s.end.min(s.start + 4)).any(|at| s.is(at, class::ROLE | class::GROUP));
    if !pronoun && !role {
        return None;
    }
    let free = |at: usize| matches!(s.kind(at), Some(Kind::Word | Kind::Other));
    let range = (s.start..s.end.min(s.start + 16))
        .filter(|&at| free(at) && is_secret(s, at))
        .find_map(|at| clause(s, at, &free))?;
    let span = Span::new(s.tokens[range.0].span.start, s.tokens[range.1 - 1].span.end);
    Some((range, span))
}

/// Whether the word at `at` tells that a source keeps its name, or speaks where few hear it.
fn is_secret(s: Sentence<'_>, at: usize) -> bool {
    let near = |before: usize, words: &str| {
        (at.saturating_sub(before).max(s.start)..at).any(|near| s.among(near, words))
    };
    let denied = |before: usize| {
        (at.saturating_sub(before).max(s.start)..at).any(|near| s.is(near, class::NOT))
            || near(before, "without declined refused unwilling declining")
    };
    if s.among(at, "anonymity anonymously closed-door off-the-record") {
        return true;
    }
    if s.among(at, "anonymous unnamed") {
        return near(2, "remain remaining stay be");
    }
    if s.among(at, "named identified quoted") {
        return denied(4);
    }
    if s.among(at, "authorised authorized permitted allowed cleared") {
        return denied(3);
    }
    if s.among(at, "authorisation authorization permission") {
        return near(2, "without lacked lacking");
    }
    if s.among(at, "name names") {
        return denied(5) && near(4, "give giving use using reveal disclose share have")
            || near(4, "withhold withholding")
            || (at + 1..at + 4).any(|next| s.among(next, "withheld used published given"));
    }
    if s.among(at, "background record") {
        return near(2, "on off deep");
    }
    if s.among(at, "doors") {
        return near(1, "closed");
    }
    s.among(
        at,
        "reprisal reprisals retaliation retribution repercussions",
    ) && near(4, "fear fears fearing feared avoid citing")
}

/// A condition behind the last comma of the sentence, which the content may have taken in: ", asking
/// that his name not be used".
fn tail(s: Sentence<'_>) -> Option<Range> {
    let close = s.close();
    let comma = (s.start..close)
        .rev()
        .find(|&at| s.kind(at) == Some(Kind::Comma))?;
    let opens = s.among(
        comma + 1,
        "speaking talking asking requesting declining insisting citing",
    ) || s.among(comma + 1, "on under")
        && (comma + 2..comma + 4).any(|at| s.among(at, "condition"));
    let free = |at: usize| at > comma && at < close;
    let told = (comma + 1..close).any(|at| free(at) && is_secret(s, at));
    (opens && told).then_some((comma + 1, close))
}

/// The clause around `at`: from the word that opens it to where the text is no longer `free`.
fn clause(s: Sentence<'_>, at: usize, free: &impl Fn(usize) -> bool) -> Option<Range> {
    let floor = (s.start..at)
        .rev()
        .find(|&before| !free(before))
        .map_or(s.start, |b| b + 1);
    let opens = |&before: &usize| s.among(before, OPENERS);
    let near = floor.max(at.saturating_sub(CLAUSE));
    let mut start = match (near..at).rev().find(opens) {
        Some(start) => start,
        None if s.among(at, "anonymously") => at,
        None => return None,
    };
    while start > floor && s.among(start - 1, LEADS) {
        start -= 1;
    }
    while start < at && s.among(start, "and was were been being only") {
        start += 1;
    }
    let mut end = run_end(s, at, free);
    // ", because they were not authorised to speak"
    if s.kind(end) == Some(Kind::Comma) && s.among(end + 1, REASONS) {
        let further = run_end(s, end + 1, free);
        if (end + 1..further).any(|next| is_secret(s, next)) {
            end = further;
        }
    }
    Some((start, end))
}

fn run_end(s: Sentence<'_>, at: usize, free: &impl Fn(usize) -> bool) -> usize {
    (at..s.end).find(|&next| !free(next)).unwrap_or(s.end)
}

/// "at a news conference", "during a hearing in Alder".
fn occasion(s: Sentence<'_>, at: usize, free: &impl Fn(usize) -> bool) -> Option<Range> {
    let from = at.saturating_sub(6).max(s.start);
    let start = (from..at)
        .rev()
        .take_while(|&before| free(before) && s.tokens[before].verb().is_none_or(|verb| verb.noun))
        .find(|&before| s.among(before, "at in during"))?;
    let ends = |next: usize| !free(next) || s.is(next, class::RELATIVE | class::TIME);
    let end = (at..s.end).find(|&next| ends(next)).unwrap_or(s.end);
    let end = (start + 1..end)
        .rev()
        .find(|&last| !s.is(last, class::PREPOSITION | class::DETERMINER))?;
    Some((start, end + 1))
}
