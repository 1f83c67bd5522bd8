//! A bound on nesting: the time that an HTML5 tree builder takes grows with the depth of the open
//! elements at every tag, so markup nested very deep would cost quadratic time.

use std::borrow::Cow;

/// More open elements than this are no page that a person made; browsers stop at 512. Rows, cells
/// and items are not counted, so the tree may be a few times deeper.
const MAX_DEPTH: usize = 400;

/// Tags that never stay open, or are closed by what follows them.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "td", "tr", "th", "dd", "dt", "option", "tbody", "thead", "tfoot",
    "html", "head", "body", "colgroup", "a", "button",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];

/// Returns `html` without the start tags that open an element too deep; their text stays.
pub(super) fn bounded(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut depth, mut kept, mut from) = (0_usize, 0, 0);
    while let Some(at) = html
        .get(from..)
        .and_then(|rest| rest.find('<'))
        .map(|at| at + from)
    {
        from = at + 1;
        let Some(rest) = html.get(from..) else { break };
        let closing = rest.starts_with('/');
        let name = name(rest.strip_prefix('/').unwrap_or(rest));
        if name.is_empty() || UNCOUNTED.iter().any(|tag| name.eq_ignore_ascii_case(tag)) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
            continue;
        }
        if let Some(raw) = RAW.iter().find(|tag| name.eq_ignore_ascii_case(tag)) {
            from = raw_end(html, from, raw);
            continue;
        }
        let Some(end) = rest.find('>').map(|end| end + from + 1) else {
            break;
        };
        if html.get(..end).is_some_and(|tag| tag.ends_with("/>")) {
            continue;
        }
        depth += 1;
        if depth > MAX_DEPTH {
            out.push_str(html.get(kept..at).unwrap_or_default());
            kept = end;
            from = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where the content of a raw text element ends.
fn raw_end(html: &str, from: usize, tag: &str) -> usize {
    let rest = html.as_bytes().get(from..).unwrap_or_default();
    rest.windows(tag.len() + 2)
        .position(|window| {
            window.starts_with(b"</")
                && window
                    .get(2..)
                    .is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()))
        })
        .map_or(html.len(), |at| from + at)
}

fn name(rest: &str) -> &str {
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':')
        .unwrap_or(rest.len());
    let name = rest.get(..end).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_deep_loses_its_tags() {
        let page = "<div><p>a<br>b</div>".repeat(5000);
        assert_eq!(bounded(&page), page);
        let deep = format!("{}x{}", "<div>".repeat(5000), "</div>".repeat(5000));
        let bounded = bounded(&deep);
        assert_eq!(bounded.matches("<div>").count(), MAX_DEPTH);
        assert!(bounded.contains('x'));
    }
}
