//! Furniture inside the main text: boxes without a telling name.
//!
//! Lists of nothing but links, "Read more:" lines, and what stands under a heading such as
//! "Related" are taken out; what stands under "Sources" or "References" is kept as notes.

use super::content::Measure;
use super::role::Role;
use super::tree::{Page, fold, is_heading};

/// Headings over the sources of a text, lower case.
const SOURCE_HEADINGS: &[&str] = &[
    "sources",
    "source",
    "references",
    "footnotes",
    "notes",
    "endnotes",
    "bibliography",
    "works cited",
    "notes and references",
    "sources and references",
    "references and notes",
    "sources and notes",
    "citations",
    "external links",
    "further reading",
    "quellen",
    "quelle",
    "quellenverzeichnis",
    "einzelnachweise",
    "fußnoten",
    "literatur",
    "weblinks",
    "références",
    "sources et références",
    "notes et références",
    "fuentes",
    "referencias",
    "notas",
    "fonti",
    "note",
    "bronnen",
    "källor",
    "kilder",
    "fontes",
    "referências",
];
/// Whole headings over furniture, lower case.
const RELATED_HEADINGS: &[&str] = &[
    "related",
    "popular",
    "recommended",
    "trending",
    "trending now",
    "latest",
    "advertisement",
    "comments",
    "kommentare",
    "teilen",
    "latest news",
    "latest stories",
    "also",
    "read",
    "share",
    "most popular",
    "tags",
    "topics",
    "keywords",
    "recent posts",
    "recent news",
    "top stories",
    "in this story",
    "about the author",
    "cite this",
    "in other news",
];
/// First words of a heading or a line over links to other articles, lower case.
const RELATED_STARTS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "read:",
    "see also:",
    "more:",
    "more from",
    "more on",
    "more about",
    "more stories",
    "related stories",
    "related articles",
    "related posts",
    "related content",
    "related publications",
    "related coverage",
    "related news",
    "related links",
    "related topics",
    "related:",
    "more news",
    "most read",
    "most viewed",
    "most popular",
    "you may also",
    "you might also",
    "you may like",
    "you might like",
    "don't miss",
    "don’t miss",
    "watch:",
    "watch live",
    "video:",
    "up next",
    "editor's picks",
    "editors' picks",
    "sign up",
    "subscribe",
    "newsletter",
    "share this",
    "share on",
    "follow us",
    "follow @",
    "click here to",
    "tags",
    "tags:",
    "tagged",
    "topics:",
    "filed under",
    "mehr zum thema",
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie mehr",
    "lesen sie dazu",
    "auch interessant",
    "das könnte sie",
    "weitere artikel",
    "verwandte",
    "ähnliche",
    "lire aussi",
    "à lire aussi",
    "sur le même",
    "lea también",
    "lee también",
    "te puede interesar",
    "leggi anche",
    "lees ook",
    "läs också",
    "leia também",
    "continue reading",
    "leave a comment",
    "leave a reply",
    "join the",
    "schlagwörter",
    "diesen artikel",
    "artikel teilen",
    "print this",
];

/// Changes the roles of furniture and of notes below `root`.
pub(super) fn prune(page: &Page<'_>, root: usize, roles: &mut [Role]) {
    let measure = Measure::new(page, |index| roles[index] == Role::Body);
    for index in page.subtree(root).skip(1) {
        if roles[index] != Role::Body || page.node(index).element.is_none() {
            continue;
        }
        if let Some(role) = judged(page, &measure, roles, index) {
            set(page, roles, index, role);
        }
    }
    for index in page.subtree(root).skip(1) {
        if roles[index] == Role::Body && is_label(page, &measure, index) {
            under_heading(page, root, &measure, roles, index);
        }
    }
}

/// Marks the lists of sources that stand after the main text, outside of `root`.
pub(super) fn tail_notes(page: &Page<'_>, root: usize, roles: &mut [Role]) {
    let measure = Measure::new(page, |index| roles[index] == Role::Body);
    for index in page.node(root).end..page.len() {
        if roles[index] == Role::Body
            && is_label(page, &measure, index)
            && is_source_heading(&page.text_within(index, 120))
        {
            under_heading(page, 0, &measure, roles, index);
            set(page, roles, index, Role::Note);
        }
    }
}

/// Takes the page's own headline out of the text.
pub(super) fn headline(page: &Page<'_>, root: usize, title: Option<&str>, roles: &mut [Role]) {
    let Some(title) = title.map(letters).filter(|title| !title.is_empty()) else {
        return;
    };
    for index in page.subtree(root) {
        if is_heading(page.tag(index)) && roles[index] == Role::Body {
            if letters(&page.text_within(index, 1000)) == title {
                set(page, roles, index, Role::Nav);
            }
            break;
        }
    }
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn set(page: &Page<'_>, roles: &mut [Role], index: usize, role: Role) {
    for at in page.subtree(index) {
        if matches!(roles[at], Role::Body | Role::Note) {
            roles[at] = role;
        }
    }
}

/// The role of an element that its text and links speak for.
fn judged(page: &Page<'_>, measure: &Measure, roles: &[Role], index: usize) -> Option<Role> {
    let tag = page.tag(index);
    let chars = measure.chars(page, index);
    if chars == 0.0
        || page.is_inline(index)
        || is_heading(tag)
        || matches!(tag, "tr" | "td" | "tbody")
    {
        return None;
    }
    if tag == "form" && measure.prose(page, index) == 0.0 {
        return Some(Role::Share);
    }
    let density = measure.linked(page, index) / chars;
    let text = || page.text_within(index, 400);
    if chars < 250.0 && density > 0.2 && starts_related(&text()) {
        return Some(Role::Related);
    }
    let list = matches!(
        tag,
        "ul" | "ol" | "dl" | "div" | "section" | "table" | "nav"
    );
    if list && density > 0.6 && measure.prose(page, index) == 0.0 && !holds_more(page, roles, index)
    {
        let kept = is_announced(page, roles, index) || shows_addresses(page, index);
        return (!kept).then_some(Role::Related);
    }
    None
}

/// Whether half the links in an element or more show their address as text, as those of a list of
/// sources do and those of a menu do not.
fn shows_addresses(page: &Page<'_>, index: usize) -> bool {
    let links = page.subtree(index).filter(|&at| page.tag(at) == "a");
    let (mut shown, mut all) = (0, 0);
    for link in links {
        let text = page.text_within(link, 8);
        all += 1;
        shown += usize::from(text.starts_with("http") || text.starts_with("www."));
    }
    2 * shown >= all && shown > 0
}

/// Whether an element holds a quotation, a caption or notes, which are text even if all linked.
fn holds_more(page: &Page<'_>, roles: &[Role], index: usize) -> bool {
    page.subtree(index).any(|at| {
        matches!(page.tag(at), "blockquote" | "figcaption" | "sup") || roles[at] == Role::Note
    })
}

/// Whether what stands before an element is text that ends in a colon or a heading of sources.
fn is_announced(page: &Page<'_>, roles: &[Role], index: usize) -> bool {
    let mut at = index;
    for _ in 0..3 {
        let mut before = page.node(at).previous;
        for _ in 0..5 {
            let Some(sibling) = before else { break };
            let text = page.text_within(sibling, 4000);
            if roles[sibling] == Role::Body && !text.is_empty() {
                return text.ends_with(':') && !starts_related(&text) || is_source_heading(&text);
            }
            before = page.node(sibling).previous;
        }
        at = page.node(at).parent;
    }
    false
}

/// Whether an element is a heading, or a short bold line that serves as one.
fn is_label(page: &Page<'_>, measure: &Measure, index: usize) -> bool {
    let tag = page.tag(index);
    is_heading(tag)
        || (matches!(tag, "p" | "div" | "b" | "strong" | "dt")
            && measure.chars(page, index) < 40.0
            && measure.chars(page, index) > 3.0)
}

/// Marks what follows a telling heading, up to the next heading or prose.
fn under_heading(
    page: &Page<'_>,
    root: usize,
    measure: &Measure,
    roles: &mut [Role],
    index: usize,
) {
    let text = page.text_within(index, 120);
    let heading = is_heading(page.tag(index));
    let note = is_source_heading(&text);
    let related = starts_related(&text) && text.len() < 60;
    if !note && !related {
        return;
    }
    let mut at = index;
    // A heading may stand in a wrapper of its own, beside what it is over.
    while at != root
        && page.node(at).end == page.node(page.node(at).parent).end
        && page.node(at).parent != root
    {
        at = page.node(at).parent;
    }
    if related && page.subtree(at).any(|child| measure.in_prose(child)) {
        at = index;
    }
    if related {
        set(page, roles, at, Role::Related);
    }
    let parent = page.node(at).parent;
    let (mut next, end) = (page.node(at).end, page.node(parent).end);
    while next < end {
        let child = next;
        next = page.node(child).end;
        let tag = page.tag(child);
        let stop = page.subtree(child).any(|inner| is_heading(page.tag(inner)));
        let linked = measure.linked(page, child) > 0.5 * measure.chars(page, child);
        if stop
            || (related && !heading && !linked)
            || (related && measure.prose(page, child) > 0.0 && !matches!(tag, "ul" | "ol"))
        {
            break;
        }
        set(
            page,
            roles,
            child,
            if note { Role::Note } else { Role::Related },
        );
    }
}

fn is_source_heading(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text
        .trim_end_matches("[edit]")
        .trim_matches(|c: char| !c.is_alphabetic());
    SOURCE_HEADINGS.contains(&text)
}

/// Whether a line begins like one that leads to other articles.
pub(super) fn starts_related(text: &str) -> bool {
    let text = fold(text).to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let whole = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    if RELATED_HEADINGS.contains(&whole) {
        return true;
    }
    RELATED_STARTS.iter().any(|start| {
        text.strip_prefix(start).is_some_and(|rest| {
            !start.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_elsewhere_are_known() {
        for text in [
            "Read more: x",
            "READ MORE",
            "More: County fair",
            "Related stories",
            "▶ Watch: x",
        ] {
            assert!(starts_related(text), "{text}");
        }
        for text in [
            "More than ten",
            "Relatedness",
            "He read more books",
            "Latestx",
        ] {
            assert!(!starts_related(text), "{text}");
        }
    }

    #[test]
    fn headings_over_sources_are_known() {
        assert!(is_source_heading("Sources:"));
        assert!(is_source_heading("References[edit]"));
        assert!(!is_source_heading("Sources say"));
    }
}
