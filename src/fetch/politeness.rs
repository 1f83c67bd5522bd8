//! Politeness: how long one host is left alone between two requests.
//!
//! The pause is the longer of our own floor and the `Crawl-delay` of the host's robots.txt.
//! When a visit is due is the frontier's business; the [`HostGate`] makes it certain, also for the
//! requests that the frontier does not see: the hops of a redirected robots.txt.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::urls::HostKey;

/// The longest `Crawl-delay` that is obeyed in full; a longer one is taken for this.
pub const MAX_CRAWL_DELAY: Duration = Duration::from_secs(30);

/// The pause between two requests to one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostDelay(Duration);

impl HostDelay {
    /// Raises our own `floor` to the `Crawl-delay` of the host's robots.txt, in seconds, as far as
    /// [`MAX_CRAWL_DELAY`]. A delay that is no duration counts for nothing.
    #[must_use]
    pub fn new(floor: Duration, crawl_delay: Option<f32>) -> Self {
        let asked = match crawl_delay {
            Some(seconds) if seconds >= MAX_CRAWL_DELAY.as_secs_f32() => MAX_CRAWL_DELAY,
            Some(seconds) => Duration::try_from_secs_f32(seconds).unwrap_or_default(),
            None => Duration::ZERO,
        };
        Self(floor.max(asked))
    }

    /// Returns the pause.
    #[must_use]
    pub fn pause(self) -> Duration {
        self.0
    }
}

/// Reads a `Retry-After` field (RFC 9110, section 10.2.3) as seconds from `now`.
#[must_use]
pub fn retry_after(value: &str, now: Timestamp) -> Option<u64> {
    static DATES: DateTimeParser = DateTimeParser::new();
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let until = DATES.parse_timestamp(value).ok()?;
    u64::try_from(until.as_second() - now.as_second())
        .ok()
        .or(Some(0))
}

/// Lets one request to a host pass in each of its delays.
#[derive(Debug)]
pub(super) struct HostGate {
    floor: HostDelay,
    hosts: Mutex<BTreeMap<HostKey, HostLimiter>>,
}

/// The limiter of one host; `None` where there is no delay to keep.
type HostLimiter = (HostDelay, Option<Arc<DefaultDirectRateLimiter>>);

impl HostGate {
    /// Makes a gate that keeps the delay `floor` with every host.
    pub(super) fn new(floor: HostDelay) -> Self {
        Self {
            floor,
            hosts: Mutex::default(),
        }
    }

    /// Waits until `host` may be asked.
    pub(super) async fn pass(&self, host: &HostKey) {
        let limiter = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            let (_, limiter) = hosts
                .entry(host.clone())
                .or_insert_with(|| (self.floor, limiter(self.floor)));
            limiter.clone()
        };
        if let Some(limiter) = limiter {
            limiter.until_ready().await;
        }
    }

    /// Keeps the `Crawl-delay` of `host`, in seconds, from its last request on.
    pub(super) fn set_delay(&self, host: &HostKey, crawl_delay: Option<f32>) {
        let delay = HostDelay::new(self.floor.pause(), crawl_delay);
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.get(host).is_some_and(|(known, _)| *known == delay) {
            return;
        }
        let limiter = limiter(delay);
        if let Some(limiter) = &limiter {
            // The request that told the delay counts as the first.
            drop(limiter.check());
        }
        hosts.insert(host.clone(), (delay, limiter));
    }
}

fn limiter(delay: HostDelay) -> Option<Arc<DefaultDirectRateLimiter>> {
    let quota = Quota::with_period(delay.pause())?.allow_burst(NonZeroU32::MIN);
    Some(Arc::new(RateLimiter::direct(quota)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_of_floor_and_crawl_delay_wins() {
        let floor = Duration::from_secs(1);
        for (asked, milliseconds) in [
            (None, 1000),
            (Some(0.2), 1000),
            (Some(2.5), 2500),
            (Some(86_400.0), 30_000),
            (Some(f32::INFINITY), 30_000),
            (Some(-3.0), 1000),
            (Some(f32::NAN), 1000),
        ] {
            let delay = HostDelay::new(floor, asked).pause();
            assert_eq!(delay, Duration::from_millis(milliseconds), "{asked:?}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2031-03-02T12:00:00Z".parse().unwrap();
        assert_eq!(retry_after(" 120 ", now), Some(120));
        assert_eq!(retry_after("Sun, 02 Mar 2031 12:01:00 GMT", now), Some(60));
        assert_eq!(retry_after("Sun, 02 Mar 2031 11:00:00 GMT", now), Some(0));
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn one_request_passes_in_each_delay() {
        let limiter = limiter(HostDelay::new(Duration::from_mins(1), None)).unwrap();
        assert!(limiter.check().is_ok());
        assert!(limiter.check().is_err());
        assert!(super::limiter(HostDelay::new(Duration::ZERO, None)).is_none());
    }
}
