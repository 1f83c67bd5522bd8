//! The end of a visit: from what was fetched to what is written down. Runs on blocking threads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;

use super::step::{Follow, steps_of};
use crate::archive::{DecodeError, Draft, Failure};
use crate::corpus::{Outcome, PageLink, Reading};
use crate::fetch::{FetchOutcome, Page, Rewriting, Wall, wall_of_page, wall_of_redirect};
use crate::frontier::Step;
use crate::parse::{BlockKind, Document, Input, ParseError, markup};
use crate::text::words;
use crate::urls::CanonicalUrl;

/// Reads a page: what it says and whom it quotes.
pub type Reader = fn(&Input<'_>) -> Result<Reading, ParseError>;

/// How pages are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) reader: Reader,
    pub(super) max_body_bytes: u64,
    pub(super) follow: Follow,
}

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
    pub(super) fn of(fetched: &FetchOutcome, manner: Manner) -> Self {
        let page = fetched.page();
        let mut outcome = match fetched {
            FetchOutcome::Fetched(page) => read(page, manner),
            FetchOutcome::Redirected { to, page } => match wall_of_redirect(&page.url, to) {
                Some(wall) => walled(wall),
                None => Outcome::Redirect { to: to.clone() },
            },
            FetchOutcome::Refused(page)
            | FetchOutcome::Failed {
                page: Some(page), ..
            } => refused(page, manner.max_body_bytes).unwrap_or_else(|| unread(fetched)),
            FetchOutcome::Gone(_) | FetchOutcome::Skipped { .. } | FetchOutcome::Failed { .. } => {
                unread(fetched)
            }
        };
        let steps = match &outcome {
            Outcome::Read(reading) => {
                page.map_or_else(Vec::new, |page| steps_of(&page.url, reading, manner.follow))
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

    /// Reads what was captured of `original` at a moment, and prepares the record of the capture:
    /// the page is read as the original's, and its links without the archive's own addresses.
    pub(super) fn of_memento(
        page: Page,
        original: &CanonicalUrl,
        captured: Timestamp,
        manner: Manner,
    ) -> Self {
        let (record, retrieved) = (record_of(&page), page.fetched_at);
        let rewriting = Rewriting::of(&page.url, original);
        let page = Page {
            url: original.clone(),
            fetched_at: captured,
            ..page
        };
        let mut outcome = read(&page, manner);
        let (mut steps, mut links) = (Vec::new(), Vec::new());
        if let Outcome::Read(reading) = &mut outcome {
            if let Some(rewriting) = rewriting {
                undo(&rewriting, &mut reading.document);
            }
            steps = steps_of(original, reading, manner.follow);
            links = reading.take_links();
        }
        Self {
            links,
            outcome,
            retrieved: Some(retrieved),
            record: Some(record),
            steps,
        }
    }
}

/// Puts the addresses that an archive has rewritten back into a document.
fn undo(rewriting: &Rewriting, document: &mut Document) {
    let links = document
        .links
        .iter_mut()
        .filter_map(|link| link.url.as_mut());
    let own = [&mut document.canonical_url, &mut document.amp_url];
    for url in links.chain(own.into_iter().flatten()) {
        if let Some(undone) = rewriting.undo(url) {
            *url = undone;
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

fn read(page: &Page, manner: Manner) -> Outcome {
    let body = match page.body(manner.max_body_bytes) {
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
    match catch_unwind(AssertUnwindSafe(|| (manner.reader)(&input))) {
        Ok(Ok(reading)) if is_all_walled(&reading.document) => {
            Outcome::failed("paywall", Some("no text before the paywall".to_owned()))
        }
        Ok(Ok(reading)) => Outcome::Read(Box::new(reading)),
        Ok(Err(ParseError::NotText(media_type))) => Outcome::failed("not-text", Some(media_type)),
        Ok(Err(ParseError::Unreadable { media_type, why })) => {
            Outcome::failed("not-text", Some(format!("{media_type}: {why}")))
        }
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
