//! Archives as files, and what other tools say of them.

use std::fs;
use std::path::Path;

use headwater::archive::{ArchiveIndex, Records};
use headwater::corpus::Corpus;
use headwater::crawl::CrawlSettings;
use headwater::urls::CanonicalUrl;
use proptest::prelude::*;
use tempfile::tempdir;

use crate::export::tool;
use crate::foreign::{body, gzip};
use crate::server::{Server, live, reply};
use crate::web::{Web, archive, fates, offline, run, url};

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

/// A site with two pages that are the same, one that is sent compressed, and one that is gone.
fn site() -> Server {
    let long = "The pier was closed. ".repeat(200);
    Server::start(move |path, _| match path {
        "/" => reply(
            200,
            "",
            b"<a href=/one>1</a> <a href=/two>2</a> <a href=/coded>3</a> <a href=/gone>4</a>",
        ),
        "/one" | "/two" => reply(200, "", long.as_bytes()),
        "/coded" => reply(200, "Content-Encoding: gzip\r\n", &gzip(long.as_bytes())),
        _ => reply(404, "", b"no such page"),
    })
}

/// The types of an archive's records with their addresses.
fn kinds(path: &Path) -> Vec<(String, String)> {
    Records::open(path, 0)
        .unwrap()
        .map(|record| {
            let record = record.unwrap();
            let target = record.target().unwrap_or_default().to_owned();
            (record.kind().to_owned(), target)
        })
        .collect()
}

/// Crawls the four pages of a site, and one that cannot be reached.
fn crawl_site(site: &Server, folder: &Path) -> Corpus {
    let nowhere = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let pages = ["/two", "/one", "/coded", "/gone"].map(|path| site.at(path));
    let seeds: Vec<&str> = pages.iter().chain([&nowhere]).map(String::as_str).collect();
    run(&seeds, &live(), folder)
}

#[test]
fn our_archives_pass_the_check_of_warcio() {
    let folder = tempdir().unwrap();
    crawl_site(&site(), folder.path());
    let archive = folder.path().join("pages.warc.gz");
    let archive = archive.to_str().unwrap();
    if let Some(output) = tool("warcio", &["check", "--verbose", archive]) {
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(
            said.contains("digest pass") && !said.contains("no digest"),
            "{said}"
        );
    }
}

#[test]
fn of_equal_pages_the_first_by_address_is_kept_and_the_rest_refer_to_it() {
    let (site, folder) = (site(), tempdir().unwrap());
    let out = folder.path().join("out");
    let corpus = crawl_site(&site, &out);
    let archive = out.join("pages.warc.gz");
    let kind_of = |path: &str| {
        let found = kinds(&archive).into_iter();
        let of_page = found.filter(|(_, target)| *target == site.at(path));
        of_page.map(|(kind, _)| kind).collect::<Vec<_>>()
    };
    assert_eq!(kind_of("/one"), ["response", "request"]);
    assert_eq!(kind_of("/two"), ["revisit", "request"]);
    assert_eq!(kind_of("/coded"), ["response", "request"]);
    let index = ArchiveIndex::open(std::slice::from_ref(&archive)).unwrap();
    assert_eq!(
        body(&index, &site.at("/one")),
        body(&index, &site.at("/two"))
    );
    // Run from its own archive, it ends as it did, to the byte.
    let again = folder.path().join("again");
    let seeds: Vec<&str> = corpus.seeds.iter().map(CanonicalUrl::as_str).collect();
    let replay = CrawlSettings {
        contact: live().contact,
        ..offline(std::slice::from_ref(&archive))
    };
    assert!(run(&seeds, &replay, &again) == corpus, "the corpus differs");
    let bytes = |path: &Path| fs::read(path).unwrap();
    assert!(bytes(&archive) == bytes(&again.join("pages.warc.gz")));
}

#[test]
fn what_wget_archives_can_be_crawled() {
    let (site, folder) = (site(), tempdir().unwrap());
    let name = folder.path().join("wget");
    let arguments = [
        "--quiet",
        "--no-config",
        "--no-proxy",
        "--recursive",
        "--level=1",
        "--delete-after",
        "--execute=robots=off",
        &format!("--directory-prefix={}", folder.path().display()),
        &format!("--warc-file={}", name.display()),
        &site.at("/"),
    ];
    if tool("wget", &arguments).is_none() {
        return;
    }
    let asked = site.all_asked();
    let archive = folder.path().join("wget.warc.gz");
    let pages = ["/one", "/two", "/coded", "/gone"].map(|path| site.at(path));
    let seeds: Vec<&str> = pages.iter().map(String::as_str).collect();
    let found = fates(&run(
        &seeds,
        &offline(&[archive]),
        &folder.path().join("out"),
    ));
    let fate = |path: &str| found[&site.at(path)].1.as_str();
    let expected = [
        ("/one", "read"),
        ("/two", "read"),
        ("/coded", "read"),
        ("/gone", "dead"),
    ];
    for (path, expected) in expected {
        assert_eq!(fate(path), expected, "{path}");
    }
    assert_eq!(site.all_asked(), asked, "nothing was asked live");
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
