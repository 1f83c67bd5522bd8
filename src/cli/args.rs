//! What may be typed: the help texts are the doc comments.

mod crawl;

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

pub(crate) use crawl::Crawl;

/// The heading in the help text of what a reader knows better.
const BY_HAND: &str = "By hand";

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
    Diff(Diff),
    Export(Export),
    Verify(Verify),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

/// Trace the claims of one or more articles to their origins
///
/// Follows what the articles cite, links and quoted sources alike, and what those cite in turn. The
/// answer goes to standard output, progress to standard error; the evidence stays in the output
/// folder: trace.json, report.html (the answer for a browser), graph.dot, graph.svg, graph.graphml, graph.gexf, claims.csv, citations.csv, links.csv, pages.warc.gz
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
    /// Say who belongs to whom, so that sources are counted by group
    ///
    /// A TOML file with a line a group, its name and the names of its members; * stands for any words:
    /// `"Orvany (state)" = ["Ministry of Works", "*general staff*", "Orvany"]`. An anonymous source
    /// belongs to the group of the body that it is said to be of. See seeds/affiliations.toml.
    #[arg(long, value_name = "FILE", help_heading = BY_HAND)]
    pub(crate) affiliations: Option<PathBuf>,
    /// Put right what was merged, kept apart or cited wrongly
    ///
    /// A TOML file with tables `[[source]]`, `[[document]]` and `[[claim]]`, each with `merge = [several]`
    /// or `split = one`, and `[[edge]]` with `from`, `to` and `wrong = true`. Sources go by their names,
    /// documents by their addresses, and claims by `{ document = "URL", text = "words of the sentence" }`.
    /// Whatever changes nothing is told among the notes. See seeds/overrides.toml.
    #[arg(long, value_name = "FILE", help_heading = BY_HAND)]
    pub(crate) overrides: Option<PathBuf>,
    /// Tell of so many claims at the end; `headwater show` tells more
    #[arg(long, value_name = "N", default_value_t = 3)]
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
  headwater show output/night-ferry c1 --json
  headwater show output/night-ferry https://example.com/ferry.html")]
pub(crate) struct Show {
    /// The folder of a run
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// A claim by its id, such as c1, or the address of a document
    #[arg(value_name = "CLAIM|URL")]
    pub(crate) what: Option<String>,
    /// Print one JSON object: the run with its first claims, a claim with its chains, or a document
    /// with its ways to the origins
    #[arg(long)]
    pub(crate) json: bool,
    /// Show at most so many claims
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) claims: usize,
}

/// Show what differs between two runs: claims, origins, documents and citations
///
/// Claims are the same if they share statements, that is sentences of the same documents; ids play no
/// part. Tells what appeared (+), vanished (-) and changed (~).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater diff output/night-ferry-monday output/night-ferry-friday
  headwater diff output/before output/after --json")]
pub(crate) struct Diff {
    /// The folder of the earlier run
    #[arg(value_name = "RUN1")]
    pub(crate) earlier: PathBuf,
    /// The folder of the later run
    #[arg(value_name = "RUN2")]
    pub(crate) later: PathBuf,
    /// Print one JSON object with everything that differs
    #[arg(long)]
    pub(crate) json: bool,
    /// Show at most so many lines of a kind
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

/// Write a run, or one story or claim of it, in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater export output/kestrel-strait --format dot --claim c1 | dot -Tsvg -o c1.svg
  headwater export output/kestrel-strait --format svg --level outlet -o outlets.svg
  headwater export output/kestrel-strait --format gexf --story t1 -o story.gexf
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
    /// Only this story with its claims and whom its documents cite, such as t1
    ///
    /// `documents[].story` of trace.json says which story a document tells.
    #[arg(long, value_name = "ID", conflicts_with = "claim")]
    pub(crate) story: Option<String>,
    /// What is a node, for dot and svg
    #[arg(long, value_enum, default_value_t = ExportLevel::Document)]
    pub(crate) level: ExportLevel,
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
    /// The whole graph, for networkx, igraph and the like
    Graphml,
    /// The whole graph with its days, for Gephi
    Gexf,
    /// A page for a browser that needs nothing else
    Html,
    /// A table of comma-separated values
    Csv,
    /// The whole result, or what belongs to the claim
    Json,
}

/// What is a node of `export --format dot` and `svg`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ExportLevel {
    /// A document or a source
    Document,
    /// An outlet; arrows count the documents that cite
    Outlet,
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

/// Write the JSON Schema of trace.json to standard output
///
/// Draft 2020-12. The keys keep their meaning; keys may be added.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater schema > trace.schema.json")]
pub(crate) struct Schema {}

/// Write the completions of a shell to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater completions bash > ~/.local/share/bash-completion/completions/headwater
  headwater completions zsh > ~/.zfunc/_headwater
  headwater completions fish > ~/.config/fish/completions/headwater.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Write the manual page to standard output
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  headwater man > ~/.local/share/man/man1/headwater.1
  headwater man trace | man -l -")]
pub(crate) struct Man {
    /// The page of this command, instead of that of the whole program
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Whatever people are told to type.
    const PAGES: [&str; 6] = [
        include_str!("../../README.md"),
        include_str!("../guide/start.md"),
        include_str!("../guide/verdicts.md"),
        include_str!("../guide/recipes.md"),
        include_str!("../guide/scripts.md"),
        include_str!("../guide/citing.md"),
    ];

    /// Returns the words of the call of headwater in a line of shell, if there is one.
    fn call(line: &str) -> Option<Vec<&str>> {
        let line = line.trim().trim_start_matches("cargo run --release -- ");
        let mut stages = line.split(" | ").map(str::trim);
        let (command, _) = match stages.find(|stage| stage.starts_with("headwater ")) {
            Some(stage) => stage.split_once(" > ").unwrap_or((stage, "")),
            None if line.starts_with("trace ") => (line, ""),
            None => return None,
        };
        Some(
            command
                .trim_start_matches("headwater ")
                .split(' ')
                .collect(),
        )
    }

    #[test]
    fn every_command_that_people_are_told_is_understood() {
        let blocks = PAGES.iter().flat_map(|page| {
            let blocks = page.split("```").skip(1).step_by(2);
            blocks.filter_map(|block| Some(block.strip_prefix("sh")?.to_owned()))
        });
        let helps = Args::command();
        let helps = helps
            .get_subcommands()
            .filter_map(|command| command.get_after_help());
        let lines = blocks.chain(helps.map(ToString::to_string));
        let lines: Vec<String> = lines
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let calls: Vec<Vec<&str>> = lines.iter().filter_map(|line| call(line)).collect();
        assert!(calls.len() > 40, "{}", calls.len());
        for call in calls {
            let parsed = Args::try_parse_from([&["headwater"], &*call].concat());
            assert!(parsed.is_ok(), "{call:?}: {parsed:?}");
        }
    }

    #[test]
    fn arguments_are_consistent() {
        Args::command().debug_assert();
    }
}
