//! The glyphs that the pages of a PDF draw.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

use super::lines::Glyph;

/// A page draws no more glyphs and shapes than this: beyond it, it is a trap. A page of a newspaper
/// has some twenty thousand glyphs, a detailed map some hundred thousand lines.
const MAX_DRAWN: usize = 2_000_000;
/// The glyphs of a document beyond this are left out.
const MAX_GLYPHS: usize = 5_000_000;
/// Glyphs are drawn in units of so many to the size of their font.
const UNITS: f64 = 1000.0;

/// Returns the glyphs of each page, in the order in which they are drawn; of a page that cannot be
/// drawn, those before the fault.
pub(super) fn of_pages(pdf: &Pdf, limit: usize) -> Vec<Vec<Glyph>> {
    let cache = InterpreterCache::new();
    let mut found = Vec::new();
    let mut sum = 0;
    for page in pdf.pages().iter().take(limit) {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut collector = Collector::default();
        // The interpreter cannot be told to stop but by unwinding, which also keeps a fault of
        // its own to the page that has it.
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            interpret_page(page, &mut context, &mut collector);
        }));
        if drawn.is_err() {
            tracing::debug!(
                page = found.len() + 1,
                "a page of a PDF was not drawn to its end"
            );
        }
        sum += collector.glyphs.len();
        found.push(collector.glyphs);
        if sum > MAX_GLYPHS {
            break;
        }
    }
    found
}

/// Takes the glyphs out of what a page draws.
#[derive(Debug, Default)]
struct Collector {
    glyphs: Vec<Glyph>,
    drawn: usize,
}

impl Collector {
    fn count(&mut self, drawn: usize) {
        self.drawn += drawn;
        if self.drawn > MAX_DRAWN {
            // Unlike a panic this tells nobody but the caller above.
            resume_unwind(Box::new("a page that draws without end"));
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.count(run.glyphs().len());
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let origin = transform * Point::ZERO;
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawn) => drawn.advance_width(),
            };
            let height = (transform * Point::new(0.0, UNITS)) - origin;
            let size = height.hypot();
            let width = f64::from(advance.unwrap_or(500.0));
            let end = transform * Point::new(width, 0.0);
            let upright = height.y.abs() > height.x.abs();
            if !origin.is_finite() || !end.is_finite() || size < 0.1 || !upright {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => spelt_out(&c.to_string()),
                Some(BfString::String(text)) => spelt_out(&text),
                None => '\u{fffd}'.to_string(),
            };
            self.glyphs.push(Glyph {
                text,
                x: origin.x,
                y: origin.y,
                end: end.x,
                size,
            });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Ligatures as the letters they are made of, and no control characters.
fn spelt_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{a0}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
