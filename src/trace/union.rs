//! Things that turn out to be one: a forest of disjoint sets (Galler and Fischer, 1964).

/// Disjoint sets of the numbers below a bound, each known by its least member.
#[derive(Debug)]
pub(super) struct Union {
    parent: Vec<usize>,
}

impl Union {
    /// Makes `count` sets of one member each.
    pub(super) fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    /// Returns the least member of the set that holds `at`.
    pub(super) fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes the sets of `a` and `b` one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
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
    }
}
