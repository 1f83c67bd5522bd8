//! What the page's script draws: claims with their laid-out graphs, and the evidence behind them.
//!
//! Every text is clean and cut to a bounded length; the script sets it as text, never as markup.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::index::{self, Index};
use super::super::path::outline;
use super::super::picture::{LEADING, PADDING, Picture, RING, size};
use super::super::scene::{BODY_SIZE, FOOT_SIZE, HEAD_SIZE, Node, Scene};
use super::super::theme::CHOKEPOINT_BORDER;
use super::super::{clean, plan, words};
use super::timeline::{Timeline, timeline};
use crate::cite::SourceKind;
use crate::parse::DateMethod;
use crate::report::{CitationKind, Claim, Record, State, Support, Verdict};

/// Most characters of one text; a sentence is seldom a third of it.
const TEXT: usize = 900;
/// Most citations that are shown for one arrow.
const CITATIONS: usize = 12;
/// Most copies that are listed for one node.
const COPIES: usize = 200;

/// A claim and its graph.
#[derive(Debug, Serialize)]
pub(super) struct ClaimData {
    id: String,
    text: String,
    verdict: Verdict,
    verdict_words: &'static str,
    because: String,
    counts: String,
    width: f64,
    height: f64,
    nodes: Vec<NodeData>,
    edges: Vec<EdgeData>,
    /// Left, top, width and height of each frame around copies.
    frames: Vec<[f64; 4]>,
    /// Nodes that are not drawn.
    left_out: usize,
    /// What each drawn document says, by its id.
    statements: BTreeMap<String, Vec<Sentence>>,
    timeline: Timeline,
}

/// A node with its place.
#[derive(Debug, Serialize)]
struct NodeData {
    id: String,
    look: &'static str,
    x: f64,
    y: f64,
    /// Half its width and height.
    half: [f64; 2],
    /// Its border, one of the page's texts.
    outline: usize,
    /// Its second border.
    #[serde(skip_serializing_if = "Option::is_none")]
    ring: Option<usize>,
    /// Baseline, size and text of each line.
    lines: Vec<(f64, f64, String)>,
    #[serde(skip_serializing_if = "is_false")]
    seed: bool,
    #[serde(skip_serializing_if = "is_false")]
    chokepoint: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<String>,
}

/// An arrow with its path.
#[derive(Debug, Serialize)]
struct EdgeData {
    from: String,
    to: String,
    line: &'static str,
    path: String,
    width: f64,
    citations: Vec<String>,
    #[serde(skip_serializing_if = "is_zero")]
    more: usize,
}

/// A sentence between its neighbours, each one of the page's texts.
#[derive(Debug, Serialize)]
struct Sentence {
    text: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<usize>,
}

/// Texts that occur again and again, each kept once.
#[derive(Debug, Default)]
struct Texts {
    numbers: BTreeMap<String, usize>,
}

impl Texts {
    /// Returns the number of `text`.
    fn number(&mut self, text: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(text).or_insert(next)
    }

    /// Returns the number of what a page says; `None` if it says nothing.
    fn said(&mut self, words: Option<&str>) -> Option<usize> {
        let words = text(words?);
        (!words.is_empty()).then(|| self.number(words))
    }

    fn sentence(&mut self, words: &str, before: Option<&str>, after: Option<&str>) -> Sentence {
        Sentence {
            text: self.number(text(words)),
            before: self.said(before),
            after: self.said(after),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(value: &usize) -> bool {
    *value == 0
}

/// What the claims' graphs refer to, each once.
#[derive(Debug, Default)]
pub(super) struct Used {
    citations: BTreeSet<usize>,
    nodes: BTreeSet<String>,
    texts: Texts,
}

impl Used {
    /// Lays out a claim, and notes what its graph refers to.
    pub(super) fn claim(&mut self, index: &Index, claim: &Claim) -> ClaimData {
        let scene = plan::folded(index, claim);
        let picture = Picture::new(&scene);
        let (width, height) = picture.size();
        let nodes: Vec<NodeData> = (scene.nodes.iter().enumerate())
            .map(|(number, node)| self.node(node, picture.middle(number)))
            .collect();
        let edges = self.edges(index, &scene, &picture);
        for node in &nodes {
            self.nodes.insert(node.id.clone());
            self.nodes.extend(node.copies.iter().cloned());
        }
        let timeline = timeline(index, claim);
        self.nodes.extend(timeline.documents());
        ClaimData {
            id: claim.id.clone(),
            text: text(&claim.text),
            verdict: claim.verdict,
            verdict_words: words::verdict(claim.verdict),
            because: text(&words::because(index, claim)),
            counts: words::counts(claim),
            width: round(width),
            height: round(height),
            edges,
            frames: (picture.frames())
                .map(|f| [f.left, f.top, f.width, f.height].map(round))
                .collect(),
            left_out: scene.left_out,
            statements: self.statements(claim, &nodes),
            nodes,
            timeline,
        }
    }

    fn edges(&mut self, index: &Index, scene: &Scene, picture: &Picture) -> Vec<EdgeData> {
        let edges = picture.edges().map(|(edge, path)| {
            let shown = edge.citations.iter().take(CITATIONS).copied();
            self.citations.extend(shown.clone());
            EdgeData {
                from: scene.nodes[edge.from].id.clone(),
                to: scene.nodes[edge.to].id.clone(),
                line: edge.line.name(),
                path,
                width: edge.line.width(edge.claims),
                citations: shown
                    .map(|number| index.findings().citation(number).id.clone())
                    .collect(),
                more: edge.citations.len().saturating_sub(CITATIONS),
            }
        });
        edges.collect()
    }

    fn node(&mut self, node: &Node, (x, y): (f64, f64)) -> NodeData {
        let (width, height) = size(node);
        let extra = if node.origin { 2.0 * RING } else { 0.0 };
        let mut border = |more: f64| {
            let border = outline(node.look, (0.0, 0.0), width + more, height + more);
            self.texts.number(border)
        };
        let mut copies = node.copies.clone();
        copies.truncate(COPIES);
        NodeData {
            id: node.id.clone(),
            look: node.look.name(),
            x: round(x),
            y: round(y),
            half: [f64::midpoint(width, extra), f64::midpoint(height, extra)].map(round),
            outline: border(0.0),
            ring: (node.origin).then(|| border(2.0 * RING)),
            lines: lines(node, height),
            seed: node.seed,
            chokepoint: node.chokepoint,
            marks: node.marks.clone(),
            copies,
        }
    }

    /// Returns what the documents of the drawn nodes say.
    fn statements(&mut self, claim: &Claim, nodes: &[NodeData]) -> BTreeMap<String, Vec<Sentence>> {
        let drawn: BTreeSet<&str> = (nodes.iter())
            .flat_map(|node| node.copies.iter().chain([&node.id]))
            .map(String::as_str)
            .collect();
        let mut statements: BTreeMap<String, Vec<Sentence>> = BTreeMap::new();
        for statement in &claim.statements {
            if drawn.contains(statement.document.as_str()) {
                let (before, after) = (statement.before.as_deref(), statement.after.as_deref());
                let sentence = self.texts.sentence(&statement.text, before, after);
                let sentences = statements.entry(statement.document.clone()).or_default();
                sentences.push(sentence);
            }
        }
        statements
    }

    /// Returns the citations that the arrows show, by their ids; notes whom they name.
    pub(super) fn citations(&mut self, index: &Index) -> BTreeMap<String, CitationData> {
        let mut citations = BTreeMap::new();
        for &number in &self.citations {
            let citation = index.findings().citation(number);
            self.nodes
                .extend([citation.from.clone(), citation.to.clone()]);
            let evidence = &citation.evidence;
            let data = CitationData {
                from: citation.from.clone(),
                to: citation.to.clone(),
                kind: citation.kind,
                support: citation.support,
                sentence: self.texts.sentence(
                    &evidence.text,
                    evidence.before.as_deref(),
                    evidence.after.as_deref(),
                ),
                cue: optional(evidence.cue.as_deref()),
                quote: optional(evidence.quote.as_deref()),
                anchor: optional(evidence.anchor.as_deref()),
                cited: self.texts.said(evidence.cited_text.as_deref()),
            };
            citations.insert(citation.id.clone(), data);
        }
        citations
    }

    /// Returns the texts in the order of their numbers; nothing is noted any more.
    pub(super) fn texts(&mut self) -> Vec<String> {
        let mut texts: Vec<(String, usize)> = std::mem::take(&mut self.texts.numbers)
            .into_iter()
            .collect();
        texts.sort_by_key(|(_, number)| *number);
        texts.into_iter().map(|(text, _)| text).collect()
    }

    /// Returns the documents that the page speaks of, by their ids.
    pub(super) fn documents(&self, index: &Index) -> BTreeMap<&str, DocumentData> {
        let nodes = self.nodes.iter().map(String::as_str);
        nodes
            .filter_map(|id| Some((id, document_data(index, id)?)))
            .collect()
    }

    /// Returns the sources that the page speaks of, by their ids.
    pub(super) fn sources(&self, index: &Index) -> BTreeMap<&str, SourceData> {
        let nodes = self.nodes.iter().map(String::as_str);
        nodes
            .filter_map(|id| Some((id, source_data(index, id)?)))
            .collect()
    }
}

/// A citation: the sentence, and how far the cited document bears it out.
#[derive(Debug, Serialize)]
pub(super) struct CitationData {
    from: String,
    to: String,
    kind: CitationKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    support: Option<Support>,
    sentence: Sentence,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cited: Option<usize>,
}

/// A document: what it is called, and where its bytes are.
#[derive(Debug, Serialize)]
pub(super) struct DocumentData {
    outlet: String,
    title: String,
    /// `http` and `https` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    partial: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    memento: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<String>,
}

/// Most authors that are named.
const AUTHORS: usize = 6;

fn document_data(index: &Index, id: &str) -> Option<DocumentData> {
    let document = index.document(id)?;
    let authors = document.authors.iter().take(AUTHORS);
    Some(DocumentData {
        outlet: text(&index::outlet(document)),
        title: text(&index::title(document)),
        url: clean::web_address(&document.url),
        address: text(&document.url),
        day: (document.published.as_deref()).map(|published| text(&clean::day(published))),
        dated_by: document.published_by.map(dated_by),
        authors: authors.map(|author| text(author)).collect(),
        unread: (document.state != State::Fetched).then(|| text(&words::why_unread(document))),
        partial: document.partial,
        memento: document.memento.as_deref().and_then(clean::web_address),
        captured: (document.captured.as_deref()).map(|time| text(&clean::day(time))),
        record: document.record.as_ref().map(|record| Record {
            file: text(&record.file),
            ..record.clone()
        }),
        copy_of: document.copy_of.clone(),
    })
}

/// Says how a date was found.
fn dated_by(method: DateMethod) -> &'static str {
    match method {
        DateMethod::JsonLd => "the page's JSON-LD",
        DateMethod::Meta => "the page's metadata",
        DateMethod::Time => "a time element of the page",
        DateMethod::Url => "the address",
        DateMethod::Text => "the text",
    }
}

/// A quoted source.
#[derive(Debug, Serialize)]
pub(super) struct SourceData {
    name: String,
    kind: SourceKind,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<String>,
    /// The parts of an anonymous source's naming: what each is, and the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(&'static str, String)>,
}

/// Most other names of a source that are listed.
const ALIASES: usize = 12;

fn source_data(index: &Index, id: &str) -> Option<SourceData> {
    let source = index.source(id)?;
    let aliases = source.aliases.iter().take(ALIASES);
    let parts = source.parts.iter().flat_map(|parts| {
        [
            ("Of", &parts.body),
            ("Number", &parts.number),
            ("Told to", &parts.channel),
            ("Condition", &parts.condition),
        ]
    });
    let parts = parts.filter_map(|(what, part)| Some((what, text(&part.as_ref()?.text))));
    Some(SourceData {
        parts: parts.collect(),
        name: text(&index.name(id)),
        kind: source.kind,
        aliases: aliases.map(|alias| text(alias)).collect(),
        affiliation: optional(source.affiliation.as_deref()),
    })
}

/// Returns baseline, size and text of each line of a node's label, from the node's middle.
fn lines(node: &Node, height: f64) -> Vec<(f64, f64, String)> {
    let border = if node.chokepoint {
        CHOKEPOINT_BORDER
    } else {
        0.0
    };
    let mut y = PADDING + border - height / 2.0;
    let head = node.head.iter().map(|line| (line, HEAD_SIZE));
    let body = node.body.iter().map(|line| (line, BODY_SIZE));
    let foot = node.foot.iter().map(|line| (line, FOOT_SIZE));
    let lines = head.chain(body).chain(foot).map(|(line, size)| {
        let baseline = round(y + size * 0.95);
        y += size * LEADING;
        (baseline, size, line.clone())
    });
    lines.collect()
}

/// Returns `text` clean and cut to [`TEXT`] characters.
pub(super) fn text(text: &str) -> String {
    let mut clean = clean::line(text);
    if let Some((end, _)) = clean.char_indices().nth(TEXT) {
        clean.truncate(end);
        clean.push('…');
    }
    clean
}

fn optional(words: Option<&str>) -> Option<String> {
    words.map(text).filter(|words| !words.is_empty())
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
