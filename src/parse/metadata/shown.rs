//! The dates that a reader sees on a page.

use jiff::civil::Date;

use super::Sources;
use super::day::Order;
use super::written::in_text;
use crate::parse::names::Kinds;
use crate::parse::role::Role;
use crate::parse::tree::Page;

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
    "revised",
    "reviewed",
    "zuletzt",
    "letzte änderung",
    "stand:",
    "bearbeitet",
    "überarbeitet",
    "modifié",
    "actualisé",
    "modificado",
    "ultima modifica",
    "gewijzigd",
    "ändrad",
    "senast",
    "sist endret",
    "zaktualizowano",
    "обновлено",
    "изменено",
    "оновлено",
];
/// Words after a date that is that of a change, lower case.
const CHANGED_AFTER: &[&str] = &[
    "geändert",
    "aktualisiert",
    "bearbeitet",
    "updated",
    "modified",
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
    "publiziert",
    "erstellt",
    "eingestellt",
    "gespeichert",
    "erscheinungsdatum",
    "datum:",
    "date:",
    "fecha:",
    "mis en ligne",
    "publicación",
    "pubblicazione",
    "geplaatst",
    "opublikowano",
    "опубликовано",
    "опубліковано",
];
/// Longest text of an element that shows a date, in bytes.
pub(super) const SHOWN_BYTES: usize = 200;

/// A date within so many nodes of the headline is the article's, whatever box it stands in.
const BESIDE_NODES: usize = 60;
/// The line of the date may stand over the headline, so many nodes before it.
const ABOVE_NODES: usize = 12;
/// A paragraph may begin with its date, in so many bytes.
const DATELINE_BYTES: usize = 24;

/// A text beyond this is prose that speaks of a day, not a line that shows one, in bytes.
const LINE_BYTES: usize = 100;
/// A piece of a longer text up to this is a date and little else, in bytes.
const PIECE_BYTES: usize = 40;

/// Dates that a reader sees, the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Of the publication.
    pub published: Vec<Date>,
    /// Of a change.
    pub modified: Vec<Date>,
    /// The one day of publication that lines by the headline show.
    pub beside: Option<Date>,
    /// Whether all that is known of the publication is days that the text speaks of.
    pub vague: bool,
}

/// How likely a date is the page's own: the place where it stands, the likeliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// In a line made for it, or said to be the publication's, under the headline.
    Line,
    /// Under the headline.
    Headline,
    /// In a box made for it, inside the main text.
    Box,
    /// In a line inside the main text.
    Text,
    /// In a box made for it, elsewhere.
    Elsewhere,
    /// In a box of other articles by the headline, or a bare line there.
    Near,
    /// In running text.
    Prose,
    /// Anywhere else.
    Nowhere,
}

/// A date on the page.
#[derive(Debug, Clone, Copy)]
struct Sighting {
    place: Place,
    change: bool,
    beside: bool,
    day: Date,
}

impl Shown {
    /// Reads them off the page; `order` is that of the numbers of a date, if it is known.
    pub(super) fn new(sources: Sources<'_, '_>, order: Option<Order>) -> Self {
        let order = order.or_else(|| unambiguous(sources.page));
        let mut found: Vec<Sighting> = Vec::new();
        for index in 0..sources.page.len() {
            sight(sources, index, order, &mut found);
        }
        found.sort_by_key(|sighting| sighting.place);
        let pick = |changed: bool| {
            found
                .iter()
                .filter(|sighting| sighting.change == changed)
                .filter(|sighting| changed || sighting.place < Place::Nowhere)
                .map(|sighting| sighting.day)
                .collect()
        };
        let mut beside = found
            .iter()
            .filter(|sighting| sighting.beside && !sighting.change)
            .map(|sighting| sighting.day);
        let first = beside.next();
        Self {
            published: pick(false),
            modified: pick(true),
            beside: first.filter(|day| beside.all(|other| other == *day)),
            vague: found
                .iter()
                .find(|sighting| !sighting.change)
                .is_some_and(|sighting| matches!(sighting.place, Place::Text | Place::Prose)),
        }
    }
}

/// Adds the dates of the text or label at `index`.
fn sight(sources: Sources<'_, '_>, index: usize, order: Option<Order>, found: &mut Vec<Sighting>) {
    let page = sources.page;
    let role = sources.roles.get(index).copied().unwrap_or(Role::Body);
    let headline = sources.headline;
    let near = index.abs_diff(headline.unwrap_or(sources.root)) < BESIDE_NODES;
    let over = headline.map_or_else(
        || sources.root.saturating_sub(BESIDE_NODES),
        |headline| headline.saturating_sub(ABOVE_NODES),
    );
    let between = headline.is_some() && (over..sources.root).contains(&index) && near;
    let foreign = match role {
        Role::Related | Role::Ad => !between,
        role => role == Role::Comment,
    };
    if foreign && (!near || role == Role::Comment) {
        return;
    }
    let Some((text, line)) = shown_text(page, index) else {
        return;
    };
    let dates = in_text(&text, order);
    if dates.is_empty() {
        return;
    }
    let within = page.subtree(sources.root);
    let inside = within.contains(&index);
    let named = (line || !inside) && (named(page, index) || role == Role::Author);
    // Between the beginning of the main text and a headline inside of it, all is the article's.
    let leads = near && inside && headline.is_some_and(|at| index < at && within.contains(&at));
    let under = (index > over || leads) && index < within.end;
    let place = match (named, under, inside) {
        _ if foreign => Place::Near,
        (true, true, _) => Place::Line,
        (false, true, false) => Place::Headline,
        (true, false, true) => Place::Box,
        (false, _, true) if line => Place::Text,
        (false, _, true) => Place::Prose,
        (true, false, false) if role != Role::Nav => Place::Elsewhere,
        _ if near => Place::Near,
        _ => Place::Nowhere,
    };
    for (at, day) in dates {
        let place = match (line && says_published(&text, at), under || inside) {
            _ if foreign => place,
            (true, true) => Place::Line,
            (true, false) => place.min(Place::Elsewhere),
            _ => place,
        };
        found.push(Sighting {
            place,
            change: says_change(&text, at),
            beside: line && (place == Place::Line || (near && place == Place::Headline)),
            day,
        });
    }
}

/// The text of a short block, or an element's label, and whether it is a line rather than prose.
fn shown_text(page: &Page<'_>, index: usize) -> Option<(String, bool)> {
    let node = page.node(index);
    if node.element.is_none() {
        if !node.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let parent = node.parent;
        let text = node.text.trim();
        let block = std::iter::once(parent)
            .chain(page.ancestors(parent))
            .find(|&at| !page.is_inline(at))?;
        let whole = page.text_within(block, 2 * SHOWN_BYTES);
        if whole.len() <= SHOWN_BYTES {
            let line = whole.len() <= LINE_BYTES;
            return Some((whole, line));
        }
        // A block of some length shows a date only at its very start or in a piece of its own.
        if text.len() <= SHOWN_BYTES {
            return Some((text.to_owned(), text.len() <= PIECE_BYTES));
        }
        let start = text.get(..text.floor_char_boundary(DATELINE_BYTES))?;
        return start
            .trim_start_matches(['(', '['])
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| (start.to_owned(), true));
    }
    let label = page.attr(index, "aria-label")?;
    (label.len() <= SHOWN_BYTES && label.bytes().any(|byte| byte.is_ascii_digit()))
        .then(|| (label.to_owned(), label.len() <= LINE_BYTES))
}

fn named(page: &Page<'_>, index: usize) -> bool {
    std::iter::once(index)
        .chain(page.ancestors(index).take(3))
        .any(|at| page.tag(at) == "time" || page.names(at).any(Kinds::DATE))
}

/// Whether the words before a date call it that of a change.
fn says_change(text: &str, at: usize) -> bool {
    let changed = last_of(CHANGED, text, at);
    let after = || {
        let after = text.get(at..).unwrap_or_default().to_lowercase();
        text.len() <= LINE_BYTES && CHANGED_AFTER.iter().any(|word| after.contains(word))
    };
    let first = last_of(FIRST, text, at);
    (changed.is_some() && changed > first) || (first.is_none() && after())
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
