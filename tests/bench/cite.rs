//! Speed of attributions and mentions on articles of three lengths.

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

fn article(copies: usize) -> Document {
    let text = PARAGRAPHS.repeat(copies);
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
}

criterion_group!(benches, cite);
criterion_main!(benches);
