//! One document as the analysis sees it: its sentences, and whom each of them cites.

use serde::{Deserialize, Serialize};

use crate::cite::{self, Attribution, Mention, MentionKind, OutletNames, SourceKind};
use crate::parse::{BlockKind, Document, LinkClass};
use crate::text::{Span, sentences};

use super::library::Library;
use super::source::Sources;

/// A sentence and its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub span: Span,
    /// The number of its block.
    pub block: usize,
    /// What that block is.
    pub kind: BlockKind,
}

/// Who is cited, before outlets are tied to their articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// A document.
    Document(usize),
    /// A source.
    Source(usize),
    /// Some article of the outlet of this domain or name.
    Outlet(String),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Who is cited.
    pub cited: Cited,
    /// How.
    pub kind: CitationKind,
    /// The sentence that shows it, by number; `None` for a credit outside the text.
    pub sentence: Option<usize>,
    /// The sentences that it speaks for, first and one past the last.
    pub covers: (usize, usize),
    /// The attribution's cue.
    pub cue: Option<Span>,
    /// The first words of it in quotation marks.
    pub quote: Option<Span>,
    /// The link, by its number in the document.
    pub link: Option<usize>,
    /// The place of the same sentence, by number, whose target stands between: the outlet that
    /// reported what this source said.
    pub through: Option<usize>,
    /// Whether the text says of the cited outlet that it reported.
    pub reports: bool,
}

/// A document's sentences and citations.
#[derive(Debug, Default)]
pub struct Page {
    /// The sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Whom it cites, in text order.
    pub places: Vec<Place>,
}

impl Page {
    /// Reads the sentences and citations of the document numbered `index`.
    #[must_use]
    pub fn new(
        index: usize,
        library: &Library<'_>,
        names: &OutletNames,
        sources: &mut Sources,
    ) -> Self {
        let Some(reading) = library.entries[index].reading() else {
            return Self::default();
        };
        let document = &reading.document;
        let mut page = Self {
            sentences: split(document),
            places: Vec::new(),
        };
        let domain = &library.entries[index].domain;
        let namings = cite::named_outlets(document, domain, names);
        let mentions = cite::mentions(document, domain, names);
        page.add_links(index, document, library, &namings);
        page.add_attributions(index, document, &reading.attributions, &namings, sources);
        page.add_mentions(&mentions);
        page.add_credits(document, domain, names);
        page.tie_to_reports();
        page
    }

    /// Returns the number of the sentence that holds the byte `offset`.
    fn sentence_at(&self, offset: usize) -> Option<usize> {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.span.end <= offset);
        (self.sentences.get(at)?.span.start <= offset).then_some(at)
    }

    /// Returns the numbers of the sentences that share text with any of `spans`, at least the one
    /// that holds `home`.
    fn covered(&self, spans: &[Span], home: usize) -> (usize, usize) {
        let mut covers = (home, home + 1);
        for span in spans {
            let first = self
                .sentences
                .partition_point(|sentence| sentence.span.end <= span.start);
            let last = self
                .sentences
                .partition_point(|sentence| sentence.span.start < span.end);
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
            let reports = link
                .span
                .is_some_and(|span| named.iter().any(|(name, _)| name.overlaps(span)));
            self.places.push(Place {
                cited: Cited::Document(to),
                kind: CitationKind::Link,
                sentence,
                covers,
                cue: None,
                quote: None,
                link: Some(number),
                through: None,
                reports,
            });
        }
    }

    fn add_attributions(
        &mut self,
        index: usize,
        document: &Document,
        attributions: &[Attribution],
        named: &[(Span, String)],
        sources: &mut Sources,
    ) {
        for attribution in attributions {
            let Some(home) = self.sentence_at(attribution.cue.start) else {
                continue;
            };
            let Some(source) = &attribution.source else {
                continue;
            };
            let place = Place {
                cited: Cited::Source(usize::MAX),
                kind: CitationKind::Attribution,
                sentence: Some(home),
                covers: self.covered(&attribution.content, home),
                cue: Some(attribution.cue),
                quote: quoted(&document.text, &attribution.content),
                link: None,
                through: None,
                reports: false,
            };
            let link = self.link_within(document, source.span, home);
            let outlet = named
                .iter()
                .find(|(name, _)| source.head.overlaps(*name) || source.span.start == name.start);
            let outer = if let Some(link) =
                link.filter(|_| outlet.is_some() || source.kind != SourceKind::Person)
            {
                // The link's own place says who it is; the attribution makes it a report.
                let link = &mut self.places[link];
                link.reports |= outlet.is_some();
                link.cue = Some(attribution.cue);
                link.covers = (
                    link.covers.0.min(place.covers.0),
                    link.covers.1.max(place.covers.1),
                );
                None
            } else if let Some((_, domain)) = outlet {
                Some(Place {
                    cited: Cited::Outlet(domain.clone()),
                    kind: CitationKind::Mention,
                    reports: true,
                    ..place.clone()
                })
            } else {
                let node = sources.add(index, source, &document.text);
                Some(Place {
                    cited: Cited::Source(node),
                    ..place.clone()
                })
            };
            let outer = outer.map_or(link, |outer| {
                self.places.push(outer);
                Some(self.places.len() - 1)
            });
            for behind in &attribution.behind {
                let node = sources.add(index, behind, &document.text);
                self.places.push(Place {
                    cited: Cited::Source(node),
                    through: outer,
                    quote: None,
                    ..place.clone()
                });
            }
        }
    }

    /// Returns the place of a link inside the source phrase `span` of the sentence `home`.
    fn link_within(&self, document: &Document, span: Span, home: usize) -> Option<usize> {
        self.places.iter().position(|place| {
            place.kind == CitationKind::Link
                && place.sentence == Some(home)
                && place
                    .link
                    .and_then(|link| document.links.get(link)?.span)
                    .is_some_and(|link| link.overlaps(span))
        })
    }

    fn add_mentions(&mut self, mentions: &[Mention]) {
        for mention in mentions {
            let sentence = self.sentence_at(mention.span.start);
            let known = self.places.iter().any(|place| {
                place.sentence == sentence && place.cited == Cited::Outlet(mention.outlet.clone())
            });
            if known {
                continue;
            }
            self.places.push(Place {
                cited: Cited::Outlet(mention.outlet.clone()),
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
    fn add_credits(&mut self, document: &Document, domain: &str, names: &OutletNames) {
        for author in &document.authors {
            let Some(outlet) = names.find(author).filter(|outlet| *outlet != domain) else {
                continue;
            };
            let cited = Cited::Outlet(outlet.to_owned());
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
            self.places[at].through = report;
        }
    }
}

/// The sentences of a document, block by block.
fn split(document: &Document) -> Vec<Sentence> {
    document
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(number, block)| {
            sentences(block.span.of(&document.text))
                .into_iter()
                .map(move |span| Sentence {
                    span: Span::new(block.span.start + span.start, block.span.start + span.end),
                    block: number,
                    kind: block.kind,
                })
        })
        .collect()
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
