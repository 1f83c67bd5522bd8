//! What a phrase of another language than English says of its source.

use super::Resolver;
use super::reading::Reading;
use crate::cite::language::{Language, is_caseless, role};
use crate::cite::names::Run;
use crate::cite::phrase::Range;
use crate::cite::scan::{Shape, Token};
use crate::cite::{SourceKind, names};

impl Resolver<'_> {
    /// Without word classes: the first name of two words or more, or a name behind "by".
    pub(super) fn read_foreign(
        &self,
        language: &Language,
        tokens: &[Token],
        (start, end): Range,
    ) -> Reading {
        let runs = self.runs(tokens, (start, end));
        let by = |run: &&Run| {
            run.start > start
                && matches!(
                    tokens[run.start - 1].span.of(self.text),
                    "por" | "par" | "von" | "da"
                )
        };
        let full = |run: &&Run| run.end - run.start > 1;
        let leads = |run: &&Run| run.start <= start + 1;
        let run = runs
            .iter()
            .find(by)
            .or_else(|| runs.iter().find(full))
            .or_else(|| runs.iter().find(leads))
            .copied();
        let is = |at: usize, role: u32| language.roles(tokens[at].span.of(self.text)) & role != 0;
        if run.is_none_or(|run| is(run.start, role::PEOPLE | role::COUNT)) {
            return self.unnamed_foreign(language, tokens, (start, end));
        }
        let body =
            run.is_some_and(|run| by(&&run) || run.start > start + 1 && run.end - run.start < 2);
        Reading {
            head: run.map_or((start, end), |run| (run.start, run.end)),
            kind: if body {
                SourceKind::Organization
            } else {
                SourceKind::Person
            },
            run,
        }
    }

    /// The names in a phrase; one short word at its beginning is an article.
    fn runs(&self, tokens: &[Token], (start, end): Range) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut at = start;
        while at < end {
            match names::run_at(self.text, tokens, at, end).filter(|run| {
                run.end - run.start > 1
                    || at > start
                    || end - start == 1
                    || tokens[at].span.len() > 3
            }) {
                Some(run) => {
                    at = run.end;
                    runs.push(run);
                }
                None => at += 1,
            }
        }
        runs
    }

    /// Without a name in capitals: people who are not named, or in scripts without capitals a name
    /// beside a title.
    fn unnamed_foreign(
        &self,
        language: &Language,
        tokens: &[Token],
        (start, end): Range,
    ) -> Reading {
        let roles = |at: usize| language.roles(tokens[at].span.of(self.text));
        let has = |role: u32| (start..end).rev().find(|&at| roles(at) & role != 0);
        let written = |at: usize| is_caseless(tokens[at].span.of(self.text));
        let title = has(role::TITLE).filter(|&title| written(title));
        let counted = (start..end)
            .any(|at| roles(at) & role::COUNT != 0 || tokens[at].shape == Shape::Number);
        let people = has(role::PEOPLE);
        let reading = |head: Range, kind| Reading {
            head,
            run: None,
            kind,
        };
        match (people, title) {
            (Some(people), _) => reading((people, people + 1), SourceKind::Anonymous),
            (None, Some(_)) if counted => reading((start, end), SourceKind::Anonymous),
            // 发言人毛宁
            (None, Some(title)) if title + 1 < end && tokens[title + 1].is_word() => {
                reading((title + 1, end), SourceKind::Person)
            }
            (None, Some(_)) => reading((start, end), SourceKind::Person),
            (None, None) if self.is_person_name(tokens, (start, end)) => {
                reading((start, end), SourceKind::Person)
            }
            (None, None) => reading((start, end), SourceKind::Organization),
        }
    }

    /// Whether a phrase is one word with a point between its parts: 约翰·史密斯.
    fn is_person_name(&self, tokens: &[Token], (start, end): Range) -> bool {
        end - start == 1 && tokens[start].span.of(self.text).contains(['·', '・'])
    }

    /// The source that a pronoun points back to.
    pub(super) fn pronoun_foreign(
        &self,
        language: &Language,
        tokens: &[Token],
        (start, end): Range,
    ) -> Option<(String, SourceKind)> {
        let pronoun = end - start == 1
            && language.roles(tokens[start].span.of(self.text)) & role::PRONOUN != 0;
        let last = self.seen.last().filter(|_| pronoun)?;
        Some((last.name.clone(), last.kind))
    }
}
