//! PDF reports and letters, which many trails end at: text with its pages, title, author, date and
//! links.
//!
//! `glyphs` draws the pages and keeps the letters, `lines` puts these together to lines and
//! `paragraphs` those to a document. What is locked, damaged or made of pictures alone is refused
//! with the reason. ISO 32000-1 is the standard that section numbers here are of.

mod annotations;
mod bomb;
mod glyphs;
mod info;
mod lines;
mod paragraphs;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::document::{BlockKind, Document, Input, ParseError};
use super::media::PDF;
use super::{metadata, plain};

/// Pages beyond these are not read.
const MAX_PAGES: usize = 2000;
/// A document with less text than this for each page is one of pictures, in bytes.
const LEAST_BYTES: usize = 8;

/// Reads a PDF.
///
/// # Errors
///
/// Fails if it is locked by a password, damaged, unfolds to more than can be held, or shows no text.
pub(super) fn document(input: &Input<'_>) -> Result<Document, ParseError> {
    let refused = |why| ParseError::Unreadable {
        media_type: PDF.to_owned(),
        why,
    };
    if bomb::is_bomb(input.body) {
        return Err(refused("it unfolds to more than can be held"));
    }
    let pdf = Pdf::new(input.body.to_vec()).map_err(|error| {
        refused(match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                "it is locked by a password"
            }
            LoadPdfError::Decryption(_) => "its encryption is unknown",
            LoadPdfError::Invalid => "it is damaged",
        })
    })?;
    if pdf.pages().is_empty() {
        return Err(refused("it is damaged"));
    }
    let pages: Vec<Vec<lines::Line>> = glyphs::of_pages(&pdf, MAX_PAGES)
        .iter()
        .map(|glyphs| lines::lines(glyphs))
        .collect();
    let composed = paragraphs::compose(&pages);
    if composed.text.len() < LEAST_BYTES * pages.len() {
        return Err(refused("its pages are pictures without text"));
    }
    let mut links = annotations::links(&pdf, &pages, &composed);
    let bare = plain::links(&composed.text).into_iter().filter(|bare| {
        let overlaps = |span: crate::text::Span| bare.span.is_some_and(|own| own.overlaps(span));
        !links.iter().any(|link| link.span.is_some_and(overlaps))
    });
    let bare: Vec<_> = bare.collect();
    links.extend(bare);
    links.sort_by_key(|link| link.span.map(|span| span.start));
    let language = metadata::detected_language(&composed.text);
    let info = info::read(&pdf);
    let first = composed
        .pages
        .get(1)
        .copied()
        .unwrap_or(composed.text.len());
    let shown: Vec<&str> = composed
        .blocks
        .iter()
        .filter(|block| block.span.start < first && block.kind != BlockKind::Note)
        .map(|block| block.span.of(&composed.text))
        .collect();
    let written = metadata::date_in_lines(&shown, language.as_deref(), input.retrieved);
    let stamped = |stamp: Option<String>| metadata::date_of_stamp(&stamp?, input.retrieved);
    Ok(Document {
        media_type: PDF.to_owned(),
        title: info.title.or(composed.headline),
        authors: info.authors,
        published: written.or_else(|| stamped(info.created)),
        modified: stamped(info.modified),
        language,
        blocks: composed.blocks,
        pages: composed.pages,
        text: composed.text,
        links,
        ..Document::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of one page that draws `content`; its table of objects is missing, as in damaged files.
    fn pdf(content: &str, trailer: &str) -> Vec<u8> {
        format!(
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R\n\
             /Resources << /Font << /F 5 0 R >> >> >>\nendobj\n\
             4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n\
             5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n\
             trailer\n<< /Size 6 /Root 1 0 R {trailer} >>\n%%EOF\n",
            content.len()
        )
        .into_bytes()
    }

    /// The same with the table of objects before its trailer.
    fn whole(content: &str, trailer: &str) -> Vec<u8> {
        let file = String::from_utf8(pdf(content, trailer)).unwrap();
        let (objects, trailer) = file.split_once("trailer").unwrap();
        let places: Vec<String> = (1..6)
            .map(|number| objects.find(&format!("{number} 0 obj")).unwrap())
            .map(|place| format!("{place:010} 00000 n \n"))
            .collect();
        let table = format!("xref\n0 6\n0000000000 65535 f \n{}", places.concat());
        let end = format!("startxref\n{}\n%%EOF\n", objects.len());
        let trailer = trailer.trim_end().trim_end_matches("%%EOF");
        format!("{objects}{table}trailer{trailer}{end}").into_bytes()
    }

    fn read(body: &[u8]) -> Result<Document, ParseError> {
        document(&Input {
            url: None,
            content_type: None,
            body,
            retrieved: None,
        })
    }

    fn reason(body: &[u8]) -> String {
        read(body).unwrap_err().to_string()
    }

    #[test]
    fn a_file_without_a_table_of_objects_is_read() {
        let body = pdf("BT /F 12 Tf 50 700 Td (The quay is closed.) Tj ET", "");
        let document = read(&body).unwrap();
        assert_eq!(document.text, "The quay is closed.");
        assert_eq!(document.page_of(4), Some(1));
        assert_eq!(document.published, None);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        assert!(reason(b"%PDF-1.4 and no more").ends_with("it is damaged"));
        let picture = pdf("10 0 0 10 50 50 cm 0 0 1 1 re f", "");
        assert!(reason(&picture).ends_with("its pages are pictures without text"));
        let locked = whole(
            "BT ET",
            "/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 \
             /P -4 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >>",
        );
        assert!(
            reason(&locked).ends_with("it is locked by a password"),
            "{}",
            reason(&locked)
        );
    }

    proptest::proptest! {
        #[test]
        fn any_drawing_is_read_or_refused(content in "(BT|ET|/F 9 Tf|Td|Tm|T[*]|[(]ab[)] Tj|q|Q|cm|Do|/X|-?[0-9]{1,9}| ){0,60}") {
            drop(read(&pdf(&content, "")));
        }

        #[test]
        fn a_file_cut_short_is_read_or_refused(end in 0_usize..600) {
            let body = pdf("BT /F 12 Tf 50 700 Td (The quay is closed.) Tj ET", "");
            drop(read(body.get(..end).unwrap_or(&body)));
        }
    }
}
