//! Cost of the graph of one claim, from 1,000 to 1,000,000 nodes: a web of documents in which each
//! rests on up to five others, mostly earlier ones, and every tenth on a source.
//!
//! ```text
//! cargo bench --bench graph
//! /usr/bin/time -v target/release/deps/graph-* --bench 1000000    # CPU and memory of the largest
//! ```

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use headwater::graph::{ClaimGraph, End, Node};

/// The nodes and edges of a web of `nodes` nodes, of which one in eleven is a source.
fn web(nodes: usize) -> (Vec<Node>, Vec<(usize, usize)>) {
    let sources = nodes.div_ceil(11);
    let documents = nodes - sources;
    let carrier = Node {
        carries: true,
        unread: false,
        end: None,
    };
    let source = Node {
        carries: false,
        unread: false,
        end: Some(End::Origin),
    };
    let mut made = vec![carrier; documents];
    made.extend(vec![source; sources]);
    let mut edges = Vec::new();
    let mut state = 1_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for document in 0..documents {
        if document % 10 == 0 {
            edges.push((document, documents + next(sources)));
        }
        for _ in 0..5 {
            // Few are cited by very many; one citation in a thousand leads forward, and so to loops.
            let earlier = next(document + 1).min(next(document + 1));
            let to = if next(1000) == 0 {
                next(documents)
            } else {
                earlier
            };
            edges.push((document, to));
        }
    }
    (made, edges)
}

fn graph(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("graph");
    group.sample_size(10);
    for nodes in [1_000, 30_000, 1_000_000] {
        let (made, edges) = web(nodes);
        group.bench_function(BenchmarkId::new("claim", nodes), |bencher| {
            bencher.iter(|| {
                let graph = ClaimGraph::new(&made, &edges);
                (
                    graph.loops(),
                    graph.chokepoints(2.0 / 3.0),
                    graph.disjoint_chains(),
                    graph.disjoint_chains_at_most(),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, graph);
criterion_main!(benches);
