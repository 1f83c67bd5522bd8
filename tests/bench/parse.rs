//! How long a page takes to read, at three sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use headwater::parse::{self, Input};

/// A page of `paragraphs` paragraphs with a link in each, a menu and a box of related stories.
fn page(paragraphs: usize) -> String {
    let menu = "<li><a href='/section'>Section</a></li>".repeat(40);
    let text = "<p>The harbour board said on Monday that the <a href='http://board.test/survey'>survey</a> \
        had found cracks below the waterline, and that the quay would stay closed until the summer.</p>"
        .repeat(paragraphs);
    format!(
        "<html lang=en><head><title>Quay closed | Quay News</title></head><body><nav><ul>{menu}</ul></nav>\
         <article><h1>Quay closed</h1>{text}</article><div class=related><ul>{menu}</ul></div></body></html>"
    )
}

fn parse_document(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse_document");
    for paragraphs in [10, 100, 1000] {
        let html = page(paragraphs);
        group.throughput(Throughput::Bytes(html.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(paragraphs),
            &html,
            |bencher, html| {
                bencher.iter(|| {
                    parse::document(black_box(&Input {
                        url: None,
                        content_type: Some("text/html"),
                        body: html.as_bytes(),
                        retrieved: None,
                    }))
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, parse_document);
criterion_main!(benches);
