//! What is known of the arrows of a drawing, before it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::index;
use super::scene::Edge;
use super::theme::Line;
use crate::report::{CitationKind, Claim, Findings};

/// What is known of the arrow between two nodes.
#[derive(Debug, Default)]
pub(super) struct Tie<'a> {
    /// Kinds of citations, each once.
    pub(super) kinds: Vec<CitationKind>,
    pub(super) claims: BTreeSet<&'a str>,
    pub(super) unsupported: bool,
    /// A sentence that shows it.
    pub(super) sentence: Option<&'a str>,
    /// The citations that show it, by number, each once.
    pub(super) citations: Vec<usize>,
}

/// The arrows by their ends: the citing and the cited.
pub(super) type Ties<'a> = BTreeMap<(&'a str, &'a str), Tie<'a>>;

impl Tie<'_> {
    pub(super) fn is_of(&mut self, kind: CitationKind) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }

    /// Notes that a citation shows it.
    pub(super) fn is_shown_by(&mut self, citation: usize) {
        if !self.citations.contains(&citation) {
            self.citations.push(citation);
        }
    }

    /// Takes over what is known of another tie, which is drawn as this one.
    pub(super) fn join(&mut self, other: Self) {
        for kind in other.kinds {
            self.is_of(kind);
        }
        for citation in other.citations {
            self.is_shown_by(citation);
        }
        self.claims.extend(other.claims);
        self.unsupported |= other.unsupported;
        self.sentence = self.sentence.or(other.sentence);
    }

    /// Draws it between two nodes of a scene.
    pub(super) fn edge(&self, from: usize, to: usize, names: &str, sentence: &str) -> Edge {
        let has = |kind| self.kinds.contains(&kind);
        let line = if self.unsupported {
            Line::Unsupported
        } else if has(CitationKind::Copy) {
            Line::Copy
        } else if self.claims.is_empty() {
            Line::Bare
        } else if has(CitationKind::Link) {
            Line::Link
        } else if has(CitationKind::Attribution) {
            Line::Attribution
        } else {
            Line::Mention
        };
        let claims: Vec<_> = self.claims.iter().copied().collect();
        let claims = match claims.as_slice() {
            [] => String::new(),
            claims => format!(" ({})", claims.join(", ")),
        };
        let sentence = match sentence {
            "" => String::new(),
            sentence => format!(": {sentence}"),
        };
        let tooltip = format!("{names}{claims}{sentence}");
        Edge {
            from,
            to,
            line,
            claims: self.claims.len(),
            label: None,
            citations: self.citations.clone(),
            tooltip,
        }
    }
}

/// Adds the steps of a claim's chains, and the citations of it that do not hold.
pub(super) fn add_steps<'a>(ties: &mut Ties<'a>, claim: &'a Claim, findings: &dyn Findings) {
    for step in index::steps(claim) {
        let tie = ties.entry((step.from, step.to)).or_default();
        tie.claims.insert(&claim.id);
        tie.sentence.get_or_insert(step.sentence);
        // The citation of a source behind a document speaks of another citing node.
        let shown = findings.citation_number(step.citation);
        if let Some(shown) = shown {
            tie.is_shown_by(shown);
        }
        let own = shown.map(|number| findings.ends(number));
        let own = own.filter(|(_, to, _)| to == step.to);
        tie.is_of(own.map_or(CitationKind::Mention, |(_, _, kind)| kind));
    }
    for unsupported in &claim.unsupported {
        let tie = ties
            .entry((&unsupported.from, &unsupported.to))
            .or_default();
        tie.claims.insert(&claim.id);
        tie.unsupported = true;
        if let Some(shown) = findings.citation_number(&unsupported.citation) {
            tie.is_shown_by(shown);
        }
    }
}
