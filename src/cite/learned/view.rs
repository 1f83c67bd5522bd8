//! A sentence as the model looks at it: what each token is, and where a cue may stand.

use super::super::draft::Draft;
use super::super::english::cue::particles;
use super::super::lexicon::{Form, class};
use super::super::phrase::Range;
use super::super::scan::{Kind, Shape, Token};
use super::super::sentence::Sentence;
use super::counts::{Column, Counts};

/// A token that may be a cue, with what belongs to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// The verb, the noun, the colon or the dash.
    pub(super) main: usize,
    /// With auxiliaries, adverbs and particles.
    pub(super) range: Range,
    /// The draft of the rules that has it as its cue.
    pub(super) rule: Option<usize>,
}

/// A sentence with what the rules make of it.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) s: Sentence<'a>,
    pub(super) rules: &'a [Draft],
    pub(super) candidates: Vec<Candidate>,
    /// Where the sentence ends without its final stop.
    pub(super) close: usize,
    /// What each token is and its word, with [`MARGIN`] times nothing on either side; empty where
    /// nothing is to be chosen.
    facts: Vec<Fact>,
    counts: Counts,
    /// How many candidates before each the rules have as a cue.
    ruled_before: Vec<usize>,
}

/// What a token is, and the hash of its word.
#[derive(Debug, Clone, Copy, Default)]
struct Fact {
    tag: u32,
    word: u32,
}

/// How far outside of its sentence a feature may look.
const MARGIN: usize = 4;

impl<'a> View<'a> {
    pub(super) fn new(s: Sentence<'a>, rules: &'a [Draft]) -> Self {
        let mut view = Self {
            s,
            rules,
            candidates: Vec::new(),
            close: s.close(),
            facts: Vec::new(),
            counts: Counts::default(),
            ruled_before: Vec::new(),
        };
        if !(s.start..s.end).any(|at| view.may_be_cue(at)) {
            return view;
        }
        view.counts = Counts::new(s);
        view.candidates = (s.start..s.end)
            .filter_map(|at| view.candidate(at))
            .collect();
        if !view.candidates.is_empty() {
            let sums = view.candidates.iter().scan(0, |sum, candidate| {
                *sum += usize::from(candidate.rule.is_some());
                Some(*sum)
            });
            view.ruled_before = std::iter::once(0).chain(sums).collect();
            view.facts = vec![Fact::default(); s.end - s.start + 2 * MARGIN];
            for (fact, token) in view.facts[MARGIN..]
                .iter_mut()
                .zip(&s.tokens[s.start..s.end])
            {
                *fact = Fact {
                    tag: tag(token, s.text),
                    word: token.word,
                };
            }
        }
        view
    }

    /// Whether a token can be a cue by itself, whatever stands around it.
    fn may_be_cue(&self, at: usize) -> bool {
        let token = &self.s.tokens[at];
        match token.kind {
            Kind::Colon | Kind::Dash => at > self.s.start,
            Kind::Word => token.verb().is_some() || token.is(class::TELLING),
            _ => false,
        }
    }

    fn candidate(&self, main: usize) -> Option<Candidate> {
        let s = self.s;
        let token = &s.tokens[main];
        let range = match token.kind {
            // "Questions: Defence" is a title, "Lee: We were there" is not
            Kind::Colon => (main > s.start
                && (self.has_quotation(main + 1, s.end) || self.has_predicate(main + 1, s.end)))
            .then_some((main, main + 1)),
            Kind::Dash => (main > s.start
                && (s.kind(main + 1) == Some(Kind::Quotation)
                    || s.tokens[main - 1].kind == Kind::Quotation))
                .then_some((main, main + 1)),
            Kind::Word => self.verb_group(main),
            _ => None,
        }?;
        let rule = self
            .rules
            .iter()
            .position(|draft| draft.cue.0 <= main && main < draft.cue.1);
        Some(Candidate { main, range, rule })
    }

    fn verb_group(&self, main: usize) -> Option<Range> {
        let s = self.s;
        let token = &s.tokens[main];
        let telling = token.is(class::TELLING);
        if token.possessive
            || token.verb().is_none() && !telling
            || token.capital && !s.heading && main > s.start && !telling
            || s.among(main, "citing quoting")
        {
            return None;
        }
        let mut start = main;
        while start > s.start && self.helps(start - 1) {
            start -= 1;
        }
        let end = if s.word_is(main, &["according"]) && s.word_is(main + 1, &["to"]) {
            main + 2
        } else {
            particles(s, main + 1)
        };
        Some((start, end))
    }

    fn helps(&self, at: usize) -> bool {
        let name = self.s.tokens[at].capital && at > self.s.start;
        !name
            && self.s.tokens[at].is(class::BE
                | class::HAVE
                | class::DO
                | class::MODAL
                | class::ADVERB
                | class::NOT)
            && !self.s.tokens[at].is(class::SUBJECT | class::DETERMINER | class::COORDINATOR)
    }

    /// The draft of the rules for a candidate.
    pub(super) fn rule(&self, candidate: Candidate) -> Option<&Draft> {
        candidate.rule.and_then(|at| self.rules.get(at))
    }

    /// The drafts of the rules with the same cue: more than one where sources are joined.
    pub(super) fn ruled(&self, candidate: Candidate) -> Vec<&Draft> {
        let cue = self.rule(candidate).map(|rule| rule.cue);
        self.rules
            .iter()
            .filter(|draft| Some(draft.cue) == cue)
            .collect()
    }

    /// Whether the cue that the rules give has more verbs than one: "is said to show".
    pub(super) fn is_compound(&self, candidate: Candidate) -> bool {
        let same = |other: &&Candidate| other.rule.is_some() && other.rule == candidate.rule;
        self.candidates.iter().filter(same).count() > 1
    }

    /// The hash of the word `offset` tokens from `at`; 0 outside of the sentence.
    #[inline]
    pub(super) fn word(&self, at: usize, offset: isize) -> u32 {
        self.fact(at, offset).word
    }

    /// What the token `offset` tokens from `at` is; 0 outside of the sentence.
    #[inline]
    pub(super) fn tag(&self, at: usize, offset: isize) -> u32 {
        self.fact(at, offset).tag
    }

    #[inline]
    fn fact(&self, at: usize, offset: isize) -> Fact {
        let at = (at + MARGIN)
            .wrapping_sub(self.s.start)
            .wrapping_add_signed(offset);
        self.facts.get(at).copied().unwrap_or_default()
    }

    /// How many of the tokens `from..to` the column counts.
    #[inline]
    pub(super) fn count(&self, column: Column, from: usize, to: usize) -> usize {
        self.counts
            .between(column, from.max(self.s.start), to.min(self.s.end))
    }

    /// How many candidates in `from..to` the rules have as a cue.
    pub(super) fn count_ruled(&self, from: usize, to: usize) -> usize {
        let before = |at: usize| {
            let index = self.candidates.partition_point(|known| known.main < at);
            self.ruled_before.get(index).copied().unwrap_or(0)
        };
        before(to).saturating_sub(before(from))
    }

    /// The first quotation in `from..to`.
    pub(super) fn quotation_in(&self, from: usize, to: usize) -> Option<usize> {
        self.has_quotation(from, to)
            .then(|| self.s.quotation_in(from, to))?
    }

    #[inline]
    pub(super) fn has(&self, column: Column, from: usize, to: usize) -> bool {
        self.count(column, from, to) > 0
    }

    pub(super) fn has_quotation(&self, from: usize, to: usize) -> bool {
        self.has(Column::Quotation, from, to)
    }

    pub(super) fn has_predicate(&self, from: usize, to: usize) -> bool {
        self.has(Column::Predicate, from, to)
    }
}

/// How far two tokens stand apart, coarsely.
pub(super) fn distance(from: usize, to: usize) -> u32 {
    match to.abs_diff(from) {
        steps @ 0..=4 => u32::try_from(steps).unwrap_or(0),
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        _ => 9,
    }
}

/// What a token is, as one small number: its mark, its word class, or its look.
pub(super) fn tag(token: &Token, text: &str) -> u32 {
    match token.kind {
        Kind::Word => word_tag(token),
        Kind::Comma => 1,
        Kind::Stop => 2,
        Kind::Colon => 3,
        Kind::Semicolon => 4,
        Kind::Dash => 5,
        Kind::Open => 6,
        Kind::Close => 7,
        Kind::Other => 8,
        Kind::Quotation => quotation_tag(token.span.of(text)),
    }
}

fn quotation_tag(quotation: &str) -> u32 {
    let inner = quotation.trim_end_matches(['"', '”', '“', '»', '«', '\'', '’', ' ']);
    let ends = match inner.chars().next_back() {
        Some(',') => 1,
        Some('.' | '!' | '?' | '…') => 2,
        _ => 0,
    };
    // shorter than about four words, it is more often a name or a term than an utterance
    9 + ends + if quotation.len() < 25 { 3 } else { 0 }
}

/// Classes in the order in which they tell most.
const TAGS: &[u32] = &[
    class::POSSESSIVE,
    class::SUBJECT,
    class::OBJECT,
    class::NOT,
    class::BE,
    class::HAVE,
    class::DO,
    class::MODAL,
    class::DETERMINER,
    class::COORDINATOR,
    class::OF_LIKE,
    class::TO_LIKE,
    class::PREPOSITION,
    class::SUBORDINATOR,
    class::TIME,
    class::PREDICATE,
    class::ADVERB,
    class::TITLE,
    class::ROLE,
    class::KIN,
    class::GROUP,
    class::UTTERANCE,
    class::DOCUMENT,
    class::BODY,
    class::QUANTIFIER,
    class::TELLING,
];

fn word_tag(token: &Token) -> u32 {
    if token.possessive {
        return 20;
    }
    if token.is(class::RELATIVE) {
        return if token.is(class::SUBORDINATOR) {
            21
        } else {
            22
        };
    }
    if let Some(verb) = token.verb()
        && !token.capital
    {
        let form = match verb.form {
            Form::Base => 0,
            Form::Third => 1,
            Form::Past => 2,
            Form::Participle => 3,
            Form::Ing => 4,
        };
        return 24 + form + if verb.noun { 5 } else { 0 };
    }
    let class = TAGS.iter().position(|&class| token.is(class));
    let class = class.and_then(|at| u32::try_from(at).ok());
    match class {
        Some(class) => 40 + class * 2 + u32::from(token.capital),
        None if token.capital => 34,
        None => match token.shape {
            Shape::Plain => 35,
            Shape::Number => 36,
            Shape::Ed => 37,
            Shape::Ing => 38,
            Shape::Plural => 39,
        },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::super::paragraph::Paragraph;
    use super::*;
    use crate::parse::BlockKind;
    use crate::text::Span;

    /// Calls `look` with the first sentence of a text.
    pub(in crate::cite::learned) fn with_sentence<T>(
        text: &str,
        look: impl FnOnce(Sentence<'_>) -> T,
    ) -> T {
        let paragraph = Paragraph::new(text, Span::new(0, text.len()), BlockKind::Paragraph);
        let (start, end) = paragraph.sentences[0];
        look(Sentence {
            text,
            tokens: &paragraph.tokens,
            start,
            end,
            heading: false,
        })
    }

    fn candidates(text: &str) -> Vec<String> {
        with_sentence(text, |s| {
            let view = View::new(s, &[]);
            let words = |range: Range| {
                (range.0..range.1)
                    .map(|at| s.word(at))
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            view.candidates
                .iter()
                .map(|candidate| words(candidate.range))
                .collect()
        })
    }

    #[test]
    fn a_candidate_has_its_helping_words() {
        for (text, expected) in [
            (
                "The mayor has not said that it was so.",
                vec!["has not said"],
            ),
            ("It rained, according to the mayor.", vec!["according to"]),
            ("Officials fear that it will rain.", vec!["fear"]),
            ("Lee: “We were there.”", vec![":"]),
            ("Fisheries: Defence", vec![]),
            ("The mayor’s claims were many.", vec!["claims"]),
        ] {
            assert_eq!(candidates(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_tells_marks_classes_and_looks_apart() {
        with_sentence("The mayor said “no”, quietly.", |s| {
            let view = View::new(s, &[]);
            let tags: Vec<u32> = (s.start..s.end).map(|at| view.tag(at, 0)).collect();
            let mut distinct = tags.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(distinct.len(), tags.len());
            assert_eq!((view.tag(s.start, -1), view.word(s.end, 0)), (0, 0));
        });
    }

    #[test]
    fn far_is_told_from_near() {
        assert_eq!([0, 3, 6, 12, 90].map(|to| distance(0, to)), [0, 3, 5, 7, 9]);
        assert_eq!(distance(12, 0), distance(0, 12));
    }
}
