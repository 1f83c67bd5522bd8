//! Sentences in another language than most of their story.
//!
//! Two languages share names, numbers and cognates ("soldados" and "soldiers"), and little else.
//! A sentence of a foreign document is therefore compared by those words alone that sentences of
//! both languages hold, cut to their first letters, and joins the claim that it resembles most.

use std::collections::{BTreeMap, BTreeSet};

use whatlang::{Lang, detect};

use super::number::{numbers, pieces};
use super::stop::is_stop;
use super::term::Term;
use super::weights::{Lexicon, Rarity, Tally, Vector, Weights, number_of};
use crate::lists::Lists;
use crate::text::{Word, fold, hash, words};

/// Letters by which cognates are compared.
const LETTERS: usize = 4;

/// Mean cosine from which a foreign sentence states the claim that it resembles most.
const JOIN: f64 = 0.4;

/// Shared words below which two sentences are not compared; a telling number is as good.
const EVIDENCE: f32 = 3.0;

/// Bytes of a text by which its language is told.
pub(super) const SAMPLE_BYTES: usize = 1000;

/// Returns the language of the beginning of a text, if that is sure.
pub(super) fn language(sample: &str) -> Option<Lang> {
    detect(sample)
        .filter(whatlang::Info::is_reliable)
        .map(|guess| guess.lang())
}

/// Returns the language of most documents.
pub(super) fn main_language(languages: impl Iterator<Item = Lang>) -> Option<Lang> {
    let mut counts: BTreeMap<&str, (usize, Lang)> = BTreeMap::new();
    for language in languages {
        counts.entry(language.code()).or_insert((0, language)).0 += 1;
    }
    counts
        .into_values()
        .max_by_key(|(count, _)| *count)
        .map(|(_, language)| language)
}

/// A sentence, and whether only foreign documents state it.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) text: String,
    pub(super) is_foreign: bool,
}

/// Joins each foreign sentence to the group that it resembles most, if it resembles one; the others
/// stay in the groups that they make among themselves.
///
/// `groups` list items by number.
pub(super) fn join(groups: &Lists<u32>, items: &[Foreign]) -> Lists<u32> {
    let entries = entries(items);
    let is_foreign = |group: &[u32]| group.iter().all(|&item| items[item as usize].is_foreign);
    let (strangers, mut rest): (Vec<Vec<u32>>, Vec<Vec<u32>>) = (groups.iter())
        .map(<[u32]>::to_vec)
        .partition(|group| is_foreign(group));
    let mut joins: Vec<(usize, u32)> = Vec::new();
    let mut apart = Vec::new();
    for mut group in strangers {
        group.retain(|&item| match likest(item, &rest, &entries) {
            Some(at) => {
                joins.push((at, item));
                false
            }
            None => true,
        });
        apart.push(group);
    }
    for (at, item) in joins {
        rest[at].push(item);
    }
    apart.retain(|group| !group.is_empty());
    let mut joined = Lists::default();
    for group in rest.into_iter().chain(apart) {
        joined.push(group);
    }
    joined
}

/// Returns which of the groups an item resembles most; `None` if it is close to none.
fn likest(item: u32, groups: &[Vec<u32>], entries: &Entries) -> Option<usize> {
    groups
        .iter()
        .enumerate()
        .map(|(at, group)| (at, mean(item, group, entries), group.len()))
        .filter(|(_, likeness, _)| is_close(*likeness))
        .map(|(at, likeness, size)| (at, likeness * shrink(size)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(at, _)| at)
}

/// Returns how far the likeness to a group of `size` is believed: a claim that many state is a
/// likelier match than a lone sentence.
fn shrink(size: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
    let size = size as f64;
    size / (size + 1.0)
}

/// Returns the mean cosine of an item and those of a group.
fn mean(item: u32, group: &[u32], entries: &Entries) -> f64 {
    let each = group.iter();
    let sum: f64 = each
        .map(|&other| entries.likeness(item as usize, other as usize))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
    let size = group.len().max(1) as f64;
    sum / size
}

/// What of each of some sentences the two languages share.
struct Entries {
    bags: Vec<Vec<u32>>,
    lengths: Vec<f32>,
    lexicon: Lexicon,
    weights: Weights,
}

impl Entries {
    /// Keeps of the bags the terms in `shared`.
    fn new(
        mut bags: Vec<Vec<u32>>,
        shared: &BTreeSet<u32>,
        lexicon: Lexicon,
        weights: Weights,
    ) -> Self {
        for bag in &mut bags {
            bag.retain(|&entry| shared.contains(&number_of(entry)));
        }
        Self {
            lengths: bags.iter().map(|bag| weights.length(bag)).collect(),
            bags,
            lexicon,
            weights,
        }
    }

    fn vector(&self, at: usize) -> Vector<'_> {
        Vector {
            bag: &self.bags[at],
            weights: &self.weights,
            length: self.lengths[at],
        }
    }

    /// Returns the cosine of two sentences, 0 if both share too little to tell.
    fn likeness(&self, a: usize, b: usize) -> f64 {
        if self.evidence(a, b) < EVIDENCE {
            return 0.0;
        }
        self.vector(a).compare(self.vector(b)).cosine
    }

    /// Returns how many terms both have, each as often as it counts.
    fn evidence(&self, a: usize, b: usize) -> f32 {
        let theirs: BTreeSet<u32> = self.bags[b].iter().copied().map(number_of).collect();
        let ours = self.bags[a].iter().copied().map(number_of);
        ours.filter(|number| theirs.contains(number))
            .map(|number| self.lexicon.weight(number))
            .sum()
    }
}

/// Returns what of each sentence the two languages share.
fn entries(items: &[Foreign]) -> Entries {
    let mut lexicon = Lexicon::default();
    let bags: Vec<Vec<u32>> = items
        .iter()
        .map(|item| lexicon.bag(&cognates(&item.text)))
        .collect();
    let side = |side: bool| {
        let of_side = bags.iter().zip(items);
        numbers_in(
            of_side
                .filter(move |(_, item)| item.is_foreign == side)
                .map(|(bag, _)| bag),
        )
    };
    let shared: BTreeSet<u32> = side(false).intersection(&side(true)).copied().collect();
    let mut tally = Tally::new(lexicon.len());
    let each_once = bags.iter().map(|bag| (&**bag, 1));
    let weights = Weights::new(each_once, &lexicon, Rarity::PLAIN, &mut tally);
    Entries::new(bags, &shared, lexicon, weights)
}

fn numbers_in<'a>(bags: impl Iterator<Item = &'a Vec<u32>>) -> BTreeSet<u32> {
    bags.flatten().copied().map(number_of).collect()
}

/// Whether a cosine of what two languages share shows that two sentences may well say the same.
pub(super) fn is_close(cosine: f64) -> bool {
    cosine >= JOIN
}

/// Returns the cosine of `statement` and each sentence of `cited`, a text in another language; 0
/// where they share too little to tell.
pub(super) fn resemblance(statement: &str, cited: &[String]) -> Vec<f64> {
    let mut lexicon = Lexicon::default();
    let texts = std::iter::once(statement).chain(cited.iter().map(String::as_str));
    let bags: Vec<Vec<u32>> = texts.map(|text| lexicon.bag(&cognates(text))).collect();
    let own = numbers_in(bags.iter().take(1));
    let shared: BTreeSet<u32> = own
        .intersection(&numbers_in(bags.iter().skip(1)))
        .copied()
        .collect();
    let weights = Weights::even(&lexicon);
    let entries = Entries::new(bags, &shared, lexicon, weights);
    (1..=cited.len())
        .map(|at| entries.likeness(0, at))
        .collect()
}

/// Returns what of `text` another language may share: numbers and the first letters of words.
fn cognates(text: &str) -> Vec<Term> {
    let found: Vec<Word<'_>> = words(text).collect();
    let read = numbers(&pieces(&found));
    let numeric = |at: usize| {
        read.iter()
            .any(|number| number.first <= at && at < number.end)
    };
    let prefixes = found
        .iter()
        .enumerate()
        .filter(|(at, _)| !numeric(*at))
        .filter_map(|(_, word)| {
            let folded = fold(word.text);
            (!is_stop(&folded)).then(|| folded.chars().map(plain).take(LETTERS).collect::<String>())
        });
    let mut terms: Vec<Term> = prefixes
        .map(|prefix| Term::new(hash(&prefix), 1.0))
        .collect();
    terms.extend(read.iter().map(|number| {
        let telling = is_telling(number.value);
        Term::new(number.key(), if telling { EVIDENCE } else { 1.0 })
    }));
    terms
}

/// Whether a number is so large that two sentences seldom share it by chance, and is no year.
fn is_telling(value: f64) -> bool {
    value >= 100.0 && !(1900.0..=2100.0).contains(&value)
}

/// Returns a letter without its accent, for the accents of western European languages.
fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}
