//! Streams that unfold to more than memory holds.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

/// What all streams of a file may unfold to together, in bytes. The largest scanned reports that
/// come near the limit of a body stay below a tenth of it.
const MAX_BYTES: u64 = 400_000_000;

/// Whether the compressed streams of a file unfold to more than [`MAX_BYTES`].
pub(super) fn is_bomb(file: &[u8]) -> bool {
    unfolds_beyond(MAX_BYTES, file)
}

fn unfolds_beyond(limit: u64, file: &[u8]) -> bool {
    const MARK: &[u8] = b"stream";
    let mut left = limit;
    let mut rest = file;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        rest = rest.get(at + MARK.len()..).unwrap_or_default();
        let begin = rest
            .iter()
            .take_while(|byte| b"\r\n".contains(byte))
            .count();
        let data = rest.get(begin..).unwrap_or_default();
        // A stream of the zlib format (RFC 1950) whose method is deflate.
        if data.first().is_some_and(|byte| byte & 0x0f == 8) {
            let mut reader = ZlibDecoder::new(data).take(left + 1);
            // A damaged stream unfolds as far as it is whole.
            let mut sink = Counter(0);
            let _end = io::copy(&mut reader, &mut sink);
            let Some(less) = left.checked_sub(sink.0) else {
                return true;
            };
            left = less;
        }
    }
    false
}

/// Counts what is written to it.
#[derive(Debug)]
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write as _;

    #[test]
    fn a_small_file_may_be_large_inside() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&vec![0; 50_000]).unwrap();
        let mut file = b"%PDF-1.4 1 0 obj << >> stream\n".to_vec();
        file.extend(encoder.finish().unwrap());
        assert!(file.len() < 1000);
        assert!(unfolds_beyond(49_999, &file));
        assert!(!unfolds_beyond(50_000, &file));
        assert!(!is_bomb(b"%PDF-1.4 stream\nx\x9c stream"));
        assert!(!is_bomb(b""));
    }
}
