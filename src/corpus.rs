//! What a crawl brought home: the input of the analysis.
//!
//! A [`Corpus`] is plain data, read from the store. The stages after the crawl are functions of it
//! alone, so that the same corpus gives the same report, whatever order its pages arrived in.
//!
//! The texts of many pages are more than should be held at once. A [`Catalog`] has a [`Card`] for
//! each page instead, and a [`Shelf`] gives the page itself when it is looked at.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cite::{self, Attribution};
use crate::parse::{self, Block, Document, Input, Link, LinkClass, ParseError};
use crate::text::words;
use crate::urls::CanonicalUrl;

/// The file that holds a run's responses, in its output folder.
pub const ARCHIVE_FILE: &str = "pages.warc.gz";

/// Everything that a crawl knows, in the order of the targets' addresses. Of each page that was read
/// it holds an `R`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus<R = Reading> {
    /// The addresses that the crawl started from, in the order given.
    pub seeds: Vec<CanonicalUrl>,
    /// Every address that was asked for or cited, sorted by address, each once.
    pub targets: Vec<Target<R>>,
    /// When the crawl began.
    pub started: Timestamp,
    /// When its last page arrived.
    pub finished: Timestamp,
}

/// What a crawl knows, without the texts of its pages.
pub type Catalog = Corpus<Card>;

impl<R> Default for Corpus<R> {
    fn default() -> Self {
        Self {
            seeds: Vec::new(),
            targets: Vec::new(),
            started: Timestamp::default(),
            finished: Timestamp::default(),
        }
    }
}

impl Corpus {
    /// Returns the catalogue of the corpus, which is its own shelf.
    #[must_use]
    pub fn catalog(&self) -> Catalog {
        Catalog {
            seeds: self.seeds.clone(),
            targets: (self.targets.iter())
                .map(|target| target.with(target.outcome.catalog()))
                .collect(),
            started: self.started,
            finished: self.finished,
        }
    }
}

/// Gives the pages of a catalogue.
pub trait Shelf {
    /// Returns the folder that may hold temporary files; `None`: wherever the system has them.
    fn folder(&self) -> Option<&Path> {
        None
    }

    /// Returns what the page at an address says.
    ///
    /// # Errors
    ///
    /// Fails if it was not read, or can no longer be had.
    fn reading(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, Reading>>;

    /// Returns the main text of the page at an address.
    ///
    /// # Errors
    ///
    /// As [`Self::reading`].
    fn text(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, str>>;
}

impl Shelf for Corpus {
    fn reading(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, Reading>> {
        let at = self.targets.binary_search_by(|target| target.url.cmp(url));
        match at.ok().and_then(|at| self.targets.get(at)) {
            Some(Target {
                outcome: Outcome::Read(reading),
                ..
            }) => Ok(Cow::Borrowed(reading)),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn text(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, str>> {
        Ok(match self.reading(url)? {
            Cow::Borrowed(reading) => Cow::Borrowed(&reading.document.text),
            Cow::Owned(reading) => Cow::Owned(reading.document.text),
        })
    }
}

/// One address and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target<R = Reading> {
    /// The address.
    pub url: CanonicalUrl,
    /// Links from the nearest seed, redirects not counted; 0 for a seed.
    pub depth: u32,
    /// What became of it.
    pub outcome: Outcome<R>,
    /// Where the response is archived, if there was one.
    pub record: Option<RecordPlace>,
    /// When it was fetched, or captured by the archive that it was replayed from.
    pub retrieved: Option<Timestamp>,
    /// The capture that was read in place of the page, if one was.
    #[serde(default)]
    pub memento: Option<Memento>,
    /// Whether the page was read and found to be off the story, so that its links were not
    /// followed.
    #[serde(default)]
    pub off_story: bool,
}

impl<R> Target<R> {
    /// Returns the target with another outcome.
    pub(crate) fn with<S>(&self, outcome: Outcome<S>) -> Target<S> {
        Target {
            url: self.url.clone(),
            depth: self.depth,
            outcome,
            record: self.record,
            retrieved: self.retrieved,
            memento: self.memento.clone(),
            off_story: self.off_story,
        }
    }
}

/// A capture in a web archive that was read because the page itself could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memento {
    /// The address of the capture.
    pub address: CanonicalUrl,
    /// When it was captured.
    pub captured: Timestamp,
    /// What had become of the page itself.
    pub instead_of: Outcome,
}

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Outcome<R = Reading> {
    /// It was read.
    Read(Box<R>),
    /// It leads on to another address, which is a target of its own.
    Redirect {
        /// The address that it leads to.
        to: CanonicalUrl,
    },
    /// It was asked for and could not be read.
    Failed {
        /// `dead`, `refused`, `blocked`, `paywall`, `timeout`, `too-large`, `not-text`, `loop` or
        /// `error: …`.
        reason: String,
        /// What shows it, in words for a reader, such as the status or the kind of wall.
        #[serde(default)]
        detail: Option<String>,
    },
    /// It was not asked for, on purpose.
    Excluded {
        /// `robots`, `depth`, `budget`, `host-budget`, `scope` or `off-story`.
        reason: String,
        /// What shows it, in words for a reader.
        #[serde(default)]
        detail: Option<String>,
    },
    /// It was not asked for yet.
    Pending,
}

impl Outcome {
    /// Returns the outcome with the card of what was read.
    #[must_use]
    pub fn catalog(&self) -> Outcome<Card> {
        match self.clone_unread() {
            Ok(unread) => unread,
            Err(reading) => Outcome::Read(Box::new(Card::of(reading))),
        }
    }
}

impl<R> Outcome<R> {
    /// Returns what was read, if it was.
    #[must_use]
    pub fn read(&self) -> Option<&R> {
        match self {
            Self::Read(read) => Some(read),
            _ => None,
        }
    }

    /// Returns an outcome of nothing read as it is, or what was read.
    pub(crate) fn clone_unread<S>(&self) -> Result<Outcome<S>, &R> {
        Ok(match self {
            Self::Read(read) => return Err(read),
            Self::Redirect { to } => Outcome::Redirect { to: to.clone() },
            Self::Failed { reason, detail } => Outcome::failed(reason.clone(), detail.clone()),
            Self::Excluded { reason, detail } => Outcome::excluded(reason.clone(), detail.clone()),
            Self::Pending => Outcome::Pending,
        })
    }

    /// Makes the outcome of an address that could not be read.
    #[must_use]
    pub fn failed(reason: impl Into<String>, detail: Option<String>) -> Self {
        Self::Failed {
            reason: reason.into(),
            detail,
        }
    }

    /// Makes the outcome of an address that was not asked for, on purpose.
    #[must_use]
    pub fn excluded(reason: impl Into<String>, detail: Option<String>) -> Self {
        Self::Excluded {
            reason: reason.into(),
            detail,
        }
    }
}

/// What is known of a page without a look at its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The metadata; text, blocks and links are left out.
    pub front: Document,
    /// Words of the text.
    pub words: usize,
    /// Bytes of the text.
    pub text_bytes: usize,
    /// SHA-256 of the text, hexadecimal.
    pub text_sha256: String,
    /// Bytes of the body as sent, decompressed.
    pub body_bytes: u64,
}

impl Card {
    /// Makes the card of a page.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let text = &reading.document.text;
        Self {
            front: reading.document.front(),
            words: words(text).count(),
            text_bytes: text.len(),
            text_sha256: text_digest(text),
            body_bytes: reading.body_bytes,
        }
    }
}

/// Returns the SHA-256 of a text, hexadecimal.
#[must_use]
pub fn text_digest(text: &str) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// What a page says, and whom it quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The page's text, links and metadata.
    pub document: Document,
    /// Who is said to have said what, in text order.
    pub attributions: Vec<Attribution>,
    /// Bytes of the body as sent, decompressed.
    pub body_bytes: u64,
}

/// What is marked in the text of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks<'a> {
    blocks: Cow<'a, [Block]>,
    pages: Cow<'a, [usize]>,
    links: Cow<'a, [Link]>,
    attributions: Cow<'a, [Attribution]>,
}

impl Reading {
    /// Returns what is marked in the text: with [`Card::of`] and the text itself it makes up the
    /// reading.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        Marks {
            blocks: Cow::Borrowed(&self.document.blocks),
            pages: Cow::Borrowed(&self.document.pages),
            links: Cow::Borrowed(&self.document.links),
            attributions: Cow::Borrowed(&self.attributions),
        }
    }

    /// Puts a reading together again.
    #[must_use]
    pub fn assemble(card: Card, text: String, marks: Marks<'_>) -> Self {
        Self {
            document: Document {
                text,
                blocks: marks.blocks.into_owned(),
                pages: marks.pages.into_owned(),
                links: marks.links.into_owned(),
                ..card.front
            },
            attributions: marks.attributions.into_owned(),
            body_bytes: card.body_bytes,
        }
    }

    /// Reads a page.
    ///
    /// # Errors
    ///
    /// Fails if the page is of a type without readable text.
    pub fn of(input: &Input<'_>) -> Result<Self, ParseError> {
        let document = parse::document(input)?;
        Ok(Self {
            attributions: cite::attributions(&document),
            document,
            body_bytes: input.body.len() as u64,
        })
    }

    /// Reads of a page its links alone.
    ///
    /// # Errors
    ///
    /// Fails if the page is of a type without readable text.
    pub fn of_links(input: &Input<'_>) -> Result<Self, ParseError> {
        Ok(Self {
            attributions: Vec::new(),
            document: parse::scan_links(input)?,
            body_bytes: input.body.len() as u64,
        })
    }

    /// Returns every link of the page, and keeps those that stand in its text: the others are no
    /// evidence of anything, and there are very many.
    #[must_use]
    pub fn take_links(&mut self) -> Vec<PageLink> {
        let links = &mut self.document.links;
        let all = links
            .iter()
            .map(|link| PageLink {
                url: match &link.url {
                    Some(url) => url.to_string(),
                    None => link.href.clone(),
                },
                anchor: link.anchor.clone(),
                class: link.class,
            })
            .collect();
        links.retain(|link| link.class == LinkClass::Citation || link.span.is_some());
        links.shrink_to_fit();
        all
    }
}

/// A link of a page, as the table of links has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLink {
    /// Where it leads, or the `href` as written if that is not on the web.
    pub url: String,
    /// The link's text.
    pub anchor: String,
    /// What the link is for.
    pub class: LinkClass,
}

/// Where a record stands in the run's own archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordPlace {
    /// First byte of the record's gzip member.
    pub offset: u64,
    /// Length of that member in bytes.
    pub length: u64,
}
