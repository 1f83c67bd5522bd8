//! The sentences of a run as they come, document by document.
//!
//! Each is taken apart into its terms and forgotten, so that the texts of a large run need never be
//! held together.

use std::collections::BTreeMap;
#[expect(
    clippy::disallowed_types,
    reason = "only looked up: its order cannot leak"
)]
use std::collections::HashMap;

use whatlang::Lang;

use super::foreign::{SAMPLE_BYTES, language};
use super::lines::Lines;
use super::quotation::Quotations;
use super::story::stories;
use super::term::Terms;
use super::weights::{Lexicon, count_of, merged, number_of, renumber_all};
use crate::lists::Lists;
use crate::text::{Span, combine};

/// Bytes of a document below which its language is not guessed.
const MIN_BYTES: usize = 300;

/// A sentence of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The number of the document that it stands in.
    pub document: usize,
    /// The sentence, whole: leaving out who is said to have said it was found to help nothing.
    pub text: &'a str,
    /// What of it stands in quotation marks, in text order, by bytes of it.
    pub quoted: &'a [Span],
    /// Whether it states something; headings and the like do not.
    pub states: bool,
}

/// Takes the sentences of a run apart; those of one document stand together, in their order.
#[expect(
    clippy::disallowed_types,
    reason = "only looked up: its order cannot leak"
)]
#[derive(Debug, Default)]
pub struct Collector {
    terms: Terms,
    /// The bag of each hash of words.
    places: HashMap<u64, u32>,
    /// The first sentences of the last document, by which its language is told.
    sample: String,
    collection: Collection,
}

/// The sentences of a run, taken apart.
#[derive(Debug, Default)]
pub struct Collection {
    pub(super) lexicon: Lexicon,
    /// The terms of each wording, whatever its story.
    pub(super) bags: Lists<u32>,
    /// What each bag is known by: a hash of its words.
    pub(super) hashes: Vec<u64>,
    pub(super) sentences: Vec<Collected>,
    /// What stands in quotation marks in each wording.
    pub(super) quotations: Quotations,
    /// The language of each document of which it is sure.
    pub(super) languages: BTreeMap<u32, Lang>,
}

/// A sentence that was taken apart.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) document: u32,
    pub(super) bag: u32,
    pub(super) states: bool,
}

impl Collector {
    /// Adds a sentence.
    pub fn push(&mut self, sentence: Sentence<'_>) {
        let document = u32::try_from(sentence.document).unwrap_or(u32::MAX);
        let before = self.collection.sentences.last();
        if before.is_some_and(|last| last.document != document) {
            self.tell_language();
        }
        if self.sample.len() < SAMPLE_BYTES {
            self.sample.push_str(sentence.text);
            self.sample.push('\n');
        }
        let bag = self.bag(sentence.text, sentence.quoted);
        self.collection.sentences.push(Collected {
            document,
            bag,
            states: sentence.states,
        });
    }

    /// Returns the place of the bag of a sentence.
    fn bag(&mut self, text: &str, quoted: &[Span]) -> u32 {
        let words = self.terms.words(text);
        let hash = combine(&self.terms.hashes(&words));
        if let Some(&known) = self.places.get(&hash) {
            return known;
        }
        let terms = self.terms.of(&words, text, quoted);
        let bag = self.collection.lexicon.bag(&terms);
        let place = self.collection.bags.push(bag);
        self.collection.hashes.push(hash);
        for span in quoted {
            let words = self.terms.quoted_words(span.of(text));
            self.collection.quotations.push(place, &words);
        }
        self.places.insert(hash, place);
        place
    }

    /// Notes the language of the document that ends.
    fn tell_language(&mut self) {
        if self.sample.len() >= MIN_BYTES
            && let Some(last) = self.collection.sentences.last()
            && let Some(found) = language(&self.sample)
        {
            self.collection.languages.insert(last.document, found);
        }
        self.sample.clear();
    }

    /// Returns all that was added. Terms are numbered in an order that does not depend on that of
    /// the documents.
    #[must_use]
    pub fn finish(mut self) -> Collection {
        self.tell_language();
        let mut collection = self.collection;
        let renumbered = collection.lexicon.settle();
        renumber_all(&mut collection.bags, &renumbered);
        collection
    }
}

impl Collection {
    /// Returns the story of each of `count` documents, numbered from 0 by first member.
    ///
    /// # Complexity
    ///
    /// Near linear in the number of documents.
    #[must_use]
    pub fn stories(&self, count: usize) -> Vec<usize> {
        let stems = self.lexicon.stems();
        let mut texts: Vec<(u64, Vec<u32>)> = vec![(0, Vec::new()); count];
        for own in self.sentences.chunk_by(|a, b| a.document == b.document) {
            let hashes: Vec<u64> = own
                .iter()
                .map(|one| self.hashes[one.bag as usize])
                .collect();
            let entries = own.iter().flat_map(|one| self.bags.get(one.bag as usize));
            let mut uses: Vec<(u32, u32)> = entries
                .map(|&entry| (number_of(entry), count_of(entry)))
                .filter(|&(number, _)| number < stems)
                .collect();
            uses.sort_unstable();
            if let Some(first) = own.first()
                && let Some(slot) = texts.get_mut(first.document as usize)
            {
                let mut bag = merged(uses.into_iter());
                bag.shrink_to_fit();
                *slot = (combine(&hashes), bag);
            }
        }
        stories(&texts, &self.lexicon)
    }

    /// Returns the sentences ready to be compared; `story_of` has the story of each document.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the words of all wordings; some four bytes a term are kept of each.
    #[must_use]
    pub fn lines(self, story_of: &[usize]) -> Lines {
        Lines::new(self, story_of)
    }
}
