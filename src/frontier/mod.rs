//! What to ask for next. Pure: time comes in as a value.
//!
//! An address has a *depth*, the links from the nearest seed, and *hops*, the redirects and
//! canonical addresses after the last of those links, which has a [`Priority`]. Its *rank* is these
//! three and then the address itself. A shorter path that is found later moves an address, and all
//! that hangs on it, forward.
//!
//! The *scope* of a crawl is a function of what its addresses lead to, and of nothing else: taken in
//! the order of their ranks, those are in scope that are within the depth, that the patterns let
//! in, for which the budget of their registrable domain is not used up, and then that of the crawl.
//! Redirects cost nothing; seeds, and where they lead by redirects, pass the patterns and the
//! budget of their domain. What is in scope is asked for, each address once, and what something out
//! of scope leads to does not count, so what a crawl finds does not depend on the order in which
//! pages arrive.
//!
//! Each host has a queue of its own. A host is leased to one visit at a time, or as many as are
//! allowed, and is due again when its pause is over; hosts never wait for each other.
//!
//! A crawl knows far more addresses than it asks for, so each is kept once, and everything else
//! names it by number: some 130 bytes an address beside its text, its share of hosts and steps
//! included (measured by `tests/bench/frontier.rs`).

mod book;
mod border;
mod elsewhere;
mod heap;
mod host;
mod intern;
mod path;
mod pattern;
mod queue;
mod roots;
mod settle;
mod survey;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::urls::{CanonicalUrl, HostKey};
use book::{Book, Stage, State};
use border::{Border, Change};
use host::Hosts;
use intern::Interner;
use settle::Agenda;

pub use path::Priority;
pub use pattern::{Pattern, PatternError};
pub use queue::Queued;
pub use survey::{Found, Standing};

/// How many redirects in a row are followed.
pub const MAX_HOPS: u32 = 10;

/// How far a crawl goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Links from the nearest seed; 0 reads the seeds alone.
    pub depth: u32,
    /// Addresses that are asked for, redirects aside.
    pub pages: usize,
    /// Of these, addresses of one registrable domain, seeds aside; `None` for any number.
    pub host_pages: Option<usize>,
    /// What an address must match one of, unless there are none.
    pub include: Vec<Pattern>,
    /// What an address must match none of.
    pub exclude: Vec<Pattern>,
}

impl Limits {
    /// Bounds a crawl by depth and pages alone.
    #[must_use]
    pub fn new(depth: u32, pages: usize) -> Self {
        Self {
            depth,
            pages,
            host_pages: None,
            include: Vec::new(),
            exclude: Vec::new(),
        }
    }

    /// Returns whether the patterns let an address in.
    #[must_use]
    pub fn admit(&self, url: &CanonicalUrl) -> bool {
        let is_in = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(url));
        (self.include.is_empty() || is_in(&self.include)) && !is_in(&self.exclude)
    }
}

/// How one address leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// By a link that is followed.
    Link(Priority),
    /// By a redirect, or as the canonical address of the same page; costs no depth.
    Hop,
}

impl Step {
    /// All steps, each at the place of its number.
    const ALL: [Self; 5] = [
        Self::Hop,
        Self::Link(Priority::Attributed),
        Self::Link(Priority::Primary),
        Self::Link(Priority::Body),
        Self::Link(Priority::Other),
    ];

    /// Returns the number that stands for the step in a store.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|&step| step == self)
            .unwrap_or_default()
    }

    /// Returns the step that a number stands for.
    #[must_use]
    pub fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number).copied()
    }
}

/// A lease: leave to ask for one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address.
    pub url: CanonicalUrl,
    /// The host that is leased.
    pub host: HostKey,
    /// Links from the nearest seed, as far as is known.
    pub depth: u32,
    /// How often it was asked for before.
    pub asked: u32,
    id: u32,
}

/// The addresses of a crawl, and which of them are to be asked for.
#[derive(Debug)]
pub struct Frontier {
    limits: Limits,
    book: Book,
    hosts: Hosts,
    /// The budgets of the registrable domains, by number.
    domains: Vec<Border>,
    domain_names: Interner<String>,
    domain_of_host: Vec<Option<u32>>,
    /// The own hosts of the addresses that another host is asked for.
    own_hosts: BTreeMap<u32, u32>,
    total: Border,
    agenda: Agenda,
    /// The addresses at depth 0 that are to be asked for, and some that once were.
    open_roots: Vec<u32>,
    /// What came into scope and went out since the queues were filled.
    changes: Vec<Change>,
}

impl Frontier {
    /// Makes an empty frontier.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            book: Book::default(),
            hosts: Hosts::default(),
            domains: Vec::new(),
            domain_names: Interner::default(),
            domain_of_host: Vec::new(),
            own_hosts: BTreeMap::new(),
            total: Border::new(Stage::Total, limits.pages),
            agenda: BTreeSet::new(),
            open_roots: Vec::new(),
            changes: Vec::new(),
            limits,
        }
    }

    /// Puts addresses at depth 0.
    pub fn put_seeds<'a>(&mut self, urls: impl IntoIterator<Item = &'a CanonicalUrl>) {
        for url in urls {
            let id = self.id_of(url);
            self.book.entry_mut(id).is_seed = true;
            self.agenda.insert((0, id));
        }
        self.settle();
    }

    /// Notes where `from` leads; a step told twice counts once.
    pub fn put_discovered(&mut self, from: &CanonicalUrl, steps: &[(Step, CanonicalUrl)]) {
        let from = self.id_of(from);
        for (step, url) in steps {
            let to = self.id_of(url);
            self.add_step(from, to, *step);
        }
        self.settle();
    }

    /// Leases the first address of a host that is due; `None` if no host is.
    pub fn lease(&mut self, now: Timestamp) -> Option<Visit> {
        let id = self.hosts.lease(now, &self.book)?;
        let entry = self.book.entry_mut(id);
        entry.state = State::Leased;
        let asked = entry.asked;
        entry.asked = asked.saturating_add(1);
        let (host, depth) = (entry.host, entry.path.depth());
        Some(Visit {
            url: self.book.url(id).clone(),
            host: self.hosts.key(host).clone(),
            depth,
            asked: u32::from(asked),
            id,
        })
    }

    /// Leases a host to up to `visits` visits at a time from now on, at least one; without this, to
    /// one.
    pub fn set_per_host(&mut self, visits: usize) {
        self.hosts.set_per_host(visits);
    }

    /// Leases the host of `visit` to nobody else until the visit is released.
    pub fn hold(&mut self, visit: &Visit) {
        self.hosts.hold(visit.id, &self.book);
    }

    /// Gives the host of a visit free, which is not due before `ready_at`.
    pub fn release(&mut self, visit: &Visit, ready_at: Timestamp) {
        self.hosts.release(visit.id, ready_at, &self.book);
    }

    /// Leases nothing more of a host before `ready_at`.
    pub fn rest(&mut self, host: &HostKey, ready_at: Timestamp) {
        let host = self.hosts.id_of(host);
        self.hosts.rest(host, ready_at, &self.book);
    }

    /// Returns the hosts that wait to be asked for something.
    #[must_use]
    pub fn waiting_hosts(&self) -> Vec<HostKey> {
        self.hosts.waiting().cloned().collect()
    }

    /// Returns the host that is due next, of those that rest; `None` if none does.
    #[must_use]
    pub fn next_host(&self) -> Option<&HostKey> {
        self.hosts.next_to_wake()
    }

    /// Ends a visit: its address is done with. `redirected` tells that it led on, and so costs no
    /// budget.
    pub fn complete(&mut self, visit: &Visit, redirected: bool) {
        self.mark_done(visit.id, redirected);
    }

    /// Ends a visit without an end: its address is leased again. `asked` tells whether it was
    /// asked for meanwhile.
    pub fn put_back(&mut self, visit: &Visit, asked: bool) {
        let entry = self.book.entry_mut(visit.id);
        entry.state = State::Waiting;
        if !asked {
            entry.asked = u16::try_from(visit.asked).unwrap_or(u16::MAX);
        }
        if entry.is_in_scope() {
            self.hosts.put(visit.id, &self.book);
        }
    }

    /// Notes that an address was done with before the crawl was resumed. Of texts here and in
    /// [`Frontier::restore_step`], those that are no canonical address are passed over.
    pub fn restore_done(&mut self, url: &str, redirected: bool) {
        if let Some(id) = self.id_of_text(url) {
            self.mark_done(id, redirected);
        }
    }

    /// Notes that `from` led to `to` before the crawl was resumed. Both are texts of canonical
    /// addresses; others are passed over. Seeds are best put last, for then each step is followed
    /// once.
    pub fn restore_step(&mut self, from: &str, to: &str, step: Step) {
        if let (Some(from), Some(to)) = (self.id_of_text(from), self.id_of_text(to)) {
            self.add_step(from, to, step);
            self.settle();
        }
    }

    /// Notes that a host is due at `ready_at` and not before, whatever was noted earlier.
    pub fn restore_host(&mut self, host: &HostKey, ready_at: Timestamp) {
        let host = self.hosts.id_of(host);
        self.hosts.set_ready_at(host, ready_at, &self.book);
    }

    /// Notes how often an address was asked for before the crawl was resumed.
    pub fn restore_asked(&mut self, url: &CanonicalUrl, asked: u32) {
        let id = self.id_of(url);
        self.book.entry_mut(id).asked = u16::try_from(asked).unwrap_or(u16::MAX);
    }

    /// Returns how many addresses are in scope, done with or not.
    #[must_use]
    pub fn in_scope(&self) -> usize {
        self.total.len()
    }

    /// Returns when the next host is due; `None` if none waits. Hosts on lease do not count.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.hosts.next_due()
    }

    fn id_of(&mut self, url: &CanonicalUrl) -> u32 {
        match self.book.find(url.as_str()) {
            Some(id) => id,
            None => self.add(url.clone()),
        }
    }

    fn id_of_text(&mut self, text: &str) -> Option<u32> {
        if let Some(id) = self.book.find(text) {
            return Some(id);
        }
        let url = CanonicalUrl::try_from(text.to_owned()).ok()?;
        Some(self.id_of(&url))
    }

    fn add(&mut self, url: CanonicalUrl) -> u32 {
        let host = self.hosts.id_of(&HostKey::of(&url));
        let is_wanted = self.limits.admit(&url);
        self.book.add(url, host, is_wanted)
    }

    fn add_step(&mut self, from: u32, to: u32, step: Step) {
        self.book.add_step(from, to, step);
        let source = self.book.entry(from);
        let path = source.path.after(step);
        if source.passes_domain() && path < self.book.entry(to).path {
            self.agenda.insert((path.level(), to));
        }
    }

    fn mark_done(&mut self, id: u32, redirected: bool) {
        let entry = self.book.entry_mut(id);
        entry.state = State::Done;
        self.hosts.file(self.book.entry(id).host, &self.book);
        if redirected && !self.book.entry(id).is_free {
            self.total.set_free(id, &self.book);
            let mut changes = Vec::new();
            match self.domain_of(id) {
                Some(domain) => {
                    let border = &mut self.domains[domain];
                    border.set_free(id, &self.book);
                    self.book.entry_mut(id).is_free = true;
                    border.balance(&mut self.book, &mut changes);
                }
                None => self.book.entry_mut(id).is_free = true,
            }
            self.pass_on(&changes);
            self.settle();
        }
    }
}

#[cfg(test)]
mod tests;
