//! Making WARC records, each a gzip member of its own.
//!
//! Everything here is a function of what is archived: the same exchange gives the same bytes.

use std::fmt::{Display, Write as _};
use std::net::IpAddr;

use flate2::Compression;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Failure, Headers, Message, gzip};
use crate::corpus::ARCHIVE_FILE;

/// The field of a `metadata` record that says why there is no response.
pub(super) const FAILURE_FIELD: &str = "headwater-failure";

/// The field beside it that says what shows the reason.
pub(super) const DETAIL_FIELD: &str = "headwater-detail";

/// Shortest payload that is worth a reference to an earlier one with the same bytes, in bytes: a
/// reference takes about as much room as this many compressed.
const MIN_REVISIT_BYTES: usize = 1024;

/// The profile of a `revisit` whose payload is that of an earlier record (ISO 28500, 6.7.2).
const IDENTICAL_PAYLOAD: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// The version line, with which every record begins.
const VERSION: &str = "WARC/1.1\r\n";

/// Why a body was not kept whole, after the values of `WARC-Truncated`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// It was longer than is kept.
    Length,
    /// It took longer than was waited for.
    Time,
    /// The connection broke.
    Disconnect,
    /// Another reason, such as a type that is not read.
    Unspecified,
}

impl Truncation {
    /// Every reason with its name in a record.
    const NAMES: [(Self, &str); 4] = [
        (Self::Length, "length"),
        (Self::Time, "time"),
        (Self::Disconnect, "disconnect"),
        (Self::Unspecified, "unspecified"),
    ];

    /// Reads the value of a record; one that is not known says no more than that something is
    /// missing.
    pub(super) fn parse(name: &str) -> Self {
        let known = Self::NAMES
            .iter()
            .find(|(_, known)| name.trim().eq_ignore_ascii_case(known));
        known.map_or(Self::Unspecified, |(reason, _)| *reason)
    }

    fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(reason, _)| *reason == self);
        known.map_or("unspecified", |(_, name)| name)
    }
}

/// What is archived of an exchange beside its response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The request as sent, its line and header fields up to the empty line; `None` if not known.
    pub request: Option<String>,
    /// The address of the server; `None` if not known, as behind a proxy.
    pub server: Option<IpAddr>,
    /// Why the body of the response is not whole; `None` if it is.
    pub truncated: Option<Truncation>,
}

/// Records that are ready to be appended: the one that counts, and those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    members: Vec<u8>,
    /// Bytes of the first member.
    first_bytes: usize,
    is_response: bool,
    payload: Option<String>,
}

impl Draft {
    /// Makes the `response` record of `message`, which `target` gave at `date`.
    #[must_use]
    pub fn response(target: &str, date: Timestamp, message: &Message) -> Self {
        Self::exchange(target, date, message, &Exchange::default())
    }

    /// Makes the `response` record of `message`, which `target` gave at `date`, followed by the
    /// `request` record, if the request is known.
    #[must_use]
    pub fn exchange(target: &str, date: Timestamp, message: &Message, with: &Exchange) -> Self {
        let response_id = record_id("response", target, date);
        let request_id = record_id("request", target, date);
        let payload_digest = digest(&[&message.body]);
        let mut head = Head::new("response", &response_id, date)
            .field("WARC-Target-URI", target)
            .maybe("WARC-IP-Address", with.server)
            .field("WARC-Payload-Digest", &payload_digest)
            .maybe("WARC-Truncated", with.truncated.map(Truncation::name));
        if with.request.is_some() {
            head = head.field("WARC-Concurrent-To", urn(&request_id));
        }
        let mut members = head
            .field("Content-Type", "application/http; msgtype=response")
            .pack(level_for(message), &[&message.head(), &message.body]);
        let first_bytes = members.len();
        if let Some(request) = &with.request {
            let head = Head::new("request", &request_id, date)
                .field("WARC-Target-URI", target)
                .maybe("WARC-IP-Address", with.server)
                .field("WARC-Concurrent-To", urn(&response_id))
                .field("Content-Type", "application/http; msgtype=request");
            members.extend(head.pack(Compression::fast(), &[request.as_bytes()]));
        }
        let is_shared = message.body.len() >= MIN_REVISIT_BYTES && with.truncated.is_none();
        Self {
            members,
            first_bytes,
            is_response: true,
            // Equal bytes under different codings are different payloads.
            payload: is_shared.then(|| {
                let coding = message.headers.get("content-encoding").unwrap_or_default();
                format!("{payload_digest} {coding}").trim_end().to_owned()
            }),
        }
    }

    /// Makes the `metadata` record which says why `target` gave no response, so that a replay
    /// comes to the same; stored without compression, as the one that opens the file.
    #[must_use]
    pub fn failure(target: &str, date: Timestamp, failure: &Failure) -> Self {
        let line = |name: &str, value: &str| {
            let value = value.replace(|c: char| c.is_control(), " ");
            format!("{name}: {value}\r\n")
        };
        let mut block = line(FAILURE_FIELD, &failure.reason);
        if let Some(detail) = &failure.detail {
            block.push_str(&line(DETAIL_FIELD, detail));
        }
        let head = Head::new("metadata", &record_id("metadata", target, date), date)
            .field("WARC-Target-URI", target);
        Self::note(head, &block)
    }

    /// Makes the `warcinfo` record that opens a file. `robots` is the policy towards robots.txt,
    /// by its common names `obey` and `ignore`.
    ///
    /// It is stored without compression: its length, and so the place of all that follows, does
    /// not depend on the date.
    #[must_use]
    pub fn info(date: Timestamp, user_agent: &str, robots: &str) -> Self {
        let user_agent = user_agent.replace(|c: char| c.is_control(), " ");
        let block = format!(
            "software: headwater/{}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
             robots: {robots}\r\nhttp-header-user-agent: {user_agent}\r\n",
            env!("CARGO_PKG_VERSION")
        );
        let head = Head::new("warcinfo", &record_id("warcinfo", "", date), date)
            .field("WARC-Filename", ARCHIVE_FILE);
        Self::note(head, &block)
    }

    fn note(head: Head, block: &str) -> Self {
        let members = head
            .field("Content-Type", "application/warc-fields")
            .pack(Compression::none(), &[block.as_bytes()]);
        Self {
            first_bytes: members.len(),
            members,
            is_response: false,
            payload: None,
        }
    }

    /// Returns whether the first record holds a response.
    #[must_use]
    pub fn is_response(&self) -> bool {
        self.is_response
    }

    /// Returns what the payload is known by, equal for equal payloads; `None` if it is too short
    /// to be worth a reference, or not whole.
    #[must_use]
    pub fn payload(&self) -> Option<&str> {
        self.payload.as_deref()
    }

    /// Returns the bytes of all records.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.members
    }

    /// Returns how many of the bytes are the first record.
    #[must_use]
    pub fn first_bytes(&self) -> usize {
        self.first_bytes
    }
}

/// The head of a record in the making.
struct Head(String);

impl Head {
    fn new(kind: &str, id: &str, date: Timestamp) -> Self {
        Self(VERSION.to_owned())
            .field("WARC-Type", kind)
            .field("WARC-Record-ID", urn(id))
            .field("WARC-Date", date.strftime("%Y-%m-%dT%H:%M:%SZ"))
    }

    fn field(mut self, name: &str, value: impl Display) -> Self {
        // Writing to a string cannot fail.
        let _ok = write!(self.0, "{name}: {value}\r\n");
        self
    }

    fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// Makes the gzip member of the record whose block is the parts of `block` in order.
    fn pack(self, level: Compression, block: &[&[u8]]) -> Vec<u8> {
        let block_bytes: usize = block.iter().map(|part| part.len()).sum();
        let head = self
            .field("WARC-Block-Digest", digest(block))
            .field("Content-Length", block_bytes);
        let mut parts: Vec<&[u8]> = vec![head.0.as_bytes(), b"\r\n"];
        parts.extend(block);
        parts.push(b"\r\n\r\n");
        gzip::member(level, &parts)
    }
}

/// Turns a `response` record into a `revisit` (ISO 28500, 6.7): its head stays, its payload is that
/// of an earlier record. `None` if it holds no response.
pub(super) fn revisit(fields: &Headers, block: &[u8], earlier: &Headers) -> Option<Vec<u8>> {
    let kept = Message::head_of(block)?;
    let mut head = Head(VERSION.to_owned());
    for (name, value) in fields.iter() {
        head = match name {
            "WARC-Type" => head.field(name, "revisit"),
            "WARC-Payload-Digest" => head
                .field(name, value)
                .field("WARC-Profile", IDENTICAL_PAYLOAD)
                .maybe("WARC-Refers-To", earlier.get("WARC-Record-ID"))
                .maybe("WARC-Refers-To-Target-URI", earlier.get("WARC-Target-URI"))
                .maybe("WARC-Refers-To-Date", earlier.get("WARC-Date")),
            // Made anew for what is left of the block.
            "WARC-Block-Digest" | "Content-Length" => head,
            _ => head.field(name, value),
        };
    }
    Some(head.pack(Compression::fast(), &[kept]))
}

/// The fastest level that compresses (see the bench `archive`: a third of the time of the default
/// for a file half as long again); none for a body that came compressed.
fn level_for(message: &Message) -> Compression {
    let coding = message.headers.get("content-encoding").unwrap_or_default();
    let is_coded = ["gzip", "br", "zstd", "deflate"]
        .iter()
        .any(|known| coding.to_ascii_lowercase().contains(known));
    if is_coded {
        Compression::none()
    } else {
        Compression::fast()
    }
}

/// Returns the digest of bytes that stand in several parts, as `WARC-Block-Digest` has it: SHA-256
/// in hexadecimal digits, which Browsertrix writes too and `warcio check` verifies.
fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    format!("sha256:{}", hex(&hasher.finalize()))
}

fn urn(id: &str) -> String {
    format!("<urn:uuid:{id}>")
}

/// A name-based UUID (RFC 9562, version 8) of a record.
fn record_id(kind: &str, target: &str, date: Timestamp) -> String {
    let name = format!("{kind} {target} {}", date.strftime("%Y-%m-%dT%H:%M:%SZ"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::read::Record;

    const URL: &str = "http://a.test/";

    fn message(body: &str) -> Message {
        let mut headers = Headers::default();
        headers.push("Content-Type", b"text/plain");
        Message {
            status: 200,
            headers,
            body: body.into(),
        }
    }

    fn records(draft: &Draft) -> Vec<Record> {
        let (first, rest) = draft.bytes().split_at(draft.first_bytes());
        [first, rest]
            .into_iter()
            .filter(|member| !member.is_empty())
            .map(|member| Record::unpack(member).unwrap())
            .collect()
    }

    #[test]
    fn a_response_and_its_request_name_each_other() {
        let with = Exchange {
            request: Some("GET / HTTP/1.1\r\nhost: a.test\r\n\r\n".to_owned()),
            server: Some([192, 0, 2, 1].into()),
            truncated: Some(Truncation::Length),
        };
        let draft = Draft::exchange(URL, Timestamp::UNIX_EPOCH, &message("text"), &with);
        let records = records(&draft);
        let [response, request] = records.as_slice() else {
            panic!("{records:?}");
        };
        assert_eq!((response.kind(), request.kind()), ("response", "request"));
        for (one, other) in [(response, request), (request, response)] {
            assert_eq!(one.target(), Some(URL));
            assert_eq!(one.server(), with.server);
            assert_eq!(one.concurrent().next(), other.id());
        }
        assert_eq!(response.truncated(), with.truncated);
        assert_eq!(request.block, with.request.unwrap().into_bytes());
    }

    #[test]
    fn digests_are_of_the_payload_and_of_the_block() {
        // SHA-256 of "abc", from FIPS 180-4.
        let abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let draft = Draft::response(URL, Timestamp::UNIX_EPOCH, &message("abc"));
        let [record] = records(&draft).try_into().unwrap();
        assert_eq!(record.headers.get("WARC-Payload-Digest"), Some(abc));
        let block = digest(&[&record.block]);
        assert_eq!(record.headers.get("WARC-Block-Digest"), Some(&*block));
    }

    #[test]
    fn short_cut_and_differently_coded_payloads_are_not_shared() {
        let long = message(&"text ".repeat(1000));
        let mut coded = long.clone();
        coded.headers.push("Content-Encoding", b"gzip");
        let cut = Exchange {
            truncated: Some(Truncation::Time),
            ..Exchange::default()
        };
        let payload = |message: &Message, with: &Exchange| {
            let draft = Draft::exchange(URL, Timestamp::UNIX_EPOCH, message, with);
            draft.payload().map(str::to_owned)
        };
        let whole = Exchange::default();
        assert!(payload(&long, &whole).is_some());
        assert_ne!(payload(&long, &whole), payload(&coded, &whole));
        assert_eq!(payload(&message("text"), &whole), None);
        assert_eq!(payload(&long, &cut), None);
    }

    #[test]
    fn a_revisit_keeps_its_head_and_names_the_earlier_record() {
        let first = Draft::response("http://b.test/", Timestamp::UNIX_EPOCH, &message("text"));
        let second = Draft::response(URL, Timestamp::UNIX_EPOCH, &message("text"));
        let [first] = records(&first).try_into().unwrap();
        let [second] = records(&second).try_into().unwrap();
        let member = revisit(&second.headers, &second.block, &first.headers).unwrap();
        let record = Record::unpack(&member).unwrap();
        assert_eq!((record.kind(), record.status()), ("revisit", Some(200)));
        assert_eq!(record.id(), second.id());
        assert!(record.block.ends_with(b"Content-Length: 4\r\n\r\n"));
        for (name, value) in [
            ("WARC-Profile", Some(IDENTICAL_PAYLOAD)),
            ("WARC-Refers-To", first.id()),
            ("WARC-Refers-To-Target-URI", Some("http://b.test/")),
            ("WARC-Refers-To-Date", Some("1970-01-01T00:00:00Z")),
        ] {
            assert_eq!(record.headers.get(name), value, "{name}");
        }
    }
}
