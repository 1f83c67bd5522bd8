//! The names of people in a byline.

use crate::parse::tree::fold;
use crate::text::month;

/// Words before a name, lower case; the longest first where one begins another.
const BEFORE: &[&str] = &[
    "view all posts by",
    "all posts by",
    "more posts by",
    "more articles by",
    "articles by",
    "more from",
    "guest post by",
    "interview by",
    "analysis by",
    "opinion by",
    "review by",
    "created by",
    "edited by",
    "zeige alle beiträge von",
    "alle beiträge von",
    "alle artikel von",
    "weitere artikel von",
    "mehr von",
    "eingestellt von",
    "gepostet von",
    "erstellt von",
    "gespeichert von",
    "veröffentlicht von",
    "blog beitrag von",
    "blogbeitrag von",
    "gastbeitrag von",
    "beitrag von",
    "ein interview von",
    "interview von",
    "ein kommentar von",
    "kommentar von",
    "ein bericht von",
    "bericht von",
    "pressemitteilung von",
    "text von",
    "tous les articles de",
    "publié par",
    "rédigé par",
    "propos recueillis par",
    "ver todas las entradas de",
    "todos los artículos de",
    "a cura di",
    "scritto da",
    "pubblicato da",
    "words",
    "tekst",
    "texte",
    "redacteur",
    "auteur :",
    "written by",
    "posted by",
    "published by",
    "reported by",
    "story by",
    "words by",
    "report by",
    "article by",
    "submitted by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "da",
    "door",
    "av",
    "af",
    "text",
    "author",
    "authors",
    "autor",
    "autorin",
    "auteur",
    "auteurs",
    "autore",
    "redaktion",
    "from",
    "ein artikel von",
    "ein beitrag von",
    "eine analyse von",
    "geschrieben von",
    "verfasst von",
    "écrit par",
    "publié par",
    "escrito por",
    "publicado por",
];
/// Texts that stand where a name would and are none, lower case.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "authors",
    "posted",
    "auteurs",
    "editor",
    "editors",
    "staff",
    "redaktion",
    "redaction",
    "anonymous",
    "webmaster",
    "root",
    "guest",
    "unknown",
    "none",
    "n/a",
    "null",
    "undefined",
    "team",
    "newsroom",
    "user",
    "default",
    "wordpress",
    "wordpressadmin",
    "webadmin",
    "siteadmin",
    "zur artikelübersicht",
    "zeige alle artikel",
    "alle artikel",
    "alle beiträge",
    "mehr artikel",
    "all posts",
    "all articles",
    "more articles",
    "more posts",
    "toutes les publications",
    "zum profil",
    "profil",
    "zur autorenseite",
    "share",
    "follow",
    "contributor",
    "email",
    "twitter",
    "facebook",
    "view all posts",
    "more",
    "read more",
    "bio",
    "super user",
    "news",
    "home",
    "login",
    "subscribe",
    "nobody",
];
/// Words of an office or a post rather than a name, lower case.
const OFFICES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "writer",
    "staff",
    "journalist",
    "columnist",
    "producer",
    "contributor",
    "photographer",
    "redakteur",
    "redakteurin",
    "bureau",
    "desk",
    "chief",
    "analyst",
    "director",
    "professor",
    "posted",
    "published",
    "updated",
    "minutes",
    "ago",
    "read",
    "comments",
    "follow",
    "share",
    "email",
    "view",
    "posts",
    "twitter",
    "special",
    "freelance",
    "lecturer",
    "fellow",
    "university",
    "senior",
    "president",
    "manager",
    "photo",
    "photos",
    "photograph",
    "uhr",
    "image",
    "contact",
    "about",
    "profile",
    "archive",
    "stories",
    "articles",
    "subscribe",
];
/// Of [`NO_NAMES`], those that an outlet signs with where it names nobody.
const DESKS: &[&str] = &[
    "redaktion",
    "redaction",
    "staff",
    "newsroom",
    "editors",
    "editor",
    "team",
];

/// Degrees and professional titles that follow a name behind a comma.
const DEGREES: &[&str] = &[
    "MD", "M.D", "PhD", "Ph.D", "RDN", "RD", "MS", "M.S", "MA", "M.A", "MPH", "MBA", "JD", "J.D",
    "Esq", "DDS", "RN", "LLM", "LL.M", "BSc", "MSc", "DPhil", "CFA", "CPA",
];

/// Small words inside of names of people.
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "zu", "zur", "zum", "der", "den", "dem", "de", "del", "della", "di", "da",
    "das", "do", "dos", "du", "des", "la", "le", "el", "al", "bin", "bint", "ibn", "ben", "ter",
    "ten", "te", "und", "y", "e", "af", "av", "d", "dr", "prof", "jr", "sr", "st", "ul", "abu",
];

/// The names in a byline. A `strict` reading takes nothing that does not look like a person's name.
pub(super) fn names_in(text: &str, strict: bool) -> Vec<String> {
    let text = fold(text);
    if text.contains("://") || text.starts_with("www.") || text.starts_with('@') {
        return Vec::new();
    }
    let text = text.replace('\u{ad}', "");
    let mut names = Vec::new();
    for line in text.split(['|', '•', '·', '\n', '—', '–', '(']) {
        let line = before_pictures(without_label(line.trim()));
        let mut parts: Vec<&str> = vec![line];
        for mark in [
            ";",
            ",",
            " and ",
            " und ",
            " et ",
            " y ",
            " & ",
            "/",
            " im Gespräch mit ",
            " with ",
            " og ",
            " och ",
            " e ",
        ] {
            parts = parts
                .into_iter()
                .flat_map(|part| part.split(mark))
                .collect();
        }
        let mut taken = 0;
        for part in parts {
            let part = without_handles(without_label(part.trim()))
                .trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let part = part
                .strip_suffix('.')
                .filter(|rest| rest.len() > 3 && !rest.ends_with("Jr"))
                .unwrap_or(part);
            if is_name(part, strict) {
                names.push(part.to_owned());
                taken += 1;
            } else if strict && taken > 0 {
                break;
            }
        }
        if strict && !names.is_empty() {
            break;
        }
    }
    names
}

/// A byline as far as the credit of pictures that follows it.
fn before_pictures(line: &str) -> &str {
    const PICTURES: &[&str] = &[
        " Illustration",
        " Foto",
        " Photo",
        " Fotos:",
        " Bilder:",
        " Bild:",
        " Video:",
        " Images:",
    ];
    let end = PICTURES.iter().filter_map(|word| line.find(word)).min();
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// A name without the account names that follow it.
fn without_handles(name: &str) -> &str {
    name.find(" @")
        .and_then(|at| name.get(..at))
        .unwrap_or(name)
}

/// Whether a line begins with words that stand before a name, and hardly before anything else.
pub(super) fn has_label(line: &str) -> bool {
    let label = line.get(..line.len() - without_label(line).len());
    label.is_some_and(|label| {
        let label = label.trim();
        label.ends_with(':')
            || label.contains(' ')
            || ["by", "von", "par", "por"].contains(&label.to_lowercase().as_str())
    })
}

/// Whether a text looks like the name of one person rather than an account or an office.
pub(super) fn is_person(text: &str) -> bool {
    is_name(text, true)
}

/// Whether a text is short enough for the name of an institution, and no mere account's.
pub(super) fn is_institution(text: &str) -> bool {
    let lower = text.to_lowercase();
    let desk = DESKS.contains(&lower.as_str());
    desk || (is_name(text, false) && lower.len() > 2)
}

/// A line without the words that stand before a name.
fn without_label(line: &str) -> &str {
    let mut line = line;
    for _ in 0..2 {
        let cut = BEFORE.iter().find_map(|label| {
            let head = line.get(..label.len())?;
            let rest = line.get(label.len()..)?;
            let ends = rest.starts_with([':', ' ', '\u{a0}']);
            (ends && head.to_lowercase() == *label)
                .then(|| rest.trim_start_matches([':', ' ', '\u{a0}']))
        });
        match cut {
            Some(rest) => line = rest,
            None => break,
        }
    }
    line
}

fn is_name(text: &str, strict: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = text.to_lowercase();
    if words.is_empty() || text.len() < 3 || text.len() > 60 || NO_NAMES.contains(&lower.as_str()) {
        return false;
    }
    if text.contains('@') || text.contains(".com") || text.contains('?') {
        return false;
    }
    let dated = words.windows(2).any(|pair| {
        matches!(pair, [word, number] if month(word).is_some()
            && number.starts_with(|c: char| c.is_ascii_digit()))
    });
    if dated || DEGREES.contains(&text) {
        return false;
    }
    if !strict {
        return words.len() <= 6 && text.chars().any(char::is_alphabetic);
    }
    let office = words.iter().any(|word| {
        let word = word.to_lowercase();
        OFFICES.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
    });
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    // Small words stand inside of names only where they are particles.
    let whole = words.iter().all(|word| {
        !word.starts_with(char::is_lowercase) || PARTICLES.contains(&word.trim_end_matches('.'))
    });
    !office
        && !digits
        && whole
        && (2..=5).contains(&words.len())
        && capitals >= 2
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// A name for comparison: its letters and digits, lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_names_alone() {
        for (text, expected) in [
            ("By Ann Lee and Bo Chen", &["Ann Lee", "Bo Chen"][..]),
            ("By Ann Lee, political editor", &["Ann Lee"]),
            ("Von: Eva Groß | 5. März 2031", &["Eva Groß"]),
            ("Posted by admin", &[]),
            ("http://a.test/ann", &[]),
            ("Imre Castellan Defence correspondent", &[]),
        ] {
            assert_eq!(names_in(text, true), expected, "{text}");
        }
        assert_eq!(names_in("reuters", false), ["reuters"]);
    }
}
