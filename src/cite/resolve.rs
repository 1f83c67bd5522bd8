//! Names.
use super::paragraph::Paragraph;
use super::{Attribution, Found, Quotation, Source, SourceKind};
use crate::parse::Document;
use crate::text::Span;
pub(super) struct Names;
impl Names {
    pub(super) fn new(_d: &Document, _t: &str, _p: &[Paragraph]) -> Self {
        Self
    }
}
pub(super) fn finish(
    text: &str,
    paragraphs: &[Paragraph],
    found: Vec<Found>,
    _n: Names,
) -> Vec<Attribution> {
    found
        .into_iter()
        .map(|f| {
            let tokens = &paragraphs[f.paragraph].tokens;
            let source = f.draft.source.map(|(a, b)| {
                let span = Span::new(tokens[a].span.start, tokens[b - 1].span.end);
                Source {
                    span,
                    head: span,
                    name: span.of(text).to_owned(),
                    kind: SourceKind::Person,
                }
            });
            Attribution {
                source,
                cue: f.cue,
                content: f.content,
                quotation: Quotation::Indirect,
                behind: vec![],
            }
        })
        .collect()
}
