//! Plain text files: the text as it is, its paragraphs, and the addresses in it.

use super::document::{Block, BlockKind, Link, LinkClass};
use crate::text::{Span, words};
use crate::urls::{CanonicalUrl, without_userinfo};

/// The byte order mark, which a file may begin with: a file's text is kept unchanged, so it stays,
/// but it belongs to no paragraph.
pub(super) const MARK: &str = "\u{feff}";

/// Most words of a headline.
const HEADLINE_WORDS: usize = 25;

/// Returns the paragraphs of `text`: parted by blank lines, or, where there are none, by lines.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = || {
        let mut at = 0;
        text.split_inclusive('\n').map(move |line| {
            let marked = at == 0 && line.starts_with(MARK);
            let start = if marked { MARK.len() } else { at };
            at += line.len();
            Span::new(start, at).trim(text)
        })
    };
    let last = Some(text.trim_end().len());
    let first = lines()
        .find(|line| !line.is_empty())
        .map_or(0, |line| line.start);
    let parted =
        lines().any(|line| line.is_empty() && line.start > first && Some(line.start) < last);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in lines() {
        if line.is_empty() {
            open = false;
        } else if open
            && parted
            && let Some(block) = blocks.last_mut()
        {
            block.span.end = line.end;
        } else {
            blocks.push(Block {
                span: line,
                kind: BlockKind::Paragraph,
            });
            open = true;
        }
    }
    if let [first, _, ..] = blocks.as_mut_slice()
        && is_headline(first.span.of(text))
    {
        first.kind = BlockKind::Heading;
    }
    blocks
}

/// Whether the first paragraph of a file is its headline: one short line that no full stop ends.
fn is_headline(line: &str) -> bool {
    let closed = line.ends_with(['.', '!', '"', '”', ':', ',', ';']);
    !closed && !line.contains('\n') && words(line).count() <= HEADLINE_WORDS
}

/// Returns the bare web addresses in `text`.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut from = 0;
    while let Some(span) = next_address(text, from) {
        from = span.end;
        if let Ok(url) = CanonicalUrl::parse(span.of(text)) {
            links.push(Link {
                href: without_userinfo(span.of(text)).into_owned(),
                url: Some(url),
                anchor: span.of(text).to_owned(),
                rel: String::new(),
                span: Some(span),
                marker: None,
                class: LinkClass::Citation,
            });
        }
    }
    links
}

fn next_address(text: &str, from: usize) -> Option<Span> {
    let rest = text.get(from..)?;
    let start = from
        + [rest.find("http://"), rest.find("https://")]
            .into_iter()
            .flatten()
            .min()?;
    let rest = text.get(start..)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"“”«»`|\\^{}".contains(c))
        .unwrap_or(rest.len());
    let mut address = rest.get(..end)?;
    // Punctuation after an address belongs to the sentence, and so does a bracket it did not open.
    while let Some(last) = address.chars().next_back() {
        let stray = match last {
            ')' => address.matches(')').count() > address.matches('(').count(),
            ']' => address.matches(']').count() > address.matches('[').count(),
            _ => ".,;:!?'’…".contains(last),
        };
        if !stray {
            break;
        }
        address = address.get(..address.len() - last.len_utf8())?;
    }
    Some(Span::new(start, start + address.len().max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        blocks(text)
            .iter()
            .map(|block| block.span.of(text))
            .collect()
    }

    #[test]
    fn blank_lines_part_paragraphs_else_lines_do() {
        assert_eq!(paragraphs("a\nb\n\n c\r\n\r\n\n"), ["a\nb", "c"]);
        assert_eq!(paragraphs("\na\nb\n"), ["a", "b"]);
        assert!(paragraphs(" \n").is_empty());
    }

    #[test]
    fn addresses_end_before_punctuation() {
        let text = "See (http://a.test/b_(c)), https://d.test. And http:// too.";
        let found: Vec<&str> = links(text)
            .iter()
            .map(|link| link.span.unwrap().of(text))
            .collect();
        assert_eq!(found, ["http://a.test/b_(c)", "https://d.test"]);
    }

    proptest! {
        #[test]
        fn blocks_are_ordered_and_links_read_back(text in "[a-z \n\r.é)(]{0,40}(http://[a-zé./)(]{0,9}[ \n]?){0,3}") {
            let blocks = blocks(&text);
            prop_assert!(blocks.windows(2).all(|pair| pair[0].span.end < pair[1].span.start));
            for link in links(&text) {
                prop_assert_eq!(link.span.unwrap().of(&text), link.anchor);
            }
        }
    }
}
