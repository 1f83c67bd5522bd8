//! The integration tests, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod archive;
mod cite;
mod claim;
mod cli;
mod collect;
mod crawl;
mod export;
mod fetch;
mod foreign;
mod hostile;
mod layers;
mod memento;
mod outcomes;
mod pages;
mod politeness;
mod proxy;
mod resume;
mod robots;
mod scope;
mod secrets;
mod server;
mod sound;
mod story;
mod trace;
mod web;
