//! Graphviz: the scene in the DOT language.
//!
//! Ranks run from right to left, from those who cite toward the origins, and a line of dates keeps
//! what was published earlier at the left of what came later. Every node carries its
//! address and a tooltip, so that an SVG or image map made from it can be followed.

use std::io::{self, Write};

use super::axis::Axis;
use super::clean::{dot, xml};
use super::scene::{BODY_SIZE, Edge, FOOT_SIZE, HEAD_SIZE, Node, Scene};
use super::theme::{self, CHOKEPOINT_BORDER, CHOKEPOINT_STROKE, Line, Look, MARKS, Shape};
use super::{Exporter, Level, Selection, measure, plan};
use crate::report::Findings;

const FONT: &str = "Helvetica,Arial,sans-serif";
/// Most inches in width and height: 1600 pixels wide at 96 to the inch, as high as need be.
const SCREEN: &str = "16.66,200";
/// Width of the caption in points; a graph of three columns is about as wide.
const CAPTION_WIDTH: f64 = 800.0;

/// Writes a graph for Graphviz.
pub(super) struct Dot(pub(super) Level);

impl Exporter for Dot {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        write_scene(&plan::scene(findings, selection, self.0), out)
    }
}

/// Writes a scene that is chosen already.
pub(super) fn write_scene(scene: &Scene, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph headwater {{")?;
    write_defaults(scene, out)?;
    for (place, node) in scene.nodes.iter().enumerate() {
        write_node(place, node, out)?;
    }
    for (number, family) in scene.families.iter().enumerate() {
        write_family(number, family, out)?;
    }
    let axis = Axis::new(scene);
    for edge in &scene.edges {
        write_edge(edge, &axis, out)?;
    }
    write_axis(&axis, out)?;
    write_legend(scene, out)?;
    writeln!(out, "}}")
}

fn write_defaults(scene: &Scene, out: &mut dyn Write) -> io::Result<()> {
    let caption: Vec<String> = (scene.caption.iter().enumerate())
        .flat_map(|(number, line)| {
            let size = if number == 0 { 16 } else { 12 };
            let lines = measure::wrap(line, CAPTION_WIDTH / f64::from(size), 3);
            lines.into_iter().map(move |line| {
                let line = text(&line);
                format!("<FONT POINT-SIZE=\"{size}\">{line}</FONT><BR ALIGN=\"LEFT\"/>")
            })
        })
        .collect();
    let caption = caption.concat();
    writeln!(
        out,
        "  graph [rankdir=RL, newrank=true, nodesep=0.16, ranksep=0.45, splines=true, size=\"{SCREEN}\", bgcolor=white, \
         fontname=\"{FONT}\", fontsize=11, labelloc=t, labeljust=l, label=<{caption}>];"
    )?;
    writeln!(
        out,
        "  node [fontname=\"{FONT}\", fontsize={BODY_SIZE}, margin=\"0.09,0.05\", height=0.3];"
    )?;
    writeln!(
        out,
        "  edge [fontname=\"{FONT}\", fontsize=10, arrowsize=0.7];"
    )
}

fn write_node(place: usize, node: &Node, out: &mut dyn Write) -> io::Result<()> {
    let head = (node.head.iter()).map(|line| {
        format!(
            "<FONT POINT-SIZE=\"{HEAD_SIZE}\"><B>{}</B></FONT>",
            text(line)
        )
    });
    let body = node.body.iter().map(|line| text(line));
    let foot = (node.foot.iter())
        .map(|line| format!("<FONT POINT-SIZE=\"{FOOT_SIZE}\">{}</FONT>", text(line)));
    let label: Vec<String> = head.chain(body).chain(foot).collect();
    let label = label.join("<BR/>");
    let mut attributes = vec![look(node.look, node.seed)];
    if node.chokepoint {
        attributes.push(format!(
            "color=\"{CHOKEPOINT_STROKE}\", penwidth={CHOKEPOINT_BORDER}, margin=\"0.22,0.16\""
        ));
    }
    // Two thick borders would run into one.
    if node.origin && !node.chokepoint {
        attributes.push("peripheries=2".to_owned());
    }
    if let Some(url) = &node.url {
        attributes.push(format!("URL={}, target=\"_blank\"", dot(url)));
    }
    let attributes = attributes.join(", ");
    writeln!(
        out,
        "  n{place} [id={}, label=<{label}>, {attributes}, tooltip={}];",
        dot(&node.id),
        dot(&node.tooltip)
    )
}

/// Returns the attributes of a look.
fn look(look: Look, seed: bool) -> String {
    let (shape, mut style) = match look.shape() {
        Shape::Box => ("box", "filled,rounded".to_owned()),
        Shape::DogEar => ("note", "filled".to_owned()),
        Shape::Hexagon => ("hexagon", "filled".to_owned()),
        Shape::Octagon => ("octagon", "filled".to_owned()),
        Shape::Pill => ("ellipse", "filled".to_owned()),
    };
    // Graphviz draws these shapes around the text's box, which leaves room enough.
    let margin = match look.shape() {
        Shape::Box | Shape::DogEar => "",
        Shape::Hexagon | Shape::Octagon | Shape::Pill => ", margin=\"0,0\"",
    };
    if look.dashed() {
        style.push_str(",dashed");
    }
    format!(
        "shape={shape}, style=\"{style}\", fillcolor=\"{}\", color=\"{}\", penwidth=1.3{margin}",
        theme::fill(look, seed),
        look.stroke()
    )
}

fn write_family(number: usize, family: &[usize], out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "  subgraph cluster_family{number} {{ label=\"one text and its copies\"; fontsize=10; \
         labeljust=l; labelloc=t; style=\"rounded,dotted\"; color=\"#56b4e9\"; margin=6;"
    )?;
    for place in family {
        write!(out, " n{place};")?;
    }
    writeln!(out, " }}")
}

fn write_edge(edge: &Edge, axis: &Axis, out: &mut dyn Write) -> io::Result<()> {
    let label =
        (edge.label.as_deref()).map_or_else(String::new, |label| format!(", label={}", dot(label)));
    // An article that was changed cites what is younger than its date; that moves no column.
    let free = if axis.is_forward(edge.from, edge.to) {
        ", constraint=false"
    } else {
        ""
    };
    writeln!(
        out,
        "  n{} -> n{} [{}{label}, weight={}{free}, tooltip={}];",
        edge.from,
        edge.to,
        line(edge.line, edge.claims),
        1 + edge.claims.min(8),
        dot(&edge.tooltip)
    )
}

/// Writes the line of time, and keeps every dated node between its period and the next.
fn write_axis(axis: &Axis, out: &mut dyn Write) -> io::Result<()> {
    for (number, period) in axis.periods.iter().enumerate() {
        writeln!(
            out,
            "  t{number} [shape=plaintext, group=time, fontsize=11, fontcolor=\"#555555\", label=\"{period}\"];\n  \
             t{} -> t{number} [arrowhead=none, color=\"#bbbbbb\", weight=100];",
            number + 1
        )?;
    }
    if !axis.periods.is_empty() {
        let end = axis.periods.len();
        writeln!(out, "  t{end} [shape=point, style=invis, group=time];")?;
    }
    for (node, period) in axis.nodes() {
        writeln!(
            out,
            "  t{} -> n{node} [style=invis, weight=0];\n  n{node} -> t{period} [style=invis, weight=0, minlen=0];",
            period + 1
        )?;
    }
    Ok(())
}

/// Returns the attributes of an arrow that `claims` claims take.
fn line(line: Line, claims: usize) -> String {
    let style = match line {
        Line::Link | Line::Attribution | Line::Bare => "solid",
        Line::Mention | Line::Unsupported => "dashed",
        Line::Copy => "dotted",
    };
    let head = if line == Line::Unsupported {
        "tee"
    } else {
        "normal"
    };
    format!(
        "style={style}, color=\"{}\", penwidth={:.1}, arrowhead={head}",
        line.stroke(),
        line.width(claims)
    )
}

/// Explains what occurs, in rows of a line, a look and a mark each.
fn write_legend(scene: &Scene, out: &mut dyn Write) -> io::Result<()> {
    let (lines, looks) = (scene.lines(), scene.looks());
    writeln!(
        out,
        "  subgraph cluster_legend {{ label=\"Legend\"; labeljust=l; fontsize=12; color=\"#bbbbbb\";"
    )?;
    for row in 0..lines.len().max(looks.len()).max(MARKS.len()) {
        writeln!(
            out,
            "    l{row}a [shape=point, width=0.04, color=\"#777777\"];"
        )?;
        let meaning = lines.get(row).map_or("", |line| line.meaning());
        writeln!(
            out,
            "    l{row}b [shape=plaintext, margin=\"0.04,0\", label=\"{meaning}\"];"
        )?;
        match lines.get(row) {
            Some(&kind) => writeln!(out, "    l{row}a -> l{row}b [{}];", line(kind, 1))?,
            None => writeln!(out, "    l{row}a -> l{row}b [style=invis];")?,
        }
        if let Some(&kind) = looks.get(row) {
            let meaning = kind.meaning();
            writeln!(
                out,
                "    l{row}c [label=\"{meaning}\", {}];",
                look(kind, false)
            )?;
            writeln!(out, "    l{row}b -> l{row}c [style=invis];")?;
        }
        if let Some((mark, meaning)) = MARKS.get(row) {
            writeln!(
                out,
                "    l{row}d [shape=plaintext, label=\"{mark}: {meaning}\"];"
            )?;
            let before = if row < looks.len() { 'c' } else { 'b' };
            writeln!(out, "    l{row}{before} -> l{row}d [style=invis];")?;
        }
    }
    writeln!(out, "  }}")
}

/// Returns `text` for an HTML-like label, which may not be empty.
fn text(text: &str) -> String {
    let escaped = xml(text);
    if escaped.is_empty() {
        " ".to_owned()
    } else {
        escaped
    }
}
