//! Sentences of quotation, nearly alone, which go on with what the speaker before them said.

use super::Found;
use super::paragraph::Paragraph;
use super::scan::{Kind, Token};

/// Whether a sentence is mostly quotation: at least half of its words where it begins with one, four
/// in five elsewhere, the best in cross-validation.
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
    quoted >= 2
        && quoted >= if leads { 1 } else { 4 } * bare
        && !is_signed(text, &paragraph.tokens[end - 1..])
}

/// Tokens behind a quotation among which its signature is looked for.
const TO_SIGNATURE: usize = 200;

/// Words of a signature at most.
const SIGNATURE_WORDS: usize = 6;

/// Whether the line goes on from the first of `tokens` to a signature: "… And so it is.” — Ann Lee".
fn is_signed(text: &str, tokens: &[Token]) -> bool {
    let breaks = |pair: &[Token]| {
        let gap = text.get(pair[0].span.end..pair[1].span.start);
        gap.is_some_and(|gap| gap.contains('\n'))
    };
    let near = &tokens[..tokens.len().min(TO_SIGNATURE)];
    let last = near.windows(2).position(breaks);
    let line = &near[..last.map_or(near.len(), |last| last + 1)];
    let Some(dash) = line.iter().rposition(|token| token.kind == Kind::Dash) else {
        return false;
    };
    let stop = usize::from(line.last().is_some_and(|token| token.kind == Kind::Stop));
    let name = &line[dash + 1..(line.len() - stop).max(dash + 1)];
    (1..=SIGNATURE_WORDS).contains(&name.len())
        && name.iter().all(|token| token.is_word() && token.capital)
}

/// The attribution that a sentence of quotation alone in paragraph `index` goes on with: an index
/// into `found`, of which those from `first` on are of the same paragraph.
pub(super) fn continued(
    found: &[Found],
    paragraphs: &[Paragraph],
    index: usize,
    first: usize,
) -> Option<usize> {
    let last = found.last()?;
    last.draft.source?;
    if found.len() > first {
        return Some(speaking(found, paragraphs, first));
    }
    // a paragraph of its own: the speaker of the one just before goes on, or is quoted as announced
    let end = last.content.last()?.end;
    let before = paragraphs[..index].last()?;
    let adjacent = last.paragraph + 1 == index
        || before
            .tokens
            .first()
            .is_some_and(|token| token.span.start < end);
    let earlier = found
        .iter()
        .rposition(|known| known.paragraph != last.paragraph);
    let at = speaking(found, paragraphs, earlier.map_or(0, |at| at + 1));
    let announced = before
        .tokens
        .last()
        .is_some_and(|token| token.kind == Kind::Colon);
    (adjacent && (announced || quotes(&found[at], paragraphs))).then_some(at)
}

/// Who goes on speaking, of the attributions from `first` on: the last that quotes, for what the
/// speaker is said to refer to is only told: "“…,” Lee said, referring to the ferry. “…”"
fn speaking(found: &[Found], paragraphs: &[Paragraph], first: usize) -> usize {
    let quoting = |known: &Found| known.draft.source.is_some() && quotes(known, paragraphs);
    found[first..]
        .iter()
        .rposition(quoting)
        .map_or(found.len() - 1, |at| first + at)
}

/// Whether any of what an attribution holds stands in quotation marks.
fn quotes(known: &Found, paragraphs: &[Paragraph]) -> bool {
    let quotations = &paragraphs[known.paragraph].quotations;
    known.content.iter().any(|span| {
        let next = quotations.partition_point(|region| region.span.end <= span.start);
        quotations
            .get(next)
            .is_some_and(|region| region.span.overlaps(*span))
    })
}

#[cfg(test)]
mod tests {
    use crate::cite::attributions;
    use crate::cite::tests_support::document;

    /// What each attribution of a text holds: its cue, and how many stretches of content.
    fn parts(text: &str) -> Vec<(&str, usize)> {
        let text_of = |found: &crate::cite::Attribution| (found.cue, found.content.len());
        attributions(&document(text))
            .iter()
            .map(text_of)
            .map(|(cue, parts)| (cue.of(text), parts))
            .collect()
    }

    #[test]
    fn who_quoted_last_goes_on_and_not_what_was_referred_to() {
        let text = "“It will rain again,” Ann Lee said, referring to the storm of last year. “We \
                    are not ready for it at all.”";
        let found = parts(text);
        assert_eq!(found[0], ("said", 2), "{found:?}");
        assert!(found[1..].iter().all(|&(_, parts)| parts == 1), "{found:?}");
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        let text = "“It will rain again,” Ann Lee said.\n\n“We are not ready for it at all.\n\n“Ask \
                    the mayor about it, and ask him soon.”";
        assert_eq!(parts(text), [("said", 3)]);
    }

    #[test]
    fn what_somebody_else_signs_goes_on_with_nobody() {
        let text = "“It will rain again, and snow.” — Ann Lee\n\n“We are not ready for it. So be \
                    it.” And that is “all of it.” — Oona Marsh";
        assert_eq!(parts(text)[0], ("—", 1));
    }

    #[test]
    fn a_colon_announces_the_next_paragraph() {
        let text = "The ministry issued the following statement:\n\n“Our ships were in harbour, \
                    all of them, throughout the night.”";
        let found = parts(text);
        assert_eq!(found, [("issued", 2)]);
    }
}
