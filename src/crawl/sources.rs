//! Who answers for an address, and by which rules.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::CrawlSettings;
use super::visit::unread;
use crate::archive::ArchiveIndex;
use crate::clock::Clock;
use crate::corpus::Outcome;
use crate::error::Result;
use crate::fetch::{
    ArchiveFetch, FetchOutcome, HostDelay, HttpFetch, HttpSettings, LocalFetch, Page,
    ROBOTS_LIFETIME, RobotsAnswer, RobotsRules,
};
use crate::seed::Seed;
use crate::urls::{CanonicalUrl, HostKey};

/// Who answers for an address.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Local(LocalFetch),
    Archive(ArchiveFetch),
    Live(HttpFetch),
}

/// Whether an address may be asked for.
#[derive(Debug)]
pub(super) enum Leave {
    Granted,
    /// The outcome says why not.
    Denied(Outcome),
    /// The host's rules have to be asked for first.
    Unknown,
}

/// The rules of a host that answers live.
#[derive(Debug)]
struct LiveRules {
    rules: RobotsRules,
    until: Timestamp,
    delay: HostDelay,
    /// Why nothing of the host can be had at all.
    fault: Option<Outcome>,
}

/// All that a crawl may ask.
#[derive(Debug)]
pub(super) struct Sources {
    local: LocalFetch,
    archive: ArchiveFetch,
    live: Option<HttpFetch>,
    live_rules: BTreeMap<HostKey, LiveRules>,
    archived_rules: BTreeMap<HostKey, RobotsRules>,
    floor: Duration,
    ignore_robots: bool,
    /// What is wrong with the archives.
    pub(super) warnings: Vec<String>,
}

impl Sources {
    pub(super) fn open(
        seeds: &[Seed],
        settings: &CrawlSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let index = ArchiveIndex::open(&settings.archives)?;
        let warnings = index.damages().iter().map(ToString::to_string).collect();
        let files = seeds
            .iter()
            .filter_map(|seed| match seed {
                Seed::File { path, url } => Some((url.clone(), path.clone())),
                Seed::Url(_) => None,
            })
            .collect();
        let live = if settings.offline {
            None
        } else {
            Some(HttpFetch::new(&http_settings(settings), clock)?)
        };
        Ok(Self {
            local: LocalFetch::new(files, settings.max_body_bytes),
            archive: ArchiveFetch::new(Arc::new(index), settings.max_body_bytes),
            live,
            live_rules: BTreeMap::new(),
            archived_rules: BTreeMap::new(),
            floor: settings.delay,
            ignore_robots: settings.ignore_robots,
            warnings,
        })
    }

    /// Returns who answers for `url`.
    pub(super) fn source_of(&self, url: &CanonicalUrl) -> Source {
        match &self.live {
            _ if url.is_local() && !self.archive.holds(url) => Source::Local(self.local.clone()),
            Some(live) if !self.archive.holds(url) => Source::Live(live.clone()),
            _ => Source::Archive(self.archive.clone()),
        }
    }

    /// Returns whether `url` may be asked for.
    pub(super) fn leave(&self, url: &CanonicalUrl, source: &Source, now: Timestamp) -> Leave {
        let host = HostKey::of(url);
        let rules = match source {
            Source::Local(_) => return Leave::Granted,
            _ if self.ignore_robots || url.is_local() => return Leave::Granted,
            Source::Archive(_) => self.archived_rules.get(&host),
            Source::Live(_) => match self.live_rules.get(&host) {
                Some(known) if known.until <= now => None,
                Some(LiveRules {
                    fault: Some(fault), ..
                }) => return Leave::Denied(fault.clone()),
                known => known.map(|known| &known.rules),
            },
        };
        match rules {
            None => Leave::Unknown,
            Some(rules) if rules.allows(url) => Leave::Granted,
            Some(_) => Leave::Denied(Outcome::excluded("robots", None)),
        }
    }

    /// Reads the rules that the archives hold of `host`; returns the responses that gave them.
    pub(super) fn read_archived_rules(&mut self, host: &HostKey) -> Vec<Page> {
        let answer = self.archive.robots(host);
        self.archived_rules.insert(host.clone(), answer.rules);
        answer.pages
    }

    /// Takes over the rules that `host` gave.
    pub(super) fn put_live_rules(
        &mut self,
        host: &HostKey,
        answer: &mut RobotsAnswer,
        now: Timestamp,
    ) {
        let rules = std::mem::replace(&mut answer.rules, RobotsRules::AllowAll);
        let fault = match &answer.last {
            FetchOutcome::Failed { page: None, .. } | FetchOutcome::Skipped { .. } => {
                Some(unread(&answer.last))
            }
            _ => None,
        };
        let known = LiveRules {
            delay: HostDelay::new(self.floor, rules.crawl_delay()),
            until: now
                .saturating_add(ROBOTS_LIFETIME)
                .unwrap_or(Timestamp::MAX),
            rules,
            fault,
        };
        self.live_rules.insert(host.clone(), known);
    }

    /// Returns how long `host` is left alone after an answer of `source`.
    pub(super) fn pause(&self, host: &HostKey, source: &Source) -> Duration {
        match source {
            Source::Local(_) | Source::Archive(_) => Duration::ZERO,
            Source::Live(_) => self
                .live_rules
                .get(host)
                .map_or(self.floor, |known| known.delay.pause()),
        }
    }
}

fn http_settings(settings: &CrawlSettings) -> HttpSettings {
    HttpSettings {
        user_agent: settings.user_agent(),
        delay: settings.delay,
        timeout: settings.timeout,
        connect_timeout: settings.connect_timeout,
        first_byte_timeout: settings.first_byte_timeout,
        max_body_bytes: settings.max_body_bytes,
        allow_private: settings.allow_private,
    }
}
