//! `headwater read`: what is seen in a page.

use std::fs;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use headwater::cite::{self, Attribution, Source};
use headwater::clock::SystemClock;
use headwater::corpus::{Corpus, Outcome, Reading};
use headwater::crawl::{self, CrawlSettings, Surroundings};
use headwater::export::clean;
use headwater::parse::{self, Document, Input, Link, LinkClass};
use headwater::seed::Seed;
use headwater::store::Store;
use headwater::text::{CodePoints, Span};
use headwater::urls::CanonicalUrl;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::args;
use super::exit::Status;

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

pub(crate) fn run(args: &args::Read, out: &mut dyn Write) -> anyhow::Result<Status> {
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
    let mut status = Status::NothingRead;
    for entry in &entries {
        match read(entry) {
            Ok(document) => {
                status = Status::Answered;
                if args.json {
                    write_line(out, &as_json(entry, &document))?;
                } else {
                    write_page(out, entry, &document)?;
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

fn as_json(entry: &Entry, document: &Document) -> Value {
    let points = CodePoints::new(&document.text);
    let range = |span: Span| json!({"start": points.before(span.start), "end": points.before(span.end), "text": span.of(&document.text)});
    let source = |source: &Source| {
        let mut value = range(source.span);
        value["head"] = range(source.head);
        value["name"] = json!(source.name);
        value["kind"] = json!(source.kind);
        value
    };
    let attribution = |found: &Attribution| {
        json!({
            "source": found.source.as_ref().map(source),
            "cue": range(found.cue),
            "content": found.content.iter().copied().map(range).collect::<Vec<_>>(),
            "quotation": found.quotation,
            "behind": found.behind.iter().map(source).collect::<Vec<_>>(),
        })
    };
    let link = |link: &Link| {
        json!({
            "url": link.url, "href": link.href, "anchor": link.anchor, "rel": link.rel, "class": link.class,
            "place": link.span.map(range), "marker": link.marker.map(range),
        })
    };
    let (inside, outside): (Vec<&Link>, Vec<&Link>) =
        document.links.iter().partition(|link| in_text(link));
    json!({
        "id": entry.id,
        "url": entry.url,
        "canonical_url": document.canonical_url,
        "amp_url": document.amp_url,
        "media_type": document.media_type,
        "title": document.title,
        "outlet": document.outlet,
        "authors": document.authors,
        "published": document.published.as_ref().map(|date| &date.value),
        "published_by": document.published.as_ref().map(|date| date.by),
        "modified": document.modified.as_ref().map(|date| &date.value),
        "language": document.language,
        "partial": document.partial,
        "pages": document.pages.iter().map(|&start| points.before(start)).collect::<Vec<_>>(),
        "text": document.text,
        "links": inside.into_iter().map(link).collect::<Vec<_>>(),
        "other_links": outside.into_iter().map(link).collect::<Vec<_>>(),
        "attributions": cite::attributions(document).iter().map(attribution).collect::<Vec<_>>(),
    })
}

/// Whether a link belongs to the main text rather than to the page's frame.
fn in_text(link: &Link) -> bool {
    link.class == LinkClass::Citation
        || (link.class == LinkClass::Reference && (link.span.is_some() || link.marker.is_some()))
}

/// Prints a page for a person: metadata, text, then whom it quotes and what it links to.
fn write_page(out: &mut dyn Write, entry: &Entry, document: &Document) -> anyhow::Result<()> {
    let published = document.published.as_ref().map(|date| date.value.clone());
    let authors = document.authors.join(", ");
    writeln!(out, "{}", clean::line(&entry.id))?;
    for (name, value) in [
        ("title", document.title.clone()),
        ("outlet", document.outlet.clone()),
        (
            "authors",
            Some(authors).filter(|authors| !authors.is_empty()),
        ),
        ("published", published),
        ("language", document.language.clone()),
    ] {
        if let Some(value) = value {
            writeln!(out, "  {name:<10} {}", clean::line(&value))?;
        }
    }
    writeln!(out)?;
    for line in document.text.trim_end().lines() {
        writeln!(out, "{}", clean::line(line))?;
    }
    let quoted = |span: Span| clean::line(span.of(&document.text));
    let attributions = cite::attributions(document);
    if !attributions.is_empty() {
        writeln!(out, "\nAttributions")?;
    }
    for found in &attributions {
        let source = found
            .source
            .as_ref()
            .map_or("(nobody named)", |source| &source.name);
        let content: Vec<String> = found.content.iter().copied().map(quoted).collect();
        writeln!(
            out,
            "  {} | {} | {}",
            clean::line(source),
            quoted(found.cue),
            content.join(" … ")
        )?;
    }
    let links: Vec<&Link> = document.links.iter().filter(|link| in_text(link)).collect();
    if !links.is_empty() {
        writeln!(out, "\nLinks in the text")?;
    }
    for link in links {
        let url = link
            .url
            .as_ref()
            .map_or(link.href.as_str(), CanonicalUrl::as_str);
        writeln!(
            out,
            "  {} -> {}",
            clean::line(&link.anchor),
            clean::line(url)
        )?;
    }
    writeln!(out)?;
    Ok(())
}
