//! A binary heap of addresses whose order is kept elsewhere.
//!
//! The order of two addresses depends on their texts, which a key of eight bytes does not hold; so
//! every operation is told how to compare. Nothing is ever taken out of the middle: a key that no
//! longer counts is passed over when it comes to the top, by the heap's owner.

use super::path::Path;

/// An address and the way into it that puts it in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) path: Path,
    pub(super) id: u32,
}

/// The keys, the first on top.
#[derive(Debug, Default)]
pub(super) struct Heap(Vec<Key>);

impl Heap {
    pub(super) fn first(&self) -> Option<Key> {
        self.0.first().copied()
    }

    /// Adds a key; `before` tells whether one key comes before another.
    pub(super) fn push(&mut self, key: Key, before: impl Fn(Key, Key) -> bool) {
        self.0.push(key);
        let mut at = self.0.len() - 1;
        while at > 0 {
            let above = (at - 1) / 2;
            if !before(self.0[at], self.0[above]) {
                break;
            }
            self.0.swap(at, above);
            at = above;
        }
    }

    /// Takes the first key.
    pub(super) fn pop(&mut self, before: impl Fn(Key, Key) -> bool) -> Option<Key> {
        if self.0.is_empty() {
            return None;
        }
        let first = self.0.swap_remove(0);
        let mut at = 0;
        loop {
            let below = [2 * at + 1, 2 * at + 2]
                .into_iter()
                .filter(|&below| below < self.0.len())
                .reduce(|a, b| if before(self.0[b], self.0[a]) { b } else { a });
            match below {
                Some(below) if before(self.0[below], self.0[at]) => {
                    self.0.swap(at, below);
                    at = below;
                }
                _ => return Some(first),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_come_out_in_order(mut ids in proptest::collection::vec(0u32..50, 0..60)) {
            let before = |a: Key, b: Key| a.id < b.id;
            let mut heap = Heap::default();
            for &id in &ids {
                heap.push(Key { path: Path::SEED, id }, before);
            }
            let mut out = Vec::new();
            while let Some(key) = heap.pop(before) {
                out.push(key.id);
            }
            ids.sort_unstable();
            prop_assert_eq!(out, ids);
        }
    }
}
