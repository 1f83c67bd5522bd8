//! The lead: what stands between the headline and the body, and sums the article up.
//!
//! Many sites set it apart from the body's paragraphs, in the header that holds the headline. It is
//! known by its name or, without one, as a paragraph beside the headline; it is in sentences, and
//! the body does not say the same again. A subtitle of one short sentence is none.

use std::ops::Range;

use super::content::Measure;
use super::names::Kinds;
use super::phrases::{is_appeal, is_dateline, is_notice, starts_related};
use super::role::Role;
use super::tree::Page;
use crate::text::sentences;

/// The lead stands within so many nodes behind the headline.
const WITHIN_NODES: usize = 120;
/// Less text than this is a subtitle, which says no more than the headline does, in characters.
const LEAST_CHARS: f64 = 100.0;
/// The same for a single sentence.
const LEAST_OF_ONE: f64 = 150.0;
/// More text than this is no lead, in characters.
const MOST_CHARS: f64 = 1200.0;
/// A text that begins with so many of the lead's letters and digits repeats it.
const SAME_LETTERS: usize = 40;

/// Returns the nodes of the lead of a text whose root is `root`, if its `headline` stands before it;
/// they get the role of text. `body` is the text below the root.
pub(super) fn lead(
    page: &Page<'_>,
    headline: Option<usize>,
    root: usize,
    roles: &mut [Role],
    body: &str,
) -> Option<Range<usize>> {
    let headline = headline.filter(|&headline| page.node(headline).end <= root)?;
    let from = page.node(headline).end;
    let until = root.min(from + WITHIN_NODES);
    let measure = Measure::new(page, |_| true);
    let found = (from..until)
        .filter(|&index| page.node(index).end <= root)
        .find(|&index| is_lead(page, &measure, headline, index, roles))?;
    let lead = letters(&page.text_within(found, 400));
    if lead == letters(body) {
        return None;
    }
    let range = page.subtree(found);
    for role in roles.get_mut(range.clone())? {
        if matches!(role, Role::Related | Role::Author) {
            *role = Role::Body;
        }
    }
    Some(range)
}

fn is_lead(
    page: &Page<'_>,
    measure: &Measure,
    headline: usize,
    index: usize,
    roles: &[Role],
) -> bool {
    let chars = measure.chars(page, index);
    if page.node(index).element.is_none()
        || page.is_inline(index)
        || !(LEAST_CHARS..=MOST_CHARS).contains(&chars)
        || measure.linked(page, index) > 0.3 * chars
    {
        return false;
    }
    let named = page.names(index).any(Kinds::LEAD)
        || page
            .attr(index, "itemprop")
            .is_some_and(|item| item.eq_ignore_ascii_case("description"));
    let beside = page.tag(index) == "p" && {
        let parent = page.node(index).parent;
        parent == page.node(headline).parent
            || parent == page.node(page.node(headline).parent).parent
    };
    let role = roles.get(index).copied().unwrap_or(Role::Body);
    let allowed = role == Role::Body || (named && role == Role::Related);
    if !allowed || !(named || beside) {
        return false;
    }
    let text = page.text_within(index, 2000);
    let sentence = text.ends_with(['.', '!', '?', '…', '”', '"', '»', '“', ':', ')']);
    let full = chars >= LEAST_OF_ONE || sentences(&text).len() > 1;
    sentence
        && full
        && !is_dateline(&text)
        && !is_notice(&text)
        && !is_appeal(&text)
        && !starts_related(&text)
}

/// The first letters and digits of a text, lower case.
fn letters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(SAME_LETTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    const LEAD: &str = "After nine months of work the quay takes ships again, and the town its trade. \
        The harbour board gave the day in a letter, which speaks of new piles.";

    /// Whether the lead of a page is found, whose header holds `inner` behind the headline.
    fn is_found(inner: &str, body: &str) -> bool {
        let html = format!(
            "<body><header><h1>Quay opens</h1>{inner}</header><div id=root><p>{body}</p></div>"
        );
        let tree = Html::parse_document(&html);
        let page = Page::new(&tree, &[]);
        let root = (0..page.len()).find(|&index| page.attr(index, "id") == Some("root"));
        let mut roles = vec![Role::Body; page.len()];
        lead(&page, page.first("h1"), root.unwrap(), &mut roles, body).is_some()
    }

    #[test]
    fn a_lead_is_known_by_its_name_or_its_place() {
        for inner in [
            format!("<p>{LEAD}</p>"),
            format!("<div><div class=post-excerpt>{LEAD}</div></div>"),
            format!("<div><h2 itemprop=description>{LEAD}</h2></div>"),
        ] {
            assert!(is_found(&inner, "The first ship was a collier."), "{inner}");
            assert!(!is_found(&inner, LEAD), "{inner}");
        }
        for inner in [
            format!("<div><div><div>{LEAD}</div></div></div>"),
            format!("<p class=lead><a href=/>{LEAD}</a></p>"),
            "<p class=lead>The town has its trade again, after nine months of work.</p>".to_owned(),
            format!("<p class=lead>Read more: {LEAD}</p>"),
        ] {
            assert!(
                !is_found(&inner, "The first ship was a collier."),
                "{inner}"
            );
        }
    }
}
