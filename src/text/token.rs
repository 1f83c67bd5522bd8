//! Words of a text.

use super::Span;

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Its place in the text.
    pub span: Span,
}

/// Returns the words of `text` in order: runs of letters and digits, with apostrophes, points and
/// commas between two of them kept inside ("don't", "1,500", "U.S"). Scripts without blanks have no
/// such runs: each ideograph and each hiragana is a word of its own (Unicode Standard Annex 29).
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let &(start, first) = rest.peek()?;
        if stands_alone(first) {
            rest.next();
            let end = start + first.len_utf8();
            return Some(Word {
                text: &text[start..end],
                span: Span::new(start, end),
            });
        }
        let (mut end, mut last) = (start, first);
        while let Some(&(at, c)) = rest.peek() {
            if stands_alone(c) {
                break;
            } else if c.is_alphanumeric() {
                (end, last) = (at + c.len_utf8(), c);
            } else if !joins(last, c, text[at + c.len_utf8()..].chars().next()) {
                break;
            }
            rest.next();
        }
        Some(Word {
            text: &text[start..end],
            span: Span::new(start, end),
        })
    })
}

/// Whether a letter is a word of its own: an ideograph or hiragana.
fn stands_alone(c: char) -> bool {
    c >= '\u{3005}'
        && matches!(c,
            '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether `mark` between `before` and `after` belongs to one word.
fn joins(before: char, mark: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    match mark {
        '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
        '.' | ',' => {
            (before.is_numeric() && after.is_numeric())
                || (mark == '.' && before.is_uppercase() && after.is_uppercase())
        }
        _ => false,
    }
}

/// Returns `text` for comparison: lower case, curly apostrophes straight, a possessive `'s` and
/// the points of an acronym dropped.
#[must_use]
pub fn fold(text: &str) -> String {
    let lower = text.to_lowercase().replace('’', "'");
    let stem = lower.strip_suffix("'s").unwrap_or(&lower);
    if stem.contains('.') && stem.chars().all(|c| c.is_alphabetic() || c == '.') {
        stem.replace('.', "")
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_apostrophes_and_numbers() {
        let text = "Don't — up to 1,500 (U.S.) men’s, 3.5% a.b";
        let found: Vec<&str> = words(text).map(|word| word.text).collect();
        assert_eq!(
            found,
            [
                "Don't", "up", "to", "1,500", "U.S", "men’s", "3.5", "a", "b"
            ]
        );
        assert!(words(text).all(|word| word.span.of(text) == word.text));
    }

    #[test]
    fn ideographs_are_words_of_their_own() {
        let found: Vec<&str> = words("3日、ロイター通信は “한국” と")
            .map(|word| word.text)
            .collect();
        assert_eq!(
            found,
            ["3", "日", "ロイター", "通", "信", "は", "한국", "と"]
        );
    }

    #[test]
    fn fold_makes_spellings_equal() {
        assert_eq!(fold("Orvany’s"), "orvany");
        assert_eq!(fold("U.S"), "us");
        assert_eq!(fold("1.500"), "1.500");
    }
}
