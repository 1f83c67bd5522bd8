//! `graph.graphml`: the whole graph in `GraphML` (Brandes et al. 2002), for networkx, igraph, yEd and
//! Gephi.
//!
//! Every document and source is a node, every citation an arrow of weight 1, so that parallel arrows
//! add up. All attributes are declared with their types; absent ones are left out.

use std::io::{self, Write};

use super::attributes::{Column, EDGE, NODE, Network, Type};
use super::clean::xml;
use super::index::Index;
use super::{Exporter, Selection};
use crate::report::Findings;

/// Writes `GraphML`.
pub(super) struct GraphMl;

impl Exporter for GraphMl {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        selection.with_part(findings, |part| write_graph(part, out))
    }
}

fn write_graph(findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
    let index = Index::new(findings);
    let network = Network::new(&index);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    write_key(out, "node", "label", "label", Type::Text)?;
    for (number, (name, kind)) in NODE.into_iter().enumerate() {
        write_key(out, "node", &format!("n{number}"), name, kind)?;
    }
    writeln!(
        out,
        "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
    )?;
    for (number, (name, kind)) in EDGE.into_iter().enumerate() {
        write_key(out, "edge", &format!("e{number}"), name, kind)?;
    }
    writeln!(out, "<graph id=\"headwater\" edgedefault=\"directed\">")?;
    for node in network.nodes() {
        writeln!(out, "<node id=\"{}\">", xml(&node.id))?;
        writeln!(out, "<data key=\"label\">{}</data>", xml(&node.label))?;
        write_data(out, 'n', &NODE, &node.values)?;
        writeln!(out, "</node>")?;
    }
    for edge in network.edges() {
        writeln!(
            out,
            "<edge id=\"{}\" source=\"{}\" target=\"{}\">\n<data key=\"weight\">1.0</data>",
            xml(&edge.id),
            xml(&edge.from),
            xml(&edge.to)
        )?;
        write_data(out, 'e', &EDGE, &edge.values)?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn write_key(out: &mut dyn Write, of: &str, id: &str, name: &str, kind: Type) -> io::Result<()> {
    let kind = match kind {
        Type::Text => "string",
        Type::Integer => "int",
        Type::Long => "long",
        Type::Boolean => "boolean",
    };
    writeln!(
        out,
        "<key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
    )
}

fn write_data(
    out: &mut dyn Write,
    prefix: char,
    columns: &[Column],
    values: &[Option<String>],
) -> io::Result<()> {
    for (number, (_, value)) in columns.iter().zip(values).enumerate() {
        if let Some(value) = value {
            writeln!(out, "<data key=\"{prefix}{number}\">{}</data>", xml(value))?;
        }
    }
    Ok(())
}
