//! The log-linear model: hashed features, their weights, and the file that these are kept in.
//!
//! Every decision is between options, each with a set of features; an option scores the sum of its
//! features' weights, and under the model its probability is proportional to the exponential of
//! that (a maximum entropy model: Berger, Della Pietra and Della Pietra 1996). Features have no
//! names at run time: a hash of the template and of its values is the index of the weight
//! (Weinberger and others 2009, "Feature hashing for large scale multitask learning").

use std::sync::LazyLock;

/// How many bits of a feature's hash index its weight.
const BITS: u32 = 20;

/// How many weights a model has.
pub(super) const WEIGHTS: usize = 1 << BITS;

/// What one unit of a stored weight is worth.
pub(super) const UNIT: f32 = 1.0 / 1024.0;

/// Trained on the train part of `PolNeAR` by `tests/gold/train_attribution.rs`.
static EMBEDDED: LazyLock<Model> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("weights.bin")));

/// Weights of the features of all decisions, in units of 1/1024.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    weights: Vec<i16>,
}

impl Model {
    /// The model that headwater ships with.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Makes a model of weights; missing ones are 0.
    pub(super) fn new(mut weights: Vec<i16>) -> Self {
        weights.resize(WEIGHTS, 0);
        Self { weights }
    }

    /// Reads what [`Model::to_bytes`] wrote; of bytes cut short the rest of the weights is 0.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut weights = Vec::with_capacity(WEIGHTS);
        let mut at = 0;
        // a run of zeros is a 0 and its length, any other weight stands for itself
        while let Some(weight) = word(bytes, at) {
            at += 2;
            if weight == 0 {
                let run = word(bytes, at).map_or(0, |run| usize::from(run.cast_unsigned()));
                at += 2;
                weights.resize((weights.len() + run).min(WEIGHTS), 0);
            } else if weights.len() < WEIGHTS {
                weights.push(weight);
            }
        }
        Self::new(weights)
    }

    /// The weights as little-endian 16-bit numbers; a run of zeros is a 0 and its length.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut zeros: u16 = 0;
        for &weight in &self.weights {
            if zeros > 0 && (weight != 0 || zeros == u16::MAX) {
                bytes.extend_from_slice(&[0, 0]);
                bytes.extend_from_slice(&zeros.to_le_bytes());
                zeros = 0;
            }
            if weight == 0 {
                zeros += 1;
            } else {
                bytes.extend_from_slice(&weight.to_le_bytes());
            }
        }
        bytes
    }

    /// The score of an option whose features `describe` puts.
    pub(super) fn score(&self, describe: impl FnOnce(&mut Sum<'_>)) -> i32 {
        let mut sum = Sum {
            weights: &self.weights,
            total: 0,
        };
        describe(&mut sum);
        sum.total
    }
}

fn word(bytes: &[u8], at: usize) -> Option<i16> {
    let pair = bytes.get(at..at + 2)?;
    Some(i16::from_le_bytes([pair[0], pair[1]]))
}

/// Takes the features of an option: to sum their weights, or to learn them.
pub(super) trait Sink {
    /// Takes the feature with this index.
    fn put(&mut self, index: usize);

    /// Takes the feature of a template with these values.
    #[inline]
    fn add(&mut self, template: u32, values: &[u32]) {
        let mut hash = template.wrapping_mul(0x9e37_79b1);
        for value in values {
            hash = (hash ^ value).wrapping_mul(0x85eb_ca6b);
            hash ^= hash >> 15;
        }
        hash = hash.wrapping_mul(0xc2b2_ae35);
        self.put((hash >> (32 - BITS)) as usize);
    }
}

/// Sums the weights of features.
#[derive(Debug)]
pub(super) struct Sum<'a> {
    weights: &'a [i16],
    total: i32,
}

impl Sink for Sum<'_> {
    #[inline]
    fn put(&mut self, index: usize) {
        self.total += i32::from(self.weights.get(index).copied().unwrap_or(0));
    }
}

impl Sink for Vec<u32> {
    fn put(&mut self, index: usize) {
        self.push(u32::try_from(index).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_model_is_read_as_it_was_written(weights in prop::collection::vec(-3_i16..4, 0..99)) {
            let model = Model::new(weights);
            prop_assert_eq!(Model::from_bytes(&model.to_bytes()), model);
        }

        #[test]
        fn any_bytes_make_a_model(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            prop_assert_eq!(Model::from_bytes(&bytes).weights.len(), WEIGHTS);
        }
    }

    #[test]
    fn the_shipped_model_has_learnt() {
        assert!(Model::embedded().weights.iter().any(|&weight| weight != 0));
    }
}
