//! Things that turn out to be one: a forest of disjoint sets (Galler and Fischer, 1964).

use std::collections::BTreeMap;

/// Disjoint sets of the numbers below a bound, each known by its least member.
#[derive(Debug)]
pub(crate) struct Union {
    parent: Vec<usize>,
}

impl Union {
    /// Makes `count` sets of one member each.
    pub(crate) fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    /// Returns the least member of the set that holds `at`.
    pub(crate) fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Returns the sets, each ascending, in the order of their least members.
    pub(crate) fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.parent.len() {
            sets.entry(self.root(at)).or_default().push(at);
        }
        sets.into_values().collect()
    }

    /// Makes the sets of `a` and `b` one.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_sets_have_one_least_member() {
        let mut union = Union::new(5);
        union.join(4, 2);
        union.join(2, 3);
        let roots: Vec<usize> = (0..5).map(|at| union.root(at)).collect();
        assert_eq!(roots, [0, 1, 2, 2, 2]);
        assert_eq!(union.sets(), [vec![0], vec![1], vec![2, 3, 4]]);
    }
}
