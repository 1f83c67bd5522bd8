//! The outline of a page, in one pass over its markup and without a tree: its title, its headings,
//! and how much running text it has.

use super::fold;
use crate::markup::{Attribute, MarkKind, Scanner};

/// Words of a run of text, outside links, from which it is running text: menus, captions and
/// buttons have fewer.
const RUN_WORDS: usize = 25;

/// Words of running text from which a page is no stand-in for an article, and is read no further.
pub(super) const ARTICLE_WORDS: usize = 400;

/// Bytes of the visible text that are kept.
const MAX_TEXT_BYTES: usize = 8 * 1024;

/// Headings and buttons that are kept.
const MAX_LABELS: usize = 24;

/// Elements that do not end a run of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
];

/// Elements whose content is no markup, and not shown.
const RAW: &[&str] = &["script", "style", "template", "textarea", "iframe", "svg"];

/// Attributes that are looked at.
const READ: &[&str] = &[
    "class",
    "content",
    "http-equiv",
    "name",
    "property",
    "role",
    "type",
    "value",
];

/// What a page shows at a glance.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The title, folded.
    pub(super) title: String,
    /// The headings of the first two ranks, folded.
    pub(super) headings: Vec<String>,
    /// The beginning of the visible text, folded.
    pub(super) text: String,
    /// Words of the visible text.
    pub(super) words: usize,
    /// Words in runs long enough for running text, links not counted.
    pub(super) prose_words: usize,
    /// The labels of buttons, folded.
    pub(super) buttons: Vec<String>,
    /// Where a `<meta http-equiv="refresh">` leads.
    pub(super) refresh: Option<String>,
    /// Whether it says that it is an article, in JSON-LD or by Open Graph.
    pub(super) is_article: bool,
    /// Whether it asks for a password.
    pub(super) asks_password: bool,
}

impl Outline {
    /// Reads `markup`; `None` as soon as it shows the running text of an article.
    pub(super) fn of(markup: &str) -> Option<Self> {
        let mut scanner = Scanner::new(markup);
        let mut outlining = Outlining::default();
        let mut from = 0;
        while let Some(mark) = scanner.next(from) {
            outlining.take_text(markup.get(from..mark.at)?);
            if outlining.outline.prose_words >= ARTICLE_WORDS {
                return None;
            }
            from = match mark.kind {
                MarkKind::Start(name) => outlining.start_tag(markup, &mut scanner, name)?,
                MarkKind::End(name) => {
                    outlining.close(&scanner.name(name).to_ascii_lowercase());
                    scanner.tag(name, |_| {}).at
                }
                MarkKind::Comment(end) | MarkKind::Declaration(end) => end,
            };
        }
        outlining.take_text(markup.get(from..)?);
        outlining.end_run();
        let mut outline = outlining.outline;
        outline.text = fold(&outlining.text);
        (outline.prose_words < ARTICLE_WORDS).then_some(outline)
    }
}

/// What a piece of text is the label of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Heading,
    Button,
}

#[derive(Debug, Default)]
struct Outlining {
    outline: Outline,
    text: String,
    /// Words of the present run outside links.
    run_words: usize,
    in_link: bool,
    label: Option<(Label, String)>,
}

impl Outlining {
    fn take_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let words = count_words(text);
        self.outline.words += words;
        if !self.in_link {
            self.run_words += words;
        }
        if self.text.len() < MAX_TEXT_BYTES {
            self.text.push_str(text);
        }
        if let Some((_, label)) = &mut self.label
            && label.len() < MAX_TEXT_BYTES
        {
            label.push_str(text);
        }
    }

    fn end_run(&mut self) {
        if self.run_words >= RUN_WORDS {
            self.outline.prose_words += self.run_words;
        }
        self.run_words = 0;
        self.text.push(' ');
    }

    /// Reads the start tag whose name begins at `name`, and the content of an element that is no
    /// running text; returns where to go on.
    fn start_tag<'h>(
        &mut self,
        markup: &'h str,
        scanner: &mut Scanner<'h>,
        name: usize,
    ) -> Option<usize> {
        let element = scanner.name(name).to_ascii_lowercase();
        let mut tag = Tag::default();
        let end = scanner.tag(name, |attribute| tag.add(attribute));
        self.open(&element, &tag);
        let is_title = element == "title";
        if !is_title && (end.self_closing || !RAW.contains(&element.as_str())) {
            return Some(end.at);
        }
        // What has no end is the rest of the page.
        let close = scanner.end_of_element(&element, end.at);
        let close = close.unwrap_or(markup.len());
        let content = markup.get(end.at..close)?;
        if is_title && self.outline.title.is_empty() {
            self.outline.title = fold(content);
        }
        if element == "script" && tag.get("type").is_some_and(|kind| kind.contains("ld+json")) {
            self.outline.is_article |= declares_article(content);
        }
        Some(close)
    }

    fn open(&mut self, name: &str, tag: &Tag<'_>) {
        if !INLINE.contains(&name) {
            self.end_run();
        }
        match name {
            "a" => {
                self.in_link = true;
                if is_button(tag) {
                    self.begin_label(Label::Button);
                }
            }
            "h1" | "h2" => self.begin_label(Label::Heading),
            "button" => self.begin_label(Label::Button),
            "input" => self.take_input(tag),
            "meta" => self.take_meta(tag),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.end_run();
        }
        match name {
            "a" => {
                self.in_link = false;
                self.end_label(Label::Button);
            }
            "h1" | "h2" => self.end_label(Label::Heading),
            "button" => self.end_label(Label::Button),
            _ => {}
        }
    }

    fn begin_label(&mut self, label: Label) {
        self.label = Some((label, String::new()));
    }

    fn end_label(&mut self, kind: Label) {
        let Some((label, text)) = self.label.take_if(|(label, _)| *label == kind) else {
            return;
        };
        let labels = match label {
            Label::Heading => &mut self.outline.headings,
            Label::Button => &mut self.outline.buttons,
        };
        if labels.len() < MAX_LABELS {
            labels.push(fold(&text));
        }
    }

    fn take_input(&mut self, tag: &Tag<'_>) {
        match tag.get("type").map(str::to_ascii_lowercase).as_deref() {
            Some("password") => self.outline.asks_password = true,
            Some("submit" | "button") => {
                if let Some(value) = tag.get("value") {
                    self.outline.buttons.push(fold(value));
                    self.outline.buttons.truncate(MAX_LABELS);
                }
            }
            _ => {}
        }
    }

    fn take_meta(&mut self, tag: &Tag<'_>) {
        let content = tag.get("content").unwrap_or_default();
        let is = |name: &str, value: &str| {
            tag.get(name)
                .is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        if is("http-equiv", "refresh") {
            let address = content.split_once('=').map(|(_, address)| address);
            self.outline.refresh = address.map(|address| address.trim_matches([' ', '\'']).into());
        }
        if is("property", "og:type") || is("name", "og:type") {
            self.outline.is_article |= content.eq_ignore_ascii_case("article");
        }
    }
}

/// Whether JSON-LD speaks of an article as the page's own.
fn declares_article(json: &str) -> bool {
    [
        "Article\"",
        "BlogPosting\"",
        "SocialMediaPosting\"",
        "Report\"",
    ]
    .iter()
    .any(|kind| json.contains(kind))
}

fn is_button(tag: &Tag<'_>) -> bool {
    tag.get("role").is_some_and(|role| role == "button")
        || tag.get("class").is_some_and(|class| {
            let class = class.to_ascii_lowercase();
            class.contains("button") || class.contains("btn")
        })
}

/// The attributes of a tag that are looked at.
#[derive(Debug, Default)]
struct Tag<'h>(Vec<Attribute<'h>>);

impl<'h> Tag<'h> {
    /// Keeps an attribute, if it is looked at and the first of its name.
    fn add(&mut self, attribute: Attribute<'h>) {
        let mut names = READ.iter();
        let is_read = names.any(|name| name.eq_ignore_ascii_case(attribute.name));
        if is_read && self.get(attribute.name).is_none() {
            self.0.push(attribute);
        }
    }

    /// The value of an attribute as it is written.
    fn get(&self, name: &str) -> Option<&'h str> {
        let mut all = self.0.iter();
        all.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| attribute.value)
    }
}

/// Counts words; two characters of a script without spaces are one.
fn count_words(text: &str) -> usize {
    let (mut words, mut dense, mut inside) = (0, 0, false);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            // The first bytes of Chinese, Japanese and Thai characters in UTF-8.
            dense += usize::from(matches!(byte, 0xe3..=0xe9));
            words += usize::from(!inside);
            inside = true;
        } else if byte != b'\'' {
            inside = false;
        }
    }
    words + dense / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_seen_at_a_glance() {
        let outline = Outline::of(
            "<!doctype html><head><title>Just a&nbsp;moment&hellip;</title>\
             <meta http-equiv=refresh content=\"0; URL='/captcha'\">\
             <script>if (a<b) { var title = '<h1>no</h1>' }</script></head>\
             <body><!-- <h1>no</h1> --><h1>Are you <b>human</b>?</h1>\
             <p title='a > b'>One two <a href=x>three</a></p>\
             <a class='big btn'>Go on</a><input type=submit value=\"Send\">",
        )
        .unwrap();
        assert_eq!(outline.title, "just a moment...");
        assert_eq!(outline.headings, ["are you human?"]);
        assert_eq!(outline.buttons, ["go on", "send"]);
        assert_eq!(outline.refresh.as_deref(), Some("/captcha"));
        assert_eq!(outline.text.trim(), "are you human? one two three go on");
        assert_eq!((outline.words, outline.prose_words), (8, 0));
        assert!(!outline.is_article && !outline.asks_password);
    }

    #[test]
    fn running_text_is_told_from_menus() {
        let words = "word ".repeat(RUN_WORDS);
        let page = |inner: &str| Outline::of(inner).unwrap().prose_words;
        assert_eq!(
            page(&format!("<p>{words}<b>more</b> words</p>")),
            RUN_WORDS + 2
        );
        assert_eq!(page(&format!("<nav><a href=/>{words}</a></nav>")), 0);
        assert_eq!(page(&"<li>a few words</li>".repeat(100)), 0);
        let article = format!("<p>{words}</p>").repeat(16);
        assert_eq!(Outline::of(&article), None);
    }

    #[test]
    fn articles_say_so() {
        for (markup, expected) in [
            ("<meta property='og:type' content='article'>", true),
            ("<meta property='og:type' content='website'>", false),
            (
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script>",
                true,
            ),
            ("<script>{\"@type\":\"NewsArticle\"}</script>", false),
        ] {
            assert_eq!(
                Outline::of(markup).unwrap().is_article,
                expected,
                "{markup}"
            );
        }
    }

    #[test]
    fn markup_without_an_end_takes_time_in_proportion() {
        for piece in [
            "<a \"", "<a x='", "<!--", "<script>", "<", "</", "<!", "<h1>",
        ] {
            drop(Outline::of(&piece.repeat(200_000)));
        }
    }

    proptest! {
        #[test]
        fn no_markup_makes_it_panic(markup in "([<>/='\"! -]|a|h1|script|title|meta|é|漢|&amp;|word ){0,60}") {
            drop(Outline::of(&markup));
        }
    }
}
