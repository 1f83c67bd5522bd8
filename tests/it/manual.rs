//! What somebody says by hand: who belongs to whom, and what is put right.

use std::fs;
use std::path::{Path, PathBuf};

use headwater::corpus::{Corpus, Reading};
use headwater::crawl::CrawlSettings;
use headwater::manual::{Affiliations, Guide, Mark, Overrides};
use headwater::report::{Analysis, MergedBy, Report, Run};
use tempfile::{TempDir, tempdir};

use crate::web::{Web, archive, captured, offline, run_reading};

const TILLER: &str = "http://tiller.test/2031/03/04/ferry";
const COURIER: &str = "http://courier.test/2031/03/05/ferry";
const GAZETTE: &str = "http://gazette.test/2031/03/05/ferry";
const GAZETTE_PRINT: &str = "http://gazette.test/2031/03/05/ferry?print=1";

fn page(title: &str, paragraphs: &[&str]) -> String {
    let paragraphs: Vec<String> = (paragraphs.iter())
        .map(|text| format!("<p>{text}</p>"))
        .collect();
    let body = paragraphs.concat();
    format!(
        "<html lang=\"en\"><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}\
         </article></body></html>"
    )
}

/// Three outlets on one crossing: two cite the Tiller, which has it from a skipper.
struct Story {
    corpus: Corpus,
    folder: TempDir,
}

impl Story {
    fn new() -> Self {
        let tiller = page(
            "The ferry with no lights",
            &[
                "The Annika Rose crossed the Kestrel Strait by night with her transponder switched off on \
             Tuesday, according to Oona Marsh, a crab skipper.",
                "An Orvany official told the Daily Tiller that the Annika Rose carried forty soldiers \
             across the water.",
            ],
        );
        let courier = page(
            "Ferry ran dark",
            &[
                &format!(
                    "The Annika Rose crossed the Kestrel Strait by night with her transponder switched \
                 off on Tuesday, <a href=\"{TILLER}\">the Tiller reported</a>."
                ),
                "The Annika Rose carried forty soldiers across the water, the general staff said.",
            ],
        );
        let gazette = page(
            "Harbour gossip",
            &[
                &format!(
                    "The Annika Rose crossed the Kestrel Strait by night with her transponder switched \
                 off on Tuesday, <a href=\"{COURIER}\">the Courier said</a>."
                ),
                "The Annika Rose carried forty soldiers across the water, the Ministry of Works said.",
            ],
        );
        let folder = tempdir().unwrap();
        let web: Web<'_> = &[
            (TILLER, 200, "", &tiller),
            (COURIER, 200, "", &courier),
            (GAZETTE, 200, "", &gazette),
            (GAZETTE_PRINT, 200, "", &gazette),
        ];
        let warc = archive(&folder.path().join("web.warc"), web);
        let settings: CrawlSettings = offline(&[warc]);
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        let clock = std::sync::Arc::new(headwater::clock::ManualClock::new(captured()));
        let seeds = &[GAZETTE, GAZETTE_PRINT];
        let (_, corpus) = run_reading(
            Reading::of,
            seeds,
            &settings,
            &out,
            usize::MAX,
            &|_| {},
            clock,
        )
        .unwrap();
        Self { corpus, folder }
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("by-hand.toml");
        fs::write(&path, text).unwrap();
        path
    }

    fn report(&self, guide: &Guide) -> Report {
        let catalog = self.corpus.catalog();
        Analysis::guided(&catalog, &self.corpus, Run::default(), guide).report()
    }

    fn put_right(&self, text: &str) -> Report {
        self.report(&Guide {
            overrides: Overrides::read(&self.file(text)).unwrap(),
            ..Guide::default()
        })
    }
}

fn claim<'a>(report: &'a Report, words: &str) -> &'a headwater::report::Claim {
    let mut claims = report.claims.iter();
    claims.find(|claim| claim.text.contains(words)).unwrap()
}

fn names<'a>(report: &'a Report, ids: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let name = |id: &String| report.sources.iter().find(|source| source.id == *id);
    let mut found: Vec<&str> = ids.filter_map(name).map(|source| &*source.name).collect();
    found.sort_unstable();
    found
}

fn origins<'a>(report: &'a Report, words: &str) -> Vec<&'a str> {
    names(
        report,
        claim(report, words)
            .origins
            .iter()
            .map(|origin| &origin.node),
    )
}

fn idle(report: &Report) -> Vec<&String> {
    let notes = report.run.notes.iter();
    notes
        .filter(|note| note.contains("changed nothing"))
        .collect()
}

#[test]
fn the_story_has_the_origins_that_its_pages_name() {
    let report = Story::new().report(&Guide::default());
    assert_eq!(origins(&report, "crossed"), ["Oona Marsh"]);
    let three = origins(&report, "soldiers");
    assert_eq!(three.len(), 3, "{three:?}");
    let hidden = report
        .sources
        .iter()
        .find(|source| source.parts.is_some())
        .unwrap();
    let parts = hidden.parts.as_ref().unwrap();
    assert_eq!(parts.body.as_ref().unwrap().text, "Orvany");
    assert_eq!(parts.channel.as_ref().unwrap().text, "the Daily Tiller");
    assert_eq!(claim(&report, "soldiers").groups, None);
}

#[test]
fn sources_of_one_affiliation_are_one_group() {
    let story = Story::new();
    let file = story
        .file("\"Orvany (state)\" = [\"Orvany\", \"*general staff*\", \"Ministry of Works\"]\n");
    let report = story.report(&Guide {
        affiliations: Affiliations::read(&file).unwrap(),
        ..Guide::default()
    });
    let soldiers = claim(&report, "soldiers");
    assert_eq!((soldiers.origins.len(), soldiers.groups), (3, Some(1)));
    assert_eq!(claim(&report, "crossed").groups, None);
    let counts = headwater::export::words::counts(soldiers);
    assert!(counts.ends_with(" · 3 sources of 1 group"), "{counts}");
    let rolled = report
        .sources
        .iter()
        .filter(|source| source.affiliation.is_some());
    assert_eq!(rolled.count(), 3);
}

#[test]
fn sources_are_merged_and_split_by_name() {
    let story = Story::new();
    let report = story.put_right(
        "[[source]]\nmerge = [\"Ministry of Works\", \"the general staff\", \"an Orvany official\"]\n",
    );
    assert_eq!(origins(&report, "soldiers"), ["Ministry of Works"]);
    let merged = report
        .sources
        .iter()
        .find(|s| s.name == "Ministry of Works")
        .unwrap();
    assert_eq!(merged.manual, Some(Mark::Merged));
    assert_eq!(merged.merged_by, [MergedBy::Manual]);
    assert!(idle(&report).is_empty(), "{:?}", report.run.notes);
    let report = story.put_right("[[source]]\nsplit = \"Nobody at all\"\n");
    assert_eq!(idle(&report).len(), 1);
}

#[test]
fn documents_are_merged_and_split_by_address() {
    let story = Story::new();
    let plain = story.report(&Guide::default());
    let report = story.put_right(&format!("[[document]]\nsplit = \"{GAZETTE_PRINT}\"\n"));
    assert_eq!(report.documents.len(), plain.documents.len() + 1);
    let split = report
        .documents
        .iter()
        .find(|d| d.url == GAZETTE_PRINT)
        .unwrap();
    assert_eq!(split.manual, Some(Mark::Split));
    let report = story.put_right(&format!(
        "[[document]]\nmerge = [\"{COURIER}\", \"{TILLER}\"]\n"
    ));
    assert_eq!(report.documents.len(), plain.documents.len() - 1);
    let merged = report
        .documents
        .iter()
        .filter(|d| d.manual == Some(Mark::Merged));
    assert_eq!(merged.count(), 1);
    let report = story.put_right("[[document]]\nsplit = \"http://nowhere.test/\"\n");
    assert!(idle(&report)[0].contains("line 1, document 'http://nowhere.test/'"));
}

#[test]
fn claims_are_merged_and_split_by_their_statements() {
    let story = Story::new();
    let plain = story.report(&Guide::default());
    let at = |url: &str, text: &str| format!("{{ document = \"{url}\", text = \"{text}\" }}");
    let both = format!(
        "[[claim]]\nmerge = [{}, {}]\n",
        at(TILLER, "transponder switched off"),
        at(TILLER, "carried forty soldiers")
    );
    let report = story.put_right(&both);
    assert_eq!(report.claims.len(), plain.claims.len() - 1);
    assert_eq!(report.claims[0].manual, Some(Mark::Merged));
    let one = format!(
        "[[claim]]\nsplit = {}\n",
        at(COURIER, "carried forty soldiers")
    );
    let report = story.put_right(&one);
    let mut split = report
        .claims
        .iter()
        .filter(|claim| claim.manual == Some(Mark::Split) && claim.statements.len() == 1);
    let split = split.next().unwrap();
    assert!(split.text.contains("general staff"));
    assert!(idle(&report).is_empty());
    let none = format!("[[claim]]\nsplit = {}\n", at(COURIER, "never said"));
    assert!(idle(&story.put_right(&none))[0].contains("'never said' is not found"));
}

#[test]
fn a_wrong_edge_leads_nowhere_and_stays_visible() {
    let story = Story::new();
    let report = story.put_right(&format!(
        "[[edge]]\nfrom = \"{TILLER}\"\nto = \"Oona Marsh\"\nwrong = true\n"
    ));
    assert!(origins(&report, "crossed").is_empty());
    let wrong = report
        .citations
        .iter()
        .filter(|it| it.manual == Some(Mark::Wrong));
    assert_eq!(wrong.count(), 1);
    let report = story.put_right(&format!(
        "[[edge]]\nfrom = \"{COURIER}\"\nto = \"{TILLER}\"\nwrong = true\n"
    ));
    let courier = report.documents.iter().find(|d| d.url == COURIER).unwrap();
    let crossed = claim(&report, "crossed");
    let statement = crossed
        .statements
        .iter()
        .find(|s| s.document == courier.id)
        .unwrap();
    assert!(statement.upstream.is_empty(), "{statement:?}");
    let report = story.put_right(&format!(
        "[[edge]]\nfrom = \"{COURIER}\"\nto = \"Nobody\"\nwrong = true\n"
    ));
    assert!(idle(&report)[0].contains("does not cite 'Nobody'"));
}

#[test]
fn the_sample_files_have_the_form_that_is_asked_for() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    assert!(
        !Affiliations::read(&seeds.join("affiliations.toml"))
            .unwrap()
            .is_empty()
    );
    let overrides = Overrides::read(&seeds.join("overrides.toml")).unwrap();
    assert_eq!(overrides.iter().count(), 7);
}
