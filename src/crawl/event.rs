//! What a crawl tells whoever runs it, and what it needs from them.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Hanging, Reader, Rest};
use crate::clock::Clock;
use crate::corpus::Outcome;
use crate::urls::{CanonicalUrl, HostKey};

/// What happens during a crawl, for whoever shows its progress.
#[derive(Debug)]
#[non_exhaustive]
pub enum CrawlEvent<'a> {
    /// An address is asked for.
    Started {
        /// The address.
        url: &'a CanonicalUrl,
    },
    /// An address is done with.
    Finished {
        /// The address.
        url: &'a CanonicalUrl,
        /// What became of it.
        outcome: &'a Outcome,
        /// Addresses done with since the crawl was begun or resumed.
        done: usize,
        /// Addresses in scope as far as is known, done with or not.
        known: usize,
    },
    /// Nothing is under way until a host is due again.
    Waiting {
        /// The first that is.
        host: &'a HostKey,
        /// When that is.
        until: Timestamp,
        /// Why it is left alone.
        rest: Rest,
        /// The present moment.
        now: Timestamp,
    },
    /// Requests are under way, and nothing has come of them for long.
    Stalled {
        /// The one that hangs longest.
        hanging: &'a Hanging,
        /// How many are under way.
        asking: usize,
        /// The present moment.
        now: Timestamp,
    },
    /// Something is to be known about the crawl's sources.
    Warning {
        /// What, in a sentence.
        text: &'a str,
    },
}

/// Why a crawl ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum End {
    /// Everything in scope is done with.
    #[default]
    Finished,
    /// It was told to stop; it goes on when begun again.
    Stopped,
    /// Its time was over; it goes on when begun again.
    OutOfTime,
}

/// How a crawl ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrawlSummary {
    /// Addresses done with since the crawl was begun or resumed.
    pub done: usize,
    /// Why it ended.
    pub end: End,
    /// What is to be known about the crawl's sources, in sentences.
    pub warnings: Vec<String>,
}

/// What a crawl needs from outside.
pub struct Surroundings<'a> {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Reads a page.
    pub reader: Reader,
    /// Is told what happens.
    pub events: &'a mut (dyn FnMut(CrawlEvent<'_>) + Send),
}

impl std::fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}
