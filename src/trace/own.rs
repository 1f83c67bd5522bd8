//! A source's own pages: what a ministry publishes and what it is quoted with are one origin.

use std::collections::{BTreeMap, BTreeSet};

use super::library::{Entry, Library};
use super::page::Page;
use super::source::{MORE_WORDS, Sources, terms};
use crate::cite::SourceKind;

/// Returns, for each source, the documents that are its own: of the site that bears its name,
/// written by it or titled with its name, or shown to be its own by a document that links to them.
#[must_use]
pub(super) fn own_documents(
    sources: &Sources,
    library: &Library<'_>,
    pages: &[Page],
) -> Vec<Vec<usize>> {
    let names = Names::new(&library.entries);
    let mut own: Vec<Vec<usize>> = sources
        .nodes
        .iter()
        .map(|source| {
            if !matches!(source.kind, SourceKind::Person | SourceKind::Organization) {
                return Vec::new();
            }
            names.documents_of(&source.name)
        })
        .collect();
    for &(source, document) in pages.iter().flat_map(|page| &page.own) {
        if !own[source].contains(&document) {
            own[source].push(document);
        }
    }
    own
}

/// The documents of a library by the names that they bear.
#[derive(Debug, Default)]
struct Names {
    /// By the words of an outlet, author or title, joined by blanks.
    by_name: BTreeMap<String, BTreeSet<usize>>,
    /// By the first label of a domain, such as `skerryarchive`, which runs the words of a name
    /// together.
    by_label: BTreeMap<String, BTreeSet<usize>>,
    /// The words of each outlet, and its documents.
    outlets: Vec<(BTreeSet<String>, Vec<usize>)>,
    /// The outlets whose names hold a word.
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Names {
    fn new(entries: &[Entry<'_>]) -> Self {
        let mut names = Self::default();
        let mut outlets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (document, entry) in entries.iter().enumerate() {
            outlets.entry(&entry.outlet).or_default().push(document);
            let label = entry.domain.split('.').next().unwrap_or_default();
            let label = label.replace('-', "");
            if label.len() > 3 {
                names.by_label.entry(label).or_default().insert(document);
            }
            if let Some(card) = entry.card() {
                let authors = card.front.authors.iter();
                for name in authors.chain(&card.front.title) {
                    names.add(terms(name).join(" "), document);
                }
            }
        }
        for (outlet, documents) in outlets {
            let words = terms(outlet);
            for &document in &documents {
                names.add(words.join(" "), document);
            }
            let words: BTreeSet<String> = words.into_iter().collect();
            for word in &words {
                let number = names.outlets.len();
                names.by_word.entry(word.clone()).or_default().push(number);
            }
            names.outlets.push((words, documents));
        }
        names
    }

    fn add(&mut self, name: String, document: usize) {
        self.by_name.entry(name).or_default().insert(document);
    }

    /// Returns the documents of the body or person called `name`, ascending.
    fn documents_of(&self, name: &str) -> Vec<usize> {
        let ours = terms(name);
        let Some(first) = ours
            .first()
            .filter(|_| name.chars().any(char::is_uppercase))
        else {
            return Vec::new();
        };
        let mut found: BTreeSet<usize> = BTreeSet::new();
        found.extend(self.by_label.get(&ours.concat()).into_iter().flatten());
        found.extend(self.by_name.get(&ours.join(" ")).into_iter().flatten());
        if ours.len() > 1 {
            for &outlet in self.by_word.get(first).into_iter().flatten() {
                let (words, documents) = &self.outlets[outlet];
                if words.len() <= ours.len() + MORE_WORDS
                    && ours.iter().all(|word| words.contains(word))
                {
                    found.extend(documents);
                }
            }
        }
        found.into_iter().collect()
    }
}
