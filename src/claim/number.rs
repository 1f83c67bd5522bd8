//! Numbers, whatever their spelling.
//!
//! "1,500", "1.500", "fifteen hundred" and "1,5 mil" are one number here. Words of number are read
//! in English and Spanish; digits in any language.

use crate::text::{Word, combine, fold};

/// A number in a text and the word that it counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Its value, scales such as "million" multiplied in.
    pub(super) value: f64,
    /// Index of its first word among the words of the text.
    pub(super) first: usize,
    /// One past the index of its last word.
    pub(super) end: usize,
}

impl Number {
    /// Returns what stands for the value among the terms of a text.
    pub(super) fn key(&self) -> u64 {
        combine(&[NUMBER_KIND, self.value.to_bits()])
    }
}

/// Keeps the key of a number apart from that of any word.
const NUMBER_KIND: u64 = 3;

/// Number words below a hundred.
const UNITS: &[(&str, f64)] = &[
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("doce", 12.0),
    ("quince", 15.0),
    ("veinte", 20.0),
    ("treinta", 30.0),
    ("cuarenta", 40.0),
    ("cincuenta", 50.0),
];

/// Words that multiply the number before them, or stand for themselves.
const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("cien", 1e2),
    ("millón", 1e6),
    ("millones", 1e6),
];

/// What a folded word is to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece {
    /// Digits.
    Value(f64),
    /// A word of number below a hundred.
    Unit(f64),
    /// A word that multiplies what stands before it.
    Scale(f64),
    /// Spanish "mil", which multiplies and may stand alone.
    Mil,
    /// A word that counts one before a scale.
    One,
    /// No part of a number.
    Other,
}

impl Piece {
    /// Returns what `word`, which must be folded, is.
    pub(super) fn of(word: &str) -> Self {
        if let Some(value) = digits(word) {
            return Self::Value(value);
        }
        if word == "mil" {
            return Self::Mil;
        }
        if matches!(word, "a" | "one" | "un" | "una") {
            return Self::One;
        }
        let unit = look_up(UNITS, word).map(Self::Unit);
        let scale = || look_up(SCALES, word).map(Self::Scale);
        unit.or_else(scale).unwrap_or(Self::Other)
    }

    fn scale(self) -> Option<f64> {
        match self {
            Self::Scale(scale) => Some(scale),
            Self::Mil => Some(1e3),
            _ => None,
        }
    }
}

/// Returns the pieces of `found`, the words of one text.
pub(super) fn pieces(found: &[Word<'_>]) -> Vec<Piece> {
    found
        .iter()
        .map(|word| Piece::of(&fold(word.text)))
        .collect()
}

/// Returns the numbers among the words of one text.
pub(super) fn numbers(found: &[Piece]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < found.len() {
        match number_at(found, at) {
            Some(number) => {
                at = number.end;
                numbers.push(number);
            }
            None => at += 1,
        }
    }
    numbers
}

/// Reads the number that begins at word `first`.
fn number_at(found: &[Piece], first: usize) -> Option<Number> {
    let next = found.get(first + 1).copied();
    let (mut value, mut end) = match found.get(first)? {
        Piece::Value(value) => (*value, first + 1),
        Piece::Unit(tens) => match next {
            Some(Piece::Unit(ones)) if *tens >= 20.0 && ones < 10.0 => (tens + ones, first + 2),
            _ => (*tens, first + 1),
        },
        Piece::One if next.is_some_and(|next| next.scale().is_some()) => (1.0, first + 1),
        Piece::Mil => (1.0, first),
        Piece::One | Piece::Scale(_) | Piece::Other => return None,
    };
    while let Some(scale) = found.get(end).and_then(|piece| piece.scale()) {
        value *= scale;
        end += 1;
    }
    Some(Number { value, first, end })
}

fn look_up(table: &[(&str, f64)], word: &str) -> Option<f64> {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map(|&(_, value)| value)
}

/// Reads a number in digits: grouped by commas or points in threes, with a decimal point or comma,
/// with an ordinal ending or a scale letter ("3rd", "5m", "20k").
fn digits(word: &str) -> Option<f64> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let body_end = word.find(|c: char| c.is_alphabetic()).unwrap_or(word.len());
    let (body, ending) = word.split_at(body_end);
    let scale = match ending {
        "" | "st" | "nd" | "rd" | "th" | "º" | "ª" => 1.0,
        "k" => 1e3,
        "m" | "mn" => 1e6,
        "bn" => 1e9,
        _ => return None,
    };
    let parts: Vec<&str> = body.split(['.', ',']).collect();
    let grouped = parts.len() > 1
        && parts.first() != Some(&"0")
        && parts.iter().skip(1).all(|part| part.len() == 3);
    let plain = if grouped {
        parts.concat()
    } else {
        body.replace(',', ".")
    };
    plain.parse::<f64>().ok().map(|value| value * scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn values(text: &str) -> Vec<f64> {
        let found: Vec<Word<'_>> = words(text).collect();
        numbers(&pieces(&found))
            .into_iter()
            .map(|number| number.value)
            .collect()
    }

    #[test]
    fn spellings_of_a_number_are_one_value() {
        for text in [
            "1,500",
            "1.500",
            "1500",
            "fifteen hundred",
            "1.5 thousand",
            "1,5 mil",
        ] {
            assert_eq!(values(text), [1500.0], "{text}");
        }
        for text in ["2,000", "two thousand", "dos mil", "2k"] {
            assert_eq!(values(text), [2000.0], "{text}");
        }
        assert_eq!(values("$9 million and 3.5% on the 11th"), [9e6, 3.5, 11.0]);
        assert_eq!(values("twenty-two men, a hundred horses"), [22.0, 100.0]);
        assert_eq!(values("0.125 of one man in the F16"), [0.125]);
        assert_eq!(values("1,2,3 and 9to5"), [0.0_f64; 0]);
    }
}
