//! When each outlet first carried a claim: marks along a line of time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::super::index::{self, Index};
use super::super::{clean, measure};
use crate::report::Claim;

/// Width of the part with the marks, in points.
const WIDTH: f64 = 720.0;
/// Size of the labels in points.
const LABEL_SIZE: f64 = 11.0;
/// Longest label, in units of its size: about 22 characters.
const LABEL_LIMIT: f64 = 12.5;
/// Room between a mark and its label, and after it, in points.
const LABEL_GAP: f64 = 10.0;
/// Most marks; more than these cannot be told apart.
const MARKS: usize = 60;
/// Most ticks under the line; their dates fit side by side.
const TICKS: i64 = 7;
/// Days between two ticks, from which the shortest is taken that gives few enough.
const STEPS: [i64; 12] = [1, 2, 7, 14, 30, 91, 182, 365, 730, 1_826, 3_652, 18_262];
const SECONDS_A_DAY: f64 = 86_400.0;

/// The first appearances of a claim, outlet by outlet.
#[derive(Debug, Default, Serialize)]
pub(super) struct Timeline {
    /// The earliest document of each outlet, in the order of time.
    marks: Vec<Mark>,
    /// Dates under the line.
    ticks: Vec<Tick>,
    /// How many rows the marks take.
    rows: usize,
    /// Documents without a date.
    undated: usize,
    /// Outlets for which there was no room.
    left_out: usize,
}

impl Timeline {
    /// Returns the ids of the documents on the line.
    pub(super) fn documents(&self) -> impl Iterator<Item = String> {
        self.marks.iter().map(|mark| mark.id.clone())
    }
}

/// A document on the line.
#[derive(Debug, Serialize)]
struct Mark {
    id: String,
    label: String,
    day: String,
    /// Whether it is known to the day alone; it stands at the day's beginning then.
    #[serde(skip_serializing_if = "super::data::is_false")]
    bare: bool,
    /// Whether it is the claim's first document.
    #[serde(skip_serializing_if = "super::data::is_false")]
    first: bool,
    x: f64,
    row: usize,
}

#[derive(Debug, Serialize)]
struct Tick {
    x: f64,
    label: String,
}

/// Places the earliest document of each outlet that carries `claim`.
pub(super) fn timeline(index: &Index, claim: &Claim) -> Timeline {
    let mut first: BTreeMap<&str, (f64, &str)> = BTreeMap::new();
    let mut undated = 0;
    for statement in &claim.statements {
        let Some(document) = index.document(&statement.document) else {
            continue;
        };
        let Some(at) = document.published.as_deref().and_then(days) else {
            undated += 1;
            continue;
        };
        let entry = first.entry(&document.outlet.domain);
        let earliest = entry.or_insert((at, &document.id));
        if at < earliest.0 {
            *earliest = (at, &document.id);
        }
    }
    let mut order: Vec<(f64, &str)> = first.into_values().collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let left_out = order.len().saturating_sub(MARKS);
    order.truncate(MARKS);
    let (Some(&(start, _)), Some(&(end, _))) = (order.first(), order.last()) else {
        return Timeline {
            undated,
            ..Timeline::default()
        };
    };
    let scale = |at: f64| {
        let span = end - start;
        if span > 0.0 {
            round((at - start) / span * WIDTH)
        } else {
            0.0
        }
    };
    let first = claim.first.as_ref().map(|first| first.document.as_str());
    let marks = marks(index, &order, first, scale);
    Timeline {
        rows: marks.iter().map(|mark| mark.row + 1).max().unwrap_or(0),
        ticks: ticks(start, end, scale),
        marks,
        undated,
        left_out,
    }
}

/// Sets the marks in as few rows as keep their labels apart.
fn marks(
    index: &Index,
    order: &[(f64, &str)],
    first: Option<&str>,
    scale: impl Fn(f64) -> f64,
) -> Vec<Mark> {
    let mut rows: Vec<f64> = Vec::new();
    let mut marks = Vec::new();
    for &(at, id) in order {
        let Some(document) = index.document(id) else {
            continue;
        };
        let x = scale(at);
        let label = measure::fit(&index::outlet(document), LABEL_LIMIT);
        let end = x + measure::width(&label) * LABEL_SIZE + 2.0 * LABEL_GAP;
        let free = rows.iter().position(|taken| *taken <= x);
        let row = free.unwrap_or(rows.len());
        if free.is_none() {
            rows.push(0.0);
        }
        rows[row] = end;
        let day = document.published.as_deref().unwrap_or_default();
        marks.push(Mark {
            id: id.to_owned(),
            label,
            bare: !day.contains('T'),
            first: first == Some(id),
            day: clean::line(&clean::day(day)),
            x,
            row,
        });
    }
    marks
}

/// Sets dates under the line, at whole days.
fn ticks(start: f64, end: f64, scale: impl Fn(f64) -> f64) -> Vec<Tick> {
    let first = whole(start.ceil());
    let last = whole(end.floor());
    let step = STEPS.into_iter().find(|step| (last - first) / step < TICKS);
    let mut ticks = Vec::new();
    let mut day = first;
    while day <= last && ticks.len() < 2 * STEPS.len() {
        #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
        let x = scale(day as f64);
        if let Some(label) = date(day) {
            ticks.push(Tick { x, label });
        }
        day += step.unwrap_or(STEPS[STEPS.len() - 1]);
    }
    ticks
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "days of a calendar are few"
)]
fn whole(days: f64) -> i64 {
    days as i64
}

fn date(days: i64) -> Option<String> {
    let noon = days.checked_mul(86_400)?.checked_add(43_200)?;
    let time = Timestamp::from_second(noon).ok()?;
    Some(time.to_zoned(TimeZone::UTC).date().to_string())
}

/// Returns the days from 1970 to a time (RFC 3339) or date; a time without a zone is taken for
/// universal time.
fn days(published: &str) -> Option<f64> {
    let seconds = if let Ok(time) = published.parse::<Timestamp>() {
        time.as_second()
    } else {
        let local = published.parse::<DateTime>().ok();
        let day = || published.get(..10)?.parse::<Date>().ok();
        let local = local.or_else(|| Some(day()?.to_datetime(jiff::civil::Time::midnight())))?;
        local.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second()
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact up to the year 285,000,000"
    )]
    let seconds = seconds as f64;
    Some(seconds / SECONDS_A_DAY)
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::fixture;
    use super::*;

    #[test]
    fn each_outlet_stands_where_it_first_told_the_claim() {
        let report = fixture();
        let index = Index::new(&report);
        let line = timeline(&index, &report.claims[0]);
        let days: Vec<&str> = line.marks.iter().map(|mark| mark.day.as_str()).collect();
        assert_eq!(
            days,
            ["2031-02-24", "2031-02-25", "2031-02-25", "2031-03-02"]
        );
        assert!(line.marks.windows(2).all(|pair| pair[0].x <= pair[1].x));
        assert!(line.marks[0].x.abs() < 0.1 && (line.marks[3].x - WIDTH).abs() < 0.1);
        assert!(!line.ticks.is_empty() && line.ticks.len() <= 8);
    }

    #[test]
    fn marks_of_one_row_keep_apart() {
        let mut report = fixture();
        for document in &mut report.documents {
            document.published = Some("2031-02-24".to_owned());
        }
        let index = Index::new(&report);
        let line = timeline(&index, &report.claims[0]);
        let rows: Vec<usize> = line.marks.iter().map(|mark| mark.row).collect();
        assert_eq!(rows, [0, 1, 2, 3]);
    }

    #[test]
    fn what_is_no_date_is_counted() {
        let mut report = fixture();
        for document in &mut report.documents {
            document.published = Some("last Tüesday".to_owned());
        }
        let index = Index::new(&report);
        let line = timeline(&index, &report.claims[0]);
        assert_eq!((line.marks.len(), line.undated), (0, 4));
    }
}
