//! Archives that other tools made, in the way each writes them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use headwater::archive::{ArchiveIndex, Capture};
use tempfile::{TempDir, tempdir};

use crate::web::{fates, offline, run, url};

/// A record of a WARC file of `version`.
fn record(version: &str, fields: &[(&str, &str)], block: &[u8]) -> Vec<u8> {
    let mut bytes = format!("WARC/{version}\r\n").into_bytes();
    for (name, value) in fields {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", block.len()).as_bytes());
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Files of records, each record a gzip member.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        Self(tempdir().unwrap())
    }

    fn put(&self, name: &str, records: &[Vec<u8>]) -> PathBuf {
        let path = self.0.path().join(name);
        let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
        fs::write(&path, members.concat()).unwrap();
        path
    }
}

fn read(index: &ArchiveIndex, page: &str) -> Capture {
    index
        .read(&url(page), 100_000)
        .unwrap()
        .unwrap_or_else(|| panic!("no capture of {page}"))
}

pub(crate) fn body(index: &ArchiveIndex, page: &str) -> String {
    String::from_utf8(read(index, page).message.body).unwrap()
}

/// The first run of `wget --warc-file`: the request before the response, bodies in chunks, a
/// manifest at the end.
fn wget_first() -> Vec<Vec<u8>> {
    let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
                   6\r\nthe pi\r\n8\r\ner is cl\r\n4\r\nosed\r\n0\r\n\r\n";
    vec![
        record(
            "1.0",
            &[
                ("WARC-Type", "warcinfo"),
                ("Content-Type", "application/warc-fields"),
                ("WARC-Record-ID", "<urn:uuid:1>"),
            ],
            b"software: Wget/1.21.3 (linux-gnu)\r\nformat: WARC File Format 1.0\r\nrobots: classic\r\n",
        ),
        record(
            "1.0",
            &[
                ("WARC-Type", "request"),
                ("WARC-Target-URI", "<http://a.test/pier>"),
                ("Content-Type", "application/http;msgtype=request"),
                ("WARC-Date", "2031-03-01T10:00:00Z"),
                ("WARC-Record-ID", "<urn:uuid:2>"),
                ("WARC-IP-Address", "192.0.2.1"),
            ],
            b"GET /pier HTTP/1.1\r\nUser-Agent: Wget/1.21.3\r\nCookie: id=7\r\nHost: a.test\r\n\r\n",
        ),
        record(
            "1.0",
            &[
                ("WARC-Type", "response"),
                ("WARC-Record-ID", "<urn:uuid:3>"),
                ("WARC-Concurrent-To", "<urn:uuid:2>"),
                ("WARC-Target-URI", "<http://a.test/pier>"),
                ("WARC-Date", "2031-03-01T10:00:00Z"),
                ("WARC-IP-Address", "192.0.2.1"),
                ("WARC-Payload-Digest", "sha1:TUHXNEYBZDDFXABPRZGJGZ5TJ6RQVBQK"),
                ("Content-Type", "application/http;msgtype=response"),
            ],
            chunked.as_bytes(),
        ),
        record(
            "1.0",
            &[
                ("WARC-Type", "resource"),
                ("WARC-Record-ID", "<urn:uuid:4>"),
                ("WARC-Target-URI", "<metadata://gnu.org/software/wget/warc/MANIFEST.txt>"),
                ("WARC-Date", "2031-03-01T10:00:01Z"),
                ("Content-Type", "text/plain"),
            ],
            b"<urn:uuid:1>\n",
        ),
    ]
}

/// A later run of it with `--warc-dedup`: the head alone of what has not changed.
fn wget_second() -> Vec<Vec<u8>> {
    vec![record(
        "1.0",
        &[
            ("WARC-Type", "revisit"),
            ("WARC-Record-ID", "<urn:uuid:5>"),
            ("WARC-Refers-To", "<urn:uuid:3>"),
            (
                "WARC-Profile",
                "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
            ),
            ("WARC-Truncated", "length"),
            ("WARC-Target-URI", "<http://a.test/pier>"),
            ("WARC-Date", "2031-03-08T10:00:00Z"),
            ("Content-Type", "application/http;msgtype=response"),
        ],
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n",
    )]
}

#[test]
fn archives_of_wget_are_read_with_what_later_ones_refer_to() {
    let shelf = Shelf::new();
    let first = shelf.put("first.warc.gz", &wget_first());
    let second = shelf.put("second.warc.gz", &wget_second());
    let index = ArchiveIndex::open(std::slice::from_ref(&first)).unwrap();
    assert_eq!(index.urls().count(), 1, "the manifest is no page");
    let capture = read(&index, "http://a.test/pier");
    assert_eq!(capture.message.body, b"the pier is closed");
    assert_eq!(capture.exchange.server, Some([192, 0, 2, 1].into()));
    let request = "GET /pier HTTP/1.1\r\nUser-Agent: Wget/1.21.3\r\nHost: a.test\r\n\r\n";
    assert_eq!(capture.exchange.request.as_deref(), Some(request));
    for files in [[&first, &second], [&second, &first]] {
        let index = ArchiveIndex::open(&files.map(Clone::clone)).unwrap();
        let capture = read(&index, "http://a.test/pier");
        // The later capture, with the payload of the earlier.
        let later = "2031-03-08T10:00:00Z".parse().unwrap();
        assert_eq!(capture.date, Some(later));
        assert_eq!(capture.message.body, b"the pier is closed");
        let kind = capture.message.headers.get("content-type");
        assert_eq!(kind, Some("text/html; charset=utf-8"));
        assert_eq!(capture.exchange.truncated, None);
        assert_eq!(index.unresolved(), 0);
    }
    let alone = ArchiveIndex::open(&[second]).unwrap();
    assert!(!alone.contains(&url("http://a.test/pier")));
    assert_eq!(alone.unresolved(), 1);
}

/// What Browsertrix writes: records about the page beside it, payloads coded as the browser got
/// them, references by address and time.
fn browsertrix() -> Vec<Vec<u8>> {
    let coded = |coding: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    };
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20)
        .write_all(b"said with brotli")
        .unwrap();
    let zstd = zstd::encode_all(&b"said with zstd"[..], 0).unwrap();
    let response = |id: &str, target: &str, block: &[u8]| {
        let fields = [
            ("WARC-Record-ID", id),
            ("WARC-Target-URI", target),
            ("WARC-Date", "2031-03-02T08:00:00.123Z"),
            ("WARC-Type", "response"),
            ("Content-Type", "application/http; msgtype=response"),
            ("WARC-Page-ID", "page-1"),
        ];
        record("1.1", &fields, block)
    };
    vec![
        record(
            "1.1",
            &[
                ("WARC-Type", "resource"),
                ("WARC-Target-URI", "urn:pageinfo:http://b.test/"),
                ("Content-Type", "application/json"),
                ("WARC-Record-ID", "<urn:uuid:11>"),
            ],
            b"{\"urls\": {\"http://b.test/\": {\"status\": 200}}}",
        ),
        response(
            "<urn:uuid:12>",
            "http://b.test/brotli",
            &coded("br", &brotli),
        ),
        response("<urn:uuid:13>", "http://b.test/zstd", &coded("zstd", &zstd)),
        // Decoded by the browser, with the header left behind.
        response(
            "<urn:uuid:14>",
            "http://b.test/clear",
            &coded("gzip", b"said in the clear"),
        ),
        record(
            "1.1",
            &[
                ("WARC-Type", "revisit"),
                ("WARC-Record-ID", "<urn:uuid:15>"),
                ("WARC-Target-URI", "http://b.test/again"),
                ("WARC-Date", "2031-03-02T08:00:05.000Z"),
                (
                    "WARC-Profile",
                    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                ),
                ("WARC-Refers-To-Target-URI", "http://b.test/zstd"),
                ("WARC-Refers-To-Date", "2031-03-02T08:00:00.123Z"),
            ],
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n",
        ),
    ]
}

#[test]
fn archives_of_browsertrix_give_pages_and_not_what_is_said_about_them() {
    let shelf = Shelf::new();
    let file = shelf.put("crawl.warc.gz", &browsertrix());
    let index = ArchiveIndex::open(std::slice::from_ref(&file)).unwrap();
    assert_eq!(index.urls().count(), 4);
    // As pages they read in the clear, also where the reference forgot the coding.
    let names = ["brotli", "zstd", "clear", "again"];
    let seeds = names.map(|name| format!("http://b.test/{name}"));
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let corpus = run(&seeds, &offline(&[file]), &shelf.0.path().join("out"));
    let texts: Vec<&str> = corpus
        .targets
        .iter()
        .map(|target| match &target.outcome {
            headwater::corpus::Outcome::Read(reading) => reading.document.text.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        texts,
        [
            "said with zstd",
            "said with brotli",
            "said in the clear",
            "said with zstd"
        ]
    );
}

/// What Heritrix writes: name lookups as responses, notes of the crawler, pages that have not
/// changed since the last crawl.
fn heritrix() -> Vec<Vec<u8>> {
    let response = |id: &str, target: &str, date: &str, block: &str| {
        let fields = [
            ("WARC-Type", "response"),
            ("WARC-Target-URI", target),
            ("WARC-Date", date),
            (
                "WARC-Payload-Digest",
                "sha1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            ),
            ("WARC-Record-ID", id),
            ("Content-Type", "application/http; msgtype=response"),
        ];
        record("1.0", &fields, block.as_bytes())
    };
    let revisit = |target: &str, profile: &str, digest: &str, block: &str| {
        let profile = format!("http://netpreserve.org/warc/1.0/revisit/{profile}");
        let fields = [
            ("WARC-Type", "revisit"),
            ("WARC-Target-URI", target),
            ("WARC-Date", "2031-03-09T00:00:00Z"),
            ("WARC-Profile", &profile),
            ("WARC-Payload-Digest", digest),
            ("WARC-Truncated", "length"),
            ("WARC-Record-ID", &format!("<urn:uuid:of:{target}>")),
        ];
        record("1.0", &fields, block.as_bytes())
    };
    vec![
        record(
            "1.0",
            &[
                ("WARC-Type", "response"),
                ("WARC-Target-URI", "dns:c.test"),
                ("WARC-Record-ID", "<urn:uuid:21>"),
                ("Content-Type", "text/dns"),
            ],
            b"20310302080000\nc.test.\t3600\tIN\tA\t192.0.2.7\n",
        ),
        response(
            "<urn:uuid:22>",
            "http://c.test/",
            "2031-03-02T00:00:00Z",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nas it was",
        ),
        record(
            "1.0",
            &[
                ("WARC-Type", "metadata"),
                ("WARC-Target-URI", "http://c.test/"),
                ("WARC-Concurrent-To", "<urn:uuid:22>"),
                ("WARC-Record-ID", "<urn:uuid:23>"),
                ("Content-Type", "application/warc-fields"),
            ],
            b"via: http://c.test/map\r\nhopsFromSeed: LL\r\nfetchTimeMs: 120\r\n",
        ),
        revisit(
            "http://c.test/",
            "server-not-modified",
            "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
        ),
        revisit(
            "http://c.test/mirror",
            "identical-payload-digest",
            "sha1:abcdefghijklmnopqrstuvwxyz234567",
            "",
        ),
    ]
}

#[test]
fn archives_of_heritrix_give_what_has_not_changed() {
    let shelf = Shelf::new();
    let file = shelf.put("WEB-0.warc.gz", &heritrix());
    let index = ArchiveIndex::open(&[file]).unwrap();
    let pages: Vec<String> = index.urls().map(ToString::to_string).collect();
    assert_eq!(pages, ["http://c.test/", "http://c.test/mirror"]);
    let capture = read(&index, "http://c.test/");
    assert_eq!(capture.message.status, 200);
    assert_eq!(capture.message.body, b"as it was");
    assert_eq!(capture.date, Some("2031-03-09T00:00:00Z".parse().unwrap()));
    // Without a head of its own, by a digest in other letters.
    assert_eq!(body(&index, "http://c.test/mirror"), "as it was");
}

#[test]
fn of_several_captures_the_latest_good_one_is_taken() {
    let page = |status: u16, date: &str, body: &str| {
        record(
            "1.1",
            &[
                ("WARC-Type", "response"),
                ("WARC-Target-URI", "http://a.test/"),
                ("WARC-Date", date),
                ("Content-Type", "application/http; msgtype=response"),
            ],
            format!("HTTP/1.1 {status} X\r\nContent-Type: text/html\r\n\r\n{body}").as_bytes(),
        )
    };
    let shelf = Shelf::new();
    let records = [
        page(200, "2031-03-01T00:00:00Z", "first"),
        page(404, "2031-03-05T00:00:00Z", "gone"),
        page(200, "2031-03-03T00:00:00Z", "second"),
        page(200, "2031-03-02T00:00:00Z", "between"),
    ];
    let (one, two) = records.split_at(2);
    let files = [shelf.put("1.warc.gz", one), shelf.put("2.warc.gz", two)];
    let [first, second] = files.clone();
    for files in [files, [second, first]] {
        let index = ArchiveIndex::open(&files).unwrap();
        assert_eq!(body(&index, "http://a.test/"), "second");
    }
}

#[test]
fn what_is_referred_to_and_not_there_is_told() {
    let shelf = Shelf::new();
    let file = shelf.put("second.warc.gz", &wget_second());
    let folder = shelf.0.path().join("out");
    let (summary, corpus) = crate::web::run_until(
        &["http://a.test/pier"],
        &offline(&[file]),
        &folder,
        usize::MAX,
    )
    .unwrap();
    assert_eq!(
        summary.warnings,
        ["1 capture in the archives refers to a page that none of them holds: left out"]
    );
    assert!(
        fates(&corpus)["http://a.test/pier"]
            .1
            .contains("not in the archive")
    );
}
