//! The integration tests: one binary, quick to link.

mod export;
mod layers;
