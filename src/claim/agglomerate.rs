//! Average-link agglomeration of sparse vectors.
//!
//! Two groups join while the mean cosine over all pairs of their members is at least the cut. Such
//! a join needs one pair at the cut or above, so the groups lie inside the connected components of
//! the pairs that reach it. An inverted index finds those pairs; each component is then grouped
//! exactly, by chains of nearest neighbours (Murtagh, "A survey of recent advances in hierarchical
//! clustering algorithms", 1983).

use super::weights::Vector;
use crate::union::Union;

/// Largest component that is grouped with all its pairs at once; a larger one is first broken up
/// by a higher cut.
const MAX_COMPONENT: usize = 800;

/// How much higher the cut is at each attempt to break up a component.
const RAISE: f64 = 0.05;

/// A term that more vectors than this share finds no pairs by itself.
const MAX_POSTINGS: usize = 400;

/// Vectors that one is compared with at most, where its terms are that common: so the work grows no
/// faster than the number of vectors.
const MAX_LOOKS: usize = 80;

/// Likest vectors that one is held together by; more of them connect nothing further.
const MAX_NEAR: usize = 24;

/// How alike two vectors are, by index.
pub(super) type Likeness<'a> = &'a dyn Fn(usize, usize) -> f64;

/// Two vectors and their likeness.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
    likeness: f32,
}

/// Groups vectors by `likeness`, which is 0 where they share no term. Groups are sorted, and in the
/// order of their first members.
///
/// Ties are broken by the order of `vectors`: sort them for an answer that does not depend on it.
pub(super) fn average_link(
    vectors: &[&Vector],
    cut: f64,
    likeness: Likeness<'_>,
) -> Vec<Vec<usize>> {
    let pairs = near_pairs(vectors, cut, likeness);
    let mut groups = Vec::new();
    let all: Vec<usize> = (0..vectors.len()).collect();
    split(&all, &pairs, cut, likeness, cut, &mut groups);
    groups.sort_unstable();
    groups
}

/// Returns the pairs whose likeness is at least `cut`. Each vector looks at those that share its
/// rarest terms, at most [`MAX_LOOKS`] of them, and keeps the [`MAX_NEAR`] likest.
fn near_pairs(vectors: &[&Vector], cut: f64, likeness: Likeness<'_>) -> Vec<Pair> {
    let postings = Postings::new(vectors);
    let mut pairs = Vec::new();
    let mut near: Vec<Pair> = Vec::new();
    for (number, vector) in (0..).zip(vectors) {
        near.clear();
        for other in postings.candidates(number, vector) {
            let (a, b) = (number.min(other), number.max(other));
            let likeness = likeness(a as usize, b as usize);
            if likeness >= cut {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a likeness needs no more than six digits"
                )]
                let likeness = likeness as f32;
                near.push(Pair { a, b, likeness });
            }
        }
        near.sort_by(|x, y| y.likeness.total_cmp(&x.likeness));
        pairs.extend(near.iter().take(MAX_NEAR));
    }
    pairs
}

/// Which vectors hold which term.
struct Postings {
    /// Sorted, without the terms that very many share.
    all: Vec<(u32, u32)>,
}

impl Postings {
    fn new(vectors: &[&Vector]) -> Self {
        let mut all: Vec<(u32, u32)> = (0..)
            .zip(vectors)
            .flat_map(|(number, vector)| vector.terms().iter().map(move |term| (term.key, number)))
            .collect();
        all.sort_unstable();
        Self { all }
    }

    /// Returns the vectors that hold a term, ascending.
    fn of(&self, key: u32) -> &[(u32, u32)] {
        let from = self.all.partition_point(|(other, _)| *other < key);
        let rest = self.all.get(from..).unwrap_or_default();
        let count = rest
            .iter()
            .take(MAX_POSTINGS + 1)
            .take_while(|(other, _)| *other == key)
            .count();
        rest.get(..count).unwrap_or_default()
    }

    /// Returns the vectors that share the rarest terms of one, ascending.
    fn candidates(&self, number: u32, vector: &Vector) -> Vec<u32> {
        let mut lists: Vec<&[(u32, u32)]> = vector
            .terms()
            .iter()
            .map(|term| self.of(term.key))
            .filter(|list| (2..=MAX_POSTINGS).contains(&list.len()))
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
            found.extend(list.iter().map(|&(_, other)| other));
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != number);
        found
    }
}

/// Groups each connected component of `members` under the pairs that reach `level`.
fn split(
    members: &[usize],
    pairs: &[Pair],
    level: f64,
    likeness: Likeness<'_>,
    cut: f64,
    groups: &mut Vec<Vec<usize>>,
) {
    for component in components(members, pairs, level) {
        if component.len() <= MAX_COMPONENT {
            groups.extend(nearest_neighbour_chain(&component, likeness, cut));
        } else {
            let inner: Vec<Pair> = pairs
                .iter()
                .copied()
                .filter(|pair| component.binary_search(&(pair.a as usize)).is_ok())
                .collect();
            let level = level + RAISE;
            split(&component, &inner, level, likeness, cut, groups);
        }
    }
}

/// Returns the connected components of `members`, which are sorted, each sorted, by first member.
fn components(members: &[usize], pairs: &[Pair], level: f64) -> Vec<Vec<usize>> {
    let mut union = Union::new(members.len());
    let place = |vector: u32| members.binary_search(&(vector as usize)).ok();
    for pair in pairs
        .iter()
        .filter(|pair| f64::from(pair.likeness) >= level)
    {
        if let (Some(a), Some(b)) = (place(pair.a), place(pair.b)) {
            union.join(a, b);
        }
    }
    let named = |set: Vec<usize>| set.into_iter().map(|at| members[at]).collect();
    union.sets().into_iter().map(named).collect()
}

/// Groups `members` by average link, exactly.
///
/// # Complexity
///
/// Quadratic in the number of members, in time and space.
fn nearest_neighbour_chain(members: &[usize], likeness: Likeness<'_>, cut: f64) -> Vec<Vec<usize>> {
    if members.len() == 1 {
        return vec![members.to_vec()];
    }
    let mut table = Table::new(members, likeness);
    let mut chain: Vec<usize> = Vec::new();
    loop {
        let Some(top) = chain.last().copied().or_else(|| table.first_open()) else {
            return table.groups;
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
                table.close(top);
                chain.pop();
            }
        }
    }
}

/// Groups in the making and the sums of cosines between them.
struct Table {
    /// Members of each group; empty once joined to another or closed.
    open: Vec<Vec<usize>>,
    /// Sum of the cosines over the pairs of members of groups `a` and `b`, at `a * n + b`.
    sums: Vec<f64>,
    /// Groups that join no more.
    groups: Vec<Vec<usize>>,
}

impl Table {
    fn new(members: &[usize], likeness: Likeness<'_>) -> Self {
        let n = members.len();
        let mut sums = vec![0.0; n * n];
        for (i, a) in members.iter().enumerate() {
            for (j, b) in members.iter().enumerate().take(i) {
                let cosine = likeness(*b, *a);
                sums[i * n + j] = cosine;
                sums[j * n + i] = cosine;
            }
        }
        Self {
            open: members.iter().map(|&member| vec![member]).collect(),
            sums,
            groups: Vec::new(),
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

    fn close(&mut self, group: usize) {
        self.groups.push(std::mem::take(&mut self.open[group]));
    }
}
