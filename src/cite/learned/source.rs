//! Who says it? The noun phrases that may be the source of a cue, and what the model looks at.

use super::super::draft::Draft;
use super::super::english::joined::main_subject;
use super::super::lexicon::{Form, class};
use super::super::phrase::{self, Range, Reach};
use super::super::scan::Kind;
use super::counts::Column;
use super::model::Sink;
use super::reach;
use super::view::{Candidate, View, distance};

/// A phrase that may be the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SourceOption {
    /// The phrase; `None` where the text names nobody.
    pub(super) range: Option<Range>,
    /// Which ways of looking for it found it, one bit each.
    found: u32,
}

const NOBODY: u32 = 0;
const BY_RULE: u32 = 1;
const LEFT: u32 = 2;
const LEFT_BARE: u32 = 3;
const LEFT_SHORT: u32 = 4;
const ANTECEDENT: u32 = 5;
const OWNER: u32 = 6;
const RIGHT: u32 = 7;
const RIGHT_BARE: u32 = 8;
const AGENT: u32 = 9;
const LAST: u32 = 10;
const FIRST: u32 = 11;
const SUBJECT: u32 = 12;
const LABEL: u32 = 13;
const SIGNATURE: u32 = 14;
const OUTER: u32 = 15;
const INTERRUPTED: u32 = 16;
const SET_OFF: u32 = 17;
const INFINITIVE: u32 = 18;
const FOLLOWING: u32 = 19;
const OPENING: u32 = 20;
const CLAUSE: u32 = 21;
const WHOLE: u32 = 22;
const CUT: u32 = 23;
const AGENT_CUT: u32 = 24;
const FOLLOWING_CUT: u32 = 25;
const MARKED: u32 = 26;

/// How many ways there are.
const WAYS: u32 = 27;

/// Returns what may be the source of candidate `index`, each phrase once.
pub(super) fn options(v: &View<'_>, index: usize, before: &[Draft]) -> Vec<SourceOption> {
    let mut options = Options(vec![SourceOption {
        range: None,
        found: 1 << NOBODY,
    }]);
    let candidate = v.candidates[index];
    if let Some(draft) = v.rule(candidate) {
        options.add(BY_RULE, draft.source);
    }
    add_left(v, candidate, &mut options);
    add_right(v, candidate, &mut options);
    options.add(LAST, before.last().and_then(|draft| draft.source));
    options.add(FIRST, before.first().and_then(|draft| draft.source));
    add_interrupted(v, candidate, &mut options);
    add_distant(v, index, &mut options);
    add_bounded(v, candidate, &mut options);
    if candidate.range.0 > v.s.start {
        options.add(SUBJECT, main_subject(v.s, candidate.range.0));
    }
    options
        .0
        .retain(|option| option.found & (1 << BY_RULE) != 0 || !names_nobody(v, option.range));
    options.0
}

struct Options(Vec<SourceOption>);

impl Options {
    fn add(&mut self, way: u32, range: Option<Range>) {
        let Some(range) = range.filter(|range| range.0 < range.1) else {
            return;
        };
        match self.0.iter_mut().find(|known| known.range == Some(range)) {
            Some(known) => known.found |= 1 << way,
            None => self.0.push(SourceOption {
                range: Some(range),
                found: 1 << way,
            }),
        }
    }
}

fn comma_in(v: &View<'_>, (start, end): Range) -> Option<usize> {
    (start + 1..end).find(|&at| v.s.tokens[at].kind == Kind::Comma)
}

fn add_left(v: &View<'_>, candidate: Candidate, options: &mut Options) {
    let s = v.s;
    let end = candidate.range.0;
    if matches!(s.tokens[candidate.main].kind, Kind::Colon | Kind::Dash) {
        options.add(LABEL, Some((s.start, end)));
    }
    if let Some(left) = phrase::left(s.tokens, s.start, end) {
        options.add(LEFT, Some(left));
        if let Some(comma) = comma_in(v, left) {
            options.add(LEFT_BARE, Some((left.0, comma)));
        }
        let short = (left.0 + 1..left.1)
            .rev()
            .find(|&at| {
                s.is(at, class::PREPOSITION | class::COORDINATOR) || !s.tokens[at].is_word()
            })
            .map_or(left.0, |at| at + 1);
        options.add(LEFT_SHORT, Some((short, left.1)));
    }
    // "the man who said": the pronoun, or whom it stands for
    if end > s.start + 1 && s.is(end - 1, class::RELATIVE) {
        options.add(LEFT_SHORT, Some((end - 1, end)));
        let comma = usize::from(s.tokens[end - 2].kind == Kind::Comma);
        options.add(ANTECEDENT, phrase::left(s.tokens, s.start, end - 1 - comma));
    }
    // "Lee's criticism of", "her claim that"
    if end > s.start {
        let owner = &s.tokens[end - 1];
        if owner.possessive || owner.is(class::POSSESSIVE) {
            let mut start = end - 1;
            while start > s.start
                && s.tokens[start - 1].is_word()
                && (s.tokens[start - 1].capital
                    || s.is(start - 1, class::DETERMINER | class::TITLE | class::ROLE))
                && !s.is(start - 1, class::PREPOSITION)
            {
                start -= 1;
            }
            options.add(OWNER, Some((start, end)));
        }
    }
    // "continued to question": the subject of the verb that this one hangs on
    let outer = (s.start + 1..end)
        .rev()
        .take(8)
        .take_while(|&at| s.tokens[at].is_word())
        .find(|&at| phrase::is_predicate(s.tokens, at));
    if let Some(outer) = outer {
        let mut outer = outer;
        while outer > s.start + 1
            && s.is(
                outer - 1,
                class::ADVERB | class::HAVE | class::MODAL | class::BE,
            )
            && !s.is(outer - 1, class::SUBJECT)
        {
            outer -= 1;
        }
        options.add(OUTER, phrase::left(s.tokens, s.start, outer));
    }
}

/// "The two lawmakers, however, argue", "Sims — a teacher from Brae — says".
fn add_interrupted(v: &View<'_>, candidate: Candidate, options: &mut Options) {
    let s = v.s;
    let Some(close) = candidate.range.0.checked_sub(1).filter(|&at| at > s.start) else {
        return;
    };
    let mark = s.tokens[close].kind;
    if !matches!(mark, Kind::Comma | Kind::Dash) {
        return;
    }
    let open = (s.start + 1..close)
        .rev()
        .take(30)
        .find(|&at| s.tokens[at].kind == mark);
    if let Some(open) = open
        && let Some(bare) = phrase::left(s.tokens, s.start, open)
    {
        options.add(INTERRUPTED, Some(bare));
        options.add(SET_OFF, Some((bare.0, close + 1)));
    }
}

/// Subjects that stand farther off: "leading Lee to say", "Noting that …, Lee said", "Lee ran,
/// and has said".
fn add_distant(v: &View<'_>, index: usize, options: &mut Options) {
    let s = v.s;
    let (start, end) = v.candidates[index].range;
    if start > s.start + 1 && s.word_is(start - 1, &["to"]) {
        options.add(INFINITIVE, phrase::left(s.tokens, s.start, start - 1));
    }
    if start > s.start {
        options.add(
            OPENING,
            phrase::right(s.tokens, s.start, start, Reach::Agent),
        );
    } else if let Some(comma) = (end..s.close()).find(|&at| s.tokens[at].kind == Kind::Comma) {
        let next = v.candidates.get(index + 1).map(|next| next.range.0);
        let next = next.filter(|&next| next > comma);
        options.add(
            FOLLOWING,
            next.and_then(|next| phrase::left(s.tokens, comma + 1, next)),
        );
        options.add(
            FOLLOWING,
            phrase::right(s.tokens, comma + 1, s.close(), Reach::Agent),
        );
    }
}

fn add_right(v: &View<'_>, candidate: Candidate, options: &mut Options) {
    let s = v.s;
    let from = candidate.range.1;
    let close = s.close();
    if from >= close {
        return;
    }
    if s.tokens[candidate.main].kind == Kind::Dash {
        options.add(SIGNATURE, Some((from, close)));
        return;
    }
    let reach = if s.word_is(candidate.main, &["according"]) {
        Reach::Object
    } else {
        Reach::Agent
    };
    if s.word_is(from, &["by"]) {
        options.add(
            AGENT,
            phrase::right(s.tokens, from + 1, close, Reach::Object),
        );
        return;
    }
    if let Some(right) = phrase::right(s.tokens, from, close, reach) {
        options.add(RIGHT, Some(right));
        if let Some(comma) = comma_in(v, right) {
            options.add(RIGHT_BARE, Some((right.0, comma)));
        }
    }
}

/// "No member of the crew was there, says the ministry": what nobody said has no source.
fn names_nobody(v: &View<'_>, range: Option<Range>) -> bool {
    range.is_some_and(|(start, _)| {
        v.s.word_is(start, &["no", "nobody", "none", "nothing", "neither"])
    })
}

/// Phrases by their bounds alone.
fn add_bounded(v: &View<'_>, candidate: Candidate, options: &mut Options) {
    let (start, end) = candidate.range;
    let many = [
        (CLAUSE, reach::subjects(v.s, start)),
        (WHOLE, reach::whole(v.s, start)),
        (CUT, reach::cuts(v.s, end)),
        (MARKED, reach::marked(v.s, end)),
        (
            AGENT_CUT,
            reach::agent(v.s, end).map_or(Vec::new(), |agent| reach::cuts(v.s, agent)),
        ),
        (
            FOLLOWING_CUT,
            if start <= v.s.start + 1 {
                reach::following(v.s, end)
            } else {
                Vec::new()
            },
        ),
    ];
    for (way, ranges) in many {
        for range in ranges {
            options.add(way, Some(range));
        }
    }
}

/// Puts the features of one option.
pub(super) fn describe(v: &View<'_>, index: usize, option: SourceOption, sink: &mut impl Sink) {
    let candidate = v.candidates[index];
    let word = v.word(candidate.main, 0);
    let form = v.tag(candidate.main, 0);
    let (left, right) = (v.tag(candidate.range.0, -1), v.tag(candidate.range.1, 0));
    let ruled = match v.rule(candidate) {
        None => 0,
        Some(draft) if draft.source == option.range => 1,
        Some(_) => 2,
    };
    sink.add(100, &[option.found]);
    sink.add(101, &[option.found, form]);
    for way in (0..WAYS).filter(|way| option.found & (1 << way) != 0) {
        sink.add(102, &[way]);
        sink.add(103, &[way, form]);
        sink.add(104, &[way, word]);
        sink.add(105, &[way, left, right]);
        sink.add(106, &[way, form, left]);
        sink.add(107, &[way, form, right]);
        sink.add(108, &[way, ruled]);
    }
    sink.add(109, &[ruled]);
    sink.add(110, &[ruled, form]);
    if let Some(range) = option.range {
        describe_phrase(v, candidate, range, sink);
    } else {
        let passive = v.s.tokens[candidate.range.0..candidate.range.1]
            .iter()
            .any(|token| token.is(class::BE));
        sink.add(111, &[u32::from(passive), form]);
        sink.add(112, &[u32::from(passive), left, right]);
        sink.add(113, &[u32::from(passive), word]);
    }
}

fn describe_phrase(v: &View<'_>, candidate: Candidate, (start, end): Range, sink: &mut impl Sink) {
    let s = v.s;
    let form = v.tag(candidate.main, 0);
    let behind = start >= candidate.range.1;
    let gap = if behind {
        distance(candidate.range.1, start)
    } else {
        10 + distance(end, candidate.range.0)
    };
    let head = (start + 1..end)
        .find(|&at| s.is(at, class::PREPOSITION | class::RELATIVE) || !s.tokens[at].is_word())
        .unwrap_or(end);
    let head = v.tag(head, -1);
    let first = v.tag(start, 0);
    let length = distance(start, end);
    let commas = v.count(Column::Comma, start, end);
    let commas = u32::try_from(commas.min(3)).unwrap_or(3);
    let is_ing = u32::from(s.tokens[candidate.main].is_form(Form::Ing));
    sink.add(120, &[gap, is_ing]);
    sink.add(121, &[gap, form]);
    sink.add(122, &[head]);
    sink.add(123, &[head, gap]);
    sink.add(124, &[first, length]);
    sink.add(125, &[v.tag(end, -1), v.tag(end, 0)]);
    sink.add(126, &[v.tag(start, -1), first]);
    sink.add(127, &[v.word(start, -1), u32::from(behind)]);
    sink.add(128, &[commas, length, u32::from(behind)]);
    sink.add(129, &[v.tag(end, 0), v.tag(end, 1), u32::from(behind)]);
    sink.add(130, &[u32::from(v.has_predicate(start, end)), length]);
    sink.add(131, &[v.word(end, -1)]);
    let after_comma = (start + 1..end)
        .find(|&at| s.tokens[at].kind == Kind::Comma)
        .map_or(0, |at| 1 + v.tag(at, 1));
    let comma_word = (start + 1..end)
        .find(|&at| s.tokens[at].kind == Kind::Comma)
        .map_or(0, |at| v.word(at, 1));
    sink.add(132, &[after_comma, u32::from(behind)]);
    sink.add(136, &[after_comma, length, u32::from(behind)]);
    sink.add(137, &[comma_word]);
    sink.add(138, &[after_comma, v.tag(end, -1)]);
    let cut = u32::from(v.s.kind(end) == Some(Kind::Comma));
    sink.add(139, &[cut, v.tag(end, 1), u32::from(behind)]);
    sink.add(140, &[cut, v.word(end, 1)]);
    let (from, to) = if behind {
        (candidate.range.1, start)
    } else {
        (end.min(candidate.range.0), candidate.range.0)
    };
    let quoted = u32::from(v.has_quotation(from, to));
    let verbs = u32::from(v.has_predicate(from, to));
    sink.add(133, &[quoted, verbs, is_ing]);
    sink.add(134, &[quoted, verbs, v.tag(candidate.range.0, -1)]);
    // "…, says the ministry": a whole clause before the cue leaves the source to what follows it
    let led = v.tag(candidate.range.0, -1);
    let clause = u32::from(v.has_predicate(s.start, candidate.range.0));
    let marks = u32::from(v.has_quotation(s.start, candidate.range.0));
    sink.add(141, &[u32::from(behind), led, clause, marks, form]);
    sink.add(
        142,
        &[u32::from(behind), led, clause, v.tag(candidate.range.1, 0)],
    );
    sink.add(143, &[verbs, quoted, led, form]);
    sink.add(135, &[u32::from(start == s.start), gap, form]);
    describe_bounds(v, candidate, (start, end), sink);
}

/// What a phrase is cut out of: whose subject it would be, and how many others stand between.
fn describe_bounds(v: &View<'_>, candidate: Candidate, (start, end): Range, sink: &mut impl Sink) {
    let form = v.tag(candidate.main, 0);
    let behind = u32::from(start >= candidate.range.1);
    let (last, next) = (v.tag(end, -1), v.tag(end, 0));
    let word = v.word(candidate.main, 0);
    sink.add(144, &[behind, last, next, v.tag(end, 1)]);
    sink.add(145, &[behind, form, next]);
    sink.add(146, &[behind, v.word(end, 0)]);
    sink.add(147, &[behind, v.word(end, -1), next]);
    sink.add(148, &[behind, v.word(start, 0), word]);
    sink.add(
        149,
        &[behind, v.tag(start, -2), v.tag(start, -1), v.tag(start, 0)],
    );
    let (from, to) = if behind == 1 {
        (candidate.range.1, start)
    } else {
        (end.min(candidate.range.0), candidate.range.0)
    };
    let clauses = v.count(Column::Joint, from, to);
    let clauses = u32::try_from(clauses.min(5)).unwrap_or(5);
    let pronoun = u32::from(v.has(Column::Subject, from, to));
    sink.add(150, &[behind, clauses, form]);
    sink.add(
        151,
        &[behind, clauses, pronoun, v.tag(candidate.range.0, -1)],
    );
    let inner = v.count(Column::Link, start, end);
    let inner = u32::try_from(inner.min(3)).unwrap_or(3);
    sink.add(152, &[behind, inner, last, next]);
    sink.add(153, &[behind, inner, v.tag(start, 0)]);
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::with_sentence;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        with_sentence(text, |s| {
            let view = View::new(s, &[]);
            options(&view, view.candidates.len() - 1, &[])
                .iter()
                .map(|option| {
                    option.range.map_or("-".to_owned(), |(start, end)| {
                        s.tokens[start].span.of(s.text).to_owned()
                            + " … "
                            + s.tokens[end - 1].span.of(s.text)
                    })
                })
                .collect()
        })
    }

    #[test]
    fn the_phrases_around_a_cue_may_be_its_source() {
        for (text, expected) in [
            ("The mayor of Brae said that it rained.", "The … Brae"),
            ("It rained, said the mayor of Brae.", "the … Brae"),
            ("It rained, according to two officials.", "two … officials"),
            ("The man who was there said that it rained.", "The … there"),
        ] {
            let found = read(text);
            assert_eq!(found[0], "-", "{text}");
            assert!(
                found.iter().any(|found| found == expected),
                "{text} {found:?}"
            );
        }
    }

    #[test]
    fn nobody_is_no_source() {
        let found = read("No member of the crew was there, says the ministry.");
        assert!(
            !found.iter().any(|found| found.starts_with("No")),
            "{found:?}"
        );
    }
}
