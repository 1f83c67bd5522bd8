//! What became of the documents: a line a state and reason, which add up to all of them.

use std::collections::BTreeMap;

use super::{Document, State, words};

/// How many documents came to one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// Their state.
    pub state: State,
    /// Their reason, as in [`Document::reason`].
    pub reason: Option<String>,
    /// How many they are; at least one.
    pub documents: usize,
    /// What that means, in words that follow a number: "gone", "read".
    pub meaning: String,
}

impl Fate {
    /// Returns the fate as a note: "3 documents gone".
    #[must_use]
    pub fn note(&self) -> String {
        format!("{} {}", words::documents(self.documents), self.meaning)
    }

    /// Returns whether something of the documents, or behind them, was not seen.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        self.state != State::Fetched || self.reason.is_some()
    }
}

pub(super) fn fates(documents: &[Document]) -> Vec<Fate> {
    let mut counts: BTreeMap<(State, Option<&str>), usize> = BTreeMap::new();
    for document in documents {
        let end = (document.state, document.reason.as_deref());
        *counts.entry(end).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((state, reason), documents)| Fate {
            state,
            reason: reason.map(str::to_owned),
            documents,
            meaning: words::meaning(state, reason),
        })
        .collect()
}
