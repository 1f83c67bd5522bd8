//! The proper names of a document: who is in it, and by which shorter names they go.
//!
//! A name is a run of capitalized words outside quotations. Runs that share their last word, or
//! whose initials make an acronym of the text, name the same; the longest is the fullest.

use std::collections::BTreeMap;

use super::SourceKind;
use super::lexicon::class;
use super::paragraph::Paragraph;
use super::scan::{Kind, Token};
use crate::parse::BlockKind;

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// The fullest naming so far, without title and determiner.
    pub(super) name: String,
    pub(super) kind: SourceKind,
    pub(super) gender: Option<Gender>,
}

/// What a title or a noun tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    /// "Mrs", "spokeswoman".
    Female,
    /// "Mr", "spokesman".
    Male,
}

/// A place where an entity is named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming {
    /// First byte.
    pub(super) at: usize,
    pub(super) entity: usize,
    /// Whether it opens its sentence, as the subject often does.
    pub(super) leads: bool,
}

/// A run of capitalized words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// First token of the name itself, behind its titles.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) titled: bool,
    pub(super) gender: Option<Gender>,
}

/// How many entities of one short name are looked through, the last first.
const MOST_SHARING: usize = 100;

/// All names of a document.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) entities: Vec<Entity>,
    pub(super) namings: Vec<Naming>,
    /// Lower-case name, last word, acronym or role to the entities that it may mean, oldest first.
    keys: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// Collects the names of all paragraphs but headings, whose capitals mean nothing.
    pub(super) fn new(text: &str, paragraphs: &[Paragraph]) -> Self {
        let mut names = Self::default();
        for paragraph in paragraphs {
            if paragraph.kind == BlockKind::Heading {
                continue;
            }
            for &(start, end) in &paragraph.sentences {
                names.collect(text, &paragraph.tokens, start, end);
            }
        }
        names
    }

    fn collect(&mut self, text: &str, tokens: &[Token], start: usize, end: usize) {
        let mut at = start;
        let mut leads = true;
        while at < end {
            let Some(run) = run_at(text, tokens, at, end) else {
                leads &= !(tokens[at].is(class::PREDICATE)
                    || tokens[at].verb().is_some()
                    || tokens[at].is(class::RELATIVE));
                at += 1;
                continue;
            };
            at = run.end;
            let kind = kind_of(text, tokens, &run, start);
            let entity = self.add(&written(text, tokens, &run), kind, run.gender);
            // "the member for Ottercross": what a preposition binds is no subject
            let bound = run
                .start
                .checked_sub(1)
                .is_some_and(|before| before >= start && tokens[before].is(class::PREPOSITION));
            self.namings.push(Naming {
                at: tokens[run.start].span.start,
                entity,
                leads: leads && !bound,
            });
            self.add_aliases(text, tokens, &run, entity, (start, end));
        }
    }

    /// Adds a name, or finds the entity that it is a short form of.
    fn add(&mut self, name: &str, kind: SourceKind, gender: Option<Gender>) -> usize {
        let key = name.to_lowercase();
        let known = self.lookup(&key, kind);
        if let Some(entity) = known {
            let old = &mut self.entities[entity];
            old.gender = old.gender.or(gender);
            if name.len() > old.name.len() && kind == old.kind {
                name.clone_into(&mut old.name);
            }
            if gender.is_some() {
                old.kind = SourceKind::Person;
            }
            self.key(key, entity);
            return entity;
        }
        let entity = self.entities.len();
        self.entities.push(Entity {
            name: name.to_owned(),
            kind,
            gender,
        });
        let last = key.rsplit(' ').next().unwrap_or_default().to_owned();
        if last != key && last.len() > 2 {
            self.key(last, entity);
        }
        let initials: String = name
            .split(' ')
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .collect();
        if initials.chars().count() > 2 {
            self.key(initials.to_lowercase(), entity);
        }
        self.key(key, entity);
        entity
    }

    fn key(&mut self, key: String, entity: usize) {
        let known = self.keys.entry(key).or_default();
        if !known
            .iter()
            .rev()
            .take(MOST_SHARING)
            .any(|&known| known == entity)
        {
            known.push(entity);
        }
    }

    /// Returns the entity that the lower-case `key` means, if any of a fitting kind does.
    pub(super) fn lookup(&self, key: &str, kind: SourceKind) -> Option<usize> {
        let found = |key: &str| {
            let candidates = self.keys.get(key)?;
            candidates
                .iter()
                .rev()
                .take(MOST_SHARING)
                .copied()
                .find(|&entity| self.entities[entity].kind == kind)
                .or_else(|| candidates.last().copied().filter(|_| !key.contains(' ')))
        };
        found(key).or_else(|| {
            // "Tomas Eckhart" after "Mr Eckhart": the surname is known, alone
            let last = key.rsplit(' ').next()?;
            let entity = *self.keys.get(last)?.last()?;
            let known = self.entities[entity].name.to_lowercase();
            (last != key && known == last && self.entities[entity].kind == kind).then_some(entity)
        })
    }

    /// Returns the last entity named before byte `at` for which `fits` holds.
    pub(super) fn last_before(
        &self,
        at: usize,
        fits: impl Fn(&Entity, &Naming) -> bool,
    ) -> Option<usize> {
        let until = self.namings.partition_point(|naming| naming.at < at);
        self.namings[..until]
            .iter()
            .rev()
            .take(60)
            .find(|naming| fits(&self.entities[naming.entity], naming))
            .map(|naming| naming.entity)
    }

    /// Learns roles and acronyms from what stands around a name: "Ann Lee, the mayor", "(CSD)".
    fn add_aliases(
        &mut self,
        text: &str,
        tokens: &[Token],
        run: &Run,
        entity: usize,
        (start, end): (usize, usize),
    ) {
        let next = |at: usize| tokens.get(at).filter(|_| at < end);
        if next(run.end).is_some_and(|t| t.kind == Kind::Open)
            && next(run.end + 2).is_some_and(|t| t.kind == Kind::Close)
            && let Some(short) = next(run.end + 1)
            && short.capital
        {
            self.key(short.span.of(text).to_lowercase(), entity);
        }
        if next(run.end).is_some_and(|t| t.kind == Kind::Comma)
            && next(run.end + 1).is_some_and(|t| {
                t.is(class::DETERMINER | class::POSSESSIVE | class::ROLE | class::BODY)
                    || t.possessive
            })
        {
            let body = tokens[run.end + 1..end]
                .iter()
                .take(8)
                .take_while(|t| t.is_word() && !t.is(class::RELATIVE | class::PREPOSITION));
            for token in body.filter(|t| t.is(class::ROLE | class::BODY) && !t.possessive) {
                self.key(format!("@{}", token.span.of(text).to_lowercase()), entity);
            }
        }
        let titles = (start..run.start).rev().take(3);
        for at in titles.take_while(|&at| {
            tokens[at].is(class::ROLE | class::TITLE | class::BODY) && !tokens[at].possessive
        }) {
            self.key(
                format!("@{}", tokens[at].span.of(text).to_lowercase()),
                entity,
            );
        }
        if run.start >= start + 2
            && tokens[run.start - 1].kind == Kind::Comma
            && let Some(role) = (start..run.start - 1)
                .rev()
                .take(6)
                .take_while(|&at| tokens[at].is_word())
                .find(|&at| tokens[at].is(class::ROLE) && !tokens[at].capital)
        {
            // "the mayor of Brae, Tomas Eckhart"
            let definite = (start..role)
                .rev()
                .take(3)
                .any(|at| tokens[at].is(class::DETERMINER) || tokens[at].possessive);
            if definite && self.entities[entity].kind == SourceKind::Person {
                self.key(
                    format!("@{}", tokens[role].span.of(text).to_lowercase()),
                    entity,
                );
            }
        }
    }
}

/// Words inside a name of a body: "Ministry of Foreign Affairs".
const CONNECTORS: &[&str] = &[
    "of", "for", "de", "del", "la", "van", "von", "der", "al", "bin", "and", "the", "&",
];

/// Returns the run of capitals that begins at `at`.
pub(super) fn run_at(text: &str, tokens: &[Token], at: usize, end: usize) -> Option<Run> {
    let mut start = at;
    let mut gender = None;
    let mut titled = false;
    let first = tokens.get(at)?;
    let numbered = is_ordinal(first.span.of(text))
        && tokens
            .get(at + 1)
            .is_some_and(|t| t.capital && at + 1 < end);
    if !(first.capital || numbered) || first.possessive {
        return None;
    }
    if first.is(class::DETERMINER
        | class::SUBJECT
        | class::COORDINATOR
        | class::PREPOSITION
        | class::SUBORDINATOR
        | class::ADVERB
        | class::POSSESSIVE
        | class::TIME
        | class::PREDICATE
        | class::QUANTIFIER)
    {
        return None;
    }
    if matches!(first.span.of(text), "There" | "Here") {
        return None;
    }
    while start < end
        && tokens[start].is(class::TITLE)
        && tokens[start].capital
        && !tokens[start].possessive
    {
        gender = gender.or_else(|| gender_of(tokens[start].span.of(text)));
        titled = true;
        start += 1;
    }
    let mut stop = start + usize::from(numbered);
    while stop < end {
        let token = &tokens[stop];
        // "Doctors' Relief Circle"
        let plural = stop > start
            && matches!(token.span.of(text), "'" | "’")
            && token.span.start == tokens[stop - 1].span.end
            && tokens
                .get(stop + 1)
                .is_some_and(|t| t.capital && stop + 1 < end);
        if plural {
            stop += 1;
        } else if !token.is_word() {
            break;
        }
        let token = &tokens[stop];
        if token.capital && !(stop > start && token.is(class::TIME)) {
            stop += 1;
            if token.possessive {
                break;
            }
            continue;
        }
        let connector = CONNECTORS.contains(&token.span.of(text)) && stop > start;
        let bound = connector && connects(text, tokens, start, stop, end);
        if !bound {
            break;
        }
        stop += 1;
    }
    // "Officials said": a noun that opens a sentence is no name
    let noun = !titled && stop == start + 1 && tokens[start].is(class::ROLE | class::GROUP);
    if stop == start || noun {
        return None;
    }
    Some(Run {
        start,
        end: stop,
        titled,
        gender,
    })
}

/// "19th"
fn is_ordinal(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && ["th", "st", "nd", "rd"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// Whether the connector at `at` holds two parts of one name together.
fn connects(text: &str, tokens: &[Token], start: usize, at: usize, end: usize) -> bool {
    let word = tokens[at].span.of(text);
    let next = tokens.get(at + 1).filter(|_| at + 1 < end);
    if matches!(word, "and" | "the") {
        return word == "the"
            && at > start
            && tokens[at - 1].span.of(text) == "of"
            && next.is_some_and(|t| t.capital);
    }
    let body = tokens[start..at]
        .iter()
        .any(|t| t.is(class::BODY | class::DOCUMENT | class::ROLE));
    let name = !matches!(word, "of" | "for");
    let capital = next.is_some_and(|t| t.capital)
        || next.is_some_and(|t| t.span.of(text) == "the")
            && tokens
                .get(at + 2)
                .is_some_and(|t| t.capital && at + 2 < end);
    (body || name) && capital
}

pub(super) fn gender_of(word: &str) -> Option<Gender> {
    let lower = word.trim_end_matches('.').to_lowercase();
    match lower.as_str() {
        "mrs" | "ms" | "miss" | "lady" | "dame" | "spokeswoman" | "chairwoman"
        | "congresswoman" | "queen" | "princess" | "her" | "she" => Some(Gender::Female),
        "mr" | "mister" | "sir" | "lord" | "spokesman" | "chairman" | "congressman" | "king"
        | "prince" | "pope" | "his" | "he" => Some(Gender::Male),
        _ => None,
    }
}

/// Returns the run's name as written, without a possessive ending.
pub(super) fn written(text: &str, tokens: &[Token], run: &Run) -> String {
    let mut name = String::new();
    for token in &tokens[run.start..run.end] {
        if !name.is_empty() && token.is_word() {
            name.push(' ');
        }
        name.push_str(token.span.of(text));
    }
    let stem = name
        .strip_suffix("'s")
        .or_else(|| name.strip_suffix("’s"))
        .unwrap_or(&name);
    stem.to_owned()
}

/// Whether a name is of a person or of a body, by the words in and around it.
pub(super) fn kind_of(text: &str, tokens: &[Token], run: &Run, floor: usize) -> SourceKind {
    let words = &tokens[run.start..run.end];
    if run.titled {
        return SourceKind::Person;
    }
    let before = run
        .start
        .checked_sub(1)
        .filter(|&at| at >= floor)
        .map(|at| &tokens[at]);
    let bodied = words.iter().any(|t| {
        t.is(class::BODY | class::DOCUMENT | class::OUTLET)
            || is_connector(text, t)
            || is_masthead(t.span.of(text))
    });
    let acronym = words.len() == 1 && {
        let word = words[0].span.of(text);
        word.chars().filter(|c| c.is_uppercase()).count() > 1
    };
    let the = before.is_some_and(|t| t.span.of(text).eq_ignore_ascii_case("the"));
    let role =
        before.is_some_and(|t| t.is(class::ROLE | class::TITLE | class::KIN) && !t.possessive);
    let place = words.len() == 1
        && before.is_some_and(|t| {
            matches!(
                t.span.of(text),
                "in" | "In" | "from" | "to" | "into" | "across" | "inside"
            )
        });
    if role && !the {
        return SourceKind::Person;
    }
    if bodied || acronym || the || place {
        SourceKind::Organization
    } else {
        SourceKind::Person
    }
}

fn is_connector(text: &str, token: &Token) -> bool {
    matches!(token.span.of(text), "of" | "for" | "&")
}

/// Words that mastheads end in.
const MASTHEADS: &[&str] = &[
    "times",
    "post",
    "herald",
    "tribune",
    "gazette",
    "chronicle",
    "courier",
    "standard",
    "ledger",
    "journal",
    "daily",
    "news",
    "wire",
    "mirror",
    "telegraph",
    "guardian",
    "observer",
    "examiner",
    "independent",
    "star",
    "sun",
    "globe",
    "register",
    "dispatch",
    "sentinel",
    "inquirer",
    "press",
    "mail",
    "express",
    "echo",
    "argus",
    "mercury",
    "bulletin",
    "review",
    "monitor",
    "weekly",
    "magazine",
    "radio",
    "television",
    "tv",
    "vision",
    "reporter",
    "advertiser",
    "record",
    "bee",
    "banner",
    "citizen",
    "leader",
    "whistle",
    "today",
    "post-dispatch",
];

/// Whether a word is one that mastheads end in.
pub(super) fn is_masthead(word: &str) -> bool {
    let lower = word.to_lowercase();
    MASTHEADS.contains(&lower.as_str())
}
