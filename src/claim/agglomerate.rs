//! Average-link agglomeration of sparse vectors.
//!
//! Two groups join while the mean cosine over all pairs of their members is at least the cut. Such
//! a join needs one pair at the cut or above, so the groups lie inside the connected components of
//! the pairs that reach it. An inverted index finds those pairs; each component is then grouped
//! exactly, by chains of nearest neighbours (Murtagh, "A survey of recent advances in hierarchical
//! clustering algorithms", 1983).

use super::weights::{Tally, number_of};
use crate::lists::Lists;
use crate::union::Union;

/// Largest component that is grouped with all its pairs at once; a larger one is first broken up
/// by a higher cut.
const MAX_COMPONENT: usize = 3000;

/// How much higher the cut is at each attempt to break up a component.
const RAISE: f64 = 0.05;

/// A term that more vectors than this share finds no pairs by itself.
const MAX_POSTINGS: u32 = 400;

/// Vectors that one is compared with at most, where its terms are that common: so the work grows no
/// faster than the number of vectors.
const MAX_LOOKS: usize = 80;

/// Likest vectors that one is held together by; more of them connect nothing further.
const MAX_NEAR: usize = 24;

/// How alike two vectors are, by index.
pub(super) type Likeness<'a> = &'a dyn Fn(usize, usize) -> f64;

/// Two vectors that are near, the lesser first. A large story has very many.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: u32,
    /// The second in the lower [`PLACE_BITS`]; above them how many times [`RAISE`] over the cut the
    /// two are alike.
    rest: u32,
}

/// Bits that the number of a vector takes: far more vectors than memory holds.
const PLACE_BITS: u32 = 27;

impl Pair {
    fn new(a: u32, b: u32, above_cut: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a likeness is 1 at most, the cut is below it"
        )]
        let raises = (above_cut / RAISE) as u32;
        Self {
            a: a.min(b),
            rest: raises << PLACE_BITS | a.max(b),
        }
    }

    fn b(self) -> u32 {
        self.rest & ((1 << PLACE_BITS) - 1)
    }

    /// Returns how many times [`RAISE`] over the cut the two are alike.
    fn raises(self) -> u32 {
        self.rest >> PLACE_BITS
    }
}

/// Gives the terms of a vector, by index.
pub(super) type BagOf<'a> = &'a dyn Fn(usize) -> &'a [u32];

/// Groups `count` vectors, of which `bag_of` gives the terms, by `likeness`, which is 0 where they
/// share no term. Groups are sorted, and in the order of their first members. `tally` is as large
/// as the lexicon, and zero.
///
/// Ties are broken by the order of the vectors: sort them for an answer that does not depend on it.
pub(super) fn average_link(
    count: usize,
    bag_of: BagOf<'_>,
    cut: f64,
    likeness: Likeness<'_>,
    tally: &mut Tally,
) -> Lists<u32> {
    let pairs = near_pairs(count, bag_of, cut, likeness, tally);
    let mut groups = Lists::with_capacity(count, count);
    let all: Vec<u32> = (0..).take(count).collect();
    split(&all, pairs, 0, likeness, cut, &mut groups);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_unstable_by_key(|&group| groups.get(group).first());
    let mut sorted = Lists::with_capacity(count, groups.len());
    for group in order {
        sorted.push(groups.get(group).iter().copied());
    }
    sorted
}

/// Returns the pairs whose likeness is at least `cut`. Each vector looks at those that share its
/// rarest terms, at most [`MAX_LOOKS`] of them, and keeps the [`MAX_NEAR`] likest.
fn near_pairs(
    count: usize,
    bag_of: BagOf<'_>,
    cut: f64,
    likeness: Likeness<'_>,
    tally: &mut Tally,
) -> Vec<Pair> {
    let postings = Postings::new(count, bag_of, tally);
    let mut pairs = Vec::new();
    let mut near: Vec<(f64, Pair)> = Vec::new();
    for (number, at) in (0..).zip(0..count) {
        near.clear();
        for other in postings.candidates(number, bag_of(at)) {
            let (a, b) = (number.min(other), number.max(other));
            let likeness = likeness(a as usize, b as usize);
            if likeness >= cut {
                near.push((likeness, Pair::new(a, b, likeness - cut)));
            }
        }
        near.sort_by(|x, y| y.0.total_cmp(&x.0));
        pairs.extend(near.iter().take(MAX_NEAR).map(|(_, pair)| *pair));
    }
    tally.clear();
    pairs
}

/// Which vectors hold which term, but for the terms that one alone or very many hold.
struct Postings<'a> {
    /// One more than the place of each term in `spans`; 0 for a term that finds no pairs.
    places: &'a Tally,
    /// Where the vectors of a term begin in `all`, and how many there are.
    spans: Vec<(u32, u32)>,
    /// The vectors of each term, ascending.
    all: Vec<u32>,
}

impl<'a> Postings<'a> {
    fn new(count: usize, bag_of: BagOf<'_>, tally: &'a mut Tally) -> Self {
        for &entry in (0..count).flat_map(bag_of) {
            tally.add(number_of(entry), 1);
        }
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let mut end = 0;
        for number in tally.touched().to_vec() {
            let count = tally.get(number);
            let place = if (2..=MAX_POSTINGS).contains(&count) {
                spans.push((end, 0));
                end += count;
                u32::try_from(spans.len()).unwrap_or_default()
            } else {
                0
            };
            tally.set(number, place);
        }
        let mut all = vec![0; end as usize];
        for (vector, at) in (0..).zip(0..count) {
            for &entry in bag_of(at) {
                let place = tally.get(number_of(entry)) as usize;
                if let Some((start, count)) = place.checked_sub(1).map(|at| &mut spans[at]) {
                    all[(*start + *count) as usize] = vector;
                    *count += 1;
                }
            }
        }
        Self {
            places: tally,
            spans,
            all,
        }
    }

    /// Returns the vectors that hold the term of an entry, ascending; none if it finds no pairs.
    fn of(&self, entry: u32) -> &[u32] {
        let place = self.places.get(number_of(entry)) as usize;
        place.checked_sub(1).map_or(&[], |at| {
            let (start, count) = self.spans[at];
            &self.all[start as usize..(start + count) as usize]
        })
    }

    /// Returns the vectors that share the rarest terms of one, ascending.
    fn candidates(&self, number: u32, bag: &[u32]) -> Vec<u32> {
        let mut lists: Vec<&[u32]> = bag
            .iter()
            .map(|&entry| self.of(entry))
            .filter(|list| !list.is_empty())
            .collect();
        lists.sort_by_key(|list| list.len());
        let mut found: Vec<u32> = Vec::new();
        for list in lists {
            if found.len() + list.len() > MAX_LOOKS {
                found.sort_unstable();
                found.dedup();
            }
            if found.len() + list.len() > MAX_LOOKS {
                break;
            }
            found.extend_from_slice(list);
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != number);
        found
    }
}

/// Groups each connected component of `members`, ascending, under the pairs that are at least so
/// many times [`RAISE`] over the cut.
fn split(
    members: &[u32],
    mut pairs: Vec<Pair>,
    raises: u32,
    likeness: Likeness<'_>,
    cut: f64,
    groups: &mut Lists<u32>,
) {
    pairs.retain(|pair| pair.raises() >= raises);
    let mut union = Union::new(members.len());
    let place = |vector: u32| members.binary_search(&vector).unwrap_or_default();
    for pair in &pairs {
        union.join(place(pair.a), place(pair.b()));
    }
    let mut large: Vec<(Vec<u32>, Vec<Pair>)> = Vec::new();
    // One more than the place in `large` of each member's component.
    let mut place_of = vec![0_u32; members.len()];
    for set in union.sets().iter() {
        if let &[alone] = set {
            groups.push([members[alone as usize]]);
            continue;
        }
        let component: Vec<u32> = set.iter().map(|&at| members[at as usize]).collect();
        if component.len() <= MAX_COMPONENT {
            nearest_neighbour_chain(&component, likeness, cut, groups);
        } else {
            large.push((component, Vec::new()));
            for &at in set {
                place_of[at as usize] = u32::try_from(large.len()).unwrap_or_default();
            }
        }
    }
    for pair in pairs {
        let (set, other) = (place_of[place(pair.a)], place_of[place(pair.b())]);
        if set == other && set > 0 {
            large[set as usize - 1].1.push(pair);
        }
    }
    for (component, inner) in large {
        split(&component, inner, raises + 1, likeness, cut, groups);
    }
}

/// Groups `members` by average link, exactly.
///
/// # Complexity
///
/// Quadratic in the number of members, in time and space.
fn nearest_neighbour_chain(
    members: &[u32],
    likeness: Likeness<'_>,
    cut: f64,
    groups: &mut Lists<u32>,
) {
    let mut table = Table::new(members, likeness);
    let mut chain: Vec<usize> = Vec::new();
    loop {
        let Some(top) = chain.last().copied().or_else(|| table.first_open()) else {
            return;
        };
        if chain.is_empty() {
            chain.push(top);
        }
        let before = chain
            .len()
            .checked_sub(2)
            .and_then(|at| chain.get(at))
            .copied();
        match table.nearest(top, before).filter(|(_, mean)| *mean >= cut) {
            Some((next, _)) if Some(next) == before => {
                table.join(next, top);
                chain.truncate(chain.len() - 2);
            }
            Some((next, _)) => chain.push(next),
            // Only the first of a chain: the others were reached by a likeness above the cut.
            None => {
                groups.push(std::mem::take(&mut table.open[top]));
                chain.pop();
            }
        }
    }
}

/// Groups in the making and the sums of cosines between them.
struct Table {
    /// Members of each group; empty once joined to another or closed.
    open: Vec<Vec<u32>>,
    /// Sum of the cosines over the pairs of members of groups `a` and `b`, at `a * n + b`.
    sums: Vec<f64>,
}

impl Table {
    fn new(members: &[u32], likeness: Likeness<'_>) -> Self {
        let n = members.len();
        let mut sums = vec![0.0; n * n];
        for (i, a) in members.iter().enumerate() {
            for (j, b) in members.iter().enumerate().take(i) {
                let cosine = likeness(*b as usize, *a as usize);
                sums[i * n + j] = cosine;
                sums[j * n + i] = cosine;
            }
        }
        Self {
            open: members.iter().map(|&member| vec![member]).collect(),
            sums,
        }
    }

    fn first_open(&self) -> Option<usize> {
        self.open.iter().position(|group| !group.is_empty())
    }

    /// Returns the open group nearest to `group` and the mean cosine to it; among equals
    /// `preferred`, else the first.
    fn nearest(&self, group: usize, preferred: Option<usize>) -> Option<(usize, f64)> {
        let n = self.open.len();
        let row = self.sums.get(group * n..(group + 1) * n)?;
        let mut best: Option<(usize, f64)> = None;
        for (other, (members, sum)) in self.open.iter().zip(row).enumerate() {
            if members.is_empty() || other == group {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "groups have few members")]
            let mean = sum / (members.len() * self.open[group].len()) as f64;
            let better = best
                .is_none_or(|(_, most)| mean > most || (mean >= most && Some(other) == preferred));
            if better {
                best = Some((other, mean));
            }
        }
        best
    }

    fn join(&mut self, into: usize, from: usize) {
        let n = self.open.len();
        for other in 0..n {
            self.sums[into * n + other] += self.sums[from * n + other];
            self.sums[other * n + into] = self.sums[into * n + other];
        }
        let mut moved = std::mem::take(&mut self.open[from]);
        self.open[into].append(&mut moved);
        self.open[into].sort_unstable();
    }
}
