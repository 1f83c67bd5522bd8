//! From a trace to the report: numbers become ids, bytes become characters.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;

use super::findings::Findings;
use super::outcomes::{Fate, fates};
use super::{
    Citation, CitationKind, Claim, Counts, Denial, Document, Evidence, First, Mark, Origin,
    OriginState, Outlet, Passage, Quoted, Record, Report, Reprint, ReprintKind, ReprintReason, Run,
    SCHEMA, SharedPassage, Source, State, Statement, Unsupported, Upstream, Utterance, Variant,
    words,
};
use crate::claim::{self, Copy, CopyKind, CopyReason};
use crate::corpus::{ARCHIVE_FILE, Catalog, Corpus, Outcome, Shelf};
use crate::manual::{Affiliations, Guide};
use crate::text::Span;
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
        Self::guided(catalog, shelf, run, &Guide::default())
    }

    /// As [`Self::new`], with what somebody said by hand taken for granted; of overrides that change
    /// nothing the notes tell.
    #[must_use]
    pub fn guided(catalog: &'a Catalog, shelf: &'a dyn Shelf, run: Run, guide: &Guide) -> Self {
        let trace = trace::trace(catalog, shelf, &guide.overrides);
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
        let idle = guide.overrides.idle(&analysis.trace.applied);
        analysis.run.notes.extend(idle);
        analysis.run.notes.extend(analysis.later());
        analysis.name_sources(&guide.affiliations);
        analysis
    }

    /// Notes how many citations lead to documents that are dated later.
    fn later(&self) -> Option<String> {
        let trace = &self.trace;
        let is_later = |citation: &&trace::Citation| match trace.cited(citation.evidence).0 {
            Node::Document(cited) => trace.library.is_later(cited, citation.evidence.document()),
            Node::Source(_) => false,
        };
        let later = trace.citations.iter().filter(is_later).count();
        (later > 0).then(|| words::dated_later(later))
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
    fn name_sources(&mut self, affiliations: &Affiliations) {
        let mut nodes = std::mem::take(&mut self.trace.sources);
        for citation in &self.trace.citations {
            let (Node::Source(source), _) = self.trace.cited(citation.evidence) else {
                continue;
            };
            if self.source_ids[source].is_none() {
                let node = &mut nodes[source];
                self.source_ids[source] = u32::try_from(self.sources.len()).ok();
                let affiliation = affiliation(affiliations, node);
                self.sources.push(Source {
                    id: format!("s{}", self.sources.len() + 1),
                    name: std::mem::take(&mut node.name),
                    kind: node.kind,
                    aliases: std::mem::take(&mut node.aliases).into_iter().collect(),
                    affiliation,
                    merged_by: node.merged_by.iter().copied().collect(),
                    manual: node.manual,
                    outlet: node.outlet,
                    parts: std::mem::take(&mut node.parts).map(|parts| parts.map(passage)),
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
        let at = place.and_then(|place| place.sentence);
        let (before, after) = at.map_or((None, None), |at| self.beside((document, at as usize)));
        Evidence {
            before,
            after,
            start,
            end: start + length,
            text: text.or_else(|| anchor.clone()).unwrap_or_default(),
            cue: words(place.and_then(|place| place.cue)),
            quote: words(place.and_then(|place| place.quote)),
            anchor,
            href: words(link.map(|link| link.1)),
            cited_text,
            passage: None,
        }
    }

    /// Returns the passage that a document shares with one that it cites.
    fn shared_passage(&self, citing: usize, cited: usize) -> Option<SharedPassage> {
        let passage = self.trace.passages.get(&(citing, cited))?;
        let place = |document: usize, span: Span| {
            let text = self
                .trace
                .texts
                .part(document, Span::new(0, span.end).into());
            let start = text.get(..span.start).unwrap_or_default().chars().count();
            let words = span.of(&text).to_owned();
            (start, start + words.chars().count(), words)
        };
        let (start, end, text) = place(citing, passage.citing);
        let (cited_start, cited_end, _) = place(cited, passage.cited);
        Some(SharedPassage {
            text,
            words: passage.words,
            start,
            end,
            cited_start,
            cited_end,
        })
    }

    /// Returns the text of a sentence.
    fn sentence(&self, (document, sentence): At) -> String {
        let stretch = self.trace.pages[document].sentences[sentence].at;
        self.trace.texts.part(document, stretch)
    }

    /// Returns the sentences before and after a sentence.
    fn beside(&self, (document, sentence): At) -> (Option<String>, Option<String>) {
        let sentences = &self.trace.pages[document].sentences;
        let text = |place: usize| {
            let sentence = sentences.get(place)?;
            Some(self.trace.texts.part(document, sentence.at))
        };
        (sentence.checked_sub(1).and_then(text), text(sentence + 1))
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
            manual: entry.manual,
            reprint: (self.trace.copies.get(&number))
                .or_else(|| self.trace.derived.get(&number))
                .map(reprint),
            story: card.map(|_| format!("t{}", self.trace.story[number] + 1)),
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
        let groups = self.groups(&origins);
        let statements: Vec<Statement> = claim
            .chains
            .statements()
            .map(|(at, steps)| Statement {
                denies: claim.chains.group.denies(at),
                ..self.statement(at, steps)
            })
            .collect();
        Claim {
            groups,
            variants: variants(&statements),
            utterances: self.utterances(claim, &statements),
            denied_by: denials(&statements),
            manual: claim.chains.group.manual,
            id: format!("c{}", number + 1),
            text: self.sentence(claim.chains.group.medoid),
            statements,
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

    /// What several documents quote among the statements of a claim.
    fn utterances(&self, claim: &trace::Claim, statements: &[Statement]) -> Vec<Utterance> {
        let within = |at: At| self.trace.pages[at.0].sentences[at.1].quoted;
        let texts: Vec<(&str, bool)> = (statements.iter())
            .zip(claim.chains.statements())
            .map(|(said, (at, _))| (said.text.as_str(), within(at)))
            .collect();
        let quoted = |&(statement, span): &(usize, Span)| {
            let said = &statements[statement];
            let start = said.start + said.text[..span.start].chars().count();
            let end = start + span.of(&said.text).chars().count();
            Quoted {
                statement,
                start,
                end,
            }
        };
        claim::utterances(&texts)
            .into_iter()
            .map(|quoting| {
                let wordings = quoting.iter().map(|(at, span)| span.of(texts[*at].0));
                let longest = wordings.rev().max_by_key(|wording| wording.len());
                let numbers: Vec<usize> = quoting.iter().map(|(at, _)| *at).collect();
                Utterance {
                    text: longest.unwrap_or_default().to_owned(),
                    quotations: quoting.iter().map(quoted).collect(),
                    documents: documents(statements, &numbers),
                }
            })
            .filter(|utterance| utterance.documents > 1)
            .collect()
    }

    /// How many groups the origins make up, if some source among them has an affiliation.
    fn groups(&self, origins: &[Origin]) -> Option<usize> {
        let group_of = |origin: &Origin| {
            let nodes = std::iter::once(&origin.node).chain(&origin.also);
            let number = |id: &String| id.strip_prefix('s')?.parse::<usize>().ok();
            nodes
                .filter_map(number)
                .filter_map(|number| self.sources.get(number.checked_sub(1)?))
                .find_map(|source| source.affiliation.as_deref())
        };
        let groups: Vec<Option<&str>> = origins.iter().map(group_of).collect();
        let known: BTreeSet<&str> = groups.iter().copied().flatten().collect();
        let alone = groups.iter().filter(|group| group.is_none()).count();
        (!known.is_empty()).then_some(known.len() + alone)
    }

    fn origin_state(&self, node: Node) -> OriginState {
        let entry = match node {
            Node::Document(document) => &self.trace.library.entries[document],
            Node::Source(source) => {
                let source = self.source_ids[source].and_then(|id| self.sources.get(id as usize));
                return match source {
                    Some(source) if source.outlet => OriginState::Unread,
                    _ => OriginState::Reached,
                };
            }
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
        let (before, after) = self.beside(at);
        Statement {
            denies: false,
            before,
            after,
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
        let evidence = self.evidence(document, place, cited_text);
        let (passage, later) = match to {
            Node::Document(cited) => (
                self.shared_passage(document, cited),
                self.trace.library.is_later(cited, document),
            ),
            Node::Source(_) => (None, false),
        };
        Cow::Owned(Citation {
            later,
            id: citation_id(number),
            from: document_id(document),
            to: self.node_id(to),
            kind,
            support: citation.support,
            evidence: Evidence {
                passage,
                ..evidence
            },
            manual: place.filter(|place| place.wrong).map(|_| Mark::Wrong),
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

/// The numbers on which the statements of a claim do not agree.
fn variants(statements: &[Statement]) -> Vec<Variant> {
    let mut found: Vec<Variant> = claim::variants(&texts(statements))
        .into_iter()
        .map(|variant| Variant {
            documents: documents(statements, &variant.statements),
            text: variant.text,
            value: variant.value,
            statements: variant.statements,
        })
        .collect();
    found.sort_by_key(|variant| Reverse(variant.documents));
    found
}

fn texts(statements: &[Statement]) -> Vec<String> {
    statements.iter().map(|said| said.text.clone()).collect()
}

/// How many documents make the statements with these numbers.
fn documents(statements: &[Statement], numbers: &[usize]) -> usize {
    let documents = numbers.iter().map(|&number| &statements[number].document);
    documents.collect::<BTreeSet<_>>().len()
}

/// The statements of a claim that deny it, and whom they cite for that.
fn denials(statements: &[Statement]) -> Vec<Denial> {
    let denying = statements
        .iter()
        .enumerate()
        .filter(|(_, said)| said.denies);
    denying
        .map(|(statement, said)| Denial {
            document: said.document.clone(),
            statement,
            by: said.upstream.iter().map(|step| step.node.clone()).collect(),
        })
        .collect()
}

fn passage(passage: &trace::Passage) -> Passage {
    Passage {
        document: document_id(passage.document),
        text: passage.text.clone(),
        start: passage.start,
        end: passage.start + passage.text.chars().count(),
    }
}

fn reprint(copy: &Copy) -> Reprint {
    Reprint {
        of: document_id(copy.original),
        kind: match copy.kind {
            CopyKind::Copy => ReprintKind::Copy,
            CopyKind::Derived => ReprintKind::Derived,
        },
        share: round(copy.share),
        reason: match copy.reason {
            CopyReason::Credit => ReprintReason::Credit,
            CopyReason::Date => ReprintReason::Date,
            CopyReason::Length => ReprintReason::Length,
        },
    }
}

fn citation_id(number: usize) -> String {
    format!("e{}", number + 1)
}

fn document_id(number: usize) -> String {
    format!("d{}", number + 1)
}

/// The group of a source, by its names or, if it is anonymous, by its body.
fn affiliation(affiliations: &Affiliations, source: &trace::Source) -> Option<String> {
    if affiliations.is_empty() {
        return None;
    }
    let body = source.parts.as_ref().and_then(|parts| parts.body.as_ref());
    let names = std::iter::once(source.name.as_str())
        .chain(source.aliases.iter().map(String::as_str))
        .chain(body.map(|body| body.text.as_str()));
    affiliations.group_of(names).map(str::to_owned)
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
