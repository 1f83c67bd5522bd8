//! Content codings of HTTP (RFC 9110, section 8.4.1): undone with a bound on what comes out.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Bytes of the window that the brotli decoder reads ahead.
const BROTLI_BUFFER: usize = 4096;

/// Most codings that one body may be under; each is undone in turn, so many are only an attack.
const MAX_CODINGS: usize = 4;

/// Largest window of a zstd frame, as a power of two: 8 MB (RFC 9659, section 3).
const ZSTD_WINDOW_LOG: u32 = 23;

/// Why a body cannot be had in the clear.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// It is longer than allowed.
    #[error("the body is longer than {0} bytes")]
    TooLarge(u64),
    /// The coding is none that is known.
    #[error("the body is coded as '{0}', which is not known")]
    Unknown(String),
    /// The coded bytes are damaged.
    #[error("the body does not decode as '{coding}'")]
    Damaged {
        /// The coding.
        coding: String,
        /// The decoder's reason.
        #[source]
        source: io::Error,
    },
}

/// Undoes the content codings that the `Content-Encoding` field names, last applied first.
///
/// A body that breaks off inside its coding gives what could be decoded.
///
/// # Errors
///
/// Fails if more than `limit` bytes come out, a coding is not known, or nothing can be decoded.
pub fn decode<'a>(
    body: &'a [u8],
    content_encoding: Option<&str>,
    limit: u64,
) -> Result<Cow<'a, [u8]>, DecodeError> {
    let mut body = Cow::Borrowed(body);
    let codings: Vec<String> = content_encoding
        .unwrap_or_default()
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect();
    if codings.len() > MAX_CODINGS {
        return Err(DecodeError::Unknown(format!(
            "{} codings in a row",
            codings.len()
        )));
    }
    for coding in codings.iter().rev() {
        // An archiver that undid the coding may have left the header behind.
        let is_undone = coding.ends_with("gzip") && !body.starts_with(&[0x1f, 0x8b]);
        if !body.is_empty() && !is_undone {
            body = Cow::Owned(decode_one(&body, coding, limit)?);
        }
    }
    if body.len() as u64 > limit {
        return Err(DecodeError::TooLarge(limit));
    }
    Ok(body)
}

fn decode_one(body: &[u8], coding: &str, limit: u64) -> Result<Vec<u8>, DecodeError> {
    let damaged = |source| DecodeError::Damaged {
        coding: coding.to_owned(),
        source,
    };
    match coding {
        "gzip" | "x-gzip" => read_up_to(MultiGzDecoder::new(body), limit, coding),
        // "deflate" means the zlib format, but some servers send bare deflate.
        "deflate" => {
            read_up_to(ZlibDecoder::new(body), limit, coding).or_else(|error| match error {
                DecodeError::Damaged { .. } => read_up_to(DeflateDecoder::new(body), limit, coding),
                other => Err(other),
            })
        }
        "br" => read_up_to(
            brotli::Decompressor::new(body, BROTLI_BUFFER),
            limit,
            coding,
        ),
        "zstd" => {
            let mut decoder = zstd::Decoder::with_buffer(body).map_err(damaged)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(damaged)?;
            read_up_to(decoder, limit, coding)
        }
        _ => Err(DecodeError::Unknown(coding.to_owned())),
    }
}

fn read_up_to(decoder: impl Read, limit: u64, coding: &str) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = Vec::new();
    let end = decoder
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes);
    if let Err(source) = end
        && bytes.is_empty()
    {
        return Err(DecodeError::Damaged {
            coding: coding.to_owned(),
            source,
        });
    }
    if bytes.len() as u64 > limit {
        return Err(DecodeError::TooLarge(limit));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const TEXT: &[u8] = b"The pier was closed at noon, the harbour office said.";

    fn coded(coding: &str) -> Vec<u8> {
        let level = Compression::default();
        match coding {
            "gzip" => {
                let mut encoder = GzEncoder::new(Vec::new(), level);
                encoder.write_all(TEXT).unwrap();
                encoder.finish().unwrap()
            }
            "zlib" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(TEXT).unwrap();
                encoder.finish().unwrap()
            }
            "bare" => {
                let mut encoder = DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(TEXT).unwrap();
                encoder.finish().unwrap()
            }
            "br" => {
                let mut bytes = Vec::new();
                brotli::CompressorWriter::new(&mut bytes, 4096, 5, 20)
                    .write_all(TEXT)
                    .unwrap();
                bytes
            }
            _ => zstd::encode_all(TEXT, 0).unwrap(),
        }
    }

    #[test]
    fn every_coding_of_the_web_is_undone() {
        for (coding, header) in [
            ("gzip", "gzip"),
            ("gzip", "X-GZIP"),
            ("zlib", "deflate"),
            ("bare", "deflate"),
            ("br", "br"),
            ("zstd", "zstd"),
        ] {
            let body = coded(coding);
            assert_eq!(
                &*decode(&body, Some(header), 1000).unwrap(),
                TEXT,
                "{coding}"
            );
        }
        assert_eq!(&*decode(TEXT, None, 1000).unwrap(), TEXT);
        assert_eq!(&*decode(TEXT, Some("gzip"), 1000).unwrap(), TEXT);
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 1_000_000]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(matches!(
            decode(&bomb, Some("gzip"), 10_000),
            Err(DecodeError::TooLarge(10_000))
        ));
    }

    #[test]
    fn damage_is_told_and_a_cut_body_gives_what_came() {
        assert!(matches!(
            decode(b"<html>", Some("zstd"), 100),
            Err(DecodeError::Damaged { .. })
        ));
        assert!(matches!(
            decode(b"<html>", Some("rot13"), 100),
            Err(DecodeError::Unknown(_))
        ));
        let mut body = coded("gzip");
        body.truncate(body.len() - 4);
        assert_eq!(&*decode(&body, Some("gzip"), 1000).unwrap(), TEXT);
    }
}
