//! HTTP messages as archives keep them: status line, header fields, body.

use std::borrow::Cow;

/// Longest head of a message that is read.
const MAX_HEAD_BYTES: usize = 256 * 1024;

/// Header fields in the order sent; names compare without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Appends a field.
    pub fn push(&mut self, name: &str, value: &[u8]) {
        self.0.push((name.trim().to_owned(), text_of(value)));
    }

    /// Returns the first value of the field `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Returns the fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Appends `value` to the last field: the obsolete folding of lines.
    fn fold(&mut self, value: &[u8]) {
        if let Some((_, last)) = self.0.last_mut() {
            last.push(' ');
            last.push_str(text_of(value).trim());
        }
    }

    /// Reads lines of `name: value`; lines without a colon are passed over.
    pub(super) fn parse(lines: &[u8]) -> Self {
        let mut headers = Self::default();
        for line in lines.split(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.first().is_some_and(|first| b" \t".contains(first)) {
                headers.fold(line);
            } else if let Some(colon) = line.iter().position(|&byte| byte == b':') {
                headers.push(
                    &text_of(line.get(..colon).unwrap_or_default()),
                    line.get(colon + 1..).unwrap_or_default(),
                );
            }
        }
        headers
    }
}

/// UTF-8 where it is that, Latin-1 otherwise; trimmed, without control characters.
fn text_of(value: &[u8]) -> String {
    let text = match std::str::from_utf8(value) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.iter().map(|&byte| char::from(byte)).collect()),
    };
    text.trim().replace(|c: char| c.is_control(), " ")
}

/// A response as it was sent, without the transfer coding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body, still under its content coding.
    pub body: Vec<u8>,
}

impl Message {
    /// Parses an HTTP response; `None` if it does not begin like one.
    #[must_use]
    pub fn parse(block: &[u8]) -> Option<Self> {
        let status = Self::status_of(block)?;
        let (head, rest) = split_head(block)?;
        let fields = head.splitn(2, |&byte| byte == b'\n').nth(1);
        let headers = Headers::parse(fields.unwrap_or_default());
        let chunked = headers
            .get("transfer-encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        // Some archivers undo the chunks and leave the header: then the body is taken as it is.
        let body = if chunked { unchunk(rest) } else { None };
        Some(Self {
            status,
            headers,
            body: body.unwrap_or_else(|| rest.to_vec()),
        })
    }

    /// Returns the status of the HTTP response that `block` begins with; `None` if it does not
    /// begin like one.
    pub(super) fn status_of(block: &[u8]) -> Option<u16> {
        let line = block.split(|&byte| byte == b'\n').next()?;
        let mut words = line
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty());
        words.next().filter(|word| word.starts_with(b"HTTP/"))?;
        std::str::from_utf8(words.next()?).ok()?.parse().ok()
    }

    /// Returns the head of the HTTP response that `block` holds, with the empty line after it;
    /// `None` if it does not begin like one.
    pub(super) fn head_of(block: &[u8]) -> Option<&[u8]> {
        let (_, body) = split_head(block).filter(|_| block.starts_with(b"HTTP/"))?;
        block.get(..block.len() - body.len())
    }

    /// Returns the status line and the header fields as bytes, with the length of the body and
    /// without a transfer coding, up to the empty line.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        for (name, value) in self.headers.iter() {
            let ours = ["content-length", "transfer-encoding", "connection"]
                .iter()
                .any(|hop| name.eq_ignore_ascii_case(hop));
            if !ours {
                head.push_str(name);
                head.push_str(": ");
                head.push_str(value);
                head.push_str("\r\n");
            }
        }
        head.push_str("Content-Length: ");
        head.push_str(&self.body.len().to_string());
        head.push_str("\r\n\r\n");
        head.into_bytes()
    }
}

/// Splits at the first empty line.
fn split_head(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let within = block.get(..MAX_HEAD_BYTES).unwrap_or(block);
    let mut start = 0;
    for line in within.split_inclusive(|&byte| byte == b'\n') {
        if line == b"\r\n" || line == b"\n" {
            return Some((block.get(..start)?, block.get(start + line.len()..)?));
        }
        start += line.len();
    }
    None
}

/// Undoes the chunked transfer coding (RFC 9112, section 7.1); `None` if the body is not under it.
/// A body that breaks off after its first chunk gives what came.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut chunks = 0;
    loop {
        let size = chunk_size(&mut rest);
        match size {
            Some(0) => return Some(body),
            Some(size) => {
                let end = size.min(rest.len());
                body.extend_from_slice(rest.get(..end)?);
                rest = rest.get(end..)?;
                rest = rest
                    .strip_prefix(b"\r\n")
                    .or_else(|| rest.strip_prefix(b"\n"))
                    .unwrap_or(rest);
                chunks += 1;
            }
            None => return (chunks > 0).then_some(body),
        }
    }
}

/// Reads the line with the size of a chunk.
fn chunk_size(rest: &mut &[u8]) -> Option<usize> {
    let end = rest.iter().take(64).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(rest.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    *rest = rest.get(end + 1..)?;
    Some(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_response_is_taken_apart() {
        let message =
            Message::parse(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: a\r\n b\r\n\r\nbody")
                .unwrap();
        assert_eq!(message.status, 200);
        assert_eq!(message.headers.get("content-type"), Some("text/html"));
        assert_eq!(message.headers.get("x"), Some("a b"));
        assert_eq!(message.body, b"body");
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (body, expected) in [
            ("4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n", "Wikipedia"),
            ("4\r\nWiki\r\n9\r\nped", "Wikiped"),
            ("<html>no chunks", "<html>no chunks"),
        ] {
            let message = Message::parse(format!("{head}{body}").as_bytes()).unwrap();
            assert_eq!(message.body, expected.as_bytes());
        }
    }

    #[test]
    fn what_is_no_response_is_none() {
        for block in [
            "",
            "GET / HTTP/1.1\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 200 OK",
        ] {
            assert_eq!(Message::parse(block.as_bytes()), None, "{block}");
        }
    }

    proptest! {
        #[test]
        fn written_messages_read_back(status in 100u16..600, value in "[ -~]{0,20}", body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut headers = Headers::default();
            headers.push("X-Test", value.as_bytes());
            let message = Message { status, headers, body };
            let block = [message.head(), message.body.clone()].concat();
            let back = Message::parse(&block).unwrap();
            prop_assert_eq!(back.status, status);
            prop_assert_eq!(back.headers.get("x-test"), message.headers.get("x-test"));
            prop_assert_eq!(back.body, message.body);
        }

        #[test]
        fn no_bytes_make_it_panic(block in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(Message::parse(&block));
            let chunked = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(), &block].concat();
            prop_assert!(Message::parse(&chunked).is_some());
        }
    }
}
