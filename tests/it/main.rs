//! The integration tests, in one binary.

mod archive;
mod cli;
mod crawl;
mod layers;
mod pages;
mod proxy;
mod web;
