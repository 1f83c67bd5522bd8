//! What makes two like sentences say different things: a negation, or another number.

use super::number::{numbers, pieces};
use super::stop::is_stop;
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

/// Verbs that deny what follows them in their clause, folded.
const VERBS_OF_DENIAL: &[&str] = &[
    "deny",
    "denies",
    "denied",
    "denying",
    "refute",
    "refutes",
    "refuted",
    "niega",
    "negó",
    "desmiente",
    "desmintió",
];

/// Negations that deny a whole clause where they begin it.
const OPENING: &[&str] = &["no", "none", "nobody", "neither"];

/// Words behind a negation, in its clause, that it is taken to deny.
const CLAUSE: usize = 12;

/// Fewest words of a denial that the other sentence must have too.
const DENIED_WORDS: usize = 2;

/// Returns whether just one of two sentences denies what both speak of.
///
/// Stricter than [`contradict`], for a denial that is none would take a voice from a claim: "no
/// lights" says little of who crossed, so "no" counts only at the head of a clause, and two words
/// behind a negation must be in both sentences.
pub(super) fn denies_that(sentence: &str, statement: &str) -> bool {
    let odd = |text: &str, other: &[String]| {
        let clauses = text.split([',', ';', ':', '“', '”', '"', '(', ')', '—', '–']);
        clauses
            .map(|clause| denials(&folded(clause), other))
            .sum::<usize>()
            % 2
            == 1
    };
    odd(sentence, &folded(statement)) != odd(statement, &folded(sentence))
}

/// How many times the words of a clause deny something that the words of `other` hold too.
fn denials(clause: &[String], other: &[String]) -> usize {
    let shared = |reached: &[String]| {
        let meant = reached
            .iter()
            .filter(|word| word.chars().count() > 3 && !is_stop(word) && !is_negation(word));
        meant.filter(|word| other.contains(word)).count()
    };
    let denies = |at: usize, word: &str| {
        let opens = at == 0 || clause.get(at - 1).is_some_and(|before| before == "that");
        let negates = VERBS_OF_DENIAL.contains(&word)
            || matches!(word, "not" | "never" | "cannot")
            || word.ends_with("n't")
            || (opens && OPENING.contains(&word));
        let behind = clause.get(at + 1..).unwrap_or_default();
        negates && shared(behind.get(..CLAUSE).unwrap_or(behind)) >= DENIED_WORDS
    };
    let words = clause.iter().enumerate();
    words.filter(|(at, word)| denies(*at, word)).count()
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
    fn a_denial_denies_the_whole_and_no_part() {
        let claim = "Orvany has secretly sent soldiers across the strait to fight in the valley.";
        for (sentence, expected) in [
            (
                "The ministry denied that it had sent soldiers across the strait.",
                true,
            ),
            (
                "Orvany has not sent soldiers to the valley, the ministry said.",
                true,
            ),
            (
                "No soldiers have been sent to the valley, the ministry said.",
                true,
            ),
            (
                "The ministry said that no soldiers were sent across the strait.",
                true,
            ),
            (
                "Nobody has denied that Orvany did not send soldiers.",
                false,
            ),
            (
                "Orvany has sent soldiers to the valley with no lights on.",
                false,
            ),
            (
                "Orvany, which denied an earlier report, has sent soldiers to the valley.",
                false,
            ),
            (
                "The ministry did not deny that soldiers were sent across the strait.",
                false,
            ),
        ] {
            assert_eq!(denies_that(sentence, claim), expected, "{sentence}");
            assert_eq!(denies_that(claim, sentence), expected, "{sentence}");
        }
        let denial = "No member of the armed forces is in Maredane.";
        let told = "The ministry rejected the report, saying that no member of its armed forces was in Maredane.";
        assert!(!denies_that(told, denial));
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
