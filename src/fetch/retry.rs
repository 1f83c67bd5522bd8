//! Which failures deserve another try, and when.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::FetchOutcome;

/// How often one address is asked for again at most.
pub const MAX_RETRIES: u32 = 3;

/// The longest `Retry-After` that is waited for. An address that is to be left alone for longer is
/// given up, and nothing else of its host is asked for until then.
pub const MAX_RETRY_AFTER: Duration = Duration::from_mins(2);

/// How failures are tried again: only network faults, status 429 and 5xx are, each time after a
/// pause twice as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often an address is asked for again; more than [`MAX_RETRIES`] counts as that.
    pub retries: u32,
    /// The pause before the first retry, without its jitter.
    pub first: Duration,
}

impl RetryPolicy {
    /// Returns how long to wait before `url` is asked for again, given how often it was asked for
    /// already; `None` if it is not: the outcome stands.
    ///
    /// To the pause comes a jitter of up to its half, so that addresses which failed together do
    /// not come back together. It follows from the address and the attempt: the same run waits
    /// the same.
    #[must_use]
    pub fn pause(&self, outcome: &FetchOutcome, url: &str, asked: u32) -> Option<Duration> {
        let FetchOutcome::Failed {
            transient: true,
            retry_after,
            ..
        } = outcome
        else {
            return None;
        };
        let retries = self.retries.min(MAX_RETRIES);
        let retry = asked.checked_sub(1).filter(|&retry| retry < retries)?;
        let pause = self.first.saturating_mul(2u32.saturating_pow(retry));
        let pause = pause.saturating_add(jitter(url, asked, pause / 2));
        let asked_for = Duration::from_secs(retry_after.unwrap_or_default());
        (asked_for <= MAX_RETRY_AFTER).then(|| pause.max(asked_for))
    }
}

/// A part of `most` that looks like chance, but follows from the address and the attempt.
fn jitter(url: &str, asked: u32, most: Duration) -> Duration {
    let digest = Sha256::digest(format!("{asked} {url}"));
    let number = u16::from_be_bytes([digest[0], digest[1]]);
    most.mul_f64(f64::from(number) / f64::from(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RetryPolicy = RetryPolicy {
        retries: MAX_RETRIES,
        first: Duration::from_secs(2),
    };
    const URL: &str = "http://a.test/";

    fn failure(transient: bool, retry_after: Option<u64>) -> FetchOutcome {
        FetchOutcome::Failed {
            reason: "error: HTTP 503".to_owned(),
            detail: None,
            transient,
            retry_after,
            page: None,
        }
    }

    #[test]
    fn pauses_double_and_end() {
        let pauses: Vec<_> = (1..6)
            .map(|asked| POLICY.pause(&failure(true, None), URL, asked))
            .collect();
        for (pause, seconds) in pauses.iter().zip([2, 4, 8]) {
            let least = Duration::from_secs(seconds);
            assert!(
                (least..=least * 3 / 2).contains(&pause.unwrap()),
                "{pause:?}"
            );
        }
        assert_eq!(pauses[3..], [None, None]);
        let never = RetryPolicy {
            retries: 0,
            ..POLICY
        };
        assert_eq!(never.pause(&failure(true, None), URL, 1), None);
    }

    #[test]
    fn jitter_spreads_addresses_and_is_the_same_in_every_run() {
        let pause = |url: &str| POLICY.pause(&failure(true, None), url, 1).unwrap();
        let pauses: std::collections::BTreeSet<_> = (0..50)
            .map(|number| pause(&format!("http://a.test/{number}")))
            .collect();
        assert!(pauses.len() > 45);
        assert_eq!(pause(URL), pause(URL));
    }

    #[test]
    fn a_host_that_names_its_time_is_given_it() {
        let wait = |seconds| POLICY.pause(&failure(true, Some(seconds)), URL, 1);
        assert_eq!(wait(30), Some(Duration::from_secs(30)));
        assert!(wait(0) >= Some(Duration::from_secs(2)));
        assert_eq!(wait(86_400), None);
    }

    #[test]
    fn what_will_not_change_is_not_asked_again() {
        assert_eq!(POLICY.pause(&failure(false, Some(1)), URL, 1), None);
        assert_eq!(POLICY.pause(&FetchOutcome::private_address(), URL, 1), None);
    }
}
