//! The sentences of a document.

use crate::parse::{BlockKind, Document};
use crate::text::{Span, fold, sentences, words};

/// Fewest words of a sentence that states something of its own.
const SHORTEST_STATEMENT: usize = 5;

/// A [`Span`] in half the room: a run has very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    /// Returns it as a span.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

impl From<Span> for Stretch {
    fn from(span: Span) -> Self {
        Self {
            start: small(span.start),
            end: small(span.end),
        }
    }
}

/// A number within a page: bodies are bounded far below 4 GiB.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A sentence and its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub at: Stretch,
    /// Characters of that text before it.
    pub before: u32,
    /// The number of its block.
    pub block: u32,
    /// What that block is.
    pub kind: BlockKind,
    /// Whether it states something of its own.
    pub states: bool,
    /// Whether it begins with a pronoun, and so leans on the sentences around it.
    pub leans: bool,
}

/// The sentences of a document, block by block.
pub(super) fn split(document: &Document) -> Vec<Sentence> {
    let text = document.text.as_str();
    let mut found: Vec<Sentence> = Vec::new();
    let (mut end, mut before) = (0, 0);
    for (number, block) in document.blocks.iter().enumerate() {
        for span in sentences(block.span.of(text)) {
            let span = Span::new(block.span.start + span.start, block.span.start + span.end);
            before += Span::new(end, span.start).of(text).chars().count();
            end = span.start;
            let words = span.of(text);
            found.push(Sentence {
                at: span.into(),
                before: small(before),
                block: small(number),
                kind: block.kind,
                states: states(block.kind) && is_statement(words),
                leans: leans(words),
            });
        }
    }
    found
}

/// Whether a block of this kind states anything in its own voice; headlines do not.
fn states(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Heading | BlockKind::Note)
}

/// Whether a sentence says something of its own: no question, no line of dates and names.
fn is_statement(text: &str) -> bool {
    let all: Vec<&str> = words(text).map(|word| word.text).collect();
    let low = |word: &&&str| word.chars().next().is_some_and(char::is_lowercase);
    let closed = text
        .trim_end_matches(['"', '”', '’', '\'', '»', ')', ']'])
        .ends_with(['.', '!', '…', '。', '！']);
    all.len() >= SHORTEST_STATEMENT
        && !text.ends_with('?')
        && !text.contains(['·', '|', '©'])
        && (closed || 2 * all.iter().filter(low).count() >= all.len())
}

/// Whether a sentence begins with a pronoun.
fn leans(text: &str) -> bool {
    const PRONOUNS: [&str; 6] = ["it", "this", "that", "he", "she", "they"];
    words(text)
        .next()
        .is_some_and(|word| PRONOUNS.contains(&fold(word.text).as_str()))
}
