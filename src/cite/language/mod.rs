//! The words of languages other than English by which one says who said what: a table for each, in a
//! file of its own, and one index that reads them all.

mod cut;
mod de;
mod es;
mod fr;
mod it;
mod ja;
mod ko;
mod pt;
mod ru;
mod uk;
mod zh;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) use cut::{DATE_UNITS, cut, is_caseless};

/// How the words of a language are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// With blanks between them.
    Spaced,
    /// With blanks, and with particles joined to the words that they mark: Korean.
    Joined,
    /// Without blanks: Chinese, Japanese.
    Unspaced,
}

/// The words of one language, lower case, with straight apostrophes and blanks between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// ISO 639-1 code.
    code: &'static str,
    writing: Writing,
    /// Finite verbs of saying.
    verbs: &'static str,
    /// Such verbs whose content stands behind a comma, a colon or in a quotation only.
    tells: &'static str,
    /// "that", in front of what was said.
    that: &'static str,
    /// "according to", one or more words each.
    according: &'static [&'static str],
    /// What may close the phrase that such words open.
    closers: &'static str,
    /// "according to" where it stands behind the source.
    according_after: &'static [&'static str],
    /// Words that open a phrase of place or time, or a clause that names no subject.
    openers: &'static str,
    /// Words that end a source to the right of its verb.
    enders: &'static str,
    /// Words that end a subject before its verb: those of time above all.
    breaks: &'static str,
    /// Auxiliaries that may stand before a participle: "ha dicho".
    auxiliaries: &'static str,
    /// Particles that mark the subject.
    topics: &'static str,
    /// Particles behind what was said, before the verb.
    quotatives: &'static str,
    /// Pronouns for whoever spoke before.
    pronouns: &'static str,
    /// Nouns for people who speak without a name.
    people: &'static str,
    /// Titles and offices.
    titles: &'static str,
    /// Words that tell how many people there are.
    counts: &'static str,
    /// Longer words that hold some of these and are none of them.
    whole: &'static str,
    /// Whether names of outlets and the like stand in quotation marks.
    quotes_names: bool,
    /// Endings of names in their cases, and what stands for each in a name's key: "" mostly.
    name_endings: &'static [(&'static str, &'static str)],
}

impl Table {
    /// A table without words.
    const EMPTY: Self = Self {
        code: "",
        writing: Writing::Spaced,
        verbs: "",
        tells: "",
        that: "",
        according: &[],
        closers: "",
        according_after: &[],
        openers: "",
        enders: "",
        breaks: "",
        auxiliaries: "",
        topics: "",
        quotatives: "",
        pronouns: "",
        people: "",
        titles: "",
        counts: "",
        whole: "",
        quotes_names: false,
        name_endings: &[],
    };
}

/// What a word may be; it may be several things.
pub(super) mod role {
    pub(crate) const VERB: u32 = 1;
    pub(crate) const TELLS: u32 = 1 << 1;
    pub(crate) const THAT: u32 = 1 << 2;
    pub(crate) const CLOSER: u32 = 1 << 3;
    pub(crate) const OPENER: u32 = 1 << 4;
    pub(crate) const ENDER: u32 = 1 << 5;
    pub(crate) const BREAK: u32 = 1 << 6;
    pub(crate) const AUXILIARY: u32 = 1 << 7;
    pub(crate) const TOPIC: u32 = 1 << 8;
    pub(crate) const QUOTATIVE: u32 = 1 << 9;
    pub(crate) const PRONOUN: u32 = 1 << 10;
    pub(crate) const PEOPLE: u32 = 1 << 11;
    pub(crate) const TITLE: u32 = 1 << 12;
    pub(crate) const COUNT: u32 = 1 << 13;
    pub(crate) const WHOLE: u32 = 1 << 14;
    pub(crate) const ACCORDING: u32 = 1 << 15;
}

/// A language by its words.
#[derive(Debug)]
pub(super) struct Language {
    code: &'static str,
    /// How it is written.
    pub(super) writing: Writing,
    /// Whether names of outlets and the like stand in quotation marks.
    pub(super) quotes_names: bool,
    roles: BTreeMap<&'static str, u32>,
    /// "according to" before its source and behind it, word by word.
    pub(super) according: Vec<Vec<&'static str>>,
    pub(super) according_after: Vec<Vec<&'static str>>,
    /// The words that a text without blanks is cut at, by their first character, the longest first.
    cuts: BTreeMap<char, Vec<&'static str>>,
}

impl Language {
    fn new(table: &Table) -> Self {
        let mut roles: BTreeMap<&'static str, u32> = BTreeMap::new();
        let words = [
            (role::VERB, table.verbs),
            (role::VERB | role::TELLS, table.tells),
            (role::THAT, table.that),
            (role::CLOSER, table.closers),
            (role::OPENER, table.openers),
            (role::ENDER, table.enders),
            (role::BREAK, table.breaks),
            (role::AUXILIARY, table.auxiliaries),
            (role::TOPIC, table.topics),
            (role::QUOTATIVE, table.quotatives),
            (role::PRONOUN, table.pronouns),
            (role::PEOPLE, table.people),
            (role::TITLE, table.titles),
            (role::COUNT, table.counts),
            (role::WHOLE, table.whole),
        ];
        let phrases = |phrases: &[&'static str]| -> Vec<Vec<&'static str>> {
            (phrases.iter())
                .map(|phrase| phrase.split(' ').collect())
                .collect()
        };
        let according = phrases(table.according);
        let according_after = phrases(table.according_after);
        let listed = words
            .iter()
            .flat_map(|&(role, list)| list.split_whitespace().map(move |word| (word, role)));
        let of_phrases = according.iter().chain(&according_after).flatten();
        for (word, role) in listed.chain(of_phrases.map(|&word| (word, role::ACCORDING))) {
            *roles.entry(word).or_default() |= role;
        }
        let cuts = match table.writing {
            Writing::Unspaced => cut::by_first(roles.keys().copied()),
            Writing::Spaced | Writing::Joined => BTreeMap::new(),
        };
        Self {
            code: table.code,
            writing: table.writing,
            quotes_names: table.quotes_names,
            roles,
            according,
            according_after,
            cuts,
        }
    }

    /// Returns what a word may be.
    pub(super) fn roles(&self, word: &str) -> u32 {
        if word.len() > 60 {
            return 0;
        }
        let lower = word.to_lowercase().replace('’', "'");
        let known = self.roles.get(lower.as_str()).copied();
        known.unwrap_or_default() | self.ending(&lower)
    }

    /// Whether a word ends in a particle behind what was said, where these are joined to it.
    fn ending(&self, word: &str) -> u32 {
        let ends = self.writing == Writing::Joined
            && (self.roles.iter())
                .any(|(known, role)| role & role::QUOTATIVE != 0 && word.ends_with(known));
        if ends { role::QUOTATIVE } else { 0 }
    }

    /// Whether the source stands before, and the verb behind, what was said.
    pub(super) fn verb_last(&self) -> bool {
        self.roles.values().any(|role| role & role::QUOTATIVE != 0)
    }
}

/// The tables of the languages beside English.
const TABLES: &[Table] = &[
    de::TABLE,
    es::TABLE,
    fr::TABLE,
    it::TABLE,
    ja::TABLE,
    ko::TABLE,
    pt::TABLE,
    ru::TABLE,
    uk::TABLE,
    zh::TABLE,
];

/// The languages beside English.
static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| TABLES.iter().map(Language::new).collect());

/// The endings of names in all languages, the longest first.
static NAME_ENDINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut endings: Vec<_> = TABLES.iter().flat_map(|table| table.name_endings).collect();
    endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
    endings.into_iter().copied().collect()
});

/// Fewest letters of a name that are left of it without its ending.
const SHORTEST_STEM: usize = 2;

/// Returns what the cases of a word of a name have in common, given in lower case: "петров" of
/// "петров", "петрова" and "петровым". It is for comparing whole names only: "Петрова" alone may be
/// another person than "Петров". A word of a language whose names have no cases stays as it is.
pub(super) fn without_case(word: &str) -> String {
    let word = word.replace('ё', "е");
    let cut = NAME_ENDINGS.iter().find_map(|&(ending, rest)| {
        let stem = format!("{}{rest}", word.strip_suffix(ending)?);
        (stem.chars().count() >= SHORTEST_STEM).then_some(stem)
    });
    cut.unwrap_or(word)
}

/// Returns the words of the language with this ISO 639-1 code.
pub(super) fn of(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// Returns whether a name in a script without capitals is only a title, such as "the minister".
pub(super) fn is_title(name: &str) -> bool {
    is_caseless(name)
        && LANGUAGES.iter().any(|language| {
            language.roles(name) & (role::TITLE | role::PEOPLE | role::PRONOUN) != 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_verbs_and_a_way_to_quote() {
        for language in LANGUAGES.iter() {
            let has = |role: u32| language.roles.values().any(|roles| roles & role != 0);
            assert!(has(role::VERB) && has(role::PEOPLE), "{}", language.code);
            assert!(has(role::THAT | role::QUOTATIVE) || language.writing == Writing::Unspaced);
            assert!(!language.according.is_empty() || !language.according_after.is_empty());
        }
    }

    #[test]
    fn the_cases_of_a_name_have_one_key() {
        for cases in [
            "иван ивана ивану иваном иване",
            "іван івана іванові івану іваном івані",
            "сергей сергея сергею сергеем сергее",
            "дмитрий дмитрия дмитрию дмитрием дмитрии",
            "андрій андрія андрієві андрію андрієм андрії",
            "игорь игоря игорю игорем игоре",
            "павел павла павлу павлом павле",
            "пётр петра петру петром петре",
            "анна анны анне анну анной",
            "анна анни анні анну анною",
            "мария марии марию марией",
            "марія марії марію марією",
            "наталья натальи наталье наталью натальей",
            "петров петрова петрову петровым петрове",
            "петрова петровой петрову",
            "зеленский зеленского зеленскому зеленским зеленском",
            "петров петрова петрову петровим",
            "максим максима максимові максимом",
            "зеленський зеленського зеленському зеленським",
            "крайская крайской крайскую",
            "петренко петренка петренкові петренку петренком",
            "министерство министерства министерству министерством министерстве",
        ] {
            let keys: Vec<String> = cases.split(' ').map(without_case).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        }
        let others = ["виктор", "виктория", "марк", "мария"].map(without_case);
        assert!(
            (0..4).all(|at| !others[..at].contains(&others[at])),
            "{others:?}"
        );
        assert_eq!(
            ["anna", "ana", "毛宁", "яна"].map(without_case),
            ["anna", "ana", "毛宁", "ян"]
        );
    }

    #[test]
    fn a_table_is_in_lower_case_with_straight_apostrophes() {
        for language in LANGUAGES.iter() {
            for word in language.roles.keys() {
                assert_eq!(word.to_lowercase().replace('’', "'"), **word);
            }
        }
    }
}
