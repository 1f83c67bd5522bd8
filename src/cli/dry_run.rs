//! `--dry-run`: what would be fetched next, and why.

use std::collections::BTreeMap;
use std::io::{self, Write};

use headwater::crawl::{Answerer, Next, Preview};
use headwater::export::clean;
use headwater::frontier::{Priority, Step};
use headwater::report::count;
use headwater::urls::HostKey;

use super::progress::warn;

/// Prints the plan of a crawl.
pub(crate) fn write(out: &mut dyn Write, preview: &Preview) -> io::Result<()> {
    for warning in &preview.warnings {
        warn(warning);
    }
    let pages = count(preview.queue.len(), "page");
    writeln!(
        out,
        "{pages} to fetch next, {} done; nothing was asked and nothing written",
        preview.done
    )?;
    let mut of_host: BTreeMap<&HostKey, usize> = BTreeMap::new();
    for (number, next) in preview.queue.iter().enumerate() {
        let before = of_host.entry(&next.host).or_default();
        writeln!(out, "\n{}. {}", number + 1, clean::line(next.url.as_str()))?;
        writeln!(
            out,
            "   depth {} · {} · {}",
            next.depth,
            clean::line(&why(next)),
            when(next, *before)
        )?;
        *before += 1;
    }
    if !preview.left_out.is_empty() {
        writeln!(out, "\nleft out:")?;
        for (reason, number) in &preview.left_out {
            writeln!(out, "   {reason}: {}", count(*number, "address"))?;
        }
    }
    Ok(())
}

/// Why an address is asked for, and in its place.
fn why(next: &Next) -> String {
    let Some((step, from)) = &next.from else {
        return "seed".to_owned();
    };
    match step {
        Step::Hop if next.is_redirect => format!("redirect from {from}"),
        Step::Hop => format!("canonical address of {from}"),
        Step::Link(Priority::Attributed) => {
            format!("cited with the cue of an attribution by {from}")
        }
        Step::Link(Priority::Primary) => format!("primary document, cited by {from}"),
        Step::Link(Priority::Body) => format!("link in the text of {from}"),
        Step::Link(Priority::Other) => format!("link beside the text of {from}"),
    }
}

/// Who answers, and when, if `before` addresses of the same host come first.
fn when(next: &Next, before: usize) -> String {
    let host = clean::line(next.host.as_str());
    match next.answerer {
        Answerer::Archive => return "from the archive".to_owned(),
        Answerer::File => return "from the file".to_owned(),
        Answerer::Nobody => return "not in the archive, and nothing else is asked".to_owned(),
        Answerer::Web => {}
    }
    match (next.due, before) {
        (None, 0) => format!("{host}, due now"),
        (Some(due), 0) => format!("{host}, due at {}", due.strftime("%Y-%m-%d %H:%M:%SZ")),
        (_, before) => format!("{host}, after {before} of its pages"),
    }
}
