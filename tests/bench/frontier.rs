//! Cost of the frontier at 10^5 addresses: to put them, and to lease and complete them; and how much
//! memory an address takes, as the system counts it, which is printed before the times.

#![expect(clippy::print_stderr, reason = "a measurement that is no time")]

use std::fs;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use headwater::clock::Timestamp;
use headwater::frontier::{Frontier, Limits, Priority, Step};
use headwater::urls::CanonicalUrl;

/// Addresses that one page leads to.
const LINKS: usize = 50;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// An address of the length that those of news sites have; every tenth page has a host of its own.
fn url(number: usize) -> CanonicalUrl {
    let host = number % (number / 10 + 1);
    let text = format!(
        "https://www.outlet-{host}.test/2031/03/04/world/a-headline-of-usual-length-{number}.html"
    );
    CanonicalUrl::parse(&text).expect("an address")
}

/// A page and where it leads: mostly to new addresses, and to some that are known.
fn steps(page: usize, addresses: usize) -> Vec<(Step, CanonicalUrl)> {
    (0..LINKS)
        .map(|link| match link % 5 {
            0 => (page * 7 + link * 31) % (page * LINKS + 1),
            _ => page * LINKS + link + 1,
        })
        .filter(|to| *to < addresses)
        .map(|to| (Step::Link(Priority::Body), url(to)))
        .collect()
}

fn limits(pages: usize) -> Limits {
    Limits {
        host_pages: Some(200),
        ..Limits::new(u32::MAX, pages)
    }
}

fn filled(addresses: usize, pages: usize) -> Frontier {
    let mut frontier = Frontier::new(limits(pages));
    frontier.put_seeds(&[url(0)]);
    for page in 0..addresses / LINKS {
        frontier.put_discovered(&url(page), &steps(page, addresses));
    }
    frontier
}

/// Asks for everything in scope.
fn drain(mut frontier: Frontier) -> usize {
    let mut asked = 0;
    while let Some(visit) = frontier.lease(NOW) {
        frontier.release(&visit, NOW);
        frontier.complete(&visit, false);
        asked += 1;
    }
    asked
}

/// Bytes of memory that the process holds.
fn resident_bytes() -> Option<usize> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

fn report_memory(addresses: usize) {
    let before = resident_bytes();
    let frontier = filled(addresses, addresses);
    let known = frontier.survey().count();
    if let (Some(before), Some(after)) = (before, resident_bytes()) {
        let bytes = after.saturating_sub(before);
        eprintln!(
            "frontier/memory/{addresses}: {known} addresses, {} bytes each, text included",
            bytes / known.max(1)
        );
    }
    black_box(&frontier);
}

fn frontier(criterion: &mut Criterion) {
    for addresses in [100_000, 1_000_000] {
        report_memory(addresses);
    }
    let mut group = criterion.benchmark_group("frontier");
    group.sample_size(10);
    let addresses = 100_000;
    group.bench_function(BenchmarkId::new("put", addresses), |bencher| {
        bencher.iter(|| filled(addresses, 1000).in_scope());
    });
    group.bench_function(
        BenchmarkId::new("put_lease_complete", addresses),
        |bencher| {
            bencher.iter(|| drain(filled(addresses, addresses)));
        },
    );
    group.bench_function(BenchmarkId::new("survey", addresses), |bencher| {
        let frontier = filled(addresses, 1000);
        bencher.iter(|| frontier.survey().count());
    });
    group.finish();
}

criterion_group!(benches, frontier);
criterion_main!(benches);
