//! What the links of a page are for, by their place and their target.

use std::collections::BTreeMap;

use super::document::{Link, LinkClass};
use super::names::Kinds;
use super::role::Role;
use super::tree::{Page, fold};
use super::walk::{Found, Walked};
use crate::text::Span;
use crate::urls::{CanonicalUrl, is_section, registrable_domain, without_userinfo};

/// Path segments of pages about a word, a subject, a person or a firm.
const REFERENCE_SEGMENTS: &[&str] = &[
    "glossary",
    "lexicon",
    "lexikon",
    "topic",
    "topics",
    "tag",
    "tags",
    "explainers",
    "explainer",
    "category",
    "categories",
    "people",
    "companies",
    "company",
    "quote",
    "quotes",
    "ticker",
    "stocks",
    "stock",
    "hashtag",
    "subject",
    "subjects",
    "theme",
    "themes",
    "keyword",
    "dictionary",
    "thema",
    "themen",
    "tema",
    "temas",
    "sujet",
    "sujets",
    "schlagwort",
    "symbol",
    "market-data",
    "profiles",
    "team",
    "teams",
    "player",
    "players",
    "search",
    "shop",
    "store",
    "product",
    "products",
];
/// Path segments of pages about an author.
const AUTHOR_SEGMENTS: &[&str] = &[
    "author",
    "authors",
    "profile",
    "by",
    "contributor",
    "contributors",
    "staff",
    "reporter",
    "reporters",
    "journalist",
    "journalists",
    "autor",
    "autoren",
    "auteur",
    "columnist",
    "writers",
    "byline",
    "correspondents",
];
/// Path segments of pages on which a site offers itself.
const OFFER_SEGMENTS: &[&str] = &[
    "newsletters",
    "signup",
    "sign-up",
    "donate",
    "membership",
    "promos",
];
/// Hosts and path endings of buttons that share a page.
const SHARE_TARGETS: &[&str] = &[
    "facebook.com/sharer",
    "facebook.com/share.php",
    "facebook.com/dialog",
    "twitter.com/intent",
    "twitter.com/share",
    "twitter.com/home?status",
    "x.com/intent",
    "x.com/share",
    "linkedin.com/sharearticle",
    "linkedin.com/sharing",
    "linkedin.com/cws/share",
    "pinterest.com/pin/create",
    "reddit.com/submit",
    "tumblr.com/share",
    "t.me/share",
    "telegram.me/share",
    "wa.me/?text",
    "api.whatsapp.com/send",
    "xing.com/spi/shares",
    "getpocket.com/save",
    "getpocket.com/edit",
    "news.ycombinator.com/submitlink",
    "plus.google.com/share",
    "addtoany.com",
    "vk.com/share",
    "digg.com/submit",
    "flipboard.com/bookmarklet",
    "stumbleupon.com/submit",
    "instapaper.com/hello",
    "bsky.app/intent",
    "threads.net/intent",
    "del.icio.us/post",
    "delicious.com/save",
    "line.me/r/msg",
];
/// Labels of the hosts of advertising networks.
const AD_LABELS: &[&str] = &[
    "doubleclick",
    "googlesyndication",
    "googleadservices",
    "adservice",
    "outbrain",
    "taboola",
    "criteo",
    "adnxs",
    "zedo",
    "revcontent",
    "mgid",
    "adclick",
];
/// First labels of hosts that a site keeps for its advertisements.
const AD_FIRST_LABELS: &[&str] = &["ad", "ads", "adserver", "sponsored"];
/// Anchors of buttons that a site did not set apart from its text, lower case.
const SHARE_ANCHORS: &[&str] = &[
    "print",
    "print this",
    "print this page",
    "print article",
    "print this article",
    "drucken",
    "email",
    "email this",
    "e-mail this",
    "share",
    "share this",
    "tweet",
    "subscribe",
    "sign up",
    "sign in",
    "log in",
    "imprimer",
    "imprimir",
    "teilen",
];
/// More words than this outside the text, and a link is a headline rather than a menu entry.
const MENU_WORDS: usize = 4;

/// What a page knows of its own address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'a> {
    /// Its final address.
    pub url: Option<&'a CanonicalUrl>,
    /// What links resolve against.
    pub base: Option<&'a CanonicalUrl>,
    /// The address that it calls canonical.
    pub canonical: Option<&'a CanonicalUrl>,
}

/// Links of one page that are listed, in the order of the page: far more than any article or list
/// of sources has, and few enough that a page made of links costs no more than its share.
const MAX_LINKS: usize = 10_000;

/// Makes the links of the document from those that the walk found.
pub(super) fn links(
    page: &Page<'_>,
    roles: &[Role],
    walked: &Walked,
    address: Address<'_>,
) -> Vec<Link> {
    walked
        .links
        .iter()
        .take(MAX_LINKS)
        .map(|found| {
            let href = page.attr(found.node, "href").unwrap_or_default();
            let url = resolve(href, address.base);
            let role = roles.get(found.node).copied().unwrap_or(Role::Body);
            let anchor = anchor(page, found, &walked.text);
            let rel = page.attr(found.node, "rel").unwrap_or_default();
            let place = Place {
                page,
                role,
                found,
                anchor: &anchor,
                rel,
                href,
            };
            Link {
                class: class(place, url.as_ref(), address),
                span: found.span,
                marker: (role == Role::Note)
                    .then(|| marker(page, found.node, &walked.marks))
                    .flatten(),
                rel: rel.to_owned(),
                href: without_userinfo(href).into_owned(),
                anchor,
                url,
            }
        })
        .collect()
}

/// Resolves an address on a page; without a base only absolute addresses have a target.
pub(super) fn resolve(href: &str, base: Option<&CanonicalUrl>) -> Option<CanonicalUrl> {
    match base {
        Some(base) => base.join(href).ok(),
        None => CanonicalUrl::parse(href).ok(),
    }
}

fn anchor(page: &Page<'_>, found: &Found, text: &str) -> String {
    if let Some(span) = found.span {
        return fold(span.of(text));
    }
    let own = page.text(found.node);
    if !own.is_empty() {
        return own;
    }
    page.subtree(found.node)
        .find_map(|at| {
            page.attr(at, "alt")
                .or_else(|| page.attr(at, "aria-label"))
                .or_else(|| page.attr(at, "title"))
        })
        .map(fold)
        .unwrap_or_default()
}

/// The place of the mark of the footnote that a link stands in.
fn marker(page: &Page<'_>, node: usize, marks: &BTreeMap<String, Span>) -> Option<Span> {
    if marks.is_empty() {
        return None;
    }
    let mark = |at: usize| {
        let named = |name| page.attr(at, name).and_then(|id| marks.get(id)).copied();
        named("id").or_else(|| named("name"))
    };
    let around = page.ancestors(node).take(6).find_map(mark);
    around.or_else(|| {
        let item = page
            .ancestors(node)
            .take(6)
            .find(|&at| matches!(page.tag(at), "li" | "p" | "tr" | "dd"))?;
        page.subtree(item).take(64).find_map(mark)
    })
}

/// A link in its place.
#[derive(Clone, Copy)]
struct Place<'p, 'a> {
    page: &'p Page<'a>,
    role: Role,
    found: &'p Found,
    anchor: &'p str,
    rel: &'p str,
    href: &'p str,
}

fn class(place: Place<'_, '_>, url: Option<&CanonicalUrl>, address: Address<'_>) -> LinkClass {
    let rel = |word: &str| {
        place
            .rel
            .split_whitespace()
            .any(|part| part.eq_ignore_ascii_case(word))
    };
    let Some(url) = url else {
        return match place.role {
            _ if place.href.starts_with('#') => LinkClass::Itself,
            Role::Share => LinkClass::Share,
            Role::Comment => LinkClass::Comment,
            Role::Author => LinkClass::Author,
            _ => LinkClass::Nav,
        };
    };
    if place.href.starts_with('#') || Some(url) == address.url || Some(url) == address.canonical {
        return LinkClass::Itself;
    }
    let target = bare(url);
    if SHARE_TARGETS.iter().any(|share| target.starts_with(share)) {
        return LinkClass::Share;
    }
    if rel("sponsored") || is_ad(url) {
        return LinkClass::Ad;
    }
    match place.role {
        Role::Ad => LinkClass::Ad,
        Role::Comment => LinkClass::Comment,
        Role::Share => LinkClass::Share,
        _ if rel("author") => LinkClass::Author,
        Role::Author => author(place, url),
        Role::Related => LinkClass::Related,
        Role::Caption => LinkClass::Reference,
        Role::Body | Role::Note if place.found.inside => in_text(place, url, address),
        _ => outside(place, url, address),
    }
}

fn in_text(place: Place<'_, '_>, url: &CanonicalUrl, address: Address<'_>) -> LinkClass {
    if place.found.span.is_none() {
        let shown = is_picture(place) && is_post(url);
        return if shown {
            LinkClass::Citation
        } else {
            LinkClass::Nav
        };
    }
    if SHARE_ANCHORS.contains(&place.anchor.to_lowercase().as_str()) && is_same_site(url, address) {
        return LinkClass::Share;
    }
    if is_same_site(url, address) {
        if has_segment(url, OFFER_SEGMENTS) || url.path().to_ascii_lowercase().contains("subscri") {
            return LinkClass::Share;
        }
        if url.is_home() {
            return LinkClass::Reference;
        }
        if has_segment(url, AUTHOR_SEGMENTS) {
            return LinkClass::Author;
        }
        if has_segment(url, REFERENCE_SEGMENTS) || is_section(url) {
            return LinkClass::Reference;
        }
    }
    if place
        .rel
        .split_whitespace()
        .any(|word| word.eq_ignore_ascii_case("tag"))
    {
        return LinkClass::Reference;
    }
    LinkClass::Citation
}

/// Whether a link is a picture without words.
fn is_picture(place: Place<'_, '_>) -> bool {
    let image = |at: usize| place.page.tag(at) == "img";
    place.page.subtree(place.found.node).any(image)
}

/// Whether an address is that of a single post or video on one of the networks that pages show
/// posts and videos of.
fn is_post(url: &CanonicalUrl) -> bool {
    const POSTS: &[&str] = &[
        "youtube.com/watch",
        "youtube.com/shorts/",
        "youtu.be/",
        "vimeo.com/",
        "dailymotion.com/video/",
        "instagram.com/p/",
        "instagram.com/reel/",
    ];
    const NETWORKS: &[&str] = &["twitter.com/", "x.com/", "facebook.com/", "tiktok.com/"];
    const PARTS: &[&str] = &["/status/", "/posts/", "/videos/", "/video/"];
    let target = bare(url);
    POSTS.iter().any(|post| target.starts_with(post))
        || (NETWORKS.iter().any(|network| target.starts_with(network))
            && PARTS.iter().any(|part| target.contains(part)))
}

fn outside(place: Place<'_, '_>, url: &CanonicalUrl, address: Address<'_>) -> LinkClass {
    if is_same_site(url, address) && has_segment(url, AUTHOR_SEGMENTS) {
        return LinkClass::Author;
    }
    if place.href.contains("#comment") || place.href.contains("#respond") {
        return LinkClass::Comment;
    }
    let names = place.page.names(place.found.node);
    let headline = place.anchor.split_whitespace().count() > MENU_WORDS;
    if headline && !names.any(Kinds::MENU) && place.role != Role::Nav {
        return LinkClass::Related;
    }
    LinkClass::Nav
}

fn author(place: Place<'_, '_>, url: &CanonicalUrl) -> LinkClass {
    let words = place.anchor.split_whitespace().count();
    if has_segment(url, REFERENCE_SEGMENTS) && !has_segment(url, AUTHOR_SEGMENTS) && words == 1 {
        return LinkClass::Nav;
    }
    LinkClass::Author
}

/// The address without scheme and `www.`, lower case.
fn bare(url: &CanonicalUrl) -> String {
    // No target that is looked for is longer.
    const BYTES: usize = 64;
    let text = url.as_str();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("www.").unwrap_or(text);
    let text = text.strip_prefix("m.").unwrap_or(text);
    let end = text.floor_char_boundary(BYTES);
    text.get(..end).unwrap_or_default().to_ascii_lowercase()
}

fn is_ad(url: &CanonicalUrl) -> bool {
    let mut labels = url.host().split('.');
    let first = labels.clone().next().unwrap_or_default();
    AD_FIRST_LABELS.contains(&first) || labels.any(|label| AD_LABELS.contains(&label))
}

fn is_same_site(url: &CanonicalUrl, address: Address<'_>) -> bool {
    let own = address.url.or(address.base).or(address.canonical);
    own.is_some_and(|own| {
        own.host() == url.host() || registrable_domain(own.host()) == registrable_domain(url.host())
    })
}

fn segments(url: &CanonicalUrl) -> impl Iterator<Item = &str> + Clone {
    url.path().split('/').filter(|segment| !segment.is_empty())
}

fn has_segment(url: &CanonicalUrl, list: &[&str]) -> bool {
    let all = segments(url);
    let count = all.clone().count();
    let listed = |segment: &str| list.iter().any(|known| known.eq_ignore_ascii_case(segment));
    // The last segment names the page itself, so only an index page is meant by it.
    all.enumerate()
        .any(|(at, segment)| (at + 1 < count || count == 1) && listed(segment))
}
