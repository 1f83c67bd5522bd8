//! Outlets that a text names: in full, by a short form, or as "the newspaper".
//!
//! [`OutletNames`] knows outlets by the names of the pages seen and by a built-in list. A short
//! form ("the Ledger") and a noun ("the same newspaper") count only in a document that has named
//! or linked the outlet before. What a naming says (that the outlet reported, that it was told
//! something, that it wrote the page) is read from the words on either side.

use std::collections::BTreeMap;

use super::attribution::{Mention, MentionKind};
use super::lexicon::{Form, class};
use super::names;
use super::outlets::{AGENCIES, OUTLETS};
use super::paragraph::Paragraph;
use super::quotes;
use super::scan::{Kind, Token};
use crate::parse::{BlockKind, Document};
use crate::text::Span;
use crate::urls::registrable_domain;

/// Outlets by name.
#[derive(Debug, Default)]
pub struct OutletNames {
    /// First word, lower case, to the names that begin with it, longest first.
    by_word: BTreeMap<String, Vec<Name>>,
    /// Whole name, lower case and without "the", to the domain.
    by_name: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
struct Name {
    /// All words, lower case.
    words: Vec<String>,
    domain: String,
    /// Whether it is an everyday word too.
    common: bool,
}

impl OutletNames {
    /// Makes an index of `names`, pairs of the name that an outlet gives itself and its
    /// registrable domain, and of the built-in list; where the two differ, `names` stand.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut index = Self::default();
        for (name, domain) in names {
            index.add(name, domain);
        }
        for (domain, aliases) in OUTLETS {
            for alias in *aliases {
                index.add(alias, domain);
            }
        }
        for names in index.by_word.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        index
    }

    fn add(&mut self, name: &str, domain: &str) {
        let common = name.starts_with('~');
        let key = fold(name.trim_start_matches('~'));
        if key.len() < 2 || domain.is_empty() || self.by_name.contains_key(&key) {
            return;
        }
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        self.by_word
            .entry(words[0].clone())
            .or_default()
            .push(Name {
                words,
                domain: domain.to_owned(),
                common,
            });
        self.by_name.insert(key, domain.to_owned());
    }

    /// Returns the domain of the outlet that goes by `name`, with or without "the".
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.by_name.get(&fold(name)).map(String::as_str)
    }

    /// Returns the longest name that begins at token `at`, and where it ends.
    fn at<'a>(&'a self, text: &str, tokens: &[Token], at: usize) -> Option<(&'a Name, usize)> {
        let token = tokens.get(at)?;
        if !token.is_word() {
            return None;
        }
        let written = token.span.of(text);
        if !token.capital && !written.chars().any(char::is_uppercase) && token.entry.classes != 0 {
            return None;
        }
        let first = stem(written).to_lowercase();
        self.by_word.get(&first)?.iter().find_map(|name| {
            let end = at + name.words.len();
            let rest = tokens.get(at + 1..end)?;
            let same = rest.iter().zip(&name.words[1..]).all(|(token, word)| {
                token.is_word() && stem(token.span.of(text)).to_lowercase() == *word
            });
            // a possessive inside would break the name: "Time's Forbes"
            let whole = tokens[at..end - 1].iter().all(|t| !t.possessive);
            let cased = tokens[at..end]
                .iter()
                .any(|t| t.span.of(text).chars().any(char::is_uppercase));
            (same && whole && cased).then_some((name, end))
        })
    }
}

/// A name for comparison: lower case, without "the", apostrophes straight, one space.
fn fold(name: &str) -> String {
    let lower = name.replace('’', "'").to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words = match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}

/// A word without its possessive ending or final point.
fn stem(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
        .trim_end_matches('.')
}

/// One naming of an outlet.
#[derive(Debug, Clone)]
struct Naming {
    /// Index of the paragraph and its tokens.
    paragraph: usize,
    start: usize,
    end: usize,
    domain: String,
    /// Whether the name is an everyday word, without "the".
    weak: bool,
}

/// Returns every naming of an outlet other than `own`, the registrable domain of the page itself,
/// with the domain of the outlet, in text order.
#[must_use]
pub fn named_outlets(document: &Document, own: &str, names: &OutletNames) -> Vec<(Span, String)> {
    let text = quotes::fold(&document.text);
    let paragraphs = read(document, &text);
    namings(document, &text, &paragraphs, own, names)
        .into_iter()
        .filter(|naming| {
            !naming.weak || reports(&text, &paragraphs[naming.paragraph], naming).is_some()
        })
        .map(|naming| {
            let span = span(&paragraphs[naming.paragraph], &naming);
            (span, naming.domain)
        })
        .collect()
}

/// Returns the outlets that `document` names as having reported, as having been told something or
/// as having written it, in text order. `own` is the registrable domain of the page itself: what
/// it says of itself is no mention, nor is an outlet that the news is about.
#[must_use]
pub fn mentions(document: &Document, own: &str, names: &OutletNames) -> Vec<Mention> {
    let text = quotes::fold(&document.text);
    let paragraphs = read(document, &text);
    namings(document, &text, &paragraphs, own, names)
        .into_iter()
        .filter_map(|naming| {
            let paragraph = &paragraphs[naming.paragraph];
            let kind = reports(&text, paragraph, &naming)?;
            Some(Mention {
                span: span(paragraph, &naming),
                outlet: naming.domain,
                kind,
            })
        })
        .collect()
}

fn read(document: &Document, text: &str) -> Vec<Paragraph> {
    document
        .blocks
        .iter()
        .map(|block| Paragraph::new(text, block.span, block.kind))
        .collect()
}

fn span(paragraph: &Paragraph, naming: &Naming) -> Span {
    Span::new(
        paragraph.tokens[naming.start].span.start,
        paragraph.tokens[naming.end - 1].span.end,
    )
}

/// What a document has named so far.
struct Context<'a> {
    names: &'a OutletNames,
    /// Lower-case short forms of outlets named or linked so far.
    short: BTreeMap<String, String>,
    /// The last newspaper or the like, and the last agency.
    paper: Option<String>,
    agency: Option<String>,
}

fn namings(
    document: &Document,
    text: &str,
    paragraphs: &[Paragraph],
    own: &str,
    names: &OutletNames,
) -> Vec<Naming> {
    let mut context = Context {
        names,
        short: BTreeMap::new(),
        paper: None,
        agency: None,
    };
    for link in &document.links {
        if let Some(url) = link.url.as_ref().filter(|_| link.span.is_some()) {
            context.add_short_forms(registrable_domain(url.host()));
        }
    }
    let mut found = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let tokens = &paragraph.tokens;
        let mut at = 0;
        while at < tokens.len() {
            let Some((domain, end, weak)) = context.naming_at(text, tokens, at) else {
                at += 1;
                continue;
            };
            if domain != own {
                found.push(Naming {
                    paragraph: index,
                    start: at,
                    end,
                    domain,
                    weak,
                });
            }
            at = end;
        }
    }
    found
}

impl Context<'_> {
    fn naming_at(
        &mut self,
        text: &str,
        tokens: &[Token],
        at: usize,
    ) -> Option<(String, usize, bool)> {
        if let Some((name, end)) = self.names.at(text, tokens, at) {
            let the = at > 0 && is_the(text, &tokens[at - 1]);
            let grows = tokens.get(end).is_some_and(|t| {
                t.capital
                    && t.is_word()
                    && !t.is(class::TIME | class::PREDICATE)
                    && t.verb().is_none()
            });
            let preceded = at > 0
                && tokens[at - 1].capital
                && tokens[at - 1].is_word()
                && !the
                && !tokens[at - 1]
                    .is(class::PREPOSITION | class::COORDINATOR | class::SUBORDINATOR)
                && tokens[at - 1].entry.classes == 0;
            if name.common && (grows || preceded) {
                return None;
            }
            let (domain, weak) = (name.domain.clone(), name.common && !the);
            if !weak {
                self.remember(&domain, text, tokens, at, end);
            }
            return Some((domain, end, weak));
        }
        let token = &tokens[at];
        let behind_the = at > 0 && is_the(text, &tokens[at - 1]);
        let same =
            at > 1 && tokens[at - 1].span.of(text) == "same" && is_the(text, &tokens[at - 2]);
        if !(behind_the || same) || !token.is_word() {
            return None;
        }
        let word = stem(token.span.of(text));
        if token.capital {
            let lone = tokens.get(at + 1).is_none_or(|t| !t.capital);
            let domain = self
                .short
                .get(&word.to_lowercase())
                .filter(|_| lone)?
                .clone();
            self.turn_to(&domain);
            return Some((domain, at + 1, false));
        }
        let domain = match word {
            "newspaper" | "paper" | "magazine" | "daily" | "tabloid" | "outlet" | "site"
            | "website" | "blog" | "broadcaster" => self.paper.clone(),
            "agency" | "wire" => self.agency.clone(),
            _ => None,
        }?;
        Some((domain, at + 1, false))
    }

    fn remember(&mut self, domain: &str, text: &str, tokens: &[Token], at: usize, end: usize) {
        self.add_short_forms(domain);
        let agency = AGENCIES.contains(&domain)
            || tokens[at.saturating_sub(2)..(end + 2).min(tokens.len())]
                .iter()
                .any(|t| {
                    matches!(
                        t.span.of(text),
                        "agency" | "Agency" | "Wire" | "wire" | "Press"
                    )
                });
        if agency {
            self.agency = Some(domain.to_owned());
        } else {
            self.paper = Some(domain.to_owned());
        }
    }

    fn turn_to(&mut self, domain: &str) {
        if self.agency.as_deref() != Some(domain) {
            self.paper = Some(domain.to_owned());
        }
    }

    /// The last word of each name of the outlet may stand for it from here on.
    fn add_short_forms(&mut self, domain: &str) {
        if self.short.values().any(|known| known == domain) {
            return;
        }
        for (name, owner) in &self.names.by_name {
            if owner != domain {
                continue;
            }
            let last = name.rsplit(' ').next().unwrap_or_default();
            if last != name && last.len() > 2 && names::is_masthead(last) {
                self.short.insert(last.to_owned(), domain.to_owned());
            }
        }
    }
}

fn is_the(text: &str, token: &Token) -> bool {
    token.span.of(text).eq_ignore_ascii_case("the")
}

// ---------------------------------------------------------------- what the naming says

/// Participles before "by" that make an outlet the one who reported.
const PUBLISHED: &[&str] = &[
    "reported",
    "published",
    "quoted",
    "cited",
    "carried",
    "printed",
    "released",
    "revealed",
    "broken",
    "obtained",
    "seen",
    "reviewed",
    "posted",
    "aired",
    "broadcast",
    "public",
    "uncovered",
    "described",
    "detailed",
    "distributed",
    "written",
    "shown",
    "broke",
    "run",
    "report",
    "story",
    "article",
    "noted",
    "verified",
    "confirmed",
    "put",
    "out",
    "conducted",
    "compiled",
    "relayed",
    "told",
    "claimed",
    "disclosed",
    "exposed",
    "report",
    "analysis",
    "interviewed",
    "translated",
];

/// Verbs beside the reporting ones that make an outlet the one who reported.
const REPORTED: &[&str] = &[
    "learned",
    "learnt",
    "broke",
    "breaks",
    "shared",
    "classified",
    "provided",
    "ran",
    "carried",
    "printed",
    "quoted",
    "quotes",
    "obtained",
    "published",
    "aired",
    "understands",
    "has-it",
    "put",
    "showed",
    "cites",
    "cited",
    "stated",
    "identified",
    "described",
    "calculated",
    "points",
    "pointed",
    "uncovered",
    "explained",
    "reviewed",
    "saw",
    "named",
    "listed",
];

/// Tells how the outlet is named, or nothing if it is only spoken of.
fn reports(text: &str, paragraph: &Paragraph, naming: &Naming) -> Option<MentionKind> {
    let view = View {
        text,
        tokens: &paragraph.tokens,
        start: naming.start,
        end: naming.end,
    };
    if paragraph.kind == BlockKind::Caption || view.is_byline() {
        return Some(MentionKind::Byline);
    }
    if view.was_told() {
        return Some(MentionKind::Told);
    }
    (view.is_subject() || view.is_behind_a_cue()).then_some(MentionKind::Report)
}

/// A naming with what stands around it.
struct View<'a> {
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
    end: usize,
}

impl View<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    fn any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    /// Steps back over "the", adjectives and nouns that describe an outlet: "the British daily".
    fn before(&self) -> Option<usize> {
        let mut at = self.start.checked_sub(1)?;
        for _ in 0..6 {
            let token = &self.tokens[at];
            let describes = token.is_word()
                && (token.is(class::DETERMINER | class::OUTLET) && !token.is(class::RELATIVE)
                    || self.any(
                        at,
                        &[
                            "news",
                            "same",
                            "website",
                            "state",
                            "local",
                            "newspaper",
                            "broadcaster",
                            "television",
                            "respected",
                            "military",
                            "celebrity",
                            "gossip",
                            "US",
                            "U.S.",
                            "based",
                            "online",
                            "rival",
                            "sister",
                            "channel",
                            "network",
                            "other",
                            "among",
                        ],
                    )
                    || token.capital && self.is_adjective(at));
            if !describes {
                return Some(at);
            }
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// "French", "British", "Serbian".
    fn is_adjective(&self, at: usize) -> bool {
        let word = self.word(at);
        [
            "ish", "ian", "ean", "can", "ese", "nch", "ech", "man", "aeli", "iss",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
    }

    fn is_byline(&self) -> bool {
        // "(Reuters) -", "ALDER, March 4 (Meridian Wire) -"
        let open = self.start.checked_sub(1);
        let dateline = open.is_some_and(|at| self.kind(at) == Some(Kind::Open))
            && self.kind(self.end) == Some(Kind::Close)
            && (self.kind(self.end + 1) == Some(Kind::Dash)
                || self.any(self.end + 1, &["-", "--"]))
            && self.start < 16;
        let bare_dateline = self.start == 0
            && self.kind(self.end) == Some(Kind::Dash)
            && self.end + 3 < self.tokens.len();
        let before = self.before();
        let credited = before.is_some_and(|at| {
            let colon = self.kind(at) == Some(Kind::Colon) && at > 0 && {
                self.any(
                    at - 1,
                    &[
                        "photo",
                        "photos",
                        "photograph",
                        "picture",
                        "image",
                        "images",
                        "credit",
                        "video",
                        "by",
                    ],
                )
            };
            let slash = self.word(at) == "/" || self.word(at) == "|";
            colon
                || slash
                || self.any(at, &["©"])
                || at == 0 && self.any(at, &["by"])
                || self.any(at, &["by", "from"])
                    && at > 0
                    && self.any(at - 1, &["reporting", "text", "photo", "photos"])
                || self.any(at, &["for"])
                    && at > 0
                    && self.any(at - 1, &["writes", "column", "correspondent", "reporter"])
        });
        let worked = self.any(
            self.end,
            &[
                "correspondent",
                "photos",
                "photo",
                "images",
                "file",
                "staff",
            ],
        ) || self.any(self.end, &["contributed"])
            || self.any(self.end, &["and"]) && self.any(self.end + 1, &["staff", "agencies"]);
        let slashed = self.word(self.end) == "/";
        // "Reuters could not independently verify": whoever says so of itself wrote the text
        let verifies = (self.end..self.end + 3).any(|at| {
            self.tokens.get(at).is_some_and(|t| t.is(class::NOT)) || self.any(at, &["unable"])
        }) && (self.end..self.end + 6)
            .any(|at| self.any(at, &["verify", "confirm", "authenticate"]));
        dateline || bare_dateline || credited || worked || slashed || verifies
    }

    fn was_told(&self) -> bool {
        let Some(at) = self.before() else {
            return self.spoke_to();
        };
        let told = |at: usize| {
            self.any(
                at,
                &[
                    "told", "tells", "tell", "telling", "informed", "assured", "emailed", "giving",
                    "gave",
                ],
            )
        };
        if told(at) {
            return true;
        }
        let earlier = |words: &[&str]| {
            (1..=4).any(|back| at.checked_sub(back).is_some_and(|b| self.any(b, words)))
        };
        if self.any(at, &["to", "with"]) && !earlier(&["according"]) {
            return earlier(&[
                "spoke",
                "speaking",
                "spoken",
                "talked",
                "talking",
                "interview",
                "interviews",
                "confirmed",
                "statement",
                "said",
                "comments",
                "conversation",
                "remarks",
                "sat",
                "down",
                "denied",
                "email",
                "explained",
            ]);
        }
        if self.any(at, &["on"]) {
            return earlier(&[
                "said",
                "speaking",
                "appeared",
                "appearing",
                "appearance",
                "spoke",
                "interview",
                "told",
                "interviewed",
            ]);
        }
        if self.any(at, &["in", "during"]) || self.any(at, &["a", "an"]) {
            return self.any(self.end, &["interview"]) || self.any(self.end + 1, &["interview"]);
        }
        // "told the Standard and the Ledger"
        if self.any(at, &["and"]) && at > 0 && earlier(&["told"]) {
            return true;
        }
        self.any(self.end, &["interview"])
            || self.kind(self.end) == Some(Kind::Quotation)
                && self.any(self.end + 1, &["interview"])
            || self.spoke_to()
    }

    /// "Breitbart Texas spoke with", "CNN was told".
    fn spoke_to(&self) -> bool {
        self.any(self.end, &["spoke", "talked"]) && self.any(self.end + 1, &["to", "with"])
            || self.any(
                self.end,
                &["was", "has", "interviewed", "asked", "contacted"],
            ) && (self.any(self.end + 1, &["told"])
                || self.any(self.end + 1, &["been"]) && self.any(self.end + 2, &["told"]))
    }

    /// The outlet is the subject of a verb of reporting: "the Ledger reported".
    fn is_subject(&self) -> bool {
        let mut at = self.end;
        if self.tokens[self.end - 1].possessive {
            return self.has_report_noun(at);
        }
        // "the Ledger newspaper", "Al Jazeera television", "BuzzFeed News in March"
        for _ in 0..8 {
            let Some(token) = self.tokens.get(at) else {
                return false;
            };
            let skipped = token.is(class::OUTLET | class::ADVERB | class::HAVE)
                || self.any(
                    at,
                    &[
                        "news",
                        "television",
                        "tv",
                        "radio",
                        "online",
                        "website",
                        "site",
                        "exclusively",
                        "first",
                        "have",
                        "all",
                        "also",
                    ],
                )
                || token.is(class::TIME)
                || self.any(at, &["in", "on", "last", "this", "earlier", "late"])
                    && self.time_follows(at);
            if !skipped
                || token.is(class::NOT)
                || token.verb().is_some() && !token.is(class::OUTLET)
            {
                break;
            }
            at += 1;
        }
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        if self.inverted() {
            return true;
        }
        if token.is(class::NOT) || token.is(class::DO | class::BE) {
            return false;
        }
        let cue = token.verb().is_some_and(|verb| {
            matches!(verb.form, Form::Past | Form::Third)
                || verb.form == Form::Base && at > self.end
        }) || self.any(at, REPORTED)
            || self.any(at, &["it"]) && at > self.end && self.any(at - 1, &["has", "had"]);
        if cue {
            // "CNN called off", "NBC reported a loss" are beyond these rules
            let noun = self.has_report_noun(at) && self.any(at, &["report", "reports", "story"]);
            return !self.blocked_subject() || noun;
        }
        self.has_report_noun(at)
    }

    fn time_follows(&self, at: usize) -> bool {
        (at + 1..at + 4).any(|i| {
            self.tokens.get(i).is_some_and(|t| t.is(class::TIME))
                || self.any(
                    i,
                    &[
                        "January",
                        "February",
                        "March",
                        "April",
                        "May",
                        "June",
                        "July",
                        "August",
                        "September",
                        "October",
                        "November",
                        "December",
                    ],
                )
        }) || self.any(
            at + 1,
            &[
                "January", "February", "March", "April", "June", "July", "August",
            ],
        )
    }

    /// "a source at CNN said": the outlet is not the one who says it.
    fn blocked_subject(&self) -> bool {
        let Some(at) = self.before() else {
            return false;
        };
        self.any(
            at,
            &[
                "at", "of", "for", "against", "from", "to", "in", "on", "than", "with",
            ],
        )
    }

    /// "…, reports Reuters", "…, says Forbes"
    fn inverted(&self) -> bool {
        let Some(at) = self.before() else {
            return false;
        };
        let token = &self.tokens[at];
        let verb = token
            .verb()
            .is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third))
            && self.any(
                at,
                &[
                    "reports", "reported", "says", "said", "writes", "wrote", "notes", "noted",
                    "claims", "claimed", "adds", "added",
                ],
            );
        let led = at.checked_sub(1).is_some_and(|b| {
            matches!(
                self.kind(b),
                Some(Kind::Comma | Kind::Quotation | Kind::Dash)
            ) || self.any(b, &["as", "exclusively", "first"])
        });
        verb && led
    }

    /// "a Reuters report", "the Post's story", "CNN footage".
    fn has_report_noun(&self, at: usize) -> bool {
        self.any(
            at,
            &[
                "report",
                "reports",
                "story",
                "article",
                "exclusive",
                "scoop",
                "reporting",
                "investigation",
                "dispatch",
                "footage",
                "analysis",
            ],
        ) && !self
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.capital && t.is_word())
    }

    /// "according to", "citing", "via", "first reported by".
    fn is_behind_a_cue(&self) -> bool {
        let Some(at) = self.before() else {
            return false;
        };
        let back = |n: usize| at.checked_sub(n);
        if self.any(at, &["to"]) && back(1).is_some_and(|b| self.any(b, &["according"])) {
            return true;
        }
        // "yesterday's Harbor Ledger"
        let issue = self.tokens[at].is(class::TIME)
            && self.tokens[at].span.of(self.text).ends_with('s')
            || self.any(at, &["yesterday's", "yesterday’s", "today's", "today’s"]);
        if issue {
            return true;
        }
        if self.any(at, &["via", "per", "h/t"])
            || self.any(at, &["t"]) && back(2).is_some_and(|b| self.any(b, &["h"]))
        {
            return true;
        }
        if self.any(
            at,
            &["citing", "quoting", "cites", "cited", "quoted", "echoing"],
        ) {
            let person = self.tokens.get(self.end).is_some_and(|t| {
                t.is(class::ROLE | class::GROUP)
                    || self.any(
                        self.end,
                        &["insiders", "employees", "sources", "journalist", "anchor"],
                    )
            });
            return !person;
        }
        if self.any(at, &["by"]) {
            return (1..=3).any(|n| back(n).is_some_and(|b| self.any(b, PUBLISHED)));
        }
        if self.any(at, &["from"]) {
            return back(1).is_some_and(|b| {
                self.any(
                    b,
                    &[
                        "report",
                        "reports",
                        "story",
                        "article",
                        "footage",
                        "coverage",
                        "copy",
                        "dispatch",
                        "imagery",
                        "reporting",
                    ],
                )
            });
        }
        if self.any(at, &["in", "on"]) {
            return (1..=4).any(|n| {
                back(n).is_some_and(|b| {
                    self.any(
                        b,
                        &[
                            "printed",
                            "published",
                            "report",
                            "reported",
                            "article",
                            "story",
                            "described",
                            "appeared",
                            "reports",
                            "wrote",
                            "writing",
                            "quoted",
                            "carried",
                            "up",
                            "according",
                        ],
                    )
                })
            });
        }
        if self.kind(at) == Some(Kind::Colon) {
            return back(1).is_some_and(|b| self.any(b, &["source", "sources", "via"]));
        }
        // a list: "according to the Post and the Times", "via British Metro, website Inquisitr and"
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::tests_support::document;

    fn names() -> OutletNames {
        OutletNames::new(
            [
                ("The Harbor Ledger", "harborledger.test"),
                ("Calder Standard", "calderstandard.test"),
                ("Meridian Wire", "meridianwire.test"),
                ("SkimReel", "skimreel.test"),
            ]
            .into_iter(),
        )
    }

    fn found(text: &str, own: &str) -> Vec<(String, MentionKind)> {
        mentions(&document(text), own, &names())
            .into_iter()
            .map(|mention| (mention.outlet, mention.kind))
            .collect()
    }

    #[test]
    fn reports_are_told_from_mere_namings() {
        use MentionKind::{Byline, Report, Told};
        for (text, outlet, kind) in [
            (
                "It sank, the Harbor Ledger newspaper reported on Tuesday.",
                "harborledger.test",
                Some(Report),
            ),
            (
                "As first reported by the Calder Standard, it sank.",
                "calderstandard.test",
                Some(Report),
            ),
            (
                "It sank, according to Meridian Wire.",
                "meridianwire.test",
                Some(Report),
            ),
            ("It sank (via SkimReel).", "skimreel.test", Some(Report)),
            (
                "It sank, per the Calder Standard.",
                "calderstandard.test",
                Some(Report),
            ),
            (
                "It sank, so SkimReel has it.",
                "skimreel.test",
                Some(Report),
            ),
            ("It sank, he told CNN.", "cnn.com", Some(Told)),
            (
                "In an interview with the Harbor Ledger, she said no.",
                "harborledger.test",
                Some(Told),
            ),
            (
                "ALDER, March 4 (Meridian Wire) - It sank.",
                "meridianwire.test",
                Some(Byline),
            ),
            (
                "The Harbor Ledger moved to a new house.",
                "harborledger.test",
                None,
            ),
            ("Reuters did not publish the story.", "reuters.com", None),
        ] {
            let expected: Vec<_> = kind
                .map(|kind| (outlet.to_owned(), kind))
                .into_iter()
                .collect();
            assert_eq!(found(text, "x.test"), expected, "{text}");
        }
    }

    #[test]
    fn own_outlet_is_no_mention() {
        assert!(found("He told the Calder Standard so.", "calderstandard.test").is_empty());
    }

    #[test]
    fn short_forms_need_the_full_name_first() {
        assert!(found("It sank, the Ledger reported.", "x.test").is_empty());
        let text =
            "The Harbor Ledger reported it.\n\nIt sank, the Ledger said. “No,” the newspaper said.";
        assert_eq!(found(text, "x.test").len(), 3);
    }

    #[test]
    fn agency_and_newspaper_point_to_different_outlets() {
        let text = "The Harbor Ledger reported it, Meridian Wire said.\n\nThe newspaper said so. The agency said so.";
        let outlets: Vec<String> = found(text, "x.test").into_iter().map(|m| m.0).collect();
        assert_eq!(
            outlets,
            [
                "harborledger.test",
                "meridianwire.test",
                "harborledger.test",
                "meridianwire.test"
            ]
        );
    }

    #[test]
    fn names_are_found_with_and_without_the() {
        let names = names();
        assert_eq!(names.find("Harbor Ledger"), Some("harborledger.test"));
        assert_eq!(names.find("the Harbor Ledger"), Some("harborledger.test"));
        assert_eq!(names.find("Reuters"), Some("reuters.com"));
        assert_eq!(names.find("Nobody"), None);
    }
}
