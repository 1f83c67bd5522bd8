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
use super::weights::{Bag, Vector, Weights};
use crate::text::{Word, fold, hash, words};

/// Letters by which cognates are compared.
const LETTERS: usize = 4;

/// Mean cosine from which a foreign sentence states the claim that it resembles most.
const JOIN: f64 = 0.4;

/// Shared words below which two sentences are not compared; a telling number is as good.
const EVIDENCE: f32 = 3.0;

/// Bytes of a text by which its language is told.
const SAMPLE_BYTES: usize = 1000;

/// Returns the language of a text, by its first sentences, if that is sure.
pub(super) fn language<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Lang> {
    let mut sample = String::new();
    for line in lines {
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
        sample.push_str(line);
        sample.push('\n');
    }
    detect(&sample)
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
#[derive(Debug, Clone, Copy)]
pub(super) struct Foreign<'a> {
    pub(super) text: &'a str,
    pub(super) is_foreign: bool,
}

/// Joins each foreign group to the group that it resembles most, if it resembles one.
///
/// `groups` list items by number.
pub(super) fn join(groups: Vec<Vec<usize>>, items: &[Foreign<'_>]) -> Vec<Vec<usize>> {
    let entries = entries(items);
    let is_foreign = |group: &[usize]| {
        group
            .iter()
            .all(|&item| items.get(item).is_some_and(|item| item.is_foreign))
    };
    let (strangers, mut rest): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| is_foreign(group));
    let mut joins: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut alone = Vec::new();
    for group in strangers {
        let best = rest
            .iter()
            .enumerate()
            .map(|(at, other)| (at, mean(&group, other, &entries), other.len()))
            .filter(|(_, likeness, _)| is_close(*likeness))
            .map(|(at, likeness, size)| (at, likeness * shrink(size)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        match best {
            Some((at, _)) => joins.push((at, group)),
            None => alone.push(group),
        }
    }
    for (at, group) in joins {
        if let Some(members) = rest.get_mut(at) {
            members.extend(group);
        }
    }
    rest.append(&mut alone);
    rest
}

/// Returns how far the likeness to a group of `size` is believed: a claim that many state is a
/// likelier match than a lone sentence.
fn shrink(size: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
    let size = size as f64;
    size / (size + 1.0)
}

/// Returns the mean cosine over all pairs of items of the two groups.
fn mean(group: &[usize], other: &[usize], entries: &[Entry]) -> f64 {
    let sum: f64 = group
        .iter()
        .flat_map(|a| other.iter().map(move |b| (a, b)))
        .filter_map(|(a, b)| Some(entries.get(*a)?.likeness(entries.get(*b)?)))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
    let pairs = (group.len() * other.len()).max(1) as f64;
    sum / pairs
}

/// What of a sentence the two languages share.
struct Entry {
    terms: Vec<Term>,
    vector: Vector,
}

impl Entry {
    /// Keeps of the terms those in `shared`.
    fn new(mut terms: Vec<Term>, shared: &BTreeSet<u32>, weights: &Weights) -> Self {
        terms.retain(|term| shared.contains(&term.key));
        terms.sort_by_key(|term| term.key);
        let vector = Bag::new(terms.clone()).weigh(weights, 1);
        terms.dedup_by_key(|term| term.key);
        Self { terms, vector }
    }

    /// Returns the cosine, 0 if both share too little to tell.
    fn likeness(&self, other: &Self) -> f64 {
        if self.evidence(other) < EVIDENCE {
            return 0.0;
        }
        self.vector.compare(&other.vector).cosine
    }

    /// Returns how many terms both have, each as often as it counts.
    fn evidence(&self, other: &Self) -> f32 {
        let holds = |term: &&Term| {
            let found = other.terms.binary_search_by_key(&term.key, |own| own.key);
            found.is_ok()
        };
        let both = self.terms.iter().filter(holds);
        both.map(|term| term.weight).sum()
    }
}

/// Returns what of each sentence the two languages share.
fn entries(items: &[Foreign<'_>]) -> Vec<Entry> {
    let terms: Vec<Vec<Term>> = items.iter().map(|item| cognates(item.text)).collect();
    let side = |side: bool| {
        let sentences = terms.iter().zip(items);
        keys(
            sentences
                .filter(move |(_, item)| item.is_foreign == side)
                .map(|(found, _)| found),
        )
    };
    let shared: BTreeSet<u32> = side(false).intersection(&side(true)).copied().collect();
    let bags: Vec<Bag> = terms.iter().cloned().map(Bag::new).collect();
    let weights = Weights::new(&bags);
    terms
        .into_iter()
        .map(|found| Entry::new(found, &shared, &weights))
        .collect()
}

fn keys<'a>(terms: impl Iterator<Item = &'a Vec<Term>>) -> BTreeSet<u32> {
    terms.flatten().map(|term| term.key).collect()
}

/// Whether a cosine of what two languages share shows that two sentences may well say the same.
pub(super) fn is_close(cosine: f64) -> bool {
    cosine >= JOIN
}

/// Returns the cosine of `statement` and each sentence of `cited`, a text in another language; 0
/// where they share too little to tell.
pub(super) fn resemblance(statement: &str, cited: &[&str]) -> Vec<f64> {
    let ours = cognates(statement);
    let theirs: Vec<Vec<Term>> = cited.iter().map(|text| cognates(text)).collect();
    let own = keys(std::iter::once(&ours));
    let shared: BTreeSet<u32> = own.intersection(&keys(theirs.iter())).copied().collect();
    let weights = Weights::default();
    let entry = Entry::new(ours, &shared, &weights);
    theirs
        .into_iter()
        .map(|found| entry.likeness(&Entry::new(found, &shared, &weights)))
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
