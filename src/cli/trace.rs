//! `headwater trace`: from seeds to the answer.

use std::io::{self, Write};

use headwater::corpus::Catalog;
use headwater::crawl::End;
use headwater::export;
use headwater::manual::{Affiliations, Guide, ManualError, Overrides};
use headwater::report::{Analysis, Counts, Findings, Run, count};
use headwater::store::Store;
use serde_json::json;

use super::exit::Status;
use super::fetch::{self, Crawled};
use super::progress::warn;
use super::style::Style;
use super::{args, summary};

pub(crate) fn run(
    args: &args::Trace,
    verbose: u8,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let settings = args.crawl.settings();
    let guide = guide(args)?;
    let crawled = fetch::run(&args.seeds, &args.crawl, &settings, verbose, out)?;
    let Some(Crawled {
        store,
        dir,
        summary,
        progress,
    }) = crawled
    else {
        return Ok(Status::Answered);
    };
    progress.stage("finding claims and their origins");
    let catalog = store.catalog()?;
    let mut run = describe(&catalog, &store, notes(summary.warnings, summary.end))?;
    for (name, file) in [
        ("affiliations", &args.affiliations),
        ("overrides", &args.overrides),
    ] {
        let file = file.as_ref().map(|file| file.display().to_string());
        run.settings.insert(name.to_owned(), json!(file));
    }
    let analysis = Analysis::guided(&catalog, &store, run, &guide);
    progress.stage("writing the result");
    export::write_links(&analysis, &dir, &mut |url| {
        store.links(url).map_err(io::Error::other)
    })?;
    export::write_all(&analysis, &dir)?;
    progress.finish();
    summary::write(out, &analysis, &dir, style, args.claims)?;
    let counts = analysis.run().counts;
    if summary.end != End::Finished {
        out.flush()?;
        let pending = counts.pending;
        warn(&fetch::left(summary.end, &count(pending, "known document")));
    }
    Ok(if counts.fetched == 0 {
        out.flush()?;
        warn(&cure(&analysis, settings.offline));
        Status::NothingRead
    } else {
        Status::Answered
    })
}

/// Says what to do where nothing could be read.
fn cure(findings: &dyn Findings, is_offline: bool) -> String {
    let mut details = findings
        .documents()
        .iter()
        .filter_map(|d| d.detail.as_deref());
    let next = if is_offline {
        "--archive names another archive, and without --offline the web is asked"
    } else if details.any(|detail| detail.contains("private address")) {
        "--allow-private asks private addresses"
    } else {
        "`headwater read URL` shows what a page answers, and --memento asks a web archive"
    };
    format!("nothing could be read; {next}")
}

/// Reads what somebody said by hand, before anything is asked for.
fn guide(args: &args::Trace) -> Result<Guide, ManualError> {
    let mut guide = Guide::default();
    if let Some(file) = &args.affiliations {
        guide.affiliations = Affiliations::read(file)?;
    }
    if let Some(file) = &args.overrides {
        guide.overrides = Overrides::read(file)?;
    }
    Ok(guide)
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
