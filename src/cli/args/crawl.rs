//! The options of a crawl, shared by every command that makes one.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use headwater::crawl::{CrawlSettings, Follow};
use headwater::fetch::{FetchError, MAX_RETRIES, TimeGate, check_user_agent};
use headwater::frontier::Pattern;

/// The heading in the help text of what bounds a crawl.
const SCOPE: &str = "Scope";
/// The heading of what a host may expect.
const POLITENESS: &str = "Politeness";
/// The heading of what protects whoever runs the crawl.
const SAFETY: &str = "Safety";
/// The heading of what answers instead of the web.
const ARCHIVES: &str = "Archives";

/// How a crawl is made, and where it is written.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Crawl {
    /// Write to this folder [default: output/<name of the first seed>]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Start over, replacing what the output folder holds
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Show what would be fetched next, and why, without asking or writing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Follow citations so many steps from the seeds, which are at 0
    #[arg(long, value_name = "N", default_value_t = CrawlSettings::default().depth, help_heading = SCOPE)]
    depth: u32,
    /// Ask for at most so many pages
    ///
    /// Of the pages that are known, those nearest to a seed are asked for; of equally near ones first
    /// those that are cited with the cue of an attribution ("according to"), then primary documents
    /// (governments, courts, universities, papers, PDF files), then the rest by alphabet. Redirects
    /// cost nothing.
    #[arg(long, value_name = "N", default_value_t = CrawlSettings::default().pages, help_heading = SCOPE)]
    pages: usize,
    /// Ask for at most so many pages of one site, 0 for any number [default: 200, or any number with
    /// --follow all]
    ///
    /// A site is a registrable domain: news.example.org and www.example.org count together. Seeds,
    /// and where they redirect, do not count.
    #[arg(long, value_name = "N", help_heading = SCOPE)]
    per_host_pages: Option<usize>,
    /// Take no new work after this time, such as 90s, 10m or 2h
    ///
    /// What is under way is finished and the result of what was read so far is written; the same
    /// command, with this time or another, goes on from there.
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = SCOPE)]
    time: Option<Duration>,
    /// Ask for nothing but what matches this pattern; may be given several times
    ///
    /// A pattern without a slash is a host: example.org is that host and www.example.org, *.gov all
    /// hosts below gov; with a port it is compared with the port too. With a slash it is an address,
    /// with its scheme, `https://example.org/news/*`, or without. A star stands for
    /// any run of characters. Seeds, and where they redirect, are always asked for. What is left out
    /// stays as a node, excluded for `scope`.
    #[arg(long, value_name = "PATTERN", help_heading = SCOPE)]
    include: Vec<Pattern>,
    /// Do not ask for what matches this pattern, even if it is included; may be given several times
    #[arg(long, value_name = "PATTERN", help_heading = SCOPE)]
    exclude: Vec<Pattern>,
    /// Which links of a page to follow
    #[arg(long, value_enum, default_value_t = FollowArg::Cited, help_heading = SCOPE)]
    follow: FollowArg,
    /// Follow the links of a page only if it has one of these words [default: the names in the seeds]
    ///
    /// A page of a hundred words or more, in the language of the seeds, that has none of the words is
    /// off the story: it stays as a node, labelled `off-story`, and its links are not followed. The
    /// case of letters does not matter, and a word of four letters or more stands for those that begin
    /// with it too. Without this, a page is off the story if it shares no name and no great number with
    /// any of the seeds. Seeds, and where they redirect, are always followed.
    #[arg(long, value_name = "WORDS", help_heading = SCOPE)]
    story: Option<String>,
    /// Answer from this WARC file first; may be given several times
    #[arg(long, value_name = "FILE.warc[.gz]", help_heading = ARCHIVES)]
    archive: Vec<PathBuf>,
    /// Answer from the archives and from nothing else
    #[arg(long, help_heading = ARCHIVES)]
    offline: bool,
    /// Ask this web archive for pages that are gone, refused, blocked or out of reach
    ///
    /// The URL is that of its time gate (Memento, RFC 7089), to which the address of the page is
    /// appended. What is read is the capture nearest to the date of the article that cites the page;
    /// its own date is shown with it. The archive learns which pages are asked for.
    #[arg(long, value_name = "URL", help_heading = ARCHIVES)]
    memento: Option<TimeGate>,
    /// Pause between two requests to one host, such as 250ms or 2s; 0 for none [default: 1s]
    ///
    /// A host's own Crawl-delay and Retry-After are obeyed where they ask for more.
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = POLITENESS)]
    delay: Option<Duration>,
    /// Send one host so many requests at a time; the pause still lies between their starts
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN, help_heading = POLITENESS)]
    per_host: NonZeroUsize,
    /// Have so many pages under way at once, of all hosts together
    #[arg(long, value_name = "N", default_value_t = CrawlSettings::default().concurrency, help_heading = POLITENESS)]
    concurrency: usize,
    /// Ask again so often after a network fault, status 429 or 5xx; 0 to 3
    #[arg(long, value_name = "N", default_value_t = MAX_RETRIES,
          value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_RETRIES)), help_heading = POLITENESS)]
    retries: u32,
    /// Send this user agent in place of headwater's own; robots.txt is read for its first word
    ///
    /// A contact is not added to it.
    #[arg(long, value_name = "TEXT", value_parser = user_agent, help_heading = POLITENESS)]
    user_agent: Option<String>,
    /// A page or address where the owner of a site finds you; it goes into the user agent
    #[arg(long, value_name = "URL|MAIL", help_heading = POLITENESS)]
    contact: Option<String>,
    /// Fetch what robots.txt forbids; the site may block you for it
    #[arg(long, help_heading = POLITENESS)]
    ignore_robots: bool,
    /// Allow private, loopback and link-local addresses
    #[arg(long, help_heading = SAFETY)]
    allow_private: bool,
}

/// Which links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FollowArg {
    /// Those by which the page cites: in its body, its footnotes and its list of sources
    Cited,
    /// Every link, menus and buttons too, as for collecting a site
    All,
}

impl From<FollowArg> for Follow {
    fn from(follow: FollowArg) -> Self {
        match follow {
            FollowArg::Cited => Self::Cited,
            FollowArg::All => Self::All,
        }
    }
}

impl Crawl {
    /// Returns the settings of a crawl that follows every link and reads no page.
    pub(crate) fn collecting(&self) -> CrawlSettings {
        CrawlSettings {
            host_pages: self.per_host_pages.filter(|&pages| pages > 0),
            follow: Follow::All,
            read: false,
            ..self.settings()
        }
    }

    /// Returns the settings of the crawl that these options ask for.
    pub(crate) fn settings(&self) -> CrawlSettings {
        let defaults = CrawlSettings::default();
        CrawlSettings {
            depth: self.depth,
            pages: self.pages,
            host_pages: match (self.per_host_pages, self.follow) {
                (Some(0), _) | (None, FollowArg::All) => None,
                (Some(pages), _) => Some(pages),
                (None, FollowArg::Cited) => defaults.host_pages,
            },
            time: self.time,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            follow: self.follow.into(),
            story: self.story.clone(),
            delay: self.delay.unwrap_or(defaults.delay),
            concurrency: self.concurrency,
            per_host: self.per_host.get(),
            retries: self.retries,
            user_agent: self.user_agent.clone(),
            offline: self.offline,
            archives: self.archive.clone(),
            memento: self.memento.clone(),
            contact: self.contact.clone().unwrap_or_default(),
            ignore_robots: self.ignore_robots,
            allow_private: self.allow_private,
            ..defaults
        }
    }
}

/// Parses a user agent, which must fit into a header field.
fn user_agent(text: &str) -> Result<String, FetchError> {
    check_user_agent(text)?;
    Ok(text.to_owned())
}

/// Parses a time: `0`, `250ms`, `2s`, `1.5s`, `1m`, `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let number_end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "" if number == "0" => 0.0,
        _ => return Err("give a number with its unit, such as 250ms or 2s".to_owned()),
    };
    number
        .parse::<f64>()
        .ok()
        .and_then(|number| Duration::try_from_secs_f64(number * seconds).ok())
        .ok_or_else(|| "give a number with its unit, such as 250ms or 2s".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        for (text, expected) in [
            ("0", Some(0)),
            ("250ms", Some(250)),
            ("2s", Some(2000)),
            ("1.5s", Some(1500)),
            ("1m", Some(60_000)),
            ("2h", Some(7_200_000)),
            ("2", None),
            ("s", None),
            ("-1s", None),
            ("1 s", None),
            ("", None),
        ] {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(duration(text).ok(), expected, "{text}");
        }
    }
}
