//! Speed of attributions and mentions on articles of three lengths, of 75, 750 and 7,500 words, and
//! of attributions on text up to a megabyte: as news, and as one sentence that never ends. The time a
//! byte must not grow with the length. `annotated` reads a corpus of real articles, counted in
//! articles of 750 words, beside a floor of regular expressions in Python.

#![expect(clippy::print_stderr, reason = "what another tool says of its speed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use headwater::cite::{OutletNames, attributions, named_outlets};
use headwater::parse::{Block, BlockKind, Document};
use headwater::text::Span;

/// About 75 words of news.
const PARAGRAPHS: &str = "Orvany has sent soldiers across the strait, the Harbor Ledger newspaper \
    reported on Tuesday, citing two officials briefed on the matter.\n\n“We do not discuss it,” \
    said Ann Lee, a spokeswoman for the ministry. “Ask them,” she added.\n\nThe ferry sailed at \
    night, according to radar imagery from the Skylark Observatory. Its owner told reporters that \
    it had been in dock, and insisted that nobody was on board.\n\n";

/// A sentence without an end, in which anything may be a cue, a source or content.
const CLAUSE: &str = "and he said to her, “we know it”, that the ministry reported what officials told \
    reporters, ";

fn article(copies: usize) -> Document {
    document(PARAGRAPHS.repeat(copies))
}

fn document(text: String) -> Document {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        if !part.is_empty() {
            blocks.push(Block {
                span: Span::new(at, at + part.len()),
                kind: BlockKind::Paragraph,
            });
        }
        at += part.len() + 2;
    }
    Document {
        media_type: "text/plain".to_owned(),
        canonical_url: None,
        amp_url: None,
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        modified: None,
        language: Some("en".to_owned()),
        text,
        blocks,
        links: Vec::new(),
        partial: false,
        pages: Vec::new(),
    }
}

fn cite(criterion: &mut Criterion) {
    let names = OutletNames::new([("The Harbor Ledger", "harborledger.test")].into_iter());
    let mut group = criterion.benchmark_group("cite");
    for copies in [1, 10, 100] {
        let page = article(copies);
        group.throughput(Throughput::Bytes(page.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("attributions", copies),
            &page,
            |b, page| {
                b.iter(|| attributions(page));
            },
        );
        group.bench_with_input(BenchmarkId::new("mentions", copies), &page, |b, page| {
            b.iter(|| named_outlets(page, "x.test", &names));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("cite/length");
    group.sample_size(10);
    for bytes in [10_000, 100_000, 1_000_000] {
        group.throughput(Throughput::Bytes(bytes as u64));
        for (name, piece) in [("news", PARAGRAPHS), ("one sentence", CLAUSE)] {
            let page = document(piece.repeat(bytes / piece.len()));
            group.bench_with_input(BenchmarkId::new(name, bytes), &page, |b, page| {
                b.iter(|| attributions(page));
            });
        }
    }
    group.finish();
}

/// The annotated articles and their tools, where they are stored beside this crate.
fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/attribution")
}

/// The texts of the annotated articles; none where they are not stored.
fn annotated_texts() -> Vec<String> {
    let lines = fs::read_to_string(corpus().join("dev.jsonl")).unwrap_or_default();
    let text = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(record["text"].as_str()?.to_owned())
    };
    lines.lines().filter_map(text).collect()
}

/// Real articles, in articles of 750 words a second, and what the floor says of its own speed.
fn annotated(criterion: &mut Criterion) {
    let texts = annotated_texts();
    if texts.is_empty() {
        eprintln!("annotated: skipped, no annotated articles are stored beside this crate");
        return;
    }
    let words: usize = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let documents: Vec<Document> = texts.into_iter().map(document).collect();
    let mut group = criterion.benchmark_group("cite/annotated");
    group.sample_size(10);
    group.throughput(Throughput::Elements(words as u64 / 750));
    group.bench_function("articles of 750 words", |bencher| {
        bencher.iter(|| {
            documents
                .iter()
                .map(|page| attributions(page).len())
                .sum::<usize>()
        });
    });
    group.finish();
    let floor = Command::new("python3")
        .arg(corpus().join("rules_floor.py"))
        .args([&corpus().join("dev.jsonl"), Path::new("/dev/null")])
        .output();
    match floor {
        Ok(floor) => eprintln!(
            "annotated: {} (of {} articles with {words} words)",
            String::from_utf8_lossy(&floor.stdout).trim(),
            documents.len()
        ),
        Err(error) => eprintln!("annotated: the floor was not run: {error}"),
    }
}

criterion_group!(benches, cite, annotated);
criterion_main!(benches);
