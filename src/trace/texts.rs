//! The texts of a run, which may be more than memory: kept in a temporary file once they are many.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use tempfile::{SpooledTempFile, spooled_tempfile, spooled_tempfile_in};

use super::sentence::Stretch;
use crate::corpus::{Reading, Shelf};
use crate::text::Span;
use crate::urls::CanonicalUrl;

/// Bytes of text that are held in memory.
const HELD: usize = 4 * 1024 * 1024;

/// The texts of documents, taken from the shelf one after the other.
///
/// Where one cannot be had it is empty, and [`Texts::check`] tells why: what is made of the texts
/// then counts for nothing.
pub struct Texts<'a> {
    shelf: &'a dyn Shelf,
    /// One past the last byte of each document: its text, and whatever else was put beside it.
    ends: Vec<u64>,
    spool: RefCell<SpooledTempFile>,
    held: RefCell<Option<(usize, Rc<str>)>>,
    failed: RefCell<Option<io::Error>>,
}

impl std::fmt::Debug for Texts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

impl<'a> Texts<'a> {
    /// Takes texts from `shelf`.
    #[must_use]
    pub fn new(shelf: &'a dyn Shelf) -> Self {
        let spool = match shelf.folder() {
            Some(folder) => spooled_tempfile_in(HELD, folder),
            None => spooled_tempfile(HELD),
        };
        Self {
            shelf,
            ends: Vec::new(),
            spool: RefCell::new(spool),
            held: RefCell::default(),
            failed: RefCell::default(),
        }
    }

    /// Takes the page at an address from the shelf, if it can be had.
    #[must_use]
    pub fn reading(&self, url: &CanonicalUrl) -> Option<Cow<'a, Reading>> {
        self.noted(self.shelf.reading(url))
    }

    /// Takes the text of the page at an address from the shelf.
    #[must_use]
    pub fn on_shelf(&self, url: &CanonicalUrl) -> Cow<'a, str> {
        self.noted(self.shelf.text(url)).unwrap_or_default()
    }

    /// Keeps the text of the next document.
    pub(super) fn push(&mut self, text: &str) {
        self.ends
            .push(self.ends.last().copied().unwrap_or_default());
        self.beside(text);
    }

    /// Keeps other words beside the text of the last document, and returns their place.
    pub(super) fn beside(&mut self, words: &str) -> Stretch {
        let last = self.ends.len().saturating_sub(1);
        let end = self.ends.last().copied().unwrap_or_default();
        let start = end - self.start(last);
        let spool = self.spool.get_mut();
        let written = spool
            .seek(SeekFrom::End(0))
            .and_then(|_| spool.write_all(words.as_bytes()));
        let end = match self.noted(written) {
            Some(()) => start + words.len() as u64,
            None => start,
        };
        if let Some(last) = self.ends.last_mut() {
            *last += end - start;
        }
        let small = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        Span::new(small(start), small(end)).into()
    }

    /// Returns the text of a document with the words beside it. The last is held: whoever goes from
    /// document to document may ask for it at every step.
    #[must_use]
    pub fn whole(&self, document: usize) -> Rc<str> {
        let mut held = self.held.borrow_mut();
        if let Some((known, text)) = held.as_ref()
            && *known == document
        {
            return text.clone();
        }
        let length = self.ends[document] - self.start(document);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let text: Rc<str> = self.part(document, Span::new(0, length).into()).into();
        *held = Some((document, text.clone()));
        text
    }

    fn start(&self, document: usize) -> u64 {
        document
            .checked_sub(1)
            .map_or(0, |before| self.ends[before])
    }

    /// Returns a part of the text of a document, or of the words beside it.
    #[must_use]
    pub fn part(&self, document: usize, part: Stretch) -> String {
        let start = self.start(document);
        let span = part.span();
        let mut spool = self.spool.borrow_mut();
        let mut bytes = vec![0; span.end - span.start];
        let read = spool
            .seek(SeekFrom::Start(start + span.start as u64))
            .and_then(|_| spool.read_exact(&mut bytes));
        self.noted(read)
            .and_then(|()| String::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Remembers the first error.
    fn noted<T>(&self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.failed.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    /// Fails if a text could not be had.
    ///
    /// # Errors
    ///
    /// The first error of the shelf or the temporary file, once.
    pub fn check(&self) -> io::Result<()> {
        match self.failed.borrow_mut().take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;

    #[test]
    fn texts_and_what_is_beside_them_are_found_again() {
        let corpus = Corpus::default();
        let mut texts = Texts::new(&corpus);
        texts.push("first");
        let anchor = texts.beside("an anchor");
        texts.push("");
        texts.push("Zweiter, größer");
        let other = texts.beside("x");
        assert_eq!(texts.part(0, Span::new(0, 5).into()), "first");
        assert_eq!(texts.part(0, anchor), "an anchor");
        assert_eq!(&*texts.whole(1), "");
        assert_eq!(texts.part(2, Span::new(0, 7).into()), "Zweiter");
        assert_eq!(texts.part(2, other), "x");
        assert!(texts.check().is_ok());
    }

    #[test]
    fn a_page_that_is_not_there_is_told_of() {
        let corpus = Corpus::default();
        let texts = Texts::new(&corpus);
        let url = CanonicalUrl::parse("http://a.test/1").unwrap();
        assert!(texts.reading(&url).is_none());
        assert!(texts.check().is_err());
    }
}
