//! Pages in other languages: what is read of them, and what is said of what is not.

use headwater::cite::{MentionKind, OutletNames, attributions, named_outlets, usual_name};
use headwater::corpus::Reading;
use headwater::crawl::CrawlSettings;
use headwater::parse::{self, Input};
use headwater::report::{Report, Run};
use tempfile::tempdir;

use crate::web::{archive, captured, offline, url};

fn page(language: &str, text: &str) -> String {
    let declared = if language.is_empty() {
        String::new()
    } else {
        format!(" lang=\"{language}\"")
    };
    format!("<html{declared}><body><article><p>{text}</p></article></body></html>")
}

fn document(html: &str) -> parse::Document {
    parse::document(&Input {
        url: None,
        content_type: Some("text/html; charset=utf-8"),
        body: html.as_bytes(),
        retrieved: None,
    })
    .unwrap()
}

/// A sentence of each language that is read, and its source.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "ru",
        "Министр обороны заявил, что мост закрыт до конца недели. Поезда пойдут в объезд.",
        "Министр обороны",
    ),
    (
        "uk",
        "Міністр оборони заявив, що міст закрито до кінця тижня. Поїзди їхатимуть в об'їзд.",
        "Міністр оборони",
    ),
    (
        "ko",
        "국방부 장관은 “다리를 폐쇄했다”라고 말했다. 열차는 다른 길로 간다.",
        "국방부 장관",
    ),
    (
        "ja",
        "防衛大臣は「橋を閉鎖した」と述べた。列車は別の道を通ることになる。",
        "防衛大臣",
    ),
    (
        "zh",
        "国防部长说：“大桥已经关闭。”火车将改走其他路线，直到本周末为止。",
        "国防部长",
    ),
];

#[test]
fn a_language_is_told_from_its_script_whether_declared_or_not() {
    for (language, text, source) in SENTENCES {
        for declared in ["", language, "en"] {
            let found = document(&page(declared, text));
            let is = found.language.as_deref();
            // Russian and Ukrainian have one script: a page may call one the other.
            assert_eq!(is, Some(*language), "{declared}: {text}");
            let said = attributions(&found);
            let who = said[0].source.as_ref().unwrap();
            assert_eq!(who.span.of(&found.text), *source, "{text}");
        }
    }
}

#[test]
fn agencies_are_known_by_their_names_in_other_scripts() {
    let names = OutletNames::new(std::iter::empty());
    for (language, text, domain) in [
        ("ru", "Корабль затонул, сообщает РИА Новости.", "ria.ru"),
        (
            "ru",
            "Корабль затонул, сообщает «Интерфакс».",
            "interfax.ru",
        ),
        (
            "uk",
            "Корабель затонув, повідомляє Укрінформ.",
            "ukrinform.net",
        ),
        ("zh", "据新华社报道，船沉没了。", "xinhuanet.com"),
        ("zh", "美联社报道称，船沉没了。", "apnews.com"),
        ("zh", "据路透社报道，船沉没了。", "reuters.com"),
        ("ja", "共同通信によると、船は沈没した。", "kyodonews.net"),
        ("ja", "時事通信が船は沈没したと報じた。", "jiji.com"),
        ("ja", "ロイターによれば、船は沈没した。", "reuters.com"),
        ("ko", "연합뉴스에 따르면 배가 침몰했다.", "yna.co.kr"),
        ("ko", "로이터는 배가 침몰했다고 보도했다.", "reuters.com"),
        ("es", "El barco se hundió, informó EFE.", "efe.com"),
    ] {
        let found = named_outlets(&document(&page(language, text)), "x.test", &names);
        let mentions: Vec<_> = found
            .mentions
            .iter()
            .map(|it| (&*it.outlet, it.kind))
            .collect();
        assert_eq!(mentions, [(domain, MentionKind::Report)], "{text}");
    }
    assert_eq!(usual_name("xinhuanet.com"), Some("Xinhua"));
    assert_eq!(usual_name("nowhere.test"), None);
}

#[test]
fn of_a_language_that_is_not_read_links_and_outlets_count_and_a_note_says_so() {
    const SEED: &str = "http://sanomat.test/laiva";
    const CITED: &str = "http://virasto.test/tiedote";
    let seed = page(
        "fi",
        &format!(
            "Laiva upposi yöllä myrskyssä lähellä satamaa, kertoi <a href=\"{CITED}\">virasto</a>. \
             “Emme tiedä mitään muuta asiasta”, sanoi Anna Virta. Myös Reuters kertoi asiasta."
        ),
    );
    let cited = page("fi", "Laiva upposi yöllä myrskyssä lähellä satamaa.");
    let folder = tempdir().unwrap();
    let web: crate::web::Web<'_> = &[(SEED, 200, "", &seed), (CITED, 200, "", &cited)];
    let warc = archive(&folder.path().join("web.warc"), web);
    let settings: CrawlSettings = offline(&[warc]);
    let clock = std::sync::Arc::new(headwater::clock::ManualClock::new(captured()));
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let (_, corpus) = crate::web::run_reading(
        Reading::of,
        &[SEED],
        &settings,
        &out,
        usize::MAX,
        &|_| {},
        clock,
    )
    .unwrap();
    let report = Report::new(&corpus, Run::default());
    let leads_to = |to: &str| {
        let document = report.documents.iter().find(|document| document.url == to);
        report
            .citations
            .iter()
            .any(|it| Some(&it.to) == document.map(|found| &found.id))
    };
    assert!(leads_to(url(CITED).as_str()));
    assert!(!report.citations.iter().any(|it| it.evidence.cue.is_some()));
    let notes = report.run.notes.join("\n");
    assert!(
        notes.contains("attributions were not read in: fi"),
        "{notes}"
    );
}
