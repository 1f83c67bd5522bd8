//! From the visits to the corpus.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Store, StoreError};
use crate::corpus::{Card, Catalog, Corpus, Memento, Outcome, RecordPlace, Target};
use crate::frontier::{Found, MAX_HOPS, Standing};
use crate::urls::CanonicalUrl;

/// A visit as it was written down.
struct Visited {
    outcome: Outcome<Card>,
    retrieved: Option<Timestamp>,
    record: Option<RecordPlace>,
    memento: Option<Memento>,
    off_story: bool,
}

impl Store {
    /// Returns what the run knows, with the text of every page. Of a finished run it depends on the
    /// seeds, the settings and what the addresses gave, not on the order in which they did.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn corpus(&self) -> Result<Corpus, StoreError> {
        let catalog = self.catalog()?;
        let whole = |target: &Target<Card>| -> Result<Target, StoreError> {
            let outcome = match target.outcome.clone_unread() {
                Ok(unread) => unread,
                Err(_) => match self.reading(&target.url)? {
                    Some(reading) => Outcome::Read(Box::new(reading)),
                    None => Outcome::Pending,
                },
            };
            Ok(target.with(outcome))
        };
        Ok(Corpus {
            targets: catalog
                .targets
                .iter()
                .map(whole)
                .collect::<Result<_, _>>()?,
            seeds: catalog.seeds,
            started: catalog.started,
            finished: catalog.finished,
        })
    }

    /// Returns what [`Self::corpus`] does, with a card of each page alone; the store is the shelf
    /// of the pages.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn catalog(&self) -> Result<Catalog, StoreError> {
        let frontier = self.frontier()?;
        let mut visits = self.visits()?;
        for (url, memento) in self.mementos()? {
            if let Some(visit) = visits.get_mut(&url) {
                visit.memento = Some(memento);
            }
        }
        let circles = circles(&visits);
        let targets = frontier
            .survey()
            .map(|found| {
                let visit = visits.remove(found.url);
                target(found, visit, circles.contains(found.url))
            })
            .collect();
        let moment = |key| -> Result<Timestamp, StoreError> {
            let text = self.meta(key)?.unwrap_or_default();
            Ok(text.parse().unwrap_or(Timestamp::UNIX_EPOCH))
        };
        Ok(Catalog {
            seeds: self.seeds()?,
            targets,
            started: moment("started")?,
            finished: moment("finished")?,
        })
    }

    fn visits(&self) -> Result<BTreeMap<CanonicalUrl, Visited>, StoreError> {
        let rows = self.rows(
            "SELECT visit.url, outcome, retrieved, place, length, story
             FROM visit LEFT JOIN record ON record.id = visit.record",
            |row| {
                let place = row.get::<_, Option<u64>>(3)?;
                let length = row.get::<_, Option<u64>>(4)?;
                let outcome = serde_json::from_slice::<Outcome<Card>>(row.get_ref(1)?.as_bytes()?);
                Ok((
                    row.get::<_, String>(0)?,
                    outcome,
                    row.get::<_, Option<String>>(2)?,
                    place
                        .zip(length)
                        .map(|(offset, length)| RecordPlace { offset, length }),
                    row.get::<_, Option<bool>>(5)? == Some(false),
                ))
            },
        )?;
        let mut visits = BTreeMap::new();
        for (url, outcome, retrieved, record, off_story) in rows {
            let outcome = outcome.map_err(|source| self.damaged(source))?;
            if let Ok(url) = CanonicalUrl::try_from(url) {
                let visited = Visited {
                    outcome,
                    retrieved: retrieved.and_then(|time| time.parse().ok()),
                    record,
                    memento: None,
                    off_story,
                };
                visits.insert(url, visited);
            }
        }
        Ok(visits)
    }
}

fn target(found: Found<'_>, visit: Option<Visited>, breaks_circle: bool) -> Target<Card> {
    let mut target = Target {
        url: found.url.clone(),
        depth: found.depth,
        outcome: Outcome::Pending,
        record: None,
        retrieved: None,
        memento: None,
        off_story: false,
    };
    match (found.standing, visit) {
        (Standing::TooDeep, _) => target.outcome = Outcome::excluded("depth", None),
        (Standing::TooManyHops, _) => {
            let reason = format!("error: more than {MAX_HOPS} redirects");
            target.outcome = Outcome::failed(reason, None);
        }
        (Standing::Unwanted, _) => target.outcome = Outcome::excluded("scope", None),
        (Standing::OverHostBudget, _) => target.outcome = Outcome::excluded("host-budget", None),
        (Standing::OverBudget, _) => target.outcome = Outcome::excluded("budget", None),
        (_, Some(visit)) => {
            target.outcome = if breaks_circle {
                Outcome::failed("loop", Some("redirected in a circle".to_owned()))
            } else {
                visit.outcome
            };
            target.record = visit.record;
            target.memento = visit.memento;
            target.off_story = visit.off_story;
            target.retrieved = visit.retrieved;
        }
        (_, None) => {}
    }
    target
}

/// Returns of each circle of redirects the first address: there it is broken, so that all its
/// addresses, and those that lead into it, stay one document.
fn circles(visits: &BTreeMap<CanonicalUrl, Visited>) -> BTreeSet<CanonicalUrl> {
    let next = |url: &CanonicalUrl| match visits.get(url).map(|visit| &visit.outcome) {
        Some(Outcome::Redirect { to }) => visits.get_key_value(to).map(|(to, _)| to),
        _ => None,
    };
    let mut walked: BTreeSet<&CanonicalUrl> = BTreeSet::new();
    let mut firsts = BTreeSet::new();
    for start in visits.keys() {
        let mut way: BTreeSet<&CanonicalUrl> = BTreeSet::new();
        let mut open = Some(start);
        while let Some(url) = open.filter(|url| !walked.contains(url)) {
            walked.insert(url);
            way.insert(url);
            open = next(url);
        }
        // A way that comes back to itself closed a circle where it ended.
        if let Some(first) = open.filter(|url| way.contains(url)) {
            let circle =
                std::iter::successors(next(first), |url| next(url).filter(|_| *url != first));
            firsts.extend(circle.min().cloned());
        }
    }
    firsts
}
