//! The integration tests, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod archive;
mod chromium;
mod cite;
mod claim;
mod cli;
mod collect;
mod crawl;
mod export;
mod fetch;
mod foreign;
mod guide;
mod hostile;
mod language;
mod layers;
mod manual;
mod memento;
mod outcomes;
mod page;
mod pages;
mod politeness;
mod proxy;
mod public_api;
mod resume;
mod robots;
mod scope;
mod secrets;
mod server;
mod sound;
mod story;
mod trace;
mod web;
