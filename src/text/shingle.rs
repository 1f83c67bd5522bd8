//! Shingles: the runs of words by which two texts are compared.
//!
//! A *w*-shingle is a run of *w* consecutive words (Broder, "On the resemblance and containment of
//! documents", 1997). Each is kept as a 64-bit hash that is the same on every machine.

use super::{fold, words};

/// Offset basis of FNV-1a with 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// Prime of FNV-1a with 64 bits.
const PRIME: u64 = 0x0100_0000_01b3;

/// Returns the hash of `text`: FNV-1a, finished by a mix that spreads it over all bits.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(BASIS, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(PRIME)
    });
    mix(fnv)
}

/// Returns one hash for a sequence of hashes; their order matters.
#[must_use]
pub fn combine(hashes: &[u64]) -> u64 {
    hashes
        .iter()
        .fold(BASIS, |state, &next| mix(state.rotate_left(5) ^ next))
}

/// The finisher of `SplitMix64`.
fn mix(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Returns the shingles of `width` words of `text`, sorted, each once; none if it has fewer words.
///
/// Words are compared as by [`fold`].
#[must_use]
pub fn shingles(text: &str, width: usize) -> Vec<u64> {
    let hashes: Vec<u64> = words(text).map(|word| hash(&fold(word.text))).collect();
    let mut found: Vec<u64> = hashes.windows(width.max(1)).map(combine).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns how many values two sorted lists without repetitions share.
///
/// # Complexity
///
/// Linear in the sum of the lengths.
#[must_use]
pub fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spelling_does_not_make_another_shingle() {
        let a = shingles("Orvany’s army crossed the strait.", 3);
        let b = shingles("ORVANY'S army, crossed (the strait)", 3);
        assert_eq!(a.len(), 3);
        assert_eq!(a, b);
        assert!(shingles("two words", 3).is_empty());
    }

    #[test]
    fn order_makes_another_shingle() {
        assert_eq!(shared(&shingles("a b c", 3), &shingles("c b a", 3)), 0);
        assert_ne!(combine(&[1, 2]), combine(&[2, 1]));
    }

    proptest! {
        #[test]
        fn shared_counts_the_intersection(
            a in proptest::collection::btree_set(0_u64..40, 0..30),
            b in proptest::collection::btree_set(0_u64..40, 0..30),
        ) {
            let (x, y): (Vec<u64>, Vec<u64>) = (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(shared(&x, &y), a.intersection(&b).count());
        }
    }
}
