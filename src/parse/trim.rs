//! Markup without what no stage reads: comments, scripts, style sheets, attributes without use.
//!
//! They are most of many a page, and a tokenizer goes through them character by character, and
//! compares the attributes of a tag with each other. Here they are cut out of the text before, in
//! one pass that knows tags, quoted values, comments and raw text as the HTML standard does
//! (section 13.2.5, "Tokenization"). Where it cannot be sure that the tokenizer would see the same,
//! nothing is cut but attributes.

/// Elements whose content is no markup.
const RAW: [&str; 9] = [
    "script", "style", "noscript", "iframe", "textarea", "noembed", "noframes", "title", "xmp",
];
/// So many of them, the first, are not shown and are cut out whole.
const UNREAD: usize = 7;
/// Content longer than this that stands where only text should is taken for markup, in bytes. A
/// tokenizer does so too inside of drawings, where a title may hold tags with endless attributes.
const MAX_VERBATIM: usize = 64 * 1024;

/// What is left of a page's markup.
#[derive(Debug)]
pub(super) struct Trimmed<'h> {
    /// The markup without what no stage reads.
    pub html: String,
    /// The content of the scripts that hold JSON-LD, in order.
    pub json_ld: Vec<&'h str>,
}

/// Trims a page; of its attributes those named in `attributes`, lower case, are kept.
pub(super) fn trim<'h>(html: &'h str, attributes: &[&str]) -> Trimmed<'h> {
    let mut trim = Trim {
        html,
        attributes,
        out: String::with_capacity(html.len() / 2),
        copied: 0,
        json_ld: Vec::new(),
        ends: [0; RAW.len()],
        comments_end: true,
    };
    trim.run();
    trim.out
        .push_str(html.get(trim.copied..).unwrap_or_default());
    Trimmed {
        html: trim.out,
        json_ld: trim.json_ld,
    }
}

/// The state of one pass; positions are byte offsets into `html`.
struct Trim<'h, 'k> {
    html: &'h str,
    attributes: &'k [&'k str],
    out: String,
    /// Everything before it is copied or cut.
    copied: usize,
    json_ld: Vec<&'h str>,
    /// Where the next end tag of each of [`RAW`] begins that was looked for; beyond the page, if
    /// there is none.
    ends: [usize; RAW.len()],
    /// Whether the end of a comment may still come.
    comments_end: bool,
}

/// A start tag as far as it matters here.
#[derive(Debug, Default)]
struct StartTag {
    /// One past its `>`.
    end: usize,
    /// Whether its type names JSON-LD.
    is_json_ld: bool,
    /// Whether it ends in `/>`.
    self_closing: bool,
}

impl Trim<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(mark) = find(self.html, b'<', at) {
            at = mark + 1;
            let next = self.byte(at);
            if next.is_ascii_alphabetic() {
                at = self.start_tag(mark);
            } else if next == b'/' && self.byte(at + 1).is_ascii_alphabetic() {
                at = self.tag(at + 1, false).end;
            } else if self.html.as_bytes()[at..].starts_with(b"!--")
                && let Some(end) = self.comment_end(at + 3)
            {
                self.cut(mark, end);
                at = end;
            }
        }
    }

    /// Reads the start tag at `mark`, and the content of an element that is no markup; returns
    /// where to go on.
    fn start_tag(&mut self, mark: usize) -> usize {
        let name = mark + 1;
        let Some(element) = RAW.iter().position(|raw| self.is_named(name, raw)) else {
            return self.tag(name, true).end;
        };
        if element >= UNREAD {
            let end = self.tag(name, true).end;
            let close = self.end_tag(element, end);
            return close
                .filter(|&close| close < end + MAX_VERBATIM)
                .unwrap_or(end);
        }
        let tag = self.tag(name, false);
        let close = (!tag.self_closing)
            .then(|| self.end_tag(element, tag.end))
            .flatten();
        let Some(close) = close else {
            return self.tag(name, true).end;
        };
        let content = self.html.get(tag.end..close).unwrap_or_default();
        if RAW[element] == "script" && is_escaped_twice(content) {
            return close;
        }
        if RAW[element] == "script" && tag.is_json_ld {
            self.json_ld.push(content);
        }
        let end = self.tag(close + 2, false).end;
        self.cut(mark, end);
        end
    }
}

impl Trim<'_, '_> {
    /// Reads a tag from its name on; with `cut`, attributes without use are cut out.
    fn tag(&mut self, name: usize, cut: bool) -> StartTag {
        let bytes = self.html.as_bytes();
        let mut tag = StartTag::default();
        let mut at = end_of(bytes, name, |byte| is_space(byte) || byte == b'/');
        loop {
            at = end_of(bytes, at, |byte| !is_space(byte) && byte != b'/');
            match bytes.get(at) {
                Some(b'>') => {
                    tag.self_closing = bytes[at - 1] == b'/';
                    tag.end = at + 1;
                    return tag;
                }
                Some(_) => {}
                None => {
                    tag.end = bytes.len();
                    return tag;
                }
            }
            // A name may begin with an equals sign.
            let ends = |byte: u8| is_space(byte) || byte == b'/' || byte == b'=';
            let end = end_of(bytes, at + 1, ends);
            let attribute = &self.html[at..end];
            let (value, after) = value_after(self.html, end);
            if !cut {
                tag.is_json_ld |= attribute.eq_ignore_ascii_case("type") && is_json_ld(value);
            } else if !self.is_kept(attribute) {
                self.cut(at, after);
            }
            at = after;
        }
    }

    fn is_kept(&self, attribute: &str) -> bool {
        self.attributes
            .iter()
            .any(|kept| kept.eq_ignore_ascii_case(attribute))
    }

    /// Leaves out what stands between `from` and `to`.
    fn cut(&mut self, from: usize, to: usize) {
        self.out.push_str(&self.html[self.copied..from]);
        self.copied = to;
    }

    /// Where a comment ends, whose opening `<!--` ends at `from`.
    fn comment_end(&mut self, from: usize) -> Option<usize> {
        let text = self.html.get(from..)?;
        if text.starts_with('>') || text.starts_with("->") {
            return Some(from + 1 + usize::from(text.starts_with('-')));
        }
        if !self.comments_end {
            return None;
        }
        let mut at = from;
        while let Some(end) = find(self.html, b'>', at) {
            at = end + 1;
            let before = &self.html.as_bytes()[from..end];
            if before.ends_with(b"--") || before.ends_with(b"--!") {
                return Some(at);
            }
        }
        self.comments_end = false;
        None
    }

    /// Where the next end tag of the `element`th of [`RAW`] begins. What was found is kept, so that
    /// a page is gone through once for each of them, however many it opens.
    fn end_tag(&mut self, element: usize, from: usize) -> Option<usize> {
        if self.ends[element] < from {
            let mut at = from;
            let end = std::iter::from_fn(|| {
                let mark = find(self.html, b'<', at)?;
                at = mark + 1;
                Some(mark)
            })
            .find(|&mark| self.byte(mark + 1) == b'/' && self.is_named(mark + 2, RAW[element]));
            self.ends[element] = end.unwrap_or(usize::MAX);
        }
        Some(self.ends[element]).filter(|&end| end < self.html.len())
    }

    /// Whether the tag whose name begins at `at` is that of the element `name`.
    fn is_named(&self, at: usize, name: &str) -> bool {
        let tag = self.html.as_bytes().get(at..at + name.len());
        let after = self.byte(at + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
            && (is_space(after) || after == b'/' || after == b'>')
    }

    /// The byte at `at`, or a line feed at the end.
    fn byte(&self, at: usize) -> u8 {
        self.html.as_bytes().get(at).copied().unwrap_or(b'\n')
    }
}

/// The value of an attribute whose name ends at `at`, and where it ends itself.
fn value_after(html: &str, at: usize) -> (&str, usize) {
    let bytes = html.as_bytes();
    let equals = end_of(bytes, at, |byte| !is_space(byte));
    if bytes.get(equals) != Some(&b'=') {
        return ("", at);
    }
    let start = end_of(bytes, equals + 1, |byte| !is_space(byte));
    if let Some(&quote @ (b'"' | b'\'')) = bytes.get(start) {
        let end = find(html, quote, start + 1);
        let value = html.get(start + 1..end.unwrap_or(html.len()));
        let after = end.map_or(html.len(), |end| end + 1);
        return (value.unwrap_or_default(), after);
    }
    let end = end_of(bytes, start, is_space);
    (&html[start..end], end)
}

/// The first place from `from` on where a byte is `>` or `stops` there, or the end.
fn end_of(bytes: &[u8], from: usize, stops: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let length = rest.iter().position(|&byte| byte == b'>' || stops(byte));
    from.min(bytes.len()) + length.unwrap_or(rest.len())
}

/// The next place of an ASCII byte.
fn find(html: &str, byte: u8, from: usize) -> Option<usize> {
    let at = html.get(from..)?.find(char::from(byte))?;
    Some(from + at)
}

/// White space as the standard means it in tags.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Whether a script's type is `application/ld+json`; character references may stand for its signs.
fn is_json_ld(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.contains("ld") && kind.contains("json")
}

/// Whether a script opens another inside of a comment that is still open at its end, so that this
/// is not its end ("script data double escaped state").
fn is_escaped_twice(script: &str) -> bool {
    let mut rest = script;
    while let Some(at) = rest.find("<!--") {
        let comment = &rest[at + 2..];
        let Some(end) = comment.find("-->") else {
            return comment
                .match_indices('<')
                .filter_map(|(at, _)| comment.get(at + 1..at + 7))
                .any(|name| name.eq_ignore_ascii_case("script"));
        };
        rest = &comment[end..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trimmed(html: &str) -> String {
        trim(html, &["id", "class"]).html
    }

    #[test]
    fn what_no_stage_reads_is_cut_out() {
        for (html, expected) in [
            ("a<b>c", "a<b>c"),
            (
                "<p>é<SCRIPT src=x>1 < 2 </style> é</Script > é<i>",
                "<p>é é<i>",
            ),
            ("<style>x</style><scripted>", "<scripted>"),
            (
                "1 <!-- <script> --> 2 <!--> 3 <!---> 4 <!-- --!> 5 <",
                "1  2  3  4  5 <",
            ),
            ("<p onclick='a>b' id=x data-a = y>", "<p  id=x >"),
            ("<p/a=1/b>c", "<p/>c"),
            ("<P CLASS=\"a\"style='x'ID=b>", "<P CLASS=\"a\"ID=b>"),
            ("<p =a=b id>", "<p  id>"),
            ("</p id=a b='>'>c", "</p id=a b='>'>c"),
            (
                "<title><p a=b></title><p a=b>",
                "<title><p a=b></title><p >",
            ),
        ] {
            assert_eq!(trimmed(html), expected, "{html}");
        }
    }

    #[test]
    fn what_has_no_end_is_left_to_the_tokenizer() {
        for (html, expected) in [
            (
                "x<script a>never closed </scripts>",
                "x<script >never closed </scripts>",
            ),
            ("x<!-- never closed <p a=b>", "x<!-- never closed <p >"),
            ("<svg><style/><p a>", "<svg><style/><p >"),
            ("<title><title><p a>", "<title><title><p >"),
            ("<p a='", "<p "),
            ("<p a", "<p "),
            ("<p", "<p"),
            ("<", "<"),
            (
                "<script><!-- <script> </script> --></script>",
                "<script><!-- <script> </script> --></script>",
            ),
        ] {
            assert_eq!(trimmed(html), expected, "{html}");
        }
    }

    #[test]
    fn json_ld_is_set_apart() {
        let html = "<script type='application&#x2F;LD&#x2b;json' id=a>\"<p><!-- <script> -->\"</script>\
            <script type=text/javascript>ld+json</script>";
        assert_eq!(trim(html, &[]).json_ld, ["\"<p><!-- <script> -->\""]);
    }

    proptest! {
        #[test]
        fn any_markup_is_trimmed(html in "(<|/|!--|-->|>|=|'|a|p|id|script|title|svg|é| ){0,40}") {
            prop_assert!(trimmed(&html).len() <= html.len());
        }
    }
}
