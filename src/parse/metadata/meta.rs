//! `<meta>` elements by name.

use crate::parse::tree::Page;

/// The `<meta>` elements of a page in order: name, lower case, and content.
#[derive(Debug)]
pub(super) struct Meta<'a> {
    entries: Vec<(String, &'a str)>,
}

impl<'a> Meta<'a> {
    /// Lists the elements, under each of `name`, `property`, `itemprop` and `http-equiv`.
    pub(super) fn new(page: &Page<'a>) -> Self {
        let mut entries = Vec::new();
        for index in (0..page.len()).filter(|&index| page.tag(index) == "meta") {
            let Some(content) = page.attr(index, "content") else {
                continue;
            };
            for attribute in ["name", "property", "itemprop", "http-equiv"] {
                if let Some(name) = page.attr(index, attribute) {
                    entries.push((name.to_ascii_lowercase(), content));
                }
            }
        }
        Self { entries }
    }

    /// Returns the first content under the first of `names` that has one.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    /// Returns all contents under `name`.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> + '_ {
        let name = name.to_owned();
        self.entries
            .iter()
            .filter(move |(known, _)| *known == name)
            .map(|(_, content)| *content)
    }
}
