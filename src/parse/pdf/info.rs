//! What a PDF says about itself in its information dictionary (section 14.3.3).

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::DateTime;

use crate::parse::metadata::people;
use crate::parse::tree::fold;

/// The entries that are of use.
#[derive(Debug, Default)]
pub(super) struct Info {
    /// The title, unless a program put the file's name there.
    pub title: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// When it was made, as an RFC 3339 time stamp.
    pub created: Option<String>,
    /// When it was last changed, as an RFC 3339 time stamp.
    pub modified: Option<String>,
}

/// Reads the information dictionary.
pub(super) fn read(pdf: &Pdf) -> Info {
    let metadata = pdf.metadata();
    Info {
        title: metadata
            .title
            .as_deref()
            .map(text)
            .filter(|title| is_title(title)),
        authors: metadata
            .author
            .as_deref()
            .map(|author| people(&text(author)))
            .unwrap_or_default(),
        created: metadata.creation_date.as_ref().map(stamp),
        modified: metadata.modification_date.as_ref().map(stamp),
    }
}

/// A text string (section 7.9.2.2): UTF-16 or UTF-8 by its mark, else `PDFDocEncoding`, which differs
/// from windows-1252 in signs that titles hardly have.
fn text(bytes: &[u8]) -> String {
    let marks = [
        (&b"\xfe\xff"[..], UTF_16BE),
        (b"\xff\xfe", UTF_16LE),
        (b"\xef\xbb\xbf", UTF_8),
    ];
    let marked = marks
        .into_iter()
        .find_map(|(mark, encoding)| Some((bytes.strip_prefix(mark)?, encoding)));
    let (bytes, encoding) = marked.unwrap_or((bytes, WINDOWS_1252));
    fold(
        &encoding
            .decode_without_bom_handling(bytes)
            .0
            .replace('\0', ""),
    )
}

/// Whether a title is one, rather than the name of the file or of the program that wrote it.
fn is_title(title: &str) -> bool {
    const PROGRAMS: [&str; 4] = ["microsoft word", "untitled", "powerpoint", "slide 1"];
    const FILES: [&str; 10] = [
        ".doc", ".docx", ".pdf", ".indd", ".qxd", ".ppt", ".pptx", ".rtf", ".tex", ".dvi",
    ];
    let lower = title.to_lowercase();
    title.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !PROGRAMS.iter().any(|program| lower.starts_with(program))
        && !FILES.iter().any(|end| lower.ends_with(end))
}

fn stamp(at: &DateTime) -> String {
    let sign = if at.utc_offset_hour < 0 { '-' } else { '+' };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        at.year,
        at.month,
        at.day,
        at.hour,
        at.minute,
        at.second,
        at.utc_offset_hour.unsigned_abs(),
        at.utc_offset_minute
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_no_titles() {
        for (title, expected) in [
            ("Survey of the north quay", true),
            ("Microsoft Word - quay.doc", false),
            ("quay_final.indd", false),
            ("12", false),
        ] {
            assert_eq!(is_title(title), expected, "{title}");
        }
    }

    #[test]
    fn text_is_read_by_its_mark() {
        assert_eq!(text(b"\xfe\xff\x00Q\x00u\x00\xe9"), "Qué");
        assert_eq!(text(b"Qu\xe9"), "Qué");
        assert_eq!(text(b"\xef\xbb\xbfQu\xc3\xa9"), "Qué");
    }
}
