//! `graph.gexf`: the whole graph in GEXF 1.3, Gephi's own format, with the days on nodes and arrows.
//!
//! Every document and source is a node, every citation an arrow of weight 1; parallel arrows differ
//! in their kind, by which Gephi keeps them apart. A document is there from the day of its publication
//! on, and an arrow from that of the citing document; what has no known day is always there.
//!
//! Gephi's importer reads `version` 1.1 to 1.3, `timeformat` and `timerepresentation` of the graph, `start` of nodes and arrows only where
//! the representation is `interval`, the `for` of values by the ids of declared attributes of the same
//! class, and the weight of an arrow as a number; two arrows of one kind between the same nodes it joins.

use std::io::{self, Write};

use super::attributes::{Column, EDGE, NODE, Network, Type};
use super::clean::{self, xml};
use super::index::Index;
use super::{Exporter, Selection};
use crate::report::Findings;

/// Writes GEXF.
pub(super) struct Gexf;

impl Exporter for Gexf {
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
    let run = findings.run();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
         <meta lastmodifieddate=\"{}\">\n<creator>headwater {}</creator>\n\
         <description>Who cites whom: {}</description>\n</meta>\n\
         <graph defaultedgetype=\"directed\" mode=\"dynamic\" timerepresentation=\"interval\" \
         timeformat=\"date\">",
        xml(&clean::day(&run.finished)),
        xml(&run.headwater),
        xml(&run.seeds.join(", "))
    )?;
    write_columns(out, "node", &NODE)?;
    write_columns(out, "edge", &EDGE)?;
    writeln!(out, "<nodes>")?;
    for node in network.nodes() {
        let (id, label, at) = (xml(&node.id), xml(&node.label), start(node.day.as_deref()));
        writeln!(out, "<node id=\"{id}\" label=\"{label}\"{at}>")?;
        write_values(out, &node.values)?;
        writeln!(out, "{}\n</node>", color(node.look.stroke()))?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for edge in network.edges() {
        writeln!(
            out,
            "<edge id=\"{}\" source=\"{}\" target=\"{}\" kind=\"{}\" weight=\"1.0\"{}>",
            xml(&edge.id),
            xml(&edge.from),
            xml(&edge.to),
            edge.kind,
            start(edge.day.as_deref())
        )?;
        write_values(out, &edge.values)?;
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}

/// Returns the day from which something is there, as an attribute.
fn start(day: Option<&str>) -> String {
    day.map_or_else(String::new, |day| format!(" start=\"{day}\""))
}

/// Returns a colour of six hexadecimal digits as an element.
fn color(hex: &str) -> String {
    let part = |from: usize| {
        let digits = hex.get(from..from + 2).unwrap_or("00");
        u8::from_str_radix(digits, 16).unwrap_or_default()
    };
    let (r, g, b) = (part(1), part(3), part(5));
    format!("<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>")
}

fn write_columns(out: &mut dyn Write, class: &str, columns: &[Column]) -> io::Result<()> {
    writeln!(out, "<attributes class=\"{class}\" mode=\"static\">")?;
    for (number, (name, kind)) in columns.iter().enumerate() {
        let kind = match kind {
            Type::Text => "string",
            Type::Integer => "integer",
            Type::Long => "long",
            Type::Boolean => "boolean",
        };
        writeln!(
            out,
            "<attribute id=\"{number}\" title=\"{name}\" type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "</attributes>")
}

fn write_values(out: &mut dyn Write, values: &[Option<String>]) -> io::Result<()> {
    writeln!(out, "<attvalues>")?;
    for (number, value) in values.iter().enumerate() {
        if let Some(value) = value {
            writeln!(out, "<attvalue for=\"{number}\" value=\"{}\"/>", xml(value))?;
        }
    }
    writeln!(out, "</attvalues>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_told_in_parts() {
        assert_eq!(
            color("#56b4e9"),
            "<viz:color r=\"86\" g=\"180\" b=\"233\"/>"
        );
    }

    #[test]
    fn an_unknown_day_is_left_out() {
        assert_eq!(start(Some("2031-03-02")), " start=\"2031-03-02\"");
        assert_eq!(start(None), "");
    }
}
