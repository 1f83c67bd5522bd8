//! Cost of the graph of one claim, at three sizes: a web of documents in which each rests on up to
//! three earlier ones and every tenth on a source of its own.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use headwater::graph::{ClaimGraph, End, Node};

/// The nodes and edges of a web of `documents` documents.
fn web(documents: usize) -> (Vec<Node>, Vec<(usize, usize)>) {
    let sources = documents.div_ceil(10);
    let carrier = Node {
        carries: true,
        end: None,
    };
    let source = Node {
        carries: false,
        end: Some(End::Origin),
    };
    let mut nodes = vec![carrier; documents];
    nodes.extend(vec![source; sources]);
    let mut edges = Vec::new();
    for document in 0..documents {
        if document % 10 == 0 {
            edges.push((document, documents + document / 10));
        }
        // Fixed strides stand in for chance, so that every run measures the same web.
        for stride in [7, 31, 101] {
            if document >= stride {
                edges.push((document, document - stride));
            }
        }
    }
    (nodes, edges)
}

fn graph(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("graph");
    group.sample_size(10);
    for documents in [100, 1_000, 3_000] {
        let (nodes, edges) = web(documents);
        group.bench_function(BenchmarkId::new("claim", documents), |bencher| {
            bencher.iter(|| {
                let graph = ClaimGraph::new(&nodes, &edges);
                (
                    graph.loops(),
                    graph.chokepoints(2.0 / 3.0),
                    graph.disjoint_chains(&[End::Origin]),
                )
            });
        });
    }
    group.finish();
}

criterion_group!(benches, graph);
criterion_main!(benches);
