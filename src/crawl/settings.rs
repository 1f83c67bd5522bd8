//! The settings of a crawl.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::Follow;
use crate::fetch::{MAX_RETRIES, TimeGate};
use crate::frontier::{Limits, Pattern};
use crate::seed::Seed;
use crate::store::RunIdentity;

/// Settings that change how a crawl goes, not what it finds; a resumed run may have others.
pub(super) const MAY_DIFFER: &[&str] = &[
    "concurrency",
    "connect_timeout_seconds",
    "delay_seconds",
    "first_byte_timeout_seconds",
    "per_host",
    "retries",
    "retry_pause_seconds",
    "time_seconds",
    "timeout_seconds",
    "user_agent",
];

/// How a crawl is made.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlSettings {
    /// Links from the nearest seed; 0 reads the seeds alone.
    pub depth: u32,
    /// Addresses that are asked for at most, redirects aside.
    pub pages: usize,
    /// Of these, addresses of one registrable domain, seeds aside; `None` for any number.
    pub host_pages: Option<usize>,
    /// How long the crawl takes new work, by the clock; what is under way is then finished, and the
    /// rest left for the next time. `None` for as long as it takes.
    pub time: Option<Duration>,
    /// What an address must match one of to be asked for, unless there are none.
    pub include: Vec<Pattern>,
    /// What an address must match none of.
    pub exclude: Vec<Pattern>,
    /// Which links of a page are followed.
    pub follow: Follow,
    /// Words of the story, one of which a page must have for its links to be followed; `None` for the
    /// names in the pages at depth 0.
    pub story: Option<String>,
    /// Whether pages are read; otherwise only their links are, and the rest is left to a later run.
    pub read: bool,
    /// The least pause between two requests to one host.
    pub delay: Duration,
    /// How often an address is asked for again after a fault, at most [`MAX_RETRIES`] times.
    pub retries: u32,
    /// The pause before an address is asked for again after a fault; it doubles with each.
    pub retry_pause: Duration,
    /// Most addresses that are under way at once.
    pub concurrency: usize,
    /// Most requests to one host at a time, at least one; each starts a pause after the one before.
    pub per_host: usize,
    /// Whether nothing but the archives is asked.
    pub offline: bool,
    /// Archives that are asked first.
    pub archives: Vec<PathBuf>,
    /// The `TimeGate` of a web archive (RFC 7089) that is asked for pages which cannot be had.
    pub memento: Option<TimeGate>,
    /// An address under which the owner of a site reaches whoever runs the crawl, or nothing.
    pub contact: String,
    /// Who we say we are, in place of our own name and the contact. robots.txt is read for its
    /// first product.
    pub user_agent: Option<String>,
    /// Whether private addresses are asked too.
    pub allow_private: bool,
    /// Whether robots.txt is not asked for.
    pub ignore_robots: bool,
    /// Most bytes of a body, before and after decoding.
    pub max_body_bytes: u64,
    /// How long one request may take, body and all.
    pub timeout: Duration,
    /// How long it may take to connect.
    pub connect_timeout: Duration,
    /// How long it may take from asking until the head of the answer is here.
    pub first_byte_timeout: Duration,
}

impl Default for CrawlSettings {
    fn default() -> Self {
        Self {
            depth: 6,
            pages: 1000,
            host_pages: Some(200),
            time: None,
            include: Vec::new(),
            exclude: Vec::new(),
            follow: Follow::Cited,
            story: None,
            read: true,
            delay: Duration::from_secs(1),
            retries: MAX_RETRIES,
            retry_pause: Duration::from_secs(2),
            concurrency: 32,
            per_host: 1,
            offline: false,
            archives: Vec::new(),
            memento: None,
            contact: String::new(),
            user_agent: None,
            allow_private: false,
            ignore_robots: false,
            max_body_bytes: 10_000_000,
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(20),
        }
    }
}

impl CrawlSettings {
    /// Returns who we say we are, with the way to reach us.
    #[must_use]
    pub fn user_agent(&self) -> String {
        if let Some(user_agent) = &self.user_agent {
            return user_agent.clone();
        }
        let product = concat!("headwater/", env!("CARGO_PKG_VERSION"));
        let contact: String = self
            .contact
            .chars()
            .filter(|c| c.is_ascii_graphic() && !"()\\".contains(*c))
            .collect();
        if contact.is_empty() {
            product.to_owned()
        } else {
            format!("{product} (+{contact})")
        }
    }

    /// Returns how far the crawl goes.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            depth: self.depth,
            pages: self.pages,
            host_pages: self.host_pages,
            include: self.include.clone(),
            exclude: self.exclude.clone(),
        }
    }

    /// Returns every setting in force by name, as the report shows them.
    #[must_use]
    pub fn to_map(&self) -> BTreeMap<String, Value> {
        let archives: Vec<String> = self
            .archives
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        [
            ("depth", json!(self.depth)),
            ("pages", json!(self.pages)),
            ("host_pages", json!(self.host_pages)),
            (
                "time_seconds",
                json!(self.time.map(|time| time.as_secs_f64())),
            ),
            ("include", json!(self.include)),
            ("exclude", json!(self.exclude)),
            ("follow", json!(self.follow.name())),
            ("story", json!(self.story)),
            ("read", json!(self.read)),
            ("delay_seconds", json!(self.delay.as_secs_f64())),
            ("retries", json!(self.retries)),
            ("retry_pause_seconds", json!(self.retry_pause.as_secs_f64())),
            ("concurrency", json!(self.concurrency)),
            ("per_host", json!(self.per_host)),
            ("offline", json!(self.offline)),
            ("archives", json!(archives)),
            (
                "memento",
                json!(self.memento.as_ref().map(TimeGate::as_str)),
            ),
            ("user_agent", json!(self.user_agent())),
            ("allow_private", json!(self.allow_private)),
            ("ignore_robots", json!(self.ignore_robots)),
            ("max_body_bytes", json!(self.max_body_bytes)),
            ("timeout_seconds", json!(self.timeout.as_secs_f64())),
            (
                "connect_timeout_seconds",
                json!(self.connect_timeout.as_secs_f64()),
            ),
            (
                "first_byte_timeout_seconds",
                json!(self.first_byte_timeout.as_secs_f64()),
            ),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }
}

/// What a run of these seeds and settings is about.
pub(super) fn identity(seeds: &[Seed], settings: &CrawlSettings) -> RunIdentity {
    RunIdentity {
        seeds: seeds.iter().map(|seed| seed.url().clone()).collect(),
        settings: settings.to_map(),
        may_differ: MAY_DIFFER,
        limits: settings.limits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_is_honest_and_one_line() {
        let settings = CrawlSettings {
            contact: "https://desk.test/\r\nX: (y)".to_owned(),
            ..CrawlSettings::default()
        };
        let expected = format!(
            "headwater/{} (+https://desk.test/X:y)",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(settings.user_agent(), expected);
    }

    #[test]
    fn settings_that_may_differ_exist() {
        let map = CrawlSettings::default().to_map();
        assert!(MAY_DIFFER.iter().all(|name| map.contains_key(*name)));
    }
}
