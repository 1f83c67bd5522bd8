//! Other numbers of one thing: what the statements of a claim do not agree on.
//!
//! Two numbers are of one thing if the words around them are: those right behind them in their
//! clause, or before them where nothing follows. Large counts of a like size are, too: one claim
//! seldom has two. Days, years and clock times are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::number::{Number, numbers, pieces};
use super::stop::is_stop;
use crate::text::{Word, fold, words};
use crate::union::Union;

/// Words behind a number that tell of what it is.
const BEHIND: usize = 3;

/// Words before a number that tell of what it is where none follows.
const BEFORE: usize = 5;

/// Words before a number that say how exact it is, and are quoted with it: "as many as".
const HEDGE: usize = 3;

/// Words that may stand before a number to say how exact it is.
const HEDGES: &[&str] = &[
    "up",
    "to",
    "as",
    "many",
    "much",
    "some",
    "about",
    "around",
    "nearly",
    "almost",
    "roughly",
    "approximately",
    "over",
    "under",
    "more",
    "fewer",
    "less",
    "than",
    "at",
    "least",
    "most",
    "hasta",
    "unos",
    "unas",
    "casi",
];

/// Number from which the words before it may tell of what it is: "numbered up to 1,500".
const LARGE: f64 = 100.0;

/// How many times a number may be another and still be taken for one of the same thing, where no
/// word tells.
const DRIFT: f64 = 2.0;

/// Units of measure: a length in miles is no other length than one in kilometres.
const UNITS: &[&str] = &[
    "km",
    "kilometre",
    "kilometres",
    "kilometer",
    "kilometers",
    "mile",
    "miles",
    "metre",
    "metres",
    "meter",
    "meters",
    "foot",
    "feet",
    "kg",
    "kilo",
    "kilos",
    "tonne",
    "tonnes",
    "ton",
    "tons",
    "pound",
    "pounds",
    "euro",
    "euros",
    "dollar",
    "dollars",
    "percent",
    "per",
    "hectare",
    "hectares",
    "acre",
    "acres",
];

/// Names of months in English and Spanish.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A number that some statements of a claim give, where others give another of the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The number with the words around it, from the first statement that gives it.
    pub text: String,
    /// The number.
    pub value: f64,
    /// The statements that give it, by index, ascending.
    pub statements: Vec<usize>,
}

/// A number in a statement.
struct Mention {
    statement: usize,
    value: f64,
    text: String,
    about: BTreeSet<String>,
    /// Whether it is of money or of a unit of measure.
    measures: bool,
}

impl Mention {
    /// Whether it counts people or things by the hundred.
    fn is_large_count(&self) -> bool {
        self.value >= LARGE && !self.measures
    }
}

/// Returns whether one of two numbers may be the other, changed on its way from text to text.
#[must_use]
pub fn may_be_changed(one: f64, other: f64) -> bool {
    one.max(other) <= DRIFT * one.min(other)
}

/// Returns the numbers on which `statements` do not agree: of everything that they give several
/// numbers of, each number with who gives it; what most statements give first.
#[must_use]
pub fn variants(statements: &[String]) -> Vec<Variant> {
    let mentions: Vec<Mention> = statements
        .iter()
        .enumerate()
        .flat_map(|(statement, text)| mentions(statement, text))
        .collect();
    let mut union = Union::new(mentions.len());
    let mut first_about: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, mention) in mentions.iter().enumerate() {
        for word in &mention.about {
            union.join(at, *first_about.entry(word).or_insert(at));
        }
    }
    let mut large: Vec<usize> = (0..mentions.len())
        .filter(|&at| mentions[at].is_large_count())
        .collect();
    large.sort_by(|&a, &b| mentions[a].value.total_cmp(&mentions[b].value));
    for pair in large.windows(2) {
        if may_be_changed(mentions[pair[0]].value, mentions[pair[1]].value) {
            union.join(pair[0], pair[1]);
        }
    }
    let mut found = Vec::new();
    for set in union.sets().iter() {
        let mut of_thing: BTreeMap<u64, Variant> = BTreeMap::new();
        for mention in set.iter().filter_map(|&at| mentions.get(at as usize)) {
            let variant = of_thing
                .entry(mention.value.to_bits())
                .or_insert_with(|| Variant {
                    text: mention.text.clone(),
                    value: mention.value,
                    statements: Vec::new(),
                });
            if variant.statements.last() != Some(&mention.statement) {
                variant.statements.push(mention.statement);
            }
        }
        if disagree(&of_thing, &mentions) {
            found.extend(of_thing.into_values());
        }
    }
    found.sort_by_key(|variant| std::cmp::Reverse(variant.statements.len()));
    found
}

/// Whether some two of the statements that give one of the numbers have no number in common: one
/// that gives several, such as a part and the whole, agrees with any of them.
fn disagree(of_thing: &BTreeMap<u64, Variant>, all: &[Mention]) -> bool {
    let mut given: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    for mention in all {
        let values = given.entry(mention.statement).or_default();
        values.insert(mention.value.to_bits());
    }
    let statements: BTreeSet<usize> = of_thing
        .values()
        .flat_map(|variant| variant.statements.iter().copied())
        .collect();
    let kinds: BTreeSet<&BTreeSet<u64>> = statements
        .iter()
        .filter_map(|statement| given.get(statement))
        .collect();
    let mut pairs = kinds.iter().flat_map(|a| kinds.iter().map(move |b| (a, b)));
    pairs.any(|(a, b)| a.is_disjoint(b))
}

/// Returns how many there are of what a text counts, where that is a hundred or more: numbers of
/// people or things, and none of money or of a unit of measure.
#[must_use]
pub fn large_counts(text: &str) -> Vec<f64> {
    let may_be = |c: char| c.is_ascii_digit() || c == 'h' || c == 'm';
    if !text.contains(may_be) {
        return Vec::new();
    }
    mentions(0, text)
        .into_iter()
        .filter(Mention::is_large_count)
        .map(|mention| mention.value)
        .collect()
}

/// Returns the numbers of one statement that count something.
fn mentions(statement: usize, text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut rest = 0;
    // A comma inside a number ends no clause: it has no blank behind it.
    let ends = text.match_indices(['.', ',', ';', ':', '“', '”', '"', '(', ')', '—', '\n']);
    let ends = ends.filter(|(at, mark)| {
        let next = text
            .get(at + mark.len()..)
            .and_then(|after| after.chars().next());
        !next.is_some_and(char::is_alphanumeric)
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at).chain([text.len()]).collect();
    for end in ends {
        let clause = text.get(rest..end).unwrap_or_default();
        rest = end;
        let all: Vec<Word<'_>> = words(clause).collect();
        let numbers = numbers(&pieces(&all));
        let mentioned = numbers.iter().filter(|number| counts(number, &all));
        found.extend(mentioned.map(|number| Mention {
            statement,
            value: number.value,
            text: quoted(number, &all, clause),
            about: about(number, &all),
            measures: unit(number, &all).is_some() || is_money(number, &all, clause),
        }));
    }
    found
}

/// Whether a number counts something: it is no year, no ordinal and no part of a date.
fn counts(number: &Number, all: &[Word<'_>]) -> bool {
    let written = all[number.first].text;
    let digits = written.chars().all(|c| c.is_ascii_digit());
    let year = digits && (1800.0..2200.0).contains(&number.value);
    let ordinal = written.starts_with(|c: char| c.is_ascii_digit())
        && ["st", "nd", "rd", "th", "º", "ª"]
            .iter()
            .any(|ending| written.ends_with(ending));
    !year && !ordinal && !is_of_date(number, all)
}

/// Whether a month follows a number, at most with another day between, or stands right before it.
fn is_of_date(number: &Number, all: &[Word<'_>]) -> bool {
    let mut behind = all[number.end..].iter().map(|word| fold(word.text));
    let next = behind.find(|word| {
        let between = matches!(
            word.as_str(),
            "and" | "to" | "or" | "of" | "de" | "y" | "a" | "al"
        );
        !between && !word.starts_with(|c: char| c.is_ascii_digit())
    });
    let before = number.first.checked_sub(1).map(|at| fold(all[at].text));
    let mut around = next.iter().chain(&before);
    around.any(|word| MONTHS.contains(&word.as_str()))
}

/// The unit of measure that follows a number.
fn unit(number: &Number, all: &[Word<'_>]) -> Option<String> {
    let next = all.get(number.end).map(|word| fold(word.text));
    next.filter(|unit| UNITS.contains(&unit.as_str()))
}

/// Whether the sign of a currency stands right before or behind a number.
fn is_money(number: &Number, all: &[Word<'_>], clause: &str) -> bool {
    let before = clause.get(..all[number.first].span.start);
    let behind = clause.get(all[number.end - 1].span.end..);
    let sign = |c: char| matches!(c, '$' | '€' | '£' | '¥' | '₽' | '₴' | '%');
    before.is_some_and(|before| before.ends_with(sign))
        || behind.is_some_and(|behind| behind.trim_start().starts_with(sign))
}

/// The words that tell of what a number is, each with the unit if it is one of measure.
fn about(number: &Number, all: &[Word<'_>]) -> BTreeSet<String> {
    let unit = unit(number, all);
    let behind = number.end..(number.end + BEHIND).min(all.len());
    let before = number.first.saturating_sub(BEFORE)..number.first;
    let content = |range: std::ops::Range<usize>| -> BTreeSet<String> {
        let folded = all[range].iter().map(|word| fold(word.text));
        folded
            .filter(|word| is_content(word) && !MONTHS.contains(&word.as_str()))
            .map(|word| {
                let singular = word.strip_suffix('s').unwrap_or(&word);
                format!("{}{singular}", unit.as_deref().unwrap_or_default())
            })
            .collect()
    };
    let found = content(behind);
    if found.is_empty() && number.value >= LARGE {
        return content(before);
    }
    found
}

/// Whether a folded word says something of what is counted.
fn is_content(word: &str) -> bool {
    word.chars().count() > 3 && !is_stop(word) && !HEDGES.contains(&word)
}

/// The number with what says how exact it is and the words behind it.
fn quoted(number: &Number, all: &[Word<'_>], clause: &str) -> String {
    let hedges = all[..number.first].iter().rev().take(HEDGE);
    let hedges = hedges
        .take_while(|word| HEDGES.contains(&fold(word.text).as_str()))
        .count();
    let first = &all[number.first - hedges];
    let behind = all[number.end..].iter().take(2);
    let behind = behind.take_while(|word| !is_stop(&fold(word.text))).count();
    let last = &all[number.end + behind - 1];
    let text = clause
        .get(first.span.start..last.span.end)
        .unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(statements: &[&str]) -> Vec<(String, Vec<usize>)> {
        let statements: Vec<String> = statements.iter().map(ToString::to_string).collect();
        let found = variants(&statements).into_iter();
        found
            .map(|variant| (variant.text, variant.statements))
            .collect()
    }

    #[test]
    fn other_numbers_of_one_thing_are_told() {
        assert_eq!(
            told(&[
                "The service told the meeting on 3 March that the Orvan force numbered up to 1,500, the paper said.",
                "As many as 2,000 Orvan troops are dug in along the river.",
                "Up to 1,500 Orvan personnel have joined the army.",
                "Two thousand Orvan troops are in the valley, says the page.",
            ]),
            [
                ("up to 1,500".to_owned(), vec![0, 2]),
                ("As many as 2,000 Orvan troops".to_owned(), vec![1, 3]),
            ]
        );
    }

    #[test]
    fn people_and_things_are_counted_but_no_money_days_or_miles() {
        assert_eq!(
            large_counts("Some 2,000 men and five hundred horses crossed 300 miles."),
            [2000.0, 500.0]
        );
        for none in [
            "It cost $2,000 and €500, up 150 %, or two hundred dollars, in 2031.",
            "Twelve men stood there.",
            "Nobody came.",
        ] {
            assert!(large_counts(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn dates_years_and_numbers_in_common_are_no_variants() {
        assert!(
            told(&[
                "The council voted on 11 February to end the ban of 2019.",
                "The council voted on 12 February to end the ban of 2020.",
            ])
            .is_empty()
        );
        assert!(
            told(&[
                "The pier lost 40 of its 200 planks.",
                "The pier lost 40 planks in the storm.",
            ])
            .is_empty()
        );
        for (a, b) in [
            ("It crossed on five nights.", "It lost 40 trucks."),
            (
                "The 19th Coastal Brigade posted it.",
                "The 3rd Coastal Brigade posted it.",
            ),
            ("A 40-km strip of farmland.", "A 25-mile strip of farmland."),
            (
                "It ran on nights between 3 and 26 February.",
                "It ran on nights of 4 to 9 February.",
            ),
            ("The fire burnt until two.", "The fire burnt until three."),
        ] {
            assert!(told(&[a, b]).is_empty(), "{a} / {b}");
        }
    }
}
