//! How large `report.html` is, how long it takes to write, and how soon a browser shows it and answers
//! a click: for 200 and for 2,000 documents.
//!
//! Prints a line a size; the times of the browser only where Chromium is installed.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool that says what it found, and measures real time"
)]

#[path = "../it/chromium.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod chromium;

use std::time::Instant;

use headwater::export::{Format, Selection};
use headwater::report::{Claim, Document, Report, Statement, Upstream};

use chromium::Chromium;

/// A made-up report of `size` documents: one claim that three quarters of them state, some that 50
/// state, many that five state, and one of its own for each.
fn report(size: usize) -> Report {
    let small: Report = serde_json::from_str(include_str!("../reports/night-ferry.json")).unwrap();
    let mut report = small.clone();
    report.documents = (0..size)
        .map(|n| document(&small.documents[1], n))
        .collect();
    report.citations.clear();
    report.claims.clear();
    add_claim(&mut report, &small, 0, size * 3 / 4);
    for number in 0..size / 50 {
        add_claim(&mut report, &small, number * 37 % (size - 50), 50);
    }
    for number in 0..size / 5 {
        add_claim(&mut report, &small, number * 5, 5);
    }
    for number in 0..size {
        add_claim(&mut report, &small, number, 1);
    }
    report
}

fn document(like: &Document, number: usize) -> Document {
    let outlet = number % 300;
    let mut document = like.clone();
    document.id = format!("d{}", number + 1);
    document.url = format!("http://outlet{outlet}.test/2031/03/story-{number}.html");
    document.title = Some(format!(
        "Story {number}: a ferry ran dark across the strait at night"
    ));
    document.outlet.name = format!("The Outlet {outlet}");
    document.outlet.domain = format!("outlet{outlet}.test");
    document.published = Some(format!(
        "2031-03-{:02}T{:02}:00:00Z",
        1 + number % 28,
        number % 24
    ));
    document.copy_of = (number % 7 == 3).then(|| format!("d{number}"));
    document.depth = u32::from(number > 0);
    document
}

/// Adds a claim that `count` documents from `first` on state; each has it from one before it.
fn add_claim(report: &mut Report, like: &Report, first: usize, count: usize) {
    let mut claim: Claim = like.claims[0].clone();
    claim.id = format!("c{}", report.claims.len() + 1);
    claim.documents = count;
    claim.statements = Vec::new();
    for number in 0..count {
        let id = format!("d{}", first + number + 1);
        let mut citation = like.citations[0].clone();
        citation.id = format!("e{}", report.citations.len() + 1);
        citation.from.clone_from(&id);
        citation.to = match number {
            0 => "s1".to_owned(),
            number => format!("d{}", first + number / 3 + 1),
        };
        let text = format!("{} It is the statement of {id}.", citation.evidence.text);
        citation.evidence.text.clone_from(&text);
        citation.evidence.before = Some("The harbour was quiet that evening, he said.".to_owned());
        citation.evidence.after = Some("Nobody on the quay had seen her leave.".to_owned());
        let upstream = Upstream {
            node: citation.to.clone(),
            citation: citation.id.clone(),
            through: None,
        };
        claim.statements.push(Statement {
            denies: false,
            document: id,
            text,
            before: citation.evidence.before.clone(),
            after: citation.evidence.after.clone(),
            start: 0,
            end: 0,
            upstream: Vec::from_iter((citation.to != citation.from).then_some(upstream)),
        });
        report.citations.push(citation);
    }
    claim.chokepoints = vec![format!("d{}", first + 1)];
    claim.origins[0].documents = count;
    report.claims.push(claim);
}

fn main() {
    for size in [200, 2_000] {
        let report = report(size);
        let start = Instant::now();
        let mut page = Vec::new();
        let exporter = Format::Html.exporter();
        exporter.write(&report, Selection::Run, &mut page).unwrap();
        let (written, bytes) = (start.elapsed(), page.len());
        println!(
            "{size} documents, {} claims: {bytes} bytes, written in {written:.1?}",
            report.claims.len()
        );
        let Some(mut browser) = Chromium::start() else {
            println!("skipped: Chromium is not installed");
            continue;
        };
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.html");
        std::fs::write(&path, page).unwrap();
        browser.open(&path, "");
        let paint = browser.eval(
            "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].startTime)) \
             .observe({ type: 'paint', buffered: true }))",
        );
        println!("  first paint after {paint} ms");
        for (what, click) in [
            (
                "another claim",
                "document.querySelectorAll('.choose')[3].click()",
            ),
            (
                "the largest claim",
                "document.querySelectorAll('.choose')[0].click()",
            ),
            (
                "a node",
                "document.querySelector('#canvas .node').dispatchEvent(new MouseEvent('click'))",
            ),
            (
                "an arrow",
                "document.querySelector('#canvas .edge').dispatchEvent(new MouseEvent('click'))",
            ),
            (
                "a letter of a search",
                "document.querySelector('#search').value = 'd77'; \
                 document.querySelector('#search').dispatchEvent(new Event('input', { bubbles: true }))",
            ),
        ] {
            // Until the frame that shows it has been laid out and painted.
            let took = browser.eval(&format!(
                "new Promise((done) => {{ const start = performance.now(); {click}; \
                 requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - start)))); }})"
            ));
            println!("  {what}: {took} ms");
        }
    }
}
