//! Addresses that another host is asked for, because their own gave nothing.

use std::collections::BTreeSet;

use super::book::State;
use super::{Frontier, Step};
use crate::urls::{CanonicalUrl, HostKey};

impl Frontier {
    /// Puts an address that was asked for into the queue of `host`, which is asked in place of its
    /// own. It keeps its depth and its place in the budgets. It must not be leased.
    pub fn put_elsewhere(&mut self, url: &CanonicalUrl, host: &HostKey) {
        let id = self.id_of(url);
        let host = self.hosts.id_of(host);
        let entry = self.book.entry_mut(id);
        let before = std::mem::replace(&mut entry.host, host);
        entry.state = State::Waiting;
        entry.asked = 0;
        let is_in_scope = entry.is_in_scope();
        self.own_hosts.entry(id).or_insert(before);
        self.hosts.file(before, &self.book);
        if is_in_scope {
            self.hosts.put(id, &self.book);
        }
    }

    /// Returns the number of the host that an address names.
    pub(super) fn own_host(&self, id: u32) -> u32 {
        let elsewhere = self.own_hosts.get(&id).copied();
        elsewhere.unwrap_or_else(|| self.book.entry(id).host)
    }

    /// Returns the addresses in scope that link to `url`, directly or to an address that leads on to
    /// it.
    #[must_use]
    pub fn citing(&self, url: &CanonicalUrl) -> BTreeSet<&CanonicalUrl> {
        let mut citing = BTreeSet::new();
        let mut known: BTreeSet<u32> = self.book.find(url.as_str()).into_iter().collect();
        let mut open: Vec<u32> = known.iter().copied().collect();
        while let Some(id) = open.pop() {
            for (from, step) in self.book.steps_in(id) {
                if !self.book.entry(from).is_in_scope() {
                    continue;
                }
                match step {
                    Step::Link(_) => {
                        citing.insert(self.book.url(from));
                    }
                    Step::Hop if known.insert(from) => open.push(from),
                    Step::Hop => {}
                }
            }
        }
        citing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontier::{Limits, Priority, Standing};
    use jiff::Timestamp;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const LINK: Step = Step::Link(Priority::Body);

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    #[test]
    fn another_host_is_asked_in_place_of_its_own() {
        let (page, gate) = (url("http://a.test/"), url("http://gate.test/"));
        let mut frontier = Frontier::new(Limits::new(0, 1));
        frontier.put_seeds([&page]);
        let visit = frontier.lease(NOW).unwrap();
        frontier.release(&visit, Timestamp::MAX);
        frontier.complete(&visit, false);
        assert_eq!(frontier.lease(NOW), None);
        frontier.put_elsewhere(&page, &HostKey::of(&gate));
        let standing = |frontier: &Frontier| frontier.survey().next().unwrap().standing;
        assert_eq!(standing(&frontier), Standing::Waiting);
        let visit = frontier.lease(NOW).unwrap();
        assert_eq!(
            (&visit.url, visit.host.as_str()),
            (&page, "http://gate.test")
        );
        frontier.release(&visit, NOW);
        frontier.complete(&visit, false);
        assert_eq!(frontier.lease(NOW), None);
        assert_eq!(standing(&frontier), Standing::Done);
    }

    #[test]
    fn the_host_that_is_asked_may_wait_for_others() {
        let (first, second) = (url("http://a.test/1"), url("http://a.test/2"));
        let (gate, other) = (url("http://gate.test/"), url("http://gate.test/other"));
        let mut frontier = Frontier::new(Limits {
            host_pages: Some(2),
            ..Limits::new(1, 9)
        });
        frontier.put_seeds([&gate]);
        let steps = [&first, &second, &other].map(|to| (LINK, to.clone()));
        frontier.put_discovered(&gate, &steps);
        let mut asked = Vec::new();
        while let Some(visit) = frontier.lease(NOW) {
            frontier.release(&visit, NOW);
            frontier.complete(&visit, false);
            if asked.len() == 3 {
                for page in [&first, &second] {
                    frontier.put_elsewhere(page, &HostKey::of(&gate));
                }
            }
            asked.push(visit.url);
        }
        // Their own host's budget is theirs still, and each was asked for twice.
        assert_eq!(asked.len(), 6);
        assert_eq!(asked[4..], [first, second]);
    }

    #[test]
    fn who_links_to_a_redirect_cites_where_it_ends() {
        let [first, second, moved, end, far] =
            ["a", "b", "moved", "end", "far"].map(|name| url(&format!("http://{name}.test/")));
        let mut frontier = Frontier::new(Limits::new(1, 9));
        frontier.put_seeds([&first, &second]);
        for (from, to, step) in [
            (&moved, &end, Step::Hop),
            (&first, &moved, LINK),
            (&second, &end, LINK),
            (&end, &far, LINK),
            // Too deep to be asked for.
            (&far, &end, LINK),
        ] {
            frontier.put_discovered(from, &[(step, to.clone())]);
        }
        assert_eq!(frontier.citing(&end), [&first, &second].into());
    }
}
