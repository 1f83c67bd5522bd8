//! Markup without what no stage reads: comments, scripts, style sheets, attributes without use.
//!
//! They are most of many a page, and a tokenizer goes through them character by character, and
//! compares the attributes of a tag with each other. Here they are cut out of the text before, in
//! one pass. Where it cannot be sure that the tokenizer would see the same, nothing is cut but
//! attributes.

use crate::markup::{MarkKind, Scanner};

/// Elements whose content is not shown; they are cut out whole.
const UNREAD: [&str; 7] = [
    "script", "style", "noscript", "iframe", "textarea", "noembed", "noframes",
];
/// What drawings are made of; one that holds anything else may end where its markup does not say.
const DRAWING: &[&str] = &[
    "path",
    "g",
    "use",
    "circle",
    "ellipse",
    "rect",
    "line",
    "polygon",
    "polyline",
    "defs",
    "symbol",
    "mask",
    "clippath",
    "lineargradient",
    "radialgradient",
    "stop",
    "filter",
    "text",
    "tspan",
    "image",
];
/// Elements whose content is text, and whose tags alone are trimmed.
const VERBATIM: [&str; 2] = ["title", "xmp"];
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
    let mut scanner = Scanner::new(html);
    let mut trim = Trim {
        attributes,
        rest: Rest {
            html,
            out: String::with_capacity(html.len() / 2),
            copied: 0,
        },
        json_ld: Vec::new(),
    };
    let mut at = 0;
    while let Some(mark) = scanner.next(at) {
        at = match mark.kind {
            MarkKind::Start(name) => trim.start_tag(&mut scanner, mark.at, name),
            MarkKind::End(name) => scanner.tag(name, |_| {}).at,
            MarkKind::Comment(end) => {
                trim.rest.cut(mark.at, end);
                end
            }
            MarkKind::Declaration(end) => end,
        };
    }
    Trimmed {
        html: trim.rest.finish(),
        json_ld: trim.json_ld,
    }
}

/// The state of one pass.
struct Trim<'h, 'k> {
    attributes: &'k [&'k str],
    rest: Rest<'h>,
    json_ld: Vec<&'h str>,
}

/// What is not cut out; positions are byte offsets into `html`.
struct Rest<'h> {
    html: &'h str,
    out: String,
    /// Everything before it is copied or cut.
    copied: usize,
}

impl Rest<'_> {
    /// Leaves out what stands between `from` and `to`.
    fn cut(&mut self, from: usize, to: usize) {
        self.out.push_str(&self.html[self.copied..from]);
        self.copied = to;
    }

    fn finish(mut self) -> String {
        let last = self.html.get(self.copied..).unwrap_or_default();
        self.out.push_str(last);
        self.out
    }
}

impl<'h> Trim<'h, '_> {
    /// Trims the start tag at `mark`, and the content of an element that is no markup; returns
    /// where to go on.
    fn start_tag(&mut self, scanner: &mut Scanner<'h>, mark: usize, name: usize) -> usize {
        let named = |element: &&&str| scanner.is_named(name, element);
        if let Some(element) = VERBATIM.iter().find(named) {
            let end = self.attributes_of(scanner, name);
            let close = scanner.end_of_element(element, end);
            return close
                .filter(|&close| close < end + MAX_VERBATIM)
                .unwrap_or(end);
        }
        if scanner.is_named(name, "svg") {
            return self.drawing(scanner, mark, name);
        }
        let Some(element) = UNREAD.iter().find(named) else {
            return self.attributes_of(scanner, name);
        };
        let mut is_json_ld = false;
        let tag = scanner.tag(name, |attribute| {
            is_json_ld |=
                attribute.name.eq_ignore_ascii_case("type") && names_json_ld(attribute.value);
        });
        let close = (!tag.self_closing)
            .then(|| scanner.end_of_element(element, tag.at))
            .flatten();
        let Some(close) = close else {
            return self.attributes_of(scanner, name);
        };
        let content = self.rest.html.get(tag.at..close).unwrap_or_default();
        if *element == "script" && is_escaped_twice(content) {
            return close;
        }
        if *element == "script" && is_json_ld {
            self.json_ld.push(content);
        }
        let end = scanner.tag(close + 2, |_| {}).at;
        self.rest.cut(mark, end);
        end
    }

    /// Cuts the drawing out whose tag is at `mark`, if it is plain; returns where to go on.
    fn drawing(&mut self, scanner: &mut Scanner<'h>, mark: usize, name: usize) -> usize {
        let tag = scanner.tag(name, |_| {});
        let close = (!tag.self_closing)
            .then(|| scanner.end_of_element("svg", tag.at))
            .flatten();
        if let Some(close) = close
            && is_plain_drawing(scanner, tag.at, close)
        {
            let end = scanner.tag(close + 2, |_| {}).at;
            self.rest.cut(mark, end);
            return end;
        }
        self.attributes_of(scanner, name)
    }

    /// Cuts the attributes without use out of a tag; returns where the tag ends.
    fn attributes_of(&mut self, scanner: &Scanner<'h>, name: usize) -> usize {
        let kept = |attribute: &str| {
            let mut names = self.attributes.iter();
            names.any(|kept| kept.eq_ignore_ascii_case(attribute))
        };
        let rest = &mut self.rest;
        let tag = scanner.tag(name, |attribute| {
            if !kept(attribute.name) {
                rest.cut(attribute.start, attribute.end);
            }
        });
        tag.at
    }
}

/// Whether nothing stands between `from` and the end tag at `to` but tags of [`DRAWING`], so that a
/// tokenizer would see that end too.
fn is_plain_drawing(scanner: &mut Scanner<'_>, from: usize, to: usize) -> bool {
    let mut at = from;
    while let Some(mark) = scanner.next(at).filter(|mark| mark.at < to) {
        let (MarkKind::Start(name) | MarkKind::End(name)) = mark.kind else {
            return false;
        };
        if !DRAWING.iter().any(|shape| scanner.is_named(name, shape)) {
            return false;
        }
        at = scanner.tag(name, |_| {}).at;
    }
    at <= to
}

/// Whether a script's type is `application/ld+json`; character references may stand for its signs.
fn names_json_ld(kind: &str) -> bool {
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
            ("1<svg a=b><g><path d='M0'/></g></svg >2", "12"),
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
            ("<svg><p></svg>x<p a>", "<svg><p></svg>x<p >"),
            ("<svg><path a='</svg>'/><b></svg>", "<svg><path /><b></svg>"),
            ("<svg/><p a></svg>", "<svg/><p ></svg>"),
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
