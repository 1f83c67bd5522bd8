//! Patterns of addresses: what a crawl is kept to, and what it leaves out.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::urls::CanonicalUrl;

/// A pattern of hosts or of addresses, in which `*` stands for any run of characters, none
/// included.
///
/// - `example.org`, without a slash, is compared with the host, or if it names a port, with host
///   and port. It matches that host and the same with `www.` before it; `*.example.org` matches
///   the hosts below it, and `*.gov` all hosts of that domain.
/// - `example.org/news/*` is compared with all that follows the scheme,
/// - and `https://example.org/news/*`, or `*://…` for any scheme, with the whole address.
///
/// Scheme and host are compared without case, path and query with it.
///
/// ```
/// use headwater::frontier::Pattern;
/// use headwater::urls::CanonicalUrl;
/// let page = CanonicalUrl::parse("https://www.example.org/news/pier?id=7")?;
/// for (pattern, matches) in [
///     ("example.org", true),
///     ("*.org", true),
///     ("*.example.org", true),
///     ("news.example.org", false),
///     ("www.example.org/news/*", true),
///     ("https://*/news/*", true),
///     ("https://www.example.org/news", false),
/// ] {
///     assert_eq!(pattern.parse::<Pattern>()?.matches(&page), matches, "{pattern}");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    text: String,
    part: Part,
}

/// The part of an address that a pattern is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    HostAndPort,
    AfterScheme,
    Whole,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no pattern; give a host (example.org, *.gov) or an address (https://example.org/news/*)"
)]
pub struct PatternError(String);

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, text),
        };
        let host_end = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at(host_end);
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || "?#@".contains(c);
        if host.is_empty() || host.contains(is_odd) || path.contains(char::is_whitespace) {
            return Err(PatternError(text.to_owned()));
        }
        let part = match scheme {
            Some("*" | "http" | "https" | "http*") => Part::Whole,
            Some(_) => return Err(PatternError(text.to_owned())),
            None if !path.is_empty() => Part::AfterScheme,
            None if has_port(host) => Part::HostAndPort,
            None => Part::Host,
        };
        let mut pattern = scheme.map_or_else(String::new, |scheme| format!("{scheme}://"));
        pattern.push_str(&host.to_lowercase());
        // An address always has a path.
        pattern.push_str(
            if part == Part::Whole && path.is_empty() && !host.ends_with('*') {
                "/"
            } else {
                path
            },
        );
        Ok(Self {
            text: pattern,
            part,
        })
    }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':')
        .is_some_and(|(_, port)| !port.ends_with(']'))
}

impl Pattern {
    /// Returns the pattern as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the pattern matches an address.
    #[must_use]
    pub fn matches(&self, url: &CanonicalUrl) -> bool {
        let text = match self.part {
            Part::Host => return self.matches_host(url.host()),
            Part::HostAndPort => return self.matches_host(url.authority()),
            Part::AfterScheme => {
                let whole = url.as_str();
                whole.split_once("://").map_or(whole, |(_, rest)| rest)
            }
            Part::Whole => url.as_str(),
        };
        is_match(&self.text, text)
    }

    fn matches_host(&self, host: &str) -> bool {
        is_match(&self.text, host)
            || host
                .strip_prefix("www.")
                .is_some_and(|bare| is_match(&self.text, bare))
    }
}

/// Whether `text` is of the form of `pattern`, byte for byte but for the stars. Takes the earliest
/// place for each piece between two stars, which is enough, so the time is linear in
/// `pattern.len() * text.len()` at worst.
fn is_match(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        match text.split_once(piece) {
            _ if piece.is_empty() => {}
            Some((_, after)) => text = after,
            None => return false,
        }
    }
    text.ends_with(last)
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        text.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, url: &str) -> bool {
        let pattern: Pattern = pattern.parse().unwrap();
        pattern.matches(&CanonicalUrl::parse(url).unwrap())
    }

    #[test]
    fn a_host_pattern_looks_at_the_host_alone() {
        for (pattern, url, expected) in [
            ("example.org", "http://example.org/x", true),
            ("Example.ORG", "https://www.example.org:8080/", true),
            ("example.org", "http://news.example.org/", false),
            ("example.org", "http://other.test/example.org", false),
            ("*.gov", "http://a.b.gov/x", true),
            ("*.gov", "http://a.gov.test/", false),
            ("*.example.org", "http://example.org/", false),
            ("127.0.0.1", "http://127.0.0.1:8080/", true),
            ("127.0.0.1:8080", "http://127.0.0.1:8081/", false),
            ("[::1]", "http://[::1]:8080/", true),
        ] {
            assert_eq!(matches(pattern, url), expected, "{pattern} {url}");
        }
    }

    #[test]
    fn an_address_pattern_looks_at_all_of_it() {
        for (pattern, url, expected) in [
            ("https://a.test/news/*", "https://a.test/news/", true),
            ("https://a.test/news/*", "http://a.test/news/x", false),
            ("*://a.test/news/*", "http://a.test/news/x", true),
            ("a.test/*/print*", "http://a.test/1/print?x=1", true),
            ("a.test/News", "http://a.test/news", false),
            ("HTTP://a.test", "http://a.test/", false),
            ("http://A.test", "http://a.test/", true),
            ("*/calendar/*", "http://a.test/calendar/2031", true),
            ("a.test/*a*b", "http://a.test/xxaxb", true),
            ("a.test/ab*ba", "http://a.test/aba", false),
        ] {
            if pattern.starts_with("HTTP") {
                assert!(pattern.parse::<Pattern>().is_err());
            } else {
                assert_eq!(matches(pattern, url), expected, "{pattern} {url}");
            }
        }
    }

    #[test]
    fn what_can_match_nothing_is_no_pattern() {
        for text in [
            "",
            "/news/*",
            "https://",
            "ftp://a.test/",
            "a b",
            "user@a.test",
        ] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
    }
}
