//! What became of every address, as far as a crawl came.

use super::book::State;
use super::heap::Key;
use super::path::Path;
use super::{Frontier, MAX_HOPS};
use crate::urls::CanonicalUrl;

/// Where an address stands in a crawl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// To be asked for.
    Waiting,
    /// Asked for, and done with.
    Done,
    /// Too many links from a seed.
    TooDeep,
    /// Behind more redirects in a row than are followed.
    TooManyHops,
    /// Left out by the patterns.
    Unwanted,
    /// Past the budget of its registrable domain.
    OverHostBudget,
    /// Past the budget of pages.
    OverBudget,
}

/// An address of a crawl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// The address.
    pub url: &'a CanonicalUrl,
    /// Links from the nearest seed.
    pub depth: u32,
    /// Where it stands.
    pub standing: Standing,
}

impl Frontier {
    /// Returns every address that something in scope leads to, in the order of the addresses.
    ///
    /// What only addresses out of scope lead to, though one of them may have been asked for before
    /// the border moved, is left out and moves nothing.
    ///
    /// # Complexity
    ///
    /// O(*n* log *n* + *m*) for *n* addresses with *m* steps between them, and 8 bytes an address.
    pub fn survey(&self) -> impl Iterator<Item = Found<'_>> {
        let ways = self.ways_from_scope();
        self.book.sorted().into_iter().filter_map(move |id| {
            let path = ways[id as usize];
            (path != Path::NONE).then(|| Found {
                url: self.book.url(id),
                depth: path.depth(),
                standing: self.standing(id, path),
            })
        })
    }

    /// Returns the best way into each address, by number, that comes from an address in scope.
    fn ways_from_scope(&self) -> Vec<Path> {
        let mut ways: Vec<Path> = self.book.ids().map(|_| Path::NONE).collect();
        let mut note = |id: u32, path: Path| {
            let best = &mut ways[id as usize];
            *best = path.min(*best);
        };
        for id in self.book.ids() {
            let entry = self.book.entry(id);
            if entry.is_seed {
                note(id, Path::SEED);
            }
            if entry.is_in_scope() {
                for (to, path) in self.book.ways_out(id) {
                    note(to, path);
                }
            }
        }
        ways
    }

    fn standing(&self, id: u32, path: Path) -> Standing {
        let entry = self.book.entry(id);
        if path.depth() <= self.limits.depth && path.hops() > MAX_HOPS {
            Standing::TooManyHops
        } else if !path.is_within(self.limits.depth) {
            Standing::TooDeep
        } else if !self.is_admissible(id, path) {
            Standing::Unwanted
        } else if entry.is_in_scope() {
            match entry.state {
                State::Done => Standing::Done,
                State::Waiting | State::Leased => Standing::Waiting,
            }
        } else if self.limits.host_pages.is_some()
            && self.total.would_admit(Key { path, id }, &self.book)
        {
            Standing::OverHostBudget
        } else {
            Standing::OverBudget
        }
    }
}
