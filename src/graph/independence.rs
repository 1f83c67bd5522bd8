//! Independence: how many chains to different ends share nothing.
//!
//! By Menger's theorem the largest number of paths without a common node equals the largest flow
//! through a network in which every node is split in two, joined by an edge of capacity one.

use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{ClaimGraph, End};

impl ClaimGraph {
    /// Returns the largest number of chains, from documents that carry the claim to ends of the
    /// kinds in `ends`, of which no two share a node.
    ///
    /// # Complexity
    ///
    /// O(k·(|V| + |E|)) for a result of k.
    #[must_use]
    pub fn disjoint_chains(&self, ends: &[End]) -> usize {
        let ends_here = |node: NodeIndex| {
            let end = self.graph[node].end;
            end.is_some_and(|end| ends.contains(&end))
        };
        // Most documents of a large claim assert it and are cited by nobody: each is a chain.
        let is_alone = |node: NodeIndex| self.graph.neighbors_undirected(node).next().is_none();
        let (alone, tied): (Vec<_>, Vec<_>) =
            self.graph.node_indices().partition(|&node| is_alone(node));
        let own_chains = alone
            .into_iter()
            .filter(|&node| self.graph[node].carries && ends_here(node))
            .count();
        if tied.is_empty() {
            return own_chains;
        }
        let count = self.graph.node_count();
        let mut network: DiGraph<(), usize> = DiGraph::with_capacity(2 * count + 2, 2 * count);
        for _ in 0..2 * count + 2 {
            network.add_node(());
        }
        let enter = |node: usize| NodeIndex::new(2 * node);
        let leave = |node: usize| NodeIndex::new(2 * node + 1);
        let (source, sink) = (enter(count), leave(count));
        for node in tied {
            let at = node.index();
            network.add_edge(enter(at), leave(at), 1);
            if self.graph[node].carries {
                network.add_edge(source, enter(at), 1);
            }
            if ends_here(node) {
                network.add_edge(leave(at), sink, 1);
            }
        }
        for edge in self.graph.raw_edges() {
            network.add_edge(
                leave(edge.source().index()),
                enter(edge.target().index()),
                1,
            );
        }
        own_chains + ford_fulkerson(&network, source, sink).0
    }
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::*;

    const OUTLET: Node = Node {
        carries: true,
        end: None,
    };
    const SOURCE: Node = Node {
        carries: false,
        end: Some(End::Origin),
    };
    const UNREAD: Node = Node {
        carries: false,
        end: Some(End::Unread),
    };

    #[test]
    fn two_sources_of_one_document_are_one_chain() {
        let graph = ClaimGraph::new(&[OUTLET, OUTLET, SOURCE, SOURCE], &[(0, 1), (1, 2), (1, 3)]);
        assert_eq!(graph.disjoint_chains(&[End::Origin]), 1);
    }

    #[test]
    fn an_unread_document_widens_the_interval() {
        let graph = ClaimGraph::new(&[OUTLET, OUTLET, SOURCE, UNREAD], &[(0, 2), (1, 3)]);
        assert_eq!(graph.disjoint_chains(&[End::Origin]), 1);
        assert_eq!(graph.disjoint_chains(&[End::Origin, End::Unread]), 2);
    }
}
