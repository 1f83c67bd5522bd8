//! Copies taken together: as families that are drawn in a frame, or each family as one node.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::tie::Ties;
use crate::report::{Claim, Document, Findings};

/// Groups the drawn documents with their copies.
pub(super) fn families(findings: &dyn Findings, places: &BTreeMap<&str, usize>) -> Vec<Vec<usize>> {
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for document in findings.documents() {
        if let Some(original) = document.copy_of.as_deref()
            && let Some(&place) = places.get(document.id.as_str())
        {
            families.entry(original).or_default().push(place);
        }
    }
    for (original, members) in &mut families {
        if let Some(&place) = places.get(original) {
            members.retain(|&member| member != place);
            members.insert(0, place);
        }
    }
    // A copy of a copy would be in two families; it stays in the first.
    let mut taken = BTreeSet::new();
    let mut disjoint: Vec<Vec<usize>> = families.into_values().collect();
    for members in &mut disjoint {
        members.retain(|&member| taken.insert(member));
    }
    disjoint.retain(|members| members.len() > 1);
    disjoint
}

/// Families of which only one member is drawn, which stands for the others.
#[derive(Debug, Default)]
pub(super) struct Folds<'a> {
    /// The member that stands for each folded copy.
    folded: BTreeMap<&'a str, &'a str>,
}

impl<'a> Folds<'a> {
    /// Folds the copies among `nodes` into their originals, or into their first where the original
    /// is not drawn. A seed, and whatever the claim marks, stays.
    pub(super) fn new(index: &Index<'a>, claim: &Claim, nodes: &BTreeSet<&'a str>) -> Self {
        let marked = marked(claim);
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        let mut folded = BTreeMap::new();
        let mut members: Vec<(u32, &Document)> = (nodes.iter())
            .filter_map(|&id| Some((index.number(id)?, index.document(id)?)))
            .collect();
        members.sort_by_key(|(number, _)| *number);
        for (_, document) in members {
            let original = original(index, document);
            if original == document.id || document.depth == 0 {
                continue;
            }
            let keeper = match nodes.get(original) {
                Some(&drawn) => drawn,
                None => *first.entry(original).or_insert(&document.id),
            };
            if keeper != document.id && !marked.contains(document.id.as_str()) {
                folded.insert(document.id.as_str(), keeper);
            }
        }
        Self { folded }
    }

    /// Returns the node that stands for `id`.
    pub(super) fn keeper(&self, id: &'a str) -> &'a str {
        self.folded.get(id).copied().unwrap_or(id)
    }

    /// Returns the copies that a node stands for, in the order of their ids.
    pub(super) fn copies(&self, keeper: &str) -> Vec<String> {
        let folded = self.folded.iter();
        let own = folded.filter(|(_, other)| **other == keeper);
        own.map(|(copy, _)| (*copy).to_owned()).collect()
    }

    /// Lets the arrows of folded copies begin and end at the nodes that stand for them.
    pub(super) fn fold(&self, ties: Ties<'a>) -> Ties<'a> {
        let mut drawn = Ties::new();
        for ((from, to), tie) in ties {
            let ends = (self.keeper(from), self.keeper(to));
            if ends.0 != ends.1 {
                drawn.entry(ends).or_default().join(tie);
            }
        }
        drawn
    }
}

/// Returns the document at the head of a document's copies: itself if it is no copy.
fn original<'a>(index: &Index<'a>, document: &'a Document) -> &'a str {
    let (mut head, mut seen) = (document, BTreeSet::new());
    while seen.insert(head.id.as_str())
        && let Some(original) = head.copy_of.as_deref()
    {
        match index.document(original) {
            Some(next) => head = next,
            None => return original,
        }
    }
    &head.id
}

/// The nodes that a claim marks.
fn marked(claim: &Claim) -> BTreeSet<&str> {
    let origins = (claim.origins.iter()).map(|origin| origin.node.as_str());
    let others = claim.chokepoints.iter().chain(claim.loops.iter().flatten());
    origins.chain(others.map(String::as_str)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    #[test]
    fn copies_without_a_mark_are_folded_into_their_original() {
        let report = fixture();
        let index = Index::new(&report);
        let nodes = BTreeSet::from(["d1", "d2", "d3", "d4"]);
        let folds = Folds::new(&index, &report.claims[0], &nodes);
        assert_eq!(folds.keeper("d4"), "d2");
        assert_eq!(folds.copies("d2"), ["d4"]);
        assert_eq!(folds.keeper("d3"), "d3");
    }

    #[test]
    fn documents_that_copy_each_other_end_the_search() {
        let mut report = fixture();
        report.documents[1].copy_of = Some("d4".to_owned());
        let index = Index::new(&report);
        let nodes = BTreeSet::from(["d2", "d4"]);
        let folds = Folds::new(&index, &report.claims[0], &nodes);
        assert!(folds.folded.len() < 2);
    }
}
