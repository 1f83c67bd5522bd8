//! The ways into an address, in the order in which a crawl prefers them.

use super::{MAX_HOPS, Step};

/// How promising a link is: whether it may well lead to where a claim comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Priority {
    /// The citing sentence says that somebody said so: it has the cue of an attribution.
    Attributed,
    /// It leads to a host of primary documents ([`crate::urls::is_primary`]).
    Primary,
    /// Any other link by which a page cites.
    Body,
    /// A link by which a page does not cite; followed only where all links are.
    Other,
}

/// A way into an address: depth, hops after the last link, and the priority of that link, in this
/// order, packed into four bytes. [`Path::NONE`] comes after every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path(u32);

impl Path {
    /// There is no way into the address.
    pub(super) const NONE: Self = Self(u32::MAX);
    /// The address is a seed.
    pub(super) const SEED: Self = Self(0);
    /// The first depth that does not fit, and so is out of reach of any crawl.
    const MAX_DEPTH: u32 = (1 << 24) - 1;

    fn new(depth: u32, hops: u32, priority: u32) -> Self {
        Self((depth.min(Self::MAX_DEPTH) << 8) | (hops.min(15) << 4) | priority)
    }

    /// Links from the nearest seed.
    pub(super) fn depth(self) -> u32 {
        self.0 >> 8
    }

    /// Redirects and canonical addresses after the last of those links.
    pub(super) fn hops(self) -> u32 {
        (self.0 >> 4) & 15
    }

    /// Depth and hops: every step makes it greater.
    pub(super) fn level(self) -> u32 {
        self.0 >> 4
    }

    /// The way that goes on with `step`. A redirect is as promising as the link that led to it.
    pub(super) fn after(self, step: Step) -> Self {
        match step {
            Step::Link(priority) => Self::new(self.depth() + 1, 0, priority as u32),
            Step::Hop => Self::new(self.depth(), self.hops() + 1, self.0 & 15),
        }
    }

    /// Whether a crawl that goes `depth` links far goes this way.
    pub(super) fn is_within(self, depth: u32) -> bool {
        self.depth() <= depth && self.depth() < Self::MAX_DEPTH && self.hops() <= MAX_HOPS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_ordered_by_depth_then_hops_then_priority() {
        let link = |priority| Path::SEED.after(Step::Link(priority));
        let ordered = [
            Path::SEED,
            Path::SEED.after(Step::Hop),
            link(Priority::Attributed),
            link(Priority::Primary),
            link(Priority::Other),
            link(Priority::Attributed).after(Step::Hop),
            link(Priority::Body).after(Step::Hop),
            link(Priority::Attributed).after(Step::Link(Priority::Attributed)),
            Path::NONE,
        ];
        assert!(ordered.is_sorted_by(|a, b| a < b));
        assert!(!Path::NONE.is_within(u32::MAX));
    }

    #[test]
    fn a_way_that_is_too_long_stays_out_of_reach() {
        let mut path = Path::SEED;
        for _ in 0..=20 {
            path = path.after(Step::Hop);
        }
        assert!(!path.is_within(0));
        let far = Path::new(u32::MAX, 0, 0).after(Step::Link(Priority::Body));
        assert!(!far.is_within(u32::MAX) && far < Path::NONE);
    }
}
