//! What furniture says of itself: the words over sources, over related articles and in appeals.
//!
//! The lexicons are lower case and hold the commoner European languages.

use super::tree::fold;
use crate::text::{is_weekday, month};

/// Headings over the sources of a text, lower case.
const SOURCE_HEADINGS: &[&str] = &[
    "sources",
    "source",
    "references",
    "footnotes",
    "notes",
    "endnotes",
    "bibliography",
    "works cited",
    "notes and references",
    "sources and references",
    "references and notes",
    "sources and notes",
    "citations",
    "external links",
    "further reading",
    "quellen",
    "quelle",
    "quellenverzeichnis",
    "einzelnachweise",
    "fußnoten",
    "literatur",
    "weblinks",
    "références",
    "sources et références",
    "notes et références",
    "fuentes",
    "referencias",
    "notas",
    "fonti",
    "note",
    "bronnen",
    "källor",
    "kilder",
    "fontes",
    "referências",
];
/// Whole headings over furniture, lower case.
const RELATED_HEADINGS: &[&str] = &[
    "related",
    "popular",
    "recommended",
    "trending",
    "trending now",
    "latest",
    "advertisement",
    "comments",
    "kommentare",
    "teilen",
    "latest news",
    "latest stories",
    "also",
    "read",
    "share",
    "most popular",
    "tags",
    "topics",
    "keywords",
    "recent posts",
    "recent news",
    "top stories",
    "in this story",
    "about the author",
    "cite this",
    "in other news",
    "kommentieren",
    "mehr themen",
];
/// First words of a heading or a line over links to other articles, lower case.
const RELATED_STARTS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read next",
    "read:",
    "see also:",
    "more:",
    "more from",
    "more on",
    "more about",
    "more stories",
    "related stories",
    "related articles",
    "related posts",
    "related content",
    "related publications",
    "related coverage",
    "related news",
    "related links",
    "related topics",
    "related:",
    "more news",
    "most read",
    "most viewed",
    "most popular",
    "you may also",
    "you might also",
    "you may like",
    "you might like",
    "don't miss",
    "don’t miss",
    "watch:",
    "watch live",
    "video:",
    "up next",
    "editor's picks",
    "editors' picks",
    "sign up",
    "subscribe",
    "newsletter",
    "share this",
    "share on",
    "follow us",
    "follow @",
    "click here to",
    "tags",
    "tags:",
    "tagged",
    "topics:",
    "filed under",
    "mehr zum thema",
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie mehr",
    "lesen sie dazu",
    "auch interessant",
    "das könnte sie",
    "weitere artikel",
    "verwandte",
    "ähnliche",
    "lire aussi",
    "à lire aussi",
    "sur le même",
    "lea también",
    "lee también",
    "te puede interesar",
    "leggi anche",
    "lees ook",
    "läs också",
    "leia também",
    "continue reading",
    "leave a comment",
    "leave a reply",
    "join the",
    "schlagwörter",
    "diesen artikel",
    "artikel teilen",
    "print this",
    "see more:",
    "more great",
    "more top",
    "more articles",
    "more like this",
    "related post",
    "related article",
    "related story",
    "related reading",
    "recommended reading",
    "recommended for you",
    "you may be interested",
    "follow us",
    "follow our",
    "follow live",
    "follow all",
    "mehr zu",
    "mehr zum",
    "mehr über",
    "noch mehr",
    "das thema könnte",
    "das könnte dich",
    "das könnte euch",
    "weitere themen",
    "weitere aktuelle",
    "weitere beiträge",
    "weiterlesen",
    "lies auch",
    "siehe auch:",
    "schreibe einen kommentar",
    "hinterlasse einen kommentar",
    "lea además",
    "lee además",
    "lea más",
    "vea también",
    "ver también",
    "le puede interesar",
    "le recomendamos",
    "te recomendamos",
    "deja un comentario",
    "lisez aussi",
    "voir aussi :",
    "vous aimerez aussi",
    "laisser un commentaire",
    "leia mais",
    "veja também",
    "potrebbe interessarti",
    "lees meer",
    "läs mer",
    "les også",
    "læs også",
    "lue myös",
    "czytaj także",
    "czytaj też",
    "czytaj więcej",
    "przeczytaj także",
    "zobacz także",
    "zobacz też",
    "читайте также",
    "смотрите также",
];
/// First words of a sentence that asks the reader for something, lower case.
const APPEALS: &[&str] = &[
    "sign up",
    "subscribe",
    "join our",
    "join us",
    "get the latest",
    "get our",
    "get a subscription",
    "get unlimited",
    "get access",
    "never miss",
    "stay up to date",
    "stay informed",
    "follow us",
    "follow our",
    "follow him",
    "follow her",
    "follow them",
    "follow the author",
    "like us",
    "find us on",
    "download our",
    "download the app",
    "click here to",
    "click here for more information",
    "have a tip",
    "got a tip",
    "got a story",
    "have a story",
    "want more",
    "need more",
    "support our",
    "donate",
    "to subscribe",
    "to sign up",
    "if you enjoyed",
    "if you like this",
    "if you liked this",
    "don't miss",
    "listen to our",
    "melden sie sich",
    "jetzt anmelden",
    "jetzt abonnieren",
    "hier abonnieren",
    "hier kostenlos anmelden",
    "abonnieren sie",
    "zum newsletter",
    "newsletter abonnieren",
    "folgen sie uns",
    "folge uns",
    "folgt uns",
    "werden sie",
    "abonnez-vous",
    "inscrivez-vous",
    "suivez-nous",
    "recevez",
    "suscríbete",
    "suscríbase",
    "síguenos",
    "siguenos",
    "síganos",
    "únete",
    "regístrate",
    "siga-nos",
    "siga o",
    "inscreva-se",
    "assine",
    "iscriviti",
    "seguici",
    "abonneer",
    "schrijf je in",
    "volg ons",
    "prenumerera",
    "zapisz się",
    "śledź nas",
    "obserwuj nas",
    "zapraszamy",
];
/// Words that tell that a line asks to follow somebody, lower case.
const FOLLOW: &[&str] = &[
    "follow",
    "folge",
    "folgt",
    "suivez",
    "síguenos",
    "siguenos",
    "síganos",
    "sigue",
    "siga",
    "seguici",
    "volg",
    "like",
    "find",
];
/// First words of what sites put below every article, and of marks over advertisements, lower case.
const NOTICES: &[&str] = &[
    "disclaimer:",
    "haftungsausschluss:",
    "copyright ©",
    "copyright (c)",
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "this material may not be published",
    "comments are closed",
    "article continues below",
    "story continues below",
    "this entry was posted",
    "this entry is filed",
    "this post was posted",
    "der beitrag wurde am",
    "dieser beitrag wurde",
];
/// Words of a line with a date in it, lower case.
const DATE_WORDS: &[&str] = &[
    "published",
    "updated",
    "posted",
    "first",
    "last",
    "modified",
    "created",
    "date",
    "on",
    "at",
    "of",
    "the",
    "am",
    "pm",
    "a",
    "m",
    "p",
    "est",
    "edt",
    "et",
    "pst",
    "pdt",
    "pt",
    "ct",
    "gmt",
    "utc",
    "bst",
    "cet",
    "ist",
    "hrs",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "veröffentlicht",
    "aktualisiert",
    "erstellt",
    "zuletzt",
    "geändert",
    "stand",
    "datum",
    "vom",
    "um",
    "uhr",
    "den",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "publié",
    "mis",
    "à",
    "jour",
    "le",
    "et",
    "modifié",
    "h",
    "publicado",
    "actualizado",
    "el",
    "de",
    "las",
    "hora",
    "del",
    "em",
    "às",
    "atualizado",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "pubblicato",
    "aggiornato",
    "il",
    "alle",
    "ore",
    "gepubliceerd",
    "bijgewerkt",
    "op",
    "om",
    "uur",
    "publicerad",
    "uppdaterad",
    "kl",
    "dodano",
    "opublikowano",
    "aktualizacja",
];
/// Whole lines that mark an advertisement or the end of one, lower case.
const AD_LINES: &[&str] = &[
    "advertisement",
    "advertising",
    "anzeige",
    "werbung",
    "publicidad",
    "publicité",
    "pubblicità",
    "advertentie",
    "reklama",
    "annonse",
    "annons",
];

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
