//! Live HTTP, from a server on this machine.

use std::io::Write;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use headwater::archive::ArchiveIndex;
use proptest::prelude::any;
use proptest::{prop_assert_eq, proptest};
use tempfile::tempdir;

use crate::server::{Server, live, nobody, reply};
use crate::web::{fates, offline, run, run_until, url};

#[test]
fn robots_redirects_and_faults_are_handled_as_the_standards_say() {
    let server = Server::start(|path, before| match path {
        "/robots.txt" => reply(200, "", b"User-agent: headwater\nDisallow: /secret"),
        "/" => reply(200, "", b"LINKS"),
        "/moved" => reply(301, "Location: /new?utm_source=x\r\n", b""),
        "/busy" if before < 2 => reply(503, "Retry-After: 0\r\n", b""),
        "/down" => reply(500, "", b""),
        "/refused" => reply(403, "", b""),
        "/large" => reply(200, "", &vec![b'x'; 5000]),
        "/image" => {
            b"HTTP/1.1 200 X\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n".to_vec()
        }
        "/cut" => b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nx".to_vec(),
        "/absent" => reply(404, "", b""),
        _ => reply(200, "", b"a page"),
    });
    let folder = tempdir().unwrap();
    let mut settings = live();
    settings.max_body_bytes = 4000;
    let paths = [
        ("/secret", "robots", 0),
        ("/moved", "->", 1),
        ("/new", "read", 1),
        ("/busy", "read", 3),
        ("/down", "error: HTTP 500", 4),
        ("/refused", "refused", 1),
        ("/large", "too-large", 1),
        ("/image", "not-text", 1),
        ("/absent", "dead", 1),
    ];
    let seeds: Vec<String> = paths.iter().map(|(path, ..)| server.at(path)).collect();
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let found = fates(&run(&seeds, &settings, folder.path()));
    for (path, fate, count) in paths {
        let (depth, is) = &found[&server.at(path)];
        assert_eq!(*depth, 0, "{path}");
        assert!(is.starts_with(fate), "{path}: {is}");
        assert_eq!(server.asked(path), count, "{path}");
    }
    assert_eq!(server.asked("/robots.txt"), 1);
    assert_eq!(
        server.busiest.load(Ordering::SeqCst),
        1,
        "one request at a time"
    );
    let agents = server.agents.lock().unwrap();
    let expected = concat!(
        "headwater/",
        env!("CARGO_PKG_VERSION"),
        " (+http://desk.test/)"
    );
    assert!(agents.iter().all(|agent| agent == expected), "{agents:?}");
}

#[test]
fn a_host_that_does_not_answer_is_asked_four_times_and_given_up() {
    let server = Server::start(|path, _| {
        if path != "/robots.txt" {
            thread::sleep(Duration::from_millis(100));
        }
        reply(404, "", b"")
    });
    let folder = tempdir().unwrap();
    let mut settings = live();
    settings.timeout = Duration::from_millis(25);
    let found = fates(&run(&[&server.at("/slow")], &settings, folder.path()));
    assert_eq!(found[&server.at("/slow")].1, "timeout");
    assert_eq!(server.asked("/slow"), 4);
}

#[test]
fn a_failing_robots_file_closes_the_host_and_an_unreachable_host_is_an_error() {
    let server = Server::start(|_, _| reply(503, "", b""));
    let unreachable = nobody();
    let folder = tempdir().unwrap();
    let seeds = [&*server.at("/a"), &*server.at("/b"), &*unreachable];
    let found = fates(&run(&seeds, &live(), folder.path()));
    assert_eq!(found[seeds[0]].1, "robots");
    assert_eq!(found[seeds[1]].1, "robots");
    assert!(found[seeds[2]].1.starts_with("error: "), "{found:?}");
    assert_eq!(server.asked("/robots.txt"), 4);
    assert_eq!(server.asked("/a"), 0);
}

#[test]
fn private_addresses_are_refused_also_behind_a_redirect() {
    let server = Server::start(|_, _| reply(200, "", b""));
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let seeds = [
        server.at("/"),
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
    ];
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let mut settings = live();
    settings.allow_private = false;
    let folder = tempdir().unwrap();
    let found = fates(&run(&seeds, &settings, folder.path()));
    assert!(
        found.values().all(|(_, fate)| fate == "blocked"),
        "{found:?}"
    );
    assert_eq!(server.busiest.load(Ordering::SeqCst), 0);
}

#[test]
fn a_live_run_is_archived_as_it_came_and_replays_to_the_same_corpus() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => reply(301, "Location: /rules\r\n", b""),
        "/rules" => reply(200, "", b"User-agent: *\nDisallow: /secret"),
        "/" => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder
                .write_all(b"http://other.test/ in the clear")
                .unwrap();
            reply(
                200,
                "Content-Encoding: gzip\r\n",
                &encoder.finish().unwrap(),
            )
        }
        _ => reply(302, "Location: /\r\n", b""),
    });
    let folder = tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let unreachable = nobody();
    let seeds = [&*server.at("/moved"), &*server.at("/secret"), &*unreachable];
    let mut settings = live();
    settings.depth = 0;
    let corpus = run(&seeds, &settings, &first);
    let archive = first.join("pages.warc.gz");
    let index = ArchiveIndex::open(std::slice::from_ref(&archive)).unwrap();
    let capture = index.read(&url(&server.at("/")), 1000).unwrap().unwrap();
    assert!(capture.message.body.starts_with(&[0x1f, 0x8b]));
    assert!(index.contains(&url(&server.at("/rules"))));
    let mut replay = offline(&[archive]);
    replay.depth = 0;
    replay.contact.clone_from(&settings.contact);
    let again = run(&seeds, &replay, &second);
    assert_eq!(fates(&corpus)[&server.at("/secret")].1, "robots");
    assert!(
        fates(&again)[&unreachable].1.contains("refused"),
        "{:?}",
        fates(&again)
    );
    assert_eq!(corpus, again);
}

#[test]
fn archives_answer_first_and_the_web_the_rest() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => reply(404, "", b""),
        _ => reply(200, "", b"live"),
    });
    let folder = tempdir().unwrap();
    let (kept, other) = (server.at("/kept"), server.at("/other"));
    let archive = crate::web::archive(
        &folder.path().join("web.warc.gz"),
        &[(&kept, 200, "", other.as_str())],
    );
    let mut settings = live();
    settings.archives = vec![archive];
    let found = fates(&run(&[&kept], &settings, &folder.path().join("out")));
    assert_eq!(found[&other], (1, "read".to_owned()));
    assert_eq!((server.asked("/kept"), server.asked("/other")), (0, 1));
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(8))]

    #[test]
    fn a_live_run_may_stop_anywhere(stops in proptest::collection::vec(0usize..5, 0..4), seed in any::<u8>()) {
        let server = Server::start(move |path, _| {
            let number: usize = path.trim_start_matches('/').parse().unwrap_or(usize::MAX);
            match number {
                0..30 if (number + usize::from(seed)).is_multiple_of(5) => {
                    reply(302, &format!("Location: /{}\r\n", number + 1), b"")
                }
                0..30 => reply(200, "", b"next"),
                _ => reply(404, "", b""),
            }
        });
        let folder = tempdir().unwrap();
        let seeds: Vec<String> = (0..8).map(|number| server.at(&format!("/{number}"))).collect();
        let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
        for stop in stops {
            run_until(&seeds, &live(), folder.path(), stop).unwrap();
        }
        let found = fates(&run(&seeds, &live(), folder.path()));
        for number in 0..8 {
            let is_redirect = (number + usize::from(seed)).is_multiple_of(5);
            let fate = &found[&server.at(&format!("/{number}"))].1;
            prop_assert_eq!(fate.starts_with("->"), is_redirect);
            prop_assert_eq!(server.asked(&format!("/{number}")), 1, "asked once, however often resumed");
        }
        prop_assert_eq!(server.asked("/robots.txt"), 1);
    }
}
