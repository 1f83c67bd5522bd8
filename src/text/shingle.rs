//! Shingles: the runs of words by which two texts are compared.
//!
//! A *w*-shingle is a run of *w* consecutive words (Broder, "On the resemblance and containment of
//! documents", 1997). Each is kept as a 64-bit hash that is the same on every machine.

/// Offset basis of FNV-1a with 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// Prime of FNV-1a with 64 bits.
const PRIME: u64 = 0x0100_0000_01b3;

/// Returns the hash of `text`: FNV-1a, finished by a mix that spreads it over all bits.
#[must_use]
pub fn hash(text: &str) -> u64 {
    mix(fnv(BASIS, text))
}

/// Returns the hash of `words` with a blank between each two.
///
/// ```
/// use headwater::text::{hash, hash_joined};
/// assert_eq!(hash_joined(&["night", "ferry"]), hash("night ferry"));
/// ```
#[must_use]
pub fn hash_joined(words: &[&str]) -> u64 {
    let joined = words.iter().enumerate().fold(BASIS, |state, (at, word)| {
        fnv(if at == 0 { state } else { fnv(state, " ") }, word)
    });
    mix(joined)
}

fn fnv(state: u64, text: &str) -> u64 {
    text.bytes().fold(state, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(PRIME)
    })
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

/// Returns the shingles of `width` of a text's words, given by their hashes: sorted, each once;
/// none if it has fewer words.
#[must_use]
pub fn shingles(words: &[u64], width: usize) -> Vec<u64> {
    let mut found: Vec<u64> = words.windows(width.max(1)).map(combine).collect();
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
    fn order_makes_another_shingle() {
        assert_eq!(shingles(&[1, 2, 3, 4], 3).len(), 2);
        assert!(shingles(&[1, 2], 3).is_empty());
        assert_eq!(
            shared(&shingles(&[1, 2, 3], 3), &shingles(&[3, 2, 1], 3)),
            0
        );
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
