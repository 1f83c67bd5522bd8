//! Sources to names: heads, kinds and the fullest naming in the document.
//!
//! Pronouns go to the last fitting source or leading name before them, surnames and acronyms to the
//! longest name that they abbreviate, roles ("the mayor") to the name that was put beside the role.
//! What stays unnamed keeps its own words.

mod naming;
mod pointing;
mod reading;

use crate::cite::names::{Gender, Names};
use crate::cite::paragraph::Paragraph;
use crate::cite::phrase::Range;
use crate::cite::scan::Token;
use crate::cite::{Attribution, Found, Quotation, Source, SourceKind, language};
use crate::parse::Document;
use crate::text::Span;

/// A source that was named earlier, for pronouns and "the agency" to point back to.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) kind: SourceKind,
    pub(super) gender: Option<Gender>,
}

/// Turns what was found into attributions with named sources.
pub(super) fn finish(
    document: &Document,
    text: &str,
    paragraphs: &[Paragraph],
    found: Vec<Found>,
) -> Vec<Attribution> {
    let names = Names::new(text, paragraphs);
    let mut resolver = Resolver {
        text,
        names: &names,
        author: document.authors.first().map(String::as_str),
        english: document
            .language
            .as_deref()
            .and_then(language::of)
            .is_none(),
        seen: Vec::new(),
    };
    found
        .into_iter()
        .map(|found| {
            let paragraph = &paragraphs[found.paragraph];
            let tokens = &paragraph.tokens;
            let source = found
                .draft
                .source
                .map(|range| resolver.source(tokens, range));
            let behind = found
                .draft
                .behind
                .iter()
                .map(|&range| resolver.source(tokens, range))
                .collect();
            Attribution {
                source,
                cue: found.cue,
                quotation: quotation(text, paragraphs, &found.content),
                content: found.content,
                behind,
            }
        })
        .collect()
}

/// Tells direct from mixed and indirect speech by the share of words in marks.
fn quotation(text: &str, paragraphs: &[Paragraph], content: &[Span]) -> Quotation {
    let count = |span: Span| span.of(text).split_whitespace().count();
    let all: usize = content.iter().map(|&span| count(span)).sum();
    let mut quoted = 0;
    for span in content {
        let from = paragraphs
            .partition_point(|p| p.tokens.last().is_none_or(|t| t.span.end <= span.start));
        for paragraph in paragraphs.iter().skip(from).take(1) {
            for region in &paragraph.quotations {
                let start = region.span.start.max(span.start);
                let end = region.span.end.min(span.end);
                if start < end {
                    quoted += count(Span::new(start, end));
                }
            }
        }
    }
    match (quoted * 10, all * 9) {
        (0, _) => Quotation::Indirect,
        (quoted, most) if quoted >= most => Quotation::Direct,
        _ => Quotation::Mixed,
    }
}

struct Resolver<'a> {
    text: &'a str,
    names: &'a Names,
    author: Option<&'a str>,
    /// Whether the text is English, so that the word classes of the lexicon hold.
    english: bool,
    seen: Vec<Seen>,
}

impl Resolver<'_> {
    pub(super) fn source(&mut self, tokens: &[Token], range: Range) -> Source {
        let span = span_of(tokens, range);
        let reading = self.read(tokens, range);
        let head = span_of(tokens, reading.head);
        let (name, kind, gender) = self.name(tokens, range, &reading);
        let author = self.author.is_some_and(|author| author == name);
        if !author {
            self.seen.push(Seen {
                at: span.start,
                name: name.clone(),
                kind,
                gender,
            });
        }
        Source {
            span,
            head,
            name,
            kind,
        }
    }
}

pub(super) fn span_of(tokens: &[Token], (start, end): Range) -> Span {
    Span::new(tokens[start].span.start, tokens[end - 1].span.end)
}
