//! A range of a text.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes of one text, both ends on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte; never less than `start`.
    pub end: usize,
}

impl Span {
    /// Makes the span `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends after its start");
        Self { start, end }
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether the span holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the text of the span, or nothing if it does not lie in `text` on character
    /// boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the byte at `offset` lies inside.
    #[must_use]
    pub fn holds(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Returns whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the span without the white space at its ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }
}

/// Turns byte offsets of one text into counts of Unicode scalar values, in ascending order or not.
#[derive(Debug)]
pub struct CodePoints<'a> {
    /// Byte offset of each 64th character; none where every character is a byte.
    marks: Vec<usize>,
    text: &'a str,
}

impl<'a> CodePoints<'a> {
    /// Characters between two marks.
    const STRIDE: usize = 64;

    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let characters = text.char_indices().step_by(Self::STRIDE);
            marks.extend(characters.map(|(at, _)| at));
        }
        Self { marks, text }
    }

    /// Returns how many characters stand before the byte `offset`.
    #[must_use]
    pub fn before(&self, offset: usize) -> usize {
        if self.marks.is_empty() {
            return offset.min(self.text.len());
        }
        let mark = self
            .marks
            .partition_point(|&at| at <= offset)
            .saturating_sub(1);
        let from = self.marks.get(mark).copied().unwrap_or_default();
        mark * Self::STRIDE
            + self
                .text
                .get(from..offset)
                .map_or(0, |between| between.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = "é".repeat(200);
        let points = CodePoints::new(&text);
        for at in [0, 1, 63, 64, 65, 128, 200] {
            assert_eq!(points.before(at * 2), at);
        }
        assert_eq!(CodePoints::new("").before(0), 0);
    }

    #[test]
    fn trim_keeps_the_middle() {
        let text = " a b  ";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "a b");
        assert!(Span::new(0, 1).trim(text).is_empty());
    }
}
