//! Texts to stories.

use std::collections::BTreeMap;

use super::agglomerate::average_link;
use super::weights::{Lexicon, Tally, Vector, Weights};

/// Mean cosine at which two groups of texts tell one story; best on news articles whose subjects
/// were marked by journalists.
const CUT: f64 = 0.16;

/// The power of each word's rarity: squared, so that the names of a story outweigh common words.
const POWER: i32 = 2;

/// Returns the story of each text, numbered from 0 by first member. Each text is a hash of its words
/// and the bag of its stems.
pub(super) fn stories(texts: &[(u64, Vec<u32>)], lexicon: &Lexicon) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&index| texts[index].0);
    let bags: Vec<&[u32]> = order.iter().map(|&index| &*texts[index].1).collect();
    let mut tally = Tally::new(lexicon.len());
    let each_once = bags.iter().map(|bag| (*bag, 1));
    let weights = Weights::new(each_once, lexicon, POWER, &mut tally);
    let vectors: Vec<Vector<'_>> = bags.iter().map(|bag| Vector::new(bag, &weights)).collect();
    let likeness = |a: usize, b: usize| vectors[a].compare(vectors[b]).cosine;
    let mut story_of = vec![0; texts.len()];
    let groups = average_link(bags.len(), &|at| bags[at], CUT, &likeness, &mut tally);
    for (story, members) in groups.iter().enumerate() {
        for &member in members {
            story_of[order[member as usize]] = story;
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
