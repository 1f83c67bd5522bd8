//! Archives as files.

use std::fs;

use headwater::archive::{ArchiveIndex, Records};
use proptest::prelude::*;
use tempfile::tempdir;

use crate::web::{Web, archive, url};

const WEB: Web<'_> = &[
    ("http://a.test/", 200, "", "the first"),
    ("http://a.test/2", 404, "", ""),
    (
        "http://a.test/3",
        200,
        "",
        "the third, which is a little longer than the others",
    ),
];

fn targets(path: &std::path::Path) -> (Vec<String>, Option<String>) {
    let mut found = Vec::new();
    let mut damage = None;
    if let Ok(records) = Records::open(path, 100) {
        for record in records {
            match record {
                Ok(record) => found.push(record.target().unwrap_or_default().to_owned()),
                Err(error) => damage = Some(error.to_string()),
            }
        }
    }
    (found, damage)
}

#[test]
fn a_cut_archive_gives_its_whole_records_and_says_so() {
    let folder = tempdir().unwrap();
    let whole = archive(&folder.path().join("whole.warc.gz"), WEB);
    let bytes = fs::read(&whole).unwrap();
    let all = targets(&whole);
    assert_eq!(all.0.len(), 3);
    assert_eq!(all.1, None);
    let cut = folder.path().join("cut.warc.gz");
    let mut damaged = 0;
    for end in 0..bytes.len() {
        fs::write(&cut, &bytes[..end]).unwrap();
        let (found, damage) = targets(&cut);
        assert_eq!(found, all.0[..found.len()]);
        damaged += usize::from(damage.is_some());
        if let Some(damage) = damage {
            assert!(
                damage.contains(&format!("cut off after record {}", found.len())),
                "{damage}"
            );
        }
    }
    assert_eq!(
        damaged,
        bytes.len() - 4,
        "all but the empty file, the starts of records and one byte"
    );
}

#[test]
fn a_plain_archive_is_read_as_well() {
    let folder = tempdir().unwrap();
    let whole = archive(&folder.path().join("whole.warc.gz"), WEB);
    let mut text = Vec::new();
    let compressed = fs::File::open(&whole).unwrap();
    std::io::copy(
        &mut flate2::read::MultiGzDecoder::new(compressed),
        &mut text,
    )
    .unwrap();
    let plain = folder.path().join("plain.warc");
    fs::write(&plain, &text).unwrap();
    // One gzip member around all records is no standard, but met with.
    let single = folder.path().join("single.warc.gz");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &text).unwrap();
    fs::write(&single, encoder.finish().unwrap()).unwrap();
    for path in [plain, single] {
        assert_eq!(targets(&path), targets(&whole));
        let index = ArchiveIndex::open(&[path]).unwrap();
        let capture = index
            .read(&url("http://a.test/3"), 10_000)
            .unwrap()
            .unwrap();
        assert_eq!(capture.message.body, WEB[2].3.as_bytes());
        assert!(
            index
                .read(&url("http://a.test/4"), 10_000)
                .unwrap()
                .is_none()
        );
    }
}

#[test]
fn a_successful_capture_is_taken_before_others() {
    let folder = tempdir().unwrap();
    let first = archive(
        &folder.path().join("1.warc.gz"),
        &[
            ("http://a.test/", 200, "", "found"),
            ("http://a.test/2", 503, "", ""),
        ],
    );
    let second = archive(
        &folder.path().join("2.warc.gz"),
        &[
            ("http://a.test/", 404, "", ""),
            ("http://a.test/2#part", 200, "", "found"),
        ],
    );
    let index = ArchiveIndex::open(&[first, second]).unwrap();
    for page in ["http://a.test/", "http://a.test/2"] {
        let capture = index.read(&url(page), 1000).unwrap().unwrap();
        assert_eq!(capture.message.body, b"found", "{page}");
    }
}

#[test]
fn what_is_no_archive_is_told_apart_from_a_damaged_one() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("page.html");
    fs::write(&path, "<!doctype html>").unwrap();
    let error = ArchiveIndex::open(std::slice::from_ref(&path)).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is no WARC file; give a .warc or .warc.gz"),
        "{error}"
    );
    let error = ArchiveIndex::open(&[folder.path().join("absent.warc")]).unwrap_err();
    assert!(
        error.to_string().starts_with("cannot read the archive '"),
        "{error}"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(
        flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20),
        compressed in any::<bool>(),
    ) {
        let folder = tempdir().unwrap();
        let path = archive(&folder.path().join("x.warc.gz"), WEB);
        let mut bytes = fs::read(&path).unwrap();
        if !compressed {
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut text).unwrap();
            bytes = text;
        }
        for (at, byte) in flips {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        fs::write(&path, &bytes).unwrap();
        let (found, _) = targets(&path);
        prop_assert!(found.len() <= bytes.len());
    }
}
