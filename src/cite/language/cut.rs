//! Words in scripts without blanks between them, or with particles joined to them.
//!
//! A run of letters is cut at the words that its language's table knows and at the names of the
//! outlets of the built-in list, the longest at each place; what lies between stays whole. That is
//! no segmentation into words, but it is all that the rules look at.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Language, Writing, role};
use crate::cite::outlet;
use crate::cite::scan::{self, Token};
use crate::text::Span;

/// The names of outlets in scripts without capitals, by their first character.
static NAMES: LazyLock<BTreeMap<char, Vec<&'static str>>> =
    LazyLock::new(|| by_first(outlet::builtin_names().filter(|name| is_caseless(name))));

/// What follows a number in a date or a time of day.
pub(in crate::cite) const DATE_UNITS: &[char] = &[
    '年', '月', '日', '號', '号', '时', '時', '년', '월', '일', '시',
];

/// Returns whether a word is of a script without capitals.
pub(in crate::cite) fn is_caseless(word: &str) -> bool {
    // Letters of a script with capitals differ from their upper or lower case.
    word.chars().any(|c| c >= '\u{1100}' && c.is_alphabetic())
        && !word.chars().any(|c| c.is_uppercase() || c.is_lowercase())
        || word.chars().any(is_east_asian)
}

/// Whether a character is Han, kana or Hangul.
fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Returns `words` by their first character, the longest first.
pub(super) fn by_first(
    words: impl Iterator<Item = &'static str>,
) -> BTreeMap<char, Vec<&'static str>> {
    let mut found: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
    for word in words {
        if let Some(first) = word.chars().next() {
            found.entry(first).or_default().push(word);
        }
    }
    for words in found.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
    }
    found
}

/// Cuts the words of `tokens` that are in a script without blanks, or carry particles.
pub(in crate::cite) fn cut(
    text: &str,
    tokens: Vec<Token>,
    language: Option<&Language>,
) -> Vec<Token> {
    let whole = |token: &Token| !token.is_word() || !token.span.of(text).chars().any(is_east_asian);
    if tokens.iter().all(whole) {
        return tokens;
    }
    let mut found = Vec::with_capacity(tokens.len() * 2);
    for token in tokens {
        if whole(&token) {
            found.push(token);
        } else {
            push_cut(&mut found, text, token.span, language);
        }
    }
    found
}

fn push_cut(found: &mut Vec<Token>, text: &str, span: Span, language: Option<&Language>) {
    let mut push = |start: usize, end: usize| {
        if start < end {
            found.push(scan::word(&text[start..end], start));
        }
    };
    let (mut start, mut at) = (span.start, span.start);
    while at < span.end {
        let Some(rest) = text.get(at..span.end) else {
            break;
        };
        let Some(first) = rest.chars().next() else {
            break;
        };
        match date(rest).or_else(|| longest(rest, first, language)) {
            Some(length) => {
                push(start, at);
                push(at, at + length);
                at += length;
                start = at;
            }
            None => at += first.len_utf8(),
        }
    }
    let joined = language.filter(|language| language.writing == Writing::Joined);
    let stem = joined.and_then(|language| stem(&text[start..span.end], language));
    let stem = start + stem.unwrap_or(span.end - start);
    push(start, stem);
    push(stem, span.end);
}

/// The length in bytes of a date or time of day at the start of `rest`: "3日", "10月", "15时".
fn date(rest: &str) -> Option<usize> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = rest[digits..].chars().next()?;
    let dated = digits > 0 && DATE_UNITS.contains(&unit);
    dated.then_some(digits + unit.len_utf8())
}

/// The length in bytes of the longest known word at the start of `rest`.
fn longest(rest: &str, first: char, language: Option<&Language>) -> Option<usize> {
    let of = |words: &BTreeMap<char, Vec<&'static str>>| {
        let known = words
            .get(&first)?
            .iter()
            .find(|word| rest.starts_with(**word));
        known.map(|word| word.len())
    };
    let own = language.and_then(|language| of(&language.cuts));
    own.max(of(&NAMES))
}

/// The length of a word without the particle that is joined to it, if one is.
fn stem(word: &str, language: &Language) -> Option<usize> {
    if language.roles(word) & !role::QUOTATIVE != 0 {
        return None;
    }
    let marks = (language.roles.iter())
        .filter(|(_, roles)| **roles & (role::TOPIC | role::ACCORDING) != 0)
        .filter_map(|(mark, _)| word.strip_suffix(mark));
    // The longest particle leaves the shortest stem.
    let stem = marks.min_by_key(|stem| stem.len())?;
    let long = stem.chars().count() > 1 || language.roles(stem) & role::PRONOUN != 0;
    long.then_some(stem.len())
}

#[cfg(test)]
mod tests {
    use crate::cite::language;
    use crate::cite::paragraph::Paragraph;
    use crate::parse::BlockKind;
    use crate::text::Span;

    #[test]
    fn runs_of_letters_are_cut_at_known_words() {
        for (code, text, expected) in [
            (
                "zh",
                "据新华社报道，数据",
                vec!["据", "新华社", "报道", "，", "数据"],
            ),
            ("ja", "首相は述べた。", vec!["首相", "は", "述べた", "。"]),
            ("ko", "연합뉴스에 따르면", vec!["연합뉴스", "에", "따르면"]),
            ("ko", "그는 경찰이", vec!["그", "는", "경찰", "이"]),
            ("xx", "据新华社报道", vec!["据", "新华社", "报道"]),
        ] {
            let span = Span::new(0, text.len());
            let paragraph =
                Paragraph::in_language(text, span, BlockKind::Paragraph, language::of(code));
            let found: Vec<&str> = paragraph.tokens.iter().map(|t| t.span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
