//! What part of a page an element is, by its tag, its role and the words of its names.
//!
//! Sites name their boxes in plain English more often than not: `related-stories`, `shareBar`,
//! `comment-list`. The words of class, id and data attributes are matched against small lexicons;
//! whether a box is believed to be furniture depends on how much of the page's prose it holds,
//! which [`super::content`] decides.

use std::ops::Range;

use super::tree::{Page, is_heading};

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

const NOTE: &[&str] = &[
    "footnote",
    "footnotes",
    "endnote",
    "endnotes",
    "reflist",
    "references",
    "bibliography",
    "sources",
    "citations",
    "sourcelist",
    "quellen",
    "einzelnachweise",
];
const AD: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "advertorial",
    "adsense",
    "adbox",
    "adslot",
    "adunit",
    "adwrapper",
    "adcontainer",
    "dfp",
    "sponsor",
    "sponsored",
    "sponsors",
    "promo",
    "promos",
    "promotion",
    "promoted",
    "promobox",
    "outbrain",
    "taboola",
    "anzeige",
    "werbung",
    "publicite",
    "publicidad",
    "banner",
    "mpu",
    "adblock",
    "googlead",
];
const COMMENT: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "commentform",
    "disqus",
    "respond",
    "livefyre",
    "kommentare",
    "kommentar",
    "commentaires",
    "comentarios",
    "commenting",
    "coral",
    "spotim",
];
const SHARE: &[&str] = &[
    "share",
    "shares",
    "sharing",
    "sharebar",
    "sharedaddy",
    "sharetools",
    "sharethis",
    "addthis",
    "addtoany",
    "social",
    "socials",
    "socialmedia",
    "newsletter",
    "newsletters",
    "subscribe",
    "signup",
    "follow",
    "toolbar",
    "bookmark",
    "printfriendly",
    "donate",
    "donation",
    "shariff",
    "feedback",
    "optin",
    "mailchimp",
];
const RELATED: &[&str] = &[
    "related",
    "relatedposts",
    "relatedarticles",
    "relatedcontent",
    "relateds",
    "recommended",
    "recommendation",
    "recommendations",
    "recommend",
    "recirc",
    "recirculation",
    "popular",
    "trending",
    "mostread",
    "mostviewed",
    "mostpopular",
    "readmore",
    "readnext",
    "upnext",
    "nextup",
    "seealso",
    "alsoread",
    "readalso",
    "teaser",
    "teasers",
    "morefrom",
    "moreon",
    "morenews",
    "morestories",
    "latest",
    "latestnews",
    "yarpp",
    "similar",
    "suggested",
    "suggestions",
    "playlist",
    "carousel",
    "rail",
    "sidebar",
    "infobox",
    "crosspost",
    "crosslink",
    "crosslinks",
    "linkbox",
    "nextstory",
    "nextpost",
    "nextposts",
    "nextarticle",
    "nextprev",
    "prevnext",
    "postnavigation",
    "gallery",
    "slideshow",
    "photogallery",
    "morelikethis",
    "breakingnews",
    "newsticker",
    "ticker",
    "weitere",
    "verwandt",
    "mehrzumthema",
];
const NAV: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "menus",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "masthead",
    "topbar",
    "pagination",
    "pager",
    "paging",
    "pagenav",
    "footer",
    "foot",
    "colophon",
    "skip",
    "skiplink",
    "tags",
    "taglist",
    "tagcloud",
    "tagline",
    "topics",
    "categories",
    "keywords",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "toc",
    "disclaimer",
    "copyright",
    "legal",
    "login",
    "search",
    "searchform",
    "language",
    "languages",
    "editsection",
    "navbox",
    "catlinks",
    "jumpto",
    "noprint",
    "submeta",
    "filedunder",
    "postmeta",
    "articlemeta",
    "entrymeta",
    "timestamp",
    "tooltip",
    "popup",
    "modal",
    "lightbox",
    "overlay",
    "dropdown",
    "siteinfo",
    "actions",
    "privacy",
    "dsgvo",
    "usercentrics",
    "borlabs",
    "cookiebot",
    "onetrust",
    "cmplz",
    "infobar",
    "printheader",
    "printfooter",
];
const AUTHOR: &[&str] = &[
    "byline",
    "bylines",
    "author",
    "authors",
    "authorbox",
    "authorinfo",
    "authorbio",
    "bio",
    "aboutauthor",
    "contributor",
    "contributors",
    "dateline",
    "pubdate",
    "publishdate",
    "vcard",
];
const CAPTION: &[&str] = &[
    "caption",
    "captions",
    "imagecaption",
    "imgcaption",
    "photocaption",
    "newscaption",
    "wpcaptiontext",
    "credit",
    "credits",
    "imagecredit",
    "photocredit",
];
/// Names as a whole: as a part, "hidden" is as often said of what an element lacks, as in
/// `label-hidden`, or of the screens that it is left out on, as in `hidden-xs`.
const HIDDEN: &[&str] = &["hidden", "ishidden", "uhidden", "jshidden"];
/// Ends of the names of what is there for screen readers alone.
const UNSEEN_ENDS: &[&str] = &[
    "visuallyhidden",
    "sronly",
    "screenreader",
    "screenreadertext",
    "offscreen",
];
/// What blog software puts before the sort, category and tags of a post in the post's own classes.
const TAXONOMIES: &[&str] = &["format-", "category-", "tag-", "author-"];

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
    if names.any(NOTE) || names.role_is("doc-endnotes") || names.role_is("doc-footnote") {
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
    by_role(names).or_else(|| by_names(names, tag)).or(by_tag)
}

/// Whether an element is furniture by its tag or by a name that is hardly ever used for anything
/// else.
pub(super) fn is_sure(page: &Page<'_>, index: usize) -> bool {
    const SURE: &[&str] = &[
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "dsgvo",
        "onetrust",
        "usercentrics",
        "borlabs",
        "cookiebot",
        "cmplz",
        "disqus",
        "outbrain",
        "taboola",
    ];
    // As a part of a name, "sidebar" is often said of the layout that has one.
    const SURE_WHOLE: &[&str] = &["sidebar", "footer", "primarysidebar", "secondarysidebar"];
    let names = page.names(index);
    matches!(page.tag(index), "aside" | "nav" | "footer")
        || names.any(SURE)
        || names.any_whole(SURE_WHOLE)
}

fn by_role(names: &Names) -> Option<Role> {
    match names.role.as_str() {
        "navigation" | "banner" | "contentinfo" | "menu" | "menubar" | "search" | "tooltip" => {
            Some(Role::Nav)
        }
        "complementary" => Some(Role::Related),
        "dialog" | "alertdialog" | "toolbar" | "button" => Some(Role::Share),
        _ => None,
    }
}

/// The strongest of the lexicons, in the order in which boxes nest: a comment box may hold a share
/// bar, an advertisement may look like a related story.
fn by_names(names: &Names, tag: &str) -> Option<Role> {
    // Blog software names an article after its author, category and tags.
    let lexicons = if tag == "article" { 3 } else { usize::MAX };
    [
        (AD, Role::Ad),
        (COMMENT, Role::Comment),
        (RELATED, Role::Related),
        (SHARE, Role::Share),
        (AUTHOR, Role::Author),
        (NAV, Role::Nav),
        (CAPTION, Role::Caption),
    ]
    .into_iter()
    .take(lexicons)
    .find_map(|(lexicon, role)| names.any(lexicon).then_some(role))
    .or_else(|| names.unseen().then_some(Role::Hidden))
}

/// Whether an element is the caption of something by its names.
pub(super) fn is_caption(page: &Page<'_>, index: usize) -> bool {
    page.names(index).any(CAPTION)
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

/// The names that an element bears.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    /// All of them in one: lower case, letters and digits only.
    text: String,
    /// Each class and id as one word of the text.
    whole: Vec<Range<usize>>,
    /// Their parts: `shareBar-2_top` gives `share`, `bar`, `2`, `top`.
    parts: Vec<Range<usize>>,
    role: String,
}

impl Names {
    /// No names.
    pub(super) const NONE: Self = Self {
        text: String::new(),
        whole: Vec::new(),
        parts: Vec::new(),
        role: String::new(),
    };

    /// Reads the names of an element; [`Page::names`] keeps them.
    pub(super) fn of(page: &Page<'_>, index: usize) -> Self {
        if page.node(index).element.is_none() {
            return Self::NONE;
        }
        let mut names = Self {
            role: page
                .attr(index, "role")
                .unwrap_or_default()
                .to_ascii_lowercase(),
            ..Self::default()
        };
        let post = page.attr(index, "class").is_some_and(is_post);
        // The id of a heading is its own text, made an anchor.
        let heading = is_heading(page.tag(index));
        for attribute in ["class", "id", "data-component", "data-module", "data-type"] {
            if heading && attribute == "id" {
                continue;
            }
            let value = page.attr(index, attribute).unwrap_or_default();
            for name in value.split_whitespace().take(12) {
                if !post || !TAXONOMIES.iter().any(|start| name.starts_with(start)) {
                    names.add(name);
                }
            }
        }
        names
    }

    fn add(&mut self, name: &str) {
        let whole = self.text.len();
        let mut part = whole;
        let mut lower = false;
        for c in name.chars() {
            let boundary = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower);
            if boundary && part < self.text.len() {
                self.parts.push(part..self.text.len());
                part = self.text.len();
            }
            if c.is_ascii_alphanumeric() {
                self.text.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        let end = self.text.len();
        if part < end {
            self.parts.push(part..end);
        }
        if whole < end {
            self.whole.push(whole..end);
        }
    }

    fn words<'s>(&'s self, of: &'s [Range<usize>]) -> impl Iterator<Item = &'s str> {
        of.iter().filter_map(|range| self.text.get(range.clone()))
    }

    /// Whether one of the names, whole or in part, is in `lexicon`.
    pub(super) fn any(&self, lexicon: &[&str]) -> bool {
        self.words(&self.parts).any(|name| lexicon.contains(&name)) || self.any_whole(lexicon)
    }

    /// Whether one of the names as a whole is in `lexicon`.
    pub(super) fn any_whole(&self, lexicon: &[&str]) -> bool {
        self.words(&self.whole).any(|name| lexicon.contains(&name))
    }

    /// Whether one of the names says that the element is not shown.
    fn unseen(&self) -> bool {
        self.any_whole(HIDDEN)
            || self
                .words(&self.whole)
                .any(|name| UNSEEN_ENDS.iter().any(|end| name.ends_with(end)))
    }

    fn role_is(&self, role: &str) -> bool {
        self.role == role
    }
}

/// Whether classes are those that blog software gives to a post.
fn is_post(classes: &str) -> bool {
    classes
        .split_whitespace()
        .any(|class| matches!(class, "hentry" | "type-post" | "status-publish"))
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
