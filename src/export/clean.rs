//! Untrusted text made safe for each format.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns `text` in one line without anything that acts instead of showing: white space is folded
/// to single blanks; control characters, marks that turn the direction of writing, invisible
/// characters and non-characters are dropped.
///
/// What is left can be shown in a terminal, and stands in any XML document once escaped.
#[must_use]
pub fn line(text: &str) -> String {
    folded(text).into_owned()
}

/// Returns what [`line`] does; most texts are clean as they stand.
fn folded(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain && text.trim() == text && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = clean.len();
        if start > 0 {
            clean.push(' ');
        }
        let blank = clean.len();
        if word.contains(acts) {
            clean.extend(word.chars().filter(|&c| !acts(c)));
        } else {
            clean.push_str(word);
        }
        if clean.len() == blank {
            clean.truncate(start);
        }
    }
    Cow::Owned(clean)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00ad}'
                | '\u{061c}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Returns `text` cleaned and escaped for XML and HTML: text between tags or a quoted attribute.
#[must_use]
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns `text` cleaned, as a double-quoted string of the DOT language.
///
/// Graphviz reads entities such as `&lt;` in such strings and expands backslash sequences such as
/// `\N`, so `&` and the backslash are escaped too.
#[must_use]
pub fn dot(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in line(text).chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns `text` cleaned, as one cell of a table of comma-separated values (RFC 4180).
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
#[must_use]
pub fn csv(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let clean = folded(text);
    let formula = formula || clean.starts_with(['=', '+', '-', '@']);
    let clean = if formula {
        format!("'{clean}").into()
    } else {
        clean
    };
    if clean.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", clean.replace('"', "\"\"")).into()
    } else {
        clean
    }
}

/// Returns the address if a reader may safely follow it: `http` or `https`, percent-encoded where
/// it holds blanks, quotes or angle brackets.
#[must_use]
pub fn web_address(url: &str) -> Option<String> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let mut safe = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || acts(c) || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string cannot fail.
                let _written = write!(safe, "%{byte:02X}");
            }
        } else {
            safe.push(c);
        }
    }
    Some(safe)
}

/// Returns the word that stands for `value` in `trace.json`; nothing if no single word does.
#[must_use]
pub fn label<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Returns the day of an RFC 3339 time or bare date.
#[must_use]
pub fn day(time: &str) -> Cow<'_, str> {
    match time.split_once('T') {
        Some((day, _)) => Cow::Borrowed(day),
        None => Cow::Borrowed(time),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_that_acts_survives() {
        assert_eq!(line("a\u{1b}[31m b\n\n c\u{202e}d \u{7} "), "a[31m b cd");
        assert_eq!(line(" \u{200b} x"), "x");
        assert_eq!(xml("<b a='1'>&\"\0"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;");
    }

    #[test]
    fn dot_strings_close_where_they_should() {
        assert_eq!(dot(r#"say "N\" & go"#), r#""say \"N\\\" &amp; go""#);
    }

    #[test]
    fn a_formula_is_defused() {
        for cell in ["=1+1", "+1", "-1", "@x", "\t=1", "\r1", " =1"] {
            assert!(csv(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(csv("=HYPERLINK(\"a\",1)"), "\"'=HYPERLINK(\"\"a\"\",1)\"");
        assert_eq!(csv("a-b"), "a-b");
    }

    #[test]
    fn only_web_addresses_are_followed() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("article.html"), None);
        assert_eq!(
            web_address("https://a.test/\"> x").as_deref(),
            Some("https://a.test/%22%3E%20x")
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = line(&text);
            prop_assert_eq!(line(&once), once.clone());
            prop_assert!(!once.chars().any(char::is_control));
        }

        #[test]
        fn escaped_text_holds_no_markup(text in any::<String>()) {
            let escaped = xml(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
        }
    }
}
