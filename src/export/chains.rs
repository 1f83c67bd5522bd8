//! The chains of a claim as a tree from its origins down to those who have it from them, in lines.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, Step, steps};
use super::words;
use crate::report::{CitationKind, Claim, State, Support};

/// A node of the tree, as a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Steps from the top of its tree; 0 for an origin, and for any other node at the top.
    pub depth: usize,
    /// Whether it is the last of those who have the claim from the same node.
    pub last: bool,
    /// The document or source.
    pub node: &'a str,
    /// How the node has the claim from the one above it; `None` at the top.
    pub step: Option<Step<'a>>,
    /// Whether somebody has the claim from it.
    pub cited: bool,
    /// Whether it stands in full above, with all that hangs on it.
    pub again: bool,
}

/// The chains of a claim, downstream: from the cited to those who cite it.
#[expect(missing_debug_implementations, reason = "findings may be anything")]
pub struct Chains<'a> {
    index: &'a Index<'a>,
    claim: &'a Claim,
    citing: BTreeMap<&'a str, Vec<Step<'a>>>,
    unsupported: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Chains<'a> {
    /// Orders the chains of `claim`: of several who have it from one node the earliest is first.
    #[must_use]
    pub fn new(index: &'a Index<'a>, claim: &'a Claim) -> Self {
        let mut citing: BTreeMap<&str, Vec<Step>> = BTreeMap::new();
        for step in index.without_repeats(steps(claim)) {
            let steps = citing.entry(step.to).or_default();
            if !steps.iter().any(|other| other.from == step.from) {
                steps.push(step);
            }
        }
        let day = |id| index.document(id).and_then(|d| d.published.as_deref());
        for steps in citing.values_mut() {
            // Unknown days go last.
            steps.sort_by_key(|step| (day(step.from).is_none(), day(step.from)));
        }
        let unsupported = claim.unsupported.iter().map(|u| (&*u.from, &*u.to));
        Self {
            index,
            claim,
            citing,
            unsupported: unsupported.collect(),
        }
    }

    /// Returns the lines of the tree: the origins first, then the loops, then whatever no origin
    /// leads to.
    #[must_use]
    pub fn lines(&self) -> Vec<Line<'a>> {
        let origins = self.claim.origins.iter().map(|origin| origin.node.as_str());
        let loops = self.claim.loops.iter().filter_map(|ids| ids.first());
        // The ends of other chains first, then whoever is left.
        let cites: BTreeSet<&str> = self.citing.values().flatten().map(|s| s.from).collect();
        let ends = self.citing.keys().filter(|end| !cites.contains(*end));
        let statements = self.claim.assertions().map(|s| s.document.as_str());
        let tops = origins
            .chain(loops.map(String::as_str))
            .chain(ends.copied())
            .chain(statements);
        let mut lines = Vec::new();
        let mut shown = BTreeSet::new();
        for top in tops {
            if !shown.contains(top) {
                self.grow(top, &mut lines, &mut shown);
            }
        }
        lines
    }

    /// Adds the tree below `top`.
    fn grow(&self, top: &'a str, lines: &mut Vec<Line<'a>>, shown: &mut BTreeSet<&'a str>) {
        let mut open = vec![(0, true, top, None)];
        while let Some((depth, last, node, step)) = open.pop() {
            let again = !shown.insert(node);
            let steps = self.citing.get(node).map_or(&[][..], Vec::as_slice);
            lines.push(Line {
                depth,
                last,
                node,
                step,
                cited: !steps.is_empty(),
                again,
            });
            if !again {
                let below = steps.iter().enumerate().rev();
                open.extend(below.map(|(number, &step)| {
                    (depth + 1, number + 1 == steps.len(), step.from, Some(step))
                }));
            }
        }
    }

    /// Returns the sentence by which a document states the claim.
    #[must_use]
    pub fn statement(&self, document: &str) -> Option<&'a str> {
        let mut statements = self.claim.assertions();
        let statement = statements.find(|s| s.document == document)?;
        Some(&statement.text)
    }

    /// Says how a step is known.
    #[must_use]
    pub fn how(&self, step: &Step) -> String {
        if self.unsupported.contains(&(step.from, step.to)) {
            return "cites it, but it is not said there".to_owned();
        }
        let citation = self.index.citation(step.citation);
        let citation = citation.as_deref();
        let how = match citation.filter(|c| c.to == step.to).map(|c| c.kind) {
            Some(CitationKind::Link) => "links",
            Some(CitationKind::Attribution) => "quotes or paraphrases",
            Some(CitationKind::Copy) => "reprints",
            Some(CitationKind::Mention) | None => "names",
        };
        let support = match citation.and_then(|c| c.support) {
            Some(Support::Partial) => ", which says something near it",
            Some(Support::Contradicted) => ", which says otherwise",
            Some(Support::Unread) => ", which was not read",
            Some(Support::Supported | Support::Absent) | None => "",
        };
        let passage = citation.and_then(|c| c.evidence.passage.as_ref());
        let passage = passage.map_or_else(String::new, |passage| {
            format!(", {} words of it the same", passage.words)
        });
        let later = citation.filter(|c| c.later);
        let later = later.map_or("", |_| ", though it is dated later");
        format!("{how}{support}{passage}{later}")
    }

    /// Returns what marks a node, in words with a sign before them.
    #[must_use]
    pub fn marks(&self, id: &str) -> Vec<String> {
        let mut marks = Vec::new();
        if self.claim.origins.iter().any(|origin| origin.node == id) {
            marks.push("◎ origin".to_owned());
        }
        if self.claim.chokepoints.iter().any(|other| other == id) {
            marks.push("◆ chokepoint".to_owned());
        }
        if self.claim.loops.iter().flatten().any(|other| other == id) {
            marks.push("↻ loop".to_owned());
        }
        let source = self.index.source(id).and_then(|source| source.manual);
        let document = self.index.document(id).and_then(|document| document.manual);
        marks.extend(
            source
                .or(document)
                .map(|mark| words::by_hand(mark).to_owned()),
        );
        match self.index.document(id) {
            Some(document) if document.state != State::Fetched => {
                marks.push(format!("(not read: {})", words::why_unread(document)));
            }
            _ => {}
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture;
    use super::*;

    #[test]
    fn every_statement_has_a_line_and_a_loop_ends() {
        let report = fixture();
        let index = Index::new(&report);
        for claim in &report.claims {
            let chains = Chains::new(&index, claim);
            let lines = chains.lines();
            for statement in &claim.statements {
                let full = lines
                    .iter()
                    .filter(|l| l.node == statement.document && !l.again);
                assert_eq!(full.count(), 1, "{}", statement.document);
            }
        }
    }

    #[test]
    fn a_chain_of_thousands_of_documents_is_walked() {
        let mut report = fixture();
        let mut claim = report.claims[0].clone();
        claim.statements.clear();
        for number in 0..20_000 {
            let mut statement = report.claims[0].statements[1].clone();
            statement.document = format!("d{number}");
            statement.upstream[0].node = format!("d{}", number + 1);
            claim.statements.push(statement);
        }
        report.claims = vec![claim];
        let index = Index::new(&report);
        assert!(Chains::new(&index, &report.claims[0]).lines().len() > 20_000);
    }
}
