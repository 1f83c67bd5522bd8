//! Things that turn out to be one: a forest of disjoint sets (Galler and Fischer, 1964).

use crate::lists::Lists;

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
    pub(crate) fn sets(&mut self) -> Lists<u32> {
        let mut sets = 0;
        let mut set_of: Vec<u32> = Vec::with_capacity(self.parent.len());
        for at in 0..self.parent.len() {
            let root = self.root(at);
            let set = set_of.get(root).copied().unwrap_or(sets);
            sets += u32::from(root == at);
            set_of.push(set);
        }
        Lists::sorted(set_of.iter().copied().zip(0..), sets as usize)
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
        let sets = union.sets();
        let sets: Vec<&[u32]> = sets.iter().collect();
        assert_eq!(sets, [&[0][..], &[1], &[2, 3, 4]]);
    }
}
