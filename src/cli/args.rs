//! What may be typed: the help texts are the doc comments.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

/// Trace the claims of a story upstream to the sources that first made them
///
/// headwater follows the links and quoted sources of an article until every trail ends, and shows
/// for each claim who said it first, how many independent origins it really has, and where the
/// chains meet. It reports where a claim comes from, never whether it is true.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 answered, 1 nothing could be read, 2 misuse or failure."
)]
pub(crate) struct Args {
    /// Log more to standard error; repeat for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Read(Read),
    Show(Show),
}

/// Show what headwater sees in a page: text, metadata, links, attributions
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater read article.html
  headwater read --json article.html notes.txt
  headwater read --list index.jsonl --json > readings.jsonl")]
pub(crate) struct Read {
    /// A local page (.html, .htm, .txt, or either with .gz), or - for standard input
    #[arg(value_name = "PAGE", required_unless_present = "list")]
    pub(crate) pages: Vec<String>,
    /// Read the pages that a file lists, one JSON object a line
    ///
    /// Each line is {"id", "file", "url"}: `file` is relative to the list and may end in .gz; `url`
    /// is the page's own address or null. One line comes out for each, in order; with other output
    /// than --json, one page after the other.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "pages")]
    pub(crate) list: Option<PathBuf>,
    /// Print one JSON object a page
    ///
    /// Offsets count Unicode scalar values of `text`, start inclusive, end exclusive.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show the answer of a run again, the chains of a claim, or how an article comes to its claims
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater show output/night-ferry
  headwater show output/night-ferry c1
  headwater show output/night-ferry https://example.com/ferry.html")]
pub(crate) struct Show {
    /// The folder of a run
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// A claim by its id, such as c1, or the address of a document
    #[arg(value_name = "CLAIM|URL")]
    pub(crate) what: Option<String>,
    /// Show at most so many claims
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) claims: usize,
}
