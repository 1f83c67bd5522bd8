//! Ctrl-C: the first time a crawl finishes what is under way, the second time it ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::Runtime;
use tokio::sync::Notify;

use super::progress::warn;

/// The exit code of a program that Ctrl-C ended, as shells know it: 128 and the signal's number.
const EXIT_CODE: i32 = 130;

/// Watches for Ctrl-C until it is dropped with its runtime.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupts {
    first: Arc<Notify>,
    /// Whether the next one ends the program.
    ends: Arc<AtomicBool>,
}

impl Interrupts {
    /// Watches on the threads of `runtime`.
    pub(crate) fn watch(runtime: &Runtime) -> Self {
        let interrupts = Self::default();
        let watched = interrupts.clone();
        runtime.spawn(async move {
            // Where signals cannot be watched, the run simply cannot be stopped early.
            while tokio::signal::ctrl_c().await.is_ok() {
                if watched.ends.swap(true, Ordering::SeqCst) {
                    std::process::exit(EXIT_CODE);
                }
                watched.first.notify_one();
                warn("finishing what is under way; press Ctrl-C again to stop at once");
            }
        });
        interrupts
    }

    /// Comes true at the first Ctrl-C.
    pub(crate) async fn first(&self) {
        self.first.notified().await;
    }

    /// Lets one Ctrl-C be enough from now on: nothing is under way that could be finished.
    pub(crate) fn end_at_once(&self) {
        self.ends.store(true, Ordering::SeqCst);
    }
}
