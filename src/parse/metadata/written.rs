//! Dates as people write them.

use jiff::civil::Date;

use super::day::{Order, date};
use crate::text::month;

/// A run of digits or letters, and where it starts.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    at: usize,
    text: &'a str,
}

impl Token<'_> {
    fn number(&self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        digits.contains(&self.text.len()).then_some(())?;
        self.text.parse().ok()
    }

    fn year(&self) -> Option<i16> {
        self.number(4..=4)
    }

    fn month(&self) -> Option<i16> {
        month(self.text)
    }
}

/// Finds the dates in a text for people, in order, with the byte where each starts.
pub(super) fn in_text(text: &str, order: Option<Order>) -> Vec<(usize, Date)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found: Vec<(usize, Date)> = Vec::new();
    for index in 0..tokens.len() {
        let day = named(&tokens, index).or_else(|| numeric(text, &tokens, index, order));
        if let Some((at, day)) = day
            && found.last().is_none_or(|(last, _)| *last < at)
        {
            found.push((at, day));
        }
    }
    found
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut former = ' ';
    for (at, c) in text.char_indices() {
        let joins = (c.is_ascii_digit() && former.is_ascii_digit())
            || (c.is_alphabetic() && former.is_alphabetic());
        if joins && let Some(token) = tokens.last_mut() {
            token.text = text.get(token.at..at + c.len_utf8()).unwrap_or_default();
        } else if c.is_ascii_digit() || c.is_alphabetic() {
            let text = text.get(at..at + c.len_utf8()).unwrap_or_default();
            tokens.push(Token { at, text });
        }
        former = c;
    }
    tokens
}

/// A date with the month as a word at `index`.
fn named(tokens: &[Token<'_>], index: usize) -> Option<(usize, Date)> {
    let token = tokens.get(index)?;
    let Some(month) = token.month() else {
        return cjk(tokens, index);
    };
    let filler = |token: &Token<'_>| {
        matches!(
            token.text,
            "de" | "del" | "of" | "st" | "nd" | "rd" | "th" | "er" | "º" | "th,"
        )
    };
    let before = tokens
        .get(..index)?
        .iter()
        .rev()
        .find(|token| !filler(token));
    let mut after = tokens
        .get(index + 1..)?
        .iter()
        .filter(|token| !filler(token));
    let (next, third) = (after.next(), after.next());
    if let (Some(before), Some(year)) = (before, next.and_then(Token::year))
        && let Some(day) = before.number(1..=2)
        && token.at - before.at < 12
    {
        return Some((before.at, date(year, month, day)?));
    }
    let day = next?.number(1..=2)?;
    let year = third?;
    (year.at - token.at < 24).then_some(())?;
    Some((token.at, date(year.year()?, month, day)?))
}

/// A date as in 2031年3月5日.
fn cjk(tokens: &[Token<'_>], index: usize) -> Option<(usize, Date)> {
    let [year, nen, month, tsuki, day, ..] = tokens.get(index..)? else {
        return None;
    };
    let marked = nen.text.starts_with(['年', '년']) && tsuki.text.starts_with(['月', '월']);
    marked.then_some(())?;
    Some((
        year.at,
        date(year.year()?, month.number(1..=2)?, day.number(1..=2)?)?,
    ))
}

/// A date of three numbers that starts at `index`.
fn numeric(
    text: &str,
    tokens: &[Token<'_>],
    index: usize,
    order: Option<Order>,
) -> Option<(usize, Date)> {
    let [first, second, third, ..] = tokens.get(index..)? else {
        return None;
    };
    let between = |a: &Token<'_>, b: &Token<'_>| text.get(a.at + a.text.len()..b.at);
    let mark = between(first, second)?;
    let other = between(second, third)?;
    if mark.trim() != other.trim() || !matches!(mark.trim(), "." | "/" | "-") {
        return None;
    }
    let b = second.number(1..=2)?;
    if let Some(year) = first.year() {
        return Some((first.at, date(year, b, third.number(1..=2)?)?));
    }
    let a = first.number(1..=2)?;
    let year = match third.year() {
        Some(year) => year,
        None if mark.trim() == "." => 2000 + third.number(2..=2)?,
        None => return None,
    };
    let day_first = mark.trim() == "." || a > 12 || (b <= 12 && order == Some(Order::DayMonth));
    let month_first = b > 12 || a == b || order == Some(Order::MonthDay);
    let (day, month) = match (day_first, month_first) {
        (true, _) => (a, b),
        (false, true) => (b, a),
        _ => return None,
    };
    Some((first.at, date(year, month, day)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_for_people_are_read() {
        for text in [
            "5 March 2031",
            "March 5, 2031",
            "Mar. 5th, 2031",
            "Wed 5 Mar 2031 19.40",
            "5. März 2031",
            "5 de marzo de 2031",
            "le 5 mars 2031",
            "05.03.2031",
            "05.03.31, 12:00",
            "2031-03-05",
            "2031年3月5日",
            "Published: 6:00 a.m. March 5, 2031",
            "Thursday, March 5 2031",
        ] {
            let found = in_text(text, None);
            let first = found.first().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(first.1.to_string(), "2031-03-05", "{text}");
        }
    }

    #[test]
    fn an_ambiguous_date_needs_an_order() {
        let read = |text, order| in_text(text, order).first().map(|(_, day)| day.to_string());
        assert_eq!(read("03/04/2031", None), None);
        assert_eq!(
            read("03/04/2031", Some(Order::MonthDay)).as_deref(),
            Some("2031-03-04")
        );
        assert_eq!(
            read("03/04/2031", Some(Order::DayMonth)).as_deref(),
            Some("2031-04-03")
        );
        assert_eq!(read("13/04/2031", None).as_deref(), Some("2031-04-13"));
        assert_eq!(
            read("04/13/2031", Some(Order::DayMonth)).as_deref(),
            Some("2031-04-13")
        );
    }
}
