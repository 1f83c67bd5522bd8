//! Namings that tell whom somebody spoke to: "told the Ledger".

use super::view::View;
use crate::cite::scan::Kind;

/// Verbs whose recipient is the outlet.
const TOLD: &str = "told tells tell telling informed assured emailed giving gave";

/// Words a few before "to" or "with".
const SPOKE_TO: &str = "spoke speaking spoken talked talking interview interviews confirmed statement said \
    comments conversation remarks sat down denied email explained";

/// Words a few before "on".
const APPEARED_ON: &str =
    "said speaking appeared appearing appearance spoke interview told interviewed";

impl View<'_> {
    pub(super) fn was_told(&self) -> bool {
        let Some(at) = self.before() else {
            return self.spoke_to();
        };
        let told = |at: usize| self.among(at, TOLD);
        if told(at) {
            return true;
        }
        let earlier = |words: &str| {
            (1..=4).any(|back| at.checked_sub(back).is_some_and(|b| self.among(b, words)))
        };
        if self.any(at, &["to", "with"]) && !earlier("according") {
            return earlier(SPOKE_TO);
        }
        if self.any(at, &["on"]) {
            return earlier(APPEARED_ON);
        }
        if self.any(at, &["in", "during"]) || self.any(at, &["a", "an"]) {
            return self.any(self.end, &["interview"]) || self.any(self.end + 1, &["interview"]);
        }
        // "told the Standard and the Ledger"
        if self.any(at, &["and"]) && at > 0 && earlier("told") {
            return true;
        }
        self.any(self.end, &["interview"])
            || self.kind(self.end) == Some(Kind::Quotation)
                && self.any(self.end + 1, &["interview"])
            || self.spoke_to()
    }

    /// "Breitbart Texas spoke with", "CNN was told".
    fn spoke_to(&self) -> bool {
        self.any(self.end, &["spoke", "talked"]) && self.any(self.end + 1, &["to", "with"])
            || self.any(
                self.end,
                &["was", "has", "interviewed", "asked", "contacted"],
            ) && (self.any(self.end + 1, &["told"])
                || self.any(self.end + 1, &["been"]) && self.any(self.end + 2, &["told"]))
    }
}
