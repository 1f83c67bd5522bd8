//! Who denies a claim: a denial is a statement about it, and no further voice for it.

use super::draft::{At, Draft};

/// Statements of one claim that are looked at to find the one that stands for it anew.
const LOOKED_AT: usize = 50;

impl Draft<'_> {
    /// Marks the statements of each claim that deny what the one that stands for it says. Where more
    /// documents deny than say it, the denial is the claim.
    pub(super) fn mark_denials(&mut self) {
        for number in 0..self.claims.len() {
            let group = &self.claims[number];
            if group.statements.len() < 2 || !group.states(group.medoid) {
                continue;
            }
            let denials = self.denials(&group.statements, group.medoid);
            if denials.is_empty() {
                continue;
            }
            let is_other = |at: &At| denials.binary_search(at).is_err();
            let told: Vec<At> = group.statements.iter().copied().filter(is_other).collect();
            if documents(&denials) > documents(&told) {
                self.claims[number].medoid = self.most_alike(&denials);
                self.claims[number].denials = told;
            } else {
                self.claims[number].denials = denials;
            }
        }
    }

    /// Returns those of `statements` that deny `told`, ascending.
    fn denials(&self, statements: &[At], told: At) -> Vec<At> {
        let others = statements.iter().copied().filter(|&at| at != told);
        others.filter(|&at| self.denies(at, told)).collect()
    }

    /// Returns the statement that is most like the others, the first among equals.
    fn most_alike(&self, statements: &[At]) -> At {
        let some = &statements[..statements.len().min(LOOKED_AT)];
        let alike = |at: At| {
            some.iter()
                .map(|&other| self.likeness(at, other))
                .sum::<f64>()
        };
        let best = some.iter().map(|&at| (at, alike(at)));
        let best = best.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(statements[0], |(at, _)| at)
    }
}

/// How many documents make statements, which are in ascending order.
fn documents(statements: &[At]) -> usize {
    statements.chunk_by(|a, b| a.0 == b.0).count()
}
