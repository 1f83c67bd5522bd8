//! From a trace to the report: numbers become ids, bytes become characters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::outcomes::{Fate, fates};
use super::{
    Citation, Claim, Counts, Document, Evidence, First, Origin, OriginState, Outlet, Record,
    Report, Run, SCHEMA, Source, State, Statement, Support, Unsupported, Upstream, words,
};
use crate::claim;
use crate::corpus::{ARCHIVE_FILE, Corpus, Outcome};
use crate::text::{CodePoints, Span, words as words_of};
use crate::trace::{self, At, CitationKind, Draft, Entry, Node, Place, Step, Trace};

impl Report {
    /// Analyzes a corpus and reports on it; `run` gives the settings and the times, its counts and
    /// notes are filled in.
    #[must_use]
    pub fn new(corpus: &Corpus, run: Run) -> Self {
        let trace = trace::trace(corpus);
        Builder::new(&trace).report(run)
    }
}

struct Builder<'a> {
    draft: &'a Draft<'a>,
    claims: &'a [trace::Claim],
    points: Vec<CodePoints<'a>>,
    citations: Vec<Citation>,
    /// The citation of each place and copy.
    citation_of: BTreeMap<trace::Evidence, usize>,
    /// The number that each cited source has in the report.
    source_ids: BTreeMap<usize, usize>,
    /// The first claim of each statement.
    claim_of: BTreeMap<At, usize>,
}

impl<'a> Builder<'a> {
    fn new(trace: &'a Trace<'a>) -> Self {
        let draft = &trace.draft;
        let mut claim_of = BTreeMap::new();
        for (number, claim) in trace.claims.iter().enumerate() {
            for &at in &claim.group.statements {
                claim_of.entry(at).or_insert(number);
            }
        }
        let mut builder = Self {
            points: (0..draft.pages.len())
                .map(|document| CodePoints::new(draft.text(document)))
                .collect(),
            draft,
            claims: &trace.claims,
            citations: Vec::new(),
            citation_of: BTreeMap::new(),
            source_ids: BTreeMap::new(),
            claim_of,
        };
        builder.cite();
        builder
    }

    fn report(self, mut run: Run) -> Report {
        let documents: Vec<Document> = (0..self.draft.library.entries.len())
            .map(|number| self.document(number))
            .collect();
        run.counts = counts(&documents, self.draft);
        run.notes.extend(notes(&documents));
        Report {
            schema: SCHEMA,
            run,
            sources: self.sources(),
            claims: self
                .claims
                .iter()
                .enumerate()
                .map(|(number, claim)| self.claim(number, claim))
                .collect(),
            documents,
            citations: self.citations,
        }
    }

    /// Makes a citation of every place and every copy, document by document.
    fn cite(&mut self) {
        for document in 0..self.draft.pages.len() {
            if let Some(copy) = self.draft.copies.get(&document) {
                let evidence = trace::Evidence::Copy(document);
                self.add_citation(
                    evidence,
                    document,
                    Node::Document(copy.original),
                    CitationKind::Copy,
                    None,
                );
            }
            for (number, place) in self.draft.pages[document].places.iter().enumerate() {
                let Some(to) = self
                    .draft
                    .node(place)
                    .filter(|to| *to != Node::Document(document))
                else {
                    continue;
                };
                let evidence = trace::Evidence::Place(document, number);
                self.add_citation(evidence, document, to, place.kind, Some(place));
            }
        }
    }

    fn add_citation(
        &mut self,
        evidence: trace::Evidence,
        document: usize,
        to: Node,
        kind: CitationKind,
        place: Option<&Place>,
    ) {
        if let Node::Source(source) = to {
            let next = self.source_ids.len();
            self.source_ids.entry(source).or_insert(next);
        }
        let at = place.and_then(|place| Some((document, place.sentence?)));
        let (support, cited_text) = match to {
            Node::Document(cited) => self.support(at, cited, kind),
            Node::Source(_) => (None, None),
        };
        self.citation_of.insert(evidence, self.citations.len());
        self.citations.push(Citation {
            id: format!("e{}", self.citations.len() + 1),
            from: document_id(document),
            to: self.node_id(to),
            kind,
            support,
            evidence: self.evidence(document, place, cited_text),
        });
    }

    /// Whether the cited document says what the citing sentence says, and its best sentence.
    fn support(
        &self,
        at: Option<At>,
        cited: usize,
        kind: CitationKind,
    ) -> (Option<Support>, Option<String>) {
        if self.draft.library.entries[cited].reading().is_none() {
            return (Some(Support::Unread), None);
        }
        if kind == CitationKind::Copy {
            return (Some(Support::Supported), None);
        }
        let Some(at) = at else { return (None, None) };
        let shared = self.claim_of.get(&at).and_then(|&claim| {
            self.claims[claim]
                .group
                .statements
                .range((cited, 0)..=(cited, usize::MAX))
                .next()
        });
        let found = self.draft.support(at, cited);
        match (shared, found) {
            (Some(&statement), _) => {
                let support = match found {
                    Some((_, _, claim::Support::Contradicted)) => Support::Contradicted,
                    _ => Support::Supported,
                };
                (
                    Some(support),
                    Some(self.draft.sentence(statement).to_owned()),
                )
            }
            (None, Some((sentence, _, verdict))) => {
                let text = self.draft.sentence((cited, sentence)).to_owned();
                (Some(verdict.into()), Some(text))
            }
            (None, None) => (Some(Support::Absent), None),
        }
    }

    fn evidence(
        &self,
        document: usize,
        place: Option<&Place>,
        cited_text: Option<String>,
    ) -> Evidence {
        let text = self.draft.text(document);
        let page = &self.draft.pages[document];
        let links = self.draft.library.entries[document]
            .reading()
            .map_or(&[][..], |reading| &reading.document.links);
        let span = place
            .and_then(|place| place.sentence)
            .map(|sentence| page.sentences[sentence].span);
        let link = place.and_then(|place| links.get(place.link?));
        let words = |span: Option<Span>| span.map(|span| span.of(text).to_owned());
        Evidence {
            text: words(span)
                .or_else(|| link.map(|link| link.anchor.clone()))
                .unwrap_or_default(),
            start: span.map_or(0, |span| self.points[document].before(span.start)),
            end: span.map_or(0, |span| self.points[document].before(span.end)),
            cue: words(place.and_then(|place| place.cue)),
            quote: words(place.and_then(|place| place.quote)),
            anchor: link.map(|link| link.anchor.clone()),
            href: link.map(|link| link.href.clone()),
            cited_text,
        }
    }

    fn document(&self, number: usize) -> Document {
        let entry = &self.draft.library.entries[number];
        let (state, reason, detail) = state(entry);
        let memento = entry.target.memento.as_ref();
        let document = entry.reading().map(|reading| &reading.document);
        let text = document.map(|document| document.text.as_str());
        let published = document.and_then(|document| document.published.as_ref());
        let modified = document.and_then(|document| document.modified.as_ref());
        Document {
            id: document_id(number),
            url: entry.target.url.to_string(),
            canonical_url: entry.canonical_url.map(ToString::to_string),
            aliases: entry.aliases.iter().cloned().collect(),
            redirects: entry.redirects.clone(),
            state,
            reason,
            detail: detail.or_else(|| memento.map(words::instead_of)),
            depth: entry.depth,
            via: entry.via.map(document_id),
            media_type: document.map(|document| document.media_type.clone()),
            outlet: Outlet {
                name: entry.outlet.clone(),
                domain: entry.domain.clone(),
            },
            title: document.and_then(|document| document.title.clone()),
            authors: document
                .map(|document| document.authors.clone())
                .unwrap_or_default(),
            published: published.map(|date| date.value.clone()),
            published_by: published.map(|date| date.by),
            modified: modified.map(|date| date.value.clone()),
            language: document.and_then(|document| document.language.clone()),
            words: text.map_or(0, |text| words_of(text).count()),
            partial: document.is_some_and(|document| document.partial),
            text_sha256: text.map(text_digest),
            retrieved: entry.target.retrieved.map(|time| time.to_string()),
            captured: memento.map(|memento| memento.captured.to_string()),
            memento: memento.map(|memento| memento.address.to_string()),
            record: entry.target.record.map(|place| Record {
                file: ARCHIVE_FILE.to_owned(),
                offset: place.offset,
                length: place.length,
            }),
            copy_of: self
                .draft
                .copies
                .get(&number)
                .map(|copy| document_id(copy.original)),
        }
    }

    fn sources(&self) -> Vec<Source> {
        let mut ids: Vec<(usize, usize)> = self
            .source_ids
            .iter()
            .map(|(&source, &id)| (id, source))
            .collect();
        ids.sort_unstable();
        ids.into_iter()
            .map(|(id, source)| {
                let node = &self.draft.sources.nodes[source];
                Source {
                    id: format!("s{}", id + 1),
                    name: node.name.clone(),
                    kind: node.kind,
                    aliases: node.aliases.iter().cloned().collect(),
                    affiliation: None,
                }
            })
            .collect()
    }

    fn node_id(&self, node: Node) -> String {
        match node {
            Node::Document(document) => document_id(document),
            Node::Source(source) => self
                .source_ids
                .get(&source)
                .map_or_else(String::new, |id| format!("s{}", id + 1)),
        }
    }

    fn node_name(&self, node: Node) -> String {
        match node {
            Node::Document(document) => self.draft.library.entries[document].outlet.clone(),
            Node::Source(source) => self.draft.sources.nodes[source].name.clone(),
        }
    }

    fn citation_id(&self, evidence: trace::Evidence) -> String {
        self.citation_of
            .get(&evidence)
            .map_or_else(String::new, |&number| self.citations[number].id.clone())
    }

    fn claim(&self, number: usize, claim: &trace::Claim) -> Claim {
        let finding = &claim.finding;
        let origins: Vec<Origin> = finding
            .origins
            .iter()
            .map(|origin| Origin {
                node: self.node_id(origin.node),
                also: origin.also.iter().map(|&node| self.node_id(node)).collect(),
                documents: origin.documents,
                state: self.origin_state(origin.node),
            })
            .collect();
        Claim {
            id: format!("c{}", number + 1),
            text: self.draft.sentence(claim.group.medoid).to_owned(),
            statements: claim
                .group
                .statements
                .iter()
                .map(|&at| self.statement(at, &claim.upstream))
                .collect(),
            origins,
            independent: finding.independent,
            effective_origins: round(finding.effective_origins),
            chokepoints: finding
                .chokepoints
                .iter()
                .map(|&document| document_id(document))
                .collect(),
            loops: finding
                .loops
                .iter()
                .map(|members| {
                    members
                        .iter()
                        .map(|&document| document_id(document))
                        .collect()
                })
                .collect(),
            unsupported: finding
                .unsupported
                .iter()
                .map(|&(evidence, from, to)| Unsupported {
                    citation: self.citation_id(evidence),
                    from: document_id(from),
                    to: document_id(to),
                })
                .collect(),
            documents: finding.documents,
            outlets: finding.outlets,
            first: self.first(claim),
            verdict: finding.verdict,
            because: self.because(claim),
        }
    }

    fn origin_state(&self, node: Node) -> OriginState {
        match node {
            Node::Document(document)
                if self.draft.library.entries[document].reading().is_none() =>
            {
                if trace::is_dead(self.draft, document) {
                    OriginState::Dead
                } else {
                    OriginState::Unread
                }
            }
            _ => OriginState::Reached,
        }
    }

    fn statement(&self, at: At, upstream: &BTreeMap<At, Vec<Step>>) -> Statement {
        let (document, sentence) = at;
        let span = self.draft.pages[document].sentences[sentence].span;
        let steps = upstream.get(&at).map_or(&[][..], Vec::as_slice);
        Statement {
            document: document_id(document),
            text: self.draft.sentence(at).to_owned(),
            start: self.points[document].before(span.start),
            end: self.points[document].before(span.end),
            upstream: steps
                .iter()
                .map(|step| Upstream {
                    node: self.node_id(step.to),
                    citation: self.citation_id(step.evidence),
                    through: step
                        .through
                        .filter(|node| matches!(node, Node::Document(_)))
                        .map(|node| self.node_id(node)),
                })
                .collect(),
        }
    }

    /// The earliest dated document; the first of them in a tie.
    fn first(&self, claim: &trace::Claim) -> Option<First> {
        let published = |document: &usize| {
            let date = self.draft.library.entries[*document]
                .reading()?
                .document
                .published
                .as_ref()?;
            Some(date.value.clone())
        };
        let documents = claim.group.documents();
        let earliest = documents
            .iter()
            .filter_map(|document| Some((published(document)?, *document)))
            .min_by(|a, b| (a.0.get(..10), &a.0, a.1).cmp(&(b.0.get(..10), &b.0, b.1)))
            .map(|(_, document)| document);
        earliest.map(|document| First {
            document: document_id(document),
            published: published(&document),
        })
    }

    /// The verdict in one sentence.
    fn because(&self, claim: &trace::Claim) -> String {
        let finding = &claim.finding;
        let names: Vec<String> = finding
            .origins
            .iter()
            .map(|origin| self.node_name(origin.node))
            .collect();
        let chokepoints: Vec<String> = finding
            .chokepoints
            .iter()
            .map(|&document| self.node_name(Node::Document(document)))
            .collect();
        words::because(finding, &names, &chokepoints)
    }
}

fn document_id(number: usize) -> String {
    format!("d{}", number + 1)
}

/// To four places, so that the last bits of a sum do not show.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Returns the SHA-256 digest of a text as UTF-8, hexadecimal.
#[must_use]
pub fn text_digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ok = write!(text, "{byte:02x}");
            text
        })
}

/// The state of a document, its reason and its detail.
fn state(entry: &Entry<'_>) -> (State, Option<String>, Option<String>) {
    match &entry.target.outcome {
        Outcome::Read(reading) => (
            State::Fetched,
            if reading.document.partial {
                Some("paywall".to_owned())
            } else {
                // A page is never off the story that a variant of it tells.
                (entry.target.off_story && entry.depth > 0).then(|| "off-story".to_owned())
            },
            None,
        ),
        Outcome::Redirect { .. } => (State::Failed, Some("loop".to_owned()), None),
        Outcome::Failed { reason, detail } => (State::Failed, Some(reason.clone()), detail.clone()),
        Outcome::Excluded { reason, detail } => {
            (State::Excluded, Some(reason.clone()), detail.clone())
        }
        Outcome::Pending => (State::Pending, None, None),
    }
}

fn counts(documents: &[Document], draft: &Draft<'_>) -> Counts {
    let count = |state| {
        documents
            .iter()
            .filter(|document| document.state == state)
            .count()
    };
    Counts {
        fetched: count(State::Fetched),
        failed: count(State::Failed),
        excluded: count(State::Excluded),
        pending: count(State::Pending),
        bytes: draft
            .library
            .entries
            .iter()
            .filter_map(Entry::reading)
            .map(|reading| reading.body_bytes)
            .sum(),
    }
}

/// What could not be seen, in sentences.
fn notes(documents: &[Document]) -> Vec<String> {
    let mut notes: Vec<String> = fates(documents)
        .iter()
        .filter(|fate| fate.is_loss())
        .map(Fate::note)
        .collect();
    let captured = documents
        .iter()
        .filter(|document| document.captured.is_some())
        .count();
    if captured > 0 {
        notes.push(words::captured(captured));
    }
    let unread: BTreeSet<&str> = documents
        .iter()
        .filter_map(|document| document.language.as_deref())
        .filter(|language| !crate::cite::reads(language))
        .collect();
    if !unread.is_empty() {
        let languages: Vec<&str> = unread.into_iter().collect();
        notes.push(format!(
            "attributions were not read in: {}",
            languages.join(", ")
        ));
    }
    notes
}

impl From<claim::Support> for Support {
    fn from(support: claim::Support) -> Self {
        match support {
            claim::Support::Supported => Self::Supported,
            claim::Support::Partial => Self::Partial,
            claim::Support::Absent => Self::Absent,
            claim::Support::Contradicted => Self::Contradicted,
        }
    }
}
