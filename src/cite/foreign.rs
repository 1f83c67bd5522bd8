//! Attributions in languages other than English, from the table of each.
//!
//! Only the commonest constructions are read: a quotation with a verb of saying behind it («…»,
//! dijo X), a subject with such a verb and "that" (X dijo que …), and "according to" (según X). A
//! verb without subject goes on with the source before it in the paragraph. Languages whose verb
//! stands last are read by [`verb_last`](super::verb_last).

use super::draft::Draft;
use super::language::{DATE_UNITS, Language, Writing, role};
use super::phrase::Range;
use super::scan::{Kind, Shape, Token};

/// Tokens of a sentence that are looked at: more have none of the press, and each verb looks at all.
const LONGEST_SENTENCE: usize = 400;

/// Most tokens of a subject.
const LONGEST_SUBJECT: usize = 24;

/// Tokens between a verb and "that" or a quotation: "said on Monday in Alder that".
const TO_CONTENT: usize = 14;

/// A sentence, as a range of tokens.
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) language: &'a Language,
    /// What each token of the sentence may be.
    roles: Vec<u32>,
}

/// Returns the attributions of the sentence `tokens[start..end]`; `last` is the source before it in
/// the paragraph.
pub(super) fn attribute(
    language: &Language,
    text: &str,
    tokens: &[Token],
    (start, end): Range,
    last: Option<Range>,
) -> Vec<Draft> {
    let range = (start, end.min(start + LONGEST_SENTENCE));
    let view = View::new(language, text, tokens, range);
    let found = if language.verb_last() {
        view.before_the_verb(last)
    } else {
        (range.0..range.1).find_map(|at| view.at(at, last))
    };
    found.into_iter().collect()
}

impl<'a> View<'a> {
    fn new(
        language: &'a Language,
        text: &'a str,
        tokens: &'a [Token],
        (start, end): Range,
    ) -> Self {
        let mut titled = false;
        let roles = tokens[start..end].iter().map(|token| {
            let word = token.span.of(text);
            match word {
                // what stands in title marks is a name
                "《" | "〈" => titled = true,
                "》" | "〉" => titled = false,
                _ if token.is_word() && !titled => return language.roles(word),
                _ => {}
            }
            0
        });
        Self {
            roles: roles.collect(),
            text,
            tokens,
            start,
            end,
            language,
        }
    }

    /// Whether the word at `at` may be any of `roles`.
    pub(super) fn is(&self, at: usize, roles: u32) -> bool {
        (self.start..self.end).contains(&at) && self.roles[at - self.start] & roles != 0
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        (self.start..self.end)
            .contains(&at)
            .then(|| self.tokens[at].kind)
    }

    /// Whether the word at `at` ends a subject: a word of time, or a date.
    pub(super) fn breaks(&self, at: usize) -> bool {
        let dated = self.language.writing != Writing::Spaced
            && self.kind(at) == Some(Kind::Word)
            && self.tokens[at].shape == Shape::Number
            && self.tokens[at].span.of(self.text).ends_with(DATE_UNITS);
        dated || self.is(at, role::BREAK)
    }

    /// Where the sentence ends without its final stop.
    pub(super) fn close(&self) -> usize {
        (self.start..self.end)
            .rev()
            .find(|&at| self.tokens[at].kind != Kind::Stop)
            .map_or(self.start, |at| at + 1)
    }

    /// The number of words of the first of `phrases` that stands at `at`.
    pub(super) fn phrase(&self, at: usize, phrases: &[Vec<&'static str>]) -> Option<usize> {
        let same = |i: usize, word: &str| {
            self.is(at + i, role::ACCORDING) && {
                let written = self.tokens[at + i].span.of(self.text);
                written.to_lowercase().replace('’', "'") == word
            }
        };
        let found = phrases
            .iter()
            .filter(|words| (words.iter().enumerate()).all(|(i, word)| same(i, word)));
        found.map(Vec::len).max()
    }

    fn at(&self, at: usize, last: Option<Range>) -> Option<Draft> {
        self.according(at).or_else(|| {
            let verb = self.is(at, role::VERB) && !self.tokens[at].capital;
            verb.then(|| {
                self.behind(at, last)
                    .or_else(|| self.before(at))
                    .or_else(|| self.closing(at))
            })?
        })
    }

    /// Where the verb group that ends with `verb` begins.
    fn group(&self, verb: usize) -> usize {
        let mut from = verb;
        while from > self.start && self.is(from - 1, role::AUXILIARY) {
            from -= 1;
        }
        from
    }

    /// "«…», dijo X" and "…, dijo X.".
    fn behind(&self, verb: usize, last: Option<Range>) -> Option<Draft> {
        let from = self.group(verb);
        let before = from.checked_sub(1).filter(|&b| b >= self.start)?;
        let quoted = (self.start..from).any(|at| self.kind(at) == Some(Kind::Quotation));
        let led = matches!(
            self.tokens[before].kind,
            Kind::Comma | Kind::Quotation | Kind::Dash
        );
        let source = self.source(verb + 1);
        let after = source.map_or(verb + 1, |(_, end)| end);
        let follows = self.kind(after) == Some(Kind::Comma) && self.is(after + 1, role::THAT);
        let alone = after >= self.close()
            || !follows && self.kind(after) == Some(Kind::Comma)
            || self.phrase(after, &self.language.according).is_some();
        let stated = quoted || source.is_some() && alone || self.subject(from).is_none();
        if !led || !stated || self.says_that(verb) {
            return None;
        }
        let left_end = if self.tokens[before].kind == Kind::Quotation {
            before + 1
        } else {
            before
        };
        let left_end = match left_end.checked_sub(1) {
            // «…», — сказал X
            Some(comma) if comma > self.start && self.kind(comma) == Some(Kind::Comma) => comma,
            _ => left_end,
        };
        let mut content = vec![(self.start, left_end)];
        let rest = (after..self.close()).find(|&at| self.kind(at) == Some(Kind::Quotation));
        if let Some(rest) = rest {
            content.push((rest, self.close()));
        }
        let source = source.or(last.filter(|_| quoted));
        // "La novela «El puerto» se publicó": nobody says so
        let spoken = self.is_quoted(self.start) && before + 1 == from && !self.is_quoted(before);
        if source.is_none() && !spoken || content[0].0 >= content[0].1 {
            return None;
        }
        let mut draft = Draft::new(source, (from, verb + 1), content);
        draft.behind.extend(self.cited(after));
        Some(draft)
    }

    /// Whether "that" stands right behind the verb, a comma aside.
    fn says_that(&self, verb: usize) -> bool {
        let comma = usize::from(self.kind(verb + 1) == Some(Kind::Comma));
        self.is(verb + 1 + comma, role::THAT)
    }

    /// "…, сообщает X со ссылкой на Y": the source behind the source, if one is cited at `at`.
    fn cited(&self, at: usize) -> Option<Range> {
        let length = self.phrase(at, &self.language.according)?;
        self.source(at + length)
    }

    /// "X dijo que …", "X dijo: «…»", "X表示…".
    fn before(&self, verb: usize) -> Option<Draft> {
        let from = self.group(verb);
        let source = self.subject(from)?;
        let start = self.content_start(verb)?;
        (start < self.close())
            .then(|| Draft::new(Some(source), (from, verb + 1), vec![(start, self.close())]))
    }

    /// Where what was said begins behind a verb.
    fn content_start(&self, verb: usize) -> Option<usize> {
        let marks = |at: usize| {
            self.is(at, role::THAT)
                || matches!(self.kind(at), Some(Kind::Quotation | Kind::Colon))
                || self.language.writing == Writing::Unspaced && self.kind(at) == Some(Kind::Comma)
        };
        if self.language.writing == Writing::Unspaced && !self.is(verb, role::TELLS) {
            return Some(verb + 1 + usize::from(marks(verb + 1) && !self.is_quoted(verb + 1)));
        }
        let that = (verb + 1..self.close().min(verb + TO_CONTENT)).find(|&at| marks(at))?;
        let skipped = matches!(self.kind(that), Some(Kind::Colon | Kind::Comma));
        Some(that + usize::from(skipped))
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Quotation)
    }

    /// "“…”X说。": the source stands between a quotation and the verb that ends the sentence.
    fn closing(&self, verb: usize) -> Option<Draft> {
        let from = self.group(verb);
        let quotation = (self.start..from).rev().find(|&at| self.is_quoted(at))?;
        let comma = usize::from(self.kind(quotation + 1) == Some(Kind::Comma));
        let source = (quotation + 1 + comma, from);
        let ends = verb + 1 >= self.close()
            || matches!(self.kind(verb + 1), Some(Kind::Comma | Kind::Stop));
        let words = (source.0..source.1).all(|at| {
            matches!(self.kind(at), Some(Kind::Word | Kind::Other)) && !self.is(at, role::THAT)
        });
        if !ends || !words || source.0 >= source.1 {
            return None;
        }
        let source = self.until_break(source)?;
        let mut content = vec![(self.start, quotation + 1)];
        let rest = (verb + 1..self.close()).find(|&at| self.is_quoted(at));
        content.extend(rest.map(|rest| (rest, self.close())));
        Some(Draft::new(Some(source), (from, verb + 1), content))
    }

    /// The subject that ends right before token `end`.
    fn subject(&self, end: usize) -> Option<Range> {
        let mut start = self.start;
        if self.is(start, role::OPENER) {
            start = (start..end).find(|&at| self.kind(at) == Some(Kind::Comma))? + 1;
        }
        if self.language.writing == Writing::Unspaced {
            // a phrase of time or place before the last comma, unless nothing follows it
            let comma = (start..end)
                .rev()
                .find(|&at| self.kind(at) == Some(Kind::Comma));
            let last = comma.map(|comma| comma + 1);
            let names = |&last: &usize| last < end && !self.breaks(last);
            start = last.filter(names).unwrap_or(start);
        }
        let clear = (start..end).all(|at| {
            matches!(
                self.tokens[at].kind,
                Kind::Word | Kind::Comma | Kind::Other | Kind::Open | Kind::Close
            )
        });
        if !clear || start >= end || end - start > LONGEST_SUBJECT {
            return None;
        }
        self.until_break((start, end))
    }

    /// The phrase up to the first word of time or place in it, or its first relative clause.
    pub(super) fn until_break(&self, (start, end): Range) -> Option<Range> {
        let stops = |&at: &usize| {
            self.breaks(at)
                || self.kind(at) == Some(Kind::Comma) && self.is(at + 1, role::ENDER | role::THAT)
        };
        let end = (start..end).find(stops).unwrap_or(end);
        let noun = (start..end).any(|at| self.tokens[at].is_word());
        noun.then_some((start, end))
    }

    /// The source that begins at token `start`, with an apposition.
    fn source(&self, start: usize) -> Option<Range> {
        if self.is(start, role::ENDER | role::THAT) {
            return None;
        }
        let ends = |at: usize| {
            at > start
                && (self.is(at, role::ENDER | role::BREAK)
                    || self.phrase(at, &self.language.according).is_some())
        };
        let mut end = start;
        while end < self.close() {
            match self.tokens[end].kind {
                Kind::Word if ends(end) => break,
                Kind::Comma => {
                    let apposed = (end + 1..self.close().min(end + 12))
                        .take_while(|&at| self.tokens[at].is_word())
                        .all(|at| !self.is(at, role::THAT | role::VERB));
                    let lower = self.kind(end + 1) == Some(Kind::Word)
                        && !self.tokens[end + 1].capital
                        && !self.is(end + 1, role::ENDER);
                    if !(apposed && lower) {
                        break;
                    }
                    end += 1;
                }
                Kind::Word | Kind::Other | Kind::Open | Kind::Close => end += 1,
                _ => break,
            }
        }
        let noun = (start..end).any(|at| self.tokens[at].is_word());
        noun.then_some((start, end))
    }

    /// "según X" with what stands around it.
    fn according(&self, at: usize) -> Option<Draft> {
        let length = self.phrase(at, &self.language.according)?;
        let cue = (at, at + length);
        let mut end = cue.1;
        while matches!(self.kind(end), Some(Kind::Word | Kind::Other)) {
            let closes = self.is(end, role::CLOSER) || end > cue.1 && self.is(end, role::BREAK);
            if closes {
                break;
            }
            end += 1;
        }
        let source = (cue.1 < end).then_some((cue.1, end))?;
        let content = if at == self.start {
            let comma = (end..self.close()).find(|&at| self.kind(at) == Some(Kind::Comma));
            (comma.unwrap_or(end) + 1, self.close())
        } else {
            let comma = usize::from(self.kind(at - 1) == Some(Kind::Comma));
            (self.start, at - comma)
        };
        (content.0 < content.1).then(|| Draft::new(Some(source), cue, vec![content]))
    }
}

#[cfg(test)]
mod tests;
