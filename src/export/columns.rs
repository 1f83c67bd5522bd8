//! Columns for a layered layout: opens loops, then puts every box left of those it leads to.

use super::layout::{Arrow, Input};

/// Boxes from which the search for loops is begun, to compare what comes of it.
const STARTS: usize = 64;
/// Passes that shorten arrows; more change nothing that is seen.
const PASSES: usize = 24;

/// Returns which arrows close a loop, and so are laid out the other way round.
///
/// Where a loop is entered decides where it is opened; of the boxes to start from that one is
/// taken which turns the fewest arrows, and then makes the fewest columns.
pub(super) fn turned(input: &Input) -> Vec<bool> {
    let first_tries = (0..input.boxes.len()).take(STARTS);
    let tries = first_tries.map(|start| turned_from(input, start));
    let cost = |turned: &Vec<bool>| {
        let depth = depths(input, turned).into_iter().max();
        (turned.iter().filter(|&&t| t).count(), depth)
    };
    tries.min_by_key(cost).unwrap_or_default()
}

/// Returns which arrows lead back to the path of a depth-first search that begins at `start`.
fn turned_from(input: &Input, start: usize) -> Vec<bool> {
    let mut turned = vec![false; input.arrows.len()];
    let mut leaving = vec![Vec::new(); input.boxes.len()];
    for (number, arrow) in input.arrows.iter().enumerate() {
        leaving[arrow.from].push(number);
    }
    let mut state = vec![Visit::Not; input.boxes.len()];
    for root in std::iter::once(start).chain(0..input.boxes.len()) {
        if state[root] != Visit::Not {
            continue;
        }
        state[root] = Visit::OnPath;
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.pop() {
            let Some(&arrow) = leaving[node].get(next) else {
                state[node] = Visit::Done;
                continue;
            };
            path.push((node, next + 1));
            let to = input.arrows[arrow].to;
            match state[to] {
                Visit::Not => {
                    state[to] = Visit::OnPath;
                    path.push((to, 0));
                }
                Visit::OnPath => turned[arrow] = true,
                Visit::Done => {}
            }
        }
    }
    turned
}

/// How far a depth-first search came with a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    OnPath,
    Done,
}

/// Returns the ends of an arrow as laid out.
pub(super) fn ends(arrow: Arrow, turned: bool) -> (usize, usize) {
    if turned {
        (arrow.to, arrow.from)
    } else {
        (arrow.from, arrow.to)
    }
}

/// Returns the arrows as laid out.
fn straight(input: &Input, turned: &[bool]) -> Vec<(usize, usize)> {
    let arrows = input.arrows.iter().zip(turned);
    arrows
        .map(|(&arrow, &turned)| ends(arrow, turned))
        .collect()
}

/// Returns for each box the length of the longest way that leads on from it.
fn depths(input: &Input, turned: &[bool]) -> Vec<usize> {
    let arrows = straight(input, turned);
    let mut depths = vec![0; input.boxes.len()];
    for _ in 0..input.boxes.len() {
        let before = depths.clone();
        for &(from, to) in &arrows {
            depths[from] = depths[from].max(depths[to] + 1);
        }
        if depths == before {
            break;
        }
    }
    depths
}

/// Returns the column of each box; 0 is the leftmost.
pub(super) fn columns(input: &Input, turned: &[bool]) -> Vec<usize> {
    let arrows = straight(input, turned);
    // Counted from the right.
    let mut right = depths(input, turned);
    let last = right.iter().copied().max().unwrap_or_default();
    // Boxes move where their arrows get shorter, while the ends of the picture stay aligned.
    for _ in 0..PASSES {
        for node in 0..right.len() {
            let left_of = arrows.iter().filter(|a| a.1 == node).map(|a| right[a.0]);
            let right_of = arrows.iter().filter(|a| a.0 == node).map(|a| right[a.1]);
            let (entering, leaving) = (left_of.clone().count(), right_of.clone().count());
            if leaving == 0 && (entering == 0 || input.align_ends) {
                right[node] = if entering == 0 { last } else { 0 };
            } else if entering > leaving {
                right[node] = left_of.min().map_or(right[node], |left| left - 1);
            } else if leaving > entering {
                right[node] = right_of.max().map_or(right[node], |right| right + 1);
            }
        }
    }
    right.into_iter().map(|column| last - column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(boxes: usize, arrows: &[(usize, usize)]) -> Input {
        let arrow = |&(from, to): &(usize, usize)| Arrow {
            from,
            to,
            from_port: 0.0,
            to_port: 0.0,
        };
        Input {
            boxes: vec![(10.0, 10.0); boxes],
            arrows: arrows.iter().map(arrow).collect(),
            align_ends: false,
        }
    }

    #[test]
    fn a_loop_is_opened_where_fewest_columns_come_of_it() {
        // 0 leads into the loop of 1, 2 and 3 at 1, and 2 leads on to 4 and 5.
        let input = input(6, &[(0, 1), (1, 2), (2, 3), (3, 1), (2, 4), (4, 5)]);
        let turned = turned(&input);
        assert_eq!(turned.iter().filter(|&&turned| turned).count(), 1);
        let columns = columns(&input, &turned);
        assert_eq!(columns.iter().max(), Some(&2));
    }

    #[test]
    fn an_end_stays_near_those_that_lead_to_it() {
        let chain = input(5, &[(0, 1), (1, 2), (2, 3), (0, 4)]);
        let found = columns(&chain, &turned(&chain));
        assert_eq!(found, [0, 1, 2, 3, 1]);
        let aligned = Input {
            align_ends: true,
            ..chain
        };
        assert_eq!(columns(&aligned, &turned(&aligned))[4], 3);
    }
}
