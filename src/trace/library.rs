//! The documents of a run: addresses that lead to one page are one document.
//!
//! Which addresses these are says [`same`](super::same). Every such merge can be seen in the
//! document's aliases, and redirects in its chains.

use std::collections::{BTreeMap, BTreeSet};

use super::same::{chains, groups};
use super::texts::Texts;
use crate::cite;
use crate::corpus::{Card, Catalog, Outcome, Target};
use crate::manual::{Mark, OverrideKind, Overrides};
use crate::parse::{Link, LinkClass};
use crate::urls::{CanonicalUrl, form_marks, is_plausible_canonical, registrable_domain};

/// One document: a page that was read, or one that could not be.
#[derive(Debug)]
pub struct Entry<'a> {
    /// What became of the address that stands for it.
    pub target: &'a Target<Card>,
    /// The address that the page calls canonical, if it is believed.
    pub canonical_url: Option<&'a CanonicalUrl>,
    /// Every other address that led here, sorted: redirects, variants, and the spellings of links.
    pub aliases: BTreeSet<String>,
    /// The redirects that led here: each chain from the address that was asked for first to the last
    /// of it, in the order of the former.
    pub redirects: Vec<Vec<String>>,
    /// Links from the nearest seed.
    pub depth: u32,
    /// Whether it is a seed.
    pub seed: bool,
    /// The name of its outlet, or its host where no name is known.
    pub outlet: String,
    /// Registrable domain.
    pub domain: String,
    /// The first document that links to it, one link nearer to a seed.
    pub via: Option<usize>,
    /// What was done to it by hand.
    pub manual: Option<Mark>,
}

impl<'a> Entry<'a> {
    /// Returns what is known of it, if it was read.
    #[must_use]
    pub fn card(&self) -> Option<&'a Card> {
        self.target.outcome.read()
    }

    /// Returns whether it is gone.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        matches!(&self.target.outcome, Outcome::Failed { reason, .. } if reason == "dead")
    }

    /// Returns the day of publication as `YYYY-MM-DD`, if it is known.
    #[must_use]
    pub fn day(&self) -> Option<&'a str> {
        let published = self.card()?.front.published.as_ref()?;
        published.value.get(..10)
    }
}

/// The documents of a run: seeds first in their order, then by depth and address.
#[derive(Debug)]
pub struct Library<'a> {
    /// The documents.
    pub entries: Vec<Entry<'a>>,
    by_url: BTreeMap<&'a CanonicalUrl, usize>,
}

impl<'a> Library<'a> {
    /// Merges the addresses of `corpus` into documents; adds to `applied` the numbers of the
    /// overrides that name some of them.
    #[must_use]
    pub fn new(
        corpus: &'a Catalog,
        texts: &Texts<'_>,
        overrides: &Overrides,
        applied: &mut BTreeSet<usize>,
    ) -> Self {
        let groups = groups(&corpus.targets, texts, overrides, applied);
        let seeds: BTreeMap<&CanonicalUrl, usize> = corpus
            .seeds
            .iter()
            .enumerate()
            .map(|(at, seed)| (seed, at))
            .rev()
            .collect();
        let seed_of = |group: &[&Target<Card>]| {
            group
                .iter()
                .filter_map(|target| seeds.get(&target.url).copied())
                .min()
        };
        let mut sorted: Vec<(usize, u32, &CanonicalUrl, Vec<&'a Target<Card>>)> = groups
            .into_iter()
            .map(|group| {
                let depth = group
                    .iter()
                    .map(|target| target.depth)
                    .min()
                    .unwrap_or_default();
                let seed = seed_of(&group).unwrap_or(usize::MAX);
                (seed, depth, &representative(&group).url, group)
            })
            .collect();
        sorted.sort_by_key(|(seed, depth, url, _)| (*seed, *depth, *url));
        let names = site_names(&corpus.targets);
        let mut library = Self {
            entries: Vec::with_capacity(sorted.len()),
            by_url: BTreeMap::new(),
        };
        for (seed, depth, _, group) in sorted {
            let index = library.entries.len();
            library
                .by_url
                .extend(group.iter().map(|target| (&target.url, index)));
            library
                .entries
                .push(entry(&group, depth, seed != usize::MAX, &names));
        }
        library.mark(overrides);
        library
    }

    /// Marks the documents that were merged or kept apart by hand.
    fn mark(&mut self, overrides: &Overrides) {
        for (_, kind) in overrides.iter() {
            let (urls, mark) = match kind {
                OverrideKind::MergeDocuments(urls) => (&urls[..], Mark::Merged),
                OverrideKind::SplitDocument(url) => (std::slice::from_ref(url), Mark::Split),
                _ => continue,
            };
            let known: Vec<usize> = urls.iter().filter_map(|url| self.find(url)).collect();
            if mark == Mark::Split || known.len() > 1 {
                for at in known {
                    self.entries[at].manual = Some(mark);
                }
            }
        }
    }

    /// Returns the document that an address leads to.
    #[must_use]
    pub fn find(&self, url: &CanonicalUrl) -> Option<usize> {
        self.by_url.get(url).copied()
    }

    /// Returns whether `cited` is dated after `citing` and its last change, by days: no document can
    /// cite what was not there yet.
    #[must_use]
    pub fn is_later(&self, cited: usize, citing: usize) -> bool {
        let citing = &self.entries[citing];
        let changed = citing.card().and_then(|card| card.front.modified.as_ref());
        let changed = changed.and_then(|date| date.value.get(..10));
        let theirs = self.entries[cited].day();
        let ours = citing.day();
        theirs.zip(ours).is_some_and(|(theirs, ours)| theirs > ours)
            && theirs
                .zip(changed)
                .is_none_or(|(theirs, changed)| theirs > changed)
    }

    /// Returns how many bytes the texts of all documents have.
    pub(super) fn text_bytes(&self) -> usize {
        let cards = self.entries.iter().filter_map(Entry::card);
        cards.map(|card| card.text_bytes).sum()
    }

    /// Returns the documents of each outlet, ascending, by its domain and by its name.
    pub(super) fn by_outlet(&self) -> BTreeMap<String, Vec<usize>> {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            found.entry(entry.domain.clone()).or_default().push(index);
            if entry.outlet != entry.domain {
                found.entry(entry.outlet.clone()).or_default().push(index);
            }
        }
        found
    }

    /// Returns the name of the outlet at a registrable domain, whose documents are `theirs`, or the
    /// domain if none is known.
    pub(super) fn outlet_name(&self, domain: &str, theirs: &[usize]) -> String {
        let known = theirs
            .iter()
            .map(|&document| &self.entries[document])
            .find(|entry| entry.domain == domain && entry.outlet != home(&entry.target.url));
        let usual = || cite::usual_name(domain).unwrap_or(domain);
        known.map_or_else(usual, |entry| &entry.outlet).to_owned()
    }

    /// Notes what the links of a document tell of those that they lead to: the first document, in
    /// the order in which they are noted, that links to one from one step nearer the seeds, and
    /// spellings that its address does not show, such as a fragment or tracking parameters.
    pub(super) fn note_links(&mut self, from: usize, links: &[Link]) {
        let depth = self.entries[from].depth;
        for link in links {
            let Some(url) = &link.url else { continue };
            let Some(to) = self.find(url) else { continue };
            let entry = &mut self.entries[to];
            if depth + 1 == entry.depth && !entry.seed && entry.via.is_none() {
                entry.via = Some(from);
            }
            let spelled = link.href.trim();
            if link.class == LinkClass::Citation
                && spelled != url.as_str()
                && CanonicalUrl::parse(spelled).is_ok_and(|parsed| parsed == *url)
            {
                entry.aliases.insert(spelled.to_owned());
            }
        }
    }
}

fn entry<'a>(
    group: &[&'a Target<Card>],
    depth: u32,
    seed: bool,
    names: &BTreeMap<&'a str, &'a str>,
) -> Entry<'a> {
    let target = representative(group);
    let declared = match &target.outcome {
        Outcome::Read(card) => card.front.canonical_url.as_ref(),
        _ => None,
    };
    let canonical_url = declared.filter(|canonical| is_plausible_canonical(&target.url, canonical));
    let others = group.iter().map(|target| &target.url);
    let aliases = others
        .filter(|other| **other != target.url)
        .map(ToString::to_string)
        .collect();
    let host = home(&target.url);
    let domain = if target.url.is_local() {
        host
    } else {
        registrable_domain(host)
    };
    let own = match &target.outcome {
        Outcome::Read(card) => card.front.outlet.as_deref(),
        _ => None,
    };
    Entry {
        target,
        canonical_url,
        aliases,
        redirects: chains(group),
        depth,
        seed,
        outlet: own
            .or_else(|| names.get(host).copied())
            .unwrap_or(host)
            .to_owned(),
        domain: domain.to_owned(),
        via: None,
        manual: None,
    }
}

/// Where a page lives: its host, without `www.`, or the name of a local file.
fn home(url: &CanonicalUrl) -> &str {
    if url.is_local() {
        url.path().rsplit('/').next().unwrap_or_default()
    } else {
        let host = url.host();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

/// The name that most pages of a host give it; the first of them by alphabet in a tie.
fn site_names(targets: &[Target<Card>]) -> BTreeMap<&str, &str> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for target in targets {
        if let Outcome::Read(card) = &target.outcome
            && let Some(name) = &card.front.outlet
        {
            *counts
                .entry(home(&target.url))
                .or_default()
                .entry(name)
                .or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(host, names)| {
            let (name, _) = names
                .into_iter()
                .min_by_key(|&(name, count)| (usize::MAX - count, name))?;
            Some((host, name))
        })
        .collect()
}

/// The target that stands for a group: a page that was read, if there is one, rather than what
/// leads on; of several the one that another calls canonical, then the one whose address has the
/// fewest marks of another form, then one that is redirected to.
fn representative<'a>(group: &[&'a Target<Card>]) -> &'a Target<Card> {
    let (mut canonical, mut redirected) = (BTreeSet::new(), BTreeSet::new());
    for target in group {
        match &target.outcome {
            Outcome::Redirect { to } => {
                redirected.insert(to);
            }
            Outcome::Read(card) => {
                let named = card.front.canonical_url.as_ref();
                canonical.extend(named.filter(|named| **named != target.url));
            }
            _ => {}
        }
    }
    group
        .iter()
        .copied()
        .min_by_key(|target| {
            let url = &target.url;
            let kind = match &target.outcome {
                Outcome::Read(_) => 0,
                Outcome::Redirect { .. } => 2,
                _ => 1,
            };
            (
                kind,
                !canonical.contains(url),
                form_marks(url),
                !redirected.contains(url),
                url,
            )
        })
        .expect("a group holds at least one target")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::fixture::{corpus, page, redirect};

    #[test]
    fn a_redirect_and_its_target_are_one_document() {
        let corpus = corpus(vec![
            redirect("http://s.test/x", "http://a.test/1"),
            page("http://a.test/1", 1, "Some text."),
        ]);
        let catalog = corpus.catalog();
        let library = Library::new(
            &catalog,
            &Texts::new(&corpus),
            &Overrides::default(),
            &mut BTreeSet::new(),
        );
        assert_eq!(library.entries.len(), 1);
        assert_eq!(library.entries[0].target.url.as_str(), "http://a.test/1");
        assert_eq!(library.entries[0].depth, 0);
        assert_eq!(library.find(&corpus.seeds[0]), Some(0));
    }
}
