//! What was learnt from annotated articles, on top of the rules.
//!
//! The rules of `english` propose attributions; a log-linear model then goes through every word of
//! a sentence that may be a cue and decides four things in turn: whether it is one, who its source
//! is, on which side of it the content stands, and where that begins and ends. What the rules say
//! is among the features of each decision, beside the words, the word classes and the marks around.
//!
//! Attributions that the rules find by a cue that is no candidate here stay as they are, as do
//! joined sources and those behind a source, which the corpus does not annotate.

mod content;
mod cue;
mod model;
mod source;
pub mod training;
mod view;

use super::draft::Draft;
use super::lexicon::class;
use super::phrase::Range;
use super::scan::Kind;
use super::sentence::Sentence;
use content::{Anchor, SIDES, Side, Step};
use view::View;

pub use model::Model;

// The thresholds and the leanings are in units of 1/1024 of log odds. The corpus is of one topic and
// one country, and the rules are of neither: so the model must be surer to find what they do not than
// to keep what they do. Among values that are equal in cross-validation these favour precision.

/// From which score on a cue of the rules is kept.
const RULED: i32 = -300;

/// From which score on a candidate that the rules pass over is a cue.
const UNRULED: i32 = 700;

/// What the source that the rules give has before other phrases.
const LEAN_SOURCE: i32 = 700;

/// What the side that the rules give has before others.
const LEAN_SIDE: i32 = 500;

/// What a place that the rules give has before others.
const LEAN_PLACE: i32 = 1000;

/// Returns the attributions of a sentence by the model, given those of the rules.
pub(super) fn revise(model: &Model, s: Sentence<'_>, rules: Vec<Draft>) -> Vec<Draft> {
    let v = View::new(s, &rules);
    let signed = rules.len() == 1 && s.kind(rules[0].cue.0) == Some(Kind::Dash);
    if v.candidates.is_empty() || signed {
        return rules;
    }
    let mut found: Vec<Draft> = Vec::new();
    for (index, &candidate) in v.candidates.iter().enumerate() {
        let joined = v.ruled(candidate);
        if joined.len() > 1 {
            if candidate
                .rule
                .is_some_and(|rule| !found.iter().any(|known| known.cue == rules[rule].cue))
            {
                found.extend(joined.into_iter().cloned());
            }
            continue;
        }
        let said = found
            .last()
            .is_some_and(|last| last.cue.0 <= candidate.main && candidate.main < last.cue.1);
        let enough = if candidate.rule.is_some() {
            RULED
        } else {
            UNRULED
        };
        if said || model.score(|sink| cue::describe(&v, index, &found, sink)) < enough {
            continue;
        }
        let read = read(model, &v, index, &found);
        let repeats = |draft: &Draft| found.last().is_some_and(|last| begins_with(last, draft));
        found.extend(read.filter(|draft| !repeats(draft)));
    }
    let kept = rules.iter().enumerate().filter(|&(at, _)| {
        !v.candidates.iter().any(|candidate| {
            candidate
                .rule
                .is_some_and(|rule| rules[rule].cue == rules[at].cue)
        })
    });
    found.extend(kept.map(|(_, draft)| draft.clone()));
    found.sort_by_key(|draft| draft.cue);
    outermost(s, found)
}

/// Source and content of an accepted cue.
fn read(model: &Model, v: &View<'_>, index: usize, before: &[Draft]) -> Option<Draft> {
    let candidate = v.candidates[index];
    let options = source::options(v, index, before);
    let source = best(options, |&option| {
        let ruled = v
            .rule(candidate)
            .is_some_and(|rule| rule.source == option.range);
        let score = model.score(|sink| source::describe(v, index, option, sink));
        score + if ruled { LEAN_SOURCE } else { 0 }
    })
    .and_then(|option| option.range);
    let anchor = Anchor::new(v, candidate, source);
    let content = content(model, v, &anchor, before);
    if content.is_empty() {
        return None;
    }
    // the cue as the rules have it, or the candidate's verb group
    let cue = v.rule(candidate).map_or(candidate.range, |rule| rule.cue);
    let behind = v
        .rule(candidate)
        .map_or(Vec::new(), |rule| rule.behind.clone());
    Some(Draft {
        behind,
        ..Draft::new(source, cue, content)
    })
}

fn content(model: &Model, v: &View<'_>, anchor: &Anchor, drafts: &[Draft]) -> Vec<Range> {
    let possible = SIDES.into_iter().filter(|side| side.fits(v, anchor));
    let Some(side) = best(possible, |&side| {
        let ruled = v.rule(anchor.candidate).and_then(Side::of) == Some(side);
        let score = model.score(|sink| content::describe_side(v, anchor, side, sink));
        score + if ruled { LEAN_SIDE } else { 0 }
    }) else {
        return Vec::new();
    };
    let place = |step: Step| {
        best(step.options(v, drafts), |&at| {
            let score = model.score(|sink| step.describe(v, anchor, at, sink));
            score + if step.is_ruled(at) { LEAN_PLACE } else { 0 }
        })
    };
    let mut parts = Vec::new();
    if side != Side::Behind
        && let Some(start) = place(Step::start_before(v, anchor))
    {
        parts.push((start, anchor.before));
    }
    if side != Side::Before
        && let Some(start) = place(Step::start_behind(v, anchor, side))
        && let Some(end) = place(Step::end_behind(v, anchor, side, start))
    {
        parts.push((start, end));
    }
    parts.retain(|part| part.0 < part.1 && v.s.words_in(part.0, part.1) > 0);
    parts
}

/// The option with the highest score; of equals the first.
fn best<T>(options: impl IntoIterator<Item = T>, score: impl Fn(&T) -> i32) -> Option<T> {
    let mut best: Option<(i32, T)> = None;
    for option in options {
        let here = score(&option);
        if best.as_ref().is_none_or(|&(known, _)| here > known) {
            best = Some((here, option));
        }
    }
    best.map(|(_, option)| option)
}

/// Whether the last stretch of both begins at the same place: "he said this: …".
fn begins_with(one: &Draft, other: &Draft) -> bool {
    let start = |draft: &Draft| draft.content.last().map(|part| part.0);
    start(one) == start(other)
}

/// Leaves no attribution within the content of another. A cue that the model took for one although
/// it stands in the content of the cue before it ends that content; where nothing would be left of
/// it, the outer attribution stays.
fn outermost(s: Sentence<'_>, mut found: Vec<Draft>) -> Vec<Draft> {
    for inner in 0..found.len() {
        for outer in 0..inner {
            if within(&found[inner], &found[outer]) {
                let mut cut = found[outer].clone();
                cut.truncate(beginning(s, &found[inner], cut.cue.1));
                if cut
                    .content
                    .iter()
                    .any(|part| s.words_in(part.0, part.1) > 0)
                {
                    found[outer] = cut;
                }
            }
        }
    }
    let all = found.clone();
    found.retain(|draft| {
        !all.iter()
            .any(|other| within(draft, other) && !within(other, draft))
    });
    found
}

fn within(inner: &Draft, outer: &Draft) -> bool {
    inner.cue != outer.cue
        && outer
            .content
            .iter()
            .any(|part| part.0 <= inner.cue.0 && inner.cue.1 <= part.1)
}

/// Where the clause of a draft begins, with the mark and the conjunction that lead to it.
fn beginning(s: Sentence<'_>, draft: &Draft, floor: usize) -> usize {
    let mut at = match draft.source {
        Some(source) if source.1 <= draft.cue.0 => source.0,
        _ => draft.cue.0,
    };
    while at > floor
        && (matches!(
            s.tokens[at - 1].kind,
            Kind::Comma | Kind::Dash | Kind::Semicolon
        ) || s.is(at - 1, class::COORDINATOR | class::SUBORDINATOR))
    {
        at -= 1;
    }
    at
}
