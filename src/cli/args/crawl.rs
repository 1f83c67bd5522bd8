//! The options of a crawl, shared by every command that makes one.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use headwater::crawl::CrawlSettings;
use headwater::fetch::{FetchError, MAX_RETRIES, check_user_agent};

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
    /// Follow citations so many steps from the seeds, which are at 0
    #[arg(long, value_name = "N", default_value_t = CrawlSettings::default().depth, help_heading = SCOPE)]
    depth: u32,
    /// Ask for at most so many pages
    #[arg(long, value_name = "N", default_value_t = CrawlSettings::default().pages, help_heading = SCOPE)]
    pages: usize,
    /// Answer from this WARC file first; may be given several times
    #[arg(long, value_name = "FILE.warc[.gz]", help_heading = ARCHIVES)]
    archive: Vec<PathBuf>,
    /// Answer from the archives and from nothing else
    #[arg(long, help_heading = ARCHIVES)]
    offline: bool,
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

impl Crawl {
    /// Returns the settings of the crawl that these options ask for.
    pub(crate) fn settings(&self) -> CrawlSettings {
        let defaults = CrawlSettings::default();
        CrawlSettings {
            depth: self.depth,
            pages: self.pages,
            delay: self.delay.unwrap_or(defaults.delay),
            concurrency: self.concurrency,
            per_host: self.per_host.get(),
            retries: self.retries,
            user_agent: self.user_agent.clone(),
            offline: self.offline,
            archives: self.archive.clone(),
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

/// Parses a pause: `0`, `250ms`, `2s`, `1.5s`, `1m`.
fn duration(text: &str) -> Result<Duration, String> {
    let number_end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(number_end);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
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
    fn a_pause_has_a_unit() {
        for (text, expected) in [
            ("0", Some(0)),
            ("250ms", Some(250)),
            ("2s", Some(2000)),
            ("1.5s", Some(1500)),
            ("1m", Some(60_000)),
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
