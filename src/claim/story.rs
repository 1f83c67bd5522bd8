//! Texts to stories.

use std::collections::BTreeMap;

use super::agglomerate::average_link;
use super::term::{Term, Terms};
use super::weights::{Vector, Weights};

/// Mean cosine at which two groups of texts tell one story; best on news articles whose subjects
/// were marked by journalists.
const CUT: f64 = 0.16;

/// The power of each word's rarity: squared, so that the names of a story outweigh common words.
const POWER: f64 = 2.0;

/// Returns the story of each text, numbered from 0 by first member.
///
/// # Complexity
///
/// Near linear while most texts tell different stories, quadratic in the texts of one story.
#[must_use]
pub fn stories(texts: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&index| texts.get(index));
    let terms = Terms::default();
    let found: Vec<Vec<Term>> = order
        .iter()
        .filter_map(|&index| texts.get(index))
        .map(|text| terms.stems(text))
        .collect();
    let mut weights = Weights::default();
    for text in &found {
        weights.count(text);
    }
    let vectors: Vec<Vector> = found
        .iter()
        .map(|text| weights.vector(text, POWER))
        .collect();
    let mut story_of = vec![0; texts.len()];
    for (index, story) in order
        .into_iter()
        .zip(average_link(&vectors, CUT, &|_, _| 1.0))
    {
        if let Some(slot) = story_of.get_mut(index) {
            *slot = story;
        }
    }
    renumber(&story_of)
}

/// Numbers groups from 0 in the order of their first members.
fn renumber(groups: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    groups
        .iter()
        .map(|group| {
            let next = numbers.len();
            *numbers.entry(*group).or_insert(next)
        })
        .collect()
}
