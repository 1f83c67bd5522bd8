//! The name of a source: its own, or that of the body it speaks for.

use super::reading::Reading;
use super::{Resolver, span_of};
use crate::cite::lexicon::class;
use crate::cite::names::{Gender, Run};
use crate::cite::phrase::Range;
use crate::cite::scan::{Kind, Token};
use crate::cite::{SourceKind, names};

impl Resolver<'_> {
    pub(super) fn name(
        &self,
        tokens: &[Token],
        (start, end): Range,
        reading: &Reading,
    ) -> (String, SourceKind, Option<Gender>) {
        if let Some(language) = self.language {
            if let Some((name, kind)) = self.pronoun_foreign(language, tokens, (start, end)) {
                return (name, kind, None);
            }
            if reading.run.is_none() {
                let named = reading.kind == SourceKind::Person;
                let range = if named { reading.head } else { (start, end) };
                return (
                    tidy(span_of(tokens, range).of(self.text)),
                    reading.kind,
                    None,
                );
            }
        }
        if let Some(run) = &reading.run {
            return self.named(tokens, run, reading.kind);
        }
        let head = reading.head.0;
        let token = &tokens[head];
        let written = token.span.of(self.text);
        if end - start == 1 && token.is(class::SUBJECT | class::OBJECT) && !token.is(class::GROUP) {
            return self.pronoun(tokens, head, written);
        }
        if let Some(body) = self.voice_of(tokens, start, head, end) {
            return (body, SourceKind::Organization, names::gender_of(written));
        }
        let definite = tokens[start].is(class::DETERMINER | class::POSSESSIVE)
            && matches!(
                tokens[start].span.of(self.text).to_lowercase().as_str(),
                "the" | "his" | "her" | "its" | "their" | "this" | "that" | "our"
            );
        if definite && let Some(named) = self.described(tokens, start, head, end) {
            return named;
        }
        let phrase = (start, before_predicate(tokens, (head, end)));
        let phrase = span_of(tokens, phrase).of(self.text);
        (tidy(phrase), reading.kind, names::gender_of(written))
    }

    pub(super) fn named(
        &self,
        tokens: &[Token],
        run: &Run,
        kind: SourceKind,
    ) -> (String, SourceKind, Option<Gender>) {
        let name = names::written(self.text, tokens, run);
        match self.names.lookup(&name.to_lowercase(), kind) {
            Some(entity) => {
                let entity = &self.names.entities[entity];
                let fuller = if entity.name.len() > name.len() {
                    entity.name.clone()
                } else {
                    name
                };
                let kind = if run.titled { kind } else { entity.kind };
                (fuller, kind, entity.gender.or(run.gender))
            }
            None => (name, kind, run.gender),
        }
    }

    /// "a spokesman for X", "X's spokesman": X speaks.
    fn voice_of(&self, tokens: &[Token], start: usize, head: usize, end: usize) -> Option<String> {
        let word = tokens[head].span.of(self.text).to_lowercase();
        if !matches!(
            word.as_str(),
            "spokesman" | "spokeswoman" | "spokesperson" | "statement"
        ) {
            return None;
        }
        let asked = tokens[start..end].iter().any(|t| {
            matches!(
                t.span.of(self.text),
                "anonymity" | "anonymous" | "condition" | "unnamed" | "named" | "identified"
            )
        });
        if asked {
            return None;
        }
        let spoken_for = if tokens
            .get(head + 1)
            .is_some_and(|t| matches!(t.span.of(self.text), "for" | "by" | "from" | "of"))
        {
            (head + 2, end)
        } else if head > start
            && !tokens[head - 1].is(class::DETERMINER)
            && (tokens[head - 1].possessive
                || tokens[head - 1].capital
                || tokens[head - 1].is(class::BODY))
        {
            (start, head)
        } else {
            return None;
        };
        (spoken_for.0 < spoken_for.1).then(|| {
            let run = (spoken_for.0..spoken_for.1)
                .find_map(|at| names::run_at(self.text, tokens, at, spoken_for.1));
            let phrase = tidy(span_of(tokens, spoken_for).of(self.text));
            run.filter(|run| run.end == spoken_for.1 || tokens[run.end].kind == Kind::Comma)
                .map_or(phrase, |run| {
                    self.named(tokens, &run, SourceKind::Organization).0
                })
        })
    }
}

/// Where a phrase ends before a verb that no relative opens, as in "the newspaper has seen", of which
/// the source is only what stands before.
fn before_predicate(tokens: &[Token], (head, end): Range) -> usize {
    let rest = (head + 1..end).take_while(|&at| !tokens[at].is(class::RELATIVE));
    let mut rest = rest.take_while(|&at| tokens[at].is_word());
    rest.find(|&at| tokens[at].is(class::PREDICATE) && !tokens[at].capital)
        .unwrap_or(end)
}

/// A phrase as a name: without determiner, white space folded.
fn tidy(phrase: &str) -> String {
    let folded = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = ["the ", "The ", "a ", "an ", "A ", "An "]
        .iter()
        .find_map(|article| folded.strip_prefix(article))
        .unwrap_or(&folded);
    bare.trim_end_matches(',').to_owned()
}
