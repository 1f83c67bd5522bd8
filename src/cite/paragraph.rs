//! One block of a document: its quotations, its tokens and its sentences.

use super::language::{self, Language};
use super::lexicon::class;
use super::quotes::{self, Region};
use super::scan::{self, Kind, Token};
use crate::parse::BlockKind;
use crate::text::Span;

/// A block made ready for the rules.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) kind: BlockKind,
    pub(super) quotations: Vec<Region>,
    pub(super) tokens: Vec<Token>,
    /// The sentences, as ranges of `tokens`.
    pub(super) sentences: Vec<(usize, usize)>,
}

impl Paragraph {
    /// Reads the block at `span` of `text`, whose doubled quotation marks are folded.
    pub(super) fn new(text: &str, span: Span, kind: BlockKind) -> Self {
        Self::in_language(text, span, kind, None)
    }

    /// As [`Self::new`], in a language other than English.
    pub(super) fn in_language(
        text: &str,
        span: Span,
        kind: BlockKind,
        language: Option<&Language>,
    ) -> Self {
        let mut quotations = quotes::regions(span.of(text), span.start);
        if language.is_some_and(|language| language.quotes_names) {
            quotations.retain(|region| !quotes::is_name(text, *region));
        }
        let tokens = scan::tokens(text, span, &quotations);
        let tokens = language::cut(text, tokens, language);
        let sentences = split(text, &tokens);
        Self {
            kind,
            quotations,
            tokens,
            sentences,
        }
    }
}

/// Words behind which a full stop ends no sentence, beside titles and initials.
const ABBREVIATIONS: &[&str] = &[
    "Inc", "Corp", "Co", "Ltd", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec",
    "No", "vs", "Fla", "Calif", "Tex", "Mass", "Conn", "Ariz", "Pa", "Va", "Ga", "Ill", "Mich",
    "Minn", "Wis", "Colo", "Tenn", "Ala", "Nev", "Wash", "Ore", "Ind", "Jr", "Bros", "Mt", "Ft",
];

/// Most tokens of a sentence: in 48,000 of news the longest has 204. Text without an end is cut into
/// pieces of this size, so that what is asked of a sentence from each of its words stays within bounds.
const LONGEST_SENTENCE: usize = 240;

/// Returns the sentences as token ranges. A quotation is one token, so none ends inside it.
fn split(text: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let end = at + 1;
        let ends = match tokens[at].kind {
            Kind::Stop => stop_ends(text, tokens, at),
            Kind::Quotation => quotation_ends(text, tokens, at),
            Kind::Word => abbreviation_ends(text, tokens, at),
            _ => false,
        } || breaks_line(text, tokens, at)
            || end - start >= LONGEST_SENTENCE;
        at = end;
        if ends {
            found.push((start, end));
            start = end;
        }
    }
    if start < tokens.len() {
        found.push((start, tokens.len()));
    }
    found
}

fn breaks_line(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return true;
    };
    text.get(tokens[at].span.end..next.span.start)
        .is_some_and(|gap| gap.contains('\n'))
}

fn begins(token: &Token) -> bool {
    token.capital || matches!(token.kind, Kind::Quotation | Kind::Open) || token.kind == Kind::Dash
}

fn stop_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return true;
    };
    if matches!(tokens[at].span.of(text), "。" | "！" | "？") {
        return true;
    }
    let spaced = next.span.start > tokens[at].span.end;
    let number = text[next.span.start..]
        .starts_with(|c: char| c.is_numeric() || matches!(c, '@' | '#' | '¿' | '¡'));
    if !spaced || !(begins(next) || number) {
        return false;
    }
    let stop = tokens[at].span.of(text);
    let word = at.checked_sub(1).map_or("", |b| tokens[b].span.of(text));
    stop != "." || !ABBREVIATIONS.contains(&word)
}

/// "in the U.S. The plan": the abbreviation ends the sentence before a word that begins one.
fn abbreviation_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].span.of(text);
    word.len() > 3
        && word.ends_with('.')
        && word.matches('.').count() > 1
        && tokens.get(at + 1).is_some_and(|next| {
            next.capital
                && next.is(class::DETERMINER
                    | class::SUBJECT
                    | class::COORDINATOR
                    | class::PREPOSITION
                    | class::POSSESSIVE)
        })
}

/// Whether a quotation with its own final stop ends the sentence around it.
fn quotation_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let inner = tokens[at]
        .span
        .of(text)
        .trim_end_matches(['"', '”', '“', '»', '«', '\'', '’', '」', '』', ' ']);
    let Some(last) = inner.chars().next_back() else {
        return false;
    };
    let Some(next) = tokens.get(at + 1) else {
        return true;
    };
    // 他说：“…。”
    let led = at.checked_sub(1).map(|before| tokens[before].kind);
    if matches!(last, '。' | '！' | '？') {
        let quotes = matches!(next.span.of(text), "と" | "って" | "라고" | "라며");
        return !quotes && matches!(led, Some(Kind::Colon | Kind::Comma));
    }
    // a signature may follow: “…” — Ann Lee
    if !matches!(last, '.' | '!' | '?' | '…') || !begins(next) || next.kind == Kind::Dash {
        return false;
    }
    // “Why?” Smith asked.
    let speaks = tokens[at + 1..]
        .iter()
        .take_while(|token| token.is_word())
        .take(5)
        .any(|token| token.verb().is_some() && !token.capital);
    last == '.' || next.kind == Kind::Quotation || !speaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let paragraph = Paragraph::new(text, Span::new(0, text.len()), BlockKind::Paragraph);
        paragraph
            .sentences
            .iter()
            .map(|&(start, end)| {
                let from = paragraph.tokens[start].span.start;
                let to = paragraph.tokens[end - 1].span.end;
                &text[from..to]
            })
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("One. Two!", vec!["One.", "Two!"]),
            ("Mr. Lee met Gen. Dorsk.", vec!["Mr. Lee met Gen. Dorsk."]),
            (
                "“It is. We know.” He left.",
                vec!["“It is. We know.”", "He left."],
            ),
            (
                "“Why?” Smith asked. No.",
                vec!["“Why?” Smith asked.", "No."],
            ),
            ("“It is.” — Ann Lee", vec!["“It is.” — Ann Lee"]),
            (
                "He came to the U.S. The rest stayed.",
                vec!["He came to the U.S.", "The rest stayed."],
            ),
            ("It rose 0.8% to 3.5.", vec!["It rose 0.8% to 3.5."]),
            ("Apple Inc. said so.", vec!["Apple Inc. said so."]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn text_without_an_end_is_cut() {
        let text = "and then he said ".repeat(LONGEST_SENTENCE);
        let found = sentences(&text);
        assert_eq!(found.len(), 4);
        assert!(found[0].starts_with("and") && found[3].ends_with("said"));
    }
}
