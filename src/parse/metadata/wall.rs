//! Whether a page holds back part of its article from those who do not pay or register.
//!
//! A page says so in data for programs ([`is_declared`]), or shows a box that asks to subscribe
//! ([`is_shown`]). Neither tells whether the text was cut, for many a page sends all of it and
//! hides it: [`PARTIAL_BYTES`] is for that.

use super::Sources;
use crate::parse::names::Kinds;
use crate::parse::role::Role;
use crate::parse::tree::Page;

/// A text that a paywall cuts is shorter than this.
pub(in crate::parse) const PARTIAL_BYTES: usize = 2500;
/// Longest text of a line that asks to subscribe, in bytes.
const LINE_BYTES: usize = 200;
/// The box stands in the text or within so many nodes behind it.
const BEHIND_NODES: usize = 120;
/// What such a box says, lower case.
const PHRASES: &[&str] = &[
    "subscribe to read",
    "subscribe to continue",
    "subscribe to keep reading",
    "register to read",
    "register to continue",
    "log in to read",
    "log in to continue reading",
    "sign in to read",
    "sign in to continue reading",
    "sign up to read",
    "to read the full article",
    "to read the full story",
    "to read the rest of this article",
    "already a subscriber?",
    "already subscribed?",
    "for subscribers only",
    "exclusive to subscribers",
    "article is for subscribers",
    "content is for subscribers",
    "only available to subscribers",
    "reached your limit of free articles",
    "um weiterzulesen",
    "weiterlesen mit",
    "nur für abonnenten",
    "exklusiv für abonnenten",
    "artikel ist abonnenten vorbehalten",
    "bereits abonnent?",
    "sie haben bereits ein abo",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "réservée aux abonnés",
    "abonnez-vous pour lire",
    "déjà abonné",
    "pour lire la suite",
    "de cet article à lire",
    "para seguir leyendo",
    "solo para suscriptores",
    "exclusivo para suscriptores",
    "ya eres suscriptor",
    "riservato agli abbonati",
    "per continuare a leggere",
    "sei già abbonato",
    "alleen voor abonnees",
    "om verder te lezen",
    "al abonnee?",
    "exclusivo para assinantes",
    "para continuar lendo",
    "já é assinante",
    "för prenumeranter",
    "for abonnenter",
    "aby czytać dalej",
    "dla subskrybentów",
];

/// Whether the page says in its data that not all of it is free to read: schema.org's
/// `isAccessibleForFree`, or the content tier of Facebook's article tags.
pub(super) fn is_declared(sources: Sources<'_, '_>) -> bool {
    let is = |name: &str, values: &[&str]| {
        sources
            .meta
            .get(&[name])
            .is_some_and(|found| values.contains(&found.to_ascii_lowercase().as_str()))
    };
    sources.json.free == Some(false)
        || is("isaccessibleforfree", &["false"])
        || is("article:content_tier", &["locked", "metered"])
}

/// Whether the page shows a box that asks to subscribe or to log in before one reads on, in the
/// text below `root` or behind it.
pub(in crate::parse) fn is_shown(page: &Page<'_>, roles: &[Role], root: usize) -> bool {
    let end = page.node(root).end.saturating_add(BEHIND_NODES);
    (0..page.len()).any(|index| page.names(index).any(Kinds::WALL))
        || (root..end.min(page.len()))
            .filter(|index| {
                let role = roles.get(*index).copied().unwrap_or(Role::Body);
                // A menu offers to log in on every page, whatever it holds back.
                matches!(role, Role::Body | Role::Share | Role::Ad | Role::Related)
            })
            .any(|index| asks_to_subscribe(page.node(index).text))
}

fn asks_to_subscribe(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= LINE_BYTES && {
        let text = text.to_lowercase();
        PHRASES.iter().any(|phrase| text.contains(phrase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_ask_to_subscribe_are_known() {
        for text in [
            "Subscribe to read the full article",
            " Déjà abonné ? Connectez-vous",
            "Dieser Inhalt ist nur für Abonnenten.",
        ] {
            assert!(asks_to_subscribe(text), "{text}");
        }
        for text in ["", "Subscribe to our letter", "She subscribed to the view."] {
            assert!(!asks_to_subscribe(text), "{text}");
        }
        let prose = "The paper asked readers to subscribe to read on. ".repeat(5);
        assert!(!asks_to_subscribe(&prose));
    }
}
