//! Whole reports through every format, as other programs read them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin_cmd;
use headwater::export::{Format, Level, Selection, TRACE_FILE, Table, write_all};
use headwater::report::Report;
use serde_json::json;

/// A small made-up story with every kind of node and mark.
pub(crate) fn night_ferry() -> Report {
    serde_json::from_str(include_str!("../reports/night-ferry.json"))
        .expect("the report of the made-up story is valid")
}

/// The same story told by pages that want to break out of every format.
pub(crate) fn hostile() -> Report {
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

/// Every drawing of a report.
fn drawings(report: &Report) -> Vec<(Selection<'_>, Level)> {
    let selections = selections(report).into_iter();
    selections
        .flat_map(|selection| [Level::Document, Level::Outlet].map(|level| (selection, level)))
        .collect()
}

/// Runs a tool; `None`, with a word on it, if it is not installed, where it need not be.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
pub(crate) fn tool(name: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{name}: {error}");
            println!("skipped: {name} is not installed");
            None
        }
    }
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
        for (selection, level) in drawings(&report) {
            let Some((success, complaints)) =
                graphviz(&written(Format::Dot(level), &report, selection))
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
        for (selection, level) in drawings(&report) {
            let svg = written(Format::Svg(level), &report, selection);
            assert_well_formed(&svg);
            assert!(!svg.contains("<script"));
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}

/// Reads a graph by the program that `read` is written for; `None` if that is not installed.
fn graph_of(report: &Report, format: Format, read: &str) -> Option<serde_json::Value> {
    let package = read.split_whitespace().nth(1).unwrap();
    let known = tool("python3", &["-c", &format!("import {package}")])?;
    if !known.status.success() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{package} is not installed"
        );
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(format.file_name());
    std::fs::write(&path, written(format, report, Selection::Run)).unwrap();
    let output = tool("python3", &["-c", read, path.to_str().unwrap()])?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

const NETWORKX_GRAPHML: &str = "import networkx
import json, sys
graph = networkx.read_graphml(sys.argv[1], force_multigraph=True)
edges = [[a, b, data] for a, b, data in graph.edges(data=True)]
print(json.dumps([dict(graph.nodes(data=True)), edges]))";

const NETWORKX_GEXF: &str = "import networkx
import json, sys
graph = networkx.MultiDiGraph(networkx.read_gexf(sys.argv[1], version='1.3'))
edges = [[a, b, data] for a, b, data in graph.edges(data=True)]
print(json.dumps([dict(graph.nodes(data=True)), edges]))";

/// What has no number is not a number there, which JSON does not know.
const IGRAPH_GRAPHML: &str = "import igraph
import json, sys
graph = igraph.Graph.Read_GraphML(sys.argv[1])
told = lambda one: {key: value for key, value in one.attributes().items() if value == value}
nodes = {node['id']: told(node) for node in graph.vs}
ends = [graph.vs[end]['id'] for edge in graph.es for end in (edge.source, edge.target)]
edges = [[a, b, told(edge)] for a, b, edge in zip(ends[::2], ends[1::2], graph.es)]
print(json.dumps([nodes, edges]))";

#[test]
fn other_programs_read_the_whole_graph() {
    for (format, read) in [
        (Format::GraphMl, NETWORKX_GRAPHML),
        (Format::Gexf, NETWORKX_GEXF),
        (Format::GraphMl, IGRAPH_GRAPHML),
    ] {
        for report in [night_ferry(), hostile()] {
            let Some(graph) = graph_of(&report, format, read) else {
                return;
            };
            let (nodes, edges) = (&graph[0], graph[1].as_array().unwrap());
            assert_eq!(
                nodes.as_object().unwrap().len(),
                report.documents.len() + report.sources.len()
            );
            assert_eq!(edges.len(), report.citations.len());
            for citation in &report.citations {
                let is_it = |edge: &&serde_json::Value| edge[2]["citation"] == *citation.id;
                let edge = edges.iter().find(is_it).unwrap();
                assert_eq!(
                    (&edge[0], &edge[1]),
                    (&json!(citation.from), &json!(citation.to))
                );
                assert_eq!(edge[2]["weight"], 1.0);
            }
            // Numbers and truth values come back as such.
            assert_eq!(nodes["d3"]["words"].as_f64(), Some(300.0));
            assert_eq!(nodes["d3"]["partial"], false);
            assert_eq!(nodes["s1"]["kind"], "person");
        }
    }
}

#[test]
fn days_are_on_the_nodes_and_arrows_that_gephi_reads() {
    let gexf = written(Format::Gexf, &night_ferry(), Selection::Run);
    assert!(gexf.contains("mode=\"dynamic\" timerepresentation=\"interval\" timeformat=\"date\""));
    assert!(gexf.contains(
        "<node id=\"d2\" label=\"Meridian Wire, “Ferry crossed strait at night with \
                           transponder off, newspaper says” (2031-02-25)\" start=\"2031-02-25\">"
    ));
    assert!(gexf.contains("kind=\"link\" weight=\"1.0\" start=\"2031-03-02\">"));
    // What is no day is left out, whatever a page calls its date.
    assert!(!written(Format::Gexf, &hostile(), Selection::Run).contains("start=\"\""));
}

/// Returns the value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

#[test]
fn gephi_finds_what_it_looks_for() {
    for report in [night_ferry(), hostile()] {
        let gexf = written(Format::Gexf, &report, Selection::Run);
        let mut class = "";
        let mut declared: Vec<(&str, &str, &str)> = Vec::new();
        let mut nodes: Vec<&str> = Vec::new();
        let mut weights = 0;
        for tag in gexf.split('<').filter_map(|part| part.split('>').next()) {
            let of = |name| attribute(tag, name);
            match tag.split([' ', '/']).next().unwrap() {
                "gexf" => assert_eq!(of("version"), Some("1.3")),
                "attributes" => {
                    class = of("class").unwrap();
                    assert_eq!(of("mode"), Some("static"));
                }
                "attribute" => {
                    let kind = of("type").unwrap();
                    assert!(
                        ["string", "integer", "long", "boolean"].contains(&kind),
                        "{kind}"
                    );
                    declared.push((class, of("id").unwrap(), kind));
                }
                "node" => {
                    class = "node";
                    nodes.push(of("id").unwrap());
                }
                "edge" => {
                    class = "edge";
                    let ends = ["source", "target"].map(|end| of(end).unwrap());
                    assert!(ends.iter().all(|end| nodes.contains(end)), "{tag}");
                    assert!(of("weight").unwrap().parse::<f32>().unwrap() > 0.0);
                    weights += 1;
                }
                "attvalue" => {
                    let (id, value) = (of("for").unwrap(), of("value").unwrap());
                    let kind = declared
                        .iter()
                        .find(|it| (it.0, it.1) == (class, id))
                        .unwrap()
                        .2;
                    match kind {
                        "integer" => assert!(value.parse::<i32>().is_ok(), "{tag}"),
                        "long" => assert!(value.parse::<i64>().is_ok(), "{tag}"),
                        "boolean" => assert!(value.parse::<bool>().is_ok(), "{tag}"),
                        _ => {}
                    }
                }
                _ => {}
            }
            if let Some(day) = of("start") {
                assert!(day.parse::<jiff::civil::Date>().is_ok(), "{day}");
            }
        }
        assert_eq!(weights, report.citations.len());
    }
}

#[test]
fn graphs_are_well_formed_whatever_the_pages_say() {
    for report in [night_ferry(), hostile()] {
        for selection in selections(&report) {
            for format in [Format::GraphMl, Format::Gexf] {
                let xml = written(format, &report, selection);
                let (declaration, body) = xml.split_once('\n').unwrap();
                assert_eq!(declaration, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
                assert_well_formed(body);
                assert!(!xml.chars().any(|c| c.is_control() && c != '\n'));
            }
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
