//! Writing WARC files as records come.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{ArchiveError, Draft, Stored};
use crate::corpus::RecordPlace;

/// Appends records to one file.
#[derive(Debug)]
pub struct ArchiveWriter {
    path: PathBuf,
    file: File,
    end: u64,
}

impl ArchiveWriter {
    /// Opens the file at `path`, made if absent, and cuts off everything past `end`, which is
    /// where its last record that counts ends.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written, is shorter than `end`, or is being written by another
    /// process.
    pub fn open(path: &Path, end: u64) -> Result<Self, ArchiveError> {
        let fail = |source| ArchiveError::Write {
            path: path.to_owned(),
            source,
        };
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(fail)?;
        // Where the file system knows no locks, none is needed to go on.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(ArchiveError::Busy {
                path: path.to_owned(),
            });
        }
        if file.metadata().map_err(fail)?.len() < end {
            return Err(fail(io::ErrorKind::UnexpectedEof.into()));
        }
        file.set_len(end).map_err(fail)?;
        file.seek(SeekFrom::Start(end)).map_err(fail)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            end,
        })
    }

    /// Returns the length of the file.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Appends the records of `draft` and returns where they stand.
    ///
    /// # Errors
    ///
    /// Fails if they cannot be written whole; the file is then as long as before.
    pub fn append(&mut self, draft: &Draft) -> Result<Stored, ArchiveError> {
        if let Err(source) = self.file.write_all(draft.bytes()) {
            // What was half written is cut off here or, if that fails too, at the next opening.
            drop(self.file.set_len(self.end));
            return Err(ArchiveError::Write {
                path: self.path.clone(),
                source,
            });
        }
        let stored = Stored {
            place: RecordPlace {
                offset: self.end,
                length: draft.first_bytes() as u64,
            },
            whole: draft.bytes().len() as u64,
            payload: draft.payload().map(str::to_owned),
        };
        self.end += stored.whole;
        Ok(stored)
    }
}
