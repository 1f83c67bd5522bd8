//! Sentence bounds of running text.
//!
//! A sentence ends at `.`, `!`, `?` or `…`, with the quotation marks and brackets that close behind
//! it, before white space and a capital, a digit or an opening mark. Abbreviations and initials end
//! none, nor does a full stop inside a quotation that goes on. Full-width stops (`。！？`) end one
//! without white space. A line break always does, and so does the first white space past
//! 4000 bytes.

use super::Span;

/// Words that a full stop follows without ending the sentence, lower case, without that stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "capt",
    "cmdr", "maj", "adm", "rev", "hon", "pres", "st", "jr", "sr", "vs", "etc", "inc", "corp", "co",
    "ltd", "dept", "univ", "assn", "bros", "e.g", "i.e", "cf", "ca", "approx", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mt", "ft", "ave", "blvd",
    "rd", "fig", "art", "sec", "vol", "pp", "ed", "u.s", "u.n", "u.k", "d.c", "a.m", "p.m", "ph.d",
    "sra", "sr", "dra", "ud", "uds", "bzw", "z.b", "d.h", "hr", "fr", "nr", "mme", "mlle", "no",
];

/// Abbreviations that may end a sentence too: one ends here if a capital follows.
const MAY_END: &[&str] = &[
    "u.s", "u.n", "u.k", "d.c", "a.m", "p.m", "inc", "corp", "co", "ltd", "etc", "jr", "sr",
];

/// Verbs that, close behind a quotation ended by `?` or `!`, show that the sentence goes on.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "added",
    "adds",
    "wrote",
    "told",
    "tweeted",
    "shouted",
    "cried",
    "replied",
    "continued",
    "joked",
    "wondered",
    "demanded",
    "declared",
    "warned",
    "insisted",
];

/// Bytes from which a sentence is cut at the next white space, and from twice as many anywhere: the
/// longest sentences of the press have half of that, and a sentence is repeated for each of its
/// citations.
const MAX_SENTENCE_BYTES: usize = 4000;

/// Returns the sentences of `text` in order, without the white space around them.
///
/// # Complexity
///
/// Linear in the length of `text`.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quoted = Quotes::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        quoted.see(text, at, c);
        let end = match c {
            '\n' => Some(at),
            '。' | '！' | '？' => {
                let behind = &text[at + c.len_utf8()..];
                let marks = behind.trim_start_matches(['”', '」', '』', '’', '）', '》']);
                Some(at + c.len_utf8() + (behind.len() - marks.len()))
            }
            '.' | '!' | '?' | '…' => sentence_end(text, start, at, c, quoted),
            _ if at - start >= MAX_SENTENCE_BYTES && c.is_whitespace() => Some(at),
            _ if at - start >= 2 * MAX_SENTENCE_BYTES => Some(at),
            _ => None,
        };
        let Some(end) = end else { continue };
        while let Some((inner, mark)) = chars.next_if(|(next, _)| *next < end) {
            quoted.see(text, inner, mark);
        }
        if c == '\n' {
            quoted = Quotes::default();
        }
        push(&mut found, text, start, end);
        start = end;
    }
    push(&mut found, text, start, text.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trim(text);
    if span.of(text).chars().any(char::is_alphanumeric) {
        found.push(span);
    }
}

/// Which quotation marks stand open.
#[derive(Debug, Clone, Copy, Default)]
struct Quotes {
    straight: bool,
    curly: bool,
    guillemet: bool,
}

impl Quotes {
    fn see(&mut self, text: &str, at: usize, c: char) {
        match c {
            '"' => self.straight = !self.straight && opens(text, at),
            '“' | '„' => self.curly = true,
            '”' => self.curly = false,
            '«' => self.guillemet = true,
            '»' => self.guillemet = false,
            _ => {}
        }
    }

    fn open(self) -> bool {
        self.straight || self.curly || self.guillemet
    }
}

/// Whether a straight mark at `at` can open a quotation: something but white space follows it.
fn opens(text: &str, at: usize) -> bool {
    text[at + 1..]
        .chars()
        .next()
        .is_some_and(|next| !next.is_whitespace())
}

/// Returns where the sentence that began at `start` ends, if the mark `c` at `at` ends it.
fn sentence_end(text: &str, start: usize, at: usize, c: char, quoted: Quotes) -> Option<usize> {
    let mut end = at + c.len_utf8();
    let mut closed = false;
    for next in text[end..].chars() {
        match next {
            '"' | '”' | '»' => closed = true,
            '\'' | '’' | ')' | ']' | '.' | '!' | '?' | '…' => {}
            _ => break,
        }
        end += next.len_utf8();
    }
    let rest = &text[end..];
    let after = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    if after.is_empty() || after.starts_with('\n') {
        return Some(end);
    }
    if after.len() == rest.len() {
        return None;
    }
    let next = after.chars().next()?;
    let begins = next.is_uppercase()
        || next.is_numeric()
        || matches!(
            next,
            '"' | '“' | '‘' | '«' | '„' | '(' | '[' | '¿' | '¡' | '—' | '–' | '@' | '#'
        )
        || (next.is_alphabetic() && !next.is_lowercase());
    if !begins || (quoted.open() && !closed) {
        return None;
    }
    if c == '.' && !closed && abbreviates(&text[start..at], next) {
        return None;
    }
    if closed && matches!(c, '!' | '?') && speech_follows(after) {
        return None;
    }
    Some(end)
}

/// Whether the full stop behind `before` belongs to an abbreviation or an initial.
fn abbreviates(before: &str, next: char) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '‘' | '[' | '/' | '—'))
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    if MAY_END.contains(&lower.as_str()) {
        return !next.is_uppercase() || matches!(lower.as_str(), "u.s" | "u.n" | "u.k");
    }
    if lower == "no" {
        return word == "No" && next.is_numeric();
    }
    ABBREVIATIONS.contains(&lower.as_str())
        || (word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I")
        || word.rsplit('.').next().is_some_and(|last| {
            word.contains('.') && last.chars().count() == 1 && last.chars().all(char::is_uppercase)
        })
}

fn speech_follows(after: &str) -> bool {
    after
        .split_whitespace()
        .take(4)
        .any(|word| SPEECH.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_is_without_measure() {
        for text in ["words ".repeat(10_000), "漢字".repeat(20_000)] {
            let found = sentences(&text);
            assert!(found.len() > 5);
            assert!(
                found
                    .iter()
                    .all(|span| span.of(&text).len() < 2 * MAX_SENTENCE_BYTES + 4)
            );
            let kept: usize = found.iter().map(|span| span.of(&text).len()).sum();
            assert!(kept + found.len() >= text.len() - 1, "nothing is lost");
        }
    }
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text)
            .into_iter()
            .map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            (
                "Mr. Lee met Gen. Dorsk. He left.",
                vec!["Mr. Lee met Gen. Dorsk.", "He left."],
            ),
            (
                "R. Imber wrote it. It rose 0.8% to 3.5.",
                vec!["R. Imber wrote it.", "It rose 0.8% to 3.5."],
            ),
            (
                "“We do not comment,” he said. He left.",
                vec!["“We do not comment,” he said.", "He left."],
            ),
            (
                "\"It is over. Go home,\" she said. They went.",
                vec!["\"It is over. Go home,\" she said.", "They went."],
            ),
            (
                "“Why?” Smith asked. Nobody knew.",
                vec!["“Why?” Smith asked.", "Nobody knew."],
            ),
            (
                "He said “no.” She said yes.",
                vec!["He said “no.”", "She said yes."],
            ),
            (
                "«¿Quién?», dijo. Nadie.",
                vec!["«¿Quién?», dijo.", "Nadie."],
            ),
            ("A line\nAnother line", vec!["A line", "Another line"]),
            ("彼は言った。何もない。", vec!["彼は言った。", "何もない。"]),
            ("他说：“没有。”我走了。", vec!["他说：“没有。”", "我走了。"]),
            (
                "It was 5 p.m. The rain fell.",
                vec!["It was 5 p.m.", "The rain fell."],
            ),
            ("The U.S. Navy came.", vec!["The U.S. Navy came."]),
            ("", vec![]),
            (" ... ", vec![]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_read_back(text in "(\\PC|[.!?\"“” \n]){0,80}") {
            let mut end = 0;
            for span in sentences(&text) {
                prop_assert!(span.start >= end && !span.of(&text).is_empty());
                end = span.end;
            }
        }
    }
}
