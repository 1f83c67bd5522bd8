//! Lines to the paragraphs of a document.

use super::lines::Line;
use crate::parse::document::{Block, BlockKind};
use crate::text::Span;

/// A document put together from its pages.
#[derive(Debug, Default)]
pub(super) struct Composed {
    /// The text; paragraphs stand apart by a blank line.
    pub text: String,
    /// The paragraphs.
    pub blocks: Vec<Block>,
    /// Where each page begins in `text`.
    pub pages: Vec<usize>,
    /// Where each line begins in `text`: page, line of the page, byte.
    pub starts: Vec<(usize, usize, usize)>,
    /// The heading in the largest type on the first page.
    pub headline: Option<String>,
}

/// Lines further apart than this share of the usual distance part paragraphs.
const APART: f64 = 1.35;
/// Type larger than this share of the usual size is a heading's.
const LARGE: f64 = 1.15;
/// Type smaller than this share of the usual size is a note's.
const SMALL: f64 = 0.87;
/// A heading is not longer, in bytes.
const HEADING_BYTES: usize = 250;
/// A running head stands among so many lines at the top or the bottom of its page.
const EDGE: usize = 2;

/// Composes the lines of all pages.
pub(super) fn compose(pages: &[Vec<Line>]) -> Composed {
    let heads = running_heads(pages);
    let (size, leading) = usual(pages);
    let mut composed = Composed::default();
    let mut largest = 0.0;
    let mut last: Option<&Line> = None;
    for (page, lines) in pages.iter().enumerate() {
        composed.pages.push(composed.text.len());
        for (at, line) in lines.iter().enumerate() {
            let edge = at < EDGE || at + EDGE >= lines.len();
            if edge && (is_page_number(&line.text) || heads.contains(&pattern(&line.text))) {
                continue;
            }
            let joins = last.is_some_and(|last| goes_on(last, line, leading));
            let start = composed.push(line, joins, size);
            composed.starts.push((page, at, start));
            if page == 0 && line.size > largest + 0.1 && line.text.len() > 3 {
                largest = line.size;
                composed.headline = Some(line.text.clone());
            } else if page == 0 && joins && (line.size - largest).abs() <= 0.1 {
                let block = composed
                    .blocks
                    .last()
                    .map(|block| block.span.of(&composed.text));
                let grown = composed.headline.as_ref().zip(block);
                if let Some((_, block)) = grown.filter(|(head, block)| block.starts_with(*head)) {
                    composed.headline = Some(block.to_owned());
                }
            }
            last = Some(line);
        }
    }
    let set_apart = largest >= LARGE * size;
    composed.headline = composed
        .headline
        .filter(|head| set_apart && head.len() <= HEADING_BYTES);
    composed
}

impl Composed {
    /// Adds a line to the last paragraph or as a new one; returns where it begins.
    fn push(&mut self, line: &Line, joins: bool, usual: f64) -> usize {
        let open = self.blocks.last_mut().filter(|_| joins);
        let Some(block) = open else {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            let start = self.text.len();
            self.text.push_str(&line.text);
            self.blocks.push(Block {
                span: Span::new(start, self.text.len()),
                kind: kind_of(line, usual),
            });
            return start;
        };
        // A word parted at the end of its line is one word again.
        let parted = self
            .text
            .strip_suffix(['-', '\u{ad}', '\u{2010}'])
            .filter(|head| {
                head.ends_with(char::is_lowercase) && line.text.starts_with(char::is_lowercase)
            });
        match parted.map(str::len) {
            Some(end) => self.text.truncate(end),
            None => self.text.push(' '),
        }
        let start = self.text.len();
        self.text.push_str(&line.text);
        block.span.end = self.text.len();
        if block.kind == BlockKind::Heading && block.span.len() > HEADING_BYTES {
            block.kind = BlockKind::Paragraph;
        }
        start
    }
}

/// Whether a line goes on with the paragraph that the line before it is of.
fn goes_on(last: &Line, line: &Line, leading: f64) -> bool {
    let same_type = line.size < 1.1 * last.size && line.size > 0.9 * last.size;
    if !same_type || is_item(&line.text) {
        return false;
    }
    let closed = last
        .text
        .ends_with(['.', '!', '?', ':', '”', '"', ')', '…']);
    let step = last.y - line.y;
    let beside = (line.x - last.end).abs() < 3.0 * line.size && step.abs() < 0.5 * line.size;
    if step < -0.5 * line.size || step > 8.0 * leading {
        // The next column or page: a sentence goes on there, a new one begins a paragraph.
        return !closed && line.text.starts_with(char::is_lowercase);
    }
    let indented = line.x - last.x > 0.8 * line.size && closed;
    beside || (step <= APART * leading.max(line.size) && !indented)
}

fn kind_of(line: &Line, usual: f64) -> BlockKind {
    let note = line.size < SMALL * usual && line.text.starts_with(|c: char| c.is_ascii_digit());
    if line.size >= LARGE * usual && line.text.len() <= HEADING_BYTES {
        BlockKind::Heading
    } else if is_item(&line.text) {
        BlockKind::ListItem
    } else if note {
        BlockKind::Note
    } else {
        BlockKind::Paragraph
    }
}

/// Whether a line begins with the mark of a list's item.
fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    let mark = chars
        .next()
        .is_some_and(|c| "•▪‣◦·●○■–\u{f0b7}".contains(c));
    mark && chars.next() == Some(' ')
}

/// The size of type and the distance of lines that most of the text has.
fn usual(pages: &[Vec<Line>]) -> (f64, f64) {
    let mut sizes: Vec<(f64, usize)> = Vec::new();
    let mut steps: Vec<(f64, usize)> = Vec::new();
    for lines in pages {
        sizes.extend(lines.iter().map(|line| (line.size, line.text.len())));
        let pairs = lines.windows(2).filter_map(|pair| match pair {
            [a, b] => Some((a.y - b.y, b)),
            _ => None,
        });
        // What is further apart is parted on purpose.
        let near = pairs.filter(|(step, line)| (0.5..2.2).contains(&(step / line.size)));
        steps.extend(near.map(|(step, line)| (step, line.text.len())));
    }
    let size = median(&mut sizes).unwrap_or(10.0);
    (size, median(&mut steps).unwrap_or(1.2 * size))
}

/// The weighted median.
fn median(values: &mut [(f64, usize)]) -> Option<f64> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut sum = 0;
    values
        .iter()
        .find(|(_, weight)| {
            sum += weight;
            sum >= half
        })
        .map(|(value, _)| *value)
}

/// The lines at the edges of most pages, such as the title of a report and the name of its author.
fn running_heads(pages: &[Vec<Line>]) -> Vec<String> {
    /// On fewer pages a repetition may be chance.
    const LEAST_PAGES: usize = 3;
    let mut edges: Vec<String> = Vec::new();
    for lines in pages {
        let bottom = lines
            .iter()
            .rev()
            .take(EDGE.min(lines.len().saturating_sub(EDGE)));
        let mut own: Vec<String> = lines
            .iter()
            .take(EDGE)
            .chain(bottom)
            .map(|line| pattern(&line.text))
            .collect();
        own.sort();
        own.dedup();
        edges.extend(own);
    }
    edges.sort();
    edges
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() >= LEAST_PAGES && 2 * same.len() > pages.len())
        .filter_map(|same| same.first().cloned())
        .collect()
}

/// A line without its numbers, which change from page to page.
fn pattern(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn is_page_number(text: &str) -> bool {
    let rest = pattern(text).to_lowercase();
    let words = rest
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    rest.len() < text.len()
        && text.len() <= 20
        && words.clone().count() <= 2
        && words.into_iter().all(|word| {
            [
                "page", "seite", "of", "von", "p", "s", "sur", "de", "página",
            ]
            .contains(&word)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f64, y: f64, size: f64) -> Line {
        Line {
            text: text.to_owned(),
            x,
            end: x + 300.0,
            y,
            size,
            places: vec![(0, x)],
        }
    }

    #[test]
    fn lines_become_paragraphs_over_pages() {
        let page = |number: u32, body: Vec<Line>| -> Vec<Line> {
            let mut lines = vec![line("Quay survey", 50.0, 800.0, 8.0)];
            lines.extend(body);
            lines.push(line(&format!("Page {number} of 3"), 50.0, 20.0, 8.0));
            lines
        };
        let pages = [
            page(
                1,
                vec![
                    line("The north quay", 50.0, 700.0, 18.0),
                    line("Divers found cracks below the water-", 50.0, 670.0, 10.0),
                    line("line of the quay in March.", 50.0, 658.0, 10.0),
                    line("The board was told at", 50.0, 630.0, 10.0),
                ],
            ),
            page(
                2,
                vec![
                    line("once, and closed it.", 50.0, 750.0, 10.0),
                    line("• one crane", 60.0, 738.0, 10.0),
                    line("• two cranes", 60.0, 726.0, 10.0),
                ],
            ),
            page(3, vec![line("The end.", 50.0, 750.0, 10.0)]),
        ];
        let composed = compose(&pages);
        assert_eq!(
            composed.text,
            "The north quay\n\nDivers found cracks below the waterline of the quay in March.\n\n\
             The board was told at once, and closed it.\n\n• one crane\n\n• two cranes\n\nThe end."
        );
        assert_eq!(composed.headline.as_deref(), Some("The north quay"));
        assert_eq!(composed.blocks[0].kind, BlockKind::Heading);
        assert_eq!(composed.blocks[3].kind, BlockKind::ListItem);
        assert_eq!(composed.pages.len(), 3);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(compose(&[]).text.is_empty());
        assert!(compose(&[Vec::new()]).blocks.is_empty());
    }
}
