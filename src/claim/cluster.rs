//! Sentences to claims.
//!
//! Sentences that differ in spelling only become one item first, so that reprints make no word
//! common and no claim heavy. The items of a story are then grouped by average link, and the
//! sentences of foreign documents are joined to the claims that they resemble most.

use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::average_link;
use super::foreign::{foreign_documents, join};
use super::term::{Term, Terms};
use super::weights::{Vector, Weights};
use crate::text::{fold, words};

/// Mean cosine at which two groups of sentences state one claim. On news sentences and headlines
/// whose claims were marked by hand, anything from 0.13 to 0.17 does about as well.
const CUT: f64 = 0.15;

/// Factor for the cosine of two sentences of one document, which seldom says a thing twice: among
/// the same sentences, a third as often as two documents do.
const SAME_DOCUMENT: f64 = 0.6;

/// Fewest stems that two sentences of one claim share: one alone, however rare, makes any two
/// short sentences look alike.
const SHARED_STEMS: usize = 2;

/// A sentence to group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The document that states it, by any number of the caller's.
    pub document: usize,
    /// The story that the document belongs to; sentences of two stories never state one claim.
    pub story: usize,
    /// The sentence, whole: leaving out who is said to have said it was found to help nothing.
    pub text: &'a str,
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
/// Near linear in the number of sentences while each claim is stated by few of them: an inverted
/// index finds the pairs worth a look. Quadratic in those that one chain of likeness connects.
#[must_use]
pub fn clusters(sentences: &[Sentence<'_>]) -> Vec<Cluster> {
    let mut stories: BTreeMap<usize, BTreeMap<String, Item<'_>>> = BTreeMap::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let items = stories.entry(sentence.story).or_default();
        let item = items.entry(folded(sentence.text)).or_insert_with(|| Item {
            text: sentence.text,
            documents: BTreeSet::new(),
            sentences: Vec::new(),
        });
        item.text = item.text.min(sentence.text);
        item.documents.insert(sentence.document);
        item.sentences.push(index);
    }
    let mut found: Vec<Cluster> = stories
        .into_values()
        .flat_map(|items| cluster_story(&items.into_values().collect::<Vec<_>>()))
        .collect();
    found.sort_by(|a, b| a.members.cmp(&b.members));
    found
}

/// Returns the words of `text` as compared, one blank between them.
fn folded(text: &str) -> String {
    let folded: Vec<String> = words(text).map(|word| fold(word.text)).collect();
    folded.join(" ")
}

/// Sentences that are the same but for spelling.
struct Item<'a> {
    /// The first of their texts in the order of characters.
    text: &'a str,
    documents: BTreeSet<usize>,
    /// Their indices, ascending.
    sentences: Vec<usize>,
}

/// Groups the items of one story, which are in the order of their folded texts.
fn cluster_story(items: &[Item<'_>]) -> Vec<Cluster> {
    let terms = Terms::default();
    let found: Vec<Vec<Term>> = items.iter().map(|item| terms.of(item.text)).collect();
    let mut weights = Weights::default();
    for item in &found {
        weights.count(item);
    }
    let vectors: Vec<Vector> = found.iter().map(|item| weights.vector(item, 1.0)).collect();
    let stems: Vec<BTreeSet<u64>> = items
        .iter()
        .map(|item| terms.stems(item.text).iter().map(|term| term.key).collect())
        .collect();
    let damp = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        _ if stems[a].intersection(&stems[b]).count() < SHARED_STEMS => 0.0,
        (Some(x), Some(y)) if x.documents.is_disjoint(&y.documents) => 1.0,
        _ => SAME_DOCUMENT,
    };
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (item, group) in average_link(&vectors, CUT, &damp).into_iter().enumerate() {
        groups.entry(group).or_default().push(item);
    }
    join_foreign(groups.into_values().collect(), items)
        .iter()
        .map(|group| cluster(group, items, &vectors))
        .collect()
}

/// Joins the groups of sentences in another language than most to those that they resemble.
fn join_foreign(groups: Vec<Vec<usize>>, items: &[Item<'_>]) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for item in items {
        for &document in &item.documents {
            lines.entry(document).or_default().push(item.text);
        }
    }
    let strangers = foreign_documents(&lines);
    if strangers.is_empty() {
        return groups;
    }
    let texts: Vec<&str> = items.iter().map(|item| item.text).collect();
    let foreign: Vec<bool> = items
        .iter()
        .map(|item| item.documents.is_subset(&strangers))
        .collect();
    join(groups, &texts, &foreign)
}

/// Makes the cluster of the items in `group`.
fn cluster(group: &[usize], items: &[Item<'_>], vectors: &[Vector]) -> Cluster {
    let own: Vec<(&Item<'_>, &Vector)> = group
        .iter()
        .filter_map(|&item| Some((items.get(item)?, vectors.get(item)?)))
        .collect();
    let mut members: Vec<usize> = own
        .iter()
        .flat_map(|(item, _)| item.sentences.iter().copied())
        .collect();
    members.sort_unstable();
    let likeness = |vector: &Vector| -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "sentences of a story are few")]
        own.iter()
            .map(|(other, theirs)| vector.cosine(theirs) * other.sentences.len() as f64)
            .sum()
    };
    let medoid = own
        .iter()
        .map(|(item, vector)| (item.sentences.first(), likeness(vector)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .and_then(|(sentence, _)| sentence.copied())
        .unwrap_or_default();
    Cluster { members, medoid }
}
