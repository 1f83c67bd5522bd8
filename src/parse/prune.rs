//! Furniture inside the main text: boxes without a telling name.
//!
//! Lists of nothing but links, "Read more:" lines, and what stands under a heading such as
//! "Related" are taken out; what stands under "Sources" or "References" is kept as notes.

use super::content::Measure;
use super::phrases::{
    asks_to_follow, is_appeal, is_dateline, is_notice, is_source_heading, starts_related,
};
use super::role::Role;
use super::tree::{Page, is_heading};
use crate::urls::registrable_domain;

/// A line before the text with more characters is no name of a section.
const KICKER_CHARS: f64 = 30.0;
/// A line with more characters is a paragraph, whatever its first words.
const LINE_CHARS: f64 = 300.0;

/// Changes the roles of furniture and of notes below `root`; `site` is the page's registrable domain.
pub(super) fn prune(page: &Page<'_>, site: Option<&str>, root: usize, roles: &mut [Role]) {
    let measure = Measure::new(page, |index| roles[index] == Role::Body);
    let mut begun = false;
    for index in page.subtree(root).skip(1) {
        if roles[index] != Role::Body || page.node(index).element.is_none() {
            continue;
        }
        begun |= measure.is_prose(index);
        if !begun && is_kicker(page, site, &measure, index) {
            set(page, roles, index, Role::Nav);
            continue;
        }
        if let Some(role) = judged(page, site, &measure, roles, index) {
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
fn judged(
    page: &Page<'_>,
    site: Option<&str>,
    measure: &Measure,
    roles: &[Role],
    index: usize,
) -> Option<Role> {
    let tag = page.tag(index);
    let chars = measure.chars(page, index);
    if page.is_inline(index) {
        return is_list_in_line(page, measure, index).then_some(Role::Related);
    }
    if chars == 0.0 || is_heading(tag) || matches!(tag, "tr" | "td" | "tbody") {
        return None;
    }
    if tag == "form" && measure.prose(page, index) == 0.0 {
        return Some(Role::Share);
    }
    let density = measure.linked(page, index) / chars;
    if chars < LINE_CHARS {
        let role = line(page, site, index, density);
        if role.is_some() {
            return role;
        }
    }
    let list = matches!(
        tag,
        "ul" | "ol" | "dl" | "div" | "section" | "table" | "nav"
    );
    if list && density > 0.6 && measure.prose(page, index) == 0.0 && !holds_more(page, roles, index)
    {
        let kept = is_announced(page, roles, index)
            || shows_addresses(page, index)
            || leads_away(page, site, index);
        return (!kept).then_some(Role::Related);
    }
    if tag == "p"
        && density > 0.75
        && leads_on(page, site, index)
        && !is_announced(page, roles, index)
    {
        return Some(Role::Related);
    }
    None
}

/// Whether an element in a line of text is a list of links: tags, or a card that opens over a name.
/// The name itself may be in the element around the card, which is then none.
fn is_list_in_line(page: &Page<'_>, measure: &Measure, index: usize) -> bool {
    is_linked_list(page, measure, index)
        && !page
            .subtree(index)
            .skip(1)
            .any(|at| is_linked_list(page, measure, at))
}

fn is_linked_list(page: &Page<'_>, measure: &Measure, index: usize) -> bool {
    const TAGS: &[&str] = &["span", "strong", "b", "em", "i", "small", "font"];
    let (chars, linked) = (measure.chars(page, index), measure.linked(page, index));
    let mark = |at: usize| page.tag(at) == "sup";
    linked > 40.0
        && linked > 0.8 * chars
        && TAGS.contains(&page.tag(index))
        && links(page, index).nth(2).is_some()
        && !page.subtree(index).any(mark)
}

/// Whether an element before the first paragraph is a line of a few words that are all linked: the
/// name of the section, or of a series.
fn is_kicker(page: &Page<'_>, site: Option<&str>, measure: &Measure, index: usize) -> bool {
    let (chars, linked) = (measure.chars(page, index), measure.linked(page, index));
    linked > 0.0
        && linked >= 0.95 * chars
        && chars < KICKER_CHARS
        && !page.is_inline(index)
        && links(page, index).all(|href| is_own(href, site))
}

/// The role of a short line that its words speak for.
fn line(page: &Page<'_>, site: Option<&str>, index: usize, density: f64) -> Option<Role> {
    let text = page.text_within(index, 2000);
    if density > 0.2 && starts_related(&text) {
        return Some(if is_appeal(&text) {
            Role::Share
        } else {
            Role::Related
        });
    }
    if is_notice(&text) {
        return Some(Role::Nav);
    }
    // A day that leads to another site is the name of what is cited there.
    if is_dateline(&text) && links(page, index).all(|href| is_own(href, site)) {
        return Some(Role::Author);
    }
    let mut links = links(page, index);
    let Some(first) = links.next() else {
        return (is_emphasized(page, index) && is_appeal(&text)).then_some(Role::Share);
    };
    let profiles = is_profile(first) && links.all(is_profile);
    ((profiles && asks_to_follow(&text)) || is_appeal(&text)).then_some(Role::Share)
}

/// Whether all the text of an element is set in italics or bold.
fn is_emphasized(page: &Page<'_>, index: usize) -> bool {
    page.subtree(index)
        .filter(|&at| !page.node(at).text.trim().is_empty())
        .all(|at| {
            page.ancestors(at)
                .take_while(|&above| above >= index)
                .any(|above| matches!(page.tag(above), "em" | "i" | "b" | "strong"))
        })
}

/// Whether an address is somebody's page on a social network, or a mail address.
fn is_profile(href: &str) -> bool {
    const NETWORKS: &[&str] = &[
        "twitter.com",
        "x.com",
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "youtube.com",
        "threads.net",
        "bsky.app",
        "t.me",
        "telegram.me",
        "tiktok.com",
        "pinterest.com",
        "whatsapp.com",
        "flipboard.com",
        "snapchat.com",
    ];
    if href.starts_with("mailto:") {
        return true;
    }
    let Some((_, rest)) = href.split_once("//") else {
        return false;
    };
    let (host, path) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    // A post has more than a name in its address.
    let post = ["status/", "posts/", "/p/", "watch", "videos/"];
    let post = post.iter().any(|part| path.contains(part));
    !post
        && NETWORKS.iter().any(|network| {
            host.strip_suffix(network)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
}

/// Whether every link in an element leads to another site, to more than somebody's profile: what
/// a site recommends is its own.
fn leads_away(page: &Page<'_>, site: Option<&str>, index: usize) -> bool {
    site.is_some()
        && links(page, index).nth(1).is_some()
        && links(page, index).all(|href| !is_own(href, site) && !is_profile(href))
}

/// Whether every link in an element leads to an article of the same site, by its headline.
fn leads_on(page: &Page<'_>, site: Option<&str>, index: usize) -> bool {
    let headline = |at: usize| {
        let text = page.text_within(at, 400);
        text.split_whitespace().count() > 3 && !text.ends_with('.')
    };
    let mut own = page
        .subtree(index)
        .filter(|&at| page.tag(at) == "a" && page.attr(at, "href").is_some());
    own.all(|at| headline(at) && page.attr(at, "href").is_some_and(|href| is_own(href, site)))
}

/// The addresses of the links in an element.
fn links<'p>(page: &'p Page<'_>, index: usize) -> impl Iterator<Item = &'p str> + 'p {
    page.subtree(index)
        .filter(|&at| page.tag(at) == "a")
        .filter_map(|at| page.attr(at, "href"))
}

/// Whether an address, as written, lies on the page's own site.
fn is_own(href: &str, site: Option<&str>) -> bool {
    let Some(rest) = href
        .split_once("//")
        .filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"))
    else {
        return !href.starts_with("mailto:");
    };
    let host = rest
        .1
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    site.is_some_and(|site| brand(registrable_domain(host)) == brand(site))
}

/// A domain without its suffix: what the sites of one house in several countries share.
fn brand(domain: &str) -> &str {
    domain.split('.').next().unwrap_or(domain)
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
                // Less than a few words is the name of a box.
                let sentence = text.ends_with(':') && text.split_whitespace().count() > 3;
                return sentence && !starts_related(&text) || is_source_heading(&text);
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
        let linked = measure.linked(page, child) > 0.5 * measure.chars(page, child)
            || (matches!(tag, "ul" | "ol") && every_item_links(page, child));
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

/// Whether a list has a link in every item.
fn every_item_links(page: &Page<'_>, list: usize) -> bool {
    let mut items = page.children(list).filter(|&at| page.tag(at) == "li");
    items.all(|item| page.subtree(item).any(|at| page.tag(at) == "a"))
}
