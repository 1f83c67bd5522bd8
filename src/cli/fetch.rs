//! The crawl of a command: from its options to what the store holds.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use headwater::clock::SystemClock;
use headwater::corpus::Reading;
use headwater::crawl::{self, CrawlSettings, CrawlSummary, End, Surroundings};
use headwater::seed;
use headwater::store::Store;

use super::interrupt::Interrupts;
use super::progress::Progress;
use super::{args, dry_run};

/// A crawl that ended.
#[derive(Debug)]
pub(super) struct Crawled {
    pub(super) store: Store,
    pub(super) dir: PathBuf,
    pub(super) summary: CrawlSummary,
    /// Still shown, for what comes after the crawl.
    pub(super) progress: Progress,
}

/// Crawls, or prints what a crawl would do and returns nothing.
pub(super) fn run(
    seeds: &[String],
    args: &args::Crawl,
    settings: &CrawlSettings,
    verbose: u8,
    out: &mut dyn Write,
) -> anyhow::Result<Option<Crawled>> {
    let dir = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from("output").join(seed::slug(seeds)));
    let seeds = seed::read(seeds, &mut io::stdin().lock())?;
    if args.dry_run {
        let store = if args.fresh { None } else { Store::peek(&dir)? };
        let preview = crawl::preview(&seeds, settings, store.as_ref(), Arc::new(SystemClock))?;
        dry_run::write(out, &preview)?;
        return Ok(None);
    }
    fs::create_dir_all(&dir).with_context(|| {
        format!(
            "cannot make the folder '{}'; choose another with --output",
            dir.display()
        )
    })?;
    if args.fresh {
        Store::remove(&dir)?;
    }
    let mut store = Store::open(&dir)?;
    let mut progress = Progress::new(verbose);
    let runtime = runtime()?;
    let interrupts = Interrupts::watch(&runtime);
    let summary = runtime.block_on(crawl::crawl(
        &seeds,
        settings,
        &mut store,
        Surroundings {
            clock: Arc::new(SystemClock),
            reader: if settings.read {
                Reading::of
            } else {
                Reading::of_links
            },
            events: &mut |event| progress.see(&event),
        },
        interrupts.first(),
    ));
    interrupts.end_at_once();
    if summary.is_err() {
        progress.finish();
    }
    Ok(Some(Crawled {
        store,
        dir,
        summary: summary?,
        progress,
    }))
}

/// Says what an unfinished crawl left.
pub(super) fn left(end: End, pending: &str) -> String {
    let why = match end {
        End::OutOfTime => "its time was over",
        End::Finished | End::Stopped => "stopped early",
    };
    format!("{why}: {pending} left to read; the same command goes on from here")
}

/// Starts the threads of a crawl.
pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads of the crawl")
}
