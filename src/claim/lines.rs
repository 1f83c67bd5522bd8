//! The sentences of a run, ready to be compared.
//!
//! Sentences of one story that differ in spelling only are one *wording*, which is taken apart once.
//! A word is as common as there are documents that state something with it.

use std::collections::{BTreeMap, BTreeSet};

use whatlang::Lang;

use super::agglomerate::average_link;
use super::foreign::{Foreign, join, language, main_language};
use super::support::{Match, Support, best, foreign_support, score};
use super::term::Terms;
use super::weights::{Bag, Vector, Weights};

/// Mean cosine at which two groups of sentences state one claim. On news sentences and headlines
/// whose claims were marked by hand, anything from 0.13 to 0.17 does about as well.
const CUT: f64 = 0.15;

/// Factor for the cosine of two sentences of one document, which seldom says a thing twice: among
/// the same sentences, a third as often as two documents do.
const SAME_DOCUMENT: f64 = 0.6;

/// Fewest stems that two sentences of one claim share: one alone, however rare, makes any two
/// short sentences look alike.
const SHARED_STEMS: usize = 2;

/// Bytes of a document below which its language is not guessed.
const MIN_BYTES: usize = 300;

/// A sentence of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The document that it stands in, by any number of the caller's.
    pub document: usize,
    /// The story that the document belongs to; sentences of two stories never state one claim.
    pub story: usize,
    /// The sentence, whole: leaving out who is said to have said it was found to help nothing.
    pub text: &'a str,
    /// Whether it states something; headings and the like do not.
    pub states: bool,
}

/// Sentences that state one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Indices of the sentences, ascending; at least one.
    pub members: Vec<usize>,
    /// The member most like all others; the first such.
    pub medoid: usize,
}

/// The sentences of a run.
///
/// ```
/// use headwater::claim::{Lines, Sentence};
/// let lines = Lines::new(
///     ["The ferry sank.", "A ferry has sunk off Brae.", "Prices rose again."]
///         .map(|text| Sentence { document: 0, story: 0, text, states: true })
///         .to_vec(),
/// );
/// assert!(lines.likeness(0, 1) > lines.likeness(0, 2));
/// ```
#[derive(Debug)]
pub struct Lines<'a> {
    sentences: Vec<Sentence<'a>>,
    /// The wording of each sentence, by number.
    wording: Vec<u32>,
    wordings: Vec<Wording>,
    /// The language of each document of which it is sure.
    languages: BTreeMap<usize, Lang>,
}

/// Sentences of one story that are the same but for spelling.
#[derive(Debug)]
struct Wording {
    story: usize,
    /// The first of their texts in the order of characters, by its sentence.
    text: usize,
    /// Documents that state it, ascending; none if it states nothing.
    documents: Vec<usize>,
    vector: Vector,
}

impl<'a> Lines<'a> {
    /// Takes the sentences apart; those of one document must stand together, in their order.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the words of all wordings; some eight bytes a term are kept of each.
    #[must_use]
    pub fn new(sentences: Vec<Sentence<'a>>) -> Self {
        let mut terms = Terms::default();
        let keys: Vec<(usize, u64)> = sentences
            .iter()
            .map(|sentence| (sentence.story, terms.wording(sentence.text)))
            .collect();
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        order.sort_by_key(|&at| (keys[at], sentences[at].text, at));
        let mut wording = vec![0; sentences.len()];
        let mut found: Vec<(Wording, Bag)> = Vec::new();
        for run in order.chunk_by(|&a, &b| keys[a] == keys[b]) {
            let number = u32::try_from(found.len()).unwrap_or(u32::MAX);
            let mut documents: Vec<usize> = Vec::new();
            for &at in run {
                wording[at] = number;
                if sentences[at].states {
                    documents.push(sentences[at].document);
                }
            }
            documents.sort_unstable();
            documents.dedup();
            let text = run[0];
            let bag = Bag::new(terms.of(sentences[text].text));
            let of_run = Wording {
                story: keys[text].0,
                text,
                documents,
                vector: Vector::default(),
            };
            found.push((of_run, bag));
        }
        drop(terms);
        Self {
            languages: languages(&sentences),
            wording,
            wordings: weigh(found),
            sentences,
        }
    }

    /// Returns how alike two sentences are: the cosine of their terms, 0 to 1.
    #[must_use]
    pub fn likeness(&self, a: usize, b: usize) -> f64 {
        self.vector(a).compare(self.vector(b)).cosine
    }

    /// Returns how alike two runs of sentences are as a whole: the cosine of their terms, 0 to 1.
    #[must_use]
    pub fn likeness_of_all(&self, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> f64 {
        let sum = |all: std::ops::Range<usize>| Vector::sum(all.map(|at| self.vector(at)));
        sum(a).compare(&sum(b)).cosine
    }

    /// Returns the sentence of `cited`, sentences of one document, that matches `statement` best,
    /// the first among equals; `None` if there is no sentence.
    ///
    /// A sentence near the statement contradicts it if only one of the two denies what both speak
    /// of, or if they give different numbers of the same thing. Where the two are in different
    /// languages, names, numbers and cognates decide; they can show support, but neither its
    /// absence nor a contradiction.
    #[must_use]
    pub fn support(&self, statement: usize, cited: std::ops::Range<usize>) -> Option<Match> {
        let first = cited.start;
        let ours = self.sentences[statement];
        let theirs = self.sentences.get(first)?;
        if self.differ_in_language(ours.document, theirs.document) {
            let texts: Vec<&str> = cited.map(|at| self.sentences[at].text).collect();
            let found = foreign_support(ours.text, &texts)?;
            return Some(Match {
                sentence: first + found.sentence,
                ..found
            });
        }
        let vector = self.vector(statement);
        let scores = cited.map(|at| score(vector.compare(self.vector(at))));
        let (sentence, score) = best(scores)?;
        let sentence = first + sentence;
        Some(Match {
            sentence,
            score,
            verdict: Support::of(score, ours.text, self.sentences[sentence].text),
        })
    }

    /// Groups the sentences that state something by the claim that they state.
    ///
    /// Each of them is in exactly one cluster, alone if need be. Clusters are in the order of their
    /// first members. Which sentences stand together does not depend on their order.
    ///
    /// # Complexity
    ///
    /// Near linear in the number of wordings while each claim has few of them: an inverted index
    /// finds the pairs worth a look. Quadratic in those that one chain of likeness connects.
    #[must_use]
    pub fn clusters(&self) -> Vec<Cluster> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.wordings.len()];
        for (at, sentence) in self.sentences.iter().enumerate() {
            if sentence.states {
                members[self.wording[at] as usize].push(at);
            }
        }
        let stated: Vec<usize> = (0..self.wordings.len())
            .filter(|&wording| !members[wording].is_empty())
            .collect();
        let mut found: Vec<Cluster> = stated
            .chunk_by(|&a, &b| self.wordings[a].story == self.wordings[b].story)
            .flat_map(|story| self.cluster_story(story, &members))
            .collect();
        found.sort_unstable_by(|a, b| a.members.cmp(&b.members));
        found
    }

    fn vector(&self, sentence: usize) -> &Vector {
        &self.wordings[self.wording[sentence] as usize].vector
    }

    /// Whether it is sure that two documents are in different languages.
    fn differ_in_language(&self, citing: usize, cited: usize) -> bool {
        match (self.languages.get(&citing), self.languages.get(&cited)) {
            (Some(ours), Some(theirs)) => ours != theirs,
            _ => false,
        }
    }

    /// Groups the wordings of one story.
    fn cluster_story(&self, story: &[usize], members: &[Vec<usize>]) -> Vec<Cluster> {
        let vectors: Vec<&Vector> = story.iter().map(|&at| &self.wordings[at].vector).collect();
        let likeness = |a: usize, b: usize| {
            let (x, y) = (&self.wordings[story[a]], &self.wordings[story[b]]);
            let common = x.vector.compare(&y.vector);
            match common.stems {
                0..SHARED_STEMS => 0.0,
                _ if are_disjoint(&x.documents, &y.documents) => common.cosine,
                _ => common.cosine * SAME_DOCUMENT,
            }
        };
        let groups = average_link(&vectors, CUT, &likeness);
        self.join_foreign(groups, story)
            .iter()
            .map(|group| self.cluster(group, story, members))
            .collect()
    }

    /// Joins the groups of sentences in another language than most to those that they resemble.
    fn join_foreign(&self, groups: Vec<Vec<usize>>, story: &[usize]) -> Vec<Vec<usize>> {
        let documents: BTreeSet<usize> = story
            .iter()
            .flat_map(|&at| self.wordings[at].documents.iter().copied())
            .collect();
        let of_story: BTreeMap<usize, Lang> = documents
            .iter()
            .filter_map(|document| Some((*document, *self.languages.get(document)?)))
            .collect();
        let main = main_language(of_story.values().copied());
        let is_stranger = |document: &usize| {
            of_story
                .get(document)
                .is_some_and(|language| Some(*language) != main)
        };
        if !of_story.keys().any(is_stranger) {
            return groups;
        }
        let foreign: Vec<Foreign<'_>> = story
            .iter()
            .map(|&at| Foreign {
                text: self.sentences[self.wordings[at].text].text,
                is_foreign: self.wordings[at].documents.iter().all(is_stranger),
            })
            .collect();
        join(groups, &foreign)
    }

    /// Makes the cluster of the wordings in `group`.
    fn cluster(&self, group: &[usize], story: &[usize], members: &[Vec<usize>]) -> Cluster {
        let own: Vec<(&Vector, &[usize])> = group
            .iter()
            .map(|&at| {
                let wording = story[at];
                (&self.wordings[wording].vector, &*members[wording])
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "sentences of a story are few")]
        let likeness = |vector: &Vector| -> f64 {
            own.iter()
                .map(|(other, of_other)| vector.compare(other).cosine * of_other.len() as f64)
                .sum()
        };
        let medoid = own
            .iter()
            .map(|(vector, of_wording)| (of_wording.first(), likeness(vector)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .and_then(|(sentence, _)| sentence.copied())
            .unwrap_or_default();
        let mut all: Vec<usize> = own
            .iter()
            .flat_map(|(_, own)| own.iter().copied())
            .collect();
        all.sort_unstable();
        Cluster {
            members: all,
            medoid,
        }
    }
}

/// Weighs the words of each story by how many documents state something with them.
fn weigh(found: Vec<(Wording, Bag)>) -> Vec<Wording> {
    let mut weights: Vec<(usize, Weights)> = found
        .chunk_by(|a, b| a.0.story == b.0.story)
        .map(|of_story| {
            let stated = of_story
                .iter()
                .map(|(wording, bag)| (bag, wording.documents.len()));
            (of_story[0].0.story, Weights::counting(stated))
        })
        .collect();
    weights.reverse();
    let mut wordings = Vec::with_capacity(found.len());
    for (mut wording, bag) in found {
        while weights
            .last()
            .is_some_and(|(story, _)| *story != wording.story)
        {
            weights.pop();
        }
        if let Some((_, weights)) = weights.last() {
            wording.vector = bag.weigh(weights, 1);
        }
        wordings.push(wording);
    }
    wordings
}

/// Returns the language of each document of which it is sure.
fn languages(sentences: &[Sentence<'_>]) -> BTreeMap<usize, Lang> {
    sentences
        .chunk_by(|a, b| a.document == b.document)
        .filter(|own| {
            own.iter()
                .map(|sentence| sentence.text.len())
                .sum::<usize>()
                >= MIN_BYTES
        })
        .filter_map(|own| {
            let found = language(own.iter().map(|sentence| sentence.text))?;
            Some((own.first()?.document, found))
        })
        .collect()
}

/// Whether two ascending lists share nothing.
fn are_disjoint(a: &[usize], b: &[usize]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().all(|one| many.binary_search(one).is_err())
}
