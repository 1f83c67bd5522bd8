//! Links that are laid over the text of a page (section 12.5.6.5).

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Bytes};

use super::lines::Line;
use super::paragraphs::Composed;
use crate::parse::document::{Link, LinkClass};
use crate::text::Span;
use crate::urls::{CanonicalUrl, without_userinfo};

/// Links beyond these are left out.
const MAX_LINKS: usize = 10_000;

/// A link and the area of the page that it is laid over.
#[derive(Debug)]
struct Area {
    href: String,
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

/// Returns the links to the web that lie over text, each with the place of that text.
pub(super) fn links(pdf: &Pdf, pages: &[Vec<Line>], composed: &Composed) -> Vec<Link> {
    let mut found = Vec::new();
    for (number, (page, lines)) in pdf.pages().iter().zip(pages).enumerate() {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else {
            continue;
        };
        let areas = annotations
            .iter::<Dict<'_>>()
            .filter_map(|dict| area(&dict));
        for area in areas.take(MAX_LINKS.saturating_sub(found.len())) {
            found.extend(link(&area, number, lines, composed));
        }
    }
    found
}

fn area(annotation: &Dict<'_>) -> Option<Area> {
    let is_link = annotation
        .get::<Name<'_>>(b"Subtype")
        .is_some_and(|name| &*name == b"Link");
    is_link.then_some(())?;
    let action = annotation.get::<Dict<'_>>(b"A")?;
    let uri = action.get::<Bytes<'_>>(b"URI")?;
    let href = String::from_utf8_lossy(uri.as_bytes()).trim().to_owned();
    let corners: Vec<f64> = annotation
        .get::<Array<'_>>(b"Rect")?
        .iter::<Object<'_>>()
        .filter_map(|object| match object {
            Object::Number(number) => Some(number.as_f64()),
            _ => None,
        })
        .collect();
    let [x0, y0, x1, y1] = *corners.as_slice() else {
        return None;
    };
    Some(Area {
        href,
        left: x0.min(x1),
        bottom: y0.min(y1),
        right: x0.max(x1),
        top: y0.max(y1),
    })
}

/// The link of an area, if it leads to the web and lies over text.
fn link(area: &Area, page: usize, lines: &[Line], composed: &Composed) -> Option<Link> {
    let url = CanonicalUrl::parse(&area.href).ok()?;
    let mut covered: Option<Span> = None;
    for &(_, at, start) in composed.starts.iter().filter(|(own, _, _)| *own == page) {
        let Some(line) = lines.get(at) else { continue };
        let middle = line.y + 0.3 * line.size;
        if !(area.bottom..=area.top).contains(&middle) {
            continue;
        }
        let slack = 0.3 * line.size;
        let inside = |x: f64| x >= area.left - slack && x < area.right - slack;
        let first = line.places.iter().position(|(_, x)| inside(*x));
        let last = line.places.iter().rposition(|(_, x)| inside(*x));
        let Some((first, last)) = first.zip(last) else {
            continue;
        };
        let from = start + line.places.get(first).map_or(0, |(byte, _)| *byte);
        let to = start
            + line
                .places
                .get(last + 1)
                .map_or(line.text.len(), |(byte, _)| *byte);
        covered = Some(covered.map_or(Span::new(from, to), |span| {
            Span::new(span.start.min(from), span.end.max(to))
        }));
    }
    let end = composed.text.len();
    let span =
        covered.filter(|span| span.end <= end && composed.text.is_char_boundary(span.end))?;
    let span = span.trim(&composed.text);
    (!span.is_empty()).then(|| Link {
        href: without_userinfo(&area.href).into_owned(),
        url: Some(url),
        anchor: span
            .of(&composed.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        rel: String::new(),
        span: Some(span),
        marker: None,
        class: LinkClass::Citation,
    })
}
