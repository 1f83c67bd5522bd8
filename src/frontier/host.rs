//! The queues of the hosts, and which host is due.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Rank;
use crate::urls::HostKey;

/// One host's addresses to ask for, and when it may be asked.
#[derive(Debug)]
struct HostQueue {
    queue: BTreeSet<Rank>,
    leased: bool,
    ready_at: Timestamp,
    /// Where the host is filed.
    filed: Option<Filed>,
}

impl Default for HostQueue {
    fn default() -> Self {
        Self {
            queue: BTreeSet::new(),
            leased: false,
            ready_at: Timestamp::MIN,
            filed: None,
        }
    }
}

/// A host's place among the hosts: by its first address once it is due, by its time before.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filed {
    Due(Rank),
    Resting(Timestamp),
}

/// All hosts: those due by the rank of their first address, the others by time.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    queues: BTreeMap<HostKey, HostQueue>,
    due: BTreeSet<(Rank, HostKey)>,
    resting: BTreeSet<(Timestamp, HostKey)>,
    /// The latest moment that was told.
    now: Option<Timestamp>,
}

impl Hosts {
    /// Queues an address.
    pub(super) fn put(&mut self, host: &HostKey, rank: Rank) {
        self.queues
            .entry(host.clone())
            .or_default()
            .queue
            .insert(rank);
        self.file(host);
    }

    /// Takes an address out of its queue.
    pub(super) fn drop(&mut self, host: &HostKey, rank: &Rank) {
        if let Some(queue) = self.queues.get_mut(host)
            && queue.queue.remove(rank)
        {
            self.file(host);
        }
    }

    /// Takes the first address of the due host whose first address is first of all.
    pub(super) fn lease(&mut self, now: Timestamp) -> Option<(HostKey, Rank)> {
        self.now = self.now.max(Some(now));
        while let Some((ready_at, _)) = self.resting.first()
            && *ready_at <= now
            && let Some((_, host)) = self.resting.pop_first()
        {
            self.file(&host);
        }
        let (_, host) = self.due.first()?.clone();
        let queue = self.queues.get_mut(&host)?;
        let rank = queue.queue.pop_first()?;
        queue.leased = true;
        self.file(&host);
        Some((host, rank))
    }

    /// Ends the lease of a host, which is due again at `ready_at`.
    pub(super) fn release(&mut self, host: &HostKey, ready_at: Timestamp) {
        let queue = self.queues.entry(host.clone()).or_default();
        queue.leased = false;
        queue.ready_at = ready_at;
        self.file(host);
    }

    /// Returns when the first host with something to ask for is due.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        if self.due.is_empty() {
            self.resting.first().map(|(ready_at, _)| *ready_at)
        } else {
            Some(self.now.unwrap_or(Timestamp::MIN))
        }
    }

    /// Puts a host into the index that its state asks for, and takes it out of the other.
    fn file(&mut self, host: &HostKey) {
        let Some(queue) = self.queues.get_mut(host) else {
            return;
        };
        let is_due = self.now.is_some_and(|now| queue.ready_at <= now);
        let place = match queue.queue.first() {
            Some(rank) if !queue.leased && is_due => Some(Filed::Due(rank.clone())),
            Some(_) if !queue.leased => Some(Filed::Resting(queue.ready_at)),
            _ => None,
        };
        let before = std::mem::replace(&mut queue.filed, place.clone());
        match before {
            Some(Filed::Due(rank)) => self.due.remove(&(rank, host.clone())),
            Some(Filed::Resting(at)) => self.resting.remove(&(at, host.clone())),
            None => false,
        };
        match place {
            Some(Filed::Due(rank)) => self.due.insert((rank, host.clone())),
            Some(Filed::Resting(at)) => self.resting.insert((at, host.clone())),
            None => false,
        };
    }
}
