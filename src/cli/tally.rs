//! What is known of a crawl while it goes on, in two lines of words. Time comes in as a value.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use headwater::corpus::Outcome;
use headwater::report::count;
use headwater::urls::CanonicalUrl;

/// How many of the last ends of visits the rate is taken from.
const RECENT: usize = 100;
/// Fewest ends of visits, and the shortest time, from which a rate is told.
const ENOUGH: (usize, Duration) = (10, Duration::from_secs(10));
/// Most hosts that are named.
const HOSTS: usize = 3;

/// How far a crawl is.
#[derive(Debug, Default)]
pub(super) struct Tally {
    done: usize,
    known: usize,
    read: usize,
    failed: usize,
    left_out: usize,
    asking: BTreeSet<CanonicalUrl>,
    /// How many pages of each host are done with.
    hosts: BTreeMap<String, usize>,
    /// When the last visits ended, since the crawl began.
    ends: VecDeque<Duration>,
}

impl Tally {
    /// Notes that an address is asked for.
    pub(super) fn start(&mut self, url: &CanonicalUrl) {
        self.asking.insert(url.clone());
    }

    /// Notes what became of an address; `done` and `known` are the crawl's own numbers.
    pub(super) fn finish(
        &mut self,
        url: &CanonicalUrl,
        outcome: &Outcome,
        (done, known): (usize, usize),
        elapsed: Duration,
    ) {
        (self.done, self.known) = (done, known);
        match outcome {
            Outcome::Read(_) => self.read += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::Excluded { .. } => self.left_out += 1,
            Outcome::Redirect { .. } | Outcome::Pending => {}
        }
        if self.asking.remove(url) {
            *self.hosts.entry(url.host().to_owned()).or_default() += 1;
        }
        self.ends.push_back(elapsed);
        if self.ends.len() > RECENT {
            self.ends.pop_front();
        }
    }

    /// Says how much is done, how fast, and how long what is known takes at that rate: more may be
    /// found on the way, so that it takes this long at least.
    pub(super) fn counts(&self, elapsed: Duration) -> String {
        let mut words = vec![
            format!("{} of {} known", self.done, count(self.known, "page")),
            format!("{} read", self.read),
        ];
        for (number, what) in [(self.failed, "failed"), (self.left_out, "left out")] {
            if number > 0 {
                words.push(format!("{number} {what}"));
            }
        }
        if let Some(rate) = self.rate(elapsed) {
            words.push(format!("{:.0} a minute", rate * 60.0));
            let left = self.known.saturating_sub(self.done);
            #[expect(clippy::cast_precision_loss, reason = "an estimate")]
            let seconds = Duration::try_from_secs_f64(left as f64 / rate);
            if let (1.., Ok(time)) = (left, seconds) {
                words.push(format!("{} or more to go", rounded(time)));
            }
        }
        words.join(" · ")
    }

    /// Returns how many pages a second were done with lately.
    fn rate(&self, elapsed: Duration) -> Option<f64> {
        let first = self.ends.front()?;
        let time = elapsed.checked_sub(*first)?;
        if self.ends.len() < ENOUGH.0 || time < ENOUGH.1 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
        let ends = (self.ends.len() - 1) as f64;
        Some(ends / time.as_secs_f64())
    }

    /// Names the hosts that are asked, with the number of their pages that are done with.
    pub(super) fn hosts(&self) -> String {
        let hosts: BTreeSet<&str> = self.asking.iter().map(CanonicalUrl::host).collect();
        let named = hosts
            .iter()
            .take(HOSTS)
            .map(|host| match self.hosts.get(*host) {
                Some(done) => format!("{host} ({done} done)"),
                None => (*host).to_owned(),
            });
        let named: Vec<String> = named.collect();
        match hosts.len().saturating_sub(HOSTS) {
            _ if hosts.is_empty() => String::new(),
            0 => format!("asking {}", named.join(", ")),
            more => format!(
                "asking {} and {}",
                named.join(", "),
                count(more, "other host")
            ),
        }
    }
}

/// Says a time as roughly as it is known.
fn rounded(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{} s", seconds.max(1)),
        seconds @ 60..3600 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    /// Ends a visit a second to `pages` pages of one host, of 100 that are known.
    fn tally(pages: usize) -> Tally {
        let mut tally = Tally::default();
        for number in 1..=pages {
            let page = url(&format!("http://a.test/{number}"));
            let outcome = Outcome::Failed {
                reason: "dead".to_owned(),
                detail: None,
            };
            tally.start(&page);
            let elapsed = Duration::from_secs(number as u64);
            tally.finish(&page, &outcome, (number, 100), elapsed);
        }
        tally
    }

    #[test]
    fn rate_and_time_left_are_told_once_they_are_known() {
        assert_eq!(
            tally(3).counts(Duration::from_secs(3)),
            "3 of 100 pages known · 0 read · 3 failed"
        );
        assert_eq!(
            tally(40).counts(Duration::from_secs(40)),
            "40 of 100 pages known · 0 read · 40 failed · 60 a minute · 1 min or more to go"
        );
        assert!(
            !tally(100)
                .counts(Duration::from_secs(100))
                .contains("to go")
        );
    }

    #[test]
    fn a_crawl_that_stands_still_gets_slower() {
        let later = tally(40).counts(Duration::from_secs(400));
        assert!(
            later.contains("6 a minute · 11 min or more to go"),
            "{later}"
        );
    }

    #[test]
    fn hosts_are_named_with_what_is_done_of_them() {
        let mut tally = tally(2);
        assert_eq!(tally.hosts(), "");
        for host in ["a", "b", "c", "d"] {
            tally.start(&url(&format!("http://{host}.test/next")));
        }
        assert_eq!(
            tally.hosts(),
            "asking a.test (2 done), b.test, c.test and 1 other host"
        );
    }

    #[test]
    fn a_time_is_told_roughly() {
        for (seconds, told) in [(0, "1 s"), (59, "59 s"), (61, "2 min"), (7000, "2 h")] {
            assert_eq!(rounded(Duration::from_secs(seconds)), told);
        }
    }
}
