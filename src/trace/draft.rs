//! Claims before they are traced: which sentences state one, and which article an outlet's name
//! stands for.

use std::collections::{BTreeMap, BTreeSet};

use crate::cite::OutletNames;
use crate::claim::{self, Copy, Lines, Support};
use crate::parse::BlockKind;
use crate::text::words;

use super::library::Library;
use super::page::{Cited, Page, Place};
use super::source::Sources;
use crate::union::Union;

/// Fewest words of a sentence that states something of its own.
const SHORTEST_STATEMENT: usize = 5;

/// Similarity from which an article of a named outlet is taken for the one meant, if nothing else
/// ties the two together.
const SAME_MATTER: f64 = 0.1;

/// Most seeds that are taken to tell one story because somebody asks about them together; a longer
/// list may be a collection.
const FEW_SEEDS: usize = 8;

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
pub struct Draft<'a> {
    /// The documents.
    pub library: Library<'a>,
    /// Their sentences and citations, document by document.
    pub pages: Vec<Page>,
    /// Everybody cited.
    pub sources: Sources,
    /// The original that a document reprints, and the share that it reprints.
    pub copies: BTreeMap<usize, Copy>,
    /// Claims: the sentences that state each, and the one that stands for it.
    pub claims: Vec<Group>,
    /// Every sentence, those of the first document first.
    lines: Lines<'a>,
    /// The place of each document's first sentence among all.
    first: Vec<usize>,
    pub(super) claim_of: BTreeMap<At, usize>,
}

/// Sentences that state one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The sentences, ascending.
    pub statements: BTreeSet<At>,
    /// The one that stands for the claim.
    pub medoid: At,
}

impl Group {
    /// Returns whether the document states the claim.
    #[must_use]
    pub fn carries(&self, document: usize) -> bool {
        self.statements
            .range((document, 0)..=(document, usize::MAX))
            .next()
            .is_some()
    }

    /// Returns the documents that state the claim, ascending.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<usize> {
        self.statements
            .iter()
            .map(|&(document, _)| document)
            .collect()
    }
}

impl<'a> Draft<'a> {
    /// Groups the sentences of the library's documents into claims.
    #[must_use]
    pub fn new(library: Library<'a>) -> Self {
        let names = OutletNames::new(
            library
                .entries
                .iter()
                .map(|entry| (entry.outlet.as_str(), entry.domain.as_str())),
        );
        let mut sources = Sources::default();
        let pages: Vec<Page> = (0..library.entries.len())
            .map(|index| Page::new(index, &library, &names, &mut sources))
            .collect();
        let texts: Vec<&str> = library
            .entries
            .iter()
            .map(|entry| {
                entry
                    .reading()
                    .map_or("", |reading| reading.document.text.as_str())
            })
            .collect();
        let story = stories(&texts, &pages, &library);
        let copies = copies(&library);
        let mut draft = Self {
            lines: Lines::new(sentences(&pages, &texts, &story)),
            first: firsts(&pages),
            library,
            pages,
            sources,
            copies,
            claims: Vec::new(),
            claim_of: BTreeMap::new(),
        };
        draft.group();
        draft.tie_outlets();
        draft.tie_unnamed();
        draft.join_cited();
        draft.drop_strays();
        draft
    }

    /// Returns the text of a document; nothing if it was not read.
    #[must_use]
    pub fn text(&self, document: usize) -> &'a str {
        self.library.entries[document]
            .reading()
            .map_or("", |reading| reading.document.text.as_str())
    }

    /// Returns the text of a sentence.
    #[must_use]
    pub fn sentence(&self, (document, sentence): At) -> &'a str {
        self.pages[document].sentences[sentence]
            .span
            .of(self.text(document))
    }

    /// Returns the node that a place cites.
    #[must_use]
    pub fn node(&self, place: &Place) -> Option<Node> {
        match place.cited {
            Cited::Document(document) => Some(Node::Document(document)),
            Cited::Source(source) => Some(Node::Source(source)),
            Cited::Outlet(_) => None,
        }
    }

    /// Returns whether and where `cited` says what the sentence says: the number of its best
    /// sentence, and how well that matches; `None` if it has no sentence.
    #[must_use]
    pub fn support(&self, at: At, cited: usize) -> Option<(usize, f64, Support)> {
        let found = self.lines.support(self.line(at), self.lines_of(cited))?;
        Some((
            found.sentence - self.first[cited],
            found.score,
            found.verdict,
        ))
    }

    /// Returns how well one sentence supports another.
    pub(super) fn supports(&self, at: At, cited: At) -> Option<Support> {
        let cited = self.line(cited);
        let found = self.lines.support(self.line(at), cited..cited + 1)?;
        Some(found.verdict)
    }

    /// Returns how alike two sentences are, 0 to 1.
    pub(super) fn likeness(&self, a: At, b: At) -> f64 {
        self.lines.likeness(self.line(a), self.line(b))
    }

    fn line(&self, (document, sentence): At) -> usize {
        self.first[document] + sentence
    }

    fn lines_of(&self, document: usize) -> std::ops::Range<usize> {
        self.first[document]..self.first[document] + self.pages[document].sentences.len()
    }

    /// Groups sentences into claims; one that nobody else states is a claim of its own for now.
    fn group(&mut self) {
        let place = |line: usize| -> At {
            // Documents without a sentence begin where the next one does.
            let document = self.first.partition_point(|&first| first <= line) - 1;
            (document, line - self.first[document])
        };
        for cluster in self.lines.clusters() {
            let statements: BTreeSet<At> = cluster.members.iter().copied().map(place).collect();
            let number = self.claims.len();
            self.claim_of
                .extend(statements.iter().map(|&at| (at, number)));
            self.claims.push(Group {
                statements,
                medoid: place(cluster.medoid),
            });
        }
    }

    /// Replaces each outlet that is named without a link by its article that is meant, or by a
    /// source of its name if no such article is known.
    fn tie_outlets(&mut self) {
        let articles = self.library.by_outlet();
        for document in 0..self.pages.len() {
            for number in 0..self.pages[document].places.len() {
                let place = &self.pages[document].places[number];
                let Cited::Outlet(outlet) = &place.cited else {
                    continue;
                };
                let theirs = articles.get(outlet).map_or(&[][..], Vec::as_slice);
                let cited = if let Some(article) = self.article(document, place, theirs) {
                    Cited::Document(article)
                } else {
                    let name = self.library.outlet_name(outlet, theirs);
                    Cited::Source(self.sources.add_outlet(&name))
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
                    match self.pages[document].places[between].cited {
                        Cited::Document(between) => Some(between),
                        _ => None,
                    }
                });
                let same = [between, original]
                    .into_iter()
                    .flatten()
                    .find_map(|other| self.sources.same_words(other, source));
                if let Some(same) = same {
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
            .map(|sentence| (document, sentence))
            .collect();
        let mut best: Option<((bool, bool, f64), usize)> = None;
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
            let carries = statements.iter().any(|at| {
                let claim = self.claim_of.get(at).map(|&claim| &self.claims[claim]);
                claim.is_some_and(|claim| claim.carries(index))
            });
            let near = self.nearness(document, &statements, index);
            let tied = linked.contains(&index) || copied == Some(index);
            if !tied && !carries && near < SAME_MATTER {
                continue;
            }
            let rank = (carries, tied, near);
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
        if self.text(other).is_empty() {
            return 0.0;
        }
        if statements.is_empty() {
            let (ours, theirs) = (self.lines_of(document), self.lines_of(other));
            return self.lines.likeness_of_all(ours, theirs);
        }
        statements
            .iter()
            .filter_map(|&at| self.support(at, other))
            .map(|(_, score, _)| score)
            .fold(0.0, f64::max)
    }

    /// Returns the documents that the sentence cites.
    pub(super) fn cited_documents(&self, (document, sentence): At) -> Vec<usize> {
        self.pages[document]
            .places
            .iter()
            .filter(|place| (place.covers.0..place.covers.1).contains(&sentence))
            .filter_map(|place| match place.cited {
                Cited::Document(cited) if cited != document => Some(cited),
                _ => None,
            })
            .collect()
    }
}

/// Whether a sentence says something of its own: no question, no line of dates and names.
fn is_statement(text: &str) -> bool {
    let all: Vec<&str> = words(text).map(|word| word.text).collect();
    let low = |word: &&&str| word.chars().next().is_some_and(char::is_lowercase);
    let closed = text
        .trim_end_matches(['"', '”', '’', '\'', '»', ')', ']'])
        .ends_with(['.', '!', '…', '。', '！']);
    all.len() >= SHORTEST_STATEMENT
        && !text.ends_with('?')
        && !text.contains(['·', '|', '©'])
        && (closed || 2 * all.iter().filter(low).count() >= all.len())
}

/// Whether a block of this kind states anything in its own voice; headlines do not.
fn states(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Heading | BlockKind::Note)
}

/// The story of each document: texts about the same matter tell one story, and so do a document
/// and those that it links to in its text, and a handful of seeds that were given together.
fn stories(texts: &[&str], pages: &[Page], library: &Library<'_>) -> Vec<usize> {
    let by_text = claim::stories(texts);
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
    by_text.into_iter().map(|story| union.root(story)).collect()
}

fn copies(library: &Library<'_>) -> BTreeMap<usize, Copy> {
    let read: Vec<usize> = (0..library.entries.len())
        .filter(|&index| library.entries[index].reading().is_some())
        .collect();
    let texts: Vec<claim::Text<'_>> = read
        .iter()
        .filter_map(|&index| {
            let entry = &library.entries[index];
            let document = &entry.reading()?.document;
            Some(claim::Text {
                text: &document.text,
                outlet: &entry.outlet,
                domain: &entry.domain,
                published: document.published.as_ref().map(|date| date.value.as_str()),
                authors: &document.authors,
            })
        })
        .collect();
    claim::copies(&texts)
        .into_iter()
        .filter(|copy| copy.kind == claim::CopyKind::Copy)
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
        .collect()
}

/// Every sentence of the pages, in order.
fn sentences<'a>(pages: &[Page], texts: &[&'a str], story: &[usize]) -> Vec<claim::Sentence<'a>> {
    let mut all = Vec::with_capacity(pages.iter().map(|page| page.sentences.len()).sum());
    for (document, page) in pages.iter().enumerate() {
        for sentence in &page.sentences {
            let text = sentence.span.of(texts[document]);
            all.push(claim::Sentence {
                document,
                story: story[document],
                text,
                states: states(sentence.kind) && is_statement(text),
            });
        }
    }
    all
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
