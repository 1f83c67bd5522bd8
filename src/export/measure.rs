//! How wide text is when drawn: an estimate, since no font is at hand.
//!
//! Widths are those of Helvetica and Arial, rounded up; `DejaVu` Sans is about a tenth wider, which
//! the room around a node's text allows for.

/// Returns the estimated width of `text` in units of the font size.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' | '‘' => 0.34,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '·' | '“' | '”' | '"' => {
            0.42
        }
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.99,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' => 0.75,
        '0'..='9' | 'a'..='z' => 0.57,
        c if u32::from(c) < 0x1100 => 0.62,
        _ => 1.1,
    }
}

/// Cuts `text` to `limit` units of the font size; an ellipsis shows the cut.
pub(super) fn fit(text: &str, limit: f64) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut room = limit - advance('…');
    let mut kept = String::new();
    for c in text.chars() {
        room -= advance(c);
        if room < 0.0 {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    format!("{kept}…")
}

/// Breaks `text` between words into at most `lines` lines of `limit` units of the font size; an
/// ellipsis shows what was cut.
pub(super) fn wrap(text: &str, limit: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while wrapped.len() < lines && words.peek().is_some() {
        if wrapped.len() + 1 == lines {
            let rest: Vec<_> = words.by_ref().collect();
            wrapped.push(fit(&rest.join(" "), limit));
            break;
        }
        let mut current = String::new();
        while let Some(word) = words.peek() {
            let longer = if current.is_empty() {
                (*word).to_owned()
            } else {
                format!("{current} {word}")
            };
            if !current.is_empty() && width(&longer) > limit {
                break;
            }
            current = longer;
            words.next();
        }
        wrapped.push(fit(&current, limit));
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_titles_end_in_an_ellipsis() {
        let lines = wrap(
            "Orvany has quietly sent soldiers to Maredane's war",
            13.0,
            2,
        );
        assert_eq!(
            lines,
            ["Orvany has quietly sent", "soldiers to Maredane's…"]
        );
        assert_eq!(wrap("", 14.0, 2), Vec::<String>::new());
        assert_eq!(wrap("short", 14.0, 2), ["short"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_limit(text in any::<String>(), limit in 2.0..30.0) {
            let lines = wrap(&text, limit, 3);
            prop_assert!(lines.len() <= 3);
            for line in lines {
                prop_assert!(width(&line) <= limit);
            }
        }
    }
}
