//! What a crawl's story is about, and which pages have nothing in common with it.
//!
//! The story is told by the pages at depth 0, and so judged by only once all of them are here: what
//! is followed then does not depend on the order in which pages arrive. The judgement is lenient: a
//! page is off the story only if it shares not one name with it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::parse::Document;
use crate::text::{fold, is_weekday, month, sentences, words};

/// A page of fewer words tells too little to be judged.
const MIN_WORDS: usize = 100;

/// The shortest given word that also stands for the longer words which begin with it.
const MIN_STEM: usize = 4;

/// Capitalised words that name nothing, beside those of the calendar: forms of address, folded.
const NO_NAMES: &[&str] = &["mr", "mrs", "ms", "dr"];

/// What a story is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Story {
    /// Names, and numbers as their digits; any of them puts a page on the story.
    names: BTreeSet<String>,
    /// Words that were given for the story, folded.
    given: BTreeSet<String>,
    /// The languages that its pages are in.
    languages: BTreeSet<String>,
}

impl Story {
    /// Returns whether a page is off the story: it has a hundred words or more, in a language of the
    /// story, and no name of it, nor a word that was given for it.
    pub(super) fn is_off(&self, document: &Document) -> bool {
        if self.names.is_empty() && self.given.is_empty() {
            return false;
        }
        let is_comparable = document
            .language
            .as_ref()
            .is_some_and(|language| self.languages.contains(language))
            && words(&document.text).nth(MIN_WORDS - 1).is_some();
        let title = document.title.as_deref().unwrap_or_default();
        is_comparable && !self.shares(title) && !self.shares(&document.text)
    }

    fn shares(&self, text: &str) -> bool {
        words(text).any(|word| {
            let key = key(word.text);
            self.names.contains(&key) || self.given.iter().any(|given| is_form_of(&key, given))
        })
    }
}

/// Whether a word is the given one, or longer by an ending: "strikes" for "strike".
fn is_form_of(word: &str, given: &str) -> bool {
    word == given || (given.chars().count() >= MIN_STEM && word.starts_with(given))
}

/// Gathers what a story is about, page by page; their order is of no consequence.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    names: BTreeMap<String, Uses>,
    numbers: BTreeSet<String>,
    languages: BTreeSet<String>,
}

/// How often a word was met.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    /// With a capital, though no sentence begins with it.
    as_name: u32,
    in_lower_case: u32,
}

impl Gathering {
    /// Takes a page of depth 0. One in a script without capitals shows no names, and is left out.
    pub(super) fn add(&mut self, document: &Document) {
        if !has_case(&document.text) {
            return;
        }
        self.languages.extend(document.language.clone());
        let outlet = document.outlet.as_deref().unwrap_or_default();
        let own: BTreeSet<String> = words(outlet).map(|word| key(word.text)).collect();
        let title = document.title.as_deref().unwrap_or_default();
        for block in std::iter::once(title).chain(document.text.split("\n\n")) {
            for span in sentences(block) {
                self.add_sentence(span.of(block), &own);
            }
        }
    }

    fn add_sentence(&mut self, sentence: &str, own: &BTreeSet<String>) {
        let is_plain = is_plain(sentence);
        let mut end = 0;
        let mut is_first = true;
        for word in words(sentence) {
            let begins = is_first || opens(&sentence[end..word.span.start]);
            (end, is_first) = (word.span.end, false);
            let key = key(word.text);
            let first = core(word.text).chars().next();
            if first.is_some_and(char::is_numeric) {
                if is_telling(word.text) {
                    self.numbers.insert(key);
                }
            } else if first.is_some_and(char::is_lowercase) {
                self.names.entry(key).or_default().in_lower_case += 1;
            } else if is_plain && !begins && is_name(&key) && !own.contains(&key) {
                self.names.entry(key).or_default().as_name += 1;
            }
        }
    }

    /// Returns the story; by `given` words in place of its names, if there are any.
    pub(super) fn story(self, given: Option<&str>) -> Story {
        let given: BTreeSet<String> = words(given.unwrap_or_default())
            .map(|word| key(word.text))
            .collect();
        let mut names = BTreeSet::new();
        if given.is_empty() {
            names = self
                .names
                .into_iter()
                .filter(|(_, uses)| uses.as_name > uses.in_lower_case)
                .map(|(name, _)| name)
                .collect();
            if !names.is_empty() {
                names.extend(self.numbers);
            }
        }
        Story {
            names,
            given,
            languages: self.languages,
        }
    }
}

/// Whether most letters of a text are of a script with capitals.
fn has_case(text: &str) -> bool {
    let (mut cased, mut letters) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        cased += usize::from(c.is_lowercase() || c.is_uppercase());
    }
    2 * cased > letters
}

/// Whether capitals tell names in a sentence: not so in a headline where every word has one.
fn is_plain(sentence: &str) -> bool {
    words(sentence)
        .skip(1)
        .filter(|word| word.text.chars().count() >= 4)
        .any(|word| core(word.text).starts_with(char::is_lowercase))
}

/// Whether what stands between two words lets another sentence begin, as a quotation does.
fn opens(between: &str) -> bool {
    between.contains(|c: char| "\"“„«»‘':([…—–•|·/\n".contains(c))
}

/// Returns a word without the article or preposition that is drawn to it: "Orvany" of "d'Orvany".
fn core(word: &str) -> &str {
    match word.split_once(['\'', '’']) {
        Some((head, tail)) if head.chars().count() <= 2 && tail.chars().nth(1).is_some() => tail,
        _ => word,
    }
}

/// Returns a word as it is compared: folded, of a number its digits.
fn key(word: &str) -> String {
    number(word).unwrap_or_else(|| fold(core(word)))
}

/// Returns the digits of a whole number, which may stand in groups of three.
fn number(word: &str) -> Option<String> {
    let mut groups = word.split([',', '.']);
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().filter(|group| is_digits(group))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// Whether a number is as good as a name: a thousand or more, and no year.
fn is_telling(word: &str) -> bool {
    let Some(Ok(value)) = number(word).map(|digits| digits.parse::<u64>()) else {
        return false;
    };
    let is_year = word.len() == 4 && (1500..=2100).contains(&value);
    value >= 1000 && !is_year
}

fn is_name(key: &str) -> bool {
    key.chars().nth(1).is_some()
        && !key.contains('\'')
        && month(key).is_none()
        && !is_weekday(key)
        && !NO_NAMES.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{self, Input};

    const PIER: &str = "On Friday the pier of Sarn was closed. Its pillars, said Mira Oduya of the \
        harbour board, carry 4,200 tons since 1987. “The sea takes them,” she said.";

    fn page(text: &str, language: Option<&str>) -> Document {
        let input = Input {
            url: None,
            content_type: Some("text/plain"),
            body: text.as_bytes(),
            retrieved: None,
        };
        let mut document = parse::document(&input).unwrap();
        document.language = language.map(str::to_owned);
        document
    }

    /// A text of more than a hundred words that names nobody, but for `what`.
    fn long(what: &str) -> String {
        format!(
            "{} {what}.",
            "the bread is baked at dawn and sold. ".repeat(20)
        )
    }

    fn story(texts: &[&str], given: Option<&str>) -> Story {
        let mut gathering = Gathering::default();
        for text in texts {
            gathering.add(&page(text, Some("en")));
        }
        gathering.story(given)
    }

    fn is_off(story: &Story, text: &str) -> bool {
        story.is_off(&page(text, Some("en")))
    }

    #[test]
    fn a_story_is_its_names_and_its_great_numbers() {
        let names = story(&[PIER], None).names;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(names, ["4200", "mira", "oduya", "sarn"]);
    }

    #[test]
    fn a_page_without_any_name_of_the_story_is_off() {
        let story = story(&[PIER], None);
        assert!(is_off(&story, &long("")));
        assert!(is_off(&story, &long("On Friday in 1987 “The end” came")));
        for shared in ["with SARN", "for sarn's sake", "of d'Oduya", "in all 4200"] {
            assert!(!is_off(&story, &long(shared)), "{shared}");
        }
        let mut titled = page(&long(""), Some("en"));
        titled.title = Some("A day in Sarn".to_owned());
        assert!(!story.is_off(&titled));
    }

    #[test]
    fn what_cannot_be_compared_is_on_the_story() {
        let story_of = story;
        let story = story_of(&[PIER], None);
        assert!(!is_off(&story, "The bread is baked at dawn."));
        for language in [None, Some("fr")] {
            assert!(!story.is_off(&page(&long(""), language)), "{language:?}");
        }
        for nameless in [
            "the pier is closed since 4,200 days",
            "Pier Closed In Sarn",
            "",
        ] {
            assert!(
                !is_off(&story_of(&[nameless], None), &long("")),
                "{nameless}"
            );
        }
        let mut gathering = Gathering::default();
        gathering.add(&page("桟橋は NATO と 4200 人の町にある", Some("ja")));
        let uncased = gathering.story(None);
        assert!(!uncased.is_off(&page(&long(""), Some("ja"))));
    }

    #[test]
    fn the_words_of_an_outlet_and_common_words_are_no_names() {
        let mut document = page(
            "The news of Sarn was told to the Courier by Mira. He told the Board that the board \
             of that board is closed.",
            Some("en"),
        );
        document.outlet = Some("Sarn Courier".to_owned());
        let mut gathering = Gathering::default();
        gathering.add(&document);
        let names = gathering.story(None).names;
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["mira"]);
    }

    #[test]
    fn given_words_take_the_place_of_the_names() {
        let story = story(&[PIER], Some("Bread sea"));
        assert!(!is_off(&story, &long("")));
        let wine = long("").replace("bread", "wine");
        assert!(is_off(&story, &wine));
        assert!(is_off(&story, &format!("{wine} in Sarn this season")));
        assert!(!is_off(&story, &format!("{wine} and breads")));
    }

    #[test]
    fn the_order_of_the_pages_changes_nothing() {
        let other = "In Sarn the Mira flows, and sarn is a word for the mira of old, they say.";
        assert_eq!(story(&[PIER, other], None), story(&[other, PIER], None));
    }
}
