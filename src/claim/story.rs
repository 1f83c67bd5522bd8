//! Texts to stories.

use std::collections::BTreeMap;

use super::agglomerate::average_link;
use super::term::Terms;
use super::weights::{Bag, Vector, Weights};

/// Mean cosine at which two groups of texts tell one story; best on news articles whose subjects
/// were marked by journalists.
const CUT: f64 = 0.16;

/// The power of each word's rarity: squared, so that the names of a story outweigh common words.
const POWER: i32 = 2;

/// Returns the story of each text, numbered from 0 by first member.
///
/// # Complexity
///
/// Near linear while most texts tell different stories, quadratic in the texts of one story.
#[must_use]
pub fn stories(texts: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&index| texts.get(index));
    let mut terms = Terms::default();
    let bags: Vec<Bag> = order
        .iter()
        .filter_map(|&index| texts.get(index))
        .map(|text| Bag::new(terms.stems(text)))
        .collect();
    let weights = Weights::new(&bags);
    let vectors: Vec<Vector> = bags
        .into_iter()
        .map(|bag| bag.weigh(&weights, POWER))
        .collect();
    let views: Vec<&Vector> = vectors.iter().collect();
    let likeness = |a: usize, b: usize| vectors[a].compare(&vectors[b]).cosine;
    let mut story_of = vec![0; texts.len()];
    for (story, members) in average_link(&views, CUT, &likeness).iter().enumerate() {
        for &member in members {
            story_of[order[member]] = story;
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
