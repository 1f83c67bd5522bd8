//! `headwater collect`: pages fetched and kept, to be read later.

use std::io::Write;

use headwater::corpus::ARCHIVE_FILE;
use headwater::crawl::End;
use headwater::export::clean;
use headwater::frontier::{Found, Standing};
use headwater::report::count;

use super::args;
use super::exit::Status;
use super::fetch::{self, Crawled};
use super::progress::warn;

pub(crate) fn run(
    args: &args::Collect,
    verbose: u8,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let settings = args.crawl.collecting();
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
    progress.finish();
    let visits = store.visits_by_kind()?;
    let of = |kind: &str| visits.get(kind).copied().unwrap_or_default();
    writeln!(
        out,
        "{} kept, {} and {} · {}",
        count(of("read"), "page"),
        count(of("redirect"), "redirect"),
        count(of("failed") + of("excluded"), "address without a page"),
        clean::line(&dir.join(ARCHIVE_FILE).display().to_string())
    )?;
    if summary.end != End::Finished {
        out.flush()?;
        let frontier = store.frontier()?;
        let is_waiting = |found: &Found<'_>| found.standing == Standing::Waiting;
        let pending = frontier.survey().filter(is_waiting).count();
        warn(&fetch::left(summary.end, &count(pending, "known address")));
    }
    Ok(if of("read") == 0 {
        Status::NothingRead
    } else {
        Status::Answered
    })
}
