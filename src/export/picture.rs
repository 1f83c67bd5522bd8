//! Where everything of a scene stands: the geometry that the drawing and the page share.
//!
//! An original and its copies stand one below the other in a frame. Origins stand at the left, so
//! that time runs from left to right, and arrows point left, from the citing to the cited.

use super::layout::{self, Arrow, Input, Layout};
use super::path::curve;
use super::scene::{BODY_SIZE, Edge, FOOT_SIZE, HEAD_SIZE, Node, Scene, TEXT_WIDTH};
use super::theme::{CHOKEPOINT_BORDER, Line, Look, Shape};

/// Line height in font sizes.
pub(super) const LEADING: f64 = 1.22;
/// Room between a node's text and its border, in points.
pub(super) const PADDING: f64 = 7.0;
/// Room between the members of a family, and between them and their frame, in points.
pub(super) const FRAME: f64 = 10.0;
/// Height of the frame's heading in points.
const FRAME_HEAD: f64 = 12.0;
/// Room right of a family's members for the arrows that tell who reprints whom, in points.
const FRAME_SIDE: f64 = 22.0;
/// How far below the others an arrow that runs backward is attached, in points.
const BACKWARD: f64 = 12.0;
/// How far the second border of an origin is from the first, in points.
pub(super) const RING: f64 = 3.5;

/// Where a node stands in its block: a node alone, or a family in its frame.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: usize,
    /// How far below the block's middle the node's middle is.
    port: f64,
}

/// The border of a family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A scene with the place of everything. The origin is the top left corner; lengths are in points.
pub(super) struct Picture<'a> {
    pub(super) scene: &'a Scene,
    places: Vec<Place>,
    blocks: Vec<Vec<usize>>,
    sizes: Vec<(f64, f64)>,
    layout: Layout,
    /// For each arrow of the scene the route of the layout; none inside a family.
    routes: Vec<Option<usize>>,
}

impl<'a> Picture<'a> {
    /// Lays out `scene`.
    pub(super) fn new(scene: &'a Scene) -> Self {
        let blocks = blocks(scene);
        let sizes: Vec<_> = blocks
            .iter()
            .map(|block| block_size(scene, block))
            .collect();
        let mut places = vec![
            Place {
                block: 0,
                port: 0.0
            };
            scene.nodes.len()
        ];
        for (number, block) in blocks.iter().enumerate() {
            let mut y = -sizes[number].1 / 2.0
                + if block.len() > 1 {
                    FRAME + FRAME_HEAD
                } else {
                    0.0
                };
            for &node in block {
                let height = size(&scene.nodes[node]).1;
                places[node] = Place {
                    block: number,
                    port: y + height / 2.0,
                };
                y += height + FRAME;
            }
        }
        let mut arrows = Vec::new();
        let mut routes = Vec::new();
        for edge in &scene.edges {
            let (from, to) = (places[edge.from], places[edge.to]);
            let apart = from.block != to.block;
            routes.push(apart.then_some(arrows.len()));
            if apart {
                arrows.push(Arrow {
                    from: from.block,
                    to: to.block,
                    from_port: from.port,
                    to_port: to.port,
                });
            }
        }
        let layout = layout::layout(&Input {
            boxes: sizes.clone(),
            arrows,
            align_ends: scene.align_ends,
        });
        Self {
            scene,
            places,
            blocks,
            sizes,
            layout,
            routes,
        }
    }

    /// Returns width and height of the whole.
    pub(super) fn size(&self) -> (f64, f64) {
        (self.layout.width, self.layout.height)
    }

    /// Returns the middle of a node.
    pub(super) fn middle(&self, node: usize) -> (f64, f64) {
        let place = self.places[node];
        let (x, y) = self.layout.middles[place.block];
        let shift = if self.blocks[place.block].len() > 1 {
            FRAME_SIDE / 2.0 - FRAME / 2.0
        } else {
            0.0
        };
        (x - shift, y + place.port)
    }

    /// Returns the borders of the families.
    pub(super) fn frames(&self) -> impl Iterator<Item = Frame> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .filter(|(_, block)| block.len() > 1)
            .map(|(number, _)| {
                let ((x, y), (width, height)) = (self.layout.middles[number], self.sizes[number]);
                Frame {
                    left: x - width / 2.0,
                    top: y - height / 2.0,
                    width,
                    height,
                }
            })
    }

    /// Returns the arrows, the faint ones first, so that those which carry claims lie above them.
    pub(super) fn edges(&self) -> impl Iterator<Item = (&'a Edge, String)> {
        let mut order: Vec<usize> = (0..self.scene.edges.len()).collect();
        order.sort_by_key(|&edge| self.scene.edges[edge].line != Line::Bare);
        order
            .into_iter()
            .map(|number| (&self.scene.edges[number], self.path(number)))
    }

    /// Returns a point halfway along an arrow, where a label may stand.
    pub(super) fn halfway(&self, edge: &Edge) -> (f64, f64) {
        let (from, to) = (self.middle(edge.from), self.middle(edge.to));
        let is_it = |other: &Edge| (other.from, other.to) == (edge.from, edge.to);
        let number = self.scene.edges.iter().position(is_it);
        let route = number.and_then(|number| self.routes[number]);
        let points = match route {
            Some(route) => self.trim(edge, &self.layout.routes[route]),
            None => vec![from, to],
        };
        // Between two points the curve is symmetric.
        let half = points.len() / 2;
        let (a, b) = (points[half - 1], points[half]);
        (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1))
    }

    /// Returns the path of an arrow, from the citing to the cited.
    fn path(&self, number: usize) -> String {
        let edge = &self.scene.edges[number];
        match self.routes[number] {
            Some(route) => curve(&self.trim(edge, &self.layout.routes[route])),
            None => self.side_path(edge.from, edge.to),
        }
    }

    /// Returns the route from the border of the one node to that of the other: the layout knows
    /// only of blocks.
    fn trim(&self, edge: &Edge, route: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut route = route.to_vec();
        let last = route.len() - 1;
        let backward = route[0].0 < route[last].0;
        for (end, node) in [(0, edge.from), (last, edge.to)] {
            let (x, y) = self.middle(node);
            let half = outer(&self.scene.nodes[node]).0 / 2.0;
            let rightward = (end == 0) == backward;
            // An arrow that closes a loop keeps apart from those that run the other way.
            let y = if backward { y + BACKWARD } else { y };
            route[end] = (if rightward { x + half } else { x - half }, y);
        }
        route
    }

    /// Returns the path between two members of a family, along their right side.
    fn side_path(&self, from: usize, to: usize) -> String {
        let ((from_x, from_y), (to_x, to_y)) = (self.middle(from), self.middle(to));
        let from_right = from_x + outer(&self.scene.nodes[from]).0 / 2.0;
        let to_right = to_x + outer(&self.scene.nodes[to]).0 / 2.0;
        let x = from_right.max(to_right) + FRAME_SIDE * 0.55;
        format!("M{from_right:.1} {from_y:.1}H{x:.1}V{to_y:.1}H{to_right:.1}")
    }
}

/// Returns the families, each with its members in order, and every other node alone; in the order
/// of their first nodes.
fn blocks(scene: &Scene) -> Vec<Vec<usize>> {
    let alone = (0..scene.nodes.len())
        .filter(|node| !scene.families.iter().any(|family| family.contains(node)))
        .map(|node| vec![node]);
    let mut blocks: Vec<Vec<usize>> = scene.families.iter().cloned().chain(alone).collect();
    blocks.sort_by_key(|block| block.iter().copied().min());
    blocks
}

fn block_size(scene: &Scene, block: &[usize]) -> (f64, f64) {
    let sizes = block.iter().map(|&node| outer(&scene.nodes[node]));
    let width = sizes.map(|size| size.0).fold(0.0, f64::max);
    if let [node] = block {
        return outer(&scene.nodes[*node]);
    }
    let heights: f64 = block
        .iter()
        .map(|&node| size(&scene.nodes[node]).1 + FRAME)
        .sum();
    (width + FRAME_SIDE + FRAME, heights + FRAME + FRAME_HEAD)
}

/// Returns width and height of a node's border.
pub(super) fn size(node: &Node) -> (f64, f64) {
    let lines = node.foot.iter().map(|_| FOOT_SIZE);
    let lines = lines.chain(node.body.iter().map(|_| BODY_SIZE));
    let lines = lines.chain(node.head.iter().map(|_| HEAD_SIZE));
    let text: f64 = lines.map(|size| size * LEADING).sum();
    let extra = if node.chokepoint {
        2.0 * CHOKEPOINT_BORDER
    } else {
        0.0
    };
    (
        TEXT_WIDTH + 2.0 * (PADDING + bulge(node.look)) + extra,
        text + 2.0 * PADDING + extra,
    )
}

/// Returns width and height with the second border of an origin.
pub(super) fn outer(node: &Node) -> (f64, f64) {
    let (width, height) = size(node);
    let ring = if node.origin { 2.0 * RING } else { 0.0 };
    (width + ring, height + ring)
}

/// How much wider than its text a shape must be on each side, in points.
fn bulge(look: Look) -> f64 {
    match look.shape() {
        Shape::Box | Shape::DogEar => 0.0,
        Shape::Octagon | Shape::Pill => 5.0,
        Shape::Hexagon => 9.0,
    }
}
