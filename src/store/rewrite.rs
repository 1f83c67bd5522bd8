//! The end of a run: the archive in the order of the addresses.
//!
//! The new file is written beside the old one; then one transaction takes its places over and
//! says that the file is to be swapped in; then it is. A run that is killed in between is settled
//! at the next opening: swapped if the transaction stands, else the new file is dropped.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use rusqlite::params;

use super::{ARCHIVE, Store, StoreError, put_meta};
use crate::archive::{ArchiveError, rewrite_in_order};
use crate::corpus::RecordPlace;
use crate::frontier::Standing;
use crate::urls::{CanonicalUrl, HostKey};

/// Set while the new archive waits to be swapped in.
const SWAP: &str = "swap";

/// The file name of the new archive until then.
pub(super) fn new_name() -> String {
    format!("{ARCHIVE}.new")
}

impl Store {
    /// Ends the run: puts the archive into the order of the addresses, without the records that
    /// turned out not to count, and marks the run as finished.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; the run is then as it was.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        self.archive = None;
        let (from, to) = (self.folder.join(ARCHIVE), self.folder.join(new_name()));
        let order = self.records_that_count()?;
        let old: Vec<RecordPlace> = order.iter().map(|(_, place)| *place).collect();
        let new = rewrite_in_order(&from, &to, &old)?;
        self.transact(|transaction| {
            transaction.execute("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)", [])?;
            for ((id, _), place) in order.iter().zip(&new) {
                transaction
                    .prepare_cached("UPDATE record SET place = ?2, length = ?3 WHERE id = ?1")?
                    .execute(params![id, place.offset, place.length])?;
                transaction
                    .prepare_cached("INSERT INTO kept VALUES (?1)")?
                    .execute([id])?;
            }
            transaction.execute(
                "UPDATE visit SET record = NULL WHERE record NOT IN (SELECT id FROM kept)",
                [],
            )?;
            transaction.execute(
                "DELETE FROM record WHERE id NOT IN (SELECT id FROM kept)",
                [],
            )?;
            transaction.execute("DROP TABLE kept", [])?;
            put_meta(transaction, SWAP, "")?;
            put_meta(transaction, "complete", "")
        })?;
        self.settle_rewrite()
    }

    /// Swaps the new archive in if a transaction says so, else drops it.
    pub(super) fn settle_rewrite(&mut self) -> Result<(), StoreError> {
        let (new, old) = (self.folder.join(new_name()), self.folder.join(ARCHIVE));
        if self.meta(SWAP)?.is_none() {
            return unless_absent(fs::remove_file(&new), new);
        }
        unless_absent(fs::rename(&new, &old), old)?;
        self.transact(|transaction| {
            transaction.execute("DELETE FROM meta WHERE key = ?1", [SWAP])
        })?;
        Ok(())
    }

    /// Returns the records to keep, by address: the opening one, those of the addresses in scope,
    /// and the robots.txt of their hosts; of an address the last.
    fn records_that_count(&self) -> Result<Vec<(i64, RecordPlace)>, StoreError> {
        let frontier = self.frontier()?;
        let is_done = |url: &CanonicalUrl| frontier.standing(url) == Standing::Done;
        let hosts: BTreeSet<String> = frontier
            .reached()
            .into_iter()
            .filter(|url| is_done(url))
            .map(|url| HostKey::of(url).as_str().to_owned())
            .collect();
        let counts = |url: &str, robots_of: Option<&str>| match robots_of {
            Some(host) => hosts.contains(host),
            None => match CanonicalUrl::try_from(url.to_owned()) {
                Ok(url) => is_done(&url),
                Err(_) => url.is_empty(),
            },
        };
        let rows = self.rows(
            "SELECT max(id), url, place, length, robots_of FROM record
             GROUP BY url, robots_of IS NULL ORDER BY url, robots_of IS NULL",
            |row| {
                let place = RecordPlace {
                    offset: row.get(2)?,
                    length: row.get(3)?,
                };
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<String>>(4)?,
                    place,
                ))
            },
        )?;
        Ok(rows
            .into_iter()
            .filter(|(_, url, robots_of, _)| counts(url, robots_of.as_deref()))
            .map(|(id, _, _, place)| (id, place))
            .collect())
    }
}

fn unless_absent(result: io::Result<()>, path: PathBuf) -> Result<(), StoreError> {
    match result {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ArchiveError::Write { path, source }.into())
        }
        _ => Ok(()),
    }
}
