//! Chokepoints: documents that most chains pass.
//!
//! Every end is joined to one virtual sink and the edges are turned round. In that flow graph a
//! node *dominates* another if every path from the sink to the other passes it (Cooper, Harvey and
//! Kennedy, "A Simple, Fast Dominance Algorithm", 2001); so the nodes below one in the dominator
//! tree are those whose every chain passes it.

use std::collections::BTreeSet;

use petgraph::algo::dominators::{Dominators, simple_fast};
use petgraph::graph::NodeIndex;
use petgraph::visit::Reversed;

use super::ClaimGraph;

impl ClaimGraph {
    /// Returns the documents that every chain of at least `share` of the carrying documents passes
    /// on its way, themselves counted: no ends, no members of a loop. Only documents that have a
    /// chain count, and one that nothing but itself passes is none.
    ///
    /// # Complexity
    ///
    /// O(|V|²) at worst, near O(|V| + |E|) on graphs as they occur.
    #[must_use]
    pub fn chokepoints(&self, share: f64) -> Vec<usize> {
        let mut graph = self.graph.clone();
        let sink = graph.add_node(super::Node {
            carries: false,
            unread: false,
            end: None,
        });
        for node in self.graph.node_indices() {
            if self.graph[node].end.is_some() {
                graph.add_edge(node, sink, ());
            }
        }
        let dominators = simple_fast(Reversed(&graph), sink);
        let looping: BTreeSet<usize> = self.loops().into_iter().flatten().collect();
        let (passed, chained) = self.passed(&dominators);
        (0..passed.len())
            .filter(|&node| {
                let it = self.graph[NodeIndex::new(node)];
                it.carries && it.end.is_none() && !looping.contains(&node)
            })
            .filter(|&node| passed[node] > 1 && reaches_share(passed[node], chained, share))
            .collect()
    }

    /// Returns by how many carrying documents each node is passed on every chain, themselves
    /// counted, and how many have a chain.
    fn passed(&self, dominators: &Dominators<NodeIndex>) -> (Vec<usize>, usize) {
        let above = |node: usize| {
            let above = dominators.immediate_dominator(NodeIndex::new(node));
            above.map_or(usize::MAX, NodeIndex::index)
        };
        let above: Vec<usize> = (0..self.graph.node_count()).map(above).collect();
        let mut passed = vec![0_usize; above.len()];
        // How many nodes right below one in the tree are not counted in yet.
        let mut below = vec![0_usize; above.len()];
        for &node in &above {
            if let Some(count) = below.get_mut(node) {
                *count += 1;
            }
        }
        let has_chain = |&node: &usize| above[node] != usize::MAX;
        let mut chained = 0;
        for carrier in self.carriers().into_iter().filter(has_chain) {
            passed[carrier] = 1;
            chained += 1;
        }
        let mut leaves: Vec<usize> = (0..above.len()).filter(|&node| below[node] == 0).collect();
        while let Some(leaf) = leaves.pop() {
            let node = above[leaf];
            if node < passed.len() {
                passed[node] += passed[leaf];
                below[node] -= 1;
                if below[node] == 0 {
                    leaves.push(node);
                }
            }
        }
        (passed, chained)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "documents are far fewer than 2^52"
)]
fn reaches_share(part: usize, whole: usize, share: f64) -> bool {
    part as f64 >= share * whole as f64 - 1e-9
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{End, Node};
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
    fn a_second_way_round_makes_no_chokepoint() {
        let nodes = [OUTLET, OUTLET, OUTLET, SOURCE];
        let one = ClaimGraph::new(&nodes, &[(0, 2), (1, 2), (2, 3)]);
        assert_eq!(one.chokepoints(2.0 / 3.0), [2]);
        let two = ClaimGraph::new(&nodes, &[(0, 2), (1, 2), (2, 3), (0, 3)]);
        assert_eq!(two.chokepoints(2.0 / 3.0), [2], "2 of 3 still pass");
        assert!(two.chokepoints(0.9).is_empty());
    }

    #[test]
    fn members_of_a_loop_are_none() {
        let graph = ClaimGraph::new(
            &[OUTLET, OUTLET, OUTLET, SOURCE],
            &[(0, 1), (1, 2), (2, 1), (2, 3)],
        );
        assert!(graph.chokepoints(2.0 / 3.0).is_empty());
    }

    proptest! {
        /// Without a chokepoint, the chains of two thirds of the documents are cut.
        #[test]
        fn a_chokepoint_cuts_every_chain(edges in prop::collection::vec((0_usize..9, 0_usize..12), 0..30)) {
            let nodes: Vec<Node> = (0..12).map(|at| if at < 9 { OUTLET } else { SOURCE }).collect();
            let graph = ClaimGraph::new(&nodes, &edges);
            let chained = graph.carriers().into_iter().filter(|&node| !graph.ends_of(node).is_empty()).count();
            for point in graph.chokepoints(2.0 / 3.0) {
                let without: Vec<(usize, usize)> = edges.iter().copied().filter(|&(from, to)| from != point && to != point).collect();
                let cut = ClaimGraph::new(&nodes, &without);
                let left = cut.carriers().into_iter().filter(|&node| !cut.ends_of(node).is_empty()).count();
                prop_assert!(3 * (chained - left) >= 2 * chained);
            }
        }
    }
}
