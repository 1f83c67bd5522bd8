//! Small made-up webs whose truth is known: who has a claim from whom.

use headwater::corpus::{Corpus, Outcome, Reading, Target};
use headwater::parse::Input;
use headwater::report::{Claim, OriginState, Report, ReprintKind, ReprintReason, Run, Verdict};
use proptest::prelude::*;

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
    let reprint = (report.documents.iter()).find_map(|document| document.reprint.as_ref());
    let reprint = reprint.expect("a reprint");
    assert_eq!(&reprint.of, copies[0]);
    assert!(reprint.share > 0.9, "{reprint:?}");
    assert_eq!(
        (reprint.kind, reprint.reason),
        (ReprintKind::Copy, ReprintReason::Credit)
    );
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::SingleOrigin, "{}", claim.because);
    assert_eq!(origins(&report, claim), ["Ann Lee"]);
}

#[test]
fn a_denial_is_no_further_voice() {
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
                "Cracks were found in two pillars of the north pier, according to <a href='http://courier.test/1'>the courier</a>.",
                "Nobody fishes there now.",
            ],
        ),
        (
            "http://gazette.test/1",
            &[
                "Bo Hansen, a councillor, denied that cracks were found in two pillars of the north pier.",
                "Ice is expected on Sunday.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!((claim.documents, claim.outlets), (2, 2), "{claim:#?}");
    assert_eq!(origins(&report, claim), ["Ann Lee"], "{}", claim.because);
    let [denial] = claim.denied_by.as_slice() else {
        panic!("{:?}", claim.denied_by);
    };
    assert_eq!(name(&report, &denial.document), "The gazette");
    let by: Vec<String> = denial.by.iter().map(|id| name(&report, id)).collect();
    assert_eq!(by, ["Bo Hansen"]);
    assert!(claim.statements[denial.statement].denies);
}

#[test]
fn other_numbers_of_one_thing_stay_visible() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Divers found forty cracks in the pillars of the north pier on Friday, said Ann Lee, the harbour master.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "Divers found some 60 cracks in the pillars of the north pier on Friday, said Bo Hansen, a diver.",
                "Nobody fishes there now.",
            ],
        ),
    ]);
    let claim = pier(&report);
    let told: Vec<(&str, usize)> = (claim.variants.iter())
        .map(|variant| (variant.text.as_str(), variant.documents))
        .collect();
    assert_eq!(told, [("forty cracks", 1), ("some 60 cracks", 1)]);
}

#[test]
fn a_number_that_changed_on_its_way_is_of_the_same_claim() {
    let web = |told: &'static str| {
        report(&[
            (
                "http://courier.test/1",
                &[
                    "The divers' note puts the damage to the pillars at 150 cracks, said Ann Lee, the harbour master.",
                    FILLER,
                    "The fair brought 9,000 visitors.",
                ],
            ),
            (
                "http://mirror.test/1",
                &[told, "Nobody fishes there now.", "Geese crossed the green."],
            ),
        ])
    };
    let changed = web(
        "Some two hundred of them were counted in all, <a href='http://courier.test/1'>the courier says</a>.",
    );
    let claim = (changed.claims.iter())
        .find(|claim| claim.documents > 1)
        .unwrap();
    let told: Vec<f64> = claim.variants.iter().map(|it| it.value).collect();
    assert_eq!(told, [150.0, 200.0]);
    let other = web(
        "Some two thousand of them were counted in all, <a href='http://courier.test/1'>the courier says</a>.",
    );
    let shared = other.claims.iter().filter(|claim| claim.documents > 1);
    assert_eq!(shared.count(), 0);
}

#[test]
fn an_outlet_stands_for_its_article_about_the_matter_not_for_one_linked_elsewhere() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Deep cracks run through two pillars under the pier and its tramway, the Ledger reported on Friday.",
                FILLER,
                "The baker painted his door green, <a href='http://ledger.test/baker'>the ledger reported</a>.",
            ],
        ),
        (
            "http://ledger.test/pier",
            &[
                "Cracks were found in two pillars of the north pier on Friday, said Ann Lee, the harbour master.",
                "Two geese crossed the green.",
            ],
        ),
        (
            "http://ledger.test/baker",
            &["The baker of Pier Street painted his door green on Friday, said his wife."],
        ),
    ]);
    let courier = (report.documents.iter()).find(|it| it.url.starts_with("http://courier"));
    let courier = &courier.unwrap().id;
    let mut cited: Vec<&str> = (report.citations.iter())
        .filter(|it| it.from == *courier && it.to.starts_with('d'))
        .map(|it| {
            let to = report
                .documents
                .iter()
                .find(|document| document.id == it.to);
            to.unwrap().url.as_str()
        })
        .collect();
    cited.sort_unstable();
    assert_eq!(
        cited,
        ["http://ledger.test/baker", "http://ledger.test/pier"]
    );
}

#[test]
fn an_outlet_without_a_known_article_stands_for_one_that_was_not_read() {
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, Reuters reported on Friday.",
                FILLER,
            ],
        ),
        (
            "http://mirror.test/1",
            &[
                "Reuters reported that cracks were found in two pillars of the north pier.",
                "Nobody fishes there now.",
            ],
        ),
    ]);
    let claim = pier(&report);
    assert_eq!(claim.verdict, Verdict::Untraced, "{}", claim.because);
    assert_eq!(origins(&report, claim), ["Reuters"]);
    assert_eq!(claim.origins[0].state, OriginState::Unread);
    assert_eq!(
        (claim.independent.at_least, claim.independent.at_most),
        (0, 1)
    );
}

#[test]
fn a_passage_in_both_articles_stands_beside_the_citation() {
    let passage = "The pier, which carries the fish market and a tramway, was built ninety years ago by the town and the \
        guild together, and divers went down on Friday morning and again in the afternoon, when the tide had turned.";
    let report = report(&[
        (
            "http://courier.test/1",
            &[
                "Cracks were found in two pillars of the north pier, <a href='http://ledger.test/1'>the ledger reported</a>.",
                passage,
                "Elsewhere in the town a choir sang for the mayor, the baker painted his door, and two geese crossed the green \
                 on their way to the pond behind the old school, where children feed them bread every winter.",
            ],
        ),
        (
            "http://ledger.test/1",
            &[
                "Cracks were found in two pillars of the north pier, said Ann Lee, the harbour master.",
                "A decision about repairs is expected before the herring season begins, when two hundred boats land here \
                 each day, and the guild has asked for a loan from three banks and the county.",
                passage,
            ],
        ),
    ]);
    let citation = report
        .citations
        .iter()
        .find(|citation| citation.to.starts_with('d'));
    let shared = citation.and_then(|citation| citation.evidence.passage.as_ref());
    let shared = shared.expect("a passage");
    assert_eq!(shared.text, passage.trim_end_matches('.'));
    assert_eq!(shared.end - shared.start, shared.text.chars().count());
    assert_eq!(
        shared.cited_end - shared.cited_start,
        shared.text.chars().count()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whichever pages cannot be read, the answer that reading them gives for the documents that
    /// were read and those that they cite stays within the interval.
    #[test]
    fn hiding_pages_never_moves_the_answer_outside(
        cites in proptest::collection::vec(proptest::collection::vec(0_usize..8, 0..3), 8),
        speaks in proptest::collection::vec(0_usize..5, 8),
        hidden in proptest::collection::vec(any::<bool>(), 8),
    ) {
        let address = |at: usize| format!("http://{}.test/1", OUTLETS[at]);
        let sentence = |at: usize| {
            let links: Vec<String> = (cites[at].iter().filter(|&&to| to != at))
                .map(|&to| format!("<a href='{}'>the {}</a>", address(to), OUTLETS[to]))
                .collect();
            let said = match speaks[at] {
                0 => ", said Ann Lee, the harbour master",
                1 => ", said Bo Hansen, a diver",
                _ => "",
            };
            let by = if links.is_empty() { String::new() } else { format!(", according to {}", links.join(" and ")) };
            format!("Cracks were found in two pillars of the north pier{by}{said}.")
        };
        let sentences: Vec<String> = (0..8).map(sentence).collect();
        let paragraphs: Vec<[&str; 2]> = (0..8).map(|at| [sentences[at].as_str(), FILLERS[at]]).collect();
        let addresses: Vec<String> = (0..8).map(address).collect();
        let pages = |hidden: &dyn Fn(usize) -> bool| -> Vec<Page<'_>> {
            (0..8)
                .map(|at| (addresses[at].as_str(), if hidden(at) { &[][..] } else { &paragraphs[at][..] }))
                .collect()
        };
        let (full, seen) = (report(&pages(&|_| false)), report(&pages(&|at| hidden[at])));
        let Some(claim) = seen.claims.iter().find(|claim| claim.text.contains("pillars")) else {
            return Ok(());
        };
        // The pages that nobody who was read cites are not part of the question, nor is which
        // sentences are one claim.
        let known = |at: usize| {
            !hidden[at] || (0..8).any(|by| !hidden[by] && cites[by].contains(&at))
        };
        if (0..8).all(known) && pier(&full).documents == 8 {
            let answer = pier(&full).independent;
            prop_assert!(claim.independent.at_least <= answer.at_least, "{claim:#?}");
            prop_assert!(claim.independent.at_most >= answer.at_most, "{claim:#?}");
        }
    }
}

/// The outlets of the webs that are made by chance.
const OUTLETS: [&str; 8] = [
    "courier", "mirror", "gazette", "ledger", "herald", "examiner", "tribune", "signal",
];

/// A sentence for each of them that no other has.
const FILLERS: [&str; 8] = [
    "The market opens late in winter.",
    "Nobody fishes there now.",
    "Ice is expected on Sunday.",
    "The tram stops at the old school.",
    "Bread is dearer than last year.",
    "A choir sang in the town hall.",
    "Two geese crossed the green.",
    "The baker has painted his door.",
];
