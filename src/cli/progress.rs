//! The progress line on standard error.

use std::io::{self, IsTerminal};
use std::time::Duration;

use headwater::corpus::Outcome;
use headwater::crawl::CrawlEvent;
use headwater::export::clean;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a crawl is: a line that moves on a terminal, nothing but warnings elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    failed: usize,
}

impl Progress {
    /// Starts the line, unless logs would break it or nobody sees it.
    pub(crate) fn new(verbose: u8) -> Self {
        let seen = io::stderr().is_terminal() && verbose == 0;
        let target = if seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos}/{len} pages, {msg} [{elapsed}]")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, failed: 0 }
    }

    /// Takes note of what happened.
    pub(crate) fn see(&mut self, event: &CrawlEvent<'_>) {
        match event {
            CrawlEvent::Started { url } => self.say(&format!("asking {}", url.host())),
            CrawlEvent::Finished {
                outcome,
                done,
                known,
                ..
            } => {
                self.failed += usize::from(matches!(outcome, Outcome::Failed { .. }));
                self.bar.set_length(*known as u64);
                self.bar.set_position(*done as u64);
            }
            CrawlEvent::Waiting { until } => {
                self.say(&format!("waiting until {}", until.strftime("%H:%M:%S")));
            }
            CrawlEvent::Warning { text } => self.bar.suspend(|| warn(text)),
            _ => {}
        }
    }

    fn say(&self, what: &str) {
        let failed = self.failed;
        self.bar
            .set_message(format!("{failed} failed, {}", clean::line(what)));
    }

    /// Takes the line away.
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
