//! Answers from archives.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Fetch, FetchOutcome, Page, RobotsRules, robots_address};
use crate::archive::ArchiveIndex;
use crate::urls::{CanonicalUrl, HostKey};

/// Room for the head of a record's HTTP message, beside its body.
const HEAD_BYTES: u64 = 256 * 1024;

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
            Ok(None) => return FetchOutcome::failed("error: not in the archive (offline)", false),
            Err(error) => return FetchOutcome::failed(format!("error: {error}"), false),
        };
        if capture.cut {
            return FetchOutcome::failed("too-large", false);
        }
        let fetched_at = capture.date.unwrap_or(Timestamp::UNIX_EPOCH);
        let page = Page {
            url: url.clone(),
            message: capture.message,
            fetched_at,
        };
        match FetchOutcome::of(page, fetched_at) {
            FetchOutcome::Failed { reason, page, .. } => FetchOutcome::Failed {
                reason,
                transient: false,
                retry_after: None,
                page,
            },
            outcome => outcome,
        }
    }

    /// Returns the captured rules of `host` and the page that held them; without a capture
    /// everything is allowed, for nobody is asked.
    #[must_use]
    pub fn robots(&self, host: &HostKey) -> (RobotsRules, Option<Page>) {
        match robots_address(host) {
            Ok(url) if self.holds(&url) => {
                let outcome = self.read(&url);
                (RobotsRules::of(&outcome), outcome.page().cloned())
            }
            _ => (RobotsRules::AllowAll, None),
        }
    }
}

impl Fetch for ArchiveFetch {
    async fn fetch(&self, url: &CanonicalUrl) -> FetchOutcome {
        self.read(url)
    }
}
