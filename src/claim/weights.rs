//! How much each word of a run says, and how alike two sentences are.

use std::collections::BTreeMap;

use super::term::{Term, Terms};

/// How rare each term is among the sentences of a run: the inverse document frequency
/// `ln((1 + n) / (1 + sentences with the term)) + 1`, with `n` sentences.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights {
    /// How many sentences hold a term.
    counts: BTreeMap<u64, u32>,
    /// How many sentences there are.
    total: u32,
}

impl Weights {
    /// Counts the terms of `sentences`. Give sentences that copies repeat once only.
    pub fn new<'a>(sentences: impl IntoIterator<Item = &'a str>) -> Self {
        let terms = Terms::default();
        let mut weights = Self::default();
        for sentence in sentences {
            weights.count(&terms.of(sentence));
        }
        weights
    }

    /// Counts one more text.
    pub(super) fn count(&mut self, terms: &[Term]) {
        let mut keys: Vec<u64> = terms.iter().map(|term| term.key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *self.counts.entry(key).or_default() += 1;
        }
        self.total += 1;
    }

    /// Returns the weight of a term, at least 1.
    pub(super) fn of(&self, key: u64) -> f64 {
        let count = self.counts.get(&key).copied().unwrap_or_default();
        ((1.0 + f64::from(self.total)) / (1.0 + f64::from(count))).ln() + 1.0
    }

    /// Returns the vector of a text with these terms; each weight is raised to `power`.
    pub(super) fn vector(&self, terms: &[Term], power: f64) -> Vector {
        let mut sorted = terms.to_vec();
        sorted.sort_by(|a, b| a.key.cmp(&b.key).then(b.weight.total_cmp(&a.weight)));
        let mut values: Vec<(u64, f64)> = Vec::with_capacity(sorted.len());
        for run in sorted.chunk_by(|a, b| a.key == b.key) {
            let Some(first) = run.first() else { continue };
            #[expect(
                clippy::cast_precision_loss,
                reason = "a text has far fewer than 2^52 words"
            )]
            let frequency = 1.0 + (run.len() as f64).ln();
            values.push((
                first.key,
                first.weight * frequency * self.of(first.key).powf(power),
            ));
        }
        Vector::new(values)
    }
}

/// Returns how alike two sentences are: the cosine of their terms, 0 to 1.
///
/// ```
/// use headwater::claim::{Weights, similarity};
/// let run = ["The ferry sank.", "A ferry has sunk off Brae.", "Prices rose again."];
/// let weights = Weights::new(run);
/// assert!(similarity(run[0], run[1], &weights) > similarity(run[0], run[2], &weights));
/// ```
#[must_use]
pub fn similarity(a: &str, b: &str, weights: &Weights) -> f64 {
    let terms = Terms::default();
    let vector = |text| weights.vector(&terms.of(text), 1.0);
    vector(a).cosine(&vector(b))
}

/// The weighted terms of a text, of length 1 unless empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vector {
    /// By key, each once.
    values: Vec<(u64, f64)>,
}

impl Vector {
    fn new(mut values: Vec<(u64, f64)>) -> Self {
        let length = values
            .iter()
            .map(|(_, value)| value * value)
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            for (_, value) in &mut values {
                *value /= length;
            }
        }
        Self { values }
    }

    /// Returns the terms by key with their shares.
    pub(super) fn values(&self) -> &[(u64, f64)] {
        &self.values
    }

    /// Returns the cosine of the angle between the two.
    ///
    /// # Complexity
    ///
    /// Linear in the sum of the numbers of terms.
    pub(super) fn cosine(&self, other: &Self) -> f64 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some(a), Some(b)) = (self.values.get(i), other.values.get(j)) {
            if a.0 == b.0 {
                sum += a.1 * b.1;
            }
            i += usize::from(a.0 <= b.0);
            j += usize::from(b.0 <= a.0);
        }
        sum
    }

    /// Returns how much of the weight of this one's terms the other has too, 0 to 1.
    pub(super) fn covered_by(&self, other: &Self) -> f64 {
        let all: f64 = self.values.iter().map(|(_, value)| value * value).sum();
        let held: f64 = self
            .values
            .iter()
            .filter(|(key, _)| {
                other
                    .values
                    .binary_search_by_key(key, |(own, _)| *own)
                    .is_ok()
            })
            .map(|(_, value)| value * value)
            .sum();
        if all > 0.0 { held / all } else { 0.0 }
    }
}
