//! Takes every change to its consequences, nearest first.
//!
//! A way into an address counts if what it comes from passes the budget of its domain. A better way
//! moves an address forward, which may push others beyond that budget; what only they led to is
//! then reached on another way or not at all. Every step makes a way longer ([`Path::level`]), so
//! that what has been settled at one level is never touched again by what follows from it: the
//! outcome is that of one search over all that is known, in the order of the ranks.

use std::collections::BTreeSet;

use super::Frontier;
use super::book::{Place, Stage, State};
use super::border::{Border, Change};
use super::path::Path;
use crate::urls::registrable_domain;

/// Addresses to look at again, each at the level at which its way may have changed.
pub(super) type Agenda = BTreeSet<(u32, u32)>;

impl Frontier {
    /// Works through the agenda, then moves the border of the crawl and fills the queues.
    pub(super) fn settle(&mut self) {
        while let Some((level, id)) = self.agenda.pop_first() {
            self.examine(id, level);
        }
        let mut changes = std::mem::take(&mut self.changes);
        self.total.balance(&mut self.book, &mut changes);
        for (id, is_in) in changes.drain(..) {
            let entry = self.book.entry(id);
            if is_in && entry.path.depth() == 0 && entry.state != State::Done {
                self.open_roots.push(id);
            }
            if is_in && entry.is_in_scope() && entry.state == State::Waiting {
                self.hosts.put(id, &self.book);
            } else {
                self.hosts.file(entry.host, &self.book);
            }
        }
        self.changes = changes;
    }

    /// Looks at one address, when all at lesser levels are settled.
    fn examine(&mut self, id: u32, level: u32) {
        let (now, best) = (self.book.entry(id).path, self.best_way_into(id));
        if best == now {
            return;
        }
        if best != Path::NONE && best.level() <= level {
            self.set_path(id, best);
            return;
        }
        // What is found at a greater level may itself still change.
        if now.level() <= level {
            self.set_path(id, Path::NONE);
        }
        let next = best.level().min(self.book.entry(id).path.level());
        if next > level && next < Path::NONE.level() {
            self.agenda.insert((next, id));
        }
    }

    fn best_way_into(&self, id: u32) -> Path {
        let entry = self.book.entry(id);
        if entry.is_seed {
            return Path::SEED;
        }
        let mut best = Path::NONE;
        for (from, step) in self.book.steps_in(id) {
            let from = self.book.entry(from);
            if from.passes_domain() {
                best = best.min(from.path.after(step));
            }
        }
        best
    }

    fn set_path(&mut self, id: u32, path: Path) {
        let mut changes = Vec::new();
        let domain = self.domain_of(id);
        if self.book.entry(id).passes_domain() {
            self.withdraw(id);
        }
        match (self.book.entry(id).place(Stage::Domain), domain) {
            (Place::Inside | Place::Outside, Some(domain)) => {
                self.domains[domain].remove(id, &mut self.book, &mut Vec::new());
            }
            _ => self
                .book
                .entry_mut(id)
                .set_place(Stage::Domain, Place::Away),
        }
        self.total.remove(id, &mut self.book, &mut self.changes);
        self.book.entry_mut(id).path = path;
        if self.is_admissible(id, path) {
            match domain {
                Some(domain) if path.depth() > 0 => {
                    self.domains[domain].insert(id, &mut self.book, &mut changes);
                }
                _ => {
                    self.book
                        .entry_mut(id)
                        .set_place(Stage::Domain, Place::Exempt);
                    changes.push((id, true));
                }
            }
        }
        if let Some(domain) = domain {
            self.domains[domain].balance(&mut self.book, &mut changes);
        }
        self.pass_on(&changes);
    }

    /// Whether an address on this way may be asked for, budgets aside. Seeds, and where they lead
    /// by redirects, may whatever the patterns say.
    pub(super) fn is_admissible(&self, id: u32, path: Path) -> bool {
        path.is_within(self.limits.depth) && (path.depth() == 0 || self.book.entry(id).is_wanted)
    }

    /// Takes changes at the border of a domain to the border of the crawl, and to what the
    /// addresses lead to.
    pub(super) fn pass_on(&mut self, changes: &[Change]) {
        for &(id, is_in) in changes {
            if is_in {
                self.offer(id);
                self.total.insert(id, &mut self.book, &mut self.changes);
            } else {
                self.withdraw(id);
                self.total.remove(id, &mut self.book, &mut self.changes);
            }
        }
    }

    /// Puts what an address leads to on the agenda where it makes a better way.
    fn offer(&mut self, id: u32) {
        for (to, path) in self.book.ways_out(id) {
            if path < self.book.entry(to).path {
                self.agenda.insert((path.level(), to));
            }
        }
    }

    /// Puts what an address leads to on the agenda where its way is the best.
    fn withdraw(&mut self, id: u32) {
        for (to, path) in self.book.ways_out(id) {
            if path == self.book.entry(to).path {
                self.agenda.insert((path.level(), to));
            }
        }
    }

    /// Returns the number of the domain that an address is counted with, if domains have a budget.
    pub(super) fn domain_of(&mut self, id: u32) -> Option<usize> {
        let budget = self.limits.host_pages?;
        let host = self.own_host(id) as usize;
        if self.domain_of_host.len() <= host {
            self.domain_of_host.resize(host + 1, None);
        }
        if let Some(domain) = self.domain_of_host[host] {
            return Some(domain as usize);
        }
        let name = registrable_domain(self.book.url(id).host());
        let domain = self.domain_names.find(name).unwrap_or_else(|| {
            self.domains.push(Border::new(Stage::Domain, budget));
            self.domain_names.add(name.to_owned())
        });
        self.domain_of_host[host] = Some(domain);
        Some(domain as usize)
    }
}
