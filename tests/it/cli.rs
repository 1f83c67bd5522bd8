//! The program as it is used: arguments in, answers, files and exit codes out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use headwater::archive::{ArchiveIndex, ArchiveWriter, Draft};
use headwater::export::TRACE_SCHEMA;
use serde_json::Value;

use crate::proxy;

const SEEDS: &str = "seeds/kestrel-strait.txt";
const ARCHIVE: &str = "seeds/kestrel-strait.warc.gz";

fn headwater(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("headwater").unwrap();
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("http_proxy")
        .env_remove("HTTP_PROXY")
        .env_remove("all_proxy")
        .args(args);
    command
}

/// Traces the sample story from `archive` into `dir`.
fn trace_sample(archive: &Path, dir: &Path) -> Output {
    trace_on(archive, dir, "2")
}

/// The same with so many threads.
fn trace_on(archive: &Path, dir: &Path, threads: &str) -> Output {
    headwater(&["trace", SEEDS, "--offline", "--archive"])
        .env("TOKIO_WORKER_THREADS", threads)
        .arg(archive)
        .arg("--output")
        .arg(dir)
        .output()
        .unwrap()
}

/// Reads the result in the folder of a run, which has to fit its schema.
pub(crate) fn result(dir: &Path) -> Value {
    let schema: Value = serde_json::from_str(TRACE_SCHEMA).unwrap();
    let trace = serde_json::from_slice(&fs::read(dir.join("trace.json")).unwrap()).unwrap();
    jsonschema::validate(&schema, &trace).unwrap();
    trace
}

/// The result without the times of the run.
fn timeless(dir: &Path) -> Value {
    let mut trace = result(dir);
    for key in ["started", "finished"] {
        trace["run"][key] = Value::Null;
    }
    trace
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The records of the sample in another order.
fn shuffled_archive(path: &Path) {
    let index =
        ArchiveIndex::open(&[PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(ARCHIVE)]).unwrap();
    let mut writer = ArchiveWriter::open(path, 0).unwrap();
    let mut urls: Vec<_> = index.urls().cloned().collect();
    // A fixed order that has nothing to do with the story's.
    urls.sort_by_key(|url| url.as_str().bytes().rev().collect::<Vec<u8>>());
    for url in urls {
        let capture = index.read(&url, u64::MAX).unwrap().unwrap();
        writer
            .append(&Draft::response(
                url.as_str(),
                capture.date.unwrap(),
                &capture.message,
            ))
            .unwrap();
    }
}

#[test]
fn the_sample_is_answered_and_its_files_are_left() {
    let dir = tempfile::tempdir().unwrap();
    let output = trace_sample(Path::new(ARCHIVE), dir.path());
    assert!(output.status.success(), "{}", stderr(&output));
    let answer = String::from_utf8(output.stdout).unwrap();
    for word in [
        "documents read",
        "c1",
        "origin",
        "report.html",
        "robots.txt",
    ] {
        assert!(answer.contains(word), "no '{word}' in\n{answer}");
    }
    // It fits the screen of a terminal that nobody has made larger.
    assert!(answer.lines().count() <= 24, "{answer}");
    for file in [
        "trace.json",
        "graph.dot",
        "graph.svg",
        "claims.csv",
        "citations.csv",
        "links.csv",
        "pages.warc.gz",
        "trace.db",
    ] {
        assert!(
            dir.path().join(file).metadata().unwrap().len() > 0,
            "{file}"
        );
    }
    result(dir.path());
    headwater(&["verify"]).arg(dir.path()).assert().success();
}

#[test]
fn two_runs_are_the_same_whatever_the_order_of_pages_and_the_threads() {
    let (first, second, archives) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let shuffled = archives.path().join("shuffled.warc.gz");
    shuffled_archive(&shuffled);
    assert!(
        trace_on(Path::new(ARCHIVE), first.path(), "1")
            .status
            .success()
    );
    assert!(trace_on(&shuffled, second.path(), "5").status.success());
    let (mut a, mut b) = (timeless(first.path()), timeless(second.path()));
    // The name of the archive is a setting of the run.
    for trace in [&mut a, &mut b] {
        trace["run"]["settings"]["archives"] = Value::Null;
    }
    assert!(a == b, "trace.json differs");
    for file in [
        "graph.dot",
        "graph.svg",
        "claims.csv",
        "citations.csv",
        "links.csv",
    ] {
        let read = |dir: &Path| fs::read(dir.join(file)).unwrap();
        assert!(read(first.path()) == read(second.path()), "{file} differs");
    }
}

#[test]
fn the_network_gives_the_same_claims_as_the_archive() {
    let (archived, live) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let proxy = proxy::serve(&Path::new(env!("CARGO_MANIFEST_DIR")).join(ARCHIVE));
    assert!(
        trace_sample(Path::new(ARCHIVE), archived.path())
            .status
            .success()
    );
    headwater(&["trace", SEEDS, "--delay", "0", "--output"])
        .arg(live.path())
        .env("http_proxy", proxy)
        .assert()
        .success();
    let claims = |dir: &Path| result(dir)["claims"].clone();
    assert!(
        claims(archived.path()) == claims(live.path()),
        "the claims differ"
    );
}

#[test]
fn local_pages_need_no_network() {
    let dir = tempfile::tempdir().unwrap();
    let pages: Vec<PathBuf> = ["a.txt", "b.html"]
        .iter()
        .map(|name| dir.path().join(name))
        .collect();
    let sentence = "The harbour master of Sarn closed the north pier on Friday after cracks were found in two pillars.";
    fs::write(&pages[0], format!("{sentence}\n\nNobody was hurt.\n")).unwrap();
    fs::write(
        &pages[1],
        format!("<p>{sentence} The ferry now leaves from the fish market.</p>"),
    )
    .unwrap();
    let out = dir.path().join("out");
    headwater(&["trace", "--depth", "0", "--output"])
        .arg(&out)
        .args(&pages)
        .assert()
        .success();
    let trace = result(&out);
    assert_eq!(trace["run"]["counts"]["fetched"], 2);
    assert_eq!(trace["claims"][0]["documents"], 2);
}

#[test]
fn one_claim_can_be_drawn_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert!(
        trace_sample(Path::new(ARCHIVE), dir.path())
            .status
            .success()
    );
    let export = |args: &[&str]| {
        let output = headwater(&["export"])
            .arg(dir.path())
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let (whole, one) = (
        export(&["--format", "dot"]),
        export(&["--format", "dot", "--claim", "c1"]),
    );
    assert!(whole.starts_with("digraph") && one.starts_with("digraph"));
    assert!(one.len() < whole.len());
    assert!(export(&["--format", "svg", "--claim", "c1"]).starts_with("<svg"));
}

#[test]
fn standard_input_is_a_seed_list() {
    let dir = tempfile::tempdir().unwrap();
    headwater(&[
        "trace",
        "-",
        "--offline",
        "--depth",
        "0",
        "--archive",
        ARCHIVE,
        "--output",
    ])
    .arg(dir.path())
    .write_stdin(fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SEEDS)).unwrap())
    .assert()
    .success();
    assert_eq!(result(dir.path())["run"]["counts"]["fetched"], 2);
}

#[test]
fn bad_input_gets_one_line_that_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (list, empty, file) = (path("list.txt"), path("empty.txt"), path("file"));
    fs::write(&list, "http://a.test/\nhttp://b.test/\nnot an address\n").unwrap();
    fs::write(&empty, "# nothing but a comment\n").unwrap();
    fs::write(&file, "in the way").unwrap();
    let out = path("out");
    for (args, expected) in [
        (vec!["trace", &empty, "--output", &out], "no seeds"),
        (
            vec!["trace", "no-such-page", "--output", &out],
            "no-such-page",
        ),
        (vec!["trace", &list, "--output", &out], "line 3"),
        (
            vec!["trace", "ftp://a.test/x", "--output", &out],
            "ftp://a.test/x",
        ),
        (
            vec![
                "trace",
                SEEDS,
                "--archive",
                "missing.warc.gz",
                "--offline",
                "--output",
                &out,
            ],
            "missing.warc.gz",
        ),
        (
            vec![
                "trace",
                SEEDS,
                "--archive",
                &list,
                "--offline",
                "--output",
                &out,
            ],
            "no WARC file",
        ),
        (
            vec![
                "trace",
                SEEDS,
                "--archive",
                ARCHIVE,
                "--offline",
                "--output",
                &file,
            ],
            "--output",
        ),
        (vec!["show", &out], "trace.json"),
        (vec!["export", &out, "--format", "dot"], "trace.json"),
        (vec!["verify", &out], "trace.json"),
    ] {
        let output = headwater(&args).output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(expected), "{args:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{args:?}: {said}");
        assert!(!said.contains("panicked"), "{args:?}: {said}");
    }
}

#[test]
fn nothing_read_is_exit_code_1() {
    let dir = tempfile::tempdir().unwrap();
    let seed = "http://nowhere.test/page.html";
    let offline = headwater(&["trace", seed, "--offline", "--archive", ARCHIVE, "--output"])
        .arg(dir.path().join("offline"))
        .output()
        .unwrap();
    assert_eq!(offline.status.code(), Some(1), "{}", stderr(&offline));
    // Port 9 of loopback: nobody answers there.
    let unreachable = headwater(&["trace", seed, "--retries", "0", "--output"])
        .arg(dir.path().join("live"))
        .env("http_proxy", "http://127.0.0.1:9")
        .output()
        .unwrap();
    assert_eq!(
        unreachable.status.code(),
        Some(1),
        "{}",
        stderr(&unreachable)
    );
    result(&dir.path().join("live"));
}

#[test]
fn a_cut_archive_is_used_up_to_the_cut() {
    let dir = tempfile::tempdir().unwrap();
    let cut = dir.path().join("cut.warc.gz");
    let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(ARCHIVE)).unwrap();
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let output = trace_sample(&cut, &dir.path().join("out"));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("cut"), "{}", stderr(&output));
    assert!(result(&dir.path().join("out"))["run"]["counts"]["fetched"].as_u64() > Some(0));
}

#[test]
fn another_run_in_the_folder_is_kept_unless_fresh() {
    let dir = tempfile::tempdir().unwrap();
    assert!(
        trace_sample(Path::new(ARCHIVE), dir.path())
            .status
            .success()
    );
    let before = fs::read(dir.path().join("trace.json")).unwrap();
    let other = |extra: &[&str]| {
        headwater(&[
            "trace",
            SEEDS,
            "--depth",
            "1",
            "--offline",
            "--archive",
            ARCHIVE,
            "--output",
        ])
        .arg(dir.path())
        .args(extra)
        .output()
        .unwrap()
    };
    let refused = other(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--fresh"), "{}", stderr(&refused));
    assert!(fs::read(dir.path().join("trace.json")).unwrap() == before);
    assert!(other(&["--fresh"]).status.success());
    assert_eq!(result(dir.path())["run"]["settings"]["depth"], 1);
}

#[test]
fn every_command_has_help_with_examples() {
    for command in [
        "trace",
        "read",
        "show",
        "diff",
        "export",
        "verify",
        "collect",
        "schema",
        "completions",
        "man",
    ] {
        let output = headwater(&[command, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.contains("Examples:"), "{help}");
        assert!(help.contains(&format!("headwater {command} ")), "{help}");
    }
}

#[test]
fn a_list_of_pages_gives_one_line_each_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    let text = "\u{feff}A headline\n\n“We saw it,” said Ann Lee. \u{2028}It  was   blue.\r\n";
    let page = "<html><body><article><p>The pier of Sarn was closed on Friday, the \
        <a href='/pier'>harbour office</a> said.</p></article></body></html>";
    write("a.txt", text.as_bytes());
    write("b.html", page.as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, page.as_bytes()).unwrap();
    write("c.html.gz", &gzip.finish().unwrap());
    write(
        "list.jsonl",
        br#"{"id":"one","file":"a.txt","url":null}
{"id":"two","file":"b.html","url":"http://sarn.test/news/1"}
{"id":"lost","file":"missing.html","url":null}
{"id":"three","file":"c.html.gz","url":"http://sarn.test/news/2","more":"is ignored"}
"#,
    );
    let output = headwater(&["read", "--json", "--list"])
        .arg(dir.path().join("list.jsonl"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = printed
        .trim_end_matches('\n')
        .split('\n')
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
    assert_eq!(ids, ["one", "two", "lost", "three"]);
    assert_eq!(lines[0]["text"], text, "plain text stays as it is");
    assert_eq!(lines[0]["attributions"][0]["source"]["text"], "Ann Lee");
    let cue = &lines[0]["attributions"][0]["cue"];
    let (start, end) = (cue["start"].as_u64().unwrap(), cue["end"].as_u64().unwrap());
    let said: String = text
        .chars()
        .skip(start.try_into().unwrap())
        .take((end - start).try_into().unwrap())
        .collect();
    assert_eq!(said, "said", "offsets count characters");
    assert_eq!(lines[1]["links"][0]["url"], "http://sarn.test/pier");
    assert!(lines[2]["error"].as_str().unwrap().contains("missing.html"));
    assert_eq!(lines[3]["text"], lines[1]["text"]);
}

#[test]
fn a_page_of_another_type_is_a_labelled_node() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("picture.warc.gz");
    let mut headers = headwater::archive::Headers::default();
    headers.push("Content-Type", b"image/png");
    let message = headwater::archive::Message {
        status: 200,
        headers,
        body: vec![0x89, b'P', b'N', b'G', 0, 1, 2, 3],
    };
    let mut writer = ArchiveWriter::open(&archive, 0).unwrap();
    let date = "2031-04-01T00:00:00Z".parse().unwrap();
    writer
        .append(&Draft::response("http://a.test/p.png", date, &message))
        .unwrap();
    drop(writer);
    let output = headwater(&["trace", "http://a.test/p.png", "--offline", "--archive"])
        .arg(&archive)
        .arg("--output")
        .arg(dir.path().join("out"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let trace = result(&dir.path().join("out"));
    assert_eq!(trace["documents"][0]["reason"], "not-text");
}

#[test]
fn what_is_said_by_hand_is_in_the_answer_and_a_bad_file_is_refused_before_anything_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let by_hand = folder.path().join("by-hand.toml");
    fs::write(&by_hand, "[[source]]\nmerge = [\"A\"]\n").unwrap();
    let trace = |files: &[&str]| {
        headwater(&["trace", SEEDS, "--offline", "--archive", ARCHIVE])
            .arg("--output")
            .arg(&dir)
            .args(files)
            .output()
            .unwrap()
    };
    let refused = trace(&["--overrides", by_hand.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("line 1 of"),
        "{}",
        stderr(&refused)
    );
    assert!(!dir.exists());
    fs::write(
        &by_hand,
        "[[source]]\nmerge = [\"Nobody Here\", \"Nobody There\"]\n",
    )
    .unwrap();
    let answer = trace(&[
        "--overrides",
        by_hand.to_str().unwrap(),
        "--affiliations",
        "seeds/affiliations.toml",
    ]);
    assert_eq!(answer.status.code(), Some(0), "{}", stderr(&answer));
    let told = String::from_utf8(answer.stdout).unwrap();
    assert!(
        told.contains("an override changed nothing: line 1"),
        "{told}"
    );
    let result = result(&dir);
    assert_eq!(
        result["run"]["settings"]["affiliations"],
        "seeds/affiliations.toml"
    );
    let sources = result["sources"].as_array().unwrap();
    assert!(
        sources
            .iter()
            .any(|it| it["affiliation"] == "Orvany (state)")
    );
    let shown = headwater(&["show"]).arg(&dir).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("[Orvany"), "{shown}");
    assert!(shown.contains("1 origin of 1 group"), "{shown}");
}
