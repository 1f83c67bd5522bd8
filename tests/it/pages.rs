//! Whole pages: each folder of `tests/pages` holds a page, written for one trap, and what is
//! expected of it.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops where a page or its file is broken"
)]

use std::fs;
use std::path::Path;

use headwater::parse::{self, Document, Input};
use headwater::urls::CanonicalUrl;
use proptest::prelude::*;
use serde_json::Value;

use crate::sound::{assert_sound, squeezed};

fn read(html: &[u8], url: Option<&str>) -> Document {
    read_as("text/html", html, url)
}

fn read_as(content_type: &str, body: &[u8], url: Option<&str>) -> Document {
    let url = url.map(|url| CanonicalUrl::parse(url).unwrap());
    let input = Input {
        url: url.as_ref(),
        content_type: Some(content_type),
        body,
        retrieved: None,
    };
    parse::document(&input).unwrap()
}

/// What the page of a case is called, and its type where `content_type` tells no other.
const SOURCES: [(&str, &str); 2] = [
    ("source.html", "text/html"),
    ("source.pdf", "application/pdf"),
];

/// The pages of a file that has such, by how each begins.
fn assert_pages(document: &Document, expected: &Value, name: &str) {
    let Some(wanted) = expected.get("pages") else {
        return;
    };
    let found = document
        .pages
        .iter()
        .map(|start| document.text[*start..].trim_start());
    for (page, wanted) in found.clone().zip(names(wanted)) {
        assert!(page.starts_with(wanted), "{name}: page '{page}'");
    }
    assert_eq!(found.count(), names(wanted).len(), "{name}: pages");
}

fn names(value: &Value) -> Vec<&str> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).collect()
}

fn pairs(value: &Value) -> Vec<(&str, &str)> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
        .collect()
}

fn assert_metadata(document: &Value, expected: &Value, name: &str) {
    for field in [
        "title",
        "outlet",
        "authors",
        "language",
        "partial",
        "canonical_url",
        "amp_url",
    ] {
        if let Some(wanted) = expected.get(field) {
            assert_eq!(&document[field], wanted, "{name}: {field}");
        }
    }
    if let Some(wanted) = expected.get("published") {
        assert_eq!(&document["published"]["value"], wanted, "{name}: published");
        assert_eq!(
            document["published"]["by"], expected["published_by"],
            "{name}: method"
        );
    }
}

fn assert_text(document: &Document, expected: &Value, name: &str) {
    let text = squeezed(&document.text);
    for wanted in names(&expected["text"]) {
        assert!(text.contains(wanted), "{name}: no '{wanted}' in\n{text}");
    }
    for unwanted in names(&expected["lacks"]) {
        assert!(!text.contains(unwanted), "{name}: '{unwanted}' in\n{text}");
    }
    let blocks: Vec<(String, String)> = document
        .blocks
        .iter()
        .map(|block| {
            let kind = serde_json::to_value(block.kind).unwrap();
            (
                kind.as_str().unwrap().to_owned(),
                squeezed(block.span.of(&document.text)),
            )
        })
        .collect();
    for (kind, wanted) in pairs(&expected["blocks"]) {
        let found = blocks
            .iter()
            .any(|(own, text)| own == kind && text == wanted);
        assert!(found, "{name}: no {kind} '{wanted}' in {blocks:#?}");
    }
}

fn assert_links(document: &Document, expected: &Value, name: &str) {
    let classes: Vec<(String, String)> = document
        .links
        .iter()
        .map(|link| {
            let class = serde_json::to_value(link.class).unwrap();
            (link.anchor.clone(), class.as_str().unwrap().to_owned())
        })
        .collect();
    if expected.get("links").is_some() {
        let wanted = pairs(&expected["links"]);
        let found: Vec<(&str, &str)> = classes
            .iter()
            .map(|(a, c)| (a.as_str(), c.as_str()))
            .collect();
        assert!(found == wanted, "{name}: {found:#?}");
    }
    for (anchor, class) in pairs(&expected["class_of"]) {
        let found = classes.iter().any(|(own, of)| own == anchor && of == class);
        assert!(found, "{name}: '{anchor}' is no {class}");
    }
    for (anchor, before) in pairs(&expected["markers"]) {
        let link = document
            .links
            .iter()
            .find(|link| link.anchor == anchor)
            .unwrap();
        let at = link
            .marker
            .unwrap_or_else(|| panic!("{name}: '{anchor}' has no marker"));
        assert!(
            document.text[..at.start].ends_with(before),
            "{name}: marker"
        );
    }
}

#[test]
fn pages_give_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 10);
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (file, content_type) = SOURCES
            .into_iter()
            .find(|(file, _)| case.join(file).exists())
            .unwrap();
        let body = fs::read(case.join(file)).unwrap();
        let expected = fs::read_to_string(case.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let content_type = expected["content_type"].as_str().unwrap_or(content_type);
        let document = read_as(content_type, &body, expected["url"].as_str());
        assert_sound(&document, &name);
        assert_pages(&document, &expected, &name);
        assert_metadata(&serde_json::to_value(&document).unwrap(), &expected, &name);
        assert_text(&document, &expected, &name);
        assert_links(&document, &expected, &name);
    }
}

#[test]
fn links_do_not_change_the_text() {
    let linked = "<p>One <a href='http://a.test/'>two three</a>, <a href=/x>four</a>five and more words here.</p>";
    let bare = "<p>One two three, fourfive and more words here.</p>";
    assert_eq!(
        read(linked.as_bytes(), None).text,
        read(bare.as_bytes(), None).text
    );
}

#[test]
fn nesting_without_end_is_read() {
    const DEPTH: usize = 100_000;
    for (tag, depth) in [
        ("div", DEPTH),
        ("span", DEPTH),
        ("blockquote", DEPTH),
        ("p", 5_000),
        ("b", 5_000),
        ("ul><li", 5_000),
        ("table><tr><td", 5_000),
        ("a href=x", 5_000),
        ("font size=1", 5_000),
    ] {
        let close = tag.split([' ', '>']).next().unwrap();
        let page = format!(
            "<body>{}deep words{}",
            format!("<{tag}>").repeat(depth),
            format!("</{close}>").repeat(depth)
        );
        let document = read(page.as_bytes(), None);
        assert!(document.text.contains("deep words"), "{tag}");
    }
    let json = format!(
        "<script type='application/ld+json'>{}</script>x",
        "[".repeat(DEPTH)
    );
    assert_eq!(read(json.as_bytes(), None).text, "x");
}

#[test]
fn many_siblings_take_time_in_proportion() {
    let page =
        "<ul><li><a href=/a>Some link text</a></ul><h2>Sources</h2><p>Words, and more words.</p>"
            .repeat(5_000);
    assert_sound(&read(page.as_bytes(), None), "siblings");
}

/// Words of running text with a full stop, some of them in links.
fn linked_prose() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        &[
            "the", "council", "of", "Eastwick", "said", "that", "é", "«a", "ferry»", "costs", "12",
            "crowns,", "and",
        ][..],
    );
    prop::collection::vec((word, prop::bool::weighted(0.15)), 40..80).prop_map(|words| {
        let words: Vec<String> = words
            .into_iter()
            .enumerate()
            .map(|(at, (word, linked))| {
                if linked {
                    format!("<a href='http://b.test/{at}'>{word}</a>")
                } else {
                    word.to_owned()
                }
            })
            .collect();
        format!("<p>{}.</p>", words.join(" "))
    })
}

proptest! {
    #[test]
    fn the_text_is_the_same_without_its_links(paragraphs in prop::collection::vec(linked_prose(), 1..6)) {
        let linked = format!("<article><h1>A ferry</h1>{}</article>", paragraphs.concat());
        let mut bare = String::new();
        for part in linked.split("<a ") {
            let text = part.split_once("'>").filter(|_| part.starts_with("href"));
            bare.push_str(&text.map_or(part, |(_, text)| text).replace("</a>", ""));
        }
        let document = read(linked.as_bytes(), Some("http://a.test/x"));
        assert_sound(&document, "prose");
        prop_assert_eq!(&document.text, &read(bare.as_bytes(), Some("http://a.test/x")).text);
        prop_assert!(document.links.iter().all(|link| link.span.is_some()));
    }

    #[test]
    fn any_bytes_give_a_sound_document_or_are_no_text(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let input = Input {
            url: None,
            content_type: Some("text/html"),
            body: &body,
            retrieved: None,
        };
        if let Ok(document) = parse::document(&input) {
            assert_sound(&document, "bytes");
        }
    }

    #[test]
    fn any_markup_gives_a_sound_document(parts in prop::collection::vec(prop::sample::select(&[
        "<p>", "</p>", "<div>", "</div>", "<a href='http://a.test/b'>", "<a href=#n>", "</a>", "<br>", "<li id=n>",
        "<ul>", "</ul>", "<h2>Sources</h2>", "<sup>", "</sup>", "1", "<table><tr><td>", "</table>", "<pre>", "</pre>",
        "<blockquote>", "</blockquote>", "<q>", "</q>", " words, and é \u{2003} more of them ", "\n ", "&nbsp;", "<td>",
        "<figcaption>", "<article>", "<template>", "<aside class=footnotes>", "<img alt=x>", "\u{ad}",
        "A longer sentence that counts as prose, since it goes on and on for quite a while.",
    ][..]), 0..40)) {
        assert_sound(&read(parts.concat().as_bytes(), Some("http://a.test/x")), "markup");
    }
}
