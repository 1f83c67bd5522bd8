//! How far a crawl goes: budgets, patterns, the links that are followed.

use std::collections::BTreeMap;
use std::fs;
use std::future::pending;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin_cmd;
use headwater::clock::ManualClock;
use headwater::corpus::{Outcome, Reading};
use headwater::crawl::{Answerer, CrawlSettings, End, Follow, Surroundings, crawl, preview};
use headwater::frontier::{Priority, Step};
use headwater::report::{Report, Run};
use headwater::seed::Seed;
use headwater::store::Store;
use tempfile::tempdir;

use crate::web::{Web, archive, captured, fates, offline, run, run_by_clock, run_until, url};

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

/// The files of a folder, with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_dry_run_shows_what_comes_next_and_touches_nothing() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path(), CALENDAR);
    settings.concurrency = 1;
    settings.depth = 2;
    let out = folder.path().join("out");
    let seeds = [Seed::Url(url("http://a.test/"))];
    let look = |store: Option<&Store>| {
        let clock = Arc::new(ManualClock::new(captured()));
        preview(&seeds, &settings, store, clock).unwrap()
    };
    let first = look(None);
    assert_eq!(first.queue.len(), 1);
    assert_eq!((first.queue[0].depth, &first.queue[0].from), (0, &None));
    assert_eq!(first.queue[0].answerer, Answerer::Archive);

    run_until(&["http://a.test/"], &settings, &out, 2).unwrap();
    let before = files(&out);
    let store = Store::peek(&out).unwrap().unwrap();
    let plan = look(Some(&store));
    drop(store);
    assert_eq!(files(&out), before, "nothing is written");
    let next: Vec<_> = plan.queue.iter().map(|next| next.url.as_str()).collect();
    let expected = [
        "http://b.test/2",
        "http://cal.test/2",
        "http://www.cal.test/x",
    ];
    // What was under way when the run was stopped was finished too.
    assert_eq!((next, plan.done), (expected.to_vec(), 3));
    let from = Some((Step::Link(Priority::Body), url("http://b.test/1")));
    assert_eq!(plan.queue[0].from, from);

    run(&["http://a.test/"], &settings, &out);
    let store = Store::peek(&out).unwrap().unwrap();
    let end = look(Some(&store));
    assert_eq!((end.queue.len(), end.done), (0, 6));
    assert_eq!(end.left_out, BTreeMap::from([("depth".to_owned(), 4)]));
    assert!(Store::peek(&folder.path().join("none")).unwrap().is_none());
}

/// A story that is cited through a shortener, and in several forms.
const FORMS: Web<'_> = &[
    (
        "http://a.test/",
        200,
        "",
        "http://s.test/x http://m.b.test/Story/7 http://b.test/story/7 \
         https://b-test.cdn.ampproject.org/c/b.test/Story/7/amp http://b.test/Story/7?id=2 \
         http://b.test/Story/7?utm_source=a",
    ),
    ("http://s.test/x", 301, "http://t.test/y", ""),
    ("http://t.test/y", 302, "http://b.test/Story/7/print", ""),
    ("http://b.test/Story/7", 200, "", STORY),
    ("http://b.test/Story/7/print", 200, "", STORY),
    ("http://b.test/Story/7/amp", 200, "", AMP),
    ("http://m.b.test/Story/7", 200, "", STORY),
    ("http://b.test/story/7", 200, "", STORY),
    ("http://b.test/Story/7?id=2", 200, "", STORY),
];

const STORY: &str = "The pier of Sarn was closed on Friday after cracks had been found in two of its \
    pillars by the harbour board, which will look at all of the others until the end of next week.";
const AMP: &str = "The pier of Sarn was closed on Friday after cracks had been found in two of its \
    pillars by the harbour board, which will look at all of the others until the end of next week. \
    canonical=http://b.test/Story/7";

#[test]
fn the_forms_of_a_page_end_in_one_document_with_the_chain_of_redirects() {
    let folder = tempdir().unwrap();
    let settings = settings(folder.path(), FORMS);
    let corpus = run(&["http://a.test/"], &settings, &folder.path().join("out"));
    let report = Report::new(&corpus, Run::default());
    let urls: Vec<&str> = report
        .documents
        .iter()
        .map(|document| document.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "http://a.test/",
            "http://b.test/Story/7",
            "http://b.test/Story/7?id=2",
            "http://b.test/story/7"
        ]
    );
    let story = &report.documents[1];
    assert_eq!(
        story.redirects,
        [[
            "http://s.test/x",
            "http://t.test/y",
            "http://b.test/Story/7/print"
        ]]
    );
    for alias in [
        "http://b.test/Story/7/amp",
        "http://b.test/Story/7/print",
        "http://m.b.test/Story/7",
        "http://b.test/Story/7?utm_source=a",
        "https://b-test.cdn.ampproject.org/c/b.test/Story/7/amp",
        "http://s.test/x",
    ] {
        assert!(story.aliases.iter().any(|known| known == alias), "{alias}");
    }
}

#[test]
fn what_an_attribution_cites_is_asked_for_first() {
    let page = "<html><body><nav><a href='/menu'>Menu</a></nav><article><h1>Pier closed</h1>\
        <p>The pier of Sarn was closed on Friday after a storm, and nobody was hurt in the town. \
        <a href='http://a-courier.test/storm'>The storm</a> came from the north and did not stay long. \
        The pillars have cracks, <a href='http://z-board.test/2'>the harbour board said</a> on Friday. \
        A <a href='http://y-board.test/survey.pdf'>survey of the pillars</a> was made in the spring.</p>\
        </article></body></html>";
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path(), &[("http://ledger.test/1", 200, "", page)]);
    let seeds = [Seed::Url(url("http://ledger.test/1"))];
    for (pages, follow, asked) in [
        (2, Follow::Cited, &["z-board"][..]),
        (3, Follow::Cited, &["y-board", "z-board"]),
        (9, Follow::Cited, &["a-courier", "y-board", "z-board"]),
        (
            9,
            Follow::All,
            &["a-courier", "ledger", "y-board", "z-board"],
        ),
    ] {
        (settings.pages, settings.follow) = (pages, follow);
        let out = folder.path().join(format!("{pages}-{}", follow.name()));
        let mut store = Store::open(&out).unwrap();
        let surroundings = Surroundings {
            clock: Arc::new(ManualClock::new(captured())),
            reader: Reading::of,
            events: &mut |_| {},
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime
            .block_on(crawl(
                &seeds,
                &settings,
                &mut store,
                surroundings,
                pending(),
            ))
            .unwrap();
        let corpus = store.corpus().unwrap();
        // None of the pages is in the archive; what was asked for is known by that.
        let failed = corpus.targets.iter().filter(|target| {
            matches!(&target.outcome, Outcome::Failed { reason, .. } if reason.contains("not in the archive"))
        });
        let hosts: Vec<&str> = failed
            .map(|target| target.url.host().trim_end_matches(".test"))
            .collect();
        assert_eq!(hosts, asked, "{pages} pages");
    }
}

/// Runs the program on the sample story, from its archive alone.
fn trace_sample(out: &Path, args: &[&str]) -> std::process::Output {
    cargo_bin_cmd!("headwater")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["trace", "seeds/kestrel-strait.txt", "--offline"])
        .args(["--archive", "seeds/kestrel-strait.warc.gz", "--output"])
        .arg(out)
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn a_dry_run_of_a_new_run_shows_the_seeds_and_makes_no_folder() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out");
    let output = trace_sample(&out, &["--dry-run"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(text.starts_with("2 pages to fetch next, 0 done"), "{text}");
    assert!(text.contains("depth 0 · seed · from the archive"), "{text}");
    assert!(!out.exists());
}

#[test]
fn a_run_that_is_out_of_time_leaves_a_whole_result() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out");
    let output = trace_sample(&out, &["--time", "0"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains(
            "its time was over: 2 known documents left to read; the same command goes on"
        ),
        "{told}"
    );
    let trace = crate::cli::result(&out);
    let notes = &trace["run"]["notes"];
    assert_eq!(notes[0], "the crawl ended when its time was over");
    assert_eq!(trace["run"]["counts"]["pending"], 2);
    assert!(trace_sample(&out, &[]).status.success());
}

#[test]
fn a_wrong_pattern_says_what_a_pattern_is() {
    let folder = tempdir().unwrap();
    let output = trace_sample(folder.path(), &["--include", "ftp://a.test/"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("is no pattern; give a host"), "{told}");
}
