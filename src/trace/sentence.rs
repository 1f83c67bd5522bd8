//! The sentences of a document.

use crate::claim::quotations;
use crate::parse::{BlockKind, Document};
use crate::text::{Span, fold, sentences, words};

/// Fewest words of a sentence that states something of its own.
const SHORTEST_STATEMENT: usize = 5;

/// Most words of a document of one block that is a line: a headline, or a caption.
const LINE: usize = 24;

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
    /// Whether it begins within a quotation.
    pub quoted: bool,
    /// Whether it begins with a pronoun, and so leans on the sentences around it.
    pub leans: bool,
}

/// The sentences of a document, block by block; a single line is one statement, however many stops
/// stand in it. Of a document that is a headline alone, or a line
/// of news in capitals, that line is the statement, if it has three words.
pub(super) fn split(document: &Document) -> Vec<Sentence> {
    let text = document.text.as_str();
    let mut found: Vec<Sentence> = Vec::new();
    let (mut end, mut before) = (0, 0);
    let quotations = quotations(text, false);
    let begins_quoted = |at: usize| {
        let next = quotations.partition_point(|quotation| quotation.end <= at);
        quotations
            .get(next)
            .is_some_and(|quotation| quotation.start < at)
    };
    for (number, block) in document.blocks.iter().enumerate() {
        let block_text = block.span.of(text);
        let is_line = document.blocks.len() == 1 && words(block_text).nth(LINE).is_none();
        let spans = if is_line {
            vec![Span::new(0, block_text.len())]
        } else {
            sentences(block_text)
        };
        for span in spans {
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
                quoted: begins_quoted(span.start),
                leans: leans(words),
            });
        }
    }
    if !found.iter().any(|sentence| sentence.states) {
        for sentence in &mut found {
            sentence.states = words(sentence.at.span().of(text)).nth(2).is_some();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Input, document};

    #[test]
    fn a_headline_states_something_where_nothing_else_does() {
        let stating = |body: &str| -> Vec<String> {
            let input = Input {
                url: None,
                content_type: Some("text/plain"),
                body: body.as_bytes(),
                retrieved: None,
            };
            let page = document(&input).expect("a page");
            let sentences = split(&page).into_iter();
            sentences
                .filter(|sentence| sentence.states)
                .map(|sentence| sentence.at.span().of(&page.text).to_owned())
                .collect()
        };
        let headline = "Two Cracks In North Pier";
        assert_eq!(stating(headline), [headline]);
        let text = "Divers found two cracks in the north pier on Friday.";
        assert_eq!(stating(&format!("{headline}\n\n{text}")), [text]);
        assert!(stating("More News").is_empty());
    }
}
