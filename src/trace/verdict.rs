//! What the chains of a claim show.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::graph::{self, ClaimGraph, End};

use super::draft::{Group, Node};
use super::library::Library;
use super::source::Source;
use super::upstream::{Chains, Evidence, Step};

/// Share of a claim's documents whose every chain a chokepoint lies on.
const CHOKEPOINT_SHARE: f64 = 2.0 / 3.0;

/// How many independent origins there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Chains to origins that share no node.
    pub at_least: usize,
    /// The same, were every unread document an origin of its own.
    pub at_most: usize,
}

/// What the chains of a claim show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One origin.
    SingleOrigin,
    /// Two or more, fewer than half as many as the outlets.
    FewOrigins,
    /// At least two, and at least half as many as the outlets.
    Independent,
    /// No chain leaves a loop.
    Circular,
    /// Every chain ends in a document that could not be read.
    Untraced,
}

/// An end of a claim's chains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The document or source.
    pub node: Node,
    /// Other nodes that are the same: a source beside its own page.
    pub also: Vec<Node>,
    /// How many documents reach it.
    pub documents: usize,
}

/// What the chains of one claim show.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The ends of the chains; the most reached first.
    pub origins: Vec<Origin>,
    /// How many are independent.
    pub independent: Interval,
    /// Inverse Simpson index over the documents' origins.
    pub effective_origins: f64,
    /// Documents that most chains pass.
    pub chokepoints: Vec<usize>,
    /// Documents that cite each other in a circle.
    pub loops: Vec<Vec<usize>>,
    /// Citations of documents that were read and do not say it.
    pub unsupported: Vec<(Evidence, usize, usize)>,
    /// Documents that state the claim.
    pub documents: usize,
    /// Registrable domains among them.
    pub outlets: usize,
    /// What follows.
    pub verdict: Verdict,
}

/// Traces one claim.
#[must_use]
pub(super) fn finding(
    library: &Library<'_>,
    sources: &[Source],
    chains: &Chains,
    own_documents: &[Vec<usize>],
) -> Finding {
    let group = &chains.group;
    let web = Web::new(library, sources, chains, own_documents);
    let graph = ClaimGraph::new(&web.nodes, &web.edges);
    let reached = graph.ends(End::Origin);
    let ends = if reached.is_empty() {
        graph.ends(End::Unread)
    } else {
        reached.clone()
    };
    let loops = graph.loops();
    let documents = group.documents();
    let domains: BTreeSet<&str> = documents
        .iter()
        .map(|&document| library.entries[document].domain.as_str())
        .collect();
    let verdict = verdict(reached.len(), ends.len(), loops.len(), domains.len());
    let reach = graph.reach(&ends);
    let mut origins: Vec<Origin> = ends
        .iter()
        .zip(&reach.documents)
        .map(|(&end, &documents)| Origin {
            node: web.names[end],
            also: web.other_names(end),
            documents,
        })
        .collect();
    origins.sort_by_key(|origin| (usize::MAX - origin.documents, origin.node));
    let as_documents = |nodes: Vec<usize>| -> Vec<usize> {
        let mut found: Vec<usize> = nodes
            .into_iter()
            .filter_map(|node| web.document(node))
            .collect();
        found.sort_unstable();
        found
    };
    Finding {
        origins: if verdict == Verdict::Circular {
            Vec::new()
        } else {
            origins
        },
        independent: Interval {
            at_least: graph.disjoint_chains(),
            at_most: graph.disjoint_chains_at_most(),
        },
        effective_origins: graph::effective_number(&reach.shares),
        chokepoints: as_documents(graph.chokepoints(CHOKEPOINT_SHARE)),
        loops: loops
            .into_iter()
            .map(as_documents)
            .filter(|members| members.len() > 1)
            .collect(),
        unsupported: web.unsupported,
        documents: documents.len(),
        outlets: domains.len(),
        verdict,
    }
}

/// The verdict of a claim with so many origins reached, ends of any kind, loops and outlets.
fn verdict(reached: usize, ends: usize, loops: usize, outlets: usize) -> Verdict {
    match reached {
        0 if ends == 0 && loops > 0 => Verdict::Circular,
        0 => Verdict::Untraced,
        1 => Verdict::SingleOrigin,
        _ if 2 * reached < outlets => Verdict::FewOrigins,
        _ => Verdict::Independent,
    }
}

/// The graph of a claim before it is built.
#[derive(Debug, Default)]
struct Web {
    nodes: Vec<graph::Node>,
    names: Vec<Node>,
    edges: Vec<(usize, usize)>,
    unsupported: Vec<(Evidence, usize, usize)>,
    index: BTreeMap<Node, usize>,
}

impl Web {
    fn new(
        library: &Library<'_>,
        sources: &[Source],
        chains: &Chains,
        own_documents: &[Vec<usize>],
    ) -> Self {
        let mut web = Self::default();
        let group = &chains.group;
        let cited = cited_nodes(chains);
        for document in group.documents() {
            web.node(Node::Document(document));
        }
        for &node in &cited {
            if let Node::Source(source) = node {
                web.join_own(node, &own_documents[source], group, &cited, library);
            }
        }
        for ((document, _), steps) in chains.assertions() {
            let from = web.node(Node::Document(document));
            if steps.is_empty() {
                web.nodes[from].end = Some(End::Origin);
            }
            for step in steps {
                web.add_step(library, group, document, from, step);
            }
        }
        web.mark_ends(library, sources, group);
        web
    }

    fn node(&mut self, name: Node) -> usize {
        if let Some(&known) = self.index.get(&name) {
            return known;
        }
        self.nodes.push(graph::Node {
            carries: false,
            unread: false,
            end: None,
        });
        self.names.push(name);
        self.index.insert(name, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    /// The names under which a node is known, but for its own.
    fn other_names(&self, node: usize) -> Vec<Node> {
        let names = self
            .index
            .iter()
            .filter(|(name, at)| **at == node && **name != self.names[node]);
        names.map(|(&name, _)| name).collect()
    }

    fn document(&self, node: usize) -> Option<usize> {
        match self.names[node] {
            Node::Document(document) => Some(document),
            Node::Source(_) => None,
        }
    }

    /// Makes a source and its own page one node, if that page states the claim or is cited for it.
    fn join_own(
        &mut self,
        source: Node,
        own: &[usize],
        group: &Group,
        cited: &BTreeSet<Node>,
        library: &Library<'_>,
    ) {
        let here = |document: &usize| {
            group.carries(*document)
                || (cited.contains(&Node::Document(*document))
                    && library.entries[*document].card().is_none())
        };
        if let Some(&document) = own.iter().find(|document| here(document)) {
            let node = self.node(Node::Document(document));
            self.index.insert(source, node);
        }
    }

    fn add_step(
        &mut self,
        library: &Library<'_>,
        group: &Group,
        document: usize,
        from: usize,
        step: &Step,
    ) {
        match step.through {
            None => {
                if let Node::Document(cited) = step.to
                    && !group.carries(cited)
                    && library.entries[cited].card().is_some()
                {
                    let unsupported = (step.evidence, document, cited);
                    if !self.unsupported.contains(&unsupported) {
                        self.unsupported.push(unsupported);
                    }
                    return;
                }
                let to = self.node(step.to);
                self.edges.push((from, to));
            }
            Some(Node::Document(between)) if library.entries[between].card().is_some() => {
                // It was read: its own statement tells where it has the claim from.
            }
            Some(between) => {
                let (between, to) = (self.node(between), self.node(step.to));
                self.edges.push((from, between));
                self.edges.push((between, to));
            }
        }
    }

    /// Marks who carries the claim, what could not be read, and where chains end. An outlet of which
    /// no article is known stands for one that was not read.
    fn mark_ends(&mut self, library: &Library<'_>, sources: &[Source], group: &Group) {
        let leads_on: BTreeSet<usize> = self
            .edges
            .iter()
            .filter(|(from, to)| from != to)
            .map(|&(from, _)| from)
            .collect();
        // A page that cites only itself, as the source that it is, asserts the claim.
        let cites_itself: BTreeSet<usize> = self
            .edges
            .iter()
            .filter(|(from, to)| from == to)
            .map(|&(from, _)| from)
            .collect();
        for (at, node) in self.nodes.iter_mut().enumerate() {
            let end = match self.names[at] {
                Node::Document(document) => {
                    node.carries = group.carries(document);
                    node.unread = library.entries[document].card().is_none();
                    (!node.carries).then_some(End::Unread)
                }
                Node::Source(source) => {
                    node.unread = sources[source].outlet;
                    Some(if node.unread {
                        End::Unread
                    } else {
                        End::Origin
                    })
                }
            };
            if cites_itself.contains(&at) && !leads_on.contains(&at) {
                node.end = Some(End::Origin);
            } else if !leads_on.contains(&at) {
                node.end = node.end.or(end);
            }
        }
    }
}

fn cited_nodes(chains: &Chains) -> BTreeSet<Node> {
    chains
        .assertions()
        .flat_map(|(_, steps)| steps)
        .flat_map(|step| [Some(step.to), step.through])
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_schema() {
        for (reached, ends, loops, outlets, expected) in [
            (1, 1, 0, 11, Verdict::SingleOrigin),
            (2, 2, 0, 5, Verdict::FewOrigins),
            (2, 2, 0, 4, Verdict::Independent),
            (2, 2, 1, 4, Verdict::Independent),
            (0, 0, 1, 5, Verdict::Circular),
            (0, 2, 0, 5, Verdict::Untraced),
            (0, 1, 1, 5, Verdict::Untraced),
        ] {
            assert_eq!(
                verdict(reached, ends, loops, outlets),
                expected,
                "{reached} {ends} {loops} {outlets}"
            );
        }
    }
}
