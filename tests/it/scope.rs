//! How far a crawl goes: budgets, patterns, the links that are followed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use headwater::clock::ManualClock;
use headwater::crawl::{CrawlSettings, End};
use tempfile::tempdir;

use crate::web::{Web, archive, captured, fates, offline, run, run_by_clock};

/// A calendar without end on one host, and a page elsewhere that it cites.
const CALENDAR: Web<'_> = &[
    (
        "http://a.test/",
        200,
        "",
        "http://cal.test/1 http://b.test/1",
    ),
    (
        "http://cal.test/1",
        200,
        "",
        "http://cal.test/2 http://www.cal.test/x",
    ),
    (
        "http://cal.test/2",
        200,
        "",
        "http://cal.test/3 http://c.test/1",
    ),
    ("http://cal.test/3", 200, "", "http://cal.test/4"),
    ("http://cal.test/4", 200, "", "http://cal.test/5"),
    ("http://www.cal.test/x", 200, "", "http://www.cal.test/y"),
    ("http://b.test/1", 200, "", "http://b.test/2"),
    ("http://b.test/2", 200, "", "http://d.test/1"),
    ("http://c.test/1", 200, "", ""),
    ("http://d.test/1", 200, "", ""),
];

fn settings(folder: &Path, web: Web<'_>) -> CrawlSettings {
    offline(&[archive(&folder.join("web.warc.gz"), web)])
}

fn fate_of(fates: &BTreeMap<String, (u32, String)>, url: &str) -> String {
    fates
        .get(url)
        .map_or("unknown", |(_, fate)| fate)
        .to_owned()
}

#[test]
fn an_endless_calendar_is_bounded_by_the_budget_of_its_site() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path(), CALENDAR);
    settings.host_pages = Some(2);
    let fates = fates(&run(
        &["http://a.test/"],
        &settings,
        &folder.path().join("out"),
    ));
    for (url, fate) in [
        ("http://cal.test/1", "read"),
        ("http://cal.test/2", "read"),
        ("http://www.cal.test/x", "host-budget"),
        ("http://cal.test/3", "host-budget"),
        ("http://cal.test/4", "unknown"),
        ("http://b.test/2", "read"),
        ("http://c.test/1", "read"),
        ("http://d.test/1", "read"),
    ] {
        assert_eq!(fate_of(&fates, url), fate, "{url}");
    }
}

#[test]
fn patterns_keep_a_crawl_to_what_they_match() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path(), CALENDAR);
    settings.include = vec!["*.test".parse().unwrap()];
    settings.exclude = vec!["cal.test".parse().unwrap(), "http://*/2".parse().unwrap()];
    let fates = fates(&run(
        &["http://a.test/"],
        &settings,
        &folder.path().join("out"),
    ));
    let expected: BTreeMap<String, (u32, String)> = [
        ("http://a.test/", 0, "read"),
        ("http://b.test/1", 1, "read"),
        ("http://b.test/2", 2, "scope"),
        ("http://cal.test/1", 1, "scope"),
    ]
    .map(|(url, depth, fate)| (url.to_owned(), (depth, fate.to_owned())))
    .into();
    assert_eq!(fates, expected);
}

#[test]
fn when_time_is_over_the_rest_is_left_for_the_next_run() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path(), CALENDAR);
    let whole = run(&["http://a.test/"], &settings, &folder.path().join("whole"));
    settings.time = Some(Duration::from_mins(10));
    settings.concurrency = 1;
    let out = folder.path().join("out");
    let go_on = |minutes: i64| {
        let clock = Arc::new(ManualClock::new(captured()));
        let watched = Arc::clone(&clock);
        let watch = move |_| watched.advance(60 * minutes);
        run_by_clock(
            &["http://a.test/"],
            &settings,
            &out,
            usize::MAX,
            &watch,
            clock,
        )
        .unwrap()
    };
    let (summary, corpus) = go_on(4);
    assert_eq!((summary.end, summary.done), (End::OutOfTime, 3));
    let pending = fates(&corpus);
    let pending = pending.values().filter(|(_, fate)| fate == "pending");
    assert!(pending.count() > 0);
    // The same command goes on, as often as it takes.
    let (summary, _) = go_on(4);
    assert_eq!((summary.end, summary.done), (End::OutOfTime, 3));
    let (summary, corpus) = go_on(0);
    assert_eq!(summary.end, End::Finished);
    assert_eq!(fates(&corpus), fates(&whole));
    assert_eq!(corpus.targets, whole.targets);
}
