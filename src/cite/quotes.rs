//! Quotations: where they open and close.
//!
//! Publishers write marks in many ways: `“ ”`, `"`, `''`, ` `` `, `« »`, `„ “`, `「 」` and single
//! ones.
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
    if doubled(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    let mut last = ' ';
    while let Some(at) = doubled(rest) {
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

/// Returns where the first doubled apostrophe or grave accent begins. Both are looked for at once: a
/// text that holds thousands of one is not searched for the other each time.
fn doubled(text: &str) -> Option<usize> {
    let mut pairs = text.as_bytes().windows(2);
    pairs.position(|pair| pair == b"''" || pair == b"``")
}

/// Words of a name in quotation marks at most.
const NAME_WORDS: usize = 4;

/// Whether a quotation is a name rather than what somebody said: few words, the first with a capital,
/// without a mark at their end or a dash behind them.
pub(super) fn is_name(text: &str, region: Region) -> bool {
    let inner = region.span.of(text);
    let inner = inner.trim_matches(|c: char| matches!(c, '«' | '»' | '“' | '”' | '„' | '"'));
    let behind = text.get(region.span.end..).unwrap_or_default();
    let dash = behind.trim_start_matches([',', ' ', '\u{a0}']);
    region.closed
        && inner.split_whitespace().count() <= NAME_WORDS
        && inner.starts_with(char::is_uppercase)
        && inner.ends_with(char::is_alphanumeric)
        && !dash.starts_with(['—', '–', '-'])
}

fn opens_after(before: char) -> bool {
    // marks of direction and blanks without width, which nobody sees
    let unseen = matches!(before, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}');
    let mark = matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | ':' | '“' | '"');
    before.is_whitespace() || unseen || mark
}

/// Returns the quotations of one `paragraph` that begins at byte `base` of its text, outermost
/// only, in order.
pub(super) fn regions(paragraph: &str, base: usize) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    // where no single mark closes behind one place, none does behind a later one
    let mut closable = true;
    let mut nested = false;
    let mut inner = 0_usize;
    for (at, c) in paragraph.char_indices() {
        let end = at + c.len_utf8();
        if at == 0 || before == '\n' {
            nested = nests(paragraph[at..].split('\n').next().unwrap_or_default());
            inner = 0;
        }
        match open {
            None if opening(paragraph, end, before, c) && !labels(&paragraph[end..]) => {
                let single = matches!(c, '\'' | '‘');
                closable = closable && (!single || closing_single(paragraph, end).is_some());
                if !single || closable {
                    open = Some((at, c));
                }
            }
            Some((_, '“')) if nested && c == '“' => inner += 1,
            Some((_, '“')) if nested && c == '”' && inner > 0 => inner -= 1,
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

/// Whether quotations of a line stand within quotations of the same marks: only where each has its
/// partner, and every one opens before a word and closes behind one, can that be told.
fn nests(line: &str) -> bool {
    let mut depth = 0_i32;
    let mut deepest = 0;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '“' if opens_after(before) => depth += 1,
            '”' if depth > 0 && ends_word(line, at + c.len_utf8()) => depth -= 1,
            '“' | '”' => return false,
            _ => {}
        }
        deepest = deepest.max(depth);
        before = c;
    }
    depth == 0 && deepest > 1
}

/// Whether `c`, which ends at `end`, opens a quotation.
fn opening(paragraph: &str, end: usize, before: char, c: char) -> bool {
    let next = paragraph[end..].chars().next();
    match c {
        '「' | '『' => true,
        '“' | '«' | '„' | '‟' => next.is_some_and(|n| !n.is_whitespace()) || c == '«',
        // "”Mr. Lee is late.”": a mark that faces the wrong way stands before a word all the same
        '»' | '”' => opens_after(before) && next.is_some_and(char::is_alphanumeric),
        '"' => next.is_some_and(|n| !n.is_whitespace()),
        '\'' | '‘' => {
            opens_after(before)
                && next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '[' | '…'))
        }
        _ => false,
    }
}

/// Most bytes of the label of a speaker.
const LONGEST_LABEL: usize = 40;

/// Whether `rest` begins with the label of a speaker, as in a transcript whose every turn opens
/// with a mark: "WALLACE: …".
fn labels(rest: &str) -> bool {
    let start = &rest.as_bytes()[..rest.len().min(LONGEST_LABEL + 1)];
    let Some(colon) = start.iter().position(|&byte| byte == b':') else {
        return false;
    };
    let (label, said) = rest.split_at(colon);
    label.len() > 2
        && said[1..].starts_with(char::is_whitespace)
        && label
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

/// Whether `c` closes what `mark` opened.
fn closes(mark: char, c: char, paragraph: &str, end: usize, before: char) -> bool {
    match mark {
        '“' | '”' => {
            c == '”'
                || c == '"' && !opens_after(before)
                || c == '“' && !opens_after(before) && ends_word(paragraph, end)
        }
        '"' => c == '"' || (c == '”' && !opens_after(before)),
        '„' | '‟' => matches!(c, '“' | '”' | '"'),
        '「' => c == '」',
        '『' => c == '』',
        '«' => c == '»',
        '»' => c == '«',
        '\'' | '‘' => matches!(c, '\'' | '’') && ends_single(paragraph, end, before),
        _ => false,
    }
}

/// Whether no letter or digit follows a mark that ends at `end`.
fn ends_word(paragraph: &str, end: usize) -> bool {
    let next = paragraph[end..].chars().next();
    next.is_none_or(|next| !next.is_alphanumeric())
}

/// Whether a single mark that ends at `end` can be a closing one: no letter follows.
fn ends_single(paragraph: &str, end: usize, before: char) -> bool {
    let next = paragraph[end..].chars().next();
    // "the officers' orders": a possessive plural, unless punctuation follows
    let possessive = before == 's' && next == Some(' ');
    ends_word(paragraph, end) && !before.is_whitespace() && !possessive
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
            (
                "”It rains, and snows.” — Lee",
                vec!["”It rains, and snows.”"],
            ),
            ("\u{202a}”It rains,” he said", vec!["”It rains,”"]),
            (
                "“He calls it “hell” now,” Lee said",
                vec!["“He calls it “hell” now,”"],
            ),
            ("“One. “Two,” he said", vec!["“One. “Two,”"]),
            ("It is 51 “percent.“ He", vec!["“percent.“"]),
        ] {
            assert_eq!(quoted(text), expected, "{text}");
        }
    }

    #[test]
    fn each_doubled_mark_is_folded_once() {
        assert_eq!(fold("'''a'' ``b``"), "«'a» «b»");
        assert_eq!(fold("a 'b' `c`"), "a 'b' `c`");
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
