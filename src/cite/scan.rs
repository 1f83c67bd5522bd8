//! Words and marks of a paragraph, with what the lexicon knows of each.

use super::lexicon::{self, Entry, Form, Verb, class};
use super::quotes::Region;
use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or number.
    Word,
    /// A comma.
    Comma,
    /// A full stop, question or exclamation mark, or an ellipsis.
    Stop,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// A dash that stands free.
    Dash,
    /// An opening round or square bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A whole quotation, as one token.
    Quotation,
    /// Anything else.
    Other,
}

/// A word, a mark or a quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) kind: Kind,
    pub(super) entry: Entry,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Whether it is a possessive form: "Orvany's".
    pub(super) possessive: bool,
    /// A hash of the word in lower case; 0 of a mark.
    pub(super) word: u32,
    /// What the word looks like, for a word that no table knows.
    pub(super) shape: Shape,
}

/// The look of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// No other shape.
    Plain,
    /// With a digit first.
    Number,
    /// Ending in "-ed".
    Ed,
    /// Ending in "-ing".
    Ing,
    /// Ending in "-s".
    Plural,
}

impl Token {
    /// Whether it is in any of `classes`.
    pub(super) fn is(&self, classes: u32) -> bool {
        self.entry.classes & classes != 0
    }

    pub(super) fn verb(&self) -> Option<Verb> {
        self.entry.verb
    }

    pub(super) fn is_form(&self, form: Form) -> bool {
        self.entry.verb.is_some_and(|verb| verb.form == form)
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// Returns the tokens of `text` within `range`, each of the `quotations` there as one token.
pub(super) fn tokens(text: &str, range: Span, quotations: &[Region]) -> Vec<Token> {
    let mut found = Vec::with_capacity(range.len() / 5);
    let mut at = range.start;
    let mut next = quotations
        .iter()
        .skip_while(|region| region.span.end <= range.start)
        .peekable();
    while at < range.end {
        if let Some(region) = next.peek()
            && region.span.start <= at
        {
            let end = region.span.end.min(range.end);
            found.push(mark(Span::new(at, end.max(at + 1)), Kind::Quotation));
            at = end.max(at + 1);
            next.next();
            continue;
        }
        let limit = next
            .peek()
            .map_or(range.end, |region| region.span.start.min(range.end));
        let Some(rest) = text.get(at..limit) else {
            break;
        };
        let Some(c) = rest.chars().next() else { break };
        let signed = matches!(c, '@' | '#' | '$' | '£' | '€')
            && rest[c.len_utf8()..].starts_with(char::is_alphanumeric);
        let length = if c.is_alphanumeric() || signed {
            let length = word_length(rest);
            found.push(word(&rest[..length], at));
            length
        } else {
            if !c.is_whitespace() {
                found.push(mark(
                    Span::new(at, at + c.len_utf8()),
                    kind_of(c, rest, text, at),
                ));
            }
            c.len_utf8()
        };
        at += length;
    }
    found
}

fn mark(span: Span, kind: Kind) -> Token {
    Token {
        span,
        kind,
        entry: Entry::default(),
        capital: false,
        possessive: false,
        word: 0,
        shape: Shape::Plain,
    }
}

fn kind_of(c: char, rest: &str, text: &str, at: usize) -> Kind {
    match c {
        ',' | '،' | '、' | '，' => Kind::Comma,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' => Kind::Stop,
        ':' | '：' => Kind::Colon,
        ';' | '；' => Kind::Semicolon,
        '—' | '–' | '―' => Kind::Dash,
        '-' => {
            let free = rest[1..].starts_with([' ', '-']) || text[..at].ends_with('-');
            if free { Kind::Dash } else { Kind::Other }
        }
        '(' | '[' | '（' => Kind::Open,
        ')' | ']' | '）' => Kind::Close,
        _ => Kind::Other,
    }
}

/// Returns the length of the word at the start of `rest`: hyphens, apostrophes and points between
/// two letters or digits stay inside, as does the full stop of a title or an initial.
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let joins = match c {
            '\'' | '’' | '-' | '&' | '·' | '・' | '\u{2011}' => {
                next.is_some_and(char::is_alphanumeric)
            }
            '.' | ',' => {
                next.is_some_and(char::is_numeric) && rest[..at].ends_with(char::is_numeric)
                    || c == '.' && next.is_some_and(char::is_alphabetic)
            }
            '@' | '#' | '$' | '£' | '€' => at == 0,
            '_' => true,
            _ => c.is_alphanumeric(),
        };
        if !joins {
            if c == '.' && abbreviates(&rest[..at]) {
                end = at + 1;
            }
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn abbreviates(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Sgt", "Capt", "Cmdr",
        "Maj", "Adm", "Rev", "Prof", "St", "Sens", "Reps", "Sr", "Sra", "Dra", "Hon", "Pres",
    ];
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    initial || TITLES.contains(&word) || (word.contains('.') && word.len() <= 5)
}

/// Makes the token of a word that stands at byte `at`.
pub(super) fn word(written: &str, at: usize) -> Token {
    let span = Span::new(at, at + written.len());
    let capital = written.starts_with(char::is_uppercase);
    let bare = written.trim_end_matches('.');
    let stem = bare
        .strip_suffix("'s")
        .or_else(|| bare.strip_suffix("’s"))
        .unwrap_or(bare);
    let mut entry = look_up(bare);
    // "co-director" is what "director" is
    if entry == Entry::default()
        && let Some(office) = ["co-", "vice-", "ex-"]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
    {
        entry.classes = look_up(office).classes & class::ROLE;
    }
    let known = entry != Entry::default();
    let possessive = stem.len() < bare.len() && !known;
    if possessive {
        // "Clinton's" keeps nothing of its stem but what helps to tell a body from a person
        entry.classes = look_up(stem).classes
            & (class::BODY
                | class::ROLE
                | class::OUTLET
                | class::TITLE
                | class::KIN
                | class::DOCUMENT
                | class::TIME);
    } else if !known && lexicon::is_adverb_by_form(bare) {
        entry.classes |= class::ADVERB;
    }
    Token {
        span,
        kind: Kind::Word,
        entry,
        capital,
        possessive,
        word: hash(bare),
        shape: shape_of(bare),
    }
}

fn shape_of(word: &str) -> Shape {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        Shape::Number
    } else if word.len() < 4 {
        Shape::Plain
    } else if word.ends_with("ed") {
        Shape::Ed
    } else if word.ends_with("ing") {
        Shape::Ing
    } else if word.ends_with('s') && !word.ends_with("ss") {
        Shape::Plural
    } else {
        Shape::Plain
    }
}

/// The 32-bit FNV-1a hash of the word with ASCII letters in lower case; never 0.
fn hash(word: &str) -> u32 {
    word.bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
        })
        .max(1)
}

/// Looks a word up in lower case with straight apostrophes, without a heap for the usual ones.
fn look_up(written: &str) -> Entry {
    let mut buffer = [0_u8; 24];
    if written.is_ascii() && written.len() <= buffer.len() {
        let lower = &mut buffer[..written.len()];
        lower.copy_from_slice(written.as_bytes());
        lower.make_ascii_lowercase();
        return std::str::from_utf8(lower).map_or_else(|_| Entry::default(), lexicon::look_up);
    }
    if written.len() > 40 {
        return Entry::default();
    }
    lexicon::look_up(&written.to_lowercase().replace('’', "'"))
}
