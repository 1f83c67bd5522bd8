//! Looks things up in a report by id, and names them for people.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::clean;
use crate::report::{Citation, Claim, Document, Findings, Source};

/// The parts of a report by their ids.
#[expect(missing_debug_implementations, reason = "findings may be anything")]
pub struct Index<'a> {
    /// The numbers of the documents, by their ids.
    documents: BTreeMap<&'a str, u32>,
    sources: BTreeMap<&'a str, &'a Source>,
    findings: &'a dyn Findings,
}

impl<'a> Index<'a> {
    /// Indexes `findings`.
    #[must_use]
    pub fn new(findings: &'a dyn Findings) -> Self {
        let documents = findings.documents().iter().map(|d| d.id.as_str()).zip(0..);
        let sources = findings.sources().iter().map(|s| (s.id.as_str(), s));
        Self {
            documents: documents.collect(),
            sources: sources.collect(),
            findings,
        }
    }

    /// Returns what is indexed.
    pub(super) fn findings(&self) -> &'a dyn Findings {
        self.findings
    }

    /// Returns the document that is called `id`.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&'a Document> {
        let number = self.number(id)?;
        self.findings.documents().get(number as usize)
    }

    /// Returns the number of the document that is called `id`.
    pub(super) fn number(&self, id: &str) -> Option<u32> {
        self.documents.get(id).copied()
    }

    /// Returns the source that is called `id`.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    /// Returns the citation that is called `id`.
    #[must_use]
    pub fn citation(&self, id: &str) -> Option<Cow<'a, Citation>> {
        let number = self.findings.citation_number(id)?;
        Some(self.findings.citation(number))
    }

    /// Names a node in a few words, clean: a source by its name, a document by its outlet.
    #[must_use]
    pub fn name(&self, id: &str) -> String {
        match (self.document(id), self.source(id)) {
            (Some(document), _) => outlet(document),
            (None, Some(source)) => clean::line(&source.name),
            (None, None) => clean::line(id),
        }
    }

    /// Names a node so that it can be told from its like, clean: a document by its outlet, title
    /// and day.
    #[must_use]
    pub fn full_name(&self, id: &str) -> String {
        let Some(document) = self.document(id) else {
            return self.name(id);
        };
        let (outlet, title) = (outlet(document), title(document));
        let name = if document.title.is_some() {
            format!("{outlet}, “{title}”")
        } else if title.starts_with(&outlet) {
            title
        } else {
            format!("{outlet}, {title}")
        };
        match &document.published {
            Some(published) => format!("{name} ({})", clean::line(&clean::day(published))),
            None => name,
        }
    }

    /// Drops the steps that a copy repeats from its original: the original's stand for them.
    #[must_use]
    pub fn without_repeats<'s>(&self, steps: Vec<Step<'s>>) -> Vec<Step<'s>> {
        let taken: BTreeSet<(&str, &str)> = steps.iter().map(|s| (s.from, s.to)).collect();
        let repeats = |step: &Step| {
            let original = self.document(step.from).and_then(|d| d.copy_of.as_deref());
            original
                .is_some_and(|o| taken.contains(&(step.from, o)) && taken.contains(&(o, step.to)))
        };
        steps.into_iter().filter(|step| !repeats(step)).collect()
    }
}

/// Returns the documents that the crawl started from.
pub fn seeds(findings: &dyn Findings) -> impl Iterator<Item = &Document> {
    findings
        .documents()
        .iter()
        .filter(|document| document.depth == 0)
}

/// Returns the name of the document's outlet, clean; its domain or address if it has none.
#[must_use]
pub fn outlet(document: &Document) -> String {
    [
        &document.outlet.name,
        &document.outlet.domain,
        &document.url,
        &document.id,
    ]
    .into_iter()
    .map(|name| clean::line(name))
    .find(|name| !name.is_empty())
    .unwrap_or_default()
}

/// Returns the day a document was published, if what it says is a day.
pub(super) fn day(document: &Document) -> Option<String> {
    let published = document.published.as_deref()?;
    let day: jiff::civil::Date = clean::day(published).parse().ok()?;
    Some(day.to_string())
}

/// Returns the document's title, clean; its address without the scheme if it has none.
#[must_use]
pub fn title(document: &Document) -> String {
    let title = clean::line(document.title.as_deref().unwrap_or_default());
    if !title.is_empty() {
        return title;
    }
    let url = clean::line(&document.url);
    let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    address.strip_prefix("www.").unwrap_or(address).to_owned()
}

/// Returns the steps of the claim's chains: who has it from whom, in which citation.
///
/// Where a source stands behind a cited document, the chain runs through that document: one step
/// leads to the document and the next from it to the source, unless that document states the claim
/// itself: then its own statement tells whom it has it from. Nodes that are one origin are one.
#[must_use]
pub fn steps(claim: &Claim) -> Vec<Step<'_>> {
    let carriers: BTreeSet<&str> = claim.assertions().map(|s| s.document.as_str()).collect();
    let same: BTreeMap<&str, &str> = (claim.origins.iter())
        .flat_map(|origin| {
            origin
                .also
                .iter()
                .map(|also| (also.as_str(), origin.node.as_str()))
        })
        .collect();
    let mut steps = Vec::new();
    for statement in claim.assertions() {
        for upstream in &statement.upstream {
            let citing = statement.document.as_str();
            let mut step = |from, to| {
                steps.push(Step {
                    from: same.get(from).copied().unwrap_or(from),
                    to: same.get(to).copied().unwrap_or(to),
                    citation: &upstream.citation,
                    sentence: &statement.text,
                });
            };
            match upstream.through.as_deref() {
                Some(through) if through != citing && through != upstream.node => {
                    step(citing, through);
                    if !carriers.contains(through) {
                        step(through, &upstream.node);
                    }
                }
                _ => step(citing, &upstream.node),
            }
        }
    }
    steps.retain(|step| step.from != step.to);
    steps
}

/// One step of a chain, toward the origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// The document that has the claim from somebody.
    pub from: &'a str,
    /// The document or source that it has it from.
    pub to: &'a str,
    /// The citation that shows it.
    pub citation: &'a str,
    /// The sentence that states the claim.
    pub sentence: &'a str,
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    #[test]
    fn a_source_behind_a_document_is_reached_through_it() {
        let report = fixture();
        let claim = &report.claims[0];
        let pairs: Vec<_> = steps(claim).iter().map(|s| (s.from, s.to)).collect();
        assert!(pairs.contains(&("d4", "d3")));
        assert!(pairs.contains(&("d3", "s1")));
        assert!(!pairs.contains(&("d4", "s1")));
    }

    #[test]
    fn a_page_without_a_title_goes_by_its_address() {
        let report = fixture();
        let index = Index::new(&report);
        let dead = report.documents.iter().find(|d| d.title.is_none()).unwrap();
        assert_eq!(title(dead), "tarnquaydocks.test/notices/berth-log");
        assert_eq!(index.name("s1"), "Oona Marsh");
        assert_eq!(index.name("x9"), "x9");
    }
}
