//! The parts of a result, one by one.

use std::borrow::Cow;
use std::io;

use super::outcomes::{Fate, fates};
use super::{Citation, CitationKind, Claim, Document, Report, Run, Source};

/// What a run found, part by part: exporters need no more than one citation or claim at a time.
pub trait Findings {
    /// The run itself.
    fn run(&self) -> &Run;

    /// As [`Report::documents`].
    fn documents(&self) -> &[Document];

    /// Returns what became of the documents, by state and then reason. Each document counts once.
    fn fates(&self) -> Vec<Fate> {
        fates(self.documents())
    }

    /// As [`Report::sources`].
    fn sources(&self) -> &[Source];

    /// How many citations there are.
    fn citation_count(&self) -> usize;

    /// Returns one of [`Report::citations`]; `number` is below their count.
    fn citation(&self, number: usize) -> Cow<'_, Citation>;

    /// Returns the ids of the citing and the cited node of a citation, and how it cites.
    fn ends(&self, number: usize) -> (Cow<'_, str>, Cow<'_, str>, CitationKind);

    /// Returns the number of the citation that is called `id`.
    fn citation_number(&self, id: &str) -> Option<usize>;

    /// How many claims there are.
    fn claim_count(&self) -> usize;

    /// Returns one of [`Report::claims`]; `number` is below their count.
    fn claim(&self, number: usize) -> Cow<'_, Claim>;

    /// Fails if some part could not be made whole, for want of a page's text.
    ///
    /// # Errors
    ///
    /// What kept the text.
    fn check(&self) -> io::Result<()>;
}

impl dyn Findings + '_ {
    /// Returns every citation, in order.
    pub fn citations(&self) -> impl Iterator<Item = Cow<'_, Citation>> {
        (0..self.citation_count()).map(|number| self.citation(number))
    }

    /// Returns every claim, in order.
    pub fn claims(&self) -> impl Iterator<Item = Cow<'_, Claim>> {
        (0..self.claim_count()).map(|number| self.claim(number))
    }
}

impl Findings for Report {
    fn run(&self) -> &Run {
        &self.run
    }

    fn documents(&self) -> &[Document] {
        &self.documents
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn citation_count(&self) -> usize {
        self.citations.len()
    }

    fn citation(&self, number: usize) -> Cow<'_, Citation> {
        Cow::Borrowed(&self.citations[number])
    }

    fn ends(&self, number: usize) -> (Cow<'_, str>, Cow<'_, str>, CitationKind) {
        let citation = &self.citations[number];
        (
            Cow::Borrowed(&citation.from),
            Cow::Borrowed(&citation.to),
            citation.kind,
        )
    }

    fn citation_number(&self, id: &str) -> Option<usize> {
        let is_called = |citation: &Citation| citation.id == id;
        // As a rule they are numbered in their order.
        let number = id
            .strip_prefix('e')
            .and_then(|number| number.parse::<usize>().ok());
        let place = number.and_then(|number| number.checked_sub(1));
        place
            .filter(|&place| self.citations.get(place).is_some_and(is_called))
            .or_else(|| self.citations.iter().position(is_called))
    }

    fn claim_count(&self) -> usize {
        self.claims.len()
    }

    fn claim(&self, number: usize) -> Cow<'_, Claim> {
        Cow::Borrowed(&self.claims[number])
    }

    fn check(&self) -> io::Result<()> {
        Ok(())
    }
}
