//! Politeness: how long one host is left alone between two requests.
//!
//! The pause is the longer of our own floor and the `Crawl-delay` of the host's robots.txt; a
//! `Retry-After` (RFC 9110, section 10.2.3) closes the host for as long as it asks. When a visit is
//! due is the frontier's business; the [`HostGate`] makes it certain, also for the requests that
//! the frontier does not see: the hops of a redirected robots.txt.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::MAX_RETRY_AFTER;
use crate::clock::Clock;
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
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    let until = DATES.parse_timestamp(value).ok()?;
    u64::try_from(until.as_second() - now.as_second())
        .ok()
        .or(Some(0))
}

/// Returns the moment `pause` after `now`.
pub(super) fn after(now: Timestamp, pause: Duration) -> Timestamp {
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}

/// Keeps the turns of all hosts: no more requests at a time than are allowed, each its delay after
/// the one before, and none while a host asks to be left alone.
pub(super) struct HostGate {
    clock: Arc<dyn Clock>,
    floor: Duration,
    per_host: usize,
    hosts: Mutex<BTreeMap<HostKey, Host>>,
}

/// The turns of one host.
#[derive(Debug)]
struct Host {
    places: Arc<Semaphore>,
    delay: HostDelay,
    /// `None` where there is no delay to keep.
    quota: Option<Limiter>,
    /// Until when it asks to be left alone.
    closed_until: Timestamp,
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Duration>>;

/// A place at a host; the next request waits until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _place: Option<OwnedSemaphorePermit>,
}

impl HostGate {
    /// Makes a gate that lets `per_host` requests at a time through to every host, at least one,
    /// each `floor` after the one before.
    pub(super) fn new(floor: Duration, per_host: usize, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            floor,
            per_host: per_host.clamp(1, Semaphore::MAX_PERMITS),
            hosts: Mutex::default(),
        }
    }

    /// Waits until `host` may be asked. If it asks to be left alone for longer than anyone waits,
    /// the error says until when.
    pub(super) async fn pass(&self, host: &HostKey) -> Result<Turn, Timestamp> {
        let places = self.with(host, |host| Arc::clone(&host.places));
        let turn = Turn {
            _place: places.acquire_owned().await.ok(),
        };
        loop {
            if let Some(until) = self.closed_until(host) {
                return Err(until);
            }
            let now = self.clock.now();
            let due = self.with(host, |host| host.due(now));
            match due {
                Some(due) => self.clock.sleep_until(due).await,
                None => return Ok(turn),
            }
        }
    }

    /// Keeps the `Crawl-delay` of `host`, in seconds, from its last request on.
    pub(super) fn set_delay(&self, host: &HostKey, crawl_delay: Option<f32>) {
        let delay = HostDelay::new(self.floor, crawl_delay);
        let quota = limiter(delay, &self.clock);
        self.with(host, |host| {
            if host.delay != delay {
                if let Some(quota) = &quota {
                    // The request that told the delay counts as the first.
                    drop(quota.check());
                }
                (host.delay, host.quota) = (delay, quota);
            }
        });
    }

    /// Leaves `host` alone until `moment`.
    pub(super) fn close(&self, host: &HostKey, moment: Timestamp) {
        self.with(host, |host| {
            host.closed_until = host.closed_until.max(moment);
        });
    }

    /// Returns until when `host` asks to be left alone, if that is longer than anyone waits.
    pub(super) fn closed_until(&self, host: &HostKey) -> Option<Timestamp> {
        let longest = after(self.clock.now(), MAX_RETRY_AFTER);
        let until = self.lock().get(host)?.closed_until;
        (until > longest).then_some(until)
    }

    fn with<T>(&self, host: &HostKey, work: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.lock();
        work(hosts.entry(host.clone()).or_insert_with(|| {
            let delay = HostDelay::new(self.floor, None);
            Host {
                places: Arc::new(Semaphore::new(self.per_host)),
                delay,
                quota: limiter(delay, &self.clock),
                closed_until: Timestamp::MIN,
            }
        }))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<HostKey, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host {
    /// Takes a turn now, or tells when to try again.
    fn due(&self, now: Timestamp) -> Option<Timestamp> {
        if self.closed_until > now {
            return Some(self.closed_until);
        }
        let refused = self.quota.as_ref()?.check().err()?;
        Some(after(now, refused.wait_time_from(since_epoch(now))))
    }
}

fn limiter(delay: HostDelay, clock: &Arc<dyn Clock>) -> Option<Limiter> {
    let quota = Quota::with_period(delay.pause())?.allow_burst(NonZeroU32::MIN);
    Some(RateLimiter::direct_with_clock(
        quota,
        Ticks(Arc::clone(clock)),
    ))
}

/// Our clock, as the quotas read it: the time since the epoch.
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        since_epoch(self.0.now())
    }
}

impl std::fmt::Debug for Ticks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ticks").finish()
    }
}

fn since_epoch(now: Timestamp) -> Duration {
    Duration::try_from(now.as_duration()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::urls::CanonicalUrl;

    fn host(name: &str) -> HostKey {
        HostKey::of(&CanonicalUrl::parse(&format!("http://{name}/")).unwrap())
    }

    fn gate(floor: Duration, per_host: usize) -> (Arc<ManualClock>, HostGate) {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        (Arc::clone(&clock), HostGate::new(floor, per_host, clock))
    }

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
    fn rfc9110_10_2_3_retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2031-03-02T12:00:00Z".parse().unwrap();
        for (value, seconds) in [
            (" 120 ", Some(120)),
            ("0", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 02 Mar 2031 12:01:00 GMT", Some(60)),
            ("Sun, 02 Mar 2031 11:00:00 GMT", Some(0)),
            ("Sun, 02 Mar 2031 12:02:00 +0000", Some(120)),
            ("soon", None),
            ("-5", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), seconds, "{value}");
        }
    }

    #[tokio::test]
    async fn one_request_passes_in_each_delay() {
        let (clock, gate) = gate(Duration::from_mins(1), 4);
        let a = host("a.test");
        for minute in 0..3 {
            drop(gate.pass(&a).await.unwrap());
            assert_eq!(clock.now().as_second(), minute * 60);
        }
        drop(gate.pass(&host("b.test")).await.unwrap());
        assert_eq!(
            clock.now().as_second(),
            120,
            "hosts do not wait for each other"
        );
        gate.set_delay(&a, Some(1000.0));
        drop(gate.pass(&a).await.unwrap());
        assert_eq!(
            clock.now().as_second(),
            180,
            "the floor is longer than the longest delay"
        );
    }

    #[tokio::test]
    async fn without_a_delay_requests_still_come_one_at_a_time() {
        let (clock, gate) = gate(Duration::ZERO, 1);
        let a = host("a.test");
        let first = gate.pass(&a).await.unwrap();
        let mut second = Box::pin(gate.pass(&a));
        tokio::select! {
            biased;
            _ = &mut second => panic!("two at a time"),
            () = tokio::task::yield_now() => {}
        }
        drop(first);
        drop(second.await.unwrap());
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
    }

    #[tokio::test]
    async fn a_host_that_asks_to_be_left_alone_is() {
        let (clock, gate) = gate(Duration::ZERO, 1);
        let a = host("a.test");
        gate.close(&a, Timestamp::from_second(90).unwrap());
        assert_eq!(gate.closed_until(&a), None, "that is waited for");
        drop(gate.pass(&a).await.unwrap());
        assert_eq!(clock.now().as_second(), 90);
        let tomorrow = Timestamp::from_second(86_400).unwrap();
        gate.close(&a, tomorrow);
        gate.close(&a, Timestamp::from_second(100).unwrap());
        assert_eq!(gate.pass(&a).await.unwrap_err(), tomorrow);
        assert_eq!(gate.closed_until(&a), Some(tomorrow));
        assert_eq!(gate.closed_until(&host("b.test")), None);
        clock.advance(86_400);
        assert_eq!(gate.closed_until(&a), None);
    }
}
