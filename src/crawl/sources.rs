//! Who answers for an address, and by which rules.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Answerer;
use super::rules::{HostRules, Leave};
use super::visit::unread;
use super::{CrawlSettings, after};
use crate::archive::ArchiveIndex;
use crate::clock::Clock;
use crate::error::Result;
use crate::fetch::{
    ArchiveFetch, FetchOutcome, HostDelay, HttpFetch, HttpSettings, LocalFetch, MAX_RETRY_AFTER,
    Page, RetryPolicy, RobotsAnswer, RobotsRules, check_user_agent, product_token,
};
use crate::seed::Seed;
use crate::store::RobotsNote;
use crate::urls::{CanonicalUrl, HostKey};

/// What is to be known of a run that does not ask for robots.txt.
const ROBOTS_IGNORED: &str = "robots.txt is ignored: pages are fetched that their owners ask \
    crawlers to leave alone, and sites may block this machine for it";

/// Who answers for an address.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Local(LocalFetch),
    Archive(ArchiveFetch),
    Live(HttpFetch),
}

/// All that a crawl may ask.
#[derive(Debug)]
pub(super) struct Sources {
    local: LocalFetch,
    archive: ArchiveFetch,
    live: Option<HttpFetch>,
    live_rules: HostRules,
    archived_rules: BTreeMap<HostKey, RobotsRules>,
    /// The name that rules call us by.
    agent: String,
    floor: Duration,
    retry: RetryPolicy,
    ignore_robots: bool,
    /// What is wrong with the archives, or questionable about the settings.
    pub(super) warnings: Vec<String>,
}

impl Sources {
    pub(super) fn open(
        seeds: &[Seed],
        settings: &CrawlSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let index = ArchiveIndex::open(&settings.archives)?;
        let mut warnings: Vec<_> = index.damages().iter().map(ToString::to_string).collect();
        warnings.extend(unresolved(index.unresolved()));
        if settings.ignore_robots {
            warnings.push(ROBOTS_IGNORED.to_owned());
        }
        let user_agent = settings.user_agent();
        check_user_agent(&user_agent)?;
        let agent = product_token(&user_agent).to_owned();
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
            live_rules: HostRules::new(&agent),
            archived_rules: BTreeMap::new(),
            agent,
            floor: settings.delay,
            retry: RetryPolicy {
                retries: settings.retries,
                first: settings.retry_pause,
            },
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

    /// Returns who would answer for `url`, in a word.
    pub(super) fn answerer(&self, url: &CanonicalUrl) -> Answerer {
        match self.source_of(url) {
            Source::Local(_) => Answerer::File,
            Source::Live(_) => Answerer::Web,
            Source::Archive(archive) if archive.holds(url) => Answerer::Archive,
            Source::Archive(_) => Answerer::Nobody,
        }
    }

    /// Returns whether `url` may be asked for.
    pub(super) fn leave(&self, url: &CanonicalUrl, source: &Source, now: Timestamp) -> Leave {
        let host = HostKey::of(url);
        if let Source::Live(live) = source
            && let Some(until) = live.left_alone_until(&host)
        {
            return Leave::Denied(unread(&FetchOutcome::left_alone(until)));
        }
        match source {
            Source::Local(_) => Leave::Granted,
            _ if self.ignore_robots || url.is_local() => Leave::Granted,
            Source::Archive(_) => match self.archived_rules.get(&host) {
                Some(rules) => Leave::by(rules, url),
                None => Leave::Unknown,
            },
            Source::Live(_) => self.live_rules.leave(&host, url, now),
        }
    }

    /// Reads the rules that the archives hold of `host`; returns the responses that gave them.
    pub(super) fn read_archived_rules(&mut self, host: &HostKey) -> Vec<Page> {
        let answer = self.archive.robots(host, &self.agent);
        self.archived_rules.insert(host.clone(), answer.rules);
        answer.pages
    }

    /// Takes over the rules that `host` gave. If it is to be asked for them again, returns after
    /// how long.
    pub(super) fn learn_rules(
        &mut self,
        host: &HostKey,
        answer: RobotsAnswer,
        now: Timestamp,
    ) -> Option<Duration> {
        self.live_rules.learn(host, answer, self.retry, now)
    }

    /// Returns what is known of the rules of `host`, to be kept.
    pub(super) fn note(&self, host: &HostKey) -> Option<RobotsNote> {
        self.live_rules.note(host)
    }

    /// Takes over what an earlier part of the run learnt of its hosts; returns those that ask to
    /// be left alone for longer than anyone waits.
    pub(super) fn restore<'a>(
        &mut self,
        notes: Vec<(HostKey, RobotsNote)>,
        hosts: &'a [(HostKey, Timestamp)],
        now: Timestamp,
    ) -> Vec<&'a HostKey> {
        let Some(live) = &self.live else {
            return Vec::new();
        };
        for (host, note) in notes {
            self.live_rules.restore(host.clone(), &note);
            live.keep_delay(&host, self.live_rules.crawl_delay(&host));
        }
        let is_closed = |host: &HostKey, ready_at: Timestamp| {
            ready_at > after(now, self.pause_of(host).max(MAX_RETRY_AFTER))
        };
        hosts
            .iter()
            .filter(|(host, ready_at)| is_closed(host, *ready_at))
            .map(|(host, ready_at)| {
                live.leave_alone(host, *ready_at);
                host
            })
            .collect()
    }

    /// Returns how long to wait before `url`, asked for `asked` times, is asked for again; `None`
    /// if the outcome stands.
    pub(super) fn retry(
        &self,
        outcome: &FetchOutcome,
        url: &CanonicalUrl,
        asked: u32,
    ) -> Option<Duration> {
        self.retry.pause(outcome, url.as_str(), asked)
    }

    /// Returns until when `host` asks to be left alone, if nobody waits for that.
    pub(super) fn left_alone_until(&self, host: &HostKey) -> Option<Timestamp> {
        self.live.as_ref()?.left_alone_until(host)
    }

    /// Returns how long `host` is left alone after an answer of `source`.
    pub(super) fn pause(&self, host: &HostKey, source: &Source) -> Duration {
        match source {
            Source::Local(_) | Source::Archive(_) => Duration::ZERO,
            Source::Live(_) => self.pause_of(host),
        }
    }

    /// Returns how long `host` is left alone after a live answer; nobody, if none is asked live.
    pub(super) fn live_pause(&self, host: &HostKey) -> Option<Duration> {
        self.live.as_ref().map(|_| self.pause_of(host))
    }

    fn pause_of(&self, host: &HostKey) -> Duration {
        HostDelay::new(self.floor, self.live_rules.crawl_delay(host)).pause()
    }
}

/// Says how many references of the archives lead nowhere.
fn unresolved(count: usize) -> Option<String> {
    let (what, refer) = match count {
        0 => return None,
        1 => ("1 capture".to_owned(), "refers"),
        _ => (format!("{count} captures"), "refer"),
    };
    Some(format!(
        "{what} in the archives {refer} to a page that none of them holds: left out"
    ))
}

fn http_settings(settings: &CrawlSettings) -> HttpSettings {
    HttpSettings {
        user_agent: settings.user_agent(),
        delay: settings.delay,
        per_host: settings.per_host,
        timeout: settings.timeout,
        connect_timeout: settings.connect_timeout,
        first_byte_timeout: settings.first_byte_timeout,
        max_body_bytes: settings.max_body_bytes,
        allow_private: settings.allow_private,
    }
}
