//! What would be asked for next, for whoever wants to see it beforehand.

use jiff::Timestamp;

use super::Frontier;
use super::Step;
use super::book::State;
use crate::urls::{CanonicalUrl, HostKey};

/// An address that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued<'a> {
    /// The address.
    pub url: &'a CanonicalUrl,
    /// Its host.
    pub host: &'a HostKey,
    /// Links from the nearest seed.
    pub depth: u32,
    /// The step that gives it its rank, and from where; `None` for a seed. Of several the one from
    /// the address that comes first by alphabet.
    pub from: Option<(Step, &'a CanonicalUrl)>,
    /// Whether that step is a redirect.
    pub is_redirect: bool,
    /// When its host may be asked; [`Timestamp::MIN`] if it was not asked yet.
    pub due: Timestamp,
}

impl Frontier {
    /// Returns the addresses in scope that are not done with, in the order of their ranks. It is
    /// the order in which they are asked for, but that a host which rests is passed over.
    #[must_use]
    pub fn queue(&self) -> Vec<Queued<'_>> {
        let mut keys: Vec<_> = self
            .book
            .ids()
            .filter(|&id| {
                let entry = self.book.entry(id);
                entry.is_in_scope() && entry.state != State::Done
            })
            .map(|id| self.book.key(id))
            .collect();
        keys.sort_unstable_by(|&a, &b| self.book.order(a, b));
        keys.into_iter().map(|key| self.queued(key.id)).collect()
    }

    fn queued(&self, id: u32) -> Queued<'_> {
        let entry = self.book.entry(id);
        let from = self
            .book
            .steps_in(id)
            .filter(|&(from, step)| {
                let from = self.book.entry(from);
                !entry.is_seed && from.is_in_scope() && from.path.after(step) == entry.path
            })
            .min_by_key(|&(from, step)| (self.book.url(from), step));
        Queued {
            url: self.book.url(id),
            host: self.hosts.key(entry.host),
            depth: entry.path.depth(),
            is_redirect: from.is_some_and(|(from, _)| self.book.entry(from).is_free),
            from: from.map(|(from, step)| (step, self.book.url(from))),
            due: self.hosts.ready_at(entry.host),
        }
    }
}
