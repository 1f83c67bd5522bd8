//! The outline of a page, in one pass over its markup and without a tree: its title, its headings,
//! and how much running text it has.

use super::fold;

/// Words of a run of text, outside links, from which it is running text: menus, captions and
/// buttons have fewer.
const RUN_WORDS: usize = 25;

/// Words of running text from which a page is no stand-in for an article, and is read no further.
pub(super) const ARTICLE_WORDS: usize = 400;

/// Longest tag that is read; markup with a longer one is read no further.
const MAX_TAG_BYTES: usize = 64 * 1024;

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
        let mut scan = Scan::default();
        let mut rest = markup;
        while let Some(at) = rest.find('<') {
            scan.take_text(rest.get(..at)?);
            if scan.outline.prose_words >= ARTICLE_WORDS {
                return None;
            }
            let Some(after) = scan.take_tag(rest.get(at..)?) else {
                rest = "";
                break;
            };
            rest = after;
        }
        scan.take_text(rest);
        scan.end_run();
        let mut outline = scan.outline;
        outline.text = fold(&scan.text);
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
struct Scan {
    outline: Outline,
    text: String,
    /// Words of the present run outside links.
    run_words: usize,
    in_link: bool,
    label: Option<(Label, String)>,
}

impl Scan {
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

    /// Reads what begins with `<`; returns what comes after it, `None` if it has no end.
    fn take_tag<'a>(&mut self, markup: &'a str) -> Option<&'a str> {
        if let Some(comment) = markup.strip_prefix("<!--") {
            return after(comment, "-->");
        }
        let name = name_of(markup.get(1..)?);
        let is_end = markup.starts_with("</");
        if name.is_empty() && !is_end && !markup.starts_with("<!") && !markup.starts_with("<?") {
            self.take_text("<");
            return markup.get(1..);
        }
        let end = tag_end(markup)?;
        let (tag, rest) = (markup.get(..end)?, markup.get(end..)?);
        if is_end {
            self.close(&name_of(tag.get(2..)?));
            return Some(rest);
        }
        self.open(&name, tag);
        if name == "title" {
            let end = find_close(rest, "title")?;
            if self.outline.title.is_empty() {
                self.outline.title = fold(rest.get(..end)?);
            }
            return rest.get(end..);
        }
        if RAW.contains(&name.as_str()) && !tag.ends_with("/>") {
            let end = find_close(rest, &name)?;
            if name == "script" && tag.contains("ld+json") {
                self.outline.is_article |= declares_article(rest.get(..end)?);
            }
            return rest.get(end..);
        }
        Some(rest)
    }

    fn open(&mut self, name: &str, tag: &str) {
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

    fn take_input(&mut self, tag: &str) {
        match attribute(tag, "type")
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("password") => self.outline.asks_password = true,
            Some("submit" | "button") => {
                if let Some(value) = attribute(tag, "value") {
                    self.outline.buttons.push(fold(value));
                    self.outline.buttons.truncate(MAX_LABELS);
                }
            }
            _ => {}
        }
    }

    fn take_meta(&mut self, tag: &str) {
        let content = attribute(tag, "content").unwrap_or_default();
        let is = |name: &str, value: &str| {
            attribute(tag, name).is_some_and(|found| found.eq_ignore_ascii_case(value))
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

fn is_button(tag: &str) -> bool {
    attribute(tag, "role").is_some_and(|role| role == "button")
        || attribute(tag, "class").is_some_and(|class| {
            let class = class.to_ascii_lowercase();
            class.contains("button") || class.contains("btn")
        })
}

/// The value of an attribute in the text of a tag; the first, as written.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(tag.get(from..)?, name)?;
        let before = tag.get(..at)?.chars().next_back()?;
        let rest = tag.get(at + name.len()..)?.trim_start();
        if let Some(value) = rest.strip_prefix('=')
            && (before.is_ascii_whitespace() || before == '"' || before == '\'')
        {
            let value = value.trim_start();
            return match value.chars().next()? {
                quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
                _ => value.split([' ', '\t', '\n', '>']).next(),
            };
        }
        from = at + name.len();
    }
}

fn find_ignoring_case(hay: &str, needle: &str) -> Option<usize> {
    hay.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// The lower-case name that a tag begins with.
fn name_of(tag: &str) -> String {
    let end = tag
        .bytes()
        .take(16)
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(tag.len().min(16));
    tag.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// Where the tag that `markup` begins with ends, outside quotation marks.
fn tag_end(markup: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in markup.bytes().enumerate().take(MAX_TAG_BYTES) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    None
}

fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.get(text.find(mark)? + mark.len()..)
}

/// Where the end tag of `name` begins.
fn find_close(markup: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + markup.get(from..)?.find("</")?;
        let named = markup.as_bytes().get(at + 2..at + 2 + name.len())?;
        if named.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at);
        }
        from = at + 2;
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
        for piece in ["<a \"", "<a x='", "<!--", "<script>", "<", "</", "<h1>"] {
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
