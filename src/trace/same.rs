//! Which addresses are one document.
//!
//! A redirect and its target are one document. So are a page and the address that it calls
//! canonical, where that is plausible ([`is_plausible_canonical`]), and two forms of one page
//! ([`variant_key`]), as for telephones or the printer; but where both were read, their titles and
//! texts must agree.

use std::collections::{BTreeMap, BTreeSet};

use super::texts::Texts;
use crate::corpus::{Card, Outcome, Target};
use crate::manual::{OverrideKind, Overrides};
use crate::text::{fold, words};
use crate::union::Union;
use crate::urls::{CanonicalUrl, is_plausible_canonical, variant_key};

/// Share of the shorter text's distinct words that the longer one must hold for a canonical
/// address to be believed when both pages were read: variants of one page differ in their frames,
/// two articles of one site share about half their words. Two forms of a page of which none calls
/// the other canonical must share as much of all the words in both.
const SAME_TEXT: f64 = 0.8;

/// Share of the shorter title's distinct words that the longer one must hold: one may name the
/// site beside the headline.
const SAME_TITLE: f64 = 0.5;

/// Redirects in a row that are looked at, more than any crawl follows.
const MOST_REDIRECTS: usize = 20;

/// Distinct words below which a text says too little to make one page of two.
const FEW_WORDS: usize = 20;

/// Puts the targets that are one document together, in the order of their first addresses. Adds to
/// `applied` the overrides that name an address among them.
pub(super) fn groups<'a>(
    targets: &'a [Target<Card>],
    texts: &Texts<'_>,
    overrides: &Overrides,
    applied: &mut BTreeSet<usize>,
) -> Vec<Vec<&'a Target<Card>>> {
    let index: BTreeMap<&CanonicalUrl, usize> = targets
        .iter()
        .enumerate()
        .map(|(at, target)| (&target.url, at))
        .collect();
    let mut union = Union::new(targets.len());
    for (at, target) in targets.iter().enumerate() {
        if let Outcome::Redirect { to } = &target.outcome
            && let Some(&to) = index.get(to)
        {
            union.join(at, to);
        }
    }
    let mut pages = Pages {
        targets,
        texts,
        apart: BTreeSet::new(),
    };
    for (number, kind) in overrides.iter() {
        if let OverrideKind::SplitDocument(url) = kind
            && let Some(&at) = index.get(url)
        {
            applied.insert(number);
            pages.apart.insert(at);
        }
    }
    pages.join_canonical(&index, &mut union);
    pages.join_forms(&mut union);
    for (number, kind) in overrides.iter() {
        if let OverrideKind::MergeDocuments(urls) = kind {
            let known: Vec<usize> = urls
                .iter()
                .filter_map(|url| index.get(url).copied())
                .collect();
            if known.len() > 1 {
                applied.insert(number);
            }
            for pair in known.windows(2) {
                union.join(pair[0], pair[1]);
            }
        }
    }
    let named = |set: &[u32]| set.iter().map(|&at| &targets[at as usize]).collect();
    union.sets().iter().map(named).collect()
}

/// The targets, and the texts of those that were read.
struct Pages<'a> {
    targets: &'a [Target<Card>],
    texts: &'a Texts<'a>,
    /// Those that are kept apart by hand.
    apart: BTreeSet<usize>,
}

impl Pages<'_> {
    /// Joins pages with the addresses that they call canonical.
    fn join_canonical(&self, index: &BTreeMap<&CanonicalUrl, usize>, union: &mut Union) {
        let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, target) in self.targets.iter().enumerate() {
            if let Some(card) = target.outcome.read()
                && let Some(canonical) = &card.front.canonical_url
                && is_plausible_canonical(&target.url, canonical)
                && let Some(&named) = index.get(canonical)
            {
                let end = end_of(named, self.targets, index);
                claims.entry(end).or_default().push(at);
            }
        }
        for (named, pages) in claims {
            // An address that was not read says nothing itself, so the first page that claims it
            // does.
            let is_read = self.targets[named].outcome.read().is_some();
            let other = if is_read {
                Some(named)
            } else {
                pages.first().copied()
            };
            for at in pages {
                let apart = self.apart.contains(&at) || self.apart.contains(&named);
                let same = |other| at == other || !apart && self.are_variants(at, other);
                if other.is_some_and(same) && (!apart || at == named) {
                    union.join(at, named);
                }
            }
        }
    }

    /// Joins the forms of one page, such as those for telephones or the printer.
    fn join_forms(&self, union: &mut Union) {
        let mut forms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, target) in self.targets.iter().enumerate() {
            let apart = self.apart.contains(&at);
            if target.outcome.read().is_some() && !target.url.is_local() && !apart {
                forms.entry(variant_key(&target.url)).or_default().push(at);
            }
        }
        for pages in forms.into_values() {
            let Some((&first, others)) = pages.split_first() else {
                continue;
            };
            for &at in others {
                if union.root(at) != union.root(first) && self.are_same(at, first) {
                    union.join(at, first);
                }
            }
        }
    }

    /// Whether of two pages one holds what the other says.
    fn are_variants(&self, a: usize, b: usize) -> bool {
        self.agree_in_title(a, b) && {
            let (of_a, of_b) = (self.vocabulary(a), self.vocabulary(b));
            let shared = of_a.intersection(&of_b).count();
            shared > 0 && share(shared, of_a.len().min(of_b.len())) >= SAME_TEXT
        }
    }

    /// Whether two pages say the same.
    fn are_same(&self, a: usize, b: usize) -> bool {
        self.agree_in_title(a, b) && {
            let (of_a, of_b) = (self.vocabulary(a), self.vocabulary(b));
            let shared = of_a.intersection(&of_b).count();
            shared >= FEW_WORDS && share(shared, of_a.len() + of_b.len() - shared) >= SAME_TEXT
        }
    }

    /// Whether two pages may have the same headline, as far as they have one.
    fn agree_in_title(&self, a: usize, b: usize) -> bool {
        let title = |at: usize| self.targets[at].outcome.read()?.front.title.as_ref();
        let (Some(a), Some(b)) = (title(a), title(b)) else {
            return true;
        };
        let (a, b) = (vocabulary(a), vocabulary(b));
        let shorter = a.len().min(b.len());
        shorter == 0 || share(a.intersection(&b).count(), shorter) >= SAME_TITLE
    }

    fn vocabulary(&self, at: usize) -> BTreeSet<String> {
        vocabulary(&self.texts.on_shelf(&self.targets[at].url))
    }
}

/// Where an address leads by redirects; itself if nowhere.
fn end_of(start: usize, targets: &[Target<Card>], index: &BTreeMap<&CanonicalUrl, usize>) -> usize {
    let mut at = start;
    for _ in 0..MOST_REDIRECTS {
        match &targets[at].outcome {
            Outcome::Redirect { to } => match index.get(to) {
                Some(&next) => at = next,
                None => break,
            },
            _ => break,
        }
    }
    at
}

fn vocabulary(text: &str) -> BTreeSet<String> {
    words(text).map(|word| fold(word.text)).collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a text has far fewer than 2^52 words"
)]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// Returns the chains of redirects in a group, each from the address that was asked for first to
/// the last, in the order of the former.
pub(super) fn chains(group: &[&Target<Card>]) -> Vec<Vec<String>> {
    let steps: BTreeMap<&CanonicalUrl, &CanonicalUrl> = group
        .iter()
        .filter_map(|target| match &target.outcome {
            Outcome::Redirect { to } => Some((&target.url, to)),
            _ => None,
        })
        .collect();
    let inner: BTreeSet<&CanonicalUrl> = steps.values().copied().collect();
    let starts = steps.keys().copied().filter(|start| !inner.contains(start));
    starts
        .map(|start| {
            std::iter::successors(Some(start), |url| steps.get(url).copied())
                .take(MOST_REDIRECTS)
                .map(ToString::to_string)
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::fixture::{corpus, page, redirect, titled, with_canonical};

    const TEXT: &str = "One and the same words stand in both of these pages, which tell of a pier that was closed \
        on Friday after cracks had been found in two of its pillars by the harbour board.";
    const OTHER: &str = "Quite another article about other things, such as the price of bread, a football match, \
        three new schools, rain over the hills, and what people had for lunch last Sunday.";

    /// How the addresses of some targets are put together.
    fn groups_of(targets: Vec<Target>) -> Vec<Vec<String>> {
        let corpus = corpus(targets);
        let catalog = corpus.catalog();
        let groups = groups(
            &catalog.targets,
            &Texts::new(&corpus),
            &Overrides::default(),
            &mut BTreeSet::new(),
        );
        let urls = |group: Vec<&Target<Card>>| {
            let urls = group.iter().map(|target| target.url.to_string());
            urls.collect()
        };
        groups.into_iter().map(urls).collect()
    }

    #[test]
    fn a_canonical_address_is_believed_only_if_plausible() {
        let variant = |canonical| with_canonical(page("http://amp.a.test/x/1", 0, TEXT), canonical);
        for (canonical, other, documents) in [
            ("http://a.test/x/1", page("http://a.test/x/1", 1, TEXT), 1),
            ("http://a.test/x/1", page("http://a.test/x/1", 1, OTHER), 2),
            ("http://a.test/", page("http://a.test/", 1, TEXT), 2),
            ("http://a.test/x", page("http://a.test/x", 1, TEXT), 2),
            ("http://b.test/x/1", page("http://b.test/x/1", 1, TEXT), 2),
        ] {
            let groups = groups_of(vec![variant(canonical), other]);
            assert_eq!(groups.len(), documents, "{canonical}");
        }
    }

    #[test]
    fn pages_with_other_titles_are_other_articles() {
        let named = |title| titled(page("http://a.test/x/1", 1, TEXT), title);
        let variant = with_canonical(page("http://amp.a.test/x/1", 0, TEXT), "http://a.test/x/1");
        let variant = titled(variant, "Pier closed after cracks");
        for (title, documents) in [
            ("Pier closed after cracks | Ledger", 1),
            ("Sunday lunch", 2),
        ] {
            let groups = groups_of(vec![variant.clone(), named(title)]);
            assert_eq!(groups.len(), documents, "{title}");
        }
    }

    #[test]
    fn one_dead_canonical_address_does_not_make_one_of_many_articles() {
        let claim = |url, text| with_canonical(page(url, 0, text), "http://a.test/all/0");
        let mut dead = redirect("http://a.test/all/0", "http://a.test/");
        dead.outcome = Outcome::Pending;
        let groups = groups_of(vec![
            claim("http://a.test/x/1", TEXT),
            claim("http://a.test/x/2", OTHER),
            claim("http://a.test/x/3", TEXT),
            dead,
        ]);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[1], ["http://a.test/x/2"]);
    }

    #[test]
    fn forms_of_a_page_are_one_if_they_say_the_same() {
        let groups = groups_of(vec![
            page("http://a.test/x/1", 0, TEXT),
            page("http://m.a.test/x/1", 1, TEXT),
            page("https://a.test/x/1?print=1", 1, TEXT),
            page("http://a.test/X/1", 1, TEXT),
            page("http://a.test/x/1/amp", 1, OTHER),
            page("http://a.test/x/1?id=2", 1, TEXT),
        ]);
        assert_eq!(
            groups[1],
            [
                "http://a.test/x/1",
                "http://m.a.test/x/1",
                "https://a.test/x/1?print=1"
            ]
        );
        assert_eq!(groups.len(), 4);
    }

    #[test]
    fn a_canonical_address_that_redirects_is_followed() {
        let groups = groups_of(vec![
            with_canonical(page("http://m.a.test/x/1", 0, TEXT), "http://a.test/x/1"),
            redirect("http://a.test/x/1", "https://a.test/x/one"),
            page("https://a.test/x/one", 1, OTHER),
        ]);
        assert_eq!(groups.len(), 2);
    }

    #[test]
    fn chains_are_told_from_their_first_address() {
        let targets = [
            redirect("http://s.test/b", "http://t.test/2"),
            redirect("http://s.test/a", "http://t.test/2"),
            redirect("http://t.test/2", "http://a.test/1"),
            page("http://a.test/1", 0, TEXT),
        ];
        let catalog = corpus(targets.to_vec()).catalog();
        let group: Vec<&Target<Card>> = catalog.targets.iter().collect();
        let chain = |first: &str| {
            vec![
                first.to_owned(),
                "http://t.test/2".to_owned(),
                "http://a.test/1".to_owned(),
            ]
        };
        assert_eq!(
            chains(&group),
            [chain("http://s.test/a"), chain("http://s.test/b")]
        );
    }
}
