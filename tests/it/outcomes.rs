//! What becomes of every address: walls, pages that are gone, and the table that adds up.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use headwater::archive::Exchange;
use headwater::fetch::{Page, wall_of_page};
use headwater::parse::{Input, markup};
use serde_json::Value;

use crate::web::{captured, message, url};

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
