//! Who cites whom, and whether what is cited says it.

use serde::{Deserialize, Serialize};

use super::draft::{At, Draft, Node};
use super::upstream::{Chains, Evidence};
use crate::claim;

/// One document citing another, or a source; what shows it tells whom and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// What shows it.
    pub evidence: Evidence,
    /// Whether the cited document says what the citing sentence says; `None` for a source.
    pub support: Option<Support>,
    /// The number of the sentence of the cited document that matches best.
    pub cited: Option<u32>,
}

/// Whether a cited document says what it is cited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// It says it.
    Supported,
    /// It says something near it.
    Partial,
    /// It was read and does not say it.
    Absent,
    /// It says the opposite, or another number.
    Contradicted,
    /// It could not be read.
    Unread,
}

impl From<claim::Support> for Support {
    fn from(support: claim::Support) -> Self {
        match support {
            claim::Support::Supported => Self::Supported,
            claim::Support::Partial => Self::Partial,
            claim::Support::Absent => Self::Absent,
            claim::Support::Contradicted => Self::Contradicted,
        }
    }
}

/// Makes a citation of every copy and every place, document by document, sorted by what shows them.
pub(super) fn citations(draft: &Draft<'_>, claims: &[Chains]) -> Vec<Citation> {
    let places = draft.pages.iter().map(|page| page.places.len());
    let mut cited = Vec::with_capacity(draft.copies.len() + places.sum::<usize>());
    for document in 0..draft.pages.len() {
        if draft.copies.contains_key(&document) {
            cited.push(Citation {
                evidence: Evidence::copy(document),
                support: Some(Support::Supported),
                cited: None,
            });
        }
        for (number, place) in draft.pages[document].places.iter().enumerate() {
            let to = place.node();
            let Some(to) = to.filter(|to| *to != Node::Document(document)) else {
                continue;
            };
            let at = place.sentence.map(|sentence| (document, sentence as usize));
            let (support, sentence) = match to {
                Node::Document(cited) => support(draft, claims, at, cited),
                Node::Source(_) => (None, None),
            };
            cited.push(Citation {
                evidence: Evidence::place(document, number),
                support,
                cited: sentence.and_then(|sentence| u32::try_from(sentence).ok()),
            });
        }
    }
    cited
}

/// Whether the cited document says what the citing sentence says, and its best sentence.
fn support(
    draft: &Draft<'_>,
    claims: &[Chains],
    at: Option<At>,
    cited: usize,
) -> (Option<Support>, Option<usize>) {
    if draft.library.entries[cited].card().is_none() {
        return (Some(Support::Unread), None);
    }
    let Some(at) = at else { return (None, None) };
    let claim = draft.claim_of(at).and_then(|claim| claims.get(claim));
    let shared = claim.and_then(|chains| chains.group.of(cited));
    let found = draft.support(at, cited);
    match (shared, found) {
        (Some((_, sentence)), Some((_, _, claim::Support::Contradicted))) => {
            (Some(Support::Contradicted), Some(sentence))
        }
        (Some((_, sentence)), _) => (Some(Support::Supported), Some(sentence)),
        (None, Some((sentence, _, verdict))) => (Some(verdict.into()), Some(sentence)),
        (None, None) => (Some(Support::Absent), None),
    }
}
