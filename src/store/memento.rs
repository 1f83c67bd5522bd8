//! The search for captures of addresses that gave nothing, as it stands on disk.
//!
//! What is sought, and by which moment, is written down in one transaction before the first
//! question is asked, so that a resumed run seeks the same.

use jiff::Timestamp;
use rusqlite::params;

use super::politeness::forget_attempts;
use super::visit::write_visit;
use super::{Behalf, Completion, Store, StoreError, insert_record, put_host, put_meta};
use crate::archive::Draft;
use crate::corpus::{Memento, Outcome};
use crate::urls::{CanonicalUrl, HostKey};

/// The end of the search for a capture of an address.
#[derive(Debug)]
pub struct Search<'a> {
    /// What becomes of the address if a capture was found; its record is left out.
    pub visit: &'a Completion<'a>,
    /// Every response on the way; the last is the capture, if one was found.
    pub records: &'a [(CanonicalUrl, Draft)],
    /// The capture's address and when it was captured; `None` if none was found.
    pub found: Option<(&'a CanonicalUrl, Timestamp)>,
    /// The host that was asked last.
    pub host: &'a HostKey,
}

impl Store {
    /// Returns the addresses that could not be read and were not sought yet, with what became of
    /// them and whether there was a response, in order.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn unread(&self) -> Result<Vec<(CanonicalUrl, Outcome, bool)>, StoreError> {
        let rows = self.rows(
            "SELECT url, outcome, retrieved IS NOT NULL FROM visit
             WHERE kind = 'failed' AND url NOT IN (SELECT url FROM memento) ORDER BY url",
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, bool>(2)?,
                ))
            },
        )?;
        let mut unread = Vec::new();
        for (url, outcome, answered) in rows {
            let outcome =
                serde_json::from_slice(&outcome).map_err(|source| self.damaged(source))?;
            if let Ok(url) = CanonicalUrl::try_from(url) {
                unread.push((url, outcome, answered));
            }
        }
        Ok(unread)
    }

    /// Returns the captures that were found, by the address that they stand for.
    pub(super) fn mementos(&self) -> Result<Vec<(CanonicalUrl, Memento)>, StoreError> {
        let rows = self.rows(
            "SELECT url, address, captured, instead_of FROM memento WHERE address IS NOT NULL",
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, Vec<u8>>(3)?,
                ))
            },
        )?;
        let mut mementos = Vec::new();
        for (url, address, captured, instead_of) in rows {
            let instead_of =
                serde_json::from_slice(&instead_of).map_err(|source| self.damaged(source))?;
            if let (Ok(url), Ok(address), Ok(captured)) =
                (url.try_into(), address.try_into(), captured.parse())
            {
                let memento = Memento {
                    address,
                    captured,
                    instead_of,
                };
                mementos.push((url, memento));
            }
        }
        Ok(mementos)
    }

    /// Returns when a page that was read says it was published: an RFC 3339 time or a bare date.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn published(&self, url: &CanonicalUrl) -> Result<Option<String>, StoreError> {
        let reading = self.reading(url)?;
        Ok(reading.and_then(|reading| Some(reading.document.published?.value)))
    }

    /// Returns when the run was begun.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn started(&self) -> Result<Timestamp, StoreError> {
        let text = self.meta("started")?.unwrap_or_default();
        Ok(text.parse().unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// Notes that captures of addresses are to be sought, each nearest to its moment.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; then nothing of it is kept.
    pub fn seek(&mut self, sought: &[(CanonicalUrl, Timestamp)]) -> Result<(), StoreError> {
        self.transact(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO memento (url, moment, done) VALUES (?1, ?2, 0)",
            )?;
            for (url, moment) in sought {
                insert.execute([url.as_str(), &moment.to_string()])?;
            }
            Ok(())
        })
    }

    /// Returns what is still to be sought, in order.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn sought(&self) -> Result<Vec<(CanonicalUrl, Timestamp)>, StoreError> {
        let rows = self.rows(
            "SELECT url, moment FROM memento WHERE done = 0 ORDER BY url",
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        let parsed = rows
            .into_iter()
            .filter_map(|(url, moment)| Some((url.try_into().ok()?, moment.parse().ok()?)));
        Ok(parsed.collect())
    }

    /// Writes the end of a search down: what was found takes the place of what had become of the
    /// address.
    ///
    /// # Errors
    ///
    /// As [`Store::complete`].
    pub fn complete_search(&mut self, search: &Search<'_>) -> Result<(), StoreError> {
        let mut records = Vec::new();
        for (url, draft) in search.records {
            records.push((url, self.append(draft)?));
        }
        let visit = search.visit;
        let row = self.visit_row(visit)?;
        self.transact(|transaction| {
            let mut last = None;
            for (url, stored) in &records {
                let behalf = Behalf::Memento(visit.url);
                last = Some(insert_record(transaction, url, stored, behalf)?);
            }
            if let Some((address, captured)) = search.found {
                transaction.execute(
                    "UPDATE memento SET address = ?2, captured = ?3,
                         instead_of = (SELECT outcome FROM visit WHERE visit.url = ?1)
                     WHERE url = ?1",
                    params![visit.url.as_str(), address.as_str(), captured.to_string()],
                )?;
                write_visit(transaction, visit, &row, last)?;
            }
            transaction.execute(
                "UPDATE memento SET done = 1 WHERE url = ?1",
                [visit.url.as_str()],
            )?;
            forget_attempts(transaction, visit.url)?;
            if let Some(ready_at) = visit.host_ready {
                put_host(transaction, search.host, ready_at)?;
            }
            put_meta(transaction, "finished", &visit.now.to_string())
        })
    }
}
