//! Small made-up webs whose truth is known: who has a claim from whom.

use headwater::corpus::{Corpus, Outcome, Reading, Target};
use headwater::parse::Input;
use headwater::report::{Claim, OriginState, Report, Run, Verdict};

use crate::web::url;

/// A page of a web: its address and the paragraphs of its article; without any it is gone.
type Page<'a> = (&'a str, &'a [&'a str]);

/// What becomes of every page of a web, traced from its first two.
fn report(pages: &[Page<'_>]) -> Report {
    let mut targets: Vec<Target> = pages.iter().map(|page| target(*page)).collect();
    targets.sort_by(|a, b| a.url.cmp(&b.url));
    let corpus = Corpus {
        seeds: pages.iter().take(2).map(|page| url(page.0)).collect(),
        targets,
        ..Corpus::default()
    };
    Report::new(&corpus, Run::default())
}

fn target((address, paragraphs): Page<'_>) -> Target {
    let address = url(address);
    let outlet = address.host().split('.').next().unwrap().replace('-', " ");
    let body = format!(
        "<html lang=en><head><meta property='og:site_name' content='The {outlet}'></head><body><article><h1>News \
         of the pier</h1><p>{}</p></article></body></html>",
        paragraphs.join("</p><p>")
    );
    let input = Input {
        url: Some(&address),
        content_type: Some("text/html; charset=utf-8"),
        body: body.as_bytes(),
        retrieved: None,
    };
    let outcome = if paragraphs.is_empty() {
        Outcome::failed("dead", None)
    } else {
        Outcome::Read(Box::new(Reading::of(&input).unwrap()))
    };
    Target {
        url: address,
        depth: 0,
        outcome,
        record: None,
        retrieved: None,
        memento: None,
        off_story: false,
    }
}

/// The claim that most documents state about the pillars of the pier.
fn pier(report: &Report) -> &Claim {
    report
        .claims
        .iter()
        .find(|claim| claim.text.contains("pillars"))
        .unwrap()
}

/// The names of a claim's origins: outlets of documents, names of sources.
fn origins(report: &Report, claim: &Claim) -> Vec<String> {
    claim
        .origins
        .iter()
        .map(|origin| name(report, &origin.node))
        .collect()
}

fn name(report: &Report, id: &str) -> String {
    let document = report.documents.iter().find(|document| document.id == id);
    let source = report.sources.iter().find(|source| source.id == id);
    document
        .map(|document| document.outlet.name.clone())
        .or_else(|| source.map(|source| source.name.clone()))
        .unwrap()
}

const FILLER: &str =
    "The harbour has been quiet since the herring left, and the market opens late in winter.";

#[test]
fn many_outlets_with_one_source_are_a_single_origin() {
    let report = report(&[
        (
            "http://Courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://ledger.test/1'>the ledger reported</a>.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "The ledger has <a href='http://ledger.test/1'>reported</a> that cracks were found in two pillars of the north pier.",
                "Nobody fishes there now.",
            ],
        ),
        (
            "http://gazette.test/1",
            &[
                "Two pillars of the north pier have cracks in them, according to <a href='http://ledger.test/1'>the ledger</a>.",
                "Ice is expected on Sunday.",
            ],
        ),
        (
            "http://ledger.test/1",
            &[
                "Cracks were found in two pillars of the north pier, said Ann Lee, the harbour master.",
                "The pier is ninety years old.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::SingleOrigin, "{}", claim.because);
    assert_eq!(origins(&report, claim), ["Ann Lee"]);
    assert_eq!((claim.documents, claim.outlets), (4, 4));
    assert_eq!(
        (claim.independent.at_least, claim.independent.at_most),
        (1, 1)
    );
    let chokepoints: Vec<String> = claim
        .chokepoints
        .iter()
        .map(|id| name(&report, id))
        .collect();
    assert_eq!(chokepoints, ["The ledger"]);
}

#[test]
fn outlets_that_cite_each_other_are_circular() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://mirror.test/1'>the mirror</a> says.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "Cracks were found in two pillars of the north pier, according to <a href='http://gazette.test/1'>the gazette</a>.",
                "Nobody fishes there now.",
            ],
        ),
        (
            "http://gazette.test/1",
            &[
                "Cracks were found in two pillars of the north pier, as <a href='http://courier.test/1'>the courier</a> reported.",
                "Ice is expected on Sunday.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::Circular, "{}", claim.because);
    assert!(claim.origins.is_empty());
    assert_eq!(claim.loops.len(), 1);
    assert_eq!(claim.loops[0].len(), 3);
}

#[test]
fn chains_that_end_in_a_dead_page_are_untraced() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://ledger.test/gone'>the ledger reported</a>.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "The ledger <a href='http://ledger.test/gone'>has reported</a> cracks in two pillars of the north pier.",
                "Nobody fishes there now.",
            ],
        ),
        ("http://ledger.test/gone", &[]),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::Untraced, "{}", claim.because);
    assert_eq!(claim.origins[0].state, OriginState::Dead);
    assert_eq!(
        (claim.independent.at_least, claim.independent.at_most),
        (0, 1)
    );
}

#[test]
fn sources_that_share_nothing_are_independent() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, said Ann Lee, the harbour master.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "“Two pillars of the north pier have cracks in them,” said Bo Hansen, a diver.",
                "Nobody fishes there now.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::Independent, "{}", claim.because);
    assert_eq!(claim.independent.at_least, 2);
    let mut names = origins(&report, claim);
    names.sort();
    assert_eq!(names, ["Ann Lee", "Bo Hansen"]);
}

#[test]
fn a_page_that_does_not_say_it_is_no_origin() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://almanac.test/1'>a report</a> shows.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "Cracks were found in two pillars of the north pier, said Ann Lee, the harbour master.",
                "Nobody fishes there now.",
            ],
        ),
        (
            "http://almanac.test/1",
            &[
                "Tides in March are the highest of the year.",
                "The lighthouse keeper counts the geese each spring and writes it down.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(origins(&report, claim), ["Ann Lee"], "{}", claim.because);
    assert_eq!(claim.unsupported.len(), 1);
    assert_eq!(name(&report, &claim.unsupported[0].to), "The almanac");
}

#[test]
fn a_body_and_its_own_page_are_one_origin() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, the Harbour Office said.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "Cracks were found in two pillars of the north pier, according to <a href='http://harbour-office.test/notice'>a notice</a>.",
                "Nobody fishes there now.",
            ],
        ),
        (
            "http://harbour-office.test/notice",
            &[
                "Cracks were found in two pillars of the north pier.",
                "The pier is closed to carts and anglers until further notice.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::SingleOrigin, "{}", claim.because);
    assert_eq!(origins(&report, claim), ["The harbour office"]);
}

#[test]
fn what_a_copy_says_passes_through_its_original() {
    let wire: &[&str] = &[
        "SARN (Wire) - Cracks were found in two pillars of the north pier, said Ann Lee, the harbour master.",
        "The pier, which carries the fish market and a tramway, was built ninety years ago by the town and the guild together.",
        "Divers went down on Friday morning and again in the afternoon, when the tide had turned and the water was clearer.",
        "They found a crack as wide as a hand in the third pillar and a narrower one in the fourth, below the line of the weed.",
        "Carts have been turned away at the gate since then, and the tram stops a hundred metres short of the market hall.",
        "A decision about repairs is expected before the herring season begins, when two hundred boats land here each day.",
    ];
    let report = report(&[
        ("http://courier.test/1", wire),
        ("http://wire.test/1", wire),
        (
            "http://mirror.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://courier.test/1'>the courier</a> reports.",
                FILLER,
            ],
        ),
    ]);
    let copies: Vec<_> = report
        .documents
        .iter()
        .filter_map(|document| document.copy_of.as_ref())
        .collect();
    assert_eq!(copies.len(), 1);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::SingleOrigin, "{}", claim.because);
    assert_eq!(origins(&report, claim), ["Ann Lee"]);
}
