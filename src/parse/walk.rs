//! One walk over the page: text, blocks and links together.
//!
//! White space is held back until the next character of the same block, so the text never ends in
//! white space and the place of a link is known when its first character is written.

use std::collections::BTreeMap;

use super::document::{Block, BlockKind};
use super::role::{Role, is_caption};
use super::tree::{Page, is_heading, is_invisible};
use crate::text::Span;

/// Longest mark of a footnote, such as `[12]`, in bytes.
const MARK_BYTES: usize = 6;
/// Longest text of a link from a footnote back to its mark, in bytes.
const BACK_BYTES: usize = 16;
/// More characters than this in the mean cell, and a table is there for the layout.
const CELL_CHARS: usize = 100;

/// What the walk gives.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The main text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The links of the page, in order.
    pub links: Vec<Found>,
    /// Where each footnote is marked, by the fragment of its address.
    pub marks: BTreeMap<String, Span>,
}

/// A link as the walk finds it.
#[derive(Debug)]
pub(super) struct Found {
    /// The element.
    pub node: usize,
    /// Where its text stands in the main text.
    pub span: Option<Span>,
    /// Whether it stands in the main text, with text or without.
    pub inside: bool,
}

/// Walks the page; `inside` tells which nodes belong to the main text.
pub(super) fn walk(page: &Page<'_>, roles: &[Role], inside: impl Fn(usize) -> bool) -> Walked {
    let mut walk = Walk {
        page,
        roles,
        out: Writer::default(),
        open: Vec::new(),
        links: Vec::new(),
        marks: BTreeMap::new(),
        mute_until: 0,
    };
    for index in 0..page.len() {
        walk.leave(index);
        walk.enter(index, inside(index));
    }
    walk.leave(page.len());
    walk.finish()
}

/// An element that has been entered and not yet left.
#[derive(Debug)]
struct Open {
    end: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A box of its own lines; with the kind that it set aside, if it set one.
    Box(Option<BlockKind>),
    /// A cell of a row.
    Cell,
    /// A quotation in the line.
    Quotation,
    /// The link at this index.
    Link(usize),
}

struct Walk<'p, 'a> {
    page: &'p Page<'a>,
    roles: &'p [Role],
    out: Writer,
    open: Vec<Open>,
    links: Vec<Found>,
    marks: BTreeMap<String, Span>,
    /// No text is written before this node.
    mute_until: usize,
}

impl Walk<'_, '_> {
    fn enter(&mut self, index: usize, inside: bool) {
        let node = self.page.node(index);
        let role = self.roles.get(index).copied().unwrap_or(Role::Body);
        let shown = inside && matches!(role, Role::Body | Role::Note);
        if node.element.is_none() {
            if shown && index >= self.mute_until && !node.text.is_empty() {
                self.text(node.text);
            }
            return;
        }
        let tag = self.page.tag(index);
        if tag == "a" && self.page.attr(index, "href").is_some() {
            self.link(index, shown);
        }
        if shown && index >= self.mute_until {
            self.element(index, tag, role);
        }
    }

    fn text(&mut self, text: &str) {
        let Some(span) = self.out.push(text) else {
            return;
        };
        for open in &self.open {
            if let What::Link(link) = open.what
                && let Some(link) = self.links.get_mut(link)
            {
                let start = link.span.map_or(span.start, |known| known.start);
                link.span = Some(Span::new(start, span.end));
            }
        }
    }

    fn link(&mut self, index: usize, shown: bool) {
        self.links.push(Found {
            node: index,
            span: None,
            inside: shown,
        });
        self.open.push(Open {
            end: self.page.node(index).end,
            what: What::Link(self.links.len() - 1),
        });
        if !shown {
            return;
        }
        let Some(fragment) = self.fragment(index) else {
            return;
        };
        let text = self.page.text_within(index, 64);
        let note = self.roles.get(index) == Some(&Role::Note);
        let mark = is_mark(&text) && self.is_raised(index, &text);
        if mark && !note {
            let at = self.out.text.len();
            self.marks.entry(fragment).or_insert(Span::new(at, at));
        }
        if mark || (note && text.len() <= BACK_BYTES) {
            self.mute_until = self.mute_until.max(self.page.node(index).end);
        }
    }

    fn fragment(&self, index: usize) -> Option<String> {
        let fragment = self.page.attr(index, "href")?.strip_prefix('#')?;
        (!fragment.is_empty()).then(|| fragment.to_owned())
    }

    /// Whether a link is set like a footnote's mark: raised, in brackets, or named so.
    fn is_raised(&self, index: usize, text: &str) -> bool {
        let role = self.page.attr(index, "role").unwrap_or_default();
        let class = self.page.attr(index, "class").unwrap_or_default();
        text.starts_with(['[', '('])
            || role == "doc-noteref"
            || class.contains("footnote")
            || class.contains("noteref")
            || self
                .page
                .subtree(index)
                .take(8)
                .any(|at| self.page.tag(at) == "sup")
            || self
                .page
                .ancestors(index)
                .take(3)
                .any(|at| self.page.tag(at) == "sup")
    }

    fn element(&mut self, index: usize, tag: &str, role: Role) {
        let end = self.page.node(index).end;
        match tag {
            "br" => self.out.line_break(),
            "rt" | "rp" => self.mute_until = self.mute_until.max(end),
            "sup" if self.holds_marks(index) => self.mark_all(index),
            "q" => {
                self.text("“");
                self.open.push(Open {
                    end,
                    what: What::Quotation,
                });
            }
            "td" | "th" if self.out.kind == BlockKind::Row => {
                self.out.space();
                self.open.push(Open {
                    end,
                    what: What::Cell,
                });
            }
            _ if self.page.is_inline(index) => {}
            _ => {
                self.out.end_block();
                let kind = self.kind(index, tag, role);
                let former = kind.map(|kind| std::mem::replace(&mut self.out.kind, kind));
                self.open.push(Open {
                    end,
                    what: What::Box(former),
                });
            }
        }
    }

    /// The kind of block that an element makes of what is in it, if it makes one.
    fn kind(&self, index: usize, tag: &str, role: Role) -> Option<BlockKind> {
        let now = self.out.kind;
        let set_apart = matches!(now, BlockKind::Note | BlockKind::Quote | BlockKind::Caption);
        match tag {
            _ if is_heading(tag) => Some(BlockKind::Heading),
            "pre" | "listing" | "xmp" => Some(BlockKind::Preformatted),
            _ if role == Role::Note => Some(BlockKind::Note),
            "blockquote" if now != BlockKind::Note => Some(BlockKind::Quote),
            "figcaption" | "caption" => Some(BlockKind::Caption),
            _ if set_apart => None,
            "li" | "dd" | "dt" => Some(BlockKind::ListItem),
            "table" => Some(BlockKind::Paragraph),
            "tr" if self.is_data(index) => Some(BlockKind::Row),
            _ if now == BlockKind::Paragraph && is_caption(self.page, index) => {
                Some(BlockKind::Caption)
            }
            _ => None,
        }
    }

    /// Whether the table that a row stands in holds data rather than the page's layout.
    fn is_data(&self, row: usize) -> bool {
        let table = self
            .page
            .ancestors(row)
            .take(3)
            .find(|&at| self.page.tag(at) == "table");
        let Some(table) = table else { return false };
        let cells = self
            .page
            .children(row)
            .filter(|&at| matches!(self.page.tag(at), "td" | "th"));
        let boxes = self.page.subtree(row).skip(1).any(|at| {
            matches!(
                self.page.tag(at),
                "table" | "p" | "div" | "ul" | "ol" | "blockquote"
            ) || is_heading(self.page.tag(at))
        });
        let rows = self
            .page
            .subtree(table)
            .filter(|&at| self.page.tag(at) == "tr")
            .take(2)
            .count();
        let text = self.page.text_within(row, CELL_CHARS * 64).len();
        let cells = cells.count();
        !boxes && cells > 1 && rows > 1 && text / cells < CELL_CHARS
    }

    /// Whether a raised text is nothing but marks of footnotes.
    fn holds_marks(&self, index: usize) -> bool {
        let links = || {
            self.page
                .subtree(index)
                .filter(|&at| self.page.tag(at) == "a")
        };
        self.page
            .text_within(index, 64)
            .split([',', ' '])
            .all(is_mark)
            && links().next().is_some()
            && links().all(|link| self.fragment(link).is_some())
    }

    fn mark_all(&mut self, index: usize) {
        let at = self.out.text.len();
        for link in self.page.subtree(index) {
            if let Some(fragment) = self.fragment(link) {
                self.marks.entry(fragment).or_insert(Span::new(at, at));
            }
        }
        self.mute_until = self.mute_until.max(self.page.node(index).end);
    }

    /// Leaves every element that ends at or before `index`.
    fn leave(&mut self, index: usize) {
        while self.open.last().is_some_and(|open| open.end <= index) {
            match self.open.pop().map(|open| open.what) {
                Some(What::Box(former)) => {
                    self.out.end_block();
                    if let Some(kind) = former {
                        self.out.kind = kind;
                    }
                }
                Some(What::Cell) => self.out.space(),
                Some(What::Quotation) => {
                    self.out.forget_space();
                    self.text("”");
                }
                Some(What::Link(_)) | None => {}
            }
        }
    }

    fn finish(mut self) -> Walked {
        self.out.end_block();
        // A heading with nothing under it leads to something that was left out.
        let is_text = |block: &Block| block.kind != BlockKind::Heading;
        if let Some(last) = self.out.blocks.iter().rposition(is_text) {
            self.out.blocks.truncate(last + 1);
        }
        let end = self.out.blocks.last().map_or(0, |block| block.span.end);
        self.out.text.truncate(end);
        for link in &mut self.links {
            link.span = link.span.filter(|span| span.end <= end);
        }
        self.marks.retain(|_, span| span.end <= end);
        Walked {
            text: self.out.text,
            blocks: self.out.blocks,
            links: self.links,
            marks: self.marks,
        }
    }
}

/// Whether a text can be the mark of a footnote: a number, a letter or a dagger, maybe in brackets.
fn is_mark(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '(', ')', ' ', ',', '.']);
    text.len() <= MARK_BYTES
        && (inner
            .chars()
            .all(|c| c.is_ascii_digit() || "*†‡§".contains(c))
            || (inner.len() == 1 && inner.chars().all(|c| c.is_ascii_alphabetic())))
}

/// Writes text with white space folded, and notes where blocks begin and end.
#[derive(Debug)]
struct Writer {
    text: String,
    blocks: Vec<Block>,
    /// The kind of the blocks to come.
    kind: BlockKind,
    /// Where the open block starts.
    start: Option<usize>,
    /// White space to write before the next character.
    gap: String,
    breaks: u32,
}

impl Default for Writer {
    fn default() -> Self {
        Self {
            text: String::new(),
            blocks: Vec::new(),
            kind: BlockKind::Paragraph,
            start: None,
            gap: String::new(),
            breaks: 0,
        }
    }
}

impl Writer {
    /// Writes `text`; returns where its first and last visible characters stand.
    fn push(&mut self, text: &str) -> Option<Span> {
        let mut span: Option<Span> = None;
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_whitespace() || is_invisible(c));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            if !word.is_empty() {
                self.open_block();
                let start = span.map_or(self.text.len(), |known| known.start);
                self.text.push_str(word);
                span = Some(Span::new(start, self.text.len()));
            }
            let mut chars = after.chars();
            match chars.next() {
                Some(c) if !c.is_whitespace() => {}
                Some(c) if self.kind == BlockKind::Preformatted => {
                    self.gap.push(if c == '\r' { '\n' } else { c });
                }
                Some(_) => self.space(),
                None => {}
            }
            rest = chars.as_str();
        }
        span
    }

    /// Writes what is due before the next character.
    fn open_block(&mut self) {
        if self.breaks > 1 && self.kind != BlockKind::Preformatted {
            self.end_block();
        }
        if self.start.is_none() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.start = Some(self.text.len());
        } else {
            self.text.push_str(&self.gap);
        }
        self.gap.clear();
        self.breaks = 0;
    }

    fn space(&mut self) {
        if self.gap.is_empty() {
            self.gap.push(' ');
        }
    }

    fn forget_space(&mut self) {
        self.gap.clear();
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.kind == BlockKind::Preformatted {
            self.gap.push('\n');
        } else {
            "\n".clone_into(&mut self.gap);
        }
    }

    fn end_block(&mut self) {
        if let Some(start) = self.start.take() {
            self.blocks.push(Block {
                span: Span::new(start, self.text.len()),
                kind: self.kind,
            });
        }
        self.gap.clear();
        self.breaks = 0;
    }
}
