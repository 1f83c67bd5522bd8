//! Who wrote a page.

use super::Sources;
use super::name::{letters, names_in};
use crate::parse::role::Role;
use crate::parse::tree::{Page, fold};

/// More authors than this are not told apart; each is compared with all before it.
const MAX_AUTHORS: usize = 100;
/// Longest byline, in bytes.
const BYLINE_BYTES: usize = 160;

/// Finds the authors.
pub(super) fn authors(sources: Sources<'_, '_>, outlet: Option<&str>) -> Vec<String> {
    let outlet = outlet.map(letters);
    let clean = |texts: Vec<String>, strict: bool| {
        let mut names: Vec<String> = Vec::new();
        for text in texts.iter().take(MAX_AUTHORS) {
            for name in names_in(text, strict).into_iter().take(MAX_AUTHORS) {
                let own = letters(&name);
                let new = names.iter().all(|known| letters(known) != own);
                if new
                    && names.len() < MAX_AUTHORS
                    && outlet.as_ref().is_none_or(|outlet| *outlet != own)
                {
                    names.push(name);
                }
            }
        }
        names
    };
    let found = clean(sources.json.authors.clone(), false);
    if !found.is_empty() {
        return found;
    }
    let all = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| {
                sources
                    .meta
                    .all(name)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .find(|texts| !texts.is_empty())
            .unwrap_or_default()
    };
    for names in [
        &[
            "citation_author",
            "parsely-author",
            "sailthru.author",
            "byl",
            "author",
        ][..],
        &[
            "article:author",
            "og:article:author",
            "article:author_name",
            "dc.creator",
            "dcterms.creator",
            "dc.contributor",
            "og:author",
            "creator",
        ],
    ] {
        for name in names {
            let found = clean(all(&[name]), false);
            if !found.is_empty() {
                return visible_or(sources, &clean, found);
            }
        }
    }
    for (texts, strict) in [
        (named(sources), true),
        (linked(sources), false),
        (spoken(sources), true),
        (signed(sources), false),
    ] {
        let found = clean(texts, strict);
        if !found.is_empty() {
            return found;
        }
    }
    clean(sources.json.organizations.clone(), false)
}

/// Meta data often gives the first author alone: where the byline on the page has that one and
/// others, the byline is fuller.
fn visible_or(
    sources: Sources<'_, '_>,
    clean: &impl Fn(Vec<String>, bool) -> Vec<String>,
    found: Vec<String>,
) -> Vec<String> {
    let shown = clean(named(sources), true);
    let covers = found
        .iter()
        .all(|name| shown.iter().any(|other| letters(other) == letters(name)));
    if covers && shown.len() > found.len() && shown.len() < 5 {
        shown
    } else {
        found
    }
}

/// Texts of `rel=author` links and author microdata.
fn linked(sources: Sources<'_, '_>) -> Vec<String> {
    let page = sources.page;
    collect(sources, |index| {
        let rel = page.attr(index, "rel").unwrap_or_default();
        let item = page.attr(index, "itemprop").unwrap_or_default();
        rel.split_whitespace().any(|word| word == "author")
            || item
                .split_whitespace()
                .any(|word| word == "author" || word == "creator")
    })
}

/// Texts of elements that are named as an author's and hold nothing but a short name, such as the
/// name under which somebody writes on a blog.
fn signed(sources: Sources<'_, '_>) -> Vec<String> {
    const NAMES: &[&str] = &[
        "author",
        "authorname",
        "byauthor",
        "postauthor",
        "entryauthor",
        "fn",
        "autor",
        "username",
    ];
    /// More than this is no bare name.
    const NAME_BYTES: usize = 30;
    let page = sources.page;
    collect(sources, |index| page.names(index).any_whole(NAMES))
        .into_iter()
        .filter(|text| text.len() <= NAME_BYTES && !text.contains('|'))
        .take(1)
        .collect()
}

/// Texts of elements named as bylines.
fn named(sources: Sources<'_, '_>) -> Vec<String> {
    const NAMES: &[&str] = &[
        "byline",
        "bylines",
        "author",
        "authors",
        "authorname",
        "bylinename",
        "autor",
        "auteur",
        "autore",
        "writer",
        "postauthor",
        "entryauthor",
        "vcard",
        "by",
        "submitted",
    ];
    let page = sources.page;
    collect(sources, |index| page.names(index).any(NAMES))
}

/// Lines that start with "By" and a name near the headline.
fn spoken(sources: Sources<'_, '_>) -> Vec<String> {
    let page = sources.page;
    let end = page.node(sources.root).end;
    let from = page.first("h1").unwrap_or(0);
    (from..end)
        .filter(|&index| page.node(index).element.is_none())
        .filter_map(|index| {
            let text = page.node(index).text.trim();
            let lower: String = text.chars().take(12).collect::<String>().to_lowercase();
            let label = ["by ", "by:", "von ", "par ", "por ", "written by"]
                .iter()
                .any(|start| lower.starts_with(start));
            let bare = matches!(lower.as_str(), "by" | "von" | "par" | "por");
            if label && text.len() <= BYLINE_BYTES && text.len() > 6 {
                return Some(text.to_owned());
            }
            (bare || label).then(|| page.text_within(page.node(index).parent, BYLINE_BYTES * 2))
        })
        .filter(|text| text.len() <= BYLINE_BYTES)
        .take(1)
        .collect()
}

/// The texts of the outermost elements that `is` picks, those of comments and the like left out.
fn collect(sources: Sources<'_, '_>, is: impl Fn(usize) -> bool) -> Vec<String> {
    let page = sources.page;
    let end = page.node(sources.root).end;
    let mut texts = Vec::new();
    let mut next = page.first("body").unwrap_or(0) + 1;
    while next < page.len() && texts.len() < 6 {
        let index = next;
        next += 1;
        let role = sources.roles.get(index).copied().unwrap_or(Role::Body);
        if page.node(index).element.is_none()
            || matches!(role, Role::Related | Role::Comment | Role::Ad)
            || !is(index)
        {
            continue;
        }
        let text = byline_text(page, index);
        if text.len() > BYLINE_BYTES || text.is_empty() {
            continue;
        }
        if index > end && !texts.is_empty() {
            break;
        }
        next = page.node(index).end;
        texts.push(text);
    }
    texts
}

/// Of a byline's text, so much is read before its white space is folded, in bytes.
const LINES_BYTES: usize = 4000;

/// The text of a byline; the names of its links or of its inner name element, if it has such.
fn byline_text(page: &Page<'_>, index: usize) -> String {
    let inner = |is: &dyn Fn(usize) -> bool| -> Vec<String> {
        page.subtree(index)
            .skip(1)
            .take(60)
            .filter(|&at| is(at))
            .map(|at| page.text_within(at, 2 * BYLINE_BYTES))
            .filter(|text| !text.is_empty())
            .collect()
    };
    let names = inner(&|at| {
        page.attr(at, "itemprop") == Some("name") || page.attr(at, "rel") == Some("author")
    });
    if !names.is_empty() {
        return names.join("; ");
    }
    let linked = inner(&|at| {
        page.tag(at) == "a"
            && page.attr(at, "href").is_some_and(|href| {
                let href = href.to_ascii_lowercase();
                [
                    "/author",
                    "/profile",
                    "/by/",
                    "/people/",
                    "/staff/",
                    "/autor",
                    "/contributor",
                    "/journalist",
                    "/reporter",
                    "/redaktion/",
                    "/user/",
                    "/users/",
                    "/u/",
                ]
                .iter()
                .any(|part| href.contains(part))
            })
    });
    if !linked.is_empty() {
        return linked.join("; ");
    }
    let mut lines = String::new();
    for at in page.subtree(index) {
        let node = page.node(at);
        if node.element.is_some() && (!node.is_inline || node.tag == "br") {
            lines.push('|');
        }
        lines.push_str(node.text);
        // White space apart, this is too long for a byline already.
        if lines.len() > LINES_BYTES {
            break;
        }
    }
    fold(&lines)
}
