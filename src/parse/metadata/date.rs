//! When a page was published and changed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Sources;
use super::day::{self, Order};
use super::shown::{CHANGED, SHOWN_BYTES, Shown};
use super::written::in_text;
use crate::parse::document::{DateMethod, Dated};
use crate::parse::names::Kinds;
use crate::parse::role::Role;
use crate::parse::tree::Page;

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

/// The day that lines at the beginning of a document show, if they show but one.
#[cfg(feature = "pdf")]
pub(super) fn in_lines(
    lines: &[&str],
    language: Option<&str>,
    retrieved: Option<Timestamp>,
) -> Option<Dated> {
    /// A longer line is prose that speaks of a day, in bytes.
    const LINE_BYTES: usize = 60;
    let mut days = lines
        .iter()
        .filter(|line| line.len() <= LINE_BYTES)
        .flat_map(|line| in_text(line, order(language)))
        .map(|(_, day)| day.to_string())
        .filter(|day| is_past(day, retrieved));
    let first = days.next()?;
    days.all(|day| day == first).then_some(Dated {
        value: first,
        by: DateMethod::Text,
    })
}

/// The date of a time stamp, if it is one that is not after `retrieved`.
#[cfg(feature = "pdf")]
pub(super) fn of_stamp(stamp: &str, retrieved: Option<Timestamp>) -> Option<Dated> {
    let value = day::machine(stamp, None).filter(|value| is_past(value, retrieved))?;
    Some(Dated {
        value,
        by: DateMethod::Meta,
    })
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
    let beside = shown.beside.and_then(|day| from_text(&[day]));
    // A name that is there twice is that of other articles too.
    let other = PUBLISHED
        .iter()
        .filter(|name| sources.meta.all(name).count() == 1)
        .filter_map(|name| known(sources.meta.get(&[name])?, DateMethod::Meta));
    let published = published.map(|dated| {
        let preferred = beside.filter(|shown| outweighs(shown, &dated, modified.as_ref(), other));
        preferred.unwrap_or(dated)
    });
    let vague = shown.vague
        && modified.is_some()
        && published
            .as_ref()
            .is_some_and(|dated| dated.by == DateMethod::Text);
    Dates {
        // A page that gives the day of its last change alone was not published later.
        published: published.filter(|_| !vague).or_else(|| modified.clone()),
        modified,
    }
}

/// Whether the day shown by the headline is believed before the one `chosen` from the data that
/// no reader sees, which content systems often fill with the day of a copy or of a draft: where
/// `other` data gives that day too, or it is not that of the last change.
fn outweighs(
    shown: &Dated,
    chosen: &Dated,
    modified: Option<&Dated>,
    mut other: impl Iterator<Item = Dated>,
) -> bool {
    let same = |dated: &Dated| dated.value.get(..10) == shown.value.get(..10);
    !same(chosen)
        && local_day(chosen, || Some(shown.clone())).is_none()
        && (other.any(|dated| same(&dated)) || !modified.is_some_and(same))
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
type Marks = (&'static str, Kinds);
const PUBLISHED_MARKS: Marks = ("datepublished", Kinds::PUBLISHED);
const MODIFIED_MARKS: Marks = ("datemodified", Kinds::MODIFIED);

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
    names.any(Kinds::MODIFIED)
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
        in_text(&format!("{year}-{month}-{day}"), None)
            .first()
            .or(in_text(&format!("{day} {month} {year}"), None).first())
            .map(|(_, day)| *day)
    });
    by_parts.or_else(|| {
        parts.iter().find_map(|part| {
            if let Some((_, day)) = in_text(part, order).first() {
                return Some(*day);
            }
            part.split(|c: char| !c.is_ascii_digit())
                .filter(|digits| digits.len() == 8)
                .find_map(day::compact)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_show_two_days_show_none() {
        let read = |lines: &[&str]| in_lines(lines, Some("en"), None).map(|dated| dated.value);
        let one = ["Eastwick, 5 March 2031", "Survey", "2031-03-05"];
        assert_eq!(read(&one).as_deref(), Some("2031-03-05"));
        assert_eq!(read(&["5 March 2031", "6 March 2031"]), None);
        assert_eq!(read(&[]), None);
    }

    proptest! {
        #[test]
        fn no_day_after_the_retrieval_is_read(year in 2025_i16..2035, month in 1_i8..13, day in 1_i8..29) {
            let retrieved: Timestamp = "2030-06-15T12:00:00Z".parse().unwrap();
            let written = Date::new(year, month, day).unwrap();
            // East of Greenwich it may be the next day already.
            let past = written <= Date::new(2030, 6, 16).unwrap();
            let text = written.to_string();
            prop_assert_eq!(of_stamp(&text, Some(retrieved)).is_some(), past);
            prop_assert_eq!(in_lines(&[&text], None, Some(retrieved)).is_some(), past);
        }
    }
}
