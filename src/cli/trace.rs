//! `headwater trace`: from seeds to the answer.

use std::io::{self, Write};

use headwater::crawl::End;
use headwater::export;
use headwater::report::{Counts, Report, Run, count};
use headwater::store::Store;

use super::exit::Status;
use super::fetch::{self, Crawled};
use super::progress::warn;
use super::style::Style;
use super::{answer, args};

pub(crate) fn run(args: &args::Trace, verbose: u8, out: &mut dyn Write) -> anyhow::Result<Status> {
    let settings = args.crawl.settings();
    let crawled = fetch::run(&args.seeds, &args.crawl, &settings, verbose, out)?;
    let Some(Crawled {
        store,
        dir,
        summary,
    }) = crawled
    else {
        return Ok(Status::Answered);
    };
    let report = report_on(&store, notes(summary.warnings, summary.end))?;
    export::write_links(&report, &dir, &mut |url| {
        store.links(url).map_err(io::Error::other)
    })?;
    export::write_all(&report, &dir)?;
    answer::write(out, &report, &dir, Style::of_stdout(), args.claims)?;
    if summary.end != End::Finished {
        out.flush()?;
        let pending = report.run.counts.pending;
        warn(&fetch::left(summary.end, &count(pending, "known document")));
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
