//! Namings that tell who wrote or pictured the page: datelines, bylines, credits.

use super::view::View;
use crate::cite::lexicon::class;
use crate::cite::scan::Kind;

/// Words before the colon of a credit line.
const CREDITS: &str = "photo photos photograph picture image images credit video by";

/// Words behind the name of the outlet that they work for.
const STAFF: &str = "correspondent photos photo images file staff";

impl View<'_> {
    pub(super) fn is_byline(&self) -> bool {
        // "(Reuters) -", "ALDER, March 4 (Meridian Wire) -"
        let open = self.start.checked_sub(1);
        let dateline = open.is_some_and(|at| self.kind(at) == Some(Kind::Open))
            && self.kind(self.end) == Some(Kind::Close)
            && (self.kind(self.end + 1) == Some(Kind::Dash)
                || self.any(self.end + 1, &["-", "--"]))
            && self.start < 16;
        let bare_dateline = self.start == 0
            && self.kind(self.end) == Some(Kind::Dash)
            && self.end + 3 < self.tokens.len();
        let before = self.before();
        let credited = before.is_some_and(|at| {
            let colon =
                self.kind(at) == Some(Kind::Colon) && at > 0 && { self.among(at - 1, CREDITS) };
            let slash = self.word(at) == "/" || self.word(at) == "|";
            colon
                || slash
                || self.any(at, &["©"])
                || at == 0 && self.any(at, &["by"])
                || self.any(at, &["by", "from"])
                    && at > 0
                    && self.any(at - 1, &["reporting", "text", "photo", "photos"])
                || self.any(at, &["for"])
                    && at > 0
                    && self.any(at - 1, &["writes", "column", "correspondent", "reporter"])
        });
        let worked = self.among(self.end, STAFF)
            || self.any(self.end, &["contributed"])
            || self.any(self.end, &["and"]) && self.any(self.end + 1, &["staff", "agencies"]);
        let slashed = self.word(self.end) == "/";
        // "Reuters could not independently verify": whoever says so of itself wrote the text
        let verifies = (self.end..self.end + 3).any(|at| {
            self.tokens.get(at).is_some_and(|t| t.is(class::NOT)) || self.any(at, &["unable"])
        }) && (self.end..self.end + 6)
            .any(|at| self.any(at, &["verify", "confirm", "authenticate"]));
        dateline || bare_dateline || credited || worked || slashed || verifies
    }
}
