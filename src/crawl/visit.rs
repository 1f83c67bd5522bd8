//! The end of a visit: from what was fetched to what is written down. Runs on blocking threads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;

use super::step::{Follow, steps_of};
use crate::archive::{DecodeError, Draft, Failure};
use crate::corpus::{Outcome, PageLink, Reading};
use crate::fetch::{FetchOutcome, Page, Wall, wall_of_page, wall_of_redirect};
use crate::frontier::Step;
use crate::parse::{BlockKind, Document, Input, ParseError, markup};
use crate::text::words;
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
    pub(super) links: Vec<PageLink>,
}

impl Conclusion {
    /// Concludes a visit without a response.
    pub(super) fn bare(outcome: Outcome) -> Self {
        Self {
            outcome,
            retrieved: None,
            record: None,
            steps: Vec::new(),
            links: Vec::new(),
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
        let mut outcome = match fetched {
            FetchOutcome::Fetched(page) => read(page, reader, max_body_bytes),
            FetchOutcome::Redirected { to, page } => match wall_of_redirect(&page.url, to) {
                Some(wall) => walled(wall),
                None => Outcome::Redirect { to: to.clone() },
            },
            FetchOutcome::Refused(page)
            | FetchOutcome::Failed {
                page: Some(page), ..
            } => refused(page, max_body_bytes).unwrap_or_else(|| unread(fetched)),
            FetchOutcome::Gone(_) | FetchOutcome::Skipped { .. } | FetchOutcome::Failed { .. } => {
                unread(fetched)
            }
        };
        let steps = match &outcome {
            Outcome::Read(reading) => {
                page.map_or_else(Vec::new, |page| steps_of(&page.url, reading, follow))
            }
            Outcome::Redirect { to } => vec![(Step::Hop, to.clone())],
            _ => Vec::new(),
        };
        let links = match &mut outcome {
            Outcome::Read(reading) => reading.take_links(),
            _ => Vec::new(),
        };
        Self {
            links,
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

/// Returns what becomes of an address that gave nothing to read; it is not settled yet where
/// something came.
pub(super) fn unread(fetched: &FetchOutcome) -> Outcome {
    match fetched.failure() {
        Some(Failure { reason, detail }) => Outcome::Failed { reason, detail },
        None => Outcome::Pending,
    }
}

fn walled(wall: Wall) -> Outcome {
    Outcome::failed(wall.reason, Some(wall.detail))
}

/// What becomes of an address whose answer is no success, if the answer is a wall against robots.
fn refused(page: &Page, max_body_bytes: u64) -> Option<Outcome> {
    let body = page.body(max_body_bytes).ok()?;
    let markup = markup(&input_of(page, &body)).unwrap_or_default();
    wall_of_page(page, &markup).map(walled)
}

fn input_of<'a>(page: &'a Page, body: &'a [u8]) -> Input<'a> {
    Input {
        url: Some(&page.url),
        content_type: page.content_type(),
        body,
        retrieved: Some(page.fetched_at),
    }
}

fn read(page: &Page, reader: Reader, max_body_bytes: u64) -> Outcome {
    let body = match page.body(max_body_bytes) {
        Ok(body) => body,
        Err(DecodeError::TooLarge(limit)) => {
            return unread(&FetchOutcome::too_large(limit));
        }
        Err(other) => return Outcome::failed(format!("error: {other}"), None),
    };
    let input = input_of(page, &body);
    let wall = markup(&input).and_then(|markup| wall_of_page(page, &markup));
    if let Some(wall) = wall {
        return walled(wall);
    }
    // A fault in a parser costs one page, never the run.
    match catch_unwind(AssertUnwindSafe(|| reader(&input))) {
        Ok(Ok(reading)) if is_all_walled(&reading.document) => {
            Outcome::failed("paywall", Some("no text before the paywall".to_owned()))
        }
        Ok(Ok(reading)) => Outcome::Read(Box::new(reading)),
        Ok(Err(ParseError::NotText(media_type))) => Outcome::failed("not-text", Some(media_type)),
        Err(_) => Outcome::failed("error: the page could not be parsed", None),
    }
}

/// Whether a page behind a paywall shows nothing of its article: less than two sentences.
fn is_all_walled(document: &Document) -> bool {
    const TWO_SENTENCES: usize = 20;
    let prose = document
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Heading)
        .map(|block| words(block.span.of(&document.text)).count());
    document.partial && prose.sum::<usize>() < TWO_SENTENCES
}
