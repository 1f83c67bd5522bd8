//! Outlets by name.

use super::builtin::OUTLETS;
use crate::cite::language::is_caseless;
use crate::cite::scan::Token;
use std::collections::BTreeMap;

/// Outlets by name.
#[derive(Debug, Default)]
pub struct OutletNames {
    /// First word, lower case, to the names that begin with it, longest first.
    pub(super) by_word: BTreeMap<String, Vec<Name>>,
    /// Whole name, lower case and without "the", to the domain.
    pub(super) by_name: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(super) struct Name {
    /// All words, lower case.
    words: Vec<String>,
    pub(super) domain: String,
    /// Whether it is an everyday word too.
    pub(super) common: bool,
}

impl OutletNames {
    /// Makes an index of `names`, pairs of the name that an outlet gives itself and its
    /// registrable domain, and of the built-in list; where the two differ, `names` stand.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut index = Self::default();
        for (name, domain) in names {
            index.add(name, domain);
        }
        for (domain, aliases) in OUTLETS {
            for alias in *aliases {
                index.add(alias, domain);
            }
        }
        for names in index.by_word.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        index
    }

    fn add(&mut self, name: &str, domain: &str) {
        let common = name.starts_with('~');
        let key = fold(name.trim_start_matches('~'));
        if key.len() < 2 || domain.is_empty() || self.by_name.contains_key(&key) {
            return;
        }
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        self.by_word
            .entry(words[0].clone())
            .or_default()
            .push(Name {
                words,
                domain: domain.to_owned(),
                common,
            });
        self.by_name.insert(key, domain.to_owned());
    }

    /// Returns the domain of the outlet that goes by `name`, with or without "the".
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.by_name.get(&fold(name)).map(String::as_str)
    }

    /// Returns the longest name that begins at token `at`, and where it ends.
    pub(super) fn at<'a>(
        &'a self,
        text: &str,
        tokens: &[Token],
        at: usize,
    ) -> Option<(&'a Name, usize)> {
        let token = tokens.get(at)?;
        if !token.is_word() {
            return None;
        }
        let written = token.span.of(text);
        if !token.capital && !written.chars().any(char::is_uppercase) && token.entry.classes != 0 {
            return None;
        }
        let first = stem(written).to_lowercase();
        self.by_word.get(&first)?.iter().find_map(|name| {
            let end = at + name.words.len();
            let rest = tokens.get(at + 1..end)?;
            let same = rest.iter().zip(&name.words[1..]).all(|(token, word)| {
                token.is_word() && stem(token.span.of(text)).to_lowercase() == *word
            });
            // a possessive inside would break the name: "Time's Forbes"
            let whole = tokens[at..end - 1].iter().all(|t| !t.possessive);
            let cased = tokens[at..end]
                .iter()
                .map(|t| t.span.of(text))
                .any(|word| word.chars().any(char::is_uppercase) || is_caseless(word));
            (same && whole && cased).then_some((name, end))
        })
    }
}

/// A name for comparison: lower case, without "the", apostrophes straight, one space.
pub(super) fn fold(name: &str) -> String {
    let lower = name.replace('’', "'").to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words = match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}

/// A word without its possessive ending or final point.
pub(super) fn stem(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
        .trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_and_without_the() {
        let names = OutletNames::new([("The Harbor Ledger", "harborledger.test")].into_iter());
        assert_eq!(names.find("Harbor Ledger"), Some("harborledger.test"));
        assert_eq!(names.find("the Harbor Ledger"), Some("harborledger.test"));
        assert_eq!(names.find("Reuters"), Some("reuters.com"));
        assert_eq!(names.find("Nobody"), None);
    }
}
