//! The integration tests, in one binary.

mod archive;
mod cli;
mod crawl;
mod export;
mod layers;
mod proxy;
mod web;
