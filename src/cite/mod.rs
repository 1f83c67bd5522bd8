//! Documents to citations: who is said to have said what.
//!
//! The sentence around a link, a quotation or an outlet's name is where provenance lives. This
//! module finds attributions (source, cue and content, in the terms of PARC 3 and `PolNeAR`) and
//! outlets that are named without a link. Pure: no network, no HTML.
//!
//! A block is cut into tokens, a quotation being one of them (`quotes`, `scan`); the rules of
//! `english` find cues in each sentence by the tables of `lexicon` and the noun phrases around
//! them by `phrase`; `resolve` then gives each source the fullest name that the document has for
//! it. There is no parser and no tagger: every rule looks at a few tokens on either side, and all
//! of it is linear in the length of the text.

mod attribution;
mod continuation;
mod draft;
mod english;
mod foreign;
mod language;
mod learned;
mod lexicon;
mod names;
mod outlet;
mod paragraph;
mod parts;
mod phrase;
mod quotes;
mod resolve;
mod scan;
mod sentence;
mod verb_last;

use continuation::{continued, is_quotation_only};
use draft::Draft;
use language::Language;
use paragraph::Paragraph;
use scan::Token;
use sentence::Sentence;

use crate::parse::{BlockKind, Document};
use crate::text::Span;

pub use attribution::{Attribution, Mention, MentionKind, Quotation, Source, SourceKind};
pub use learned::{Model, training};
pub use outlet::{NamedOutlets, OutletNames, named_outlets, usual_name};
pub use parts::Parts;

/// An attribution in offsets, its sources not yet named.
#[derive(Debug, Clone)]
struct Found {
    /// Index of the paragraph.
    paragraph: usize,
    draft: Draft,
    cue: Span,
    content: Vec<Span>,
}

/// Returns who is said to have said what in `document`, in the order of their cues.
///
/// Of nested attributions only the outermost is given; the sources that it names as its own
/// ("citing two officials") are in [`Attribution::behind`]. Of sources that are joined behind one
/// cue ("according to A and B") each has an attribution of its own with the same cue and content.
///
/// In a language that is not read (see [`reads`]) there are none; a document of unknown language is
/// read as English.
///
/// # Complexity
///
/// Linear in the length of the text.
#[must_use]
pub fn attributions(document: &Document) -> Vec<Attribution> {
    attributions_by(document, Model::embedded())
}

/// As [`attributions`], with a model of one's own.
#[must_use]
pub fn attributions_by(document: &Document, model: &Model) -> Vec<Attribution> {
    let code = document.language.as_deref();
    if code.is_some_and(|code| !reads(code)) {
        return Vec::new();
    }
    let language = code.and_then(language::of);
    let text = quotes::fold(&document.text);
    let paragraphs: Vec<Paragraph> = document
        .blocks
        .iter()
        .map(|block| Paragraph::in_language(&text, block.span, block.kind, language))
        .collect();
    let found = find(&text, &paragraphs, language, model);
    resolve::finish(document, &text, &paragraphs, &found)
}

/// Runs the rules over all paragraphs.
fn find(
    text: &str,
    paragraphs: &[Paragraph],
    language: Option<&Language>,
    model: &Model,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let first = found.len();
        if language.is_none()
            && paragraph.kind != BlockKind::Heading
            && let Some(draft) = english::label::speech(text, &paragraph.tokens)
        {
            found.push(locate(&paragraph.tokens, index, draft));
            continue;
        }
        for &(start, end) in &paragraph.sentences {
            let tokens = &paragraph.tokens;
            let sentence = Sentence {
                text,
                tokens,
                start,
                end,
                heading: paragraph.kind == BlockKind::Heading,
            };
            let drafts = match language {
                Some(language) => {
                    let last = found[first..].last().and_then(|last| last.draft.source);
                    foreign::attribute(language, text, tokens, (start, end), last)
                }
                None => learned::revise(model, sentence, english::attribute(sentence)),
            };
            if drafts.is_empty()
                && is_quotation_only(text, paragraph, start, end)
                && let Some(known) = continued(&found, paragraphs, index, first)
            {
                let span = Span::new(tokens[start].span.start, tokens[end - 1].span.end);
                found[known].content.push(span);
                continue;
            }
            if drafts.is_empty()
                && start == 0
                && language.is_none()
                && let Some(last) = index.checked_sub(1).map(|last| &paragraphs[last])
                && is_quotation_only(text, paragraph, start, end)
                && let Some(draft) = english::quoting::announced(text, last)
            {
                let content = vec![Span::new(
                    tokens[start].span.start,
                    tokens[end - 1].span.end,
                )];
                let found_here = Found {
                    content,
                    ..locate(&last.tokens, index - 1, draft)
                };
                found.push(found_here);
                continue;
            }
            for draft in drafts {
                found.push(locate(tokens, index, draft));
            }
        }
    }
    found
}

fn locate(tokens: &[Token], paragraph: usize, draft: Draft) -> Found {
    let span = |(start, end): (usize, usize)| {
        Span::new(tokens[start].span.start, tokens[end - 1].span.end)
    };
    Found {
        paragraph,
        cue: span(draft.cue),
        content: draft.content.iter().map(|&range| span(range)).collect(),
        draft,
    }
}

/// Returns whether attributions are read in the language of this ISO 639-1 code.
#[must_use]
pub fn reads(language: &str) -> bool {
    language == "en" || language::of(language).is_some()
}

/// Returns whether a word, lower case, is an English noun for somebody who speaks in some capacity:
/// "mayor", "official".
#[must_use]
pub fn is_role(word: &str) -> bool {
    lexicon::look_up(word).classes & lexicon::class::ROLE != 0
}

/// Returns whether a name in a script without capitals names somebody, rather than saying only what
/// they are: "毛宁", not "部长".
#[must_use]
pub fn is_proper_name(name: &str) -> bool {
    language::is_caseless(name) && !language::is_title(name)
}

/// Returns what the cases of a word of a name have in common, given in lower case, where a language
/// inflects names: "петров" of "петровым". For comparing names of several words, not for showing them;
/// a few names of men and women ("Александр", "Александра") are told apart no more.
#[must_use]
pub fn without_case(word: &str) -> String {
    language::without_case(word)
}

#[cfg(test)]
mod tests_support {
    use crate::parse::{Block, BlockKind, Document};
    use crate::text::Span;

    /// Makes a document of paragraphs that blank lines divide.
    pub(super) fn document(text: &str) -> Document {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            let span = Span::new(at, at + part.len()).trim(text);
            if !span.is_empty() {
                let kind = BlockKind::Paragraph;
                blocks.push(Block { span, kind });
            }
            at += part.len() + 2;
        }
        Document {
            media_type: "text/plain".to_owned(),
            canonical_url: None,
            amp_url: None,
            title: None,
            outlet: None,
            authors: Vec::new(),
            published: None,
            modified: None,
            language: Some("en".to_owned()),
            text: text.to_owned(),
            blocks,
            links: Vec::new(),
            partial: false,
            pages: Vec::new(),
        }
    }
}
