//! Choosing between options, and how sure the choice is.
//!
//! Options overlap: where a source begins and ends is seldom certain, and two phrases that share
//! most of their words are nearly the same answer. So it is not the most probable option that is
//! taken but the one that shares most with what is probable (minimum Bayes risk: Kumar and Byrne
//! 2004), where to share at least half counts by itself; and its certainty is the probability of all those that it shares at least half with.

use super::super::phrase::Range;
use super::model::UNIT;

/// An option that was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Choice<T> {
    pub(super) option: T,
    /// The probability that it, or something much like it, is right: 0 to 1.
    pub(super) certainty: f32,
}

/// How probable an option must be to be weighed at all; 0 to 1. Of a hundred that fall short of it, as a
/// sentence without an end has, none would be chosen.
const NEGLIGIBLE: f32 = 1e-3;

/// Returns the best of `options`, each with its score in units of 1/1024 of log odds; of equals
/// the first. `shared` tells how much two options share, 0 to 1.
pub(super) fn choose<T: Copy>(
    options: &[(T, i32)],
    shared: impl Fn(T, T) -> f32,
) -> Option<Choice<T>> {
    let likely: Vec<(T, f32)> = probabilities(options)
        .into_iter()
        .zip(options)
        .filter(|(probability, _)| *probability >= NEGLIGIBLE)
        .map(|(probability, &(option, _))| (option, probability))
        .collect();
    let mut best: Option<(f32, Choice<T>)> = None;
    for &(option, _) in &likely {
        let (mut gain, mut certainty) = (0.0, 0.0);
        for &(other, probability) in &likely {
            let share = shared(option, other);
            gain += worth(share) * probability;
            if share >= 0.5 {
                certainty += probability;
            }
        }
        if best.as_ref().is_none_or(|(most, _)| gain > *most) {
            best = Some((gain, Choice { option, certainty }));
        }
    }
    best.map(|(_, choice)| choice)
}

fn probabilities<T>(options: &[(T, i32)]) -> Vec<f32> {
    let most = options.iter().map(|&(_, score)| score).max().unwrap_or(0);
    let powers: Vec<f32> = options
        .iter()
        .map(|&(_, score)| logit(score - most).exp())
        .collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// What an option is worth that shares so much, 0 to 1, with the right one: half of it for the half
/// that makes it the same answer, half by how much it shares. Of mixtures from 0 to 1 the best in
/// cross-validation.
fn worth(share: f32) -> f32 {
    let same = if share >= 0.5 { 1.0 } else { 0.0 };
    f32::midpoint(share, same)
}

/// The probability of a yes with this score.
pub(super) fn probability(score: i32) -> f32 {
    1.0 / (1.0 + (-logit(score)).exp())
}

#[expect(clippy::cast_precision_loss, reason = "scores are far below 2^24")]
fn logit(score: i32) -> f32 {
    score as f32 * UNIT
}

/// How much two ranges share: twice the common length by the sum of both (Dice).
#[inline]
pub(super) fn dice(one: Range, other: Range) -> f32 {
    let common = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    ratio(2 * common, one.1 - one.0 + other.1 - other.0)
}

/// How much two ranges share: the common length by that of both together (Jaccard).
#[inline]
pub(super) fn jaccard(one: Range, other: Range) -> f32 {
    let common = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    let lengths = one.1.saturating_sub(one.0) + other.1.saturating_sub(other.0);
    ratio(common, lengths - common)
}

#[inline]
#[expect(clippy::cast_precision_loss, reason = "counts of tokens of a sentence")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_shares_most_with_the_probable_is_chosen() {
        // two cuts of one phrase outweigh another phrase that alone is more probable than either
        let options = [((0, 4), 1000), ((6, 12), 900), ((6, 11), 900)];
        let choice = choose(&options, dice).unwrap();
        assert_eq!(choice.option, (6, 12));
        assert!(choice.certainty > 0.6 && choice.certainty < 0.7);
        assert!(choose(&[] as &[(Range, i32)], dice).is_none());
    }

    #[test]
    fn ranges_share_their_common_part() {
        assert!((dice((0, 4), (2, 6)) - 0.5).abs() < 1e-6);
        assert!((jaccard((0, 4), (2, 6)) - 1.0 / 3.0).abs() < 1e-6);
        assert!(dice((0, 2), (2, 4)).abs() < 1e-6);
        assert!(jaccard((3, 3), (3, 3)).abs() < 1e-6);
    }

    #[test]
    fn even_odds_are_a_half() {
        assert!((probability(0) - 0.5).abs() < 1e-6);
        assert!(probability(-4096) < 0.02);
    }

    proptest! {
        #[test]
        fn certainty_is_a_probability(
            options in prop::collection::vec(((0_usize..9, 0_usize..9), -9_000_i32..9_000), 1..9),
        ) {
            let options: Vec<(Range, i32)> = options
                .into_iter()
                .map(|((start, length), score)| ((start, start + length), score))
                .collect();
            let choice = choose(&options, jaccard).unwrap();
            prop_assert!((0.0..=1.001).contains(&choice.certainty));
            prop_assert!(options.iter().any(|&(option, _)| option == choice.option));
        }
    }
}
