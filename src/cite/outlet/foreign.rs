//! Namings that tell who reported, in languages other than English: by the words next to the name.

use super::view::View;
use crate::cite::language::{Language, role};
use crate::cite::scan::Kind;

/// Words between the name and what tells that it reported: "según la agencia Reuters".
const BESIDE: usize = 2;

impl View<'_> {
    /// Whether a verb of saying or "according to" stands on either side of the name.
    pub(super) fn reports_in(&self, language: &Language) -> bool {
        let roles = |at: usize| match self.kind(at) {
            Some(Kind::Word) => language.roles(self.word(at)),
            _ => 0,
        };
        let open = |at: &usize| matches!(self.kind(*at), Some(Kind::Word | Kind::Other));
        let before = (0..self.start)
            .rev()
            .take_while(open)
            .take(BESIDE)
            .any(|at| roles(at) & (role::VERB | role::ACCORDING) != 0);
        let behind = (self.end..self.tokens.len())
            .take_while(open)
            .take(BESIDE)
            .any(|at| roles(at) & (role::VERB | role::ACCORDING | role::CLOSER) != 0);
        // "연합뉴스는 … 보도했다": the subject of a verb at the end
        let subject = roles(self.end) & role::TOPIC != 0 && language.verb_last();
        before || behind || subject
    }
}
