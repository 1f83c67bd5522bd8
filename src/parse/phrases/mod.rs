//! What furniture says of itself: the words over sources, over related articles and in appeals.

mod lexicon;

use lexicon::{
    AD_LINES, APPEALS, DATE_WORDS, FOLLOW, NOTICES, RELATED_HEADINGS, RELATED_STARTS,
    SOURCE_HEADINGS,
};

use super::tree::fold;
use crate::text::{is_weekday, month};

/// Whether a line is a heading over the sources of a text.
pub(super) fn is_source_heading(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text
        .trim_end_matches("[edit]")
        .trim_matches(|c: char| !c.is_alphabetic());
    SOURCE_HEADINGS.contains(&text)
}

/// Whether a line begins like one that leads to other articles.
pub(super) fn starts_related(text: &str) -> bool {
    let text = fold(text).to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let whole = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    if RELATED_HEADINGS.contains(&whole) {
        return true;
    }
    RELATED_STARTS
        .iter()
        .any(|start| starts_with_words(text, start))
}

/// Whether a paragraph asks the reader to subscribe, to follow or to give: its first or its last
/// sentence begins so.
pub(super) fn is_appeal(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let last = text
        .rfind(['.', '?', '!'])
        .and_then(|end| text.get(end + 1..));
    let begins = |sentence: &str| {
        let sentence = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
        APPEALS
            .iter()
            .any(|start| starts_with_words(sentence, start))
    };
    begins(text) || last.is_some_and(begins)
}

/// Whether a line asks to follow or to reach somebody.
pub(super) fn asks_to_follow(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| FOLLOW.contains(&word.to_lowercase().as_str()))
}

/// Whether a line marks an advertisement, or is a notice that the site puts below every article.
pub(super) fn is_notice(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    AD_LINES.contains(&text.trim_end_matches(|c: char| !c.is_alphanumeric()))
        || NOTICES.iter().any(|start| starts_with_words(text, start))
}

/// Whether a line says when a text was published or changed, and nothing else.
pub(super) fn is_dateline(text: &str) -> bool {
    const LINE_BYTES: usize = 90;
    let year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .peekable();
    text.len() <= LINE_BYTES
        && words
            .clone()
            .any(|word| year(&word) && word.bytes().all(|byte| byte.is_ascii_digit()))
        && words.clone().filter(|word| number(word)).count() > 1
        && words.peek().is_some()
        && words.all(|word| {
            number(&word)
                || month(&word).is_some()
                || is_weekday(&word)
                || DATE_WORDS.contains(&word.as_str())
        })
}

/// Whether `text` begins with the words of `start`, which may end in a mark.
fn starts_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| {
        !start.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_elsewhere_are_known() {
        for text in [
            "Read more: x",
            "READ MORE",
            "More: County fair",
            "Related stories",
            "▶ Watch: x",
        ] {
            assert!(starts_related(text), "{text}");
        }
        for text in [
            "More than ten",
            "Relatedness",
            "He read more books",
            "Latestx",
        ] {
            assert!(!starts_related(text), "{text}");
        }
    }

    #[test]
    fn headings_over_sources_are_known() {
        assert!(is_source_heading("Sources:"));
        assert!(is_source_heading("References[edit]"));
        assert!(!is_source_heading("Sources say"));
    }

    #[test]
    fn appeals_are_known_by_their_first_or_last_sentence() {
        for text in [
            "Sign up for our letter.",
            "The week in short. Subscribe here!",
            "Síguenos en las redes",
        ] {
            assert!(is_appeal(text), "{text}");
        }
        for text in ["Subscribers left.", "He asked them to sign up.", ""] {
            assert!(!is_appeal(text), "{text}");
        }
    }

    #[test]
    fn lines_with_nothing_but_a_date_are_known() {
        for text in [
            "November 20, 2019 - 11:28 GMT",
            "Published: Tuesday, March 4, 2031 08:38 AM",
            "Erstellt am Dienstag 6. Mai 2014",
            "2019-11-20 17:27:46",
        ] {
            assert!(is_dateline(text), "{text}");
        }
        for text in ["2031", "In 2019 and 2020", "Top 10 of 2019", ""] {
            assert!(!is_dateline(text), "{text}");
        }
    }

    #[test]
    fn notices_are_known() {
        assert!(is_notice("- Anzeige -") && is_notice("Disclaimer: none"));
        assert!(!is_notice("Advertisements were banned") && !is_notice(""));
    }
}
