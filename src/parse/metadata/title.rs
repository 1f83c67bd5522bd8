//! The headline, and the name of the outlet.

use super::Sources;
use crate::parse::names::Kinds;
use crate::parse::role::Role;
use crate::parse::tree::{Page, fold};

/// Marks between a headline and the site's name in `<title>`.
const MARKS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • ", " ‹ ", " « ", " / ", " ~ ", "|",
];
/// Longest name of an outlet, in bytes.
const OUTLET_BYTES: usize = 60;

/// Finds the headline.
pub(super) fn title(sources: Sources<'_, '_>, outlet: Option<&str>) -> Option<String> {
    let page = sources.page;
    let written = window_title(page);
    let given = sources.meta.get(&[
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "citation_title",
        "parsely-title",
        "sailthru.title",
        "title",
        "headline",
    ]);
    let given = given.map(fold);
    let headline = sources.json.headline.clone();
    let known = [given.as_deref(), written.as_deref(), headline.as_deref()];
    let headings = headings(sources);
    let repeated = repeated(&headings, &known, outlet);
    let without = |title: &str| without_site(title, outlet, sources);
    repeated
        .or_else(|| given.as_deref().map(without))
        .or(headline)
        .or_else(|| written.as_deref().map(without))
        .or_else(|| headings.first().cloned())
        .filter(|title| !title.is_empty())
}

/// Finds the heading that bears the headline: the first that says no more and no less, else the
/// first of the first rank.
pub(super) fn heading_of(page: &Page<'_>, title: Option<&str>) -> Option<usize> {
    let title = letters(title.unwrap_or_default());
    let heading = (0..page.len()).find(|&index| {
        matches!(page.tag(index), "h1" | "h2" | "h3")
            && !title.is_empty()
            && letters(&page.text_within(index, 2 * title.len() + 200)) == title
    });
    heading.or_else(|| page.first("h1"))
}

/// The heading that the page's own titles repeat: the one that makes up most of such a title.
fn repeated(headings: &[String], known: &[Option<&str>], outlet: Option<&str>) -> Option<String> {
    /// A heading that is less of a title than this is a section's or the site's.
    const LEAST_PERCENT: usize = 40;
    let mut best: Option<(usize, &String)> = None;
    for heading in headings {
        let own = letters(heading);
        if own.len() < 5 || outlet.is_some_and(|outlet| letters(outlet) == own) {
            continue;
        }
        let percent = known
            .iter()
            .flatten()
            .map(|title| letters(title))
            .filter(|title| title.contains(&own))
            .map(|title| own.len() * 100 / title.len().max(1))
            .max()
            .unwrap_or(0);
        if percent >= LEAST_PERCENT && best.is_none_or(|(most, _)| percent > most) {
            best = Some((percent, heading));
        }
    }
    best.map(|(_, heading)| heading.clone())
}

fn window_title(page: &Page<'_>) -> Option<String> {
    let title = page.text(page.first("title")?);
    (!title.is_empty()).then_some(title)
}

/// The texts of the headings that may be the headline: those of the first rank, then the second.
fn headings(sources: Sources<'_, '_>) -> Vec<String> {
    let page = sources.page;
    let of = |tag: &str| -> Vec<String> {
        (0..page.len())
            .filter(|&index| page.tag(index) == tag)
            .filter(|&index| {
                !matches!(
                    sources.roles.get(index),
                    Some(Role::Related | Role::Ad | Role::Comment)
                )
            })
            .map(|index| page.text(index))
            .filter(|text| !text.is_empty() && text.len() < 500)
            .take(8)
            .collect()
    };
    let mut found = of("h1");
    found.extend(of("h2"));
    found
}

/// Cuts the site's name off a title.
fn without_site(title: &str, outlet: Option<&str>, sources: Sources<'_, '_>) -> String {
    let title = fold(title);
    let Some((head, tail)) = split(&title) else {
        return title;
    };
    if is_site_name(tail, outlet, sources) {
        return without_site(head, outlet, sources);
    }
    let front = MARKS
        .iter()
        .filter_map(|mark| title.split_once(mark))
        .min_by_key(|(head, _)| head.len());
    if let Some((site, rest)) = front
        && is_site_name(site, outlet, sources)
    {
        return rest.trim().to_owned();
    }
    let words = |text: &str| text.split_whitespace().count();
    if words(tail) <= 3 && words(head) >= 4 && title.contains('|') {
        return head.trim().to_owned();
    }
    title
}

fn split(title: &str) -> Option<(&str, &str)> {
    MARKS
        .iter()
        .filter_map(|mark| title.rsplit_once(mark))
        .max_by_key(|(head, _)| head.len())
}

fn is_site_name(name: &str, outlet: Option<&str>, sources: Sources<'_, '_>) -> bool {
    let name = letters(name);
    if name.is_empty() {
        return false;
    }
    let same = |other: &str| {
        let other = letters(other);
        !other.is_empty()
            && (name == other
                || (other.len() > 3 && name.contains(&other))
                || (name.len() > 3 && other.contains(&name)))
    };
    let host = sources.url.map(|url| host_name(url.host()));
    outlet.is_some_and(same)
        || host.is_some_and(|host| {
            host.len() > 2 && (name.contains(&host) || (name.len() > 3 && host.contains(&name)))
        })
}

/// The telling label of a host, its letters only.
fn host_name(host: &str) -> String {
    let domain = crate::urls::registrable_domain(host);
    letters(domain.split('.').next().unwrap_or_default())
}

/// Finds the name that the site gives itself.
pub(super) fn outlet(sources: Sources<'_, '_>) -> Option<String> {
    let fit = |name: &str| {
        let name = fold(name);
        let web = name.contains("://") || name.starts_with('@');
        (!name.is_empty() && name.len() <= OUTLET_BYTES && !web).then_some(name)
    };
    sources
        .meta
        .get(&["og:site_name"])
        .and_then(fit)
        .or_else(|| sources.json.publisher.as_deref().and_then(fit))
        .or_else(|| sources.json.site.as_deref().and_then(fit))
        .or_else(|| {
            sources
                .meta
                .get(&[
                    "application-name",
                    "apple-mobile-web-app-title",
                    "dc.publisher",
                    "citation_publisher",
                    "cre",
                    "copyright-holder",
                ])
                .and_then(fit)
        })
        .or_else(|| in_title(sources))
        .or_else(|| masthead(sources).as_deref().and_then(fit))
}

/// The part of `<title>` that is not the headline.
fn in_title(sources: Sources<'_, '_>) -> Option<String> {
    let title = window_title(sources.page)?;
    let mut known: Vec<String> = headings(sources)
        .iter()
        .map(|heading| letters(heading))
        .collect();
    known.extend(sources.meta.get(&["og:title"]).map(letters));
    known.extend(sources.json.headline.as_deref().map(letters));
    let fits = |name: &str| name.len() <= OUTLET_BYTES && name.split_whitespace().count() <= 6;
    for mark in MARKS {
        let parts: Vec<&str> = title.split(mark).map(str::trim).collect();
        if parts.len() < 2 {
            continue;
        }
        let (first, last) = (parts.first()?, parts.last()?);
        let matches = |part: &str| {
            let part = letters(part);
            known
                .iter()
                .any(|known| !known.is_empty() && *known == part)
        };
        let head = parts
            .split_last()
            .map(|(_, head)| head.concat())
            .unwrap_or_default();
        if (matches(first) || matches(&head)) && fits(last) {
            return Some((*last).to_owned());
        }
        if matches(last) && fits(first) {
            return Some((*first).to_owned());
        }
        let named = |part: &str| fits(part) && is_site_name(part, None, sources);
        if named(last) {
            return Some((*last).to_owned());
        }
        if named(first) {
            return Some((*first).to_owned());
        }
    }
    if let Some((head, tail)) = title.split_once(": ")
        && fits(head)
        && known
            .iter()
            .any(|known| !known.is_empty() && *known == letters(tail))
    {
        return Some(head.to_owned());
    }
    None
}

/// The text or picture of the page's logo.
fn masthead(sources: Sources<'_, '_>) -> Option<String> {
    let page = sources.page;
    (0..page.len()).find_map(|index| {
        let source = page
            .attr(index, "src")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let picture = page.tag(index) == "img" && source.contains("logo");
        if !picture && !page.names(index).any(Kinds::LOGO) {
            return None;
        }
        let inner = page.subtree(index).take(20);
        let home = inner
            .clone()
            .find(|&at| page.tag(at) == "a" && is_home(page, at));
        let text = page.text_within(home.unwrap_or(index), 200);
        let text = if text.is_empty() {
            inner
                .filter_map(|at| page.attr(at, "alt"))
                .map(fold)
                .next()?
        } else {
            text
        };
        let words = text.split_whitespace().count();
        (words > 0 && words <= 6 && text.len() <= OUTLET_BYTES).then_some(text)
    })
}

fn is_home(page: &Page<'_>, index: usize) -> bool {
    page.attr(index, "href").is_some_and(|href| {
        let path = href
            .split_once("://")
            .map_or(href, |(_, rest)| rest.split_once('/').map_or("/", |_| rest));
        matches!(
            path,
            "/" | "./" | "index.html" | "index.htm" | "/index.html"
        ) || path.ends_with("index.htm")
    })
}

/// A text for comparison: lower-case letters and digits only.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
