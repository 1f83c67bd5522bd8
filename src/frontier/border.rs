//! A budget: of the addresses brought before it the first by rank, until it is used up.

use super::book::{Book, Place, Stage};
use super::heap::{Heap, Key};

/// Addresses parted by a budget.
///
/// Exactly those are inside before whom the budget is not used up. Whether an address is inside so
/// depends on those before it alone, all of which are asked for, and not on what is known of itself.
#[derive(Debug)]
pub(super) struct Border {
    stage: Stage,
    budget: usize,
    /// Those inside, the last on top.
    inside: Heap,
    /// Those outside, the first on top.
    outside: Heap,
    /// What the addresses inside cost.
    cost: usize,
    /// How many are inside.
    len: usize,
}

/// An address that came in (`true`) or went out.
pub(super) type Change = (u32, bool);

impl Border {
    pub(super) fn new(stage: Stage, budget: usize) -> Self {
        Self {
            stage,
            budget,
            inside: Heap::default(),
            outside: Heap::default(),
            cost: 0,
            len: 0,
        }
    }

    /// How many addresses are inside.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Brings an address before the border; it stands where [`Border::balance`] leaves it.
    pub(super) fn insert(&mut self, id: u32, book: &mut Book, changes: &mut Vec<Change>) {
        self.clean(book);
        let key = book.key(id);
        let is_behind = self
            .outside
            .first()
            .is_some_and(|first| book.is_before(first, key));
        if is_behind {
            self.put_outside(key, book);
        } else {
            self.put_inside(key, book, changes);
        }
    }

    /// Takes an address away; what was beyond the border moves up at the next
    /// [`Border::balance`].
    pub(super) fn remove(&mut self, id: u32, book: &mut Book, changes: &mut Vec<Change>) {
        if book.entry(id).place(self.stage) == Place::Inside {
            self.count_out(id, book);
            changes.push((id, false));
        }
        book.entry_mut(id).set_place(self.stage, Place::Away);
    }

    /// Notes that an address which did cost something costs nothing from now on.
    pub(super) fn set_free(&mut self, id: u32, book: &Book) {
        if book.entry(id).place(self.stage) == Place::Inside {
            self.cost -= 1;
        }
    }

    /// Moves the border to where the budget is used up.
    pub(super) fn balance(&mut self, book: &mut Book, changes: &mut Vec<Change>) {
        loop {
            self.clean(book);
            if let Some(last) = self.inside.first()
                && self.cost - cost_of(last.id, book) >= self.budget
            {
                self.inside.pop(|a, b| book.is_before(b, a));
                self.count_out(last.id, book);
                changes.push((last.id, false));
                self.put_outside(last, book);
            } else if let Some(first) = self.outside.first()
                && self.cost < self.budget
            {
                self.outside.pop(|a, b| book.is_before(a, b));
                self.put_inside(first, book, changes);
            } else {
                return;
            }
        }
    }

    /// Whether an address would be inside, were it let before this border.
    pub(super) fn would_admit(&self, key: Key, book: &Book) -> bool {
        self.cost < self.budget
            || self
                .inside
                .first()
                .is_some_and(|last| book.is_before(key, last))
    }

    /// Drops what no longer counts from the tops of the heaps.
    fn clean(&mut self, book: &Book) {
        let counts = |key: Key, place| {
            let entry = book.entry(key.id);
            entry.place(self.stage) == place && entry.path == key.path
        };
        while self
            .inside
            .first()
            .is_some_and(|key| !counts(key, Place::Inside))
        {
            self.inside.pop(|a, b| book.is_before(b, a));
        }
        while self
            .outside
            .first()
            .is_some_and(|key| !counts(key, Place::Outside))
        {
            self.outside.pop(|a, b| book.is_before(a, b));
        }
    }

    fn put_inside(&mut self, key: Key, book: &mut Book, changes: &mut Vec<Change>) {
        self.cost += cost_of(key.id, book);
        self.len += 1;
        book.entry_mut(key.id).set_place(self.stage, Place::Inside);
        self.inside.push(key, |a, b| book.is_before(b, a));
        changes.push((key.id, true));
    }

    fn put_outside(&mut self, key: Key, book: &mut Book) {
        book.entry_mut(key.id).set_place(self.stage, Place::Outside);
        self.outside.push(key, |a, b| book.is_before(a, b));
    }

    fn count_out(&mut self, id: u32, book: &Book) {
        self.cost -= cost_of(id, book);
        self.len -= 1;
    }
}

fn cost_of(id: u32, book: &Book) -> usize {
    usize::from(!book.entry(id).is_free)
}
