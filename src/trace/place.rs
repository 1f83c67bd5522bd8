//! Where a document cites whom.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::draft::Node;
use super::sentence::{Stretch, small};

/// Who is cited, before outlets are tied to their articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cited {
    /// A document.
    Document(usize),
    /// A source.
    Source(usize),
    /// Some article of the outlet that has this number among [`Outlets`].
    Outlet(usize),
}

/// The domains or names of outlets of which some article is cited, by number.
#[derive(Debug, Default)]
pub struct Outlets {
    numbers: BTreeMap<String, usize>,
    names: Vec<String>,
    /// How each is written, as met.
    namings: Vec<BTreeSet<String>>,
}

impl Outlets {
    pub(super) fn number(&mut self, name: &str) -> usize {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.namings.push(BTreeSet::new());
        self.names.len() - 1
    }

    /// Returns the number of the outlet called `name`, which a text writes as `naming`.
    pub(super) fn named(&mut self, name: &str, naming: &str) -> usize {
        let number = self.number(name);
        if !self.namings[number].contains(naming) {
            self.namings[number].insert(naming.to_owned());
        }
        number
    }

    /// Returns how texts write the outlet with a number, sorted.
    pub(super) fn namings(&self, number: usize) -> impl Iterator<Item = &str> {
        let namings = self.namings.get(number);
        namings.into_iter().flatten().map(String::as_str)
    }

    /// Returns the domain or name of the outlet with a number.
    #[must_use]
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }
}

/// How a document cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CitationKind {
    /// A hyperlink.
    Link,
    /// An outlet named without a link.
    Mention,
    /// A quoted or paraphrased source.
    Attribution,
    /// A reprint.
    Copy,
}

/// A place where a document cites somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Who is cited.
    pub cited: Cited,
    /// How.
    pub kind: CitationKind,
    /// The sentence that shows it, by number; `None` for a credit outside the text.
    pub sentence: Option<u32>,
    /// The sentences that it speaks for, first and one past the last.
    pub covers: (u32, u32),
    /// The attribution's cue.
    pub cue: Option<Stretch>,
    /// The first words of it in quotation marks.
    pub quote: Option<Stretch>,
    /// The link, by its number in the document; once the page is read, in [`Page::links`](super::Page::links).
    pub link: Option<u32>,
    /// The place of the same sentence, by number, whose target stands between: the outlet that
    /// reported what this source said.
    pub through: Option<u32>,
    /// Whether the text says of the cited outlet that it reported.
    pub reports: bool,
    /// Whether it is wrong, as somebody says by hand: then it leads nowhere.
    pub wrong: bool,
}

impl Place {
    /// Returns the node that it cites; `None` before an outlet is tied to its article.
    #[must_use]
    pub fn node(&self) -> Option<Node> {
        match self.cited {
            Cited::Document(document) => Some(Node::Document(document)),
            Cited::Source(source) => Some(Node::Source(source)),
            Cited::Outlet(_) => None,
        }
    }

    /// Returns whether it speaks for the sentence with this number.
    #[must_use]
    pub fn covers(&self, sentence: usize) -> bool {
        !self.wrong && (self.covers.0..self.covers.1).contains(&small(sentence))
    }
}
