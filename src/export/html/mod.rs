//! `report.html`: the answer as one page for a browser, with the evidence behind every arrow.
//!
//! The page needs nothing else and asks for nothing: its Content-Security-Policy (W3C, level 3)
//! forbids every load and allows the one script and the one style sheet by their hashes. What the
//! crawled pages say reaches it twice, escaped both times: as HTML that shows the claims and their
//! chains without a script, and as JSON that the script sets as text. Graphs are laid out here;
//! the script only draws them, each when it is chosen.

mod data;
mod text;
mod timeline;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use self::data::{ClaimData, Used};
use super::index::Index;
use super::theme::{self, Line, Look};
use super::{Exporter, Selection};
use crate::report::Findings;

const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Most claims in the page: the first of a report are its main ones.
const CLAIMS: usize = 300;

/// Writes the page.
pub(super) struct Html;

impl Exporter for Html {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        selection.with_part(findings, |part| write_page(part, out))
    }
}

fn write_page(findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
    let index = Index::new(findings);
    let style = format!("{STYLE}{}", colors());
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n<body>",
        digest(SCRIPT),
        digest(&style),
        text::title(findings)
    )?;
    text::write_header(findings, out)?;
    text::write_filters(out)?;
    let mut used = Used::default();
    let mut claims: Vec<ClaimData> = Vec::new();
    writeln!(out, "<main>")?;
    text::start_claims(out)?;
    for claim in findings.claims().take(CLAIMS) {
        text::write_claim(&index, &claim, out)?;
        claims.push(used.claim(&index, &claim));
    }
    text::end_claims(findings.claim_count() - claims.len(), out)?;
    text::write_stage(out)?;
    writeln!(out, "</main>")?;
    text::write_unseen(findings, out)?;
    let citations = used.citations(&index);
    let data = Data {
        texts: used.texts(),
        looks: (Look::ALL
            .into_iter()
            .map(|look| (look.name(), look.meaning())))
        .collect(),
        claims,
        citations,
        documents: used.documents(&index),
        sources: used.sources(&index),
    };
    // Within JSON `<` occurs in strings alone; escaped, no text can end the element.
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    writeln!(
        out,
        "<script type=\"application/json\" id=\"data\">{data}</script>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>"
    )
}

/// What the script works on.
#[derive(Debug, Serialize)]
struct Data<'a> {
    /// What the others name by number.
    texts: Vec<String>,
    /// What each look means.
    looks: BTreeMap<&'static str, &'static str>,
    claims: Vec<ClaimData>,
    citations: BTreeMap<String, data::CitationData>,
    documents: BTreeMap<&'a str, data::DocumentData>,
    sources: BTreeMap<&'a str, data::SourceData>,
}

/// Returns the rules that colour nodes and arrows, on a light page and on a dark one.
fn colors() -> String {
    let rules = |dark: bool| {
        let looks = Look::ALL.into_iter().map(move |look| {
            let (fill, stroke) = if dark {
                (look.dark_fill(), look.dark_stroke())
            } else {
                (look.fill(), look.stroke())
            };
            format!(".look-{}{{fill:{fill};stroke:{stroke}}}\n", look.name())
        });
        let lines = Line::ALL.into_iter().map(move |line| {
            let stroke = if dark {
                line.dark_stroke()
            } else {
                line.stroke()
            };
            let name = line.name();
            format!(".line-{name}{{stroke:{stroke}}}\n.head-{name}{{fill:{stroke}}}\n")
        });
        let (seed, name) = (theme::seed_fill(dark), Look::Document.name());
        let seed = format!(".seed .look-{name}{{fill:{seed}}}\n");
        looks.chain([seed]).chain(lines).collect::<String>()
    };
    let borders = Look::ALL.into_iter().filter(|look| look.dashed());
    let borders = borders.map(|look| format!(".look-{}{{stroke-dasharray:5 3}}\n", look.name()));
    let strokes = Line::ALL.into_iter().filter_map(|line| {
        let dashes = line.dashes()?;
        Some(format!(
            ".line-{}{{stroke-dasharray:{dashes}}}\n",
            line.name()
        ))
    });
    let broken: String = borders.chain(strokes).collect();
    format!(
        "{}{broken}@media screen and (prefers-color-scheme:dark){{\n{}}}\n",
        rules(false),
        rules(true)
    )
}

/// Returns the SHA-256 of `text` in base 64, as a Content-Security-Policy names a script.
fn digest(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Codes `bytes` after RFC 4648, section 4, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for letter in 0..4 {
            if letter > chunk.len() {
                coded.push('=');
            } else {
                let six = (bits >> (18 - 6 * letter)) & 63;
                coded.push(char::from(LETTERS[six as usize]));
            }
        }
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;
    use crate::report::Report;

    fn page(report: &Report, selection: Selection) -> String {
        let mut out = Vec::new();
        Html.write(report, selection, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn bytes_are_coded_as_the_standard_says() {
        // RFC 4648, section 10.
        for (text, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn without_a_script_the_claims_and_their_chains_are_told() {
        let page = page(&fixture(), Selection::Run);
        let (shown, _) = page.split_once("<script").unwrap();
        for words in [
            "single origin",
            "Oona Marsh",
            "◆ chokepoint",
            "what &lt;it&gt; carried",
        ] {
            assert!(shown.contains(words), "{words}");
        }
        assert_eq!(shown.matches("<li class=\"claim\"").count(), 5);
    }

    #[test]
    fn no_text_ends_the_data_or_becomes_markup() {
        let mut report = fixture();
        let poison = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>";
        report.documents[0].title = Some(poison.to_owned());
        report.claims[0].text = poison.to_owned();
        report.run.notes.push(poison.to_owned());
        let page = page(&report, Selection::Run);
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<img") && !page.contains("<!--"));
    }

    #[test]
    fn a_claim_has_a_page_of_its_own() {
        let report = fixture();
        let page = page(&report, Selection::Claim(&report.claims[1]));
        assert_eq!(page.matches("<li class=\"claim\"").count(), 1);
        assert!(page.contains("id=\"c2\""));
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        let report = fixture();
        assert_eq!(page(&report, Selection::Run), page(&report, Selection::Run));
    }
}
