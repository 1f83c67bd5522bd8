//! Where each statement has its claim from, by what the document itself says.
//!
//! In order of strength: a citation or attribution in the statement's own words; what the same
//! document gave for the claim before; a list of sources at the document's end, where a listed one
//! says it. A copy has what it reprints from its original, and whatever it cites there stands
//! behind that. Nothing is invented: without any of these the document asserts the claim itself.

use std::collections::BTreeMap;

use crate::parse::BlockKind;

use super::draft::{At, Draft, Group, Node};
use super::place::{CitationKind, Place};
use super::sentence::small;

/// Shows why one node rests on another: a place of a document's text, or that it is a copy. Sorted
/// by document, a copy first, then by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    document: u32,
    /// One more than the number of the place; 0 for a copy.
    place: u32,
}

impl Evidence {
    /// Makes evidence of a place of a document's text, by the numbers of both.
    #[must_use]
    pub fn place(document: usize, place: usize) -> Self {
        Self {
            document: small(document),
            place: small(place).saturating_add(1),
        }
    }

    /// Makes evidence of a document that is a copy.
    #[must_use]
    pub fn copy(document: usize) -> Self {
        Self {
            document: small(document),
            place: 0,
        }
    }

    /// Returns the number of the document that cites.
    #[must_use]
    pub fn document(self) -> usize {
        self.document as usize
    }

    /// Returns the number of the place in it; `None` for a copy.
    #[must_use]
    pub fn number(self) -> Option<usize> {
        self.place.checked_sub(1).map(|place| place as usize)
    }
}

/// One step upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Whom the statement rests on.
    pub to: Node,
    /// What shows it.
    pub evidence: Evidence,
    /// The node that `to` stands behind.
    pub through: Option<Node>,
}

/// The statements of a claim and what each rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Chains {
    /// Who states it.
    pub group: Group,
    /// What the statements rest on, one after the other.
    steps: Vec<Step>,
    /// One past the last step of each statement.
    ends: Vec<u32>,
}

impl Chains {
    /// Finds the steps upstream of every statement of `group`.
    pub(super) fn new(draft: &Draft<'_>, group: Group) -> Self {
        let upstream = upstream(draft, &group);
        let mut chains = Self {
            steps: Vec::with_capacity(upstream.values().map(Vec::len).sum()),
            ends: Vec::with_capacity(upstream.len()),
            group,
        };
        for mut steps in upstream.into_values() {
            chains.steps.append(&mut steps);
            let end = u32::try_from(chains.steps.len()).unwrap_or(u32::MAX);
            chains.ends.push(end);
        }
        chains
    }

    /// Returns whether some statement rests on another node.
    pub(super) fn lead_somewhere(&self) -> bool {
        !self.steps.is_empty()
    }

    /// Returns each statement with what it rests on; on nothing: it is asserted on the document's
    /// own authority.
    pub fn statements(&self) -> impl Iterator<Item = (At, &[Step])> {
        let mut start = 0;
        let both = self.group.statements.iter().zip(&self.ends);
        both.map(move |(&at, &end)| {
            let steps = &self.steps[start..end as usize];
            start = end as usize;
            (at, steps)
        })
    }

    /// As [`Self::statements`], but for those that deny the claim.
    pub(super) fn assertions(&self) -> impl Iterator<Item = (At, &[Step])> {
        self.statements().filter(|(at, _)| !self.group.denies(*at))
    }
}

/// Returns the steps upstream of every statement of `group`.
fn upstream(draft: &Draft<'_>, group: &Group) -> BTreeMap<At, Vec<Step>> {
    let mut found: BTreeMap<At, Vec<Step>> = BTreeMap::new();
    for &at in &group.statements {
        let mut steps = own(draft, group, at);
        if steps.is_empty() {
            let before = found.range((at.0, 0)..at).map(|(_, steps)| steps);
            steps = before
                .rev()
                .find(|steps| !steps.is_empty())
                .cloned()
                .unwrap_or_default();
        }
        if steps.is_empty() {
            steps = listed(draft, group, at.0);
        }
        found.insert(at, steps);
    }
    lean(draft, &mut found);
    found
}

/// Gives a sentence that begins with a pronoun, and so leans on the others, what a later statement
/// of its document rests on.
fn lean(draft: &Draft<'_>, found: &mut BTreeMap<At, Vec<Step>>) {
    let leaning: Vec<At> = found
        .iter()
        .filter(|(_, steps)| steps.is_empty())
        .map(|(&at, _)| at)
        .filter(|&(document, sentence)| draft.pages[document].sentences[sentence].leans)
        .collect();
    for at in leaning {
        let mut later = found.range(at..=(at.0, usize::MAX)).map(|(_, steps)| steps);
        if let Some(steps) = later.find(|steps| !steps.is_empty()).cloned() {
            found.insert(at, steps);
        }
    }
}

/// What the statement's own words cite.
fn own(draft: &Draft<'_>, group: &Group, (document, sentence): At) -> Vec<Step> {
    let page = &draft.pages[document];
    let original = draft
        .copies
        .get(&document)
        .map(|copy| copy.original)
        .filter(|&original| group.carries(original));
    let mut steps: Vec<Step> = original
        .map(|original| Step {
            to: Node::Document(original),
            evidence: Evidence::copy(document),
            through: None,
        })
        .into_iter()
        .collect();
    for (number, place) in page.places.iter().enumerate() {
        if !place.covers(sentence) {
            continue;
        }
        let Some(to) = place.node().filter(|to| *to != Node::Document(document)) else {
            continue;
        };
        let behind = through(draft, document, place).filter(|behind| *behind != to);
        let step = Step {
            to,
            evidence: Evidence::place(document, number),
            through: original
                .map(Node::Document)
                .or(behind)
                .filter(|behind| *behind != to),
        };
        add(&mut steps, step);
    }
    steps
}

/// Adds a step unless one to the same node is known; one without a detour wins.
fn add(steps: &mut Vec<Step>, step: Step) {
    match steps.iter_mut().find(|known| known.to == step.to) {
        Some(known) if known.through.is_some() && step.through.is_none() => *known = step,
        Some(_) => {}
        None => steps.push(step),
    }
}

/// The node between `place` and the statement.
fn through(draft: &Draft<'_>, document: usize, place: &Place) -> Option<Node> {
    let between = draft.pages[document].places.get(place.through? as usize)?;
    Some(between)
        .filter(|between| !between.wrong)?
        .node()
        .filter(|node| *node != Node::Document(document))
}

/// The documents in a list of sources at the end that carry the claim.
fn listed(draft: &Draft<'_>, group: &Group, document: usize) -> Vec<Step> {
    let page = &draft.pages[document];
    let mut steps = Vec::new();
    for (number, place) in page.places.iter().enumerate() {
        let in_list = place.kind == CitationKind::Link
            && !place.wrong
            && place
                .sentence
                .is_some_and(|sentence| page.sentences[sentence as usize].kind == BlockKind::Note);
        let Some(Node::Document(cited)) = place.node().filter(|_| in_list) else {
            continue;
        };
        if cited != document && group.carries(cited) {
            add(
                &mut steps,
                Step {
                    to: Node::Document(cited),
                    evidence: Evidence::place(document, number),
                    through: None,
                },
            );
        }
    }
    steps
}
