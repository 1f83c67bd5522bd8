//! Texts to copies, stories and claims.
//!
//! [`copies`] finds the texts that reprint another and [`stories`] the texts about one story. Of
//! the sentences of a run, [`Lines`] finds those that state one claim, and the one of a cited text
//! that bears out a statement. Sentences are compared by the cosine of their words, each word
//! weighed by how rare it is among the sentences of the same story: the names that every sentence
//! of a story shares then say little, and no table of word counts need be shipped.
//! Pure: the same texts give the same answer, whatever their order.

mod agglomerate;
mod contradiction;
mod copy;
mod foreign;
mod lines;
mod number;
mod stop;
mod story;
mod support;
mod term;
mod weights;

pub use copy::{Copy, CopyKind, CopyReason, Text, copies};
pub use lines::{Cluster, Lines, Sentence};
pub use story::stories;
pub use support::{Match, Support};
