//! What a robots.txt says: the language of RFC 9309, section 2.2, for one product token.
//!
//! Three things go beyond the letter of the standard, each toward asking less: a record may have
//! white space in place of the colon, a few misspelt keys are understood, and `Crawl-delay` is
//! read. As the standard wants of unknown records (2.2.4), none of them ends a group.

use serde::{Deserialize, Serialize};

/// How many bytes of a robots.txt are read (RFC 9309, section 2.5).
pub(super) const MAX_BYTES: usize = 500 * 1024;

/// Spellings of `User-agent` and `Disallow` that site owners mean by it; those that Google's
/// parser takes too.
const USER_AGENT: &[&str] = &["user-agent", "useragent", "user agent"];
const DISALLOW: &[&str] = &[
    "disallow",
    "dissallow",
    "dissalow",
    "disalow",
    "diasllow",
    "disallaw",
];

/// Returns the product token by which groups of a robots.txt call whoever sends `user_agent`: its
/// first letters, underscores and hyphens (RFC 9309, section 2.2.1).
///
/// ```
/// assert_eq!(headwater::fetch::product_token("headwater/0.1.0 (+https://desk.test/)"), "headwater");
/// ```
#[must_use]
pub fn product_token(user_agent: &str) -> &str {
    let end = user_agent
        .find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_'))
        .unwrap_or(user_agent.len());
    &user_agent[..end]
}

/// One `Allow` or `Disallow`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Rule {
    allow: bool,
    /// The pattern, spelt as [`spelling`] does: `*` and a `$` at its end are wildcards.
    pattern: String,
}

/// The rules of a robots.txt that hold for one product token.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExclusionRules {
    /// The most specific first, of equals the allowing first, so that the first match decides.
    rules: Vec<Rule>,
    crawl_delay: Option<f32>,
}

impl ExclusionRules {
    /// Reads the rules for `token` from the text of a robots.txt: those of all groups that name
    /// it or, if none does, of all groups for `*`. Past 500 KiB nothing is read, nor a line that
    /// is cut there, for half a rule is another rule.
    #[must_use]
    pub fn parse(text: &[u8], token: &str) -> Self {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut reader = Reader {
            token,
            ..Reader::default()
        };
        for line in whole_lines(text).split(|byte| matches!(byte, b'\n' | b'\r')) {
            if let Some((key, value)) = record(line) {
                reader.take(&key, value);
            }
        }
        let mut rules = if reader.is_named {
            reader.named
        } else {
            reader.global
        };
        rules
            .rules
            .sort_by_key(|rule| (std::cmp::Reverse(rule.pattern.len()), !rule.allow));
        rules
    }

    /// Returns whether an address of this path and query may be asked for.
    #[must_use]
    pub fn allows(&self, path: &str, query: Option<&str>) -> bool {
        self.forbidding(path, query).is_none()
    }

    /// Returns the pattern of the rule by which an address of this path and query may not be asked
    /// for: the longest matching rule decides, an allowing one before a forbidding one of the same
    /// length (RFC 9309, section 2.2.2). The robots.txt itself always may.
    #[must_use]
    pub fn forbidding(&self, path: &str, query: Option<&str>) -> Option<&str> {
        if path == "/robots.txt" || self.rules.is_empty() {
            return None;
        }
        let mut path = path.to_owned();
        if let Some(query) = query {
            path.push('?');
            path.push_str(query);
        }
        let path = spelling(path.as_bytes(), Side::Address);
        self.rules
            .iter()
            .find(|rule| matches(&rule.pattern, &path))
            .filter(|rule| !rule.allow)
            .map(|rule| rule.pattern.as_str())
    }

    /// Returns the longest `Crawl-delay` of the rules, in seconds.
    #[must_use]
    pub fn crawl_delay(&self) -> Option<f32> {
        self.crawl_delay
    }

    fn take(&mut self, allow: bool, value: &[u8]) {
        // A rule without a path matches nothing (RFC 9309, section 2.2: `empty-pattern`).
        if !value.is_empty() {
            let pattern = spelling(value, Side::Pattern);
            self.rules.push(Rule { allow, pattern });
        }
    }
}

/// Goes through the records of a robots.txt.
#[derive(Debug, Default)]
struct Reader<'a> {
    token: &'a str,
    named: ExclusionRules,
    global: ExclusionRules,
    /// Whether any group named the token so far.
    is_named: bool,
    /// Whom the present group is for.
    group: Group,
    /// Whether the present group has rules already, so that the next `User-agent` opens another.
    has_rules: bool,
}

/// Whom a group is for; who names us and all others too means us.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    #[default]
    Others,
    Everyone,
    Us,
}

impl Reader<'_> {
    fn take(&mut self, key: &str, value: &[u8]) {
        if USER_AGENT.contains(&key) {
            self.take_agent(value);
        } else if key == "allow" || DISALLOW.contains(&key) {
            self.has_rules |= self.group != Group::Others;
            if let Some(rules) = self.present() {
                rules.take(key == "allow", value);
            }
        } else if key == "crawl-delay"
            && let Some(seconds) = seconds(value)
            && let Some(rules) = self.present()
        {
            let longest = rules.crawl_delay.unwrap_or_default().max(seconds);
            rules.crawl_delay = Some(longest);
        }
    }

    fn take_agent(&mut self, value: &[u8]) {
        if self.has_rules {
            (self.group, self.has_rules) = (Group::Others, false);
        }
        match value {
            [b'*'] | [b'*', b' ' | b'\t', ..] => self.group = self.group.max(Group::Everyone),
            _ => {
                let value = String::from_utf8_lossy(value);
                let token = product_token(&value);
                if !token.is_empty() && token.eq_ignore_ascii_case(self.token) {
                    (self.group, self.is_named) = (Group::Us, true);
                }
            }
        }
    }

    /// The rules that the present group adds to.
    fn present(&mut self) -> Option<&mut ExclusionRules> {
        match self.group {
            Group::Us => Some(&mut self.named),
            Group::Everyone => Some(&mut self.global),
            Group::Others => None,
        }
    }
}

/// Returns what is read of `text`: whole lines of at most [`MAX_BYTES`] together.
fn whole_lines(text: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    match (text.get(..MAX_BYTES), text.get(MAX_BYTES)) {
        (Some(kept), Some(next)) if !is_end(next) => {
            let end = kept.iter().rposition(is_end).unwrap_or_default();
            kept.get(..end).unwrap_or_default()
        }
        (Some(kept), _) => kept,
        (None, _) => text,
    }
}

/// Splits a line into its key, in lower case, and its value.
fn record(line: &[u8]) -> Option<(String, &[u8])> {
    let line = line.split(|&byte| byte == b'#').next()?.trim_ascii();
    let (key, value) = if let Some(colon) = line.iter().position(|&byte| byte == b':') {
        (line.get(..colon)?, line.get(colon + 1..)?)
    } else {
        let space = line.iter().position(u8::is_ascii_whitespace)?;
        let (key, value) = (line.get(..space)?, line.get(space..)?.trim_ascii());
        if value.iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        (key, value)
    };
    let key = std::str::from_utf8(key.trim_ascii()).ok()?;
    Some((key.to_ascii_lowercase(), value.trim_ascii()))
}

/// Reads a number of seconds; what is negative or no number counts for nothing.
fn seconds(value: &[u8]) -> Option<f32> {
    let number = std::str::from_utf8(value).ok()?.split_whitespace().next()?;
    let seconds: f32 = number.parse().ok()?;
    (seconds >= 0.0).then(|| seconds.min(f32::MAX))
}

/// What is spelt: in a pattern, `*` and a `$` at the end stand for more than themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Pattern,
    Address,
}

/// Spells a path with its query in the one way in which patterns and addresses are compared
/// (RFC 9309, section 2.2.2): unreserved characters plain, `*` and `$` that stand for themselves
/// as `%2A` and `%24`, every octet that may not stand in a URI percent-encoded. In a query most
/// reserved characters are too, for there they mean the same either way.
fn spelling(path: &[u8], side: Side) -> String {
    let mut spelt = String::with_capacity(path.len());
    let mut in_query = false;
    let mut rest = path;
    while let [byte, after @ ..] = rest {
        rest = after;
        match (*byte, after) {
            (b'%', [high, low, beyond @ ..]) if hex_value(*high, *low).is_some() => {
                rest = beyond;
                let octet = hex_value(*high, *low).unwrap_or_default();
                push(&mut spelt, octet, is_unreserved(octet));
            }
            (b'*', _) if side == Side::Pattern => {
                if !spelt.ends_with('*') {
                    spelt.push('*');
                }
            }
            (b'$', []) if side == Side::Pattern => spelt.push('$'),
            (b'?', _) if !in_query => {
                in_query = true;
                spelt.push('?');
            }
            (octet, _) => {
                let plain: &[u8] = if in_query { b"&=+" } else { b":/?[]@!&'()+,;=" };
                let is_plain = is_unreserved(octet) || plain.contains(&octet);
                push(&mut spelt, octet, is_plain);
            }
        }
    }
    spelt
}

fn push(spelt: &mut String, octet: u8, is_plain: bool) {
    if is_plain {
        spelt.push(char::from(octet));
    } else {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        spelt.push('%');
        spelt.push(char::from(DIGITS[usize::from(octet >> 4)]));
        spelt.push(char::from(DIGITS[usize::from(octet & 0x0f)]));
    }
}

fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~".contains(&octet)
}

fn hex_value(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Returns whether `pattern` matches the beginning of `path`, or all of it if it ends in `$`.
/// Takes time in proportion to both together.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let Some((first, others)) = pattern.split_once('*') else {
        return if to_the_end {
            path == pattern
        } else {
            path.starts_with(pattern)
        };
    };
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    // The leftmost match of each part leaves most to those after it.
    for part in middle.split('*').filter(|part| !part.is_empty()) {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    if to_the_end {
        rest.ends_with(last)
    } else {
        rest.contains(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_for_what_means_the_same() {
        for (path, pattern, address) in [
            ("/%62%61%7a", "/baz", "/baz"),
            ("/a%3cd", "/a%3Cd", "/a%3Cd"),
            ("/a%2fb", "/a%2Fb", "/a%2Fb"),
            ("/ツ", "/%E3%83%84", "/%E3%83%84"),
            ("/a b|c", "/a%20b%7Cc", "/a%20b%7Cc"),
            ("/100%", "/100%25", "/100%25"),
            ("/a**b*$", "/a*b*$", "/a%2A%2Ab%2A%24"),
            ("/a$b", "/a%24b", "/a%24b"),
            (
                "/x?u=http://a/",
                "/x?u=http%3A%2F%2Fa%2F",
                "/x?u=http%3A%2F%2Fa%2F",
            ),
        ] {
            assert_eq!(spelling(path.as_bytes(), Side::Pattern), pattern, "{path}");
            assert_eq!(spelling(path.as_bytes(), Side::Address), address, "{path}");
        }
    }

    #[test]
    fn a_line_that_the_limit_cuts_is_not_read() {
        let head = "User-agent: *\nDisallow: /a\n";
        let rule = "Disallow: /private";
        for (room, allows_other, allows_private) in [(14, true, true), (rule.len(), true, false)] {
            let filler = MAX_BYTES - head.len() - room - 1;
            let text = format!("{head}{}\n{rule}\n", "#".repeat(filler));
            let rules = ExclusionRules::parse(text.as_bytes(), "headwater");
            assert!(!rules.allows("/a", None));
            assert_eq!(rules.allows("/pr", None), allows_other);
            assert_eq!(rules.allows("/private", None), allows_private);
        }
    }

    /// Matches octet by octet, trying every length for every `*`.
    fn matches_slowly(pattern: &[u8], path: &[u8]) -> bool {
        match (pattern, path) {
            ([], _) | ([b'$'], []) => true,
            ([b'*', rest @ ..], _) => {
                (0..=path.len()).any(|skipped| matches_slowly(rest, &path[skipped..]))
            }
            ([first, pattern @ ..], [byte, path @ ..]) => {
                first == byte && matches_slowly(pattern, path)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn matching_is_what_the_wildcards_mean(pattern in "/[ab*]{0,8}\\$?", path in "/[ab]{0,10}") {
            let pattern = spelling(pattern.as_bytes(), Side::Pattern);
            prop_assert_eq!(
                matches(&pattern, &path),
                matches_slowly(pattern.as_bytes(), path.as_bytes())
            );
        }

        #[test]
        fn no_text_is_a_fault(text in any::<Vec<u8>>(), path in "\\PC{0,20}") {
            let rules = ExclusionRules::parse(&text, "headwater");
            let _allowed = rules.allows(&path, Some(&path));
            let kept = serde_json::to_string(&rules).unwrap();
            prop_assert_eq!(serde_json::from_str::<ExclusionRules>(&kept).unwrap(), rules);
        }

        #[test]
        fn spelling_is_done_once(path in any::<Vec<u8>>()) {
            let spelt = spelling(&path, Side::Address);
            prop_assert_eq!(spelling(spelt.as_bytes(), Side::Address), spelt);
        }
    }
}
