//! Which addresses a crawl asks for: the first by rank, until the budget is used up.

use std::collections::BTreeSet;

use super::Rank;

/// The addresses within depth, parted by the budget.
#[derive(Debug)]
pub(super) struct Scope {
    budget: usize,
    inside: BTreeSet<Rank>,
    outside: BTreeSet<Rank>,
    /// Ids that cost no budget.
    free: BTreeSet<usize>,
    /// What the addresses inside cost.
    cost: usize,
    /// What came in (`true`) and went out since the last look.
    changes: Vec<(Rank, bool)>,
}

impl Scope {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            budget,
            inside: BTreeSet::new(),
            outside: BTreeSet::new(),
            free: BTreeSet::new(),
            cost: 0,
            changes: Vec::new(),
        }
    }

    pub(super) fn contains(&self, rank: &Rank) -> bool {
        self.inside.contains(rank)
    }

    pub(super) fn len(&self) -> usize {
        self.inside.len()
    }

    pub(super) fn take_changes(&mut self) -> Vec<(Rank, bool)> {
        std::mem::take(&mut self.changes)
    }

    fn cost_of(&self, rank: &Rank) -> usize {
        usize::from(!self.free.contains(&rank.id))
    }

    pub(super) fn insert(&mut self, rank: Rank) {
        let is_behind = self.outside.first().is_some_and(|first| *first < rank);
        if is_behind {
            self.outside.insert(rank);
            return;
        }
        self.cost += self.cost_of(&rank);
        self.changes.push((rank.clone(), true));
        self.inside.insert(rank);
        self.balance();
    }

    pub(super) fn remove(&mut self, rank: &Rank) {
        if self.inside.remove(rank) {
            self.cost -= self.cost_of(rank);
            self.changes.push((rank.clone(), false));
            self.balance();
        } else {
            self.outside.remove(rank);
        }
    }

    /// Notes that the address `id`, which stands at `rank`, costs nothing.
    pub(super) fn set_free(&mut self, id: usize, rank: Option<&Rank>) {
        if self.free.insert(id) && rank.is_some_and(|rank| self.inside.contains(rank)) {
            self.cost -= 1;
        }
        self.balance();
    }

    /// Moves the border so that exactly those are inside before whom the budget is not used up.
    /// Whether an address is inside so depends on those before it alone, all of which are asked
    /// for, and not on what is known of itself.
    fn balance(&mut self) {
        while let Some(last) = self.inside.last() {
            let cost = self.cost_of(last);
            if self.cost - cost < self.budget {
                break;
            }
            self.cost -= cost;
            if let Some(last) = self.inside.pop_last() {
                self.changes.push((last.clone(), false));
                self.outside.insert(last);
            }
        }
        while self.cost < self.budget
            && let Some(first) = self.outside.pop_first()
        {
            self.cost += self.cost_of(&first);
            self.changes.push((first.clone(), true));
            self.inside.insert(first);
        }
    }
}
