//! Independence: how many chains to different ends share nothing.
//!
//! By Menger's theorem the largest number of paths without a common node equals the largest flow
//! through a network in which every node is split in two, joined by an arc of one unit. Two things
//! keep that network small, for a chain may begin at any document that carries the claim: one that
//! is an end too is best a chain by itself, and of every other chain the part from the last such
//! document on is a chain as well, so nothing need lead into one.

use super::flow::Network;
use super::{ClaimGraph, End};

/// What a node is to the chains that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    starts: bool,
    ends: bool,
    /// Whether chains may pass it.
    open: bool,
}

impl ClaimGraph {
    /// Returns the largest number of chains from documents that carry the claim to origins, of which
    /// no two share a node, through nothing that could not be read.
    ///
    /// # Complexity
    ///
    /// O(√|V|·|E|), where |E| counts no edge to a document that carries the claim.
    #[must_use]
    pub fn disjoint_chains(&self) -> usize {
        self.disjoint(|node| Part {
            starts: node.carries,
            ends: node.end == Some(End::Origin),
            open: !node.unread,
        })
    }

    /// Returns the same, were every document that could not be read one that carries the claim and
    /// an origin of its own. Whatever such a document says, no more chains share nothing: those that
    /// pass it, or begin there, have it in common.
    ///
    /// # Complexity
    ///
    /// As [`Self::disjoint_chains`].
    #[must_use]
    pub fn disjoint_chains_at_most(&self) -> usize {
        self.disjoint(|node| Part {
            starts: node.carries || node.unread,
            ends: node.end.is_some() || node.unread,
            open: true,
        })
    }

    fn disjoint(&self, part: impl Fn(super::Node) -> Part) -> usize {
        let parts: Vec<Part> = self.graph.node_weights().map(|&node| part(node)).collect();
        let is_alone = |part: &&Part| part.open && part.starts && part.ends;
        let alone = parts.iter().filter(is_alone).count();
        let count = parts.len();
        let (source, sink) = (2 * count, 2 * count + 1);
        let (enter, leave) = (|node: usize| 2 * node, |node: usize| 2 * node + 1);
        let mut network = Network::new(2 * count + 2);
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part { open: false, .. }
                | Part {
                    starts: true,
                    ends: true,
                    ..
                } => {}
                Part { starts: true, .. } => network.join(source, leave(at)),
                Part { ends, .. } => {
                    network.join(enter(at), leave(at));
                    if *ends {
                        network.join(leave(at), sink);
                    }
                }
            }
        }
        for edge in self.graph.raw_edges() {
            let (from, to) = (edge.source().index(), edge.target().index());
            let passes = parts[from].open && !(parts[from].starts && parts[from].ends);
            if passes && parts[to].open && !parts[to].starts {
                network.join(leave(from), enter(to));
            }
        }
        alone + network.flow(source, sink)
    }
}

#[cfg(test)]
mod tests {
    use petgraph::algo::ford_fulkerson;
    use petgraph::graph::{DiGraph, NodeIndex};
    use proptest::prelude::*;

    use super::super::Node;
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
    const UNREAD: Node = Node {
        carries: false,
        unread: true,
        end: Some(End::Unread),
    };

    fn interval(graph: &ClaimGraph) -> (usize, usize) {
        (graph.disjoint_chains(), graph.disjoint_chains_at_most())
    }

    #[test]
    fn two_sources_of_one_document_are_one_chain() {
        let graph = ClaimGraph::new(&[OUTLET, OUTLET, SOURCE, SOURCE], &[(0, 1), (1, 2), (1, 3)]);
        assert_eq!(graph.disjoint_chains(), 1);
    }

    #[test]
    fn an_unread_document_widens_the_interval() {
        let graph = ClaimGraph::new(&[OUTLET, OUTLET, SOURCE, UNREAD], &[(0, 2), (1, 3)]);
        assert_eq!(interval(&graph), (1, 2));
        let through = Node {
            end: None,
            ..UNREAD
        };
        let graph = ClaimGraph::new(&[OUTLET, through, SOURCE], &[(0, 1), (1, 2)]);
        assert_eq!(interval(&graph), (0, 1), "what lies behind it is not seen");
    }

    /// Ten documents and four sources; a document that cites nobody asserts the claim.
    fn web(edges: &[(usize, usize)]) -> Vec<Node> {
        let cites = |at: usize| edges.iter().any(|&(from, to)| from == at && to != at);
        let end = |at: usize| (!cites(at)).then_some(End::Origin);
        let outlet = |at: usize| Node {
            end: end(at),
            ..OUTLET
        };
        (0..10).map(outlet).chain([SOURCE; 4]).collect()
    }

    /// The same by the whole network of split nodes.
    fn by_the_book(nodes: &[Node], edges: &[(usize, usize)]) -> usize {
        let mut network: DiGraph<(), usize> = DiGraph::new();
        for _ in 0..2 * nodes.len() + 2 {
            network.add_node(());
        }
        let at = NodeIndex::new;
        let (source, sink) = (at(2 * nodes.len()), at(2 * nodes.len() + 1));
        for (number, node) in nodes.iter().enumerate() {
            network.add_edge(at(2 * number), at(2 * number + 1), 1);
            if node.carries {
                network.add_edge(source, at(2 * number), 1);
            }
            if node.end.is_some() {
                network.add_edge(at(2 * number + 1), sink, 1);
            }
        }
        for &(from, to) in edges {
            network.add_edge(at(2 * from + 1), at(2 * to), 1);
        }
        ford_fulkerson(&network, source, sink).0
    }

    proptest! {
        #[test]
        fn chains_are_counted_as_by_the_book(
            edges in prop::collection::vec((0_usize..10, 0_usize..14), 0..40),
            carries in prop::collection::vec(any::<bool>(), 14),
        ) {
            let nodes: Vec<Node> = web(&edges)
                .into_iter()
                .zip(carries)
                .map(|(node, carries)| Node { carries, ..node })
                .collect();
            let graph = ClaimGraph::new(&nodes, &edges);
            prop_assert_eq!(graph.disjoint_chains(), by_the_book(&nodes, &edges));
        }

        /// Whichever documents cannot be read, the answer that reading them would give, for the
        /// documents that were read and those that they cite, stays within the interval.
        #[test]
        fn hiding_documents_never_moves_the_answer_outside(
            edges in prop::collection::vec((0_usize..10, 0_usize..14), 0..40),
            hidden in prop::collection::vec(any::<bool>(), 10),
        ) {
            let hidden = |at: usize| hidden.get(at).copied().unwrap_or_default();
            let left: Vec<(usize, usize)> =
                edges.iter().copied().filter(|&(from, _)| !hidden(from)).collect();
            let cited = |at: usize| left.iter().any(|&(_, to)| to == at);
            let all = web(&edges);
            let mut full = all.clone();
            let mut seen = all.clone();
            for at in (0..10).filter(|&at| hidden(at)) {
                full[at].carries = cited(at);
                seen[at] = if cited(at) { UNREAD } else { Node { end: None, ..UNREAD } };
                seen[at].unread = cited(at);
            }
            let full = ClaimGraph::new(&full, &edges);
            let (at_least, at_most) = interval(&ClaimGraph::new(&seen, &left));
            let answer = full.disjoint_chains();
            prop_assert!((at_least..=at_most).contains(&answer), "{at_least} {answer} {at_most}");
            prop_assert_eq!(interval(&full), (answer, answer));
        }
    }
}
