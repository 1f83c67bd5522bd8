//! Texts to copies, stories and claims.
//!
//! [`Prints`] find the texts that reprint another. A [`Collector`] takes the sentences of a run
//! apart; of its [`Collection`], the texts about one story are found, and [`Lines`] finds the sentences that state one claim, and the one of a cited text
//! that bears out a statement. Sentences are compared by the cosine of their words, each word
//! weighed by how rare it is among the sentences of the same story: the names that every sentence
//! of a story shares then say little, and no table of word counts need be shipped.
//! Pure: the same texts give the same answer, whatever their order.

mod agglomerate;
mod collection;
mod contradiction;
mod copy;
mod foreign;
mod lines;
mod number;
mod quotation;
mod stop;
mod story;
mod support;
mod term;
mod variant;
mod weights;

pub use collection::{Collection, Collector, Sentence};
pub use copy::{Copy, CopyKind, CopyReason, Prints, Text};
pub use lines::{Cluster, Clusters, Lines, TextOf};
pub use quotation::utterances;
pub use support::{Match, Support};
pub use term::quotations;
pub use variant::{Variant, large_counts, may_be_changed, variants};
