//! Redirects that lead away from an article: to a page that asks for consent or for a captcha, to
//! the home page, or to the page for errors.

use super::Wall;
use crate::urls::{CanonicalUrl, registrable_domain};

/// Labels of hosts, before the registered domain, that serve nothing but consent pages.
const CONSENT_HOSTS: &[&str] = &["consent", "cmp", "guce", "myprivacy", "privacygate"];

/// Segments of paths that are consent pages.
const CONSENT_PATHS: &[&str] = &[
    "consent",
    "collectconsent",
    "cookie-consent",
    "cookieconsent",
    "cookie-wall",
    "cookiewall",
    "privacy-wall",
    "privacywall",
    "privacygate",
    "privacy-gate",
    "gdpr",
    "gdpr-consent",
];

/// Parts of labels and segments that are captchas.
const CAPTCHA_PARTS: &[&str] = &["captcha", "challenge", "botcheck", "bot-check"];

/// Last segments, without their extension, of pages for errors.
const ERROR_PATHS: &[&str] = &[
    "404",
    "410",
    "error",
    "errors",
    "error404",
    "error-404",
    "404error",
    "404-error",
    "notfound",
    "not-found",
    "not_found",
    "pagenotfound",
    "page-not-found",
    "page_not_found",
    "filenotfound",
    "file-not-found",
];

/// Words of a slug, parted by hyphens, from which an address is that of one article, wherever it
/// leads.
const SLUG_WORDS: usize = 4;

/// Returns what a redirect from `from` to `to` leads to instead of the page asked for.
#[must_use]
pub fn wall_of_redirect(from: &CanonicalUrl, to: &CanonicalUrl) -> Option<Wall> {
    if from.is_local() || to.is_local() {
        return None;
    }
    let returns = names_return(from, to);
    let detail = |what: &str| format!("redirected to {what} at {}", to.host());
    let asks_consent = is_consent_host(to.host())
        || (returns && segments(to).any(|part| CONSENT_PATHS.contains(&part.as_str())));
    if asks_consent && !is_consent_host(from.host()) {
        return Some(Wall::new("blocked", detail("a consent page")));
    }
    let is_captcha = |part: &str| CAPTCHA_PARTS.iter().any(|word| part.contains(word));
    if returns && (segments(to).any(|part| is_captcha(&part)) || labels(to.host()).any(is_captcha))
    {
        return Some(Wall::new("blocked", detail("a captcha")));
    }
    if is_deep(from) && is_error_page(to) && !is_error_page(from) {
        return Some(Wall::new(
            "dead",
            "soft-404: redirected to the page for errors",
        ));
    }
    if is_home(to) && is_own_article(from, to) {
        return Some(Wall::new("dead", "soft-404: redirected to the home page"));
    }
    None
}

/// Whether a host serves nothing but consent pages, by its first label.
pub(super) fn is_consent_host(host: &str) -> bool {
    labels(host).any(|label| CONSENT_HOSTS.contains(&label))
}

/// The labels of a host before its registered domain.
fn labels(host: &str) -> impl Iterator<Item = &str> {
    let own = host
        .strip_suffix(registrable_domain(host))
        .unwrap_or_default();
    own.split('.').filter(|label| !label.is_empty())
}

/// The segments of a path, lower case.
fn segments(url: &CanonicalUrl) -> impl Iterator<Item = String> + use<'_> {
    url.path()
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
}

/// Whether the query of `to` tells the way back to `from`.
fn names_return(from: &CanonicalUrl, to: &CanonicalUrl) -> bool {
    if to.query().is_none() {
        return false;
    }
    let path = from.path();
    to.to_url()
        .query_pairs()
        .any(|(_, value)| value.contains(from.host()) || (path.len() > 1 && value.contains(path)))
}

fn stem(segment: &str) -> &str {
    match segment.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 5 => stem,
        _ => segment,
    }
}

fn is_error_page(url: &CanonicalUrl) -> bool {
    let last = segments(url).last();
    last.is_some_and(|last| ERROR_PATHS.contains(&stem(&last)))
        || url
            .query()
            .is_some_and(|query| query.starts_with("aspxerrorpath="))
}

/// Whether an address is a site's home page, or that of one of its languages.
fn is_home(url: &CanonicalUrl) -> bool {
    let mut parts = segments(url);
    let is_language = |part: &str| {
        let mut codes = part.split(['-', '_']);
        codes.all(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    match (parts.next(), parts.next()) {
        (None, _) => true,
        (Some(part), None) => {
            is_language(&part) || ["index", "home", "default"].contains(&stem(&part))
        }
        _ => false,
    }
}

/// Whether an address is below the home page and its indices.
fn is_deep(url: &CanonicalUrl) -> bool {
    !is_home(url) && (segments(url).count() > 1 || is_article(url))
}

/// Whether an address is that of one article by its looks: a slug of several words, or a date in
/// its path.
fn is_article(url: &CanonicalUrl) -> bool {
    let slug = segments(url).last().unwrap_or_default();
    let words = slug.split(['-', '_']).filter(|word| !word.is_empty());
    let year = segments(url).any(|part| {
        part.len() >= 4
            && part.bytes().take(4).all(|byte| byte.is_ascii_digit())
            && (part.starts_with("19") || part.starts_with("20"))
    });
    words.count() >= SLUG_WORDS || year
}

/// Whether `from` is one article and `to` not merely the place that it was a short name for.
fn is_own_article(from: &CanonicalUrl, to: &CanonicalUrl) -> bool {
    let same_owner = registrable_domain(from.host()) == registrable_domain(to.host());
    is_article(from) || (same_owner && is_deep(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(from: &str, to: &str) -> Option<(&'static str, String)> {
        let url = |text| CanonicalUrl::parse(text).unwrap();
        wall_of_redirect(&url(from), &url(to)).map(|wall| (wall.reason, wall.detail))
    }

    const STORY: &str = "http://www.ledger.test/2031/03/04/pier-closed-after-cracks";

    #[test]
    fn a_redirect_away_from_the_article_is_told() {
        for (to, reason, detail) in [
            (
                "https://consent.ledger.test/?s=1",
                "blocked",
                "consent page at consent.ledger.test",
            ),
            (
                "https://ledger.test/cookiewall?back=%2F2031%2F03%2F04%2Fpier-closed-after-cracks",
                "blocked",
                "consent page",
            ),
            (
                "https://validate.captcha.test/x/challenge?url=http%3A%2F%2Fwww.ledger.test%2F",
                "blocked",
                "captcha",
            ),
            (
                "http://www.ledger.test/",
                "dead",
                "soft-404: redirected to the home page",
            ),
            ("https://ledger.test/en/", "dead", "home page"),
            ("https://new-ledger.test/index.html", "dead", "home page"),
            (
                "http://www.ledger.test/errors/404.html",
                "dead",
                "page for errors",
            ),
            (
                "http://www.ledger.test/NotFound?aspxerrorpath=/2031/x",
                "dead",
                "page for errors",
            ),
        ] {
            let found = wall(STORY, to).unwrap_or_else(|| panic!("{to}"));
            assert_eq!(found.0, reason, "{to}");
            assert!(found.1.contains(detail), "{to}: {}", found.1);
        }
    }

    #[test]
    fn other_redirects_are_followed() {
        for (from, to) in [
            (
                STORY,
                "https://www.ledger.test/2031/03/04/pier-closed-after-cracks",
            ),
            (STORY, "https://ledger.test/news/the-404-error-explained"),
            (
                STORY,
                "https://ledger.test/consent/informed-consent-in-trials",
            ),
            (STORY, "https://challenge.ledger.test/the-prize"),
            ("http://sho.rt/x7Yq", "https://www.ledger.test/"),
            ("http://sho.rt/go/x7Yq", "https://www.ledger.test/"),
            ("http://ledger.test/", "https://www.ledger.test/"),
            (
                "http://ledger.test/index.html",
                "https://www.ledger.test/en",
            ),
            ("http://ledger.test/about", "https://www.ledger.test/"),
            ("http://consent.org/a/b", "https://www.consent.org/a/b"),
        ] {
            assert_eq!(wall(from, to), None, "{from} -> {to}");
        }
    }
}
