//! Runs that are killed or interrupted, with the real program and a server on this machine that
//! stands for every host, as the proxy of the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use headwater::archive::{RecordSpot, Records};
use headwater::corpus::Outcome;
use headwater::store::{Status, Store};
use serde_json::Value;
use tempfile::tempdir;

use crate::server::{Server, reply};

/// Pages of the web: each but the last leads to three more, on five hosts.
const PAGES: usize = 240;

/// What a request gives: pages in a tree, some of which are gone or elsewhere, and one rule.
fn answer(url: &str) -> Vec<u8> {
    if url.ends_with("/robots.txt") {
        return reply(200, "", b"User-agent: *\nDisallow: /17\n");
    }
    let number = url
        .rsplit('/')
        .next()
        .and_then(|number| number.parse::<usize>().ok());
    match number {
        Some(number) if number % 29 == 7 => reply(410, "", b""),
        Some(number) if number % 31 == 5 => reply(
            301,
            &format!("Location: {}\r\n", address(number + PAGES)),
            b"",
        ),
        Some(number) => {
            let links: Vec<String> = (1..=3)
                .map(|child| 3 * (number % PAGES) + child)
                .filter(|&child| child < PAGES)
                .map(|child| format!("<p>The office of pier {child} <a href='{}'>said on Friday</a> that pier {number} is safe.</p>", address(child)))
                .collect();
            reply(
                200,
                "",
                format!(
                    "<article><h1>Pier {number}</h1>{}</article>",
                    links.concat()
                )
                .as_bytes(),
            )
        }
        None => reply(404, "", b""),
    }
}

fn address(number: usize) -> String {
    format!("http://h{}.test/{number}", number % 5)
}

/// Starts a trace of the web into `out`.
fn start(server: &Server, out: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_headwater"))
        .args([
            "trace",
            &address(0),
            "--delay",
            "0",
            "--concurrency",
            "3",
            "--output",
        ])
        .arg(out)
        .env("http_proxy", &server.address)
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn finish(mut child: Child) -> ExitStatus {
    drop(child.stderr.take());
    child.wait().unwrap()
}

/// The result without the times of the run, and the places that follow from their digits.
fn timeless(out: &Path) -> Value {
    let mut trace = crate::cli::result(out);
    for key in ["started", "finished"] {
        trace["run"][key] = Value::Null;
    }
    for document in trace["documents"].as_array_mut().unwrap() {
        document["retrieved"] = Value::Null;
        document["record"] = Value::Null;
    }
    trace
}

/// The addresses that a run has committed.
fn committed(out: &Path) -> BTreeSet<String> {
    if !out.join("trace.db").exists() {
        return BTreeSet::new();
    }
    let store = Store::open(out).unwrap();
    if store.status().unwrap() == Status::New {
        return BTreeSet::new();
    }
    let targets = store.corpus().unwrap().targets.into_iter();
    targets
        .filter(|target| !matches!(target.outcome, Outcome::Pending | Outcome::Excluded { .. }))
        .map(|target| target.url.to_string())
        .collect()
}

/// Checks that an archive is whole up to its last record, and holds all that is committed.
fn check_archive(out: &Path, committed: &BTreeSet<String>) {
    let path = out.join("pages.warc.gz");
    if !path.exists() {
        assert!(committed.is_empty());
        return;
    }
    let start = RecordSpot {
        offset: 0,
        inner: 0,
    };
    let records: Vec<_> = Records::open_at(&path, start, 0).unwrap().collect();
    let whole: BTreeSet<&str> = records
        .iter()
        .filter_map(|record| record.as_ref().ok()?.target())
        .collect();
    assert!(
        committed.iter().all(|url| whole.contains(url.as_str())),
        "a record is missing"
    );
    let damaged = records.iter().position(Result::is_err);
    assert!(
        damaged.is_none_or(|at| at == records.len() - 1),
        "damage inside"
    );
}

/// Numbers that look like chance and are the same in every run (Knuth's linear congruence).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Lets a run go on for a random while: some milliseconds from its start or from its first
/// request, or some requests.
fn let_run(child: &mut Child, server: &Server, round: u64, chance: &mut Chance) {
    let count = || server.all_asked().values().sum::<usize>();
    let requests = match round % 5 {
        0 => 0,
        1 | 3 => 1,
        _ => 2 + chance.below(30),
    };
    let until = count() + usize::try_from(requests).unwrap();
    while count() < until && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    let micros = if requests > 1 { 4000 } else { 60_000 };
    thread::sleep(Duration::from_micros(chance.below(micros)));
}

fn has_ended_within(child: &mut Child, milliseconds: u64) -> bool {
    (0..milliseconds).any(|_| {
        thread::sleep(Duration::from_millis(1));
        child.try_wait().unwrap().is_some()
    })
}

/// A server of the web whose answers take a moment.
fn slow_server() -> Server {
    Server::start(|url, _| {
        thread::sleep(Duration::from_millis(4));
        answer(url)
    })
}

#[test]
fn a_run_that_is_killed_twenty_times_loses_nothing_and_asks_nothing_twice() {
    let folder = tempdir().unwrap();
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let plain = slow_server();
    assert!(finish(start(&plain, &whole)).success());

    let server = slow_server();
    let mut chance = Chance(2031);
    let (mut extra, mut rounds) = (0, 0);
    for round in 0..20 {
        rounds += 1;
        let (done, before) = (committed(&killed), server.all_asked());
        let mut child = start(&server, &killed);
        let_run(&mut child, &server, round, &mut chance);
        child.kill().unwrap();
        finish(child);
        check_archive(&killed, &committed(&killed));
        extra += check_requests(&done, &before, &server);
    }
    // On to the end, with kills also while the archive is put in order and the result written.
    for patience in (100..).step_by(150) {
        rounds += 1;
        let (done, before) = (committed(&killed), server.all_asked());
        let mut child = start(&server, &killed);
        let ended = has_ended_within(&mut child, patience);
        child.kill().unwrap();
        let status = finish(child);
        extra += check_requests(&done, &before, &server);
        if ended {
            assert!(status.success());
            break;
        }
    }

    assert!(timeless(&whole) == timeless(&killed), "trace.json differs");
    let urls = |server: &Server| server.all_asked().into_keys().collect::<BTreeSet<_>>();
    assert_eq!(urls(&plain), urls(&server));
    assert!(plain.all_asked().values().all(|&count| count == 1));
    assert!(
        extra <= rounds * 3,
        "{extra} requests were made again, more than were in flight"
    );
}

/// Checks that nothing that was done with before was asked for again; returns how many addresses
/// that were not were asked for again.
fn check_requests(
    done: &BTreeSet<String>,
    before: &BTreeMap<String, usize>,
    server: &Server,
) -> usize {
    let mut again = 0;
    for (url, count) in server.all_asked() {
        let earlier = before.get(&url).copied().unwrap_or_default();
        if count > earlier {
            assert!(
                !done.contains(&url),
                "{url} was committed and asked for again"
            );
            again += usize::from(earlier > 0);
        }
        assert!(count - earlier <= 1, "{url} was asked for twice in one run");
    }
    again
}

/// A door that answers wait at until it is opened.
#[derive(Clone, Default)]
struct Door(Arc<(Mutex<bool>, Condvar)>);

impl Door {
    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let open = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(open, |open| !*open).unwrap());
    }
}

/// A server of the web that answers nothing past page 3 before its door is open.
fn server_with_door() -> (Server, Door) {
    let door = Door::default();
    let gate = door.clone();
    let server = Server::start(move |url, _| {
        let number = url
            .rsplit('/')
            .next()
            .and_then(|number| number.parse::<usize>().ok());
        if number.is_some_and(|number| number > 3) {
            gate.pass();
        }
        answer(url)
    });
    (server, door)
}

/// Sends Ctrl-C to a process.
fn interrupt(child: &Child) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status();
    assert!(sent.unwrap().success());
}

/// Starts a trace and interrupts it while pages are in flight; returns it once it has said so.
fn interrupted(server: &Server, out: &Path) -> Child {
    let mut child = start(server, out);
    // The four pages before the door, and one behind it of each of the three hosts that they lead
    // to: nothing else can be asked for until it is open.
    let in_flight = || {
        server
            .all_asked()
            .keys()
            .filter(|url| !url.ends_with("robots.txt"))
            .count()
            == 7
    };
    while !in_flight() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "ended before it was interrupted"
        );
        thread::sleep(Duration::from_millis(1));
    }
    interrupt(&child);
    let mut said = String::new();
    BufReader::new(child.stderr.as_mut().unwrap())
        .read_line(&mut said)
        .unwrap();
    assert!(said.contains("finishing what is under way"), "{said}");
    child
}

#[test]
fn the_first_interrupt_finishes_what_is_under_way_and_writes_what_is_known() {
    let folder = tempdir().unwrap();
    let (whole, stopped) = (folder.path().join("whole"), folder.path().join("stopped"));
    let (server, door) = server_with_door();
    let child = interrupted(&server, &stopped);
    let asked = server.all_asked();
    door.open();
    assert_eq!(finish(child).code(), Some(0));
    assert_eq!(server.all_asked(), asked, "no more work was taken");
    let done = committed(&stopped);
    let mut pages = asked.keys().filter(|url| !url.ends_with("robots.txt"));
    assert!(pages.all(|url| done.contains(url)), "{done:?}");
    let trace = timeless(&stopped);
    assert!(trace["run"]["counts"]["pending"].as_u64() > Some(0));

    assert!(finish(start(&server, &stopped)).success());
    assert!(server.all_asked().values().all(|&count| count == 1));
    assert!(finish(start(&server, &whole)).success());
    assert!(timeless(&whole) == timeless(&stopped), "trace.json differs");
}

#[test]
fn the_second_interrupt_ends_at_once_and_loses_nothing_committed() {
    let folder = tempdir().unwrap();
    let (server, door) = server_with_door();
    let child = interrupted(&server, folder.path());
    interrupt(&child);
    assert_eq!(finish(child).code(), Some(130));
    let (done, before) = (committed(folder.path()), server.all_asked());
    assert!(done.len() >= 2, "{done:?}");
    check_archive(folder.path(), &done);
    door.open();
    assert!(finish(start(&server, folder.path())).success());
    check_requests(&done, &before, &server);
}
