//! The canonical form of a URL: one spelling for each address.
//!
//! After RFC 3986, section 6.2.2 (case, percent-encoding and path segments, done by the WHATWG
//! parser), and without the fragment, user information and the [`TRACKING_PARAMETERS`]. The path
//! keeps its case and the other parameters keep their order, for both may matter to the server. The
//! addresses of [`AMP_CACHES`] become those of the pages that are copied there.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::without_userinfo;

/// Query parameters that name the way a reader came, never the page: the click identifiers and
/// campaign tags which the platforms that set them document. A trailing `*` matches any ending.
pub const TRACKING_PARAMETERS: &[&str] = &[
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "_openstat",
    "wickedid",
    "rb_clickid",
    "s_cid",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "cmpid",
    "ito",
    "at_medium",
    "at_campaign",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "xtor",
    "__twitter_impression",
];

/// Hosts that serve copies of AMP pages, under addresses of the form
/// `https://www-example-com.cdn.ampproject.org/c/s/www.example.com/page`, in which `c` or `v` stands
/// for a page and `s` for https (AMP Project, "AMP Cache URL format", 2016). Such an address is a
/// spelling of the copied one.
pub const AMP_CACHES: &[&str] = &[".cdn.ampproject.org", ".bing-amp.com"];

/// Parameters by which such a cache speaks to its viewer, never to the page.
const AMP_CACHE_PARAMETERS: &[&str] = &["amp_gsa", "amp_js_v", "amp_r", "usqp"];

/// Why a text is no address that can be traced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// The text does not parse as an absolute URL.
    #[error("'{text}' is no URL")]
    NotAUrl {
        /// What was given.
        text: String,
        /// The parser's reason.
        #[source]
        source: url::ParseError,
    },
    /// The scheme is neither http nor https, or there is no host.
    #[error("'{text}' is no http or https URL")]
    NotWeb {
        /// What was given.
        text: String,
    },
}

/// An absolute http or https URL in canonical form, or the stand-in for a local file.
///
/// Canonicalizing twice changes nothing. It is kept as text alone, for a crawl knows many, and so
/// orders by that text. No link of a page ever leads to a local file: only
/// [`CanonicalUrl::local`] makes such an address.
///
/// ```
/// use headwater::urls::CanonicalUrl;
/// let url = CanonicalUrl::parse("HTTP://Example.COM:80/a/../B?utm_source=x&id=7#top")?;
/// assert_eq!(url.as_str(), "http://example.com/B?id=7");
/// # Ok::<(), headwater::urls::UrlError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CanonicalUrl(Box<str>);

impl CanonicalUrl {
    /// Parses an absolute address.
    ///
    /// # Errors
    ///
    /// Fails if `text` is no absolute http or https URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url = Url::parse(text.trim()).map_err(|source| UrlError::NotAUrl {
            text: without_userinfo(text).into_owned(),
            source,
        })?;
        Self::from_url(&url)
    }

    /// Makes the address that stands for a local file: `file:///` and the path as given, cleaned,
    /// so that it is the same on every machine.
    ///
    /// ```
    /// use headwater::urls::CanonicalUrl;
    /// assert_eq!(CanonicalUrl::local("../pages/a.html")?.as_str(), "file:///pages/a.html");
    /// # Ok::<(), headwater::urls::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the path names no file.
    pub fn local(path: &str) -> Result<Self, UrlError> {
        let not_a_file = || UrlError::NotWeb {
            text: path.to_owned(),
        };
        let mut url = Url::parse("file:///").map_err(|source| UrlError::NotAUrl {
            text: path.to_owned(),
            source,
        })?;
        let mut kept: Vec<&str> = Vec::new();
        for part in path.split(['/', std::path::MAIN_SEPARATOR]) {
            match part {
                "" | "." => {}
                ".." => {
                    kept.pop();
                }
                name => kept.push(name),
            }
        }
        if kept.is_empty() {
            return Err(not_a_file());
        }
        url.path_segments_mut()
            .map_err(|()| not_a_file())?
            .clear()
            .extend(kept);
        Ok(Self(String::from(url).into()))
    }

    /// Returns whether the address stands for a local file.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.starts_with("file:")
    }

    /// Canonicalizes a parsed address.
    ///
    /// # Errors
    ///
    /// Fails if the scheme is neither http nor https.
    pub fn from_url(url: &Url) -> Result<Self, UrlError> {
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(UrlError::NotWeb {
                text: without_userinfo(url.as_str()).into_owned(),
            });
        }
        let mut url = copied_by_cache(url).unwrap_or_else(|| url.clone());
        url.set_fragment(None);
        let bare = url.set_username("").and_then(|()| url.set_password(None));
        debug_assert!(bare.is_ok(), "an http URL may lose its user information");
        if url.query().is_some() {
            url.set_query(kept_query(&url).as_deref());
        }
        Ok(Self(String::from(url).into()))
    }

    /// Resolves `href` against this address and canonicalizes the result.
    ///
    /// # Errors
    ///
    /// Fails if the result is no http or https URL.
    pub fn join(&self, href: &str) -> Result<Self, UrlError> {
        let href = href.trim();
        // What names its own scheme and host owes nothing to the page.
        if href.starts_with("https://") || href.starts_with("http://") {
            return Self::parse(href);
        }
        let url = self
            .to_url()
            .join(href)
            .map_err(|source| UrlError::NotAUrl {
                text: without_userinfo(href).into_owned(),
                source,
            })?;
        Self::from_url(&url)
    }

    /// Returns the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address parsed into its parts.
    ///
    /// # Panics
    ///
    /// Never, for an address is made from a URL that was parsed.
    #[must_use]
    pub fn to_url(&self) -> Url {
        Url::parse(&self.0).expect("an address is made from a URL that was parsed")
    }

    /// Returns scheme, host and port, for example `https://example.com` or
    /// `http://example.com:8080`; the port only if it is not the scheme's own.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0[..self.path_start()]
    }

    /// Returns the host name, lower case, or the address in brackets for IPv6, and the port behind
    /// a colon if it is not the scheme's own; nothing for a local file.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.0[self.authority_start()..self.path_start()]
    }

    /// Returns the host name, lower case, or the address in brackets for IPv6; nothing for a local
    /// file.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.authority();
        match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => host,
            _ => authority,
        }
    }

    /// Returns the path, which begins with a slash, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        let rest = &self.0[self.path_start()..];
        rest.split_once('?').map_or(rest, |(path, _)| path)
    }

    /// Returns what stands behind the question mark, if there is one.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        let (_, query) = self.0.split_once('?')?;
        Some(query)
    }

    /// Returns whether this is the home page of its host: the root, and nothing asked of it.
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.path() == "/" && self.query().is_none()
    }

    fn authority_start(&self) -> usize {
        self.0.find("://").map_or(self.0.len(), |at| at + 3)
    }

    fn path_start(&self) -> usize {
        let start = self.authority_start();
        self.0[start..]
            .find('/')
            .map_or(self.0.len(), |at| start + at)
    }
}

/// The query without its tracking parameters, byte for byte otherwise; `None` if nothing is left.
fn kept_query(url: &Url) -> Option<String> {
    let kept: Vec<&str> = url
        .query()?
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair.split('=').next().unwrap_or(pair)))
        .collect();
    (!kept.is_empty()).then(|| kept.join("&"))
}

/// The address that an AMP cache has a copy of, if `url` is one of a cache. A copy of a copy is in
/// no documented form, and left as it is.
fn copied_by_cache(url: &Url) -> Option<Url> {
    let is_cache = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        AMP_CACHES.iter().any(|cache| host.ends_with(cache))
    };
    if !is_cache(url) {
        return None;
    }
    let path = url.path();
    let rest = path
        .strip_prefix("/c/")
        .or_else(|| path.strip_prefix("/v/"))?;
    let copied = match rest.strip_prefix("s/") {
        Some(rest) => format!("https://{rest}"),
        None => format!("http://{rest}"),
    };
    let mut copied = Url::parse(&copied).ok()?;
    let query: Vec<&str> = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or(pair);
            !AMP_CACHE_PARAMETERS.contains(&name)
        })
        .collect();
    if !query.is_empty() {
        copied.set_query(Some(&query.join("&")));
    }
    let has_domain = copied.host_str().is_some_and(|host| host.contains('.'));
    (has_domain && !is_cache(&copied)).then_some(copied)
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKING_PARAMETERS
        .iter()
        .any(|rule| match rule.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == *rule,
        })
}

impl fmt::Display for CanonicalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for CanonicalUrl {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl TryFrom<String> for CanonicalUrl {
    type Error = UrlError;

    fn try_from(text: String) -> Result<Self, UrlError> {
        match Url::parse(&text) {
            Ok(url) if url.scheme() == "file" && !url.has_host() => {
                Ok(Self(String::from(url).into()))
            }
            _ => Self::parse(&text),
        }
    }
}

impl From<CanonicalUrl> for String {
    fn from(url: CanonicalUrl) -> Self {
        url.0.into_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_for_each_address() {
        for (given, expected) in [
            ("http://EXAMPLE.com", "http://example.com/"),
            ("https://example.com:443/a", "https://example.com/a"),
            ("http://example.com/a#b", "http://example.com/a"),
            ("http://user:secret@example.com/", "http://example.com/"),
            ("http://example.com/a?utm_source=x", "http://example.com/a"),
            (
                "http://example.com/a?b=2&fbclid=1&a=1",
                "http://example.com/a?b=2&a=1",
            ),
            ("http://example.com/Case?Q=1", "http://example.com/Case?Q=1"),
            ("http://example.com/a%7eb?", "http://example.com/a%7eb"),
            (" http://example.com/a/./../b ", "http://example.com/b"),
            (
                "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/Story?id=7",
                "https://www.example.com/Story?id=7",
            ),
            (
                "https://example-com.cdn.ampproject.org/v/example.com/s?amp_js_v=0.1&usqp=x",
                "http://example.com/s",
            ),
            (
                "https://example-com.cdn.ampproject.org/i/s/example.com/a.png",
                "https://example-com.cdn.ampproject.org/i/s/example.com/a.png",
            ),
            (
                "https://a.cdn.ampproject.org/c/s/b.cdn.ampproject.org/c/s/c.test/",
                "https://a.cdn.ampproject.org/c/s/b.cdn.ampproject.org/c/s/c.test/",
            ),
        ] {
            assert_eq!(
                CanonicalUrl::parse(given).unwrap().as_str(),
                expected,
                "{given}"
            );
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for text in [
            "",
            "example.com/a",
            "mailto:a@b.c",
            "file:///etc/passwd",
            "http://",
            "javascript:void(0)",
        ] {
            assert!(CanonicalUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn references_resolve_against_the_page() {
        let page = CanonicalUrl::parse("http://a.test/x/y?z=1").unwrap();
        assert_eq!(page.join("../b").unwrap().as_str(), "http://a.test/b");
        assert_eq!(page.join("//c.test").unwrap().as_str(), "http://c.test/");
        assert!(page.join("tel:123").is_err());
    }

    #[test]
    fn local_files_survive_the_store_and_nothing_else_leads_to_them() {
        let page = CanonicalUrl::local("./a b/../c?d.html").unwrap();
        assert_eq!(page.as_str(), "file:///c%3Fd.html");
        let stored = serde_json::to_string(&page).unwrap();
        assert_eq!(serde_json::from_str::<CanonicalUrl>(&stored).unwrap(), page);
        assert!(page.join("other.html").is_err());
        assert!(CanonicalUrl::local("./..").is_err());
        let web = CanonicalUrl::parse("http://a.test/").unwrap();
        assert!(web.join("file:///etc/passwd").is_err());
    }

    #[test]
    fn the_parts_are_those_of_the_parser() {
        for text in [
            "http://a.test",
            "https://a.test:8443/x/y?z=//a/b?c:d",
            "http://[::1]/",
            "http://[::1]:8080/x",
            "http://127.0.0.1:80/?",
            "http://a.test/x:1/@b",
        ] {
            let url = CanonicalUrl::parse(text).unwrap();
            let parsed = url.to_url();
            assert_eq!(Some(url.host()), parsed.host_str(), "{text}");
            assert_eq!(url.origin(), parsed.origin().ascii_serialization());
            assert_eq!(url.path(), parsed.path(), "{text}");
            assert_eq!(url.query(), parsed.query(), "{text}");
        }
        let local = CanonicalUrl::local("pages/a.html").unwrap();
        assert_eq!((local.host(), local.path()), ("", "/pages/a.html"));
    }

    proptest! {
        #[test]
        fn canonicalizing_twice_changes_nothing(path in "[a-zA-Z0-9/%._~-]{0,20}", query in "[a-z_=&%]{0,20}") {
            if let Ok(once) = CanonicalUrl::parse(&format!("http://Host.test/{path}?{query}#f")) {
                prop_assert_eq!(&CanonicalUrl::parse(once.as_str()).unwrap(), &once);
            }
        }
    }
}
