//! What is told of every node and arrow in the formats for network analysis: one table of typed
//! attributes, in one order, for all of them.

use std::collections::BTreeMap;

use super::clean;
use super::index::{self, Index, steps};
use super::theme::Look;
use crate::cite::SourceKind;
use crate::parse::DateMethod;
use crate::report::{Citation, Document, OriginState, Source, State};

/// The type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    /// A whole number that fits 32 bits.
    Integer,
    /// A whole number that fits 64 bits.
    Long,
    Boolean,
}

/// An attribute's name and type.
pub(super) type Column = (&'static str, Type);

/// What is told of a node, beside its id, label and time.
pub(super) const NODE: [Column; 27] = [
    ("kind", Type::Text),
    ("outlet", Type::Text),
    ("domain", Type::Text),
    ("title", Type::Text),
    ("authors", Type::Text),
    ("url", Type::Text),
    ("published", Type::Text),
    ("published_by", Type::Text),
    ("modified", Type::Text),
    ("language", Type::Text),
    ("state", Type::Text),
    ("reason", Type::Text),
    ("detail", Type::Text),
    ("depth", Type::Integer),
    ("via", Type::Text),
    ("words", Type::Integer),
    ("partial", Type::Boolean),
    ("copy_of", Type::Text),
    ("retrieved", Type::Text),
    ("memento", Type::Text),
    ("record_file", Type::Text),
    ("record_offset", Type::Long),
    ("aliases", Type::Text),
    ("claims", Type::Integer),
    ("origin_of", Type::Text),
    ("chokepoint_of", Type::Text),
    ("loop_of", Type::Text),
];

/// What is told of an arrow, beside its id, ends, weight and time.
pub(super) const EDGE: [Column; 12] = [
    ("citation", Type::Text),
    ("kind", Type::Text),
    ("support", Type::Text),
    ("published", Type::Text),
    ("cited_published", Type::Text),
    ("claims", Type::Text),
    ("sentence", Type::Text),
    ("cited_sentence", Type::Text),
    ("cue", Type::Text),
    ("quote", Type::Text),
    ("anchor", Type::Text),
    ("href", Type::Text),
];

/// A node: a document or a source.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) look: Look,
    /// The day it was published: year, month and day with hyphens.
    pub(super) day: Option<String>,
    /// The values of [`NODE`].
    pub(super) values: [Option<String>; NODE.len()],
}

/// An arrow: a citation.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kind: String,
    /// The day the citing document was published.
    pub(super) day: Option<String>,
    /// The values of [`EDGE`].
    pub(super) values: [Option<String>; EDGE.len()],
}

/// The parts that claims play.
#[derive(Debug, Default)]
struct Part {
    /// Claims that the node states or is named for.
    claims: usize,
    origin_of: Vec<String>,
    chokepoint_of: Vec<String>,
    loop_of: Vec<String>,
}

/// Nodes and arrows with all that is told of them.
pub(super) struct Network<'a> {
    index: &'a Index<'a>,
    parts: BTreeMap<String, Part>,
    /// The claims whose chains take each citation, by its number.
    taken: BTreeMap<usize, Vec<String>>,
}

impl<'a> Network<'a> {
    pub(super) fn new(index: &'a Index<'a>) -> Self {
        let mut network = Self {
            index,
            parts: BTreeMap::new(),
            taken: BTreeMap::new(),
        };
        for claim in index.findings().claims() {
            let mut part = |node: &str, add: fn(&mut Part, String)| {
                let part = network.parts.entry(node.to_owned()).or_default();
                add(part, claim.id.clone());
            };
            for statement in &claim.statements {
                part(&statement.document, |part, _| part.claims += 1);
            }
            for origin in &claim.origins {
                if origin.state == OriginState::Reached {
                    part(&origin.node, |part, claim| part.origin_of.push(claim));
                }
            }
            for id in &claim.chokepoints {
                part(id, |part, claim| part.chokepoint_of.push(claim));
            }
            for id in claim.loops.iter().flatten() {
                part(id, |part, claim| part.loop_of.push(claim));
            }
            for step in steps(&claim) {
                if let Some(number) = index.findings().citation_number(step.citation) {
                    let taken = network.taken.entry(number).or_default();
                    if taken.last() != Some(&claim.id) {
                        taken.push(claim.id.clone());
                    }
                }
            }
        }
        network
    }

    /// Returns the nodes: documents, then sources.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> {
        let findings = self.index.findings();
        let documents = findings.documents().iter().map(|d| self.document(d));
        documents.chain(findings.sources().iter().map(|s| self.source(s)))
    }

    /// Returns the arrows, in the order of the citations.
    pub(super) fn edges(&self) -> impl Iterator<Item = Edge> {
        let citations = self.index.findings().citations().enumerate();
        citations.map(|(number, citation)| self.edge(number, &citation))
    }

    fn document(&self, document: &Document) -> Node {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let record = document.record.as_ref();
        let read = document.state == State::Fetched;
        let [claims, origin_of, chokepoint_of, loop_of] = self.part(&document.id);
        Node {
            id: document.id.clone(),
            label: self.index.full_name(&document.id),
            look: match document.state {
                State::Fetched if loop_of.is_some() => Look::Circle,
                State::Fetched if document.copy_of.is_some() => Look::Copy,
                State::Fetched => Look::Document,
                _ if document.reason.as_deref() == Some("dead") => Look::Dead,
                _ => Look::Unread,
            },
            day: index::day(document),
            values: [
                text("document"),
                text(&index::outlet(document)),
                text(&document.outlet.domain),
                document.title.clone(),
                text(&document.authors.join("; ")),
                text(&document.url),
                document.published.clone(),
                document
                    .published_by
                    .as_ref()
                    .map(clean::label::<DateMethod>),
                document.modified.clone(),
                document.language.clone(),
                text(&clean::label(&document.state)),
                document.reason.clone(),
                document.detail.clone(),
                Some(document.depth.to_string()),
                document.via.clone(),
                read.then(|| document.words.to_string()),
                read.then(|| document.partial.to_string()),
                document.copy_of.clone(),
                document.retrieved.clone(),
                document.memento.clone(),
                record.map(|record| record.file.clone()),
                record.map(|record| record.offset.to_string()),
                text(&document.aliases.join(" ")),
                claims,
                origin_of,
                chokepoint_of,
                loop_of,
            ],
        }
    }

    fn source(&self, source: &Source) -> Node {
        let aliases = Some(source.aliases.join("; ")).filter(|aliases| !aliases.is_empty());
        let [claims, origin_of, ..] = self.part(&source.id);
        let known = BTreeMap::from([
            ("kind", Some(clean::label(&source.kind))),
            ("aliases", aliases),
            ("claims", claims),
            ("origin_of", origin_of),
        ]);
        let values = NODE.map(|(name, _)| known.get(name).cloned().flatten());
        Node {
            id: source.id.clone(),
            label: self.index.name(&source.id),
            look: match source.kind {
                SourceKind::Anonymous => Look::Anonymous,
                _ => Look::Source,
            },
            day: None,
            values,
        }
    }

    /// Returns the values that tell the part a node plays in claims.
    fn part(&self, id: &str) -> [Option<String>; 4] {
        let Some(part) = self.parts.get(id) else {
            return [Some("0".to_owned()), None, None, None];
        };
        let listed = |claims: &[String]| Some(claims.join(" ")).filter(|list| !list.is_empty());
        [
            Some(part.claims.to_string()),
            listed(&part.origin_of),
            listed(&part.chokepoint_of),
            listed(&part.loop_of),
        ]
    }

    fn edge(&self, number: usize, citation: &Citation) -> Edge {
        let evidence = &citation.evidence;
        let published = |id: &str| self.index.document(id)?.published.clone();
        let kind = clean::label(&citation.kind);
        Edge {
            id: citation.id.clone(),
            from: citation.from.clone(),
            to: citation.to.clone(),
            day: self.index.document(&citation.from).and_then(index::day),
            values: [
                Some(citation.id.clone()),
                Some(kind.clone()),
                citation.support.as_ref().map(clean::label),
                published(&citation.from),
                published(&citation.to),
                self.taken.get(&number).map(|claims| claims.join(" ")),
                Some(evidence.text.clone()).filter(|text| !text.is_empty()),
                evidence.cited_text.clone(),
                evidence.cue.clone(),
                evidence.quote.clone(),
                evidence.anchor.clone(),
                evidence.href.clone(),
            ],
            kind,
        }
    }
}
