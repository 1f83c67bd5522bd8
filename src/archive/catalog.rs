//! All captures of some archives, until it is settled which of them count.
//!
//! A `revisit` record (ISO 28500, 6.7) holds at most the head of a response; its payload is that of
//! another record, which may come later or stand in another file. So the archives are read through
//! first, and the references followed then.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::index::{Entry, address};
use super::read::{Record, RecordSpot};
use crate::urls::CanonicalUrl;

/// Where a record stands: in which of the files, and where in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) spot: RecordSpot,
}

/// What the archives hold.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    captures: BTreeMap<CanonicalUrl, Vec<Met>>,
    /// Records with a payload, by id and by the digest of the payload.
    ids: BTreeMap<String, Holder>,
    digests: BTreeMap<String, Holder>,
    /// Requests by their own ids, and by those of the records that they belong to.
    requests: BTreeMap<String, At>,
}

/// A record that holds a payload.
#[derive(Debug, Clone, Copy)]
struct Holder {
    at: At,
    status: u16,
}

/// A capture as it was met.
#[derive(Debug)]
struct Met {
    at: At,
    date: Option<Timestamp>,
    /// `None` where a `revisit` does not say, or says "not modified".
    status: Option<u16>,
    id: Option<String>,
    concurrent: Vec<String>,
    revisit: Option<Reference>,
}

/// What a `revisit` says of where its payload is.
#[derive(Debug)]
struct Reference {
    id: Option<String>,
    digest: Option<String>,
    url: Option<CanonicalUrl>,
    date: Option<Timestamp>,
}

/// Which captures count, and where the payloads are.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) entries: BTreeMap<CanonicalUrl, Entry>,
    pub(super) payloads: BTreeMap<String, At>,
    pub(super) unresolved: usize,
}

impl Catalog {
    /// Takes note of a record about `url`.
    pub(super) fn put(&mut self, at: At, url: CanonicalUrl, record: &Record) {
        match record.kind() {
            "request" => {
                let names = record.id().into_iter().chain(record.concurrent());
                for id in names {
                    self.requests.entry(id.to_owned()).or_insert(at);
                }
            }
            "response" | "resource" => {
                let Some(status) = record.status() else {
                    return;
                };
                let holder = Holder { at, status };
                if let Some(id) = record.id() {
                    self.ids.entry(id.to_owned()).or_insert(holder);
                }
                if let Some(digest) = digest(record).filter(|_| record.truncated().is_none()) {
                    self.digests.entry(digest).or_insert(holder);
                }
                self.put_capture(at, url, record, Some(status), None);
            }
            "revisit" => {
                let status = record.status().filter(|status| *status != 304);
                let field = |name| record.headers.get(name);
                let reference = Reference {
                    id: field("WARC-Refers-To").map(str::to_owned),
                    // A server that says "not modified" vouches for no digest.
                    digest: digest(record).filter(|_| !is_not_modified(record)),
                    url: field("WARC-Refers-To-Target-URI").and_then(address),
                    date: field("WARC-Refers-To-Date").and_then(|date| date.parse().ok()),
                };
                self.put_capture(at, url, record, status, Some(reference));
            }
            _ => {}
        }
    }

    fn put_capture(
        &mut self,
        at: At,
        url: CanonicalUrl,
        record: &Record,
        status: Option<u16>,
        revisit: Option<Reference>,
    ) {
        let met = Met {
            at,
            date: record.date(),
            status,
            id: record.id().map(str::to_owned),
            concurrent: record.concurrent().map(str::to_owned).collect(),
            revisit,
        };
        self.captures.entry(url).or_default().push(met);
    }

    /// Follows the references, and settles which capture of each address counts.
    pub(super) fn resolve(self) -> Resolved {
        let mut resolved = Resolved::default();
        for (url, captures) in &self.captures {
            let mut best: Option<((bool, Option<Timestamp>), &Met)> = None;
            for met in captures {
                let status = match &met.revisit {
                    None => met.status,
                    Some(reference) => {
                        let Some(holder) = self.holder(url, met, reference) else {
                            resolved.unresolved += 1;
                            continue;
                        };
                        if let Some(id) = &met.id {
                            resolved.payloads.insert(id.clone(), holder.at);
                        }
                        met.status.or(Some(holder.status))
                    }
                };
                let rank = (status == Some(200), met.date);
                if best.is_none_or(|(first, _)| rank > first) {
                    best = Some((rank, met));
                }
            }
            if let Some((_, met)) = best {
                let entry = Entry {
                    at: met.at,
                    request: self.request(met),
                };
                resolved.entries.insert(url.clone(), entry);
            }
        }
        resolved
    }

    /// Finds the payload of a `revisit` of `url`: by the id that it names, by its digest, by the
    /// address and time that it names; if it names none, the last capture of its address before.
    fn holder(&self, url: &CanonicalUrl, met: &Met, reference: &Reference) -> Option<Holder> {
        let by_id = || self.ids.get(reference.id.as_ref()?).copied();
        let by_digest = || self.digests.get(reference.digest.as_ref()?).copied();
        let by_address = || {
            let until = reference.date.or(met.date);
            let captures = self.captures.get(reference.url.as_ref().unwrap_or(url))?;
            let before = captures
                .iter()
                .filter(|capture| capture.revisit.is_none() && capture.date <= until)
                .max_by_key(|capture| (capture.status == Some(200), capture.date))?;
            Some(Holder {
                at: before.at,
                status: before.status?,
            })
        };
        by_id().or_else(by_digest).or_else(by_address)
    }

    fn request(&self, met: &Met) -> Option<At> {
        let mut ids = met.id.iter().chain(&met.concurrent);
        ids.find_map(|id| self.requests.get(id)).copied()
    }
}

/// The digest of a record's payload, with its letters in one case: tools differ in that.
fn digest(record: &Record) -> Option<String> {
    let digest = record.headers.get("WARC-Payload-Digest")?;
    Some(digest.to_ascii_lowercase())
}

fn is_not_modified(record: &Record) -> bool {
    let profile = record.headers.get("WARC-Profile").unwrap_or_default();
    profile.ends_with("server-not-modified")
}
