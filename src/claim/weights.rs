//! How much each term of a run says, and how alike two texts are.
//!
//! A text is a *bag*: its terms by number, ascending, each once, with how often it stands there. A
//! bag takes four bytes a term, so those of a whole run can be held; the weights are kept apart, once
//! for all bags that are compared by them.

#[expect(
    clippy::disallowed_types,
    reason = "only looked up: its order cannot leak"
)]
use std::collections::HashMap;

use super::term::{Term, is_stem};
use crate::lists::Lists;

/// Bits of an entry of a bag that tell how often the term stands there.
const COUNT_BITS: u32 = 4;

/// How often a term stands in a text, by the code of four bits: exact where it matters.
const COUNTS: [u32; 16] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 19, 24, 30, 38, 48];

/// Returns the entry of a bag for a term that stands there `count` times.
fn entry(number: u32, count: u32) -> u32 {
    let code = COUNTS.partition_point(|&least| least <= count).max(1) - 1;
    number << COUNT_BITS | u32::try_from(code).unwrap_or_default()
}

/// Returns the number of an entry's term.
pub(super) fn number_of(entry: u32) -> u32 {
    entry >> COUNT_BITS
}

/// Returns how often an entry's term stands in its text.
pub(super) fn count_of(entry: u32) -> u32 {
    COUNTS[(entry & 15) as usize]
}

/// How much a term counts for standing there so often: `1 + ln(count)`.
fn frequency(entry: u32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    match count_of(entry) {
        1 => 1.0,
        count => 1.0 + (count as f32).ln(),
    }
}

/// The terms of a run, numbered.
#[expect(
    clippy::disallowed_types,
    reason = "only looked up: its order cannot leak"
)]
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    numbers: HashMap<u32, u32>,
    terms: Vec<Term>,
}

impl Lexicon {
    /// Puts the terms of a text into a bag.
    pub(super) fn bag(&mut self, terms: &[Term]) -> Vec<u32> {
        let mut numbers: Vec<u32> = terms.iter().map(|term| self.number(*term)).collect();
        numbers.sort_unstable();
        merged(numbers.into_iter().map(|number| (number, 1)))
    }

    fn number(&mut self, term: Term) -> u32 {
        let next = self.terms.len();
        *self.numbers.entry(term.key).or_insert_with(|| {
            self.terms.push(term);
            u32::try_from(next).unwrap_or(u32::MAX >> COUNT_BITS)
        })
    }

    /// Numbers the terms anew, in an order that does not depend on which was met first: the stems
    /// before all others. Returns the new number of each.
    pub(super) fn settle(&mut self) -> Vec<u32> {
        self.numbers.clear();
        self.numbers.shrink_to_fit();
        let mut order: Vec<u32> = (0..).take(self.terms.len()).collect();
        let terms = &self.terms;
        order.sort_unstable_by_key(|&number| {
            let key = terms[number as usize].key;
            (!is_stem(key), key)
        });
        let mut renumbered = vec![0; order.len()];
        for (new, &old) in (0..).zip(&order) {
            renumbered[old as usize] = new;
        }
        self.terms = order.iter().map(|&old| terms[old as usize]).collect();
        renumbered
    }

    /// Returns how many terms there are.
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Returns how many of the first terms are stems; all of them once settled.
    pub(super) fn stems(&self) -> u32 {
        let stems = self.terms.partition_point(|term| is_stem(term.key));
        u32::try_from(stems).unwrap_or(u32::MAX)
    }

    /// Returns how much a term counts before it is weighed by how rare it is.
    pub(super) fn weight(&self, number: u32) -> f32 {
        self.terms
            .get(number as usize)
            .map_or(0.0, |term| term.weight)
    }
}

/// Makes a bag of terms and how often they stand somewhere, ascending by number.
pub(super) fn merged(uses: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut bag = Vec::new();
    let mut uses = uses.peekable();
    while let Some((number, mut count)) = uses.next() {
        while let Some((_, more)) = uses.next_if(|(next, _)| *next == number) {
            count += more;
        }
        bag.push(entry(number, count));
    }
    bag
}

/// Gives the terms of a bag their new numbers.
fn renumber(bag: &mut [u32], renumbered: &[u32]) {
    for entry in &mut *bag {
        let code = *entry & 15;
        *entry = renumbered[number_of(*entry) as usize] << COUNT_BITS | code;
    }
    bag.sort_unstable();
}

/// Gives the terms of all bags their new numbers.
pub(super) fn renumber_all(bags: &mut Lists<u32>, renumbered: &[u32]) {
    for number in 0..bags.len() {
        renumber(bags.get_mut(number), renumbered);
    }
    bags.shrink_to_fit();
}

/// Numbers by term, all zero between two uses: making them anew for each of many small stories
/// would cost more than the stories.
#[derive(Debug)]
pub(super) struct Tally {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    /// Makes room for so many terms.
    pub(super) fn new(terms: usize) -> Self {
        Self {
            counts: vec![0; terms],
            touched: Vec::new(),
        }
    }

    /// Adds to the number of a term.
    pub(super) fn add(&mut self, number: u32, count: u32) {
        let slot = &mut self.counts[number as usize];
        if *slot == 0 && count > 0 {
            self.touched.push(number);
        }
        *slot += count;
    }

    /// Puts another number in the place of one that is not zero.
    pub(super) fn set(&mut self, number: u32, value: u32) {
        self.counts[number as usize] = value;
    }

    /// Returns the number of a term.
    pub(super) fn get(&self, number: u32) -> u32 {
        self.counts[number as usize]
    }

    /// Returns the terms that have a number, ascending.
    pub(super) fn touched(&mut self) -> &[u32] {
        self.touched.sort_unstable();
        &self.touched
    }

    /// Makes all numbers zero.
    pub(super) fn clear(&mut self) {
        for number in self.touched.drain(..) {
            self.counts[number as usize] = 0;
        }
    }
}

/// How much each term says among some texts: what it counts, times the power of its inverse
/// document frequency `ln((1 + n) / (1 + texts with the term)) + 1`, with `n` texts.
#[derive(Debug)]
pub(super) struct Weights {
    table: Table,
    stems: u32,
}

#[derive(Debug)]
enum Table {
    /// By number: where most terms are met.
    Dense(Vec<f32>),
    /// Sorted by number.
    Sparse(Vec<(u32, f32)>),
}

/// Share of all terms, as one in so many, from which a table holds all of them.
const DENSE: usize = 8;

/// How the rarity of a term makes its weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rarity<'a> {
    /// The power to which its inverse document frequency is raised.
    pub(super) power: f64,
    /// The texts around those that are weighed, if they say anything.
    pub(super) background: Option<&'a Background>,
}

impl Rarity<'_> {
    /// The inverse document frequency of a term, as it is.
    pub(super) const PLAIN: Self = Self {
        power: 1.0,
        background: None,
    };

    /// Returns the weight of a term that `count` of `total` texts hold.
    fn of(self, number: u32, count: u32, total: u32) -> f64 {
        let (more, of) = self.background.map_or((0.0, 0.0), |background| {
            (PRIOR * background.share(number), PRIOR)
        });
        let share = (1.0 + f64::from(total) + of) / (1.0 + f64::from(count) + more);
        (share.ln() + 1.0).powf(self.power)
    }
}

/// For how many texts of a story those around it count: few headlines do not tell which of their
/// words are common, a thousand sentences do (a Dirichlet prior, as Zhai and Lafferty smooth
/// language models, 2001). Anything from 30 to 60 does as well on sentences and headlines whose
/// claims were marked by hand.
const PRIOR: f64 = 30.0;

/// How common terms are in all texts of a run.
#[derive(Debug)]
pub(super) struct Background {
    counts: Vec<u32>,
    total: u32,
}

impl Background {
    /// Counts the texts that hold each term of a lexicon.
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a [u32]>, lexicon: &Lexicon) -> Self {
        let mut counted = Self {
            counts: vec![0; lexicon.len()],
            total: 0,
        };
        for bag in texts {
            for &entry in bag {
                counted.counts[number_of(entry) as usize] += 1;
            }
            counted.total += 1;
        }
        counted
    }

    /// Returns the share of the texts that hold a term, 0 to 1.
    fn share(&self, number: u32) -> f64 {
        f64::from(self.counts[number as usize]) / f64::from(self.total.max(1))
    }
}

impl Weights {
    /// Weighs the terms of `texts`, each of which stands as often as is told, by `rarity`. `tally`
    /// is as large as the lexicon, and zero.
    pub(super) fn new<'a>(
        texts: impl Iterator<Item = (&'a [u32], usize)>,
        lexicon: &Lexicon,
        rarity: Rarity<'_>,
        tally: &mut Tally,
    ) -> Self {
        let mut total = 0;
        for (bag, times) in texts {
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            for &entry in bag {
                tally.add(number_of(entry), times);
            }
            total += times;
        }
        let numbers = tally.touched().to_vec();
        let weight = |number: u32| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a weight needs no more than six digits"
            )]
            let rarity = rarity.of(number, tally.get(number), total) as f32;
            lexicon.weight(number) * rarity
        };
        let table = if numbers.len() * DENSE >= lexicon.len() {
            let mut all = vec![0.0; lexicon.len()];
            for &number in &numbers {
                all[number as usize] = weight(number);
            }
            Table::Dense(all)
        } else {
            Table::Sparse(numbers.iter().map(|&n| (n, weight(n))).collect())
        };
        tally.clear();
        Self {
            table,
            stems: lexicon.stems(),
        }
    }

    /// Weighs every term of the lexicon as if it were as rare as any other.
    pub(super) fn even(lexicon: &Lexicon) -> Self {
        let weights = (0..).take(lexicon.len());
        Self {
            table: Table::Dense(weights.map(|number| lexicon.weight(number)).collect()),
            stems: lexicon.stems(),
        }
    }

    /// Returns the weight of a term; 0 if none of the texts holds it.
    fn of(&self, number: u32) -> f32 {
        match &self.table {
            Table::Dense(all) => all.get(number as usize).copied().unwrap_or_default(),
            Table::Sparse(some) => some
                .binary_search_by_key(&number, |(known, _)| *known)
                .map_or(0.0, |at| some[at].1),
        }
    }

    /// Returns one more than the greatest number of a term with a weight.
    pub(super) fn terms(&self) -> usize {
        match &self.table {
            Table::Dense(all) => all.len(),
            Table::Sparse(some) => some.last().map_or(0, |(last, _)| *last as usize + 1),
        }
    }

    /// Returns the length of a bag as a vector.
    pub(super) fn length(&self, bag: &[u32]) -> f32 {
        let square = |&entry: &u32| (self.of(number_of(entry)) * frequency(entry)).powi(2);
        bag.iter().map(square).sum::<f32>().sqrt()
    }
}

/// Terms of which one is quickly told whether it is among them.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    /// Marks the terms of a bag.
    pub(super) fn set(&mut self, bag: &[u32]) {
        for &entry in bag {
            let (word, bit) = Self::place(number_of(entry));
            if self.0.len() <= word {
                self.0.resize(word + 1, 0);
            }
            self.0[word] |= bit;
        }
    }

    /// Takes the marks of the terms of a bag away.
    pub(super) fn clear(&mut self, bag: &[u32]) {
        for &entry in bag {
            let (word, bit) = Self::place(number_of(entry));
            if let Some(word) = self.0.get_mut(word) {
                *word &= !bit;
            }
        }
    }

    fn holds(&self, number: u32) -> bool {
        let (word, bit) = Self::place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(number: u32) -> (usize, u64) {
        ((number / u64::BITS) as usize, 1 << (number % u64::BITS))
    }
}

/// Returns the factor of a likeness for one of its two texts: `factor`, if the text is brief.
pub(super) fn lift(is_brief: bool, factor: f64) -> f64 {
    if is_brief { factor } else { 1.0 }
}

/// A bag seen as a vector.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vector<'a> {
    pub(super) bag: &'a [u32],
    pub(super) weights: &'a Weights,
    /// [`Weights::length`] of the bag.
    pub(super) length: f32,
}

impl<'a> Vector<'a> {
    /// Returns the vector of a bag.
    pub(super) fn new(bag: &'a [u32], weights: &'a Weights) -> Self {
        Self {
            bag,
            weights,
            length: weights.length(bag),
        }
    }

    /// Returns how many stems stand in the text, each as often as it does.
    pub(super) fn stems(self) -> usize {
        let stems = self
            .bag
            .iter()
            .take_while(|&&entry| number_of(entry) < self.weights.stems);
        stems.map(|&entry| count_of(entry) as usize).sum()
    }

    /// Returns what the two have in common.
    ///
    /// # Complexity
    ///
    /// Linear in the sum of the numbers of terms.
    pub(super) fn compare(self, other: Self) -> Common {
        let (mut i, mut j) = (0, 0);
        let mut sums = Common::default();
        while let (Some(&x), Some(&y)) = (self.bag.get(i), other.bag.get(j)) {
            let (a, b) = (number_of(x), number_of(y));
            if a == b {
                self.add(x, y, other, &mut sums);
            }
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        self.settle(other, sums)
    }

    /// Returns what [`Self::compare`] does; `marks` has the terms of this vector and no others.
    ///
    /// # Complexity
    ///
    /// Linear in the number of the other's terms.
    pub(super) fn compare_marked(self, other: Self, marks: &Marks) -> Common {
        let mut sums = Common::default();
        for &y in other.bag {
            let number = number_of(y);
            if marks.holds(number)
                && let Ok(at) = self.bag.binary_search_by_key(&number, |&x| number_of(x))
            {
                self.add(self.bag[at], y, other, &mut sums);
            }
        }
        self.settle(other, sums)
    }

    /// Adds what entries for one term make of the products of the two vectors.
    fn add(self, x: u32, y: u32, other: Self, sums: &mut Common) {
        let number = number_of(x);
        let ours = f64::from(self.weights.of(number) * frequency(x));
        let theirs = f64::from(other.weights.of(number) * frequency(y));
        sums.cosine += ours * theirs;
        sums.covered += ours * ours;
        sums.stems += usize::from(number < self.weights.stems);
    }

    /// Makes shares of the products of the two vectors.
    fn settle(self, other: Self, sums: Common) -> Common {
        if sums.stems == 0 && sums.cosine <= 0.0 {
            return Common::default();
        }
        let (ours, theirs) = (f64::from(self.length), f64::from(other.length));
        Common {
            cosine: sums.cosine / (ours * theirs).max(f64::MIN_POSITIVE),
            covered: sums.covered / (ours * ours).max(f64::MIN_POSITIVE),
            overlap: (sums.cosine / ours.min(theirs).powi(2).max(f64::MIN_POSITIVE)).min(1.0),
            stems: sums.stems,
        }
    }

    /// Returns the terms with their shares of the vector, whose length is 1.
    pub(super) fn shares(self) -> impl Iterator<Item = (u32, f32)> + 'a {
        let length = self.length.max(f32::MIN_POSITIVE);
        self.bag.iter().map(move |&entry| {
            let number = number_of(entry);
            (number, self.weights.of(number) * frequency(entry) / length)
        })
    }
}

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Common {
    /// The cosine of the angle between the two, 0 to 1.
    pub(super) cosine: f64,
    /// How much of the weight of the first one's terms the second has too, 0 to 1.
    pub(super) covered: f64,
    /// How much of the shorter the longer holds too, 0 to 1: the product of the two, beside the
    /// square of the shorter's length.
    pub(super) overlap: f64,
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
        let mut lexicon = Lexicon::default();
        let mut bags = [
            "The ferry sank.",
            "A ferry has sunk off Brae.",
            "Prices rose again.",
        ]
        .map(|text| {
            let found = terms.words(text);
            lexicon.bag(&terms.of(&found, text, &[]))
        });
        let renumbered = lexicon.settle();
        for bag in &mut bags {
            renumber(bag, &renumbered);
        }
        let mut tally = Tally::new(lexicon.len());
        let texts = bags.iter().map(|bag| (&**bag, 1));
        let weights = Weights::new(texts, &lexicon, Rarity::PLAIN, &mut tally);
        let [a, b, c] = [0, 1, 2].map(|at| Vector::new(&bags[at], &weights));
        assert!(a.compare(b).cosine > a.compare(c).cosine);
        assert!((a.compare(a).cosine - 1.0).abs() < 1e-6);
        assert!((a.compare(a).covered - 1.0).abs() < 1e-6);
        assert_eq!(a.compare(b).stems, 1);
        let mut marks = Marks::default();
        marks.set(c.bag);
        marks.clear(c.bag);
        marks.set(a.bag);
        for other in [a, b, c] {
            assert_eq!(a.compare_marked(other, &marks), a.compare(other));
        }
    }

    #[test]
    fn what_is_common_in_few_texts_may_be_rare_around_them() {
        let background = Background {
            counts: vec![2, 500],
            total: 1000,
        };
        let rarity = Rarity {
            background: Some(&background),
            ..Rarity::PLAIN
        };
        let both = |rarity: Rarity<'_>| [0, 1].map(|number| rarity.of(number, 2, 2));
        let [named, usual] = both(rarity);
        assert!(named > usual + 1.0);
        let [named, usual] = both(Rarity::PLAIN);
        assert!((named - usual).abs() < f64::EPSILON);
        // Many texts of their own outweigh what is around them.
        let (few, many) = (rarity.of(1, 1, 10), rarity.of(1, 100, 1000));
        assert!((many - Rarity::PLAIN.of(1, 100, 1000)).abs() < 0.2 && few < many);
    }

    #[test]
    fn how_often_a_term_stands_in_a_text_is_kept() {
        for count in 1..=8 {
            assert_eq!(count_of(entry(7, count)), count);
            assert_eq!(number_of(entry(7, count)), 7);
        }
        assert_eq!(count_of(entry(7, 1000)), 48);
        assert_eq!(
            merged([(1, 2), (1, 1), (5, 1)].into_iter()),
            [entry(1, 3), entry(5, 1)]
        );
    }
}
