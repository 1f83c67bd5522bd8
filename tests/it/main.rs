//! The integration tests, in one binary.

mod archive;
mod cite;
mod claim;
mod cli;
mod crawl;
mod export;
mod fetch;
mod layers;
mod pages;
mod proxy;
mod web;
