//! What a page says about itself: title, outlet, authors, dates, language, address.
//!
//! Each field is looked for in the same order of trust: JSON-LD, `<meta>`, markup made for it
//! (`<time>`, `rel=author`, microdata), the address, and last the visible text.

mod byline;
mod date;
mod day;
mod jsonld;
mod meta;
mod name;
mod shown;
mod title;
mod wall;
mod written;

use super::document::{Dated, Input};
use super::links;
use super::role::Role;
use super::tree::Page;
use crate::urls::CanonicalUrl;
use jsonld::JsonLd;
use meta::Meta;
pub(super) use wall::{PARTIAL_BYTES, is_shown as shows_wall};

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The heading that bears the headline.
    pub headline: Option<usize>,
    /// The site's name.
    pub outlet: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The first publication.
    pub published: Option<Dated>,
    /// The last change.
    pub modified: Option<Dated>,
    /// The declared language.
    pub language: Option<String>,
    /// The canonical address.
    pub canonical: Option<CanonicalUrl>,
    /// The address of the same article for AMP.
    pub amp: Option<CanonicalUrl>,
    /// Whether its data say that not all of it is free to read.
    pub walled: bool,
}

/// What the readers of single fields look at.
#[derive(Debug, Clone, Copy)]
struct Sources<'s, 'a> {
    page: &'s Page<'a>,
    roles: &'s [Role],
    root: usize,
    /// The heading that bears the headline, if there is one.
    headline: Option<usize>,
    json: &'s JsonLd,
    meta: &'s Meta<'a>,
    url: Option<&'s CanonicalUrl>,
}

/// Reads the metadata of a page.
pub(super) fn read(
    page: &Page<'_>,
    roles: &[Role],
    root: usize,
    base: Option<&CanonicalUrl>,
    input: &Input<'_>,
) -> Metadata {
    let json = jsonld::read(page);
    let meta = Meta::new(page);
    let canonical = linked(page, "canonical", base);
    let mut sources = Sources {
        page,
        roles,
        root,
        headline: None,
        json: &json,
        meta: &meta,
        url: input.url.or(canonical.as_ref()),
    };
    let language = language(sources);
    let outlet = title::outlet(sources);
    let title = title::title(sources, outlet.as_deref());
    sources.headline = title::heading_of(page, title.as_deref());
    let dates = date::dates(sources, language.as_deref(), input.retrieved);
    Metadata {
        title,
        headline: sources.headline,
        authors: byline::authors(sources, outlet.as_deref()),
        published: dates.published,
        modified: dates.modified,
        walled: wall::is_declared(sources),
        amp: linked(page, "amphtml", base),
        language: language.map(|language| language.chars().take(2).collect()),
        outlet,
        canonical,
    }
}

/// The people that a list of authors names, in order.
#[cfg(feature = "pdf")]
pub(super) fn people(list: &str) -> Vec<String> {
    name::names_in(list, false)
}

/// The day that lines at the beginning of a document show, if they show but one.
#[cfg(feature = "pdf")]
pub(super) fn date_in_lines(
    lines: &[&str],
    language: Option<&str>,
    retrieved: Option<jiff::Timestamp>,
) -> Option<Dated> {
    date::in_lines(lines, language, retrieved)
}

/// The date of a time stamp, if it is one that is not after `retrieved`.
#[cfg(feature = "pdf")]
pub(super) fn date_of_stamp(stamp: &str, retrieved: Option<jiff::Timestamp>) -> Option<Dated> {
    date::of_stamp(stamp, retrieved)
}

/// Where the first `<link>` of a relation leads.
fn linked(page: &Page<'_>, rel: &str, base: Option<&CanonicalUrl>) -> Option<CanonicalUrl> {
    (0..page.len())
        .filter(|&index| page.tag(index) == "link")
        .filter(|&index| {
            let rels = page.attr(index, "rel").unwrap_or_default();
            rels.split_whitespace()
                .any(|word| word.eq_ignore_ascii_case(rel))
        })
        .find_map(|index| links::resolve(page.attr(index, "href")?, base))
}

/// The declared language with its region, lower case: `en-gb`.
fn language(sources: Sources<'_, '_>) -> Option<String> {
    let page = sources.page;
    let html = page.first("html");
    let declared = html
        .and_then(|html| {
            page.attr(html, "lang")
                .or_else(|| page.attr(html, "xml:lang"))
        })
        .or_else(|| {
            sources.meta.get(&[
                "og:locale",
                "content-language",
                "language",
                "dc.language",
                "inlanguage",
            ])
        })
        .or(sources.json.language.as_deref())?;
    let language = declared.trim().to_ascii_lowercase().replace('_', "-");
    let primary = language.split('-').next().unwrap_or_default();
    (primary.len() == 2 && primary.chars().all(|c| c.is_ascii_alphabetic())).then_some(language)
}

/// Returns the language of a text: the declared one, unless the text is in a script that this one is
/// not written in, for templates declare their own language.
pub(super) fn language_of(declared: Option<String>, text: &str) -> Option<String> {
    let fits = declared.as_deref().is_some_and(|language| {
        let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES));
        sample
            .and_then(whatlang::detect_script)
            .is_none_or(|script| is_written_in(language, script))
    });
    match declared {
        Some(language) if fits => Some(language),
        declared => detected_language(text).or(declared),
    }
}

/// Whether a language may be written in a script; said of the scripts that tell their languages.
fn is_written_in(language: &str, script: whatlang::Script) -> bool {
    use whatlang::Script;
    const CYRILLIC: &[&str] = &[
        "be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk", "uz",
    ];
    const EAST_ASIAN: &[&str] = &["ja", "ko", "zh"];
    match script {
        Script::Cyrillic => CYRILLIC.contains(&language),
        Script::Mandarin => matches!(language, "ja" | "ko" | "zh"),
        Script::Hiragana | Script::Katakana => language == "ja",
        Script::Hangul => language == "ko",
        Script::Latin => {
            !EAST_ASIAN.contains(&language) && !matches!(language, "be" | "bg" | "mk" | "ru" | "uk")
        }
        _ => true,
    }
}

/// So much text is enough to tell its language.
const SAMPLE_BYTES: usize = 4000;

/// Detects the language of a text as an ISO 639-1 code, if there is enough of it to be sure.
pub(super) fn detected_language(text: &str) -> Option<String> {
    let end = text.floor_char_boundary(SAMPLE_BYTES);
    let sample = text.get(..end)?;
    let info = whatlang::detect(sample)?;
    let code = ISO_639
        .binary_search_by(|(three, _)| three.cmp(&info.lang().code()))
        .ok()?;
    if !info.is_reliable() {
        return by_letters(sample).map(str::to_owned);
    }
    ISO_639.get(code).map(|(_, two)| (*two).to_owned())
}

/// Tells Russian and Ukrainian, which a detector takes for each other in a short text, by the letters
/// that the other lacks.
fn by_letters(text: &str) -> Option<&'static str> {
    match (text.contains(['ы', 'э']), text.contains(['і', 'ї', 'є'])) {
        (true, false) => Some("ru"),
        (false, true) => Some("uk"),
        _ => None,
    }
}

/// ISO 639-3 codes that the detector gives, and their ISO 639-1 codes; sorted.
const ISO_639: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_listed_in_order() {
        assert!(ISO_639.is_sorted_by_key(|(three, _)| *three));
        assert_eq!(
            detected_language(
                "The minister said on Monday that the government would publish the report, which had been written by three former judges, before the end of the year."
            )
            .as_deref(),
            Some("en")
        );
        assert_eq!(detected_language(""), None);
    }

    #[test]
    fn a_declared_language_is_believed_if_the_text_can_be_in_it() {
        let korean = "경찰은 두 명이 숨졌다고 밝혔다. 정부는 편지가 가짜라고 발표했다.";
        let russian = "Министр обороны заявил, что мост закрыт на ремонт до конца недели, и все \
                       поезда пойдут в объезд.";
        let english = "The minister said that the bridge was closed.";
        for (declared, text, expected) in [
            (Some("en"), korean, Some("ko")),
            (Some("uk"), russian, Some("uk")),
            (Some("en"), russian, Some("ru")),
            (Some("de"), english, Some("de")),
            (Some("en"), "", Some("en")),
            (None, korean, Some("ko")),
        ] {
            let found = language_of(declared.map(str::to_owned), text);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
