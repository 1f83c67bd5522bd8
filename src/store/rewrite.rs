//! The end of a run: the archive in the order of the addresses.
//!
//! The new file is written beside the old one; then one transaction takes its places over and
//! says that the file is to be swapped in; then it is. A run that is killed in between is settled
//! when it is begun again: swapped if the transaction stands, else the new file is dropped.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use rusqlite::params;

use super::{ARCHIVE_FILE, Store, StoreError, put_meta};
use crate::archive::{ArchiveError, Stored, rewrite_in_order};
use crate::corpus::RecordPlace;
use crate::frontier::Standing;
use crate::urls::{CanonicalUrl, HostKey};

/// Set while the new archive waits to be swapped in.
const SWAP: &str = "swap";

/// The file name of the new archive until then.
pub(super) fn new_name() -> String {
    format!("{ARCHIVE_FILE}.new")
}

impl Store {
    /// Ends the run: puts the archive into the order of the addresses, without the records that
    /// turned out not to count, and marks the run as finished.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; the run is then as it was.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        self.prepare_rewrite()?;
        self.settle_rewrite()
    }

    /// Writes the new archive, and takes its places over.
    fn prepare_rewrite(&mut self) -> Result<(), StoreError> {
        let (from, to) = (self.folder.join(ARCHIVE_FILE), self.folder.join(new_name()));
        let order = self.records_that_count()?;
        let old: Vec<Stored> = order.iter().map(|(_, stored)| stored.clone()).collect();
        let new = rewrite_in_order(&from, &to, &old)?;
        self.check(|database| database.pragma_update(None, "synchronous", "FULL"))?;
        self.transact(|transaction| {
            transaction.execute("CREATE TEMP TABLE kept (id INTEGER PRIMARY KEY)", [])?;
            for ((id, _), Stored { place, whole, .. }) in order.iter().zip(&new) {
                transaction
                    .prepare_cached(
                        "UPDATE record SET place = ?2, length = ?3, whole = ?4 WHERE id = ?1",
                    )?
                    .execute(params![id, place.offset, place.length, whole])?;
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
        self.archive = None;
        Ok(())
    }

    /// Swaps the new archive in if a transaction says so, else drops it.
    pub(super) fn settle_rewrite(&mut self) -> Result<(), StoreError> {
        let (new, old) = (self.folder.join(new_name()), self.folder.join(ARCHIVE_FILE));
        if self.meta(SWAP)?.is_none() {
            return unless_absent(fs::remove_file(&new), new);
        }
        unless_absent(fs::rename(&new, &old), old)?;
        // The swap must be on disk before its note is taken away; not every system can tell.
        if let Ok(folder) = fs::File::open(&self.folder) {
            drop(folder.sync_all());
        }
        self.transact(|transaction| {
            transaction.execute("DELETE FROM meta WHERE key = ?1", [SWAP])
        })?;
        Ok(())
    }

    /// Returns the records to keep, by address: the opening one, those of the addresses in scope,
    /// the robots.txt of their hosts, and what was asked on the way to captures of them; of an
    /// address the last.
    fn records_that_count(&self) -> Result<Vec<(i64, Stored)>, StoreError> {
        let frontier = self.frontier()?;
        let done: BTreeSet<&CanonicalUrl> = frontier
            .survey()
            .filter(|found| found.standing == Standing::Done)
            .map(|found| found.url)
            .collect();
        let rows = self.record_rows()?;
        let is_done =
            |url: &str| CanonicalUrl::try_from(url.to_owned()).is_ok_and(|url| done.contains(&url));
        let asked = rows.iter().filter(|row| {
            let behalf = row.memento_of.as_deref().unwrap_or(&row.url);
            row.robots_of.is_none() && is_done(behalf)
        });
        let hosts: BTreeSet<String> = asked
            .filter_map(|row| CanonicalUrl::try_from(row.url.clone()).ok())
            .chain(done.iter().copied().cloned())
            .map(|url| HostKey::of(&url).as_str().to_owned())
            .collect();
        let counts = |row: &Row| match (&row.robots_of, &row.memento_of) {
            (Some(host), _) => hosts.contains(host),
            (None, Some(original)) => is_done(original),
            (None, None) => row.url.is_empty() || is_done(&row.url),
        };
        Ok(rows
            .into_iter()
            .filter(counts)
            .map(|row| (row.id, row.stored))
            .collect())
    }

    /// Returns the records by address, of those made on the same behalf the last.
    fn record_rows(&self) -> Result<Vec<Row>, StoreError> {
        self.rows(
            "SELECT max(id), url, place, length, whole, payload, robots_of, memento_of FROM record
             GROUP BY url, robots_of IS NULL, memento_of
             ORDER BY url, robots_of IS NULL, memento_of",
            |row| {
                Ok(Row {
                    id: row.get(0)?,
                    url: row.get(1)?,
                    stored: Stored {
                        place: RecordPlace {
                            offset: row.get(2)?,
                            length: row.get(3)?,
                        },
                        whole: row.get(4)?,
                        payload: row.get(5)?,
                    },
                    robots_of: row.get(6)?,
                    memento_of: row.get(7)?,
                })
            },
        )
    }
}

/// A record as the database knows it.
struct Row {
    id: i64,
    url: String,
    stored: Stored,
    robots_of: Option<String>,
    memento_of: Option<String>,
}

fn unless_absent(result: io::Result<()>, path: PathBuf) -> Result<(), StoreError> {
    match result {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ArchiveError::Write { path, source }.into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Draft, Headers, Message, RecordSpot, Records};
    use crate::corpus::{Corpus, Outcome};
    use crate::frontier::Limits;
    use crate::store::{Completion, RunIdentity};
    use jiff::Timestamp;
    use std::collections::BTreeMap;
    use std::path::Path;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const SEEDS: [&str; 3] = ["http://c.test/", "http://a.test/", "http://b.test/"];

    fn run() -> RunIdentity {
        RunIdentity {
            seeds: SEEDS.map(|url| CanonicalUrl::parse(url).unwrap()).to_vec(),
            settings: BTreeMap::new(),
            may_differ: &[],
            limits: Limits::new(0, 9),
        }
    }

    /// A run whose visits are made, but not finished.
    fn visited(folder: &Path) -> Store {
        let mut store = Store::open(folder).unwrap();
        store
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap();
        for url in &run().seeds {
            let message = Message {
                status: 404,
                headers: Headers::default(),
                body: url.as_str().into(),
            };
            let outcome = Outcome::failed("dead", None);
            store
                .complete(&Completion {
                    url,
                    outcome: &outcome,
                    retrieved: Some(NOW),
                    record: Some(Draft::response(url.as_str(), NOW, &message)),
                    steps: &[],
                    links: &[],
                    on_story: None,
                    host_ready: None,
                    now: NOW,
                })
                .unwrap();
        }
        store
    }

    /// Checks that the record of every target is where the corpus says.
    fn check(folder: &Path) -> Corpus {
        let corpus = Store::open(folder).unwrap().corpus().unwrap();
        assert_eq!(corpus.targets.len(), SEEDS.len());
        for target in &corpus.targets {
            let offset = target.record.unwrap().offset;
            let spot = RecordSpot { offset, inner: 0 };
            let mut records = Records::open_at(&folder.join(ARCHIVE_FILE), spot, 1000).unwrap();
            let record = records.next().unwrap().unwrap();
            assert_eq!(record.target(), Some(target.url.as_str()));
        }
        corpus
    }

    #[test]
    fn the_records_of_a_finished_run_are_in_the_order_of_their_addresses() {
        let folder = tempfile::tempdir().unwrap();
        visited(folder.path()).finish().unwrap();
        let corpus = check(folder.path());
        assert!(corpus.targets.is_sorted_by_key(|target| target.record));
    }

    #[test]
    fn a_run_killed_before_the_swap_is_settled_when_begun_again() {
        let folder = tempfile::tempdir().unwrap();
        visited(folder.path()).prepare_rewrite().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        store
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap();
        drop(store);
        check(folder.path());
        assert!(!folder.path().join(new_name()).exists());
    }

    #[test]
    fn a_half_written_archive_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        drop(visited(folder.path()));
        fs::write(folder.path().join(new_name()), "half").unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        store
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap();
        assert!(!folder.path().join(new_name()).exists());
        store.finish().unwrap();
        drop(store);
        check(folder.path());
    }

    #[test]
    fn visits_whose_records_are_lost_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        drop(visited(folder.path()));
        let archive = folder.path().join(ARCHIVE_FILE);
        let length = fs::metadata(&archive).unwrap().len();
        fs::File::options()
            .write(true)
            .open(&archive)
            .unwrap()
            .set_len(length - 1)
            .unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        store
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap();
        let pending: Vec<_> = store
            .corpus()
            .unwrap()
            .targets
            .into_iter()
            .filter(|target| target.outcome == Outcome::Pending)
            .map(|target| target.url.to_string())
            .collect();
        assert_eq!(pending, ["http://b.test/"]);
    }

    #[test]
    fn one_run_at_a_time_writes_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let first = visited(folder.path());
        let mut second = Store::open(folder.path()).unwrap();
        let error = second
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap_err();
        assert!(
            error.to_string().contains("another run is writing"),
            "{error}"
        );
        drop(first);
        second
            .begin(&run(), NOW, &Draft::info(NOW, "test", "obey"))
            .unwrap();
    }
}
