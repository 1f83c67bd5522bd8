//! What a crawl waits for, while nothing comes in. Pure: time comes in as a value.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::urls::{CanonicalUrl, HostKey};

/// After so long without an end of a visit a crawl says what it waits for; again after twice as
/// long, and so on.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Why a host is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rest {
    /// The pause between two requests, ours or the `Crawl-delay` of the host.
    Delay,
    /// A fault: the host is asked again after a while.
    Backoff,
    /// The host asked for it, by `Retry-After`.
    RetryAfter,
}

/// A request that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hanging {
    /// The host that was asked.
    pub host: HostKey,
    /// When.
    pub since: Timestamp,
}

/// What is under way, which hosts rest, and when something ended last.
#[derive(Debug)]
pub(super) struct Pulse {
    last_end: Timestamp,
    patience: Duration,
    asking: BTreeMap<CanonicalUrl, Hanging>,
    rests: BTreeMap<HostKey, Rest>,
}

impl Pulse {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            last_end: now,
            patience: PATIENCE,
            asking: BTreeMap::new(),
            rests: BTreeMap::new(),
        }
    }

    /// Notes that a request begins.
    pub(super) fn ask(&mut self, url: &CanonicalUrl, host: &HostKey, now: Timestamp) {
        self.rests.remove(host);
        let hanging = Hanging {
            host: host.clone(),
            since: now,
        };
        self.asking.insert(url.clone(), hanging);
    }

    /// Notes that a request ended, and why its host is left alone now.
    pub(super) fn end(&mut self, url: &CanonicalUrl, host: &HostKey, rest: Rest, now: Timestamp) {
        self.asking.remove(url);
        self.rests.insert(host.clone(), rest);
        self.last_end = now;
        self.patience = PATIENCE;
    }

    /// Returns why a host is left alone.
    pub(super) fn rest_of(&self, host: &HostKey) -> Rest {
        self.rests.get(host).copied().unwrap_or(Rest::Delay)
    }

    /// Returns the request that hangs longest, if nothing has ended for too long; not again before
    /// twice that time.
    pub(super) fn stalled(&mut self, now: Timestamp) -> Option<&Hanging> {
        let idle = Duration::try_from(now.duration_since(self.last_end)).unwrap_or_default();
        if idle < self.patience || self.asking.is_empty() {
            return None;
        }
        self.patience = idle.saturating_mul(2);
        self.asking.values().min_by_key(|hanging| hanging.since)
    }

    /// Returns how many requests are under way.
    pub(super) fn asking(&self) -> usize {
        self.asking.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crawl_says_less_and_less_often_what_hangs() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let url = |text| CanonicalUrl::parse(text).unwrap();
        let (slow, quick) = (url("http://slow.test/"), url("http://quick.test/"));
        let host = HostKey::of(&slow);
        let mut pulse = Pulse::new(at(0));
        pulse.ask(&slow, &host, at(0));
        pulse.ask(&quick, &HostKey::of(&quick), at(1));
        pulse.end(&quick, &HostKey::of(&quick), Rest::RetryAfter, at(2));
        assert_eq!(pulse.rest_of(&HostKey::of(&quick)), Rest::RetryAfter);
        let told: Vec<i64> = (0..100)
            .filter(|&second| pulse.stalled(at(second)).is_some())
            .collect();
        assert_eq!(told, [12, 22, 42, 82]);
        assert_eq!(pulse.asking(), 1);
        pulse.end(&slow, &host, Rest::Backoff, at(100));
        assert_eq!(pulse.stalled(at(1000)), None, "nothing is under way");
        pulse.ask(&slow, &host, at(1000));
        let hanging = pulse.stalled(at(1010)).unwrap();
        assert_eq!((&hanging.host, hanging.since), (&host, at(1000)));
    }
}
