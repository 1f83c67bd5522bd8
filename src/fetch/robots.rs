//! robots.txt after RFC 9309: what a host lets us ask for.
//!
//! Status 4xx allows everything (2.3.1.3); 5xx and no answer allow nothing (2.3.1.4); at most
//! 500 KiB are read (2.5); at most five redirects are followed (2.3.1.2).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::exclusion::{ExclusionRules, MAX_BYTES};
use super::{FetchOutcome, Page};
use crate::urls::{CanonicalUrl, HostKey, UrlError};

/// How long the rules of a host stand before they are asked for again (RFC 9309, section 2.4).
pub const ROBOTS_LIFETIME: Duration = Duration::from_hours(24);

/// How long a host whose robots.txt cannot be had is left alone before it is asked for again
/// (RFC 9309, section 2.3.1.4, names no time): long enough not to add to the host's trouble, and
/// short enough that a long crawl comes back.
pub const ROBOTS_FAULT_LIFETIME: Duration = Duration::from_mins(10);

/// How many bytes of a robots.txt are taken from the wire: one more than are read, so that what
/// was cut can be told from what ends there.
pub(super) const MAX_SENT_BYTES: u64 = MAX_BYTES as u64 + 1;

/// How many bytes a robots.txt may have under a content coding; beyond, it is not believed.
const MAX_DECODED_BYTES: u64 = 20 * MAX_BYTES as u64;

/// How many redirects of a robots.txt are followed.
pub(super) const MAX_REDIRECTS: usize = 5;

/// What a host lets us ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RobotsRules {
    /// Everything.
    AllowAll,
    /// Nothing: the host is failing, or refuses to tell.
    DenyAll,
    /// What its rules say.
    Rules(ExclusionRules),
}

/// The rules of a host, and the responses that gave them.
#[derive(Debug)]
pub struct RobotsAnswer {
    /// The rules.
    pub rules: RobotsRules,
    /// Every response on the way, in order.
    pub pages: Vec<Page>,
    /// The last outcome, for the decision whether to ask again.
    pub last: FetchOutcome,
}

/// Returns the address of the robots.txt that speaks for `host`.
///
/// # Errors
///
/// Fails for local files, which have none.
pub fn robots_address(host: &HostKey) -> Result<CanonicalUrl, UrlError> {
    CanonicalUrl::parse(&format!("{host}/robots.txt"))
}

impl RobotsRules {
    /// Reads the rules for the product token `token` from what the request for robots.txt came to.
    ///
    /// Status 429 is no answer: a host that is asked too much is not one without rules.
    #[must_use]
    pub fn of(outcome: &FetchOutcome, token: &str) -> Self {
        match outcome {
            FetchOutcome::Fetched(page) => {
                Self::parse(&page.body(MAX_DECODED_BYTES).unwrap_or_default(), token)
            }
            // More redirects than are followed count as no robots.txt (2.3.1.2).
            FetchOutcome::Redirected { .. } | FetchOutcome::Gone(_) | FetchOutcome::Refused(_) => {
                Self::AllowAll
            }
            FetchOutcome::Failed {
                page: Some(page), ..
            } if page.status() < 500 && page.status() != 429 => Self::AllowAll,
            FetchOutcome::Failed { .. } | FetchOutcome::Skipped { .. } => Self::DenyAll,
        }
    }

    /// Reads the rules for the product token `token` from the text of a robots.txt.
    #[must_use]
    pub fn parse(text: &[u8], token: &str) -> Self {
        Self::Rules(ExclusionRules::parse(text, token))
    }

    /// Returns whether `url` may be asked for.
    #[must_use]
    pub fn allows(&self, url: &CanonicalUrl) -> bool {
        self.reason(url).is_none()
    }

    /// Returns in words for a reader why `url` may not be asked for; `None` if it may.
    #[must_use]
    pub fn reason(&self, url: &CanonicalUrl) -> Option<String> {
        match self {
            Self::AllowAll => None,
            Self::DenyAll => {
                let reason = "its robots.txt could not be had";
                (url.path() != "/robots.txt").then(|| reason.to_owned())
            }
            Self::Rules(rules) => {
                let pattern = rules.forbidding(url.path(), url.query())?;
                Some(format!("Disallow: {pattern}"))
            }
        }
    }

    /// Returns the delay that the host asks for, in seconds.
    #[must_use]
    pub fn crawl_delay(&self) -> Option<f32> {
        match self {
            Self::Rules(rules) => rules.crawl_delay(),
            Self::AllowAll | Self::DenyAll => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Exchange, Headers, Message};
    use jiff::Timestamp;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    fn answer(status: u16, body: &str) -> RobotsRules {
        let page = Page {
            url: url("http://a.test/robots.txt"),
            message: Message {
                status,
                headers: Headers::default(),
                body: body.into(),
            },
            fetched_at: Timestamp::UNIX_EPOCH,
            exchange: Exchange::default(),
        };
        RobotsRules::of(&FetchOutcome::of(page, Timestamp::UNIX_EPOCH), "headwater")
    }

    #[test]
    fn statuses_mean_what_the_standard_says() {
        let page = url("http://a.test/x");
        for (status, allowed) in [
            (404, true),
            (403, true),
            (400, true),
            (500, false),
            (503, false),
            (429, false),
        ] {
            assert_eq!(answer(status, "").allows(&page), allowed, "{status}");
        }
        let unreachable = RobotsRules::of(&FetchOutcome::failed("timeout", true), "headwater");
        assert!(!unreachable.allows(&page));
    }

    #[test]
    fn the_group_that_names_us_wins_over_the_others() {
        let rules = answer(
            200,
            "\u{feff}User-agent: *\nDisallow: /\n\nUser-agent: Headwater\nDisallow: /private/\nAllow: /private/open\nCrawl-delay: 4\n",
        );
        assert!(rules.allows(&url("http://a.test/x")));
        assert!(!rules.allows(&url("http://a.test/private/x")));
        assert!(rules.allows(&url("http://a.test/private/open/x")));
        assert_eq!(rules.crawl_delay(), Some(4.0));
    }

    #[test]
    fn what_is_no_robots_file_allows_everything() {
        assert!(answer(200, "<!doctype html><title>Welcome").allows(&url("http://a.test/x")));
        assert!(answer(200, "").allows(&url("http://a.test/x")));
    }

    #[test]
    fn what_forbids_is_told() {
        let page = url("http://a.test/drafts/1?x");
        let rules = answer(200, "User-agent: *\nAllow: /\nDisallow: /drafts/\n");
        assert_eq!(rules.reason(&page).as_deref(), Some("Disallow: /drafts/"));
        assert_eq!(rules.reason(&url("http://a.test/x")), None);
        assert!(answer(503, "").reason(&page).is_some());
    }

    #[test]
    fn rules_past_the_limit_are_not_read() {
        let text = format!(
            "User-agent: *\n{}Disallow: /\n",
            "# filler\n".repeat(60_000)
        );
        assert!(answer(200, &text).allows(&url("http://a.test/x")));
    }
}
