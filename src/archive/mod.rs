//! WARC in and out: the evidence of a run, and the web that a run can be answered from.
//!
//! After ISO 28500 (WARC 1.1; 1.0 is read too). Files are read as they stream, plain or with one
//! gzip member a record or for all, and written with one member a record, so that a [`RecordPlace`]
//! of any record is enough to read it alone. A damaged file is used up to the damage, which is told
//! as a value. HTTP messages are kept as they were sent, without the transfer coding; [`decode`]
//! undoes the content coding.
//!
//! An exchange is a `response` and the `request` that it answers. While a run goes on each response
//! is written whole. At its end [`rewrite_in_order`] turns those whose payload stands earlier
//! already into `revisit` records, so that which one holds it does not depend on the order of
//! arrival; a reader that meets a `revisit` follows it to the payload.
//!
//! [`RecordPlace`]: crate::corpus::RecordPlace

mod catalog;
mod coding;
mod draft;
mod gzip;
mod index;
mod message;
mod read;
mod rewrite;
mod write;

use std::io;
use std::path::PathBuf;

pub use coding::{DecodeError, decode};
pub use draft::{Draft, Exchange, Truncation};
pub use index::{ArchiveIndex, Capture};
pub use message::{Headers, Message};
pub use read::{Damage, Record, RecordSpot, Records};
pub use rewrite::{Stored, rewrite_in_order};
pub use write::ArchiveWriter;

/// Why an address gave no response, as a run notes it in its archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The reason of the outcome.
    pub reason: String,
    /// What shows it, in words for a reader.
    pub detail: Option<String>,
}

/// Why an archive cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The file cannot be opened or read.
    #[error("cannot read the archive '{}'", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the archive '{}'; is the disk full or the folder read-only?", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Another process is writing the file.
    #[error("another run is writing '{}'; wait for it or give another --output", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The file begins with something other than a WARC record.
    #[error("'{}' is no WARC file; give a .warc or .warc.gz", path.display())]
    NotWarc {
        /// The file.
        path: PathBuf,
    },
}
