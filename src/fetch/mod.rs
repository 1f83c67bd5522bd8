//! Getting pages: from the web, from archives, from local files.
//!
//! Whatever the way, one address goes in and a [`FetchOutcome`] comes out. An outcome is a fact,
//! not an error. Redirects are not followed here: each leads to an address of its own, so that
//! robots.txt and politeness hold at every hop. This is the only home of `reqwest` and `governor`.

mod address;
mod exclusion;
mod http;
mod local;
mod memento;
mod politeness;
mod replay;
mod retry;
mod robots;
mod wall;

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;

pub use address::{Lookup, Lookups, is_public};
pub use exclusion::{ExclusionRules, product_token};
pub use http::{HttpFetch, HttpSettings, check_user_agent};
pub use local::LocalFetch;
pub use memento::{MAX_MEMENTO_HOPS, Negotiation, Rewriting, TimeGate, accept_datetime};
pub use politeness::{HostDelay, MAX_CRAWL_DELAY, retry_after};
pub use replay::ArchiveFetch;
pub use retry::{MAX_RETRIES, MAX_RETRY_AFTER, RetryPolicy};
pub use robots::{
    ROBOTS_FAULT_LIFETIME, ROBOTS_LIFETIME, RobotsAnswer, RobotsRules, robots_address,
};
pub use wall::{Wall, wall_of_page, wall_of_redirect};

use crate::archive::{DecodeError, Exchange, Failure, Headers, Message, decode};
use crate::urls::CanonicalUrl;

/// Why nothing can be fetched at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The HTTP client cannot be set up.
    #[error("cannot set up the HTTP client")]
    Client(#[source] reqwest::Error),
    /// The user agent is empty or holds characters that no header field may.
    #[error("user agent '{0}' cannot be sent: give visible ASCII characters and spaces")]
    UserAgent(String),
}

/// Gets what one address gives.
pub trait Fetch: Send + Sync {
    /// Asks for `url` once.
    fn fetch(&self, url: &CanonicalUrl) -> impl Future<Output = FetchOutcome> + Send;
}

/// A response as it was sent, without the transfer coding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address asked for.
    pub url: CanonicalUrl,
    /// Status, header fields, and the body under its content coding.
    pub message: Message,
    /// When it was fetched, or captured by the archive that it was replayed from.
    pub fetched_at: Timestamp,
    /// What is archived beside the response.
    pub exchange: Exchange,
}

impl Page {
    /// Returns the status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.message.status
    }

    /// Returns the header fields.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.message.headers
    }

    /// Returns the media type as sent, with its parameters.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers().get("content-type")
    }

    /// Returns the body without its content coding.
    ///
    /// # Errors
    ///
    /// Fails if it does not decode, or to more than `limit` bytes.
    pub fn body(&self, limit: u64) -> Result<Cow<'_, [u8]>, DecodeError> {
        decode(
            &self.message.body,
            self.headers().get("content-encoding"),
            limit,
        )
    }
}

/// Cuts a time to whole seconds, as archives keep it, so that a replay tells the same time.
fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// What one request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchOutcome {
    /// The page is here: status 200 to 299.
    Fetched(Page),
    /// It is elsewhere.
    Redirected {
        /// The address it is at.
        to: CanonicalUrl,
        /// The response that says so.
        page: Page,
    },
    /// There is no such page: status 404 or 410.
    Gone(Page),
    /// It is not shown to us: status 401, 402, 403 or 451.
    Refused(Page),
    /// It was not asked for, as the reason says: `blocked` for a private address.
    Skipped {
        /// The reason.
        reason: &'static str,
        /// What shows it.
        detail: &'static str,
    },
    /// It could not be had.
    Failed {
        /// `timeout`, `too-large`, `loop` or `error: …`.
        reason: String,
        /// What shows it, in words for a reader; `None` if that is the response's status.
        detail: Option<String>,
        /// Whether asking again may help.
        transient: bool,
        /// How long the host asks to be left alone, in seconds.
        retry_after: Option<u64>,
        /// The response, if there was one.
        page: Option<Page>,
    },
}

impl FetchOutcome {
    /// Returns the response, if there was one.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        match self {
            Self::Fetched(page)
            | Self::Redirected { page, .. }
            | Self::Gone(page)
            | Self::Refused(page) => Some(page),
            Self::Failed { page, .. } => page.as_ref(),
            Self::Skipped { .. } => None,
        }
    }

    /// Returns why there is nothing to read, and what shows it; `None` if there is a page, or it
    /// is elsewhere.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let status = |page: &Page| format!("HTTP {}", page.status());
        let (reason, detail) = match self {
            Self::Fetched(_) | Self::Redirected { .. } => return None,
            Self::Gone(page) => ("dead", Some(status(page))),
            Self::Refused(page) if page.status() == 402 => ("paywall", Some(status(page))),
            Self::Refused(page) => ("refused", Some(status(page))),
            Self::Skipped { reason, detail } => (*reason, Some((*detail).to_owned())),
            Self::Failed {
                reason,
                detail,
                page,
                ..
            } => {
                let shown = detail.clone().or_else(|| page.as_ref().map(status));
                (reason.as_str(), shown)
            }
        };
        Some(Failure {
            reason: reason.to_owned(),
            detail,
        })
    }

    /// Returns how long the host asks to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failed { retry_after, .. } => retry_after.map(Duration::from_secs),
            _ => None,
        }
    }

    /// Makes the outcome that a response of this status stands for.
    #[must_use]
    pub fn of(page: Page, now: Timestamp) -> Self {
        match page.status() {
            200..=299 => Self::Fetched(page),
            301 | 302 | 303 | 307 | 308 => Self::redirect(page),
            404 | 410 => Self::Gone(page),
            401 | 402 | 403 | 451 => Self::Refused(page),
            status => Self::refusal_for_now(status, page, now),
        }
    }

    /// Makes the outcome of a status that may be another the next time, or of one without a meaning
    /// of its own.
    fn refusal_for_now(status: u16, page: Page, now: Timestamp) -> Self {
        let transient = status == 429 || (500..600).contains(&status);
        let retry_after = page
            .headers()
            .get("retry-after")
            .filter(|_| transient)
            .and_then(|value| retry_after(value, now));
        let come_back = retry_after
            .map(Duration::from_secs)
            .filter(|pause| *pause > MAX_RETRY_AFTER)
            .map(|pause| whole_seconds(politeness::after(now, pause)));
        Self::Failed {
            reason: format!("error: HTTP {status}"),
            detail: come_back.map(|moment| format!("HTTP {status}, come back after {moment}")),
            transient,
            retry_after,
            page: Some(page),
        }
    }

    /// Makes the outcome of an address whose host asks to be left alone until `until`.
    #[must_use]
    pub fn left_alone(until: Timestamp) -> Self {
        let until = whole_seconds(until);
        Self::failed("error: its host asks to be left alone", false)
            .because(format!("come back after {until}"))
    }

    fn redirect(page: Page) -> Self {
        let location = page.headers().get("location").unwrap_or_default();
        let reason = match page.url.join(location) {
            Ok(to) if to != page.url => return Self::Redirected { to, page },
            Ok(_) => "loop".to_owned(),
            Err(_) => "error: redirected to what is no web address".to_owned(),
        };
        Self::Failed {
            reason,
            detail: None,
            transient: false,
            retry_after: None,
            page: Some(page),
        }
    }

    /// Makes the outcome of an address that is not asked for because it is private.
    #[must_use]
    pub fn private_address() -> Self {
        Self::Skipped {
            reason: "blocked",
            detail: "private address",
        }
    }

    /// Makes the outcome of a body of more than `limit` bytes.
    #[must_use]
    pub fn too_large(limit: u64) -> Self {
        Self::failed("too-large", false).because(format!("more than {limit} bytes"))
    }

    /// Makes the outcome that an archive notes of an address that gave no response.
    #[must_use]
    pub fn noted(failure: &Failure) -> Self {
        Self::Failed {
            reason: failure.reason.clone(),
            detail: failure.detail.clone(),
            transient: false,
            retry_after: None,
            page: None,
        }
    }

    /// Adds what shows a failure to it.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        if let Self::Failed { detail, .. } = &mut self {
            *detail = Some(why.into());
        }
        self
    }

    /// Makes a failure without a response.
    #[must_use]
    pub fn failed(reason: impl Into<String>, transient: bool) -> Self {
        Self::Failed {
            reason: reason.into(),
            detail: None,
            transient,
            retry_after: None,
            page: None,
        }
    }
}
