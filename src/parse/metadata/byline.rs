//! Who wrote a page.

use super::Sources;
use super::day::Order;
use super::name::{has_label, is_institution, is_person, letters, names_in};
use super::written::in_text;
use crate::parse::names::Kinds;
use crate::parse::role::Role;
use crate::parse::tree::{Page, fold};

/// More authors than this are not told apart; each is compared with all before it.
const MAX_AUTHORS: usize = 100;
/// What stands within so many nodes behind the headline and before the text belongs to the page,
/// whatever box it is in.
const BESIDE: usize = 60;
/// The line that shows the date is one of so many texts behind the headline.
const BESIDE_TEXTS: usize = 12;
/// Longest byline, in bytes.
const BYLINE_BYTES: usize = 160;

/// `<meta>` names of authors, the most telling first.
const META: &[&str] = &[
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "author",
    "article:author",
    "og:article:author",
    "article:author_name",
    "shareaholic:article_author_name",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "og:author",
    "creator",
];

/// Finds the authors.
///
/// Data made for programs goes first, but where it names nobody who could be a person, such as an
/// account, what the page shows its readers does. The outlet itself is the author only of a page
/// whose data says so and which names nobody else.
pub(super) fn authors(sources: Sources<'_, '_>, outlet: Option<&str>) -> Vec<String> {
    let clean = |texts: &[String], strict: bool| clean(texts, strict, outlet);
    let mut weak: Vec<String> = Vec::new();
    let labelled = labelled(sources);
    let declared = std::iter::once(sources.json.authors.clone())
        .chain(META.iter().map(|name| all(sources, name)))
        .chain(std::iter::once(labelled));
    for (rank, texts) in declared.enumerate() {
        let found = clean(&texts, false);
        if found.iter().any(|name| is_person(name)) {
            return if rank == 0 {
                found
            } else {
                visible_or(sources, outlet, found)
            };
        }
        if weak.is_empty() {
            weak = found;
        }
    }
    let strict = !weak.is_empty();
    for (texts, strict) in [
        (named(sources), true),
        (linked(sources), strict),
        (spoken(sources), true),
        (dated(sources), true),
        (closing(sources), true),
    ] {
        let found = clean(&texts, strict);
        if !found.is_empty() {
            return found;
        }
    }
    if weak.is_empty() {
        weak = clean(&signed(sources), false);
    }
    if weak.is_empty() {
        weak = clean(&sources.json.organizations, false);
    }
    if weak.is_empty() {
        weak = institution(sources);
    }
    weak
}

/// The names in `texts`, each once, without that of the outlet.
fn clean(texts: &[String], strict: bool, outlet: Option<&str>) -> Vec<String> {
    let outlet = outlet.map(letters);
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
}

/// All contents of the `<meta>` elements called `name`.
fn all(sources: Sources<'_, '_>, name: &str) -> Vec<String> {
    sources.meta.all(name).map(str::to_owned).collect()
}

/// The author in the labelled data of a Twitter card: a label such as "Written by" and its value.
fn labelled(sources: Sources<'_, '_>) -> Vec<String> {
    [
        ("twitter:label1", "twitter:data1"),
        ("twitter:label2", "twitter:data2"),
    ]
    .into_iter()
    .filter_map(|(label, data)| {
        let label = sources.meta.get(&[label])?;
        has_label(&format!("{label}: ")).then(|| sources.meta.get(&[data]).map(str::to_owned))?
    })
    .collect()
}

/// The institution that the data of the page calls its author: the outlet or one of its desks.
fn institution(sources: Sources<'_, '_>) -> Vec<String> {
    let json = sources.json;
    let declared = [&json.authors, &json.organizations]
        .into_iter()
        .flatten()
        .cloned()
        .chain(META.iter().flat_map(|name| all(sources, name)))
        .chain(labelled(sources))
        .chain(named(sources));
    declared
        .map(|text| fold(&text))
        .find(|text| is_institution(text))
        .into_iter()
        .collect()
}

/// Meta data often gives the first author alone: where the byline on the page has that one and
/// others, the byline is fuller.
fn visible_or(sources: Sources<'_, '_>, outlet: Option<&str>, found: Vec<String>) -> Vec<String> {
    let byline: Vec<String> = named(sources).into_iter().take(1).collect();
    let shown = clean(&byline, true, outlet);
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
    /// More than this is no bare name.
    const NAME_BYTES: usize = 30;
    let page = sources.page;
    collect(sources, |index| page.names(index).any_whole(Kinds::SIGNED))
        .into_iter()
        .filter(|text| text.len() <= NAME_BYTES && !text.contains('|'))
        .take(1)
        .collect()
}

/// Texts of elements named as bylines.
fn named(sources: Sources<'_, '_>) -> Vec<String> {
    let page = sources.page;
    collect(sources, |index| page.names(index).any(Kinds::BYLINE))
}

/// Lines that start with "By" or the like and a name, under the headline.
fn spoken(sources: Sources<'_, '_>) -> Vec<String> {
    const LABELS: &[&str] = &[
        "by", "von", "par", "por", "text", "autor", "auteur", "author",
    ];
    let page = sources.page;
    let end = page.node(sources.root).end;
    let from = sources.headline.unwrap_or(0);
    let mut lines: Vec<String> = Vec::new();
    for index in (from..end).filter(|&index| page.node(index).element.is_none()) {
        let text = page
            .node(index)
            .text
            .trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
        if text.is_empty() || text.len() > BYLINE_BYTES {
            continue;
        }
        let bare = LABELS.iter().any(|label| text.eq_ignore_ascii_case(label));
        let parent = page.node(index).parent;
        let line = if bare {
            // The label and the name may each have an element of their own.
            std::iter::once(parent)
                .chain(page.ancestors(parent))
                .take(3)
                .map(|at| byline_text(page, at))
                .find(|whole| whole.len() > text.len() + 4)
                .unwrap_or_default()
        } else if has_label(text) {
            text.to_owned()
        } else {
            continue;
        };
        if line.len() <= BYLINE_BYTES && !clean(std::slice::from_ref(&line), true, None).is_empty()
        {
            lines.push(line);
            break;
        }
    }
    lines
}

/// What else stands in the line by the headline that shows the date.
fn dated(sources: Sources<'_, '_>) -> Vec<String> {
    /// A line with more text than this is no byline, in bytes.
    const LINE_BYTES: usize = 80;
    let page = sources.page;
    let Some(from) = sources.headline else {
        return Vec::new();
    };
    let after = from..page.node(sources.root).end;
    after
        .filter(|&index| page.node(index).element.is_none())
        .take(BESIDE_TEXTS)
        .map(|index| page.node(index).text.trim())
        .filter(|text| text.len() <= LINE_BYTES && text.bytes().any(|byte| byte.is_ascii_digit()))
        .filter(|text| !in_text(text, Some(Order::DayMonth)).is_empty())
        .map(|text| {
            text.replace(" - ", " | ")
                .replace(" von ", " | ")
                .replace(" by ", " | ")
        })
        .take(1)
        .collect()
}

/// The name that alone makes up the last paragraph of the text, set in bold or italics.
fn closing(sources: Sources<'_, '_>) -> Vec<String> {
    const MARKED: &[&str] = &["b", "strong", "i", "em"];
    let page = sources.page;
    let last = page
        .subtree(sources.root)
        .rev()
        .find(|&index| !page.node(index).text.trim().is_empty());
    let Some(last) = last else {
        return Vec::new();
    };
    let block = page.ancestors(last).find(|&at| !page.is_inline(at));
    let text = fold(page.node(last).text);
    let alone = block.is_some_and(|block| page.text_within(block, BYLINE_BYTES) == text);
    let marked = page
        .ancestors(last)
        .take(2)
        .any(|at| MARKED.contains(&page.tag(at)));
    (alone && marked).then_some(text).into_iter().collect()
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
        let between = sources.headline.is_some_and(|headline| {
            (headline..sources.root.min(headline + BESIDE)).contains(&index)
        });
        let foreign = match role {
            Role::Related | Role::Ad => !between,
            role => role == Role::Comment,
        };
        if page.node(index).element.is_none() || foreign || !is(index) {
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
