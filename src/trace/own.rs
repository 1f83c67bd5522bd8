//! A source's own pages: what a ministry publishes and what it is quoted with are one origin.

use super::library::{Entry, Library};
use super::page::Page;
use super::source::{Sources, names_part_of, terms};
use crate::cite::SourceKind;
use crate::corpus::Reading;

/// Returns, for each source, the documents that are its own: of the site that bears its name,
/// written by it or titled with its name, or shown to be its own by a document that links to them.
#[must_use]
pub(super) fn own_documents(
    sources: &Sources,
    library: &Library<'_>,
    pages: &[Page],
) -> Vec<Vec<usize>> {
    let mut own: Vec<Vec<usize>> = sources
        .nodes
        .iter()
        .map(|source| {
            if !matches!(source.kind, SourceKind::Person | SourceKind::Organization) {
                return Vec::new();
            }
            (0..library.entries.len())
                .filter(|&document| is_of(&source.name, &library.entries[document]))
                .collect()
        })
        .collect();
    for &(source, document) in pages.iter().flat_map(|page| &page.own) {
        if !own[source].contains(&document) {
            own[source].push(document);
        }
    }
    own
}

/// Whether a document is of the body or person called `name`.
fn is_of(name: &str, entry: &Entry<'_>) -> bool {
    let ours = terms(name);
    if ours.is_empty() || !name.chars().any(char::is_uppercase) {
        return false;
    }
    if same_letters(&ours, &entry.domain) || ours == terms(&entry.outlet) {
        return true;
    }
    let wrote = |reading: &Reading| {
        let mut authors = reading.document.authors.iter();
        authors.any(|author| terms(author) == ours)
    };
    let titled = |reading: &Reading| {
        let title = reading.document.title.as_deref();
        title.is_some_and(|title| terms(title) == ours)
    };
    (ours.len() > 1 && names_part_of(name, &entry.outlet))
        || entry
            .reading()
            .is_some_and(|reading| wrote(reading) || titled(reading))
}

/// Whether the first label of `domain` is the words of a name run together: `skerryarchive.test`.
fn same_letters(terms: &[String], domain: &str) -> bool {
    let label = domain
        .split('.')
        .next()
        .unwrap_or_default()
        .replace('-', "");
    label.len() > 3 && terms.concat() == label
}
