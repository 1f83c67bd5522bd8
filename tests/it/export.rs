//! Whole reports through every format, as other programs read them.

use std::io::Write;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin_cmd;
use headwater::export::{Format, Selection, TRACE_FILE, Table, write_all};
use headwater::report::Report;

/// A small made-up story with every kind of node and mark.
fn night_ferry() -> Report {
    serde_json::from_str(include_str!("../reports/night-ferry.json"))
        .expect("the report of the made-up story is valid")
}

/// The same story told by pages that want to break out of every format.
fn hostile() -> Report {
    let poison =
        "\"'><script>alert(1)</script>&amp; \\N \\\" ]]> -->\u{1b}[31m\u{0}\u{202e}=1+1,\r\n";
    let mut report = night_ferry();
    for document in &mut report.documents {
        document.title = Some(format!("{poison}{}", document.id));
        document.outlet.name = format!("={poison}");
        document.url = format!("http://a.test/{poison}");
        document.reason = document.reason.as_ref().map(|_| poison.to_owned());
        document.published = Some(poison.to_owned());
    }
    for source in &mut report.sources {
        poison.clone_into(&mut source.name);
        source.aliases = vec![poison.to_owned()];
    }
    for claim in &mut report.claims {
        poison.clone_into(&mut claim.text);
        poison.clone_into(&mut claim.because);
        for statement in &mut claim.statements {
            poison.clone_into(&mut statement.text);
        }
    }
    for citation in &mut report.citations {
        poison.clone_into(&mut citation.evidence.text);
    }
    report
}

fn written(format: Format, report: &Report, selection: Selection) -> String {
    let mut out = Vec::new();
    (format.exporter())
        .write(report, selection, &mut out)
        .expect("memory takes every byte");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// Every selection of a report.
fn selections(report: &Report) -> Vec<Selection<'_>> {
    let claims = report.claims.iter().map(Selection::Claim);
    [Selection::Run].into_iter().chain(claims).collect()
}

/// Runs Graphviz; `None` where it is not installed.
fn graphviz(dot: &str) -> Option<(bool, String)> {
    let child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.ok()?;
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    stdin
        .write_all(dot.as_bytes())
        .expect("Graphviz reads it all");
    drop(stdin);
    let output = child.wait_with_output().expect("Graphviz ends");
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), complaints))
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn graphviz_draws_every_graph_without_complaint() {
    for report in [night_ferry(), hostile()] {
        for selection in selections(&report) {
            let Some((success, complaints)) = graphviz(&written(Format::Dot, &report, selection))
            else {
                println!("skipped: Graphviz is not installed");
                return;
            };
            assert!(success && complaints.is_empty(), "{complaints}");
        }
    }
}

/// Asserts that the tags of `xml` are nested, its attributes quoted and its entities known.
fn assert_well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some((text, tail)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text}");
        for entity in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            assert!(
                known.iter().any(|known| entity.starts_with(known)),
                "{entity}"
            );
        }
        let (tag, tail) = tail.split_once('>').expect("every tag ends");
        assert!(tag.matches('"').count() % 2 == 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("every tag has a name"));
        }
        rest = tail;
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn drawings_are_well_formed_whatever_the_pages_say() {
    for report in [night_ferry(), hostile()] {
        for selection in selections(&report) {
            let svg = written(Format::Svg, &report, selection);
            assert_well_formed(&svg);
            assert!(!svg.contains("<script"));
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}

/// Reads a table back after RFC 4180.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("there is a row");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().expect("a row has a cell").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            c => row.last_mut().expect("a row has a cell").push(c),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]));
    rows
}

#[test]
fn tables_keep_their_columns_and_hold_no_formula() {
    for report in [night_ferry(), hostile()] {
        for table in [Table::Claims, Table::Citations] {
            let rows = rows(&written(Format::Csv(table), &report, Selection::Run));
            for row in &rows {
                assert_eq!(row.len(), rows[0].len());
                for cell in row {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                        "{cell}"
                    );
                }
            }
        }
    }
}

#[test]
fn show_repeats_the_answer_of_a_run() {
    let dir = tempfile::tempdir().unwrap();
    write_all(&night_ferry(), dir.path()).unwrap();
    let show = |what: &[&str]| {
        let mut command = cargo_bin_cmd!("headwater");
        command.arg("show").arg(dir.path()).args(what);
        command.assert()
    };
    let answer = show(&[]).success();
    let answer = String::from_utf8_lossy(&answer.get_output().stdout).into_owned();
    assert!(answer.contains("single origin") && answer.contains("Oona Marsh"));
    show(&["c1"]).success();
    show(&["http://www.aldercourier.test/ferry"]).success();
    show(&["c99"]).code(2);
    std::fs::remove_file(dir.path().join(TRACE_FILE)).unwrap();
    show(&[]).code(2);
}
