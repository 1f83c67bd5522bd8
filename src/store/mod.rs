//! The state of a run on disk: the only home of SQL.
//!
//! One folder holds one run: `trace.db`, a `SQLite` database, beside `pages.warc.gz`, the archive.
//! Each visit is one append to the archive and then one transaction, so that a run that is killed
//! at any moment goes on where its last transaction left it. What the archive holds past the
//! records that the database knows is cut off at the next opening.

mod corpus;
mod error;
mod memento;
mod peek;
mod politeness;
mod reading;
mod rewrite;
mod story;
mod visit;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::archive::{ArchiveError, ArchiveWriter, Draft, Stored};
use crate::corpus::ARCHIVE_FILE;
use crate::frontier::Limits;
use crate::urls::{CanonicalUrl, HostKey};

pub use error::StoreError;
pub use memento::Search;
pub use politeness::RobotsNote;
pub use visit::Completion;

/// The file name of the database in the output folder.
pub const DATABASE: &str = "trace.db";

/// The version of the layout of the database.
const SCHEMA_VERSION: i64 = 5;

/// How far the run in a folder came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// There is none yet.
    New,
    /// It was interrupted.
    Unfinished,
    /// It came to its end.
    Finished,
}

/// What a run is about; a run is only resumed as what it was begun as.
#[derive(Debug, Clone, PartialEq)]
pub struct RunIdentity {
    /// The addresses that the crawl starts from, in the order given.
    pub seeds: Vec<CanonicalUrl>,
    /// Every setting, by name.
    pub settings: BTreeMap<String, Value>,
    /// The settings that may differ when a run is resumed.
    pub may_differ: &'static [&'static str],
    /// How far it goes.
    pub limits: Limits,
}

/// The run in one folder.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    database: Connection,
    archive: Option<ArchiveWriter>,
}

impl Store {
    /// Opens the run in `folder`, which is made if absent.
    ///
    /// # Errors
    ///
    /// Fails if the folder cannot be written, or was written by another version.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let path = folder.join(DATABASE);
        let database = open_database(&path).map_err(|source| StoreError::Database {
            path: path.clone(),
            source,
        })?;
        let mut store = Self {
            folder: folder.to_owned(),
            database,
            archive: None,
        };
        match store.version()? {
            SCHEMA_VERSION => {}
            0 => store.create_schema()?,
            found => return Err(StoreError::Version { path, found }),
        }
        Ok(store)
    }

    /// Returns the version of the layout; 0 if there is none yet.
    fn version(&self) -> Result<i64, StoreError> {
        self.check(|database| {
            database.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        })
    }

    /// Removes the run in `folder`, if there is one, so that [`Store::open`] begins anew.
    ///
    /// # Errors
    ///
    /// Fails if a file of it cannot be removed.
    pub fn remove(folder: &Path) -> Result<(), StoreError> {
        for name in [
            DATABASE.to_owned(),
            format!("{DATABASE}-wal"),
            format!("{DATABASE}-shm"),
            ARCHIVE_FILE.to_owned(),
            rewrite::new_name(),
        ] {
            match fs::remove_file(folder.join(name)) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::Folder {
                        path: folder.to_owned(),
                        source,
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Returns how far the run came.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn status(&self) -> Result<Status, StoreError> {
        Ok(if self.meta("seeds")?.is_none() {
            Status::New
        } else if self.meta("complete")?.is_some() {
            Status::Finished
        } else {
            Status::Unfinished
        })
    }

    /// Begins the run, or goes on with it, and opens its archive, whose first record is `info`.
    ///
    /// # Errors
    ///
    /// Fails if the folder holds a run of other seeds or settings, or cannot be written.
    pub fn begin(
        &mut self,
        run: &RunIdentity,
        now: Timestamp,
        info: &Draft,
    ) -> Result<Status, StoreError> {
        let status = self.status()?;
        if status != Status::New {
            self.check_identity(run)?;
        }
        if status == Status::Finished {
            self.settle_rewrite()?;
            return Ok(status);
        }
        let path = self.folder.join(ARCHIVE_FILE);
        if status == Status::Unfinished {
            let length = fs::metadata(&path).map_or(0, |metadata| metadata.len());
            self.forget_beyond(length)?;
        }
        let end = self.archive_end()?;
        self.archive = Some(ArchiveWriter::open(&path, end)?);
        self.settle_rewrite()?;
        if end == 0 {
            let stored = self.append(info)?;
            self.transact(|transaction| insert_info(transaction, &stored))?;
        }
        if status == Status::New {
            self.write_identity(run, now)?;
        }
        Ok(status)
    }

    /// Forgets the visits whose records are missing from an archive of `length` bytes, as after a
    /// loss of power: they are made again.
    fn forget_beyond(&mut self, length: u64) -> Result<(), StoreError> {
        self.transact(|transaction| {
            transaction.execute_batch("CREATE TEMP TABLE lost (id INTEGER PRIMARY KEY)")?;
            transaction.execute(
                "INSERT INTO lost SELECT id FROM record WHERE place + whole > ?1",
                [length],
            )?;
            transaction.execute_batch(
                "DELETE FROM robots WHERE host IN
                     (SELECT robots_of FROM record WHERE id IN (SELECT id FROM lost));
                 DELETE FROM visit WHERE record IN (SELECT id FROM lost);
                 DELETE FROM memento WHERE url NOT IN (SELECT url FROM visit);
                 DELETE FROM record WHERE id IN (SELECT id FROM lost);
                 DROP TABLE lost",
            )
        })
    }

    /// Returns every setting that the run was begun with.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn settings(&self) -> Result<BTreeMap<String, Value>, StoreError> {
        self.meta_json("settings")
    }

    /// Returns the seeds in the order given.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn seeds(&self) -> Result<Vec<CanonicalUrl>, StoreError> {
        self.meta_json("seeds")
    }

    /// Returns what is to be known about the run's sources, such as a damaged archive.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn warnings(&self) -> Result<Vec<String>, StoreError> {
        match self.meta("warnings")? {
            Some(_) => self.meta_json("warnings"),
            None => Ok(Vec::new()),
        }
    }

    /// Notes what is to be known about the run's sources.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it.
    pub fn set_warnings(&mut self, warnings: &[String]) -> Result<(), StoreError> {
        let text = self.to_text(&warnings)?;
        self.transact(|transaction| put_meta(transaction, "warnings", &text))
    }

    fn limits(&self) -> Result<Limits, StoreError> {
        self.meta_json("limits")
    }

    fn create_schema(&mut self) -> Result<(), StoreError> {
        self.transact(|transaction| {
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.pragma_update(None, "user_version", SCHEMA_VERSION)
        })
    }

    fn write_identity(&mut self, run: &RunIdentity, now: Timestamp) -> Result<(), StoreError> {
        let seeds = self.to_text(&run.seeds)?;
        let settings = self.to_text(&run.settings)?;
        let limits = self.to_text(&run.limits)?;
        self.transact(|transaction| {
            put_meta(transaction, "seeds", &seeds)?;
            put_meta(transaction, "settings", &settings)?;
            put_meta(transaction, "limits", &limits)?;
            put_meta(transaction, "started", &now.to_string())?;
            put_meta(transaction, "finished", &now.to_string())
        })
    }

    /// Checks that the run that was begun is `run`.
    ///
    /// # Errors
    ///
    /// Fails if it is one of other seeds or settings, or the database cannot be read.
    pub fn check_identity(&self, run: &RunIdentity) -> Result<(), StoreError> {
        let other = |what: &str| StoreError::OtherRun {
            path: self.folder.clone(),
            what: what.to_owned(),
        };
        if self.seeds()? != run.seeds {
            return Err(other("seeds"));
        }
        let settings = self.settings()?;
        let differs = settings
            .keys()
            .chain(run.settings.keys())
            .filter(|name| !run.may_differ.contains(&name.as_str()))
            .find(|name| settings.get(*name) != run.settings.get(*name));
        match differs {
            Some(name) => Err(other(&format!("settings ({name})"))),
            None => Ok(()),
        }
    }

    fn append(&mut self, draft: &Draft) -> Result<Stored, StoreError> {
        match &mut self.archive {
            Some(archive) => Ok(archive.append(draft)?),
            None => Err(ArchiveError::Write {
                path: self.folder.join(ARCHIVE_FILE),
                source: io::ErrorKind::NotConnected.into(),
            }
            .into()),
        }
    }

    fn archive_end(&self) -> Result<u64, StoreError> {
        self.check(|database| {
            database.query_row("SELECT max(place + whole) FROM record", [], |row| {
                Ok(row.get::<_, Option<u64>>(0)?.unwrap_or_default())
            })
        })
    }

    fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.check(|database| {
            database
                .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
                .query_row([key], |row| row.get(0))
                .optional()
        })
    }

    fn meta_json<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<T, StoreError> {
        let text = self.meta(key)?.unwrap_or_default();
        serde_json::from_str(&text).map_err(|source| self.damaged(source))
    }

    fn to_text<T: serde::Serialize>(&self, value: &T) -> Result<String, StoreError> {
        serde_json::to_string(value).map_err(|source| self.damaged(source))
    }

    fn to_json<T: serde::Serialize>(&self, value: &T) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(value).map_err(|source| self.damaged(source))
    }

    fn damaged(&self, source: serde_json::Error) -> StoreError {
        StoreError::Damaged {
            path: self.folder.join(DATABASE),
            source,
        }
    }

    fn rows<T>(
        &self,
        query: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.check(|database| {
            database
                .prepare(query)?
                .query_map([], read)?
                .collect::<rusqlite::Result<_>>()
        })
    }

    fn check<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        ask(&self.database).map_err(|source| StoreError::Database {
            path: self.folder.join(DATABASE),
            source,
        })
    }

    /// Runs `work` in one transaction, which stands only if all of it does.
    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let path = self.folder.join(DATABASE);
        let run = || {
            let transaction = self.database.transaction()?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|source| StoreError::Database { path, source })
    }
}

fn open_database(path: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(path)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "NORMAL")?;
    database.busy_timeout(std::time::Duration::from_secs(5))?;
    database.set_prepared_statement_cache_capacity(32);
    Ok(database)
}

fn put_meta(database: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    database
        .prepare_cached("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")?
        .execute([key, value])
        .map(drop)
}

fn put_host(database: &Connection, host: &HostKey, ready_at: Timestamp) -> rusqlite::Result<()> {
    database
        .prepare_cached("INSERT OR REPLACE INTO host VALUES (?1, ?2)")?
        .execute([host.as_str(), &ready_at.to_string()])
        .map(drop)
}

/// On whose behalf an address was asked for.
#[derive(Debug, Clone, Copy)]
enum Behalf<'a> {
    Itself,
    /// For the robots.txt of a host.
    Robots(&'a HostKey),
    /// For a capture of an address.
    Memento(&'a CanonicalUrl),
}

/// Notes where the records of `url` stand; returns the number under which.
fn insert_record(
    database: &Connection,
    url: &CanonicalUrl,
    stored: &Stored,
    behalf: Behalf<'_>,
) -> rusqlite::Result<i64> {
    let (robots_of, memento_of) = match behalf {
        Behalf::Itself => (None, None),
        Behalf::Robots(host) => (Some(host.as_str()), None),
        Behalf::Memento(original) => (None, Some(original.as_str())),
    };
    database
        .prepare_cached(
            "INSERT INTO record (url, place, length, whole, payload, robots_of, memento_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            url.as_str(),
            stored.place.offset,
            stored.place.length,
            stored.whole,
            stored.payload,
            robots_of,
            memento_of
        ])?;
    Ok(database.last_insert_rowid())
}

/// Notes the record that opens the file.
fn insert_info(database: &Connection, stored: &Stored) -> rusqlite::Result<()> {
    database
        .prepare_cached("INSERT INTO record (url, place, length, whole) VALUES ('', ?1, ?2, ?3)")?
        .execute([stored.place.offset, stored.place.length, stored.whole])
        .map(drop)
}
