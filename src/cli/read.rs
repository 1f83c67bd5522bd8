//! `headwater read`: what is seen in a page.

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use headwater::cite::OutletNames;
use headwater::clock::SystemClock;
use headwater::corpus::{Corpus, Outcome, Reading};
use headwater::crawl::{self, CrawlSettings, Surroundings};
use headwater::parse::{self, Document, Input};
use headwater::seed::Seed;
use headwater::store::Store;
use headwater::urls::CanonicalUrl;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::args;
use super::exit::Status;
use super::page::Page;
use super::style::Style;

/// One page to read.
#[derive(Debug, Deserialize)]
struct Entry {
    id: String,
    file: PathBuf,
    #[serde(default)]
    url: Option<String>,
    /// What links resolve against, for a page without an address of its own; a page's own `<base>` is
    /// believed in any case.
    #[serde(default)]
    base_url: Option<String>,
}

pub(crate) fn run(args: &args::Read, style: Style, out: &mut dyn Write) -> anyhow::Result<Status> {
    let entries = match &args.list {
        Some(list) => entries(list)?,
        None => args
            .pages
            .iter()
            .map(|page| Entry {
                id: page.clone(),
                file: PathBuf::from(page),
                url: None,
                base_url: None,
            })
            .collect(),
    };
    let names = OutletNames::new(std::iter::empty());
    let mut status = Status::NothingRead;
    for entry in &entries {
        match read(entry) {
            Ok(document) => {
                status = Status::Answered;
                let url = entry.url.as_deref();
                let page = Page::new(&entry.id, url, &document, &names);
                if args.json {
                    write_line(out, &page.as_json())?;
                } else {
                    page.write(out, style)?;
                }
            }
            Err(error) if args.json => {
                write_line(
                    out,
                    &json!({"id": entry.id, "url": entry.url, "text": "", "error": format!("{error:#}")}),
                )?;
            }
            Err(error) => {
                out.flush()?;
                writeln!(io::stderr().lock(), "headwater: {error:#}")?;
            }
        }
    }
    Ok(status)
}

/// Reads the list, with its files made relative to the folder that holds it.
fn entries(list: &Path) -> anyhow::Result<Vec<Entry>> {
    let text = fs::read_to_string(list)
        .with_context(|| format!("cannot read the list '{}'", list.display()))?;
    let folder = list.parent().unwrap_or(Path::new(""));
    let mut entries = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let entry = serde_json::from_str::<Entry>(line).map(|mut entry| {
            entry.file = folder.join(&entry.file);
            entry
        });
        entries.push(entry.with_context(|| {
            format!(
                "line {} of '{}' is no object with \"id\" and \"file\"",
                number + 1,
                list.display()
            )
        })?);
    }
    Ok(entries)
}

fn read(entry: &Entry) -> anyhow::Result<Document> {
    if let Ok(url) = CanonicalUrl::parse(&entry.id)
        && entry.file == Path::new(&entry.id)
    {
        return fetch(&url);
    }
    let body = bytes(&entry.file)?;
    let url = entry
        .url
        .as_deref()
        .or(entry.base_url.as_deref())
        .and_then(|url| CanonicalUrl::parse(url).ok());
    let input = Input {
        url: url.as_ref(),
        content_type: media_type(&entry.file),
        body: &body,
        retrieved: None,
    };
    parse::document(&input).with_context(|| format!("cannot read '{}'", entry.file.display()))
}

/// Reads a page from the web, as a crawl that goes no further would: robots.txt is asked first.
fn fetch(url: &CanonicalUrl) -> anyhow::Result<Document> {
    let folder = std::env::temp_dir().join(format!("headwater-read-{}", std::process::id()));
    fs::create_dir_all(&folder).context("cannot make a temporary folder")?;
    let corpus = crawl_one(url, &folder);
    // What is left of a temporary folder does no harm.
    let _removed = fs::remove_dir_all(&folder);
    for target in corpus?.targets {
        match target.outcome {
            Outcome::Read(reading) => return Ok(reading.document),
            Outcome::Failed { reason, .. } | Outcome::Excluded { reason, .. }
                if target.url == *url =>
            {
                bail!("cannot read '{url}': {reason}");
            }
            _ => {}
        }
    }
    bail!("cannot read '{url}': it leads to no page")
}

fn crawl_one(url: &CanonicalUrl, folder: &Path) -> anyhow::Result<Corpus> {
    let settings = CrawlSettings {
        depth: 0,
        ..CrawlSettings::default()
    };
    let mut store = Store::open(folder)?;
    super::fetch::runtime()?.block_on(crawl::crawl(
        &[Seed::Url(url.clone())],
        &settings,
        &mut store,
        Surroundings {
            clock: Arc::new(SystemClock),
            reader: Reading::of,
            events: &mut |_| {},
        },
        std::future::pending(),
    ))?;
    Ok(store.corpus()?)
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    if file == Path::new("-") {
        io::stdin()
            .lock()
            .read_to_end(&mut body)
            .context("cannot read standard input")?;
        return Ok(body);
    }
    let open = || fs::File::open(file).with_context(|| format!("cannot open '{}'", file.display()));
    if file.is_dir() {
        bail!("'{}' is a folder: name a page in it", file.display());
    }
    let read = if has_extension(file, "gz") {
        MultiGzDecoder::new(open()?).read_to_end(&mut body)
    } else {
        open()?.read_to_end(&mut body)
    };
    read.with_context(|| format!("cannot read '{}'", file.display()))?;
    Ok(body)
}

/// The media type that a file's name tells; `None` leaves it to the bytes.
fn media_type(file: &Path) -> Option<&'static str> {
    let stem = if has_extension(file, "gz") {
        Path::new(file.file_stem()?)
    } else {
        file
    };
    if has_extension(stem, "txt") {
        Some("text/plain")
    } else if has_extension(stem, "html") || has_extension(stem, "htm") {
        Some("text/html")
    } else {
        None
    }
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension()
        .is_some_and(|is| is.eq_ignore_ascii_case(extension))
}

fn write_line(out: &mut dyn Write, value: &impl Serialize) -> anyhow::Result<()> {
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(())
}
