//! Small targets for the tests of this module.

use crate::corpus::{Corpus, Outcome, Reading, Target};
use crate::parse::{self, Input};
use crate::urls::CanonicalUrl;

fn target(url: &str, depth: u32, outcome: Outcome) -> Target {
    Target {
        url: CanonicalUrl::parse(url).unwrap(),
        depth,
        outcome,
        record: None,
        retrieved: None,
        memento: None,
        off_story: false,
    }
}

/// A page that was read, as plain text.
pub(super) fn page(url: &str, depth: u32, text: &str) -> Target {
    let input = Input {
        url: None,
        content_type: Some("text/plain"),
        body: text.as_bytes(),
        retrieved: None,
    };
    let reading = Reading {
        document: parse::document(&input).unwrap(),
        attributions: Vec::new(),
        body_bytes: 0,
    };
    target(url, depth, Outcome::Read(Box::new(reading)))
}

pub(super) fn redirect(url: &str, to: &str) -> Target {
    let to = CanonicalUrl::parse(to).unwrap();
    target(url, 0, Outcome::Redirect { to })
}

pub(super) fn titled(mut page: Target, title: &str) -> Target {
    if let Outcome::Read(reading) = &mut page.outcome {
        reading.document.title = Some(title.to_owned());
    }
    page
}

pub(super) fn with_canonical(mut page: Target, canonical: &str) -> Target {
    if let Outcome::Read(reading) = &mut page.outcome {
        reading.document.canonical_url = Some(CanonicalUrl::parse(canonical).unwrap());
    }
    page
}

/// The targets, crawled from the first.
pub(super) fn corpus(mut targets: Vec<Target>) -> Corpus {
    let seeds = targets.iter().take(1).map(|target| target.url.clone());
    let seeds = seeds.collect();
    targets.sort_by(|a, b| a.url.cmp(&b.url));
    Corpus {
        seeds,
        targets,
        ..Corpus::default()
    }
}
