//! What makes two like sentences say different things: a negation, or another number.

use super::number::{numbers, pieces};
use crate::text::{Word, fold, words};

/// Words that deny what follows them, folded.
const NEGATIONS: &[&str] = &[
    "no",
    "not",
    "none",
    "never",
    "neither",
    "nor",
    "nobody",
    "nothing",
    "cannot",
    "deny",
    "denies",
    "denied",
    "denying",
    "refute",
    "refutes",
    "refuted",
    "ningún",
    "ninguna",
    "ninguno",
    "nunca",
    "jamás",
    "nadie",
    "niega",
    "negó",
    "desmiente",
    "desmintió",
];

/// Words behind a negation that it is taken to deny.
const REACH: usize = 3;

/// Returns whether `a` and `b`, two sentences about one thing, contradict each other: just one of
/// them denies words that both have, or both count the same thing and come to other numbers.
pub(super) fn contradict(a: &str, b: &str) -> bool {
    let (ours, theirs) = (folded(a), folded(b));
    denies(&ours, &theirs) != denies(&theirs, &ours) || counts_differ(a, b)
}

fn folded(text: &str) -> Vec<String> {
    words(text).map(|word| fold(word.text)).collect()
}

fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word) || word.ends_with("n't")
}

/// Whether the words `ours` deny, an odd number of times, something that `theirs` hold too.
fn denies(ours: &[String], theirs: &[String]) -> bool {
    let denials = ours.iter().enumerate().filter(|(at, word)| {
        let reached = ours.iter().skip(at + 1).take(REACH);
        is_negation(word)
            && reached
                .filter(|next| next.chars().count() > 3 && !is_negation(next))
                .any(|next| theirs.contains(next))
    });
    denials.count() % 2 == 1
}

/// Whether both give a number of the same thing, and none of them in common.
fn counts_differ(a: &str, b: &str) -> bool {
    let (ours, theirs) = (counted(a), counted(b));
    let mut same_thing = ours
        .iter()
        .flat_map(|x| theirs.iter().map(move |y| (x, y)))
        .filter(|(x, y)| x.1 == y.1)
        .peekable();
    same_thing.peek().is_some()
        && same_thing.all(|(x, y)| (x.0 - y.0).abs() > f64::EPSILON * x.0.abs())
}

/// Returns the numbers of `text`, each with the folded word behind it.
fn counted(text: &str) -> Vec<(f64, String)> {
    let found: Vec<Word<'_>> = words(text).collect();
    numbers(&pieces(&found))
        .into_iter()
        .filter_map(|number| Some((number.value, fold(found.get(number.end)?.text))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_contradicts_what_it_denies() {
        for (a, b, expected) in [
            (
                "The ferry crossed at night.",
                "The ferry never crossed at night.",
                true,
            ),
            (
                "The ministry denied sending troops.",
                "The ministry is sending troops.",
                true,
            ),
            (
                "He could not say where the ferry crossed.",
                "The ferry crossed.",
                false,
            ),
            ("It never crossed.", "The ferry has not crossed.", false),
            (
                "They haven’t crossed the river.",
                "They crossed the river.",
                true,
            ),
        ] {
            assert_eq!(contradict(a, b), expected, "{a} / {b}");
            assert_eq!(contradict(b, a), expected, "{b} / {a}");
        }
    }

    #[test]
    fn another_number_of_the_same_thing_contradicts() {
        assert!(contradict(
            "It has 2,000 troops there.",
            "There are 1,500 troops."
        ));
        assert!(!contradict(
            "It has 2,000 troops there.",
            "Two thousand troops are there."
        ));
        assert!(!contradict(
            "It has 2,000 troops there.",
            "It lost 40 trucks."
        ));
    }
}
