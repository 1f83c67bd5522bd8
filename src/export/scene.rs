//! What a drawing shows: nodes, arrows, marks and labels, the same for every format.
//!
//! Arrows point from the citing to the cited, that is toward the origins.

use std::collections::{BTreeMap, BTreeSet};

use super::index;
use super::outlets;
use super::theme::{Line, Look};
use super::{clean, measure};
use crate::cite::SourceKind;
use crate::report::{Claim, Document, Findings, Source, State, count};

/// Width of a node's text in points; about 24 characters.
pub(super) const TEXT_WIDTH: f64 = 150.0;
/// Font size of a node's first line, in bold, in points.
pub(super) const HEAD_SIZE: f64 = 12.0;
/// Font size of a node's title in points.
pub(super) const BODY_SIZE: f64 = 11.0;
/// Font size of a node's last line in points.
pub(super) const FOOT_SIZE: f64 = 10.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.08;

/// A drawing before it is laid out.
#[derive(Debug)]
pub(super) struct Scene {
    /// What is drawn, in a few lines.
    pub(super) caption: Vec<String>,
    /// The nodes, in a stable order.
    pub(super) nodes: Vec<Node>,
    /// The arrows, sorted by their ends.
    pub(super) edges: Vec<Edge>,
    /// Originals with their copies: at least two nodes each, the original first if it is drawn.
    pub(super) families: Vec<Vec<usize>>,
    /// How many nodes were left out, for want of room.
    pub(super) left_out: usize,
    /// Whether everything that cites nothing stands in one column.
    pub(super) align_ends: bool,
}

/// A document or a source.
#[derive(Debug)]
pub(super) struct Node {
    /// The id in the report.
    pub(super) id: String,
    pub(super) look: Look,
    /// The outlet in at most two lines, or the source's name in at most three.
    pub(super) head: Vec<String>,
    /// The title; with the head in at most three lines.
    pub(super) body: Vec<String>,
    /// The day it was published: year, month and day with hyphens.
    pub(super) day: Option<String>,
    /// Day and marks in at most two lines.
    pub(super) foot: Vec<String>,
    pub(super) tooltip: String,
    /// Where a click leads: `http` or `https` only.
    pub(super) url: Option<String>,
    pub(super) seed: bool,
    pub(super) origin: bool,
    pub(super) chokepoint: bool,
    /// The marks in words.
    pub(super) marks: Vec<String>,
    /// The ids of copies that are drawn as this node.
    pub(super) copies: Vec<String>,
}

/// One node citing another.
#[derive(Debug)]
pub(super) struct Edge {
    /// Index of the citing node.
    pub(super) from: usize,
    /// Index of the cited node.
    pub(super) to: usize,
    pub(super) line: Line,
    /// How many claims take this step; between outlets, how many documents.
    pub(super) claims: usize,
    /// What is written beside it.
    pub(super) label: Option<String>,
    /// The citations that show it, by number.
    pub(super) citations: Vec<usize>,
    pub(super) tooltip: String,
}

impl Scene {
    /// Returns the looks that occur, in the order of the legend.
    pub(super) fn looks(&self) -> Vec<Look> {
        let occurs = |look: &Look| self.nodes.iter().any(|node| node.look == *look);
        Look::ALL.into_iter().filter(occurs).collect()
    }

    /// Returns the lines that occur, in the order of the legend.
    pub(super) fn lines(&self) -> Vec<Line> {
        let occurs = |line: &Line| self.edges.iter().any(|edge| edge.line == *line);
        Line::ALL.into_iter().filter(occurs).collect()
    }
}

/// Who is marked as what.
pub(super) struct Marks<'a> {
    /// How often each node is an origin: of documents if one claim is drawn, of claims otherwise.
    origins: BTreeMap<&'a str, usize>,
    unit: &'static str,
    chokepoints: BTreeSet<&'a str>,
    loops: BTreeSet<&'a str>,
    seeds: BTreeSet<&'a str>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(findings: &'a dyn Findings, claims: &[&'a Claim]) -> Self {
        let mut origins: BTreeMap<&str, usize> = BTreeMap::new();
        let one = claims.len() == 1;
        for origin in claims.iter().flat_map(|claim| &claim.origins) {
            // A document that alone states something is its origin; that tells nothing of a run.
            if one || origin.documents > 1 {
                let times = if one { origin.documents } else { 1 };
                *origins.entry(&origin.node).or_default() += times;
            }
        }
        let chokepoints = claims.iter().flat_map(|claim| &claim.chokepoints);
        let loops = claims.iter().flat_map(|claim| claim.loops.iter().flatten());
        Self {
            origins,
            unit: if one { "document" } else { "claim" },
            chokepoints: chokepoints.map(String::as_str).collect(),
            loops: loops.map(String::as_str).collect(),
            seeds: index::seeds(findings)
                .map(|document| document.id.as_str())
                .collect(),
        }
    }

    /// Returns the marks of `id` in words.
    fn words(&self, id: &str) -> Vec<String> {
        let mut words = Vec::new();
        if self.seeds.contains(id) {
            words.push("▸ seed".to_owned());
        }
        if let Some(&times) = self.origins.get(id) {
            words.push(format!("◎ origin of {}", count(times, self.unit)));
        }
        if self.chokepoints.contains(id) {
            words.push("◆ chokepoint".to_owned());
        }
        if self.loops.contains(id) {
            words.push("↻ in a loop".to_owned());
        }
        words
    }
}

/// Draws a document together with the `copies` of it that are not drawn themselves.
pub(super) fn document_node(document: &Document, copies: Vec<String>, marks: &Marks) -> Node {
    let id = document.id.as_str();
    let look = match document.state {
        State::Fetched if marks.loops.contains(id) => Look::Circle,
        State::Fetched if document.copy_of.is_some() => Look::Copy,
        State::Fetched => Look::Document,
        _ if document.reason.as_deref() == Some("dead") => Look::Dead,
        _ => Look::Unread,
    };
    let mut facts: Vec<String> = Vec::new();
    if let Some(published) = &document.published {
        facts.push(clean::line(&clean::day(published)));
    }
    match (look, document.reason.as_deref()) {
        (Look::Dead, _) => facts.push("gone".to_owned()),
        (Look::Unread, reason) => {
            facts.push(format!(
                "not read: {}",
                clean::line(reason.unwrap_or("pending"))
            ));
        }
        _ => {}
    }
    match copies.len() {
        0 => {}
        1 => facts.push("and 1 copy".to_owned()),
        n => facts.push(format!("and {n} copies")),
    }
    let (outlet, title) = (index::outlet(document), index::title(document));
    let head = head(&outlet, 2);
    Node {
        tooltip: format!("{outlet}: {title} · {}", clean::line(&document.url)),
        url: clean::web_address(&document.url),
        day: index::day(document),
        body: measure::wrap(&title, TEXT_WIDTH / BODY_SIZE, 3 - head.len()),
        copies,
        ..node(id, look, head, facts, marks)
    }
}

/// Draws the outlet of `documents`, which is at `domain`.
pub(super) fn outlet_node(domain: &str, documents: &[&Document]) -> Node {
    let read = documents.iter().filter(|d| d.state == State::Fetched);
    let read = read.count();
    let dead = |d: &&Document| d.reason.as_deref() == Some("dead");
    let (look, state) = match read {
        0 if documents.iter().all(dead) => (Look::Dead, "gone".to_owned()),
        0 => (Look::Unread, "not read".to_owned()),
        _ => (Look::Document, format!("{read} read")),
    };
    let mut facts = vec![count(documents.len(), "document"), state];
    facts.extend(outlets::first_day(documents).map(|day| format!("from {day}")));
    let seed = documents.iter().any(|document| document.depth == 0);
    let marks: Vec<String> = Vec::from_iter(seed.then(|| "▸ seed".to_owned()));
    facts.extend(marks.iter().cloned());
    let name = outlets::name(documents);
    let domain = clean::line(domain);
    Node {
        id: domain.clone(),
        look,
        head: head(&name, 3),
        body: if name == domain {
            Vec::new()
        } else {
            measure::wrap(&domain, TEXT_WIDTH / BODY_SIZE, 1)
        },
        foot: foot(&facts),
        tooltip: format!("{name} · {domain} · {}", facts.join(" · ")),
        url: None,
        day: None,
        seed,
        origin: false,
        chokepoint: false,
        marks,
        copies: Vec::new(),
    }
}

pub(super) fn source_node(source: &Source, marks: &Marks) -> Node {
    let (look, kind) = match source.kind {
        SourceKind::Anonymous => (Look::Anonymous, "anonymous"),
        SourceKind::Person => (Look::Source, "person"),
        SourceKind::Organization => (Look::Source, "organization"),
        SourceKind::Group => (Look::Source, "group"),
    };
    let name = clean::line(&source.name);
    let name = if name.is_empty() { &source.id } else { &name };
    let tooltip = match source.aliases.as_slice() {
        [] => format!("{name} · {kind}"),
        aliases => format!("{name} · {kind} · also: {}", aliases.join(", ")),
    };
    Node {
        tooltip,
        ..node(
            &source.id,
            look,
            head(name, 3),
            vec![kind.to_owned()],
            marks,
        )
    }
}

fn head(name: &str, lines: usize) -> Vec<String> {
    measure::wrap(name, TEXT_WIDTH / HEAD_SIZE / BOLD, lines)
}

/// Returns the node that `facts` and `marks` tell of, without title, tooltip and address.
fn node(id: &str, look: Look, head: Vec<String>, mut facts: Vec<String>, marks: &Marks) -> Node {
    let own = marks.words(id);
    facts.extend(own.iter().cloned());
    Node {
        marks: own,
        id: id.to_owned(),
        look,
        head,
        body: Vec::new(),
        foot: foot(&facts),
        tooltip: String::new(),
        url: None,
        day: None,
        seed: marks.seeds.contains(id),
        origin: marks.origins.contains_key(id),
        chokepoint: marks.chokepoints.contains(id),
        copies: Vec::new(),
    }
}

/// Sets facts and marks in lines, as many to a line as fit.
fn foot(words: &[String]) -> Vec<String> {
    let limit = TEXT_WIDTH / FOOT_SIZE;
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let joined = lines.last().map(|line| format!("{line} · {word}"));
        match (joined, lines.last_mut()) {
            (Some(joined), Some(last)) if measure::width(&joined) <= limit => *last = joined,
            _ => lines.push(measure::fit(word, limit)),
        }
    }
    lines
}
