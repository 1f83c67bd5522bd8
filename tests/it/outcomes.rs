//! What becomes of every address: walls, pages that are gone, and the table that adds up.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use flate2::read::GzDecoder;
use headwater::archive::{ArchiveWriter, Draft, Exchange};
use headwater::crawl::{CrawlEvent, Rest};
use headwater::fetch::{Page, wall_of_page};
use headwater::parse::{Input, markup};
use headwater::report::{Findings, Report, Run, State};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::tempdir;

use crate::hostile::{Hostile, crawl_watched, hasty};
use crate::web::{archive, captured, message, offline, run, url};

/// A page of status 200.
fn page(body: &str) -> Page {
    Page {
        url: url("http://ledger.test/2031/03/04/pier-closed"),
        message: message(200, &[], body),
        fetched_at: captured(),
        exchange: Exchange::default(),
    }
}

/// The real pages that stand beside the repository, as id and body; none where they are absent.
fn real_pages() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/extraction");
    let mut pages = Vec::new();
    for set in ["readability", "trafilatura", "zyte"] {
        let Ok(index) = fs::read_to_string(root.join(set).join("index.jsonl")) else {
            continue;
        };
        for line in index.lines() {
            let entry: Value = serde_json::from_str(line).unwrap();
            let file = root.join(set).join(entry["file"].as_str().unwrap());
            let mut body = Vec::new();
            GzDecoder::new(fs::File::open(file).unwrap())
                .read_to_end(&mut body)
                .unwrap();
            pages.push((entry["id"].as_str().unwrap().to_owned(), body));
        }
    }
    pages
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn real_articles_are_not_taken_for_walls() {
    let pages = real_pages();
    if pages.is_empty() {
        println!("skipped: the real pages are not here");
    }
    let mut taken = Vec::new();
    for (id, body) in pages {
        let input = Input {
            url: None,
            content_type: None,
            body: &body,
            retrieved: None,
        };
        let wall = markup(&input).and_then(|markup| wall_of_page(&page(""), &markup));
        taken.extend(wall.map(|wall| format!("{id}: {} ({})", wall.reason, wall.detail)));
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}

/// What an address of a random web gives: its status and the beginning of its body.
const GIVEN: &[(u16, &str)] = &[
    (200, "Words of a page."),
    (200, "<title>Page not found</title>"),
    (200, "<title>Just a moment...</title>"),
    (200, "panic! the reader"),
    (301, ""),
    (403, ""),
    (402, ""),
    (404, ""),
    (429, ""),
    (500, ""),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_address_ends_in_one_state_and_the_sums_agree(
        given in proptest::collection::vec(0..GIVEN.len(), 12),
        links in proptest::collection::vec((0usize..14, 0usize..14), 0..40),
        pages in 1usize..14,
        depth in 0u32..4,
    ) {
        let folder = tempdir().unwrap();
        let address = |number: usize| format!("http://h{}.test/{number}", number % 3);
        let path = folder.path().join("web.warc.gz");
        let mut writer = ArchiveWriter::open(&path, 0).unwrap();
        for (number, &given) in given.iter().enumerate() {
            let (status, body) = GIVEN[given];
            let targets: Vec<String> = links
                .iter()
                .filter(|(from, _)| *from == number)
                .map(|(_, to)| address(*to))
                .collect();
            let location = address((number * 7 + 1) % 12);
            let fields: &[(&str, &str)] = if status == 301 { &[("Location", &location)] } else { &[] };
            let body = format!("{body} {}", targets.join(" "));
            let draft = Draft::response(&address(number), captured(), &message(status, fields, &body));
            writer.append(&draft).unwrap();
        }
        let mut settings = offline(&[path]);
        settings.pages = pages;
        settings.depth = depth;
        let corpus = run(&[&address(0), &address(1)], &settings, &folder.path().join("out"));
        let report = Report::new(&corpus, Run::default());
        let counts = report.run.counts;
        let sum: usize = report.fates().iter().map(|fate| fate.documents).sum();
        prop_assert_eq!(sum, report.documents.len());
        prop_assert_eq!(counts.fetched + counts.failed + counts.excluded + counts.pending, sum);
        prop_assert_eq!(counts.pending, 0, "a crawl that ended leaves nothing open");
        for document in &report.documents {
            let reason = document.reason.as_deref().unwrap_or_default();
            let is_known = REASONS.contains(&reason) || reason.starts_with("error: ");
            prop_assert!(is_known, "{reason}");
            prop_assert_eq!(document.state == State::Fetched, reason.is_empty(), "{}", reason);
        }
    }
}

/// The reasons of trace.json that a run without a network can give.
const REASONS: &[&str] = &[
    "", "dead", "refused", "blocked", "paywall", "depth", "budget", "loop",
];

#[test]
fn a_detail_says_what_was_seen() {
    let folder = tempdir().unwrap();
    let web = archive(
        &folder.path().join("web.warc.gz"),
        &[
            (
                "http://a.test/",
                200,
                "",
                "http://a.test/1 http://a.test/2 http://a.test/3 http://a.test/2031/the-pier-was-closed http://a.test/5",
            ),
            ("http://a.test/1", 404, "", ""),
            (
                "http://a.test/2",
                200,
                "",
                "<title>Page not found | A</title>",
            ),
            (
                "http://a.test/3",
                403,
                "",
                "<title>Just a moment...</title><script>_cf_chl_opt</script>",
            ),
            (
                "http://a.test/2031/the-pier-was-closed",
                302,
                "http://a.test/",
                "",
            ),
            ("http://a.test/5", 402, "", ""),
        ],
    );
    let corpus = run(
        &["http://a.test/"],
        &offline(&[web]),
        &folder.path().join("out"),
    );
    let report = Report::new(&corpus, Run::default());
    for (url, reason, detail) in [
        ("http://a.test/1", "dead", "HTTP 404"),
        ("http://a.test/2", "dead", "soft-404: “page not found”"),
        (
            "http://a.test/3",
            "blocked",
            "HTTP 403: bot wall of Cloudflare",
        ),
        (
            "http://a.test/2031/the-pier-was-closed",
            "dead",
            "soft-404: redirected to the home page",
        ),
        ("http://a.test/5", "paywall", "HTTP 402"),
    ] {
        let document = report
            .documents
            .iter()
            .find(|document| document.url == url)
            .unwrap();
        assert_eq!(document.reason.as_deref(), Some(reason), "{url}");
        assert_eq!(document.detail.as_deref(), Some(detail), "{url}");
    }
}

#[test]
fn a_crawl_says_which_host_it_waits_for_and_why() {
    let server = Hostile::start(|path, stream| {
        let head: &[u8] = match path {
            "/busy" => b"HTTP/1.1 503 X\r\nRetry-After: 40\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            _ => b"HTTP/1.1 200 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        stream.write_all(head)
    });
    let mut waits = Vec::new();
    let mut settings = hasty();
    settings.delay = Duration::from_secs(3);
    let seeds = [server.at("/busy"), server.at("/other")];
    crawl_watched(&seeds, &settings, &mut |event| {
        if let CrawlEvent::Waiting {
            host,
            until,
            rest,
            now,
        } = event
        {
            assert_eq!(host.as_str(), server.at(""));
            waits.push((rest, until.duration_since(now).as_secs()));
        }
    });
    assert!(waits.contains(&(Rest::Delay, 3)), "{waits:?}");
    assert!(waits.contains(&(Rest::RetryAfter, 40)), "{waits:?}");
}
