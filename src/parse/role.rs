//! What part of a page an element is, by its tag, its role and the words of its names.
//!
//! Sites name their boxes in plain English more often than not: `related-stories`, `shareBar`,
//! `comment-list`. The words of class, id and data attributes are matched against small lexicons;
//! whether a box is believed to be furniture depends on how much of the page's prose it holds,
//! which [`super::content`] decides.

use super::names::{Kinds, Names};
use super::tree::Page;

/// What a part of a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Text, as far as one can tell.
    Body,
    /// Not shown.
    Hidden,
    /// A footnote or a list of sources.
    Note,
    /// Menus, headers, footers, tags.
    Nav,
    /// Other articles that the page recommends.
    Related,
    /// Buttons to share, save, print or subscribe.
    Share,
    /// The readers' comments.
    Comment,
    /// An advertisement.
    Ad,
    /// The byline and what is told of the author.
    Author,
    /// What a picture shows, and whose it is.
    Caption,
}

/// The role that an element's own tag and names speak for, or `None` if they are silent.
pub(super) fn role(page: &Page<'_>, index: usize) -> Option<Role> {
    let node = page.node(index);
    node.element?;
    let tag = node.tag;
    if matches!(tag, "html" | "body" | "head" | "main") {
        return (tag == "head").then_some(Role::Hidden);
    }
    if is_hidden(page, index) {
        return Some(Role::Hidden);
    }
    let names = page.names(index);
    let declared = page.attr(index, "role").map(str::to_ascii_lowercase);
    let declared = declared.as_deref().unwrap_or_default();
    if names.any(Kinds::NOTE) || matches!(declared, "doc-endnotes" | "doc-footnote") {
        return Some(Role::Note);
    }
    let by_tag = match tag {
        "nav" | "menu" | "footer" => Some(Role::Nav),
        "header" if is_site_header(page, index) => Some(Role::Nav),
        "aside" => Some(Role::Related),
        "button" | "input" | "dialog" => Some(Role::Share),
        "figcaption" => Some(Role::Caption),
        _ => None,
    };
    by_role(declared)
        .or_else(|| by_names(names, tag))
        .or(by_tag)
}

/// Whether an element is furniture by its tag or by a name that is hardly ever used for anything
/// else.
pub(super) fn is_sure(page: &Page<'_>, index: usize) -> bool {
    let names = page.names(index);
    matches!(page.tag(index), "aside" | "nav" | "footer")
        || names.any(Kinds::SURE)
        || names.any_whole(Kinds::SURE_WHOLE)
}

fn by_role(role: &str) -> Option<Role> {
    match role {
        "navigation" | "banner" | "contentinfo" | "menu" | "menubar" | "search" | "tooltip" => {
            Some(Role::Nav)
        }
        "complementary" => Some(Role::Related),
        "dialog" | "alertdialog" | "toolbar" | "button" => Some(Role::Share),
        _ => None,
    }
}

/// The strongest of the lists, in the order in which boxes nest: a comment box may hold a share
/// bar, an advertisement may look like a related story.
fn by_names(names: Names, tag: &str) -> Option<Role> {
    // Blog software names an article after its author, category and tags.
    let kinds = if tag == "article" { 3 } else { usize::MAX };
    [
        (Kinds::AD, Role::Ad),
        (Kinds::COMMENT, Role::Comment),
        (Kinds::RELATED, Role::Related),
        (Kinds::SHARE, Role::Share),
        (Kinds::AUTHOR, Role::Author),
        (Kinds::NAV, Role::Nav),
        (Kinds::CAPTION, Role::Caption),
    ]
    .into_iter()
    .take(kinds)
    .find_map(|(kind, role)| names.any(kind).then_some(role))
    .or_else(|| names.unseen().then_some(Role::Hidden))
}

/// Whether an element is the caption of something by its names.
pub(super) fn is_caption(page: &Page<'_>, index: usize) -> bool {
    page.names(index).any(Kinds::CAPTION)
}

/// Whether a `<header>` is that of the site rather than of an article.
fn is_site_header(page: &Page<'_>, index: usize) -> bool {
    let in_text = |at| matches!(page.tag(at), "article" | "main" | "section");
    let titled = |at: usize| page.tag(at) == "h1";
    !page.ancestors(index).any(in_text) && !page.subtree(index).any(titled)
}

fn is_hidden(page: &Page<'_>, index: usize) -> bool {
    let style = page.attr(index, "style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("left:-999")
        || style.contains("top:-999")
        || page.has_attr(index, "hidden")
        || page.attr(index, "aria-hidden") == Some("true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn names_tell_the_role() {
        for (html, expected) in [
            ("<div class='shareBar top'>", Some(Role::Share)),
            ("<div id=related_stories>", Some(Role::Related)),
            ("<div class='commentary'>", None),
            ("<div class='header'>", None),
            ("<aside>", Some(Role::Related)),
            ("<aside class=footnotes>", Some(Role::Note)),
            ("<div hidden>", Some(Role::Hidden)),
            ("<div style='Display: none'>", Some(Role::Hidden)),
            ("<div class='ad-slot'>", Some(Role::Ad)),
            ("<div class='adler'>", None),
            ("<div class='label-hidden hidden-xs'>", None),
            ("<div class='image__visually-hidden'>", Some(Role::Hidden)),
            ("<div class='post hentry format-gallery tag-nav'>", None),
            ("<h2 id='follow-the-money'>", None),
            ("<div class='cmp-text'>", None),
            ("<div class='img-caption'>", Some(Role::Caption)),
            (
                "<div style='position:absolute; left: -9999px'>",
                Some(Role::Hidden),
            ),
            ("<div>", None),
        ] {
            let tree = Html::parse_document(&format!("<body>{html}"));
            let page = Page::new(&tree, &[]);
            let body = page.first("body").unwrap();
            assert_eq!(role(&page, body + 1), expected, "{html}");
        }
    }
}
