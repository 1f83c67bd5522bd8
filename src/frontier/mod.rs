//! What to ask for next. Pure: time comes in as a value.
//!
//! An address has a *depth*, the links from the nearest seed, and *hops*, the redirects and
//! canonical addresses after the last of those links. Its `Rank` is the pair and the address
//! itself. A shorter path that is found later moves an address, and all that hangs on it, forward.
//! The *scope* of a crawl is the addresses within its depth that come first by rank, as many as
//! its budget of pages allows; redirects cost nothing. All of them are asked for, each once, and
//! nothing else counts, so what a crawl finds does not depend on the order in which pages arrive.
//!
//! Each host has a queue of its own. A host is leased to one visit at a time and is due again when
//! its pause is over; hosts never wait for each other.

mod host;
mod scope;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::urls::{CanonicalUrl, HostKey};
use host::Hosts;
use scope::Scope;

/// How many redirects in a row are followed.
pub const MAX_HOPS: u32 = 10;

/// How far a crawl goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Links from the nearest seed; 0 reads the seeds alone.
    pub depth: u32,
    /// Addresses that are asked for, redirects aside.
    pub pages: usize,
}

/// How one address leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// By a link that is followed.
    Link,
    /// By a redirect, or as the canonical address of the same page; costs no depth.
    Hop,
}

/// Where an address stands in the order of a crawl.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    depth: u32,
    hops: u32,
    url: Arc<CanonicalUrl>,
    id: usize,
}

/// A lease: leave to ask for one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address.
    pub url: CanonicalUrl,
    /// The host that is not leased to anyone else meanwhile.
    pub host: HostKey,
    /// Links from the nearest seed, as far as is known.
    pub depth: u32,
    /// How often it was asked for before.
    pub asked: u32,
    id: usize,
}

/// Where an address stands in a crawl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// To be asked for.
    Waiting,
    /// Asked for, and done with.
    Done,
    /// Too many links from a seed.
    TooDeep,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Leased,
    Done,
}

#[derive(Debug)]
struct Entry {
    url: Arc<CanonicalUrl>,
    host: HostKey,
    /// Depth and hops of the best path, if there is one.
    best: Option<(u32, u32)>,
    state: State,
    steps: Vec<(Step, usize)>,
    asked: u32,
}

impl Entry {
    fn rank(&self, id: usize) -> Option<Rank> {
        let (depth, hops) = self.best?;
        Some(Rank {
            depth,
            hops,
            url: Arc::clone(&self.url),
            id,
        })
    }
}

/// The addresses of a crawl, and which of them are to be asked for.
#[derive(Debug)]
pub struct Frontier {
    limits: Limits,
    entries: Vec<Entry>,
    ids: BTreeMap<Arc<CanonicalUrl>, usize>,
    scope: Scope,
    hosts: Hosts,
}

impl Frontier {
    /// Makes an empty frontier.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: Vec::new(),
            ids: BTreeMap::new(),
            scope: Scope::new(limits.pages),
            hosts: Hosts::default(),
        }
    }

    /// Puts an address at depth 0.
    pub fn put_seed(&mut self, url: &CanonicalUrl) {
        let id = self.id_of(url);
        self.relax(vec![(0, 0, id)]);
    }

    /// Notes that `from` leads to `url`; known steps change nothing.
    pub fn put_discovered(&mut self, from: &CanonicalUrl, url: &CanonicalUrl, step: Step) {
        let (from, to) = (self.id_of(from), self.id_of(url));
        let Some(entry) = self.entries.get_mut(from) else {
            return;
        };
        if entry.steps.contains(&(step, to)) {
            return;
        }
        entry.steps.push((step, to));
        if let Some((depth, hops)) = entry.best.map(|best| after(best, step)) {
            self.relax(vec![(depth, hops, to)]);
        }
    }

    /// Leases the first address of a host that is due; `None` if no host is.
    pub fn lease(&mut self, now: Timestamp) -> Option<Visit> {
        let (host, rank) = self.hosts.lease(now)?;
        let entry = self.entries.get_mut(rank.id)?;
        entry.state = State::Leased;
        let visit = Visit {
            url: CanonicalUrl::clone(&entry.url),
            host,
            depth: rank.depth,
            asked: entry.asked,
            id: rank.id,
        };
        entry.asked += 1;
        Some(visit)
    }

    /// Gives the host of a visit free, which is due again at `ready_at`.
    pub fn release(&mut self, visit: &Visit, ready_at: Timestamp) {
        self.hosts.release(&visit.host, ready_at);
    }

    /// Ends a visit: its address is done with. `redirected` tells that it led on, and so costs no
    /// budget.
    pub fn complete(&mut self, visit: &Visit, redirected: bool) {
        self.mark_done(visit.id, redirected);
    }

    /// Ends a visit without an end: its address is leased again. `asked` tells whether it was
    /// asked for meanwhile.
    pub fn put_back(&mut self, visit: &Visit, asked: bool) {
        let Some(entry) = self.entries.get_mut(visit.id) else {
            return;
        };
        entry.state = State::Waiting;
        if !asked {
            entry.asked = visit.asked;
        }
        if let Some(rank) = entry.rank(visit.id)
            && self.scope.contains(&rank)
        {
            self.hosts.put(&visit.host, rank);
        }
    }

    /// Notes that an address was done with before the crawl was resumed.
    pub fn restore_done(&mut self, url: &CanonicalUrl, redirected: bool) {
        let id = self.id_of(url);
        self.mark_done(id, redirected);
    }

    /// Notes that a host, which is not leased, is not due before `ready_at`.
    pub fn restore_host(&mut self, host: &HostKey, ready_at: Timestamp) {
        self.hosts.release(host, ready_at);
    }

    /// Returns how many addresses are in scope, done with or not.
    #[must_use]
    pub fn in_scope(&self) -> usize {
        self.scope.len()
    }

    /// Returns when the next host is due; `None` if none waits. Hosts on lease do not count.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.hosts.next_due()
    }

    /// Returns every address that something in scope leads to, in the order of the addresses.
    ///
    /// What only addresses out of scope lead to, though one of them may have been asked for before
    /// the border moved, is left out and moves nothing.
    #[must_use]
    pub fn survey(&self) -> Vec<Found<'_>> {
        let mut found: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
        let mut note = |id: usize, path: (u32, u32)| {
            let best = found.entry(id).or_insert(path);
            *best = path.min(*best);
        };
        for (id, entry) in self.entries.iter().enumerate() {
            match entry.best {
                Some(best) if best == (0, 0) || self.is_in_scope(id) => note(id, best),
                _ => {}
            }
            if let Some(best) = entry.best.filter(|_| self.is_in_scope(id)) {
                for &(step, to) in &entry.steps {
                    note(to, after(best, step));
                }
            }
        }
        self.ids
            .iter()
            .filter_map(|(url, id)| {
                let &(depth, hops) = found.get(id)?;
                let standing = if !self.is_in_reach(depth, hops) {
                    Standing::TooDeep
                } else if !self.is_in_scope(*id) {
                    Standing::OverBudget
                } else if self.entries.get(*id)?.state == State::Done {
                    Standing::Done
                } else {
                    Standing::Waiting
                };
                Some(Found {
                    url,
                    depth,
                    standing,
                })
            })
            .collect()
    }

    fn is_in_scope(&self, id: usize) -> bool {
        let rank = self.entries.get(id).and_then(|entry| entry.rank(id));
        rank.is_some_and(|rank| self.scope.contains(&rank))
    }

    fn id_of(&mut self, url: &CanonicalUrl) -> usize {
        if let Some(&id) = self.ids.get(url) {
            return id;
        }
        let url = Arc::new(url.clone());
        let id = self.entries.len();
        self.entries.push(Entry {
            host: HostKey::of(&url),
            url: Arc::clone(&url),
            best: None,
            state: State::Waiting,
            steps: Vec::new(),
            asked: 0,
        });
        self.ids.insert(url, id);
        id
    }

    fn is_in_reach(&self, depth: u32, hops: u32) -> bool {
        depth <= self.limits.depth && hops <= MAX_HOPS
    }

    /// Moves addresses forward to better paths, and then all that they lead to, nearest first.
    fn relax(&mut self, found: Vec<(u32, u32, usize)>) {
        let mut open: BTreeSet<(u32, u32, usize)> = found.into_iter().collect();
        while let Some((depth, hops, id)) = open.pop_first() {
            let Some(entry) = self.entries.get_mut(id) else {
                continue;
            };
            if entry.best.is_some_and(|best| best <= (depth, hops)) {
                continue;
            }
            let before = entry.rank(id);
            entry.best = Some((depth, hops));
            let now = entry.rank(id);
            open.extend(entry.steps.iter().map(|&(step, to)| {
                let (depth, hops) = after((depth, hops), step);
                (depth, hops, to)
            }));
            if let Some(before) = before {
                self.scope.remove(&before);
            }
            if let Some(now) = now.filter(|_| self.is_in_reach(depth, hops)) {
                self.scope.insert(now);
            }
            self.sync_queues();
        }
    }

    fn mark_done(&mut self, id: usize, redirected: bool) {
        let Some(entry) = self.entries.get_mut(id) else {
            return;
        };
        entry.state = State::Done;
        let rank = entry.rank(id);
        if let Some(rank) = &rank {
            self.drop_from_queue(rank);
        }
        if redirected {
            self.scope.set_free(id, rank.as_ref());
            self.sync_queues();
        }
    }

    fn drop_from_queue(&mut self, rank: &Rank) {
        if let Some(entry) = self.entries.get(rank.id) {
            self.hosts.drop(&entry.host, rank);
        }
    }

    /// Takes the changes of the scope over into the queues of the hosts.
    fn sync_queues(&mut self) {
        for (rank, is_in) in self.scope.take_changes() {
            let Some(entry) = self.entries.get(rank.id) else {
                continue;
            };
            if is_in && entry.state == State::Waiting {
                self.hosts.put(&entry.host, rank);
            } else if !is_in {
                self.hosts.drop(&entry.host, &rank);
            }
        }
    }
}

/// Depth and hops after one more step.
fn after((depth, hops): (u32, u32), step: Step) -> (u32, u32) {
    match step {
        Step::Link => (depth.saturating_add(1), 0),
        Step::Hop => (depth, hops.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const LIMITS: Limits = Limits { depth: 3, pages: 8 };

    fn page(number: usize) -> CanonicalUrl {
        CanonicalUrl::parse(&format!("http://h{}.test/{number}", number % 4)).unwrap()
    }

    fn later(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn standing(frontier: &Frontier, number: usize) -> (u32, Standing) {
        let url = page(number);
        let survey = frontier.survey();
        let found = survey.iter().find(|found| *found.url == url).unwrap();
        (found.depth, found.standing)
    }

    #[test]
    fn a_host_is_due_when_its_pause_is_over() {
        let mut frontier = Frontier::new(LIMITS);
        frontier.put_seed(&page(0));
        frontier.put_seed(&page(4));
        let first = frontier.lease(NOW).unwrap();
        assert_eq!(frontier.lease(NOW), None);
        assert_eq!(frontier.next_due(), None);
        frontier.release(&first, later(5));
        assert_eq!(frontier.next_due(), Some(later(5)));
        assert_eq!(frontier.lease(later(4)), None);
        assert_eq!(frontier.lease(later(5)).unwrap().url, page(4));
    }

    #[test]
    fn hosts_do_not_wait_for_each_other() {
        let mut frontier = Frontier::new(LIMITS);
        for number in [0, 1, 4] {
            frontier.put_seed(&page(number));
        }
        let slow = frontier.lease(NOW).unwrap();
        frontier.release(&slow, later(1000));
        assert_eq!(frontier.lease(NOW).unwrap().url, page(1));
    }

    #[test]
    fn a_shorter_path_moves_all_that_hangs_on_it() {
        let mut frontier = Frontier::new(Limits { depth: 2, pages: 9 });
        frontier.put_seed(&page(0));
        for (from, to) in [(0, 1), (1, 2), (2, 3)] {
            frontier.put_discovered(&page(from), &page(to), Step::Link);
        }
        assert_eq!(standing(&frontier, 3), (3, Standing::TooDeep));
        frontier.put_discovered(&page(0), &page(2), Step::Hop);
        assert_eq!(standing(&frontier, 2), (0, Standing::Waiting));
        assert_eq!(standing(&frontier, 3), (1, Standing::Waiting));
    }

    #[test]
    fn redirects_are_followed_ten_times_and_cost_nothing() {
        let mut frontier = Frontier::new(Limits { depth: 0, pages: 1 });
        frontier.put_seed(&page(0));
        let mut asked = 0;
        while let Some(visit) = frontier.lease(NOW) {
            frontier.release(&visit, NOW);
            frontier.complete(&visit, true);
            asked += 1;
            frontier.put_discovered(&visit.url, &page(asked), Step::Hop);
        }
        assert_eq!(asked, 11);
        assert_eq!(standing(&frontier, 11), (0, Standing::TooDeep));
    }

    /// Runs a web of links, leasing and completing as `choices` say; returns what was asked for,
    /// in order.
    fn drain(
        links: &[(usize, usize)],
        redirects: &[usize],
        choices: &[usize],
    ) -> (Frontier, Vec<CanonicalUrl>) {
        let mut frontier = Frontier::new(LIMITS);
        frontier.put_seed(&page(0));
        let (mut leased, mut asked) = (Vec::new(), Vec::new());
        for turn in 0.. {
            let choice = choices
                .get(turn % choices.len().max(1))
                .copied()
                .unwrap_or_default();
            let wants_lease = choice % 3 != 0 || leased.is_empty();
            if wants_lease && let Some(visit) = frontier.lease(NOW) {
                leased.push(visit);
            } else if leased.is_empty() {
                break;
            } else {
                let visit: Visit = leased.remove(choice % leased.len());
                let number = (0..20).find(|&number| page(number) == visit.url).unwrap();
                let redirected = redirects.contains(&number);
                frontier.release(&visit, NOW);
                frontier.complete(&visit, redirected);
                let step = if redirected { Step::Hop } else { Step::Link };
                for (_, to) in links.iter().filter(|(from, _)| *from == number) {
                    frontier.put_discovered(&visit.url, &page(*to), step);
                }
                asked.push(visit.url);
            }
            let hosts: BTreeSet<_> = leased.iter().map(|visit| &visit.host).collect();
            assert_eq!(hosts.len(), leased.len(), "one lease a host");
        }
        (frontier, asked)
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_changes_nothing(
            links in proptest::collection::vec((0usize..20, 0usize..20), 0..60),
            redirects in proptest::collection::vec(0usize..20, 0..5),
            choices in proptest::collection::vec(0usize..100, 1..40),
        ) {
            let (plain, _) = drain(&links, &redirects, &[1]);
            let (other, asked) = drain(&links, &redirects, &choices);
            let distinct: BTreeSet<_> = asked.iter().collect();
            prop_assert_eq!(distinct.len(), asked.len(), "no address twice");
            prop_assert_eq!(plain.survey(), other.survey());
            prop_assert!(plain.survey().iter().all(|found| found.standing != Standing::Waiting));
        }
    }
}
