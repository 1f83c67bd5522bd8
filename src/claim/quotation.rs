//! One utterance in several wordings: quotations are cut short, joined, and put in other words.
//!
//! Two quotations are of one utterance if runs of words that both have, in the same order, make up
//! most of the shorter one, whatever else the sentences around them say. Words that stand in any
//! sentence count less.

use super::term::Terms;
use crate::lists::Lists;
use crate::text::Span;
use crate::union::Union;

/// Fewest words of a quotation that is compared: shorter ones are said by many.
const SHORTEST: usize = 4;

/// Words from which the rest of a quotation is left out.
const LONGEST: usize = 200;

/// Fewest words of a run that counts.
const RUN: usize = 2;

/// How much a function word counts beside any other.
const FUNCTION_WORD: f64 = 0.3;

/// Share of the shorter quotation's words from which two are of one utterance; best on quotations
/// of news articles that were compared by hand.
const SAME: f64 = 0.55;

/// The shorter of two quotations has at most so many words for each pair of words that both have.
const FEWEST_SHARED: usize = 6;

/// Quotations that share a pair of words at most, for the pair to bring them together: one of more
/// is a turn of phrase.
const MAX_SHARING: usize = 40;

/// A word of a quotation: the same for the same word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct QuotedWord(u32);

impl QuotedWord {
    /// Makes a word of its hash; `tells` means that it is no function word.
    pub(super) fn new(hash: u64, tells: bool) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the lower half of a hash")]
        let half = hash as u32;
        // The last bit keeps whether it tells something.
        Self(half & !1 | u32::from(tells))
    }

    fn weight(self) -> f64 {
        if self.0 & 1 == 1 { 1.0 } else { FUNCTION_WORD }
    }
}

/// The quotations of a run.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// The words of each.
    words: Lists<QuotedWord>,
    /// What each was added with; ascending.
    owners: Vec<u32>,
}

impl Quotations {
    /// Adds a quotation in the wording numbered `owner`, which is no less than any before; returns
    /// its number, if it is long enough to be compared.
    pub(super) fn push(&mut self, owner: u32, words: &[QuotedWord]) -> Option<u32> {
        (words.len() >= SHORTEST).then(|| {
            self.owners.push(owner);
            self.words.push(words.iter().copied().take(LONGEST))
        })
    }

    /// Returns the numbers of the quotations of one owner.
    fn of(&self, owner: u32) -> std::ops::Range<usize> {
        let start = self.owners.partition_point(|&other| other < owner);
        let end = self.owners.partition_point(|&other| other <= owner);
        start..end
    }

    /// Returns the pairs of quotations of one utterance in different ones of `owners`, the likest
    /// first.
    ///
    /// # Complexity
    ///
    /// Near linear in the words of the quotations; quadratic in those of two that are compared.
    pub(super) fn alike(&self, owners: &[u32]) -> Vec<Alike> {
        let all = owners.iter().flat_map(|&owner| self.of(owner));
        let mut pairs_of_words: Vec<([QuotedWord; 2], usize)> = Vec::new();
        for number in all {
            let words = self.words.get(number).windows(2);
            pairs_of_words.extend(words.map(|pair| ([pair[0], pair[1]], number)));
        }
        pairs_of_words.sort_unstable();
        pairs_of_words.dedup();
        let mut sharing: Vec<(usize, usize)> = Vec::new();
        for quoting in pairs_of_words.chunk_by(|a, b| a.0 == b.0) {
            if quoting.len() <= MAX_SHARING {
                for (place, &(_, a)) in quoting.iter().enumerate() {
                    sharing.extend(quoting[place + 1..].iter().map(|&(_, b)| (a, b)));
                }
            }
        }
        sharing.sort_unstable();
        let pairs = sharing.chunk_by(|a, b| a == b);
        let mut found: Vec<Alike> = pairs
            .filter_map(|shared| self.compare(*shared.first()?, shared.len()))
            .collect();
        found.sort_by(|a, b| {
            b.share
                .total_cmp(&a.share)
                .then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
        });
        found
    }

    /// Compares two quotations that share so many pairs of words.
    fn compare(&self, (a, b): (usize, usize), shared: usize) -> Option<Alike> {
        let (ours, theirs) = (self.words.get(a), self.words.get(b));
        let (one, other) = (self.owners[a], self.owners[b]);
        let enough = FEWEST_SHARED * shared >= ours.len().min(theirs.len());
        if one == other || !enough {
            return None;
        }
        let share = share_in_runs(ours, theirs);
        (share >= SAME).then_some(Alike {
            share,
            one: (one, a),
            other: (other, b),
        })
    }
}

/// Two quotations of one utterance.
#[derive(Debug)]
pub(super) struct Alike {
    /// How much of the shorter is the same, 0 to 1.
    pub(super) share: f64,
    /// The owner of one, and the number of the quotation.
    pub(super) one: (u32, usize),
    /// Those of the other.
    pub(super) other: (u32, usize),
}

/// Returns the utterances that several of `statements` quote, each as its quotations: the number of
/// the statement, and where in it the quotation stands, in bytes. What most quote comes first. Of a
/// statement is given its text, and whether that begins within a quotation.
#[must_use]
pub fn utterances(statements: &[(&str, bool)]) -> Vec<Vec<(usize, Span)>> {
    let mut terms = Terms::default();
    let mut quotations = Quotations::default();
    let mut quoted: Vec<(usize, Span)> = Vec::new();
    for (number, &(text, within)) in statements.iter().enumerate() {
        let owner = u32::try_from(number).unwrap_or(u32::MAX);
        for span in super::term::quotations(text, within) {
            let words = terms.quoted_words(span.of(text));
            if quotations.push(owner, &words).is_some() {
                quoted.push((number, span));
            }
        }
    }
    let owners: Vec<u32> = (0..).take(statements.len()).collect();
    let mut union = Union::new(quoted.len());
    for alike in quotations.alike(&owners) {
        union.join(alike.one.1, alike.other.1);
    }
    let sets = union.sets();
    let several = sets.iter().filter(|set| set.len() > 1);
    let mut found: Vec<Vec<(usize, Span)>> = several
        .map(|set| set.iter().map(|&number| quoted[number as usize]).collect())
        .collect();
    found.sort_by_key(|quoting| std::cmp::Reverse(quoting.len()));
    found
}

/// Returns the share of the lighter of two rows of words that stands in runs which both have in the
/// same order: the longest run, then the longest on each side of it, and so on (Ratcliff and
/// Metzener, "Pattern matching: the gestalt approach", 1988).
fn share_in_runs(a: &[QuotedWord], b: &[QuotedWord]) -> f64 {
    let weight = |words: &[QuotedWord]| words.iter().map(|word| word.weight()).sum::<f64>();
    let least = weight(a).min(weight(b));
    let mut same = 0.0;
    let mut parts = vec![(a, b)];
    while let Some((a, b)) = parts.pop() {
        let (length, start, other) = longest_run(a, b);
        if length >= RUN {
            same += weight(&a[start..start + length]);
            parts.push((&a[..start], &b[..other]));
            parts.push((&a[start + length..], &b[other + length..]));
        }
    }
    same / least.max(f64::MIN_POSITIVE)
}

/// Returns the length of the longest run of words that both have, and where it begins in each; the
/// first such.
fn longest_run(a: &[QuotedWord], b: &[QuotedWord]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    // How long the run is that ends with each word of `b` and the last word of `a`.
    let mut ends = vec![0; b.len() + 1];
    for (i, word) in a.iter().enumerate() {
        for j in (0..b.len()).rev() {
            ends[j + 1] = if *word == b[j] { ends[j] + 1 } else { 0 };
            let length = ends[j + 1];
            if length > best.0
                || length == best.0
                    && length > 0
                    && (i + 1 - length, j + 1 - length) < (best.1, best.2)
            {
                best = (length, i + 1 - length, j + 1 - length);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The wordings of each utterance that several texts quote.
    fn alike<'a>(texts: &[&'a str]) -> Vec<Vec<&'a str>> {
        let statements: Vec<(&str, bool)> = texts.iter().map(|&text| (text, false)).collect();
        let wordings = |quoting: Vec<(usize, Span)>| {
            let wordings = quoting.into_iter();
            wordings.map(|(at, span)| span.of(texts[at])).collect()
        };
        utterances(&statements).into_iter().map(wordings).collect()
    }

    #[test]
    fn wordings_of_one_utterance_are_found() {
        for (one, other) in [
            (
                "“At least ten ferries crossed the strait in February,” she said.",
                "He heard that “at least 10 ferries crossed the icy strait in February, and more in March”.",
            ),
            (
                "“I understand tough job, there was no reason to sink that boat,” said Lee.",
                "Lee: “I understand it’s a tough job, [but] there was no reason to sink that boat.”",
            ),
        ] {
            assert_eq!(alike(&[one, other])[0].len(), 2, "{one}");
        }
    }

    #[test]
    fn other_utterances_and_what_is_not_quoted_are_not() {
        assert!(
            alike(&[
                "“They caught the ferry in the strait,” she said.",
                "“At least ten ferries crossed the strait in February,” she said.",
                "At least ten ferries crossed the strait in February, she said.",
                "“In February,” she said.",
            ])
            .is_empty()
        );
    }

    #[test]
    fn wordings_stand_where_they_are_quoted() {
        assert_eq!(
            alike(&[
                "“No ferry left this pier,” he said.",
                "She heard “no ferry left this pier that night” once, and “it sank in the strait”.",
                "“It sank off Brae,” he said.",
            ]),
            [[
                "No ferry left this pier,",
                "no ferry left this pier that night"
            ]]
        );
        let statements = [
            ("No ferry left this pier,” he said.", true),
            ("“No ferry left this pier.”", false),
        ];
        let found = utterances(&statements);
        assert_eq!(found, [[(0, Span::new(0, 24)), (1, Span::new(3, 27))]]);
    }

    #[test]
    fn the_share_is_of_the_shorter() {
        // A capital tells something, a small letter does not.
        let share = |a: &str, b: &str| {
            let words = |row: &str| -> Vec<QuotedWord> {
                let hash = |c: char| QuotedWord::new(u64::from(c) << 1, c.is_uppercase());
                row.chars().map(hash).collect()
            };
            share_in_runs(&words(a), &words(b))
        };
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(close(share("ABCD", "XABYCDZ"), 1.0));
        assert!(close(share("ABCD", "AXBYCZD"), 0.0));
        assert!(close(share("ABEF", "ABGH"), 0.5));
        assert!(close(share("Aba", "AbaCDE"), 1.0));
        assert!(close(share("abC", "abD"), 0.6 / 1.6));
        assert!(close(share("", "A"), 0.0));
    }
}
