//! The integration tests: one binary, quick to link.

mod archive;
mod crawl;
mod fetch;
mod layers;
mod store;
