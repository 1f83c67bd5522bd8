//! Sentences in another language than most of their story.
//!
//! Two languages share names, numbers and cognates ("soldados" and "soldiers"), and little else.
//! A sentence of a foreign document is therefore compared by those words alone that sentences of
//! both languages hold, cut to their first letters, and joins the claim that it resembles most.

use std::collections::{BTreeMap, BTreeSet};

use whatlang::{Lang, detect};

use super::cluster::Sentence;
use super::number::numbers;
use super::stop::is_stop;
use super::term::Term;
use super::weights::{Vector, Weights};
use crate::text::{Word, combine, fold, hash, words};

/// Letters by which cognates are compared.
const LETTERS: usize = 4;

/// Bytes of a document below which its language is not guessed.
const MIN_BYTES: usize = 300;

/// Mean cosine from which a foreign sentence states the claim that it resembles most.
const JOIN: f64 = 0.4;

/// Shared words below which two sentences are not compared; a telling number is as good.
const EVIDENCE: f64 = 3.0;

/// Returns the documents that are not in the language of most documents.
pub(super) fn foreign_documents(sentences: &[&Sentence<'_>]) -> BTreeSet<usize> {
    let mut texts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for sentence in sentences {
        texts
            .entry(sentence.document)
            .or_default()
            .push(sentence.text);
    }
    let languages: BTreeMap<usize, Lang> = texts
        .into_iter()
        .filter_map(|(document, mut lines)| {
            lines.sort_unstable();
            let text = lines.join("\n");
            let guess =
                detect(&text).filter(|guess| text.len() >= MIN_BYTES && guess.is_reliable())?;
            Some((document, guess.lang()))
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in languages.values() {
        *counts.entry(language.code()).or_default() += 1;
    }
    let main = counts
        .iter()
        .max_by_key(|(_, count)| **count)
        .map(|(code, _)| *code);
    languages
        .into_iter()
        .filter(|(_, language)| Some(language.code()) != main)
        .map(|(document, _)| document)
        .collect()
}

/// Joins each foreign group to the group that it resembles most, if it resembles one.
///
/// `texts` are the items, `foreign` tells which are foreign; `groups` list items.
pub(super) fn join(groups: Vec<Vec<usize>>, texts: &[&str], foreign: &[bool]) -> Vec<Vec<usize>> {
    let entries = entries(texts, foreign);
    let is_foreign = |group: &[usize]| group.iter().all(|&item| foreign.get(item) == Some(&true));
    let (strangers, mut rest): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| is_foreign(group));
    let mut joins: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut alone = Vec::new();
    for group in strangers {
        let best = rest
            .iter()
            .enumerate()
            .map(|(at, other)| (at, mean(&group, other, &entries), other.len()))
            .filter(|(_, likeness, _)| *likeness >= JOIN)
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
        .filter_map(|(a, b)| {
            let (x, y) = (entries.get(*a)?, entries.get(*b)?);
            (x.evidence(y) >= EVIDENCE).then(|| x.vector.cosine(&y.vector))
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
    let pairs = (group.len() * other.len()).max(1) as f64;
    sum / pairs
}

/// What of a sentence the two languages share.
struct Entry {
    terms: BTreeMap<u64, f64>,
    vector: Vector,
}

impl Entry {
    /// Returns how many terms both have, each as often as it counts.
    fn evidence(&self, other: &Self) -> f64 {
        let both = self
            .terms
            .iter()
            .filter(|(key, _)| other.terms.contains_key(key));
        both.map(|(_, weight)| weight).sum()
    }
}

/// Returns what of each text the two languages share.
fn entries(texts: &[&str], foreign: &[bool]) -> Vec<Entry> {
    let terms: Vec<Vec<Term>> = texts.iter().map(|text| cognates(text)).collect();
    let keys = |side: bool| -> BTreeSet<u64> {
        terms
            .iter()
            .zip(foreign)
            .filter(|(_, foreign)| **foreign == side)
            .flat_map(|(found, _)| found.iter().map(|term| term.key))
            .collect()
    };
    let (ours, theirs) = (keys(false), keys(true));
    let mut weights = Weights::default();
    for found in &terms {
        weights.count(found);
    }
    terms
        .into_iter()
        .map(|mut found| {
            found.retain(|term| ours.contains(&term.key) && theirs.contains(&term.key));
            Entry {
                vector: weights.vector(&found, 1.0),
                terms: found.iter().map(|term| (term.key, term.weight)).collect(),
            }
        })
        .collect()
}

/// Returns what of `text` another language may share: numbers and the first letters of words.
fn cognates(text: &str) -> Vec<Term> {
    let found: Vec<Word<'_>> = words(text).collect();
    let read = numbers(&found);
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
        .map(|prefix| Term {
            key: hash(&prefix),
            weight: 1.0,
        })
        .collect();
    terms.extend(read.iter().map(|number| Term {
        key: combine(&[3, number.value.to_bits()]),
        weight: if is_telling(number.value) {
            EVIDENCE
        } else {
            1.0
        },
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
