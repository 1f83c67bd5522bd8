//! Where the main text of a page is.
//!
//! Every block's prose is measured (text outside links, in blocks long enough to be sentences), each
//! element gets its effective [`Role`], and then a root is chosen: the elements that the page itself
//! marks as the article's body, if they hold enough of the prose, else the best by Readability's
//! paragraph scoring (Arc90, 2010): a paragraph gives points to its ancestors, fewer the further up.

use super::names::Kinds;
use super::role::{self, Role};
use super::tree::{Page, is_heading};

/// Least characters outside links for a block to count as prose.
const PROSE_CHARS: u32 = 40;
/// A box with more than this share of the page's prose is no furniture, whatever its name.
const FURNITURE_SHARE: f64 = 0.4;
/// The same for comments and for what is hardly ever named so by mistake: they may well be longer
/// than the article.
const SURE_SHARE: f64 = 0.9;
/// Share of the best-scored element's prose that a marked element must hold to be believed.
const HINT_SHARE: f64 = 0.5;

/// A box with as much prose and a headline of the first rank is an article, though it may be shown in
/// what is named a modal or a banner.
const STORY_CHARS: f64 = 800.0;
/// Captions with more than this share of the prose are the text: a story told in pictures.
const CAPTION_SHARE: f64 = 0.3;
/// Words before the name of a source in a caption, lower case.
const SOURCE_WORDS: &[&str] = &[
    "source:", "sources:", "data:", "quelle:", "quellen:", "fuente:", "fuentes:", "fonte:",
    "fonti:", "bron:", "données",
];

/// Where less than this share of the prose is left, what seemed sure to be furniture is not.
const LEFT_SHARE: f64 = 0.15;

/// Sums over the text of any subtree.
#[derive(Debug)]
pub(super) struct Measure {
    /// Characters of text before each node, white space apart.
    chars: Vec<u32>,
    /// Those of them in links.
    linked: Vec<u32>,
    /// Prose characters of blocks before each node.
    prose: Vec<u32>,
    /// Prose of the block at each node itself.
    own: Vec<u32>,
    /// Commas of the block at each node.
    commas: Vec<u32>,
    /// The nearest ancestor of each node that is no inline element.
    block: Vec<usize>,
}

impl Measure {
    /// Measures the nodes for which `counts` holds.
    pub(super) fn new(page: &Page<'_>, counts: impl Fn(usize) -> bool) -> Self {
        let n = page.len();
        let mut block = vec![0; n];
        let mut in_link = vec![false; n];
        let (mut chars, mut linked) = (vec![0; n + 1], vec![0; n + 1]);
        let (mut own_chars, mut own_linked, mut commas) = (vec![0; n], vec![0; n], vec![0; n]);
        for index in 0..n {
            let node = page.node(index);
            block[index] = if page.is_inline(node.parent) {
                block[node.parent]
            } else {
                node.parent
            };
            in_link[index] =
                in_link[node.parent] || (node.tag == "a" && page.attr(index, "href").is_some());
            let counted = node.letters > 0 && counts(index);
            let (length, comma) = if counted {
                (node.letters, node.commas)
            } else {
                (0, 0)
            };
            let link = if in_link[index] { length } else { 0 };
            chars[index + 1] = chars[index] + length;
            linked[index + 1] = linked[index] + link;
            own_chars[block[index]] += length;
            own_linked[block[index]] += link;
            commas[block[index]] += comma;
        }
        let own: Vec<u32> = (0..n)
            .map(|index| {
                let plain: u32 = own_chars[index] - own_linked[index];
                let much = plain >= PROSE_CHARS && plain > own_linked[index];
                let prose = much && !is_heading(page.tag(index));
                if prose { own_chars[index] } else { 0 }
            })
            .collect();
        let mut prose = vec![0; n + 1];
        for index in 0..n {
            prose[index + 1] = prose[index] + own[index];
        }
        Self {
            chars,
            linked,
            prose,
            own,
            commas,
            block,
        }
    }

    /// Returns the characters in the subtree at `index`.
    pub(super) fn chars(&self, page: &Page<'_>, index: usize) -> f64 {
        sum(&self.chars, page, index)
    }

    /// Returns the characters in links in the subtree.
    pub(super) fn linked(&self, page: &Page<'_>, index: usize) -> f64 {
        sum(&self.linked, page, index)
    }

    /// Returns the characters of prose in the subtree.
    pub(super) fn prose(&self, page: &Page<'_>, index: usize) -> f64 {
        sum(&self.prose, page, index)
    }

    /// Returns whether the node itself is a block of prose.
    pub(super) fn is_prose(&self, index: usize) -> bool {
        self.own.get(index).is_some_and(|&prose| prose > 0)
    }

    /// Returns whether the block that holds the node is prose.
    pub(super) fn in_prose(&self, index: usize) -> bool {
        self.block
            .get(index)
            .and_then(|&block| self.own.get(block))
            .is_some_and(|&prose| prose > 0)
    }
}

fn sum(prefix: &[u32], page: &Page<'_>, index: usize) -> f64 {
    let end = page.node(index).end;
    let to = prefix.get(end).copied().unwrap_or_default();
    f64::from(to - prefix.get(index).copied().unwrap_or_default())
}

/// Gives every node its role: its own, if that is believable, or its parent's.
pub(super) fn roles(page: &Page<'_>, raw: &Measure) -> Vec<Role> {
    let mut roles = roles_within(page, raw, SURE_SHARE);
    let left =
        |roles: &[Role]| Measure::new(page, |index| roles[index] == Role::Body).prose(page, 0);
    let mut prose = left(&roles);
    if prose < LEFT_SHARE * raw.prose(page, 0) {
        roles = roles_within(page, raw, FURNITURE_SHARE);
        prose = left(&roles);
    }
    let captions = (0..page.len())
        .filter(|&index| roles[index] == Role::Caption)
        .map(|index| f64::from(raw.own[index]))
        .sum::<f64>();
    if captions > CAPTION_SHARE * (prose + captions) {
        for role in &mut roles {
            if *role == Role::Caption {
                *role = Role::Body;
            }
        }
    }
    roles
}

fn roles_within(page: &Page<'_>, raw: &Measure, sure: f64) -> Vec<Role> {
    let total = raw.prose(page, 0).max(1.0);
    let mut roles = vec![Role::Body; page.len()];
    for index in 1..page.len() {
        let inherited = roles[page.node(index).parent];
        roles[index] = match inherited {
            Role::Body | Role::Note => {
                let share = raw.prose(page, index) / total;
                believed(page, raw, index, share, sure).unwrap_or(inherited)
            }
            other => other,
        };
    }
    roles
}

fn believed(page: &Page<'_>, raw: &Measure, index: usize, share: f64, sure: f64) -> Option<Role> {
    let role = role::role(page, index)?;
    if page.tag(index) == "head" {
        return Some(role);
    }
    let limit = || {
        if matches!(role, Role::Comment | Role::Hidden) || role::is_sure(page, index) {
            sure
        } else {
            FURNITURE_SHARE
        }
    };
    if share > FURNITURE_SHARE && share > limit() {
        return None;
    }
    let headline = |at| page.tag(at) == "h1";
    if matches!(role, Role::Nav | Role::Share | Role::Related | Role::Ad)
        && raw.prose(page, index) >= STORY_CHARS
        && page.subtree(index).any(headline)
    {
        return None;
    }
    if page.is_inline(index)
        && !matches!(role, Role::Hidden | Role::Ad | Role::Caption)
        && (raw.in_prose(index) || is_most_of_line(page, raw, index))
    {
        return None;
    }
    // An embedded post is often wrapped in a box named after the network it comes from.
    let social = matches!(role, Role::Share | Role::Related) && page.tag(index) != "aside";
    let quotes = || page.subtree(index).any(|at| page.tag(at) == "blockquote");
    if social && quotes() {
        return None;
    }
    if role == Role::Caption && is_of_text(page, index) {
        return None;
    }
    Some(role)
}

/// Whether a caption belongs to more than a picture: a table, a quotation, or data whose source it
/// names.
fn is_of_text(page: &Page<'_>, index: usize) -> bool {
    let figure = page.ancestors(index).find(|&at| page.tag(at) == "figure");
    let holds = |at: usize| matches!(page.tag(at), "table" | "blockquote" | "pre");
    if figure.is_some_and(|figure| page.subtree(figure).any(holds)) {
        return true;
    }
    let linked = page.subtree(index).any(|at| page.tag(at) == "a");
    linked && {
        let text = page.text_within(index, 1000).to_lowercase();
        SOURCE_WORDS.iter().any(|word| text.contains(word))
    }
}

/// Whether an inline element is most of a heading, or stands in text whose line breaks matter: what
/// is named there is the sort of a link or of a word of code.
fn is_most_of_line(page: &Page<'_>, raw: &Measure, index: usize) -> bool {
    let Some(&block) = raw.block.get(index) else {
        return false;
    };
    let tag = page.tag(block);
    tag == "pre" || (is_heading(tag) && raw.chars(page, index) > 0.5 * raw.chars(page, block))
}

/// Chooses the root of the main text.
pub(super) fn root(page: &Page<'_>, roles: &[Role]) -> usize {
    let measure = Measure::new(page, |index| roles[index] == Role::Body);
    let scored = scored_root(page, roles, &measure);
    let best = measure.prose(page, scored);
    for (level, group) in hints(page, roles).into_iter().enumerate() {
        let Some(hinted) = common_root(page, &measure, &group) else {
            continue;
        };
        let prose = measure.prose(page, hinted);
        if prose < HINT_SHARE * best || prose == 0.0 {
            continue;
        }
        // A landmark is wider than a body: the scored element inside it is closer to the text.
        let closer = [1.01, 1.01, 0.9, 0.7][level];
        let inside = page.subtree(hinted).contains(&scored);
        return if inside && best >= closer * prose {
            scored
        } else {
            hinted
        };
    }
    scored
}

/// The elements that the page marks as its text, by how precise the mark is; outermost only.
fn hints(page: &Page<'_>, roles: &[Role]) -> [Vec<usize>; 4] {
    let mut groups: [Vec<usize>; 4] = Default::default();
    for (index, role) in roles.iter().enumerate() {
        if *role != Role::Body || page.node(index).element.is_none() {
            continue;
        }
        let tag = page.tag(index);
        if page.is_inline(index) || matches!(tag, "body" | "html" | "p" | "li") {
            continue;
        }
        let names = page.names(index);
        let property = page.attr(index, "itemprop").unwrap_or_default();
        let property = property.eq_ignore_ascii_case("articleBody");
        let role = page.attr(index, "role").unwrap_or_default();
        for (group, hit) in groups.iter_mut().zip([
            property,
            names.any_whole(Kinds::BODY),
            tag == "article" || role == "article",
            tag == "main" || role == "main" || names.any_whole(Kinds::MAIN),
        ]) {
            let nested = group
                .last()
                .is_some_and(|&last| page.subtree(last).contains(&index));
            if hit && !nested {
                group.push(index);
            }
        }
    }
    groups
}

/// The closest element that holds all of `group` that are of some size.
fn common_root(page: &Page<'_>, measure: &Measure, group: &[usize]) -> Option<usize> {
    let best = group
        .iter()
        .map(|&index| measure.prose(page, index))
        .fold(0.0, f64::max);
    let mut large = group
        .iter()
        .copied()
        .filter(|&index| measure.prose(page, index) >= 0.25 * best);
    let first = large.next()?;
    let last = large.next_back().unwrap_or(first);
    std::iter::once(first)
        .chain(page.ancestors(first))
        .find(|&ancestor| page.subtree(ancestor).contains(&last))
}

fn scored_root(page: &Page<'_>, roles: &[Role], measure: &Measure) -> usize {
    let mut scores = vec![0.0_f64; page.len()];
    for index in 0..page.len() {
        if measure.own[index] == 0 || roles[index] != Role::Body {
            continue;
        }
        let hundreds = f64::from(measure.own[index]) / 100.0;
        let points = 1.0 + f64::from(measure.commas[index]).min(10.0) + hundreds.min(5.0);
        let container = !matches!(
            page.tag(index),
            "p" | "blockquote" | "pre" | "li" | "dd" | "dt"
        );
        if container {
            scores[index] += points.max(hundreds);
        }
        for (level, ancestor) in page.ancestors(index).take(5).enumerate() {
            scores[ancestor] += points / [1.0, 2.0, 6.0, 9.0, 12.0][level];
        }
    }
    let mut best = (page.first("body").unwrap_or(0), 0.0);
    for (index, score) in scores.iter().enumerate() {
        let chars = measure.chars(page, index).max(1.0);
        let score = score * (1.0 - measure.linked(page, index) / chars);
        if score > best.1 {
            best = (index, score);
        }
    }
    climb(page, measure, best.0)
}

/// Goes up from `root` while what is added is mostly prose.
fn climb(page: &Page<'_>, measure: &Measure, root: usize) -> usize {
    let mut root = root;
    for ancestor in page.ancestors(root).collect::<Vec<_>>() {
        if page.tag(ancestor) == "html" {
            break;
        }
        let prose = measure.prose(page, ancestor) - measure.prose(page, root);
        let chars = measure.chars(page, ancestor) - measure.chars(page, root);
        if prose > 0.1 * measure.prose(page, root) && prose >= 0.7 * chars {
            root = ancestor;
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    const PROSE: &str = "<p>A sentence that is long enough, surely, to count as running prose.</p>";

    fn root_of(html: &str) -> String {
        let tree = Html::parse_document(html);
        let page = Page::new(&tree, &[]);
        let roles = roles(&page, &Measure::new(&page, |_| true));
        let root = root(&page, &roles);
        page.attr(root, "id").unwrap_or(page.tag(root)).to_owned()
    }

    #[test]
    fn a_marked_body_is_believed_if_it_holds_the_prose() {
        let body = PROSE.repeat(5);
        let html = format!("<div><div id=a itemprop=articleBody>{body}</div>{PROSE}</div>");
        assert_eq!(root_of(&html), "a");
        let html = format!("<div id=a itemprop=articleBody></div><div id=b>{body}</div>");
        assert_eq!(root_of(&html), "b");
    }

    #[test]
    fn posts_share_a_root() {
        let post = format!("<article>{}</article>", PROSE.repeat(3));
        assert_eq!(
            root_of(&format!("<div id=feed>{}</div>", post.repeat(4))),
            "feed"
        );
    }
}
