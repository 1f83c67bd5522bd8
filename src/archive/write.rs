//! Writing WARC files, one gzip member a record.
//!
//! Everything here is a function of what is archived: the same records in the same order give the
//! same bytes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{ArchiveError, Failure, Message};
use crate::corpus::RecordPlace;

/// The field of a `metadata` record that says why there is no response.
pub(super) const FAILURE_FIELD: &str = "headwater-failure";

/// The field beside it that says what shows the reason.
pub(super) const DETAIL_FIELD: &str = "headwater-detail";

/// A record that is ready to be appended: its gzip member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    member: Vec<u8>,
    is_response: bool,
}

impl Draft {
    /// Makes the `response` record of `message`, which `target` gave at `date`.
    #[must_use]
    pub fn response(target: &str, date: Timestamp, message: &Message) -> Self {
        let digest = hex(&Sha256::digest(&message.body));
        let fields = format!(
            "WARC-Target-URI: {target}\r\nWARC-Payload-Digest: sha256:{digest}\r\n\
             Content-Type: application/http; msgtype=response\r\n"
        );
        let block = message.to_bytes();
        Self::member(
            "response",
            target,
            date,
            &fields,
            &block,
            Compression::default(),
        )
    }

    /// Makes the `metadata` record which says why `target` gave no response, so that a replay
    /// comes to the same; stored without compression, as the one that opens the file.
    #[must_use]
    pub fn failure(target: &str, date: Timestamp, failure: &Failure) -> Self {
        let fields =
            format!("WARC-Target-URI: {target}\r\nContent-Type: application/warc-fields\r\n");
        let line = |name: &str, value: &str| {
            let value = value.replace(|c: char| c.is_control(), " ");
            format!("{name}: {value}\r\n")
        };
        let mut block = line(FAILURE_FIELD, &failure.reason);
        if let Some(detail) = &failure.detail {
            block.push_str(&line(DETAIL_FIELD, detail));
        }
        let level = Compression::none();
        Self::member("metadata", target, date, &fields, block.as_bytes(), level)
    }

    /// Returns whether the record holds a response.
    #[must_use]
    pub fn is_response(&self) -> bool {
        self.is_response
    }

    /// Makes the `warcinfo` record that opens a file.
    ///
    /// It is stored without compression: its length, and so the place of all that follows, does
    /// not depend on the date.
    #[must_use]
    pub fn info(date: Timestamp, user_agent: &str) -> Self {
        let block = format!(
            "software: headwater/{}\r\nformat: WARC File Format 1.1\r\nhttp-header-user-agent: {user_agent}\r\n",
            env!("CARGO_PKG_VERSION")
        );
        let fields = "Content-Type: application/warc-fields\r\n";
        Self::member(
            "warcinfo",
            "",
            date,
            fields,
            block.as_bytes(),
            Compression::none(),
        )
    }

    fn member(
        kind: &str,
        target: &str,
        date: Timestamp,
        fields: &str,
        block: &[u8],
        level: Compression,
    ) -> Self {
        let date = date.strftime("%Y-%m-%dT%H:%M:%SZ");
        let id = record_id(&format!("{kind} {target} {date}"));
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n\
             WARC-Date: {date}\r\n{fields}Content-Length: {}\r\n\r\n",
            block.len()
        );
        let mut encoder: GzEncoder<Vec<u8>> = GzBuilder::new().mtime(0).write(Vec::new(), level);
        let written = encoder
            .write_all(head.as_bytes())
            .and_then(|()| encoder.write_all(block))
            .and_then(|()| encoder.write_all(b"\r\n\r\n"))
            .and_then(|()| encoder.finish());
        Self {
            member: written.expect("writing to memory does not fail"),
            is_response: kind == "response",
        }
    }
}

/// A name-based UUID (RFC 9562, version 8) of `name`.
fn record_id(name: &str) -> String {
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(name.as_bytes())[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let text = hex(&id);
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}

/// Writes bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)])
        .collect()
}

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

    /// Appends one record and returns its place.
    ///
    /// # Errors
    ///
    /// Fails if the record cannot be written whole; the file is then as long as before.
    pub fn append(&mut self, draft: &Draft) -> Result<RecordPlace, ArchiveError> {
        let place = RecordPlace {
            offset: self.end,
            length: draft.member.len() as u64,
        };
        if let Err(source) = self.file.write_all(&draft.member) {
            // The half-written record is cut off here or, if that fails too, at the next opening.
            drop(self.file.set_len(self.end));
            return Err(ArchiveError::Write {
                path: self.path.clone(),
                source,
            });
        }
        self.end += place.length;
        Ok(place)
    }
}

/// Writes the records at the places of `order` to the new file `to`, in that order, safe on disk;
/// returns their new places.
///
/// # Errors
///
/// Fails if a record cannot be read or written.
pub fn rewrite_in_order(
    from: &Path,
    to: &Path,
    order: &[RecordPlace],
) -> Result<Vec<RecordPlace>, ArchiveError> {
    let read_failed = |source| ArchiveError::Read {
        path: from.to_owned(),
        source,
    };
    let write_failed = |source| ArchiveError::Write {
        path: to.to_owned(),
        source,
    };
    let mut source = File::open(from).map_err(read_failed)?;
    let mut target = io::BufWriter::new(File::create(to).map_err(write_failed)?);
    let mut places = Vec::with_capacity(order.len());
    let mut end = 0;
    let mut member = Vec::new();
    for place in order {
        member.clear();
        source
            .seek(SeekFrom::Start(place.offset))
            .and_then(|_| (&source).take(place.length).read_to_end(&mut member))
            .map_err(read_failed)?;
        if member.len() as u64 != place.length {
            return Err(read_failed(io::ErrorKind::UnexpectedEof.into()));
        }
        target.write_all(&member).map_err(write_failed)?;
        places.push(RecordPlace {
            offset: end,
            length: place.length,
        });
        end += place.length;
    }
    target
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .map_err(write_failed)?;
    Ok(places)
}
