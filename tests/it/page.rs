//! `report.html` in a browser: what a reader sees, clicks and types.

use std::path::PathBuf;

use headwater::export::{Format, Selection};
use headwater::report::Report;
use serde_json::json;
use tempfile::TempDir;

use crate::chromium::Chromium;
use crate::export::{hostile, night_ferry};

/// A browser and the page of a report; `None`, and a word about it, where there is no browser.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn browser(report: &Report) -> Option<(Chromium, PathBuf, TempDir)> {
    let Some(browser) = Chromium::start() else {
        let optional = std::env::var_os("CI").is_none();
        assert!(optional, "Chromium is not installed");
        println!("skipped: Chromium is not installed");
        return None;
    };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("report.html");
    let mut out = Vec::new();
    let exporter = Format::Html.exporter();
    exporter.write(report, Selection::Run, &mut out).unwrap();
    std::fs::write(&path, out).unwrap();
    Some((browser, path, dir))
}

/// What went wrong in the page, and what it asked for beside itself.
fn complaints(browser: &mut Chromium) -> Vec<String> {
    // Answers come in order: whatever the page told before is there now.
    browser.eval("1");
    let is_one = |event: &&serde_json::Value| match event["method"].as_str() {
        Some("Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded") => true,
        Some("Network.requestWillBeSent") => {
            // The browser's own icons are data; the page itself is a document.
            let request = &event["params"];
            let url = request["request"]["url"].as_str().unwrap_or_default();
            request["type"] != "Document" && !url.starts_with("data:")
        }
        _ => false,
    };
    let events = browser.events.iter().filter(is_one);
    events.map(ToString::to_string).collect()
}

#[test]
fn the_page_opens_without_a_complaint_or_a_request() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "");
    assert_eq!(complaints(&mut browser), [""; 0]);
    assert_eq!(browser.text("#claim-id"), "c1");
    assert_eq!(browser.text("#claim-verdict"), "single origin");
    let nodes = browser.eval("document.querySelectorAll('#canvas .node').length");
    // Four documents, one of them folded into its original, and a source.
    assert_eq!(nodes, 4);
    assert!(browser.text("#canvas").contains("and 1 copy"));
    assert!(browser.text("#timeline").contains("The Daily Tiller"));
    assert!(browser.text("#unseen").contains("robots.txt"));
}

#[test]
fn a_click_shows_the_sentence_and_its_record() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "");
    browser.eval("document.querySelector('#node-d3').dispatchEvent(new MouseEvent('click'))");
    let detail = browser.text("#detail");
    for words in [
        "no lights and no transponder",
        "pages.warc.gz, byte 3000",
        "chokepoint",
    ] {
        assert!(detail.contains(words), "{words}: {detail}");
    }
    assert_eq!(browser.eval("location.hash"), "#c1/d3");
    browser.eval("document.querySelector('.edge').dispatchEvent(new MouseEvent('click'))");
    let detail = browser.text("#detail");
    assert!(detail.contains("The cited document says it."), "{detail}");
    assert!(detail.contains("reported"), "{detail}");
    assert_eq!(
        browser.eval("document.querySelectorAll('.edge.chosen').length"),
        1
    );
    browser.press("Escape");
    assert_eq!(browser.eval("location.hash"), "#c1");
    assert!(browser.text("#detail").contains("Chokepoints"));
    assert_eq!(complaints(&mut browser), [""; 0]);
}

#[test]
fn an_address_leads_to_a_claim_a_node_or_an_arrow() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    for (fragment, claim, heading) in [
        ("#c3", "c3", ""),
        ("#c3/d9", "c3", "skerryarchive.test"),
        ("#c1/d4", "c1", "The Shingle Post"),
        ("#c2/d5/d6", "c2", "SkimReel → Old Signals"),
        ("#c99/x/%zz", "c1", ""),
    ] {
        browser.open(&path, fragment);
        assert_eq!(browser.text("#claim-id"), claim, "{fragment}");
        let found = browser.eval("document.querySelector('#detail h2')?.textContent ?? ''");
        assert_eq!(found, heading, "{fragment}");
        assert_eq!(complaints(&mut browser), [""; 0]);
    }
}

#[test]
fn the_back_button_goes_back() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "");
    browser.eval("document.querySelectorAll('.choose')[1].click()");
    assert_eq!(browser.text("#claim-id"), "c2");
    browser.eval("document.querySelectorAll('.choose')[2].click()");
    assert_eq!(
        browser.text("#claim-heading"),
        "The council voted in secret."
    );
    let back = "new Promise((done) => { addEventListener('popstate', () => setTimeout(done)); history.back(); })";
    browser.eval(back);
    assert_eq!(browser.text("#claim-id"), "c2");
    let current = browser.eval("document.querySelectorAll('[aria-current]').length");
    assert_eq!(current, 1);
}

#[test]
fn filters_and_search_choose_claims() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "");
    let mut shown = |id: &str, value: &str| {
        browser.eval(&format!(
            "document.querySelector('#filters').reset(); document.querySelector('#{id}').value = '{value}'; \
             document.querySelector('#{id}').dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ));
        let shown = browser.eval(
            "[...document.querySelectorAll('.claim:not([hidden]) .id')].map((id) => id.textContent).join(' ')",
        );
        shown.as_str().unwrap().to_owned()
    };
    assert_eq!(shown("verdict", "circular"), "c2");
    assert_eq!(shown("search", "Oona  transponder"), "c1");
    assert_eq!(shown("search", "no such words"), "");
    assert_eq!(shown("kind", "unsupported"), "c4");
    assert_eq!(shown("outlet", "The Shingle Post"), "c1");
    assert_eq!(shown("to", "2031-02-28"), "c1 c4");
    assert_eq!(shown("from", ""), "c1 c2 c3 c4 c5");
    let count = browser.eval("document.querySelector('#found').value");
    assert_eq!(count, "5 of 5 claims");
    // What does not fit is faded in the graph, not taken out of it.
    browser.eval(
        "document.querySelector('#outlet').value = 'The Daily Tiller'; \
         document.querySelector('#outlet').dispatchEvent(new Event('input', { bubbles: true }))",
    );
    let faded = browser.eval("document.querySelectorAll('#canvas .node.dimmed').length");
    assert_eq!(faded, 3);
}

#[test]
fn the_keyboard_reaches_every_node_and_each_has_a_name() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "");
    browser.eval("document.querySelector('#node-s1').focus()");
    browser.press("ArrowRight");
    let focused = browser.eval("document.activeElement.id");
    assert_eq!(focused, "node-d3");
    browser.press("Enter");
    assert_eq!(browser.eval("location.hash"), "#c1/d3");
    let nameless = browser.eval(
        "[...document.querySelectorAll('a, button, select, input, [role=button]')].filter((control) => \
         !(control.getAttribute('aria-label') || control.textContent.trim() || control.labels?.length)).length",
    );
    assert_eq!(nameless, 0);
    let reachable = browser.eval("document.querySelectorAll('#canvas [tabindex=\"0\"]').length");
    assert_eq!(reachable, 1);
}

#[test]
fn what_pages_say_never_acts() {
    let report = hostile();
    let Some((mut browser, path, _dir)) = browser(&report) else {
        return;
    };
    for claim in &report.claims {
        browser.open(&path, &format!("#{}", claim.id));
        let visit = "for (const thing of document.querySelectorAll('.node, .edge')) \
                     thing.dispatchEvent(new MouseEvent('click'))";
        browser.eval(visit);
        assert_eq!(complaints(&mut browser), [""; 0]);
        let found = browser.eval(
            "[document.scripts.length, document.querySelectorAll('img, iframe, object, base, link').length, \
             [...document.links].filter((a) => !/^(https?|file):$/.test(a.protocol)).length, \
             [...document.links].filter((a) => a.protocol.startsWith('http') && a.rel !== 'noreferrer noopener').length]",
        );
        assert_eq!(found, json!([2, 0, 0, 0]));
    }
}

#[test]
fn every_claim_is_printed() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    browser.open(&path, "#c2");
    browser.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    let seen = browser.eval("document.body.innerText");
    let seen = seen.as_str().unwrap();
    for claim in night_ferry().claims {
        assert!(seen.contains(&claim.text), "{seen}");
    }
    assert!(seen.contains("from SkimReel (links)"), "{seen}");
    assert!(!seen.contains("Search"), "{seen}");
    let pdf = browser.call("Page.printToPDF", &json!({}));
    // "%PDF" in base 64.
    assert!(pdf["data"].as_str().unwrap().starts_with("JVBE"));
}

#[test]
fn a_narrow_page_is_not_wider_than_the_screen() {
    let Some((mut browser, path, _dir)) = browser(&night_ferry()) else {
        return;
    };
    let phone = json!({"width": 380, "height": 800, "deviceScaleFactor": 1, "mobile": false});
    browser.call("Emulation.setDeviceMetricsOverride", &phone);
    browser.open(&path, "#c1/d3");
    let wide = browser.eval(
        "[...document.querySelectorAll('body *')].filter((one) => !one.closest('#canvas, #timeline') && \
         one.getBoundingClientRect().right > 380).map((one) => one.outerHTML.slice(0, 80))",
    );
    assert_eq!(wide, json!([]));
}
