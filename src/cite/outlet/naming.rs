//! Where a document names an outlet: in full, by a short form, or as "the newspaper".

use super::builtin::AGENCIES;
use super::index::{OutletNames, stem};
use crate::cite::lexicon::class;
use crate::cite::names;
use crate::cite::paragraph::Paragraph;
use crate::cite::scan::Token;
use crate::parse::Document;
use crate::urls::registrable_domain;
use std::collections::BTreeMap;

/// One naming of an outlet.
#[derive(Debug, Clone)]
pub(super) struct Naming {
    /// Index of the paragraph and its tokens.
    pub(super) paragraph: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) domain: String,
    /// Whether the name is an everyday word, without "the".
    pub(super) weak: bool,
}

pub(super) fn namings(
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

/// What a document has named so far.
struct Context<'a> {
    names: &'a OutletNames,
    /// Lower-case short forms of outlets named or linked so far.
    short: BTreeMap<String, String>,
    /// The last newspaper or the like, and the last agency.
    paper: Option<String>,
    agency: Option<String>,
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
