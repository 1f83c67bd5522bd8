//! `headwater trace`: from seeds to the answer.

use std::io::{self, Write};

use headwater::corpus::Catalog;
use headwater::crawl::End;
use headwater::export;
use headwater::report::{Analysis, Counts, Findings, Run, count};
use headwater::store::Store;

use super::exit::Status;
use super::fetch::{self, Crawled};
use super::progress::warn;
use super::style::Style;
use super::{answer, args};

pub(crate) fn run(
    args: &args::Trace,
    verbose: u8,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
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
    let catalog = store.catalog()?;
    let run = describe(&catalog, &store, notes(summary.warnings, summary.end))?;
    let analysis = Analysis::new(&catalog, &store, run);
    export::write_links(&analysis, &dir, &mut |url| {
        store.links(url).map_err(io::Error::other)
    })?;
    export::write_all(&analysis, &dir)?;
    answer::write(out, &analysis, &dir, style, args.claims)?;
    let counts = analysis.run().counts;
    if summary.end != End::Finished {
        out.flush()?;
        let pending = counts.pending;
        warn(&fetch::left(summary.end, &count(pending, "known document")));
    }
    Ok(if counts.fetched == 0 {
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

/// Describes the run that the store holds.
fn describe(catalog: &Catalog, store: &Store, warnings: Vec<String>) -> anyhow::Result<Run> {
    Ok(Run {
        headwater: env!("CARGO_PKG_VERSION").to_owned(),
        seeds: catalog.seeds.iter().map(ToString::to_string).collect(),
        started: catalog.started.to_string(),
        finished: catalog.finished.to_string(),
        settings: store.settings()?,
        counts: Counts::default(),
        notes: warnings,
    })
}
