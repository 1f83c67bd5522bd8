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
