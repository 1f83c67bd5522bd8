//! Dates as programs write them.

use jiff::Timestamp;
use jiff::civil::Date;

use super::written::in_text;

/// Which of the two numbers in `03/04/2031` is the day, where the page lets one know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The day first.
    DayMonth,
    /// The month first, as in the United States.
    MonthDay,
}

/// Reads a date made for programs: ISO 8601 in its spellings, seconds since 1970, RFC 2822, or as
/// a last resort one made for people. Gives an RFC 3339 time stamp if time and offset are known,
/// else the day.
pub(super) fn machine(text: &str, order: Option<Order>) -> Option<String> {
    let text = text.trim();
    if let Some((day, rest)) = iso(text) {
        return Some(match time(rest) {
            Some(time) => format!("{day}T{time}"),
            None => day.to_string(),
        });
    }
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && matches!(text.len(), 10 | 13) {
        let seconds: i64 = text.get(..10)?.parse().ok()?;
        return Some(Timestamp::from_second(seconds).ok()?.to_string());
    }
    if digits && matches!(text.len(), 8 | 12 | 14) {
        return compact(text).map(|day| day.to_string());
    }
    in_text(text, order).first().map(|(_, day)| day.to_string())
}

/// The eight digits of a day at the start of a text.
pub(super) fn compact(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    date(number(0, 4)?, number(4, 6)?, number(6, 8)?)
}

/// A day at the start of a text, and what follows it.
fn iso(text: &str) -> Option<(Date, &str)> {
    let year: i16 = text.get(..4)?.parse().ok()?;
    let mark = text.get(4..5)?;
    if !matches!(mark, "-" | "/" | ".") {
        return None;
    }
    let (month, rest) = number(text.get(5..)?)?;
    let (day, rest) = number(rest.strip_prefix(mark)?)?;
    Some((date(year, month, day)?, rest))
}

fn number(text: &str) -> Option<(i16, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(end)?;
    (end <= 2).then_some(())?;
    Some((digits.parse().ok()?, rest))
}

/// The time of day with its offset, in RFC 3339.
fn time(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim();
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')
        .unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(end)?;
    let mut parts = clock.split(':');
    let mut part = |limit: u8| -> Option<u8> {
        let text = parts.next()?.split('.').next()?;
        let value: u8 = text.parse().ok()?;
        (value < limit).then_some(value)
    };
    let (hour, minute) = (part(24)?, part(60)?);
    let second = part(60).unwrap_or(0);
    let zone = match zone.trim() {
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        zone => {
            let digits: String = zone.get(1..)?.chars().filter(|&c| c != ':').collect();
            let sign = zone.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
            let valid = digits.bytes().all(|byte| byte.is_ascii_digit());
            match (valid, digits.len()) {
                (true, 4) => format!("{sign}{}:{}", digits.get(..2)?, digits.get(2..)?),
                (true, 2) => format!("{sign}{digits}:00"),
                _ => return None,
            }
        }
    };
    let stamp = format!("{hour:02}:{minute:02}:{second:02}{zone}");
    // Offsets beyond a day are no offsets.
    format!("2000-01-02T{stamp}").parse::<Timestamp>().ok()?;
    Some(stamp)
}

/// The day of three numbers, if there is such a day in the years of the web.
pub(super) fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let in_range = (1990..2100).contains(&year);
    in_range.then_some(())?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn machine_dates_keep_their_day_and_offset() {
        for (text, expected) in [
            ("2031-03-05T19:40:00.000Z", Some("2031-03-05T19:40:00Z")),
            (
                "2031-03-05T23:40:00+0530",
                Some("2031-03-05T23:40:00+05:30"),
            ),
            ("2031-03-05 19:40", Some("2031-03-05")),
            ("2031/3/5", Some("2031-03-05")),
            ("20310305", Some("2031-03-05")),
            ("Wed, 05 Mar 2031 19:40:00 GMT", Some("2031-03-05")),
            ("1551780000", Some("2019-03-05T10:00:00Z")),
            ("2031-13-05", None),
            ("", None),
            ("yesterday", None),
        ] {
            assert_eq!(machine(text, None).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}", order in any::<bool>()) {
            let order = order.then_some(Order::MonthDay);
            machine(&text, order);
            in_text(&text, order);
        }
    }
}
