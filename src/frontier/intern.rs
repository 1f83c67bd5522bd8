//! Texts by number: each is kept once, and everything else names it by four bytes.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// Texts of one kind, numbered from 0 in the order in which they were first met.
///
/// The table is only ever asked for one text, so its order reaches nothing; its hashes are keyed at
/// random, so that no page can choose addresses that collide.
#[derive(Debug)]
pub(super) struct Interner<T> {
    items: Vec<T>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            table: HashTable::new(),
            hasher: RandomState::new(),
        }
    }
}

impl<T: AsRef<str>> Interner<T> {
    /// Returns the number of a text, if it is known.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let is_same = |&id: &u32| self.get(id).as_ref() == text;
        self.table.find(hash, is_same).copied()
    }

    /// Adds a text that is not known, and returns its number.
    pub(super) fn add(&mut self, item: T) -> u32 {
        let id = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        let hash = self.hasher.hash_one(item.as_ref());
        self.items.push(item);
        let (items, hasher) = (&self.items, &self.hasher);
        self.table
            .insert_unique(hash, id, |&id| hasher.hash_one(items[id as usize].as_ref()));
        id
    }

    /// Returns the text of a number that was given out.
    pub(super) fn get(&self, id: u32) -> &T {
        &self.items[id as usize]
    }

    /// Returns every text in the order of its number.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let mut interner = Interner::<String>::default();
        for number in 0..1000 {
            assert_eq!(interner.find(&number.to_string()), None);
            assert_eq!(interner.add(number.to_string()), number);
        }
        assert!((0..1000).all(|number| interner.find(&number.to_string()) == Some(number)));
        assert_eq!(interner.items().len(), 1000);
    }
}
