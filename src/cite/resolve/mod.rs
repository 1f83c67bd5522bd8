//! Sources to names: heads, kinds and the fullest naming in the document.
//!
//! Pronouns go to the last fitting source or leading name before them, surnames and acronyms to the
//! longest name that they abbreviate, roles ("the mayor") to the name that was put beside the role.
//! What stays unnamed keeps its own words.

mod foreign;
mod naming;
mod pointing;
mod reading;

use crate::cite::language::{self, Language, Writing};
use crate::cite::names::{Gender, Names};
use crate::cite::paragraph::Paragraph;
use crate::cite::parts::{Parts, Setting};
use crate::cite::phrase::Range;
use crate::cite::scan::Token;
use crate::cite::sentence::Sentence;
use crate::cite::{Attribution, Found, Quotation, Source, SourceKind};
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
    found: &[Found],
) -> Vec<Attribution> {
    let names = Names::new(text, paragraphs);
    let language = document.language.as_deref().and_then(language::of);
    let mut resolver = Resolver {
        text,
        names: &names,
        author: document.authors.first().map(String::as_str),
        language,
        seen: Vec::new(),
    };
    let mut attributions = Vec::with_capacity(found.len());
    for (number, here) in found.iter().enumerate() {
        let tokens = &paragraphs[here.paragraph].tokens;
        let stage = Stage {
            text,
            paragraphs,
            here,
            then: found.get(number + 1),
            language,
        };
        let draft = &here.draft;
        let mut whom = |range: Range, outer: Option<Range>| {
            let mut source = resolver.source(tokens, range);
            if source.kind == SourceKind::Anonymous {
                source.parts = stage.parts(range, outer);
            }
            source
        };
        let source = draft.source.map(|range| whom(range, None));
        let behind = draft.behind.iter();
        attributions.push(Attribution {
            source,
            cue: here.cue,
            quotation: quotation(text, paragraphs, &here.content, language),
            content: here.content.clone(),
            behind: behind.map(|&range| whom(range, draft.source)).collect(),
        });
    }
    attributions
}

/// Tokens on either side of an anonymous source that may tell more of it.
const NEAR: usize = 200;

/// An attribution among the others of its document.
#[derive(Debug, Clone, Copy)]
struct Stage<'a> {
    text: &'a str,
    paragraphs: &'a [Paragraph],
    here: &'a Found,
    /// The attribution that follows.
    then: Option<&'a Found>,
    language: Option<&'a Language>,
}

impl Stage<'_> {
    /// Reads the parts of its source, or of one behind that which stands at `outer`.
    fn parts(&self, source: Range, outer: Option<Range>) -> Option<Parts> {
        let paragraph = &self.paragraphs[self.here.paragraph];
        let number = paragraph
            .sentences
            .partition_point(|&(_, end)| end <= source.0);
        let mut sentence = self.sentence(paragraph, number)?;
        sentence.start = sentence.start.max(source.0.saturating_sub(NEAR));
        sentence.end = sentence.end.min(source.1 + NEAR);
        let setting = Setting {
            sentence,
            source,
            outer,
            draft: &self.here.draft,
            next: self.next(paragraph, number),
            language: self.language,
        };
        Some(setting.parts())
    }

    fn sentence<'b>(&'b self, paragraph: &'b Paragraph, number: usize) -> Option<Sentence<'b>> {
        let &(start, end) = paragraph.sentences.get(number)?;
        Some(Sentence {
            text: self.text,
            tokens: &paragraph.tokens,
            start,
            end,
            heading: false,
        })
    }

    /// The sentence behind the one with a number, in its paragraph or the next, unless somebody
    /// else speaks between.
    fn next<'b>(&'b self, paragraph: &'b Paragraph, number: usize) -> Option<Sentence<'b>> {
        let next = self.sentence(paragraph, number + 1).or_else(|| {
            let following = self.paragraphs.get(self.here.paragraph + 1)?;
            self.sentence(following, 0)
        })?;
        let begins = next.tokens[next.start].span.start;
        let alone = self.then.is_none_or(|then| then.cue.start >= begins);
        alone.then_some(next)
    }
}

/// Tells direct from mixed and indirect speech by the share of words in marks; where no blanks stand
/// between words, of characters.
fn quotation(
    text: &str,
    paragraphs: &[Paragraph],
    content: &[Span],
    language: Option<&Language>,
) -> Quotation {
    let unspaced = language.is_some_and(|language| language.writing == Writing::Unspaced);
    let count = |span: Span| match span.of(text) {
        words if unspaced => words.chars().count(),
        words => words.split_whitespace().count(),
    };
    let all: usize = content.iter().map(|&span| count(span)).sum();
    let mut quoted = 0;
    for span in content {
        let from = paragraphs
            .partition_point(|p| p.tokens.last().is_none_or(|t| t.span.end <= span.start));
        let Some(paragraph) = paragraphs.get(from) else {
            continue;
        };
        let regions = &paragraph.quotations;
        let first = regions.partition_point(|region| region.span.end <= span.start);
        for region in regions[first..]
            .iter()
            .take_while(|region| region.span.start < span.end)
        {
            let start = region.span.start.max(span.start);
            let end = region.span.end.min(span.end);
            quoted += count(Span::new(start, end));
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
    /// The language; `None` for English, of which the word classes of the lexicon hold.
    language: Option<&'a Language>,
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
            parts: None,
        }
    }
}

pub(super) fn span_of(tokens: &[Token], (start, end): Range) -> Span {
    Span::new(tokens[start].span.start, tokens[end - 1].span.end)
}
