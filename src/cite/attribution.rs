//! Attributions: the types.

use serde::{Deserialize, Serialize};

use super::parts::Parts;
use crate::text::Span;

/// A source, the words that make it one, and what it is said to have said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who said it; `None` where the text does not tell ("it is said that").
    pub source: Option<Source>,
    /// The verb group, "according to", the noun, or the colon or dash.
    pub cue: Span,
    /// What was said: spans in text order, at least one.
    pub content: Vec<Span>,
    /// Whether these are the source's own words.
    pub quotation: Quotation,
    /// Sources that stand behind the source: "the Ledger reported, citing two officials".
    pub behind: Vec<Source>,
}

/// A naming of a source in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// The whole noun phrase, with titles and appositions.
    pub span: Span,
    /// Its head: the name, pronoun or noun.
    pub head: Span,
    /// The fullest naming of the same source in the document ("Sanna Aldane" for "she").
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// What the text tells of a source that it does not name; `None` of all others.
    #[serde(default)]
    pub parts: Option<Parts>,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A named human being.
    Person,
    /// A named body, or a document of one.
    Organization,
    /// Many, unnamed and not hidden: "Republicans", "critics".
    Group,
    /// Known to the reporter, not to the reader: "two officials briefed on the matter".
    Anonymous,
}

/// How much of the content is in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotation {
    /// All of it, or nearly.
    Direct,
    /// Some of it.
    Mixed,
    /// None.
    Indirect,
}

/// An outlet that the text names as having reported, without a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where the name stands.
    pub span: Span,
    /// The outlet's registrable domain, or its name where that is not known.
    pub outlet: String,
    /// How it is named.
    pub kind: MentionKind,
}

/// How an outlet is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// It reported: "according to the Ledger", "first reported by", "citing", "via".
    Report,
    /// Somebody told it: "told the Ledger".
    Told,
    /// A dateline, byline or credit line: "(Reuters)", "Staff and agencies".
    Byline,
}
