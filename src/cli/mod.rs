//! The command line: arguments, answers, exit codes. The library never prints; this does.

mod answer;
mod args;
mod collect;
mod diff;
mod dry_run;
mod exit;
mod export;
mod fetch;
mod interrupt;
mod manual;
mod page;
mod progress;
mod read;
mod show;
mod show_json;
mod style;
mod summary;
mod tally;
mod trace;
mod verify;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use headwater::export::TRACE_FILE;
use headwater::report::Report;

use args::{Args, Command};
use style::Style;

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let args = Args::parse();
    start_log(args.verbose);
    let stdout = io::stdout();
    let mut out = BufWriter::new(stdout.lock());
    let result = run(&args, &mut out).and_then(|status| {
        out.flush().context("cannot write to standard output")?;
        Ok(status)
    });
    match result {
        Ok(status) => status.into(),
        Err(error) => exit::explain(&error),
    }
}

fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<exit::Status> {
    let style = Style::of_stdout(args.no_color);
    match &args.command {
        Command::Trace(trace) => trace::run(trace, args.verbose, style, out),
        Command::Collect(collect) => collect::run(collect, args.verbose, out),
        Command::Read(read) => read::run(read, style, out),
        Command::Show(show) => show::run(show, style, out),
        Command::Diff(diff) => diff::run(diff, style, out),
        Command::Export(export) => export::run(export, out),
        Command::Verify(verify) => verify::run(verify, out),
        Command::Schema(args::Schema {}) => export::schema(out),
        Command::Completions(completions) => manual::completions(completions, out),
        Command::Man(man) => manual::page(man, out),
    }
}

/// Reads the result of the run in the folder `dir`.
fn report(dir: &Path) -> anyhow::Result<Report> {
    headwater::export::read(&dir.join(TRACE_FILE)).with_context(|| {
        let dir = dir.display();
        format!("'{dir}' is no folder of a finished run; `headwater trace` makes one, as output/…")
    })
}

/// Writes logs to standard error, as `HEADWATER_LOG` or the number of `-v` says.
fn start_log(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "headwater=info,warn",
        2 => "headwater=debug,info",
        _ => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("HEADWATER_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}
