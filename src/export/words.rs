//! What is known of claims and their ends, in the words that every answer uses: the terminal's, the
//! page's and the differences between two runs.

use std::collections::{BTreeMap, BTreeSet};

use super::clean;
use super::index::Index;
use crate::cite::SourceKind;
use crate::report::{Claim, Document, Mark, Origin, OriginState, Verdict, count};

/// Returns the verdict in words.
#[must_use]
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SingleOrigin => "single origin",
        Verdict::FewOrigins => "few origins",
        Verdict::Independent => "independent origins",
        Verdict::Circular => "circular",
        Verdict::Untraced => "untraced",
    }
}

/// Counts the claim's documents, outlets and origins, the independent ones as an interval.
#[must_use]
pub fn counts(claim: &Claim) -> String {
    let (least, most) = (claim.independent.at_least, claim.independent.at_most);
    let origins = match claim.origins.len() {
        0 if most == 0 => "no origin".to_owned(),
        n if least == most => format!("{}, {least} independent", count(n, "origin")),
        n => format!("{}, {least} to {most} independent", count(n, "origin")),
    };
    format!(
        "{} · {} · {origins}{}",
        count(claim.documents, "document"),
        count(claim.outlets, "outlet"),
        groups(claim).unwrap_or_default(),
    )
}

/// Counts the origins by group, if some belong to one: " · 3 sources of 1 group".
fn groups(claim: &Claim) -> Option<String> {
    let groups = count(claim.groups?, "group");
    let is_source = |origin: &Origin| origin.node.starts_with('s');
    let noun = if claim.origins.iter().all(is_source) {
        "source"
    } else {
        "origin"
    };
    Some(format!(
        " · {} of {groups}",
        count(claim.origins.len(), noun)
    ))
}

/// Says with a sign before it what was done by hand.
#[must_use]
pub fn by_hand(mark: Mark) -> &'static str {
    match mark {
        Mark::Merged => "✎ merged by hand",
        Mark::Split => "✎ split by hand",
        Mark::Wrong => "✎ marked as wrong by hand",
    }
}

/// Names an origin, how it could be read, and how many documents reach it.
#[must_use]
pub fn origin(index: &Index, origin: &Origin) -> String {
    let state = match origin.state {
        OriginState::Reached => "",
        OriginState::Unread => ", not read",
        OriginState::Dead => ", gone",
    };
    let source = index.source(&origin.node);
    let hidden = source.filter(|source| source.kind == SourceKind::Anonymous);
    let kind = hidden.map_or_else(String::new, |source| {
        let parts = source.parts.as_ref();
        let channel = parts.and_then(|parts| parts.channel.as_ref());
        let told = channel.map_or_else(String::new, |to| format!(", to {}", clean::line(&to.text)));
        format!(" (anonymous{told})")
    });
    let also = origin.also.iter().filter_map(|id| index.source(id));
    let mut sources = source.into_iter().chain(also);
    let of = sources.find_map(|source| source.affiliation.as_deref());
    let of = of.map_or_else(String::new, |group| format!(" [{}]", clean::line(group)));
    let documents = count(origin.documents, "document");
    let name = index.full_name(&origin.node);
    format!("{name}{kind}{of} · {documents}{state}")
}

/// Most numbers of a claim that are told.
const VARIANTS: usize = 6;

/// Tells the numbers on which the statements of a claim do not agree, each with how many give it;
/// clean.
#[must_use]
pub fn variants(claim: &Claim) -> Vec<String> {
    let told = claim.variants.iter().take(VARIANTS);
    told.map(|variant| {
        let documents = count(variant.documents, "document");
        clean::line(&format!("“{}” · {documents}", variant.text))
    })
    .collect()
}

/// Tells who denies a claim, each with the documents that tell of it.
#[must_use]
pub fn denials(index: &Index, claim: &Claim) -> Vec<String> {
    let mut told: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for denial in &claim.denied_by {
        let by: Vec<_> = denial.by.iter().map(|id| index.name(id)).collect();
        let who = match by.as_slice() {
            [] => index.name(&denial.document).clone(),
            names => names.join(" and "),
        };
        told.entry(who).or_default().insert(&denial.document);
    }
    let line = |(who, documents): (String, BTreeSet<&str>)| {
        format!("{who} · {}", count(documents.len(), "document"))
    };
    told.into_iter().map(line).collect()
}

/// Says why a claim has its verdict, on which numbers its statements do not agree, and who denies it;
/// clean.
#[must_use]
pub fn because(index: &Index, claim: &Claim) -> String {
    let lists = [
        ("numbers differ", variants(claim)),
        ("denied by", denials(index, claim)),
    ];
    let told = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
    let told = told.map(|(heading, lines)| format!("{heading}: {}", lines.join(", ")));
    let parts: Vec<String> = std::iter::once(clean::line(&claim.because))
        .chain(told)
        .collect();
    parts.join("; ")
}

/// Names the members of a loop, the first again at its end.
#[must_use]
pub fn circle(index: &Index, ids: &[String]) -> String {
    let members = ids.iter().chain(ids.first());
    let names: Vec<_> = members.map(|id| index.name(id)).collect();
    names.join(" → ")
}

/// Says why a document was not read, and what shows it; clean.
#[must_use]
pub fn why_unread(document: &Document) -> String {
    let reason = document.reason.as_deref().unwrap_or("pending");
    match document.detail.as_deref() {
        Some(detail) => clean::line(&format!("{reason}, {detail}")),
        None => clean::line(reason),
    }
}
