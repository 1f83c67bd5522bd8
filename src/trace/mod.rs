//! From documents to claims and their origins.
//!
//! [`trace`] takes what a crawl brought home and answers, for each claim, where it comes from:
//! addresses become documents ([`Library`]), sentences become claims and names become sources
//! ([`Sources`]), each statement gets its steps upstream ([`Step`]), and the graph of these steps
//! gives the [`Finding`]. Documents, sentences and sources are numbers here; the report gives them
//! names. Pure: the same corpus gives the same trace. Pages are read one after the other and not kept: a run may have
//! more text than memory.

mod citation;
mod draft;
#[cfg(test)]
mod fixture;
mod join;
mod library;
mod own;
mod page;
mod same;
mod source;
mod texts;
mod upstream;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::Copy;
use crate::corpus::{Catalog, Shelf};

pub use citation::{Citation, Support};
use draft::Draft;
pub use draft::{At, Group, Node};
pub use library::{Entry, Library};
pub use page::{CitationKind, Cited, Outlets, Page, Place, Sentence, Stretch};
pub use source::{Source, Sources};
pub use texts::Texts;
pub use upstream::{Evidence, Step};
pub use verdict::{Finding, Interval, Origin, Verdict};

/// Everything that follows from a corpus.
#[derive(Debug)]
pub struct Trace<'a> {
    /// The documents.
    pub library: Library<'a>,
    /// Their texts.
    pub texts: Texts<'a>,
    /// Their sentences and places, document by document.
    pub pages: Vec<Page>,
    /// Everybody cited.
    pub sources: Sources,
    /// The original that a document reprints, and the share that it reprints.
    pub copies: BTreeMap<usize, Copy>,
    /// Who cites whom, sorted by what shows it.
    pub citations: Vec<Citation>,
    /// The claims; what a reader wants first stands first.
    pub claims: Vec<Claim>,
}

impl Trace<'_> {
    /// Returns the number of the citation that `evidence` shows.
    #[must_use]
    pub fn citation(&self, evidence: Evidence) -> Option<usize> {
        self.citations
            .binary_search_by_key(&key(evidence), |citation| key(citation.evidence))
            .ok()
    }
}

/// Orders what shows citations: by document, a copy first, then by place.
fn key(evidence: Evidence) -> (usize, Option<usize>) {
    match evidence {
        Evidence::Copy(document) => (document, None),
        Evidence::Place(document, place) => (document, Some(place)),
    }
}

/// A claim and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who states it.
    pub group: Group,
    /// What the statements rest on, one after the other.
    steps: Vec<Step>,
    /// One past the last step of each statement.
    ends: Vec<u32>,
    /// What the chains show.
    pub finding: Finding,
}

impl Claim {
    fn new(group: Group, upstream: BTreeMap<At, Vec<Step>>, finding: Finding) -> Self {
        let mut claim = Self {
            steps: Vec::with_capacity(upstream.values().map(Vec::len).sum()),
            ends: Vec::with_capacity(upstream.len()),
            group,
            finding,
        };
        for mut steps in upstream.into_values() {
            claim.steps.append(&mut steps);
            let end = u32::try_from(claim.steps.len()).unwrap_or(u32::MAX);
            claim.ends.push(end);
        }
        claim
    }

    /// Returns each statement with what it rests on; on nothing: it is asserted on the document's
    /// own authority.
    pub fn statements(&self) -> impl Iterator<Item = (At, &[Step])> {
        let mut start = 0;
        self.group
            .statements
            .iter()
            .zip(&self.ends)
            .map(move |(&at, &end)| {
                let steps = &self.steps[start..end as usize];
                start = end as usize;
                (at, steps)
            })
    }
}

/// Traces every claim of the documents of `catalog`, whose pages are on `shelf`, to its origins.
///
/// A page that the shelf does not give counts as empty; [`Texts::check`] tells of it.
#[must_use]
pub fn trace<'a>(catalog: &'a Catalog, shelf: &'a dyn Shelf) -> Trace<'a> {
    let mut draft = Draft::new(catalog, shelf);
    let own_documents = own::own_documents(&draft.sources, &draft.library, &draft.pages);
    let groups = std::mem::take(&mut draft.claims);
    let mut claims: Vec<Claim> = groups
        .into_iter()
        .map(|group| (upstream::upstream(&draft, &group), group))
        .filter(|(upstream, group)| matters(&draft, group, upstream))
        .map(|(upstream, group)| {
            let finding = verdict::finding(&draft, &group, &upstream, &own_documents);
            Claim::new(group, upstream, finding)
        })
        .collect();
    claims.sort_by_cached_key(|claim| std::cmp::Reverse(prominence(&draft, claim)));
    draft.renumber_claims(&claims);
    let citations = citation::citations(&draft, &claims);
    let Draft {
        library,
        texts,
        pages,
        sources,
        copies,
        ..
    } = draft;
    Trace {
        library,
        texts,
        pages,
        sources,
        copies,
        citations,
        claims,
    }
}

/// Whether a claim is worth a line: documents share it, or a seed says where it has it from.
fn matters(draft: &Draft<'_>, group: &Group, upstream: &BTreeMap<At, Vec<Step>>) -> bool {
    let documents = group.documents();
    let seeded = documents
        .iter()
        .any(|&document| draft.library.entries[document].seed);
    documents.len() > 1 || (seeded && upstream.values().any(|steps| !steps.is_empty()))
}

/// What puts a claim before another: how many tell it in their own words, in how many outlets and
/// documents, whether a seed does; then the order of the documents.
fn prominence(
    draft: &Draft<'_>,
    claim: &Claim,
) -> (usize, usize, usize, bool, std::cmp::Reverse<At>) {
    let documents = claim.group.documents();
    let families: BTreeSet<usize> = documents
        .iter()
        .map(|document| {
            draft
                .copies
                .get(document)
                .map_or(*document, |copy| copy.original)
        })
        .collect();
    let seeded = documents
        .iter()
        .any(|&document| draft.library.entries[document].seed);
    let first = claim.group.statements.first().copied().unwrap_or_default();
    (
        families.len(),
        claim.finding.outlets,
        claim.finding.documents,
        seeded,
        std::cmp::Reverse(first),
    )
}
