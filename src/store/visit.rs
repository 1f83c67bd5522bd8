//! The visits of a run: written down, and read back as the frontier that they leave.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Behalf, Store, StoreError, insert_record, politeness, put_host, put_meta};
use crate::archive::Draft;
use crate::corpus::{Outcome, PageLink};
use crate::frontier::{Frontier, Step};
use crate::urls::{CanonicalUrl, HostKey};

/// A visit that came to its end.
#[derive(Debug)]
pub struct Completion<'a> {
    /// The address.
    pub url: &'a CanonicalUrl,
    /// What became of it.
    pub outcome: &'a Outcome,
    /// When the response was fetched or captured.
    pub retrieved: Option<Timestamp>,
    /// The response to be archived, or the note that there was none.
    pub record: Option<Draft>,
    /// Where it leads.
    pub steps: &'a [(Step, CanonicalUrl)],
    /// Every link of the page, if it was read.
    pub links: &'a [PageLink],
    /// Whether the page is on the story; `None` if it was not read, or is still to be judged.
    pub on_story: Option<bool>,
    /// When its host may be asked again, if it was asked.
    pub host_ready: Option<Timestamp>,
    /// The present moment.
    pub now: Timestamp,
}

impl Store {
    /// Writes a visit down: its response to the archive, then all else in one transaction.
    ///
    /// # Errors
    ///
    /// Fails if the disk does not take it; then nothing of the visit is kept.
    pub fn complete(&mut self, visit: &Completion<'_>) -> Result<(), StoreError> {
        let stored = match &visit.record {
            Some(draft) => Some(self.append(draft)?),
            None => None,
        };
        let is_response = visit.record.as_ref().is_some_and(Draft::is_response);
        let row = self.visit_row(visit)?;
        self.transact(|transaction| {
            let record = stored
                .as_ref()
                .map(|stored| insert_record(transaction, visit.url, stored, Behalf::Itself))
                .transpose()?;
            write_visit(transaction, visit, &row, record.filter(|_| is_response))?;
            if let Some(ready_at) = visit.host_ready {
                put_host(transaction, &HostKey::of(visit.url), ready_at)?;
            }
            put_meta(transaction, "finished", &visit.now.to_string())
        })
    }

    pub(super) fn visit_row(&self, visit: &Completion<'_>) -> Result<VisitRow, StoreError> {
        let reading = visit.outcome.read();
        let marks = reading.map(|reading| self.to_json(&reading.marks()));
        Ok(VisitRow {
            outcome: self.to_json(&visit.outcome.catalog())?,
            marks: marks.transpose()?,
            links: match visit.links {
                [] => None,
                links => Some(self.to_json(&links)?),
            },
        })
    }

    /// Returns the frontier as the visits so far leave it, without the links of pages that are off
    /// the story or not judged yet.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn frontier(&self) -> Result<Frontier, StoreError> {
        let mut frontier = Frontier::new(self.limits()?);
        // Row by row, for all steps at once would take more memory than the frontier itself.
        self.check(|database| {
            let mut visits = database.prepare("SELECT url, steps, kind, story FROM visit")?;
            let mut rows = visits.query([])?;
            while let Some(row) = rows.next()? {
                let Ok(from) = row.get_ref(0)?.as_str() else {
                    continue;
                };
                frontier.restore_done(from, row.get_ref(2)?.as_str() == Ok("redirect"));
                let on_story = row.get::<_, Option<bool>>(3)? == Some(true);
                for (step, to) in steps_of(row.get_ref(1)?.as_str().unwrap_or_default()) {
                    if on_story || step == Step::Hop {
                        frontier.restore_step(from, to, step);
                    }
                }
            }
            Ok(())
        })?;
        for (host, ready_at) in self.hosts()? {
            frontier.restore_host(&host, ready_at);
        }
        for (url, asked) in self.attempts()? {
            frontier.restore_asked(&url, asked);
        }
        frontier.put_seeds(&self.seeds()?);
        Ok(frontier)
    }

    /// Returns how many addresses were asked for and came to what: `read`, `redirect`, `failed` or
    /// `excluded`.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn visits_by_kind(&self) -> Result<BTreeMap<String, usize>, StoreError> {
        let kinds = self.rows("SELECT kind, count(*) FROM visit GROUP BY kind", |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(kinds.into_iter().collect())
    }

    /// Returns every link of the page at `url`, in the order of the page; none if it was not read.
    ///
    /// # Errors
    ///
    /// Fails if the database cannot be read.
    pub fn links(&self, url: &str) -> Result<Vec<PageLink>, StoreError> {
        let found: Option<Option<Vec<u8>>> = self.check(|database| {
            database
                .prepare_cached("SELECT links FROM visit WHERE url = ?1")?
                .query_row([url], |row| row.get(0))
                .optional()
        })?;
        match found.flatten() {
            Some(links) => serde_json::from_slice(&links).map_err(|source| self.damaged(source)),
            None => Ok(Vec::new()),
        }
    }
}

/// Writes where a page leads as the column `steps` has it.
fn lines_of(steps: &[(Step, CanonicalUrl)]) -> String {
    let mut lines = String::new();
    for (step, to) in steps {
        // An address holds no blank and no line end.
        lines.extend([&step.number().to_string(), " ", to.as_str(), "\n"]);
    }
    lines
}

/// Reads the column `steps`.
pub(super) fn steps_of(lines: &str) -> impl Iterator<Item = (Step, &str)> {
    lines.lines().filter_map(|line| {
        let (number, to) = line.split_once(' ')?;
        Some((Step::from_number(number.parse().ok()?)?, to))
    })
}

/// What a visit comes to, as the database has it.
pub(super) struct VisitRow {
    outcome: Vec<u8>,
    marks: Option<Vec<u8>>,
    links: Option<Vec<u8>>,
}

/// Writes down what became of an address, and where it leads.
pub(super) fn write_visit(
    database: &Connection,
    visit: &Completion<'_>,
    row: &VisitRow,
    record: Option<i64>,
) -> rusqlite::Result<()> {
    let retrieved = visit.retrieved.map(|time| time.to_string());
    database
        .prepare_cached(
            "INSERT OR REPLACE INTO visit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            visit.url.as_str(),
            kind_of(visit.outcome),
            row.outcome,
            retrieved,
            record,
            visit.on_story,
            lines_of(visit.steps),
            visit.outcome.read().map(|reading| &reading.document.text),
            row.marks,
            row.links
        ])?;
    politeness::forget_attempts(database, visit.url)
}

/// The name of an outcome, as the column `kind` has it.
fn kind_of(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Read(_) => "read",
        Outcome::Redirect { .. } => "redirect",
        Outcome::Failed { .. } => "failed",
        Outcome::Excluded { .. } => "excluded",
        Outcome::Pending => "pending",
    }
}
