//! What was learnt from annotated articles, on top of the rules.
//!
//! The rules of `english` propose attributions; a log-linear model then goes through every word of
//! a sentence that may be a cue and decides four things in turn: whether it is one, who its source
//! is, on which side of it the content stands, and where that begins and ends. What the rules say
//! is among the features of each decision, beside the words, the word classes and the marks around.
//! Each decision has a probability; what all of them make together must be certain enough, or there
//! is no attribution.
//!
//! Attributions that the rules find by a cue that is no candidate here stay as they are, as do
//! cues of several verbs, joined sources and those behind a source, which the corpus does not annotate.

mod choice;
mod content;
mod counts;
mod cue;
mod model;
mod reach;
mod source;
pub mod training;
mod view;

use super::draft::Draft;
use super::english::cue::names_or_summons;
use super::lexicon::class;
use super::phrase::Range;
use super::scan::Kind;
use super::sentence::Sentence;
use choice::{choose, dice, jaccard};
use content::{Anchor, SIDES, Side, Step};
use source::SourceOption;
use view::View;

pub use model::Model;

// The corpus is of one topic and one country, and the rules are of neither: so the model must be surer
// to find what they do not than to keep what they do. Of values that do equally well in
// cross-validation these favour precision.

/// How probable a cue must be, by itself, for its source and content to be looked for; 0 to 1.
const LIKELY: f32 = 0.15;

/// How certain an attribution of a cue that the rules know must be, all in all; 0 to 1.
const SURE_RULED: f32 = 0.30;

/// How certain an attribution must be that the rules do not find; 0 to 1.
const SURE_UNRULED: f32 = 0.40;

/// How certain an attribution must be that alone accounts for a quotation.
const SURE_QUOTED: f32 = 0.20;

/// From how many words on a quotation is somebody's words for certain, and no name or term.
const QUOTED_WORDS: usize = 4;

// The leanings are in units of 1/1024 of log odds.

/// What the source that the rules give has before other phrases.
const LEAN_SOURCE: i32 = 400;

/// What the side that the rules give has before others.
const LEAN_SIDE: i32 = 1500;

/// What a place that the rules give has before others.
const LEAN_PLACE: i32 = 500;

/// Returns the attributions of a sentence by the model, given those of the rules.
pub(super) fn revise(model: &Model, s: Sentence<'_>, rules: Vec<Draft>) -> Vec<Draft> {
    let v = View::new(s, &rules);
    let signed = rules.len() == 1 && s.kind(rules[0].cue.0) == Some(Kind::Dash);
    if v.candidates.is_empty() || signed {
        return rules;
    }
    let mut found: Vec<Draft> = Vec::new();
    let mut doubtful: Vec<(Draft, f32)> = Vec::new();
    for (index, &candidate) in v.candidates.iter().enumerate() {
        let joined = v.ruled(candidate);
        if joined.len() > 1 || v.is_compound(candidate) {
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
        let likely =
            choice::probability(model.score(|sink| cue::describe(&v, index, &found, sink)));
        if said || likely < LIKELY {
            continue;
        }
        // "called a meeting" says nothing
        if s.word_is(candidate.main, &["called", "calls"])
            && names_or_summons(s, candidate.main, candidate.range.1)
        {
            continue;
        }
        let sure = if candidate.rule.is_some() {
            SURE_RULED
        } else {
            SURE_UNRULED
        };
        let Some((draft, certainty)) = read(model, &v, index, &found) else {
            continue;
        };
        if found.last().is_some_and(|last| begins_with(last, &draft)) {
            continue;
        }
        if likely * certainty >= sure {
            found.push(draft);
        } else if likely * certainty >= SURE_QUOTED {
            doubtful.push((draft, likely * certainty));
        }
    }
    found.extend(quoting(s, &found, doubtful));
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

/// Of the attributions that are not certain enough, those that alone account for a quotation, the more
/// certain of two: whoever quotes at length mostly says whom.
fn quoting(s: Sentence<'_>, found: &[Draft], mut doubtful: Vec<(Draft, f32)>) -> Vec<Draft> {
    let mut open: Vec<usize> = (s.start..s.end)
        .filter(|&at| s.tokens[at].kind == Kind::Quotation)
        .filter(|&at| s.word(at).split_whitespace().count() >= QUOTED_WORDS)
        .filter(|&at| !found.iter().any(|draft| holds(draft, at)))
        .collect();
    doubtful.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut kept = Vec::new();
    for (draft, _) in doubtful {
        let covered = open.len();
        open.retain(|&at| !holds(&draft, at));
        if open.len() < covered {
            kept.push(draft);
        }
    }
    kept
}

/// Whether the token at `at` is part of what was said.
fn holds(draft: &Draft, at: usize) -> bool {
    draft.content.iter().any(|part| part.0 <= at && at < part.1)
}

/// Source and content of an accepted cue, with how certain they are.
fn read(model: &Model, v: &View<'_>, index: usize, before: &[Draft]) -> Option<(Draft, f32)> {
    let candidate = v.candidates[index];
    let options: Vec<(SourceOption, i32)> = source::options(v, index, before)
        .into_iter()
        .map(|option| {
            let ruled = v
                .rule(candidate)
                .is_some_and(|rule| rule.source == option.range);
            let score = model.score(|sink| source::describe(v, index, option, sink));
            (option, score + if ruled { LEAN_SOURCE } else { 0 })
        })
        .collect();
    let source = choose(&options, |one, other| match (one.range, other.range) {
        (Some(one), Some(other)) => dice(one, other),
        (None, None) => 1.0,
        _ => 0.0,
    })?;
    let anchor = Anchor::new(v, candidate, source.option.range);
    let (content, certainty) = content(model, v, &anchor, before)?;
    // the cue as the rules have it, or the candidate's verb group
    let cue = v.rule(candidate).map_or(candidate.range, |rule| rule.cue);
    let behind = v
        .rule(candidate)
        .map_or(Vec::new(), |rule| rule.behind.clone());
    let draft = Draft {
        behind,
        ..Draft::new(source.option.range, cue, content)
    };
    Some((draft, source.certainty * certainty))
}

fn content(
    model: &Model,
    v: &View<'_>,
    anchor: &Anchor,
    drafts: &[Draft],
) -> Option<(Vec<Range>, f32)> {
    let sides: Vec<(Side, i32)> = SIDES
        .into_iter()
        .filter(|side| side.fits(v, anchor))
        .map(|side| {
            let ruled = v.rule(anchor.candidate).and_then(Side::of) == Some(side);
            let score = model.score(|sink| content::describe_side(v, anchor, side, sink));
            (side, score + if ruled { LEAN_SIDE } else { 0 })
        })
        .collect();
    let side = choose(&sides, |one, other| if one == other { 1.0 } else { 0.0 })?;
    let mut certainty = side.certainty;
    let mut place = |step: Step, cut: &dyn Fn(usize) -> Range| {
        let places: Vec<(usize, i32)> = step
            .options(v, drafts)
            .into_iter()
            .map(|at| {
                let score = model.score(|sink| step.describe(v, anchor, at, sink));
                (at, score + if step.is_ruled(at) { LEAN_PLACE } else { 0 })
            })
            .collect();
        let place = choose(&places, |one, other| jaccard(cut(one), cut(other)))?;
        certainty *= place.certainty;
        Some(place.option)
    };
    let mut parts = Vec::new();
    if side.option != Side::Behind
        && let Some(start) = place(Step::start_before(v, anchor), &|start| {
            (start, anchor.before)
        })
    {
        parts.push((start, anchor.before));
    }
    if side.option != Side::Before
        && let Some(start) = place(Step::start_behind(v, anchor, side.option), &|start| {
            (start, v.s.close().max(start))
        })
        && let Some(end) = place(Step::end_behind(v, anchor, side.option, start), &|end| {
            (start, end.max(start))
        })
    {
        parts.push((start, end));
    }
    parts.retain(|part| part.0 < part.1 && v.s.words_in(part.0, part.1) > 0);
    (!parts.is_empty()).then_some((parts, certainty))
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

#[cfg(test)]
mod tests {
    use super::super::tests_support::document;
    use super::super::{Attribution, attributions, attributions_by};
    use super::*;

    fn shown(text: &str, found: &[Attribution]) -> Vec<String> {
        found
            .iter()
            .map(|found| {
                let source = found
                    .source
                    .as_ref()
                    .map_or("-", |source| source.span.of(text));
                let content: Vec<&str> = found.content.iter().map(|part| part.of(text)).collect();
                format!(
                    "{source} | {} | {}",
                    found.cue.of(text),
                    content.join(" … ")
                )
            })
            .collect()
    }

    fn read(text: &str) -> Vec<String> {
        shown(text, &attributions(&document(text)))
    }

    #[test]
    fn the_speaker_behind_a_clause_is_its_source() {
        assert_eq!(
            read("No soldier of Orvany is in Maredane, says the foreign ministry."),
            ["the foreign ministry | says | No soldier of Orvany is in Maredane"]
        );
    }

    #[test]
    fn what_a_source_adds_is_its_own() {
        assert_eq!(
            read("The mayor said that the bridge was safe, adding that it had been built to last."),
            [
                "The mayor | said | that the bridge was safe",
                "The mayor | adding | that it had been built to last",
            ]
        );
    }

    #[test]
    fn who_heard_it_is_no_content() {
        let found = read("The ferry sailed at night, the mayor has told Radio Tolvia.");
        assert_eq!(found, ["the mayor | has told | The ferry sailed at night"]);
    }

    #[test]
    fn a_model_that_has_learnt_nothing_finds_nothing_of_its_own() {
        let nothing = Model::from_bytes(&[]);
        let text =
            "The mayor threw her hands up, lamenting nothing. Officials fear that it will rain.";
        assert!(attributions_by(&document(text), &nothing).is_empty());
    }

    #[test]
    fn none_is_within_another() {
        for text in [
            "A poll found that most voters said the mayor lied.",
            "“He told me that she said so,” Ann Lee told reporters, adding that she had said so before.",
        ] {
            let found = attributions(&document(text));
            for one in &found {
                let inside = |other: &Attribution| {
                    other
                        .content
                        .iter()
                        .any(|part| part.start <= one.cue.start && one.cue.end <= part.end)
                };
                assert!(!found.iter().any(inside), "{text}");
            }
        }
    }
}
