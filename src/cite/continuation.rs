//! Sentences of quotation alone, which go on with what the speaker before them said.

use super::Found;
use super::paragraph::Paragraph;
use super::scan::{Kind, Token};
use crate::text::Span;

/// Whether a sentence is nothing but quotation.
pub(super) fn is_quotation_only(
    text: &str,
    paragraph: &Paragraph,
    start: usize,
    end: usize,
) -> bool {
    let tokens = &paragraph.tokens[start..end];
    let words = |token: &Token| token.span.of(text).split_whitespace().count();
    let quoted: usize = tokens
        .iter()
        .filter(|token| token.kind == Kind::Quotation)
        .map(words)
        .sum();
    let bare = tokens.iter().filter(|token| token.is_word()).count();
    let leads = tokens
        .first()
        .is_some_and(|token| token.kind == Kind::Quotation);
    quoted >= 2 && quoted >= if leads { 2 } else { 9 } * bare
}

/// Whether a quotation that begins at token `start` goes on with the attribution before.
pub(super) fn continues(
    found: &[Found],
    paragraphs: &[Paragraph],
    index: usize,
    first: usize,
) -> bool {
    let Some(last) = found.last() else {
        return false;
    };
    if last.draft.source.is_none() {
        return false;
    }
    if found.len() > first {
        return true;
    }
    // a paragraph of its own: the speaker of the one just before goes on
    let quoted = |span: &Span| {
        paragraphs[last.paragraph]
            .quotations
            .iter()
            .any(|region| region.span.overlaps(*span))
    };
    let leads = last.content.iter().any(quoted);
    last.paragraph + 1 == index && leads
}
