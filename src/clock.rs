//! The time of day: the only place that reads it.
//!
//! Everything else takes a [`Clock`] or a [`Timestamp`], so that every rule about time is tested
//! with plain numbers.

use std::sync::atomic::{AtomicI64, Ordering};

pub use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns the present moment.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that moves only when told to, for tests.
#[derive(Debug)]
pub struct ManualClock {
    second: AtomicI64,
}

impl ManualClock {
    /// Starts at `start`, cut to whole seconds.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self {
            second: AtomicI64::new(start.as_second()),
        }
    }

    /// Moves the clock on by `seconds`.
    pub fn advance(&self, seconds: i64) {
        self.second.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.second.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.advance(90);
        assert_eq!(clock.now().as_second(), 90);
    }
}
