//! Claims before they are traced: which sentences state one, and which article an outlet's name
//! stands for.

use std::collections::{BTreeMap, BTreeSet};

use super::library::Library;
use super::page::Page;
use super::place::{Cited, Outlets, Place};
use super::source::Sources;
use super::texts::Texts;
use super::upstream::Chains;
use crate::cite::OutletNames;
use crate::claim::{Collector, Copy, CopyKind, Lines, Prints, Sentence, Support, Text, quotations};
use crate::corpus::{Catalog, Shelf};
use crate::manual::{Mark, Overrides};
use crate::text::Span;
use crate::union::Union;

/// Similarity from which an article of a named outlet is taken for the one meant, if nothing else
/// ties the two together.
const SAME_MATTER: f64 = 0.1;

/// How much nearer than its words an article of a named outlet is that the document links to, or
/// copies.
const TIED: f64 = 0.04;

/// Most seeds that are taken to tell one story because somebody asks about them together; a longer
/// list may be a collection.
const FEW_SEEDS: usize = 8;

/// What each document takes from another.
type Copies = BTreeMap<usize, Copy>;

/// A document or a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A document of the library.
    Document(usize),
    /// A source.
    Source(usize),
}

/// A sentence: the document's number and the sentence's number in it.
pub type At = (usize, usize);

/// The documents of a run with everything known of them before claims are traced.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// The documents.
    pub library: Library<'a>,
    /// Their sentences and citations, document by document.
    pub pages: Vec<Page>,
    /// Everybody cited.
    pub sources: Sources,
    /// The original that a document reprints, and the share that it reprints.
    pub copies: BTreeMap<usize, Copy>,
    /// The document that one takes some sentences from, which is no copy of it.
    pub derived: BTreeMap<usize, Copy>,
    /// The number of the story that each document tells.
    pub story: Vec<usize>,
    /// Claims: the sentences that state each, and the one that stands for it.
    pub claims: Vec<Group>,
    /// The documents' texts.
    pub texts: Texts<'a>,
    /// The overrides that changed something.
    pub applied: BTreeSet<usize>,
    /// Every sentence, those of the first document first.
    lines: Lines,
    /// The place of each document's first sentence among all.
    first: Vec<usize>,
    /// The number of each sentence's claim, or [`NO_CLAIM`].
    claim_of: Vec<u32>,
}

/// Stands for the claim of a sentence that has none.
const NO_CLAIM: u32 = u32::MAX;

/// Sentences that state one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The sentences, ascending.
    pub statements: Vec<At>,
    /// Those that deny it, ascending: they speak of it, and are no voice for it.
    pub denials: Vec<At>,
    /// The one that stands for the claim.
    pub medoid: At,
    /// What was done to it by hand.
    pub manual: Option<Mark>,
}

impl Group {
    /// Returns whether the document states the claim.
    #[must_use]
    pub fn carries(&self, document: usize) -> bool {
        self.of(document).is_some()
    }

    /// Returns the document's first sentence that states the claim and does not deny it.
    #[must_use]
    pub fn of(&self, document: usize) -> Option<At> {
        let at = self.statements.partition_point(|at| at.0 < document);
        let mut own = self.statements[at..]
            .iter()
            .take_while(|at| at.0 == document);
        own.find(|&&at| !self.denies(at)).copied()
    }

    /// Returns whether the sentence denies the claim.
    #[must_use]
    pub fn denies(&self, at: At) -> bool {
        self.denials.binary_search(&at).is_ok()
    }

    /// Returns whether the sentence states the claim.
    #[must_use]
    pub fn states(&self, at: At) -> bool {
        self.statements.binary_search(&at).is_ok()
    }

    pub(super) fn insert(&mut self, at: At) {
        if let Err(place) = self.statements.binary_search(&at) {
            self.statements.insert(place, at);
        }
    }

    pub(super) fn remove(&mut self, at: At) {
        if let Ok(place) = self.statements.binary_search(&at) {
            self.statements.remove(place);
        }
    }

    /// Returns whether two documents or more state the claim.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        let ends = (self.statements.first(), self.statements.last());
        matches!(ends, (Some(first), Some(last)) if first.0 != last.0)
    }

    /// Returns the documents that state the claim, ascending; those that only deny it are none.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<usize> {
        self.statements
            .iter()
            .filter(|&&at| !self.denies(at))
            .map(|&(document, _)| document)
            .collect()
    }
}

impl<'a> Draft<'a> {
    /// Reads the documents of `catalog` from the shelf, one after the other, and groups their
    /// sentences into claims; what `overrides` put right is taken for granted.
    #[must_use]
    pub(super) fn new(catalog: &'a Catalog, shelf: &'a dyn Shelf, overrides: &Overrides) -> Self {
        let mut texts = Texts::new(shelf);
        let mut applied = BTreeSet::new();
        let mut library = Library::new(catalog, &texts, overrides, &mut applied);
        let names = OutletNames::new(
            library
                .entries
                .iter()
                .map(|entry| (entry.outlet.as_str(), entry.domain.as_str())),
        );
        let mut sources = Sources::new(overrides);
        let mut outlets = Outlets::default();
        let mut collector = Collector::default();
        let mut prints = Prints::new(library.text_bytes());
        let mut pages = Vec::with_capacity(library.entries.len());
        for index in 0..library.entries.len() {
            let url = &library.entries[index].target.url;
            let card = library.entries[index].card();
            let Some(reading) = card.and_then(|_| texts.reading(url)) else {
                texts.push("");
                pages.push(Page::default());
                continue;
            };
            let cast = (&mut sources, &mut outlets);
            let mut page = Page::new(index, &reading, &library, &names, cast);
            let text = &reading.document.text;
            for sentence in &page.sentences {
                let words = sentence.at.span().of(text);
                collector.push(Sentence {
                    document: index,
                    text: words,
                    quoted: &quotations(words, sentence.quoted),
                    states: sentence.states,
                });
            }
            prints.push(text);
            texts.push(text);
            page.keep_links(&reading.document.links, &mut texts);
            library.note_links(index, &reading.document.links);
            pages.push(page);
        }
        let (copies, derived) = copies(&library, &prints, &texts);
        drop(prints);
        let collection = collector.finish();
        let story = stories(collection.stories(pages.len()), &pages, &library);
        let mut draft = Self {
            lines: collection.lines(&story),
            first: firsts(&pages),
            claim_of: vec![NO_CLAIM; pages.iter().map(|page| page.sentences.len()).sum()],
            library,
            pages,
            sources,
            copies,
            derived,
            story,
            claims: Vec::new(),
            texts,
            applied,
        };
        draft.group();
        draft.tie_outlets(&outlets);
        draft.tie_unnamed();
        draft.mark_wrong(overrides);
        draft.join_cited();
        draft.join_counted();
        draft.join_quoted();
        draft.drop_strays();
        draft.put_claims_right(overrides);
        draft.mark_denials();
        draft.applied.extend(draft.sources.applied());
        draft
    }

    /// Returns the text of a sentence.
    pub(super) fn sentence(&self, (document, sentence): At) -> String {
        let stretch = self.pages[document].sentences[sentence].at;
        self.texts.part(document, stretch)
    }

    /// Returns whether and where `cited` says what the sentence says: the number of its best
    /// sentence, and how well that matches; `None` if it has no sentence.
    #[must_use]
    pub(super) fn support(&self, at: At, cited: usize) -> Option<(usize, f64, Support)> {
        let found = self
            .lines
            .support(self.line(at), self.lines_of(cited), &|line| {
                self.sentence(self.place(line))
            })?;
        Some((
            found.sentence - self.first[cited],
            found.score,
            found.verdict,
        ))
    }

    /// Returns whether a sentence says a statement, or the opposite.
    pub(super) fn upholds(&self, sentence: At, statement: At) -> bool {
        let (sentence, statement) = (self.line(sentence), self.line(statement));
        let text_of = |line| self.sentence(self.place(line));
        self.lines.upholds(sentence, statement, &text_of)
    }

    /// Returns whether just one of two sentences denies what both speak of.
    pub(super) fn denies(&self, sentence: At, statement: At) -> bool {
        let (sentence, statement) = (self.line(sentence), self.line(statement));
        let text_of = |line| self.sentence(self.place(line));
        self.lines.denies(sentence, statement, &text_of)
    }

    /// Returns how alike two sentences are, 0 to 1.
    pub(super) fn likeness(&self, a: At, b: At) -> f64 {
        self.lines.likeness(self.line(a), self.line(b))
    }

    /// Returns the pairs of statements that quote one utterance, the likest first.
    pub(super) fn quoting_alike(&self) -> Vec<(f64, At, At)> {
        let found = self.lines.quoting_alike().into_iter();
        let placed = |(share, a, b)| (share, self.place(a), self.place(b));
        found.map(placed).collect()
    }

    /// Returns the number of the claim that a sentence states.
    pub(super) fn claim_of(&self, at: At) -> Option<usize> {
        let claim = self.claim_of[self.line(at)];
        (claim != NO_CLAIM).then_some(claim as usize)
    }

    /// Gives the claims the numbers that they have in `claims`; others are no more.
    pub(super) fn renumber_claims(&mut self, claims: &[Chains]) {
        self.claim_of.fill(NO_CLAIM);
        for (number, chains) in claims.iter().enumerate() {
            for &at in &chains.group.statements {
                self.set_claim(at, Some(number));
            }
        }
    }

    pub(super) fn set_claim(&mut self, at: At, claim: Option<usize>) {
        let line = self.line(at);
        let number = claim.and_then(|claim| u32::try_from(claim).ok());
        self.claim_of[line] = number.unwrap_or(NO_CLAIM);
    }

    fn line(&self, (document, sentence): At) -> usize {
        self.first[document] + sentence
    }

    fn lines_of(&self, document: usize) -> std::ops::Range<usize> {
        self.first[document]..self.first[document] + self.pages[document].sentences.len()
    }

    /// The sentence at a place among all.
    fn place(&self, line: usize) -> At {
        // Documents without a sentence begin where the next one does.
        let document = self.first.partition_point(|&first| first <= line) - 1;
        (document, line - self.first[document])
    }

    /// Groups sentences into claims; one that nobody else states is a claim of its own for now.
    fn group(&mut self) {
        let text_of = |line| self.sentence(self.place(line));
        let clusters = self.lines.clusters(&text_of);
        self.claims.reserve_exact(clusters.iter().len());
        for (number, cluster) in (0..).zip(clusters.iter()) {
            let place = |&line: &u32| self.place(line as usize);
            self.claims.push(Group {
                statements: cluster.members.iter().map(place).collect(),
                denials: Vec::new(),
                medoid: place(&cluster.medoid),
                manual: None,
            });
            for &line in cluster.members {
                self.claim_of[line as usize] = number;
            }
        }
    }

    /// Replaces each outlet that is named without a link by its article that is meant, or by a
    /// source of its name if no such article is known.
    fn tie_outlets(&mut self, outlets: &Outlets) {
        let articles = self.library.by_outlet();
        for document in 0..self.pages.len() {
            for number in 0..self.pages[document].places.len() {
                let place = &self.pages[document].places[number];
                let Cited::Outlet(outlet) = place.cited else {
                    continue;
                };
                let domain = outlets.name(outlet);
                let theirs = articles.get(domain).map_or(&[][..], Vec::as_slice);
                let cited = if let Some(article) = self.article(document, place, theirs) {
                    Cited::Document(article)
                } else {
                    let name = self.library.outlet_name(domain, theirs);
                    let node = self.sources.add_outlet(document, &name);
                    for naming in outlets.namings(outlet) {
                        self.sources.add_alias(node, naming);
                    }
                    Cited::Source(node)
                };
                self.pages[document].places[number].cited = cited;
            }
        }
    }

    /// Makes an unnamed source of a copy, or one behind a cited document, the one that the original
    /// or that document speaks of with the same words.
    fn tie_unnamed(&mut self) {
        for document in 0..self.pages.len() {
            let original = self.copies.get(&document).map(|copy| copy.original);
            for number in 0..self.pages[document].places.len() {
                let place = &self.pages[document].places[number];
                let Cited::Source(source) = place.cited else {
                    continue;
                };
                let between = place.through.and_then(|between| {
                    match self.pages[document].places[between as usize].cited {
                        Cited::Document(between) => Some(between),
                        _ => None,
                    }
                });
                let same = [between, original]
                    .into_iter()
                    .flatten()
                    .find_map(|other| self.sources.same_words(other, source));
                if let Some(same) = same {
                    if same != source {
                        self.sources.merge_unnamed(source, same);
                    }
                    self.pages[document].places[number].cited = Cited::Source(same);
                }
            }
        }
    }

    /// Returns which of `articles`, those of an outlet, `place` in `document` means: not later than
    /// the citing one, and linked there, or stating the same claim, or at least about the same
    /// matter.
    fn article(&self, document: usize, place: &Place, articles: &[usize]) -> Option<usize> {
        let citing = &self.library.entries[document];
        let linked: BTreeSet<usize> = self.pages[document]
            .places
            .iter()
            .filter_map(|other| match (other.link, &other.cited) {
                (Some(_), Cited::Document(to)) => Some(*to),
                _ => None,
            })
            .collect();
        let copied = self.copies.get(&document).map(|copy| copy.original);
        let statements: Vec<At> = (place.covers.0..place.covers.1)
            .map(|sentence| (document, sentence as usize))
            .collect();
        let mut best: Option<((bool, f64), usize)> = None;
        for &index in articles {
            let entry = &self.library.entries[index];
            let later = entry
                .day()
                .zip(citing.day())
                .is_some_and(|(theirs, ours)| theirs > ours);
            let later = later && !linked.contains(&index);
            if index == document || later {
                continue;
            }
            let carries = statements.iter().any(|&at| {
                let claim = self.claim_of(at).map(|claim| &self.claims[claim]);
                claim.is_some_and(|claim| claim.carries(index))
            });
            let near = self.nearness(document, &statements, index);
            let tied = linked.contains(&index) || copied == Some(index);
            if !tied && !carries && near < SAME_MATTER {
                continue;
            }
            let rank = (carries, near + if tied { TIED } else { 0.0 });
            if best.is_none_or(|(most, _)| {
                rank.partial_cmp(&most) == Some(std::cmp::Ordering::Greater)
            }) {
                best = Some((rank, index));
            }
        }
        best.map(|(_, index)| index)
    }

    /// How near the statements come to what `other` says; a credit line speaks for the whole text.
    fn nearness(&self, document: usize, statements: &[At], other: usize) -> f64 {
        if self.pages[other].sentences.is_empty() {
            return 0.0;
        }
        if statements.is_empty() {
            let (ours, theirs) = (self.lines_of(document), self.lines_of(other));
            return self.lines.likeness_of_all(ours, theirs);
        }
        statements
            .iter()
            .filter_map(|&at| {
                let text_of = |line| self.sentence(self.place(line));
                self.lines
                    .nearest(self.line(at), self.lines_of(other), &text_of)
            })
            .map(|(_, score)| score)
            .fold(0.0, f64::max)
    }

    /// Returns the documents that the sentence cites.
    pub(super) fn cited_documents(&self, (document, sentence): At) -> Vec<usize> {
        self.pages[document]
            .places
            .iter()
            .filter(|place| place.covers(sentence))
            .filter_map(|place| match place.cited {
                Cited::Document(cited) if cited != document => Some(cited),
                _ => None,
            })
            .collect()
    }
}

/// The story of each document, numbered from 0 by first member: texts about the same matter tell one story, and so do a document
/// and those that it links to in its text, and a handful of seeds that were given together.
fn stories(by_text: Vec<usize>, pages: &[Page], library: &Library<'_>) -> Vec<usize> {
    let mut union = Union::new(by_text.iter().max().map_or(0, |last| last + 1));
    for (document, page) in pages.iter().enumerate() {
        for place in &page.places {
            if let Cited::Document(cited) = place.cited {
                union.join(by_text[document], by_text[cited]);
            }
        }
    }
    let seeds: Vec<usize> = (0..library.entries.len())
        .filter(|&document| library.entries[document].seed)
        .collect();
    if seeds.len() <= FEW_SEEDS {
        for pair in seeds.windows(2) {
            union.join(by_text[pair[0]], by_text[pair[1]]);
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut number = |story: usize| {
        let next = numbers.len();
        *numbers.entry(union.root(story)).or_insert(next)
    };
    by_text.into_iter().map(&mut number).collect()
}

/// Returns the copies among the documents, and those that only take some sentences from another.
fn copies(library: &Library<'_>, prints: &Prints, texts: &Texts<'_>) -> (Copies, Copies) {
    let read: Vec<usize> = (0..library.entries.len())
        .filter(|&index| library.entries[index].card().is_some())
        .collect();
    let described: Vec<Text<'_>> = read
        .iter()
        .filter_map(|&index| {
            let entry = &library.entries[index];
            let front = &entry.card()?.front;
            Some(Text {
                outlet: &entry.outlet,
                domain: &entry.domain,
                published: front.published.as_ref().map(|date| date.value.as_str()),
                authors: &front.authors,
            })
        })
        .collect();
    let text_of = |number: usize| {
        let card = library.entries[read[number]].card();
        let length = card.map_or(0, |card| card.text_bytes);
        texts.part(read[number], Span::new(0, length).into())
    };
    prints
        .copies(&described, &text_of)
        .into_iter()
        .map(|copy| {
            let (from, to) = (read[copy.copy], read[copy.original]);
            (
                from,
                Copy {
                    copy: from,
                    original: to,
                    ..copy
                },
            )
        })
        .partition(|(_, copy): &(usize, Copy)| copy.kind == CopyKind::Copy)
}

/// The place of each page's first sentence among all.
fn firsts(pages: &[Page]) -> Vec<usize> {
    let mut next = 0;
    pages
        .iter()
        .map(|page| {
            let first = next;
            next += page.sentences.len();
            first
        })
        .collect()
}
