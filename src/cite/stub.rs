//! Names of outlets.

use super::Mention;

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
