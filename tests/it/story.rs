//! Pages that are off the story: kept and labelled, and not followed.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use headwater::clock::ManualClock;
use headwater::corpus::{Corpus, Reading};
use headwater::crawl::CrawlSettings;
use headwater::parse::{Input, ParseError};
use headwater::report::{Report, Run, State};
use headwater::store::Store;
use proptest::prelude::*;
use tempfile::tempdir;

use crate::web::{archive, captured, fates, offline, read_words, run, run_reading, run_until, url};

const SEEDS: [&str; 2] = ["http://a.test/", "http://d.test/"];

/// A web of two seeds, the second of which redirects. What is cited shares a name with the first,
/// or with the second alone, or with neither; one page leads to its own canonical address, and one
/// is a seed's too. Address, where it redirects to, what it says.
const WEB: &[(&str, &str, &str)] = &[
    (
        "http://a.test/",
        "",
        "the pier of Sarn http://b.test/1 http://c.test/1 http://e.test/",
    ),
    ("http://d.test/", "http://e.test/", ""),
    ("http://e.test/", "", "slow! said by Oduya http://b.test/2"),
    (
        "http://b.test/1",
        "",
        "as heard in Sarn http://h.test/oduya http://c.test/2",
    ),
    ("http://b.test/2", "", "without a name http://g.test/2"),
    (
        "http://c.test/1",
        "",
        "of bakers http://g.test/1 canonical=http://www.c.test/1",
    ),
    ("http://www.c.test/1", "", "of bakers http://g.test/1"),
    ("http://c.test/2", "", "of bakers http://h.test/end"),
    (
        "http://h.test/oduya",
        "",
        "as Oduya has it http://h.test/end",
    ),
    ("http://h.test/end", "", "in Sarn"),
    ("http://g.test/1", "", "in Sarn"),
    ("http://g.test/2", "", "in Sarn"),
];

const OFF: [&str; 4] = [
    "http://b.test/2",
    "http://c.test/1",
    "http://c.test/2",
    "http://www.c.test/1",
];

/// Writes the web as an archive, in the order given.
fn write(path: &Path, order: &[usize]) -> CrawlSettings {
    let padding = "the bread is baked at dawn and sold ".repeat(20);
    let bodies: Vec<String> = WEB
        .iter()
        .map(|(_, _, said)| format!("language=en {padding} {said}"))
        .collect();
    let web: Vec<_> = order
        .iter()
        .map(|&at| match WEB[at] {
            (url, "", _) => (url, 200, "", bodies[at].as_str()),
            (url, to, _) => (url, 301, to, ""),
        })
        .collect();
    offline(&[archive(path, &web)])
}

fn settings(folder: &Path) -> CrawlSettings {
    let order: Vec<usize> = (0..WEB.len()).collect();
    write(&folder.join("web.warc.gz"), &order)
}

fn off_story(corpus: &Corpus) -> Vec<&str> {
    let off = corpus.targets.iter().filter(|target| target.off_story);
    off.map(|target| target.url.as_str()).collect()
}

#[test]
fn a_page_off_the_story_is_labelled_and_its_links_are_not_followed() {
    let folder = tempdir().unwrap();
    let settings = settings(folder.path());
    let corpus = run(&SEEDS, &settings, &folder.path().join("out"));
    assert_eq!(off_story(&corpus), OFF);
    let fates = fates(&corpus);
    assert!(!fates.keys().any(|url| url.starts_with("http://g.test/")));
    for url in OFF {
        assert_eq!(fates[url].1, "read", "{url}");
    }
    assert_eq!(fates["http://h.test/end"], (3, "read".to_owned()));

    let report = Report::new(&corpus, Run::default());
    let document = |url: &str| report.documents.iter().find(|it| it.url == url).unwrap();
    let off = document("http://b.test/2");
    assert_eq!(
        (off.state, off.reason.as_deref()),
        (State::Fetched, Some("off-story"))
    );
    assert_eq!(document("http://b.test/1").reason, None);
    let note = "off the story, so their links were not followed";
    let notes = &report.run.notes;
    assert!(notes.iter().any(|it| it.contains(note)), "{notes:?}");
}

#[test]
fn words_that_are_given_are_the_story() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.story = Some("Baker pier".to_owned());
    let corpus = run(&SEEDS, &settings, &folder.path().join("out"));
    let off = ["http://b.test/1", "http://b.test/2", "http://g.test/1"];
    assert_eq!(off_story(&corpus), off);
    let fates = fates(&corpus);
    assert!(!fates.contains_key("http://h.test/oduya"));
    // Another story is another run.
    settings.story = None;
    let error = run_until(&SEEDS, &settings, &folder.path().join("out"), 9).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("other settings (story)"), "{said}");
}

#[test]
fn where_pages_are_not_read_nothing_is_judged() {
    let folder = tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.read = false;
    let corpus = run(&SEEDS, &settings, &folder.path().join("out"));
    assert!(off_story(&corpus).is_empty());
    assert!(fates(&corpus).contains_key("http://g.test/2"));
}

/// Set once the pages that the first seed cites are done with.
static OTHERS_ARE_DONE: AtomicBool = AtomicBool::new(false);

/// Reads the second seed's page only after those that the first cites.
fn read_slowly(input: &Input<'_>) -> Result<Reading, ParseError> {
    let is_slow = String::from_utf8_lossy(input.body).contains("slow!");
    // Ten seconds at most, lest a fault hangs the test.
    for _ in 0..10_000 {
        if !is_slow || OTHERS_ARE_DONE.load(Ordering::SeqCst) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    read_words(input)
}

#[test]
fn what_waits_for_a_slow_seed_is_judged_by_all_seeds_though_the_run_is_killed() {
    let folder = tempdir().unwrap();
    let settings = settings(folder.path());
    let whole = run(&SEEDS, &settings, &folder.path().join("whole"));
    let out = folder.path().join("out");
    let killed = |at: usize| folder.path().join(format!("killed-{at}"));
    let watch = |done: usize| {
        fs::create_dir(killed(done)).unwrap();
        for name in ["trace.db", "trace.db-wal", "pages.warc.gz"] {
            fs::copy(out.join(name), killed(done).join(name)).unwrap();
        }
        // Both seeds, what the first cites, and the canonical address of that.
        OTHERS_ARE_DONE.fetch_or(done >= 5, Ordering::SeqCst);
    };
    let clock = Arc::new(ManualClock::new(captured()));
    let (_, slow) = run_reading(
        read_slowly,
        &SEEDS,
        &settings,
        &out,
        usize::MAX,
        &watch,
        clock,
    )
    .unwrap();
    assert_eq!(slow, whole);
    let held = Store::open(&killed(5)).unwrap();
    let waiting = held.unjudged().unwrap();
    let expected = ["http://b.test/1", "http://c.test/1", "http://www.c.test/1"];
    assert_eq!(waiting, expected.map(url));
    assert!(!fates(&held.corpus().unwrap()).contains_key("http://c.test/2"));
    drop(held);
    for at in (1..).take_while(|&at| killed(at).exists()) {
        assert_eq!(run(&SEEDS, &settings, &killed(at)), whole, "{at}");
        let left = Store::open(&killed(at)).unwrap().unjudged().unwrap();
        assert!(left.is_empty(), "{left:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn neither_order_nor_interruption_changes_what_is_off_the_story(
        order in Just((0..WEB.len()).collect::<Vec<_>>()).prop_shuffle(),
        stops in proptest::collection::vec(0usize..4, 0..6),
        concurrency in 1usize..8,
        pages in 2usize..14,
    ) {
        let folder = tempdir().unwrap();
        let mut settings = settings(folder.path());
        settings.pages = pages;
        let expected = run(&SEEDS, &settings, &folder.path().join("whole"));

        write(&folder.path().join("web.warc.gz"), &order);
        settings.concurrency = concurrency;
        let out = folder.path().join("out");
        for stop in stops {
            run_until(&SEEDS, &settings, &out, stop).unwrap();
        }
        prop_assert_eq!(run(&SEEDS, &settings, &out), expected);
    }
}
