//! Texts to copies, stories and claims.
//!
//! [`copies`] finds the texts that reprint another, [`stories`] the texts about one story,
//! [`clusters`] the sentences that state one claim, and [`support`] the sentence of a cited text
//! that bears out a statement. Sentences are compared by the cosine of their words, each word
//! weighed by how rare it is among the sentences of the same run ([`Weights`]): the names that
//! every sentence of a story shares then say little, and no table of word counts need be shipped.
//! Pure: the same texts give the same answer, whatever their order.

mod agglomerate;
mod cluster;
mod contradiction;
mod copy;
mod foreign;
mod number;
mod stop;
mod story;
mod support;
mod term;
mod weights;

pub use cluster::{Cluster, Sentence, clusters};
pub use copy::{Copy, CopyKind, CopyReason, Text, copies};
pub use story::stories;
pub use support::{Match, Support, support};
pub use weights::{Weights, similarity};
