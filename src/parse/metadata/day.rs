//! Dates as people and programs write them.

use jiff::Timestamp;
use jiff::civil::Date;

/// Which of the two numbers in `03/04/2031` is the day, where the page lets one know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The day first.
    DayMonth,
    /// The month first, as in the United States.
    MonthDay,
}

/// Names of months by their number, in the languages of the web's news: full names and usual
/// short forms, lower case. A word counts if it is one of them.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "januar",
        "jänner",
        "janvier",
        "janv",
        "enero",
        "ene",
        "gennaio",
        "gen",
        "januari",
        "janeiro",
        "ocak",
        "styczeń",
        "stycznia",
        "ledna",
        "января",
        "січня",
        "tammikuuta",
        "ianuarie",
        "január",
        "siječnja",
    ],
    &[
        "february",
        "feb",
        "februar",
        "februari",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "febbraio",
        "febr",
        "fevereiro",
        "fev",
        "şubat",
        "lutego",
        "února",
        "февраля",
        "лютого",
        "helmikuuta",
        "februarie",
        "február",
    ],
    &[
        "march",
        "mar",
        "märz",
        "mrz",
        "maerz",
        "mars",
        "marzo",
        "maart",
        "mrt",
        "março",
        "marts",
        "mart",
        "marca",
        "března",
        "марта",
        "березня",
        "maaliskuuta",
        "martie",
        "március",
    ],
    &[
        "april",
        "apr",
        "avril",
        "avr",
        "abril",
        "abr",
        "aprile",
        "nisan",
        "kwietnia",
        "dubna",
        "апреля",
        "квітня",
        "huhtikuuta",
        "aprilie",
        "április",
    ],
    &[
        "may",
        "mai",
        "mayo",
        "maggio",
        "mag",
        "mei",
        "maio",
        "maj",
        "mayıs",
        "maja",
        "května",
        "мая",
        "травня",
        "toukokuuta",
        "május",
    ],
    &[
        "june",
        "jun",
        "juni",
        "juin",
        "junio",
        "giugno",
        "giu",
        "junho",
        "haziran",
        "czerwca",
        "června",
        "июня",
        "червня",
        "kesäkuuta",
        "iunie",
        "június",
    ],
    &[
        "july",
        "jul",
        "juli",
        "juillet",
        "juil",
        "julio",
        "luglio",
        "lug",
        "julho",
        "temmuz",
        "lipca",
        "července",
        "июля",
        "липня",
        "heinäkuuta",
        "iulie",
        "július",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "augustus",
        "augusti",
        "ağustos",
        "sierpnia",
        "srpna",
        "августа",
        "серпня",
        "elokuuta",
        "augusztus",
    ],
    &[
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "set",
        "setembro",
        "eylül",
        "września",
        "září",
        "сентября",
        "вересня",
        "syyskuuta",
        "septembrie",
        "szeptember",
    ],
    &[
        "october",
        "oct",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "ottobre",
        "ott",
        "outubro",
        "out",
        "ekim",
        "października",
        "října",
        "октября",
        "жовтня",
        "lokakuuta",
        "octombrie",
        "október",
    ],
    &[
        "november",
        "nov",
        "novembre",
        "noviembre",
        "novembro",
        "kasım",
        "listopada",
        "listopadu",
        "ноября",
        "листопада",
        "marraskuuta",
        "noiembrie",
    ],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
        "aralık",
        "grudnia",
        "prosince",
        "декабря",
        "грудня",
        "joulukuuta",
        "decembrie",
    ],
];

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

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let in_range = (1990..2100).contains(&year);
    in_range.then_some(())?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

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
        if self.text.len() < 3 || self.text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let word = self.text.to_lowercase();
        let month = MONTHS
            .iter()
            .position(|names| names.contains(&word.as_str()))?;
        i16::try_from(month + 1).ok()
    }
}

/// Finds the dates in a text for people, in order, with the byte where each starts.
pub(super) fn in_text(text: &str, order: Option<Order>) -> Vec<(usize, Date)> {
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

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}", order in any::<bool>()) {
            let order = order.then_some(Order::MonthDay);
            machine(&text, order);
            in_text(&text, order);
        }
    }
}
