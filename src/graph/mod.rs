//! The graph of one claim: who has it from whom.
//!
//! Nodes are documents and sources, an edge points from the one that states to the one that it
//! rests on, so *upstream* is along the edges. A *chain* is a path from a document that carries the
//! claim to an *end*: an origin, where nobody further is named, or a document that could not be
//! read. Documents that rest on each other are a *loop*: a strongly connected component of more
//! than one node. This is the only home of `petgraph`.

mod chokepoint;
mod flow;
mod independence;
mod reach;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;

pub use reach::Reach;

/// A document or source of a claim's graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Whether it is a document that states the claim.
    pub carries: bool,
    /// Whether it is a document that could not be read.
    pub unread: bool,
    /// Whether chains end here, and how; such a node may have edges onward too.
    pub end: Option<End>,
}

/// How a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At somebody who names nobody further.
    Origin,
    /// At a document that could not be read.
    Unread,
}

/// Who has a claim from whom.
///
/// Nodes are numbered from 0 in the order given, and every list of nodes that is returned is in
/// ascending order.
///
/// ```
/// use headwater::graph::{ClaimGraph, End, Node};
/// let outlet = Node { carries: true, unread: false, end: None };
/// let source = Node { carries: false, unread: false, end: Some(End::Origin) };
/// // Two outlets cite a third, which quotes a source.
/// let graph = ClaimGraph::new(&[outlet, outlet, outlet, source], &[(0, 2), (1, 2), (2, 3)]);
/// assert_eq!(graph.origins_of(0), [3]);
/// assert_eq!(graph.chokepoints(2.0 / 3.0), [2]);
/// assert!(graph.loops().is_empty());
/// ```
#[derive(Debug, Clone)]
pub struct ClaimGraph {
    graph: DiGraph<Node, ()>,
}

impl ClaimGraph {
    /// Builds the graph; edges that name no node, doubled edges and edges from a node to itself
    /// are left out.
    #[must_use]
    pub fn new(nodes: &[Node], edges: &[(usize, usize)]) -> Self {
        let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
        for &node in nodes {
            graph.add_node(node);
        }
        let mut distinct: Vec<(usize, usize)> = edges
            .iter()
            .copied()
            .filter(|&(from, to)| from != to && from.max(to) < nodes.len())
            .collect();
        distinct.sort_unstable();
        distinct.dedup();
        for (from, to) in distinct {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
        Self { graph }
    }

    /// Returns the nodes where chains end in `end`.
    #[must_use]
    pub fn ends(&self, end: End) -> Vec<usize> {
        self.graph
            .node_indices()
            .filter(|&node| self.graph[node].end == Some(end))
            .map(NodeIndex::index)
            .collect()
    }

    /// Returns the documents that carry the claim.
    #[must_use]
    pub fn carriers(&self) -> Vec<usize> {
        self.graph
            .node_indices()
            .filter(|&node| self.graph[node].carries)
            .map(NodeIndex::index)
            .collect()
    }

    /// Returns the loops: documents that rest on each other in a circle, the loop with the
    /// smallest node first.
    ///
    /// # Complexity
    ///
    /// O(|V| + |E|), without recursion: a chain may be as long as memory allows.
    #[must_use]
    pub fn loops(&self) -> Vec<Vec<usize>> {
        let mut loops: Vec<Vec<usize>> = kosaraju_scc(&self.graph)
            .into_iter()
            .filter(|component| component.len() > 1)
            .map(|component| {
                let mut members: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
                members.sort_unstable();
                members
            })
            .collect();
        loops.sort_unstable();
        loops
    }

    /// Returns the ends that chains from `node` reach, itself included, of either kind.
    ///
    /// # Complexity
    ///
    /// O(|V| + |E|) of the graph.
    #[must_use]
    pub fn ends_of(&self, node: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut walk = Dfs::new(&self.graph, NodeIndex::new(node));
        while let Some(reached) = walk.next(&self.graph) {
            if self.graph[reached].end.is_some() {
                found.push(reached.index());
            }
        }
        found.sort_unstable();
        found
    }

    /// Returns the origins that chains from `node` reach, itself included.
    #[must_use]
    pub fn origins_of(&self, node: usize) -> Vec<usize> {
        let mut ends = self.ends_of(node);
        ends.retain(|&end| self.graph[NodeIndex::new(end)].end == Some(End::Origin));
        ends
    }
}

/// Returns the inverse Simpson index of `shares`: how many equally large parts would be as evenly
/// spread (Simpson, "Measurement of diversity", 1949; Hill number of order 2). 0 for no shares.
#[must_use]
pub fn effective_number(shares: &[f64]) -> f64 {
    let total: f64 = shares.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    1.0 / shares
        .iter()
        .map(|share| (share / total).powi(2))
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLET: Node = Node {
        carries: true,
        unread: false,
        end: None,
    };
    const SOURCE: Node = Node {
        carries: false,
        unread: false,
        end: Some(End::Origin),
    };

    #[test]
    fn a_loop_without_exit_reaches_no_origin() {
        let graph = ClaimGraph::new(&[OUTLET; 4], &[(0, 1), (1, 2), (2, 0), (3, 0)]);
        assert_eq!(graph.loops(), [[0, 1, 2]]);
        assert!(graph.origins_of(3).is_empty());
    }

    #[test]
    fn an_asserting_document_is_an_end_that_may_lead_on() {
        let asserting = Node {
            carries: true,
            unread: false,
            end: Some(End::Origin),
        };
        let graph = ClaimGraph::new(&[OUTLET, asserting, SOURCE], &[(0, 1), (1, 2)]);
        assert_eq!(graph.origins_of(0), [1, 2]);
    }

    #[test]
    fn edges_to_nowhere_and_to_oneself_are_left_out() {
        let graph = ClaimGraph::new(&[OUTLET], &[(0, 0), (0, 7)]);
        assert!(graph.loops().is_empty());
        assert!(graph.ends_of(0).is_empty());
    }

    #[test]
    fn a_chain_may_be_very_long() {
        let mut nodes = vec![OUTLET; 50_000];
        nodes.push(SOURCE);
        let edges: Vec<(usize, usize)> = (0..50_000).map(|at| (at, at + 1)).collect();
        let graph = ClaimGraph::new(&nodes, &edges);
        assert!(graph.loops().is_empty());
        assert_eq!(graph.reach(&[50_000]).documents, [50_000]);
        assert_eq!(graph.chokepoints(1.0), [49_999]);
        assert_eq!(graph.disjoint_chains(), 1);
    }

    #[test]
    fn effective_number_counts_even_shares() {
        assert!((effective_number(&[2.0, 2.0, 2.0]) - 3.0).abs() < 1e-9);
        assert!((effective_number(&[5.0]) - 1.0).abs() < 1e-9);
        assert!(effective_number(&[]).abs() < 1e-9);
    }
}
