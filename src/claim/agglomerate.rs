//! Average-link agglomeration of sparse vectors.
//!
//! Two groups join while the mean cosine over all pairs of their members is at least the cut. Such
//! a join needs one pair at the cut or above, so the groups lie inside the connected components of
//! the pairs that reach it. An inverted index finds those pairs; each component is then grouped
//! exactly, by chains of nearest neighbours (Murtagh, "A survey of recent advances in hierarchical
//! clustering algorithms", 1983).

use std::collections::BTreeMap;

use super::weights::Vector;

/// Largest component that is grouped with all its pairs at once; a larger one is first broken up
/// by a higher cut.
const MAX_COMPONENT: usize = 2000;

/// How much higher the cut is at each attempt to break up a component.
const RAISE: f64 = 0.05;

/// A term that more vectors than this share finds no pairs by itself.
const MAX_POSTINGS: usize = 400;

/// Returns the group of each vector, numbered by its first member.
///
/// Ties are broken by the order of `vectors`: sort them for an answer that does not depend on it.
pub(super) fn average_link(vectors: &[Vector], cut: f64, damp: Damp<'_>) -> Vec<usize> {
    let likeness = |a: usize, b: usize| match (vectors.get(a), vectors.get(b)) {
        (Some(x), Some(y)) => x.cosine(y) * damp(a, b),
        _ => 0.0,
    };
    let pairs = near_pairs(vectors, cut, &likeness);
    let mut groups = Vec::new();
    let all: Vec<usize> = (0..vectors.len()).collect();
    split(&all, &pairs, cut, &likeness, cut, &mut groups);
    groups.sort_unstable();
    let mut group_of = vec![0; vectors.len()];
    for (number, members) in groups.iter().enumerate() {
        for &member in members {
            if let Some(slot) = group_of.get_mut(member) {
                *slot = number;
            }
        }
    }
    group_of
}

/// A factor from 0 to 1 for the cosine of two vectors, by index.
pub(super) type Damp<'a> = &'a dyn Fn(usize, usize) -> f64;

/// How alike two vectors are, by index.
type Likeness<'a> = &'a dyn Fn(usize, usize) -> f64;

/// Two vectors and their likeness.
type Pair = (usize, usize, f64);

/// Returns the pairs whose cosine is at least `cut`, each once.
fn near_pairs(vectors: &[Vector], cut: f64, likeness: Likeness<'_>) -> Vec<Pair> {
    let mut postings: BTreeMap<u64, Vec<(usize, f64)>> = BTreeMap::new();
    for (index, vector) in vectors.iter().enumerate() {
        for &(key, value) in vector.values() {
            postings.entry(key).or_default().push((index, value));
        }
    }
    let mut pairs = Vec::new();
    let mut met = vec![usize::MAX; vectors.len()];
    for (index, vector) in vectors.iter().enumerate() {
        for (key, _) in vector.values() {
            let Some(sharing) = postings.get(key).filter(|list| list.len() <= MAX_POSTINGS) else {
                continue;
            };
            for &(other, _) in sharing.iter().take_while(|(other, _)| *other < index) {
                let Some(seen) = met.get_mut(other) else {
                    continue;
                };
                if std::mem::replace(seen, index) == index {
                    continue;
                }
                let cosine = likeness(other, index);
                if cosine >= cut {
                    pairs.push((other, index, cosine));
                }
            }
        }
    }
    pairs
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
                .filter(|(a, _, _)| component.binary_search(a).is_ok())
                .collect();
            split(&component, &inner, level + RAISE, likeness, cut, groups);
        }
    }
}

/// Returns the connected components of `members`, each sorted, by first member.
fn components(members: &[usize], pairs: &[Pair], level: f64) -> Vec<Vec<usize>> {
    let mut parent: BTreeMap<usize, usize> = members.iter().map(|&m| (m, m)).collect();
    for &(a, b, cosine) in pairs {
        if cosine >= level {
            let (x, y) = (root(&mut parent, a), root(&mut parent, b));
            parent.insert(x.max(y), x.min(y));
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &member in members {
        found
            .entry(root(&mut parent, member))
            .or_default()
            .push(member);
    }
    found.into_values().collect()
}

fn root(parent: &mut BTreeMap<usize, usize>, mut node: usize) -> usize {
    while let Some(&up) = parent.get(&node) {
        if up == node {
            break;
        }
        let above = parent.get(&up).copied().unwrap_or(up);
        parent.insert(node, above);
        node = above;
    }
    node
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
