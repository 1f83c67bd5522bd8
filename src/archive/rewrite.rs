//! Putting the records of an archive into an order of their own, each payload but once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::draft::revisit;
use super::read::Record;
use super::{ArchiveError, Headers};
use crate::corpus::RecordPlace;

/// Records that stand together in a file: one that counts, and after it those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Where the record that counts stands.
    pub place: RecordPlace,
    /// Bytes of all of them.
    pub whole: u64,
    /// What the payload is known by, equal for equal payloads, as [`Draft::payload`] tells it;
    /// `None` if it stands for itself.
    ///
    /// [`Draft::payload`]: super::Draft::payload
    pub payload: Option<String>,
}

/// Writes the records of `order` to the new file `to`, in that order, safe on disk; returns where
/// they stand then. Of equal payloads the first is kept, and the later ones refer to it.
///
/// # Errors
///
/// Fails if a record cannot be read or written.
pub fn rewrite_in_order(
    from: &Path,
    to: &Path,
    order: &[Stored],
) -> Result<Vec<Stored>, ArchiveError> {
    let read_failed = |source| ArchiveError::Read {
        path: from.to_owned(),
        source,
    };
    let write_failed = |source| ArchiveError::Write {
        path: to.to_owned(),
        source,
    };
    let mut source = File::open(from).map_err(read_failed)?;
    let mut target = BufWriter::new(File::create(to).map_err(write_failed)?);
    let mut payloads = Payloads::of(order);
    let mut stored = Vec::with_capacity(order.len());
    let mut members = Vec::new();
    let mut end = 0;
    for records in order {
        read_members(&mut source, records, &mut members).map_err(read_failed)?;
        let first_bytes = payloads
            .settle(records, &mut members)
            .map_err(read_failed)?;
        target.write_all(&members).map_err(write_failed)?;
        let whole = members.len() as u64;
        stored.push(Stored {
            place: RecordPlace {
                offset: end,
                length: first_bytes,
            },
            whole,
            payload: records.payload.clone(),
        });
        end += whole;
    }
    target
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .map_err(write_failed)?;
    Ok(stored)
}

fn read_members(source: &mut File, records: &Stored, members: &mut Vec<u8>) -> io::Result<()> {
    members.clear();
    source.seek(SeekFrom::Start(records.place.offset))?;
    source.take(records.whole).read_to_end(members)?;
    if members.len() as u64 == records.whole {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// The payloads that occur more than once.
struct Payloads<'a> {
    repeated: BTreeSet<&'a str>,
    /// The head of the record that holds each.
    holders: BTreeMap<&'a str, Headers>,
}

impl<'a> Payloads<'a> {
    fn of(order: &'a [Stored]) -> Self {
        let (mut known, mut repeated) = (BTreeSet::new(), BTreeSet::new());
        for payload in order
            .iter()
            .filter_map(|records| records.payload.as_deref())
        {
            if !known.insert(payload) {
                repeated.insert(payload);
            }
        }
        Self {
            repeated,
            holders: BTreeMap::new(),
        }
    }

    /// Replaces the first of `members` by a reference if its payload was met before; returns its
    /// length.
    fn settle(&mut self, records: &'a Stored, members: &mut Vec<u8>) -> io::Result<u64> {
        let length = records.place.length;
        let payload = records.payload.as_deref();
        let Some(payload) = payload.filter(|payload| self.repeated.contains(payload)) else {
            return Ok(length);
        };
        let first_bytes = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .min(members.len());
        let record = Record::unpack(members.get(..first_bytes).unwrap_or_default())?;
        if record.kind() != "response" {
            return Ok(length);
        }
        let Some(holder) = self.holders.get(payload) else {
            self.holders.insert(payload, record.headers);
            return Ok(length);
        };
        let Some(reference) = revisit(&record.headers, &record.block, holder) else {
            return Ok(length);
        };
        let length = reference.len() as u64;
        members.splice(..first_bytes, reference);
        Ok(length)
    }
}
