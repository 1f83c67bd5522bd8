//! `headwater verify`: the evidence found again in the archive.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use headwater::archive::{self, ArchiveIndex, RecordSpot, Records};
use headwater::corpus::text_digest;
use headwater::export::{self, TRACE_FILE};
use headwater::parse::{self, Input};
use headwater::report::{Document, Record, Report};
use headwater::urls::CanonicalUrl;

use super::args;
use super::exit::Status;

/// Longest body that is read again, well above what a crawl keeps.
const MAX_BODY_BYTES: u64 = 256 * 1024 * 1024;

pub(crate) fn run(args: &args::Verify, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = export::read(&args.dir.join(TRACE_FILE))?;
    let mut faults = Vec::new();
    let mut texts = BTreeMap::new();
    let mut index = None;
    for document in &report.documents {
        let Some(record) = document.text_sha256.as_ref().and(document.record.as_ref()) else {
            continue;
        };
        match text(&args.dir, document, record, &mut index) {
            Ok(text) => {
                if Some(text_digest(&text)) != document.text_sha256 {
                    faults.push(format!(
                        "{}: the text of the archived page differs",
                        document.id
                    ));
                }
                texts.insert(document.id.as_str(), text.chars().collect::<Vec<char>>());
            }
            Err(error) => faults.push(format!("{}: {error:#}", document.id)),
        }
    }
    let sentences = check_sentences(&report, &texts, &mut faults);
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if !faults.is_empty() {
        out.flush()?;
        bail!(
            "{} of '{}' cannot be found in its archive",
            faults.len(),
            args.dir.display()
        );
    }
    writeln!(
        out,
        "verified: {} documents and {sentences} sentences stand in the archive as {TRACE_FILE} says",
        texts.len()
    )?;
    Ok(Status::Answered)
}

/// Reads the text of a document from its archived response; `index` is made of the archive once it
/// is needed.
fn text(
    dir: &Path,
    document: &Document,
    record: &Record,
    index: &mut Option<ArchiveIndex>,
) -> anyhow::Result<String> {
    let spot = RecordSpot {
        offset: record.offset,
        inner: 0,
    };
    let path = dir.join(&record.file);
    let archived = Records::open_at(&path, spot, MAX_BODY_BYTES)?
        .next()
        .context("no record stands at its place in the archive")?;
    let archived =
        archived.map_err(|damage| anyhow::anyhow!("its record is damaged: {}", damage.what))?;
    let message = if archived.kind() == "revisit" {
        // The payload stands elsewhere in the archive.
        let index = match index {
            Some(index) => index,
            None => index.insert(ArchiveIndex::open(&[path])?),
        };
        index.message(&archived, MAX_BODY_BYTES)?
    } else {
        archived.message()
    };
    let message = message.context("its record is no response")?;
    let body = archive::decode(
        &message.body,
        message.headers.get("Content-Encoding"),
        MAX_BODY_BYTES,
    )?;
    let url: CanonicalUrl = serde_json::from_value(document.url.clone().into())?;
    let input = Input {
        url: Some(&url),
        content_type: message.headers.get("Content-Type"),
        body: &body,
        retrieved: archived.date(),
    };
    Ok(parse::document(&input)?.text)
}

/// Holds every sentence of the report against the texts; returns how many there are.
fn check_sentences(
    report: &Report,
    texts: &BTreeMap<&str, Vec<char>>,
    faults: &mut Vec<String>,
) -> usize {
    let statements = report
        .claims
        .iter()
        .flat_map(|claim| claim.statements.iter().map(move |said| (&claim.id, said)))
        .map(|(claim, said)| {
            (
                claim.as_str(),
                said.document.as_str(),
                &said.text,
                said.start,
                said.end,
            )
        });
    let evidence = report
        .citations
        .iter()
        .filter(|citation| citation.evidence.start < citation.evidence.end)
        .map(|citation| {
            let evidence = &citation.evidence;
            (
                citation.id.as_str(),
                citation.from.as_str(),
                &evidence.text,
                evidence.start,
                evidence.end,
            )
        });
    let mut count = 0;
    for (id, document, text, start, end) in statements.chain(evidence) {
        count += 1;
        let found = texts.get(document).and_then(|all| all.get(start..end));
        if !found.is_some_and(|found| found.iter().copied().eq(text.chars())) {
            faults.push(format!(
                "{id}: {document} does not say at {start}..{end}: {text}"
            ));
        }
    }
    count
}
