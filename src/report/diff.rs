//! What differs between two runs: documents, claims, origins and citations that appeared, vanished
//! or changed.
//!
//! Ids belong to one run, so nothing is matched by them: a document is known by its address, a
//! source by its kind and name, a citation by its ends, kind and sentence. Two claims are the same
//! if they share statements, that is sentences of the same documents; of several the two that share
//! most.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CitationKind, Claim, Interval, Report, State, Support, Verdict};

/// What differs between two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Documents, by their addresses.
    pub documents: Changes<DocumentNote>,
    /// Claims, by their statements.
    pub claims: Changes<ClaimNote>,
    /// Origins of claims that two or more documents state.
    pub origins: Changes<OriginNote>,
    /// Citations, by their ends, kind and sentence.
    pub citations: Changes<CitationNote>,
}

/// Things that are in one report alone, or in both and not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes<T> {
    /// In the later report alone.
    pub appeared: Vec<T>,
    /// In the earlier report alone.
    pub vanished: Vec<T>,
    /// In both, and not the same.
    pub changed: Vec<Changed<T>>,
    /// How many are the same in both.
    pub same: usize,
}

/// A thing that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed<T> {
    /// The names of the fields that differ.
    pub fields: Vec<&'static str>,
    /// As it was.
    pub before: T,
    /// As it is.
    pub after: T,
}

/// A document in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentNote {
    /// Its id in its own report.
    pub id: String,
    /// The address.
    pub url: String,
    /// The headline.
    pub title: Option<String>,
    /// Whether it was read.
    pub state: State,
    /// Why it was not.
    pub reason: Option<String>,
    /// The date of publication.
    pub published: Option<String>,
    /// SHA-256 of the text, hexadecimal.
    pub text_sha256: Option<String>,
}

/// A claim in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimNote {
    /// Its id in its own report.
    pub id: String,
    /// The statement that stands for it.
    pub text: String,
    /// What its chains show.
    pub verdict: Verdict,
    /// How many origins are independent.
    pub independent: Interval,
    /// Documents that state it.
    pub documents: usize,
    /// Outlets among them.
    pub outlets: usize,
    /// The addresses or names of its origins, sorted.
    pub origins: Vec<String>,
    /// The addresses of its chokepoints, sorted.
    pub chokepoints: Vec<String>,
    /// Address and sentence of each statement, sorted.
    #[serde(skip)]
    statements: Vec<(String, String)>,
}

/// An origin in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OriginNote {
    /// The address of a document, or the name of a source.
    pub name: String,
    /// How many claims that two or more documents state lead to it.
    pub claims: usize,
}

/// A citation in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationNote {
    /// Its id in its own report.
    pub id: String,
    /// The address of the citing document.
    pub from: String,
    /// The address of the cited document, or the name of the source.
    pub to: String,
    /// How it is cited.
    pub kind: CitationKind,
    /// Whether the cited document says what the sentence says.
    pub support: Option<Support>,
    /// The citing sentence.
    pub sentence: String,
}

impl Diff {
    /// Compares an `earlier` report with a `later` one. Each list is in the order of the report
    /// that its things are in.
    #[must_use]
    pub fn new(earlier: &Report, later: &Report) -> Self {
        let (old, new) = (Names::new(earlier), Names::new(later));
        Self {
            documents: compare(documents(earlier), documents(later), document_fields),
            claims: claims(&old, &new),
            origins: compare(origins(&old), origins(&new), |a, b| {
                differing([("claims", a.claims != b.claims)])
            }),
            citations: compare(citations(&old), citations(&new), |a, b| {
                differing([("support", a.support != b.support)])
            }),
        }
    }

    /// Returns whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
            && self.claims.is_empty()
            && self.origins.is_empty()
            && self.citations.is_empty()
    }
}

impl<T> Changes<T> {
    /// Returns whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.appeared.is_empty() && self.vanished.is_empty() && self.changed.is_empty()
    }
}

/// The nodes of a report by their ids, named so that another report has the same names.
struct Names<'a> {
    report: &'a Report,
    names: BTreeMap<&'a str, String>,
}

impl<'a> Names<'a> {
    fn new(report: &'a Report) -> Self {
        let documents = (report.documents.iter()).map(|d| (d.id.as_str(), d.url.clone()));
        let sources = (report.sources.iter()).map(|s| (s.id.as_str(), s.name.clone()));
        Self {
            report,
            names: documents.chain(sources).collect(),
        }
    }

    fn name(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn sorted<'b>(&self, ids: impl Iterator<Item = &'b String>) -> Vec<String> {
        let names: BTreeSet<String> = ids.map(|id| self.name(id)).collect();
        names.into_iter().collect()
    }

    fn claim(&self, claim: &Claim) -> ClaimNote {
        let statements = claim.statements.iter();
        let mut statements: Vec<(String, String)> = statements
            .map(|s| (self.name(&s.document), s.text.clone()))
            .collect();
        statements.sort();
        ClaimNote {
            id: claim.id.clone(),
            text: claim.text.clone(),
            verdict: claim.verdict,
            independent: claim.independent,
            documents: claim.documents,
            outlets: claim.outlets,
            origins: self.sorted(claim.origins.iter().map(|origin| &origin.node)),
            chokepoints: self.sorted(claim.chokepoints.iter()),
            statements,
        }
    }
}

/// Returns the names of the fields that differ.
fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    let differ = fields.into_iter().filter(|(_, differs)| *differs);
    differ.map(|(name, _)| name).collect()
}

/// Compares things that are the same if their keys are. Of several with one key the first is
/// compared with the first, the second with the second.
fn compare<K: Ord, T>(
    old: Vec<(K, T)>,
    new: Vec<(K, T)>,
    fields: fn(&T, &T) -> Vec<&'static str>,
) -> Changes<T> {
    let mut places: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    let mut left: Vec<Option<T>> = Vec::new();
    for (place, (key, thing)) in old.into_iter().enumerate() {
        places.entry(key).or_default().push(place);
        left.push(Some(thing));
    }
    for places in places.values_mut() {
        places.reverse();
    }
    let mut pairs = Vec::new();
    for (key, thing) in new {
        let place = places.get_mut(&key).and_then(Vec::pop);
        let before = place.and_then(|place| left[place].take());
        pairs.push((before, thing));
    }
    changes(left, pairs, fields)
}

/// Sorts out what is left of the earlier report, and the later one's things with their matches.
fn changes<T>(
    left: Vec<Option<T>>,
    pairs: Vec<(Option<T>, T)>,
    fields: fn(&T, &T) -> Vec<&'static str>,
) -> Changes<T> {
    let mut changes = Changes {
        appeared: Vec::new(),
        vanished: left.into_iter().flatten().collect(),
        changed: Vec::new(),
        same: 0,
    };
    for (before, after) in pairs {
        let Some(before) = before else {
            changes.appeared.push(after);
            continue;
        };
        let fields = fields(&before, &after);
        if fields.is_empty() {
            changes.same += 1;
        } else {
            changes.changed.push(Changed {
                fields,
                before,
                after,
            });
        }
    }
    changes
}

fn documents(report: &Report) -> Vec<(String, DocumentNote)> {
    let notes = report.documents.iter().map(|document| DocumentNote {
        id: document.id.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        state: document.state,
        reason: document.reason.clone(),
        published: document.published.clone(),
        text_sha256: document.text_sha256.clone(),
    });
    notes.map(|note| (note.url.clone(), note)).collect()
}

fn document_fields(a: &DocumentNote, b: &DocumentNote) -> Vec<&'static str> {
    // A text that was not read both times is not known to have changed.
    let both_read = a.text_sha256.is_some() && b.text_sha256.is_some();
    differing([
        ("state", a.state != b.state),
        ("reason", a.reason != b.reason),
        ("title", both_read && a.title != b.title),
        ("published", both_read && a.published != b.published),
        ("text", both_read && a.text_sha256 != b.text_sha256),
    ])
}

/// Matches the claims that share most statements, and compares them.
fn claims(old: &Names, new: &Names) -> Changes<ClaimNote> {
    let notes = |names: &Names| -> Vec<ClaimNote> {
        let claims = names.report.claims.iter();
        claims.map(|claim| names.claim(claim)).collect()
    };
    let (before, after) = (notes(old), notes(new));
    let mut stating: BTreeMap<&(String, String), Vec<usize>> = BTreeMap::new();
    for (number, claim) in before.iter().enumerate() {
        for statement in &claim.statements {
            stating.entry(statement).or_default().push(number);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, claim) in after.iter().enumerate() {
        for statement in &claim.statements {
            for &other in stating.get(statement).into_iter().flatten() {
                *shared.entry((other, number)).or_default() += 1;
            }
        }
    }
    let mut order: Vec<((usize, usize), usize)> = shared.into_iter().collect();
    order.sort_by_key(|&(pair, statements)| (Reverse(statements), pair));
    let mut matches: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken = BTreeSet::new();
    for ((earlier, later), _) in order {
        if matches[later].is_none() && taken.insert(earlier) {
            matches[later] = Some(earlier);
        }
    }
    let mut left: Vec<Option<ClaimNote>> = before.into_iter().map(Some).collect();
    let pairs = matches.into_iter().zip(after);
    let pairs = pairs.map(|(earlier, claim)| (earlier.and_then(|place| left[place].take()), claim));
    let pairs = pairs.collect();
    changes(left, pairs, |a, b| {
        differing([
            ("verdict", a.verdict != b.verdict),
            ("independent", a.independent != b.independent),
            ("documents", a.documents != b.documents),
            ("outlets", a.outlets != b.outlets),
            ("origins", a.origins != b.origins),
            ("chokepoints", a.chokepoints != b.chokepoints),
            ("statements", a.statements != b.statements),
        ])
    })
}

fn origins(names: &Names) -> Vec<(String, OriginNote)> {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    let told = names.report.claims.iter().filter(|c| c.documents > 1);
    for origin in told.flat_map(|claim| &claim.origins) {
        *claims.entry(names.name(&origin.node)).or_default() += 1;
    }
    let notes = claims.into_iter();
    notes
        .map(|(name, claims)| (name.clone(), OriginNote { name, claims }))
        .collect()
}

type CitationKey = (String, String, CitationKind, String);

fn citations(names: &Names) -> Vec<(CitationKey, CitationNote)> {
    let notes = names.report.citations.iter().map(|citation| CitationNote {
        id: citation.id.clone(),
        from: names.name(&citation.from),
        to: names.name(&citation.to),
        kind: citation.kind,
        support: citation.support,
        sentence: citation.evidence.text.clone(),
    });
    let key = |note: &CitationNote| {
        let (from, to) = (note.from.clone(), note.to.clone());
        (from, to, note.kind, note.sentence.clone())
    };
    notes.map(|note| (key(&note), note)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture() -> Report {
        serde_json::from_str(include_str!("../../tests/reports/night-ferry.json")).unwrap()
    }

    #[test]
    fn a_run_does_not_differ_from_itself_whatever_its_ids() {
        let old = fixture();
        let renamed = serde_json::to_string(&old).unwrap();
        // Every id of a claim and a source is another.
        let renamed = renamed
            .replace("\"c1\"", "\"c71\"")
            .replace("\"s1\"", "\"s71\"");
        let new: Report = serde_json::from_str(&renamed).unwrap();
        let diff = Diff::new(&old, &new);
        assert!(diff.is_empty(), "{diff:?}");
        assert_eq!(diff.claims.same, old.claims.len());
    }

    #[test]
    fn claims_are_matched_by_their_statements() {
        let old = fixture();
        let mut new = fixture();
        new.claims.swap(0, 1);
        new.claims[1].text = "Worded anew.".to_owned();
        new.claims[1].verdict = Verdict::FewOrigins;
        new.claims[1].statements.pop();
        new.claims.pop();
        let diff = Diff::new(&old, &new);
        let [changed] = diff.claims.changed.as_slice() else {
            panic!("{:?}", diff.claims.changed);
        };
        assert_eq!(changed.before.id, "c1");
        assert_eq!(changed.fields, ["verdict", "statements"]);
        assert_eq!(diff.claims.vanished.len(), 1);
        assert!(diff.claims.appeared.is_empty());
    }

    #[test]
    fn a_page_that_is_gone_or_edited_is_told() {
        let old = fixture();
        let mut new = fixture();
        new.documents[1].state = State::Failed;
        new.documents[1].reason = Some("dead".to_owned());
        new.documents[1].text_sha256 = None;
        new.documents[2].text_sha256 = Some("ff".repeat(32));
        let diff = Diff::new(&old, &new);
        let fields: Vec<_> = diff
            .documents
            .changed
            .iter()
            .map(|c| c.fields.clone())
            .collect();
        assert_eq!(fields, [vec!["state", "reason"], vec!["text"]]);
    }

    #[test]
    fn citations_and_origins_come_and_go() {
        let old = fixture();
        let mut new = fixture();
        let gone = new.citations.remove(0);
        new.citations[0].support = Some(Support::Contradicted);
        new.claims[0].origins.clear();
        let diff = Diff::new(&old, &new);
        assert_eq!(diff.citations.vanished[0].id, gone.id);
        assert_eq!(diff.citations.changed[0].fields, ["support"]);
        assert_eq!(diff.origins.vanished[0].name, "Oona Marsh");
    }
}
