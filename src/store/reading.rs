//! What was read at an address: its card, its text, and what is marked in the text.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use rusqlite::OptionalExtension;

use super::{Store, StoreError};
use crate::corpus::{Card, Outcome, Reading, Shelf};
use crate::urls::CanonicalUrl;

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
        let outcome: Outcome<Card> = outcome.map_err(|source| self.damaged(source))?;
        let marks = marks.map_err(|source| self.damaged(source))?;
        Ok(match outcome {
            Outcome::Read(card) => Some(Reading::assemble(*card, text, marks)),
            _ => None,
        })
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
