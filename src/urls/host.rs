//! Hosts: the unit of politeness, and the owner behind one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::CanonicalUrl;

/// Scheme, host and port: what one robots.txt speaks for (RFC 9309, section 2.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HostKey(String);

impl HostKey {
    /// Returns the key of the host that serves `url`; all local files share one, `null`.
    #[must_use]
    pub fn of(url: &CanonicalUrl) -> Self {
        Self(if url.is_local() { "null" } else { url.origin() }.to_owned())
    }

    /// Returns the key as text, for example `https://example.com` or `http://example.com:8080`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for HostKey {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the part of `host` that somebody registered: one label below a public suffix, by the
/// public suffix list. A host without one, such as an IP address, is its own.
///
/// ```
/// use headwater::urls::registrable_domain;
/// assert_eq!(registrable_domain("www.news.example.co.uk"), "example.co.uk");
/// assert_eq!(registrable_domain("127.0.0.1"), "127.0.0.1");
/// ```
#[must_use]
pub fn registrable_domain(host: &str) -> &str {
    if host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok() {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_makes_another_host() {
        let key = |url| HostKey::of(&CanonicalUrl::parse(url).unwrap());
        assert_eq!(key("http://a.test/x"), key("http://A.test:80/y"));
        assert_ne!(key("http://a.test/"), key("https://a.test/"));
        assert_ne!(key("http://a.test/"), key("http://a.test:8080/"));
    }

    #[test]
    fn an_unlisted_suffix_is_one_label() {
        assert_eq!(
            registrable_domain("www.harborledger.test"),
            "harborledger.test"
        );
        assert_eq!(registrable_domain("localhost"), "localhost");
        assert_eq!(registrable_domain("[::1]"), "[::1]");
    }
}
