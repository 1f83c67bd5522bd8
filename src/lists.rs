//! Many short lists in one.

/// Lists, one after the other: as a vector each, most would take less room for what they hold than
/// for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lists<T> {
    items: Vec<T>,
    /// One past the last item of each list.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// Makes room for so many items in so many lists.
    pub(crate) fn with_capacity(items: usize, lists: usize) -> Self {
        Self {
            items: Vec::with_capacity(items),
            ends: Vec::with_capacity(lists),
        }
    }

    /// Adds a list and returns its number.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) -> u32 {
        let number = small(self.ends.len());
        self.items.extend(list);
        self.ends.push(small(self.items.len()));
        number
    }

    /// Returns how many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the list with a number.
    ///
    /// # Panics
    ///
    /// Panics if there is none.
    pub(crate) fn get(&self, number: usize) -> &[T] {
        &self.items[self.range(number)]
    }

    /// Returns the list with a number, to be changed.
    pub(crate) fn get_mut(&mut self, number: usize) -> &mut [T] {
        let range = self.range(number);
        &mut self.items[range]
    }

    /// Returns every list, in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[T]> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Gives back the room that is not used.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.items.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn range(&self, number: usize) -> std::ops::Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[number] as usize
    }
}

impl Lists<u32> {
    /// Sorts items into so many lists, each item into the one with the number told before it. In
    /// each list they keep their order.
    pub(crate) fn sorted(items: impl Iterator<Item = (u32, u32)> + Clone, lists: usize) -> Self {
        let mut ends = vec![0; lists + 1];
        for (list, _) in items.clone() {
            ends[list as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut sorted = vec![0; ends[lists] as usize];
        for (list, item) in items {
            let next = &mut ends[list as usize];
            sorted[*next as usize] = item;
            *next += 1;
        }
        // Each tells by now where its list ends, and the last tells nothing more.
        ends.pop();
        Self {
            items: sorted,
            ends,
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_again() {
        let mut lists = Lists::default();
        assert_eq!(lists.len(), 0);
        assert_eq!(lists.push(["a", "b"]), 0);
        assert_eq!(lists.push([]), 1);
        assert_eq!(lists.push(["c"]), 2);
        lists.get_mut(0)[1] = "d";
        let all: Vec<&[&str]> = lists.iter().collect();
        assert_eq!(all, [&["a", "d"][..], &[], &["c"]]);
    }

    #[test]
    fn items_are_sorted_into_their_lists() {
        let lists = Lists::sorted([(2, 9), (0, 8), (2, 7), (3, 6)].into_iter(), 5);
        let all: Vec<&[u32]> = lists.iter().collect();
        assert_eq!(all, [&[8][..], &[], &[9, 7], &[6], &[]]);
    }
}
