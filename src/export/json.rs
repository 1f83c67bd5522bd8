//! `trace.json`: the machine-readable result, and reading it back.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{ExportError, Exporter, Selection, index};
use crate::report::{Citation, Claim, Findings, Report, SCHEMA};

/// The JSON Schema (draft 2020-12) of `trace.json`.
pub const TRACE_SCHEMA: &str = include_str!("trace.schema.json");

/// Writes `trace.json`: pretty, with one line break at the end.
pub(super) struct Json;

impl Exporter for Json {
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match selection {
            Selection::Run => serde_json::to_writer_pretty(&mut *out, &Whole(findings))?,
            Selection::Claim(claim) => {
                serde_json::to_writer_pretty(&mut *out, &part(findings, claim))?;
            }
        }
        out.write_all(b"\n")
    }
}

/// Findings as the [`Report`] that they make up, one part after the other.
struct Whole<'a>(&'a dyn Findings);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 6)?;
        report.serialize_field("schema", &SCHEMA)?;
        report.serialize_field("run", self.0.run())?;
        report.serialize_field("documents", self.0.documents())?;
        report.serialize_field("sources", self.0.sources())?;
        report.serialize_field("citations", &Each(|| self.0.citations()))?;
        report.serialize_field("claims", &Each(|| self.0.claims()))?;
        report.end()
    }
}

/// A list whose items are made as they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Reads a `trace.json` back.
///
/// # Errors
///
/// Fails if the file cannot be read, is no `trace.json`, or has another schema.
pub fn read(path: &Path) -> Result<Report, ExportError> {
    let bytes = fs::read(path).map_err(|source| ExportError::Read {
        path: path.to_owned(),
        source,
    })?;
    let parse = |source| ExportError::Parse {
        path: path.to_owned(),
        source,
    };
    // The version comes first: a file of another one may well not fit the types.
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(parse)?;
    match value.get("schema").and_then(serde_json::Value::as_u64) {
        Some(found) if found != u64::from(SCHEMA) => Err(ExportError::Schema {
            path: path.to_owned(),
            found,
        }),
        _ => serde_json::from_slice(&bytes).map_err(parse),
    }
}

/// Returns the part of `findings` that one claim needs: its chains, and how the crawl came to their
/// documents.
pub(super) fn part(findings: &dyn Findings, claim: &Claim) -> Report {
    let steps = index::steps(claim);
    let shown = steps.iter().map(|step| step.citation);
    let numbers: BTreeSet<usize> = shown
        .chain(claim.unsupported.iter().map(|u| u.citation.as_str()))
        .filter_map(|id| findings.citation_number(id))
        .collect();
    let citations: Vec<Citation> = (numbers.into_iter())
        .map(|number| findings.citation(number).into_owned())
        .collect();
    let nodes = nodes(findings, claim, &citations);
    let documents = findings.documents().iter();
    let documents = documents.filter(|d| nodes.contains(&*d.id)).cloned();
    let sources = findings.sources().iter();
    let sources = sources.filter(|s| nodes.contains(&*s.id)).cloned();
    let (documents, sources) = (documents.collect(), sources.collect());
    Report {
        schema: SCHEMA,
        run: findings.run().clone(),
        documents,
        sources,
        citations,
        claims: vec![claim.clone()],
    }
}

/// Every node that a statement of the claim rests on.
fn upstream_nodes(claim: &Claim) -> impl Iterator<Item = &str> {
    let steps = claim
        .statements
        .iter()
        .flat_map(|statement| &statement.upstream);
    steps.flat_map(|step| {
        [Some(step.node.as_str()), step.through.as_deref()]
            .into_iter()
            .flatten()
    })
}

/// Returns the nodes that the claim and its citations name, with the originals of copies and the
/// documents that led to each.
fn nodes<'a>(
    findings: &'a dyn Findings,
    claim: &'a Claim,
    citations: &'a [Citation],
) -> BTreeSet<&'a str> {
    let index = index::Index::new(findings);
    let statements = claim.statements.iter().map(|s| s.document.as_str());
    let steps = index::steps(claim);
    let mut open: Vec<&str> = statements
        .chain(steps.iter().flat_map(|step| [step.from, step.to]))
        .chain(citations.iter().flat_map(|c| [&*c.from, &*c.to]))
        .chain(claim.origins.iter().map(|o| o.node.as_str()))
        .chain(
            claim
                .origins
                .iter()
                .flat_map(|o| o.also.iter().map(String::as_str)),
        )
        .chain(upstream_nodes(claim))
        .chain(claim.chokepoints.iter().map(String::as_str))
        .chain(claim.loops.iter().flatten().map(String::as_str))
        .chain(claim.first.iter().map(|f| f.document.as_str()))
        .collect();
    let mut nodes = BTreeSet::new();
    while let Some(id) = open.pop() {
        if nodes.insert(id)
            && let Some(document) = index.document(id)
        {
            open.extend(document.via.as_deref());
            open.extend(document.copy_of.as_deref());
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    fn written(report: &Report, selection: Selection) -> String {
        let mut out = Vec::new();
        Json.write(report, selection, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn errors(json: &str) -> Vec<String> {
        let schema = serde_json::from_str(TRACE_SCHEMA).unwrap();
        let value = serde_json::from_str(json).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    #[test]
    fn what_is_written_fits_the_schema_and_reads_back() {
        let report = fixture();
        let json = written(&report, Selection::Run);
        assert!(json.ends_with("}\n") && !json.ends_with("\n\n"));
        assert_eq!(errors(&json), Vec::<String>::new());
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }

    #[test]
    fn the_part_of_a_claim_fits_the_schema_and_misses_no_node() {
        let report = fixture();
        for claim in &report.claims {
            let json = written(&report, Selection::Claim(claim));
            assert_eq!(errors(&json), Vec::<String>::new());
            let part: Report = serde_json::from_str(&json).unwrap();
            let index = index::Index::new(&part);
            for step in index::steps(claim) {
                assert!(index.document(step.from).is_some());
                assert!(index.document(step.to).is_some() || index.source(step.to).is_some());
                assert!(index.citation(step.citation).is_some());
            }
        }
    }

    #[test]
    fn a_missing_key_or_an_unknown_verdict_does_not_fit() {
        let json = written(&fixture(), Selection::Run);
        for (found, replaced) in [
            ("\"copy_of\"", "\"copyof\""),
            ("single-origin", "true"),
            ("\"schema\": 1", "\"schema\": 2"),
            ("\"state\": \"fetched\"", "\"state\": \"read\""),
        ] {
            assert!(!errors(&json.replacen(found, replaced, 1)).is_empty());
        }
    }

    #[test]
    fn another_schema_is_refused_by_its_number() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("trace.json");
        fs::write(&path, "{\"schema\": 7}").unwrap();
        let error = read(&path).unwrap_err();
        assert!(error.to_string().contains("schema 7"), "{error}");
        fs::write(&path, "{\"schema\": 1}").unwrap();
        assert!(matches!(read(&path), Err(ExportError::Parse { .. })));
    }
}
