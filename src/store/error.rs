//! What can go wrong with a run on disk.

use std::io;
use std::path::PathBuf;

use super::SCHEMA_VERSION;
use crate::archive::ArchiveError;

/// Why a run cannot be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The output folder cannot be made or written.
    #[error("cannot write the output folder '{}'; give another with --output", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The database does not do what is asked.
    #[error("cannot use the database '{}'; is the disk full or the folder read-only?", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What `SQLite` says.
        #[source]
        source: rusqlite::Error,
    },
    /// The database was written by another version.
    #[error("'{}' has layout {found}, this version writes {SCHEMA_VERSION}; use --fresh to start over", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version of its layout.
        found: i64,
    },
    /// The folder holds a run of other seeds or settings.
    #[error("'{}' holds a run with other {what}; use --fresh to start over or another --output", path.display())]
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// What differs: `seeds`, or the name of a setting.
        what: String,
    },
    /// A value in the database does not read back.
    #[error("the database '{}' is damaged; use --fresh to start over", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not read.
        #[source]
        source: serde_json::Error,
    },
    /// The archive cannot be written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}
