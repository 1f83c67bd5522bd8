//! What was read at an address: its card, its text, and what is marked in the text.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError};
use crate::cite::Attribution;
use crate::corpus::{Card, Outcome, Reading, Shelf};
use crate::parse::{Block, Document, Link};
use crate::urls::CanonicalUrl;

/// What is marked in a text, as the column `marks` has it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Marks<'a> {
    blocks: Cow<'a, [Block]>,
    pages: Cow<'a, [usize]>,
    links: Cow<'a, [Link]>,
    attributions: Cow<'a, [Attribution]>,
}

impl<'a> Marks<'a> {
    /// Returns the marks of a page.
    pub(super) fn of(reading: &'a Reading) -> Self {
        Self {
            blocks: Cow::Borrowed(&reading.document.blocks),
            pages: Cow::Borrowed(&reading.document.pages),
            links: Cow::Borrowed(&reading.document.links),
            attributions: Cow::Borrowed(&reading.attributions),
        }
    }
}

/// Puts together what the columns of a page hold.
fn assemble(outcome: Outcome<Card>, text: String, marks: Marks<'_>) -> Option<Reading> {
    let Outcome::Read(card) = outcome else {
        return None;
    };
    Some(Reading {
        document: Document {
            text,
            blocks: marks.blocks.into_owned(),
            pages: marks.pages.into_owned(),
            links: marks.links.into_owned(),
            ..card.front
        },
        attributions: marks.attributions.into_owned(),
        body_bytes: card.body_bytes,
    })
}

impl Store {
    /// Returns what was read at an address, if it was.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn reading(&self, url: &CanonicalUrl) -> Result<Option<Reading>, StoreError> {
        let found = self.check(|database| {
            database
                .prepare_cached(
                    "SELECT outcome, text, marks FROM visit WHERE url = ?1 AND kind = 'read'",
                )?
                .query_row([url.as_str()], |row| {
                    Ok((
                        serde_json::from_slice(row.get_ref(0)?.as_bytes()?),
                        row.get::<_, String>(1)?,
                        serde_json::from_slice(row.get_ref(2)?.as_bytes()?),
                    ))
                })
                .optional()
        })?;
        let Some((outcome, text, marks)) = found else {
            return Ok(None);
        };
        let outcome = outcome.map_err(|source| self.damaged(source))?;
        let marks = marks.map_err(|source| self.damaged(source))?;
        Ok(assemble(outcome, text, marks))
    }

    fn text_of(&self, url: &CanonicalUrl) -> Result<Option<String>, StoreError> {
        self.check(|database| {
            database
                .prepare_cached("SELECT text FROM visit WHERE url = ?1 AND kind = 'read'")?
                .query_row([url.as_str()], |row| row.get(0))
                .optional()
        })
    }
}

impl Shelf for Store {
    fn folder(&self) -> Option<&Path> {
        Some(&self.folder)
    }

    fn reading(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, Reading>> {
        let reading = Self::reading(self, url).map_err(io::Error::other)?;
        reading.map(Cow::Owned).ok_or_else(|| missing(url))
    }

    fn text(&self, url: &CanonicalUrl) -> io::Result<Cow<'_, str>> {
        let text = self.text_of(url).map_err(io::Error::other)?;
        text.map(Cow::Owned).ok_or_else(|| missing(url))
    }
}

fn missing(url: &CanonicalUrl) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("'{url}' was not read"))
}
