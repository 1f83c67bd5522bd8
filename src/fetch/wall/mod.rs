//! Pages that stand in the place of an article: walls against robots, captchas, consent and log-in
//! pages, and pages that say with status 200 that there is nothing here.
//!
//! They are told by general signs only: header fields, titles, headings and phrases, the scripts
//! of common services, and above all by what they lack: running text. Precision goes first. A
//! page with the running text of an article is one, whatever its words, and a wall that is not
//! recognised costs less than an article taken for one. Pure functions of one response.

mod outline;
mod redirect;
mod signs;

pub use redirect::wall_of_redirect;

use super::Page;
use outline::Outline;

/// Most words of a page that is nothing but a wall against robots, menus and footers included.
const CHALLENGE_WORDS: usize = 150;

/// Most words of running text that such a page, or one that is gone, may have.
const BARE_PROSE_WORDS: usize = 80;

/// Most words of a page whose text alone, not its title, says that it is gone or a wall.
const SHORT_WORDS: usize = 60;

/// Characters that a title or heading may have beside the words that are looked for.
const SLACK_CHARS: usize = 16;

/// What stands in the place of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// `blocked`, `refused` or `dead`.
    pub reason: &'static str,
    /// What shows it, in words for a reader.
    pub detail: String,
}

impl Wall {
    fn new(reason: &'static str, detail: impl Into<String>) -> Self {
        Self {
            reason,
            detail: detail.into(),
        }
    }
}

/// Returns what the page is instead of an article; `markup` is its decoded body.
#[must_use]
pub fn wall_of_page(page: &Page, markup: &str) -> Option<Wall> {
    if let Some(service) = challenge_by_headers(page) {
        return Some(challenge(page, &format!("bot wall of {service}")));
    }
    let outline = Outline::of(markup)?;
    if page.status() >= 300 {
        return bot_wall(page, markup, &outline);
    }
    bot_wall(page, markup, &outline)
        .or_else(|| consent_page(page, &outline))
        .or_else(|| log_in_page(&outline))
        .or_else(|| soft_404(&outline))
}

fn challenge(page: &Page, what: &str) -> Wall {
    let detail = match page.status() {
        200 => what.to_owned(),
        status => format!("HTTP {status}: {what}"),
    };
    Wall::new("blocked", detail)
}

fn challenge_by_headers(page: &Page) -> Option<&'static str> {
    let headers = page.headers();
    signs::CHALLENGE_HEADERS
        .iter()
        .find(|(field, value, _)| {
            let found = headers.get(field).map(str::to_ascii_lowercase);
            found.is_some_and(|found| found.starts_with(value))
        })
        .map(|(.., service)| *service)
}

/// A page that is nothing but a challenge, a captcha or a notice that robots are not wanted.
fn bot_wall(page: &Page, markup: &str, outline: &Outline) -> Option<Wall> {
    let is_bare = outline.words <= CHALLENGE_WORDS && outline.prose_words <= BARE_PROSE_WORDS;
    // Some services send their challenge as "accepted".
    let is_refusal = page.status() == 202 || page.status() >= 400;
    if !is_bare || (outline.is_article && !is_refusal) {
        return None;
    }
    let markup = markup.to_ascii_lowercase();
    let service = signs::CHALLENGE_MARKS
        .iter()
        .find(|(mark, _)| markup.contains(mark));
    if let Some((_, service)) = service {
        return Some(challenge(page, &format!("bot wall of {service}")));
    }
    let leads_to_captcha = (outline.refresh.as_deref())
        .is_some_and(|address| has_word(address, &["captcha", "challenge"]));
    if leads_to_captcha {
        return Some(challenge(page, "led on to a captcha"));
    }
    let has_captcha = signs::CAPTCHA_MARKS
        .iter()
        .any(|mark| markup.contains(mark));
    let title = label_among(outline, signs::CHALLENGE_TITLES);
    let asks = signs::CHALLENGE_PHRASES
        .iter()
        .any(|phrase| outline.text.contains(phrase));
    let is_wall = if is_refusal {
        // "Access denied" with status 403 is a plain refusal.
        asks || has_captcha
    } else {
        title.is_some() || (asks && (has_captcha || outline.words <= SHORT_WORDS))
    };
    is_wall.then(|| {
        let what = if has_captcha { "captcha" } else { "bot wall" };
        challenge(page, &quoted(what, title.unwrap_or(&outline.title)))
    })
}

/// A page that asks for consent before it shows anything.
fn consent_page(page: &Page, outline: &Outline) -> Option<Wall> {
    if outline.is_article {
        return None;
    }
    let gives_consent = outline.buttons.iter().any(|button| {
        signs::CONSENT_BUTTONS
            .iter()
            .any(|words| starts_with_words(button, words))
    });
    let title = label_among(outline, signs::CONSENT_TITLES);
    let is_consent_host = redirect::is_consent_host(page.url.host());
    let is_wall =
        gives_consent && (title.is_some() || is_consent_host) && is_about_consent(outline);
    is_wall.then(|| {
        let title = title.unwrap_or(&outline.title);
        Wall::new("blocked", quoted("consent page", title))
    })
}

/// Whether the visible text is full of the words of consent: one in forty or more.
fn is_about_consent(outline: &Outline) -> bool {
    const WORDS_EACH: usize = 40;
    let found: usize = signs::CONSENT_WORDS
        .iter()
        .map(|word| outline.text.matches(word).count())
        .sum();
    let kept = outline.text.split(' ').count().min(outline.words);
    found > 1 && found * WORDS_EACH >= kept
}

/// A page that shows nothing but a form to log in by.
fn log_in_page(outline: &Outline) -> Option<Wall> {
    let is_bare = outline.words <= CHALLENGE_WORDS && outline.prose_words <= BARE_PROSE_WORDS;
    let title = label_among(outline, signs::LOGIN_TITLES)?;
    (is_bare && outline.asks_password && !outline.is_article)
        .then(|| Wall::new("refused", quoted("log-in page", title)))
}

/// A page that says, with a status that says otherwise, that there is no such page.
fn soft_404(outline: &Outline) -> Option<Wall> {
    if outline.prose_words > BARE_PROSE_WORDS {
        return None;
    }
    let labels = parts_of(&outline.title).chain(outline.headings.iter().map(String::as_str));
    if let Some(label) = labels.into_iter().find(|label| says_gone(label)) {
        return Some(Wall::new("dead", quoted("soft-404", label)));
    }
    let phrase = signs::GONE_PHRASES.iter().find(|phrase| {
        // A bare "not found" may be about anything.
        phrase.split(' ').count() > 2 && outline.text.contains(*phrase)
    });
    let phrase = phrase.filter(|_| outline.words <= SHORT_WORDS && !outline.is_article)?;
    Some(Wall::new("dead", quoted("soft-404", phrase)))
}

/// Whether a title or heading says that there is no such page.
fn says_gone(label: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let mut rest = label.trim_matches(is_sign);
    let mut status = false;
    while let Some(word) = rest.split(is_sign).next().filter(|word| !word.is_empty())
        && signs::EXCLAMATIONS.contains(&word)
    {
        status |= word == "404" || word == "410";
        rest = rest.get(word.len()..).unwrap_or_default();
        rest = rest.trim_start_matches(is_sign);
    }
    (status && rest.is_empty()) || is_nearly_one_of(rest, signs::GONE_PHRASES)
}

/// The part of the title, or the heading, that is nearly one of `phrases`.
fn label_among<'a>(outline: &'a Outline, phrases: &[&str]) -> Option<&'a str> {
    parts_of(&outline.title)
        .chain(outline.headings.iter().map(String::as_str))
        .find(|label| is_nearly_one_of(label, phrases))
}

fn is_nearly_one_of(label: &str, phrases: &[&str]) -> bool {
    let chars = label.chars().count();
    phrases.iter().any(|phrase| {
        chars <= phrase.chars().count() + SLACK_CHARS && contains_words(label, phrase)
    })
}

/// Whether `text` holds `words`, not within longer words; scripts without spaces know no words.
fn contains_words(text: &str, words: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + words.len()..);
        let after = after.and_then(|text| text.chars().next());
        !is_letter(before) && !is_letter(after)
    })
}

fn starts_with_words(text: &str, words: &str) -> bool {
    text.starts_with(words) && contains_words(text, words)
}

/// The parts of a title, which the name of the site is one of.
fn parts_of(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(['|', '·', '•', '»', '–', '—'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(": "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Whether one of the words that an address is made of holds one of `words`.
fn has_word(address: &str, words: &[&str]) -> bool {
    let address = address.to_ascii_lowercase();
    words.iter().any(|word| address.contains(word))
}

/// Longest title that is repeated in a detail, in characters.
const QUOTED_CHARS: usize = 60;

fn quoted(what: &str, words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return what.to_owned();
    }
    let cut: String = words.chars().take(QUOTED_CHARS).collect();
    let more = if cut.len() < words.len() { "…" } else { "" };
    format!("{what}: “{cut}{more}”")
}

/// Lower case, white space folded, without character references and with plain apostrophes.
fn fold(text: &str) -> String {
    let mut plain = text.to_lowercase();
    if plain.contains('&') {
        for (reference, character) in [
            ("&nbsp;", " "),
            ("&#160;", " "),
            ("&hellip;", "..."),
            ("&#8230;", "..."),
            ("&#39;", "'"),
            ("&#039;", "'"),
            ("&#x27;", "'"),
            ("&apos;", "'"),
            ("&rsquo;", "'"),
            ("&#8217;", "'"),
            ("&quot;", "\""),
            ("&#8211;", "–"),
            ("&ndash;", "–"),
            ("&#8212;", "—"),
            ("&mdash;", "—"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ] {
            plain = plain.replace(reference, character);
        }
    }
    let plain = plain.replace(['’', '‘'], "'");
    let mut folded = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Exchange, Headers, Message};
    use crate::urls::CanonicalUrl;
    use jiff::Timestamp;

    fn wall(status: u16, fields: &[(&str, &str)], body: &str) -> Option<(&'static str, String)> {
        let mut headers = Headers::default();
        for (name, value) in fields {
            headers.push(name, value.as_bytes());
        }
        let page = Page {
            url: CanonicalUrl::parse("http://ledger.test/2031/03/04/pier-closed").unwrap(),
            message: Message {
                status,
                headers,
                body: Vec::new(),
            },
            fetched_at: Timestamp::UNIX_EPOCH,
            exchange: Exchange::default(),
        };
        wall_of_page(&page, body).map(|wall| (wall.reason, wall.detail))
    }

    fn titled(title: &str, body: &str) -> String {
        format!(
            "<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
        )
    }

    /// A menu as most pages have one.
    const MENU: &str = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/sport>Sport</a>\
        <a href=/weather>Weather</a></nav><form class=search><input type=search></form>";

    /// The running text of a short article.
    fn story(about: &str) -> String {
        let sentence = format!(
            "<p>Readers have met {about} for as long as there has been a web, and few of them know \
             who wrote the first one or why it has stayed with us through every change of fashion.</p>"
        );
        sentence.repeat(4)
    }

    #[test]
    fn walls_against_robots_are_blocked() {
        let challenge = titled(
            "Just a moment...",
            "<noscript>Enable JavaScript and cookies to continue</noscript>\
             <script>(function(){window._cf_chl_opt={cvId:'3'}}())</script>",
        );
        let captcha = titled(
            "ledger.test",
            "<p>Please enable JS and disable any ad blocker</p>\
             <script src=https://ct.captcha-delivery.com/c.js></script>",
        );
        let plain = titled(
            "Security check",
            "<h1>One more step</h1><p>Please verify you are human to go on.</p>",
        );
        let hold = titled(
            "Access to this page has been denied",
            "<div id=px-captcha></div><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
        );
        let german = titled(
            "Ledger",
            "<h1>Einen Moment, bitte</h1><p>Bestätigen Sie, dass Sie ein Mensch sind.</p>",
        );
        let refresh = titled(
            "",
            "<meta http-equiv=\"refresh\" content=\"0; url=/captcha/start?back=%2F\">",
        );
        for (status, fields, body, detail) in [
            (
                403,
                &[][..],
                challenge.as_str(),
                "HTTP 403: bot wall of Cloudflare",
            ),
            (503, &[], &challenge, "HTTP 503: bot wall of Cloudflare"),
            (200, &[], &challenge, "bot wall of Cloudflare"),
            (
                403,
                &[("cf-mitigated", "challenge")],
                "",
                "HTTP 403: bot wall of Cloudflare",
            ),
            (
                202,
                &[("x-amzn-waf-action", "challenge")],
                "",
                "HTTP 202: bot wall of AWS WAF",
            ),
            (403, &[], &captcha, "HTTP 403: bot wall of DataDome"),
            (200, &[], &plain, "bot wall: “security check”"),
            (200, &[], &hold, "bot wall of HUMAN"),
            (429, &[], &plain, "HTTP 429: bot wall: “security check”"),
            (200, &[], &german, "bot wall: “einen moment, bitte”"),
            (200, &[], &refresh, "led on to a captcha"),
        ] {
            let found = wall(status, fields, body).unwrap_or_else(|| panic!("{detail}: {body}"));
            assert_eq!(found, ("blocked", detail.to_owned()));
        }
    }

    #[test]
    fn consent_and_log_in_pages_are_told() {
        let consent = titled(
            "Before you continue",
            "<p>We and our 843 partners use cookies and process personal data to deliver the site, \
             to measure how it is used and to show ads. If you agree, we will also use cookies to \
             develop new services. You can change your consent at any time in the privacy settings.</p>\
             <form><button>Reject all</button><button>Accept all</button></form>",
        );
        assert_eq!(
            wall(200, &[], &consent),
            Some(("blocked", "consent page: “before you continue”".to_owned()))
        );
        let german = titled(
            "Datenschutzeinstellungen - Tagblatt",
            "<p>Mit Ihrer Zustimmung verwenden wir Cookies.</p><button>Alle akzeptieren</button>",
        );
        assert_eq!(wall(200, &[], &german).unwrap().0, "blocked");
        let log_in = titled(
            "Sign in | Ledger",
            "<form><input name=user><input type=password><button>Sign in</button></form>",
        );
        assert_eq!(
            wall(200, &[], &log_in),
            Some(("refused", "log-in page: “sign in”".to_owned()))
        );
    }

    #[test]
    fn a_page_that_says_it_is_not_there_is_dead() {
        for title in [
            "404",
            "404 Not Found",
            "Error 404 (Not Found)!!1",
            "Page not found | Harbor Ledger",
            "Harbor Ledger - Page Not Found",
            "Oops! That page can&rsquo;t be found.",
            "Sorry, this page isn't available",
            "Seite nicht gefunden – Tagblatt",
            "Page introuvable - Le Quai",
            "Página no encontrada",
            "Página não encontrada",
            "Pagina non trovata",
            "Pagina niet gevonden",
            "Nie znaleziono strony",
            "Страница не найдена",
            "ページが見つかりませんでした",
            "页面不存在",
            "페이지를 찾을 수 없습니다",
            "الصفحة غير موجودة",
        ] {
            let by_title = wall(200, &[], &titled(title, MENU));
            let by_heading = wall(
                200,
                &[],
                &titled("Ledger", &format!("{MENU}<h1>{title}</h1>")),
            );
            for found in [by_title, by_heading] {
                let (reason, detail) = found.unwrap_or_else(|| panic!("{title}"));
                assert_eq!(reason, "dead", "{title}");
                assert!(detail.starts_with("soft-404: “"), "{detail}");
            }
        }
        let text = "<p>The page you are looking for has been moved or deleted.</p>";
        assert_eq!(wall(200, &[], &titled("Ledger", text)).unwrap().0, "dead");
    }

    #[test]
    fn an_article_about_such_pages_is_an_article() {
        for (title, about) in [
            ("404 Not Found", "the page that is not found"),
            ("Page not found: a history of the error", "error 404"),
            (
                "Are you a robot?",
                "captchas that ask whether you are not a robot",
            ),
            ("Just a moment", "the words “verify you are human”"),
            ("Access denied", "walls that say that you have been blocked"),
            ("CAPTCHA", "the captcha"),
            ("Cookies", "cookies, consent and privacy"),
            ("Sign in", "the password"),
        ] {
            let body = format!(
                "{MENU}<h1>{title}</h1>{}<div class=g-recaptcha></div><input type=password>\
                 <div id=banner>We use cookies. <button>Accept all</button></div>",
                story(about)
            );
            assert_eq!(wall(200, &[], &titled(title, &body)), None, "{title}");
            let marked =
                body + "<script type=application/ld+json>{\"@type\":\"NewsArticle\"}</script>";
            assert_eq!(wall(200, &[], &titled(title, &marked)), None, "{title}");
        }
    }

    #[test]
    fn ordinary_short_pages_are_not_walls() {
        for (title, body) in [
            (
                "Pier closed after cracks",
                "<h1>Pier closed after cracks</h1><p>The pier was closed on Friday.</p>",
            ),
            ("Peugeot 404", "<p>A car of 1960.</p>"),
            (
                "No evidence of tampering found",
                "<p>The commission has found none.</p>",
            ),
            (
                "Contact",
                "<form><div class=h-captcha></div><button>Send</button></form>",
            ),
            (
                "Press release",
                "<p>Statement of the ministry.</p><a href=a.pdf>PDF</a>",
            ),
            (
                "Missing boat not found after search",
                "<p>The search for the boat was ended.</p>",
            ),
            (
                "App",
                "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
            ),
            ("", ""),
        ] {
            assert_eq!(wall(200, &[], &titled(title, body)), None, "{title}");
        }
        assert_eq!(
            wall(403, &[], &titled("403 Forbidden", "<h1>Forbidden</h1>")),
            None
        );
        assert_eq!(
            wall(
                503,
                &[],
                &titled("Service Unavailable", "<h1>Try later</h1>")
            ),
            None
        );
    }
}
