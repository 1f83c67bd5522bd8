//! The tags of a page's markup, one after the other and without a tree.
//!
//! Two readers need no more than that: what [`crate::parse`] cuts out before a tree is built, and
//! what [`crate::fetch`] looks at to tell a wall from an article. Both see tags, quoted values,
//! comments and raw text as the HTML standard does (section 13.2.5, "Tokenization"). Every pass
//! takes time in proportion to the page, whatever is left open.

/// Elements whose content is skipped or read as text: first those whose content is no markup, then
/// those whose content is never running text.
const ELEMENTS: [&str; 11] = [
    "script", "style", "noscript", "iframe", "textarea", "noembed", "noframes", "title", "xmp",
    "template", "svg",
];

/// Something that begins with `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The byte offset of the `<`.
    pub at: usize,
    /// What begins there.
    pub kind: MarkKind,
}

/// What begins with a `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// A start tag, whose name begins at the byte offset.
    Start(usize),
    /// An end tag, whose name begins at the byte offset.
    End(usize),
    /// A comment, which ends at the byte offset.
    Comment(usize),
    /// A document type, a processing instruction or the like, which ends at the byte offset.
    Declaration(usize),
}

/// An attribute as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute<'h> {
    /// The byte offset where its name begins.
    pub start: usize,
    /// The byte offset behind its value.
    pub end: usize,
    /// Its name, in any case.
    pub name: &'h str,
    /// Its value without quotation marks, character references and all; empty if there is none.
    pub value: &'h str,
}

/// The end of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TagEnd {
    /// The byte offset behind its `>`, or the end of the markup.
    pub at: usize,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
}

/// Goes through the markup of a page from its beginning.
#[derive(Debug)]
pub(crate) struct Scanner<'h> {
    html: &'h str,
    /// Where the next end tag of each of [`ELEMENTS`] begins that was looked for; beyond the page,
    /// if there is none.
    ends: [usize; ELEMENTS.len()],
    /// Whether the end of a comment may still come.
    comments_end: bool,
    /// Whether a `>` may still come.
    tags_end: bool,
}

impl<'h> Scanner<'h> {
    /// Makes a scanner of `html`.
    #[must_use]
    pub(crate) fn new(html: &'h str) -> Self {
        Self {
            html,
            ends: [0; ELEMENTS.len()],
            comments_end: true,
            tags_end: true,
        }
    }

    /// Returns the first mark at or after the byte offset `from`; a `<` that is text is none, and
    /// neither is a comment without an end.
    pub(crate) fn next(&mut self, from: usize) -> Option<Mark> {
        let mut from = from;
        loop {
            let at = find(self.html, b'<', from)?;
            from = at + 1;
            let kind = match self.byte(from) {
                byte if byte.is_ascii_alphabetic() => Some(MarkKind::Start(from)),
                b'/' => self
                    .byte(from + 1)
                    .is_ascii_alphabetic()
                    .then_some(MarkKind::End(from + 1)),
                b'!' if self.starts_with(from, b"!--") => {
                    self.comment_end(from + 3).map(MarkKind::Comment)
                }
                b'!' | b'?' if self.tags_end => {
                    let end = find(self.html, b'>', from);
                    self.tags_end = end.is_some();
                    end.map(|end| MarkKind::Declaration(end + 1))
                }
                _ => None,
            };
            if let Some(kind) = kind {
                return Some(Mark { at, kind });
            }
        }
    }

    /// Reads a tag from its name on, which begins at the byte offset `name`; `each` gets its
    /// attributes in order.
    pub(crate) fn tag(&self, name: usize, mut each: impl FnMut(Attribute<'h>)) -> TagEnd {
        let bytes = self.html.as_bytes();
        let mut at = end_of(bytes, name, |byte| is_space(byte) || byte == b'/');
        loop {
            at = end_of(bytes, at, |byte| !is_space(byte) && byte != b'/');
            match bytes.get(at) {
                Some(b'>') => {
                    return TagEnd {
                        at: at + 1,
                        self_closing: bytes[at - 1] == b'/',
                    };
                }
                Some(_) => {}
                None => {
                    return TagEnd {
                        at: bytes.len(),
                        self_closing: false,
                    };
                }
            }
            // A name may begin with an equals sign.
            let ends = |byte: u8| is_space(byte) || byte == b'/' || byte == b'=';
            let end = end_of(bytes, at + 1, ends);
            let (value, after) = value_after(self.html, end);
            each(Attribute {
                start: at,
                end: after,
                name: &self.html[at..end],
                value,
            });
            at = after;
        }
    }

    /// Returns the name that begins at the byte offset `name`, in any case.
    #[must_use]
    pub(crate) fn name(&self, name: usize) -> &'h str {
        let end = end_of(self.html.as_bytes(), name, |byte| {
            is_space(byte) || byte == b'/'
        });
        self.html.get(name..end).unwrap_or_default()
    }

    /// Returns the byte offset where the next end tag of `element`, lower case, begins at or after
    /// `from`; `None` too for an element whose content is markup like any other. What was found is
    /// kept, so that a page is gone through once for each of them, however many it opens.
    pub(crate) fn end_of_element(&mut self, element: &str, from: usize) -> Option<usize> {
        let known = ELEMENTS.iter().position(|known| *known == element)?;
        if self.ends[known] < from {
            let mut at = from;
            let end = std::iter::from_fn(|| {
                let mark = find(self.html, b'<', at)?;
                at = mark + 1;
                Some(mark)
            })
            .find(|&mark| self.byte(mark + 1) == b'/' && self.is_named(mark + 2, element));
            self.ends[known] = end.unwrap_or(usize::MAX);
        }
        Some(self.ends[known]).filter(|&end| end < self.html.len())
    }

    /// Returns whether the tag whose name begins at the byte offset `name` is that of `element`,
    /// lower case.
    #[must_use]
    pub(crate) fn is_named(&self, name: usize, element: &str) -> bool {
        let tag = self.html.as_bytes().get(name..name + element.len());
        let after = self.byte(name + element.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(element.as_bytes()))
            && (is_space(after) || after == b'/' || after == b'>')
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

    fn starts_with(&self, at: usize, with: &[u8]) -> bool {
        let rest = self.html.as_bytes().get(at..);
        rest.is_some_and(|rest| rest.starts_with(with))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a scanner sees: the kind of each mark and what it reaches over.
    fn seen(html: &str) -> Vec<(char, &str)> {
        let mut scanner = Scanner::new(html);
        let (mut from, mut found) = (0, Vec::new());
        while let Some(Mark { at, kind }) = scanner.next(from) {
            let (sign, end) = match kind {
                MarkKind::Start(name) => ('s', scanner.tag(name, |_| {}).at),
                MarkKind::End(name) => ('e', scanner.tag(name, |_| {}).at),
                MarkKind::Comment(end) => ('c', end),
                MarkKind::Declaration(end) => ('d', end),
            };
            found.push((sign, &html[at..end]));
            from = end;
        }
        found
    }

    #[test]
    fn marks_are_told_from_text() {
        for (html, expected) in [
            (
                "1 < 2 <b> </ b> </b\n>",
                vec![('s', "<b>"), ('e', "</b\n>")],
            ),
            (
                "<p a='>' b=\">\" c=/>d",
                vec![('s', "<p a='>' b=\">\" c=/>")],
            ),
            (
                "<!doctype html><?x?><!>",
                vec![('d', "<!doctype html>"), ('d', "<?x?>"), ('d', "<!>")],
            ),
            (
                "<!--> <!---> <!-- <p> --><!-- --!>",
                vec![
                    ('c', "<!-->"),
                    ('c', "<!--->"),
                    ('c', "<!-- <p> -->"),
                    ('c', "<!-- --!>"),
                ],
            ),
            ("<!-- never <p a", vec![('s', "<p a")]),
            ("<!-- never <? <", vec![]),
        ] {
            assert_eq!(seen(html), expected, "{html}");
        }
    }

    #[test]
    fn attributes_are_given_as_written() {
        let html = "<P Id = 'a b'class=c =d e/f>";
        let mut found = Vec::new();
        let end = Scanner::new(html).tag(1, |attribute| {
            found.push((attribute.name, attribute.value));
        });
        let expected = [
            ("Id", "a b"),
            ("class", "c"),
            ("=d", ""),
            ("e", ""),
            ("f", ""),
        ];
        assert_eq!(found, expected);
        assert_eq!((end.at, end.self_closing), (html.len(), false));
        assert_eq!(Scanner::new(html).name(1), "P");
    }

    #[test]
    fn end_tags_are_found_by_their_whole_name() {
        let html = "<script></scripts></SCRIPT >";
        assert_eq!(Scanner::new(html).end_of_element("script", 8), Some(18));
        assert_eq!(Scanner::new(html).end_of_element("script", 19), None);
        assert_eq!(Scanner::new(html).end_of_element("p", 0), None);
    }

    proptest! {
        #[test]
        fn every_mark_ends_behind_its_beginning(html in "(<|/|!|--|-->|>|=|'|a|p|id|script|\\?|é| ){0,40}") {
            prop_assert!(seen(&html).iter().all(|(_, over)| over.len() > 1));
        }
    }
}
