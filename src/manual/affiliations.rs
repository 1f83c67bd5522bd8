//! Who belongs to whom: sources by the group that they speak for.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;

use super::{ManualError, Source};
use crate::text::{fold, words};

/// The form of the file.
const FORM: &str = "write one group a line, with the names of those who belong to it: \
    \"Orvany (state)\" = [\"Ministry of Works\", \"*general staff*\"]";

/// Groups of sources.
///
/// The file has a line a group: its name, and the names of its members. A name stands for a source
/// that goes by it, articles and case aside, or for an anonymous source of the body that it names; a
/// star in it stands for any words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affiliations {
    /// The group of each name, as [`terms`] has it.
    names: BTreeMap<Vec<String>, String>,
    /// The names with stars, in the order of the groups, and theirs.
    patterns: Vec<(Vec<String>, String)>,
}

impl Affiliations {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read, has another form, or puts a name into two groups.
    pub fn read(path: &Path) -> Result<Self, ManualError> {
        let source = Source::open(path)?;
        let groups: BTreeMap<String, Vec<Spanned<String>>> = source.parse(FORM)?;
        let mut found = Self::default();
        for (group, names) in groups {
            for name in names {
                let (at, written) = (name.span().start, name.get_ref());
                let words = terms(written);
                if words.iter().all(|word| word == "*") {
                    let what = format!("'{written}' of '{group}' names nobody");
                    return Err(source.fault(at, what, "write a name, or take it out"));
                }
                if words.iter().any(|word| word.contains('*')) {
                    found.patterns.push((words, group.clone()));
                } else if let Some(other) = found.names.insert(words, group.clone())
                    && other != group
                {
                    let what = format!("'{written}' belongs to '{other}' and to '{group}'");
                    return Err(source.fault(at, what, "leave it in one of them"));
                }
            }
        }
        Ok(found)
    }

    /// Returns whether no group is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.patterns.is_empty()
    }

    /// Returns the group that somebody with one of these names belongs to; names count before
    /// patterns, and earlier ones before later.
    pub fn group_of<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Option<&str> {
        let names: Vec<Vec<String>> = names.into_iter().map(terms).collect();
        let by_name = || names.iter().find_map(|name| self.names.get(name));
        let by_pattern = || {
            let fits = |name: &Vec<String>| {
                let of = |(pattern, _): &&(Vec<String>, String)| matches(pattern, name);
                self.patterns.iter().find(of).map(|(_, group)| group)
            };
            names.iter().find_map(fits)
        };
        by_name().or_else(by_pattern).map(String::as_str)
    }
}

/// The words of a name as compared, stars among them: without articles.
fn terms(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, part) in name.split('*').enumerate() {
        if number > 0 {
            found.push("*".to_owned());
        }
        let words = words(part).map(|word| fold(word.text));
        found.extend(words.filter(|word| !matches!(word.as_str(), "the" | "a" | "an")));
    }
    found
}

/// Whether the words of a name fit a pattern, in which a star stands for any words.
fn matches(pattern: &[String], name: &[String]) -> bool {
    // The last star and where its words began: the only place to go back to.
    let (mut p, mut n) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p).is_some_and(|word| word == "*") {
            back = Some((p, n));
            p += 1;
        } else if pattern.get(p) == Some(&name[n]) {
            (p, n) = (p + 1, n + 1);
        } else if let Some((star, from)) = back {
            back = Some((star, from + 1));
            (p, n) = (star + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|word| word == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Affiliations, ManualError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("who.toml");
        std::fs::write(&path, text).unwrap();
        Affiliations::read(&path)
    }

    #[test]
    fn names_and_patterns_lead_to_a_group() {
        let found = read(
            "\"Orvany (state)\" = [\"Ministry of Works\", \"*general staff*\", \"Orvany\"]\n\
             Unions = [\"Dockers' Union\"]\n",
        )
        .unwrap();
        for (names, group) in [
            (&["the Ministry of Works"][..], Some("Orvany (state)")),
            (&["ministry of works"], Some("Orvany (state)")),
            (&["Orvany’s general staff"], Some("Orvany (state)")),
            (&["General Staff of Orvany"], Some("Orvany (state)")),
            (&["two officials", "Orvany"], Some("Orvany (state)")),
            (&["Dockers’ Union"], Some("Unions")),
            (&["Ministry of Works and Roads"], None),
            (&["staff"], None),
            (&[], None),
        ] {
            assert_eq!(found.group_of(names.iter().copied()), group, "{names:?}");
        }
        assert!(!found.is_empty() && Affiliations::default().is_empty());
    }

    #[test]
    fn a_name_of_two_groups_or_of_none_is_refused_by_its_line() {
        for (text, line, what) in [
            (
                "A = [\"X\"]\nB = [\n \"Y\",\n \"the X\",\n]\n",
                4,
                "belongs to 'A' and to 'B'",
            ),
            ("A = [\"X\",\n\"*\"]", 2, "names nobody"),
            ("A = \"X\"", 1, "invalid type"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(&format!("line {line} of")), "{error}");
            assert!(error.contains(what), "{error}");
        }
    }
}
