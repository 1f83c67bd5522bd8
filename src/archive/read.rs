//! Reading WARC files as they stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use super::draft::{DETAIL_FIELD, FAILURE_FIELD};
use super::message::Headers;
use super::{ArchiveError, Failure, Message, Truncation};

/// Longest head of a record that is read.
const MAX_HEAD_BYTES: u64 = 64 * 1024;
const BUFFER_BYTES: usize = 64 * 1024;

/// Where a record stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpot {
    /// First byte of the gzip member, or of the record in a plain file.
    pub offset: u64,
    /// Decompressed bytes of that member before the record; 0 where each record has its own.
    pub inner: u64,
}

/// A record; of a long block only the beginning is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it stands.
    pub spot: RecordSpot,
    /// The named fields of its head.
    pub headers: Headers,
    /// The block, up to the bytes asked for.
    pub block: Vec<u8>,
    /// The whole length of the block.
    pub block_bytes: u64,
}

impl Record {
    /// Reads the record that a gzip member holds.
    pub(super) fn unpack(member: &[u8]) -> io::Result<Self> {
        let start = RecordSpot {
            offset: 0,
            inner: 0,
        };
        let mut decoder = BufReader::new(GzDecoder::new(member));
        read_record(&mut decoder, start, u64::MAX)?
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// Returns the record's type, such as `response`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.headers.get("WARC-Type").unwrap_or_default()
    }

    /// Returns the address that the record is about, without the angle brackets of WARC 1.0.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        let target = self.headers.get("WARC-Target-URI")?;
        Some(target.trim_start_matches('<').trim_end_matches('>'))
    }

    /// Returns the record's id as it stands there.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.headers.get("WARC-Record-ID")
    }

    /// Returns the ids of the records of the same exchange.
    pub(super) fn concurrent(&self) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("WARC-Concurrent-To"))
            .map(|(_, id)| id)
    }

    /// Returns the address of the server that answered.
    pub(super) fn server(&self) -> Option<IpAddr> {
        self.headers.get("WARC-IP-Address")?.parse().ok()
    }

    /// Returns why the payload is not whole, if it is not.
    pub(super) fn truncated(&self) -> Option<Truncation> {
        self.headers.get("WARC-Truncated").map(Truncation::parse)
    }

    /// Returns the status of the HTTP response that the record holds, or the head of; a `resource`
    /// counts as 200.
    pub(super) fn status(&self) -> Option<u16> {
        match self.kind() {
            "resource" => Some(200),
            _ => Message::status_of(&self.block),
        }
    }

    /// Returns when it was captured.
    #[must_use]
    pub fn date(&self) -> Option<jiff::Timestamp> {
        self.headers.get("WARC-Date")?.parse().ok()
    }

    /// Returns whether the block was kept whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.block.len() as u64 == self.block_bytes
    }

    /// Returns why the record's address gave no response, if it is the note of that.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let fields = Headers::parse(&self.block);
        let is_note = self.kind() == "metadata";
        let reason = fields.get(FAILURE_FIELD).filter(|_| is_note)?;
        Some(Failure {
            reason: reason.to_owned(),
            detail: fields.get(DETAIL_FIELD).map(str::to_owned),
        })
    }

    /// Returns the HTTP response that the record holds: of a `response` the message, of a
    /// `resource` its bytes as a plain answer.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        match self.kind() {
            "response" => Message::parse(&self.block),
            "resource" => {
                let mut headers = Headers::default();
                if let Some(media_type) = self.headers.get("Content-Type") {
                    headers.push("Content-Type", media_type.as_bytes());
                }
                Some(Message {
                    status: 200,
                    headers,
                    body: self.block.clone(),
                })
            }
            _ => None,
        }
    }
}

/// Where and how an archive is damaged; what stands before is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("archive '{}' is {what} after record {records}: what stands before is used", path.display())]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// Whole records before the damage.
    pub records: usize,
    /// `cut off` or `damaged`.
    pub what: &'static str,
}

/// The records of one file, in order; ends at the first damage, which is its last item.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    source: Option<Source>,
    /// Bytes of each block to keep.
    keep: u64,
    count: usize,
}

/// The bytes of the file.
type Raw = Counted<BufReader<File>>;

#[derive(Debug)]
enum Source {
    Plain(Raw),
    /// Between two members.
    Gzip(Raw),
    /// Inside the member that begins at the offset.
    Member {
        decoder: Box<Counted<BufReader<GzDecoder<Raw>>>>,
        offset: u64,
    },
}

impl Records {
    /// Opens a WARC file, compressed or not, keeping at most `keep` bytes of each block.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, or is neither empty nor like a WARC.
    pub fn open(path: &Path, keep: u64) -> Result<Self, ArchiveError> {
        Self::open_at(
            path,
            RecordSpot {
                offset: 0,
                inner: 0,
            },
            keep,
        )
    }

    /// Opens a WARC file at one record.
    ///
    /// # Errors
    ///
    /// As [`Records::open`].
    pub fn open_at(path: &Path, spot: RecordSpot, keep: u64) -> Result<Self, ArchiveError> {
        let fail = |source| ArchiveError::Read {
            path: path.to_owned(),
            source,
        };
        let mut file = File::open(path).map_err(fail)?;
        file.seek(SeekFrom::Start(spot.offset)).map_err(fail)?;
        let mut reader = Counted {
            inner: BufReader::with_capacity(BUFFER_BYTES, file),
            at: spot.offset,
        };
        let start = reader.fill_buf().map_err(fail)?;
        let source = if start.starts_with(&[0x1f, 0x8b]) {
            Source::Gzip(reader)
        } else if start.is_empty() || b"WARC/".starts_with(start.get(..5).unwrap_or(start)) {
            Source::Plain(reader)
        } else {
            return Err(ArchiveError::NotWarc {
                path: path.to_owned(),
            });
        };
        let mut records = Self {
            path: path.to_owned(),
            source: Some(source),
            keep,
            count: 0,
        };
        if spot.inner > 0 {
            records.skip_to(spot.inner).map_err(fail)?;
        }
        Ok(records)
    }

    /// Goes to a record inside of a member that holds several.
    fn skip_to(&mut self, inner: u64) -> io::Result<()> {
        if let Some(Source::Gzip(reader)) = self.source.take() {
            let mut member = Self::member(reader);
            if let Source::Member { decoder, .. } = &mut member {
                skip(&mut **decoder, inner)?;
            }
            self.source = Some(member);
        }
        Ok(())
    }

    fn member(reader: Raw) -> Source {
        let offset = reader.at;
        Source::Member {
            decoder: Box::new(Counted {
                inner: BufReader::with_capacity(BUFFER_BYTES, GzDecoder::new(reader)),
                at: 0,
            }),
            offset,
        }
    }

    /// Returns the next record, `None` at the end of the file.
    fn advance(&mut self) -> io::Result<Option<Record>> {
        loop {
            match self.source.take() {
                None => return Ok(None),
                Some(Source::Plain(mut reader)) => {
                    skip_blank_lines(&mut reader)?;
                    let spot = RecordSpot {
                        offset: reader.at,
                        inner: 0,
                    };
                    let record = read_record(&mut reader, spot, self.keep)?;
                    self.source = record.is_some().then_some(Source::Plain(reader));
                    return Ok(record);
                }
                Some(Source::Gzip(mut reader)) => {
                    if reader.fill_buf()?.is_empty() {
                        return Ok(None);
                    }
                    self.source = Some(Self::member(reader));
                }
                Some(Source::Member {
                    mut decoder,
                    offset,
                }) => {
                    skip_blank_lines(&mut *decoder)?;
                    let spot = RecordSpot {
                        offset,
                        inner: decoder.at,
                    };
                    if let Some(record) = read_record(&mut *decoder, spot, self.keep)? {
                        // To the end of the member, whose check sum must hold too.
                        skip_blank_lines(&mut *decoder)?;
                        self.source = Some(Source::Member { decoder, offset });
                        return Ok(Some(record));
                    }
                    self.source = Some(Source::Gzip(decoder.inner.into_inner().into_inner()));
                }
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.advance() {
            Ok(Some(record)) => {
                self.count += 1;
                Some(Ok(record))
            }
            Ok(None) => None,
            Err(error) => {
                self.source = None;
                Some(Err(Damage {
                    path: self.path.clone(),
                    records: self.count,
                    what: match error.kind() {
                        io::ErrorKind::UnexpectedEof => "cut off",
                        _ => "damaged",
                    },
                }))
            }
        }
    }
}

/// Counts the bytes that are taken from a reader.
#[derive(Debug)]
struct Counted<R> {
    inner: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        self.inner.consume(count);
    }
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn skip_blank_lines(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let blank = buffer
            .iter()
            .take_while(|byte| b"\r\n".contains(byte))
            .count();
        if blank == 0 {
            return Ok(());
        }
        reader.consume(blank);
    }
}

fn skip(reader: &mut impl Read, count: u64) -> io::Result<()> {
    let skipped = io::copy(&mut reader.take(count), &mut io::sink())?;
    if skipped < count {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// Reads one record, from its version line to the two line ends after its block.
fn read_record(
    reader: &mut impl BufRead,
    spot: RecordSpot,
    keep: u64,
) -> io::Result<Option<Record>> {
    let Some(headers) = read_head(reader)? else {
        return Ok(None);
    };
    let block_bytes: u64 = headers
        .get("Content-Length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(|| invalid("a record without a length"))?;
    let mut block = Vec::new();
    let kept = block_bytes.min(keep);
    if (reader.by_ref().take(kept).read_to_end(&mut block)? as u64) < kept {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    skip(reader, block_bytes - kept)?;
    let mut ends = Vec::new();
    for _ in 0..2 {
        ends.clear();
        reader.by_ref().take(2).read_until(b'\n', &mut ends)?;
        match ends.as_slice() {
            b"\r\n" | b"\n" => {}
            b"" | b"\r" => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ => return Err(invalid("a record longer than its length")),
        }
    }
    Ok(Some(Record {
        spot,
        headers,
        block,
        block_bytes,
    }))
}

/// Reads the head of a record; `None` if nothing is left.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Headers>> {
    let mut head = reader.take(MAX_HEAD_BYTES);
    let mut lines = Vec::new();
    if head.read_until(b'\n', &mut lines)? == 0 {
        return Ok(None);
    }
    if !lines.starts_with(b"WARC/") && lines.ends_with(b"\n") {
        return Err(invalid("no WARC record"));
    }
    lines.clear();
    loop {
        let start = lines.len();
        head.read_until(b'\n', &mut lines)?;
        match lines.get(start..) {
            Some(b"\r\n" | b"\n") => return Ok(Some(Headers::parse(&lines))),
            Some([.., b'\n']) => {}
            _ if head.limit() == 0 => return Err(invalid("a record with an endless head")),
            _ => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
