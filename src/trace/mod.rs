//! From documents to claims and their origins.
//!
//! [`trace`] takes what a crawl brought home and answers, for each claim, where it comes from:
//! addresses become documents ([`Library`]), sentences become claims and names become sources
//! ([`Draft`]), each statement gets its steps upstream ([`Step`]), and the graph of these steps
//! gives the [`Finding`]. Documents, sentences and sources are numbers here; the report gives them
//! names. Pure: the same corpus gives the same trace.

mod draft;
#[cfg(test)]
mod fixture;
mod join;
mod library;
mod own;
mod page;
mod same;
mod source;
mod upstream;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Corpus;

pub use draft::{At, Draft, Group, Node};
pub use library::{Entry, Library};
pub use page::{CitationKind, Cited, Page, Place, Sentence};
pub use source::{Source, Sources};
pub use upstream::{Evidence, Step};
pub use verdict::{Finding, Interval, Origin, Verdict, is_dead};

/// Everything that follows from a corpus.
#[derive(Debug)]
pub struct Trace<'a> {
    /// Documents, sources and citations.
    pub draft: Draft<'a>,
    /// The claims; what a reader wants first stands first.
    pub claims: Vec<Claim>,
}

/// A claim and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who states it.
    pub group: Group,
    /// What each statement rests on; empty: asserted on the document's own authority.
    pub upstream: BTreeMap<At, Vec<Step>>,
    /// What the chains show.
    pub finding: Finding,
}

/// Traces every claim of `corpus` to its origins.
#[must_use]
pub fn trace(corpus: &Corpus) -> Trace<'_> {
    let draft = Draft::new(Library::new(corpus));
    let own_documents = own::own_documents(&draft.sources, &draft.library, &draft.pages);
    let mut claims: Vec<Claim> = draft
        .claims
        .iter()
        .map(|group| (group, upstream::upstream(&draft, group)))
        .filter(|(group, upstream)| matters(&draft, group, upstream))
        .map(|(group, upstream)| Claim {
            finding: verdict::finding(&draft, group, &upstream, &own_documents),
            group: group.clone(),
            upstream,
        })
        .collect();
    claims.sort_by_cached_key(|claim| std::cmp::Reverse(prominence(&draft, claim)));
    Trace { draft, claims }
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
