//! Texts that reprint another.
//!
//! Two texts are compared by their runs of five words: the share of the shorter one's runs that
//! stand in the longer too (containment, Broder 1997). Two articles about one speech share its
//! quotations without one being a reprint, so quotations are cut out of both and the lesser of the
//! two shares counts.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::lines::TextOf;
use super::term::{Terms, quotations};
use crate::text::{combine, fold, shared, shingles, words};
use crate::union::Union;

/// Words of a shingle.
const WIDTH: usize = 5;

/// Share from which most of the running text is reprinted; measured on pairs marked by hand.
const COPY: f64 = 0.57;

/// Share from which at least some sentences of prose are taken over; measured likewise.
const DERIVED: f64 = 0.18;

/// Texts with fewer shingles than this need [`NEAR_IDENTITY`]: a few common phrases would do.
const FEW_SHINGLES: usize = 60;

/// Share that makes a short text a copy.
const NEAR_IDENTITY: f64 = 0.9;

/// Fewest shingles for a text, or what is left of it without quotations, to be compared at all.
const MIN_SHINGLES: usize = 8;

/// Texts that may share a shingle before it is taken for boilerplate and pairs only neighbours.
const MAX_POSTINGS: usize = 40;

/// Share of the smaller text's shingles from which two texts are compared:
/// far below [`DERIVED`], for boilerplate does not count here.
const LOOK: f64 = 0.1;

/// Bytes of text of which every shingle is kept; of more, only a part.
const SAMPLED_BYTES: usize = 6 * 1024 * 1024;

/// Of this many shingles one is kept at the least: some eighty of an article.
const MAX_EVERY: usize = 8;

/// Characters at either end of a text in which a credit is looked for.
const CREDIT_ZONE: usize = 240;

/// Where a text that may be a copy or be copied is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a> {
    /// The name of the site, or its domain if it gives none.
    pub outlet: &'a str,
    /// The registrable domain.
    pub domain: &'a str,
    /// RFC 3339 time stamp or bare date, if known.
    pub published: Option<&'a str>,
    /// The authors.
    pub authors: &'a [String],
}

/// A text and the one that it most likely reprints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copy {
    /// Index of the copy.
    pub copy: usize,
    /// Index of the original; never a copy itself.
    pub original: usize,
    /// Share of the copy's runs of five words that stand in the original, 0 to 1.
    pub share: f64,
    /// How much is taken over.
    pub kind: CopyKind,
    /// Why this one is the original.
    pub reason: CopyReason,
}

/// How much of a text is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyKind {
    /// Most of the running text.
    Copy,
    /// Some sentences.
    Derived,
}

/// Why one text of a family is taken for its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyReason {
    /// The copy names the original's outlet in its byline, dateline or credit line.
    Credit,
    /// The original is dated earliest.
    Date,
    /// The original is longest; dates do not tell.
    Length,
}

/// What is kept of texts to find the copies among them.
#[derive(Debug)]
pub struct Prints {
    /// Of so many shingles one is kept.
    every: u64,
    terms: Terms,
    all: Vec<Print>,
}

impl Prints {
    /// Prepares for texts of so many bytes in all.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self {
            every: (1 + bytes / SAMPLED_BYTES).min(MAX_EVERY) as u64,
            terms: Terms::default(),
            all: Vec::new(),
        }
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.all.push(Print::new(text, self.every, &mut self.terms));
    }

    /// Returns which texts reprint which, each copy once, in the order of the copies. `texts` tells
    /// where each is from, and `text_of` gives it once more.
    ///
    /// The original of a family of copies is the text whose outlet the others credit; without credit
    /// the earliest, among equals the longest. The answer does not depend on the order of `texts`
    /// unless two are equal in every field.
    #[must_use]
    pub fn copies(&self, texts: &[Text<'_>], text_of: TextOf<'_>) -> Vec<Copy> {
        let pairs = like_pairs(&self.all);
        let run = Run {
            texts,
            prints: &self.all,
            text_of,
        };
        let mut found = run.families(&pairs);
        run.derive(&pairs, &mut found);
        found.sort_by_key(|copy| copy.copy);
        found
    }
}

/// The shingles of a text, all of them or a sample.
#[derive(Debug)]
struct Print {
    all: Vec<u64>,
    /// Those of the text with its quotations cut out, if it has any.
    prose: Option<Vec<u64>>,
    /// How many there are, in the sample or not.
    len: usize,
    /// A hash of all words.
    words: u64,
    /// Bytes of the text.
    bytes: usize,
}

impl Print {
    /// Takes the shingles whose hash `every` divides: a sample that is the same in each text, from
    /// which shares are estimated without bias (Broder 1997).
    fn new(text: &str, every: u64, terms: &mut Terms) -> Self {
        let mut sample = |text: &str| {
            let words = terms.words(text);
            let words = terms.hashes(&words);
            let mut all = shingles(&words, WIDTH);
            let len = all.len();
            all.retain(|shingle| shingle.is_multiple_of(every));
            all.shrink_to_fit();
            (all, len, combine(&words))
        };
        let quoted = quotations(text, false);
        let prose = (!quoted.is_empty()).then(|| {
            let mut prose = String::with_capacity(text.len());
            let mut end = 0;
            for quotation in quoted {
                prose.push_str(text.get(end..quotation.start).unwrap_or_default());
                end = quotation.end;
            }
            prose.push_str(text.get(end..).unwrap_or_default());
            sample(&prose).0
        });
        let (all, len, words) = sample(text);
        Self {
            all,
            prose,
            len,
            words,
            bytes: text.len(),
        }
    }

    /// Returns how alike the two are: the lesser containment, with and without quotations.
    fn likeness(&self, other: &Self) -> f64 {
        let all = containment(&self.all, &other.all);
        let ours = self.prose.as_ref().unwrap_or(&self.all);
        let theirs = other.prose.as_ref().unwrap_or(&other.all);
        if ours.len().min(theirs.len()) < MIN_SHINGLES {
            return all;
        }
        all.min(containment(ours, theirs))
    }
}

/// Returns the share of the smaller set that the larger holds too.
fn containment(a: &[u64], b: &[u64]) -> f64 {
    ratio(shared(a, b), a.len().min(b.len()))
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "texts have far fewer than 2^52 words"
    )]
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Returns the share of the shingles of text `copy` that text `original` has too.
fn share_of(prints: &[Print], copy: usize, original: usize) -> f64 {
    match (prints.get(copy), prints.get(original)) {
        (Some(a), Some(b)) => ratio(shared(&a.all, &b.all), a.all.len()),
        _ => 0.0,
    }
}

/// Two texts, the first before the second, and how one resembles the other.
#[derive(Debug, Clone, Copy)]
struct Pair {
    a: usize,
    b: usize,
    likeness: f64,
    kind: CopyKind,
}

/// Returns the pairs of texts alike enough to be a copy or derived.
fn like_pairs(prints: &[Print]) -> Vec<Pair> {
    candidates(prints)
        .into_iter()
        .filter_map(|(a, b)| {
            let (x, y) = (prints.get(a)?, prints.get(b)?);
            let likeness = x.likeness(y);
            let short = x.len.min(y.len) < FEW_SHINGLES;
            let kind = match likeness {
                _ if short && likeness < NEAR_IDENTITY => return None,
                _ if likeness >= COPY => CopyKind::Copy,
                _ if likeness >= DERIVED => CopyKind::Derived,
                _ => return None,
            };
            Some(Pair {
                a,
                b,
                likeness,
                kind,
            })
        })
        .collect()
}

/// Returns the pairs of texts that share enough to be looked at, sorted. Where very many texts
/// share a shingle, each is paired by it with its neighbours only.
fn candidates(prints: &[Print]) -> Vec<(usize, usize)> {
    // Half of each hash will do to find pairs: they are looked at with the whole.
    let half = |shingle: u64| u32::try_from(shingle >> 32).unwrap_or_default();
    let mut postings: Vec<(u32, u32)> = Vec::new();
    for (number, print) in (0..).zip(prints) {
        if print.len >= MIN_SHINGLES {
            postings.extend(print.all.iter().map(|&shingle| (half(shingle), number)));
        }
    }
    postings.sort_unstable();
    let mut pairs = Vec::new();
    let mut shared = vec![0_u32; prints.len()];
    for (a, print) in prints.iter().enumerate() {
        let mut met = Vec::new();
        for shingle in &print.all {
            let shingle = half(*shingle);
            let from =
                postings.partition_point(|(key, other)| (*key, *other as usize) <= (shingle, a));
            let others = postings.get(from..).unwrap_or_default().iter();
            for &(_, other) in others
                .take_while(|(key, _)| *key == shingle)
                .take(MAX_POSTINGS)
            {
                let count = &mut shared[other as usize];
                if *count == 0 {
                    met.push(other as usize);
                }
                *count += 1;
            }
        }
        met.sort_unstable();
        for b in met {
            let count = std::mem::take(&mut shared[b]) as usize;
            if ratio(count, print.all.len().min(prints[b].all.len())) >= LOOK {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// Returns the groups of texts that copies connect, each sorted, singles too.
fn families(count: usize, pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut union = Union::new(count);
    for pair in pairs.iter().filter(|pair| pair.kind == CopyKind::Copy) {
        union.join(pair.a, pair.b);
    }
    let sets = union.sets();
    let members = |set: &[u32]| set.iter().map(|&member| member as usize).collect();
    sets.iter().map(members).collect()
}

/// Texts that are looked at once more, to tell which of some is the original.
struct Run<'a> {
    texts: &'a [Text<'a>],
    prints: &'a [Print],
    text_of: TextOf<'a>,
}

impl Run<'_> {
    /// Returns the copies within families.
    fn families(&self, pairs: &[Pair]) -> Vec<Copy> {
        let mut found = Vec::new();
        let families = families(self.texts.len(), pairs);
        for family in families.iter().filter(|family| family.len() > 1) {
            let (original, reason) = self.original(family);
            for &copy in family.iter().filter(|&&member| member != original) {
                found.push(Copy {
                    copy,
                    original,
                    share: share_of(self.prints, copy, original),
                    kind: CopyKind::Copy,
                    reason: if self.credits(copy, original) {
                        CopyReason::Credit
                    } else {
                        reason
                    },
                });
            }
        }
        found
    }

    /// Returns the original of a family, and why.
    fn original(&self, family: &[usize]) -> (usize, CopyReason) {
        let credited = |member: usize| {
            let by = family
                .iter()
                .filter(|&&other| self.credits(other, member))
                .count();
            let own = family
                .iter()
                .filter(|&&other| self.credits(member, other))
                .count();
            by.saturating_sub(own)
        };
        let votes: Vec<usize> = family.iter().map(|&member| credited(member)).collect();
        let most = votes.iter().copied().max().unwrap_or_default();
        let best: Vec<usize> = family
            .iter()
            .zip(&votes)
            .filter(|(_, votes)| **votes == most)
            .map(|(&member, _)| member)
            .collect();
        let first = best.iter().copied().min_by(|&a, &b| self.precedence(a, b));
        let first = first.unwrap_or_default();
        let dated = |member: usize| self.texts[member].published.map(day);
        let reason = if most > 0 {
            CopyReason::Credit
        } else if dated(first).is_some()
            && best
                .iter()
                .all(|&other| other == first || dated(other) != dated(first))
        {
            CopyReason::Date
        } else {
            CopyReason::Length
        };
        (first, reason)
    }

    /// Orders two texts: the earlier dated first, one without date last, then the longer, then by
    /// where they are from and their words.
    fn precedence(&self, a: usize, b: usize) -> Ordering {
        let key = |at: usize| {
            let (text, print) = (&self.texts[at], &self.prints[at]);
            let day = text.published.map(day);
            (day.is_none(), day, Reverse(print.bytes), text, print.words)
        };
        key(a).cmp(&key(b))
    }

    /// Whether text `copy` names the outlet of text `original` where a credit stands.
    fn credits(&self, copy: usize, original: usize) -> bool {
        let (from, to) = (&self.texts[copy], &self.texts[original]);
        if from.domain == to.domain {
            return false;
        }
        let name = plain(to.outlet);
        if name.chars().count() < 3 || plain(from.outlet).contains(&name) {
            return false;
        }
        let text = (self.text_of)(copy);
        let end = |(at, _): (usize, char)| at;
        let head = text.char_indices().nth(CREDIT_ZONE).map_or(text.len(), end);
        let tail = text.char_indices().nth_back(CREDIT_ZONE - 1).map_or(0, end);
        let zones = [text.get(..head), text.get(tail..)];
        from.authors
            .iter()
            .map(String::as_str)
            .chain(zones.into_iter().flatten())
            .any(|zone| format!(" {} ", plain(zone)).contains(&format!(" {name} ")))
    }

    /// Adds the texts that derive from an original: each that is neither a copy nor has copies, by
    /// its likest other.
    fn derive(&self, pairs: &[Pair], found: &mut Vec<Copy>) {
        let mut original_of: BTreeMap<usize, usize> = found
            .iter()
            .map(|copy| (copy.copy, copy.original))
            .collect();
        let mut originals: Vec<bool> = vec![false; self.texts.len()];
        for copy in found.iter() {
            originals[copy.original] = true;
        }
        let mut derived: Vec<&Pair> = pairs
            .iter()
            .filter(|pair| pair.kind == CopyKind::Derived)
            .collect();
        let key = |at: usize| (&self.texts[at], self.prints[at].words);
        derived.sort_by(|x, y| {
            y.likeness
                .total_cmp(&x.likeness)
                .then_with(|| (key(x.a), key(x.b)).cmp(&(key(y.a), key(y.b))))
        });
        for pair in derived {
            let head = |index: usize| original_of.get(&index).copied().unwrap_or(index);
            let (a, b) = (head(pair.a), head(pair.b));
            let (original, reason) = self.original(&[a.min(b), a.max(b)]);
            let copy = if original == a { b } else { a };
            let (copy, original) = match (originals[copy], originals[original]) {
                _ if a == b => continue,
                (false, _) => (copy, original),
                (true, false) => (original, copy),
                (true, true) => continue,
            };
            if original_of.contains_key(&copy) || copy == original {
                continue;
            }
            original_of.insert(copy, original);
            originals[original] = true;
            found.push(Copy {
                copy,
                original,
                share: share_of(self.prints, copy, original),
                kind: CopyKind::Derived,
                reason,
            });
        }
    }
}

/// Returns the day of a date, `YYYY-MM-DD`.
fn day(published: &str) -> &str {
    published.get(..10).unwrap_or(published)
}

/// Returns the folded words of a name without a leading article.
fn plain(name: &str) -> String {
    let folded: Vec<String> = words(name).map(|word| fold(word.text)).collect();
    let start = usize::from(folded.len() > 1 && folded.first().is_some_and(|word| word == "the"));
    folded.get(start..).unwrap_or_default().join(" ")
}
