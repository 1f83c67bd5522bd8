//! Small webs for the tests: archives written on the spot, and a reader that finds plain links.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use headwater::archive::{ArchiveWriter, Draft, Headers, Message};
use headwater::clock::{ManualClock, Timestamp};
use headwater::corpus::{Corpus, Outcome, Reading};
use headwater::crawl::{CrawlEvent, CrawlSettings, CrawlSummary, Reader, Surroundings, crawl};
use headwater::error::Result;
use headwater::parse::{DateMethod, Dated, Document, Input, Link, LinkClass, ParseError};
use headwater::seed::Seed;
use headwater::store::Store;
use headwater::urls::CanonicalUrl;

/// The moment at which the archives of the tests were made.
pub(crate) fn captured() -> Timestamp {
    "2031-04-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn url(text: &str) -> CanonicalUrl {
    CanonicalUrl::parse(text).unwrap()
}

pub(crate) fn message(status: u16, fields: &[(&str, &str)], body: &str) -> Message {
    let mut headers = Headers::default();
    headers.push("Content-Type", b"text/html; charset=utf-8");
    for (name, value) in fields {
        headers.push(name, value.as_bytes());
    }
    Message {
        status,
        headers,
        body: body.into(),
    }
}

/// A web as a table: address, status, where it redirects to, body.
pub(crate) type Web<'a> = &'a [(&'a str, u16, &'a str, &'a str)];

/// Writes a web as an archive, in the order given.
pub(crate) fn archive(path: &Path, web: Web<'_>) -> PathBuf {
    let mut writer = ArchiveWriter::open(path, 0).unwrap();
    for (url, status, location, body) in web {
        let fields: &[(&str, &str)] = match *location {
            "" => &[],
            to => &[("Location", to)],
        };
        let draft = Draft::response(url, captured(), &message(*status, fields, body));
        writer.append(&draft).unwrap();
    }
    path.to_owned()
}

/// Takes every word that is an address for a link by which the page cites, `canonical=…` for its
/// canonical address, `published=…` for its date and `language=…` for its language.
pub(crate) fn read_words(input: &Input<'_>) -> Result<Reading, ParseError> {
    let media_type = input.content_type.unwrap_or("text/plain");
    if media_type.starts_with("image/") {
        return Err(ParseError::NotText(media_type.to_owned()));
    }
    let text = String::from_utf8_lossy(input.body).into_owned();
    assert!(!text.contains("panic!"), "as asked");
    let links = text
        .split_whitespace()
        .filter_map(|word| Some((word, CanonicalUrl::parse(word).ok()?)))
        .map(|(word, url)| Link {
            href: word.to_owned(),
            url: Some(url),
            anchor: String::new(),
            rel: String::new(),
            span: None,
            marker: None,
            class: LinkClass::Citation,
        })
        .collect();
    let canonical_url = text
        .split_whitespace()
        .find_map(|word| CanonicalUrl::parse(word.strip_prefix("canonical=")?).ok());
    let published = text
        .split_whitespace()
        .find_map(|word| word.strip_prefix("published="))
        .map(|value| Dated {
            value: value.to_owned(),
            by: DateMethod::Meta,
        });
    let language = text
        .split_whitespace()
        .find_map(|word| word.strip_prefix("language="))
        .map(str::to_owned);
    Ok(Reading {
        body_bytes: input.body.len() as u64,
        attributions: Vec::new(),
        document: Document {
            media_type: "text/html".to_owned(),
            canonical_url,
            amp_url: None,
            title: None,
            outlet: None,
            authors: Vec::new(),
            published,
            modified: None,
            language,
            text,
            blocks: Vec::new(),
            links,
            partial: false,
            pages: Vec::new(),
        },
    })
}

/// Settings that ask nothing but the archives.
pub(crate) fn offline(archives: &[PathBuf]) -> CrawlSettings {
    CrawlSettings {
        offline: true,
        archives: archives.to_vec(),
        ..CrawlSettings::default()
    }
}

/// Crawls into `folder`; stops once `stop_after` addresses are done with.
pub(crate) fn run_until(
    seeds: &[&str],
    settings: &CrawlSettings,
    folder: &Path,
    stop_after: usize,
) -> Result<(CrawlSummary, Corpus)> {
    run_watched(seeds, settings, folder, stop_after, &|_| {})
}

/// Crawls as [`run_until`], and tells `watch` how many addresses are done with after each.
pub(crate) fn run_watched(
    seeds: &[&str],
    settings: &CrawlSettings,
    folder: &Path,
    stop_after: usize,
    watch: &(dyn Fn(usize) + Sync),
) -> Result<(CrawlSummary, Corpus)> {
    let clock = Arc::new(ManualClock::new(captured()));
    run_by_clock(seeds, settings, folder, stop_after, watch, clock)
}

/// Crawls as [`run_watched`], by a clock that `watch` may move.
pub(crate) fn run_by_clock(
    seeds: &[&str],
    settings: &CrawlSettings,
    folder: &Path,
    stop_after: usize,
    watch: &(dyn Fn(usize) + Sync),
    clock: Arc<ManualClock>,
) -> Result<(CrawlSummary, Corpus)> {
    run_reading(
        read_words, seeds, settings, folder, stop_after, watch, clock,
    )
}

/// Crawls as [`run_by_clock`], with a reader of the test's own.
pub(crate) fn run_reading(
    reader: Reader,
    seeds: &[&str],
    settings: &CrawlSettings,
    folder: &Path,
    stop_after: usize,
    watch: &(dyn Fn(usize) + Sync),
    clock: Arc<ManualClock>,
) -> Result<(CrawlSummary, Corpus)> {
    let seeds: Vec<Seed> = seeds.iter().map(|seed| Seed::Url(url(seed))).collect();
    let mut store = Store::open(folder)?;
    let (stop, stopped) = tokio::sync::watch::channel(stop_after == 0);
    let mut events = |event: CrawlEvent<'_>| {
        if let CrawlEvent::Finished { done, .. } = event {
            watch(done);
            stop.send_replace(done >= stop_after);
        }
    };
    let surroundings = Surroundings {
        clock,
        reader,
        events: &mut events,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let summary = runtime.block_on(async {
        let mut stopped = stopped;
        let stop = async move {
            drop(stopped.wait_for(|stop| *stop).await);
        };
        crawl(&seeds, settings, &mut store, surroundings, stop).await
    })?;
    Ok((summary, store.corpus()?))
}

/// Crawls into `folder` to the end.
pub(crate) fn run(seeds: &[&str], settings: &CrawlSettings, folder: &Path) -> Corpus {
    run_until(seeds, settings, folder, usize::MAX).unwrap().1
}

/// What became of each address, in a word, and its depth.
pub(crate) fn fates(corpus: &Corpus) -> BTreeMap<String, (u32, String)> {
    corpus
        .targets
        .iter()
        .map(|target| {
            let fate = match &target.outcome {
                Outcome::Read(_) => "read".to_owned(),
                Outcome::Redirect { to } => format!("-> {to}"),
                Outcome::Failed { reason, .. } | Outcome::Excluded { reason, .. } => reason.clone(),
                Outcome::Pending => "pending".to_owned(),
            };
            (target.url.to_string(), (target.depth, fate))
        })
        .collect()
}
