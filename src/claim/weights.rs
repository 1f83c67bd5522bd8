//! How much each term of a run says, and how alike two texts are.

use super::term::{Term, is_stem};

/// How rare each term is among the texts of a run: the inverse document frequency
/// `ln((1 + n) / (1 + texts with the term)) + 1`, with `n` texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Weights {
    /// How many texts hold a term, by its key.
    counts: Vec<(u32, u32)>,
    /// How many texts there are.
    total: u32,
}

impl Weights {
    /// Counts the terms of `texts`, each of which stands once.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = &'a Bag>) -> Self {
        Self::counting(texts.into_iter().map(|bag| (bag, 1)))
    }

    /// Counts the terms of texts, each of which stands as often as is told.
    pub(super) fn counting<'a>(texts: impl IntoIterator<Item = (&'a Bag, usize)>) -> Self {
        let mut total = 0;
        let mut keys: Vec<(u32, u32)> = Vec::new();
        for (Bag(terms), times) in texts {
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            keys.extend(terms.iter().map(|term| (term.key, times)));
            total += times;
        }
        keys.sort_unstable();
        let counts = keys
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|run| Some((run.first()?.0, run.iter().map(|(_, times)| times).sum())))
            .collect();
        Self { counts, total }
    }

    /// Returns how many texts hold a term.
    pub(super) fn count(&self, key: u32) -> u32 {
        self.counts
            .binary_search_by_key(&key, |(known, _)| *known)
            .ok()
            .and_then(|at| self.counts.get(at))
            .map_or(0, |(_, count)| *count)
    }

    /// Returns the weight of a term, at least 1.
    fn of(&self, key: u32) -> f64 {
        ((1.0 + f64::from(self.total)) / (1.0 + f64::from(self.count(key)))).ln() + 1.0
    }
}

/// The terms of a text by key, each once; its weight grows with how often it stands there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bag(Box<[Term]>);

impl Bag {
    pub(super) fn new(mut terms: Vec<Term>) -> Self {
        terms.sort_by(|a, b| a.key.cmp(&b.key).then(b.weight.total_cmp(&a.weight)));
        let merged = terms.chunk_by(|a, b| a.key == b.key).filter_map(|run| {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a text has far fewer than 2^24 words"
            )]
            let frequency = 1.0 + (run.len() as f32).ln();
            let first = run.first()?;
            Some(Term {
                weight: first.weight * frequency,
                ..*first
            })
        });
        Self(merged.collect())
    }

    /// Weighs the terms by how rare they are, each weight raised to `power`.
    pub(super) fn weigh(self, weights: &Weights, power: i32) -> Vector {
        let mut terms = self.0;
        for term in &mut terms {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a weight needs no more than six digits"
            )]
            let rarity = weights.of(term.key).powi(power) as f32;
            term.weight *= rarity;
        }
        Vector::of(terms)
    }
}

/// The weighted terms of a text, of length 1 unless empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vector(Box<[Term]>);

impl Vector {
    fn of(mut terms: Box<[Term]>) -> Self {
        let length = terms
            .iter()
            .map(|term| term.weight * term.weight)
            .sum::<f32>()
            .sqrt();
        if length > 0.0 {
            for term in &mut terms {
                term.weight /= length;
            }
        }
        Self(terms)
    }

    /// Returns the vector that points where the sum of `vectors` does.
    pub(super) fn sum<'a>(vectors: impl Iterator<Item = &'a Self>) -> Self {
        let mut terms: Vec<Term> = vectors
            .flat_map(|vector| vector.0.iter().copied())
            .collect();
        terms.sort_by_key(|term| term.key);
        let summed = terms.chunk_by(|a, b| a.key == b.key).filter_map(|run| {
            Some(Term {
                key: run.first()?.key,
                weight: run.iter().map(|term| term.weight).sum(),
            })
        });
        Self::of(summed.collect())
    }

    /// Returns the terms by key with their shares.
    pub(super) fn terms(&self) -> &[Term] {
        &self.0
    }

    /// Returns what the two have in common.
    ///
    /// # Complexity
    ///
    /// Linear in the sum of the numbers of terms.
    pub(super) fn compare(&self, other: &Self) -> Common {
        let (mut ours, mut theirs) = (self.0.iter(), other.0.iter());
        let (mut a, mut b) = (ours.next(), theirs.next());
        let mut common = Common::default();
        while let (Some(x), Some(y)) = (a, b) {
            if x.key == y.key {
                common.cosine += f64::from(x.weight) * f64::from(y.weight);
                common.covered += f64::from(x.weight) * f64::from(x.weight);
                common.stems += usize::from(is_stem(x.key));
            }
            if x.key <= y.key {
                a = ours.next();
            }
            if y.key <= x.key {
                b = theirs.next();
            }
        }
        common
    }
}

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Common {
    /// The cosine of the angle between the two, 0 to 1.
    pub(super) cosine: f64,
    /// How much of the weight of the first one's terms the second has too, 0 to 1.
    pub(super) covered: f64,
    /// How many stems both have.
    pub(super) stems: usize,
}

#[cfg(test)]
mod tests {
    use super::super::term::Terms;
    use super::*;

    #[test]
    fn texts_about_one_thing_are_more_alike() {
        let mut terms = Terms::default();
        let bags = [
            "The ferry sank.",
            "A ferry has sunk off Brae.",
            "Prices rose again.",
        ]
        .map(|text| Bag::new(terms.of(text)));
        let weights = Weights::new(&bags);
        let [a, b, c] = bags.map(|bag| bag.weigh(&weights, 1));
        assert!(a.compare(&b).cosine > a.compare(&c).cosine);
        assert!((a.compare(&a).cosine - 1.0).abs() < 1e-6);
        assert!((a.compare(&a).covered - 1.0).abs() < 1e-6);
    }
}
