//! The progress on standard error: two lines for a crawl, one for what comes after it.

use std::io::{self, IsTerminal};
use std::time::Duration;

use headwater::clock::Timestamp;
use headwater::crawl::{CrawlEvent, Rest};
use headwater::export::clean;
use headwater::report::count;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::Tally;

/// Shows how far a run is: lines that move on a terminal, nothing but warnings elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    tally: Tally,
    /// Whether nobody sees the lines.
    is_hidden: bool,
    /// The last wait that was told instead.
    told: String,
}

/// From so long a wait is told where no line shows it, in seconds.
const LONG_WAIT_SECONDS: i64 = 10;

/// Says which host is waited for, why and until when.
fn waiting(host: &str, until: Timestamp, rest: Rest) -> String {
    let why = match rest {
        Rest::Delay => "the pause between two requests",
        Rest::Backoff => "it failed and is asked again",
        Rest::RetryAfter => "it asked for that with Retry-After",
    };
    format!(
        "waiting for {host} until {} UTC: {why}",
        until.strftime("%H:%M:%S")
    )
}

impl Progress {
    /// Starts the lines, unless logs would break them or nobody sees them.
    pub(crate) fn new(verbose: u8) -> Self {
        let seen = io::stderr().is_terminal() && verbose == 0;
        let target = if seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {prefix} [{elapsed}]\n  {wide_msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            tally: Tally::default(),
            is_hidden: !seen,
            told: String::new(),
        }
    }

    /// Takes note of what happened.
    pub(crate) fn see(&mut self, event: &CrawlEvent<'_>) {
        match event {
            CrawlEvent::Started { url } => {
                self.tally.start(url);
                self.say(&self.tally.hosts());
            }
            CrawlEvent::Finished {
                url,
                outcome,
                done,
                known,
            } => {
                let elapsed = self.bar.elapsed();
                (self.tally).finish(url, outcome, (*done, *known), elapsed);
                self.say(&self.tally.hosts());
            }
            CrawlEvent::Waiting {
                host,
                until,
                rest,
                now,
            } => {
                let text = waiting(host.as_str(), *until, *rest);
                let wait = until.duration_since(*now).as_secs();
                if self.is_hidden && wait >= LONG_WAIT_SECONDS && self.told != text {
                    warn(&text);
                    self.told.clone_from(&text);
                }
                self.say(&text);
            }
            CrawlEvent::Stalled {
                hanging,
                asking,
                now,
            } => {
                let seconds = now.duration_since(hanging.since).as_secs();
                let requests = count(*asking, "request");
                let host = &hanging.host;
                let text = format!("no answer from {host} for {seconds} s; {requests} under way");
                if self.is_hidden {
                    warn(&text);
                }
                self.say(&text);
            }
            CrawlEvent::Warning { text } => self.bar.suspend(|| warn(text)),
            _ => {}
        }
    }

    fn say(&self, what: &str) {
        let counts = self.tally.counts(self.bar.elapsed());
        self.bar.set_prefix(counts);
        self.bar.set_message(clean::line(what));
    }

    /// Says what is done after the crawl.
    pub(crate) fn stage(&self, what: &str) {
        self.bar.set_prefix(what.to_owned());
        self.bar.set_message("");
    }

    /// Takes the lines away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Tells the person at the terminal something that is no failure.
pub(crate) fn warn(text: &str) {
    use std::io::Write;
    // Standard error may be closed; the run goes on without it.
    let _told = writeln!(io::stderr().lock(), "headwater: {}", clean::line(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_names_host_moment_and_reason() {
        let until = Timestamp::from_second(90).unwrap();
        assert_eq!(
            waiting("http://slow.test", until, Rest::RetryAfter),
            "waiting for http://slow.test until 00:01:30 UTC: it asked for that with Retry-After"
        );
    }
}
