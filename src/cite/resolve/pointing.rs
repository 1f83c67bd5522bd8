//! Sources that point back: pronouns, "the mayor", "the ministry", "the service's analysts".

use super::{Resolver, Seen};
use crate::cite::lexicon::class;
use crate::cite::names::Gender;
use crate::cite::phrase::Range;
use crate::cite::scan::{Kind, Token};
use crate::cite::{SourceKind, names, phrase};

/// How many sources back one is looked for that a pronoun or a role may mean: more than an article
/// has, so that a book without a fitting one costs no more a page.
const MOST_SEEN: usize = 300;

impl Resolver<'_> {
    pub(super) fn pronoun(
        &self,
        tokens: &[Token],
        head: usize,
        written: &str,
    ) -> (String, SourceKind, Option<Gender>) {
        let at = tokens[head].span.start;
        let lower = written.to_lowercase();
        let own = || (written.to_owned(), SourceKind::Group, None);
        match lower.as_str() {
            "he" | "she" | "him" | "her" | "he's" | "she's" => {
                let gender = names::gender_of(if lower.starts_with('s') || lower == "her" {
                    "she"
                } else {
                    "he"
                });
                self.person_before(at, gender).map_or_else(
                    || (written.to_owned(), SourceKind::Person, gender),
                    |name| (name, SourceKind::Person, gender),
                )
            }
            "it" => self
                .seen_before(at, |seen| seen.kind == SourceKind::Organization)
                .or_else(|| self.leading(at, SourceKind::Organization))
                .map_or_else(
                    || (written.to_owned(), SourceKind::Organization, None),
                    |name| (name, SourceKind::Organization, None),
                ),
            "they" => self
                .recent()
                .find(|seen| seen.kind != SourceKind::Person && at.saturating_sub(seen.at) < 1500)
                .map_or_else(own, |seen| (seen.name.clone(), seen.kind, None)),
            "i" | "my" => match self.author {
                Some(author) => (author.to_owned(), SourceKind::Person, None),
                None => (written.to_owned(), SourceKind::Person, None),
            },
            "who" | "which" | "that" => match antecedent(tokens, head) {
                Some(range) if range.1 - range.0 > 1 || !tokens[range.0].is(class::SUBJECT) => {
                    let reading = self.read(tokens, range);
                    self.name(tokens, range, &reading)
                }
                _ => own(),
            },
            _ => own(),
        }
    }

    fn person_before(&self, at: usize, gender: Option<Gender>) -> Option<String> {
        let agrees = |other: Option<Gender>| other.is_none() || gender.is_none() || other == gender;
        let spoke = self
            .recent()
            .find(|seen| seen.at < at && seen.kind == SourceKind::Person && agrees(seen.gender));
        let until = self.names.namings.partition_point(|naming| naming.at < at);
        let leads = self.names.namings[..until]
            .iter()
            .rev()
            .take(60)
            .find(|naming| {
                let entity = &self.names.entities[naming.entity];
                naming.leads && entity.kind == SourceKind::Person && agrees(entity.gender)
            });
        match (spoke, leads) {
            (Some(seen), Some(naming)) if naming.at > seen.at => {
                Some(self.names.entities[naming.entity].name.clone())
            }
            (Some(seen), _) => Some(seen.name.clone()),
            (None, Some(naming)) => Some(self.names.entities[naming.entity].name.clone()),
            (None, None) => None,
        }
    }

    /// The sources before this one, the last first.
    fn recent(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().rev().take(MOST_SEEN)
    }

    fn seen_before(&self, at: usize, fits: impl Fn(&Seen) -> bool) -> Option<String> {
        self.recent()
            .find(|seen| seen.at < at && fits(seen))
            .map(|seen| seen.name.clone())
    }

    fn leading(&self, at: usize, kind: SourceKind) -> Option<String> {
        self.names
            .last_before(at, |entity, naming| naming.leads && entity.kind == kind)
            .map(|entity| self.names.entities[entity].name.clone())
    }

    /// "the mayor", "the ministry", "the service's analysts".
    pub(super) fn described(
        &self,
        tokens: &[Token],
        start: usize,
        head: usize,
        end: usize,
    ) -> Option<(String, SourceKind, Option<Gender>)> {
        let at = tokens[start].span.start;
        // "the service's analysts": whose they are is what the source is
        if let Some(owner) = (start + 1..head)
            .rev()
            .find(|&o| owns(self.text, &tokens[o]))
        {
            let stem = stem(tokens[owner].span.of(self.text));
            if let Some(entity) = self.names.lookup(&stem, SourceKind::Organization) {
                let entity = &self.names.entities[entity];
                return Some((entity.name.clone(), entity.kind, None));
            }
            return None;
        }
        let word = tokens[head].span.of(self.text).to_lowercase();
        let bare = head + 1 >= end || tokens[head + 1].kind == Kind::Comma || head - start <= 2;
        if !bare {
            return None;
        }
        let role = format!("@{word}");
        let by_role = self
            .names
            .lookup(&role, SourceKind::Person)
            .or_else(|| self.names.lookup(&role, SourceKind::Organization));
        if let Some(entity) = by_role {
            let entity = &self.names.entities[entity];
            return Some((entity.name.clone(), entity.kind, entity.gender));
        }
        let token = &tokens[head];
        if token.is(class::BODY | class::OUTLET) {
            let suffix = format!(" {word}");
            let by_word = self
                .names
                .lookup(&word, SourceKind::Organization)
                .map(|entity| self.names.entities[entity].name.clone())
                .or_else(|| {
                    self.seen_before(at, |seen| seen.name.to_lowercase().ends_with(&suffix))
                });
            let name = by_word.or_else(|| {
                (head == start + 1).then(|| self.body_before(at, token.is(class::OUTLET)))?
            })?;
            return Some((name, SourceKind::Organization, None));
        }
        if token.is(class::ROLE) {
            let fits = |seen: &Seen| {
                seen.kind != SourceKind::Person && seen.name.to_lowercase().contains(&word)
            };
            let earlier = self.recent().find(|seen| seen.at < at && fits(seen))?;
            return Some((earlier.name.clone(), earlier.kind, earlier.gender));
        }
        None
    }

    /// The body named last before `at`, for "the insurer" or "the newspaper".
    fn body_before(&self, at: usize, outlet: bool) -> Option<String> {
        let named = self.names.last_before(at, |entity, naming| {
            entity.kind == SourceKind::Organization
                && if outlet {
                    entity.name.split(' ').any(names::is_masthead)
                } else {
                    naming.leads
                }
        });
        named.map(|entity| self.names.entities[entity].name.clone())
    }
}

/// The phrase that a relative pronoun stands for: "the officer who", "the officer, who".
fn antecedent(tokens: &[Token], relative: usize) -> Option<Range> {
    let comma = relative.checked_sub(1)?;
    let end = match tokens[comma].kind {
        Kind::Comma => comma,
        _ => relative,
    };
    phrase::left(tokens, 0, end)
}

/// Whether a word is a lower-case noun in the possessive: "the service's".
fn owns(text: &str, token: &Token) -> bool {
    token.is_word() && !token.capital && {
        let word = token.span.of(text);
        word.ends_with("'s") || word.ends_with("’s")
    }
}

fn stem(word: &str) -> String {
    word.trim_end_matches("'s")
        .trim_end_matches("’s")
        .to_lowercase()
}
