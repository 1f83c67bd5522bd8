//! What a phrase alone says of its source: its head, its name if it has one, its kind.

use super::Resolver;
use crate::cite::lexicon::class;
use crate::cite::names::Run;
use crate::cite::phrase::Range;
use crate::cite::scan::{Kind, Shape, Token};
use crate::cite::{SourceKind, names};

/// What a phrase says of its source, before the rest of the document is asked.
pub(super) struct Reading {
    pub(super) head: Range,
    pub(super) run: Option<Run>,
    pub(super) kind: SourceKind,
}

impl Resolver<'_> {
    /// Finds the head of the phrase and what kind of source it is.
    pub(super) fn read(&self, tokens: &[Token], (start, end): Range) -> Reading {
        if let Some(language) = self.language {
            return self.read_foreign(language, tokens, (start, end));
        }
        if let Some(maker) = maker(self.text, tokens, start, end) {
            return Reading {
                head: (maker.start, maker.end),
                run: Some(maker),
                kind: SourceKind::Organization,
            };
        }
        let core = core_end(self.text, tokens, start, end);
        let run = (start..core).rev().find_map(|at| {
            names::run_at(self.text, tokens, at, end)
                .filter(|run| {
                    run.end >= core
                        && run.start < core
                        && !(run.start == at && tokens[at].possessive)
                })
                .and_then(|_| widest_run(self.text, tokens, start, at, end))
        });
        if let Some(run) = run {
            let kind = names::kind_of(self.text, tokens, &run, start);
            return Reading {
                head: (run.start, run.end),
                run: Some(run),
                kind,
            };
        }
        let core = counted_end(self.text, tokens, (start, core), end);
        let head = core - 1;
        // "the Harbor Ledger newspaper"
        if tokens[head].is(class::OUTLET)
            && let Some(run) = (start..head)
                .find_map(|at| names::run_at(self.text, tokens, at, head))
                .filter(|run| run.end == head)
        {
            return Reading {
                head: (run.start, run.end),
                run: Some(run),
                kind: SourceKind::Organization,
            };
        }
        // "the mayor of Brae, Tomas Eckhart"
        if tokens[head].is(class::ROLE)
            && let Some(run) = apposed_name(self.text, tokens, head + 1, end)
        {
            return Reading {
                head: (run.start, run.end),
                run: Some(run),
                kind: SourceKind::Person,
            };
        }
        // "its coordinator, Amadou Keel,"
        if tokens[start].is(class::POSSESSIVE | class::DETERMINER)
            && let Some(run) = apposed_name(self.text, tokens, head + 1, end)
            && tokens[run.end..end].iter().all(|t| t.kind == Kind::Comma)
        {
            return Reading {
                head: (run.start, run.end),
                run: Some(run),
                kind: names::kind_of(self.text, tokens, &run, start),
            };
        }
        Reading {
            head: (head, head + 1),
            run: None,
            kind: self.unnamed_kind(tokens, start, head, end),
        }
    }

    fn unnamed_kind(&self, tokens: &[Token], start: usize, head: usize, end: usize) -> SourceKind {
        let token = &tokens[head];
        let word = token.span.of(self.text).to_lowercase();
        let first = &tokens[start];
        let indefinite = first.is(class::QUANTIFIER)
            || matches!(
                first.span.of(self.text).to_lowercase().as_str(),
                "a" | "an" | "another" | "some"
            );
        let hidden = tokens[start..end].iter().any(|t| {
            matches!(
                t.span.of(self.text),
                "familiar"
                    | "briefed"
                    | "anonymity"
                    | "knowledge"
                    | "close"
                    | "unnamed"
                    | "anonymous"
                    | "condition"
            )
        });
        let plural =
            word.ends_with('s') || matches!(word.as_str(), "people" | "men" | "women" | "police");
        // "one of them", "said one"
        let counted = token.is(class::OBJECT) || matches!(word.as_str(), "one" | "two" | "three");
        if hidden || counted && token.is_word() {
            SourceKind::Anonymous
        } else if token.is(class::BODY | class::DOCUMENT | class::OUTLET) && !token.is(class::ROLE)
        {
            SourceKind::Organization
        } else if token.is(class::GROUP) && plural && !token.is(class::ROLE) {
            SourceKind::Group
        } else if token.is(class::ROLE | class::KIN) {
            if indefinite || plural {
                SourceKind::Anonymous
            } else {
                SourceKind::Person
            }
        } else if token.is(class::GROUP) || plural || token.is(class::QUANTIFIER) {
            SourceKind::Group
        } else {
            SourceKind::Organization
        }
    }
}

/// Whose a document is: "imagery from the Skylark Observatory", "a clip put out by the brigade",
/// "the 19th Coastal's clip", "an assessment that the service presented".
fn maker(text: &str, tokens: &[Token], start: usize, end: usize) -> Option<Run> {
    let head = (start..end).find(|&at| tokens[at].is(class::DOCUMENT) && !tokens[at].capital)?;
    let plain = tokens[start..head].iter().all(|t| {
        t.is_word()
            && !t.is(class::PREPOSITION | class::RELATIVE | class::COORDINATOR | class::ROLE)
    });
    if !plain {
        return None;
    }
    if let Some(owner) = (start..head)
        .rev()
        .find(|&at| tokens[at].possessive && tokens[at].capital)
    {
        return (start..=owner)
            .find_map(|at| names::run_at(text, tokens, at, head))
            .filter(|run| run.end == owner + 1);
    }
    if tokens.get(head + 1).is_some_and(|t| t.is(class::RELATIVE)) {
        let run =
            (head + 2..end.min(head + 6)).find_map(|at| names::run_at(text, tokens, at, end))?;
        let whole = names::run_at(text, tokens, run.end, end)
            .filter(|_| tokens[run.end - 1].possessive)
            .unwrap_or(run);
        let acts = tokens.get(whole.end).filter(|_| whole.end < end);
        return acts
            .is_some_and(|t| t.shape == Shape::Ed || t.is(class::PREDICATE) || t.verb().is_some())
            .then_some(whole);
    }
    let by = (head + 1..end.min(head + 7))
        .find(|&at| matches!(tokens[at].span.of(text), "by" | "from"))?;
    let between = tokens[head + 1..by]
        .iter()
        .all(|t| t.is_word() && !t.is(class::RELATIVE));
    let run = (by + 1..end.min(by + 6)).find_map(|at| names::run_at(text, tokens, at, end))?;
    between.then_some(run)
}

/// Where the core of a phrase ends: before the first comma, preposition or relative.
fn core_end(text: &str, tokens: &[Token], start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        let token = &tokens[at];
        let stops = match token.kind {
            Kind::Word => {
                at > start
                    && (token.is(class::PREPOSITION | class::RELATIVE) && !token.is(class::TITLE)
                        || token.span.of(text) == "and"
                        || matches!(
                            token.span.of(text),
                            "briefed"
                                | "familiar"
                                | "close"
                                | "named"
                                | "involved"
                                | "put"
                                | "posted"
                                | "given"
                                | "shown"
                                | "taken"
                        )
                        || token.is(class::PREDICATE) && !token.capital
                        || token.verb().is_some()
                            && !token.capital
                            && !token
                                .is(class::ROLE | class::BODY | class::DOCUMENT | class::UTTERANCE))
            }
            Kind::Other => false,
            Kind::Quotation => at > start && !tokens[at - 1].capital,
            _ => at > start,
        };
        if stops {
            break;
        }
        at += 1;
    }
    at.max(start + 1).min(end)
}

/// Where the core ends if it only counts: "one of the investigators", "dozens of witnesses".
fn counted_end(text: &str, tokens: &[Token], (start, core): Range, end: usize) -> usize {
    let head = &tokens[core - 1];
    let counts = head.is(class::QUANTIFIER)
        || matches!(
            head.span.of(text),
            "number" | "group" | "handful" | "couple" | "pair" | "Dozens" | "Scores" | "scores"
        );
    let of = core + 1 < end && tokens[core].span.of(text) == "of";
    if counts && of {
        core_end(text, tokens, core + 1, end).max(start + 1)
    } else {
        core
    }
}

/// Walks back from `at` to the widest run that still ends at the same place.
fn widest_run(text: &str, tokens: &[Token], start: usize, at: usize, end: usize) -> Option<Run> {
    let here = names::run_at(text, tokens, at, end)?;
    (start..=at)
        .find_map(|first| names::run_at(text, tokens, first, end).filter(|run| run.end == here.end))
}

/// A name in apposition to a role: ", Tomas Eckhart".
fn apposed_name(text: &str, tokens: &[Token], from: usize, end: usize) -> Option<Run> {
    let comma = (from..end).find(|&at| tokens[at].kind == Kind::Comma)?;
    let run = names::run_at(text, tokens, comma + 1, end)?;
    (run.end - run.start >= 2).then_some(run)
}
