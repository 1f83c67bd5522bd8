//! `headwater trace`: from seeds to the answer.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use headwater::clock::SystemClock;
use headwater::corpus::Reading;
use headwater::crawl::{self, End, Surroundings};
use headwater::export;
use headwater::report::{self, Counts, Report, Run};
use headwater::seed;
use headwater::store::Store;

use super::exit::Status;
use super::interrupt::Interrupts;
use super::progress::{Progress, warn};
use super::style::Style;
use super::{answer, args, dry_run};

pub(crate) fn run(args: &args::Trace, verbose: u8, out: &mut dyn Write) -> anyhow::Result<Status> {
    let seeds = seed::read(&args.seeds, &mut io::stdin().lock())?;
    let settings = args.crawl.settings();
    let dir = args
        .crawl
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from("output").join(seed::slug(&args.seeds)));
    if args.crawl.dry_run {
        let store = if args.crawl.fresh {
            None
        } else {
            Store::peek(&dir)?
        };
        let preview = crawl::preview(&seeds, &settings, store.as_ref(), Arc::new(SystemClock))?;
        dry_run::write(out, &preview)?;
        return Ok(Status::Answered);
    }
    fs::create_dir_all(&dir).with_context(|| {
        format!(
            "cannot make the folder '{}'; choose another with --output",
            dir.display()
        )
    })?;
    if args.crawl.fresh {
        Store::remove(&dir)?;
    }
    let mut store = Store::open(&dir)?;
    let mut progress = Progress::new(verbose);
    let runtime = runtime()?;
    let interrupts = Interrupts::watch(&runtime);
    let summary = runtime.block_on(crawl::crawl(
        &seeds,
        &settings,
        &mut store,
        Surroundings {
            clock: Arc::new(SystemClock),
            reader: Reading::of,
            events: &mut |event| progress.see(&event),
        },
        interrupts.first(),
    ));
    interrupts.end_at_once();
    progress.finish();
    let summary = summary?;
    let report = report_on(&store, notes(summary.warnings, summary.end))?;
    export::write_links(&report, &dir, &mut |url| {
        store.links(url).map_err(io::Error::other)
    })?;
    export::write_all(&report, &dir)?;
    answer::write(out, &report, &dir, Style::of_stdout(), args.claims)?;
    if summary.end != End::Finished {
        out.flush()?;
        warn(&left(summary.end, report.run.counts.pending));
    }
    Ok(if report.run.counts.fetched == 0 {
        Status::NothingRead
    } else {
        Status::Answered
    })
}

/// What the reader of a result is to know of the crawl behind it.
fn notes(mut warnings: Vec<String>, end: End) -> Vec<String> {
    match end {
        End::Finished => {}
        End::Stopped => warnings.push("the crawl was stopped before its end".to_owned()),
        End::OutOfTime => warnings.push("the crawl ended when its time was over".to_owned()),
    }
    warnings
}

/// Says what an unfinished crawl left.
fn left(end: End, pending: usize) -> String {
    let why = match end {
        End::OutOfTime => "its time was over",
        End::Finished | End::Stopped => "stopped early",
    };
    format!(
        "{why}: {} left to read; the same command goes on from here",
        report::count(pending, "known document")
    )
}

/// Starts the threads of a crawl.
pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads of the crawl")
}

/// Analyzes what the store holds.
fn report_on(store: &Store, warnings: Vec<String>) -> anyhow::Result<Report> {
    let corpus = store.corpus()?;
    let run = Run {
        headwater: env!("CARGO_PKG_VERSION").to_owned(),
        seeds: corpus.seeds.iter().map(ToString::to_string).collect(),
        started: corpus.started.to_string(),
        finished: corpus.finished.to_string(),
        settings: store.settings()?,
        counts: Counts::default(),
        notes: warnings,
    };
    Ok(Report::new(&corpus, run))
}
