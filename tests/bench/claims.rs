//! How long it takes to find the stories, copies and claims of a crawl, at three sizes.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use headwater::claim::{Lines, Sentence, Text, copies, stories};

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

fn claims(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("claims");
    group.sample_size(10);
    for count in [20, 100, 500] {
        let made = documents(count);
        let texts: Vec<String> = made.iter().map(|lines| lines.join(". ")).collect();
        let views: Vec<&str> = texts.iter().map(String::as_str).collect();
        let sentences: Vec<Sentence<'_>> = made
            .iter()
            .enumerate()
            .flat_map(|(document, lines)| {
                lines.iter().map(move |text| Sentence {
                    document,
                    story: 0,
                    text,
                    states: true,
                })
            })
            .collect();
        let described: Vec<Text<'_>> = views
            .iter()
            .map(|text| Text {
                text,
                outlet: "Outlet",
                domain: "outlet.test",
                published: None,
                authors: &[],
            })
            .collect();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::new("stories", count),
            &views,
            |bencher, views| {
                bencher.iter(|| stories(black_box(views)));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("copies", count),
            &described,
            |bencher, texts| {
                bencher.iter(|| copies(black_box(texts)));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("clusters", count),
            &sentences,
            |bencher, all| {
                bencher.iter(|| Lines::new(black_box(all.clone())).clusters());
            },
        );
    }
    group.finish();
}

criterion_group!(benches, claims);
criterion_main!(benches);
