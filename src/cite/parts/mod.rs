//! What a text tells of a source that it does not name.
//!
//! A reader who is not told the name is told other things: how the source is worded, of which body
//! it is, how many they are, to whom it was said and on what occasion or condition. They are read
//! once it is known who says what, from the words of the source and of its sentence, so that it
//! makes no difference by which way the attribution was found. The word classes are English; of
//! other languages the number alone is read, by the table of each.

mod body;
mod channel;
mod condition;
mod number;

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::language::Language;
use super::lexicon::class;
use super::phrase::Range;
use super::scan::{Kind, Token};
use super::sentence::Sentence;
use crate::text::Span;

/// The parts of an anonymous source. A `P` is a place in a text: by default a range of bytes of the
/// document's text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Parts<P = Span> {
    /// The words for the source, without what tells the channel or the condition: "two officials
    /// briefed on the matter".
    pub wording: P,
    /// The body or field that it is of: "the defence ministry", "Orvany", "intelligence".
    pub body: Option<P>,
    /// How many they are: "two", "several", "at least three", "a".
    pub number: Option<P>,
    /// To whom it was said: "the Ledger" of "told the Ledger", or of "the Ledger reported, citing".
    pub channel: Option<P>,
    /// The occasion on which, or the condition under which, it was said: "speaking on condition of
    /// anonymity", "at a closed-door briefing".
    pub condition: Option<P>,
}

impl<P> Parts<P> {
    /// Returns the same parts at other places.
    #[must_use]
    pub fn map<Q>(&self, mut place: impl FnMut(&P) -> Q) -> Parts<Q> {
        Parts {
            wording: place(&self.wording),
            body: self.body.as_ref().map(&mut place),
            number: self.number.as_ref().map(&mut place),
            channel: self.channel.as_ref().map(&mut place),
            condition: self.condition.as_ref().map(&mut place),
        }
    }

    /// Returns the parts that are told: the wording first, then body, number, channel, condition.
    pub fn all(&self) -> impl Iterator<Item = &P> {
        let others = [&self.body, &self.number, &self.channel, &self.condition];
        std::iter::once(&self.wording).chain(others.into_iter().flatten())
    }

    /// Takes over from another naming of the same source what this one does not tell.
    pub fn fill(&mut self, other: Self) {
        let fill = |part: &mut Option<P>, other: Option<P>| {
            if part.is_none() {
                *part = other;
            }
        };
        fill(&mut self.body, other.body);
        fill(&mut self.number, other.number);
        fill(&mut self.channel, other.channel);
        fill(&mut self.condition, other.condition);
    }
}

/// A source in its sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The sentence.
    pub(super) sentence: Sentence<'a>,
    /// The source's tokens.
    pub(super) source: Range,
    /// The tokens of the source that stands between, if this one stands behind it.
    pub(super) outer: Option<Range>,
    /// The attribution.
    pub(super) draft: &'a Draft,
    /// The sentence that follows, if it can only speak of this source.
    pub(super) next: Option<Sentence<'a>>,
    /// The language, unless it is English.
    pub(super) language: Option<&'a Language>,
}

impl Setting<'_> {
    /// Returns the parts of the source.
    pub(super) fn parts(mut self) -> Parts {
        if self.language.is_none() {
            self.source.0 = number::widened(&self);
        }
        self.read()
    }

    fn read(&self) -> Parts {
        let place = |range: Range| Span::new(self.at(range.0).span.start, self.end_of(range));
        if let Some(language) = self.language {
            return Parts {
                wording: place(self.source),
                body: None,
                number: number::foreign(self, language).map(place),
                channel: None,
                condition: None,
            };
        }
        let channel = channel::channel(self);
        let told_here = condition::condition(self);
        let told_next = || Some(condition::told_next(self.next?)?.1);
        Parts {
            wording: place(self.wording(channel, told_here)),
            body: body::body(self).map(place),
            number: number::number(self).map(place),
            channel: channel.map(place),
            condition: told_here.map(place).or_else(told_next),
        }
    }

    fn at(&self, at: usize) -> &Token {
        &self.sentence.tokens[at]
    }

    fn end_of(&self, range: Range) -> usize {
        self.at(range.1 - 1).span.end
    }

    /// The source without the clause that tells its channel or condition.
    fn wording(&self, channel: Option<Range>, condition: Option<Range>) -> Range {
        let (start, mut end) = self.source;
        for told in [channel, condition].into_iter().flatten() {
            if told.0 > start && told.0 < end {
                let opens = |at: &usize| {
                    self.at(*at).kind == Kind::Comma
                        || self.at(*at).is(class::RELATIVE)
                        || self
                            .sentence
                            .among(*at, "speaking speaks spoke quoted cited")
                };
                end = (start + 1..=told.0).rev().find(opens).unwrap_or(told.0);
            }
        }
        while end > start + 1 && !self.at(end - 1).is_word() && self.at(end - 1).kind != Kind::Close
        {
            end -= 1;
        }
        (start, end)
    }

    /// Whether the token at `at` is part of what was said.
    fn in_content(&self, at: usize) -> bool {
        let content = &self.draft.content;
        content.iter().any(|&(start, end)| start <= at && at < end)
    }

    fn in_cue(&self, at: usize) -> bool {
        self.draft.cue.0 <= at && at < self.draft.cue.1
    }

    fn in_source(&self, at: usize) -> bool {
        self.source.0 <= at && at < self.source.1
    }
}

#[cfg(test)]
mod tests;
