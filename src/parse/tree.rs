//! The page as a flat list: every element and text in document order.
//!
//! A subtree is a range of the list, so that every pass over a page is a loop; markup nested a
//! hundred thousand levels deep cannot exhaust the stack.

use std::cell::OnceCell;

use scraper::{Html, node::Element};

use super::build::ATTRIBUTES;
use super::names::Names;

/// An element or a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// Index of the parent; the root is its own.
    pub parent: usize,
    /// One past the last index of the subtree.
    pub end: usize,
    /// Index of the sibling before.
    pub previous: Option<usize>,
    /// The element, or `None` for a text.
    pub element: Option<&'a Element>,
    /// The element's name; empty for a text.
    pub tag: &'a str,
    /// Whether it is an element that stands in a line of text.
    pub is_inline: bool,
    /// The text; empty for an element.
    pub text: &'a str,
    /// Characters of the text, white space apart.
    pub letters: u32,
    /// Commas and semicolons among them.
    pub commas: u32,
    /// Where its attributes stand among those of the page.
    attributes: (u32, u32),
}

impl<'a> Node<'a> {
    /// What stands for a node that is not there: a text without characters.
    const fn empty(parent: usize, index: usize) -> Self {
        Self {
            parent,
            end: index + 1,
            previous: None,
            element: None,
            tag: "",
            is_inline: false,
            text: "",
            letters: 0,
            commas: 0,
            attributes: (0, 0),
        }
    }

    fn with_text(self, text: &'a str) -> Self {
        let (mut letters, mut commas) = (0, 0);
        if text.is_ascii() {
            for byte in text.bytes() {
                letters += u32::from(!matches!(byte, b' ' | b'\t'..=b'\r'));
                commas += u32::from(matches!(byte, b',' | b';'));
            }
            return Self {
                text,
                letters,
                commas,
                ..self
            };
        }
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            letters += 1;
            commas += u32::from(matches!(c, ',' | '،' | '、' | '，' | ';'));
        }
        Self {
            text,
            letters,
            commas,
            ..self
        }
    }
}

/// The nodes of a page in document order; the first is the root.
#[derive(Debug)]
pub(super) struct Page<'a> {
    nodes: Vec<Node<'a>>,
    /// Names and values without white space around them, element by element.
    attributes: Vec<(&'a str, &'a str)>,
    names: Vec<OnceCell<Names>>,
    json_ld: &'a [&'a str],
}

/// Elements whose content is no part of what a reader sees.
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "textarea", "select", "canvas", "audio", "video", "map", "datalist",
];

impl<'a> Page<'a> {
    /// Lists the nodes of `html`; `json_ld` is what its scripts hold of it.
    pub(super) fn new(html: &'a Html, json_ld: &'a [&'a str]) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(html.tree.values().len());
        let mut attributes = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut last = None;
        let mut next = Some(html.tree.root());
        while let Some(node) = next {
            let index = nodes.len();
            let parent = open.last().copied().unwrap_or_default();
            let element = node.value().as_element();
            let tag = element.map_or("", Element::name);
            let seen = element.is_none() || !UNSEEN.contains(&tag);
            if seen {
                let from = position(attributes.len());
                let found = element.into_iter().flat_map(Element::attrs);
                attributes.extend(found.map(|(name, value)| (name, value.trim())));
                let text = node.value().as_text().map_or("", |text| &**text);
                nodes.push(Node {
                    previous: last.filter(|&last| index > 0 && last > parent),
                    element,
                    tag,
                    is_inline: is_inline(tag),
                    attributes: (from, position(attributes.len())),
                    ..Node::empty(parent, index).with_text(text)
                });
                last = None;
            }
            if seen && let Some(child) = node.first_child() {
                open.push(index);
                next = Some(child);
                continue;
            }
            if seen {
                last = Some(index);
            }
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling() {
                    break Some(sibling);
                }
                let Some(up) = at.parent() else { break None };
                let end = nodes.len();
                last = open.pop();
                if let Some(node) = last.and_then(|index| nodes.get_mut(index)) {
                    node.end = end;
                }
                at = up;
            };
        }
        let names = vec![OnceCell::new(); nodes.len()];
        Self {
            nodes,
            attributes,
            names,
            json_ld,
        }
    }

    /// Returns the names that an element bears in its class, id and data attributes.
    pub(super) fn names(&self, index: usize) -> Names {
        self.names.get(index).map_or(Names::NONE, |names| {
            *names.get_or_init(|| Names::of(self, index))
        })
    }

    /// Returns the content of the JSON-LD scripts.
    pub(super) fn json_ld(&self) -> &'a [&'a str] {
        self.json_ld
    }

    /// Returns how many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the node at `index`.
    #[inline]
    pub(super) fn node(&self, index: usize) -> Node<'a> {
        let node = self.nodes.get(index).copied();
        node.unwrap_or(Node::empty(0, index))
    }

    /// Returns the tag's name, or nothing for a text.
    #[inline]
    pub(super) fn tag(&self, index: usize) -> &'a str {
        self.nodes.get(index).map_or("", |node| node.tag)
    }

    /// Returns whether a node is an element that stands in a line of text.
    #[inline]
    pub(super) fn is_inline(&self, index: usize) -> bool {
        self.nodes.get(index).is_some_and(|node| node.is_inline)
    }

    /// Returns an attribute, if it is there and not blank.
    pub(super) fn attr(&self, index: usize, name: &str) -> Option<&'a str> {
        self.attr_or_blank(index, name)
            .filter(|value| !value.is_empty())
    }

    /// Returns whether an attribute is there, if only by its name.
    pub(super) fn has_attr(&self, index: usize, name: &str) -> bool {
        self.attr_or_blank(index, name).is_some()
    }

    fn attr_or_blank(&self, index: usize, name: &str) -> Option<&'a str> {
        debug_assert!(ATTRIBUTES.contains(&name), "{name} does not reach the tree");
        let (from, to) = self.nodes.get(index)?.attributes;
        self.attributes
            .get(from as usize..to as usize)?
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    /// Returns all indices of the subtree, the node itself first.
    #[inline]
    pub(super) fn subtree(&self, index: usize) -> std::ops::Range<usize> {
        index..self.node(index).end
    }

    /// Returns the children in order.
    pub(super) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.node(index).end;
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.node(child).end;
            Some(child)
        })
    }

    /// Returns the ancestors, the parent first.
    pub(super) fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            let parent = self.node(at).parent;
            (parent != at).then(|| {
                at = parent;
                parent
            })
        })
    }

    /// Returns the first element with the tag `name`.
    pub(super) fn first(&self, name: &str) -> Option<usize> {
        (0..self.len()).find(|&index| self.tag(index) == name)
    }

    /// Returns the text of the subtree with white space folded, at most about `limit` bytes of it.
    pub(super) fn text_within(&self, index: usize, limit: usize) -> String {
        let mut out = String::new();
        for at in self.subtree(index) {
            let node = self.node(at);
            let apart = node.element.is_some() && !node.is_inline;
            if apart && !out.ends_with(' ') {
                out.push(' ');
            }
            fold_into(&mut out, node.text);
            if out.len() > limit {
                break;
            }
        }
        out.trim().to_owned()
    }

    /// Returns the whole text of the subtree with white space folded.
    pub(super) fn text(&self, index: usize) -> String {
        self.text_within(index, usize::MAX)
    }
}

/// A count as the number that nodes keep; pages are far shorter.
fn position(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Appends `text` with each run of white space as one space, none at the start.
pub(super) fn fold_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_whitespace() || is_invisible(c)) {
        let (word, after) = rest.split_at(at);
        out.push_str(word);
        let mut chars = after.chars();
        let space = chars.next().is_some_and(char::is_whitespace);
        if space && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Returns `text` with white space folded and none at its ends.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// Whether a character is only a hint for the line breaker: soft hyphen, zero-width space, mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether an element stands in a line of text rather than on lines of its own.
fn is_inline(tag: &str) -> bool {
    !matches!(
        tag,
        "" | "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "noframes"
            | "ol"
            | "option"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// Whether the tag is one of h1 to h6.
pub(super) fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_is_a_range() {
        let html = Html::parse_document("<p>a <b>b</b></p><script>x</script><p>c\n d</p>");
        let page = Page::new(&html, &[]);
        let body = page.first("body").unwrap();
        let children: Vec<String> = page.children(body).map(|child| page.text(child)).collect();
        assert_eq!(children, ["a b", "c d"]);
        let bold = page.first("b").unwrap();
        assert!(page.ancestors(bold).any(|ancestor| ancestor == body));
        assert_eq!(page.subtree(0).len(), page.len());
    }

    #[test]
    fn folding_drops_soft_hyphens() {
        assert_eq!(fold(" a\u{ad}b \n c\u{a0}"), "ab c");
    }
}
