//! Local documents, given as seeds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use super::{Fetch, FetchOutcome, Page, whole_seconds};
use crate::archive::{Exchange, Headers, Message};
use crate::urls::CanonicalUrl;

/// Reads the local documents that were given as seeds, and no other file.
#[derive(Debug, Clone, Default)]
pub struct LocalFetch {
    files: BTreeMap<CanonicalUrl, PathBuf>,
    max_body_bytes: u64,
}

impl LocalFetch {
    /// Reads `files`, each under the address that stands for it.
    #[must_use]
    pub fn new(files: BTreeMap<CanonicalUrl, PathBuf>, max_body_bytes: u64) -> Self {
        Self {
            files,
            max_body_bytes,
        }
    }

    /// Reads the file that `url` stands for.
    #[must_use]
    pub fn read(&self, url: &CanonicalUrl) -> FetchOutcome {
        let Some(path) = self.files.get(url) else {
            return FetchOutcome::failed("error: no such file was given", false);
        };
        let read = std::fs::metadata(path).and_then(|metadata| {
            if metadata.len() > self.max_body_bytes {
                return Ok(None);
            }
            let modified = metadata.modified()?;
            Ok(Some((std::fs::read(path)?, modified)))
        });
        match read {
            Ok(Some((body, modified))) => {
                let mut headers = Headers::default();
                headers.push("Content-Type", media_type(url).as_bytes());
                FetchOutcome::Fetched(Page {
                    url: url.clone(),
                    message: Message {
                        status: 200,
                        headers,
                        body,
                    },
                    fetched_at: Timestamp::try_from(modified)
                        .map_or(Timestamp::UNIX_EPOCH, whole_seconds),
                    exchange: Exchange::default(),
                })
            }
            Ok(None) => FetchOutcome::too_large(self.max_body_bytes),
            Err(error) => FetchOutcome::failed(format!("error: {error}"), false),
        }
    }
}

/// The media type that the name of a file tells.
fn media_type(url: &CanonicalUrl) -> &'static str {
    let path = url.path().to_ascii_lowercase();
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("txt" | "text" | "md") => "text/plain",
        Some("xhtml" | "xht") => "application/xhtml+xml",
        Some("pdf") => "application/pdf",
        _ => "text/html",
    }
}

impl Fetch for LocalFetch {
    async fn fetch(&self, url: &CanonicalUrl) -> FetchOutcome {
        self.read(url)
    }
}
