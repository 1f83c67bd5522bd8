//! Sources across documents: one node for each.
//!
//! A name makes one source of all documents that use it, apart from articles, capitals, the endings
//! of its cases ("Ивана Петрова") and a leading possessive ("Tolvia's External Assessment Service"); a name of one word, such as a surname, does
//! so only as long as documents do not tell different things of whoever bears it. Roles without a
//! name ("the mayor") and anonymous sources stay within their document, for two unnamed officials
//! are not known to be the same; they are one only where a document names, with the same words, the
//! source behind the document that it cites. Every such merge is kept with its reason, and may be
//! put right by hand.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::put_right::same_name;
use crate::cite::{self, Parts, SourceKind};
use crate::manual::{Mark, OverrideKind, Overrides};
use crate::text::{CodePoints, Span, fold, hash, words};

/// Words that make no difference between two namings.
const LITTLE_WORDS: &[&str] = &[
    "the", "a", "an", "of", "for", "and", "de", "la", "el", "los", "las", "del",
];

/// Words of an outlet's name that a source's name may lack and still be the same body.
pub(super) const MORE_WORDS: usize = 3;

/// Somebody who is said to have said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The fullest naming met.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Other namings.
    pub aliases: BTreeSet<String>,
    /// What is told of it, if it is anonymous; from the first document that tells each part.
    pub parts: Option<Box<Parts<Passage>>>,
    /// Why several documents' sources are this one; empty for a source of one document.
    pub merged_by: BTreeSet<MergedBy>,
    /// What was done to it by hand.
    pub manual: Option<Mark>,
    /// Whether it is an outlet that is said to have reported, of which no article is known.
    pub outlet: bool,
    /// The first document that names it.
    document: usize,
    /// The roles that documents give a person of one name: "mayor".
    roles: BTreeSet<String>,
}

/// Why the sources of several documents are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MergedBy {
    /// They bear the same name.
    Name,
    /// They bear a name of one word, and the same role.
    Role,
    /// A document names an unnamed source with the same words as the document that it cites or
    /// reprints.
    Wording,
    /// Somebody says so.
    Manual,
}

/// Words of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The number of the document.
    pub document: usize,
    /// Characters of the document's text before them.
    pub start: usize,
    /// The words.
    pub text: String,
}

/// A document whose sources are added.
#[derive(Debug)]
pub struct Citing<'a> {
    /// The number of the document.
    pub document: usize,
    /// Its text.
    pub text: &'a str,
    points: OnceCell<CodePoints<'a>>,
}

impl<'a> Citing<'a> {
    /// Makes the document that is numbered `document` ready.
    #[must_use]
    pub fn new(document: usize, text: &'a str) -> Self {
        Self {
            document,
            text,
            points: OnceCell::new(),
        }
    }

    fn passage(&self, span: Span) -> Passage {
        let points = self.points.get_or_init(|| CodePoints::new(self.text));
        Passage {
            document: self.document,
            start: points.before(span.start),
            text: span.of(self.text).to_owned(),
        }
    }
}

/// What two namings of one source share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The hash of a proper name, anywhere.
    Named(u64),
    /// The number of a document, and the hash of other words in it.
    Local(usize, u64),
    /// The number of the override that merges them.
    Manual(usize),
}

/// All sources of a run, in the order in which they were first met.
#[derive(Debug, Default)]
pub struct Sources {
    /// The sources.
    pub nodes: Vec<Source>,
    /// The nodes that share a key: several only if one name is borne by different people.
    by_key: BTreeMap<Key, Vec<usize>>,
    /// By the hash of a name, the override that merges it with others, and the name of all.
    merged: BTreeMap<u64, (usize, String)>,
    /// By the hash of a name, the override that keeps it apart.
    apart: BTreeMap<u64, usize>,
    /// The names that each override met; of one that keeps apart, the documents.
    met: BTreeMap<usize, BTreeSet<u64>>,
}

impl Sources {
    /// Makes a list of nobody yet, whose names are merged and kept apart as `overrides` say.
    #[must_use]
    pub fn new(overrides: &Overrides) -> Self {
        let mut sources = Self::default();
        for (number, kind) in overrides.iter() {
            match kind {
                OverrideKind::MergeSources(names) => {
                    for name in names {
                        let merged = (number, names[0].clone());
                        sources.merged.insert(hash_of(name), merged);
                    }
                }
                OverrideKind::SplitSource(name) => {
                    sources.apart.insert(hash_of(name), number);
                }
                _ => {}
            }
        }
        sources
    }

    /// Returns the numbers of the overrides that merged several names, or kept several documents'
    /// sources apart.
    pub(super) fn applied(&self) -> impl Iterator<Item = usize> {
        let several = self.met.iter().filter(|(_, met)| met.len() > 1);
        several.map(|(&number, _)| number)
    }

    /// Returns the node of `source`, as a document names it.
    pub fn add(&mut self, citing: &Citing<'_>, source: &cite::Source) -> usize {
        let roles = if source.kind == SourceKind::Person {
            roles(source.span.of(citing.text))
        } else {
            BTreeSet::new()
        };
        let node = self.intern(citing.document, &source.name, source.kind, roles);
        for naming in [source.head.of(citing.text), source.span.of(citing.text)] {
            self.add_alias(node, naming);
        }
        if let Some(parts) = &source.parts {
            let parts = parts.map(|&span| citing.passage(span));
            match &mut self.nodes[node].parts {
                Some(known) => known.fill(parts),
                untold => *untold = Some(Box::new(parts)),
            }
        }
        node
    }

    /// Returns the node of an outlet of which `document` cites no known document.
    pub fn add_outlet(&mut self, document: usize, name: &str) -> usize {
        let node = self.intern(document, name, SourceKind::Organization, BTreeSet::new());
        self.nodes[node].outlet = true;
        node
    }

    /// Returns whether a source goes by `name`.
    pub(super) fn is_called(&self, source: usize, name: &str) -> bool {
        let node = &self.nodes[source];
        let mut names = node.aliases.iter().chain([&node.name]);
        names.any(|known| same_name(known, name))
    }

    /// Returns the unnamed source that `document` speaks of with the same words as those that name
    /// `source`, if it does.
    #[must_use]
    pub fn same_words(&self, document: usize, source: usize) -> Option<usize> {
        let node = &self.nodes[source];
        if node.manual == Some(Mark::Split) {
            return None;
        }
        match self.key(document, &node.name, node.kind) {
            Key::Named(_) | Key::Manual(_) => None,
            local @ Key::Local(..) => self.by_key.get(&local)?.first().copied(),
        }
    }

    /// Makes one unnamed source of two that are worded alike: what is told of `source` is told of
    /// `same` too.
    pub(super) fn merge_unnamed(&mut self, source: usize, same: usize) {
        let told = self.nodes[source].parts.clone();
        let node = &mut self.nodes[same];
        node.merged_by.insert(MergedBy::Wording);
        if let (Some(parts), Some(told)) = (&mut node.parts, told) {
            parts.fill(*told);
        }
    }

    fn intern(
        &mut self,
        document: usize,
        name: &str,
        kind: SourceKind,
        roles: BTreeSet<String>,
    ) -> usize {
        let key = self.key(document, name, kind);
        let manual = self.note_override(document, name, key);
        let lone = kind == SourceKind::Person && terms(name).len() == 1;
        let known = self.by_key.get(&key).into_iter().flatten().copied();
        let known = known.into_iter().find(|&node| {
            let node = &self.nodes[node];
            let differ = !node.roles.is_empty() && !roles.is_empty();
            !lone
                || matches!(key, Key::Manual(_))
                || node.document == document
                || !differ
                || !node.roles.is_disjoint(&roles)
        });
        let Some(at) = known else {
            self.by_key.entry(key).or_default().push(self.nodes.len());
            let called = match key {
                Key::Manual(_) => &self.merged[&hash_of(name)].1,
                _ => name,
            };
            self.nodes.push(Source {
                name: called.to_owned(),
                kind,
                aliases: BTreeSet::new(),
                parts: None,
                merged_by: BTreeSet::new(),
                manual,
                outlet: false,
                document,
                roles,
            });
            let node = self.nodes.len() - 1;
            self.add_alias(node, name);
            return node;
        };
        let node = &mut self.nodes[at];
        if matches!(key, Key::Manual(_)) {
            node.merged_by.insert(MergedBy::Manual);
        } else if node.document != document {
            let shared = lone && !node.roles.is_disjoint(&roles);
            node.merged_by.insert(if shared {
                MergedBy::Role
            } else {
                MergedBy::Name
            });
        }
        node.roles.extend(roles);
        self.add_alias(at, name);
        at
    }

    /// Notes that an override met a name; returns what it does to it.
    fn note_override(&mut self, document: usize, name: &str, key: Key) -> Option<Mark> {
        let hash = hash_of(name);
        if let Key::Manual(number) = key {
            self.met.entry(number).or_default().insert(hash);
            return Some(Mark::Merged);
        }
        let number = *self.apart.get(&hash)?;
        self.met.entry(number).or_default().insert(document as u64);
        Some(Mark::Split)
    }

    pub(super) fn add_alias(&mut self, node: usize, naming: &str) {
        let source = &mut self.nodes[node];
        if naming != source.name && tells(naming) {
            source.aliases.insert(naming.to_owned());
        }
    }

    fn key(&self, document: usize, name: &str, kind: SourceKind) -> Key {
        let hash = hash_of(name);
        if let Some((number, _)) = self.merged.get(&hash) {
            return Key::Manual(*number);
        }
        let named = matches!(kind, SourceKind::Person | SourceKind::Organization);
        let proper = name.chars().any(char::is_uppercase) || cite::is_proper_name(name);
        if named && proper && !self.apart.contains_key(&hash) {
            Key::Named(hash)
        } else {
            Key::Local(document, hash)
        }
    }
}

fn hash_of(name: &str) -> u64 {
    hash(&terms(name).join(" "))
}

/// The roles that a naming gives: "mayor" of "Lee, the mayor of Alder".
fn roles(naming: &str) -> BTreeSet<String> {
    let all = words(naming).map(|word| fold(word.text));
    all.filter(|word| cite::is_role(word)).collect()
}

/// Whether a naming says more than a pronoun.
fn tells(naming: &str) -> bool {
    let count = words(naming).count();
    count > 1
        || (count == 1
            && naming.chars().next().is_some_and(char::is_uppercase)
            && naming.chars().count() > 3)
}

/// The words of a name as compared: without articles, without a leading possessive if a proper name
/// follows it, and, of several words, without the endings of cases.
pub(super) fn terms(name: &str) -> Vec<String> {
    let mut all: Vec<&str> = words(name).map(|word| word.text).collect();
    let possessive = |word: &str| word.ends_with("'s") || word.ends_with("’s");
    if all.len() > 2 && possessive(all[0]) && all[1..].iter().all(|word| starts_high(word)) {
        all.remove(0);
    }
    let several = all.len() > 1;
    all.into_iter()
        .map(fold)
        .filter(|word| !LITTLE_WORDS.contains(&word.as_str()))
        .map(|word| {
            if several {
                cite::without_case(&word)
            } else {
                word
            }
        })
        .collect()
}

fn starts_high(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| first.is_uppercase() || first.is_numeric())
        || LITTLE_WORDS.contains(&word)
}

/// Whether the words of `name` all stand in the name of an outlet that has few more.
pub(super) fn names_part_of(name: &str, outlet: &str) -> bool {
    let ours = terms(name);
    let theirs: BTreeSet<String> = terms(outlet).into_iter().collect();
    !ours.is_empty()
        && ours.iter().all(|word| theirs.contains(word))
        && theirs.len() <= ours.len() + MORE_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn named(name: &str, kind: SourceKind) -> cite::Source {
        let span = Span::new(0, 0);
        cite::Source {
            span,
            head: span,
            name: name.to_owned(),
            kind,
            parts: None,
        }
    }

    #[test]
    fn one_name_is_one_source_and_two_officials_are_two() {
        let mut sources = Sources::default();
        let mut add =
            |document, name, kind| sources.add(&Citing::new(document, ""), &named(name, kind));
        let service = add(0, "External Assessment Service", SourceKind::Organization);
        assert_eq!(
            add(
                1,
                "Tolvia’s External Assessment Service",
                SourceKind::Organization
            ),
            service
        );
        assert_eq!(
            add(
                2,
                "the External Assessment Service",
                SourceKind::Organization
            ),
            service
        );
        let officials = add(0, "two officials", SourceKind::Anonymous);
        assert_eq!(add(0, "two officials", SourceKind::Anonymous), officials);
        assert_ne!(add(1, "two officials", SourceKind::Anonymous), officials);
        assert_ne!(
            add(1, "the mayor", SourceKind::Person),
            add(2, "the mayor", SourceKind::Person)
        );
    }

    fn said(sources: &mut Sources, document: usize, text: &str) -> usize {
        let page = document_of(text);
        let found = cite::attributions(&page);
        let source = found[0].source.as_ref().unwrap();
        sources.add(&Citing::new(document, &page.text), source)
    }

    fn document_of(text: &str) -> crate::parse::Document {
        let input = crate::parse::Input {
            url: None,
            content_type: Some("text/plain"),
            body: text.as_bytes(),
            retrieved: None,
        };
        let mut page = crate::parse::document(&input).unwrap();
        page.language = Some("en".to_owned());
        page
    }

    #[test]
    fn unnamed_sources_of_two_documents_are_two() {
        for text in [
            "Officials said the port was shut.",
            "Two officials said the port was shut.",
            "“It is shut,” a senior Orvany official said.",
            "Sources said the port was shut.",
            "According to a source close to the palace, the port was shut.",
            "Witnesses said the port was shut.",
            "Critics said the port was shut.",
            "A spokesperson, who asked not to be named, said the port was shut.",
            "The mayor said the port was shut.",
        ] {
            let mut sources = Sources::default();
            let first = said(&mut sources, 0, text);
            assert_ne!(first, said(&mut sources, 1, text), "{text}");
            assert!(sources.nodes.iter().all(|node| node.merged_by.is_empty()));
        }
    }

    #[test]
    fn a_name_is_one_source_and_the_reason_is_kept() {
        let mut sources = Sources::default();
        let marsh = said(&mut sources, 0, "Oona Marsh, a crab skipper, said it sank.");
        assert_eq!(
            said(&mut sources, 1, "Oona Marsh, the mayor, said it sank."),
            marsh
        );
        assert_eq!(
            sources.nodes[marsh].merged_by,
            BTreeSet::from([MergedBy::Name])
        );
    }

    #[test]
    fn a_lone_surname_is_one_source_unless_its_roles_differ() {
        let mut sources = Sources::default();
        let skipper = said(&mut sources, 0, "The skipper, Marsh, said it sank.");
        let mayor = said(&mut sources, 1, "The mayor, Marsh, said it sank.");
        assert_ne!(skipper, mayor);
        assert_eq!(
            said(&mut sources, 2, "The mayor, Marsh, said it burned."),
            mayor
        );
        assert_eq!(
            sources.nodes[mayor].merged_by,
            BTreeSet::from([MergedBy::Role])
        );
        assert_eq!(said(&mut sources, 3, "Marsh said it burned."), skipper);
    }

    #[test]
    fn parts_of_one_source_are_gathered_with_their_places() {
        let mut sources = Sources::default();
        let text = "“Non”: two officials told the Harbor Ledger that it sank.";
        let node = said(&mut sources, 7, text);
        let parts = sources.nodes[node].parts.as_ref().unwrap();
        let channel = parts.channel.as_ref().unwrap();
        assert_eq!(channel.text, "the Harbor Ledger");
        assert_eq!((channel.document, channel.start), (7, 26));
    }

    #[test]
    fn a_name_in_another_case_is_one_source() {
        let mut sources = Sources::default();
        let mut add = |document, name| {
            sources.add(&Citing::new(document, ""), &named(name, SourceKind::Person))
        };
        let petrov = add(0, "Иван Петров");
        assert_eq!(add(1, "Ивана Петрова"), petrov);
        assert_eq!(add(2, "Іваном Петровим"), add(3, "Іван Петров"));
        assert_ne!(add(4, "Мария Петрова"), petrov);
        assert_ne!(add(5, "Петрова"), add(5, "Петров"));
    }

    #[test]
    fn ministries_of_two_countries_are_two() {
        let mut sources = Sources::default();
        let mut add = |name| {
            let citing = Citing::new(0, "");
            sources.add(&citing, &named(name, SourceKind::Organization))
        };
        assert_ne!(
            add("Orvany's foreign ministry"),
            add("Maredane's foreign ministry")
        );
    }
}
