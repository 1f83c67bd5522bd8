//! How hosts are treated, over real sockets and by a clock that jumps from one moment to the next
//! at which something is due.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use headwater::clock::{Clock, ManualClock, Timestamp};
use headwater::corpus::{Corpus, Outcome};
use headwater::crawl::CrawlSettings;
use tempfile::tempdir;

use crate::server::{Server, live, reply};
use crate::web::{captured, fates, run_by_clock};

/// A clock, and what servers were asked for by it.
#[derive(Clone)]
struct Watch {
    clock: Arc<ManualClock>,
    log: Arc<Mutex<Vec<(String, Timestamp)>>>,
}

impl Watch {
    fn new() -> Self {
        Self {
            clock: Arc::new(ManualClock::new(captured())),
            log: Arc::default(),
        }
    }

    /// Starts a server whose requests are noted as `name` and their path.
    fn server(
        &self,
        name: &'static str,
        answer: impl Fn(&str, usize) -> Vec<u8> + Send + Sync + 'static,
    ) -> Server {
        let watch = self.clone();
        Server::start(move |path, before| {
            let note = (format!("{name}{path}"), watch.clock.now());
            watch.log.lock().unwrap().push(note);
            answer(path, before)
        })
    }

    fn run(&self, seeds: &[String], settings: &CrawlSettings) -> Corpus {
        let folder = tempdir().unwrap();
        self.run_in(folder.path(), seeds, settings, usize::MAX)
    }

    fn run_in(
        &self,
        folder: &std::path::Path,
        seeds: &[String],
        settings: &CrawlSettings,
        stop_after: usize,
    ) -> Corpus {
        let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
        let clock = Arc::clone(&self.clock);
        let run = run_by_clock(&seeds, settings, folder, stop_after, &|_| {}, clock);
        run.unwrap().1
    }

    /// When what begins with `prefix` was asked for, in seconds from the start.
    fn times(&self, prefix: &str) -> Vec<f64> {
        let log = self.log.lock().unwrap();
        log.iter()
            .filter(|(what, _)| what.starts_with(prefix))
            .map(|(_, at)| at.duration_since(captured()).as_secs_f64())
            .collect()
    }

    /// The pauses between requests for what begins with `prefix`, in seconds.
    fn pauses(&self, prefix: &str) -> Vec<f64> {
        let times = self.times(prefix);
        times.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// The default settings, but for this machine.
fn polite() -> CrawlSettings {
    let defaults = CrawlSettings::default();
    CrawlSettings {
        delay: defaults.delay,
        retry_pause: defaults.retry_pause,
        ..live()
    }
}

fn paths(server: &Server, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| server.at(&format!("/{number}")))
        .collect()
}

fn no_rules(path: &str) -> Vec<u8> {
    match path {
        "/robots.txt" => reply(404, "", b""),
        _ => reply(200, "", b"a page"),
    }
}

/// Why an address was not read, and what shows it.
fn failure(corpus: &Corpus, url: &str) -> (String, String) {
    let target = corpus
        .targets
        .iter()
        .find(|target| target.url.as_str() == url);
    match &target.unwrap().outcome {
        Outcome::Failed { reason, detail } => (reason.clone(), detail.clone().unwrap_or_default()),
        other => panic!("{url}: {other:?}"),
    }
}

#[test]
fn each_host_has_its_pause_and_hosts_do_not_wait_for_each_other() {
    let watch = Watch::new();
    let a = watch.server("a", |path, _| no_rules(path));
    let b = watch.server("b", |path, _| no_rules(path));
    let slow = watch.server("slow", |path, _| match path {
        "/robots.txt" => reply(200, "", b"User-agent: *\nCrawl-delay: 20"),
        _ => reply(200, "", b"a page"),
    });
    let slower = watch.server("last", |path, _| match path {
        "/robots.txt" => reply(200, "", b"User-agent: headwater\nCrawl-delay: 86400"),
        _ => reply(200, "", b"a page"),
    });
    let seeds = [
        paths(&a, 6),
        paths(&b, 6),
        paths(&slow, 3),
        paths(&slower, 2),
    ]
    .concat();
    let corpus = watch.run(&seeds, &polite());
    assert!(fates(&corpus).values().all(|(_, fate)| fate == "read"));
    for (name, least) in [("a", 1.0), ("b", 1.0), ("slow", 20.0), ("last", 30.0)] {
        let pauses = watch.pauses(name);
        assert!(
            pauses.iter().all(|pause| *pause >= least),
            "{name}: {pauses:?}"
        );
    }
    let log = watch.log.lock().unwrap();
    let is_slow = |(what, _): &(String, Timestamp)| what.starts_with("last");
    let (first, last) = (log.iter().position(is_slow), log.iter().rposition(is_slow));
    let mut meanwhile = log[first.unwrap()..last.unwrap()].iter();
    assert!(
        meanwhile.any(|(what, _)| what.starts_with("a/") || what.starts_with("b/")),
        "{log:?}"
    );
}

#[test]
fn retry_after_closes_the_whole_host_as_long_as_it_asks() {
    for status in [429, 503] {
        let watch = Watch::new();
        let clock = Arc::clone(&watch.clock);
        let busy = watch.server("busy", move |path, before| match (path, before) {
            ("/0", 0) => reply(status, "Retry-After: 60\r\n", b""),
            ("/0", 1) => {
                let until = clock.now() + Duration::from_secs(90);
                let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT");
                reply(status, &format!("Retry-After: {date}\r\n"), b"")
            }
            _ => no_rules(path),
        });
        let corpus = watch.run(&paths(&busy, 4), &polite());
        assert!(fates(&corpus).values().all(|(_, fate)| fate == "read"));
        let (all, closed) = (watch.times("busy"), watch.times("busy/0"));
        let is_open = |time: f64, from: f64, seconds: f64| time <= from || time >= from + seconds;
        for time in all {
            assert!(is_open(time, closed[0], 60.0), "{time}: {closed:?}");
            assert!(is_open(time, closed[1], 89.0), "{time}: {closed:?}");
        }
        assert!(closed[2] < 200.0, "{closed:?}");
    }
}

#[test]
fn a_host_that_asks_for_hours_is_left_alone_also_by_the_resumed_run() {
    let watch = Watch::new();
    let closed = watch.server("closed", |path, _| match path {
        "/0" => reply(503, "Retry-After: 86400\r\n", b""),
        _ => no_rules(path),
    });
    let open = watch.server("open", |path, _| no_rules(path));
    let folder = tempdir().unwrap();
    let seeds = [paths(&closed, 4), paths(&open, 4)].concat();
    let mut settings = polite();
    settings.concurrency = 1;
    for stop in [1, 2, usize::MAX] {
        watch.run_in(folder.path(), &seeds, &settings, stop);
    }
    let corpus = watch.run_in(folder.path(), &seeds, &settings, usize::MAX);
    let (reason, detail) = failure(&corpus, &seeds[0]);
    assert_eq!(reason, "error: HTTP 503");
    assert!(
        detail.contains("come back after 2031-04-02T00:00:"),
        "{detail}"
    );
    for seed in &seeds[1..4] {
        let (reason, detail) = failure(&corpus, seed);
        assert_eq!(reason, "error: its host asks to be left alone");
        assert!(detail.contains("2031-04-02T00:00:"), "{detail}");
    }
    assert_eq!(
        watch.times("closed").len(),
        2,
        "robots.txt and the first page"
    );
    assert_eq!(watch.times("open").len(), 5);
    assert!(watch.times("open").iter().all(|time| *time < 60.0));
}

#[test]
fn faults_are_tried_again_three_times_after_pauses_that_double() {
    let watch = Watch::new();
    let server = watch.server("down", |path, before| match path {
        "/0" => reply(500, "", b""),
        "/1" if before < 2 => reply(502, "", b""),
        "/2" => reply(418, "", b""),
        _ => no_rules(path),
    });
    let corpus = watch.run(&paths(&server, 3), &polite());
    let fates: Vec<_> = fates(&corpus).into_values().map(|(_, fate)| fate).collect();
    assert_eq!(fates, ["error: HTTP 500", "read", "error: HTTP 418"]);
    for (path, pauses) in [
        ("down/0", vec![2.0, 4.0, 8.0]),
        ("down/1", vec![2.0, 4.0]),
        ("down/2", vec![]),
    ] {
        let found = watch.pauses(path);
        assert_eq!(found.len(), pauses.len(), "{path}: {found:?}");
        assert!(
            found
                .iter()
                .zip(&pauses)
                .all(|(found, least)| found >= least),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn a_resumed_run_goes_on_with_its_retries() {
    let watch = Watch::new();
    let down = watch.server("down", |path, _| match path {
        "/robots.txt" => reply(404, "", b""),
        _ => reply(500, "", b""),
    });
    let other = watch.server("other", |path, _| no_rules(path));
    let seeds = [paths(&down, 1), paths(&other, 3)].concat();
    let folder = tempdir().unwrap();
    for _ in 0..3 {
        watch.run_in(folder.path(), &seeds, &polite(), 1);
    }
    let corpus = watch.run_in(folder.path(), &seeds, &polite(), usize::MAX);
    assert_eq!(failure(&corpus, &seeds[0]).0, "error: HTTP 500");
    assert_eq!(down.asked("/0"), 4);
    assert_eq!(
        (down.asked("/robots.txt"), other.asked("/robots.txt")),
        (1, 1)
    );
    let pauses = [watch.pauses("down"), watch.pauses("other")].concat();
    assert!(pauses.iter().all(|pause| *pause >= 1.0), "{pauses:?}");
}

#[test]
fn rfc9309_2_4_rules_are_asked_for_again_after_a_day() {
    let watch = Watch::new();
    let server = watch.server("a", |path, before| match (path, before) {
        ("/robots.txt", 0) => reply(200, "", b"User-agent: *\nDisallow: /2"),
        ("/robots.txt", _) => reply(200, "", b"User-agent: *\nDisallow: /3"),
        _ => reply(200, "", b"a page"),
    });
    let folder = tempdir().unwrap();
    let seeds = paths(&server, 4);
    let mut settings = polite();
    settings.concurrency = 1;
    watch.run_in(folder.path(), &seeds, &settings, 1);
    watch.clock.advance(23 * 3600);
    watch.run_in(folder.path(), &seeds, &settings, 1);
    assert_eq!(server.asked("/robots.txt"), 1);
    watch.clock.advance(3600);
    let corpus = watch.run_in(folder.path(), &seeds, &settings, usize::MAX);
    assert_eq!(server.asked("/robots.txt"), 2);
    let fates = fates(&corpus);
    assert_eq!(
        (fates[&seeds[2]].1.as_str(), fates[&seeds[3]].1.as_str()),
        ("read", "robots")
    );
}

#[test]
fn rfc9309_2_3_1_4_a_robots_file_that_fails_is_asked_for_again_and_then_obeyed() {
    let watch = Watch::new();
    let server = watch.server("a", |path, before| match path {
        "/robots.txt" if before < 2 => reply(503, "", b""),
        "/robots.txt" => reply(200, "", b"User-agent: *\nDisallow: /1"),
        _ => reply(200, "", b"a page"),
    });
    let seeds = paths(&server, 2);
    let fates = fates(&watch.run(&seeds, &polite()));
    assert_eq!(
        (fates[&seeds[0]].1.as_str(), fates[&seeds[1]].1.as_str()),
        ("read", "robots")
    );
    assert_eq!(server.asked("/robots.txt"), 3);
    let pauses = watch.pauses("a/robots.txt");
    assert!(pauses[0] >= 2.0 && pauses[1] >= 4.0, "{pauses:?}");
}

#[test]
fn rfc9309_2_3_1_2_five_redirects_are_followed_also_to_another_host() {
    let watch = Watch::new();
    let rules = watch.server("rules", |_, _| {
        reply(200, "", b"User-agent: *\nDisallow: /1")
    });
    let elsewhere = rules.at("/robots.txt");
    let server = watch.server("a", move |path, _| match path {
        "/robots.txt" => reply(301, "Location: /hop1\r\n", b""),
        "/hop1" => reply(302, "Location: /hop2\r\n", b""),
        "/hop2" => reply(307, "Location: /hop3\r\n", b""),
        "/hop3" => reply(308, "Location: /hop4\r\n", b""),
        "/hop4" => reply(301, &format!("Location: {elsewhere}\r\n"), b""),
        _ => reply(200, "", b"a page"),
    });
    let seeds = paths(&server, 2);
    let fates = fates(&watch.run(&seeds, &polite()));
    let fates: Vec<&str> = seeds.iter().map(|seed| fates[seed].1.as_str()).collect();
    assert_eq!(fates, ["read", "robots"]);
    let pauses = watch.pauses("a/");
    assert!(pauses.iter().all(|pause| *pause >= 1.0), "{pauses:?}");
}

#[test]
fn rfc9309_2_3_1_2_more_redirects_are_no_robots_file() {
    let watch = Watch::new();
    let server = watch.server("a", |path, _| {
        let hop = path.strip_prefix("/hop").map(str::parse::<u32>);
        match hop {
            Some(Ok(hop)) => reply(301, &format!("Location: /hop{}\r\n", hop + 1), b""),
            _ if path == "/robots.txt" => reply(301, "Location: /hop1\r\n", b""),
            _ => reply(200, "", b"a page"),
        }
    });
    let fates = fates(&watch.run(&paths(&server, 1), &polite()));
    assert!(fates.values().all(|(_, fate)| fate == "read"));
    assert_eq!(watch.times("a/hop").len(), 5);
}

#[test]
fn rfc9309_2_5_an_endless_robots_file_is_read_as_far_as_its_limit() {
    let watch = Watch::new();
    let server = watch.server("a", |path, _| match path {
        "/robots.txt" => {
            let head = "User-agent: *\nDisallow: /1\n";
            let filler = "# filler\n".repeat(3_000_000 / 9);
            reply(200, "", format!("{head}{filler}Disallow: /\n").as_bytes())
        }
        _ => reply(200, "", b"a page"),
    });
    let seeds = paths(&server, 2);
    let mut settings = live();
    settings.max_body_bytes = 1_000_000;
    let fates = fates(&watch.run(&seeds, &settings));
    assert_eq!(
        (fates[&seeds[0]].1.as_str(), fates[&seeds[1]].1.as_str()),
        ("read", "robots")
    );
}

#[test]
fn a_host_that_never_answers_costs_nobody_else() {
    let watch = Watch::new();
    let silent = watch.server("silent", |path, _| {
        if path != "/robots.txt" {
            thread::sleep(Duration::from_millis(300));
        }
        reply(404, "", b"")
    });
    let others: Vec<Server> = (0..6)
        .map(|_| watch.server("other", |path, _| no_rules(path)))
        .collect();
    let mut seeds = paths(&silent, 1);
    seeds.extend(others.iter().flat_map(|server| paths(server, 3)));
    let mut settings = polite();
    settings.timeout = Duration::from_millis(200);
    let corpus = watch.run(&seeds, &settings);
    assert_eq!(failure(&corpus, &seeds[0]).0, "timeout");
    assert_eq!(silent.asked("/0"), 4);
    let read = fates(&corpus)
        .into_values()
        .filter(|(_, fate)| fate == "read");
    assert_eq!(read.count(), 18);
    let log = watch.log.lock().unwrap();
    let last = log.last().map(|(what, _)| what.as_str());
    assert_eq!(last, Some("silent/0"), "all others were done with before");
}

#[test]
fn more_requests_at_a_time_only_if_asked_for_and_still_spaced() {
    for (per_host, most) in [(1, 1), (3, 3)] {
        let watch = Watch::new();
        let server = watch.server("a", |path, _| {
            thread::sleep(Duration::from_millis(40));
            no_rules(path)
        });
        let settings = CrawlSettings {
            per_host,
            ..polite()
        };
        let corpus = watch.run(&paths(&server, 6), &settings);
        assert!(fates(&corpus).values().all(|(_, fate)| fate == "read"));
        assert_eq!(server.busiest.load(Ordering::SeqCst), most);
        assert_eq!(server.asked("/robots.txt"), 1);
        let pauses = watch.pauses("a/");
        // A request that starts when it is due may be noted by the server a moment later.
        assert!(pauses.iter().sum::<f64>() >= 5.0, "{pauses:?}");
    }
}

#[test]
fn the_user_agent_is_sent_whole_and_rules_call_it_by_its_first_product() {
    let watch = Watch::new();
    let server = watch.server("a", |path, _| match path {
        "/robots.txt" => reply(
            200,
            "",
            b"User-agent: headwater\nDisallow: /\n\nUser-agent: desk-bot\nDisallow: /1",
        ),
        _ => reply(200, "", b"a page"),
    });
    let settings = CrawlSettings {
        user_agent: Some("Desk-Bot/2 (mailto:desk@desk.test)".to_owned()),
        ..live()
    };
    let seeds = paths(&server, 2);
    let fates = fates(&watch.run(&seeds, &settings));
    assert_eq!(
        (fates[&seeds[0]].1.as_str(), fates[&seeds[1]].1.as_str()),
        ("read", "robots")
    );
    let agents = server.agents.lock().unwrap();
    assert!(
        agents
            .iter()
            .all(|agent| agent == "Desk-Bot/2 (mailto:desk@desk.test)"),
        "{agents:?}"
    );
}

#[test]
fn ignoring_robots_asks_for_everything_and_warns() {
    let watch = Watch::new();
    let server = watch.server("a", |_, _| reply(200, "", b"User-agent: *\nDisallow: /"));
    let seeds = paths(&server, 2);
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let settings = CrawlSettings {
        ignore_robots: true,
        ..live()
    };
    let folder = tempdir().unwrap();
    let clock = Arc::clone(&watch.clock);
    let (summary, corpus) =
        run_by_clock(&seeds, &settings, folder.path(), usize::MAX, &|_| {}, clock).unwrap();
    assert!(fates(&corpus).values().all(|(_, fate)| fate == "read"));
    assert_eq!(server.asked("/robots.txt"), 0);
    assert!(
        summary
            .warnings
            .concat()
            .contains("sites may block this machine"),
        "{summary:?}"
    );
}

#[test]
fn a_user_agent_that_cannot_be_sent_is_refused_at_once() {
    for user_agent in ["", "  ", "a\r\nX-Evil: b", "ümlaut/1.0"] {
        let settings = CrawlSettings {
            user_agent: Some(user_agent.to_owned()),
            ..live()
        };
        let folder = tempdir().unwrap();
        let clock = Watch::new().clock;
        let error = run_by_clock(
            &["http://a.test/"],
            &settings,
            folder.path(),
            1,
            &|_| {},
            clock,
        )
        .unwrap_err();
        assert!(error.to_string().contains("user agent"), "{error}");
    }
}
