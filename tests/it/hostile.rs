//! Servers that mean harm, or are broken: each costs its own page, never the run.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use headwater::clock::ManualClock;
use headwater::corpus::{Corpus, Outcome, Reading};
use headwater::crawl::{CrawlEvent, CrawlSettings, Surroundings, crawl};
use headwater::fetch::{Fetch, FetchOutcome, HttpFetch, HttpSettings, Lookup};
use headwater::seed::Seed;
use headwater::store::Store;
use tempfile::tempdir;

use crate::web::{captured, fates, run, url};

/// A server that does what it likes with a connection, once it has read the path asked for.
pub(crate) struct Hostile {
    address: String,
    asked: Arc<AtomicUsize>,
}

impl Hostile {
    /// Every path but robots.txt, which is absent, is answered by `answer`.
    pub(crate) fn start(
        answer: impl Fn(&str, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let (answer, counter) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (answer, counter) = (Arc::clone(&answer), Arc::clone(&counter));
                thread::spawn(move || {
                    let Some(path) = path_of(&mut stream) else {
                        return;
                    };
                    // The client may hang up on us at any moment, and rightly so.
                    let _hung_up = if path == "/robots.txt" {
                        stream.write_all(
                            b"HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                        )
                    } else {
                        counter.fetch_add(1, Ordering::SeqCst);
                        answer(&path, &mut stream)
                    };
                });
            }
        });
        Self { address, asked }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Crawls `path` and returns its fate and detail.
    fn fate(&self, path: &str, settings: &CrawlSettings) -> (String, Option<String>) {
        let folder = tempdir().unwrap();
        let corpus = run(&[&self.at(path)], settings, folder.path());
        fate_of(&corpus, &self.at(path))
    }
}

fn path_of(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend_from_slice(&byte);
    }
    let head = String::from_utf8(head).ok()?;
    Some(head.split(' ').nth(1)?.to_owned())
}

fn fate_of(corpus: &Corpus, address: &str) -> (String, Option<String>) {
    let target = corpus
        .targets
        .iter()
        .find(|target| target.url == url(address));
    match &target.unwrap().outcome {
        Outcome::Failed { reason, detail } | Outcome::Excluded { reason, detail } => {
            (reason.clone(), detail.clone())
        }
        Outcome::Read(_) => ("read".to_owned(), None),
        other => (format!("{other:?}"), None),
    }
}

/// Settings with limits of milliseconds.
pub(crate) fn hasty() -> CrawlSettings {
    CrawlSettings {
        delay: Duration::ZERO,
        retry_pause: Duration::ZERO,
        allow_private: true,
        max_body_bytes: 100_000,
        timeout: Duration::from_millis(400),
        connect_timeout: Duration::from_millis(200),
        first_byte_timeout: Duration::from_millis(150),
        ..CrawlSettings::default()
    }
}

const OK: &[u8] = b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nConnection: close\r\n";

#[test]
fn bodies_without_an_end_are_cut() {
    let server = Hostile::start(|path, stream| {
        stream.write_all(OK)?;
        if path == "/chunks" {
            stream.write_all(b"Transfer-Encoding: chunked\r\n\r\n")?;
            loop {
                stream.write_all(b"400\r\n")?;
                stream.write_all(&[b'x'; 0x400])?;
                stream.write_all(b"\r\n")?;
            }
        }
        stream.write_all(b"\r\n")?;
        loop {
            stream.write_all(&[b'x'; 4096])?;
        }
    });
    for path in ["/plain", "/chunks"] {
        let (reason, detail) = server.fate(path, &hasty());
        assert_eq!(reason, "too-large", "{path}");
        assert_eq!(detail.unwrap(), "more than 100000 bytes");
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 2, "not asked again");
}

#[test]
fn servers_that_trickle_run_out_of_time() {
    let server = Hostile::start(|path, stream| {
        match path {
            "/head" => stream.write_all(b"HTTP/1.1 200 X\r\n")?,
            "/silent" => {}
            _ => {
                stream.write_all(OK)?;
                stream.write_all(b"\r\n")?;
            }
        }
        loop {
            thread::sleep(Duration::from_millis(20));
            stream.write_all(if path == "/head" { b"X: y\r\n" } else { b"x" })?;
            if path == "/silent" {
                thread::sleep(Duration::from_millis(700));
            }
        }
    });
    let mut settings = hasty();
    settings.timeout = Duration::from_millis(300);
    for (path, expected) in [
        ("/body", "not complete within 0.3 s"),
        ("/head", "no answer within 0.15 s"),
    ] {
        let (reason, detail) = server.fate(path, &settings);
        assert_eq!(
            (reason.as_str(), detail.as_deref()),
            ("timeout", Some(expected))
        );
    }
}

#[test]
fn a_handshake_that_is_not_answered_runs_out_of_time() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/", listener.local_addr().unwrap());
    let folder = tempdir().unwrap();
    let mut settings = hasty();
    settings.first_byte_timeout = Duration::from_secs(1);
    let corpus = run(&[&address], &settings, folder.path());
    let (reason, detail) = fate_of(&corpus, &address);
    assert_eq!(
        (reason.as_str(), detail.as_deref()),
        ("timeout", Some("no connection within 0.2 s"))
    );
}

#[test]
fn heads_without_measure_are_an_error() {
    let server = Hostile::start(|path, stream| {
        stream.write_all(OK)?;
        let field = if path == "/long" {
            format!("X: {}", "y".repeat(1000))
        } else {
            "X: y\r\n".repeat(200)
        };
        for _ in 0..5000 {
            stream.write_all(field.as_bytes())?;
        }
        stream.write_all(b"\r\n\r\nbody")
    });
    for path in ["/long", "/many"] {
        let (reason, _) = server.fate(path, &hasty());
        assert!(reason.starts_with("error: "), "{path}: {reason}");
    }
}

#[test]
fn redirects_without_an_end_or_to_nowhere_are_given_up() {
    let server = Hostile::start(|path, stream| {
        let to = match path {
            "/circle" => "/circle/2".to_owned(),
            "/circle/2" => "/circle".to_owned(),
            "/file" => "file:///etc/passwd".to_owned(),
            "/ftp" => "ftp://127.0.0.1/x".to_owned(),
            "/data" => "data:text/html,x".to_owned(),
            "/script" => "javascript:alert(1)".to_owned(),
            "/empty" => String::new(),
            _ => format!("{path}x"),
        };
        let head = format!(
            "HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes())
    });
    let folder = tempdir().unwrap();
    let corpus = run(&[&server.at("/a")], &hasty(), folder.path());
    let ends: Vec<_> = fates(&corpus)
        .into_values()
        .filter(|(_, fate)| !fate.starts_with("->"))
        .collect();
    assert_eq!(ends, [(0, "error: more than 10 redirects".to_owned())]);
    assert_eq!(server.asked.load(Ordering::SeqCst), 11);
    for (path, expected) in [
        ("/circle", "loop"),
        ("/file", "error: redirected to what is no web address"),
        ("/ftp", "error: redirected to what is no web address"),
        ("/data", "error: redirected to what is no web address"),
        ("/script", "error: redirected to what is no web address"),
        ("/empty", "loop"),
    ] {
        assert_eq!(server.fate(path, &hasty()).0, expected, "{path}");
    }
}

#[test]
fn bodies_that_are_not_what_they_are_called_end_with_a_reason() {
    let server = Hostile::start(|path, stream| {
        let html = b"<html><p>A page.</p>";
        match path {
            "/too-long" => {
                stream.write_all(OK)?;
                stream.write_all(b"Content-Length: 1000\r\n\r\n")?;
                stream.write_all(html)
            }
            "/too-short" => {
                stream.write_all(OK)?;
                stream.write_all(b"Content-Length: 6\r\n\r\n")?;
                stream.write_all(html)
            }
            "/no-number" => {
                stream.write_all(OK)?;
                stream.write_all(b"Content-Length: -5\r\n\r\n")?;
                stream.write_all(html)
            }
            "/binary" => {
                stream.write_all(OK)?;
                stream.write_all(b"\r\n")?;
                let noise: Vec<u8> = (0..=255).cycle().step_by(37).take(5000).collect();
                stream.write_all(&noise)
            }
            "/picture" => {
                stream.write_all(
                    b"HTTP/1.1 200 X\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n",
                )?;
                stream.write_all(html)
            }
            "/no-http" => stream.write_all(b"220 mail.test ESMTP\r\n"),
            "/nothing" => Ok(()),
            _ => stream.write_all(b"\xff\xff\xff\xff"),
        }
    });
    let reader = |path: &str| {
        fate_of(
            &crawl_with_reader(&server.at(path), &hasty()),
            &server.at(path),
        )
    };
    for (path, expected) in [
        ("/too-long", "error: "),
        ("/too-short", "read"),
        ("/no-number", "error: "),
        ("/binary", "not-text"),
        ("/picture", "not-text"),
        ("/no-http", "error: "),
        ("/nothing", "error: "),
        ("/noise", "error: "),
    ] {
        let (reason, _) = reader(path);
        assert!(reason.starts_with(expected), "{path}: {reason}");
    }
}

/// Crawls one seed with the reader of the program.
fn crawl_with_reader(seed: &str, settings: &CrawlSettings) -> Corpus {
    crawl_watched(&[seed.to_owned()], settings, &mut |_| {})
}

/// Crawls with the reader of the program; `events` is told what happens.
pub(crate) fn crawl_watched(
    seeds: &[String],
    settings: &CrawlSettings,
    events: &mut (dyn FnMut(CrawlEvent<'_>) + Send),
) -> Corpus {
    let folder = tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let surroundings = Surroundings {
        clock: Arc::new(ManualClock::new(captured())),
        reader: Reading::of,
        events,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let seeds: Vec<Seed> = seeds.iter().map(|seed| Seed::Url(url(seed))).collect();
    let run = crawl(
        &seeds,
        settings,
        &mut store,
        surroundings,
        std::future::pending(),
    );
    runtime.block_on(run).unwrap();
    store.corpus().unwrap()
}

#[test]
fn a_charset_that_lies_is_seen_through() {
    let text = "Der Hafenmeister von Süderoog schloß die nördliche Brücke am Freitag.";
    let server = Hostile::start(move |path, stream| {
        let charset = path.trim_start_matches('/');
        let head = format!(
            "HTTP/1.1 200 X\r\nContent-Type: text/html; charset={charset}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(format!("<html><body><p>{text}</p>").as_bytes())
    });
    for charset in [
        "/windows-1251",
        "/iso-8859-1",
        "/no-such-charset",
        "/us-ascii",
    ] {
        let corpus = crawl_with_reader(&server.at(charset), &hasty());
        let Outcome::Read(reading) = &corpus.targets[0].outcome else {
            panic!("{charset}: {:?}", corpus.targets[0].outcome);
        };
        assert!(reading.document.text.contains(text), "{charset}");
    }
}

#[test]
fn bombs_are_cut_while_they_decode() {
    let zeros = vec![b' '; 20_000_000];
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(&zeros).unwrap();
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 4096, 1, 20)
        .write_all(&zeros)
        .unwrap();
    let once = gzip(&zeros);
    let bombs = vec![
        ("gzip", once.clone()),
        ("deflate", zlib.finish().unwrap()),
        ("br", br),
        ("zstd", zstd::encode_all(zeros.as_slice(), 1).unwrap()),
        ("gzip, gzip", gzip(&once)),
        ("gzip, gzip, gzip, gzip, gzip, gzip", once),
    ];
    let codings: Vec<&str> = bombs.iter().map(|(coding, _)| *coding).collect();
    let bombs = Mutex::new(bombs.clone());
    let server = Hostile::start(move |path, stream| {
        let number: usize = path.trim_start_matches('/').parse().unwrap();
        let (coding, body) = bombs.lock().unwrap()[number].clone();
        let mut head = String::from_utf8(OK.to_vec()).unwrap();
        write!(
            head,
            "Content-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        stream.write_all(head.as_bytes())?;
        stream.write_all(&body)
    });
    let mut settings = hasty();
    settings.timeout = Duration::from_secs(5);
    for (number, coding) in codings.into_iter().enumerate() {
        let (reason, _) = server.fate(&format!("/{number}"), &settings);
        let is_cut = reason == "too-large" || (number == 5 && reason.starts_with("error: "));
        assert!(is_cut, "{coding}: {reason}");
    }
}

#[test]
fn connections_that_break_are_tried_again_and_then_an_error() {
    let server = Hostile::start(|_, stream| {
        stream.write_all(OK)?;
        stream.write_all(b"Content-Length: 5000\r\n\r\nThe first half")
    });
    let (reason, _) = server.fate("/", &hasty());
    assert!(reason.starts_with("error: "), "{reason}");
    assert_eq!(server.asked.load(Ordering::SeqCst), 4);
}

/// Asks once, with names that mean what `lookup` says and private addresses refused.
fn ask(address: &str, lookup: Lookup) -> FetchOutcome {
    let settings = HttpSettings {
        user_agent: "headwater-test".to_owned(),
        delay: Duration::ZERO,
        timeout: Duration::from_millis(500),
        connect_timeout: Duration::from_millis(300),
        first_byte_timeout: Duration::from_millis(300),
        max_body_bytes: 1000,
        per_host: 1,
        allow_private: false,
    };
    let clock = Arc::new(ManualClock::new(captured()));
    let fetch = HttpFetch::with_lookup(&settings, clock, lookup).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(fetch.fetch(&url(address)))
}

/// A lookup that knows one set of addresses for every name.
fn lookup(addresses: &[&str]) -> Lookup {
    let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
    Arc::new(move |_| {
        let addresses = addresses.clone();
        Box::pin(async move { Ok(addresses) })
    })
}

#[test]
fn a_name_of_a_private_address_is_refused() {
    let server = Hostile::start(|_, stream| stream.write_all(b"HTTP/1.1 200 X\r\n\r\n"));
    let port = server.address.rsplit(':').next().unwrap();
    for addresses in [
        &["127.0.0.1"][..],
        &["10.0.0.7", "192.168.1.1"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["fd00:ec2::254"],
        &["64:ff9b::7f00:1"],
    ] {
        let outcome = ask(&format!("http://harmless.test:{port}/"), lookup(addresses));
        assert_eq!(outcome, FetchOutcome::private_address(), "{addresses:?}");
    }
    for host in [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0177.0.0.1",
        "localhost",
        "a.localhost.",
    ] {
        let outcome = ask(&format!("http://{host}:{port}/"), lookup(&["127.0.0.1"]));
        assert_eq!(outcome, FetchOutcome::private_address(), "{host}");
    }
    assert_eq!(server.asked.load(Ordering::SeqCst), 0);
}

#[test]
fn a_calendar_without_an_end_is_left_at_its_budget() {
    let server = Hostile::start(|path, stream| {
        let day: usize = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        let address = stream.local_addr()?;
        let body = format!(
            "http://{address}/{} http://{address}/{}",
            day + 1,
            2 * day + 1
        );
        stream.write_all(OK)?;
        stream.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    });
    let mut settings = hasty();
    settings.depth = 1000;
    settings.host_pages = Some(12);
    let folder = tempdir().unwrap();
    let corpus = run(&[&server.at("/0")], &settings, Path::new(folder.path()));
    let read = fates(&corpus)
        .into_values()
        .filter(|(_, fate)| fate == "read");
    assert_eq!(read.count(), 13, "the seed and its budget");
    // Some were asked for before the border moved past them.
    assert!(server.asked.load(Ordering::SeqCst) < 20);
}

#[test]
fn a_page_made_of_links_costs_no_more_than_its_share() {
    let server = Hostile::start(|_, stream| {
        let mut body = "<html><body><p>The harbour office said on Friday: ".to_owned();
        for number in 0..30_000 {
            write!(body, "<a href=http://a.test/{number}>x</a> ").unwrap();
        }
        stream.write_all(OK)?;
        stream.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    });
    let mut settings = hasty();
    settings.max_body_bytes = 2_000_000;
    settings.timeout = Duration::from_secs(5);
    settings.depth = 0;
    let corpus = crawl_with_reader(&server.at("/"), &settings);
    assert_eq!(
        corpus.targets.len(),
        10_001,
        "the page and what it may lead to"
    );
}
