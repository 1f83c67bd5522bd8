//! User information in addresses: a name and often a password, which nobody else is to see.

use std::borrow::Cow;

/// Returns `text` without the user information of the address that it is (RFC 3986, section
/// 3.2.1); as it is, if there is none.
///
/// ```
/// use headwater::urls::without_userinfo;
/// assert_eq!(without_userinfo("ftp://me:secret@a.test/x@y"), "ftp://a.test/x@y");
/// assert_eq!(without_userinfo("/x@y"), "/x@y");
/// ```
#[must_use]
pub fn without_userinfo(text: &str) -> Cow<'_, str> {
    let Some(start) = authority_start(text) else {
        return Cow::Borrowed(text);
    };
    let (before, rest) = text.split_at(start);
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => Cow::Owned(format!("{before}{}", &rest[at + 1..])),
        None => Cow::Borrowed(text),
    }
}

/// Where the authority begins: after the slashes, which a parser of the web's takes in any number
/// and either way.
fn authority_start(text: &str) -> Option<usize> {
    let is_slash = |c: char| c == '/' || c == '\\';
    let scheme = text.find(':').map_or(0, |colon| colon + 1);
    let has_scheme = text
        .get(..scheme)?
        .trim()
        .trim_end_matches(':')
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "+-.\t\n\r".contains(c));
    let begin = if has_scheme { scheme } else { 0 };
    let rest = text.get(begin..)?;
    let slashes = rest.trim_start().trim_start_matches(is_slash);
    let start = text.len() - slashes.len();
    (start - begin >= 2).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_user_information_goes() {
        for (given, expected) in [
            ("https://u:p@a.test/", "https://a.test/"),
            (" https://u@a.test:8080?q=1@2", " https://a.test:8080?q=1@2"),
            ("//u:p@a.test", "//a.test"),
            ("http:\\\\u:p@a.test\\x", "http:\\\\a.test\\x"),
            ("https://u:p@ss@a.test/", "https://a.test/"),
            ("https://medium.test/@me", "https://medium.test/@me"),
            ("mailto:me@a.test", "mailto:me@a.test"),
            ("a@b", "a@b"),
            ("", ""),
        ] {
            assert_eq!(without_userinfo(given), expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn no_password_is_left_that_a_parser_would_find(text in "[a-z:/@\\\\?# .é]{0,30}") {
            let bare = without_userinfo(&text);
            if let Ok(url) = url::Url::parse(&bare) && url.has_host() {
                prop_assert_eq!(url.password(), None, "{}", text);
            }
        }
    }
}
