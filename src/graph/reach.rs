//! Which documents reach which ends.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;

use super::ClaimGraph;

/// How the documents that carry a claim spread over some ends, end by end.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// How many documents have a chain to each end, itself counted.
    pub documents: Vec<usize>,
    /// What each end gets if every document spreads one unit evenly over those that it reaches.
    pub shares: Vec<f64>,
}

impl ClaimGraph {
    /// Returns how the carrying documents spread over `ends`, numbers of nodes.
    ///
    /// # Complexity
    ///
    /// O(n·(|V| + |E|)) for n times 64 ends.
    #[must_use]
    pub fn reach(&self, ends: &[usize]) -> Reach {
        let carriers = self.carriers();
        let order = self.downstream();
        let mut reached = vec![0_u32; self.graph.node_count()];
        for some in ends.chunks(64) {
            let marks = self.marks(some, &order);
            for &carrier in &carriers {
                reached[carrier] += marks[carrier].count_ones();
            }
        }
        let mut found = Reach {
            documents: vec![0; ends.len()],
            shares: vec![0.0; ends.len()],
        };
        for (number, some) in ends.chunks(64).enumerate() {
            let marks = self.marks(some, &order);
            for &carrier in &carriers {
                let mut left = marks[carrier];
                while left != 0 {
                    let end = 64 * number + left.trailing_zeros() as usize;
                    found.documents[end] += 1;
                    found.shares[end] += 1.0 / f64::from(reached[carrier]);
                    left &= left - 1;
                }
            }
        }
        found
    }

    /// Returns the strongly connected components, the cited before those who cite them.
    fn downstream(&self) -> Vec<Vec<NodeIndex>> {
        kosaraju_scc(&self.graph)
    }

    /// Marks each node with a bit for every one of `ends`, 64 at most, to which it has a chain.
    fn marks(&self, ends: &[usize], order: &[Vec<NodeIndex>]) -> Vec<u64> {
        let mut marks = vec![0_u64; self.graph.node_count()];
        for (bit, &end) in ends.iter().enumerate() {
            marks[end] |= 1 << bit;
        }
        for component in order {
            let mut all = 0;
            for &node in component {
                let above = self.graph.neighbors(node);
                all |= above.fold(marks[node.index()], |all, next| all | marks[next.index()]);
            }
            for node in component {
                marks[node.index()] = all;
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{End, Node};
    use super::*;

    proptest! {
        /// As many documents reach an end as walk to it one by one.
        #[test]
        fn each_document_is_counted_at_every_end_that_it_reaches(
            edges in prop::collection::vec((0_usize..60, 0_usize..150), 0..200)
        ) {
            let nodes: Vec<Node> = (0..150)
                .map(|at| Node {
                    carries: at < 60,
                    unread: false,
                    end: (at >= 60).then_some(End::Origin),
                })
                .collect();
            let graph = ClaimGraph::new(&nodes, &edges);
            let ends = graph.ends(End::Origin);
            let found = graph.reach(&ends);
            let walks: Vec<Vec<usize>> = (0..60).map(|node| graph.ends_of(node)).collect();
            for (at, end) in ends.iter().enumerate() {
                let theirs = walks.iter().filter(|walk| walk.contains(end));
                prop_assert_eq!(found.documents[at], theirs.clone().count());
                let share: f64 = theirs.map(|walk| 1.0 / f64::from(u8::try_from(walk.len()).unwrap())).sum();
                prop_assert!((found.shares[at] - share).abs() < 1e-9);
            }
        }
    }
}
