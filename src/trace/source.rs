//! Sources across documents: one node for each.
//!
//! A name makes one source of all documents that use it, apart from articles, case and a leading
//! possessive ("Tolvia's External Assessment Service"). Roles without a name ("the mayor") and
//! anonymous sources stay within their document, for two unnamed officials are not known to be the
//! same; they are one only where a document names, with the same words, the source behind the
//! document that it cites.

use std::collections::{BTreeMap, BTreeSet};

use crate::cite::{self, SourceKind};
use crate::text::{fold, hash, words};

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
}

/// What two namings of one source share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The hash of a proper name, anywhere.
    Named(u64),
    /// The number of a document, and the hash of other words in it.
    Local(usize, u64),
}

/// All sources of a run, in the order in which they were first met.
#[derive(Debug, Default)]
pub struct Sources {
    /// The sources.
    pub nodes: Vec<Source>,
    by_key: BTreeMap<Key, usize>,
}

impl Sources {
    /// Returns the node of `source`, as named in the text of the document `document`.
    pub fn add(&mut self, document: usize, source: &cite::Source, text: &str) -> usize {
        let node = self.intern(document, &source.name, source.kind);
        for naming in [source.head.of(text), source.span.of(text)] {
            self.add_alias(node, naming);
        }
        node
    }

    /// Returns the node of a named outlet of which no document is known.
    pub fn add_outlet(&mut self, name: &str) -> usize {
        self.intern(usize::MAX, name, SourceKind::Organization)
    }

    /// Returns the unnamed source that `document` speaks of with the same words as those that name
    /// `source`, if it does.
    #[must_use]
    pub fn same_words(&self, document: usize, source: usize) -> Option<usize> {
        let node = &self.nodes[source];
        match key(document, &node.name, node.kind) {
            Key::Named(_) => None,
            local @ Key::Local(..) => self.by_key.get(&local).copied(),
        }
    }

    fn intern(&mut self, document: usize, name: &str, kind: SourceKind) -> usize {
        let node = *self
            .by_key
            .entry(key(document, name, kind))
            .or_insert_with(|| {
                self.nodes.push(Source {
                    name: name.to_owned(),
                    kind,
                    aliases: BTreeSet::new(),
                });
                self.nodes.len() - 1
            });
        self.add_alias(node, name);
        node
    }

    fn add_alias(&mut self, node: usize, naming: &str) {
        let source = &mut self.nodes[node];
        if naming != source.name && tells(naming) {
            source.aliases.insert(naming.to_owned());
        }
    }
}

/// Whether a naming says more than a pronoun.
fn tells(naming: &str) -> bool {
    let count = words(naming).count();
    count > 1
        || (count == 1
            && naming.chars().next().is_some_and(char::is_uppercase)
            && naming.chars().count() > 3)
}

fn key(document: usize, name: &str, kind: SourceKind) -> Key {
    let named = matches!(kind, SourceKind::Person | SourceKind::Organization);
    let terms = terms(name);
    if named && name.chars().any(char::is_uppercase) {
        Key::Named(hash(&terms.join(" ")))
    } else {
        Key::Local(document, hash(&terms.join(" ")))
    }
}

/// The words of a name as compared: without articles, and without a leading possessive if a proper
/// name follows it.
pub(super) fn terms(name: &str) -> Vec<String> {
    let mut all: Vec<&str> = words(name).map(|word| word.text).collect();
    let possessive = |word: &str| word.ends_with("'s") || word.ends_with("’s");
    if all.len() > 2 && possessive(all[0]) && all[1..].iter().all(|word| starts_high(word)) {
        all.remove(0);
    }
    all.into_iter()
        .map(fold)
        .filter(|word| !LITTLE_WORDS.contains(&word.as_str()))
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
        }
    }

    #[test]
    fn one_name_is_one_source_and_two_officials_are_two() {
        let mut sources = Sources::default();
        let mut add = |document, name, kind| sources.add(document, &named(name, kind), "");
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

    #[test]
    fn ministries_of_two_countries_are_two() {
        let mut sources = Sources::default();
        let mut add = |name| sources.add(0, &named(name, SourceKind::Organization), "");
        assert_ne!(
            add("Orvany's foreign ministry"),
            add("Maredane's foreign ministry")
        );
    }
}
