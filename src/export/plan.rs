//! Chooses what a drawing shows.
//!
//! A claim is drawn whole. A run is drawn as an overview: the steps of its claims' chains and the
//! links between its documents, sources only where a claim that two documents state leads to
//! them, and of a large run only the nodes that matter most.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Folds, families};
use super::index::{self, Index};
use super::scene::{Marks, Node, Scene, document_node, source_node};
use super::selection::{claim_part, story_part};
use super::tie::{Tie, Ties, add_steps};
use super::{Level, Selection, clean, outlets};
use crate::report::{CitationKind, Claim, Findings};

/// Most claims that an overview draws together.
const OVERVIEW_CLAIMS: usize = 100;

/// Most nodes in the overview of a run: more cannot be read on one screen.
const OVERVIEW_NODES: usize = 48;
/// A run with no more nodes than these is drawn with the documents that nothing leads to or from.
const FEW_NODES: usize = 12;

/// Most nodes of one claim in the page; of a larger one the foremost are drawn.
const CLAIM_NODES: usize = 90;

/// Chooses what to draw of `findings`.
pub(super) fn scene(findings: &dyn Findings, selection: Selection, level: Level) -> Scene {
    match (level, selection) {
        (Level::Document, Selection::Run) => overview(findings),
        (Level::Document, Selection::Story(story)) => overview(&story_part(findings, story)),
        (Level::Document, Selection::Claim(claim)) => {
            Plan::claim(&Index::new(findings), claim).draw()
        }
        (Level::Outlet, Selection::Run) => outlets::scene(findings),
        (Level::Outlet, Selection::Story(story)) => outlets::scene(&story_part(findings, story)),
        (Level::Outlet, Selection::Claim(claim)) => outlets::scene(&claim_part(findings, claim)),
    }
}

/// Draws the main claims of all findings.
fn overview(findings: &dyn Findings) -> Scene {
    let (index, claims) = (Index::new(findings), main_claims(findings));
    Plan::run(&index, claims.iter().map(AsRef::as_ref).collect()).draw()
}

/// Chooses what to draw of a claim so that it can be taken in at one sight: copies are folded into
/// their originals, and of very many nodes the foremost are left.
pub(super) fn folded(index: &Index, claim: &Claim) -> Scene {
    let mut plan = Plan::claim(index, claim);
    plan.fold(claim);
    let before = plan.nodes.len();
    let start = claim.origins.iter().map(|origin| origin.node.as_str());
    let start = start.chain(claim.chokepoints.iter().map(String::as_str));
    let seeds = index::seeds(plan.findings).map(|seed| seed.id.as_str());
    let start = start.chain(seeds);
    let start = start.filter_map(|id| plan.nodes.get(id).copied());
    let start: Vec<&str> = start.take(CLAIM_NODES / 2).collect();
    plan.keep_foremost(start, &[], CLAIM_NODES);
    plan.left_out = before - plan.nodes.len();
    plan.draw()
}

/// The nodes and arrows that were chosen, still by their ids.
struct Plan<'a> {
    findings: &'a dyn Findings,
    index: &'a Index<'a>,
    claims: Vec<&'a Claim>,
    ties: Ties<'a>,
    nodes: BTreeSet<&'a str>,
    folds: Folds<'a>,
    caption: Vec<String>,
    /// How many nodes of the claim are not drawn.
    left_out: usize,
    /// Whether one claim is drawn: what ends its chains stands in one column.
    align_ends: bool,
}

impl<'a> Plan<'a> {
    fn claim(index: &'a Index<'a>, claim: &'a Claim) -> Self {
        let findings = index.findings();
        let mut ties = Ties::new();
        add_steps(&mut ties, claim, findings);
        let mut nodes: BTreeSet<&str> = ties.keys().flat_map(|&(from, to)| [from, to]).collect();
        nodes.extend(claim.assertions().map(|s| s.document.as_str()));
        nodes.extend(claim.origins.iter().map(|o| o.node.as_str()));
        let caption = vec![
            format!("{}: {}", claim.id, clean::line(&claim.text)),
            clean::line(&claim.because),
        ];
        let mut plan = Self {
            findings,
            index,
            claims: vec![claim],
            ties,
            nodes,
            folds: Folds::default(),
            caption,
            left_out: 0,
            align_ends: true,
        };
        plan.add_reprints();
        plan
    }

    fn run(index: &'a Index<'a>, claims: Vec<&'a Claim>) -> Self {
        let findings = index.findings();
        let mut ties = Ties::new();
        for claim in &claims {
            add_steps(&mut ties, claim, findings);
        }
        let shared = shared_sources(&claims);
        ties.retain(|(_, to), _| index.source(to).is_none() || shared.contains(to));
        let links = links(findings, index);
        let ends = ties.keys().copied().chain(ids(findings, &links));
        let mut nodes: BTreeSet<&str> = ends.flat_map(|(from, to)| [from, to]).collect();
        let stated = claims.iter().filter(|claim| claim.documents > 1);
        nodes.extend(stated.flat_map(|c| c.assertions().map(|s| s.document.as_str())));
        nodes.extend(index::seeds(findings).map(|document| document.id.as_str()));
        let documents = findings.documents();
        if documents.len() <= FEW_NODES {
            nodes.extend(documents.iter().map(|d| d.id.as_str()));
        }
        let mut plan = Self {
            findings,
            index,
            claims,
            ties,
            nodes,
            folds: Folds::default(),
            caption: Vec::new(),
            left_out: 0,
            align_ends: false,
        };
        let seeds = index::seeds(findings).take(OVERVIEW_NODES / 2);
        let start = seeds.map(|seed| seed.id.as_str()).collect();
        plan.keep_foremost(start, &links, OVERVIEW_NODES);
        plan.add_links();
        plan.caption = plan.overview_caption();
        plan.add_reprints();
        plan
    }

    /// Lets the copies be drawn as their originals.
    fn fold(&mut self, claim: &Claim) {
        self.folds = Folds::new(self.index, claim, &self.nodes);
        self.ties = self.folds.fold(std::mem::take(&mut self.ties));
        self.nodes = self.nodes.iter().map(|id| self.folds.keeper(id)).collect();
    }

    /// Leaves at most `limit` nodes and the arrows between them.
    ///
    /// The choice grows from `start`, which is kept: of the nodes beside those already chosen the one
    /// that most claims need comes next, so that the picture hangs together.
    fn keep_foremost(&mut self, start: Vec<&'a str>, links: &[(u32, u32)], limit: usize) {
        let weights = self.weights(links);
        // Sorted by weight, ties by id; the heaviest are last.
        let weighted = |id: &'a str| (weights.get(id).copied().unwrap_or_default(), Reverse(id));
        let first = start.into_iter().map(|id| (usize::MAX, Reverse(id)));
        let mut open: BTreeSet<_> = first.collect();
        let mut rest: BTreeSet<_> = self.nodes.iter().map(|id| weighted(id)).collect();
        let mut chosen: BTreeSet<&str> = BTreeSet::new();
        while chosen.len() < limit
            && let Some((_, Reverse(id))) = open.pop_last().or_else(|| rest.pop_last())
        {
            if chosen.insert(id) {
                rest.remove(&weighted(id));
                let cited = links_of(self.index.number(id), links);
                let ties = self.ties.keys().copied().chain(ids(self.findings, &cited));
                open.extend(ties.filter_map(|ends| match ends {
                    (from, to) if from == id => Some(weighted(to)),
                    (from, to) if to == id => Some(weighted(from)),
                    _ => None,
                }));
            }
        }
        self.ties
            .retain(|(from, to), _| chosen.contains(from) && chosen.contains(to));
        self.nodes = chosen;
    }

    /// Ties the chosen documents by the citations between them.
    fn add_links(&mut self) {
        for number in 0..self.findings.citation_count() {
            let (from, to, kind) = self.findings.ends(number);
            let chosen = |id: &str| self.nodes.get(id).copied();
            if from != to
                && let (Some(from), Some(to)) = (chosen(&from), chosen(&to))
                && self.index.source(to).is_none()
            {
                let tie = self.ties.entry((from, to)).or_default();
                tie.is_of(kind);
                if tie.citations.is_empty() {
                    tie.citations.push(number);
                }
            }
        }
    }

    /// Returns how much the claims need each node.
    fn weights(&self, links: &[(u32, u32)]) -> BTreeMap<&'a str, usize> {
        let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
        for (from, to) in ids(self.findings, links) {
            if !self.ties.contains_key(&(from, to)) {
                *weights.entry(from).or_default() += 1;
                *weights.entry(to).or_default() += 1;
            }
        }
        for ((from, to), tie) in &self.ties {
            for id in [from, to] {
                *weights.entry(id).or_default() += 1 + 4 * tie.claims.len();
            }
        }
        for claim in &self.claims {
            for origin in &claim.origins {
                *weights.entry(&origin.node).or_default() += 8 * origin.documents.saturating_sub(1);
            }
            for id in claim.chokepoints.iter().chain(claim.loops.iter().flatten()) {
                *weights.entry(id).or_default() += 8 * claim.documents;
            }
        }
        weights
    }

    fn overview_caption(&self) -> Vec<String> {
        let all = self.findings.documents().len() + self.findings.sources().len();
        let shared = self.claims.iter().filter(|claim| claim.documents > 1);
        vec![
            format!("Who cites whom: {}", seed_names(self.findings)),
            format!(
                "{} of {all} documents and sources; {} claims that two or more texts state",
                self.nodes.len(),
                shared.count()
            ),
        ]
    }

    /// Ties each copy to its original, and drops the citations that a copy repeats from it.
    fn add_reprints(&mut self) {
        let mut originals: BTreeMap<&str, &str> = BTreeMap::new();
        for document in self.findings.documents() {
            if let Some(original) = document.copy_of.as_deref()
                && self.nodes.contains(document.id.as_str())
                && self.nodes.contains(original)
                && original != document.id
            {
                originals.insert(&document.id, original);
                let tie = self.ties.entry((&document.id, original)).or_default();
                tie.is_of(CitationKind::Copy);
            }
        }
        let repeated: Vec<_> = (self.ties.iter())
            .filter(|((from, to), tie)| {
                let original = originals.get(from);
                !tie.unsupported
                    && original.is_some_and(|o| o != to && self.ties.contains_key(&(*o, *to)))
            })
            .map(|(ends, _)| *ends)
            .collect();
        for ends in repeated {
            self.ties.remove(&ends);
        }
    }

    fn draw(self) -> Scene {
        let marks = Marks::new(self.findings, &self.claims);
        // Documents before sources, each in the order of the report.
        let documents = self.findings.documents().iter().map(|d| d.id.as_str());
        let ids: Vec<&str> = documents
            .chain(self.findings.sources().iter().map(|s| s.id.as_str()))
            .filter(|id| self.nodes.contains(id))
            .collect();
        let places: BTreeMap<&str, usize> =
            ids.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        let nodes = ids.iter().filter_map(|id| self.node(id, &marks)).collect();
        let edges = (self.ties.iter())
            .filter_map(|((from, to), tie)| {
                let (&start, &end) = (places.get(from)?, places.get(to)?);
                let names = format!("{} → {}", self.index.name(from), self.index.name(to));
                Some(tie.edge(start, end, &names, &self.sentence(tie)))
            })
            .collect();
        let families = families(self.findings, &places);
        Scene {
            caption: self.caption,
            nodes,
            edges,
            families,
            left_out: self.left_out,
            align_ends: self.align_ends,
        }
    }

    /// Returns the first sentence that shows a tie, clean; nothing if none does.
    fn sentence(&self, tie: &Tie<'_>) -> String {
        let own = clean::line(tie.sentence.unwrap_or_default());
        match tie.citations.first() {
            Some(&number) if own.is_empty() => {
                clean::line(&self.findings.citation(number).evidence.text)
            }
            _ => own,
        }
    }

    fn node(&self, id: &str, marks: &Marks) -> Option<Node> {
        if let Some(document) = self.index.document(id) {
            return Some(document_node(document, self.folds.copies(id), marks));
        }
        self.index
            .source(id)
            .map(|source| source_node(source, marks))
    }
}

/// Returns which documents cite which others, by number, each pair once: a large run has too many to
/// know more of each.
fn links(findings: &dyn Findings, index: &Index<'_>) -> Vec<(u32, u32)> {
    let numbers = (0..findings.citation_count()).filter_map(|number| {
        let (from, to, _) = findings.ends(number);
        let number = |id: &str| index.number(id);
        Some((number(&from)?, number(&to)?)).filter(|(from, to)| from != to)
    });
    let mut links: Vec<(u32, u32)> = numbers.collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// Returns those of `links` that begin or end at a document.
fn links_of(document: Option<u32>, links: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let is_end = |(from, to): &(u32, u32)| Some(*from) == document || Some(*to) == document;
    links.iter().copied().filter(is_end).collect()
}

/// Returns the ids of documents that were given by number.
fn ids<'a>(
    findings: &'a dyn Findings,
    links: &[(u32, u32)],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let documents = findings.documents();
    let id = |number: u32| documents[number as usize].id.as_str();
    links.iter().map(move |&(from, to)| (id(from), id(to)))
}

/// Returns the foremost claims, which an overview is about: those that two documents tell in words
/// of their own, or all claims if there is none such.
fn main_claims(findings: &dyn Findings) -> Vec<Cow<'_, Claim>> {
    let originals: BTreeMap<&str, &str> = (findings.documents().iter())
        .filter_map(|document| Some((document.id.as_str(), document.copy_of.as_deref()?)))
        .collect();
    let texts = |claim: &Claim| {
        let documents = claim.assertions().map(|s| s.document.as_str());
        let families: BTreeSet<&str> = documents
            .map(|id| originals.get(id).copied().unwrap_or(id))
            .collect();
        families.len()
    };
    let told = findings.claims().filter(|claim| texts(claim) > 1);
    let told: Vec<Cow<'_, Claim>> = told.take(OVERVIEW_CLAIMS).collect();
    if told.is_empty() {
        findings.claims().take(OVERVIEW_CLAIMS).collect()
    } else {
        told
    }
}

/// Returns the sources upstream of a claim that two documents state.
fn shared_sources<'a>(claims: &[&'a Claim]) -> BTreeSet<&'a str> {
    (claims.iter())
        .filter(|claim| claim.documents > 1)
        .flat_map(|claim| &claim.statements)
        .flat_map(|statement| &statement.upstream)
        .map(|upstream| upstream.node.as_str())
        .collect()
}

fn seed_names(findings: &dyn Findings) -> String {
    let names: Vec<_> = index::seeds(findings)
        .take(2)
        .map(|seed| format!("{}, “{}”", index::outlet(seed), index::title(seed)))
        .collect();
    let more = index::seeds(findings).count() - names.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", names.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::super::theme::Line;
    use super::*;

    fn ids(scene: &Scene) -> Vec<&str> {
        scene.nodes.iter().map(|node| node.id.as_str()).collect()
    }

    fn line(scene: &Scene, from: &str, to: &str) -> Option<Line> {
        let at = |place: usize| scene.nodes[place].id.as_str();
        let edge = (scene.edges.iter()).find(|e| (at(e.from), at(e.to)) == (from, to));
        edge.map(|edge| edge.line)
    }

    #[test]
    fn a_claim_is_drawn_with_all_its_chains() {
        let report = fixture();
        let scene = scene(
            &report,
            Selection::Claim(&report.claims[0]),
            Level::Document,
        );
        assert_eq!(ids(&scene), ["d1", "d2", "d3", "d4", "s1"]);
        assert_eq!(line(&scene, "d1", "d3"), Some(Line::Link));
        assert_eq!(line(&scene, "d2", "d3"), Some(Line::Mention));
        assert_eq!(line(&scene, "d3", "s1"), Some(Line::Attribution));
        assert!(scene.nodes[2].chokepoint && scene.nodes[4].origin && scene.nodes[0].seed);
    }

    #[test]
    fn a_copy_is_tied_to_its_original_alone() {
        let report = fixture();
        let scene = scene(
            &report,
            Selection::Claim(&report.claims[0]),
            Level::Document,
        );
        assert_eq!(line(&scene, "d4", "d2"), Some(Line::Copy));
        assert_eq!(line(&scene, "d4", "d3"), None);
        assert_eq!(scene.families, [[1, 3]]);
    }

    #[test]
    fn a_citation_that_does_not_hold_is_marked() {
        let report = fixture();
        let scene = scene(&report, Selection::Run, Level::Document);
        assert_eq!(line(&scene, "d10", "d2"), Some(Line::Unsupported));
    }

    #[test]
    fn the_overview_of_a_large_run_keeps_what_claims_need() {
        let mut report = fixture();
        for number in 11..400 {
            let mut page = report.documents[9].clone();
            page.id = format!("d{number}");
            report.documents.push(page);
            let mut link = report.citations[0].clone();
            link.id = format!("e{number}");
            link.to = format!("d{number}");
            report.citations.push(link);
        }
        let scene = scene(&report, Selection::Run, Level::Document);
        assert_eq!(scene.nodes.len(), OVERVIEW_NODES);
        for id in ["d1", "d3", "d5", "s1"] {
            assert!(ids(&scene).contains(&id), "{id}");
        }
    }
}
