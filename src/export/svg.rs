//! The scene drawn without Graphviz: one SVG that needs nothing else.
//!
//! An original and its copies stand one below the other in a frame. Every node and arrow has a
//! tooltip, and a node that has an address is a link.

use std::io::{self, Write};

use super::clean::xml;
use super::measure;
use super::path::outline;
use super::picture::{FRAME, Frame, LEADING, PADDING, Picture, RING, size};
use super::scene::{BODY_SIZE, FOOT_SIZE, HEAD_SIZE, Node, Scene};
use super::theme::{self, CHOKEPOINT_BORDER, CHOKEPOINT_STROKE, Line, MARKS};
use super::{Exporter, Level, Selection, plan};
use crate::report::Findings;

const FONT: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
/// Room around the picture in points.
const MARGIN: f64 = 16.0;

/// Writes a drawing.
pub(super) struct Svg(pub(super) Level);

impl Exporter for Svg {
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
    write_picture(&Picture::new(scene), out)
}

/// Writes the picture with its caption and legend.
fn write_picture(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    let (scene, (layout_width, layout_height)) = (picture.scene, picture.size());
    let width = layout_width.max(760.0) + 2.0 * MARGIN;
    let mut y = MARGIN;
    let mut head = Vec::new();
    for (number, line) in scene.caption.iter().enumerate() {
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
    y = write_legend(&mut head, scene, y + 10.0, width)? + 14.0;
    let height = y + layout_height + MARGIN;
    write_start(out, scene, width, height)?;
    out.write_all(&head)?;
    writeln!(out, "<g transform=\"translate({MARGIN} {y:.1})\">")?;
    write_frames(picture, out)?;
    for (edge, path) in picture.edges() {
        writeln!(
            out,
            "<g><title>{}</title><path d=\"{path}\" {}/></g>",
            xml(&edge.tooltip),
            stroke(edge.line, edge.claims)
        )?;
    }
    for (edge, label) in (scene.edges.iter()).filter_map(|e| Some((e, e.label.as_ref()?))) {
        let (x, y) = picture.halfway(edge);
        writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"10\" text-anchor=\"middle\" stroke=\"#ffffff\" \
             stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
            y + 3.5,
            xml(label)
        )?;
    }
    for (number, node) in scene.nodes.iter().enumerate() {
        write_node(out, node, picture.middle(number))?;
    }
    writeln!(out, "</g>\n</svg>")
}

fn write_frames(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    for frame in picture.frames() {
        let Frame {
            left,
            top,
            width,
            height,
        } = frame;
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
        writeln!(
            out,
            "<a href=\"{url}\" target=\"_blank\" rel=\"noreferrer noopener\">"
        )?;
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
    const SAMPLE: f64 = 42.0;
    const SIZE: f64 = 11.0;
    const ROW: f64 = 26.0;
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
        let path = outline(look, (x + 18.0, y), 34.0, 20.5);
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
        Svg(Level::Document)
            .write(report, selection, &mut out)
            .unwrap();
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
