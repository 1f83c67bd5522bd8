//! A look at a run that leaves its folder as it is.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{DATABASE, SCHEMA_VERSION, Store, StoreError};

impl Store {
    /// Opens the run in `folder` to read it alone; `None` if there is none. Nothing can be written
    /// through it.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read, or was written by another version.
    pub fn peek(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(DATABASE);
        if !path.exists() {
            return Ok(None);
        }
        let database = open_to_read(&path).map_err(|source| StoreError::Database {
            path: path.clone(),
            source,
        })?;
        let store = Self {
            folder: folder.to_owned(),
            database,
            archive: None,
        };
        match store.version()? {
            0 => Ok(None),
            SCHEMA_VERSION => Ok(Some(store)),
            found => Err(StoreError::Version { path, found }),
        }
    }
}

/// Opens a database that is not to be changed. Without a log beside it nobody writes to it and all
/// of it is in the one file: then `SQLite` is told so, for else it would make files to find out.
fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let log = path.with_file_name(format!("{DATABASE}-wal"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if log.exists() {
        return Connection::open_with_flags(path, flags);
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = "file:".to_owned();
    for c in absolute.to_string_lossy().chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' => uri.push('/'),
            c => uri.push(c),
        }
    }
    uri.push_str("?immutable=1");
    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
}
