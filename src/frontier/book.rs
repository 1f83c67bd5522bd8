//! What is known of each address: how it is reached, what leads to it and where it leads.

use std::cmp::Ordering;

use super::Step;
use super::heap::Key;
use super::intern::Interner;
use super::path::Path;
use crate::urls::CanonicalUrl;

/// The end of a list of steps.
const NOTHING: u32 = u32::MAX;

/// How far the visit of an address came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Leased,
    Done,
}

/// Where an address stands at a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is not brought before it.
    Away,
    Outside,
    Inside,
    /// Inside, whatever the budget says, and at no cost.
    Exempt,
}

/// The borders that an address must pass to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The budget of its registrable domain.
    Domain,
    /// The budget of the crawl.
    Total,
}

/// One address.
#[derive(Debug)]
pub(super) struct Entry {
    /// The number of the host that is asked for it.
    pub(super) host: u32,
    /// The best way into it.
    pub(super) path: Path,
    first_out: u32,
    first_in: u32,
    pub(super) asked: u16,
    pub(super) state: State,
    places: [Place; 2],
    /// Whether it led on, and so costs no budget.
    pub(super) is_free: bool,
    pub(super) is_seed: bool,
    /// Whether the patterns of the crawl let it in.
    pub(super) is_wanted: bool,
}

impl Entry {
    pub(super) fn place(&self, stage: Stage) -> Place {
        self.places[stage as usize]
    }

    pub(super) fn set_place(&mut self, stage: Stage, place: Place) {
        self.places[stage as usize] = place;
    }

    /// Whether it may be followed, the budget of the whole crawl aside.
    pub(super) fn passes_domain(&self) -> bool {
        matches!(self.place(Stage::Domain), Place::Inside | Place::Exempt)
    }

    pub(super) fn is_in_scope(&self) -> bool {
        self.place(Stage::Total) == Place::Inside
    }
}

/// One step, in the list of those out of one address and in that of those into another.
#[derive(Debug)]
struct Edge {
    from: u32,
    to: u32,
    next_out: u32,
    next_in: u32,
    step: Step,
}

/// All addresses that are known, by number.
#[derive(Debug, Default)]
pub(super) struct Book {
    urls: Interner<CanonicalUrl>,
    entries: Vec<Entry>,
    edges: Vec<Edge>,
}

impl Book {
    pub(super) fn find(&self, url: &str) -> Option<u32> {
        self.urls.find(url)
    }

    /// Adds an address that is not known.
    pub(super) fn add(&mut self, url: CanonicalUrl, host: u32, is_wanted: bool) -> u32 {
        self.entries.push(Entry {
            host,
            path: Path::NONE,
            first_out: NOTHING,
            first_in: NOTHING,
            asked: 0,
            state: State::Waiting,
            places: [Place::Away; 2],
            is_free: false,
            is_seed: false,
            is_wanted,
        });
        self.urls.add(url)
    }

    pub(super) fn add_step(&mut self, from: u32, to: u32, step: Step) {
        let number = u32::try_from(self.edges.len()).unwrap_or(NOTHING);
        let next_out = std::mem::replace(&mut self.entry_mut(from).first_out, number);
        let next_in = std::mem::replace(&mut self.entry_mut(to).first_in, number);
        self.edges.push(Edge {
            from,
            to,
            next_out,
            next_in,
            step,
        });
    }

    pub(super) fn url(&self, id: u32) -> &CanonicalUrl {
        self.urls.get(id)
    }

    pub(super) fn entry(&self, id: u32) -> &Entry {
        &self.entries[id as usize]
    }

    pub(super) fn entry_mut(&mut self, id: u32) -> &mut Entry {
        &mut self.entries[id as usize]
    }

    /// Returns every number.
    pub(super) fn ids(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Returns every number in the order of the addresses.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.ids().collect();
        let urls = self.urls.items();
        ids.sort_unstable_by(|&a, &b| urls[a as usize].cmp(&urls[b as usize]));
        ids
    }

    /// Returns where an address leads, and the way that makes.
    pub(super) fn ways_out(&self, id: u32) -> impl Iterator<Item = (u32, Path)> + '_ {
        let path = self.entry(id).path;
        let first = self.entry(id).first_out;
        std::iter::successors(self.edge(first), |edge| self.edge(edge.next_out))
            .map(move |edge| (edge.to, path.after(edge.step)))
    }

    /// Returns what leads to an address, by which step.
    pub(super) fn steps_in(&self, id: u32) -> impl Iterator<Item = (u32, Step)> + '_ {
        let first = self.entry(id).first_in;
        std::iter::successors(self.edge(first), |edge| self.edge(edge.next_in))
            .map(|edge| (edge.from, edge.step))
    }

    fn edge(&self, number: u32) -> Option<&Edge> {
        self.edges.get(number as usize)
    }

    pub(super) fn key(&self, id: u32) -> Key {
        Key {
            path: self.entry(id).path,
            id,
        }
    }

    /// Compares the ranks of two addresses: the way into them, then the text.
    pub(super) fn order(&self, a: Key, b: Key) -> Ordering {
        a.path.cmp(&b.path).then_with(|| {
            if a.id == b.id {
                Ordering::Equal
            } else {
                self.url(a.id).cmp(self.url(b.id))
            }
        })
    }

    pub(super) fn is_before(&self, a: Key, b: Key) -> bool {
        self.order(a, b) == Ordering::Less
    }
}
