//! `headwater show --json`: the same answers as objects, for programs.

use std::io::Write;

use headwater::export::chains::Chains;
use headwater::export::index::Index;
use headwater::report::{Claim, Document, Report, Run};
use serde::Serialize;
use serde_json::{Value, json};

use super::show::{document, paths};

/// Writes the answer to `what` as one object: the run with its first `limit` claims if nothing is
/// asked for, else a claim with its chains, or a document with its way to the origins of each of its
/// claims. Returns whether the report has what was asked for.
pub(super) fn write(
    out: &mut dyn Write,
    report: &Report,
    what: Option<&str>,
    limit: usize,
) -> serde_json::Result<bool> {
    let index = Index::new(report);
    let answer = match what {
        None => Some(run(report, limit)),
        Some(what) => match report.claims.iter().find(|claim| claim.id == what) {
            Some(claim) => Some(chains(&index, claim)),
            None => document(report, what).map(|found| ways(&index, report, found)),
        },
    };
    let Some(answer) = answer else {
        return Ok(false);
    };
    serde_json::to_writer_pretty(&mut *out, &answer)?;
    writeln!(out).map_err(serde_json::Error::io)?;
    Ok(true)
}

fn run(report: &Report, limit: usize) -> Value {
    #[derive(Serialize)]
    struct Answer<'a> {
        run: &'a Run,
        documents: usize,
        sources: usize,
        citations: usize,
        claims: usize,
        first_claims: Vec<&'a Claim>,
    }
    let shared = report.claims.iter().filter(|claim| claim.documents > 1);
    let mut first: Vec<&Claim> = shared.take(limit).collect();
    if first.is_empty() {
        first = report.claims.iter().take(limit).collect();
    }
    json!(Answer {
        run: &report.run,
        documents: report.documents.len(),
        sources: report.sources.len(),
        citations: report.citations.len(),
        claims: report.claims.len(),
        first_claims: first,
    })
}

/// Returns a claim with the lines of its chains, the top of each tree at depth 0.
fn chains(index: &Index, claim: &Claim) -> Value {
    let chains = Chains::new(index, claim);
    let lines = chains.lines().into_iter().map(|line| {
        json!({
            "depth": line.depth,
            "node": line.node,
            "name": index.full_name(line.node),
            "marks": chains.marks(line.node),
            "from": line.step.map(|step| step.to),
            "how": line.step.map(|step| chains.how(&step)),
            "citation": line.step.map(|step| step.citation),
            "sentence": (line.step.map(|step| step.sentence)).or_else(|| chains.statement(line.node)),
            "again": line.again,
        })
    });
    json!({ "claim": claim, "chains": lines.collect::<Vec<Value>>() })
}

/// Returns a document with the shortest way from it to each origin that it reaches, claim by claim.
fn ways(index: &Index, report: &Report, document: &Document) -> Value {
    let states = |claim: &&Claim| claim.statements.iter().any(|s| s.document == document.id);
    let claims = report.claims.iter().filter(states).map(|claim| {
        let paths = paths(claim, &document.id);
        let origins = claim.origins.iter();
        let ways: Vec<Value> = origins
            .filter_map(|origin| paths.get(origin.node.as_str()))
            .map(|path| {
                let steps = path.iter();
                let steps = steps.map(|id| json!({ "node": id, "name": index.full_name(id) }));
                steps.collect()
            })
            .collect();
        json!({ "id": claim.id, "text": claim.text, "verdict": claim.verdict, "ways": ways })
    });
    json!({ "document": document, "claims": claims.collect::<Vec<Value>>() })
}

#[cfg(test)]
mod tests {
    use super::super::answer::tests::fixture;
    use super::*;

    fn shown(what: Option<&str>) -> Value {
        let mut out = Vec::new();
        assert!(write(&mut out, &fixture(), what, 2).unwrap());
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_run_is_told_with_its_first_claims() {
        let run = shown(None);
        assert_eq!(run["claims"], 5);
        assert_eq!(run["first_claims"].as_array().unwrap().len(), 2);
        assert_eq!(run["run"]["counts"]["fetched"], 8);
    }

    #[test]
    fn the_chains_of_a_claim_begin_at_its_origin() {
        let claim = shown(Some("c1"));
        let lines = claim["chains"].as_array().unwrap();
        assert_eq!(
            (&lines[0]["node"], &lines[0]["depth"]),
            (&json!("s1"), &json!(0))
        );
        assert_eq!(
            (&lines[1]["node"], &lines[1]["from"]),
            (&json!("d3"), &json!("s1"))
        );
        assert_eq!(lines[1]["how"], "quotes or paraphrases");
    }

    #[test]
    fn a_document_is_told_with_its_way_to_each_origin() {
        let article = shown(Some("http://www.aldercourier.test/ferry"));
        let ways = article["claims"][0]["ways"][0].as_array().unwrap();
        let nodes: Vec<&str> = ways
            .iter()
            .filter_map(|step| step["node"].as_str())
            .collect();
        assert_eq!(nodes, ["d1", "d3", "s1"]);
    }

    #[test]
    fn what_is_not_in_the_report_gives_nothing() {
        let mut out = Vec::new();
        assert!(!write(&mut out, &fixture(), Some("c99"), 2).unwrap());
        assert!(out.is_empty());
    }
}
