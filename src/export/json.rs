//! `trace.json`: the machine-readable result, and reading it back.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{ExportError, Exporter, Selection};
use crate::report::{Findings, Report, SCHEMA};

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
        selection.with_part(findings, |part| {
            serde_json::to_writer_pretty(&mut *out, &Whole(part))?;
            out.write_all(b"\n")
        })
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

#[cfg(test)]
mod tests {
    use super::super::index;
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
