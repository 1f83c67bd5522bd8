//! Members of gzip files (RFC 1952).
//!
//! To begin a compression costs as much as to compress a small record, so each thread begins one of
//! each level and takes it up again.

use std::cell::RefCell;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// How a member begins: deflate, no fields, no time, fastest, system unknown (section 2.3).
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255];

/// Room that the output grows by at a time, in bytes.
const STEP: usize = 16 * 1024;

thread_local! {
    static BEGUN: RefCell<Vec<(Compression, Compress)>> = const { RefCell::new(Vec::new()) };
}

/// Returns one member that holds the parts, one after the other.
pub(super) fn member(level: Compression, parts: &[&[u8]]) -> Vec<u8> {
    BEGUN.with_borrow_mut(|begun| {
        let at = begun.iter().position(|(known, _)| *known == level);
        let at = at.unwrap_or_else(|| {
            begun.push((level, Compress::new(level, false)));
            begun.len() - 1
        });
        let compress = &mut begun[at].1;
        compress.reset();
        pack(compress, parts)
    })
}

fn pack(compress: &mut Compress, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    let mut crc = Crc::new();
    for part in parts {
        crc.update(part);
        feed(compress, part, FlushCompress::None, &mut out);
    }
    feed(compress, &[], FlushCompress::Finish, &mut out);
    out.extend(crc.sum().to_le_bytes());
    out.extend(crc.amount().to_le_bytes());
    out
}

/// Compresses the whole of a part; with [`FlushCompress::Finish`] to the end of the stream.
fn feed(compress: &mut Compress, mut part: &[u8], flush: FlushCompress, out: &mut Vec<u8>) {
    let is_last = matches!(flush, FlushCompress::Finish);
    loop {
        out.reserve(STEP);
        let before = compress.total_in();
        // Only wrong parameters fail, and there are none.
        let status = compress.compress_vec(part, out, flush);
        let taken = compress.total_in() - before;
        part = part
            .get(usize::try_from(taken).unwrap_or(usize::MAX)..)
            .unwrap_or_default();
        match status {
            Ok(Status::StreamEnd) | Err(_) => return,
            _ if part.is_empty() && !is_last => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::MultiGzDecoder;

    use super::*;

    #[test]
    fn members_of_all_sizes_are_read_back() {
        let long: Vec<u8> = (0..300_000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        for level in [Compression::none(), Compression::fast()] {
            let parts: [&[u8]; 4] = [b"head", b"", &long, b"\r\n"];
            let mut all = member(level, &parts);
            all.extend(member(level, &[b"second"]));
            let mut read = Vec::new();
            MultiGzDecoder::new(&*all).read_to_end(&mut read).unwrap();
            assert_eq!(read, [parts.concat(), b"second".to_vec()].concat());
        }
    }
}
