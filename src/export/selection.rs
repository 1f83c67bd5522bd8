//! How much of a run is written: all of it, one story or one claim.

use std::collections::BTreeSet;
use std::io;

use super::index::{Index, steps};
use crate::report::{Citation, Claim, Document, Findings, Report, SCHEMA};

/// How much of a report is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Selection<'a> {
    /// All of it.
    Run,
    /// One story, by its id: the documents that tell it, whom they cite, and the claims that they
    /// state.
    Story(&'a str),
    /// One claim of the report, with the documents, sources and citations of its chains.
    Claim(&'a Claim),
}

impl<'a> Selection<'a> {
    /// Returns the claim of `report` that is called `id`, if there is one.
    #[must_use]
    pub fn claim(report: &'a Report, id: &str) -> Option<Self> {
        let claim = report.claims.iter().find(|claim| claim.id == id)?;
        Some(Self::Claim(claim))
    }

    /// Returns the story of `report` that is called `id`, such as `t1`, if a document tells it.
    #[must_use]
    pub fn story(report: &'a Report, id: &str) -> Option<Self> {
        let mut stories = report.documents.iter().filter_map(|d| d.story.as_deref());
        stories.find(|story| *story == id).map(Self::Story)
    }

    /// Hands what is selected of `findings` to `write`, as findings of their own.
    pub(super) fn with_part<T>(
        self,
        findings: &dyn Findings,
        write: impl FnOnce(&dyn Findings) -> io::Result<T>,
    ) -> io::Result<T> {
        match self {
            Self::Run => write(findings),
            Self::Story(story) => write(&story_part(findings, story)),
            Self::Claim(claim) => write(&claim_part(findings, claim)),
        }
    }
}

/// Returns the part of `findings` that one claim needs: its chains, and how the crawl came to their
/// documents.
pub(super) fn claim_part(findings: &dyn Findings, claim: &Claim) -> Report {
    let mut part = Part::default();
    part.take_claim(findings, claim);
    part.finish(findings, vec![claim.clone()])
}

/// Returns the part of `findings` that one story needs: its documents with all their citations, and
/// the claims that they state, whole.
pub(super) fn story_part(findings: &dyn Findings, story: &str) -> Report {
    let is_told = |document: &&Document| document.story.as_deref() == Some(story);
    let told = findings.documents().iter().filter(is_told);
    let told: BTreeSet<String> = told.map(|document| document.id.clone()).collect();
    let states_it = |claim: &Claim| claim.statements.iter().any(|s| told.contains(&s.document));
    let claims = findings.claims().filter(|claim| states_it(claim));
    let claims: Vec<Claim> = claims.map(std::borrow::Cow::into_owned).collect();
    let mut part = Part::default();
    for claim in &claims {
        part.take_claim(findings, claim);
    }
    for number in 0..findings.citation_count() {
        if told.contains(&*findings.ends(number).0) {
            part.citations.insert(number);
        }
    }
    part.nodes.extend(told);
    part.finish(findings, claims)
}

/// What is taken of a run.
#[derive(Debug, Default)]
struct Part {
    /// The citations, by number.
    citations: BTreeSet<usize>,
    /// The ids of documents and sources.
    nodes: BTreeSet<String>,
}

impl Part {
    /// Takes the citations that show the claim's chains and every node that it names.
    fn take_claim(&mut self, findings: &dyn Findings, claim: &Claim) {
        let steps = steps(claim);
        let shown = steps.iter().map(|step| step.citation);
        let unsupported = claim.unsupported.iter().map(|u| u.citation.as_str());
        let numbers = shown.chain(unsupported);
        self.citations
            .extend(numbers.filter_map(|id| findings.citation_number(id)));
        let ends = steps.iter().flat_map(|step| [step.from, step.to]);
        self.nodes.extend(ends.map(str::to_owned));
        let nodes = nodes_of(claim).into_iter();
        self.nodes.extend(nodes.map(str::to_owned));
    }

    /// Adds what the citations and documents name in turn, and copies it all out of `findings`.
    fn finish(mut self, findings: &dyn Findings, claims: Vec<Claim>) -> Report {
        let citations = self.citations.iter();
        let citations = citations.map(|&number| findings.citation(number).into_owned());
        let citations: Vec<Citation> = citations.collect();
        let ends = citations.iter().flat_map(|c| [&c.from, &c.to]);
        self.nodes.extend(ends.cloned());
        self.add_ways(&Index::new(findings));
        let documents = findings.documents().iter();
        let documents = documents.filter(|d| self.nodes.contains(&d.id)).cloned();
        let sources = findings.sources().iter();
        let sources = sources.filter(|s| self.nodes.contains(&s.id)).cloned();
        Report {
            schema: SCHEMA,
            run: findings.run().clone(),
            documents: documents.collect(),
            sources: sources.collect(),
            citations,
            claims,
        }
    }

    /// Adds the originals of copies, and the documents that led to each.
    fn add_ways(&mut self, index: &Index) {
        let mut open: Vec<String> = std::mem::take(&mut self.nodes).into_iter().collect();
        while let Some(id) = open.pop() {
            if let Some(document) = index.document(&id).filter(|_| !self.nodes.contains(&id)) {
                open.extend(document.via.clone());
                open.extend(document.copy_of.clone());
                open.extend(document.reprint.as_ref().map(|reprint| reprint.of.clone()));
            }
            self.nodes.insert(id);
        }
    }
}

/// Returns the nodes that a claim names.
fn nodes_of(claim: &Claim) -> Vec<&str> {
    let mut nodes: Vec<&str> = Vec::new();
    for statement in &claim.statements {
        nodes.push(&statement.document);
        for upstream in &statement.upstream {
            nodes.push(&upstream.node);
            nodes.extend(upstream.through.as_deref());
        }
    }
    for origin in &claim.origins {
        nodes.push(&origin.node);
        nodes.extend(origin.also.iter().map(String::as_str));
    }
    nodes.extend(claim.chokepoints.iter().map(String::as_str));
    nodes.extend(claim.loops.iter().flatten().map(String::as_str));
    nodes.extend(claim.first.as_ref().map(|first| first.document.as_str()));
    nodes
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    #[test]
    fn a_claim_is_found_by_its_id() {
        let report = fixture();
        assert!(Selection::claim(&report, "c1").is_some());
        assert!(Selection::claim(&report, "c99").is_none());
    }

    #[test]
    fn a_story_has_its_documents_whom_they_cite_and_its_claims() {
        let mut report = fixture();
        let ids: Vec<String> = report.documents.iter().map(|d| d.id.clone()).collect();
        for document in &mut report.documents {
            document.via = None;
            document.story = Some(if document.id == "d1" { "t2" } else { "t1" }.to_owned());
        }
        assert!(Selection::story(&report, "t3").is_none());
        let Some(Selection::Story(story)) = Selection::story(&report, "t2") else {
            panic!("a document tells it");
        };
        let part = story_part(&report, story);
        assert!(part.documents.len() < ids.len());
        let cited = report.citations.iter().filter(|c| c.from == "d1");
        for citation in cited {
            assert!(part.citations.contains(citation), "{}", citation.id);
            let (documents, sources) = (&part.documents, &part.sources);
            assert!(
                documents.iter().any(|d| d.id == citation.to)
                    || sources.iter().any(|s| s.id == citation.to)
            );
        }
        for claim in &report.claims {
            let states_it = claim.statements.iter().any(|s| s.document == "d1");
            assert_eq!(part.claims.contains(claim), states_it, "{}", claim.id);
        }
    }

    #[test]
    fn the_parts_of_two_stories_hold_every_claim() {
        let report = fixture();
        let stories: BTreeSet<_> = (report.documents.iter())
            .filter_map(|d| d.story.as_deref())
            .collect();
        let claims = stories
            .into_iter()
            .flat_map(|story| story_part(&report, story).claims);
        let claims: BTreeSet<String> = claims.map(|claim| claim.id).collect();
        let all = report.claims.iter().filter(|claim| {
            let told = |id: &str| {
                report
                    .documents
                    .iter()
                    .any(|d| d.id == id && d.story.is_some())
            };
            claim.statements.iter().any(|s| told(&s.document))
        });
        assert_eq!(claims, all.map(|claim| claim.id.clone()).collect());
    }
}
