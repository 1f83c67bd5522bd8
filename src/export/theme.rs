//! How each kind of node and arrow looks: shape, fill, border and dash, so that no difference rests
//! on colour alone.
//!
//! The hues are those of Okabe and Ito (2008), which colour-blind readers can tell apart; fills are
//! light tints of them under black text.

/// What a node is, as far as its looks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Document,
    Copy,
    Circle,
    Unread,
    Dead,
    Source,
    Anonymous,
}

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Box,
    DogEar,
    Hexagon,
    Octagon,
    Pill,
}

impl Look {
    /// Every look, in the order of the legend.
    pub(super) const ALL: [Self; 7] = [
        Self::Document,
        Self::Copy,
        Self::Circle,
        Self::Unread,
        Self::Dead,
        Self::Source,
        Self::Anonymous,
    ];

    /// Says in a few words what looks like this.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Document => "document that was read",
            Self::Copy => "copy of another document",
            Self::Circle => "member of a loop",
            Self::Unread => "document not read",
            Self::Dead => "document that is gone",
            Self::Source => "quoted source",
            Self::Anonymous => "anonymous source",
        }
    }

    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Document | Self::Unread => Shape::Box,
            Self::Copy => Shape::DogEar,
            Self::Circle => Shape::Hexagon,
            Self::Dead => Shape::Octagon,
            Self::Source | Self::Anonymous => Shape::Pill,
        }
    }

    pub(super) fn fill(self) -> &'static str {
        match self {
            Self::Document => "#e3f0f9",
            Self::Copy => "#f4f6f8",
            Self::Circle => "#fdebc8",
            Self::Unread => "#ffffff",
            Self::Dead => "#dddddd",
            Self::Source => "#d5f0e6",
            Self::Anonymous => "#f8e4ef",
        }
    }

    pub(super) fn stroke(self) -> &'static str {
        match self {
            Self::Document => "#0072b2",
            Self::Copy => "#56b4e9",
            Self::Circle => "#c27c00",
            Self::Unread | Self::Dead => "#555555",
            Self::Source => "#009e73",
            Self::Anonymous => "#b0568f",
        }
    }

    pub(super) fn dashed(self) -> bool {
        matches!(self, Self::Unread | Self::Dead | Self::Anonymous)
    }
}

/// What an arrow is, as far as its looks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    Link,
    Mention,
    Attribution,
    Copy,
    Unsupported,
    Bare,
}

impl Line {
    /// Every line, in the order of the legend.
    pub(super) const ALL: [Self; 6] = [
        Self::Link,
        Self::Mention,
        Self::Attribution,
        Self::Copy,
        Self::Unsupported,
        Self::Bare,
    ];

    /// Says in a few words what is drawn like this.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Link => "has it from, by a link",
            Self::Mention => "has it from, named without a link",
            Self::Attribution => "quotes or paraphrases",
            Self::Copy => "reprints",
            Self::Unsupported => "cites for it, but it is not said there",
            Self::Bare => "cites for something else",
        }
    }

    pub(super) fn stroke(self) -> &'static str {
        match self {
            Self::Link => "#0072b2",
            Self::Mention => "#444444",
            Self::Attribution => "#009e73",
            Self::Copy => "#56b4e9",
            Self::Unsupported => "#d55e00",
            Self::Bare => "#c4c4c4",
        }
    }

    /// How thick an arrow is that `claims` claims take, in points.
    pub(super) fn width(self, claims: usize) -> f64 {
        match self {
            Self::Bare => 0.8,
            Self::Copy | Self::Unsupported => 1.5,
            // A handful of claims is told apart; beyond that it is just thick.
            _ => 0.9 + 0.4 * [0.0, 1.0, 2.0, 3.0, 4.0, 5.0][claims.min(5)],
        }
    }

    /// The lengths of strokes and gaps; none for a solid line.
    pub(super) fn dashes(self) -> Option<&'static str> {
        match self {
            Self::Link | Self::Attribution | Self::Bare => None,
            Self::Mention => Some("7 3"),
            Self::Copy => Some("1.5 3"),
            Self::Unsupported => Some("6 4"),
        }
    }
}

/// The fill of a node; that of a seed is darker.
pub(super) fn fill(look: Look, seed: bool) -> &'static str {
    if seed && look == Look::Document {
        "#b5d9f0"
    } else {
        look.fill()
    }
}

/// The border of a chokepoint, in points.
pub(super) const CHOKEPOINT_BORDER: f64 = 4.0;
/// The colour of a chokepoint's border.
pub(super) const CHOKEPOINT_STROKE: &str = "#000000";
/// What each mark in the last line of a node means.
pub(super) const MARKS: [(&str, &str); 3] = [
    ("▸ seed", "where the crawl began; darker"),
    ("◎ origin", "a chain ends here; double border"),
    ("◆ chokepoint", "most chains pass here; thick border"),
];
