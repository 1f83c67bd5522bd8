//! What may be typed: the help texts are the doc comments.

mod crawl;

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

pub(crate) use crawl::Crawl;

/// Trace the claims of a story upstream to the sources that first made them
///
/// headwater follows the links and quoted sources of an article until every trail ends, and shows
/// for each claim who said it first, how many independent origins it really has, and where the
/// chains meet. It reports where a claim comes from, never whether it is true.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 answered, 1 nothing could be read, 2 misuse or failure, 130 stopped at once by a second Ctrl-C."
)]
pub(crate) struct Args {
    /// Log more to standard error; repeat for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Print no colours, as if standard output were no terminal
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Trace(Trace),
    Collect(Collect),
    Read(Read),
    Show(Show),
    Export(Export),
    Verify(Verify),
}

/// Trace the claims of one or more articles to their origins
///
/// Follows what the articles cite, links and quoted sources alike, and what those cite in turn. The
/// answer goes to standard output, progress to standard error; the evidence stays in the output
/// folder: trace.json, graph.dot, graph.svg, claims.csv, citations.csv, links.csv, pages.warc.gz
/// (every response as it came) and trace.db (the state of the crawl). A run that was cut off goes on
/// where it stopped when the same command is given again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater trace https://example.com/2031/03/04/story.html
  headwater trace seeds/kestrel-strait.txt --archive seeds/kestrel-strait.warc.gz --offline
  headwater trace https://example.com/story.html --memento https://archive.example/web/
  headwater trace article-1.html article-2.txt --depth 0
  cat urls.txt | headwater trace - --depth 2 --contact https://example.org/about-our-crawler")]
pub(crate) struct Trace {
    /// A URL, a seed list (one URL a line, # for comments), a local .html or .txt page, or - for a
    /// seed list on standard input
    #[arg(value_name = "SEED", required = true)]
    pub(crate) seeds: Vec<String>,
    #[command(flatten)]
    pub(crate) crawl: Crawl,
    /// Show at most so many claims
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) claims: usize,
}

/// Fetch pages and keep them, without reading them
///
/// Follows every link as far as --depth, --pages, --include and --exclude allow; give --include, or
/// it goes wherever links lead. What it fetched stays in pages.warc.gz of the output folder, from
/// which `headwater trace SEED --archive DIR/pages.warc.gz --offline` answers later. A run that was
/// cut off goes on where it stopped when the same command is given again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater collect https://example.com/ --include example.com --output output/example
  headwater collect urls.txt --depth 0 --output output/urls")]
pub(crate) struct Collect {
    /// As for trace
    #[arg(value_name = "SEED", required = true)]
    pub(crate) seeds: Vec<String>,
    #[command(flatten)]
    pub(crate) crawl: Crawl,
}

/// Show what headwater sees in a page: text, metadata, links, attributions
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater read article.html
  headwater read https://example.com/story.html
  headwater read --json article.html notes.txt
  headwater read --list index.jsonl --json > readings.jsonl")]
pub(crate) struct Read {
    /// A URL, a local page (.html, .htm, .txt, or either with .gz), or - for standard input
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

/// Write a run, or one claim of it, in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater export output/kestrel-strait --format dot --claim c1 | dot -Tsvg -o c1.svg
  headwater export output/kestrel-strait --format csv --table citations -o citations.csv")]
pub(crate) struct Export {
    /// The folder of a run
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// The format
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// Only this claim with its chains, such as c1
    #[arg(long, value_name = "ID")]
    pub(crate) claim: Option<String>,
    /// Which table, for csv
    #[arg(long, value_enum, default_value_t = ExportTable::Claims)]
    pub(crate) table: ExportTable,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// A format of `export`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Graphviz
    Dot,
    /// The same picture, drawn without Graphviz
    Svg,
    /// A table of comma-separated values
    Csv,
    /// The whole result, or what belongs to the claim
    Json,
}

/// A table of `export --format csv`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ExportTable {
    /// One row a claim
    Claims,
    /// One row a citation
    Citations,
}

/// Read the archive of a run again and find every sentence, offset and hash of its trace.json
///
/// Needs no network. Fails if anything differs from what the archived pages say.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater verify output/kestrel-strait")]
pub(crate) struct Verify {
    /// The folder of a run
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
