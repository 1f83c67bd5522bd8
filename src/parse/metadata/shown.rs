//! The dates that a reader sees on a page.

use jiff::civil::Date;

use super::Sources;
use super::day::Order;
use super::written::in_text;
use crate::parse::role::Role;
use crate::parse::tree::Page;

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
pub(super) const CHANGED: &[&str] = &[
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
pub(super) const SHOWN_BYTES: usize = 200;

/// A date within so many nodes of the headline is the article's, whatever box it stands in.
const BESIDE_NODES: usize = 60;
/// A paragraph may begin with its date, in so many bytes.
const DATELINE_BYTES: usize = 24;

/// Dates that a reader sees, the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Of the publication.
    pub published: Vec<Date>,
    /// Of a change.
    pub modified: Vec<Date>,
}

impl Shown {
    /// Reads them off the page; `order` is that of the numbers of a date, if it is known.
    pub(super) fn new(sources: Sources<'_, '_>, order: Option<Order>) -> Self {
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
            let dates = in_text(&text, order);
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
            .find(|&at| !page.is_inline(at))?;
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
        in_text(text, None).first()?;
        match (first, second) {
            (13..=31, 1..=12) => Some(Order::DayMonth),
            (1..=12, 13..=31) => Some(Order::MonthDay),
            _ => None,
        }
    })
}
