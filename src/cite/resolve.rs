//! Sources to names: heads, kinds and the fullest naming in the document.
//!
//! Pronouns go to the last fitting source or leading name before them, surnames and acronyms to the
//! longest name that they abbreviate, roles ("the mayor") to the name that was put beside the role.
//! What stays unnamed keeps its own words.

use super::language;
use super::lexicon::class;
use super::names::{self, Gender, Names, Run};
use super::paragraph::Paragraph;
use super::phrase::{self, Range};
use super::scan::{Kind, Token};
use super::{Attribution, Found, Quotation, Source, SourceKind};
use crate::parse::Document;
use crate::text::Span;

/// A source that was named earlier, for pronouns and "the agency" to point back to.
#[derive(Debug, Clone)]
struct Seen {
    at: usize,
    name: String,
    kind: SourceKind,
    gender: Option<Gender>,
}

/// Turns what was found into attributions with named sources.
pub(super) fn finish(
    document: &Document,
    text: &str,
    paragraphs: &[Paragraph],
    found: Vec<Found>,
) -> Vec<Attribution> {
    let names = Names::new(text, paragraphs);
    let mut resolver = Resolver {
        text,
        names: &names,
        author: document.authors.first().map(String::as_str),
        english: document
            .language
            .as_deref()
            .and_then(language::of)
            .is_none(),
        seen: Vec::new(),
    };
    found
        .into_iter()
        .map(|found| {
            let paragraph = &paragraphs[found.paragraph];
            let tokens = &paragraph.tokens;
            let source = found
                .draft
                .source
                .map(|range| resolver.source(tokens, range));
            let behind = found
                .draft
                .behind
                .iter()
                .map(|&range| resolver.source(tokens, range))
                .collect();
            Attribution {
                source,
                cue: found.cue,
                quotation: quotation(text, paragraphs, &found.content),
                content: found.content,
                behind,
            }
        })
        .collect()
}

/// Tells direct from mixed and indirect speech by the share of words in marks.
fn quotation(text: &str, paragraphs: &[Paragraph], content: &[Span]) -> Quotation {
    let count = |span: Span| span.of(text).split_whitespace().count();
    let all: usize = content.iter().map(|&span| count(span)).sum();
    let mut quoted = 0;
    for span in content {
        let from = paragraphs
            .partition_point(|p| p.tokens.last().is_none_or(|t| t.span.end <= span.start));
        for paragraph in paragraphs.iter().skip(from).take(1) {
            for region in &paragraph.quotations {
                let start = region.span.start.max(span.start);
                let end = region.span.end.min(span.end);
                if start < end {
                    quoted += count(Span::new(start, end));
                }
            }
        }
    }
    match (quoted * 10, all * 9) {
        (0, _) => Quotation::Indirect,
        (quoted, most) if quoted >= most => Quotation::Direct,
        _ => Quotation::Mixed,
    }
}

struct Resolver<'a> {
    text: &'a str,
    names: &'a Names,
    author: Option<&'a str>,
    /// Whether the text is English, so that the word classes of the lexicon hold.
    english: bool,
    seen: Vec<Seen>,
}

/// What a phrase says of its source, before the rest of the document is asked.
struct Reading {
    head: Range,
    run: Option<Run>,
    kind: SourceKind,
}

impl Resolver<'_> {
    fn source(&mut self, tokens: &[Token], range: Range) -> Source {
        let span = span_of(tokens, range);
        let reading = self.read(tokens, range);
        let head = span_of(tokens, reading.head);
        let (name, kind, gender) = self.name(tokens, range, &reading);
        let author = self.author.is_some_and(|author| author == name);
        if !author {
            self.seen.push(Seen {
                at: span.start,
                name: name.clone(),
                kind,
                gender,
            });
        }
        Source {
            span,
            head,
            name,
            kind,
        }
    }

    /// Finds the head of the phrase and what kind of source it is.
    fn read(&self, tokens: &[Token], (start, end): Range) -> Reading {
        if !self.english {
            return self.read_foreign(tokens, (start, end));
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
        Reading {
            head: (head, head + 1),
            run: None,
            kind: self.unnamed_kind(tokens, start, head, end),
        }
    }

    /// Without word classes: the first name of two words or more, or a name behind "by".
    fn read_foreign(&self, tokens: &[Token], (start, end): Range) -> Reading {
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
        let person =
            run.is_some_and(|run| by(&&run) || run.start > start + 1 && run.end - run.start < 2);
        Reading {
            head: run.map_or((start, end), |run| (run.start, run.end)),
            kind: if person || run.is_none() {
                SourceKind::Organization
            } else {
                SourceKind::Person
            },
            run,
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
        if hidden {
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

    fn name(
        &self,
        tokens: &[Token],
        (start, end): Range,
        reading: &Reading,
    ) -> (String, SourceKind, Option<Gender>) {
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
        let phrase = span_of(tokens, (start, end)).of(self.text);
        (tidy(phrase), reading.kind, names::gender_of(written))
    }

    fn named(
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
                "anonymity" | "condition" | "unnamed" | "named" | "identified"
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

    fn pronoun(
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
                .seen
                .iter()
                .rev()
                .find(|seen| seen.kind != SourceKind::Person && at.saturating_sub(seen.at) < 1500)
                .map_or_else(own, |seen| (seen.name.clone(), seen.kind, None)),
            "i" | "my" => match self.author {
                Some(author) => (author.to_owned(), SourceKind::Person, None),
                None => (written.to_owned(), SourceKind::Person, None),
            },
            "who" | "which" | "that" => match phrase::left(tokens, 0, head) {
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
        let spoke =
            self.seen.iter().rev().find(|seen| {
                seen.at < at && seen.kind == SourceKind::Person && agrees(seen.gender)
            });
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

    fn seen_before(&self, at: usize, fits: impl Fn(&Seen) -> bool) -> Option<String> {
        self.seen
            .iter()
            .rev()
            .find(|seen| seen.at < at && fits(seen))
            .map(|seen| seen.name.clone())
    }

    fn leading(&self, at: usize, kind: SourceKind) -> Option<String> {
        self.names
            .last_before(at, |entity, naming| naming.leads && entity.kind == kind)
            .map(|entity| self.names.entities[entity].name.clone())
    }

    /// "the mayor", "the ministry", "the service's analysts".
    fn described(
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
            let earlier = self
                .seen
                .iter()
                .rev()
                .find(|seen| seen.at < at && fits(seen))?;
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

/// Whose a document is: "imagery from the Skylark Observatory", "a clip put out by the brigade",
/// "the 19th Coastal's clip".
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
    let by = (head + 1..end.min(head + 7))
        .find(|&at| matches!(tokens[at].span.of(text), "by" | "from"))?;
    let between = tokens[head + 1..by]
        .iter()
        .all(|t| t.is_word() && !t.is(class::RELATIVE));
    let run = (by + 1..end.min(by + 6)).find_map(|at| names::run_at(text, tokens, at, end))?;
    between.then_some(run)
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

fn span_of(tokens: &[Token], (start, end): Range) -> Span {
    Span::new(tokens[start].span.start, tokens[end - 1].span.end)
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

/// A phrase as a name: without determiner, white space folded.
fn tidy(phrase: &str) -> String {
    let folded = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = ["the ", "The ", "a ", "an ", "A ", "An "]
        .iter()
        .find_map(|article| folded.strip_prefix(article))
        .unwrap_or(&folded);
    bare.trim_end_matches(',').to_owned()
}
