//! Answers from archives.

use std::sync::Arc;

use jiff::Timestamp;

use super::robots::MAX_REDIRECTS;
use super::{Fetch, FetchOutcome, Page, RobotsAnswer, RobotsRules, robots_address};
use crate::archive::ArchiveIndex;
use crate::urls::{CanonicalUrl, HostKey};

/// Room for the head of a record's HTTP message, beside its body.
const HEAD_BYTES: u64 = 256 * 1024;

/// The reason of what cannot be had without the web.
const NOT_ARCHIVED: &str = "error: not in the archive (offline)";

/// Answers from archives, and from nothing else.
#[derive(Debug, Clone)]
pub struct ArchiveFetch {
    index: Arc<ArchiveIndex>,
    max_body_bytes: u64,
}

impl ArchiveFetch {
    /// Answers from `index`, with bodies of at most `max_body_bytes` before decoding.
    #[must_use]
    pub fn new(index: Arc<ArchiveIndex>, max_body_bytes: u64) -> Self {
        Self {
            index,
            max_body_bytes,
        }
    }

    /// Returns whether `url` was captured.
    #[must_use]
    pub fn holds(&self, url: &CanonicalUrl) -> bool {
        self.index.contains(url)
    }

    /// Answers at once.
    #[must_use]
    pub fn read(&self, url: &CanonicalUrl) -> FetchOutcome {
        let keep = self.max_body_bytes.saturating_add(HEAD_BYTES);
        let capture = match self.index.read(url, keep) {
            Ok(Some(capture)) => capture,
            Ok(None) => {
                return match self.index.failure(url) {
                    Some(failure) => FetchOutcome::noted(failure),
                    None => FetchOutcome::failed(NOT_ARCHIVED, false),
                };
            }
            Err(error) => return FetchOutcome::failed(format!("error: {error}"), false),
        };
        if capture.cut {
            return FetchOutcome::too_large(self.max_body_bytes);
        }
        let fetched_at = capture.date.unwrap_or(Timestamp::UNIX_EPOCH);
        let page = Page {
            url: url.clone(),
            message: capture.message,
            fetched_at,
            exchange: capture.exchange,
        };
        match FetchOutcome::of(page, fetched_at) {
            FetchOutcome::Failed {
                reason,
                detail,
                page,
                ..
            } => FetchOutcome::Failed {
                reason,
                detail,
                transient: false,
                retry_after: None,
                page,
            },
            outcome => outcome,
        }
    }

    /// Returns the captured rules of `host` for the product token `token` and the responses that
    /// gave them, in order; without a capture everything is allowed, for nobody is asked.
    #[must_use]
    pub fn robots(&self, host: &HostKey, token: &str) -> RobotsAnswer {
        let mut answer = RobotsAnswer {
            rules: RobotsRules::AllowAll,
            pages: Vec::new(),
            last: FetchOutcome::failed(NOT_ARCHIVED, false),
        };
        let mut next = robots_address(host).ok();
        for _ in 0..=MAX_REDIRECTS {
            let Some(url) = next.take().filter(|url| self.holds(url)) else {
                break;
            };
            answer.last = self.read(&url);
            answer.pages.extend(answer.last.page().cloned());
            answer.rules = RobotsRules::of(&answer.last, token);
            if let FetchOutcome::Redirected { to, .. } = &answer.last {
                next = Some(to.clone());
            }
        }
        answer
    }
}

impl Fetch for ArchiveFetch {
    async fn fetch(&self, url: &CanonicalUrl) -> FetchOutcome {
        self.read(url)
    }
}
