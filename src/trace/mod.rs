//! From documents to claims and their origins.
//!
//! [`trace`] takes what a crawl brought home and answers, for each claim, where it comes from:
//! addresses become documents ([`Library`]), sentences become claims and names become sources
//! ([`Sources`]), each statement gets its steps upstream ([`Step`]), and the graph of these steps
//! gives the [`Finding`]. Documents, sentences and sources are numbers here; the report gives them
//! names. Pure: the same corpus gives the same trace. Pages are read one after the other and not
//! kept: a run may have more text than memory.

mod citation;
mod draft;
#[cfg(test)]
mod fixture;
mod join;
mod library;
mod own;
mod page;
mod passage;
mod place;
mod put_right;
mod same;
mod sentence;
mod source;
mod stance;
mod texts;
mod upstream;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::Copy;
use crate::corpus::{Catalog, Shelf};
use crate::manual::Overrides;

pub use citation::{Citation, Support};
use draft::Draft;
pub use draft::{At, Group, Node};
pub use library::{Entry, Library};
pub use page::Page;
pub use passage::SharedPassage;
pub use place::{CitationKind, Cited, Outlets, Place};
pub use sentence::{Sentence, Stretch};
pub use source::{Citing, MergedBy, Passage, Source, Sources};
pub use texts::Texts;
pub use upstream::{Chains, Evidence, Step};
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
    pub sources: Vec<Source>,
    /// The original that a document reprints, and the share that it reprints.
    pub copies: BTreeMap<usize, Copy>,
    /// The document that one takes some sentences from, which is no copy of it.
    pub derived: BTreeMap<usize, Copy>,
    /// The number of the story that each document tells.
    pub story: Vec<usize>,
    /// The longest passage that a document shares word for word with one that it cites, by the numbers
    /// of both; copies and their originals aside.
    pub passages: BTreeMap<(usize, usize), SharedPassage>,
    /// Who cites whom, sorted by what shows it.
    pub citations: Vec<Citation>,
    /// The claims; what a reader wants first stands first.
    pub claims: Vec<Claim>,
    /// The numbers of the overrides that changed something.
    pub applied: BTreeSet<usize>,
}

impl Trace<'_> {
    /// Returns the number of the citation that `evidence` shows.
    #[must_use]
    pub fn citation(&self, evidence: Evidence) -> Option<usize> {
        self.citations
            .binary_search_by_key(&evidence, |citation| citation.evidence)
            .ok()
    }

    /// Returns the place that shows a citation; `None` for that of a copy.
    #[must_use]
    pub fn place(&self, evidence: Evidence) -> Option<&Place> {
        self.pages[evidence.document()]
            .places
            .get(evidence.number()?)
    }

    /// Returns whom the document cites that `evidence` speaks of, and how.
    #[must_use]
    pub fn cited(&self, evidence: Evidence) -> (Node, CitationKind) {
        let place = self.place(evidence);
        place
            .and_then(|place| Some((place.node()?, place.kind)))
            .unwrap_or_else(|| {
                let document = evidence.document();
                let copy = self.copies.get(&document);
                let original = copy.map_or(document, |copy| copy.original);
                (Node::Document(original), CitationKind::Copy)
            })
    }
}

/// A claim and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who states it, and what each statement rests on.
    pub chains: Chains,
    /// What the chains show.
    pub finding: Finding,
}

/// Traces every claim of the documents of `catalog`, whose pages are on `shelf`, to its origins.
///
/// A page that the shelf does not give counts as empty; [`Texts::check`] tells of it. What
/// `overrides` put right is taken for granted.
#[must_use]
pub fn trace<'a>(catalog: &'a Catalog, shelf: &'a dyn Shelf, overrides: &Overrides) -> Trace<'a> {
    let mut draft = Draft::new(catalog, shelf, overrides);
    let groups = std::mem::take(&mut draft.claims);
    let chains: Vec<Chains> = groups
        .into_iter()
        .map(|group| Chains::new(&draft, group))
        .filter(|chains| matters(&draft.library, chains))
        .collect();
    draft.renumber_claims(&chains);
    let citations = citation::citations(&draft, &chains);
    // What sentences are compared by goes here: it is by far the largest part.
    let Draft {
        library,
        texts,
        pages,
        sources,
        copies,
        applied,
        derived,
        story,
        ..
    } = draft;
    let own_documents = own::own_documents(&sources, &library, &pages);
    let mut claims: Vec<Claim> = chains
        .into_iter()
        .map(|chains| Claim {
            finding: verdict::finding(&library, &sources.nodes, &chains, &own_documents),
            chains,
        })
        .collect();
    claims.sort_by_cached_key(|claim| std::cmp::Reverse(prominence(&library, &copies, claim)));
    let mut trace = Trace {
        library,
        texts,
        pages,
        sources: sources.nodes,
        copies,
        derived,
        story,
        passages: BTreeMap::new(),
        citations,
        claims,
        applied,
    };
    trace.passages = passage::shared_passages(&trace);
    trace
}

/// Whether a claim is worth a line: documents share it, or a seed says where it has it from.
fn matters(library: &Library<'_>, chains: &Chains) -> bool {
    let documents: BTreeSet<usize> = chains.group.statements.iter().map(|at| at.0).collect();
    let seeded = documents
        .iter()
        .any(|&document| library.entries[document].seed);
    let by_hand = chains.group.manual.is_some() && !documents.is_empty();
    documents.len() > 1 || by_hand || (seeded && chains.lead_somewhere())
}

/// What puts a claim before another: how many tell it in their own words, in how many outlets and
/// documents, whether a seed does; then the order of the documents.
fn prominence(
    library: &Library<'_>,
    copies: &BTreeMap<usize, Copy>,
    claim: &Claim,
) -> (usize, usize, usize, bool, std::cmp::Reverse<At>) {
    let group = &claim.chains.group;
    let documents = group.documents();
    let families: BTreeSet<usize> = documents
        .iter()
        .map(|document| copies.get(document).map_or(*document, |copy| copy.original))
        .collect();
    let seeded = documents
        .iter()
        .any(|&document| library.entries[document].seed);
    let first = group.statements.first().copied().unwrap_or_default();
    (
        families.len(),
        claim.finding.outlets,
        claim.finding.documents,
        seeded,
        std::cmp::Reverse(first),
    )
}
