//! Texts to stories.

use std::collections::BTreeMap;

use super::agglomerate::average_link;
use super::weights::{Lexicon, Rarity, Tally, Vector, Weights, lift};

/// Mean cosine at which two groups of texts tell one story; best on news articles whose subjects
/// were marked by journalists.
const CUT: f64 = 0.16;

/// Most stems of a brief text: a headline alone. Two of them share fewer words than two articles of
/// one story, so their cosine is lower.
const BRIEF: usize = 16;

/// What makes up for that, once for each brief one of two texts.
const BRIEF_LIFT: f64 = 1.155;

/// How each word's rarity counts: by more than itself, so that the names of a story outweigh common
/// words. Squared it does as well on articles, and worse on headlines.
const RARITY: Rarity<'_> = Rarity {
    power: 1.5,
    background: None,
};

/// Returns the story of each text, numbered from 0 by first member. Each text is a hash of its words
/// and the bag of its stems.
pub(super) fn stories(texts: &[(u64, Vec<u32>)], lexicon: &Lexicon) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&index| texts[index].0);
    let bags: Vec<&[u32]> = order.iter().map(|&index| &*texts[index].1).collect();
    let mut tally = Tally::new(lexicon.len());
    let each_once = bags.iter().map(|bag| (*bag, 1));
    let weights = Weights::new(each_once, lexicon, RARITY, &mut tally);
    let vectors: Vec<Vector<'_>> = bags.iter().map(|bag| Vector::new(bag, &weights)).collect();
    let brief: Vec<bool> = vectors.iter().map(|one| one.stems() <= BRIEF).collect();
    let likeness = |a: usize, b: usize| {
        vectors[a].compare(vectors[b]).cosine
            * lift(brief[a], BRIEF_LIFT)
            * lift(brief[b], BRIEF_LIFT)
    };
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
