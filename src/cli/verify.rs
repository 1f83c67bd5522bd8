//! `headwater verify`: the evidence found again in the archive.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use headwater::archive::{self, ArchiveIndex, RecordSpot, Records};
use headwater::cite::Parts;
use headwater::corpus::text_digest;
use headwater::export::TRACE_FILE;
use headwater::parse::{self, Input};
use headwater::report::{Document, Record, Report};
use headwater::urls::CanonicalUrl;

use super::args;
use super::exit::Status;

/// Longest body that is read again, well above what a crawl keeps.
const MAX_BODY_BYTES: u64 = 256 * 1024 * 1024;

pub(crate) fn run(args: &args::Verify, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = super::report(&args.dir)?;
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
    check_neighbours(&report, &texts, &mut faults);
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

/// Holds the sentences before and after those of the report against the texts: nothing but blanks
/// lies between.
fn check_neighbours(report: &Report, texts: &BTreeMap<&str, Vec<char>>, faults: &mut Vec<String>) {
    let statements = report.claims.iter().flat_map(|claim| {
        let said = claim.statements.iter();
        said.map(|s| (&claim.id, &s.document, &s.before, &s.after, s.start..s.end))
    });
    let evidence = report.citations.iter().map(|citation| {
        let e = &citation.evidence;
        let place = e.start..e.end;
        (&citation.id, &citation.from, &e.before, &e.after, place)
    });
    for (id, document, before, after, place) in statements.chain(evidence) {
        let all = texts.get(document.as_str()).map_or(&[][..], Vec::as_slice);
        let left = all.get(..place.start).unwrap_or_default().iter().rev();
        let right = all.get(place.end..).unwrap_or_default().iter();
        let before = before.as_deref().unwrap_or_default().chars().rev();
        let after = after.as_deref().unwrap_or_default().chars();
        if !begins(left, before) || !begins(right, after) {
            faults.push(format!("{id}: {document} says something else around it"));
        }
    }
}

/// Returns whether `text` begins with `words`, blanks aside.
fn begins<'a>(text: impl Iterator<Item = &'a char>, mut words: impl Iterator<Item = char>) -> bool {
    let mut text = text.copied().skip_while(|c| c.is_whitespace());
    words.all(|c| text.next() == Some(c))
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
    let told = report.sources.iter().flat_map(|source| {
        let parts = source.parts.iter().flat_map(Parts::all);
        parts.map(|part| {
            let id = source.id.as_str();
            (id, part.document.as_str(), &part.text, part.start, part.end)
        })
    });
    let mut count = 0;
    for (id, document, text, start, end) in statements.chain(evidence).chain(told) {
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
