//! Captures in place of pages that could not be had (Memento, RFC 7089).
//!
//! Once nothing else is left to ask for, the `TimeGate` is asked for what is dead, refused, blocked or
//! out of reach. Only then all articles that cite a page are known, so that the moment which is
//! asked for does not depend on the order in which they arrived. What a capture leads to is
//! followed as usual, and then the rest is looked for again, until nothing is left.
//!
//! An address that is sought keeps its place in the frontier, but stands in the queue of the host
//! that is asked for it: first the `TimeGate`'s, then that of each redirect. That host's robots.txt
//! and pauses hold as everywhere.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use tracing::debug;

use super::tasks::Lease;
use super::visit::{Conclusion, record_of};
use super::{Arrival, Crawl, Source};
use crate::archive::Draft;
use crate::corpus::Outcome;
use crate::error::Result;
use crate::fetch::{FetchOutcome, MAX_MEMENTO_HOPS, Negotiation, Page, TimeGate};
use crate::frontier::{Frontier, Standing, Visit};
use crate::store::{Completion, Search, Store};
use crate::urls::{CanonicalUrl, HostKey};

/// The captures that are sought.
#[derive(Debug)]
pub(super) struct Fallback {
    gate: Option<TimeGate>,
    sought: BTreeMap<CanonicalUrl, Sought>,
}

/// The search for a capture of one address.
#[derive(Debug)]
struct Sought {
    moment: Timestamp,
    /// Where it is asked for next.
    address: CanonicalUrl,
    hops: u32,
    /// The responses so far.
    records: Vec<(CanonicalUrl, Draft)>,
    captured: Option<Timestamp>,
}

impl Fallback {
    /// Takes up what an interrupted run sought.
    pub(super) fn resume(
        gate: Option<&TimeGate>,
        store: &Store,
        frontier: &mut Frontier,
    ) -> Result<Self> {
        let mut fallback = Self {
            gate: gate.cloned(),
            sought: BTreeMap::new(),
        };
        for (url, moment) in store.sought()? {
            fallback.put(&url, moment, frontier);
        }
        Ok(fallback)
    }

    fn put(&mut self, url: &CanonicalUrl, moment: Timestamp, frontier: &mut Frontier) {
        let gate = self.gate.as_ref();
        let Some(Ok(address)) = gate.map(|gate| gate.address_of(url)) else {
            return;
        };
        frontier.put_elsewhere(url, &HostKey::of(&address));
        let sought = Sought {
            moment,
            address,
            hops: 0,
            records: Vec::new(),
            captured: None,
        };
        self.sought.insert(url.clone(), sought);
    }

    /// Returns the address that is asked for on behalf of `visit`.
    pub(super) fn address<'a>(&'a self, visit: &'a Visit) -> &'a CanonicalUrl {
        let sought = self.sought.get(&visit.url);
        sought.map_or(&visit.url, |sought| &sought.address)
    }

    /// Returns the moment for which a capture of `url` is sought; `None` if none is.
    pub(super) fn moment(&self, url: &CanonicalUrl) -> Option<Timestamp> {
        self.sought.get(url).map(|sought| sought.moment)
    }
}

impl Crawl<'_, '_> {
    /// Begins to seek captures of what could not be had; returns whether there is anything to seek.
    pub(super) fn seek_captures(&mut self) -> Result<bool> {
        let Some(gate) = &self.fallback.gate else {
            return Ok(false);
        };
        let unread = self.store.unread()?;
        let done: BTreeSet<&CanonicalUrl> = self
            .frontier
            .survey()
            .filter(|found| found.standing == Standing::Done)
            .map(|found| found.url)
            .collect();
        let lost = unread
            .into_iter()
            .filter(|(url, outcome, answered)| done.contains(url) && is_lost(outcome, *answered))
            .map(|(url, _, _)| url)
            .filter(|url| gate.address_of(url).is_ok())
            .collect();
        let sought = self.moments(lost)?;
        self.store.seek(&sought)?;
        for (url, moment) in &sought {
            self.fallback.put(url, *moment, &mut self.frontier);
        }
        Ok(!sought.is_empty())
    }

    /// Finds the moment for each address: when the first of the articles that cite it was
    /// published or, if none tells, when the run was begun.
    fn moments(&self, lost: Vec<CanonicalUrl>) -> Result<Vec<(CanonicalUrl, Timestamp)>> {
        let started = self.store.started()?;
        let mut moments = Vec::with_capacity(lost.len());
        for url in lost {
            let mut earliest = None;
            for article in self.frontier.citing(&url) {
                let published = self.store.published(article)?;
                let moment = published.as_deref().and_then(moment_of);
                earliest = moment.into_iter().chain(earliest).min();
            }
            moments.push((url, earliest.map_or(started, |moment| moment.min(started))));
        }
        Ok(moments)
    }

    /// Asks for a capture of the visit's address.
    pub(super) fn fetch_capture(&mut self, visit: Visit, source: Source) {
        let Some(sought) = self.fallback.sought.get(&visit.url) else {
            return;
        };
        let (address, moment) = (sought.address.clone(), sought.moment);
        let arrive = |visit, source, outcome| Arrival::Fetched(Box::new((visit, source, outcome)));
        match source {
            Source::Live(live) => {
                self.begin_request(&visit);
                self.tasks.request(&visit.clone(), async move {
                    let outcome = live.fetch_capture(&address, moment).await;
                    arrive(visit, Source::Live(live), outcome)
                });
            }
            Source::Archive(archive) => {
                self.tasks.work(&visit.clone(), Lease::Held, move || {
                    let outcome = archive.read(&address);
                    arrive(visit, Source::Archive(archive), outcome)
                });
            }
            Source::Local(local) => {
                let outcome = local.read(&address);
                self.tasks.request(&visit.clone(), async move {
                    arrive(visit, Source::Local(local), outcome)
                });
            }
        }
    }

    /// Takes up the answer to a question for a capture, whose host is free again and not due before
    /// `ready_at`.
    pub(super) fn take_capture(
        &mut self,
        visit: Visit,
        outcome: FetchOutcome,
        ready_at: Timestamp,
    ) -> Result<()> {
        let negotiation = Negotiation::of(&outcome);
        debug!(url = %visit.url, ?negotiation, "sought a capture");
        let Some(sought) = self.fallback.sought.get_mut(&visit.url) else {
            return Ok(());
        };
        match (negotiation, page_of(outcome)) {
            (Negotiation::Memento(captured), Some(page)) => {
                sought.captured = Some(captured);
                self.read_capture(visit, ready_at, page, captured);
                return Ok(());
            }
            (Negotiation::Elsewhere(to), Some(page)) if sought.hops < MAX_MEMENTO_HOPS => {
                sought.records.push((page.url.clone(), record_of(&page)));
                sought.hops += 1;
                self.frontier.put_elsewhere(&visit.url, &HostKey::of(&to));
                sought.address = to;
                return Ok(());
            }
            (_, Some(page)) => sought.records.push((page.url.clone(), record_of(&page))),
            (_, None) => {}
        }
        let nothing = Conclusion::bare(Outcome::Pending);
        self.end_search(&visit, Some(ready_at), nothing)
    }

    /// Reads a capture on a blocking thread.
    fn read_capture(&mut self, visit: Visit, ready_at: Timestamp, page: Page, captured: Timestamp) {
        let manner = self.manner();
        self.tasks.work(&visit.clone(), Lease::Released, move || {
            let conclusion = Conclusion::of_memento(page, &visit.url, captured, manner);
            Arrival::Concluded(visit, Some(ready_at), Box::new(conclusion))
        });
    }

    /// Writes the end of a search down. Only what was read counts; else the address stays what it
    /// was.
    pub(super) fn end_search(
        &mut self,
        visit: &Visit,
        host_ready: Option<Timestamp>,
        conclusion: Conclusion,
    ) -> Result<()> {
        let Some(mut sought) = self.fallback.sought.remove(&visit.url) else {
            return Ok(());
        };
        if let Some(record) = conclusion.record {
            sought.records.push((sought.address.clone(), record));
        }
        let is_read = matches!(conclusion.outcome, Outcome::Read(_));
        let captured = sought.captured.filter(|_| is_read);
        let on_story = self.judge(&visit.url, &conclusion.outcome);
        self.store.complete_search(&Search {
            visit: &Completion {
                url: &visit.url,
                outcome: &conclusion.outcome,
                retrieved: conclusion.retrieved,
                record: None,
                steps: &conclusion.steps,
                links: &conclusion.links,
                on_story,
                host_ready,
                now: self.now(),
            },
            records: &sought.records,
            found: captured.map(|captured| (&sought.address, captured)),
            host: &visit.host,
        })?;
        self.frontier.complete(visit, false);
        if captured.is_some() {
            self.follow(&visit.url, on_story, conclusion.steps);
            self.tell_finished(&visit.url, &conclusion.outcome);
        }
        Ok(())
    }
}

/// Whether a capture may stand in for what could not be read: it is gone, it is not shown to us,
/// or its host cannot be reached. What was never asked for, as a private address, is nobody's
/// business.
fn is_lost(outcome: &Outcome, answered: bool) -> bool {
    let Outcome::Failed { reason, .. } = outcome else {
        return false;
    };
    match reason.as_str() {
        "dead" | "refused" | "blocked" => answered,
        "timeout" => true,
        reason => !answered && reason.starts_with("error: "),
    }
}

fn page_of(outcome: FetchOutcome) -> Option<Page> {
    match outcome {
        FetchOutcome::Fetched(page)
        | FetchOutcome::Redirected { page, .. }
        | FetchOutcome::Gone(page)
        | FetchOutcome::Refused(page) => Some(page),
        FetchOutcome::Failed { page, .. } => page,
        FetchOutcome::Skipped { .. } => None,
    }
}

/// The moment that a date of publication means; of a bare date its noon.
fn moment_of(published: &str) -> Option<Timestamp> {
    published.parse().ok().or_else(|| {
        let day: Date = published.parse().ok()?;
        let noon = day.to_datetime(time(12, 0, 0, 0));
        TimeZone::UTC.to_timestamp(noon).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_stand_in_for_what_is_gone_or_closed_or_out_of_reach() {
        for (reason, answered, lost) in [
            ("dead", true, true),
            ("refused", true, true),
            ("blocked", true, true),
            // A private address.
            ("blocked", false, false),
            ("timeout", false, true),
            ("error: dns error", false, true),
            ("error: HTTP 500", true, false),
            ("not-text", true, false),
            ("too-large", false, false),
            ("loop", true, false),
        ] {
            let outcome = Outcome::failed(reason, None);
            assert_eq!(is_lost(&outcome, answered), lost, "{reason}");
        }
        assert!(!is_lost(&Outcome::excluded("robots", None), false));
    }

    #[test]
    fn a_bare_date_means_its_noon() {
        for (published, expected) in [
            ("2031-03-04", Some("2031-03-04T12:00:00Z")),
            ("2031-03-04T10:00:00+02:00", Some("2031-03-04T08:00:00Z")),
            ("March 2031", None),
        ] {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(moment_of(published), expected, "{published}");
        }
    }
}
