//! Noun phrases by their bounds alone: where a subject or an agent may begin, and where it may end.
//!
//! `phrase` gives the one phrase that a rule would take. Where it goes wrong the right one is often
//! another cut of the same words, or the subject of a clause farther off; so the model is given all
//! of those to choose from.

use super::super::lexicon::{Entry, Form, class};
use super::super::phrase::Range;
use super::super::scan::{Kind, Shape};
use super::super::sentence::Sentence;

/// Most tokens of a phrase that is found by its bounds.
const LONGEST: usize = 24;

/// Most tokens of a phrase with a clause of its own: "Lee, who was mayor of Brae until last year,".
const LONGEST_WITH_CLAUSE: usize = 40;

/// Most clauses before a cue whose subjects are looked at.
const MOST_CLAUSES: usize = 8;

/// Most ends of one phrase.
const MOST_ENDS: usize = 5;

/// Whether a token may be a finite verb, by all that is known of it.
fn verb_like(s: Sentence<'_>, at: usize) -> bool {
    let token = &s.tokens[at];
    let form = token.verb().is_some_and(|verb| verb.form != Form::Ing);
    token.is_word()
        && (token.is(class::PREDICATE)
            || !token.capital && (form || token.shape == Shape::Ed || token.is(class::TELLING)))
}

/// Whether a phrase may end before the token.
fn bounds(s: Sentence<'_>, at: usize) -> bool {
    let token = &s.tokens[at];
    match token.kind {
        Kind::Word => {
            token.is(class::PREPOSITION | class::RELATIVE | class::SUBORDINATOR | class::TIME)
                || verb_like(s, at)
        }
        Kind::Other => false,
        Kind::Quotation => !s.is(at + 1, class::ROLE) && at > s.start,
        _ => true,
    }
}

/// Where a clause may begin, before `until`; the nearest to it first.
fn clauses(s: Sentence<'_>, until: usize) -> impl Iterator<Item = usize> {
    (s.start..until)
        .rev()
        .filter(move |&at| {
            at == s.start || {
                let last = &s.tokens[at - 1];
                !matches!(last.kind, Kind::Word | Kind::Other | Kind::Stop)
                    || last.is(class::COORDINATOR | class::SUBORDINATOR | class::RELATIVE)
            }
        })
        .map(move |at| skip(s, at, until))
        .take(MOST_CLAUSES)
}

/// Steps over adverbs and conjunctions that lead in a clause.
fn skip(s: Sentence<'_>, mut at: usize, until: usize) -> usize {
    while at + 1 < until
        && s.is(at, class::ADVERB | class::COORDINATOR | class::SUBORDINATOR)
        && !s.is(at, class::DETERMINER | class::QUANTIFIER | class::SUBJECT)
    {
        at += 1;
    }
    at
}

/// The subjects of the clauses before `until`: each up to the first word that may be its verb.
pub(super) fn subjects(s: Sentence<'_>, until: usize) -> Vec<Range> {
    let mut found = Vec::new();
    for start in clauses(s, until) {
        let limit = until.min(start + LONGEST);
        let name = (start + 1..limit).find(|&at| follows_name(s, at));
        found.extend(name.map(|end| (start, end)));
        let verb = (start + 1..limit)
            .find(|&at| verb_like(s, at) && !s.is(at - 1, class::DETERMINER | class::POSSESSIVE));
        let Some(mut end) = verb else { continue };
        while end > start + 1
            && s.is(end - 1, class::ADVERB)
            && !s.is(end - 1, class::SUBJECT | class::DETERMINER)
        {
            end -= 1;
        }
        found.push((start, trimmed(s, start, end)));
        let comma = (start + 1..end).find(|&at| s.tokens[at].kind == Kind::Comma);
        found.extend(comma.map(|comma| (start, comma)));
    }
    found
}

/// Whether a word that no table knows stands behind a name: "Ann Lee threw her support behind".
fn follows_name(s: Sentence<'_>, at: usize) -> bool {
    let token = &s.tokens[at];
    token.is_word()
        && !token.capital
        && token.entry == Entry::default()
        && s.tokens[at - 1].capital
        && !s.tokens[at - 1].possessive
}

/// The subject of the clause behind a participle that opens a sentence: "Conceding that …, Lee".
pub(super) fn following(s: Sentence<'_>, from: usize) -> Vec<Range> {
    (from..s.close())
        .find(|&at| s.tokens[at].kind == Kind::Comma)
        .filter(|&comma| comma + 1 < s.close())
        .map_or(Vec::new(), |comma| cuts(s, skip(s, comma + 1, s.close())))
}

/// What stands before `until`, from the beginning of each clause near to it.
pub(super) fn whole(s: Sentence<'_>, until: usize) -> Vec<Range> {
    clauses(s, until)
        .take_while(|&start| until - start <= LONGEST_WITH_CLAUSE)
        .map(|start| (start, trimmed(s, start, until)))
        .collect()
}

/// The phrase that begins at `start`, with each of the ends that it may have.
pub(super) fn cuts(s: Sentence<'_>, start: usize) -> Vec<Range> {
    let close = s.close();
    let until = close.min(start + LONGEST);
    let mut ends: Vec<usize> = (start + 1..until)
        .filter(|&at| bounds(s, at))
        .take(MOST_ENDS)
        .collect();
    if until == close {
        ends.push(close);
    }
    ends.into_iter()
        .filter(|&end| end > start)
        .map(|end| (start, end))
        .collect()
}

/// The phrase that begins at `start` up to each mark behind it: "Lee, who bought the house ten years
/// ago, …".
pub(super) fn marked(s: Sentence<'_>, start: usize) -> Vec<Range> {
    let close = s.close();
    let until = close.min(start + LONGEST_WITH_CLAUSE);
    let mut ends: Vec<usize> = (start + 1..until)
        .filter(|&at| !matches!(s.tokens[at].kind, Kind::Word | Kind::Other | Kind::Open))
        .take(MOST_ENDS)
        .collect();
    if until == close && ends.len() < MOST_ENDS && start < close {
        ends.push(close);
    }
    ends.into_iter().map(|end| (start, end)).collect()
}

/// Where the phrase behind "by" begins: "was criticized for days by rivals".
pub(super) fn agent(s: Sentence<'_>, from: usize) -> Option<usize> {
    (from..s.close().min(from + LONGEST))
        .take_while(|&at| s.tokens[at].is_word())
        .find(|&at| s.word_is(at, &["by"]))
        .map(|by| by + 1)
        .filter(|&start| start < s.close())
}

fn trimmed(s: Sentence<'_>, start: usize, mut end: usize) -> usize {
    while end > start && matches!(s.tokens[end - 1].kind, Kind::Comma | Kind::Dash) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::view::tests::with_sentence;
    use super::*;

    fn shown(s: Sentence<'_>, ranges: &[Range]) -> Vec<String> {
        ranges
            .iter()
            .map(|&(start, end)| {
                (start..end)
                    .map(|at| s.word(at))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    fn at(s: Sentence<'_>, word: &str) -> usize {
        (s.start..s.end).find(|&at| s.word(at) == word).unwrap()
    }

    #[test]
    fn the_subject_of_the_first_clause_is_found_from_afar() {
        for text in [
            "Ann Lee responded on Friday, calling it a lie.",
            "Ann Lee threw her support behind him on Friday, calling it a duty.",
        ] {
            let found = with_sentence(text, |s| shown(s, &subjects(s, at(s, "calling"))));
            assert!(found.iter().any(|found| found == "Ann Lee"), "{found:?}");
        }
    }

    #[test]
    fn an_agent_has_several_ends() {
        let text = "He was criticized by some of his rivals for it.";
        let found = with_sentence(text, |s| {
            let agent = agent(s, at(s, "criticized")).unwrap();
            shown(s, &cuts(s, agent))
        });
        assert!(found.contains(&"some".to_owned()), "{found:?}");
        assert!(
            found.contains(&"some of his rivals".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn a_subject_may_follow_its_participle() {
        let text = "Conceding that it was late, Lee warned them.";
        let found = with_sentence(text, |s| shown(s, &following(s, s.start + 1)));
        assert!(found.contains(&"Lee".to_owned()), "{found:?}");
    }

    #[test]
    fn a_phrase_with_an_apposition_stands_whole() {
        let text = "Lee, star of “Scandal”, thanked him.";
        let found = with_sentence(text, |s| shown(s, &whole(s, at(s, "thanked"))));
        assert!(
            found.iter().any(|found| found.starts_with("Lee , star")),
            "{found:?}"
        );
    }
}
