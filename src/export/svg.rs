//! The scene drawn without Graphviz: one SVG that needs nothing else.
//!
//! An original and its copies stand one below the other in a frame. Every node and arrow has a
//! tooltip, and a node that has an address is a link.

use std::io::{self, Write};

use super::clean::xml;
use super::layout::{self, Arrow, Input, Layout};
use super::measure;
use super::path::{curve, outline};
use super::scene::{BODY_SIZE, FOOT_SIZE, HEAD_SIZE, Node, Scene, TEXT_WIDTH};
use super::theme::{self, CHOKEPOINT_BORDER, CHOKEPOINT_STROKE, Line, Look, MARKS, Shape};
use super::{Exporter, Selection, plan};
use crate::report::Findings;

const FONT: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/// Line height in font sizes.
const LEADING: f64 = 1.22;
/// Room between a node's text and its border, in points.
const PADDING: f64 = 7.0;
/// Room between the members of a family, and between them and their frame, in points.
const FRAME: f64 = 10.0;
/// Height of the frame's heading in points.
const FRAME_HEAD: f64 = 12.0;
/// Room left of a family's members for the arrows that tell who reprints whom, in points.
const FRAME_SIDE: f64 = 22.0;
/// How far below the others an arrow that runs backward is attached, in points.
const BACKWARD: f64 = 12.0;
/// Room around the picture in points.
const MARGIN: f64 = 16.0;

/// Writes a drawing.
pub(super) struct Svg;

impl Exporter for Svg {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let scene = plan::scene(findings, selection);
        let align_ends = matches!(selection, Selection::Claim(_));
        let picture = Picture::new(&scene, align_ends);
        picture.write(out)
    }
}

/// Where a node stands in its block: a node alone, or a family in its frame.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: usize,
    /// How far below the block's middle the node's middle is.
    port: f64,
}

/// A scene with the place of everything.
struct Picture<'a> {
    scene: &'a Scene,
    places: Vec<Place>,
    blocks: Vec<Vec<usize>>,
    sizes: Vec<(f64, f64)>,
    layout: Layout,
    /// For each arrow of the scene the route of the layout; none inside a family.
    routes: Vec<Option<usize>>,
}

impl<'a> Picture<'a> {
    fn new(scene: &'a Scene, align_ends: bool) -> Self {
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
            align_ends,
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

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = self.layout.width.max(760.0) + 2.0 * MARGIN;
        let mut y = MARGIN;
        let mut head = Vec::new();
        for (number, line) in self.scene.caption.iter().enumerate() {
            let size: f64 = if number == 0 { 17.0 } else { 12.0 };
            for line in measure::wrap(line, (width - 2.0 * MARGIN) / size, 3) {
                y += size * LEADING;
                writeln!(
                    head,
                    "<text x=\"{MARGIN}\" y=\"{y:.1}\" font-size=\"{size}\">{}</text>",
                    xml(&line)
                )?;
            }
        }
        y = write_legend(&mut head, self.scene, y + 10.0, width)? + 14.0;
        let height = y + self.layout.height + MARGIN;
        write_start(out, self.scene, width, height)?;
        out.write_all(&head)?;
        writeln!(out, "<g transform=\"translate({MARGIN} {y:.1})\">")?;
        self.write_frames(out)?;
        self.write_edges(out)?;
        for (number, node) in self.scene.nodes.iter().enumerate() {
            write_node(out, node, self.middle(number))?;
        }
        writeln!(out, "</g>\n</svg>")
    }

    fn middle(&self, node: usize) -> (f64, f64) {
        let place = self.places[node];
        let (x, y) = self.layout.middles[place.block];
        let shift = if self.blocks[place.block].len() > 1 {
            FRAME_SIDE / 2.0 - FRAME / 2.0
        } else {
            0.0
        };
        (x + shift, y + place.port)
    }

    fn write_frames(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, block) in self.blocks.iter().enumerate() {
            if block.len() < 2 {
                continue;
            }
            let ((x, y), (width, height)) = (self.layout.middles[number], self.sizes[number]);
            let (left, top) = (x - width / 2.0, y - height / 2.0);
            writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
                 rx=\"8\" fill=\"#fafcfe\" stroke=\"#56b4e9\" stroke-dasharray=\"1.5 3\"/>"
            )?;
            writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\" fill=\"#333\">one text and its \
                 copies</text>",
                left + FRAME,
                top + 13.0
            )?;
        }
        Ok(())
    }

    fn write_edges(&self, out: &mut dyn Write) -> io::Result<()> {
        // Faint arrows first, so that those which carry claims lie above them.
        let mut order: Vec<usize> = (0..self.scene.edges.len()).collect();
        order.sort_by_key(|&edge| self.scene.edges[edge].line != Line::Bare);
        for number in order {
            let edge = &self.scene.edges[number];
            let path = match self.routes[number] {
                Some(route) => curve(&self.trim(number, &self.layout.routes[route])),
                None => self.side_path(edge.from, edge.to),
            };
            writeln!(
                out,
                "<g><title>{}</title><path d=\"{path}\" {}/></g>",
                xml(&edge.tooltip),
                stroke(edge.line, edge.claims)
            )?;
        }
        Ok(())
    }

    /// Returns the route from the border of the one node to that of the other: the layout knows
    /// only of blocks.
    fn trim(&self, edge: usize, route: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let edge = &self.scene.edges[edge];
        let mut route = route.to_vec();
        let last = route.len() - 1;
        let forward = route[0].0 < route[last].0;
        for (end, node) in [(0, edge.from), (last, edge.to)] {
            let (x, y) = self.middle(node);
            let half = outer(&self.scene.nodes[node]).0 / 2.0;
            let rightward = (end == 0) == forward;
            // An arrow that closes a loop keeps apart from those that run the other way.
            let y = if forward { y } else { y + BACKWARD };
            route[end] = (if rightward { x + half } else { x - half }, y);
        }
        route
    }

    /// Returns the path between two members of a family, along their left side.
    fn side_path(&self, from: usize, to: usize) -> String {
        let ((from_x, from_y), (to_x, to_y)) = (self.middle(from), self.middle(to));
        let from_left = from_x - outer(&self.scene.nodes[from]).0 / 2.0;
        let to_left = to_x - outer(&self.scene.nodes[to]).0 / 2.0;
        let x = from_left.min(to_left) - FRAME_SIDE * 0.55;
        format!("M{from_left:.1} {from_y:.1}H{x:.1}V{to_y:.1}H{to_left:.1}")
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
fn size(node: &Node) -> (f64, f64) {
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
fn outer(node: &Node) -> (f64, f64) {
    let (width, height) = size(node);
    let ring = if node.origin { 2.0 * RING } else { 0.0 };
    (width + ring, height + ring)
}

/// How far the second border of an origin is from the first, in points.
const RING: f64 = 3.5;

/// How much wider than its text a shape must be on each side, in points.
fn bulge(look: Look) -> f64 {
    match look.shape() {
        Shape::Box | Shape::DogEar => 0.0,
        Shape::Octagon | Shape::Pill => 5.0,
        Shape::Hexagon => 9.0,
    }
}

fn write_start(out: &mut dyn Write, scene: &Scene, width: f64, height: f64) -> io::Result<()> {
    let title = scene.caption.first().map_or("", String::as_str);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" style=\"max-width:100%;height:auto\" font-family=\"{FONT}\" role=\"img\">\n\
         <title>{}</title>\n<defs>",
        xml(title)
    )?;
    for line in Line::ALL {
        let shape = match line {
            Line::Unsupported => "M5 0H8V10H5Z",
            _ => "M0 1L9 5L0 9Z",
        };
        writeln!(
            out,
            "<marker id=\"head{}\" viewBox=\"0 0 10 10\" refX=\"8.5\" refY=\"5\" markerWidth=\"9\" \
             markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"{shape}\" \
             fill=\"{}\"/></marker>",
            line as u8,
            line.stroke()
        )?;
    }
    writeln!(
        out,
        "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
    )
}

/// Returns the attributes of an arrow that `claims` claims take.
fn stroke(line: Line, claims: usize) -> String {
    let dashes = line.dashes().map_or_else(String::new, |dashes| {
        format!(" stroke-dasharray=\"{dashes}\"")
    });
    format!(
        "fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"{dashes} marker-end=\"url(#head{})\"",
        line.stroke(),
        line.width(claims),
        line as u8
    )
}

fn write_node(out: &mut dyn Write, node: &Node, middle: (f64, f64)) -> io::Result<()> {
    let url = node.url.as_deref().map(xml);
    if let Some(url) = &url {
        writeln!(out, "<a href=\"{url}\" target=\"_blank\" rel=\"noopener\">")?;
    }
    writeln!(
        out,
        "<g id=\"{}\"><title>{}</title>",
        xml(&node.id),
        xml(&node.tooltip)
    )?;
    let (width, height) = size(node);
    let (stroke, border) = if node.chokepoint {
        (CHOKEPOINT_STROKE, CHOKEPOINT_BORDER)
    } else {
        (node.look.stroke(), 1.3)
    };
    let dash = if node.look.dashed() {
        " stroke-dasharray=\"5 3\""
    } else {
        ""
    };
    if node.origin {
        let path = outline(node.look, middle, width + 2.0 * RING, height + 2.0 * RING);
        writeln!(
            out,
            "<path d=\"{path}\" fill=\"#ffffff\" stroke=\"{stroke}\" stroke-width=\"1.3\"/>"
        )?;
    }
    let path = outline(node.look, middle, width, height);
    let fill = theme::fill(node.look, node.seed);
    writeln!(
        out,
        "<path d=\"{path}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{border}\"{dash}/>"
    )?;
    write_label(out, node, middle, height)?;
    writeln!(out, "</g>{}", if url.is_some() { "</a>" } else { "" })
}

fn write_label(
    out: &mut dyn Write,
    node: &Node,
    middle: (f64, f64),
    height: f64,
) -> io::Result<()> {
    let extra = if node.chokepoint {
        CHOKEPOINT_BORDER
    } else {
        0.0
    };
    let mut y = middle.1 - height / 2.0 + PADDING + extra;
    let head = (node.head.iter()).map(|line| (line, HEAD_SIZE, " font-weight=\"bold\""));
    let body = node.body.iter().map(|line| (line, BODY_SIZE, ""));
    let foot = node
        .foot
        .iter()
        .map(|line| (line, FOOT_SIZE, " fill=\"#333\""));
    for (line, size, look) in head.chain(body).chain(foot) {
        let baseline = y + size * 0.95;
        writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{baseline:.1}\" font-size=\"{size}\" \
             text-anchor=\"middle\"{look}>{}</text>",
            middle.0,
            xml(line)
        )?;
        y += size * LEADING;
    }
    Ok(())
}

/// Explains what occurs, in rows from `top` on; returns where the legend ends.
fn write_legend(out: &mut dyn Write, scene: &Scene, top: f64, width: f64) -> io::Result<f64> {
    const SAMPLE: f64 = 34.0;
    const SIZE: f64 = 11.0;
    const ROW: f64 = 20.0;
    let (mut x, mut y) = (MARGIN, top + ROW / 2.0);
    let mut place = |text: &str, sample: f64| {
        let room = sample + measure::width(text) * SIZE + 18.0;
        if x + room > width - MARGIN && x > MARGIN {
            x = MARGIN;
            y += ROW;
        }
        let at = (x, y);
        x += room;
        at
    };
    let label = |out: &mut dyn Write, x: f64, y: f64, text: &str| {
        let (y, text) = (y + SIZE * 0.35, xml(text));
        writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{SIZE}\" fill=\"#333\">{text}</text>"
        )
    };
    for look in scene.looks() {
        let (x, y) = place(look.meaning(), SAMPLE);
        let dash = if look.dashed() {
            " stroke-dasharray=\"4 2\""
        } else {
            ""
        };
        let path = outline(look, (x + 13.0, y), 26.0, 14.0);
        let (fill, stroke) = (look.fill(), look.stroke());
        writeln!(
            out,
            "<path d=\"{path}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.3\"{dash}/>"
        )?;
        label(out, x + SAMPLE, y, look.meaning())?;
    }
    for line in scene.lines() {
        let (x, y) = place(line.meaning(), SAMPLE);
        let end = x + SAMPLE - 6.0;
        writeln!(
            out,
            "<path d=\"M{x:.1} {y:.1}H{end:.1}\" {}/>",
            stroke(line, 1)
        )?;
        label(out, x + SAMPLE, y, line.meaning())?;
    }
    for (mark, meaning) in MARKS {
        let text = format!("{mark}: {meaning}");
        let (x, y) = place(&text, 0.0);
        label(out, x, y, &text)?;
    }
    Ok(y + ROW / 2.0)
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;
    use crate::report::Report;

    fn drawn(report: &Report, selection: Selection) -> String {
        let mut out = Vec::new();
        Svg.write(report, selection, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_node_is_drawn_once_with_its_link() {
        let report = fixture();
        let svg = drawn(&report, Selection::Run);
        for id in ["d1", "d4", "d8", "s1"] {
            assert_eq!(svg.matches(&format!("<g id=\"{id}\">")).count(), 1, "{id}");
        }
        assert!(svg.contains("<a href=\"http://dailytiller.test/no-lights\""));
        assert!(svg.contains("what &lt;it&gt;"));
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let report = fixture();
        assert_eq!(
            drawn(&report, Selection::Run),
            drawn(&report, Selection::Run)
        );
    }

    #[test]
    fn every_claim_can_be_drawn() {
        let report = fixture();
        for claim in &report.claims {
            let svg = drawn(&report, Selection::Claim(claim));
            assert!(svg.ends_with("</svg>\n") && !svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}
