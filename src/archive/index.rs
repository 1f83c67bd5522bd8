//! Where in which archive the capture of an address is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::read::{Damage, Record, RecordSpot, Records};
use super::{ArchiveError, Failure, Message};
use crate::urls::CanonicalUrl;

/// Bytes of a block that are read for the index: enough for the head of a response.
const HEAD_BYTES: u64 = 64 * 1024;

/// The best capture of each address in some archives.
#[derive(Debug, Default)]
pub struct ArchiveIndex {
    files: Vec<PathBuf>,
    entries: BTreeMap<CanonicalUrl, Entry>,
    failures: BTreeMap<CanonicalUrl, Failure>,
    damages: Vec<Damage>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    file: usize,
    spot: RecordSpot,
    succeeded: bool,
    date: Option<Timestamp>,
}

/// What an archive holds of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The response.
    pub message: Message,
    /// When it was captured, if the record tells.
    pub date: Option<Timestamp>,
    /// Whether the block is longer than was asked for, so that the body is not whole.
    pub cut: bool,
}

impl ArchiveIndex {
    /// Reads through the archives at `paths`. Of several captures of one address a successful one
    /// is taken before others, then the latest, then the first met.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be opened or is no WARC; damage inside a file is no error but told
    /// by [`ArchiveIndex::damages`].
    pub fn open(paths: &[PathBuf]) -> Result<Self, ArchiveError> {
        let mut index = Self::default();
        for path in paths {
            index.read_file(path)?;
        }
        Ok(index)
    }

    fn read_file(&mut self, path: &Path) -> Result<(), ArchiveError> {
        let file = self.files.len();
        self.files.push(path.to_owned());
        let mut read = 0;
        for record in Records::open(path, HEAD_BYTES)? {
            match record {
                Ok(record) => {
                    read += 1;
                    self.put(file, &record);
                }
                Err(damage) if read == 0 && damage.what == "damaged" => {
                    return Err(ArchiveError::NotWarc {
                        path: path.to_owned(),
                    });
                }
                Err(damage) => self.damages.push(damage),
            }
        }
        Ok(())
    }

    fn put(&mut self, file: usize, record: &Record) {
        let Some(url) = record.target().and_then(address) else {
            return;
        };
        if let Some(failure) = record.failure() {
            self.failures.insert(url, failure);
            return;
        }
        let Some(message) = record.message() else {
            return;
        };
        let entry = Entry {
            file,
            spot: record.spot,
            succeeded: message.status == 200,
            date: record.date(),
        };
        let kept = self.entries.entry(url).or_insert(entry);
        if (entry.succeeded, entry.date) > (kept.succeeded, kept.date) {
            *kept = entry;
        }
    }

    /// Returns whether `url` was captured.
    #[must_use]
    pub fn contains(&self, url: &CanonicalUrl) -> bool {
        self.entries.contains_key(url)
    }

    /// Returns why `url` gave no response when it was asked for, if a run noted that.
    #[must_use]
    pub fn failure(&self, url: &CanonicalUrl) -> Option<&Failure> {
        self.failures.get(url)
    }

    /// Returns the captured addresses in order.
    pub fn urls(&self) -> impl Iterator<Item = &CanonicalUrl> {
        self.entries.keys()
    }

    /// Returns what is wrong with the files.
    #[must_use]
    pub fn damages(&self) -> &[Damage] {
        &self.damages
    }

    /// Reads the capture of `url`, with at most `keep` bytes of its block; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read any more.
    pub fn read(&self, url: &CanonicalUrl, keep: u64) -> Result<Option<Capture>, ArchiveError> {
        let Some(entry) = self.entries.get(url) else {
            return Ok(None);
        };
        let Some(path) = self.files.get(entry.file) else {
            return Ok(None);
        };
        let Some(Ok(record)) = Records::open_at(path, entry.spot, keep)?.next() else {
            return Ok(None);
        };
        Ok(record.message().map(|message| Capture {
            message,
            date: record.date(),
            cut: !record.is_whole(),
        }))
    }
}

/// The address of a record: on the web, or the stand-in for a local file that a run archived.
fn address(target: &str) -> Option<CanonicalUrl> {
    CanonicalUrl::try_from(target.to_owned()).ok()
}
