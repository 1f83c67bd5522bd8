//! Sentences to claims.
//!
//! Sentences that differ in spelling only become one item first, so that reprints make no word
//! common and no claim heavy. The items of a story are then grouped by average link.

use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::average_link;
use super::foreign::{foreign_documents, join};
use super::term::{Term, Terms};
use super::weights::{Vector, Weights};
use crate::text::{Span, fold, words};

/// Mean cosine at which two groups of sentences state one claim; best on news sentences whose
/// claims were marked by hand.
const CUT: f64 = 0.15;

/// Factor for the cosine of two sentences of one document, which seldom says a thing twice; best
/// on the same sentences.
const SAME_DOCUMENT: f64 = 0.6;

/// A sentence to group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The document that states it, by any number of the caller's.
    pub document: usize,
    /// The story that the document belongs to; sentences of two stories never state one claim.
    pub story: usize,
    /// The sentence.
    pub text: &'a str,
    /// The parts of `text` that tell who said it and how, such as the source and the cue of an
    /// attribution; their words count less. May be empty.
    pub frame: Vec<Span>,
}

/// Sentences that state one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Indices of the sentences, ascending; at least one.
    pub members: Vec<usize>,
    /// The member most like all others; the first such.
    pub medoid: usize,
}

/// Groups sentences by the claim that they state.
///
/// Every sentence is in exactly one cluster, alone if need be. Clusters are in the order of their
/// first members. Which sentences stand together does not depend on the order of `sentences`.
///
/// # Complexity
///
/// Near linear while each claim is stated by few of the sentences: an inverted index finds the
/// pairs worth a look.
#[must_use]
pub fn clusters(sentences: &[Sentence<'_>]) -> Vec<Cluster> {
    let mut stories: BTreeMap<usize, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let items = stories.entry(sentence.story).or_default();
        items.entry(folded(sentence.text)).or_default().push(index);
    }
    let mut found: Vec<Cluster> = stories
        .into_values()
        .flat_map(|items| cluster_story(&items.into_values().collect::<Vec<_>>(), sentences))
        .collect();
    found.sort_by(|a, b| a.members.cmp(&b.members));
    found
}

/// Returns the words of `text` as compared, one blank between them.
fn folded(text: &str) -> String {
    words(text)
        .map(|word| fold(word.text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Groups the items of one story; an item lists the sentences that are the same but for spelling.
fn cluster_story(items: &[Vec<usize>], sentences: &[Sentence<'_>]) -> Vec<Cluster> {
    let firsts: Vec<&str> = items
        .iter()
        .filter_map(|same| Some(sentences.get(*same.first()?)?.text))
        .collect();
    let terms = Terms::default();
    let found: Vec<Vec<Term>> = items
        .iter()
        .filter_map(|same| sentences.get(*same.first()?))
        .map(|sentence| terms.framed(sentence.text, &sentence.frame))
        .collect();
    let mut weights = Weights::default();
    for item in &found {
        weights.count(item);
    }
    let vectors: Vec<Vector> = found.iter().map(|item| weights.vector(item, 1.0)).collect();
    let documents: Vec<BTreeSet<usize>> = items
        .iter()
        .map(|same| {
            same.iter()
                .filter_map(|&index| Some(sentences.get(index)?.document))
                .collect()
        })
        .collect();
    let damp = |a: usize, b: usize| match (documents.get(a), documents.get(b)) {
        (Some(x), Some(y)) if x.is_disjoint(y) => 1.0,
        _ => super::p("WD", SAME_DOCUMENT),
    };
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (item, group) in average_link(&vectors, super::p("CUT", CUT), &damp)
        .into_iter()
        .enumerate()
    {
        groups.entry(group).or_default().push(item);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    let all: Vec<&Sentence<'_>> = items
        .iter()
        .flatten()
        .filter_map(|&index| sentences.get(index))
        .collect();
    let strangers = foreign_documents(&all);
    if !strangers.is_empty() {
        let foreign: Vec<bool> = documents
            .iter()
            .map(|of| of.is_subset(&strangers))
            .collect();
        groups = join(groups, &firsts, &foreign);
    }
    groups
        .iter()
        .map(|group| cluster(group, items, &vectors))
        .collect()
}

/// Makes the cluster of the items in `group`.
fn cluster(group: &[usize], items: &[Vec<usize>], vectors: &[Vector]) -> Cluster {
    let mut members: Vec<usize> = group
        .iter()
        .filter_map(|&item| items.get(item))
        .flatten()
        .copied()
        .collect();
    members.sort_unstable();
    let likeness = |item: usize| -> f64 {
        let Some(own) = vectors.get(item) else {
            return 0.0;
        };
        let others = group
            .iter()
            .filter_map(|&other| Some((vectors.get(other)?, items.get(other)?)));
        #[expect(clippy::cast_precision_loss, reason = "sentences of a story are few")]
        others
            .map(|(other, same)| own.cosine(other) * same.len() as f64)
            .sum()
    };
    let best = group
        .iter()
        .map(|&item| (item, likeness(item)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let medoid = best
        .and_then(|(item, _)| items.get(item)?.first().copied())
        .unwrap_or_default();
    Cluster { members, medoid }
}
