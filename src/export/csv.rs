//! Tables of comma-separated values (RFC 4180, UTF-8): claims, citations and links.
//!
//! A cell with several values parts them by `; `. Cells that a spreadsheet would take for a formula
//! are defused.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::index::{self, Index};
use super::{Exporter, Selection, clean};
use crate::corpus::PageLink;
use crate::parse::DateMethod;
use crate::report::{Citation, Claim, Document, Findings, Origin, OriginState};

/// A table of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// One row a claim.
    Claims,
    /// One row a citation.
    Citations,
}

/// Writes one table.
pub(super) struct Csv(pub(super) Table);

impl Exporter for Csv {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        selection.with_part(findings, |part| write_table(self.0, part, out))
    }
}

fn write_table(table: Table, findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
    let index = Index::new(findings);
    match table {
        Table::Claims => {
            row(out, &CLAIM_COLUMNS)?;
            (findings.claims()).try_for_each(|c| row(out, &claim_cells(&index, &c)))
        }
        Table::Citations => {
            row(out, &CITATION_COLUMNS)?;
            (findings.citations()).try_for_each(|c| row(out, &citation_cells(&index, &c)))
        }
    }
}

const CLAIM_COLUMNS: [&str; 23] = [
    "id",
    "text",
    "verdict",
    "because",
    "documents",
    "outlets",
    "origins",
    "origin_ids",
    "origin_urls",
    "independent_at_least",
    "independent_at_most",
    "effective_origins",
    "chokepoints",
    "chokepoint_ids",
    "chokepoint_urls",
    "loops",
    "unsupported",
    "first_published",
    "first_published_by",
    "first_id",
    "first_outlet",
    "first_title",
    "first_url",
];

fn claim_cells(index: &Index, claim: &Claim) -> [String; 23] {
    let first = claim.first.as_ref();
    let first_document = first.and_then(|first| index.document(&first.document));
    let names = |ids: &[String], between: &str| {
        let names: Vec<_> = ids.iter().map(|id| index.name(id)).collect();
        names.join(between)
    };
    [
        claim.id.clone(),
        claim.text.clone(),
        clean::label(&claim.verdict),
        claim.because.clone(),
        claim.documents.to_string(),
        claim.outlets.to_string(),
        joined(claim.origins.iter().map(|o| origin_cell(index, o))),
        joined(claim.origins.iter().map(|o| o.node.clone())),
        joined((claim.origins.iter()).filter_map(|o| Some(index.document(&o.node)?.url.clone()))),
        claim.independent.at_least.to_string(),
        claim.independent.at_most.to_string(),
        format!("{:.2}", claim.effective_origins),
        names(&claim.chokepoints, "; "),
        claim.chokepoints.join("; "),
        joined((claim.chokepoints.iter()).filter_map(|id| Some(index.document(id)?.url.clone()))),
        joined(claim.loops.iter().map(|ids| names(ids, " > "))),
        joined((claim.unsupported.iter()).map(|unsupported| {
            let (from, to) = (index.name(&unsupported.from), index.name(&unsupported.to));
            format!("{from} > {to} ({})", unsupported.citation)
        })),
        first.and_then(|f| f.published.clone()).unwrap_or_default(),
        dated_by(first_document),
        first.map(|f| f.document.clone()).unwrap_or_default(),
        first_document.map(index::outlet).unwrap_or_default(),
        first_document.map(index::title).unwrap_or_default(),
        first_document.map(|d| d.url.clone()).unwrap_or_default(),
    ]
}

fn origin_cell(index: &Index, origin: &Origin) -> String {
    let state = match origin.state {
        OriginState::Reached => "",
        OriginState::Unread => ", unread",
        OriginState::Dead => ", dead",
    };
    format!("{} ({}{state})", index.name(&origin.node), origin.documents)
}

const CITATION_COLUMNS: [&str; 23] = [
    "id",
    "from_id",
    "from_outlet",
    "from_title",
    "from_url",
    "from_published",
    "from_published_by",
    "to_id",
    "to_name",
    "to_title",
    "to_url",
    "to_published",
    "to_published_by",
    "kind",
    "support",
    "cue",
    "quote",
    "anchor",
    "href",
    "sentence",
    "start",
    "end",
    "cited_sentence",
];

fn citation_cells(index: &Index, citation: &Citation) -> [String; 23] {
    let evidence = &citation.evidence;
    let [outlet, title, url, published, by] = ends(index, &citation.from);
    let [to_name, to_title, to_url, to_published, to_by] = ends(index, &citation.to);
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        citation.id.clone(),
        citation.from.clone(),
        outlet,
        title,
        url,
        published,
        by,
        citation.to.clone(),
        to_name,
        to_title,
        to_url,
        to_published,
        to_by,
        clean::label(&citation.kind),
        citation
            .support
            .as_ref()
            .map(clean::label)
            .unwrap_or_default(),
        optional(&evidence.cue),
        optional(&evidence.quote),
        optional(&evidence.anchor),
        optional(&evidence.href),
        evidence.text.clone(),
        evidence.start.to_string(),
        evidence.end.to_string(),
        optional(&evidence.cited_text),
    ]
}

/// Returns name, title, address, date and method of the date of one end of a citation.
fn ends(index: &Index, id: &str) -> [String; 5] {
    let document: Option<&Document> = index.document(id);
    let cell = |get: fn(&Document) -> Option<String>| document.and_then(get).unwrap_or_default();
    [
        index.name(id),
        cell(|d| d.title.clone()),
        cell(|d| Some(d.url.clone())),
        cell(|d| d.published.clone()),
        cell(|d| d.published_by.as_ref().map(clean::label::<DateMethod>)),
    ]
}

/// Says how a document's date was found.
fn dated_by(document: Option<&Document>) -> String {
    let method = document.and_then(|document| document.published_by.as_ref());
    method.map(clean::label::<DateMethod>).unwrap_or_default()
}

const LINK_COLUMNS: [&str; 14] = [
    "from_id",
    "from_outlet",
    "from_title",
    "from_url",
    "from_published",
    "from_published_by",
    "to_id",
    "to_outlet",
    "to_title",
    "url",
    "to_published",
    "to_published_by",
    "anchor",
    "class",
];

/// Writes one row for each link of each document, citation or not. `links_of` tells the links of
/// the page at an address: there are too many to be held all at once.
pub(super) fn write_links(
    documents: &[Document],
    links_of: &mut dyn FnMut(&str) -> io::Result<Vec<PageLink>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let known: BTreeMap<&str, &Document> = documents
        .iter()
        .flat_map(|document| {
            let urls = document.aliases.iter().chain([&document.url]);
            urls.map(move |url| (url.as_str(), document))
        })
        .collect();
    row(out, &LINK_COLUMNS)?;
    for document in documents {
        let [from_id, from_outlet, from_title, from_published, from_by] = cells(Some(document));
        for link in links_of(&document.url)? {
            let [id, outlet, title, published, by] = cells(known.get(&*link.url).copied());
            let class = clean::label(&link.class);
            let cells = [
                &from_id,
                &from_outlet,
                &from_title,
                &document.url,
                &from_published,
                &from_by,
                &id,
                &outlet,
                &title,
                &link.url,
                &published,
                &by,
                &link.anchor,
                &class,
            ];
            row(out, &cells)?;
        }
    }
    Ok(())
}

/// Returns id, outlet, title, date and method of the date of one end of a link; nothing of what is no
/// document of the run.
fn cells(document: Option<&Document>) -> [String; 5] {
    let Some(document) = document else {
        return [const { String::new() }; 5];
    };
    [
        document.id.clone(),
        index::outlet(document),
        document.title.clone().unwrap_or_default(),
        document.published.clone().unwrap_or_default(),
        dated_by(Some(document)),
    ]
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join("; ")
}

fn row(out: &mut dyn Write, cells: &[impl AsRef<str>]) -> io::Result<()> {
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 {
            out.write_all(b",")?;
        }
        out.write_all(clean::csv(cell.as_ref()).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;
    use crate::parse::LinkClass;
    use crate::report::Report;

    fn lines(report: &Report, table: Table) -> Vec<String> {
        let mut out = Vec::new();
        Csv(table).write(report, Selection::Run, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("\r\n"));
        text.trim_end().split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn every_claim_is_a_row_with_its_origins_by_name() {
        let report = fixture();
        let lines = lines(&report, Table::Claims);
        assert_eq!(lines.len(), 1 + report.claims.len());
        assert!(lines[1].contains("Oona Marsh (4)"), "{}", lines[1]);
    }

    #[test]
    fn every_citation_is_a_row_with_both_ends() {
        let report = fixture();
        let lines = lines(&report, Table::Citations);
        assert_eq!(lines.len(), 1 + report.citations.len());
        assert!(lines[1].starts_with("e1,d1,The Alder Courier,"));
    }

    #[test]
    fn a_link_that_calculates_is_defused() {
        let report = fixture();
        let first = &report.documents[0];
        let link = PageLink {
            url: "https://a.test/?a=1,2".into(),
            anchor: "=cmd|' /C calc'!A0".into(),
            class: LinkClass::Itself,
        };
        let mut links_of = |url: &str| {
            let is_first = url == first.url;
            Ok(Vec::from_iter(is_first.then(|| link.clone())))
        };
        let mut out = Vec::new();
        write_links(&report.documents, &mut links_of, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text.lines().nth(1).unwrap(),
            format!(
                "d1,The Alder Courier,The ferry that nobody logged & what <it> carried,{},2031-03-02,\
                 meta,,,,\"https://a.test/?a=1,2\",,,'=cmd|' /C calc'!A0,self",
                first.url
            )
        );
    }
}
