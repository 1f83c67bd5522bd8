//! The integration tests, in one binary.

mod archive;
mod crawl;
mod layers;
mod web;
