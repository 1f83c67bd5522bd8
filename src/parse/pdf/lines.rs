//! The glyphs of a page to lines of text.
//!
//! Glyphs come in the order in which the page draws them, which in what offices and typesetters
//! write is the order of reading, column after column. A line ends where the next glyph leaves its
//! baseline, steps back or leaps; a gap between glyphs is a space.

/// A glyph as it stands on its page. The unit is the point, 1/72 inch; y grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// The characters that it stands for.
    pub text: String,
    /// Where it begins on its baseline.
    pub x: f64,
    /// The height of its baseline.
    pub y: f64,
    /// Where the next glyph would begin.
    pub end: f64,
    /// The size of the font.
    pub size: f64,
}

/// A line of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The text, with single spaces.
    pub text: String,
    /// The left end.
    pub x: f64,
    /// The right end.
    pub end: f64,
    /// The height of the baseline.
    pub y: f64,
    /// The size of the font of its first glyph.
    pub size: f64,
    /// Where each glyph begins: the byte in `text` and the place on the page.
    pub places: Vec<(usize, f64)>,
}

/// A gap of more than this share of the size parts words; the space of most fonts is a quarter.
const SPACE: f64 = 0.17;
/// A gap of more than so many sizes parts columns.
const COLUMN: f64 = 3.0;
/// A step off the baseline of more than this share of the size begins a line; less is an index.
const RISE: f64 = 0.5;

/// Puts glyphs together to lines.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = Line::default();
    for glyph in glyphs {
        if !line.takes(glyph) {
            line.close(&mut lines);
            line = Line {
                x: glyph.x,
                end: glyph.x,
                y: glyph.y,
                size: glyph.size,
                ..Line::default()
            };
        }
        line.push(glyph);
    }
    line.close(&mut lines);
    lines
}

impl Line {
    /// Whether a glyph goes on with the line.
    fn takes(&self, glyph: &Glyph) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let size = self.size.max(glyph.size);
        let gap = glyph.x - self.end;
        (glyph.y - self.y).abs() <= RISE * size && gap > -0.5 * size && gap < COLUMN * size
    }

    fn push(&mut self, glyph: &Glyph) {
        let blank = glyph.text.trim().is_empty();
        let gap = glyph.x - self.end > SPACE * self.size.max(glyph.size);
        if (gap || blank) && !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        if !blank {
            self.places.push((self.text.len(), glyph.x));
            self.text.push_str(&glyph.text);
        } else if self.places.is_empty() {
            self.places.push((0, glyph.x));
        }
        self.end = self.end.max(glyph.end);
    }

    fn close(mut self, lines: &mut Vec<Self>) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            lines.push(self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of a text, six points wide each, of which a space draws nothing.
    fn glyphs(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let mut at = x;
        let mut found = Vec::new();
        for c in text.chars() {
            if c != ' ' {
                found.push(Glyph {
                    text: c.to_string(),
                    x: at,
                    y,
                    end: at + 6.0,
                    size: 10.0,
                });
            }
            at += 6.0;
        }
        found
    }

    #[test]
    fn gaps_part_words_and_baselines_part_lines() {
        let mut all = glyphs("The quay", 50.0, 700.0);
        all.extend(glyphs("is closed", 50.0, 688.0));
        all.extend(glyphs("aside", 300.0, 688.0));
        let texts: Vec<String> = lines(&all).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["The quay", "is closed", "aside"]);
    }

    #[test]
    fn an_index_stays_on_its_line() {
        let mut all = glyphs("word", 50.0, 700.0);
        all.extend(glyphs("1", 74.0, 703.5));
        assert_eq!(lines(&all)[0].text, "word1");
        assert!(lines(&[]).is_empty());
    }
}
