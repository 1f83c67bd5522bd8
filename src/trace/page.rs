//! One document as the analysis sees it: its sentences, and whom each of them cites.

use super::library::Library;
use super::place::{CitationKind, Cited, Outlets, Place};
use super::sentence::{Sentence, Stretch, small, split};
use super::source::{Citing, Sources, names_part_of};
use super::texts::Texts;
use crate::cite::{self, Attribution, Mention, MentionKind, NamedOutlets, OutletNames, SourceKind};
use crate::corpus::Reading;
use crate::parse::{Document, Link, LinkClass};
use crate::text::{Span, fold, words};

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
    citing: Citing<'a>,
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
            citing: Citing::new(index, &document.text),
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
                wrong: false,
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
                wrong: false,
            };
            let outer = self.add_source(context, source, home, &place);
            for behind in (attribution.behind.iter()).filter(|behind| !is_nobody(&behind.name)) {
                let node = context.sources.add(&context.citing, behind);
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
            .map(|(name, domain)| (name.of(&context.document.text), domain.clone()));
        let unnamed = self.is_unnamed(context, source, home);
        let link = self
            .link_within(context.document, source.span, home)
            .or_else(|| self.link_to_outlet(context.library, home, &outlet.as_ref()?.1))
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
        let cited = if let Some((naming, domain)) = outlet {
            Cited::Outlet(context.outlets.named(&domain, naming))
        } else if speaks_for_itself(&source.name) || is_nobody(&source.name) {
            return None;
        } else if let Some(before) = self.cited_before(home).filter(|_| unnamed) {
            before
        } else {
            let node = context.sources.add(&context.citing, source);
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
            let naming = mention.span.of(&context.document.text);
            let cited = Cited::Outlet(context.outlets.named(&mention.outlet, naming));
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
                wrong: false,
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
                wrong: false,
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

/// Whether a naming is of nobody in particular: a pronoun whose meaning was not found ("whom",
/// "you"), or somebody who does not say it ("nobody in Sarn").
fn is_nobody(name: &str) -> bool {
    const ALONE: [&str; 17] = [
        "you",
        "who",
        "whom",
        "which",
        "that",
        "this",
        "these",
        "those",
        "it",
        "both",
        "all",
        "each",
        "everybody",
        "everyone",
        "someone",
        "somebody",
        "there",
    ];
    const FIRST: [&str; 3] = ["nobody", "nothing", "none"];
    let mut words = words(name).map(|word| fold(word.text));
    let Some(first) = words.next() else {
        return true;
    };
    let bare = first.split(['\'', '’']).next().unwrap_or_default();
    let second = words.next();
    FIRST.contains(&bare)
        || ALONE.contains(&bare) && second.is_none()
        || bare == "no" && second.as_deref() == Some("one")
}

/// Whether `text` writes `word` with a capital where no sentence begins: as a name.
fn is_name(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        before.len() < at && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    })
}

/// The first words of `content` in quotation marks, without the marks.
fn quoted(text: &str, content: &[Span]) -> Option<Span> {
    const OPEN: [char; 5] = ['"', '“', '«', '„', '「'];
    const CLOSE: [char; 5] = ['"', '”', '»', '“', '」'];
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

#[cfg(test)]
mod tests {
    use super::is_nobody;

    #[test]
    fn a_pronoun_without_a_meaning_is_nobody() {
        for name in [
            "Who",
            "whom",
            "it's",
            "Everybody’s",
            "Nobody in Sarn",
            "no one",
            "",
        ] {
            assert!(is_nobody(name), "{name}");
        }
        for name in [
            "one of them",
            "she",
            "Both armies",
            "All Blacks",
            "some",
            "No. 10's spokesman",
        ] {
            assert!(!is_nobody(name), "{name}");
        }
    }
}
