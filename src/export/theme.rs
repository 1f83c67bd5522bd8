//! How each kind of node and arrow looks: shape, fill, border and dash, so that no difference rests
//! on colour alone.
//!
//! The hues are those of Okabe and Ito (2008), which colour-blind readers can tell apart; fills are
//! light tints of them under black text, and dark shades of them under white text on a dark page.

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
            Self::Copy => "#2a8ac2",
            Self::Circle => "#c27c00",
            Self::Unread | Self::Dead => "#555555",
            Self::Source => "#009e73",
            Self::Anonymous => "#b0568f",
        }
    }

    /// The fill on a dark page.
    pub(super) fn dark_fill(self) -> &'static str {
        match self {
            Self::Document => "#12324a",
            Self::Copy => "#24303a",
            Self::Circle => "#46340f",
            Self::Unread => "#17191c",
            Self::Dead => "#3c3e41",
            Self::Source => "#0f3a2f",
            Self::Anonymous => "#432539",
        }
    }

    /// The border on a dark page.
    pub(super) fn dark_stroke(self) -> &'static str {
        match self {
            Self::Document => "#56b4e9",
            Self::Copy => "#9fd3f2",
            Self::Circle => "#e69f00",
            Self::Unread | Self::Dead => "#a8abb0",
            Self::Source => "#2cc79a",
            Self::Anonymous => "#dc8fbf",
        }
    }

    /// The word that stands for it in style sheets.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Copy => "copy",
            Self::Circle => "loop",
            Self::Unread => "unread",
            Self::Dead => "dead",
            Self::Source => "source",
            Self::Anonymous => "anonymous",
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
            Self::Copy => "#2a8ac2",
            Self::Unsupported => "#d55e00",
            Self::Bare => "#c4c4c4",
        }
    }

    /// The stroke on a dark page.
    pub(super) fn dark_stroke(self) -> &'static str {
        match self {
            Self::Link => "#56b4e9",
            Self::Mention => "#c9ccd1",
            Self::Attribution => "#2cc79a",
            Self::Copy => "#9fd3f2",
            Self::Unsupported => "#ff8a3d",
            Self::Bare => "#54585e",
        }
    }

    /// The word that stands for it in style sheets and data.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Mention => "mention",
            Self::Attribution => "attribution",
            Self::Copy => "copy",
            Self::Unsupported => "unsupported",
            Self::Bare => "bare",
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
        seed_fill(false)
    } else {
        look.fill()
    }
}

/// The fill of a seed that was read.
pub(super) fn seed_fill(dark: bool) -> &'static str {
    if dark { "#174766" } else { "#b5d9f0" }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the contrast of two colours after WCAG 2.2, from 1 to 21.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |hex: &str| {
            let part = |from: usize| {
                let digits = u8::from_str_radix(&hex[from..from + 2], 16).unwrap();
                let part = f64::from(digits) / 255.0;
                if part <= 0.040_45 {
                    part / 12.92
                } else {
                    ((part + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn labels_and_borders_can_be_read() {
        // The texts and pages of html/page.css; 4.5 for text and 3 for outlines (WCAG 2.2, 1.4.3
        // and 1.4.11).
        let looks = Look::ALL.into_iter();
        let light = looks.clone().map(|look| (look.fill(), look.stroke()));
        let dark = looks.map(|look| (look.dark_fill(), look.dark_stroke()));
        let seeds = [false, true].map(seed_fill);
        for (fill, stroke) in light.chain([(seeds[0], "#0072b2")]) {
            assert!(contrast(fill, "#5a5a5a") >= 4.5, "{fill}");
            assert!(contrast(stroke, "#ffffff") >= 3.0, "{stroke}");
        }
        for (fill, stroke) in dark.chain([(seeds[1], "#56b4e9")]) {
            assert!(contrast(fill, "#b9bcc1") >= 4.5, "{fill}");
            assert!(contrast(stroke, "#17191c") >= 3.0, "{stroke}");
        }
        for line in Line::ALL.into_iter().filter(|line| *line != Line::Bare) {
            assert!(contrast(line.stroke(), "#ffffff") >= 3.0, "{line:?}");
            assert!(contrast(line.dark_stroke(), "#17191c") >= 3.0, "{line:?}");
        }
    }
}
