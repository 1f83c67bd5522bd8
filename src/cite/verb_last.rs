//! Attributions in languages whose verb stands last: Japanese, Korean.
//!
//! "X は 「…」 と 述べた": a subject with its particle, what was said, a particle behind that, and
//! the verb; or what was said first, and the subject before the verb. "Xによると、…" is
//! "according to" behind its source.

use super::draft::Draft;
use super::foreign::View;
use super::language::role;
use super::phrase::Range;
use super::scan::Kind;

/// Most tokens of a source.
const LONGEST_SOURCE: usize = 10;

impl View<'_> {
    /// Reads a sentence; `last` is the source before it in the paragraph.
    pub(super) fn before_the_verb(&self, last: Option<Range>) -> Option<Draft> {
        let according = (self.start..self.end).find_map(|at| self.according_after(at));
        according.or_else(|| {
            let verbs = (self.start..self.end).rev();
            let mut verbs = verbs.filter(|&at| self.is(at, role::VERB));
            verbs.find_map(|verb| self.said(verb, last))
        })
    }

    /// "Xによると、…", "X에 따르면 …".
    fn according_after(&self, at: usize) -> Option<Draft> {
        let length = self.phrase(at, &self.language.according_after)?;
        let source = self.noun_before(at)?;
        let comma = usize::from(self.kind(at + length) == Some(Kind::Comma));
        let content = (at + length + comma, self.close());
        let cue = (at, at + length);
        (content.0 < content.1).then(|| Draft::new(Some(source), cue, vec![content]))
    }

    /// What the verb at `verb` reports.
    fn said(&self, verb: usize, last: Option<Range>) -> Option<Draft> {
        let cue = (verb, verb + 1);
        let before = verb.checked_sub(1).filter(|&before| before >= self.start)?;
        if self.is(before, role::QUOTATIVE) {
            return self.subject_first(before, cue, last);
        }
        // "「…」とXは語った"
        let topic = (self.start..verb)
            .rev()
            .take(LONGEST_SOURCE)
            .find(|&at| self.is(at, role::TOPIC))?;
        let quotative = (self.start..topic)
            .rev()
            .take(LONGEST_SOURCE)
            .find(|&at| self.is(at, role::QUOTATIVE))?;
        let comma = usize::from(self.kind(quotative + 1) == Some(Kind::Comma));
        let source = (quotative + 1 + comma, topic);
        let content = (self.start, self.content_end(quotative));
        let words = (source.0..source.1).all(|at| self.kind(at) == Some(Kind::Word));
        (words && source.0 < source.1 && content.0 < content.1)
            .then(|| Draft::new(Some(source), cue, vec![content]))
    }

    /// "X は … と 述べた"; `quotative` is the particle before the verb.
    fn subject_first(&self, quotative: usize, cue: Range, last: Option<Range>) -> Option<Draft> {
        let end = self.content_end(quotative);
        let quotation = (self.start..end).find(|&at| self.kind(at) == Some(Kind::Quotation));
        let limit = quotation.unwrap_or(end);
        let topic = |at: &usize| self.is(*at, role::TOPIC);
        let topic = if quotation.is_some() {
            (self.start..limit).rev().find(topic)
        } else {
            (self.start..limit).find(topic)
        };
        let Some(topic) = topic else {
            let quotation = quotation?;
            let content = vec![(quotation, end)];
            return last.map(|last| Draft::new(Some(last), cue, content));
        };
        let source = self.noun_before(topic)?;
        let start = quotation.unwrap_or_else(|| self.past_adjunct(topic + 1, end));
        (start < end).then(|| Draft::new(Some(source), cue, vec![(start, end)]))
    }

    /// Where what was said ends: before a particle that stands alone, behind one joined to a word.
    fn content_end(&self, quotative: usize) -> usize {
        let quoted = quotative > self.start && self.kind(quotative - 1) == Some(Kind::Quotation);
        let alone = self.tokens[quotative].span.of(self.text).chars().count() == 1 || quoted;
        quotative + usize::from(!alone)
    }

    /// The noun phrase that ends before token `end`, without the words of time before it.
    fn noun_before(&self, end: usize) -> Option<Range> {
        let mut start = end;
        while start > self.start
            && end - start < LONGEST_SOURCE
            && matches!(self.kind(start - 1), Some(Kind::Word | Kind::Other))
            && !self.breaks(start - 1)
            && !self.is(start - 1, role::TOPIC)
        {
            start -= 1;
        }
        let locative = |&at: &usize| {
            let word = self.tokens[at].span.of(self.text);
            word.ends_with("에서") || word.ends_with("에게")
        };
        start = (start..end).rev().find(locative).map_or(start, |at| at + 1);
        let noun = (start..end).any(|at| self.tokens[at].is_word());
        noun.then_some((start, end))
    }

    /// Where a clause begins behind a comma and a phrase of time or place: "5日、…".
    fn past_adjunct(&self, from: usize, end: usize) -> usize {
        let from = from + usize::from(self.kind(from) == Some(Kind::Comma));
        let mut start = from;
        while start < end && self.breaks(start) {
            start += 1;
        }
        let comma = (from..end.min(from + LONGEST_SOURCE))
            .find(|&at| self.kind(at) == Some(Kind::Comma))
            .filter(|&comma| comma > from && self.breaks(comma - 1));
        comma.map_or(start, |comma| comma + 1).max(start)
    }
}
