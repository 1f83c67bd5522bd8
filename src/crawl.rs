//! From seeds to what a crawl brings home: the one place that owns concurrency.
//!
//! One loop holds the frontier and the store; everything that waits or computes runs in tasks
//! beside it and comes back to it. A visit is leased, its host's robots.txt is known or asked for
//! first, the page is fetched, its host given free, the page read on a thread for that, and all
//! that was found is committed in one transaction before its links go back to the frontier.

mod event;
mod fallback;
mod judge;
mod preview;
mod rules;
mod settings;
mod sources;
mod stall;
mod step;
mod story;
mod tasks;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tracing::debug;

pub use event::{CrawlEvent, CrawlSummary, End, Surroundings};
pub use preview::{Answerer, Next, Preview, preview};
pub use settings::CrawlSettings;
pub use stall::{Hanging, Rest};
pub use step::Follow;
pub use visit::Reader;

use crate::archive::{Draft, Failure};
use crate::corpus::Outcome;
use crate::error::{Error, Result};
use crate::fetch::{Fetch, FetchOutcome, MAX_RETRY_AFTER, Page, RobotsAnswer};
use crate::frontier::{Frontier, Visit};
use crate::seed::Seed;
use crate::store::{Completion, Status, Store};
use crate::urls::CanonicalUrl;
use fallback::Fallback;
use rules::Leave;
use settings::identity;
use sources::{Source, Sources};
use stall::Pulse;
use story::Story;
use tasks::{Lease, Tasks};
use visit::{Conclusion, Manner, record_of};

/// Crawls from `seeds` into `store` until everything in scope is done with, or the time of the
/// settings is over, or `stop` comes true: then what is under way is finished and the rest left for
/// the next time. A run that the store holds already is resumed.
///
/// # Errors
///
/// Fails if an archive cannot be used, the store holds another run, or the disk takes no more.
pub async fn crawl(
    seeds: &[Seed],
    settings: &CrawlSettings,
    store: &mut Store,
    surroundings: Surroundings<'_>,
    stop: impl Future<Output = ()>,
) -> Result<CrawlSummary> {
    let run = identity(seeds, settings);
    let clock = Arc::clone(&surroundings.clock);
    let mut sources = Sources::open(seeds, settings, Arc::clone(&clock))?;
    let now = clock.now();
    let robots = if settings.ignore_robots {
        "ignore"
    } else {
        "obey"
    };
    let info = Draft::info(now, &settings.user_agent(), robots);
    let status = store.begin(&run, now, &info)?;
    if status == Status::Finished {
        return Ok(CrawlSummary {
            warnings: store.warnings()?,
            ..CrawlSummary::default()
        });
    }
    let warnings = sources.warnings.clone();
    store.set_warnings(&warnings)?;
    for text in &warnings {
        (surroundings.events)(CrawlEvent::Warning { text });
    }
    let mut frontier = store.frontier()?;
    frontier.set_per_host(settings.per_host);
    let fallback = Fallback::resume(settings.memento.as_ref(), store, &mut frontier)?;
    if status == Status::Unfinished {
        rest_hosts(&mut frontier, &mut sources, store, clock.now())?;
    }
    let mut crawl = Crawl {
        frontier,
        fallback,
        story: store.story()?,
        store,
        sources,
        settings,
        pulse: Pulse::new(clock.now()),
        surroundings,
        tasks: Tasks::new().map_err(Error::Threads)?,
        done: 0,
    };
    crawl.settle_story()?;
    let (done, end) = crawl.run(stop).await?;
    Ok(CrawlSummary {
        done,
        end,
        warnings,
    })
}

/// Leaves the hosts alone for as long as the earlier part of the run owed them, and each for its
/// pause from now on: what was under way when that part ended is not known.
fn rest_hosts(
    frontier: &mut Frontier,
    sources: &mut Sources,
    store: &Store,
    now: Timestamp,
) -> Result<()> {
    for host in sources.restore(store.robots()?, &store.hosts()?, now) {
        frontier.restore_host(host, now);
    }
    for host in frontier.waiting_hosts() {
        if let Some(pause) = sources.live_pause(&host) {
            frontier.rest(&host, after(now, pause));
        }
    }
    Ok(())
}

/// What a task comes back with.
enum Arrival {
    Fetched(Box<(Visit, Source, FetchOutcome)>),
    Robots(Visit, Box<RobotsAnswer>),
    Concluded(Visit, Option<Timestamp>, Box<Conclusion>),
}

struct Crawl<'a, 'b> {
    frontier: Frontier,
    fallback: Fallback,
    /// What the story is about, as soon as depth 0 is done with.
    story: Option<Story>,
    store: &'a mut Store,
    sources: Sources,
    settings: &'a CrawlSettings,
    surroundings: Surroundings<'b>,
    tasks: Tasks<Arrival>,
    pulse: Pulse,
    done: usize,
}

impl Crawl<'_, '_> {
    /// Runs to the end; returns how many addresses were done with, and why it ended.
    async fn run(mut self, stop: impl Future<Output = ()>) -> Result<(usize, End)> {
        let mut stop = std::pin::pin!(stop);
        let clock = Arc::clone(&self.surroundings.clock);
        let deadline = self.settings.time.map(|time| after(self.now(), time));
        let mut end = End::Finished;
        loop {
            if end == End::Finished && deadline.is_some_and(|deadline| deadline <= self.now()) {
                end = End::OutOfTime;
            }
            let stopping = end != End::Finished;
            while !stopping && self.has_room() {
                let Some(visit) = self.frontier.lease(self.now()) else {
                    break;
                };
                self.start(visit)?;
            }
            let until = match self.frontier.next_due() {
                Some(due) if !stopping && self.has_room() => Some(due),
                _ => None,
            };
            if self.tasks.is_empty() {
                match until {
                    _ if stopping && self.frontier.next_due().is_some() => {
                        return Ok((self.done, end));
                    }
                    Some(until) => self.tell_waiting(until),
                    None if self.seek_captures()? => continue,
                    None => {
                        self.store.finish()?;
                        return Ok((self.done, End::Finished));
                    }
                }
            }
            let wake = until.map(|until| deadline.map_or(until, |deadline| until.min(deadline)));
            tokio::select! {
                // A wish to stop is heard before anything else that is ready.
                biased;
                () = &mut stop, if !stopping => end = End::Stopped,
                Some(arrived) = self.tasks.next() => match arrived {
                    Ok(arrival) => self.take(arrival)?,
                    Err((visit, lease)) => self.give_up(&visit, lease)?,
                },
                () = clock.sleep_until(wake.unwrap_or_default()), if wake.is_some() => {}
                () = clock.tick(), if self.pulse.asking() > 0 => self.tell_stalled(),
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.surroundings.clock.now()
    }

    fn tell_waiting(&mut self, until: Timestamp) {
        let now = self.now();
        if let Some(host) = self.frontier.next_host() {
            let rest = self.pulse.rest_of(host);
            (self.surroundings.events)(CrawlEvent::Waiting {
                host,
                until,
                rest,
                now,
            });
        }
    }

    fn tell_stalled(&mut self) {
        let now = self.now();
        let asking = self.pulse.asking();
        if let Some(hanging) = self.pulse.stalled(now) {
            (self.surroundings.events)(CrawlEvent::Stalled {
                hanging,
                asking,
                now,
            });
        }
    }

    fn has_room(&self) -> bool {
        self.tasks.len() < self.settings.concurrency.max(1)
    }

    /// Sets a visit going, if it may.
    fn start(&mut self, visit: Visit) -> Result<()> {
        let now = self.now();
        let url = self.fallback.address(&visit);
        let source = self.sources.source_of(url);
        match self.sources.leave(url, &source, now) {
            Leave::Granted => {
                (self.surroundings.events)(CrawlEvent::Started { url });
                self.fetch(visit, source);
                Ok(())
            }
            Leave::Denied(outcome) => {
                self.frontier.release(&visit, now);
                self.commit(&visit, None, Conclusion::bare(outcome))
            }
            Leave::Unknown => self.learn_rules(visit, source),
        }
    }

    fn learn_rules(&mut self, visit: Visit, source: Source) -> Result<()> {
        match source {
            Source::Live(live) => {
                self.frontier.hold(&visit);
                self.pulse
                    .ask(&visit.url, &visit.host, self.surroundings.clock.now());
                self.tasks.request(&visit.clone(), async move {
                    let answer = live.robots(&visit.host).await;
                    Arrival::Robots(visit, Box::new(answer))
                });
                Ok(())
            }
            Source::Local(_) | Source::Archive(_) => {
                let pages = self.sources.read_archived_rules(&visit.host);
                self.store
                    .put_robots(&visit.host, &records_of(&pages), None, None)?;
                self.start(visit)
            }
        }
    }

    fn fetch(&mut self, visit: Visit, source: Source) {
        if self.fallback.moment(&visit.url).is_some() {
            return self.fetch_capture(visit, source);
        }
        match source {
            Source::Live(live) => {
                self.begin_request(&visit);
                self.tasks.request(&visit.clone(), async move {
                    let outcome = live.fetch(&visit.url).await;
                    Arrival::Fetched(Box::new((visit, Source::Live(live), outcome)))
                });
            }
            Source::Archive(archive) => {
                self.frontier.release(&visit, self.now());
                self.conclude(visit, None, move |visit| archive.read(&visit.url));
            }
            Source::Local(local) => {
                self.frontier.release(&visit, self.now());
                self.conclude(visit, None, move |visit| local.read(&visit.url));
            }
        }
    }

    /// Notes that a request begins, and lets no other to its host begin before the pause is over.
    fn begin_request(&mut self, visit: &Visit) {
        let now = self.now();
        let pause = self.sources.live_pause(&visit.host).unwrap_or_default();
        self.frontier.rest(&visit.host, after(now, pause));
        self.pulse.ask(&visit.url, &visit.host, now);
    }

    fn manner(&self) -> Manner {
        Manner {
            reader: self.surroundings.reader,
            max_body_bytes: self.settings.max_body_bytes,
            follow: self.settings.follow,
        }
    }

    /// Reads a page on the thread of a reader.
    fn conclude(
        &mut self,
        visit: Visit,
        host_ready: Option<Timestamp>,
        fetched: impl FnOnce(&Visit) -> FetchOutcome + Send + 'static,
    ) {
        let manner = self.manner();
        self.tasks.work(&visit.clone(), Lease::Released, move || {
            let fetched = fetched(&visit);
            let conclusion = Conclusion::of(&fetched, manner);
            Arrival::Concluded(visit, host_ready, Box::new(conclusion))
        });
    }

    /// Takes up what a task came back with.
    fn take(&mut self, arrival: Arrival) -> Result<()> {
        match arrival {
            Arrival::Fetched(fetched) => {
                let (visit, source, outcome) = *fetched;
                self.take_fetched(visit, &source, outcome)
            }
            Arrival::Robots(visit, answer) => self.take_robots(&visit, *answer),
            Arrival::Concluded(visit, host_ready, conclusion) => {
                self.commit(&visit, host_ready, *conclusion)
            }
        }
    }

    /// Ends a visit whose task failed: a fault of ours costs one page, never the run.
    fn give_up(&mut self, visit: &Visit, lease: Lease) -> Result<()> {
        if lease == Lease::Held {
            let now = self.now();
            self.pulse.end(&visit.url, &visit.host, Rest::Delay, now);
            self.frontier.release(visit, now);
        }
        let outcome = Outcome::failed("error: the page could not be read", None);
        self.commit(visit, None, Conclusion::bare(outcome))
    }

    fn take_fetched(&mut self, visit: Visit, source: &Source, outcome: FetchOutcome) -> Result<()> {
        let ready_at = self.ready_at(&visit, source, &outcome);
        let asked = visit.asked + 1;
        let again = self.sources.retry(&outcome, &visit.url, asked);
        self.note_end(&visit, outcome.retry_after(), again.is_some());
        if let Some(pause) = again {
            debug!(url = %visit.url, ?pause, "asked again later");
            let ready_at = ready_at.max(after(self.now(), pause));
            self.store
                .put_attempt(&visit.url, &visit.host, asked, ready_at)?;
            self.frontier.put_back(&visit, true);
            self.frontier.release(&visit, ready_at);
            return Ok(());
        }
        self.frontier.release(&visit, ready_at);
        let noted = self.sources.left_alone_until(&visit.host);
        let host_ready = noted.unwrap_or(ready_at);
        if self.fallback.moment(&visit.url).is_some() {
            return self.take_capture(visit, outcome, host_ready);
        }
        self.conclude(visit, Some(host_ready), move |_| outcome);
        Ok(())
    }

    /// Returns when the host of a visit may be asked again after it came to `outcome`: with one
    /// request at a time its pause after the end of the last, with more only as far as it asked
    /// for itself, for their starts are spaced already.
    fn ready_at(&self, visit: &Visit, source: &Source, outcome: &FetchOutcome) -> Timestamp {
        let pause = match self.settings.per_host {
            0 | 1 => self.sources.pause(&visit.host, source),
            _ => Duration::ZERO,
        };
        let asked_for = outcome.retry_after().filter(|it| *it <= MAX_RETRY_AFTER);
        after(self.now(), pause.max(asked_for.unwrap_or_default()))
    }

    fn note_end(&mut self, visit: &Visit, retry_after: Option<Duration>, again: bool) {
        let rest = match retry_after {
            Some(_) => Rest::RetryAfter,
            None if again => Rest::Backoff,
            None => Rest::Delay,
        };
        let now = self.now();
        self.pulse.end(&visit.url, &visit.host, rest, now);
    }

    fn take_robots(&mut self, visit: &Visit, answer: RobotsAnswer) -> Result<()> {
        let now = self.now();
        let records = records_of(&answer.pages);
        let source = self.sources.source_of(self.fallback.address(visit));
        let ready_at = self.ready_at(visit, &source, &answer.last);
        let retry_after = answer.last.retry_after();
        let again = self.sources.learn_rules(&visit.host, answer, now);
        self.note_end(visit, retry_after, again.is_some());
        let pause = self.sources.pause(&visit.host, &source);
        let ready_at = ready_at.max(after(now, again.unwrap_or_default().max(pause)));
        let noted = self.sources.left_alone_until(&visit.host);
        self.store.put_robots(
            &visit.host,
            &records,
            self.sources.note(&visit.host).as_ref(),
            Some(noted.unwrap_or(ready_at)),
        )?;
        self.frontier.put_back(visit, false);
        self.frontier.release(visit, ready_at);
        Ok(())
    }

    /// Writes a visit down, then tells the frontier where it leads.
    fn commit(
        &mut self,
        visit: &Visit,
        host_ready: Option<Timestamp>,
        conclusion: Conclusion,
    ) -> Result<()> {
        if self.fallback.moment(&visit.url).is_some() {
            return self.end_search(visit, host_ready, conclusion);
        }
        let now = self.now();
        let failure = match &conclusion.outcome {
            Outcome::Failed { reason, detail } => {
                let failure = Failure {
                    reason: reason.clone(),
                    detail: detail.clone(),
                };
                Some(Draft::failure(visit.url.as_str(), now, &failure))
            }
            _ => None,
        };
        let on_story = self.judge(&visit.url, &conclusion.outcome);
        self.store.complete(&Completion {
            url: &visit.url,
            outcome: &conclusion.outcome,
            retrieved: conclusion.retrieved,
            record: conclusion.record.or(failure),
            steps: &conclusion.steps,
            links: &conclusion.links,
            on_story,
            host_ready,
            now,
        })?;
        let redirected = matches!(conclusion.outcome, Outcome::Redirect { .. });
        self.frontier.complete(visit, redirected);
        self.follow(&visit.url, on_story, conclusion.steps);
        self.settle_story()?;
        self.done += 1;
        self.tell_finished(&visit.url, &conclusion.outcome);
        Ok(())
    }

    fn tell_finished(&mut self, url: &CanonicalUrl, outcome: &Outcome) {
        (self.surroundings.events)(CrawlEvent::Finished {
            url,
            outcome,
            done: self.done,
            known: self.frontier.in_scope(),
        });
    }
}

fn records_of(pages: &[Page]) -> Vec<(CanonicalUrl, Draft)> {
    pages
        .iter()
        .map(|page| (page.url.clone(), record_of(page)))
        .collect()
}

fn after(now: Timestamp, pause: Duration) -> Timestamp {
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}
