//! From a trace to the report: numbers become ids, bytes become characters.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use super::findings::Findings;
use super::outcomes::{Fate, fates};
use super::{
    Citation, CitationKind, Claim, Counts, Document, Evidence, First, Origin, OriginState, Outlet,
    Record, Report, Run, SCHEMA, Source, State, Statement, Unsupported, Upstream, words,
};
use crate::corpus::{ARCHIVE_FILE, Catalog, Corpus, Outcome, Shelf};
use crate::trace::{self, At, Entry, Node, Place, Step, Stretch, Trace};

impl Report {
    /// Analyzes a corpus and reports on it; `run` gives the settings and the times, its counts and
    /// notes are filled in.
    #[must_use]
    pub fn new(corpus: &Corpus, run: Run) -> Self {
        Analysis::new(&corpus.catalog(), corpus, run).report()
    }
}

/// What was found in the pages of a catalogue. Citations and claims are made as they are asked for,
/// with the words that show them taken from the shelf once more.
#[derive(Debug)]
pub struct Analysis<'a> {
    trace: Trace<'a>,
    run: Run,
    documents: Vec<Document>,
    sources: Vec<Source>,
    /// The number that each cited source has in the report.
    source_ids: Vec<Option<u32>>,
}

impl<'a> Analysis<'a> {
    /// Analyzes the pages of `catalog`, which are on `shelf`; `run` gives the settings and the
    /// times, its counts and notes are filled in.
    #[must_use]
    pub fn new(catalog: &'a Catalog, shelf: &'a dyn Shelf, run: Run) -> Self {
        let trace = trace::trace(catalog, shelf);
        let mut analysis = Self {
            documents: Vec::new(),
            sources: Vec::new(),
            source_ids: vec![None; trace.sources.len()],
            trace,
            run,
        };
        analysis.documents = (0..analysis.trace.library.entries.len())
            .map(|number| analysis.document(number))
            .collect();
        analysis.run.counts = counts(&analysis.documents, &analysis.trace);
        analysis.run.notes.extend(notes(&analysis.documents));
        analysis.name_sources();
        analysis
    }

    /// Returns all of it.
    #[must_use]
    pub fn report(self) -> Report {
        let findings: &dyn Findings = &self;
        Report {
            schema: SCHEMA,
            citations: findings.citations().map(Cow::into_owned).collect(),
            claims: findings.claims().map(Cow::into_owned).collect(),
            run: self.run,
            documents: self.documents,
            sources: self.sources,
        }
    }

    /// Numbers the sources in the order in which they are cited first.
    fn name_sources(&mut self) {
        let mut nodes = std::mem::take(&mut self.trace.sources);
        for citation in &self.trace.citations {
            let (Node::Source(source), _) = self.trace.cited(citation.evidence) else {
                continue;
            };
            if self.source_ids[source].is_none() {
                let node = &mut nodes[source];
                self.source_ids[source] = u32::try_from(self.sources.len()).ok();
                self.sources.push(Source {
                    id: format!("s{}", self.sources.len() + 1),
                    name: std::mem::take(&mut node.name),
                    kind: node.kind,
                    aliases: std::mem::take(&mut node.aliases).into_iter().collect(),
                    affiliation: None,
                });
            }
        }
        self.sources.shrink_to_fit();
    }

    fn evidence(
        &self,
        document: usize,
        place: Option<&Place>,
        cited_text: Option<String>,
    ) -> Evidence {
        let page = &self.trace.pages[document];
        let sentence = place
            .and_then(|place| place.sentence)
            .map(|sentence| &page.sentences[sentence as usize]);
        let link = place.and_then(|place| page.links.get(place.link? as usize));
        let whole = self.trace.texts.whole(document);
        let words = |part: Option<Stretch>| part.map(|part| part.span().of(&whole).to_owned());
        let anchor = words(link.map(|link| link.0));
        let text = words(sentence.map(|sentence| sentence.at));
        let start = sentence.map_or(0, |sentence| sentence.before as usize);
        let length = text.as_deref().map_or(0, |text| text.chars().count());
        Evidence {
            start,
            end: start + length,
            text: text.or_else(|| anchor.clone()).unwrap_or_default(),
            cue: words(place.and_then(|place| place.cue)),
            quote: words(place.and_then(|place| place.quote)),
            anchor,
            href: words(link.map(|link| link.1)),
            cited_text,
        }
    }

    /// Returns the text of a sentence.
    fn sentence(&self, (document, sentence): At) -> String {
        let stretch = self.trace.pages[document].sentences[sentence].at;
        self.trace.texts.part(document, stretch)
    }

    fn document(&self, number: usize) -> Document {
        let entry = &self.trace.library.entries[number];
        let (state, reason, detail) = state(entry);
        let memento = entry.target.memento.as_ref();
        let card = entry.card();
        let document = card.map(|card| &card.front);
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
            words: card.map_or(0, |card| card.words),
            partial: document.is_some_and(|document| document.partial),
            text_sha256: card.map(|card| card.text_sha256.clone()),
            retrieved: entry.target.retrieved.map(|time| time.to_string()),
            captured: memento.map(|memento| memento.captured.to_string()),
            memento: memento.map(|memento| memento.address.to_string()),
            record: entry.target.record.map(|place| Record {
                file: ARCHIVE_FILE.to_owned(),
                offset: place.offset,
                length: place.length,
            }),
            copy_of: self
                .trace
                .copies
                .get(&number)
                .map(|copy| document_id(copy.original)),
        }
    }

    fn node_id(&self, node: Node) -> String {
        match node {
            Node::Document(document) => document_id(document),
            Node::Source(source) => {
                self.source_ids[source].map_or_else(String::new, |id| format!("s{}", id + 1))
            }
        }
    }

    fn node_name(&self, node: Node) -> String {
        match node {
            Node::Document(document) => self.trace.library.entries[document].outlet.clone(),
            Node::Source(source) => self.source_ids[source]
                .and_then(|id| self.sources.get(id as usize))
                .map_or_else(String::new, |source| source.name.clone()),
        }
    }

    fn citation_id(&self, evidence: trace::Evidence) -> String {
        self.trace
            .citation(evidence)
            .map_or_else(String::new, citation_id)
    }

    fn claim_of(&self, number: usize, claim: &trace::Claim) -> Claim {
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
            text: self.sentence(claim.chains.group.medoid),
            statements: claim
                .chains
                .statements()
                .map(|(at, steps)| self.statement(at, steps))
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
        let entry = match node {
            Node::Document(document) => &self.trace.library.entries[document],
            Node::Source(_) => return OriginState::Reached,
        };
        match entry.card() {
            Some(_) => OriginState::Reached,
            None if entry.is_dead() => OriginState::Dead,
            None => OriginState::Unread,
        }
    }

    fn statement(&self, at: At, steps: &[Step]) -> Statement {
        let (document, sentence) = at;
        let start = self.trace.pages[document].sentences[sentence].before as usize;
        let text = self.sentence(at);
        Statement {
            document: document_id(document),
            start,
            end: start + text.chars().count(),
            text,
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
            let date = self.trace.library.entries[*document]
                .card()?
                .front
                .published
                .as_ref()?;
            Some(date.value.clone())
        };
        let documents = claim.chains.group.documents();
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

impl Findings for Analysis<'_> {
    fn run(&self) -> &Run {
        &self.run
    }

    fn documents(&self) -> &[Document] {
        &self.documents
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn citation_count(&self) -> usize {
        self.trace.citations.len()
    }

    fn citation(&self, number: usize) -> Cow<'_, Citation> {
        let citation = &self.trace.citations[number];
        let document = citation.evidence.document();
        let place = self.trace.place(citation.evidence);
        let (to, kind) = self.trace.cited(citation.evidence);
        let cited_text = match (to, citation.cited) {
            (Node::Document(cited), Some(sentence)) => {
                Some(self.sentence((cited, sentence as usize)))
            }
            _ => None,
        };
        Cow::Owned(Citation {
            id: citation_id(number),
            from: document_id(document),
            to: self.node_id(to),
            kind,
            support: citation.support,
            evidence: self.evidence(document, place, cited_text),
        })
    }

    fn ends(&self, number: usize) -> (Cow<'_, str>, Cow<'_, str>, CitationKind) {
        let citation = &self.trace.citations[number];
        let (to, kind) = self.trace.cited(citation.evidence);
        (
            Cow::Owned(document_id(citation.evidence.document())),
            Cow::Owned(self.node_id(to)),
            kind,
        )
    }

    fn citation_number(&self, id: &str) -> Option<usize> {
        let number: usize = id.strip_prefix('e')?.parse().ok()?;
        let number = number.checked_sub(1)?;
        (number < self.trace.citations.len()).then_some(number)
    }

    fn claim_count(&self) -> usize {
        self.trace.claims.len()
    }

    fn claim(&self, number: usize) -> Cow<'_, Claim> {
        Cow::Owned(self.claim_of(number, &self.trace.claims[number]))
    }

    fn check(&self) -> io::Result<()> {
        self.trace.texts.check()
    }
}

fn citation_id(number: usize) -> String {
    format!("e{}", number + 1)
}

fn document_id(number: usize) -> String {
    format!("d{}", number + 1)
}

/// To four places, so that the last bits of a sum do not show.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The state of a document, its reason and its detail.
fn state(entry: &Entry<'_>) -> (State, Option<String>, Option<String>) {
    match &entry.target.outcome {
        Outcome::Read(card) => (
            State::Fetched,
            if card.front.partial {
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

fn counts(documents: &[Document], trace: &Trace<'_>) -> Counts {
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
        bytes: trace
            .library
            .entries
            .iter()
            .filter_map(Entry::card)
            .map(|card| card.body_bytes)
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
