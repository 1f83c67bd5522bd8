//! Passages that a document shares, word for word, with one that it cites.
//!
//! Which documents share one is told by fingerprints first: of the hashes of eight words in a row,
//! the least of each window that a passage of [`SHORTEST`] words holds. Two texts with such a passage
//! have one in common for sure (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for
//! document fingerprinting", 2003).

use std::collections::{BTreeMap, BTreeSet};

use super::Trace;
use super::draft::Node;
use crate::text::{Span, combine, fold, hash, shared, words};

/// Fewest words of a passage: a sentence or two, more than a phrase that people share by chance.
const SHORTEST: usize = 25;

/// Words in a row of which a fingerprint is made.
const WIDTH: usize = 8;

/// Words that two documents share in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedPassage {
    /// Where they stand in the citing document, in bytes.
    pub citing: Span,
    /// Where they stand in the cited one.
    pub cited: Span,
    /// How many they are.
    pub words: usize,
}

/// The words of a text, and where each stands.
struct Words {
    hashes: Vec<u64>,
    spans: Vec<Span>,
}

impl Words {
    fn new(text: &str) -> Self {
        let (hashes, spans) = words(text)
            .map(|word| (hash(&fold(word.text)), word.span))
            .unzip();
        Self { hashes, spans }
    }

    /// Returns the fingerprints, sorted.
    fn fingerprints(&self) -> Vec<u64> {
        let rows: Vec<u64> = self.hashes.windows(WIDTH).map(combine).collect();
        let windows = rows.windows(SHORTEST - WIDTH + 1);
        let mut found: Vec<u64> = windows
            .filter_map(|window| window.iter().min().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn span(&self, first: usize, count: usize) -> Span {
        Span::new(self.spans[first].start, self.spans[first + count - 1].end)
    }
}

/// Returns the longest passage of two texts, the first in the citing one among equals.
fn longest(citing: &Words, cited: &Words) -> Option<SharedPassage> {
    let mut rows: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, row) in cited.hashes.windows(SHORTEST).enumerate() {
        rows.entry(combine(row)).or_default().push(at);
    }
    let mut best: Option<(usize, usize, usize)> = None;
    let mut at = 0;
    while let Some(row) = citing.hashes.get(at..at + SHORTEST) {
        let found = rows.get(&combine(row)).into_iter().flatten();
        let length = |start: usize| {
            let both = citing.hashes[at..].iter().zip(&cited.hashes[start..]);
            both.take_while(|(a, b)| a == b).count()
        };
        let longest = found
            .map(|&start| (length(start), start))
            .max_by_key(|&(length, start)| (length, std::cmp::Reverse(start)));
        let Some((length, start)) = longest.filter(|(length, _)| *length >= SHORTEST) else {
            at += 1;
            continue;
        };
        if best.is_none_or(|(most, _, _)| length > most) {
            best = Some((length, at, start));
        }
        at += length - SHORTEST + 1;
    }
    best.map(|(words, here, there)| SharedPassage {
        citing: citing.span(here, words),
        cited: cited.span(there, words),
        words,
    })
}

/// Finds the passages that documents share with those that they cite, by the numbers of both. A copy
/// and its original are left out, and so are two copies of one text: they share nearly all.
pub(super) fn shared_passages(trace: &Trace<'_>) -> BTreeMap<(usize, usize), SharedPassage> {
    let family = |document: usize| {
        trace
            .copies
            .get(&document)
            .map_or(document, |copy| copy.original)
    };
    let is_read = |document: usize| trace.library.entries[document].card().is_some();
    let pairs: BTreeSet<(usize, usize)> = trace
        .citations
        .iter()
        .filter_map(|citation| match trace.cited(citation.evidence).0 {
            Node::Document(cited) => Some((citation.evidence.document(), cited)),
            Node::Source(_) => None,
        })
        .filter(|&(citing, cited)| is_read(citing) && is_read(cited))
        .filter(|&(citing, cited)| family(citing) != family(cited))
        .collect();
    let words_of = |document: usize| {
        let card = trace.library.entries[document].card();
        let length = card.map_or(0, |card| card.text_bytes);
        Words::new(&trace.texts.part(document, Span::new(0, length).into()))
    };
    let both = pairs.iter().flat_map(|&(citing, cited)| [citing, cited]);
    let prints: BTreeMap<usize, Vec<u64>> = both
        .collect::<BTreeSet<usize>>()
        .into_iter()
        .map(|document| (document, words_of(document).fingerprints()))
        .collect();
    pairs
        .into_iter()
        .filter(|(citing, cited)| shared(&prints[citing], &prints[cited]) > 0)
        .filter_map(|(citing, cited)| {
            let passage = longest(&words_of(citing), &words_of(cited))?;
            Some(((citing, cited), passage))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text of made-up words with these numbers.
    fn text(words: impl Iterator<Item = usize>) -> String {
        words
            .map(|word| format!("w{word}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_longest_passage_is_found_where_it_stands() {
        let citing = text((0..40).chain(100..130).chain(40..50));
        let cited = text((500..510).chain(100..130).chain(600..610).chain(0..26));
        let found = longest(&Words::new(&citing), &Words::new(&cited)).unwrap();
        assert_eq!(found.words, 30);
        assert_eq!(found.citing.of(&citing), text(100..130));
        assert_eq!(found.cited.of(&cited), text(100..130));
        let short = text((500..510).chain(0..24));
        assert!(longest(&Words::new(&citing), &Words::new(&short)).is_none());
    }

    proptest! {
        #[test]
        fn texts_that_share_a_passage_share_a_fingerprint(
            before in 0_usize..60, behind in 0_usize..60, length in 25_usize..60, other in 0_usize..60,
        ) {
            let passage = || 1000..1000 + length;
            let a = Words::new(&text((0..before).chain(passage()).chain(100..100 + behind)));
            let b = Words::new(&text((200..200 + other).chain(passage()).chain(300..300 + before)));
            prop_assert!(shared(&a.fingerprints(), &b.fingerprints()) > 0);
            prop_assert_eq!(longest(&a, &b).map(|found| found.words), Some(length));
        }
    }
}
