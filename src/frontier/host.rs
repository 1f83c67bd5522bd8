//! The queues of the hosts, and which host is due.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::book::{Book, State};
use super::heap::{Heap, Key};
use super::intern::Interner;
use crate::urls::HostKey;

/// One host's addresses to ask for, and when it may be asked.
#[derive(Debug)]
struct HostQueue {
    queue: Heap,
    leases: usize,
    /// The one lease beside which no other is given.
    held_by: Option<u32>,
    ready_at: Timestamp,
    /// Where the host is filed.
    filed: Option<Filed>,
}

impl Default for HostQueue {
    fn default() -> Self {
        Self {
            queue: Heap::default(),
            leases: 0,
            held_by: None,
            ready_at: Timestamp::MIN,
            filed: None,
        }
    }
}

/// A host's place among the hosts: by its first address once it is due, by its time before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filed {
    Due(Key),
    Resting(Timestamp),
}

/// All hosts, by number: those due by the rank of their first address, the others by time.
#[derive(Debug)]
pub(super) struct Hosts {
    /// Leases of one host at a time.
    per_host: usize,
    keys: Interner<HostKey>,
    queues: Vec<HostQueue>,
    /// The first addresses of the hosts that are due, and what was once one.
    due: Heap,
    due_count: usize,
    resting: BTreeSet<(Timestamp, u32)>,
    /// The latest moment that was told.
    now: Option<Timestamp>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            per_host: 1,
            keys: Interner::default(),
            queues: Vec::new(),
            due: Heap::default(),
            due_count: 0,
            resting: BTreeSet::new(),
            now: None,
        }
    }
}

impl Hosts {
    /// Gives up to `leases` leases of one host at a time, at least one, from now on.
    pub(super) fn set_per_host(&mut self, leases: usize) {
        self.per_host = leases.max(1);
    }

    /// Returns the hosts that have something to ask for and are free.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &HostKey> {
        let hosts = self.keys.items().iter().zip(&self.queues);
        hosts.filter_map(|(host, queue)| queue.filed.map(|_| host))
    }

    /// Returns the number of a host.
    pub(super) fn id_of(&mut self, host: &HostKey) -> u32 {
        self.keys.find(host.as_str()).unwrap_or_else(|| {
            self.queues.push(HostQueue::default());
            self.keys.add(host.clone())
        })
    }

    pub(super) fn key(&self, host: u32) -> &HostKey {
        self.keys.get(host)
    }

    /// Returns when a host may be asked again.
    pub(super) fn ready_at(&self, host: u32) -> Timestamp {
        self.queues[host as usize].ready_at
    }

    /// Queues an address.
    pub(super) fn put(&mut self, id: u32, book: &Book) {
        let host = book.entry(id).host;
        self.queues[host as usize]
            .queue
            .push(book.key(id), |a, b| book.is_before(a, b));
        self.file(host, book);
    }

    /// Takes the first address of the due host whose first address is first of all.
    pub(super) fn lease(&mut self, now: Timestamp, book: &Book) -> Option<u32> {
        self.now = self.now.max(Some(now));
        while let Some((ready_at, _)) = self.resting.first()
            && *ready_at <= now
            && let Some((_, host)) = self.resting.pop_first()
        {
            self.queues[host as usize].filed = None;
            self.file(host, book);
        }
        let before = |a, b| book.is_before(a, b);
        while let Some(key) = self.due.pop(before) {
            let host = book.entry(key.id).host;
            let queue = &mut self.queues[host as usize];
            if queue.filed == Some(Filed::Due(key)) {
                queue.queue.pop(before);
                queue.leases += 1;
                self.file(host, book);
                return Some(key.id);
            }
        }
        None
    }

    /// Gives no lease of the host of `id` beside that of `id` itself.
    pub(super) fn hold(&mut self, id: u32, book: &Book) {
        let host = book.entry(id).host;
        self.queues[host as usize].held_by = Some(id);
        self.file(host, book);
    }

    /// Ends the lease of `id`; its host is not due before `ready_at`.
    pub(super) fn release(&mut self, id: u32, ready_at: Timestamp, book: &Book) {
        let host = book.entry(id).host;
        let queue = &mut self.queues[host as usize];
        queue.leases = queue.leases.saturating_sub(1);
        queue.held_by = queue.held_by.filter(|&holder| holder != id);
        self.rest(host, ready_at, book);
    }

    /// Leaves a host alone until `ready_at`, or longer if it is to be already.
    pub(super) fn rest(&mut self, host: u32, ready_at: Timestamp, book: &Book) {
        self.set_ready_at(host, ready_at.max(self.ready_at(host)), book);
    }

    /// Leaves a host alone until `ready_at`.
    pub(super) fn set_ready_at(&mut self, host: u32, ready_at: Timestamp, book: &Book) {
        self.queues[host as usize].ready_at = ready_at;
        self.file(host, book);
    }

    /// Returns when the first host with something to ask for is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        if self.due_count == 0 {
            self.resting.first().map(|(ready_at, _)| *ready_at)
        } else {
            Some(self.now.unwrap_or(Timestamp::MIN))
        }
    }

    /// Returns the first host that rests.
    pub(super) fn next_to_wake(&self) -> Option<&HostKey> {
        self.resting.first().map(|&(_, host)| self.key(host))
    }

    /// Puts a host where its state asks for.
    pub(super) fn file(&mut self, host: u32, book: &Book) {
        let queue = &mut self.queues[host as usize];
        while queue
            .queue
            .first()
            .is_some_and(|key| !waits(key, host, book))
        {
            queue.queue.pop(|a, b| book.is_before(a, b));
        }
        let is_due = self.now.is_some_and(|now| queue.ready_at <= now);
        let is_free = queue.leases < self.per_host && queue.held_by.is_none();
        let place = match queue.queue.first() {
            Some(key) if is_free && is_due => Some(Filed::Due(key)),
            Some(_) if is_free => Some(Filed::Resting(queue.ready_at)),
            _ => None,
        };
        let before = std::mem::replace(&mut queue.filed, place);
        if before == place {
            return;
        }
        match before {
            Some(Filed::Due(_)) => self.due_count -= 1,
            Some(Filed::Resting(at)) => {
                self.resting.remove(&(at, host));
            }
            None => {}
        }
        match place {
            Some(Filed::Due(key)) => {
                self.due_count += 1;
                self.due.push(key, |a, b| book.is_before(a, b));
            }
            Some(Filed::Resting(at)) => {
                self.resting.insert((at, host));
            }
            None => {}
        }
    }
}

/// Whether a queued key still stands for an address to ask `host` for.
fn waits(key: Key, host: u32, book: &Book) -> bool {
    let entry = book.entry(key.id);
    entry.host == host
        && entry.state == State::Waiting
        && entry.is_in_scope()
        && entry.path == key.path
}
