//! Where in which archive the capture of an address is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::catalog::{At, Catalog};
use super::read::{Damage, Record, Records};
use super::{ArchiveError, Exchange, Failure, Headers, Message};
use crate::urls::CanonicalUrl;

/// Bytes of a block that are read for the index: enough for a status line or a note.
const HEAD_BYTES: u64 = 4 * 1024;

/// Fields of a request that are nobody's business.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// Fields by which a message says how its body is coded.
const CODINGS: [&str; 2] = ["content-encoding", "transfer-encoding"];

/// The best capture of each address in some archives.
#[derive(Debug, Default)]
pub struct ArchiveIndex {
    files: Vec<PathBuf>,
    entries: BTreeMap<CanonicalUrl, Entry>,
    /// Where the payload of each `revisit` stands, by the id of that record.
    payloads: BTreeMap<String, At>,
    failures: BTreeMap<CanonicalUrl, Failure>,
    damages: Vec<Damage>,
    unresolved: usize,
}

/// Where a capture stands, and the request for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) at: At,
    pub(super) request: Option<At>,
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
    /// What is archived beside the response.
    pub exchange: Exchange,
}

impl ArchiveIndex {
    /// Reads through the archives at `paths`, WARC 1.0 or 1.1. Of several captures of one address
    /// one with status 200 is taken before others, then the latest, then the first met. A `revisit`
    /// is followed to its payload, whichever of the files that is in, by the id, the digest, or the
    /// address and time that it names.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be opened or is no WARC; damage inside a file is no error but told
    /// by [`ArchiveIndex::damages`].
    pub fn open(paths: &[PathBuf]) -> Result<Self, ArchiveError> {
        let mut index = Self::default();
        let mut catalog = Catalog::default();
        for path in paths {
            index.read_file(path, &mut catalog)?;
        }
        let found = catalog.resolve();
        index.entries = found.entries;
        index.payloads = found.payloads;
        index.unresolved = found.unresolved;
        Ok(index)
    }

    fn read_file(&mut self, path: &Path, catalog: &mut Catalog) -> Result<(), ArchiveError> {
        let file = self.files.len();
        self.files.push(path.to_owned());
        let mut read = 0;
        for record in Records::open(path, HEAD_BYTES)? {
            match record {
                Ok(record) => {
                    read += 1;
                    self.put(file, &record, catalog);
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

    fn put(&mut self, file: usize, record: &Record, catalog: &mut Catalog) {
        let Some(url) = record.target().and_then(address) else {
            return;
        };
        if let Some(failure) = record.failure() {
            self.failures.insert(url, failure);
            return;
        }
        let at = At {
            file,
            spot: record.spot,
        };
        catalog.put(at, url, record);
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

    /// Returns how many `revisit` records refer to a payload that none of the files holds; they
    /// count for nothing.
    #[must_use]
    pub fn unresolved(&self) -> usize {
        self.unresolved
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
        let Some(record) = self.record(entry.at, keep)? else {
            return Ok(None);
        };
        let Some(response) = self.response(&record, keep)? else {
            return Ok(None);
        };
        let request = match entry.request {
            Some(at) => self.record(at, HEAD_BYTES)?.and_then(|it| request(&it)),
            None => None,
        };
        Ok(Some(Capture {
            message: response.message,
            date: record.date(),
            cut: response.cut,
            exchange: Exchange {
                request,
                server: record.server(),
                truncated: response.truncated,
            },
        }))
    }

    /// Returns the response that `record` holds or, of a `revisit`, refers to, with at most `keep`
    /// bytes of its block; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read any more.
    pub fn message(&self, record: &Record, keep: u64) -> Result<Option<Message>, ArchiveError> {
        let response = self.response(record, keep)?;
        Ok(response.map(|response| response.message))
    }

    fn response(&self, record: &Record, keep: u64) -> Result<Option<Response>, ArchiveError> {
        if record.kind() != "revisit" {
            return Ok(Response::of(record));
        }
        let place = record.id().and_then(|id| self.payloads.get(id));
        let Some(payload) = place else {
            return Ok(None);
        };
        let response = self.record(*payload, keep)?.as_ref().and_then(Response::of);
        Ok(response.map(|response| response.under(Message::parse(&record.block))))
    }

    fn record(&self, at: At, keep: u64) -> Result<Option<Record>, ArchiveError> {
        let Some(path) = self.files.get(at.file) else {
            return Ok(None);
        };
        let record = Records::open_at(path, at.spot, keep)?.next();
        Ok(record.and_then(Result::ok))
    }
}

/// A response as a record holds it.
struct Response {
    message: Message,
    cut: bool,
    truncated: Option<super::Truncation>,
}

impl Response {
    fn of(record: &Record) -> Option<Self> {
        Some(Self {
            message: record.message()?,
            cut: !record.is_whole(),
            truncated: record.truncated(),
        })
    }

    /// Puts the head of a `revisit`, if it has one, before the payload that it refers to.
    fn under(mut self, revisit: Option<Message>) -> Self {
        // "Not modified" is no status of the page, and comes without most of its fields.
        let Some(revisit) = revisit.filter(|head| head.status != 304) else {
            return self;
        };
        let mut headers = revisit.headers;
        if headers.get(CODINGS[0]) != self.message.headers.get(CODINGS[0]) {
            headers = coded_as(&headers, &self.message.headers);
        }
        self.message.status = revisit.status;
        self.message.headers = headers;
        self
    }
}

/// Returns `headers` with the content coding of the message that the body is taken from.
fn coded_as(headers: &Headers, source: &Headers) -> Headers {
    let is_coding = |name: &str| CODINGS.iter().any(|known| name.eq_ignore_ascii_case(known));
    let mut coded = Headers::default();
    let own = headers.iter().filter(|(name, _)| !is_coding(name));
    let theirs = source
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(CODINGS[0]));
    for (name, value) in own.chain(theirs) {
        coded.push(name, value.as_bytes());
    }
    coded
}

/// The head of a request, without credentials.
fn request(record: &Record) -> Option<String> {
    let text = String::from_utf8_lossy(&record.block);
    let (head, _) = text.split_once("\r\n\r\n")?;
    let is_secret = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        CREDENTIALS
            .iter()
            .any(|secret| name.trim().eq_ignore_ascii_case(secret))
    };
    let lines = head.split("\r\n").filter(|line| !is_secret(line));
    Some(lines.fold(String::new(), |head, line| head + line + "\r\n") + "\r\n")
}

/// The address of a record: on the web, or the stand-in for a local file that a run archived.
pub(super) fn address(target: &str) -> Option<CanonicalUrl> {
    CanonicalUrl::try_from(target.to_owned()).ok()
}
