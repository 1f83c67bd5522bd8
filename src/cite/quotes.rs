//! Quotations: where they open and close.
//!
//! Publishers write marks in many ways: `“ ”`, `"`, `''`, ` `` `, `« »`, `„ “` and single ones.
//! [`fold`] first rewrites the doubled ones to marks of the same length, so that no offset moves;
//! [`regions`] then pairs the marks within one paragraph.

use std::borrow::Cow;

use crate::text::Span;

/// A quotation with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// From the opening mark through the closing one, or to the paragraph's end.
    pub(super) span: Span,
    /// Whether a closing mark was found.
    pub(super) closed: bool,
}

/// Returns `text` with doubled apostrophes and grave accents as guillemets, which are as long.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if !text.contains("''") && !text.contains("``") {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    let mut last = ' ';
    while let Some(at) = rest.find("''").into_iter().chain(rest.find("``")).min() {
        folded.push_str(&rest[..at]);
        last = rest[..at].chars().next_back().unwrap_or(last);
        let opens = opens_after(last) && !rest[at + 2..].starts_with([' ', '\n', '.', ',']);
        let mark = if opens { '«' } else { '»' };
        folded.push(mark);
        last = mark;
        rest = &rest[at + 2..];
    }
    folded.push_str(rest);
    Cow::Owned(folded)
}

fn opens_after(before: char) -> bool {
    before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | ':' | '“' | '"')
}

/// Returns the quotations of one `paragraph` that begins at byte `base` of its text, outermost
/// only, in order.
pub(super) fn regions(paragraph: &str, base: usize) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, c) in paragraph.char_indices() {
        let end = at + c.len_utf8();
        match open {
            None if opening(paragraph, end, before, c) && !labels(&paragraph[end..]) => {
                let single = matches!(c, '\'' | '‘');
                if !single || closing_single(paragraph, end).is_some() {
                    open = Some((at, c));
                }
            }
            Some((start, mark)) if closes(mark, c, paragraph, end, before) => {
                found.push(Region {
                    span: Span::new(base + start, base + end),
                    closed: true,
                });
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some((start, mark)) = open
        && !matches!(mark, '\'' | '‘')
    {
        found.push(Region {
            span: Span::new(base + start, base + paragraph.trim_end().len().max(start)),
            closed: false,
        });
    }
    found
}

/// Whether `c`, which ends at `end`, opens a quotation.
fn opening(paragraph: &str, end: usize, before: char, c: char) -> bool {
    let next = paragraph[end..].chars().next();
    match c {
        '“' | '«' | '„' | '‟' => next.is_some_and(|n| !n.is_whitespace()) || c == '«',
        '»' => opens_after(before) && next.is_some_and(char::is_alphanumeric),
        '"' => next.is_some_and(|n| !n.is_whitespace()),
        '\'' | '‘' => {
            opens_after(before)
                && next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '[' | '…'))
        }
        _ => false,
    }
}

/// Whether `rest` begins with the label of a speaker, as in a transcript whose every turn opens
/// with a mark: "WALLACE: …".
fn labels(rest: &str) -> bool {
    let Some((label, said)) = rest.split_once(':') else {
        return false;
    };
    label.len() > 2
        && label.len() <= 40
        && said.starts_with(char::is_whitespace)
        && label
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

/// Whether `c` closes what `mark` opened.
fn closes(mark: char, c: char, paragraph: &str, end: usize, before: char) -> bool {
    match mark {
        '“' => c == '”' || (c == '"' && !opens_after(before)),
        '"' => c == '"' || (c == '”' && !opens_after(before)),
        '„' | '‟' => matches!(c, '“' | '”' | '"'),
        '«' => c == '»',
        '»' => c == '«',
        '\'' | '‘' => matches!(c, '\'' | '’') && ends_single(paragraph, end, before),
        _ => false,
    }
}

/// Whether a single mark that ends at `end` can be a closing one: no letter follows.
fn ends_single(paragraph: &str, end: usize, before: char) -> bool {
    let next = paragraph[end..].chars().next();
    let free = next.is_none_or(|n| !n.is_alphanumeric());
    // "the officers' orders": a possessive plural, unless punctuation follows
    let possessive = before == 's' && next == Some(' ');
    free && !before.is_whitespace() && !possessive
}

/// Finds a closing single mark behind `from`.
fn closing_single(paragraph: &str, from: usize) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in paragraph[from..].char_indices() {
        let at = from + at;
        if matches!(c, '\'' | '’') && ends_single(paragraph, at + c.len_utf8(), before) {
            return Some(at);
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<String> {
        let folded = fold(text);
        assert_eq!(folded.len(), text.len());
        regions(&folded, 0)
            .into_iter()
            .map(|region| region.span.of(text).to_owned())
            .collect()
    }

    #[test]
    fn all_notations_give_the_same_quotation() {
        for (text, expected) in [
            ("He said “no, thanks” twice", vec!["“no, thanks”"]),
            ("He said \"no\" and \"yes\"", vec!["\"no\"", "\"yes\""]),
            ("''We don't,'' he said", vec!["''We don't,''"]),
            ("``We do,'' he said", vec!["``We do,''"]),
            ("«Nada», dijo", vec!["«Nada»"]),
            ("„Nein“, sagte er", vec!["„Nein“"]),
            (
                "He said: 'Kim's sister may go.' Then",
                vec!["'Kim's sister may go.'"],
            ),
            ("It's the boys' own don't", vec![]),
            ("‘It isn’t,’ she said", vec!["‘It isn’t,’"]),
            (
                "“She said ‘yes’ to me,” he said",
                vec!["“She said ‘yes’ to me,”"],
            ),
            ("“It goes on", vec!["“It goes on"]),
        ] {
            assert_eq!(quoted(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn regions_lie_in_the_text_in_order(text in "(\\PC|['\"“”‘’«»`] ?){0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.len(), text.len());
            let mut end = 0;
            for region in regions(&folded, 0) {
                prop_assert!(region.span.start >= end);
                prop_assert!(!region.span.of(&text).is_empty());
                end = region.span.end;
            }
        }
    }
}
