//! How many tokens of a kind stand between two places of a sentence, each answer in constant time.

use super::super::lexicon::class;
use super::super::phrase;
use super::super::scan::Kind;
use super::super::sentence::Sentence;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Quotations.
    Quotation,
    /// Words that can only be finite verbs.
    Predicate,
    /// Commas.
    Comma,
    /// Commas, dashes and semicolons.
    Piece,
    /// Marks, and words that join clauses.
    Joint,
    /// Pronouns that are subjects.
    Subject,
    /// Prepositions, conjunctions and relative pronouns.
    Link,
}

/// How many columns there are.
const COLUMNS: usize = 7;

/// The counts of a sentence: of each column, how many tokens before each place.
#[derive(Debug, Default)]
pub(super) struct Counts {
    start: usize,
    before: Vec<[u16; COLUMNS]>,
}

impl Counts {
    pub(super) fn new(s: Sentence<'_>) -> Self {
        let mut before = Vec::with_capacity(s.end - s.start + 1);
        let mut sums = [0_u16; COLUMNS];
        before.push(sums);
        for at in s.start..s.end {
            for (sum, counts) in sums.iter_mut().zip(row(s, at)) {
                *sum = sum.saturating_add(u16::from(counts));
            }
            before.push(sums);
        }
        Self {
            start: s.start,
            before,
        }
    }

    /// How many tokens `from..to` the column counts.
    #[inline]
    pub(super) fn between(&self, column: Column, from: usize, to: usize) -> usize {
        let until = |at: usize| {
            let row = at
                .checked_sub(self.start)
                .and_then(|at| self.before.get(at));
            row.map_or(0, |row| row[column as usize])
        };
        usize::from(until(to).saturating_sub(until(from)))
    }
}

/// Which columns count the token at `at`.
fn row(s: Sentence<'_>, at: usize) -> [bool; COLUMNS] {
    let token = &s.tokens[at];
    [
        token.kind == Kind::Quotation,
        phrase::is_predicate(s.tokens, at),
        token.kind == Kind::Comma,
        matches!(token.kind, Kind::Comma | Kind::Dash | Kind::Semicolon),
        !token.is_word() || token.is(class::COORDINATOR | class::SUBORDINATOR),
        token.is(class::SUBJECT),
        token.is(class::PREPOSITION | class::COORDINATOR | class::RELATIVE),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::with_sentence;
    use super::*;

    #[test]
    fn counts_are_those_of_a_walk() {
        with_sentence("“No,” she said, and left; he warned them.", |s| {
            let counts = Counts::new(s);
            for from in s.start..=s.end {
                for to in s.start..=s.end {
                    let walk = (from..to).filter(|&at| s.tokens[at].kind == Kind::Comma);
                    assert_eq!(counts.between(Column::Comma, from, to), walk.count());
                }
            }
            assert_eq!(counts.between(Column::Quotation, s.start, s.end), 1);
            assert_eq!(counts.between(Column::Piece, 0, 99), 0, "outside of it");
        });
    }
}
