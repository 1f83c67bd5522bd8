//! A layered layout: boxes in columns, arrows from right to left, few crossings.
//!
//! After Sugiyama, Tagawa and Toda (1981): loops are opened by turning the arrows that close them,
//! every box gets a column, long arrows get a waypoint in each column that they cross, columns are
//! sorted by barycentres, and heights are set by least squares under the order found. Columns are
//! counted along the arrows, and the finished layout is mirrored: what arrows lead to stands at
//! the left. Everything is deterministic. With |V| boxes and waypoints and |E| arrow pieces a pass costs
//! O(|V| log |V| + |E|²), and there is a fixed number of passes.

use super::columns::{columns, ends, turned};

/// Passes over the columns, to sort them and to set heights; more change nothing that is seen.
const PASSES: usize = 24;
/// Room between two boxes of a column, in points.
const BOX_GAP: f64 = 14.0;
/// Room beside a waypoint, in points.
const WAY_GAP: f64 = 7.0;
/// Least room between two columns, in points.
const COLUMN_GAP: f64 = 36.0;

/// What is to be laid out.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// Width and height of each box.
    pub(super) boxes: Vec<(f64, f64)>,
    /// The arrows between two different boxes.
    pub(super) arrows: Vec<Arrow>,
    /// Whether every box that no arrow leaves goes to the last column; otherwise it stays near
    /// those that lead to it.
    pub(super) align_ends: bool,
}

/// An arrow between two boxes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrow {
    /// Index of the box where it starts.
    pub(super) from: usize,
    /// Index of the box where it ends.
    pub(super) to: usize,
    /// How far below the middle of its box it starts.
    pub(super) from_port: f64,
    /// How far below the middle of its box it ends.
    pub(super) to_port: f64,
}

/// A finished layout. The origin is the top left corner.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The middle of each box.
    pub(super) middles: Vec<(f64, f64)>,
    /// For each arrow the points on its way, from its start to its end.
    pub(super) routes: Vec<Vec<(f64, f64)>>,
    /// Width of the whole.
    pub(super) width: f64,
    /// Height of the whole.
    pub(super) height: f64,
}

impl Layout {
    /// Turns left and right round.
    fn mirror(&mut self) {
        let points = self.middles.iter_mut();
        for point in points.chain(self.routes.iter_mut().flatten()) {
            point.0 = self.width - point.0;
        }
    }
}

/// A box or a waypoint.
#[derive(Debug, Clone, Copy)]
struct Cell {
    column: usize,
    /// Height with the room around it.
    height: f64,
    way: bool,
    y: f64,
}

/// A piece of an arrow from one column to the next.
#[derive(Debug, Clone, Copy)]
struct Piece {
    left: usize,
    right: usize,
    left_port: f64,
    right_port: f64,
}

/// Lays out `input`.
pub(super) fn layout(input: &Input) -> Layout {
    let turned = turned(input);
    let columns = columns(input, &turned);
    let mut sheet = Sheet::new(input, &turned, &columns);
    sheet.sort();
    sheet.set_heights();
    sheet.finish(input, &turned)
}

/// Boxes and waypoints in their columns.
struct Sheet {
    cells: Vec<Cell>,
    pieces: Vec<Piece>,
    /// For each column the cells from top to bottom.
    order: Vec<Vec<usize>>,
    /// For each arrow its waypoints from left to right.
    ways: Vec<Vec<usize>>,
    /// For each cell the pieces on its left and on its right.
    beside: Vec<[Vec<usize>; 2]>,
}

const LEFT: usize = 0;
const RIGHT: usize = 1;

impl Sheet {
    fn new(input: &Input, turned: &[bool], columns: &[usize]) -> Self {
        let count = columns.iter().max().map_or(0, |last| last + 1);
        let mut sheet = Self {
            cells: Vec::new(),
            pieces: Vec::new(),
            order: vec![Vec::new(); count],
            ways: Vec::new(),
            beside: Vec::new(),
        };
        for (&(_, height), &column) in input.boxes.iter().zip(columns) {
            sheet.add(column, height + BOX_GAP, false);
        }
        for (&arrow, &turned) in input.arrows.iter().zip(turned) {
            let (left, right) = ends(arrow, turned);
            let (left_port, right_port) = if turned {
                (arrow.to_port, arrow.from_port)
            } else {
                (arrow.from_port, arrow.to_port)
            };
            let ways: Vec<usize> = (columns[left] + 1..columns[right])
                .map(|column| sheet.add(column, WAY_GAP, true))
                .collect();
            let mut stops = vec![(left, left_port)];
            stops.extend(ways.iter().map(|&way| (way, 0.0)));
            stops.push((right, right_port));
            sheet.pieces.extend(stops.windows(2).map(|pair| Piece {
                left: pair[0].0,
                right: pair[1].0,
                left_port: pair[0].1,
                right_port: pair[1].1,
            }));
            sheet.ways.push(ways);
        }
        sheet.beside = vec![[Vec::new(), Vec::new()]; sheet.cells.len()];
        for (number, piece) in sheet.pieces.iter().enumerate() {
            sheet.beside[piece.left][RIGHT].push(number);
            sheet.beside[piece.right][LEFT].push(number);
        }
        sheet
    }

    fn add(&mut self, column: usize, height: f64, way: bool) -> usize {
        let cell = self.cells.len();
        self.cells.push(Cell {
            column,
            height,
            way,
            y: 0.0,
        });
        self.order[column].push(cell);
        cell
    }

    /// Sorts the columns for few crossings and keeps the best order met.
    fn sort(&mut self) {
        self.stack();
        let mut best = (self.crossings(), self.order.clone());
        for pass in 0..PASSES {
            let columns: Vec<usize> = if pass % 2 == 0 {
                (1..self.order.len()).collect()
            } else {
                (0..self.order.len().saturating_sub(1)).rev().collect()
            };
            for column in columns {
                let mut keyed: Vec<(f64, usize)> = self.order[column]
                    .iter()
                    .map(|&cell| {
                        let pull = self.pull(cell, pass % 2 == 0, pass % 2 == 1);
                        (pull.map_or(self.cells[cell].y, |(y, _)| y), cell)
                    })
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.order[column] = keyed.into_iter().map(|(_, cell)| cell).collect();
                self.stack_column(column);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.order.clone());
            }
        }
        self.order = best.1;
        self.stack();
        self.swap_neighbours();
    }

    /// Swaps neighbours as long as that saves crossings.
    fn swap_neighbours(&mut self) {
        for _ in 0..PASSES {
            let mut swapped = false;
            for column in 0..self.order.len() {
                for lower in 1..self.order[column].len() {
                    let (upper, cell) = (self.order[column][lower - 1], self.order[column][lower]);
                    if self.crossings_of(cell, upper) < self.crossings_of(upper, cell) {
                        self.order[column].swap(lower - 1, lower);
                        swapped = true;
                    }
                }
                self.stack_column(column);
            }
            if !swapped {
                break;
            }
        }
    }

    /// Returns how often the pieces of two neighbours cross if `upper` is above `lower`.
    fn crossings_of(&self, upper: usize, lower: usize) -> usize {
        let mut crossings = 0;
        for side in [LEFT, RIGHT] {
            for &a in &self.beside[upper][side] {
                for &b in &self.beside[lower][side] {
                    crossings += usize::from(self.far_end(a, side) > self.far_end(b, side));
                }
            }
        }
        crossings
    }

    /// Returns the height of the end of a piece on the given side of it.
    fn far_end(&self, piece: usize, side: usize) -> f64 {
        let piece = self.pieces[piece];
        if side == LEFT {
            self.cells[piece.left].y + piece.left_port
        } else {
            self.cells[piece.right].y + piece.right_port
        }
    }

    /// Puts the cells of every column one below the other, around a common middle.
    fn stack(&mut self) {
        for column in 0..self.order.len() {
            self.stack_column(column);
        }
    }

    fn stack_column(&mut self, column: usize) {
        let heights = self.order[column]
            .iter()
            .map(|&cell| self.cells[cell].height);
        let mut y = -heights.sum::<f64>() / 2.0;
        for &cell in &self.order[column] {
            let height = self.cells[cell].height;
            self.cells[cell].y = y + height / 2.0;
            y += height;
        }
    }

    /// Returns the height that the neighbours on the given sides pull a cell to, and how hard.
    fn pull(&self, cell: usize, from_left: bool, from_right: bool) -> Option<(f64, f64)> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (side, wanted) in [(LEFT, from_left), (RIGHT, from_right)] {
            for &number in self.beside[cell][side].iter().filter(|_| wanted) {
                let piece = self.pieces[number];
                let (other, port) = if side == LEFT {
                    (piece.left, piece.right_port)
                } else {
                    (piece.right, piece.left_port)
                };
                // Long arrows are to be straight (Gansner et al. 1993, section 4.1).
                let weight = match (self.cells[cell].way, self.cells[other].way) {
                    (true, true) => 8.0,
                    (true, false) | (false, true) => 2.0,
                    (false, false) => 1.0,
                };
                sum += weight * (self.far_end(number, side) - port);
                weights += weight;
            }
        }
        (weights > 0.0).then(|| (sum / weights, weights))
    }

    fn crossings(&self) -> usize {
        let ends = |piece: &Piece| {
            let left = self.cells[piece.left];
            let right = self.cells[piece.right];
            (
                left.column,
                left.y + piece.left_port,
                right.y + piece.right_port,
            )
        };
        let pieces: Vec<_> = self.pieces.iter().map(ends).collect();
        let mut crossings = 0;
        for (number, a) in pieces.iter().enumerate() {
            for b in &pieces[number + 1..] {
                if a.0 == b.0 && (a.1 - b.1) * (a.2 - b.2) < 0.0 {
                    crossings += 1;
                }
            }
        }
        crossings
    }

    /// Sets the heights of all cells, so that arrows run as level as the order allows.
    fn set_heights(&mut self) {
        let last = self.order.len();
        for pass in 0..PASSES {
            // The last passes weigh both sides, so that no side has the last word.
            let both = pass + 6 >= PASSES;
            let forth = pass % 2 == 0;
            for step in 0..last {
                let column = if forth { step } else { last - 1 - step };
                self.settle(column, forth || both, !forth || both);
            }
        }
    }

    /// Moves the cells of one column as near as their order allows to where they are pulled: the
    /// least squares under an order, by pooling adjacent violators.
    fn settle(&mut self, column: usize, from_left: bool, from_right: bool) {
        // Pools of (wanted place of the first cell, weight, cells, height above the first).
        let mut pools: Vec<(f64, f64, usize)> = Vec::new();
        let mut offsets = Vec::new();
        let mut offset = 0.0;
        for &cell in &self.order[column] {
            let half = self.cells[cell].height / 2.0;
            offset += half;
            offsets.push(offset);
            let (y, weight) = self
                .pull(cell, from_left, from_right)
                .unwrap_or((self.cells[cell].y, 0.1));
            let mut pool = (y - offset, weight, 1);
            offset += half;
            while let Some(&above) = pools.last()
                && above.0 > pool.0
            {
                pools.pop();
                let weight = above.1 + pool.1;
                let wanted = (above.0 * above.1 + pool.0 * pool.1) / weight;
                pool = (wanted, weight, above.2 + pool.2);
            }
            pools.push(pool);
        }
        let places = pools
            .iter()
            .flat_map(|&(y, _, cells)| std::iter::repeat_n(y, cells));
        for ((&cell, place), offset) in self.order[column].iter().zip(places).zip(offsets) {
            self.cells[cell].y = place + offset;
        }
    }

    /// Returns the left and right edge of each column.
    fn edges(&self, input: &Input) -> Vec<(f64, f64)> {
        let mut edges = Vec::new();
        let mut x = 0.0;
        for (column, cells) in self.order.iter().enumerate() {
            let widths = cells.iter().filter_map(|&cell| input.boxes.get(cell));
            let width = widths.map(|b| b.0).fold(0.0, f64::max);
            edges.push((x, x + width));
            let leaving = self
                .pieces
                .iter()
                .filter(|p| self.cells[p.left].column == column);
            // Many arrows between two columns need room to be told apart.
            let crowd = leaving.take(20).fold(0.0, |room, _| room + 1.0);
            x += width + COLUMN_GAP + crowd;
        }
        edges
    }

    fn finish(&self, input: &Input, turned: &[bool]) -> Layout {
        let edges = self.edges(input);
        let top = |cell: &Cell| cell.y - cell.height / 2.0;
        let bottom = |cell: &Cell| cell.y + cell.height / 2.0;
        let highest = self.cells.iter().map(top).fold(f64::INFINITY, f64::min);
        let lowest = self
            .cells
            .iter()
            .map(bottom)
            .fold(f64::NEG_INFINITY, f64::max);
        if self.cells.is_empty() {
            return Layout::default();
        }
        let middle = |cell: usize| {
            let (left, right) = edges[self.cells[cell].column];
            (f64::midpoint(left, right), self.cells[cell].y - highest)
        };
        let routes = (input.arrows.iter().zip(turned).zip(&self.ways))
            .map(|((&arrow, &turned), ways)| {
                let (left, right) = ends(arrow, turned);
                let side = |node: usize, port: f64, sign: f64| {
                    let (x, y) = middle(node);
                    (x + sign * input.boxes[node].0 / 2.0, y + port)
                };
                let (left_port, right_port) = if turned {
                    (arrow.to_port, arrow.from_port)
                } else {
                    (arrow.from_port, arrow.to_port)
                };
                let mut route = vec![side(left, left_port, 1.0)];
                for &way in ways {
                    let (start, end) = edges[self.cells[way].column];
                    let y = self.cells[way].y - highest;
                    route.extend([(start, y), (end, y)]);
                }
                route.push(side(right, right_port, -1.0));
                if turned {
                    route.reverse();
                }
                route
            })
            .collect();
        let mut layout = Layout {
            middles: (0..input.boxes.len()).map(middle).collect(),
            routes,
            width: edges.last().map_or(0.0, |edge| edge.1),
            height: lowest - highest,
        };
        layout.mirror();
        layout
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn input(boxes: usize, arrows: &[(usize, usize)]) -> Input {
        Input {
            boxes: (0..boxes)
                .map(|n| (100.0, if n % 3 == 0 { 80.0 } else { 40.0 }))
                .collect(),
            arrows: (arrows.iter())
                .map(|&(from, to)| Arrow {
                    from,
                    to,
                    from_port: 0.0,
                    to_port: 0.0,
                })
                .collect(),
            align_ends: true,
        }
    }

    #[test]
    fn arrows_run_from_right_to_left() {
        let layout = layout(&input(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]));
        let x = |node: usize| layout.middles[node].0;
        assert!(x(0) > x(1) && x(1) > x(2) && x(3) > x(2));
        assert_eq!(layout.routes[2].len(), 4);
    }

    #[test]
    fn a_loop_is_opened_at_one_arrow() {
        let layout = layout(&input(3, &[(0, 1), (1, 2), (2, 0)]));
        let backward = layout.routes.iter().filter(|r| r[0].0 < r[r.len() - 1].0);
        assert_eq!(backward.count(), 1);
    }

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        let layout = layout(&Input::default());
        assert!(layout.middles.is_empty() && layout.height.abs() < 1e-9);
    }

    #[test]
    fn crossings_that_can_be_avoided_are() {
        let input = input(6, &[(0, 5), (1, 4), (2, 3)]);
        let turned = turned(&input);
        let mut sheet = Sheet::new(&input, &turned, &columns(&input, &turned));
        sheet.sort();
        assert_eq!(sheet.crossings(), 0);
    }

    proptest! {
        #[test]
        fn boxes_never_overlap(
            arrows in prop::collection::vec((0_usize..12, 0_usize..12), 0..40)
        ) {
            let arrows: Vec<_> = arrows.into_iter().filter(|(a, b)| a != b).collect();
            let input = input(12, &arrows);
            let layout = layout(&input);
            for (a, &(ax, ay)) in layout.middles.iter().enumerate() {
                let (width, height) = input.boxes[a];
                prop_assert!(ax - width / 2.0 >= -1e-6 && ax + width / 2.0 <= layout.width + 1e-6);
                prop_assert!(ay - height / 2.0 >= -1e-6);
                prop_assert!(ay + height / 2.0 <= layout.height + 1e-6);
                for (b, &(bx, by)) in layout.middles.iter().enumerate().skip(a + 1) {
                    let apart_x = (ax - bx).abs() - f64::midpoint(width, input.boxes[b].0);
                    let apart_y = (ay - by).abs() - f64::midpoint(height, input.boxes[b].1);
                    prop_assert!(apart_x > -1e-6 || apart_y > -1e-6);
                }
            }
        }
    }
}
