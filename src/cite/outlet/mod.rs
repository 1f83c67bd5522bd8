//! Outlets that a text names: in full, by a short form, or as "the newspaper".
//!
//! [`OutletNames`] knows outlets by the names of the pages seen and by a built-in list. A short
//! form ("the Ledger") and a noun ("the same newspaper") count only in a document that has named
//! or linked the outlet before. What a naming says (that the outlet reported, that it was told
//! something, that it wrote the page) is read from the words on either side.

mod builtin;
mod byline;
mod foreign;
mod index;
mod naming;
mod report;
mod told;
mod view;

use crate::cite::attribution::{Mention, MentionKind};
use crate::cite::language::{self, Language};
use crate::cite::paragraph::Paragraph;
use crate::cite::quotes;
use crate::parse::{BlockKind, Document};
use crate::text::Span;
pub use index::OutletNames;
use naming::{Naming, namings};
use view::View;

/// The outlets that a document names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedOutlets {
    /// Every naming, with the registrable domain of the outlet, in text order.
    pub namings: Vec<(Span, String)>,
    /// Those of them that have reported, were told something or wrote the page, in text order.
    pub mentions: Vec<Mention>,
}

/// Finds the outlets that `document` names, other than `own`, the registrable domain of the page
/// itself: what it says of itself is no mention, nor is an outlet that the news is about.
#[must_use]
pub fn named_outlets(document: &Document, own: &str, names: &OutletNames) -> NamedOutlets {
    let text = quotes::fold(&document.text);
    let paragraphs = read(document, &text);
    let mut found = NamedOutlets::default();
    let language = document.language.as_deref().and_then(language::of);
    for naming in namings(document, &text, &paragraphs, own, names) {
        let paragraph = &paragraphs[naming.paragraph];
        let kind = reports(&text, paragraph, &naming, language);
        let span = span(paragraph, &naming);
        if let Some(kind) = kind {
            found.mentions.push(Mention {
                span,
                outlet: naming.domain.clone(),
                kind,
            });
        }
        if !naming.weak || kind.is_some() {
            found.namings.push((span, naming.domain));
        }
    }
    found
}

/// Returns the name that an outlet of the built-in list usually goes by.
#[must_use]
pub fn usual_name(domain: &str) -> Option<&'static str> {
    let (_, names) = builtin::OUTLETS
        .iter()
        .find(|(known, _)| *known == domain)?;
    names.first().map(|name| name.trim_start_matches('~'))
}

/// Returns the names of the built-in list.
pub(super) fn builtin_names() -> impl Iterator<Item = &'static str> {
    let names = builtin::OUTLETS.iter().flat_map(|(_, names)| *names);
    names.map(|name| name.trim_start_matches('~'))
}

fn read(document: &Document, text: &str) -> Vec<Paragraph> {
    let language = document.language.as_deref().and_then(language::of);
    document
        .blocks
        .iter()
        .map(|block| Paragraph::in_language(text, block.span, block.kind, language))
        .collect()
}

fn span(paragraph: &Paragraph, naming: &Naming) -> Span {
    Span::new(
        paragraph.tokens[naming.start].span.start,
        paragraph.tokens[naming.end - 1].span.end,
    )
}

/// Tells how the outlet is named, or nothing if it is only spoken of.
fn reports(
    text: &str,
    paragraph: &Paragraph,
    naming: &Naming,
    language: Option<&Language>,
) -> Option<MentionKind> {
    let view = View {
        text,
        tokens: &paragraph.tokens,
        start: naming.start,
        end: naming.end,
    };
    if paragraph.kind == BlockKind::Caption || view.is_byline() {
        return Some(MentionKind::Byline);
    }
    if let Some(language) = language {
        return view.reports_in(language).then_some(MentionKind::Report);
    }
    if view.was_told() {
        return Some(MentionKind::Told);
    }
    (view.is_subject() || view.is_behind_a_cue()).then_some(MentionKind::Report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::tests_support::document;

    fn names() -> OutletNames {
        OutletNames::new(
            [
                ("The Harbor Ledger", "harborledger.test"),
                ("Calder Standard", "calderstandard.test"),
                ("Meridian Wire", "meridianwire.test"),
                ("SkimReel", "skimreel.test"),
            ]
            .into_iter(),
        )
    }

    fn found(text: &str, own: &str) -> Vec<(String, MentionKind)> {
        named_outlets(&document(text), own, &names())
            .mentions
            .into_iter()
            .map(|mention| (mention.outlet, mention.kind))
            .collect()
    }

    #[test]
    fn reports_are_told_from_mere_namings() {
        use MentionKind::{Byline, Report, Told};
        for (text, outlet, kind) in [
            (
                "It sank, the Harbor Ledger newspaper reported on Tuesday.",
                "harborledger.test",
                Some(Report),
            ),
            (
                "As first reported by the Calder Standard, it sank.",
                "calderstandard.test",
                Some(Report),
            ),
            (
                "It sank, according to Meridian Wire.",
                "meridianwire.test",
                Some(Report),
            ),
            ("It sank (via SkimReel).", "skimreel.test", Some(Report)),
            (
                "It sank, per the Calder Standard.",
                "calderstandard.test",
                Some(Report),
            ),
            (
                "It sank, so SkimReel has it.",
                "skimreel.test",
                Some(Report),
            ),
            ("It sank, he told CNN.", "cnn.com", Some(Told)),
            (
                "In an interview with the Harbor Ledger, she said no.",
                "harborledger.test",
                Some(Told),
            ),
            (
                "ALDER, March 4 (Meridian Wire) - It sank.",
                "meridianwire.test",
                Some(Byline),
            ),
            (
                "The Harbor Ledger moved to a new house.",
                "harborledger.test",
                None,
            ),
            ("Reuters did not publish the story.", "reuters.com", None),
        ] {
            let expected: Vec<_> = kind
                .map(|kind| (outlet.to_owned(), kind))
                .into_iter()
                .collect();
            assert_eq!(found(text, "x.test"), expected, "{text}");
        }
    }

    #[test]
    fn own_outlet_is_no_mention() {
        assert!(found("He told the Calder Standard so.", "calderstandard.test").is_empty());
    }

    #[test]
    fn short_forms_need_the_full_name_first() {
        assert!(found("It sank, the Ledger reported.", "x.test").is_empty());
        let text =
            "The Harbor Ledger reported it.\n\nIt sank, the Ledger said. “No,” the newspaper said.";
        assert_eq!(found(text, "x.test").len(), 3);
    }

    #[test]
    fn agency_and_newspaper_point_to_different_outlets() {
        let text = "The Harbor Ledger reported it, Meridian Wire said.\n\nThe newspaper said so. The agency said so.";
        let outlets: Vec<String> = found(text, "x.test").into_iter().map(|m| m.0).collect();
        assert_eq!(
            outlets,
            [
                "harborledger.test",
                "meridianwire.test",
                "harborledger.test",
                "meridianwire.test"
            ]
        );
    }
}
