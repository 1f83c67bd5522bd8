//! What a crawl would do next, without doing it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::CrawlSettings;
use super::settings::identity;
use super::sources::Sources;
use crate::clock::Clock;
use crate::corpus::Outcome;
use crate::error::Result;
use crate::frontier::{Frontier, Queued, Step};
use crate::seed::Seed;
use crate::store::{Status, Store};
use crate::urls::{CanonicalUrl, HostKey};

/// Who would answer for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answerer {
    /// The server on the web.
    Web,
    /// An archive that was given.
    Archive,
    /// A local file.
    File,
    /// Nobody: no archive holds it, and nothing else is asked.
    Nobody,
}

/// An address that would be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The address.
    pub url: CanonicalUrl,
    /// Its host.
    pub host: HostKey,
    /// Links from the nearest seed.
    pub depth: u32,
    /// The step that gives it its rank, and from where; `None` for a seed.
    pub from: Option<(Step, CanonicalUrl)>,
    /// Whether that step is a redirect.
    pub is_redirect: bool,
    /// When its host may be asked, if that is not at once.
    pub due: Option<Timestamp>,
    /// Who would answer.
    pub answerer: Answerer,
}

/// What a crawl would do next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// What would be asked for, in order, as far as it is known; what those pages cite comes after.
    pub queue: Vec<Next>,
    /// How many addresses are done with.
    pub done: usize,
    /// How many known addresses are left out, by the reason.
    pub left_out: BTreeMap<String, usize>,
    /// What is wrong with the archives, in sentences.
    pub warnings: Vec<String>,
}

/// Tells what [`super::crawl`] would do next with the same seeds and settings, in the folder of
/// `store`, or in an empty one if that is `None`. Nothing is asked and nothing written.
///
/// # Errors
///
/// Fails if an archive cannot be used, or the store holds another run or cannot be read.
pub fn preview(
    seeds: &[Seed],
    settings: &CrawlSettings,
    store: Option<&Store>,
    clock: Arc<dyn Clock>,
) -> Result<Preview> {
    let now = clock.now();
    let run = identity(seeds, settings);
    let sources = Sources::open(seeds, settings, clock)?;
    let mut preview = Preview {
        warnings: sources.warnings.clone(),
        ..Preview::default()
    };
    let begun = match store {
        Some(store) => Some((store, store.status()?)).filter(|(_, status)| *status != Status::New),
        None => None,
    };
    let frontier = if let Some((store, _)) = begun {
        store.check_identity(&run)?;
        for target in store.catalog()?.targets {
            match target.outcome {
                Outcome::Pending => {}
                Outcome::Excluded { reason, .. } => {
                    *preview.left_out.entry(reason).or_default() += 1;
                }
                _ => preview.done += 1,
            }
        }
        store.frontier()?
    } else {
        let mut frontier = Frontier::new(run.limits);
        frontier.put_seeds(&run.seeds);
        frontier
    };
    if begun.is_none_or(|(_, status)| status == Status::Unfinished) {
        let queue = frontier.queue();
        preview.queue = queue
            .iter()
            .map(|queued| next(queued, &sources, now))
            .collect();
    }
    Ok(preview)
}

fn next(queued: &Queued<'_>, sources: &Sources, now: Timestamp) -> Next {
    Next {
        url: queued.url.clone(),
        host: queued.host.clone(),
        depth: queued.depth,
        from: queued.from.map(|(step, from)| (step, from.clone())),
        is_redirect: queued.is_redirect,
        due: Some(queued.due).filter(|due| *due > now),
        answerer: sources.answerer(queued.url),
    }
}
