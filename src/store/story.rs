//! What the story of a run is about, and which pages were judged by it.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::visit::steps_of;
use super::{Store, StoreError, put_meta};
use crate::frontier::Step;
use crate::urls::CanonicalUrl;

impl Store {
    /// Returns the story, if it is settled.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn story<T: DeserializeOwned>(&self) -> Result<Option<T>, StoreError> {
        match self.meta("story")? {
            Some(_) => self.meta_json("story").map(Some),
            None => Ok(None),
        }
    }

    /// Settles the story, together with the judgement of every page that waited for it: whether it
    /// is on the story.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; then nothing of it is kept.
    pub fn settle_story<T: Serialize>(
        &mut self,
        story: &T,
        judged: &[(CanonicalUrl, bool)],
    ) -> Result<(), StoreError> {
        let text = self.to_text(story)?;
        self.transact(|transaction| {
            let mut update =
                transaction.prepare_cached("UPDATE visit SET story = ?2 WHERE url = ?1")?;
            for (url, on_story) in judged {
                update.execute(params![url.as_str(), on_story])?;
            }
            put_meta(transaction, "story", &text)
        })
    }

    /// Returns the pages that were read and not judged yet, in the order of their addresses.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn unjudged(&self) -> Result<Vec<CanonicalUrl>, StoreError> {
        let rows = self.rows(
            "SELECT url FROM visit WHERE kind = 'read' AND story IS NULL ORDER BY url",
            |row| row.get::<_, String>(0),
        )?;
        Ok(rows
            .into_iter()
            .filter_map(|url| url.try_into().ok())
            .collect())
    }

    /// Returns where an address that was asked for leads.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn steps(&self, url: &CanonicalUrl) -> Result<Vec<(Step, CanonicalUrl)>, StoreError> {
        let lines = self.check(|database| {
            database
                .prepare_cached("SELECT steps FROM visit WHERE url = ?1")?
                .query_row([url.as_str()], |row| row.get::<_, String>(0))
                .optional()
        })?;
        let steps = lines.as_deref().map(steps_of).into_iter().flatten();
        Ok(steps
            .filter_map(|(step, to)| Some((step, to.to_owned().try_into().ok()?)))
            .collect())
    }
}
