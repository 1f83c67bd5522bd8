//! Addresses that show one page in several forms: for telephones, for the printer, as AMP.

use super::{CanonicalUrl, registrable_domain};

/// First labels of hosts that serve a site in another form.
const HOST_LABELS: &[&str] = &["www.", "m.", "mobile.", "amp.", "wap."];

/// Segments, at the ends of a path, and names of parameters that ask for another form of a page.
const FORMS: &[&str] = &["amp", "m", "mobile", "print", "printable", "printer"];

/// Parameters whose value names the form.
const FORM_PARAMETERS: &[&str] = &[
    "display",
    "format",
    "mode",
    "output",
    "outputtype",
    "version",
    "view",
];

/// Returns what the forms of one page have in common: the address without its scheme, the marks of
/// telephone, printer and AMP in host, path and query, and a slash at the end. Pages whose keys are
/// equal may be one, which only their texts can tell.
///
/// ```
/// use headwater::urls::{CanonicalUrl, variant_key};
/// let key = |text| CanonicalUrl::parse(text).map(|url| variant_key(&url));
/// assert_eq!(key("https://m.example.com/Story/amp/")?, key("http://www.example.com/Story")?);
/// assert_eq!(key("http://example.com/s?id=7&print=1")?, key("http://example.com/s?id=7")?);
/// assert_ne!(key("http://example.com/story")?, key("http://example.com/Story")?);
/// # Ok::<(), headwater::urls::UrlError>(())
/// ```
#[must_use]
pub fn variant_key(url: &CanonicalUrl) -> String {
    let mut key = bare_host(url.authority()).to_owned();
    key.push_str(&bare_path(url.path()));
    let kept = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !asks_for_form(pair));
    for (number, pair) in kept.enumerate() {
        key.push(if number == 0 { '?' } else { '&' });
        key.push_str(pair);
    }
    key
}

/// The host without labels such as `m.`, as long as two labels are left.
fn bare_host(mut host: &str) -> &str {
    while let Some(rest) = HOST_LABELS
        .iter()
        .find_map(|label| host.strip_prefix(label))
        .filter(|rest| rest.contains('.'))
    {
        host = rest;
    }
    host
}

/// The path without `/amp` and the like at either end.
fn bare_path(path: &str) -> String {
    let mut segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    if segments.len() > 1 && segments.last().is_some_and(|last| FORMS.contains(last)) {
        segments.pop();
    }
    if segments.len() > 1 && segments.first().is_some_and(|first| FORMS.contains(first)) {
        segments.remove(0);
    }
    let path = format!("/{}", segments.join("/"));
    match path.strip_suffix(".amp") {
        Some(bare) => bare.to_owned(),
        None => path.replace(".amp.html", ".html"),
    }
}

fn asks_for_form(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let is_form = |text: &str| FORMS.contains(&text.to_ascii_lowercase().as_str());
    is_form(name)
        || (is_form(value) && FORM_PARAMETERS.contains(&name.to_ascii_lowercase().as_str()))
}

/// Returns how many characters of an address say in what form it shows its page; those of a slash
/// at the end count too.
#[must_use]
pub fn form_marks(url: &CanonicalUrl) -> usize {
    let scheme = url.as_str().find("://").map_or(0, |at| at + 3);
    let bare = variant_key(url).len();
    // The most common name of a site's main host is no form of it.
    let www = if url.host().starts_with("www.") { 4 } else { 0 };
    url.as_str().len().saturating_sub(scheme + bare + www)
}

/// Returns whether a page may call `canonical` its own address, its text aside: one of the same
/// owner, and neither the home page nor the page of a section, which careless templates name on
/// every page.
#[must_use]
pub fn is_plausible_canonical(own: &CanonicalUrl, canonical: &CanonicalUrl) -> bool {
    own != canonical
        && !canonical.is_local()
        && registrable_domain(own.host()) == registrable_domain(canonical.host())
        && !canonical.is_home()
        && (!is_section(canonical) || bare_path(own.path()) == bare_path(canonical.path()))
}

/// Returns whether a path is that of a section rather than an article: short, without a number or
/// a slug.
#[must_use]
pub fn is_section(url: &CanonicalUrl) -> bool {
    let mut count = 0;
    url.query().is_none()
        && url
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .all(|segment| {
                count += 1;
                count < 3
                    && segment.len() < 20
                    && segment.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
                    && segment.matches('-').count() < 2
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    #[test]
    fn the_forms_of_a_page_have_one_key() {
        for (text, expected) in [
            ("https://m.example.com/story-1", "example.com/story-1"),
            (
                "https://amp.www.example.com/story-1/",
                "example.com/story-1",
            ),
            ("https://m.test/story-1", "m.test/story-1"),
            ("https://example.com/amp/story-1", "example.com/story-1"),
            (
                "https://example.com/story-1.amp.html",
                "example.com/story-1.html",
            ),
            ("https://example.com/print", "example.com/print"),
            (
                "https://example.com/s?view=print&id=1",
                "example.com/s?id=1",
            ),
            (
                "https://example.com/s?id=1&outputType=amp",
                "example.com/s?id=1",
            ),
            (
                "https://example.com/s?view=all&v=2",
                "example.com/s?view=all&v=2",
            ),
            ("https://example.com:8080/S?Id=1", "example.com:8080/S?Id=1"),
        ] {
            assert_eq!(variant_key(&url(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_canonical_address_must_be_plausible() {
        let page = url("http://amp.ledger.test/news/pier-closed-1/amp");
        for (canonical, plausible) in [
            ("http://www.ledger.test/news/pier-closed-1", true),
            ("http://amp.ledger.test/news/pier-closed-1/amp", false),
            ("http://www.ledger.test/", false),
            ("http://www.ledger.test/news", false),
            ("http://www.ledger.test/news/local/", false),
            ("http://www.ledger.test/news?id=2", true),
            ("http://other.test/news/pier-closed-1", false),
        ] {
            assert_eq!(
                is_plausible_canonical(&page, &url(canonical)),
                plausible,
                "{canonical}"
            );
        }
        // A page with so short a name may be called by it.
        let about = url("http://m.ledger.test/about");
        assert!(is_plausible_canonical(
            &about,
            &url("http://www.ledger.test/about/")
        ));
    }
}
