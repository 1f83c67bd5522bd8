//! Which failures deserve another try, and when.

use std::time::Duration;

use super::FetchOutcome;

/// How often one address is asked for again.
pub const MAX_RETRIES: u32 = 3;

/// The longest `Retry-After` that is waited for; a host that asks for more is given up.
const MAX_PAUSE: Duration = Duration::from_mins(2);

/// Returns how long to wait before the address is asked for again, given how often it was asked
/// for already; `None` if it is not: the outcome stands. The first pause is `first`, and it
/// doubles with each.
///
/// Only network faults, status 429 and 5xx are tried again, at most [`MAX_RETRIES`] times.
#[must_use]
pub fn backoff(outcome: &FetchOutcome, asked: u32, first: Duration) -> Option<Duration> {
    let FetchOutcome::Failed {
        transient: true,
        retry_after,
        ..
    } = outcome
    else {
        return None;
    };
    let retry = asked.checked_sub(1).filter(|&retry| retry < MAX_RETRIES)?;
    let pause = first.saturating_mul(2u32.saturating_pow(retry));
    let asked_for = Duration::from_secs(retry_after.unwrap_or_default());
    (asked_for <= MAX_PAUSE).then(|| pause.max(asked_for))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(2);

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
            .map(|asked| backoff(&failure(true, None), asked, FIRST).map(|pause| pause.as_secs()))
            .collect();
        assert_eq!(pauses, [Some(2), Some(4), Some(8), None, None]);
    }

    #[test]
    fn a_host_that_names_its_time_is_given_it() {
        let wait = |seconds| backoff(&failure(true, Some(seconds)), 1, FIRST);
        assert_eq!(wait(30), Some(Duration::from_secs(30)));
        assert_eq!(wait(0), Some(Duration::from_secs(2)));
        assert_eq!(wait(86_400), None);
    }

    #[test]
    fn what_will_not_change_is_not_asked_again() {
        assert_eq!(backoff(&failure(false, Some(1)), 1, FIRST), None);
        assert_eq!(backoff(&FetchOutcome::private_address(), 1, FIRST), None);
    }
}
