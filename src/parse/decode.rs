//! Bytes to text: which encoding a page is in.
//!
//! The order is that of the WHATWG standard: byte order mark, then the charset of the HTTP header,
//! then the page's own `<meta>`, then a guess. One rule goes before the declared label: a body that
//! is valid UTF-8 beyond ASCII is UTF-8, for servers often send a stale label and legacy text is
//! almost never valid UTF-8 by chance. A declared UTF-8 is honoured even where bytes are invalid.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into the page a `<meta charset>` is looked for. The standard says 1024 bytes; pages
/// with long comments or scripts before it are common.
const META_BYTES: usize = 8192;

/// Decodes `body`; `label` is the charset of the HTTP header.
pub(super) fn decode<'a>(body: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        let rest = body.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Ok(text) = std::str::from_utf8(body)
        && !(body.is_ascii() && body.contains(&0x1b))
    {
        return Cow::Borrowed(text);
    }
    let declared = label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| in_page(body));
    let encoding = declared.unwrap_or_else(|| guess(body));
    encoding.decode_without_bom_handling(body).0
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
            && let Some(encoding) = Encoding::for_label(&label)
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
    tag.starts_with(b"<meta") || tag.starts_with(b"<?xml")
}

fn find(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    hay.get(from..)?
        .windows(needle.len())
        .position(|window| window == needle)
        .map(|at| at + from)
}

fn guess(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(body, true);
    detector.guess(None, Utf8Detection::Allow)
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
            (b"", None, ""),
        ] {
            assert_eq!(decode(body, label), expected);
        }
    }

    #[test]
    fn undeclared_text_is_guessed() {
        let (bytes, _, _) =
            encoding_rs::SHIFT_JIS.encode("これは日本語の文章です。とても長い文章。");
        assert!(decode(&bytes, None).starts_with("これは"));
    }
}
