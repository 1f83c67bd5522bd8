//! The sentences of a run, ready to be compared.
//!
//! Sentences of one story that differ in spelling only are one *wording*, which is taken apart once.
//! A word is as common as there are documents that state something with it. The texts themselves
//! are not kept: whoever asks what needs them hands them in.

use std::cell::RefCell;
use std::collections::BTreeMap;

use whatlang::Lang;

use super::agglomerate::average_link;
use super::collection::{Collected, Collection};
use super::contradiction::denies_that;
use super::foreign::{Foreign, join, main_language, resemblance};
use super::quotation::Quotations;
use super::support::{Match, Support, best, score};
use super::weights::{Background, Common, Lexicon, Marks, Rarity, Tally, Vector, Weights, lift};
use crate::lists::Lists;

/// Mean cosine at which two groups of sentences state one claim. On news sentences and headlines
/// whose claims were marked by hand, anything from 0.13 to 0.17 does about as well.
const CUT: f64 = 0.13;

/// Most stems of a brief statement: a headline, or a bare assertion. Two of them share fewer words
/// than two long sentences that say the same, so their cosine is lower.
const BRIEF: usize = 7;

/// What makes up for that, once for each brief one of two sentences.
const BRIEF_LIFT: f64 = 1.2;

/// How much it counts beside the cosine that the longer of two sentences holds the shorter: news
/// sentences often state more than one thing.
const OVERLAP: f64 = 0.2;

/// Factor for the likeness of two sentences of one document, which seldom says a thing twice: among
/// the same sentences, a third as often as two documents do.
const SAME_DOCUMENT: f64 = 0.8;

/// Score from which a sentence of a claim may be a denial of it; below that the two share too little.
const DENIED: f64 = 0.3;

/// Gives the text of a sentence, by its number.
pub type TextOf<'a> = &'a dyn Fn(usize) -> String;

/// Sentences that state one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Numbers of the sentences, ascending; at least one.
    pub members: &'a [u32],
    /// The member most like all others; the first such.
    pub medoid: u32,
}

/// The sentences of a run by the claim that they state; in a large run most claims have one alone.
#[derive(Debug, Default)]
pub struct Clusters {
    members: Lists<u32>,
    medoids: Vec<u32>,
}

impl Clusters {
    /// Returns every cluster, in the order of their first members.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cluster<'_>> {
        let both = self.members.iter().zip(&self.medoids);
        both.map(|(members, &medoid)| Cluster { members, medoid })
    }

    /// Puts clusters into their order.
    fn sorted(found: &Self) -> Self {
        let mut order: Vec<usize> = (0..found.medoids.len()).collect();
        order.sort_unstable_by_key(|&at| found.members.get(at).first());
        let mut sorted = Self::default();
        for at in order {
            sorted.members.push(found.members.get(at).iter().copied());
            sorted.medoids.push(found.medoids[at]);
        }
        sorted
    }
}

/// The sentences of a run, by number, in the order in which they were collected.
///
/// ```
/// use headwater::claim::{Collector, Sentence};
/// let mut sentences = Collector::default();
/// for text in ["The ferry sank.", "A ferry has sunk off Brae.", "Prices rose again."] {
///     sentences.push(Sentence { document: 0, text, quoted: &[], states: true });
/// }
/// let lines = sentences.finish().lines(&[0]);
/// assert!(lines.likeness(0, 1) > lines.likeness(0, 2));
/// ```
#[derive(Debug)]
pub struct Lines {
    bags: Lists<u32>,
    /// What the terms of each story weigh.
    weights: Vec<Weights>,
    /// The document of each sentence.
    documents: Vec<u32>,
    /// The wording of each sentence, and whether it states something.
    wording: Vec<(u32, bool)>,
    /// Sorted by story.
    wordings: Vec<Wording>,
    /// Documents that state each wording, ascending.
    stating: Lists<u32>,
    /// The language of each document of which it is sure.
    languages: BTreeMap<u32, Lang>,
    quotations: Quotations,
    /// The terms of the wording that others are compared with.
    marked: RefCell<Marked>,
}

/// A wording whose terms are marked.
#[derive(Debug, Default)]
struct Marked {
    wording: Option<u32>,
    terms: Marks,
}

/// Sentences of one story that are the same but for spelling.
#[derive(Debug)]
struct Wording {
    /// The place of its story in `weights`.
    story: u32,
    bag: u32,
    /// The length of its vector.
    length: f32,
    /// The first of its sentences.
    first: u32,
}

impl Lines {
    /// Sorts what was collected into stories, of which `story_of` has one for each document, and
    /// weighs it.
    pub(super) fn new(collection: Collection, story_of: &[usize]) -> Self {
        let Collection {
            lexicon,
            bags,
            hashes,
            sentences,
            languages,
            quotations,
        } = collection;
        let story = |document: u32| story_of.get(document as usize).copied().unwrap_or_default();
        // The order is that of the words, so that it does not depend on who was read first.
        let mut order: Vec<u32> = (0..).take(sentences.len()).collect();
        let key = |&at: &u32| {
            let sentence = &sentences[at as usize];
            let hash = hashes[sentence.bag as usize];
            (story(sentence.document), hash, sentence.document, at)
        };
        order.sort_unstable_by_key(key);
        let mut lines = Self {
            bags,
            weights: Vec::new(),
            documents: sentences.iter().map(|sentence| sentence.document).collect(),
            wording: vec![(0, false); sentences.len()],
            wordings: Vec::new(),
            stating: Lists::default(),
            languages,
            quotations,
            marked: RefCell::default(),
        };
        let stating = sentences.iter().filter(|sentence| sentence.states);
        let stating = stating.map(|sentence| lines.bags.get(sentence.bag as usize));
        let background = Background::new(stating, &lexicon);
        let mut tally = Tally::new(lexicon.len());
        for of_story in order.chunk_by(|a, b| key(a).0 == key(b).0) {
            let start = lines.wordings.len();
            for same in of_story.chunk_by(|a, b| key(a).1 == key(b).1) {
                lines.add_wording(same, &sentences);
            }
            lines.weigh(start, &lexicon, &background, &mut tally);
        }
        lines.stating.shrink_to_fit();
        lines.wordings.shrink_to_fit();
        lines
    }

    /// Adds a wording of the next story, by its sentences, document by document.
    fn add_wording(&mut self, same: &[u32], sentences: &[Collected]) {
        let number = u32::try_from(self.wordings.len()).unwrap_or(u32::MAX);
        let mut stating: Vec<u32> = Vec::new();
        for &at in same {
            let sentence = &sentences[at as usize];
            self.wording[at as usize] = (number, sentence.states);
            if sentence.states && stating.last() != Some(&sentence.document) {
                stating.push(sentence.document);
            }
        }
        let first = same.first().copied().unwrap_or_default();
        self.stating.push(stating);
        self.wordings.push(Wording {
            story: u32::try_from(self.weights.len()).unwrap_or(u32::MAX),
            bag: sentences[first as usize].bag,
            length: 0.0,
            first,
        });
    }

    /// Weighs the terms of the last story, whose wordings begin with the one numbered `start`.
    fn weigh(
        &mut self,
        start: usize,
        lexicon: &Lexicon,
        background: &Background,
        tally: &mut Tally,
    ) {
        let bag = |wording: &Wording| self.bags.get(wording.bag as usize);
        let of_story = &mut self.wordings[start..];
        let stated = (start..).zip(&*of_story);
        let stated = stated.map(|(at, wording)| (bag(wording), self.stating.get(at).len()));
        let rarity = Rarity {
            background: Some(background),
            ..Rarity::PLAIN
        };
        let weights = Weights::new(stated, lexicon, rarity, tally);
        for wording in of_story {
            wording.length = weights.length(bag(wording));
        }
        self.weights.push(weights);
    }

    /// Returns how alike two sentences are: the cosine of their terms, 0 to 1.
    #[must_use]
    pub fn likeness(&self, a: usize, b: usize) -> f64 {
        self.vector(a).compare(self.vector(b)).cosine
    }

    /// Returns how alike two runs of sentences are as a whole: the cosine of their terms, 0 to 1.
    #[must_use]
    pub fn likeness_of_all(&self, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> f64 {
        let sum = |all: std::ops::Range<usize>| {
            let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
            for (number, share) in all.flat_map(|at| self.vector(at).shares()) {
                *sum.entry(number).or_default() += f64::from(share);
            }
            sum
        };
        let length = |sum: &BTreeMap<u32, f64>| sum.values().map(|x| x * x).sum::<f64>().sqrt();
        let (a, b) = (sum(a), sum(b));
        let common: f64 = a
            .iter()
            .filter_map(|(number, ours)| Some(ours * b.get(number)?))
            .sum();
        common / (length(&a) * length(&b)).max(f64::MIN_POSITIVE)
    }

    /// Returns the sentence of `cited`, sentences of one document, that matches `statement` best,
    /// the first among equals, and how well, 0 to 1; `None` if there is no sentence.
    ///
    /// Where the two are in different languages, names, numbers and cognates decide.
    #[must_use]
    pub fn nearest(
        &self,
        statement: usize,
        cited: std::ops::Range<usize>,
        text_of: TextOf<'_>,
    ) -> Option<(usize, f64)> {
        let first = cited.start;
        let (sentence, score) = if self.differ_in_language(statement, first) {
            let texts: Vec<String> = cited.map(text_of).collect();
            best(resemblance(&text_of(statement), &texts).into_iter())?
        } else {
            let statement = self.wording[statement].0;
            best(cited.map(|at| score(self.compare(statement, self.wording[at].0))))?
        };
        Some((first + sentence, score))
    }

    /// Returns [`Self::nearest`] with what the match means.
    ///
    /// A sentence near the statement contradicts it if only one of the two denies what both speak
    /// of, or if they give different numbers of the same thing. In another language a sentence can
    /// show support, but neither its absence nor a contradiction.
    #[must_use]
    pub fn support(
        &self,
        statement: usize,
        cited: std::ops::Range<usize>,
        text_of: TextOf<'_>,
    ) -> Option<Match> {
        let (sentence, score) = self.nearest(statement, cited, text_of)?;
        let verdict = if self.differ_in_language(statement, sentence) {
            Support::of_foreign(score)
        } else {
            Support::of(score, &|| (text_of(statement), text_of(sentence)))
        };
        Some(Match {
            sentence,
            score,
            verdict,
        })
    }

    /// Returns whether a sentence is so near a statement that it says it, or the opposite.
    #[must_use]
    pub fn upholds(&self, sentence: usize, statement: usize, text_of: TextOf<'_>) -> bool {
        let foreign = self.differ_in_language(statement, sentence);
        self.nearest(statement, sentence..sentence + 1, text_of)
            .is_some_and(|(_, score)| Support::is_told(score, foreign))
    }

    /// Returns whether a sentence near a statement denies it, or the other way round: just one of
    /// the two denies what both speak of. Of different languages that is not known.
    #[must_use]
    pub fn denies(&self, sentence: usize, statement: usize, text_of: TextOf<'_>) -> bool {
        let same = self.wording[sentence].0 == self.wording[statement].0;
        if same || self.differ_in_language(statement, sentence) {
            return false;
        }
        let near = self.nearest(statement, sentence..sentence + 1, text_of);
        near.is_some_and(|(_, score)| score >= DENIED)
            && denies_that(&text_of(sentence), &text_of(statement))
    }

    /// Returns the pairs of statements of one story that quote one utterance, in whatever wording, by
    /// the first sentence of each, with the share of the shorter quotation that is the same, 0 to 1;
    /// the likest first.
    #[must_use]
    pub fn quoting_alike(&self) -> Vec<(f64, usize, usize)> {
        let mut found: Vec<(f64, usize, usize)> = Vec::new();
        for of_story in self.wordings.chunk_by(|a, b| a.story == b.story) {
            let mut first_of: BTreeMap<u32, usize> = BTreeMap::new();
            for wording in of_story {
                let first = wording.first as usize;
                if self.wording[first].1 {
                    first_of.entry(wording.bag).or_insert(first);
                }
            }
            let bags: Vec<u32> = first_of.keys().copied().collect();
            found.extend(self.quotations.alike(&bags).into_iter().map(|alike| {
                let (one, other) = (first_of[&alike.one.0], first_of[&alike.other.0]);
                (alike.share, one.min(other), one.max(other))
            }));
        }
        found.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
        });
        found
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
    pub fn clusters(&self, text_of: TextOf<'_>) -> Clusters {
        let stating = (self.wording.iter().zip(0..))
            .filter(|((_, states), _)| *states)
            .map(|(&(wording, _), sentence)| (wording, sentence));
        let members = Lists::sorted(stating, self.wordings.len());
        let stated: Vec<u32> = (0..)
            .take(self.wordings.len())
            .filter(|&wording| !members.get(wording as usize).is_empty())
            .collect();
        let story = |wording: u32| self.wordings[wording as usize].story;
        let terms = self.weights.iter().map(Weights::terms).max();
        let mut tally = Tally::new(terms.unwrap_or_default());
        let mut found = Clusters::default();
        for of_story in stated.chunk_by(|&a, &b| story(a) == story(b)) {
            for group in self.group_story(of_story, text_of, &mut tally).iter() {
                self.add_cluster(group, of_story, &members, &mut found);
            }
        }
        Clusters::sorted(&found)
    }

    /// Returns what two wordings have in common; the first had best be the same many times over.
    fn compare(&self, one: u32, other: u32) -> Common {
        let vector = self.vector_of(one);
        let marked = &mut *self.marked.borrow_mut();
        if marked.wording != Some(one) {
            if let Some(before) = marked.wording.replace(one) {
                marked.terms.clear(self.vector_of(before).bag);
            }
            marked.terms.set(vector.bag);
        }
        vector.compare_marked(self.vector_of(other), &marked.terms)
    }

    fn vector(&self, sentence: usize) -> Vector<'_> {
        self.vector_of(self.wording[sentence].0)
    }

    fn vector_of(&self, wording: u32) -> Vector<'_> {
        let wording = &self.wordings[wording as usize];
        Vector {
            bag: self.bags.get(wording.bag as usize),
            weights: &self.weights[wording.story as usize],
            length: wording.length,
        }
    }

    /// Whether it is sure that two sentences are in different languages.
    fn differ_in_language(&self, a: usize, b: usize) -> bool {
        let of = |at: usize| self.languages.get(self.documents.get(at)?);
        match (of(a), of(b)) {
            (Some(ours), Some(theirs)) => ours != theirs,
            _ => false,
        }
    }

    /// Groups the wordings of one story, by their places in it.
    fn group_story(&self, story: &[u32], text_of: TextOf<'_>, tally: &mut Tally) -> Lists<u32> {
        let bag_of = |at: usize| self.vector_of(story[at]).bag;
        let language = |at: &u32| self.languages.get(self.stating.get(*at as usize).first()?);
        let languages: Vec<Option<&Lang>> = story.iter().map(language).collect();
        let are_foreign = |a: usize, b: usize| {
            let both = languages[a].zip(languages[b]);
            both.is_some_and(|(ours, theirs)| ours != theirs)
        };
        let brief: Vec<bool> = (story.iter())
            .map(|&wording| self.vector_of(wording).stems() <= BRIEF)
            .collect();
        let likeness = |a: usize, b: usize| {
            // The vectors come in runs of one and all those near it, whichever place it has.
            let (a_first, b_first) = ((story[a], story[b]), (story[b], story[a]));
            let is_marked = self.marked.borrow().wording == Some(story[b]);
            let (one, other) = if is_marked { b_first } else { a_first };
            let common = self.compare(one, other);
            let stating = |at: usize| self.stating.get(story[at] as usize);
            let likeness = ((1.0 - OVERLAP) * common.cosine + OVERLAP * common.overlap)
                * lift(brief[a], BRIEF_LIFT)
                * lift(brief[b], BRIEF_LIFT);
            match common.stems {
                0 => 0.0,
                1 if !(brief[a] && brief[b]) => 0.0,
                // What two languages share are names, which say little: see `join_foreign`.
                _ if are_foreign(a, b) => 0.0,
                _ if are_disjoint(stating(a), stating(b)) => likeness,
                _ => likeness * SAME_DOCUMENT,
            }
        };
        let groups = average_link(story.len(), &bag_of, CUT, &likeness, tally);
        self.join_foreign(groups, story, text_of)
    }

    /// Joins the groups of sentences in another language than most to those that they resemble.
    fn join_foreign(&self, groups: Lists<u32>, story: &[u32], text_of: TextOf<'_>) -> Lists<u32> {
        let of_story: BTreeMap<u32, Lang> = story
            .iter()
            .flat_map(|&at| self.stating.get(at as usize))
            .filter_map(|document| Some((*document, *self.languages.get(document)?)))
            .collect();
        let main = main_language(of_story.values().copied());
        let is_stranger = |document: &u32| {
            of_story
                .get(document)
                .is_some_and(|language| Some(*language) != main)
        };
        if !of_story.keys().any(is_stranger) {
            return groups;
        }
        let foreign: Vec<Foreign> = story
            .iter()
            .map(|&at| Foreign {
                text: text_of(self.wordings[at as usize].first as usize),
                is_foreign: self.stating.get(at as usize).iter().all(is_stranger),
            })
            .collect();
        join(&groups, &foreign)
    }

    /// Adds the cluster of the wordings in `group`.
    fn add_cluster(
        &self,
        group: &[u32],
        story: &[u32],
        members: &Lists<u32>,
        found: &mut Clusters,
    ) {
        let own: Vec<(Vector<'_>, &[u32])> = group
            .iter()
            .map(|&at| {
                let wording = story[at as usize];
                (self.vector_of(wording), members.get(wording as usize))
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "sentences of a story are few")]
        let likeness = |vector: Vector<'_>| -> f64 {
            own.iter()
                .map(|(other, of_other)| vector.compare(*other).cosine * of_other.len() as f64)
                .sum()
        };
        let medoid = own
            .iter()
            .map(|(vector, of_wording)| (of_wording.first(), likeness(*vector)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .and_then(|(sentence, _)| sentence.copied())
            .unwrap_or_default();
        let mut all: Vec<u32> = own.iter().flat_map(|(_, own)| *own).copied().collect();
        all.sort_unstable();
        found.members.push(all);
        found.medoids.push(medoid);
    }
}

/// Whether two ascending lists share nothing.
fn are_disjoint(a: &[u32], b: &[u32]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().all(|one| many.binary_search(one).is_err())
}
