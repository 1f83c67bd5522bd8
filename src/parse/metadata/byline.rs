//! Who wrote a page.

use super::Sources;
use crate::parse::role::Role;
use crate::parse::tree::{Page, fold};

/// Words before a name, lower case; the longest first where one begins another.
const BEFORE: &[&str] = &[
    "written by",
    "posted by",
    "published by",
    "reported by",
    "story by",
    "words by",
    "report by",
    "article by",
    "submitted by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "da",
    "door",
    "av",
    "af",
    "text",
    "author",
    "authors",
    "autor",
    "autorin",
    "auteur",
    "auteurs",
    "autore",
    "redaktion",
    "from",
    "ein artikel von",
    "ein beitrag von",
    "eine analyse von",
    "geschrieben von",
    "verfasst von",
    "écrit par",
    "publié par",
    "escrito por",
    "publicado por",
];
/// Texts that stand where a name would and are none, lower case.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "authors",
    "posted",
    "auteurs",
    "editor",
    "editors",
    "staff",
    "redaktion",
    "redaction",
    "anonymous",
    "webmaster",
    "root",
    "guest",
    "unknown",
    "none",
    "n/a",
    "null",
    "undefined",
    "team",
    "newsroom",
    "user",
    "default",
    "wordpress",
    "share",
    "follow",
    "contributor",
    "email",
    "twitter",
    "facebook",
    "view all posts",
    "more",
    "read more",
    "bio",
    "super user",
    "news",
    "home",
    "login",
    "subscribe",
    "nobody",
];
/// Words of an office or a post rather than a name, lower case.
const OFFICES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "staff",
    "journalist",
    "columnist",
    "producer",
    "contributor",
    "photographer",
    "redakteur",
    "redakteurin",
    "bureau",
    "desk",
    "chief",
    "analyst",
    "director",
    "professor",
    "posted",
    "published",
    "updated",
    "minutes",
    "ago",
    "read",
    "comments",
    "follow",
    "share",
    "email",
    "view",
    "posts",
    "twitter",
    "special",
    "freelance",
    "lecturer",
    "fellow",
    "university",
    "senior",
    "president",
    "manager",
    "photo",
    "photos",
    "photograph",
    "uhr",
    "image",
    "contact",
    "about",
    "profile",
    "archive",
    "stories",
    "articles",
    "subscribe",
];
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
        if node.element.is_some_and(|element| {
            !crate::parse::tree::is_inline(element.name()) || element.name() == "br"
        }) {
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

/// The names in a byline. A `strict` reading takes nothing that does not look like a person's name.
fn names_in(text: &str, strict: bool) -> Vec<String> {
    let text = fold(text);
    if text.contains("://") || text.starts_with("www.") || text.starts_with('@') {
        return Vec::new();
    }
    let mut names = Vec::new();
    for line in text.split(['|', '•', '·', '\n', '—', '–', '(']) {
        let line = without_label(line.trim());
        let mut parts: Vec<&str> = vec![line];
        for mark in [
            ";", ",", " and ", " und ", " et ", " y ", " & ", "/", " with ", " og ", " och ", " e ",
        ] {
            parts = parts
                .into_iter()
                .flat_map(|part| part.split(mark))
                .collect();
        }
        let mut taken = 0;
        for part in parts {
            let part =
                without_label(part.trim()).trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let part = part
                .strip_suffix('.')
                .filter(|rest| rest.len() > 3 && !rest.ends_with("Jr"))
                .unwrap_or(part);
            if is_name(part, strict) {
                names.push(part.to_owned());
                taken += 1;
            } else if strict && taken > 0 {
                break;
            }
        }
        if strict && !names.is_empty() {
            break;
        }
    }
    names
}

/// A line without the words that stand before a name.
fn without_label(line: &str) -> &str {
    let mut line = line;
    for _ in 0..2 {
        let cut = BEFORE.iter().find_map(|label| {
            let head = line.get(..label.len())?;
            let rest = line.get(label.len()..)?;
            let ends = rest.starts_with([':', ' ', '\u{a0}']);
            (head.to_lowercase() == *label && ends)
                .then(|| rest.trim_start_matches([':', ' ', '\u{a0}']))
        });
        match cut {
            Some(rest) => line = rest,
            None => break,
        }
    }
    line
}

fn is_name(text: &str, strict: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = text.to_lowercase();
    if words.is_empty() || text.len() < 3 || text.len() > 60 || NO_NAMES.contains(&lower.as_str()) {
        return false;
    }
    if text.contains('@') || text.contains(".com") || text.contains('?') {
        return false;
    }
    if !strict {
        return words.len() <= 6 && text.chars().any(char::is_alphabetic);
    }
    let office = words.iter().any(|word| {
        let word = word.to_lowercase();
        OFFICES.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
    });
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    !office
        && !digits
        && (2..=5).contains(&words.len())
        && capitals >= 2
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_names_alone() {
        for (text, expected) in [
            ("By Ann Lee and Bo Chen", &["Ann Lee", "Bo Chen"][..]),
            ("By Ann Lee, political editor", &["Ann Lee"]),
            ("Von: Eva Groß | 5. März 2031", &["Eva Groß"]),
            ("Posted by admin", &[]),
            ("http://a.test/ann", &[]),
            ("Imre Castellan Defence correspondent", &[]),
        ] {
            assert_eq!(names_in(text, true), expected, "{text}");
        }
        assert_eq!(names_in("reuters", false), ["reuters"]);
    }
}
