//! Who cites whom, outlet by outlet: documents of one registrable domain are one node, and an arrow
//! counts the documents that cite.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::clean;
use super::index::{self, Index};
use super::scene::{Edge, Node, Scene, outlet_node};
use super::theme::Line;
use crate::report::{CitationKind, Document, Findings, count};

/// Most outlets that are drawn; more cannot be read on one screen.
const OUTLETS: usize = 48;

/// What is known of one outlet citing another.
#[derive(Debug, Default)]
struct Tie {
    /// The numbers of the documents that cite.
    citing: BTreeSet<u32>,
    /// How often each kind of citation occurs.
    kinds: BTreeMap<CitationKind, usize>,
    /// The citations, by number.
    citations: Vec<usize>,
}

/// Draws the outlets of `findings` and how many documents of each cite the others. Of many outlets
/// those are drawn that cite and are cited most.
pub(super) fn scene(findings: &dyn Findings) -> Scene {
    let index = Index::new(findings);
    let mut outlets: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for document in findings.documents() {
        outlets.entry(domain(document)).or_default().push(document);
    }
    let ties = ties(&index);
    let drawn = foremost(&outlets, &ties);
    let places: BTreeMap<&str, usize> = drawn.iter().copied().zip(0..).collect();
    let nodes: Vec<Node> = (drawn.iter())
        .filter_map(|domain| Some(outlet_node(domain, outlets.get(domain)?)))
        .collect();
    let edges = ties.iter().filter_map(|((from, to), tie)| {
        let (from, to) = (*places.get(from)?, *places.get(to)?);
        Some(tie.edge((from, &nodes[from]), (to, &nodes[to])))
    });
    let edges = edges.collect();
    Scene {
        caption: vec![
            "Which outlet cites which; a number counts the documents that cite, where they are several".to_owned(),
            format!("{} of {}", drawn.len(), count(outlets.len(), "outlet")),
        ],
        edges,
        families: Vec::new(),
        left_out: outlets.len() - drawn.len(),
        nodes,
        align_ends: false,
    }
}

fn domain(document: &Document) -> &str {
    match document.outlet.domain.as_str() {
        "" => &document.url,
        domain => domain,
    }
}

/// Returns how outlets cite one another; what a site says of itself is left out.
fn ties<'a>(index: &Index<'a>) -> BTreeMap<(&'a str, &'a str), Tie> {
    let findings = index.findings();
    let mut ties: BTreeMap<(&str, &str), Tie> = BTreeMap::new();
    for number in 0..findings.citation_count() {
        let (from, to, kind) = findings.ends(number);
        if let (Some(citing), Some(cited)) = (index.document(&from), index.document(&to))
            && domain(citing) != domain(cited)
        {
            let tie = ties.entry((domain(citing), domain(cited))).or_default();
            tie.citing.extend(index.number(&from));
            *tie.kinds.entry(kind).or_default() += 1;
            tie.citations.push(number);
        }
    }
    ties
}

/// Returns the outlets that are drawn: those with the most citing documents on their arrows, and
/// the seeds' own; in the order of their names.
fn foremost<'a>(
    outlets: &BTreeMap<&'a str, Vec<&Document>>,
    ties: &BTreeMap<(&str, &str), Tie>,
) -> Vec<&'a str> {
    let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
    for ((from, to), tie) in ties {
        for end in [from, to] {
            *weights.entry(end).or_default() += tie.citing.len();
        }
    }
    let is_seed = |domain: &str| {
        let own = outlets.get(domain).into_iter().flatten();
        own.into_iter().any(|document| document.depth == 0)
    };
    let mut drawn: Vec<&str> = (outlets.keys().copied())
        .filter(|domain| weights.contains_key(domain) || is_seed(domain))
        .collect();
    drawn.sort_by_key(|domain| Reverse((is_seed(domain), weights.get(domain).copied())));
    drawn.truncate(OUTLETS);
    drawn.sort_unstable();
    drawn
}

impl Tie {
    fn edge(&self, (from, citing): (usize, &Node), (to, cited): (usize, &Node)) -> Edge {
        let kind = self.kinds.iter().max_by_key(|(_, times)| **times);
        let line = match kind.map(|(kind, _)| kind) {
            Some(CitationKind::Link) => Line::Link,
            Some(CitationKind::Copy) => Line::Copy,
            Some(CitationKind::Attribution) => Line::Attribution,
            Some(CitationKind::Mention) | None => Line::Mention,
        };
        let names = format!("{} → {}", citing.id, cited.id);
        Edge {
            from,
            to,
            line,
            claims: self.citing.len(),
            label: (self.citing.len() > 1).then(|| self.citing.len().to_string()),
            tooltip: clean::line(&format!(
                "{names}: {}, {}",
                count(self.citing.len(), "document"),
                count(self.citations.len(), "citation")
            )),
            citations: self.citations.clone(),
        }
    }
}

/// Returns the earliest day on which a document was published, clean.
pub(super) fn first_day(documents: &[&Document]) -> Option<String> {
    let published = documents.iter().filter_map(|d| d.published.as_deref());
    let day = published.map(|time| clean::line(&clean::day(time))).min();
    day.filter(|day| !day.is_empty())
}

/// Returns what the outlet of the documents is called.
pub(super) fn name(documents: &[&Document]) -> String {
    // A page that was read tells the name better than the address of one that was not.
    let read = documents.iter().find(|document| document.title.is_some());
    (read.or(documents.first())).map_or_else(String::new, |document| index::outlet(document))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    #[test]
    fn an_arrow_counts_documents_and_not_citations() {
        let mut report = fixture();
        let mut again = report.citations[0].clone();
        again.id = "e99".to_owned();
        report.citations.push(again);
        let scene = scene(&report);
        let at = |domain: &str| scene.nodes.iter().position(|n| n.id == domain).unwrap();
        let (from, to) = (at("aldercourier.test"), at("dailytiller.test"));
        let edge = (scene.edges.iter()).find(|e| (e.from, e.to) == (from, to));
        let edge = edge.unwrap();
        assert_eq!((edge.claims, edge.citations.len()), (1, 2));
        assert_eq!(edge.label, None);
    }

    #[test]
    fn no_outlet_cites_itself() {
        let mut report = fixture();
        for document in &mut report.documents {
            document.outlet.domain = "one.test".to_owned();
        }
        let scene = scene(&report);
        assert_eq!((scene.nodes.len(), scene.edges.len()), (1, 0));
    }
}
