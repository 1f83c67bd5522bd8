//! The addresses at depth 0: the seeds, and where they lead by redirects and canonical addresses.
//!
//! Once an address is at depth 0 it stays there, for no step is ever taken back.

use super::Frontier;
use super::book::State;
use crate::urls::CanonicalUrl;

impl Frontier {
    /// Returns whether an address is at depth 0, as far as is known.
    #[must_use]
    pub fn is_root(&self, url: &CanonicalUrl) -> bool {
        self.book
            .find(url.as_str())
            .is_some_and(|id| self.book.entry(id).path.depth() == 0)
    }

    /// Returns whether an address at depth 0 is still to be asked for, or is under way.
    ///
    /// # Complexity
    ///
    /// Constant, spread over all calls.
    pub fn has_open_root(&mut self) -> bool {
        while let Some(&id) = self.open_roots.last() {
            let entry = self.book.entry(id);
            if entry.is_in_scope() && entry.state != State::Done {
                return true;
            }
            self.open_roots.pop();
        }
        false
    }

    /// Returns the addresses at depth 0 that are in scope, in the order in which they became known.
    pub fn roots(&self) -> impl Iterator<Item = &CanonicalUrl> {
        self.book
            .ids()
            .filter(|&id| {
                let entry = self.book.entry(id);
                entry.is_in_scope() && entry.path.depth() == 0
            })
            .map(|id| self.book.url(id))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Frontier, Limits, Priority, Step};
    use crate::urls::CanonicalUrl;
    use jiff::Timestamp;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    #[test]
    fn depth_0_is_open_until_the_last_redirect_of_a_seed_is_done_with() {
        let mut frontier = Frontier::new(Limits::new(3, 9));
        assert!(!frontier.has_open_root());
        let (seed, moved, cited) = (
            url("http://a.test/"),
            url("http://b.test/"),
            url("http://c.test/"),
        );
        frontier.put_seeds([&seed]);
        assert!(frontier.has_open_root());
        let visit = frontier.lease(Timestamp::UNIX_EPOCH).unwrap();
        assert!(frontier.has_open_root(), "what is under way counts");
        frontier.complete(&visit, true);
        let steps = [
            (Step::Hop, moved.clone()),
            (Step::Link(Priority::Body), cited.clone()),
        ];
        frontier.put_discovered(&seed, &steps);
        assert!(frontier.has_open_root() && frontier.is_root(&moved) && !frontier.is_root(&cited));
        let visit = frontier.lease(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(visit.url, moved);
        frontier.put_back(&visit, true);
        frontier.release(&visit, Timestamp::UNIX_EPOCH);
        assert!(frontier.has_open_root(), "so does what is asked for again");
        let visit = frontier.lease(Timestamp::UNIX_EPOCH).unwrap();
        frontier.complete(&visit, false);
        assert!(!frontier.has_open_root());
        assert_eq!(frontier.roots().collect::<Vec<_>>(), [&seed, &moved]);
    }

    #[test]
    fn seeds_past_the_budget_are_not_waited_for() {
        let mut frontier = Frontier::new(Limits::new(3, 1));
        frontier.put_seeds(&[url("http://a.test/"), url("http://b.test/")]);
        let visit = frontier.lease(Timestamp::UNIX_EPOCH).unwrap();
        frontier.complete(&visit, false);
        assert!(!frontier.has_open_root());
        assert_eq!(frontier.roots().count(), 1);
    }
}
