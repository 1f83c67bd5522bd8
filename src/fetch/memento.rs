//! Memento (RFC 7089): what a page said at a given time, from a web archive.
//!
//! A *`TimeGate`* is asked for the capture of an *original* that is nearest to the moment in
//! `Accept-Datetime`. It leads to the *memento*, which says by `Memento-Datetime` when it was
//! captured, and answers with the status that was captured. A `TimeGate` that answers with the memento
//! itself (4.1.2) does as well.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::FetchOutcome;
use crate::urls::{CanonicalUrl, UrlError, without_userinfo};

/// How many redirects lead from a `TimeGate` to the memento at most.
pub const MAX_MEMENTO_HOPS: u32 = 5;

/// Where captures are asked for: the address of an original is appended to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeGate(String);

impl FromStr for TimeGate {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        Self::new(text)
    }
}

impl TimeGate {
    /// Takes `prefix`, such as `http://timegate.example/timegate/`; a slash at its end may be left
    /// out unless it ends in a query.
    ///
    /// # Errors
    ///
    /// Fails if it is no http or https address.
    pub fn new(prefix: &str) -> Result<Self, UrlError> {
        let prefix = without_userinfo(prefix.trim());
        CanonicalUrl::parse(&prefix)?;
        let is_open = prefix.ends_with(['/', '=', '?', '&']) || prefix.contains('?');
        Ok(Self(format!("{prefix}{}", if is_open { "" } else { "/" })))
    }

    /// Returns the prefix.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address at which the captures of `original` are asked for.
    ///
    /// # Errors
    ///
    /// Fails if the two make no address, as for a local file.
    pub fn address_of(&self, original: &CanonicalUrl) -> Result<CanonicalUrl, UrlError> {
        if original.is_local() {
            return Err(UrlError::NotWeb {
                text: original.to_string(),
            });
        }
        CanonicalUrl::parse(&format!("{}{original}", self.0))
    }
}

/// Writes a moment as `Accept-Datetime` has it (RFC 7089, section 2.1.1).
#[must_use]
pub fn accept_datetime(moment: Timestamp) -> String {
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// How far the way to a memento has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Negotiation {
    /// It is here, captured at this moment with status 200.
    Memento(Timestamp),
    /// It is to be asked for elsewhere.
    Elsewhere(CanonicalUrl),
    /// There is none, as the words say.
    Nothing(String),
}

impl Negotiation {
    /// Reads what the answer to a request on the way comes to.
    #[must_use]
    pub fn of(outcome: &FetchOutcome) -> Self {
        let nothing = || {
            let failure = outcome.failure();
            Self::Nothing(failure.map_or_else(String::new, |it| it.detail.unwrap_or(it.reason)))
        };
        let Some(page) = outcome.page() else {
            return nothing();
        };
        match (captured(outcome), outcome) {
            (Some(date), _) if page.status() == 200 => Self::Memento(date),
            (Some(_), _) => Self::Nothing(format!("captured as HTTP {}", page.status())),
            (None, FetchOutcome::Redirected { to, .. }) => Self::Elsewhere(to.clone()),
            (None, FetchOutcome::Fetched(_)) => Self::Nothing("no Memento-Datetime".to_owned()),
            (None, _) => nothing(),
        }
    }
}

/// When a memento was captured; `None` if it is none.
fn captured(outcome: &FetchOutcome) -> Option<Timestamp> {
    static DATES: DateTimeParser = DateTimeParser::new();
    let value = outcome.page()?.headers().get("memento-datetime")?;
    DATES.parse_timestamp(value.trim()).ok()
}

/// How an archive writes the addresses inside of its captures: each behind a path of its own, whose
/// last segment is the moment of the capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewriting {
    /// The archive, and the original, whose name stands before a path without a host.
    origins: [String; 2],
    /// The path before the moment.
    stem: String,
    has_moment: bool,
}

impl Rewriting {
    /// Reads from the address of the capture of `original` how its archive rewrites; `None` if the
    /// address does not show it.
    #[must_use]
    pub fn of(memento: &CanonicalUrl, original: &CanonicalUrl) -> Option<Self> {
        let (origin, path) = split_origin(memento)?;
        let inner = ["http:/", "https:/"]
            .iter()
            .filter_map(|scheme| path.find(scheme))
            .min()?;
        let before = path.get(..inner)?.strip_suffix('/')?;
        let (stem, has_moment) = match before.rsplit_once('/') {
            Some((stem, _)) => (format!("{stem}/"), true),
            None => ("/".to_owned(), false),
        };
        Some(Self {
            origins: [origin.to_owned(), split_origin(original)?.0.to_owned()],
            stem,
            has_moment,
        })
    }

    /// Returns the address that stands behind a rewritten one; `None` if it is not rewritten.
    #[must_use]
    pub fn undo(&self, url: &CanonicalUrl) -> Option<CanonicalUrl> {
        let (origin, path) = split_origin(url)?;
        let rest = path
            .strip_prefix(self.stem.as_str())
            .filter(|_| self.origins.iter().any(|known| known == origin))?;
        let inner = if self.has_moment {
            rest.split_once('/')?.1
        } else {
            rest
        };
        let (scheme, rest) = inner.split_once(":/")?;
        if !["http", "https"].contains(&scheme) {
            return None;
        }
        // Some servers make one slash of two.
        CanonicalUrl::parse(&format!("{scheme}://{}", rest.trim_start_matches('/'))).ok()
    }
}

/// Splits an address before its path.
fn split_origin(url: &CanonicalUrl) -> Option<(&str, &str)> {
    let path = url.as_str().strip_prefix(url.origin())?;
    Some((url.origin(), path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Exchange, Headers, Message};
    use crate::fetch::Page;
    use proptest::prelude::*;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    fn answer(status: u16, fields: &[(&str, &str)]) -> Negotiation {
        let mut headers = Headers::default();
        for (name, value) in fields {
            headers.push(name, value.as_bytes());
        }
        let page = Page {
            url: url("http://archive.test/web/http://a.test/"),
            message: Message {
                status,
                headers,
                body: Vec::new(),
            },
            fetched_at: Timestamp::UNIX_EPOCH,
            exchange: Exchange::default(),
        };
        Negotiation::of(&FetchOutcome::of(page, Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn a_timegate_is_a_prefix() {
        for (prefix, expected) in [
            ("http://g.test", "http://g.test/http://a.test/x?q=1"),
            ("http://g.test/web", "http://g.test/web/http://a.test/x?q=1"),
            (
                "http://g.test/web/",
                "http://g.test/web/http://a.test/x?q=1",
            ),
            (
                "http://g.test/find?url=",
                "http://g.test/find?url=http://a.test/x?q=1",
            ),
        ] {
            let gate = TimeGate::new(prefix).unwrap();
            let address = gate.address_of(&url("http://a.test/x?q=1")).unwrap();
            assert_eq!(address.as_str(), expected);
        }
        assert!(TimeGate::new("archive.test").is_err());
        let gate = TimeGate::new("http://g.test/").unwrap();
        let local = CanonicalUrl::local("a.html").unwrap();
        assert!(gate.address_of(&local).is_err());
    }

    #[test]
    fn moments_are_written_as_the_standard_has_them() {
        let moment = "2007-05-31T20:35:00Z".parse().unwrap();
        assert_eq!(accept_datetime(moment), "Thu, 31 May 2007 20:35:00 GMT");
    }

    #[test]
    fn only_what_was_captured_as_found_is_taken() {
        let date = ("Memento-Datetime", "Sun, 02 Mar 2031 12:00:00 GMT");
        let moved = ("Location", "/web/2031/http://a.test/");
        let captured = "2031-03-02T12:00:00Z".parse().unwrap();
        let elsewhere = url("http://archive.test/web/2031/http://a.test/");
        let nothing = |words: &str| Negotiation::Nothing(words.to_owned());
        for (status, fields, expected) in [
            (200, vec![date], Negotiation::Memento(captured)),
            (302, vec![moved], Negotiation::Elsewhere(elsewhere)),
            (404, vec![date], nothing("captured as HTTP 404")),
            (301, vec![date, moved], nothing("captured as HTTP 301")),
            (200, vec![], nothing("no Memento-Datetime")),
            (404, vec![], nothing("HTTP 404")),
            (
                200,
                vec![("Memento-Datetime", "some day")],
                nothing("no Memento-Datetime"),
            ),
        ] {
            assert_eq!(answer(status, &fields), expected, "{status} {fields:?}");
        }
    }

    #[test]
    fn rewritten_addresses_are_undone() {
        let original = url("http://a.test/story");
        for (memento, rewritten, expected) in [
            (
                "http://h.test/web/20310304120000/http://a.test/story",
                "http://h.test/web/20310305000000/https://b.test/x?y=http://z.test/",
                Some("https://b.test/x?y=http://z.test/"),
            ),
            // A path without a host, which the page's own host was put before.
            (
                "http://h.test/web/20310304120000/http://a.test/story",
                "http://a.test/web/20310304120000mp_/http://b.test/",
                Some("http://b.test/"),
            ),
            (
                "http://h.test/all/2031/http:/a.test/story",
                "http://h.test/all/2031/http:/b.test/",
                Some("http://b.test/"),
            ),
            (
                "http://h.test/http://a.test/story",
                "http://h.test/http://b.test/",
                Some("http://b.test/"),
            ),
            (
                "http://h.test/web/2031/http://a.test/story",
                "http://other.test/web/2031/http://b.test/",
                None,
            ),
            (
                "http://h.test/web/2031/http://a.test/story",
                "http://h.test/about",
                None,
            ),
        ] {
            let rewriting = Rewriting::of(&url(memento), &original).unwrap();
            let undone = rewriting.undo(&url(rewritten));
            assert_eq!(undone.as_ref().map(CanonicalUrl::as_str), expected);
        }
        assert_eq!(Rewriting::of(&url("http://h.test/x/7"), &original), None);
    }

    proptest! {
        #[test]
        fn no_address_makes_undoing_panic(memento in "[a-z0-9:/.?é]{0,40}", other in "[a-z0-9:/.?é]{0,40}") {
            let parse = |path: &str| CanonicalUrl::parse(&format!("http://h.test/{path}"));
            if let (Ok(memento), Ok(other)) = (parse(&memento), parse(&other))
                && let Some(rewriting) = Rewriting::of(&memento, &other)
            {
                prop_assert_ne!(rewriting.undo(&other), Some(other));
            }
        }
    }
}
