//! Text to tree, with bounds on what markup may cost.
//!
//! An HTML5 tree builder looks through its open elements at every tag, opens the formatting elements
//! again that a paragraph closed: markup made for it would cost quadratic time and memory. Here a
//! tag that would go too deep is left out before the builder sees it, and so are comments and
//! scripts that [`super::trim`] has left in.

use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::{Html, HtmlTreeSink};

/// More open elements than this are no page that a person made; browsers stop at 512.
const MAX_OPEN: usize = 400;
/// The builder's state is looked at after so many start tags, and after each where it is half full.
const LOOK_AFTER: u32 = 16;
/// A page has so many nodes for each of its tags and texts at the most, and [`SPARE_NODES`] more;
/// beyond it, formatting elements left open multiply, and the rest of its tags are left out.
const NODES_PER_TOKEN: usize = 3;
const SPARE_NODES: usize = 10_000;

/// The attributes that some stage or the tree builder reads; others do not reach the tree.
pub(super) const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-hidden",
    "aria-label",
    "class",
    "color",
    "content",
    "data-component",
    "data-module",
    "data-type",
    "datetime",
    "encoding",
    "face",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "size",
    "src",
    "style",
    "title",
    "type",
    "xml:lang",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
];

/// Parses the markup of a page that is trimmed of all but [`ATTRIBUTES`].
pub(super) fn tree(html: &str) -> Html {
    let sink = HtmlTreeSink::new(Html::new_document());
    let tokens = Bounded {
        builder: TreeBuilder::new(sink, TreeBuilderOpts::default()),
        look_in: Cell::new(LOOK_AFTER),
        full: Cell::new(false),
        tokens: Cell::new(0),
        flat: Cell::new(false),
        unread: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(tokens, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on to the tree builder.
struct Bounded<S: TreeSink> {
    builder: TreeBuilder<S::Handle, S>,
    /// Start tags until the builder's state is looked at.
    look_in: Cell<u32>,
    /// Whether the builder had too much open when it was last looked at.
    full: Cell<bool>,
    /// Tokens passed on.
    tokens: Cell<usize>,
    /// Whether no tag is passed on any more.
    flat: Cell<bool>,
    /// Whether the text to come is that of a script or a style sheet.
    unread: Cell<bool>,
}

impl TokenSink for Bounded<HtmlTreeSink> {
    type Handle = <HtmlTreeSink as TreeSink>::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        let token = match token {
            Token::CommentToken(_) | Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::CharacterTokens(_) if self.unread.get() => return TokenSinkResult::Continue,
            Token::TagToken(tag) => {
                if !self.takes(&tag) {
                    return TokenSinkResult::Continue;
                }
                self.unread.set(is_unread(&tag));
                Token::TagToken(tag)
            }
            token => token,
        };
        self.tokens.set(self.tokens.get() + 1);
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Bounded<HtmlTreeSink> {
    /// Whether a tag is passed on. One whose content is no markup always is, for the tokenizer
    /// needs the builder's word to read on after it.
    fn takes(&self, tag: &Tag) -> bool {
        let foreign = self.adjusted_current_node_present_but_not_in_html_namespace();
        if is_raw(tag) && !foreign {
            return true;
        }
        if self.flat.get() {
            return false;
        }
        if tag.kind == TagKind::EndTag {
            if self.full.get() {
                self.look_in.set(0);
            }
            return true;
        }
        if self.look_in.get() > 0 {
            self.look_in.set(self.look_in.get() - 1);
            return !self.full.get();
        }
        self.look();
        !self.full.get() && !self.flat.get()
    }

    /// Counts what the builder has open, and the nodes that it has made.
    fn look(&self) {
        let count = Count::default();
        self.builder.trace_handles(&count);
        let open = count.0.get();
        self.full.set(open > MAX_OPEN);
        self.look_in.set(match open {
            0..200 => LOOK_AFTER,
            200..=MAX_OPEN => 0,
            // Nothing changes before the next end tag.
            _ => u32::MAX,
        });
        let nodes = self.builder.sink.0.borrow().tree.values().len();
        self.flat
            .set(nodes > NODES_PER_TOKEN * self.tokens.get() + SPARE_NODES);
    }
}

/// Counts handles: the open elements and those that formatting would open again.
#[derive(Debug, Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = <HtmlTreeSink as TreeSink>::Handle;

    fn trace_handle(&self, _: &Self::Handle) {
        self.0.set(self.0.get() + 1);
    }
}

/// Whether an element's content is no markup, so that it is closed by its own end tag.
fn is_raw(tag: &Tag) -> bool {
    RAW.contains(&&*tag.name)
}

/// Whether a tag opens a script or a style sheet, which nobody reads.
fn is_unread(tag: &Tag) -> bool {
    tag.kind == TagKind::StartTag && !tag.self_closing && matches!(&*tag.name, "style" | "script")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(html: &str) -> usize {
        let html = tree(html);
        let nodes = html.tree.nodes();
        nodes
            .map(|node| node.ancestors().count())
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn only_what_is_too_deep_loses_its_tags() {
        let page = "<div><p>a<br>b</div>".repeat(5000);
        assert_eq!(tree(&page), Html::parse_document(&page));
        for open in [
            "<div>",
            "<b>",
            "<a>",
            "<ul><li>",
            "<table><tr><td>",
            "<font>",
            "<p>",
            "<svg><style>",
            "</p></div><div>",
            "<dl><dd>",
            "<form><div/>",
            "<div><!--</div>-->",
        ] {
            let html = format!("{}end", open.repeat(3000));
            assert!(depth(&html) < 2 * MAX_OPEN, "{open}");
            let text: String = tree(&html).root_element().text().collect();
            assert!(text.ends_with("end") || open.contains("style"), "{open}");
        }
    }

    #[test]
    fn formatting_left_open_does_not_multiply() {
        let bold: Vec<String> = (0..3000).map(|id| format!("<p><b id={id}>x")).collect();
        let html = bold.concat();
        assert!(tree(&html).tree.values().len() < 50_000);
    }
}
