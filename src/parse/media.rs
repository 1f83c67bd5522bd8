//! What kind of file the bytes of a page are.

use super::decode;
use super::document::ParseError;

/// The media type of plain text.
pub(super) const PLAIN: &str = "text/plain";
/// The media type of HTML.
pub(super) const HTML: &str = "text/html";
/// The media type of HTML written as XML.
pub(super) const XHTML: &str = "application/xhtml+xml";
/// The media type of PDF.
pub(super) const PDF: &str = "application/pdf";
/// How many bytes are looked at to tell the type.
const SNIFFED: usize = 1024;

/// A type that can be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Media {
    /// The type without parameters.
    pub essence: String,
    /// The charset parameter.
    pub charset: Option<String>,
}

impl Media {
    /// Reads the `Content-Type` header; where it says nothing, looks at the body.
    pub(super) fn of(header: Option<&str>, body: &[u8]) -> Result<Self, ParseError> {
        let header = header.unwrap_or_default();
        let mut parts = header.split(';');
        let declared = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
                .then(|| value.to_owned())
        });
        if is_pdf(body) && cfg!(feature = "pdf") {
            return Ok(Self {
                essence: PDF.to_owned(),
                charset: None,
            });
        }
        let essence = match declared.as_str() {
            HTML | XHTML | PLAIN => match data(body) {
                Some(kind) => return Err(ParseError::NotText(kind.to_owned())),
                None => declared,
            },
            "text/xml" | "application/xml" if is_xhtml(body) => XHTML.to_owned(),
            "" | "application/octet-stream" | "unknown/unknown" | "application/unknown" | "*/*" => {
                sniff(body)?.to_owned()
            }
            _ => return Err(ParseError::NotText(declared)),
        };
        // A server's default type for what it does not know is often plain text or HTML.
        if let Some(kind) = binary(body) {
            return Err(ParseError::NotText(kind.to_owned()));
        }
        let wide = charset.as_deref().is_some_and(is_wide) || decode::wide(body).is_some();
        if !wide && is_garbage(body) {
            return Err(ParseError::NotText("application/octet-stream".to_owned()));
        }
        Ok(Self { essence, charset })
    }
}

/// Whether a body is a PDF, whatever it is called: its mark stands among the first bytes, and
/// readers have always let some others stand before it.
fn is_pdf(body: &[u8]) -> bool {
    const MARK: &[u8] = b"%PDF-";
    /// What text of a page that speaks of the mark would begin with.
    const BEFORE: usize = 16;
    let head = body.get(..BEFORE + MARK.len()).unwrap_or(body);
    head.windows(MARK.len()).any(|window| window == MARK)
}

/// Whether text in a charset has zero bytes of its own.
fn is_wide(charset: &str) -> bool {
    charset.to_ascii_lowercase().contains("utf-16")
}

/// Whether the beginning of a body, whatever it is called, is full of bytes that no text has: the
/// binary data bytes of the WHATWG MIME Sniffing standard. A few may be dirt.
fn is_garbage(body: &[u8]) -> bool {
    const DIRT: usize = 16;
    let head = body.get(..SNIFFED).unwrap_or(body);
    let has_mark = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let binary = head
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f));
    !has_mark && binary.count() > DIRT
}

/// The type of a body that is clearly no text, by its first bytes.
fn binary(body: &[u8]) -> Option<&'static str> {
    let signatures: [(&[u8], &'static str); 9] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x1f\x8b", "application/gzip"),
        (b"RIFF", "application/riff"),
        (b"OggS", "application/ogg"),
    ];
    signatures
        .into_iter()
        .find_map(|(start, kind)| body.starts_with(start).then_some(kind))
}

/// The type of a body that is data for programs, whatever it is called: a feed, a list of addresses
/// or the answer of an interface. Of JSON in a file of text, only an object or array as a whole is.
fn data(body: &[u8]) -> Option<&'static str> {
    const ROOTS: [(&str, &str); 5] = [
        ("<rss", "application/rss+xml"),
        ("<feed", "application/atom+xml"),
        ("<rdf:rdf", "application/rdf+xml"),
        ("<urlset", "application/xml"),
        ("<sitemapindex", "application/xml"),
    ];
    let head = beginning(body);
    if is_json(&head, body) {
        return Some("application/json");
    }
    let root = root_of(&head)?;
    ROOTS
        .into_iter()
        .find_map(|(start, kind)| root.starts_with(start).then_some(kind))
}

/// Whether a body that is called XML is a page.
fn is_xhtml(body: &[u8]) -> bool {
    let head = beginning(body);
    root_of(&head)
        .is_some_and(|root| root.starts_with("<html") || root.starts_with("<!doctype html"))
}

/// The beginning of an XML document from its root element or document type on, if it has none of
/// another kind before.
fn root_of(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let end = match rest.get(..4) {
            Some("<!--") => "-->",
            Some(mark) if mark.starts_with("<?") => "?>",
            _ => return rest.starts_with('<').then_some(rest),
        };
        rest = rest.get(rest.find(end)? + end.len()..)?;
    }
}

/// The beginning of a body in lower case, without white space and marks before it.
fn beginning(body: &[u8]) -> String {
    let head = body.get(..SNIFFED).unwrap_or(body);
    let text = String::from_utf8_lossy(head)
        .to_ascii_lowercase()
        .replace('\0', "");
    let before = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}';
    text.trim_start_matches(before).to_owned()
}

fn is_json(head: &str, body: &[u8]) -> bool {
    head.starts_with(['{', '[']) && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

/// The type of a body that came without one.
fn sniff(body: &[u8]) -> Result<&'static str, ParseError> {
    if let Some(kind) = binary(body) {
        return Err(ParseError::NotText(kind.to_owned()));
    }
    let head = body.get(..SNIFFED).unwrap_or(body);
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if head.contains(&0) && !marked && decode::wide(body).is_none() {
        return Err(ParseError::NotText("application/octet-stream".to_owned()));
    }
    if let Some(kind) = data(body) {
        return Err(ParseError::NotText(kind.to_owned()));
    }
    let start = beginning(body);
    let marked = [
        "<!doctype",
        "<html",
        "<head",
        "<body",
        "<title",
        "<p>",
        "<p ",
        "<div",
        "<table",
        "<h1",
        "<a ",
        "<script",
        "<meta",
        "</p>",
        "</a>",
        "<br",
    ];
    let html = if start.starts_with('<') {
        !start.starts_with("<?xml") || start.contains("<html")
    } else {
        marked.iter().any(|tag| start.contains(tag))
    };
    if start.starts_with("<?xml") && !html {
        return Err(ParseError::NotText("application/xml".to_owned()));
    }
    Ok(if html { HTML } else { PLAIN })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_believed_unless_the_bytes_say_otherwise() {
        for (header, body, expected) in [
            (
                Some("Text/HTML; Charset=\"latin1\""),
                &b"x"[..],
                Ok((HTML, Some("latin1"))),
            ),
            (Some("text/plain"), b"<p>", Ok((PLAIN, None))),
            (None, b"  <!DOCTYPE html>", Ok((HTML, None))),
            (None, b"just words", Ok((PLAIN, None))),
            (None, b"", Ok((PLAIN, None))),
            (Some("image/png"), b"", Err("image/png")),
            (Some("text/html"), b"\n%PDF-1.4", Ok((PDF, None))),
            (Some("application/pdf"), b"<p>", Err("application/pdf")),
            (None, b"{\"a\": 1}", Err("application/json")),
            (None, b"\x00\x01", Err("application/octet-stream")),
            (None, b"<?xml version='1.0'?><note>", Err("application/xml")),
            (
                None,
                b"<?xml version='1.0'?><rss>",
                Err("application/rss+xml"),
            ),
            (
                Some("text/html"),
                b"<!-- x --> <feed>",
                Err("application/atom+xml"),
            ),
            (Some("text/html"), b" [1, {}] ", Err("application/json")),
            (Some("text/plain"), b"[1] Ledger, 2031.", Ok((PLAIN, None))),
            (Some("text/xml"), b"<rss>", Err("text/xml")),
            (
                Some("application/xml"),
                b"<?xml version='1.0'?>\n<html>",
                Ok((XHTML, None)),
            ),
        ] {
            let found = Media::of(header, body);
            let expected = expected
                .map(|(essence, charset): (&str, Option<&str>)| Media {
                    essence: essence.to_owned(),
                    charset: charset.map(str::to_owned),
                })
                .map_err(|kind: &str| ParseError::NotText(kind.to_owned()));
            assert_eq!(found, expected, "{header:?}");
        }
    }
}
