//! Hand-made sentences with the parts that a reader finds in them.

use crate::cite::tests_support::document;
use crate::cite::{Attribution, Parts, Source, SourceKind, attributions};
use crate::text::Span;

/// A text, then wording, body, number, channel and condition; empty for what is not told.
type Row = (&'static str, [&'static str; 5]);

const ROWS: &[Row] = &[
    (
        "Two officials briefed on the matter told the Harbor Ledger that the ferry carried soldiers.",
        [
            "Two officials briefed on the matter",
            "",
            "Two",
            "the Harbor Ledger",
            "",
        ],
    ),
    (
        "“It was a mistake,” said a senior Orvany official, speaking on condition of anonymity.",
        [
            "a senior Orvany official",
            "Orvany",
            "a",
            "",
            "speaking on condition of anonymity",
        ],
    ),
    (
        "Several defence ministry officials said at a closed-door briefing that the port was shut.",
        [
            "Several defence ministry officials",
            "defence ministry",
            "Several",
            "",
            "at a closed-door briefing",
        ],
    ),
    (
        "The ship was empty, according to three people familiar with the inquiry, who asked not to be named because it is private.",
        [
            "three people familiar with the inquiry",
            "",
            "three",
            "",
            "who asked not to be named because it is private",
        ],
    ),
    (
        "An official at the Ministry of Works said the bridge would reopen.",
        [
            "An official at the Ministry of Works",
            "the Ministry of Works",
            "An",
            "",
            "",
        ],
    ),
    (
        "The Daily Tiller reported that the ferry crossed at night, citing two intelligence officials.",
        [
            "two intelligence officials",
            "intelligence",
            "two",
            "The Daily Tiller",
            "",
        ],
    ),
    (
        "A source close to the palace told Reuters on Monday that the king was ill.",
        [
            "A source close to the palace",
            "the palace",
            "A",
            "Reuters",
            "",
        ],
    ),
    (
        "Officials said the talks had failed. They spoke on condition of anonymity because they were not authorised to discuss them.",
        [
            "Officials",
            "",
            "",
            "",
            "spoke on condition of anonymity because they were not authorised to discuss them",
        ],
    ),
    (
        "At least four Western diplomats said the text was final.",
        [
            "At least four Western diplomats",
            "Western",
            "At least four",
            "",
            "",
        ],
    ),
    (
        "“We saw nothing,” one official told reporters at a news conference in Alder.",
        [
            "one official",
            "",
            "one",
            "reporters",
            "at a news conference in Alder",
        ],
    ),
    (
        "A number of Treasury officials said in an interview with the Straits Times that taxes would rise.",
        [
            "A number of Treasury officials",
            "Treasury",
            "A number",
            "the Straits Times",
            "in an interview with the Straits Times",
        ],
    ),
    (
        "A person with knowledge of the deal said it was worth 40 million.",
        ["A person with knowledge of the deal", "", "A", "", ""],
    ),
    (
        "The vessel was seized on Tuesday, two port officials said.",
        ["two port officials", "port", "two", "", ""],
    ),
    (
        "An aide to the prime minister, who was not authorised to speak publicly, said the vote would be held.",
        [
            "An aide to the prime minister",
            "",
            "An",
            "",
            "who was not authorised to speak publicly",
        ],
    ),
    (
        "“Nobody knew,” an official from Orvany’s general staff said, declining to be named.",
        [
            "an official from Orvany’s general staff",
            "Orvany’s general staff",
            "an",
            "",
            "declining to be named",
        ],
    ),
    (
        "One of the investigators said the black box was found.",
        ["One of the investigators", "", "One", "", ""],
    ),
    (
        "A Pentagon official said on background that the drone was lost.",
        ["A Pentagon official", "Pentagon", "A", "", "on background"],
    ),
    (
        "Half a dozen security officials told The Associated Press the tunnel had been closed.",
        [
            "Half a dozen security officials",
            "security",
            "Half a dozen",
            "The Associated Press",
            "",
        ],
    ),
    (
        "The plan was dropped in March, according to a government source who declined to be identified.",
        [
            "a government source",
            "government",
            "a",
            "",
            "who declined to be identified",
        ],
    ),
    (
        "“They were paid in cash,” a witness told me.",
        ["a witness", "", "a", "me", ""],
    ),
    (
        "Two senior police officers, speaking to the Alder Courier, said the file was lost.",
        [
            "Two senior police officers",
            "police",
            "Two",
            "the Alder Courier",
            "",
        ],
    ),
    (
        "Speaking on condition of anonymity, a European diplomat said the sanctions would stay.",
        [
            "a European diplomat",
            "European",
            "a",
            "",
            "Speaking on condition of anonymity",
        ],
    ),
    (
        "Another official, who spoke off the record, said the minister knew.",
        [
            "Another official",
            "",
            "Another",
            "",
            "who spoke off the record",
        ],
    ),
    (
        "Dozens of witnesses said the shots came from the roof.",
        ["Dozens of witnesses", "", "Dozens", "", ""],
    ),
    (
        "A spokesperson for the company, who asked to remain anonymous, said the plant was safe.",
        [
            "A spokesperson for the company",
            "the company",
            "A",
            "",
            "who asked to remain anonymous",
        ],
    ),
    (
        "“It is over,” a diplomat with the European Union said, requesting anonymity for fear of retaliation.",
        [
            "a diplomat with the European Union",
            "the European Union",
            "a",
            "",
            "requesting anonymity for fear of retaliation",
        ],
    ),
    (
        "Officials quoted by the Meridian Wire said the mine was flooded.",
        ["Officials", "", "", "the Meridian Wire", ""],
    ),
    (
        "Some White House aides said privately that the speech went badly.",
        ["Some White House aides", "White House", "Some", "", ""],
    ),
    (
        "The money was moved abroad, an executive at the bank said, asking that his name not be used.",
        [
            "an executive at the bank",
            "the bank",
            "an",
            "",
            "asking that his name not be used",
        ],
    ),
    (
        "A lawyer involved in the case said the deal was signed, on the condition that she not be named.",
        [
            "A lawyer involved in the case",
            "",
            "A",
            "",
            "on the condition that she not be named",
        ],
    ),
];

/// As [`ROWS`]; what stands in the sentence is told of somebody else.
const OTHERS: &[Row] = &[
    (
        "The bridge is shut, according to two officials and an assessment that the Assessment Service presented at a closed-door briefing.",
        ["two officials", "", "two", "", ""],
    ),
    (
        "Colleagues of his, two officials said, call him the Badger.",
        ["two officials", "", "two", "", ""],
    ),
    (
        "One official said the mayor spoke to Reuters.",
        ["One official", "", "One", "", ""],
    ),
];

/// Returns the first anonymous source that is read in `text`.
fn anonymous(text: &str) -> Option<Source> {
    let found: Vec<Attribution> = attributions(&document(text));
    found
        .into_iter()
        .flat_map(|found| found.source.into_iter().chain(found.behind))
        .find(|source| source.kind == SourceKind::Anonymous)
}

fn shown(text: &str, parts: &Parts) -> [String; 5] {
    let of = |span: Option<Span>| span.map_or("", |span| span.of(text)).to_owned();
    [
        of(Some(parts.wording)),
        of(parts.body),
        of(parts.number),
        of(parts.channel),
        of(parts.condition),
    ]
}

#[test]
fn an_anonymous_source_keeps_its_parts() {
    let mut wrong = Vec::new();
    for (text, expected) in ROWS.iter().chain(OTHERS) {
        let parts = anonymous(text).and_then(|source| source.parts);
        match parts {
            Some(parts) if shown(text, &parts) == *expected => {}
            Some(parts) => wrong.push(format!(
                "{text}\n   {:?}\n   {expected:?}",
                shown(text, &parts)
            )),
            None => wrong.push(format!("{text}\n   nobody anonymous")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_is_named_has_no_such_parts() {
    for text in [
        "Ann Lee told the Ledger that it rained.",
        "The ministry said it rained.",
        "Critics said it rained.",
    ] {
        let found = attributions(&document(text));
        assert!(found[0].source.as_ref().unwrap().parts.is_none(), "{text}");
    }
}
