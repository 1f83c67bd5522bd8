//! Pages that are gone, read as a web archive captured them (Memento, RFC 7089): a live web and an
//! archive with its `TimeGate`, both on this machine.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use headwater::archive::{RecordSpot, Records};
use headwater::clock::Timestamp;
use headwater::corpus::{Corpus, Outcome, Target};
use headwater::crawl::CrawlSettings;
use headwater::fetch::TimeGate;
use proptest::prelude::*;
use tempfile::tempdir;

use crate::web::{fates, offline, run, run_until, run_watched, url};

/// A request as it came: its path, and its lines as sent.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    lines: Vec<String>,
}

impl Asked {
    fn field(&self, name: &str) -> Option<&str> {
        self.lines
            .iter()
            .filter_map(|line| line.split_once(": "))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// A server on this machine that remembers what it was asked.
struct Server {
    /// Its address, without a slash at the end.
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers with status, fields and body as `answer` says, given the server's own address.
    fn start(answer: impl Fn(&str, &Asked) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Self {
            address: address.clone(),
            asked: Arc::default(),
        };
        let asked = Arc::clone(&server.asked);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, asked, address) =
                    (Arc::clone(&answer), Arc::clone(&asked), address.clone());
                thread::spawn(move || {
                    let Some(request) = read_request(&stream) else {
                        return;
                    };
                    asked.lock().unwrap().push(request.clone());
                    let bytes = answer(&address, &request);
                    drop((&stream).write_all(&bytes));
                });
            }
        });
        server
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn asked(&self, path: &str) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|it| it.path == path).cloned().collect()
    }
}

fn read_request(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut kept = vec![first];
    kept.extend(lines.take_while(|line| !line.is_empty()));
    Some(Asked { path, lines: kept })
}

fn reply(status: u16, fields: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nConnection: close\r\n{fields}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

const CAPTURED: &str = "Memento-Datetime: Tue, 04 Mar 2031 12:00:00 GMT\r\n";

/// A web archive: its `TimeGate` at `/gate/`, captures at `/web/<moment>/`. It holds `/gone`,
/// `/closed` and `/later`, has captured `/lost` as a 404, and knows nothing of the rest.
fn web_archive(address: &str, asked: &Asked) -> Vec<u8> {
    if asked.path == "/robots.txt" {
        return reply(200, "", "User-agent: *\nDisallow: /web/2031/private");
    }
    if let Some(original) = asked.path.strip_prefix("/gate/") {
        let name = original.rsplit('/').next().unwrap_or_default();
        if ["gone", "closed", "later", "lost", "moved"].contains(&name) {
            let to = format!("Location: {address}/web/20310304120000/{original}\r\n");
            return reply(302, &format!("Vary: accept-datetime\r\n{to}"), "");
        }
        return reply(404, "", "never captured");
    }
    let Some((_, original)) = asked
        .path
        .strip_prefix("/web/")
        .and_then(|path| path.split_once('/'))
    else {
        return reply(404, "", "");
    };
    let (host, name) = original.rsplit_once('/').unwrap_or_default();
    match name {
        // Links of a capture lead to other captures, with and without the archive's own name.
        "gone" => reply(
            200,
            CAPTURED,
            &format!("what it said {address}/web/20310303000000/{host}/later"),
        ),
        "closed" => reply(200, CAPTURED, "what it said"),
        "later" => reply(200, CAPTURED, &format!("the end {host}/absent")),
        "moved" => reply(302, &format!("{CAPTURED}Location: /elsewhere\r\n"), ""),
        _ => reply(404, CAPTURED, "captured as gone"),
    }
}

/// The live web: two articles that cite what is gone.
fn live_web(address: &str, asked: &Asked) -> Vec<u8> {
    match asked.path.as_str() {
        "/story" => reply(
            200,
            "",
            &["gone", "closed", "lost", "moved", "absent", "fine"]
                .map(|name| format!("published=2031-03-05 {address}/{name}"))
                .join(" "),
        ),
        "/earlier" => reply(
            200,
            "",
            &format!("published=2031-03-03T08:00:00Z {address}/away"),
        ),
        "/away" => reply(301, "Location: /gone\r\n", ""),
        "/fine" => reply(200, "", "still here"),
        "/closed" => reply(403, "", ""),
        _ => reply(404, "", ""),
    }
}

fn settings(gate: &str) -> CrawlSettings {
    CrawlSettings {
        delay: Duration::ZERO,
        retry_pause: Duration::ZERO,
        allow_private: true,
        memento: Some(TimeGate::new(gate).unwrap()),
        ..CrawlSettings::default()
    }
}

fn target<'a>(corpus: &'a Corpus, page: &str) -> &'a Target {
    let page = url(page);
    corpus.targets.iter().find(|it| it.url == page).unwrap()
}

/// The address of a capture and its moment, if one was read.
fn memento(target: &Target) -> Option<(String, Timestamp)> {
    let memento = target.memento.as_ref()?;
    Some((memento.address.to_string(), memento.captured))
}

#[test]
fn what_is_gone_is_read_as_it_was_captured() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    let seeds = [&*live.at("/story"), &*live.at("/earlier")];
    let corpus = run(&seeds, &settings(&archive.at("/gate/")), folder.path());
    let found = fates(&corpus);
    for (path, fate) in [
        ("/story", "read"),
        ("/fine", "read"),
        ("/gone", "read"),
        ("/closed", "read"),
        ("/later", "read"),
        ("/lost", "dead"),
        ("/moved", "dead"),
        ("/absent", "dead"),
    ] {
        assert_eq!(found[&live.at(path)].1, fate, "{path}");
    }
    // Neither the TimeGate nor a capture is a page of its own.
    assert!(found.keys().all(|url| url.starts_with(&live.address)));

    let gone = target(&corpus, &live.at("/gone"));
    let address = archive.at(&format!("/web/20310304120000/{}", live.at("/gone")));
    let captured = "2031-03-04T12:00:00Z".parse().unwrap();
    assert_eq!(memento(gone), Some((address, captured)));
    let instead_of = &gone.memento.as_ref().unwrap().instead_of;
    assert!(matches!(instead_of, Outcome::Failed { reason, .. } if reason == "dead"));
    assert_eq!(target(&corpus, &live.at("/fine")).memento, None);
    // A capture costs no depth, and what it leads to is found under its own name.
    assert_eq!(found[&live.at("/later")].0, 2);
    assert_eq!(found[&live.at("/absent")].0, 1);
}

#[test]
fn the_moment_is_that_of_the_first_article_that_cites_the_page() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    let seeds = [
        &*live.at("/story"),
        &*live.at("/earlier"),
        &*live.at("/lost"),
    ];
    run(&seeds, &settings(&archive.at("/gate/")), folder.path());
    let moment = |path: &str| {
        let asked = archive.asked(&format!("/gate/{}", live.at(path)));
        assert_eq!(asked.len(), 1, "{path}");
        asked[0].field("accept-datetime").map(str::to_owned)
    };
    // By way of the redirect at /away, the earlier article cites it too.
    let earlier = "Mon, 03 Mar 2031 08:00:00 GMT";
    assert_eq!(moment("/gone").as_deref(), Some(earlier));
    let story = "Wed, 05 Mar 2031 12:00:00 GMT";
    assert_eq!(moment("/closed").as_deref(), Some(story));
    // The capture that cites it says no date: the time of the run stands in.
    let run = "Tue, 01 Apr 2031 00:00:00 GMT";
    assert_eq!(moment("/later").as_deref(), Some(run));
}

#[test]
fn nobody_is_asked_unless_told_to() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    let mut settings = settings(&archive.at("/gate/"));
    settings.memento = None;
    let found = fates(&run(&[&live.at("/story")], &settings, folder.path()));
    assert_eq!(found[&live.at("/gone")].1, "dead");
    assert!(archive.asked.lock().unwrap().is_empty());
}

#[test]
fn the_rules_of_the_archive_hold() {
    let live = Server::start(live_web);
    let closed = Server::start(|address, asked| match asked.path.as_str() {
        "/robots.txt" => reply(200, "", "User-agent: *\nDisallow: /"),
        _ => web_archive(address, asked),
    });
    let folder = tempdir().unwrap();
    let seed = live.at("/story");
    let corpus = run(&[&seed], &settings(&closed.at("/gate/")), folder.path());
    assert_eq!(fates(&corpus)[&live.at("/gone")].1, "dead");
    let asked = closed.asked.lock().unwrap();
    assert!(asked.iter().all(|asked| asked.path == "/robots.txt"));
}

#[test]
fn a_timegate_that_cannot_be_reached_changes_nothing() {
    let live = Server::start(live_web);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let folder = tempdir().unwrap();
    let corpus = run(&[&live.at("/story")], &settings(&nowhere), folder.path());
    assert_eq!(fates(&corpus)[&live.at("/gone")].1, "dead");
    assert!(corpus.targets.iter().all(|target| target.memento.is_none()));
}

/// Checks that what the corpus says of records holds in the archive of the run.
fn check_records(corpus: &Corpus, folder: &Path) {
    for target in &corpus.targets {
        let Some(place) = target.record else { continue };
        let spot = RecordSpot {
            offset: place.offset,
            inner: 0,
        };
        let mut records = Records::open_at(&folder.join("pages.warc.gz"), spot, 10_000).unwrap();
        let record = records.next().unwrap().unwrap();
        let address = target
            .memento
            .as_ref()
            .map_or(&target.url, |it| &it.address);
        assert_eq!(record.target(), Some(address.as_str()));
    }
}

#[test]
fn the_archive_of_a_run_holds_its_captures_too() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let seeds = [&*live.at("/story"), &*live.at("/earlier")];
    let settings = settings(&archive.at("/gate/"));
    let corpus = run(&seeds, &settings, &first);
    check_records(&corpus, &first);
    let replay = CrawlSettings {
        memento: settings.memento.clone(),
        ..offline(&[first.join("pages.warc.gz")])
    };
    let before = archive.asked.lock().unwrap().len();
    assert_eq!(run(&seeds, &replay, &second), corpus);
    assert_eq!(archive.asked.lock().unwrap().len(), before);
    let bytes = |folder: &Path| std::fs::read(folder.join("pages.warc.gz")).unwrap();
    assert!(bytes(&first) == bytes(&second), "the archives differ");
}

#[test]
fn a_request_is_archived_as_it_was_sent() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    run(
        &[&live.at("/story")],
        &settings(&archive.at("/gate/")),
        folder.path(),
    );
    let mut sent: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for server in [&live, &archive] {
        for asked in server.asked.lock().unwrap().iter() {
            sent.insert(server.at(&asked.path), asked.lines.clone());
        }
    }
    let mut checked = 0;
    for record in Records::open(&folder.path().join("pages.warc.gz"), 10_000).unwrap() {
        let record = record.unwrap();
        if record.kind() == "request" {
            let block = String::from_utf8(record.block.clone()).unwrap();
            let lines: Vec<&str> = block.trim_end().split("\r\n").collect();
            assert_eq!(lines, sent[record.target().unwrap()]);
            checked += 1;
        }
    }
    assert_eq!(checked, sent.len());
}

#[test]
fn a_search_killed_at_any_moment_goes_on_to_the_same_end() {
    let (live, archive) = (Server::start(live_web), Server::start(web_archive));
    let folder = tempdir().unwrap();
    let seeds = [&*live.at("/story"), &*live.at("/earlier")];
    let settings = settings(&archive.at("/gate/"));
    let out = folder.path().join("out");
    let killed = |at: usize| folder.path().join(format!("killed-{at}"));
    let events = AtomicUsize::new(0);
    // The files as a kill would leave them: after each page, and with half a record more.
    let watch = |_| {
        let copy = killed(events.fetch_add(1, Ordering::SeqCst));
        std::fs::create_dir(&copy).unwrap();
        for name in ["trace.db", "trace.db-wal", "pages.warc.gz"] {
            std::fs::copy(out.join(name), copy.join(name)).unwrap();
        }
        let archive = std::fs::OpenOptions::new()
            .append(true)
            .open(copy.join("pages.warc.gz"));
        archive.unwrap().write_all(&[0x1f, 0x8b, 8, 0, 0]).unwrap();
    };
    let (_, whole) = run_watched(&seeds, &settings, &out, usize::MAX, &watch).unwrap();
    let bytes = |folder: &Path| std::fs::read(folder.join("pages.warc.gz")).unwrap();
    let count = events.load(Ordering::SeqCst);
    assert!(count > whole.targets.len(), "captures are events too");
    for at in 0..count {
        let resumed = run(&seeds, &settings, &killed(at));
        assert!(resumed.targets == whole.targets, "differs after {at} pages");
        assert!(
            bytes(&killed(at)) == bytes(&out),
            "archive differs after {at} pages"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_search_may_be_stopped_anywhere(
        stops in proptest::collection::vec(0usize..6, 1..6),
        concurrency in 1usize..5,
    ) {
        let (live, archive) = (Server::start(live_web), Server::start(web_archive));
        let folder = tempdir().unwrap();
        let seeds = [&*live.at("/story"), &*live.at("/earlier")];
        let mut settings = settings(&archive.at("/gate/"));
        let whole = run(&seeds, &settings, &folder.path().join("whole"));
        settings.concurrency = concurrency;
        let out = folder.path().join("out");
        for stop in stops {
            run_until(&seeds, &settings, &out, stop).unwrap();
        }
        let resumed = run(&seeds, &settings, &out);
        prop_assert_eq!(&resumed.targets, &whole.targets);
        check_records(&resumed, &out);
    }
}

/// An article of a few sentences, with a link in the last.
fn article(date: &str, claim: &str, links: &[&str]) -> String {
    let links: Vec<String> = links
        .iter()
        .map(|href| {
            format!("<p>More was said <a href=\"{href}\">in the harbour log</a> of that day.</p>")
        })
        .collect();
    format!(
        "<html lang=en><head><title>The pier</title>\
         <meta property=\"article:published_time\" content=\"{date}\"></head><body><article><h1>The pier of Sarn</h1>\
         <p>{claim}</p>{}{}</article></body></html>",
        "<p>The ferry to the islands left from the fish market all week.</p>".repeat(16),
        links.concat()
    )
}

#[test]
fn a_trace_shows_what_it_read_in_place_of_a_page_and_can_be_verified() {
    let claim =
        "The north pier of Sarn was closed on Friday after cracks were found in two pillars.";
    let live = Server::start(move |_, asked| match asked.path.as_str() {
        "/story.html" => reply(
            200,
            "",
            &article("2031-03-05", claim, &["/gone.html", "/copy.html"]),
        ),
        _ => reply(404, "", ""),
    });
    let archive = Server::start(move |address, asked| {
        if let Some(original) = asked.path.strip_prefix("/web/http") {
            let to = format!("Location: {address}/web/20310304120000/http{original}\r\n");
            return reply(302, &to, "");
        }
        let moment = "/web/20310304120000/";
        match asked.path.strip_prefix(moment) {
            Some(original)
                if original.ends_with("/gone.html") || original.ends_with("/copy.html") =>
            {
                let host = original.rsplit_once('/').unwrap().0;
                let rewritten = format!("/web/20310301000000/{host}/log.html");
                let page = article("2031-03-04", claim, &[&rewritten, "next.html"]);
                reply(200, CAPTURED, &page)
            }
            _ => reply(404, "", ""),
        }
    });
    let folder = tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("headwater")
            .unwrap()
            .env_remove("http_proxy")
            .env_remove("HTTP_PROXY")
            .env_remove("all_proxy")
            .args(arguments)
            .arg(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    };
    let (seed, gate) = (live.at("/story.html"), archive.at("/web/"));
    let answer = run(&[
        "trace",
        &seed,
        "--memento",
        &gate,
        "--allow-private",
        "--delay=0",
        "--output",
    ]);
    assert!(
        answer.contains("2 documents read as captured by a web archive"),
        "{answer}"
    );
    let trace = crate::cli::result(folder.path());
    let documents = trace["documents"].as_array().unwrap();
    let document = |path: &str| {
        documents
            .iter()
            .find(|it| it["url"] == live.at(path))
            .unwrap()
    };
    let gone = document("/gone.html");
    assert_eq!(gone["state"], "fetched");
    assert_eq!(gone["captured"], "2031-03-04T12:00:00Z");
    assert_eq!(
        gone["detail"],
        "a capture; the page itself: dead (HTTP 404)"
    );
    let address = archive.at(&format!("/web/20310304120000/{}", live.at("/gone.html")));
    assert_eq!(gone["memento"], address);
    assert_eq!(document("/story.html")["memento"], serde_json::Value::Null);
    // The links of the capture lead on from the page itself.
    for path in ["/log.html", "/next.html"] {
        assert_eq!(document(path)["reason"], "dead", "{path}");
    }
    // The two captures are the same: one refers to the other, and both are found again.
    let kinds: Vec<String> = Records::open(&folder.path().join("pages.warc.gz"), 0)
        .unwrap()
        .map(|record| record.unwrap().kind().to_owned())
        .collect();
    assert!(kinds.contains(&"revisit".to_owned()), "{kinds:?}");
    assert!(run(&["verify"]).contains("verified: 3 documents"));
}
