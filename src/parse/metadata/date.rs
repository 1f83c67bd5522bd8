//! When a page was published and changed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Sources;
use super::day::{self, Order};
use crate::parse::document::{DateMethod, Dated};
use crate::parse::role::Role;
use crate::parse::tree::{Page, is_inline};

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.issued",
    "dc.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "publicationdate",
    "published",
    "published_date",
    "published-date",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "dateposted",
    "rnews:datepublished",
    "prism.publicationdate",
    "bt:pubdate",
    "displaydate",
    "ptime",
    "pub_date",
    "datecreated",
    "article:created",
    "date.created",
    "creation_date",
    "release_date",
    "article:published",
    "article:publicationdate",
    "og:pubdate",
    "publish_time",
    "timestamp",
    "date",
    "og:datepublished",
    "shareaholic:article_published_time",
    "newsdate",
    "originalpubdate",
    "time",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "last_modified",
    "lastmodified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "article:modified",
    "revision_date",
    "updated_time",
    "article.updated",
    "modified",
    "shareaholic:article_modified_time",
];
/// Names of elements that show a date.
const DATE_NAMES: &[&str] = &[
    "date",
    "published",
    "pubdate",
    "posted",
    "timestamp",
    "time",
    "dateline",
    "datum",
    "fecha",
    "entrydate",
    "postdate",
    "publish",
    "publishdate",
    "publicationdate",
    "datetime",
    "created",
    "byline",
    "meta",
    "postmeta",
    "entrymeta",
    "info",
    "postinfo",
    "day",
    "dato",
    "dt",
];
/// Words before a date that is not the first publication, lower case.
const CHANGED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "changed",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "mise à jour",
    "actualizado",
    "actualizada",
    "aggiornato",
    "bijgewerkt",
    "uppdaterad",
    "opdateret",
    "edited",
    "last edit",
];
/// Words before a date that is the first publication, lower case.
const FIRST: &[&str] = &[
    "published",
    "posted",
    "created",
    "veröffentlicht",
    "erschienen",
    "publié",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "publiceret",
    "publisert",
];
/// Longest text of an element that shows a date, in bytes.
const SHOWN_BYTES: usize = 200;

/// A date within so many nodes of the headline is the article's, whatever box it stands in.
const BESIDE_NODES: usize = 60;
/// A paragraph may begin with its date, in so many bytes.
const DATELINE_BYTES: usize = 24;

/// The dates of a page.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// The first publication.
    pub published: Option<Dated>,
    /// The last change.
    pub modified: Option<Dated>,
}

/// Finds the dates; `language` decides on the order of day and month.
///
/// A date after `retrieved` is never chosen beside one that is not. A page whose every date lies
/// after it was written by another clock than ours, and keeps them.
pub(super) fn dates(
    sources: Sources<'_, '_>,
    language: Option<&str>,
    retrieved: Option<Timestamp>,
) -> Dates {
    let past = dates_until(sources, language, retrieved);
    if past.published.is_none() && past.modified.is_none() {
        dates_until(sources, language, None)
    } else {
        past
    }
}

/// Finds the dates that are not after `latest`.
fn dates_until(
    sources: Sources<'_, '_>,
    language: Option<&str>,
    latest: Option<Timestamp>,
) -> Dates {
    let order = order(language);
    let known = |value: &str, by: DateMethod| {
        let value = day::machine(value, order)?;
        is_past(&value, latest).then_some(Dated { value, by })
    };
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            sources
                .meta
                .all(name)
                .find_map(|value| known(value, DateMethod::Meta))
        })
    };
    let json = |value: Option<&String>| value.and_then(|value| known(value, DateMethod::JsonLd));
    let in_url =
        || url_day(sources, order).and_then(|day| known(&day.to_string(), DateMethod::Url));
    let shown = Shown::new(sources, order);
    let from_text = |dates: &[Date]| {
        dates
            .iter()
            .find_map(|day| known(&day.to_string(), DateMethod::Text))
    };
    let published = json(sources.json.published.as_ref())
        .or_else(|| meta(PUBLISHED))
        .or_else(|| marked(sources, PUBLISHED_MARKS).and_then(|(value, by)| known(&value, by)))
        .or_else(in_url)
        .or_else(|| from_text(&shown.published))
        .map(|dated| {
            let local = || in_url().or_else(|| from_text(shown.published.get(..1)?));
            local_day(&dated, local).unwrap_or(dated)
        });
    let modified = json(sources.json.modified.as_ref())
        .or_else(|| meta(MODIFIED))
        .or_else(|| marked(sources, MODIFIED_MARKS).and_then(|(value, by)| known(&value, by)))
        .or_else(|| from_text(&shown.modified));
    Dates {
        // A page that gives the day of its last change alone was not published later.
        published: published.or_else(|| modified.clone()),
        modified,
    }
}

/// The outlet's own day for a moment given in UTC: the day beside it that the page shows.
fn local_day(dated: &Dated, shown: impl FnOnce() -> Option<Dated>) -> Option<Dated> {
    let universal = dated.value.ends_with('Z') || dated.value.ends_with("+00:00");
    let day: Date = dated.value.get(..10).filter(|_| universal)?.parse().ok()?;
    let shown = shown()?;
    let other: Date = shown.value.parse().ok()?;
    (day.tomorrow().ok() == Some(other) || day.yesterday().ok() == Some(other)).then_some(shown)
}

/// The order of day and month where the language settles it; English alone does not.
fn order(language: Option<&str>) -> Option<Order> {
    match language? {
        "en-us" => Some(Order::MonthDay),
        "en" | "zh" | "ja" | "ko" | "en-ca" => None,
        _ => Some(Order::DayMonth),
    }
}

/// The earliest local time is so many hours ahead of UTC.
const AHEAD_HOURS: i64 = 14;

/// Whether a date is not after the moment of retrieval, anywhere on earth.
fn is_past(value: &str, retrieved: Option<Timestamp>) -> bool {
    let Some(retrieved) = retrieved else {
        return true;
    };
    if let Ok(stamp) = value.parse::<Timestamp>() {
        return stamp <= retrieved;
    }
    let latest = retrieved
        .as_second()
        .checked_add(AHEAD_HOURS * 3600)
        .and_then(|second| Timestamp::from_second(second).ok())
        .map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::UTC).date());
    let day: Option<Date> = value.parse().ok();
    day.zip(latest).is_none_or(|(day, latest)| day <= latest)
}

/// Microdata properties and class names that mark a date.
type Marks = (&'static str, &'static [&'static str]);
const PUBLISHED_MARKS: Marks = (
    "datepublished",
    &["published", "pubdate", "dtpublished", "entrydate"],
);
const MODIFIED_MARKS: Marks = ("datemodified", &["updated", "dtupdated", "modified"]);

/// A date in microdata or in the first `<time>` of the article.
fn marked(sources: Sources<'_, '_>, (property, names): Marks) -> Option<(String, DateMethod)> {
    let page = sources.page;
    let published = property == "datepublished";
    let mut first: Option<String> = None;
    for index in 0..page.len() {
        if matches!(
            sources.roles.get(index),
            Some(Role::Related | Role::Comment | Role::Ad)
        ) {
            continue;
        }
        let value = || {
            page.attr(index, "datetime")
                .or_else(|| page.attr(index, "content"))
                .or_else(|| {
                    page.attr(index, "title")
                        .filter(|title| title.starts_with(|c: char| c.is_ascii_digit()))
                })
                .map(str::to_owned)
        };
        let item = page.attr(index, "itemprop").unwrap_or_default();
        if item
            .to_ascii_lowercase()
            .split_whitespace()
            .any(|word| word == property)
        {
            let value = value().unwrap_or_else(|| page.text_within(index, SHOWN_BYTES));
            return Some((value, DateMethod::JsonLd));
        }
        let tag = page.tag(index);
        if !matches!(tag, "time" | "abbr") {
            continue;
        }
        let Some(value) = value() else { continue };
        let of_kind =
            page.names(index).any(names) || (published && page.attr(index, "pubdate").is_some());
        if of_kind {
            return Some((value, DateMethod::Time));
        }
        if published
            && first.is_none()
            && tag == "time"
            && !is_change(page, index)
            && near(sources, index)
        {
            first = Some(value);
        }
    }
    first.map(|value| (value, DateMethod::Time))
}

/// Whether a `<time>` is said to be that of a change.
fn is_change(page: &Page<'_>, index: usize) -> bool {
    let names = page.names(index);
    let parent = page.node(index).parent;
    let text = page.text_within(parent, SHOWN_BYTES).to_lowercase();
    names.any(&["updated", "modified", "update"])
        || (text.len() < 80 && CHANGED.iter().any(|word| text.starts_with(word)))
}

/// Whether an element lies where the date of the article itself is shown.
fn near(sources: Sources<'_, '_>, index: usize) -> bool {
    let end = sources.page.node(sources.root).end;
    index < end.saturating_add(60)
}

/// The day in the address.
fn url_day(sources: Sources<'_, '_>, order: Option<Order>) -> Option<Date> {
    let path = sources.url?.path().to_ascii_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let by_parts = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else {
            return None;
        };
        let day: String = day.chars().take_while(char::is_ascii_digit).collect();
        let numeric = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        (numeric && !day.is_empty() && day.len() < 3).then_some(())?;
        day::in_text(&format!("{year}-{month}-{day}"), None)
            .first()
            .or(day::in_text(&format!("{day} {month} {year}"), None).first())
            .map(|(_, day)| *day)
    });
    by_parts.or_else(|| {
        parts.iter().find_map(|part| {
            if let Some((_, day)) = day::in_text(part, order).first() {
                return Some(*day);
            }
            part.split(|c: char| !c.is_ascii_digit())
                .filter(|digits| digits.len() == 8)
                .find_map(day::compact)
        })
    })
}

/// Dates that a reader sees, the likeliest first.
#[derive(Debug, Default)]
struct Shown {
    published: Vec<Date>,
    modified: Vec<Date>,
}

impl Shown {
    fn new(sources: Sources<'_, '_>, order: Option<Order>) -> Self {
        let page = sources.page;
        let order = order.or_else(|| unambiguous(page));
        let h1 = page.first("h1");
        let (headline, top) = (h1.unwrap_or(0), h1.unwrap_or(sources.root));
        let end = page.node(sources.root).end;
        let mut found: Vec<(u32, bool, Date)> = Vec::new();
        for index in 0..page.len() {
            let role = sources.roles.get(index).copied().unwrap_or(Role::Body);
            let beside = index.abs_diff(top) < BESIDE_NODES;
            let foreign = matches!(role, Role::Related | Role::Comment | Role::Ad);
            if foreign && (!beside || role == Role::Comment) {
                continue;
            }
            let Some(text) = shown_text(page, index) else {
                continue;
            };
            let dates = day::in_text(&text, order);
            if dates.is_empty() {
                continue;
            }
            let named = named(page, index);
            let inside = page.subtree(sources.root).contains(&index);
            let close = index > headline && index < end;
            let tier = match (named, close, inside) {
                _ if foreign => 5,
                (true, true, _) => 0,
                (_, true, _) if role == Role::Author => 0,
                (false, true, false) => 1,
                (true, false, true) => 2,
                (false, _, true) => 3,
                (true, false, false) if role != Role::Nav => 4,
                _ if beside => 5,
                _ => 6,
            };
            for (at, day) in dates {
                let tier = if !foreign && says_published(&text, at) {
                    tier.min(4)
                } else {
                    tier
                };
                found.push((tier, says_change(&text, at), day));
            }
        }
        found.sort_by_key(|(tier, _, _)| *tier);
        let pick = |changed: bool| {
            found
                .iter()
                .filter(|(tier, change, _)| *change == changed && *tier < 6)
                .map(|(_, _, day)| *day)
                .collect()
        };
        Self {
            published: pick(false),
            modified: pick(true),
        }
    }
}

/// The text of a short block, or an element's label.
fn shown_text(page: &Page<'_>, index: usize) -> Option<String> {
    let node = page.node(index);
    if node.element.is_none() {
        let parent = node.parent;
        let text = node.text.trim();
        let holds = text.bytes().any(|byte| byte.is_ascii_digit());
        let block = std::iter::once(parent)
            .chain(page.ancestors(parent))
            .find(|&at| !is_inline(page.tag(at)))?;
        let whole = holds.then(|| page.text_within(block, 2 * SHOWN_BYTES))?;
        // A block of some length shows a date only at its very start or in a piece of its own.
        let text = if whole.len() <= SHOWN_BYTES {
            whole
        } else {
            text.to_owned()
        };
        if text.len() <= SHOWN_BYTES {
            return Some(text);
        }
        let start = text.get(..text.floor_char_boundary(DATELINE_BYTES))?;
        return start
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| start.to_owned());
    }
    let label = page.attr(index, "aria-label")?;
    (label.len() <= SHOWN_BYTES && label.bytes().any(|byte| byte.is_ascii_digit()))
        .then(|| label.to_owned())
}

fn named(page: &Page<'_>, index: usize) -> bool {
    std::iter::once(index)
        .chain(page.ancestors(index).take(3))
        .any(|at| page.tag(at) == "time" || page.names(at).any(DATE_NAMES))
}

/// Whether the words before a date call it that of a change.
fn says_change(text: &str, at: usize) -> bool {
    let changed = last_of(CHANGED, text, at);
    changed.is_some() && changed > last_of(FIRST, text, at)
}

/// Whether the words before a date call it that of the publication.
fn says_published(text: &str, at: usize) -> bool {
    let published = last_of(FIRST, text, at);
    published.is_some() && published > last_of(CHANGED, text, at)
}

/// Where the last of `words` stands before the byte `at`.
fn last_of(words: &[&str], text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at).unwrap_or_default().to_lowercase();
    words.iter().filter_map(|word| before.rfind(word)).max()
}

/// The order of day and month that another date of the page gives away.
fn unambiguous(page: &Page<'_>) -> Option<Order> {
    (0..page.len()).find_map(|index| {
        let text = page.node(index).text;
        if text.len() > SHOWN_BYTES || !text.contains('/') {
            return None;
        }
        let text = text.trim();
        let mut parts = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty());
        let first: u32 = parts.next()?.parse().ok()?;
        let second: u32 = parts.next()?.parse().ok()?;
        day::in_text(text, None).first()?;
        match (first, second) {
            (13..=31, 1..=12) => Some(Order::DayMonth),
            (1..=12, 13..=31) => Some(Order::MonthDay),
            _ => None,
        }
    })
}
