//! One document as the analysis sees it: its sentences, and whom each of them cites.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cite::{self, Attribution, Mention, MentionKind, NamedOutlets, OutletNames, SourceKind};
use crate::corpus::Reading;
use crate::parse::{BlockKind, Document, Link, LinkClass};
use crate::text::{Span, fold, sentences, words};

use super::draft::Node;
use super::library::Library;
use super::source::{Sources, names_part_of};
use super::texts::Texts;

/// Fewest words of a sentence that states something of its own.
const SHORTEST_STATEMENT: usize = 5;

/// A [`Span`] in half the room: a run has very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    start: u32,
    end: u32,
}

impl Stretch {
    /// Returns it as a span.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

impl From<Span> for Stretch {
    fn from(span: Span) -> Self {
        Self {
            start: small(span.start),
            end: small(span.end),
        }
    }
}

/// A number within a page: bodies are bounded far below 4 GiB.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A sentence and its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub at: Stretch,
    /// Characters of that text before it.
    pub before: u32,
    /// The number of its block.
    pub block: u32,
    /// What that block is.
    pub kind: BlockKind,
    /// Whether it states something of its own.
    pub states: bool,
    /// Whether it begins with a pronoun, and so leans on the sentences around it.
    pub leans: bool,
}

/// Who is cited, before outlets are tied to their articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cited {
    /// A document.
    Document(usize),
    /// A source.
    Source(usize),
    /// Some article of the outlet that has this number among [`Outlets`].
    Outlet(usize),
}

/// The domains or names of outlets of which some article is cited, by number.
#[derive(Debug, Default)]
pub struct Outlets {
    numbers: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Outlets {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.names.len() - 1
    }

    /// Returns the domain or name of the outlet with a number.
    #[must_use]
    pub fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }
}

/// How a document cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CitationKind {
    /// A hyperlink.
    Link,
    /// An outlet named without a link.
    Mention,
    /// A quoted or paraphrased source.
    Attribution,
    /// A reprint.
    Copy,
}

/// A place where a document cites somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Who is cited.
    pub cited: Cited,
    /// How.
    pub kind: CitationKind,
    /// The sentence that shows it, by number; `None` for a credit outside the text.
    pub sentence: Option<u32>,
    /// The sentences that it speaks for, first and one past the last.
    pub covers: (u32, u32),
    /// The attribution's cue.
    pub cue: Option<Stretch>,
    /// The first words of it in quotation marks.
    pub quote: Option<Stretch>,
    /// The link, by its number in the document; once the page is read, in [`Page::links`].
    pub link: Option<u32>,
    /// The place of the same sentence, by number, whose target stands between: the outlet that
    /// reported what this source said.
    pub through: Option<u32>,
    /// Whether the text says of the cited outlet that it reported.
    pub reports: bool,
}

impl Place {
    /// Returns the node that it cites; `None` before an outlet is tied to its article.
    #[must_use]
    pub fn node(&self) -> Option<Node> {
        match self.cited {
            Cited::Document(document) => Some(Node::Document(document)),
            Cited::Source(source) => Some(Node::Source(source)),
            Cited::Outlet(_) => None,
        }
    }

    /// Returns whether it speaks for the sentence with this number.
    #[must_use]
    pub fn covers(&self, sentence: usize) -> bool {
        (self.covers.0..self.covers.1).contains(&small(sentence))
    }
}

/// A document's sentences and citations.
#[derive(Debug, Default)]
pub struct Page {
    /// The sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Whom it cites, in text order.
    pub places: Vec<Place>,
    /// The texts and targets, as written, of the links at these places: where they stand beside the
    /// document's text among [`Texts`](super::Texts).
    pub links: Vec<(Stretch, Stretch)>,
    /// Sources that it shows to be the body behind a document that it links to.
    pub own: Vec<(usize, usize)>,
}

/// What is known while one document's citations are read.
struct Context<'a> {
    index: usize,
    document: &'a Document,
    library: &'a Library<'a>,
    named: &'a [(Span, String)],
    sources: &'a mut Sources,
    outlets: &'a mut Outlets,
}

impl Page {
    /// Reads the sentences and citations of the document numbered `index`.
    #[must_use]
    pub fn new(
        index: usize,
        reading: &Reading,
        library: &Library<'_>,
        names: &OutletNames,
        (sources, outlets): (&mut Sources, &mut Outlets),
    ) -> Self {
        let document = &reading.document;
        let mut page = Self {
            sentences: split(document),
            ..Self::default()
        };
        let domain = &library.entries[index].domain;
        let NamedOutlets { namings, mentions } = cite::named_outlets(document, domain, names);
        page.add_links(index, document, library, &namings);
        let mut context = Context {
            index,
            document,
            library,
            named: &namings,
            sources,
            outlets,
        };
        page.add_attributions(&mut context, &reading.attributions);
        page.add_mentions(&mut context, &mentions);
        page.add_credits(&mut context, domain, names);
        page.tie_to_reports();
        page.sentences.shrink_to_fit();
        page.places.shrink_to_fit();
        page
    }

    /// Keeps the words of the links at the page's places beside the text of its document, which is
    /// the last of `texts`.
    pub(super) fn keep_links(&mut self, links: &[Link], texts: &mut Texts<'_>) {
        for place in &mut self.places {
            let Some(link) = place.link.and_then(|link| links.get(link as usize)) else {
                continue;
            };
            place.link = Some(small(self.links.len()));
            let words = (texts.beside(&link.anchor), texts.beside(&link.href));
            self.links.push(words);
        }
        self.links.shrink_to_fit();
    }

    /// Returns the number of the sentence that holds the byte `offset`.
    fn sentence_at(&self, offset: usize) -> Option<u32> {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.at.span().end <= offset);
        (self.sentences.get(at)?.at.span().start <= offset).then_some(small(at))
    }

    /// Returns the numbers of the sentences that share text with any of `spans`, at least the one
    /// that holds `home`.
    fn covered(&self, spans: &[Span], home: u32) -> (u32, u32) {
        let mut covers = (home, home + 1);
        for span in spans {
            let first = self
                .sentences
                .partition_point(|sentence| sentence.at.span().end <= span.start);
            let last = self
                .sentences
                .partition_point(|sentence| sentence.at.span().start < span.end);
            let (first, last) = (small(first), small(last));
            if first < last {
                covers = (covers.0.min(first), covers.1.max(last));
            }
        }
        covers
    }

    fn add_links(
        &mut self,
        index: usize,
        document: &Document,
        library: &Library<'_>,
        named: &[(Span, String)],
    ) {
        for (number, link) in document.links.iter().enumerate() {
            let cites = link.class == LinkClass::Citation;
            let Some(to) = link
                .url
                .as_ref()
                .filter(|_| cites)
                .and_then(|url| library.find(url))
            else {
                continue;
            };
            let Some(at) = link.marker.or(link.span).filter(|_| to != index) else {
                continue;
            };
            let sentence = self
                .sentence_at(at.start)
                .or_else(|| self.sentence_at(at.start.saturating_sub(1)));
            let covers = sentence.map_or((0, 0), |sentence| (sentence, sentence + 1));
            let reports = link.span.is_some_and(|span| {
                named.iter().any(|(name, _)| name.overlaps(span))
                    || names_part_of(&link.anchor, &library.entries[to].outlet)
            });
            self.places.push(Place {
                cited: Cited::Document(to),
                kind: CitationKind::Link,
                sentence,
                covers,
                cue: None,
                quote: None,
                link: Some(small(number)),
                through: None,
                reports,
            });
        }
    }

    fn add_attributions(&mut self, context: &mut Context<'_>, attributions: &[Attribution]) {
        for attribution in attributions {
            let (Some(home), Some(source)) =
                (self.sentence_at(attribution.cue.start), &attribution.source)
            else {
                continue;
            };
            let place = Place {
                cited: Cited::Source(usize::MAX),
                kind: CitationKind::Attribution,
                sentence: Some(home),
                covers: self.covered(&attribution.content, home),
                cue: Some(attribution.cue.into()),
                quote: quoted(&context.document.text, &attribution.content).map(Stretch::from),
                link: None,
                through: None,
                reports: false,
            };
            let outer = self.add_source(context, source, home, &place);
            for behind in &attribution.behind {
                let node = context
                    .sources
                    .add(context.index, behind, &context.document.text);
                self.places.push(Place {
                    cited: Cited::Source(node),
                    through: outer,
                    quote: None,
                    ..place
                });
            }
        }
    }

    /// Adds the source of an attribution, or finds the link or outlet that it is; returns the
    /// number of its place.
    fn add_source(
        &mut self,
        context: &mut Context<'_>,
        source: &cite::Source,
        home: u32,
        place: &Place,
    ) -> Option<u32> {
        let outlet = context
            .named
            .iter()
            .find(|(name, _)| source.head.overlaps(*name) || source.span.start == name.start)
            .map(|(_, domain)| domain.clone());
        let unnamed = self.is_unnamed(context, source, home);
        let link = self
            .link_within(context.document, source.span, home)
            .or_else(|| self.link_to_outlet(context.library, home, outlet.as_deref()?))
            .or_else(|| self.link_in(home).filter(|_| unnamed));
        if let Some(number) = link {
            // The link says who it is; the attribution makes it a report.
            let link = &mut self.places[number];
            link.reports |= outlet.is_some();
            link.cue = place.cue;
            link.covers = (
                link.covers.0.min(place.covers.0),
                link.covers.1.max(place.covers.1),
            );
            return Some(small(number));
        }
        let cited = if let Some(domain) = outlet {
            Cited::Outlet(context.outlets.number(&domain))
        } else if speaks_for_itself(&source.name) {
            return None;
        } else if let Some(before) = self.cited_before(home).filter(|_| unnamed) {
            before
        } else {
            let node = context
                .sources
                .add(context.index, source, &context.document.text);
            self.note_own(context, node, home);
            Cited::Source(node)
        };
        let reports = matches!(cited, Cited::Outlet(_));
        self.places.push(Place {
            kind: match cited {
                Cited::Source(_) => CitationKind::Attribution,
                Cited::Document(_) | Cited::Outlet(_) => CitationKind::Mention,
            },
            cited,
            reports,
            ..*place
        });
        Some(small(self.places.len() - 1))
    }

    /// Whether a source is a document that is described but not named ("its note", "minutes").
    fn is_unnamed(&self, context: &Context<'_>, source: &cite::Source, home: u32) -> bool {
        let text = &context.document.text;
        let at_start = source.head.start == self.sentences[home as usize].at.span().start;
        source.kind == SourceKind::Organization
            && words(&source.name).enumerate().all(|(number, word)| {
                let low = word
                    .text
                    .chars()
                    .next()
                    .is_some_and(|first| !first.is_uppercase());
                low || (number == 0 && at_start && !is_name(text, word.text))
            })
    }

    /// Whom the text cites last before the sentence, in the same block.
    fn cited_before(&self, home: u32) -> Option<Cited> {
        let block = self.sentences[home as usize].block;
        self.places
            .iter()
            .filter(|place| {
                let sentence = place.sentence.filter(|&sentence| sentence < home);
                sentence.is_some_and(|sentence| self.sentences[sentence as usize].block == block)
            })
            .filter(|place| !matches!(place.cited, Cited::Source(_)))
            .max_by_key(|place| place.sentence)
            .map(|place| place.cited)
    }

    /// Remembers that a source is the body behind a page which the same sentence links to.
    fn note_own(&mut self, context: &Context<'_>, source: usize, home: u32) {
        let name = &context.sources.nodes[source].name;
        for place in &self.places {
            if let Cited::Document(document) = place.cited
                && place.link.is_some()
                && place.sentence == Some(home)
                && names_part_of(name, &context.library.entries[document].outlet)
            {
                self.own.push((source, document));
            }
        }
    }

    /// Returns the place of the link in a sentence, if there is just one.
    fn link_in(&self, sentence: u32) -> Option<usize> {
        let mut links = (0..self.places.len()).filter(|&number| {
            let place = &self.places[number];
            place.link.is_some() && place.sentence == Some(sentence)
        });
        links.next().filter(|_| links.next().is_none())
    }

    /// Returns the place of a link in a sentence to a document of an outlet.
    fn link_to_outlet(&self, library: &Library<'_>, sentence: u32, outlet: &str) -> Option<usize> {
        self.places.iter().position(|place| {
            let Cited::Document(document) = place.cited else {
                return false;
            };
            place.link.is_some()
                && place.sentence == Some(sentence)
                && library.entries[document].domain == outlet
        })
    }

    /// Returns the place of a link inside the source phrase `span` of the sentence `home`.
    fn link_within(&self, document: &Document, span: Span, home: u32) -> Option<usize> {
        self.places.iter().position(|place| {
            place.kind == CitationKind::Link
                && place.sentence == Some(home)
                && place
                    .link
                    .and_then(|link| document.links.get(link as usize)?.span)
                    .is_some_and(|link| link.overlaps(span))
        })
    }

    fn add_mentions(&mut self, context: &mut Context<'_>, mentions: &[Mention]) {
        for mention in mentions {
            let sentence = self.sentence_at(mention.span.start);
            let link = sentence.and_then(|sentence| {
                self.link_to_outlet(context.library, sentence, &mention.outlet)
            });
            if let Some(link) = link {
                self.places[link].reports |= mention.kind != MentionKind::Byline;
                continue;
            }
            let cited = Cited::Outlet(context.outlets.number(&mention.outlet));
            let known = self
                .places
                .iter()
                .any(|place| place.sentence == sentence && place.cited == cited);
            if known {
                continue;
            }
            self.places.push(Place {
                cited,
                kind: CitationKind::Mention,
                sentence,
                covers: match (mention.kind, sentence) {
                    (MentionKind::Byline, _) | (_, None) => (0, 0),
                    (_, Some(sentence)) => (sentence, sentence + 1),
                },
                cue: None,
                quote: None,
                link: None,
                through: None,
                reports: mention.kind != MentionKind::Byline,
            });
        }
    }

    /// Adds the outlets that the byline credits.
    fn add_credits(&mut self, context: &mut Context<'_>, domain: &str, names: &OutletNames) {
        for author in &context.document.authors {
            let Some(outlet) = names.find(author).filter(|outlet| *outlet != domain) else {
                continue;
            };
            let cited = Cited::Outlet(context.outlets.number(outlet));
            if self
                .places
                .iter()
                .any(|place| place.cited == cited && place.covers == (0, 0))
            {
                continue;
            }
            self.places.push(Place {
                cited,
                kind: CitationKind::Mention,
                sentence: None,
                covers: (0, 0),
                cue: None,
                quote: None,
                link: None,
                through: None,
                reports: false,
            });
        }
    }

    /// Puts each source behind the outlet that the same sentence says reported it.
    fn tie_to_reports(&mut self) {
        for at in 0..self.places.len() {
            let place = &self.places[at];
            if !matches!(place.cited, Cited::Source(_)) || place.through.is_some() {
                continue;
            }
            let report = self.places.iter().position(|other| {
                other.reports && other.sentence.is_some() && other.sentence == place.sentence
            });
            self.places[at].through = report.map(small);
        }
    }
}

/// Whether a source is the author: what the author says in the first person is the document's own.
fn speaks_for_itself(name: &str) -> bool {
    const FIRST_PERSON: [&str; 4] = ["i", "we", "our", "my"];
    words(name)
        .next()
        .is_some_and(|first| FIRST_PERSON.contains(&fold(first.text).as_str()))
}

/// Whether `text` writes `word` with a capital where no sentence begins: as a name.
fn is_name(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        before.len() < at && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    })
}

/// The sentences of a document, block by block.
fn split(document: &Document) -> Vec<Sentence> {
    let text = document.text.as_str();
    let mut found: Vec<Sentence> = Vec::new();
    let (mut end, mut before) = (0, 0);
    for (number, block) in document.blocks.iter().enumerate() {
        for span in sentences(block.span.of(text)) {
            let span = Span::new(block.span.start + span.start, block.span.start + span.end);
            before += Span::new(end, span.start).of(text).chars().count();
            end = span.start;
            let words = span.of(text);
            found.push(Sentence {
                at: span.into(),
                before: small(before),
                block: small(number),
                kind: block.kind,
                states: states(block.kind) && is_statement(words),
                leans: leans(words),
            });
        }
    }
    found
}

/// Whether a block of this kind states anything in its own voice; headlines do not.
fn states(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Heading | BlockKind::Note)
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

/// Whether a sentence begins with a pronoun.
fn leans(text: &str) -> bool {
    const PRONOUNS: [&str; 6] = ["it", "this", "that", "he", "she", "they"];
    words(text)
        .next()
        .is_some_and(|word| PRONOUNS.contains(&fold(word.text).as_str()))
}

/// The first words of `content` in quotation marks, without the marks.
fn quoted(text: &str, content: &[Span]) -> Option<Span> {
    const OPEN: [char; 4] = ['"', '“', '«', '„'];
    const CLOSE: [char; 4] = ['"', '”', '»', '“'];
    content.iter().find_map(|span| {
        let words = span.of(text);
        let (at, mark) = words.char_indices().find(|(_, c)| OPEN.contains(c))?;
        let start = span.start + at + mark.len_utf8();
        let end = Span::new(start, span.end)
            .of(text)
            .find(CLOSE)
            .map_or(span.end, |end| start + end);
        (start < end).then(|| Span::new(start, end))
    })
}
