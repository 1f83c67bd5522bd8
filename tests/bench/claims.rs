//! How long it takes to find the stories, copies and claims of a crawl, at three sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use headwater::claim::{Collection, Collector, Prints, Sentence, Text};

/// Sentences of a document.
const SENTENCES: usize = 20;

/// Returns `count` documents of made-up words, a story to each ten, every fifth a near-copy of the
/// one before it.
fn documents(count: usize) -> Vec<Vec<String>> {
    let mut state = 1_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut made: Vec<Vec<String>> = Vec::with_capacity(count);
    for number in 0..count {
        if let Some(before) = made.last().filter(|_| number % 5 == 4) {
            let copy = before.iter().skip(1).cloned().collect();
            made.push(copy);
            continue;
        }
        let story = number / 10;
        let line = |_| {
            let words: Vec<String> = (0..18)
                .map(|place| match place % 3 {
                    0 => format!("story{story}name{}", next(40)),
                    1 => format!("word{}", next(50)),
                    _ => format!("rare{}", next(5000)),
                })
                .collect();
            words.join(" ")
        };
        made.push((0..SENTENCES).map(line).collect());
    }
    made
}

/// Takes the sentences of documents apart.
fn collected(made: &[Vec<String>]) -> Collection {
    let mut collector = Collector::default();
    for (document, lines) in made.iter().enumerate() {
        for text in lines {
            collector.push(Sentence {
                document,
                text,
                quoted: &[],
                states: true,
            });
        }
    }
    collector.finish()
}

fn claims(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("claims");
    group.sample_size(10);
    for count in [20, 100, 500] {
        let made = documents(count);
        let texts: Vec<String> = made.iter().map(|lines| lines.join(". ")).collect();
        let described = vec![
            Text {
                outlet: "Outlet",
                domain: "outlet.test",
                published: None,
                authors: &[],
            };
            count
        ];
        let all: Vec<&str> = made.iter().flatten().map(String::as_str).collect();
        let text_of = |sentence: usize| all[sentence].to_owned();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::new("stories", count),
            &made,
            |bencher, made| {
                bencher.iter(|| collected(black_box(made)).stories(count));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("copies", count),
            &texts,
            |bencher, texts| {
                bencher.iter(|| {
                    let mut prints = Prints::new(texts.iter().map(String::len).sum());
                    for text in black_box(texts) {
                        prints.push(text);
                    }
                    prints.copies(&described, &|text| texts[text].clone())
                });
            },
        );
        group.bench_with_input(
            BenchmarkId::new("clusters", count),
            &made,
            |bencher, made| {
                let one_story = vec![0; count];
                bencher.iter(|| {
                    let lines = collected(black_box(made)).lines(&one_story);
                    lines.clusters(&text_of)
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, claims);
criterion_main!(benches);
