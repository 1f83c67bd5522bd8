//! Bytes to text: which encoding a page is in.
//!
//! The order is that of the WHATWG standard: byte order mark, then the charset of the HTTP header,
//! then the page's own `<meta>`, then a guess, which the country of the address helps. Three rules
//! mend what servers and editors get wrong:
//! - a body that is valid UTF-8 beyond ASCII is UTF-8, whatever its label, for legacy text is almost
//!   never valid UTF-8 by chance;
//! - a declared UTF-8 is honoured where some bytes are invalid, which are replaced, but not where
//!   most of what is beyond ASCII is: such a page is in a legacy encoding;
//! - a body whose every other byte is zero is UTF-16 without its mark.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into the page a `<meta charset>` is looked for. The standard says 1024 bytes; pages
/// with long comments or scripts before it are common.
const META_BYTES: usize = 8192;

/// Decodes `body`; `label` is the charset of the HTTP header, `host` that of the page's address.
pub(super) fn decode<'a>(body: &'a [u8], label: Option<&str>, host: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        let rest = body.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Some(encoding) = wide(body) {
        return encoding.decode_without_bom_handling(body).0;
    }
    if let Ok(text) = std::str::from_utf8(body)
        && !(body.is_ascii() && body.contains(&0x1b))
    {
        return Cow::Borrowed(text);
    }
    let declared = label
        .and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        .or_else(|| in_page(body));
    let encoding = declared
        .filter(|encoding| *encoding != UTF_8 || !is_legacy(body))
        .unwrap_or_else(|| guess(body, host));
    encoding.decode_without_bom_handling(body).0
}

/// UTF-16 without a byte order mark: text of which nearly every other byte is zero.
pub(super) fn wide(body: &[u8]) -> Option<&'static Encoding> {
    /// So much is looked at, in bytes; less than the least tells nothing.
    const LOOK: usize = 512;
    const LEAST: usize = 8;
    let head = body.get(..LOOK).unwrap_or(body);
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        let bytes = head.iter().skip(offset).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs - pairs / 4;
    match (first, second) {
        _ if head.len() < LEAST => None,
        (0, zeros) if zeros >= most => Some(UTF_16LE),
        (zeros, 0) if zeros >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether what is beyond ASCII in `body` is for the most part no UTF-8.
fn is_legacy(body: &[u8]) -> bool {
    /// Fewer invalid bytes may be dirt.
    const DIRT: usize = 3;
    let (mut valid, mut invalid) = (0, 0);
    for chunk in body.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += chunk.invalid().len();
    }
    invalid > DIRT && invalid > 2 * valid
}

/// The encoding that the page declares in its first bytes.
fn in_page(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..META_BYTES).unwrap_or(body).to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = find(&head, b"charset", from).or_else(|| find(&head, b"encoding", from)) {
        let rest = head.get(at..).unwrap_or_default();
        let label: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(u8::is_ascii_alphabetic)
            .skip_while(|byte| byte.is_ascii_whitespace() || b"=\"'".contains(byte))
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
            .collect();
        if declares(&head, at)
            && let Some(encoding) = Encoding::for_label_no_replacement(&label)
        {
            // A page that could be read this far is no UTF-16, whatever it says.
            let wide = encoding == UTF_16LE || encoding == UTF_16BE;
            return Some(if wide { UTF_8 } else { encoding });
        }
        from = at + 1;
    }
    None
}

/// Whether the byte at `at` lies in a `<meta>` element or an XML declaration.
fn declares(head: &[u8], at: usize) -> bool {
    let before = head.get(..at).unwrap_or_default();
    let tag = before.iter().rposition(|&byte| byte == b'<').unwrap_or(at);
    let tag = before.get(tag..).unwrap_or_default();
    let last = |mark: &[u8]| before.windows(mark.len()).rposition(|part| part == mark);
    let commented = last(b"<!--").is_some_and(|open| last(b"-->").is_none_or(|close| close < open));
    !commented && (tag.starts_with(b"<meta") || tag.starts_with(b"<?xml"))
}

fn find(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    hay.get(from..)?
        .windows(needle.len())
        .position(|window| window == needle)
        .map(|at| at + from)
}

/// Guesses the encoding of text that is not all UTF-8.
fn guess(body: &[u8], host: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(body, true);
    // The detector takes nothing but a bare lower-case label.
    let country = host
        .and_then(|host| host.rsplit('.').next())
        .filter(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase()));
    detector.guess(country.map(str::as_bytes), Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_sign_wins() {
        for (body, label, expected) in [
            (&b"\xef\xbb\xbfa\xc3\xa9"[..], Some("windows-1252"), "aé"),
            (b"\xff\xfea\x00", None, "a"),
            (b"caf\xe9", Some("windows-1252"), "café"),
            (
                b"<meta charset=iso-8859-1>\xe9",
                None,
                "<meta charset=iso-8859-1>é",
            ),
            (
                b"<meta charset=utf-8>\xe9t",
                None,
                "<meta charset=utf-8>\u{fffd}t",
            ),
            (
                b"<script charset=utf-8><meta charset=latin1>\xe9",
                None,
                "<script charset=utf-8><meta charset=latin1>é",
            ),
            (b"\xc3\xa9", Some("iso-8859-1"), "é"),
            (b"plain", Some("no-such-label"), "plain"),
            (b"\xe9t\xe9", Some("iso-2022-kr"), "été"),
            (
                b"<!-- <meta charset=koi8-r> --><meta charset=latin1>\xe9",
                None,
                "<!-- <meta charset=koi8-r> --><meta charset=latin1>é",
            ),
            (b"", None, ""),
        ] {
            assert_eq!(decode(body, label, None), expected);
        }
    }

    /// Texts in the encodings of the legacy web.
    fn legacy() -> Vec<(&'static Encoding, &'static str, &'static str)> {
        use encoding_rs as e;
        let russian = "Министр сказал в понедельник, что порт останется закрытым до лета.";
        let japanese = "これは日本語の文章です。港は夏まで閉鎖されると大臣は述べた。";
        vec![
            (
                e::WINDOWS_1250,
                "Ministr řekl v pondělí, že přístav zůstane uzavřen. Příští šetření začne.",
                "cz",
            ),
            (e::WINDOWS_1251, russian, "ru"),
            (e::KOI8_R, russian, "ru"),
            (
                e::KOI8_U,
                "Міністр сказав у понеділок, що порт її столиці закрито до літа.",
                "ua",
            ),
            (
                e::WINDOWS_1252,
                "Le ministre a déclaré que le port resterait fermé jusqu’à l’été.",
                "fr",
            ),
            (
                e::WINDOWS_1253,
                "Ο υπουργός είπε ότι το λιμάνι θα μείνει κλειστό ως το καλοκαίρι.",
                "gr",
            ),
            (
                e::WINDOWS_1254,
                "Bakan pazartesi günü limanın yaza kadar kapalı kalacağını söyledi.",
                "tr",
            ),
            (
                e::WINDOWS_1255,
                "השר אמר ביום שני כי הנמל יישאר סגור עד הקיץ.",
                "il",
            ),
            (
                e::WINDOWS_1256,
                "قال الوزير يوم الاثنين إن الميناء سيبقى مغلقا حتى الصيف.",
                "sa",
            ),
            (
                e::ISO_8859_2,
                "Minister powiedział w poniedziałek, że port pozostanie zamknięty.",
                "pl",
            ),
            (e::SHIFT_JIS, japanese, "jp"),
            (e::EUC_JP, japanese, "jp"),
            (e::ISO_2022_JP, japanese, "jp"),
            (
                e::EUC_KR,
                "장관은 월요일에 항구가 여름까지 폐쇄될 것이라고 말했다.",
                "kr",
            ),
            (
                e::GBK,
                "部长星期一表示,港口将关闭到夏天。潜水员在水线以下发现了裂缝。",
                "cn",
            ),
            (e::GB18030, "部长星期一表示,港口将关闭到夏天。", "cn"),
            (
                e::BIG5,
                "部長星期一表示,港口將關閉到夏天。潛水員發現了裂縫。",
                "tw",
            ),
        ]
    }

    #[test]
    fn a_declared_encoding_is_read_from_the_header_or_the_page() {
        for (encoding, text, _) in legacy() {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(
                decode(&bytes, Some(encoding.name()), None),
                text,
                "{encoding:?}"
            );
            let mut page = format!("<meta charset='{}'>", encoding.name()).into_bytes();
            let start = page.len();
            page.extend_from_slice(&bytes);
            assert_eq!(&decode(&page, None, None)[start..], text, "{encoding:?}");
        }
    }

    #[test]
    fn an_undeclared_encoding_is_guessed() {
        for (encoding, text, country) in legacy() {
            let (bytes, _, _) = encoding.encode(text);
            let host = format!("www.quay.{country}");
            assert_eq!(decode(&bytes, None, Some(&host)), text, "{encoding:?}");
        }
    }

    #[test]
    fn a_wrong_declaration_is_mended() {
        for (encoding, text, country) in legacy() {
            let (bytes, _, _) = encoding.encode(text);
            // ISO-2022-JP is ASCII by its bytes, and so valid UTF-8: nothing shows the fault.
            if encoding != encoding_rs::ISO_2022_JP {
                let host = format!("quay.{country}");
                assert_eq!(
                    decode(&bytes, Some("utf-8"), Some(&host)),
                    text,
                    "{encoding:?}"
                );
            }
            assert_eq!(decode(text.as_bytes(), Some(encoding.name()), None), text);
        }
        let dirty = ["Schöne Grüße aus Köln".as_bytes(), b" \xe9\xe8\xe4\xfc "].concat();
        assert!(decode(&dirty, Some("utf-8"), None).starts_with("Schöne Grüße"));
    }

    #[test]
    fn wide_text_is_read_with_and_without_its_mark() {
        let page =
            "<p>Straße: 港口将关闭。 And a good deal of plain text beside it, as on most pages.";
        let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, label) in [
            (little.clone(), None),
            (big.clone(), None),
            (big.clone(), Some("utf-16")),
            ([b"\xff\xfe", little.as_slice()].concat(), Some("latin1")),
            ([b"\xfe\xff", big.as_slice()].concat(), None),
        ] {
            assert_eq!(decode(&bytes, label, None), page);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded(body: Vec<u8>, host in "[A-Za-z0-9.é-]{0,12}") {
            drop(decode(&body, None, Some(&host)));
        }
    }
}
