//! From the visits to the corpus.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Store, StoreError};
use crate::corpus::{Corpus, Outcome, RecordPlace, Target};
use crate::frontier::{Found, MAX_HOPS, Standing};
use crate::urls::CanonicalUrl;

/// A visit as it was written down.
struct Visited {
    outcome: Outcome,
    retrieved: Option<Timestamp>,
    record: Option<RecordPlace>,
}

impl Store {
    /// Returns what the run knows. Of a finished run it depends on the seeds, the settings and
    /// what the addresses gave, not on the order in which they did.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn corpus(&self) -> Result<Corpus, StoreError> {
        let frontier = self.frontier()?;
        let mut visits = self.visits()?;
        let endless = endless_redirects(&visits);
        let targets = frontier
            .survey()
            .map(|found| {
                let visit = visits.remove(found.url);
                target(found, visit, endless.contains(found.url))
            })
            .collect();
        let moment = |key| -> Result<Timestamp, StoreError> {
            let text = self.meta(key)?.unwrap_or_default();
            Ok(text.parse().unwrap_or(Timestamp::UNIX_EPOCH))
        };
        Ok(Corpus {
            seeds: self.seeds()?,
            targets,
            started: moment("started")?,
            finished: moment("finished")?,
        })
    }

    fn visits(&self) -> Result<BTreeMap<CanonicalUrl, Visited>, StoreError> {
        let rows = self.rows(
            "SELECT visit.url, outcome, retrieved, place, length
             FROM visit LEFT JOIN record ON record.id = visit.record",
            |row| {
                let place = row.get::<_, Option<u64>>(3)?;
                let length = row.get::<_, Option<u64>>(4)?;
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    place
                        .zip(length)
                        .map(|(offset, length)| RecordPlace { offset, length }),
                ))
            },
        )?;
        let mut visits = BTreeMap::new();
        for (url, outcome, retrieved, record) in rows {
            let outcome =
                serde_json::from_slice(&outcome).map_err(|source| self.damaged(source))?;
            if let Ok(url) = CanonicalUrl::try_from(url) {
                let visited = Visited {
                    outcome,
                    retrieved: retrieved.and_then(|time| time.parse().ok()),
                    record,
                };
                visits.insert(url, visited);
            }
        }
        Ok(visits)
    }
}

fn target(found: Found<'_>, visit: Option<Visited>, is_endless: bool) -> Target {
    let mut target = Target {
        url: found.url.clone(),
        depth: found.depth,
        outcome: Outcome::Pending,
        record: None,
        retrieved: None,
    };
    match (found.standing, visit) {
        (Standing::TooDeep, _) => target.outcome = Outcome::excluded("depth", None),
        (Standing::Unwanted, _) => target.outcome = Outcome::excluded("scope", None),
        (Standing::OverHostBudget, _) => target.outcome = Outcome::excluded("host-budget", None),
        (Standing::OverBudget, _) => target.outcome = Outcome::excluded("budget", None),
        (_, Some(visit)) => {
            target.outcome = if is_endless {
                Outcome::failed("loop", None)
            } else {
                visit.outcome
            };
            target.record = visit.record;
            target.retrieved = visit.retrieved;
        }
        (_, None) => {}
    }
    target
}

/// Returns the redirects that lead in a circle, or on for more hops than are followed.
fn endless_redirects(visits: &BTreeMap<CanonicalUrl, Visited>) -> BTreeSet<CanonicalUrl> {
    let next = |url: &CanonicalUrl| match visits.get(url).map(|visit| &visit.outcome) {
        Some(Outcome::Redirect { to }) => Some(to),
        _ => None,
    };
    let is_endless = |start: &CanonicalUrl| {
        let mut url = start;
        for _ in 0..=MAX_HOPS {
            match next(url) {
                Some(to) => url = to,
                None => return false,
            }
        }
        true
    };
    visits
        .keys()
        .filter(|url| is_endless(url))
        .cloned()
        .collect()
}
