//! Where a page leads.

use std::collections::BTreeMap;

use crate::corpus::Reading;
use crate::frontier::{Priority, Step};
use crate::parse::{Document, Link, LinkClass};
use crate::text::sentences;
use crate::urls::{CanonicalUrl, is_plausible_canonical, is_primary};

/// Which links of a page are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Follow {
    /// Those by which it cites: in the body, in its footnotes and in its list of sources.
    #[default]
    Cited,
    /// Every link, menus and buttons too, as for collecting a site.
    All,
}

impl Follow {
    /// Returns the name of the choice, as the settings show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::All => "all",
        }
    }
}

/// Returns where a page leads: its links, each address once and with its best priority, and its
/// canonical address if that is believable; in order.
pub(super) fn steps_of(
    url: &CanonicalUrl,
    reading: &Reading,
    follow: Follow,
) -> Vec<(Step, CanonicalUrl)> {
    let document = &reading.document;
    let attributed = attributed_links(reading);
    let mut links: BTreeMap<&CanonicalUrl, Priority> = BTreeMap::new();
    for (link, is_attributed) in document.links.iter().zip(attributed) {
        if let Some(to) = link.url.as_ref().filter(|to| *to != url)
            && let Some(priority) = priority_of(link.class, to, is_attributed, follow)
        {
            let best = links.entry(to).or_insert(priority);
            *best = priority.min(*best);
        }
    }
    let links = links
        .into_iter()
        .map(|(to, priority)| (Step::Link(priority), to.clone()));
    let canonical = document
        .canonical_url
        .iter()
        .filter(|to| is_plausible_canonical(url, to))
        .map(|to| (Step::Hop, to.clone()));
    let mut steps: Vec<_> = links.chain(canonical).collect();
    steps.sort();
    steps
}

/// How promising a link is; `None` if it is not followed.
fn priority_of(
    class: LinkClass,
    to: &CanonicalUrl,
    is_attributed: bool,
    follow: Follow,
) -> Option<Priority> {
    match class {
        LinkClass::Citation if is_attributed => Some(Priority::Attributed),
        LinkClass::Citation if is_primary(to) => Some(Priority::Primary),
        LinkClass::Citation => Some(Priority::Body),
        _ if follow == Follow::All => Some(Priority::Other),
        _ => None,
    }
}

/// Tells of each link whether the sentence that it stands in, or that bears the mark of its
/// footnote, has the cue of an attribution.
fn attributed_links(reading: &Reading) -> Vec<bool> {
    let document = &reading.document;
    let mut cues: Vec<usize> = reading
        .attributions
        .iter()
        .map(|attribution| attribution.cue.start)
        .collect();
    cues.sort_unstable();
    let mut is_attributed = vec![false; document.links.len()];
    let mut places: Vec<(usize, usize)> = document
        .links
        .iter()
        .enumerate()
        .filter(|(_, link)| link.class == LinkClass::Citation)
        .filter_map(|(number, link)| Some((place_of(link)?, number)))
        .collect();
    places.sort_unstable();
    let mut places = places.into_iter().peekable();
    for (start, end) in cued_sentences(document, &cues) {
        while places.next_if(|(place, _)| *place < start).is_some() {}
        while let Some((_, number)) = places.next_if(|(place, _)| *place < end) {
            is_attributed[number] = true;
        }
    }
    is_attributed
}

fn place_of(link: &Link) -> Option<usize> {
    Some(link.marker.or(link.span)?.start)
}

/// The bounds of the sentences in which a cue begins, in the order of the text.
fn cued_sentences<'a>(
    document: &'a Document,
    cues: &'a [usize],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let has_cue = |start: usize, end: usize| {
        let next = cues.partition_point(|cue| *cue < start);
        cues.get(next).is_some_and(|cue| *cue < end)
    };
    document
        .blocks
        .iter()
        .filter(move |block| has_cue(block.span.start, block.span.end))
        .flat_map(|block| {
            let from = block.span.start;
            sentences(block.span.of(&document.text))
                .into_iter()
                .map(move |span| (from + span.start, from + span.end))
        })
        .filter(move |&(start, end)| has_cue(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Input;

    fn url(text: &str) -> CanonicalUrl {
        CanonicalUrl::parse(text).unwrap()
    }

    #[test]
    fn links_of_sentences_with_a_cue_come_first_then_primary_documents() {
        let page = url("http://ledger.test/story");
        let body = "<html><body><nav><a href='/menu'>Menu</a></nav><article><h1>Pier closed</h1>\
            <p>The pier of Sarn was closed on Friday after a storm, and nobody was hurt in the town. \
            <a href='http://courier.test/storm'>The storm</a> came from the north and did not stay long. \
            The pillars have cracks, <a href='http://board.test/2'>the harbour board said</a> on Friday. \
            A <a href='http://board.test/survey.pdf'>survey of the pillars</a> was made in the spring.</p>\
            </article></body></html>";
        let reading = Reading::of(&Input {
            url: Some(&page),
            content_type: Some("text/html"),
            body: body.as_bytes(),
            retrieved: None,
        })
        .unwrap();
        let cited = [
            (Step::Link(Priority::Attributed), url("http://board.test/2")),
            (
                Step::Link(Priority::Primary),
                url("http://board.test/survey.pdf"),
            ),
            (Step::Link(Priority::Body), url("http://courier.test/storm")),
        ];
        assert_eq!(steps_of(&page, &reading, Follow::Cited), cited);
        let all = steps_of(&page, &reading, Follow::All);
        assert_eq!(all[..3], cited);
        assert_eq!(
            all[3..],
            [(Step::Link(Priority::Other), url("http://ledger.test/menu"))]
        );
    }
}
