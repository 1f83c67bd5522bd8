//! What holds for every document, whatever the page.

use headwater::parse::Document;
use headwater::text::Span;

/// Returns a text with single spaces between its words.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Panics if a block or a link of a document does not stand where it says; `name` is the page's.
pub(crate) fn assert_sound(document: &Document, name: &str) {
    let text = &document.text;
    let mut end = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        assert!(at == 0 || block.span.start > end, "{name}: blocks overlap");
        assert!(
            text.get(block.span.start..block.span.end).is_some(),
            "{name}: block off a boundary"
        );
        assert!(!block.span.is_empty(), "{name}: empty block");
        end = block.span.end;
    }
    assert!(end <= text.len(), "{name}: block beyond the text");
    let mut last = 0;
    for link in &document.links {
        if let Some(span) = link.span {
            assert_eq!(squeezed(span.of(text)), link.anchor, "{name}: anchor");
            assert!(span.start >= last, "{name}: links out of order");
            last = span.start;
        }
        if let Some(Span { start, end }) = link.marker {
            assert!(
                text.get(start..end).is_some(),
                "{name}: marker off a boundary"
            );
        }
    }
}
