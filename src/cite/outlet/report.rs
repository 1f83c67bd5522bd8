//! Namings that tell who reported: "the Ledger reported", "according to the Ledger".

use super::view::View;
use crate::cite::lexicon::{Form, class};
use crate::cite::scan::Kind;

/// Words between an outlet's name and its verb: "Al Jazeera television first reported".
const BESIDE_NAME: &str =
    "news television tv radio online website site exclusively first have all also";

/// Months, with which a date begins.
const MONTHS: &str = "January February March April May June July August September October November \
    December";

/// Prepositions that make an outlet part of another subject: "a source at CNN".
const NOT_SUBJECT: &str = "at of for against from to in on than with";

/// Verbs that may stand before their subject: "…, reports Reuters".
const INVERTED: &str =
    "reports reported says said writes wrote notes noted claims claimed adds added";

/// Nouns for what an outlet publishes: "a Reuters report".
const REPORTS: &str = "report reports story article exclusive scoop reporting investigation dispatch \
    footage analysis";

/// Nouns before "from".
const REPORT_FROM: &str =
    "report reports story article footage coverage copy dispatch imagery reporting";

/// Words a few before "in": "published in the Ledger".
const APPEARED_IN: &str = "printed published report reported article story described appeared reports wrote \
    writing quoted carried up according";

/// Participles before "by" that make an outlet the one who reported.
const PUBLISHED: &str = "reported published quoted cited carried printed released revealed broken obtained \
    seen reviewed posted aired broadcast public uncovered described detailed distributed \
    written shown broke run report story article noted verified confirmed put out \
    conducted compiled relayed told claimed disclosed exposed analysis interviewed \
    translated";

/// Verbs beside the reporting ones that make an outlet the one who reported.
const REPORTED: &str = "learned learnt broke breaks shared classified provided ran carried printed quoted \
    quotes obtained published aired understands put showed cites cited stated identified \
    described calculated points pointed uncovered explained reviewed saw named listed";

impl View<'_> {
    /// The outlet is the subject of a verb of reporting: "the Ledger reported".
    pub(super) fn is_subject(&self) -> bool {
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
                || self.among(at, BESIDE_NAME)
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
        }) || self.among(at, REPORTED)
            || self.any(at, &["it"]) && at > self.end && self.any(at - 1, &["has", "had"]);
        if cue {
            // "CNN called off", "NBC reported a loss" are beyond these rules
            let noun = self.has_report_noun(at) && self.any(at, &["report", "reports", "story"]);
            return !self.blocked_subject() || noun;
        }
        self.has_report_noun(at)
    }

    fn time_follows(&self, at: usize) -> bool {
        (at + 1..at + 4)
            .any(|i| self.tokens.get(i).is_some_and(|t| t.is(class::TIME)) || self.among(i, MONTHS))
    }

    /// "a source at CNN said": the outlet is not the one who says it.
    fn blocked_subject(&self) -> bool {
        let Some(at) = self.before() else {
            return false;
        };
        self.among(at, NOT_SUBJECT)
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
            && self.among(at, INVERTED);
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
        self.among(at, REPORTS)
            && !self
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.capital && t.is_word())
    }

    /// "according to", "citing", "via", "first reported by".
    pub(super) fn is_behind_a_cue(&self) -> bool {
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
            return (1..=3).any(|n| back(n).is_some_and(|b| self.among(b, PUBLISHED)));
        }
        if self.any(at, &["from"]) {
            return back(1).is_some_and(|b| self.among(b, REPORT_FROM));
        }
        if self.any(at, &["in", "on"]) {
            return (1..=4).any(|n| back(n).is_some_and(|b| self.among(b, APPEARED_IN)));
        }
        if self.kind(at) == Some(Kind::Colon) {
            return back(1).is_some_and(|b| self.any(b, &["source", "sources", "via"]));
        }
        // a list: "according to the Post and the Times", "via British Metro, website Inquisitr and"
        false
    }
}
