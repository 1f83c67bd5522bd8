//! How long it takes to make the records of a page of 73 KB, and to read an archive through.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

use std::hint::black_box;
use std::io::Read;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::Compression;
use flate2::read::{GzEncoder, MultiGzDecoder};
use headwater::archive::{ArchiveIndex, Draft, Exchange, Headers, Message};
use headwater::clock::Timestamp;

const SAMPLE: &str = "seeds/kestrel-strait.warc.gz";

/// The size of a page of the web in the middle.
const PAGE_BYTES: u64 = 73_000;

/// A page made of the sample's pages, one after the other.
fn body() -> Vec<u8> {
    let file = std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE)).unwrap();
    let mut body = Vec::new();
    let mut text = MultiGzDecoder::new(file).take(PAGE_BYTES);
    text.read_to_end(&mut body).unwrap();
    body
}

fn message(body: Vec<u8>, coding: &str) -> Message {
    let mut headers = Headers::default();
    headers.push("Content-Type", b"text/html; charset=utf-8");
    headers.push("Content-Encoding", coding.as_bytes());
    Message {
        status: 200,
        headers,
        body,
    }
}

fn records_of_a_page(criterion: &mut Criterion) {
    let plain = body();
    let mut coded = Vec::new();
    GzEncoder::new(plain.as_slice(), Compression::default())
        .read_to_end(&mut coded)
        .unwrap();
    let exchange = Exchange {
        request: Some("GET /page HTTP/1.1\r\nhost: a.test\r\n\r\n".to_owned()),
        ..Exchange::default()
    };
    let mut group = criterion.benchmark_group("records_of_a_page");
    group.throughput(Throughput::Bytes(PAGE_BYTES));
    for (name, message) in [
        ("plain", message(plain, "identity")),
        ("sent as gzip", message(coded, "gzip")),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let message = black_box(&message);
                Draft::exchange(
                    "http://a.test/page",
                    Timestamp::UNIX_EPOCH,
                    message,
                    &exchange,
                )
            });
        });
    }
    group.finish();
}

fn archive_index(criterion: &mut Criterion) {
    let sample = [Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE)];
    criterion.bench_function("archive_index", |bencher| {
        bencher.iter(|| ArchiveIndex::open(black_box(&sample)).unwrap());
    });
}

criterion_group!(benches, records_of_a_page, archive_index);
criterion_main!(benches);
