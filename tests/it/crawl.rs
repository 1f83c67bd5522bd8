//! Whole crawls, answered from archives.

use std::fs;
use std::io::Write;
use std::path::Path;

use headwater::archive::Records;
use headwater::store::Store;
use proptest::prelude::*;
use tempfile::tempdir;

use crate::web::{Web, archive, fates, offline, run, run_until, run_watched};

/// A web with a redirect, a dead page, a page that robots.txt hides, a second way that is shorter,
/// and a page that is not archived.
const WEB: Web<'_> = &[
    (
        "http://a.test/",
        200,
        "",
        "http://b.test/1 http://b.test/old",
    ),
    (
        "http://a.test/robots.txt",
        200,
        "",
        "User-agent: *\nDisallow: /private",
    ),
    ("http://a.test/private", 200, "", "http://z.test/"),
    (
        "http://b.test/1",
        200,
        "",
        "http://c.test/far http://a.test/private",
    ),
    ("http://b.test/old", 301, "http://c.test/near", ""),
    (
        "http://c.test/near",
        200,
        "",
        "http://c.test/far http://d.test/gone",
    ),
    (
        "http://c.test/far",
        200,
        "",
        "http://e.test/deep canonical=http://www.c.test/far",
    ),
    ("http://www.c.test/far", 200, "", "http://e.test/deep"),
    ("http://d.test/gone", 410, "", ""),
    (
        "http://e.test/deep",
        200,
        "",
        "http://f.test/absent http://e.test/broken",
    ),
    ("http://e.test/broken", 200, "", "panic! the reader"),
];

#[test]
fn every_address_has_a_fate_and_its_exact_depth() {
    let folder = tempdir().unwrap();
    let web = archive(&folder.path().join("web.warc.gz"), WEB);
    let corpus = run(
        &["http://a.test/"],
        &offline(&[web]),
        &folder.path().join("out"),
    );
    let expected = [
        ("http://a.test/", 0, "read"),
        ("http://a.test/private", 2, "robots"),
        ("http://b.test/1", 1, "read"),
        ("http://b.test/old", 1, "-> http://c.test/near"),
        ("http://c.test/far", 2, "read"),
        ("http://c.test/near", 1, "read"),
        ("http://d.test/gone", 2, "dead"),
        (
            "http://e.test/broken",
            4,
            "error: the page could not be parsed",
        ),
        ("http://e.test/deep", 3, "read"),
        (
            "http://f.test/absent",
            4,
            "error: not in the archive (offline)",
        ),
        ("http://www.c.test/far", 2, "read"),
    ];
    let fates = fates(&corpus);
    for (url, depth, fate) in expected {
        assert_eq!(fates.get(url), Some(&(depth, fate.to_owned())), "{url}");
    }
    assert_eq!(fates.len(), expected.len());
}

#[test]
fn depth_and_budget_leave_the_rest_as_labelled_nodes() {
    let folder = tempdir().unwrap();
    let web = archive(&folder.path().join("web.warc.gz"), WEB);
    let mut settings = offline(&[web]);
    settings.depth = 1;
    let shallow = fates(&run(
        &["http://a.test/"],
        &settings,
        &folder.path().join("shallow"),
    ));
    assert_eq!(shallow["http://c.test/near"], (1, "read".to_owned()));
    assert_eq!(shallow["http://c.test/far"], (2, "depth".to_owned()));
    assert!(!shallow.contains_key("http://e.test/deep"));
    settings.depth = 6;
    settings.pages = 2;
    let few = fates(&run(
        &["http://a.test/"],
        &settings,
        &folder.path().join("few"),
    ));
    assert_eq!(few["http://b.test/1"], (1, "read".to_owned()));
    assert_eq!(few["http://b.test/old"], (1, "budget".to_owned()));
    assert_eq!(few["http://c.test/far"], (2, "budget".to_owned()));
}

#[test]
fn redirects_in_a_circle_are_a_loop() {
    let folder = tempdir().unwrap();
    let web = archive(
        &folder.path().join("web.warc.gz"),
        &[
            ("http://a.test/", 302, "http://a.test/b", ""),
            ("http://a.test/b", 302, "/", ""),
            ("http://c.test/", 302, "/", ""),
        ],
    );
    let seeds = ["http://a.test/", "http://c.test/"];
    let fates = fates(&run(&seeds, &offline(&[web]), &folder.path().join("out")));
    let fate = |url: &str| fates[url].1.as_str();
    // Each circle is broken at one address, to which the others lead.
    assert_eq!(fate("http://a.test/"), "loop");
    assert_eq!(fate("http://a.test/b"), "-> http://a.test/");
    assert_eq!(fate("http://c.test/"), "loop");
    assert_eq!(fates.len(), 3);
}

#[test]
fn the_archive_of_a_run_answers_the_same_run_again() {
    let folder = tempdir().unwrap();
    let web = archive(&folder.path().join("web.warc.gz"), WEB);
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let corpus = run(&["http://a.test/"], &offline(&[web]), &first);
    let again = run(
        &["http://a.test/"],
        &offline(&[first.join("pages.warc.gz")]),
        &second,
    );
    assert_eq!(corpus, again);
    let bytes = |folder: &std::path::Path| fs::read(folder.join("pages.warc.gz")).unwrap();
    assert_eq!(bytes(&first), bytes(&second));
    for target in &corpus.targets {
        if let Some(place) = target.record {
            let spot = headwater::archive::RecordSpot {
                offset: place.offset,
                inner: 0,
            };
            let mut records = Records::open_at(&first.join("pages.warc.gz"), spot, 1000).unwrap();
            let record = records.next().unwrap().unwrap();
            assert_eq!(record.target(), Some(target.url.as_str()));
        }
    }
}

#[test]
fn another_run_in_the_same_folder_is_refused() {
    let folder = tempdir().unwrap();
    let web = archive(&folder.path().join("web.warc.gz"), WEB);
    let out = folder.path().join("out");
    let mut settings = offline(&[web]);
    run(&["http://a.test/"], &settings, &out);
    let error = run_until(&["http://b.test/1"], &settings, &out, 1).unwrap_err();
    assert!(
        error.to_string().contains("other seeds; use --fresh"),
        "{error}"
    );
    settings.depth = 2;
    let error = run_until(&["http://a.test/"], &settings, &out, 1).unwrap_err();
    assert!(
        error.to_string().contains("other settings (depth)"),
        "{error}"
    );
    Store::remove(&out).unwrap();
    run(&["http://b.test/1"], &settings, &out);
}

#[test]
fn a_run_killed_at_any_moment_goes_on_to_the_same_end() {
    let folder = tempdir().unwrap();
    let web = archive(&folder.path().join("web.warc.gz"), WEB);
    let settings = offline(&[web]);
    let out = folder.path().join("out");
    let killed = |at: usize| folder.path().join(format!("killed-{at}"));
    // The files as a kill would leave them: after each commit, and with half a record more.
    let watch = |done: usize| {
        fs::create_dir(killed(done)).unwrap();
        for name in ["trace.db", "trace.db-wal", "pages.warc.gz"] {
            fs::copy(out.join(name), killed(done).join(name)).unwrap();
        }
        let mut archive = fs::OpenOptions::new()
            .append(true)
            .open(killed(done).join("pages.warc.gz"))
            .unwrap();
        archive.write_all(&[0x1f, 0x8b, 8, 0, 0]).unwrap();
    };
    let (_, whole) = run_watched(&["http://a.test/"], &settings, &out, usize::MAX, &watch).unwrap();
    let bytes = |folder: &Path| fs::read(folder.join("pages.warc.gz")).unwrap();
    let mut resumed = 0;
    for at in (1..).take_while(|&at| killed(at).exists()) {
        assert_eq!(run(&["http://a.test/"], &settings, &killed(at)), whole);
        assert_eq!(bytes(&killed(at)), bytes(&out));
        resumed += 1;
    }
    assert_eq!(resumed, whole.targets.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn neither_order_nor_interruption_changes_what_is_found(
        order in Just((0..WEB.len()).collect::<Vec<_>>()).prop_shuffle(),
        stops in proptest::collection::vec(0usize..4, 0..6),
        concurrency in 1usize..8,
        pages in 3usize..12,
        host_pages in proptest::option::of(1usize..4),
    ) {
        let folder = tempdir().unwrap();
        let web = archive(&folder.path().join("web.warc.gz"), WEB);
        let shuffled: Vec<_> = order.iter().map(|&at| WEB[at]).collect();
        let mut settings = offline(std::slice::from_ref(&web));
        settings.pages = pages;
        settings.host_pages = host_pages;
        let whole = folder.path().join("whole");
        let expected = run(&["http://a.test/"], &settings, &whole);

        archive(&web, &shuffled);
        settings.concurrency = concurrency;
        let out = folder.path().join("out");
        for stop in stops {
            run_until(&["http://a.test/"], &settings, &out, stop).unwrap();
        }
        prop_assert_eq!(run(&["http://a.test/"], &settings, &out), expected);
        let bytes = |folder: &std::path::Path| fs::read(folder.join("pages.warc.gz")).unwrap();
        prop_assert_eq!(bytes(&out), bytes(&whole));
    }
}
