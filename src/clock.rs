//! The time of day: the only place that reads it, and the only one that waits for it.
//!
//! Everything else takes a [`Clock`] or a [`Timestamp`], so that every rule about time is tested
//! with plain numbers, and a crawl that waits for minutes in a moment.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use jiff::Timestamp;

/// Comes true at the moment that it was made for.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Tells the time, and waits for it. Sleeping takes a tokio runtime with its timer.
pub trait Clock: Send + Sync {
    /// Returns the present moment.
    fn now(&self) -> Timestamp;

    /// Waits until it is `moment`; not at all if that is past.
    fn sleep_until(&self, moment: Timestamp) -> Sleep<'_>;

    /// Waits a second of real time, whatever the clock shows: for whoever looks in now and then on
    /// what is under way.
    fn tick(&self) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(Duration::from_secs(1)))
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep_until(&self, moment: Timestamp) -> Sleep<'_> {
        Box::pin(async move {
            // The clock may be set back meanwhile.
            while let Some(rest) = time_until(self.now(), moment) {
                tokio::time::sleep(rest).await;
            }
        })
    }
}

/// How long it still is from `now` to `moment`; `None` if it is time.
fn time_until(now: Timestamp, moment: Timestamp) -> Option<Duration> {
    let rest = Duration::try_from(moment.duration_since(now)).ok()?;
    (!rest.is_zero()).then_some(rest)
}

/// A clock for tests: it moves when told to, and when somebody sleeps, by itself and at once to
/// the end of the shortest sleep.
#[derive(Debug)]
pub struct ManualClock {
    state: Mutex<Manual>,
}

#[derive(Debug)]
struct Manual {
    now: Timestamp,
    /// Who sleeps until when.
    sleepers: BTreeSet<(Timestamp, u64)>,
    next: u64,
}

impl ManualClock {
    /// What is under way in real time, such as a request to a server of the same test, is given
    /// so long to end before the clock moves.
    const GRACE: Duration = Duration::from_millis(4);

    /// Starts at `start`.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self {
            state: Mutex::new(Manual {
                now: start,
                sleepers: BTreeSet::new(),
                next: 0,
            }),
        }
    }

    /// Moves the clock on by `seconds`.
    pub fn advance(&self, seconds: i64) {
        let mut state = self.lock();
        let moved = state
            .now
            .saturating_add(jiff::SignedDuration::from_secs(seconds));
        state.now = moved.unwrap_or(Timestamp::MAX);
    }

    fn lock(&self) -> MutexGuard<'_, Manual> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lie_down(&self, moment: Timestamp) -> Sleeper<'_> {
        let mut state = self.lock();
        state.next += 1;
        let place = (moment, state.next);
        state.sleepers.insert(place);
        Sleeper { clock: self, place }
    }

    /// Moves on to the end of the shortest sleep.
    fn skip(&self) {
        let mut state = self.lock();
        if let Some((moment, _)) = state.sleepers.first().copied() {
            state.now = state.now.max(moment);
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn sleep_until(&self, moment: Timestamp) -> Sleep<'_> {
        Box::pin(async move {
            let _sleeper = self.lie_down(moment);
            while self.now() < moment {
                tokio::time::sleep(Self::GRACE).await;
                self.skip();
            }
        })
    }
}

/// A sleep of a [`ManualClock`], which ends when it is dropped.
struct Sleeper<'a> {
    clock: &'a ManualClock,
    place: (Timestamp, u64),
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clock.lock().sleepers.remove(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn manual_clock_moves_when_told() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.advance(90);
        assert_eq!(clock.now().as_second(), 90);
    }

    #[tokio::test]
    async fn manual_clock_wakes_the_shortest_sleep_first_and_forgets_those_given_up() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        let seen = Mutex::new(Vec::new());
        let sleep = async |until: i64| {
            clock.sleep_until(second(until)).await;
            seen.lock().unwrap().push((until, clock.now().as_second()));
        };
        tokio::select! {
            () = clock.sleep_until(second(5)) => panic!("the other is ready"),
            () = std::future::ready(()) => {}
        }
        tokio::join!(sleep(86_400), sleep(30), sleep(-1));
        assert_eq!(*seen.lock().unwrap(), [(-1, 0), (30, 30), (86_400, 86_400)]);
    }

    #[tokio::test]
    async fn system_clock_sleeps_no_shorter_than_asked() {
        let until = SystemClock.now() + Duration::from_millis(3);
        SystemClock.sleep_until(until).await;
        assert!(SystemClock.now() >= until);
        SystemClock.sleep_until(Timestamp::MIN).await;
    }
}
