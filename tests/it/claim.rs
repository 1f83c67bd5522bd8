//! What texts have in common: copies, stories, claims, support.

use headwater::claim::{
    Collection, Collector, Copy, CopyKind, CopyReason, Match, Prints, Sentence, Support, Text,
};
use proptest::prelude::*;

/// Words that random texts are made of: few, so that texts share some.
const WORDS: &[&str] = &[
    "Orvany",
    "Tolvia",
    "ferry",
    "soldiers",
    "crossed",
    "strait",
    "night",
    "the",
    "of",
    "council",
    "voted",
    "1,500",
    "said",
    "two",
    "hospital",
    "shells",
    "“no",
    "guidance”",
    "never",
    "harbour",
];

fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 0..9).prop_map(|w| w.join(" "))
}

/// Takes sentences of documents apart.
fn collected<'a>(sentences: impl Iterator<Item = (usize, &'a str)>) -> Collection {
    let mut collector = Collector::default();
    for (document, text) in sentences {
        collector.push(Sentence {
            document,
            text,
            quoted: &[],
            states: true,
        });
    }
    collector.finish()
}

/// Finds the copies among texts.
fn copies(texts: &[(&str, Text<'_>)]) -> Vec<Copy> {
    let mut prints = Prints::new(0);
    for (text, _) in texts {
        prints.push(text);
    }
    let described: Vec<Text<'_>> = texts.iter().map(|(_, from)| *from).collect();
    prints.copies(&described, &|text| texts[text].0.to_owned())
}

fn group(texts: &[(usize, usize, &str)]) -> Vec<Vec<usize>> {
    let documents = texts.iter().map(|(document, _, _)| document + 1).max();
    let mut story_of = vec![0; documents.unwrap_or_default()];
    for &(document, story, _) in texts {
        story_of[document] = story;
    }
    collected(texts.iter().map(|&(document, _, text)| (document, text)))
        .lines(&story_of)
        .clusters(&|line| texts[line].2.to_owned())
        .iter()
        .map(|cluster| {
            assert!(cluster.members.contains(&cluster.medoid));
            cluster.members.iter().map(|&at| at as usize).collect()
        })
        .collect()
}

/// The groups as sorted lists of texts.
fn texts_of(
    groups: &[Vec<usize>],
    texts: &[(usize, usize, &str)],
) -> Vec<Vec<(usize, usize, String)>> {
    let mut named: Vec<Vec<_>> = groups
        .iter()
        .map(|group| {
            let mut members: Vec<_> = group
                .iter()
                .map(|&member| {
                    let (document, story, text) = texts[member];
                    (document, story, text.to_owned())
                })
                .collect();
            members.sort();
            members
        })
        .collect();
    named.sort();
    named
}

#[test]
fn sentences_of_one_claim_stand_together() {
    let found = group(&[
        (
            0,
            0,
            "The ferry Tern crossed the strait by night without lights, a skipper said.",
        ),
        (
            1,
            0,
            "By night, and without lights, the Tern has been crossing the strait.",
        ),
        (
            0,
            0,
            "The council voted on Tuesday to raise the harbour fee to 40 marks.",
        ),
        (
            2,
            0,
            "The harbour fee will rise to 40 marks, the council decided.",
        ),
        (2, 0, "Rain is expected."),
    ]);
    assert_eq!(found, [vec![0, 1], vec![2, 3], vec![4]]);
}

#[test]
fn two_stories_share_no_claim() {
    let found = group(&[(0, 0, "The ferry sank."), (1, 1, "The ferry sank.")]);
    assert_eq!(found, [[0], [1]]);
}

#[test]
fn a_foreign_sentence_joins_by_names_and_numbers() {
    let spanish = "El buque Tern Maiden perdió 1.500 contenedores frente a Puerto Brask en febrero, \
                   según la capitanía.";
    let filler = "La gente del pueblo no quiso hablar con los periodistas que llegaron por la mañana. \
                  Los pescadores dicen que nadie les ha explicado nada y que esperan una respuesta. \
                  El alcalde prometió que habrá una reunión con todos los vecinos antes del verano.";
    let found = group(&[
        (
            0,
            0,
            "The Tern Maiden lost 1,500 containers off Port Brask in February.",
        ),
        (
            1,
            0,
            "Fifteen hundred containers fell from the Tern Maiden near Port Brask.",
        ),
        (
            1,
            0,
            "Nobody in the village would speak to reporters in the morning.",
        ),
        (
            0,
            0,
            "Residents who had gathered on the quay said that they were still waiting for an answer \
                from the company and from the authorities, and that they would stay all night.",
        ),
        (
            1,
            0,
            "A meeting with all the residents has been promised before the summer, but no date for \
                it was given and there is little hope here that anything will come of such a meeting.",
        ),
        (2, 0, spanish),
        (2, 0, filler),
    ]);
    assert!(found.contains(&vec![0, 1, 5]), "{found:?}");
}

#[test]
fn copies_lead_to_the_text_that_they_credit() {
    let body = (0..200).fold(String::new(), |text, number| {
        text + "word" + &number.to_string() + " "
    });
    let wire = format!("PORT, March 4 (Tern Wire) - {body}");
    let earlier = format!("{body}Tern Wire");
    let nothing: [String; 0] = [];
    let from = |outlet, domain, published| Text {
        outlet,
        domain,
        published,
        authors: &nothing,
    };
    let found = copies(&[
        (&earlier, from("The Post", "post.test", Some("2031-03-03"))),
        (
            &wire,
            from("Tern Wire", "tern.test", Some("2031-03-04T10:00:00Z")),
        ),
        ("Nothing of the kind.", from("Other", "other.test", None)),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].copy, found[0].original), (0, 1));
    assert_eq!(
        (found[0].kind, found[0].reason),
        (CopyKind::Copy, CopyReason::Credit)
    );
    assert!(found[0].share > 0.9);
}

#[test]
fn quotations_do_not_make_a_copy() {
    let quotation = "“We have looked at every page of this report and there is nothing in it that we \
                     did not know already, nothing that surprises us and nothing that we would have \
                     written in another way had we been asked, which we were not”";
    let a = format!(
        "The minister rose at noon before a half empty chamber to answer. {quotation}, she told them. \
         Members of her own party looked at the ceiling, and somebody coughed for a long time. The \
         vote was put off until the autumn, and the gallery emptied at once into the rain outside."
    );
    let b = format!(
        "It took four years and nine million marks to write. {quotation}, was all that the ministry \
         had to say about it in the end. Its authors have since left for other posts, one of them \
         abroad, and the archive where they worked has been turned into a swimming pool for schools."
    );
    let from = |domain| Text {
        outlet: domain,
        domain,
        published: None,
        authors: &[],
    };
    assert_eq!(copies(&[(&a, from("a.test")), (&b, from("b.test"))]), []);
}

/// Finds `statement` among the sentences of `cited`, in a run where `others` are said too.
fn support(statement: &str, cited: &[&str], others: &[&str]) -> Option<Match> {
    let sentences: Vec<(usize, &str)> = [(0, &[statement][..]), (1, cited), (2, others)]
        .into_iter()
        .flat_map(|(document, texts)| texts.iter().map(move |text| (document, *text)))
        .collect();
    collected(sentences.iter().copied())
        .lines(&[0, 0, 0])
        .support(0, 1..1 + cited.len(), &|line| sentences[line].1.to_owned())
}

#[test]
fn support_finds_the_sentence_and_its_opposite() {
    let cited = [
        "The weather was fine.",
        "The council voted in secret on 11 February to lift the ban.",
    ];
    let others = ["The ban was old.", "A vote is due."];
    let found = support(
        "In secret, the council voted to lift the ban.",
        &cited,
        &others,
    )
    .unwrap();
    assert_eq!((found.sentence, found.verdict), (2, Support::Supported));
    let denied = support(
        "The council never voted in secret to lift the ban.",
        &cited,
        &others,
    );
    assert_eq!(denied.unwrap().verdict, Support::Contradicted);
    let absent = support("Shells hit the hospital.", &cited, &others).unwrap();
    assert_eq!(absent.verdict, Support::Absent);
    assert_eq!(support("Anything.", &[], &others), None);
}

proptest! {
    #[test]
    fn clusters_partition_the_sentences_in_any_order(
        made in proptest::collection::vec((0_usize..4, sentence()), 0..25)
            .prop_map(|made| made.into_iter().map(|(d, t)| (d, d % 2, t)).collect::<Vec<_>>())
            .prop_flat_map(|made| (Just(made.clone()), Just(made).prop_shuffle())),
    ) {
        let (ours, theirs) = &made;
        let view = |made: &'_ [(usize, usize, String)]| -> Vec<(usize, usize, String)> { made.to_vec() };
        let (ours, theirs) = (view(ours), view(theirs));
        let a: Vec<(usize, usize, &str)> = ours.iter().map(|(d, s, t)| (*d, *s, t.as_str())).collect();
        let b: Vec<(usize, usize, &str)> = theirs.iter().map(|(d, s, t)| (*d, *s, t.as_str())).collect();
        let (x, y) = (group(&a), group(&b));
        let mut all: Vec<usize> = x.concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..a.len()).collect::<Vec<_>>());
        prop_assert!(x.iter().all(|members| members.is_sorted()));
        prop_assert!(x.is_sorted());
        prop_assert_eq!(texts_of(&x, &a), texts_of(&y, &b));
    }

    #[test]
    fn stories_are_numbered_by_first_member(texts in proptest::collection::vec(sentence(), 0..20)) {
        let sentences = texts.iter().enumerate().map(|(document, text)| (document, text.as_str()));
        let found = collected(sentences).stories(texts.len());
        prop_assert_eq!(found.len(), texts.len());
        let mut next = 0;
        for story in found {
            prop_assert!(story <= next);
            next = next.max(story + 1);
        }
    }

    #[test]
    fn copies_never_lead_to_a_copy(
        bodies in proptest::collection::vec(proptest::collection::vec(sentence(), 5..30), 0..10),
        joins in proptest::collection::vec((0_usize..10, 0_usize..10), 0..12),
    ) {
        let mut texts: Vec<String> = bodies.iter().map(|lines| lines.join(". ")).collect();
        for (a, b) in joins {
            if a < texts.len() && b < texts.len() {
                texts[a] = format!("{} {}", texts[a], texts[b]);
            }
        }
        let domains: Vec<String> = (0..texts.len()).map(|index| format!("d{index}.test")).collect();
        let from = |domain| Text { outlet: domain, domain, published: None, authors: &[] };
        let input: Vec<(&str, Text<'_>)> =
            texts.iter().zip(&domains).map(|(text, domain)| (text.as_str(), from(domain))).collect();
        let found = copies(&input);
        prop_assert!(found.is_sorted_by(|a, b| a.copy < b.copy));
        for copy in &found {
            prop_assert!((0.0..=1.0).contains(&copy.share));
            prop_assert!(found.iter().all(|other| other.copy != copy.original));
        }
    }

    #[test]
    fn support_takes_any_text(statement in "\\PC{0,60}", cited in proptest::collection::vec("\\PC{0,60}", 0..5)) {
        let cited: Vec<&str> = cited.iter().map(String::as_str).collect();
        let found = support(&statement, &cited, &[]);
        prop_assert!(found.is_none_or(|found| (1..=cited.len()).contains(&found.sentence) && (-1e-6..=1.0 + 1e-6).contains(&found.score)));
    }
}
