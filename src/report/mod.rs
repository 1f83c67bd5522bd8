//! The result of a run: everything that an exporter may show, in stable order.
//!
//! [`Report`] mirrors `trace.json` field by field; tools outside the project read that file, so
//! these names are a promise. Offsets here count Unicode scalar values of the document's text,
//! start inclusive, end exclusive. Ids are strings, unique across documents (`d1`), sources (`s1`),
//! citations (`e1`) and claims (`c1`).
//!
//! Of a large run the whole report is more than should be held at once. [`Findings`] are its parts
//! one by one: those of a report, or those that an [`Analysis`] makes as they are asked for.

mod analysis;
mod diff;
mod findings;
mod outcomes;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cite::{Parts, SourceKind};
use crate::parse::DateMethod;

pub use analysis::Analysis;
pub use diff::{Changed, Changes, CitationNote, ClaimNote, Diff, DocumentNote, OriginNote};
pub use findings::Findings;
pub use outcomes::Fate;
pub use words::count;

pub use crate::manual::Mark;
pub use crate::trace::{CitationKind, Interval, MergedBy, Support, Verdict};

/// The version of the layout of `trace.json`.
pub const SCHEMA: u32 = 1;

/// Everything that a run found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The run itself.
    pub run: Run,
    /// Every target, read or not; the seeds first.
    pub documents: Vec<Document>,
    /// Everybody who is said to have said something.
    pub sources: Vec<Source>,
    /// Who cites whom, with the sentence.
    pub citations: Vec<Citation>,
    /// What is stated, and where it comes from; the story's main claims first.
    pub claims: Vec<Claim>,
}

/// A run: its settings and how far it came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The version of the program.
    pub headwater: String,
    /// The seeds as canonical URLs, or as file names.
    pub seeds: Vec<String>,
    /// When the crawl began, RFC 3339.
    pub started: String,
    /// When the analysis ended, RFC 3339.
    pub finished: String,
    /// Every setting in force.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// How many targets ended in which state.
    pub counts: Counts,
    /// What could not be seen, in sentences.
    pub notes: Vec<String>,
}

/// How many documents ended in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Read.
    pub fetched: usize,
    /// Dead, refused, or failed otherwise.
    pub failed: usize,
    /// Left out on purpose: robots, depth, budget.
    pub excluded: usize,
    /// Not reached yet.
    pub pending: usize,
    /// Bytes of the bodies that were read.
    pub bytes: u64,
}

/// What a document takes over from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reprint {
    /// The document that it most likely takes it from.
    pub of: String,
    /// Whether it is a copy of it.
    pub kind: ReprintKind,
    /// Share of its runs of five words that stand there, 0 to 1.
    pub share: f64,
    /// Why that document is taken for the original.
    pub reason: ReprintReason,
}

/// How much a document takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReprintKind {
    /// Most of the running text.
    Copy,
    /// Some sentences.
    Derived,
}

/// Why one of two documents is taken for the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReprintReason {
    /// The other names its outlet in a byline, dateline or credit line.
    Credit,
    /// It is dated earlier.
    Date,
    /// It is longer; dates do not tell.
    Length,
}

/// A target: a page that was read, or one that could not be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// `d1`, `d2`, …
    pub id: String,
    /// The final address.
    pub url: String,
    /// The address that the page calls canonical, if it is believed.
    pub canonical_url: Option<String>,
    /// Every other address that led here.
    pub aliases: Vec<String>,
    /// The redirects among these: chains of addresses, each from the one that was asked for first.
    #[serde(default)]
    pub redirects: Vec<Vec<String>>,
    /// Whether it was read.
    pub state: State,
    /// Why it was not read, or not whole.
    pub reason: Option<String>,
    /// What shows that, in words for a reader: `HTTP 403`, `soft-404: …`, `private address`.
    #[serde(default)]
    pub detail: Option<String>,
    /// Links from the nearest seed; 0 for a seed.
    pub depth: u32,
    /// The document that first cited it; `None` for a seed.
    pub via: Option<String>,
    /// Media type, once read.
    pub media_type: Option<String>,
    /// Who publishes it.
    pub outlet: Outlet,
    /// The headline.
    pub title: Option<String>,
    /// The authors, in order.
    pub authors: Vec<String>,
    /// RFC 3339 time or bare date of publication.
    pub published: Option<String>,
    /// How that date was found.
    pub published_by: Option<DateMethod>,
    /// RFC 3339 time or bare date of the last change.
    pub modified: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Words of the main text.
    pub words: usize,
    /// Whether the text is cut short.
    pub partial: bool,
    /// SHA-256 of the text, hexadecimal.
    pub text_sha256: Option<String>,
    /// When it was fetched or captured, RFC 3339.
    pub retrieved: Option<String>,
    /// When a web archive captured what was read in place of the page, RFC 3339.
    #[serde(default)]
    pub captured: Option<String>,
    /// The address of that capture.
    #[serde(default)]
    pub memento: Option<String>,
    /// Where its bytes are.
    pub record: Option<Record>,
    /// The document that this one most likely reprints.
    pub copy_of: Option<String>,
    /// What was done to it by hand.
    #[serde(default)]
    pub manual: Option<Mark>,
    /// What it takes over from another document, as its copy or in some sentences.
    #[serde(default)]
    pub reprint: Option<Reprint>,
    /// The story that it tells, `t1`, `t2`, …: documents about one matter tell one. `None` if it was
    /// not read.
    #[serde(default)]
    pub story: Option<String>,
}

/// Whether a target was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It was read.
    Fetched,
    /// It was asked for and could not be read.
    Failed,
    /// It was not asked for, on purpose.
    Excluded,
    /// It was not asked for yet.
    Pending,
}

/// Who publishes a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outlet {
    /// The site's name, or its host where none is known; a local file's name.
    pub name: String,
    /// The registrable domain; a local file's name.
    pub domain: String,
}

/// A WARC record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// File name, relative to the output folder.
    pub file: String,
    /// First byte of the record's gzip member.
    pub offset: u64,
    /// Length of that member in bytes.
    pub length: u64,
}

/// Somebody who is said to have said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `s1`, `s2`, …
    pub id: String,
    /// The fullest naming.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Other namings, sorted.
    pub aliases: Vec<String>,
    /// The group that it is rolled up into.
    pub affiliation: Option<String>,
    /// What is told of it, if it is anonymous: in what words, of which body, how many they are, to
    /// whom it was said, and on what occasion or condition.
    #[serde(default)]
    pub parts: Option<Parts<Passage>>,
    /// Why several documents' sources are this one, sorted; empty for a source of one document.
    #[serde(default)]
    pub merged_by: Vec<MergedBy>,
    /// What was done to it by hand.
    #[serde(default)]
    pub manual: Option<Mark>,
    /// Whether it is an outlet that is said to have reported, of which no article is known: it
    /// stands for one that was not read.
    #[serde(default)]
    pub outlet: bool,
}

/// Words of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub document: String,
    /// The words.
    pub text: String,
    /// Their first character in the document's text.
    pub start: usize,
    /// One past their last character.
    pub end: usize,
}

/// One document citing another, or a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// `e1`, `e2`, …
    pub id: String,
    /// The citing document.
    pub from: String,
    /// The cited document or source.
    pub to: String,
    /// How it is cited.
    pub kind: CitationKind,
    /// Whether the cited document says what the citing sentence says; `None` for a source.
    pub support: Option<Support>,
    /// The words that show it.
    pub evidence: Evidence,
    /// Whether it was marked as wrong by hand: then no claim rests on it.
    #[serde(default)]
    pub manual: Option<Mark>,
    /// Whether the cited document is dated, by days, after the citing one and its last change: one of
    /// the dates, or the citation, is wrong.
    #[serde(default)]
    pub later: bool,
}

/// The words that show a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The citing sentence.
    pub text: String,
    /// The sentence before it.
    #[serde(default)]
    pub before: Option<String>,
    /// The sentence after it.
    #[serde(default)]
    pub after: Option<String>,
    /// Its first character in the document's text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// The attribution's cue.
    pub cue: Option<String>,
    /// The words in quotation marks.
    pub quote: Option<String>,
    /// The link's text.
    pub anchor: Option<String>,
    /// The link's target as written.
    pub href: Option<String>,
    /// The sentence of the cited document that matches best.
    pub cited_text: Option<String>,
    /// The longest run of 25 words or more that stands in both documents; `None` for a copy, which
    /// shares nearly all.
    #[serde(default)]
    pub passage: Option<SharedPassage>,
}

/// Words in a row that a document shares with one that it cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedPassage {
    /// The words, as the citing document has them.
    pub text: String,
    /// How many they are.
    pub words: usize,
    /// Their first character in the citing document's text.
    pub start: usize,
    /// One past their last character there.
    pub end: usize,
    /// Their first character in the cited document's text.
    pub cited_start: usize,
    /// One past their last character there.
    pub cited_end: usize,
}

/// Something that documents state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `c1`, `c2`, …
    pub id: String,
    /// The statement that stands for it.
    pub text: String,
    /// Every statement of it.
    pub statements: Vec<Statement>,
    /// Where the chains end; those that most documents reach first.
    pub origins: Vec<Origin>,
    /// How many of them are independent.
    pub independent: Interval,
    /// Inverse Simpson index over the documents' origins: 1 when all rest on one, n when they
    /// spread evenly over n; 0 without origins.
    pub effective_origins: f64,
    /// Documents that every chain of at least two thirds of the documents passes on its way.
    pub chokepoints: Vec<String>,
    /// Documents that cite each other in a circle.
    pub loops: Vec<Vec<String>>,
    /// Citations whose target was read and does not say it.
    pub unsupported: Vec<Unsupported>,
    /// Documents that state it.
    pub documents: usize,
    /// Registrable domains among them.
    pub outlets: usize,
    /// The earliest dated document that states it.
    pub first: Option<First>,
    /// What the chains show.
    pub verdict: Verdict,
    /// The verdict in one sentence.
    pub because: String,
    /// How many groups the origins make up, where some belong to one: all of one affiliation are one
    /// group, and every other origin is one. `None` if none has an affiliation.
    #[serde(default)]
    pub groups: Option<usize>,
    /// What was done to it by hand.
    #[serde(default)]
    pub manual: Option<Mark>,
    /// Numbers on which the statements do not agree.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// What several documents quote alike, in whatever wording.
    #[serde(default)]
    pub utterances: Vec<Utterance>,
    /// Who denies it, and where.
    #[serde(default)]
    pub denied_by: Vec<Denial>,
}

impl Claim {
    /// Returns the statements that do not deny the claim.
    pub fn assertions(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|said| !said.denies)
    }
}

/// A number that some statements of a claim give, where others give another of the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The number with the words around it, as the first of the statements has it.
    pub text: String,
    /// The number.
    pub value: f64,
    /// The statements that give it, by their place among [`Claim::statements`], from 0.
    pub statements: Vec<usize>,
    /// How many documents give it.
    pub documents: usize,
}

/// Words that several documents quote, cut short or changed as they may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// The longest wording.
    pub text: String,
    /// Where it is quoted.
    pub quotations: Vec<Quoted>,
    /// How many documents quote it.
    pub documents: usize,
}

/// A quotation in a statement of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The statement, by its place among [`Claim::statements`], from 0.
    pub statement: usize,
    /// Where it begins in the document's text, without the mark.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A statement that denies a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// The document that tells of it.
    pub document: String,
    /// The statement, by its place among [`Claim::statements`], from 0.
    pub statement: usize,
    /// Those who deny it there; empty: the document itself.
    pub by: Vec<String>,
}

/// A sentence that states a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The document that states it.
    pub document: String,
    /// The sentence.
    pub text: String,
    /// The sentence before it.
    #[serde(default)]
    pub before: Option<String>,
    /// The sentence after it.
    #[serde(default)]
    pub after: Option<String>,
    /// Its first character in the document's text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// Where the document has it from; empty: asserted on its own authority.
    pub upstream: Vec<Upstream>,
    /// Whether it denies the claim: then the document is not counted for it, and no chain begins here.
    #[serde(default)]
    pub denies: bool,
}

/// One step toward an origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Upstream {
    /// The document or source that the statement rests on.
    pub node: String,
    /// The citation that shows it.
    pub citation: String,
    /// The cited document that this source stands behind.
    pub through: Option<String>,
}

/// An end of the chains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// A document or a source.
    pub node: String,
    /// Other nodes that are the same origin: a source beside its own page.
    #[serde(default)]
    pub also: Vec<String>,
    /// How many documents reach it.
    pub documents: usize,
    /// Whether it could be read.
    pub state: OriginState,
}

/// Whether an origin could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OriginState {
    /// A document that was read, or a source.
    Reached,
    /// A document that was not read.
    Unread,
    /// A document that is gone.
    Dead,
}

/// A citation whose target does not say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsupported {
    /// The citation.
    pub citation: String,
    /// The citing document.
    pub from: String,
    /// The cited document.
    pub to: String,
}

/// The earliest document of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    /// The document.
    pub document: String,
    /// Its date.
    pub published: Option<String>,
}
