//! Plain text: spans, sentences, words and shingles. No HTML comes here.

mod sentence;
mod shingle;
mod span;
mod token;

pub use sentence::sentences;
pub use shingle::{combine, hash, hash_joined, shared, shingles};
pub use span::{CodePoints, Span};
pub use token::{Word, fold, words};
