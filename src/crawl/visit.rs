//! The end of a visit: from what was fetched to what is written down. Runs on blocking threads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;

use super::step::{Follow, steps_of};
use crate::archive::{DecodeError, Draft};
use crate::corpus::{Outcome, Reading};
use crate::fetch::{FetchOutcome, Page};
use crate::frontier::Step;
use crate::parse::{Input, ParseError};
use crate::urls::CanonicalUrl;

/// Reads a page: what it says and whom it quotes.
pub type Reader = fn(&Input<'_>) -> Result<Reading, ParseError>;

/// What a visit came to.
#[derive(Debug)]
pub(super) struct Conclusion {
    pub(super) outcome: Outcome,
    pub(super) retrieved: Option<Timestamp>,
    pub(super) record: Option<Draft>,
    pub(super) steps: Vec<(Step, CanonicalUrl)>,
}

impl Conclusion {
    /// Concludes a visit without a response.
    pub(super) fn bare(outcome: Outcome) -> Self {
        Self {
            outcome,
            retrieved: None,
            record: None,
            steps: Vec::new(),
        }
    }

    /// Reads what was fetched, and prepares its record.
    pub(super) fn of(
        fetched: &FetchOutcome,
        reader: Reader,
        max_body_bytes: u64,
        follow: Follow,
    ) -> Self {
        let page = fetched.page();
        let outcome = match fetched {
            FetchOutcome::Fetched(page) => read(page, reader, max_body_bytes),
            FetchOutcome::Redirected { to, .. } => Outcome::Redirect { to: to.clone() },
            other => unread(other).unwrap_or(Outcome::Pending),
        };
        let steps = match &outcome {
            Outcome::Read(reading) => {
                page.map_or_else(Vec::new, |page| steps_of(&page.url, reading, follow))
            }
            Outcome::Redirect { to } => vec![(Step::Hop, to.clone())],
            _ => Vec::new(),
        };
        Self {
            outcome,
            retrieved: page.map(|page| page.fetched_at),
            record: page.map(record_of),
            steps,
        }
    }
}

/// Returns the records that archive a response.
pub(super) fn record_of(page: &Page) -> Draft {
    Draft::exchange(
        page.url.as_str(),
        page.fetched_at,
        &page.message,
        &page.exchange,
    )
}

/// Returns what becomes of an address that gave nothing to read; `None` if it gave a page or leads
/// on.
pub(super) fn unread(fetched: &FetchOutcome) -> Option<Outcome> {
    let reason = match fetched {
        FetchOutcome::Fetched(_) | FetchOutcome::Redirected { .. } => return None,
        FetchOutcome::Gone(_) => "dead",
        FetchOutcome::Refused(page) if page.status() == 402 => "paywall",
        FetchOutcome::Refused(_) => "refused",
        FetchOutcome::Skipped { reason, .. } => reason,
        FetchOutcome::Failed { reason, .. } => reason,
    };
    Some(Outcome::failed(reason, fetched.detail()))
}

fn read(page: &Page, reader: Reader, max_body_bytes: u64) -> Outcome {
    let body = match page.body(max_body_bytes) {
        Ok(body) => body,
        Err(DecodeError::TooLarge(limit)) => {
            return Outcome::failed("too-large", FetchOutcome::too_large(limit).detail());
        }
        Err(other) => return Outcome::failed(format!("error: {other}"), None),
    };
    let input = Input {
        url: Some(&page.url),
        content_type: page.content_type(),
        body: &body,
        retrieved: Some(page.fetched_at),
    };
    // A fault in a parser costs one page, never the run.
    match catch_unwind(AssertUnwindSafe(|| reader(&input))) {
        Ok(Ok(reading)) => Outcome::Read(Box::new(reading)),
        Ok(Err(ParseError::NotText(media_type))) => Outcome::failed("not-text", Some(media_type)),
        Err(_) => Outcome::failed("error: the page could not be parsed", None),
    }
}
