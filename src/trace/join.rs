//! Second thoughts about who states a claim.
//!
//! Sentences are grouped by their words alone at first. A citation then brings two wordings of one
//! thing together, and a sentence that has too little to do with the rest is let go.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{At, Draft, Group};
use crate::claim::{Support, large_counts, may_be_changed};

/// Share of a quotation from which two that have it in common are the same without doubt.
const SAME_QUOTATION: f64 = 0.95;

impl Draft<'_> {
    /// Joins sentences that say one thing in other words where one cites the other's document for
    /// it: that is a reason to look closer. The best matches come first.
    pub(super) fn join_cited(&mut self) {
        let mut pairs: Vec<(f64, At, At, Support)> = Vec::new();
        for document in 0..self.pages.len() {
            for sentence in 0..self.pages[document].sentences.len() {
                let citing = (document, sentence);
                for cited in self.cited_documents(citing) {
                    let Some((best, score, verdict)) = self.support(citing, cited) else {
                        continue;
                    };
                    pairs.push((score, citing, (cited, best), verdict));
                }
            }
        }
        pairs.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
        });
        for (_, citing, cited, verdict) in pairs {
            if matches!(verdict, Support::Supported | Support::Partial) {
                self.join(citing, cited, verdict == Support::Supported);
            }
        }
    }

    /// Joins statements that quote one utterance, in whatever wording.
    pub(super) fn join_quoted(&mut self) {
        for (share, a, b) in self.quoting_alike() {
            self.join(a, b, share >= SAME_QUOTATION);
        }
    }

    /// Joins statements that give numbers of one thing, where one cites the other's document for it:
    /// a number that was changed on its way hides that the rest is the same. The cited document must
    /// leave no doubt which of its numbers is meant.
    pub(super) fn join_counted(&mut self) {
        let mut counted: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for document in 0..self.pages.len() {
            for sentence in 0..self.pages[document].sentences.len() {
                let citing = (document, sentence);
                let cited = self.cited_documents(citing);
                if cited.is_empty() || !self.pages[document].sentences[sentence].states {
                    continue;
                }
                let [count] = large_counts(&self.sentence(citing))[..] else {
                    continue;
                };
                for to in cited {
                    let counts = counted.entry(to).or_insert_with(|| self.counts(to));
                    let meant = counts
                        .iter()
                        .filter(|(_, other)| may_be_changed(count, *other));
                    let claims: BTreeMap<Option<usize>, usize> = meant
                        .map(|&(sentence, _)| (self.claim_of((to, sentence)), sentence))
                        .collect();
                    if let [(Some(_), sentence)] = claims.into_iter().collect::<Vec<_>>()[..] {
                        self.join(citing, (to, sentence), true);
                    }
                }
            }
        }
    }

    /// The statements of a document that count something by the hundred, and how many.
    fn counts(&self, document: usize) -> Vec<(usize, f64)> {
        let sentences = self.pages[document].sentences.iter().enumerate();
        sentences
            .filter(|(_, sentence)| sentence.states)
            .flat_map(|(at, _)| {
                let counts = large_counts(&self.sentence((document, at)));
                counts.into_iter().map(move |count| (at, count))
            })
            .collect()
    }

    /// Puts two sentences into one claim. A sentence that no second document shares joins the
    /// other's claim; two claims become one only if the match is `sure` and they are not both told
    /// by the same documents, which then tell two things.
    fn join(&mut self, a: At, b: At, sure: bool) {
        let (Some(one), Some(other)) = (self.claim_of(a), self.claim_of(b)) else {
            return;
        };
        if one == other {
            return;
        }
        let (ours, theirs) = (&self.claims[one], &self.claims[other]);
        if !ours.carries(b.0) && (!theirs.is_shared() || self.is_nearer(b, a)) {
            self.take(b, one);
        } else if !theirs.carries(a.0) && (!ours.is_shared() || self.is_nearer(a, b)) {
            self.take(a, other);
        } else if sure {
            let (here, there) = (ours.documents(), theirs.documents());
            if 2 * here.intersection(&there).count() > here.len().min(there.len()) {
                return;
            }
            let (from, into) = if here.len() < there.len() {
                (one, other)
            } else {
                (other, one)
            };
            for at in std::mem::take(&mut self.claims[from].statements) {
                self.take(at, into);
            }
        }
    }

    /// Whether a sentence is nearer to `other` than to any that it shares a claim with.
    fn is_nearer(&self, at: At, other: At) -> bool {
        let near = |to: At| self.likeness(at, to);
        let Some(own) = self.claim_of(at) else {
            return true;
        };
        let fellows = self.claims[own]
            .statements
            .iter()
            .filter(|fellow| **fellow != at);
        near(other) > fellows.map(|&fellow| near(fellow)).fold(0.0, f64::max)
    }

    pub(super) fn take(&mut self, at: At, claim: usize) {
        if let Some(before) = self.claim_of(at) {
            self.claims[before].remove(at);
        }
        self.set_claim(at, Some(claim));
        self.claims[claim].insert(at);
    }

    /// Takes out of each claim the sentences that name nobody, that no other cites, and that say
    /// too little of it to be an origin: none of the other statements is supported by them. What a
    /// document states alone is what it is about, and stays.
    pub(super) fn drop_strays(&mut self) {
        for number in 0..self.claims.len() {
            let group = &self.claims[number];
            let cited: BTreeSet<usize> = group
                .statements
                .iter()
                .flat_map(|&at| self.cited_documents(at))
                .collect();
            let strays: Vec<At> = group
                .statements
                .iter()
                .copied()
                .filter(|&at| !self.is_only_statement(at))
                .filter(|at| !cited.contains(&at.0) && !self.names_somebody(*at))
                .filter(|&at| !self.upholds_any(at, group))
                .collect();
            if strays.len() < group.statements.len() {
                for at in strays {
                    self.claims[number].remove(at);
                    self.set_claim(at, None);
                }
            }
            if !self.claims[number].states(self.claims[number].medoid)
                && let Some(&first) = self.claims[number].statements.first()
            {
                self.claims[number].medoid = first;
            }
        }
    }

    /// Whether the document of a sentence states nothing else.
    fn is_only_statement(&self, (document, sentence): At) -> bool {
        let mut all = self.pages[document].sentences.iter().enumerate();
        all.all(|(at, other)| at == sentence || !other.states)
    }

    /// Whether a statement of another document is supported by the sentence, or contradicted.
    fn upholds_any(&self, at: At, group: &Group) -> bool {
        let mut others = group
            .statements
            .iter()
            .filter(|other| other.0 != at.0)
            .peekable();
        others.peek().is_none() || others.any(|&other| self.upholds(at, other))
    }

    /// Whether the sentence cites or quotes anybody.
    fn names_somebody(&self, (document, sentence): At) -> bool {
        let mut places = self.pages[document].places.iter();
        places.any(|place| place.covers(sentence))
    }
}
