//! Attributions and mentions of whole documents.

use headwater::cite::{
    Attribution, MentionKind, OutletNames, Quotation, SourceKind, attributions, named_outlets,
};
use headwater::parse::{self, BlockKind, Document, Input};
use proptest::prelude::*;

/// Makes an English document of paragraphs.
fn document(text: &str) -> Document {
    let input = Input {
        url: None,
        content_type: Some("text/plain; charset=utf-8"),
        body: text.as_bytes(),
        retrieved: None,
    };
    let mut document = parse::document(&input).unwrap();
    document.language = Some("en".to_owned());
    for block in &mut document.blocks {
        block.kind = BlockKind::Paragraph;
    }
    document
}

/// Source, cue and content as text, content parts joined by an ellipsis.
fn shown(text: &str, found: &Attribution) -> (String, String, String) {
    let source = found
        .source
        .as_ref()
        .map_or("", |source| source.span.of(text));
    let content: Vec<&str> = found.content.iter().map(|span| span.of(text)).collect();
    (
        source.to_owned(),
        found.cue.of(text).to_owned(),
        content.join(" … "),
    )
}

fn read(text: &str) -> Vec<(String, String, String)> {
    attributions(&document(text))
        .iter()
        .map(|found| shown(text, found))
        .collect()
}

fn row(source: &str, cue: &str, content: &str) -> (String, String, String) {
    (source.to_owned(), cue.to_owned(), content.to_owned())
}

#[test]
fn each_construction_gives_source_cue_and_content() {
    for (text, expected) in [
        (
            "The mayor said that the bridge was closed.",
            vec![row("The mayor", "said", "that the bridge was closed")],
        ),
        (
            "“The bridge is closed,” said Ann Lee, the town’s mayor.",
            vec![row(
                "Ann Lee, the town’s mayor",
                "said",
                "“The bridge is closed,”",
            )],
        ),
        (
            "“We will mend it,” Lee said on Monday, “but not now.”",
            vec![row("Lee", "said", "“We will mend it,” … “but not now.”")],
        ),
        (
            "The bridge, he said, would stay closed.",
            vec![row("he", "said", "The bridge … would stay closed")],
        ),
        (
            "Ann Lee, the mayor, told reporters on Monday that the bridge was closed.",
            vec![row(
                "Ann Lee, the mayor,",
                "told",
                "that the bridge was closed",
            )],
        ),
        (
            "The bridge is closed, according to two officials briefed on the matter.",
            vec![row(
                "two officials briefed on the matter",
                "according to",
                "The bridge is closed",
            )],
        ),
        (
            "According to the ministry, the bridge is closed.",
            vec![row("the ministry", "According to", "the bridge is closed")],
        ),
        (
            "Lee said that the bridge was closed and added that it was old.",
            vec![
                row("Lee", "said", "that the bridge was closed"),
                row("Lee", "added", "that it was old"),
            ],
        ),
        (
            "The ministry rejected the report, saying that nobody was there.",
            vec![
                row("The ministry", "rejected", "the report"),
                row("The ministry", "saying", "that nobody was there"),
            ],
        ),
        (
            "Radar imagery from the Skylark Observatory shows that the ferry sailed.",
            vec![row(
                "Radar imagery from the Skylark Observatory",
                "shows",
                "that the ferry sailed",
            )],
        ),
        (
            "A clip put out by the brigade's staff is said to show soldiers at the pier.",
            vec![row(
                "A clip put out by the brigade's staff",
                "is said to show",
                "soldiers at the pier",
            )],
        ),
        (
            "The ferry sailed at night, as first reported by the Daily Tiller.",
            vec![row(
                "the Daily Tiller",
                "reported by",
                "The ferry sailed at night",
            )],
        ),
        ("The bridge is closed.", vec![]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn time_is_no_source_and_what_follows_a_parenthesis_is_content() {
    for (text, expected) in [
        (
            "Lee this week said that the bridge was closed.",
            vec![row("Lee", "said", "that the bridge was closed")],
        ),
        (
            "Back in February the Daily Tiller reported that the bridge was closed.",
            vec![row(
                "the Daily Tiller",
                "reported",
                "that the bridge was closed",
            )],
        ),
        (
            "The bridge was closed, the ministry said, until it could be mended.",
            vec![row(
                "the ministry",
                "said",
                "The bridge was closed … until it could be mended",
            )],
        ),
        (
            "“It is closed,” said Ann Lee, an engineer who is now retired. “It was old.”",
            vec![row(
                "Ann Lee, an engineer who is now retired",
                "said",
                "“It is closed,” … “It was old.”",
            )],
        ),
        (
            "Officials in the capital and in Brae say the bridge is closed.",
            vec![row(
                "Officials in the capital and in Brae",
                "say",
                "the bridge is closed",
            )],
        ),
        ("The council called an emergency meeting on Monday.", vec![]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn notation_of_quotation_marks_does_not_matter() {
    for text in [
        "“The bridge is closed,” said Ann Lee.",
        "\"The bridge is closed,\" said Ann Lee.",
        "''The bridge is closed,'' said Ann Lee.",
        "‘The bridge is closed,’ said Ann Lee.",
        "«The bridge is closed», said Ann Lee.",
    ] {
        let found = attributions(&document(text));
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].quotation, Quotation::Direct, "{text}");
        assert_eq!(found[0].source.as_ref().unwrap().name, "Ann Lee");
    }
}

#[test]
fn a_paragraph_of_quotation_keeps_its_speaker() {
    let text = "“It is closed,” said Ann Lee.\n\n“It has been closed for years.”";
    let found = attributions(&document(text));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content.len(), 2);
}

#[test]
fn a_colon_announces_the_quotation_of_the_next_paragraph() {
    let text = "Ann Lee said:\n\n“It has been closed for years. It is old.”";
    let found = attributions(&document(text));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].source.as_ref().unwrap().name, "Ann Lee");
    assert_eq!(found[0].quotation, Quotation::Direct);
}

#[test]
fn sources_get_their_fullest_name() {
    let text = "Sanna Aldane, the member for Ottercross, said that she had a photograph. She told \
                the House that it was old. “It is old,” Mrs Aldane added.\n\nTolvia's External \
                Assessment Service said that it was new. The service's analysts told the room \
                that it was a copy.";
    let names: Vec<(String, SourceKind)> = attributions(&document(text))
        .into_iter()
        .filter_map(|found| found.source.map(|source| (source.name, source.kind)))
        .collect();
    let aldane = || ("Sanna Aldane".to_owned(), SourceKind::Person);
    let service = || {
        (
            "External Assessment Service".to_owned(),
            SourceKind::Organization,
        )
    };
    assert_eq!(names, [aldane(), aldane(), aldane(), service(), service()]);
}

#[test]
fn a_source_is_named_by_what_it_is_and_not_by_the_words_around_it() {
    use SourceKind::{Anonymous, Organization, Person};
    for (text, name, kind) in [
        (
            "Dilys Orme, 44, who moved to Fairlead in 2029, told the Klaxon: “I came here for the quiet.”",
            "Dilys Orme",
            Person,
        ),
        (
            "Its coordinator, Amadou Keel, said that the team had finished.",
            "Amadou Keel",
            Person,
        ),
        (
            "A spokeswoman said that he was away.",
            "spokeswoman",
            Anonymous,
        ),
        (
            "“Somebody was always going to,” one of them said.",
            "one of them",
            Anonymous,
        ),
        (
            "There was a man in the yard. He added that the fish was “not ours”.",
            "He",
            Person,
        ),
        (
            "According to an assessment that Tolvia’s External Assessment Service presented at a briefing, the \
             force numbered 1,500.",
            "External Assessment Service",
            Organization,
        ),
    ] {
        let document = document(text);
        let found = attributions(&document);
        let source = found.first().and_then(|found| found.source.as_ref());
        let source = source.unwrap_or_else(|| panic!("{text}"));
        assert_eq!((source.name.as_str(), source.kind), (name, kind), "{text}");
    }
}

#[test]
fn sources_cited_by_a_source_stand_behind_it() {
    let text = "Soldiers have landed, the Harbor Ledger reported on Tuesday, citing two officials \
                briefed on the matter and an intelligence briefing in the capital.";
    let found = attributions(&document(text));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].source.as_ref().unwrap().name, "Harbor Ledger");
    let behind: Vec<(&str, SourceKind)> = found[0]
        .behind
        .iter()
        .map(|source| (source.span.of(text), source.kind))
        .collect();
    assert_eq!(
        behind,
        [
            ("two officials briefed on the matter", SourceKind::Anonymous),
            (
                "an intelligence briefing in the capital",
                SourceKind::Organization
            ),
        ]
    );
}

#[test]
fn coordinated_sources_have_an_attribution_each() {
    let text = "It sailed, according to two officials briefed on the matter and an assessment \
                that the service presented on Monday.";
    let found = read(text);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "two officials briefed on the matter");
    assert_eq!(found[0].2, found[1].2);
}

#[test]
fn a_turn_of_a_transcript_is_its_speakers() {
    let text = "Mrs Sanna Aldane (Ottercross): A question arises. I have seen a photograph.";
    let found = attributions(&document(text));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].source.as_ref().unwrap().name, "Sanna Aldane");
    assert!(found[0].content[0].of(text).ends_with("a photograph"));
}

#[test]
fn every_turn_of_a_transcript_may_open_with_a_mark() {
    let text = "\"LEE: I have seen the photograph.\n\n\"VARGA: So has everybody else.";
    let found = attributions(&document(text));
    let said: Vec<&str> = found.iter().map(|f| f.content[0].of(text)).collect();
    assert_eq!(
        said,
        ["I have seen the photograph", "So has everybody else"]
    );
}

#[test]
fn the_same_document_is_a_source_in_other_languages_too() {
    let text = "Hay soldados, según un despacho publicado por StraitNet. Serían 40, de acuerdo con \
                el mismo despacho.";
    let mut page = document(text);
    page.language = Some("es".to_owned());
    let found = attributions(&page);
    let source = found[1].source.as_ref().unwrap();
    assert_eq!(source.span.of(text), "el mismo despacho");
    assert_eq!(source.kind, SourceKind::Organization);
}

#[test]
fn links_and_short_forms_name_an_outlet() {
    let names = OutletNames::new([("The Harbor Ledger", "harborledger.test")].into_iter());
    let text =
        "The Harbor Ledger reported it. The Ledger did not say why, and the newspaper moved.";
    let page = document(text);
    let outlets = named_outlets(&page, "x.test", &names);
    assert_eq!(outlets.namings.len(), 3);
    let found = outlets.mentions;
    assert_eq!(found[0].kind, MentionKind::Report);
    assert_eq!(found[0].span.of(text), "Harbor Ledger");
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_in_order(
        text in "((he|She|Ann Lee|the mayor|said|told|saying|according to|that|and|citing|by|, |\\. |: |“|”|\"|''|’s|—|\\(|\\)|é|说|：|，|。|据|新华社|報道|「|」|と|は|述べた|によると|3日|경찰은|라고|말했다|에 따르면|«|»|сказал|что|по словам|ТАСС|《|\n\n|\\PC) ?){0,60}",
        language in prop::sample::select(vec![
            "en", "es", "fr", "de", "pt", "it", "ru", "uk", "ko", "ja", "zh", "xx",
        ]),
    ) {
        let mut page = document(&text);
        page.language = Some(language.to_owned());
        for found in attributions(&page) {
            prop_assert!(!found.content.is_empty());
            prop_assert!(!found.cue.of(&text).is_empty());
            let mut end = 0;
            for span in &found.content {
                prop_assert!(span.start >= end && !span.of(&text).is_empty());
                end = span.end;
            }
            for source in found.source.iter().chain(&found.behind) {
                prop_assert!(!source.span.of(&text).is_empty());
                prop_assert!(source.span.contains(source.head));
                prop_assert!(!source.head.of(&text).is_empty());
            }
        }
        let names = OutletNames::new([("Ann Lee", "annlee.test")].into_iter());
        for mention in named_outlets(&page, "x.test", &names).mentions {
            prop_assert!(!mention.span.of(&text).is_empty());
        }
    }
}
