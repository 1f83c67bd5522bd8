//! Plain text: spans, sentences, words, shingles and the names of the calendar. No HTML comes here.

mod calendar;
mod sentence;
mod shingle;
mod span;
mod token;

pub use calendar::{is_weekday, month};
pub use sentence::sentences;
pub use shingle::{combine, hash, hash_joined, shared, shingles};
pub use span::{CodePoints, Span};
pub use token::{Word, fold, words};
