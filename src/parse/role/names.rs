//! The names that an element bears.

use std::ops::Range;

use crate::parse::tree::{Page, is_heading};

/// Names as a whole: as a part, "hidden" is as often said of what an element lacks, as in
/// `label-hidden`, or of the screens that it is left out on, as in `hidden-xs`.
const HIDDEN: &[&str] = &["hidden", "ishidden", "uhidden", "jshidden"];
/// Ends of the names of what is there for screen readers alone.
const UNSEEN_ENDS: &[&str] = &[
    "visuallyhidden",
    "sronly",
    "screenreader",
    "screenreadertext",
    "offscreen",
];
/// What blog software puts before the sort, category and tags of a post in the post's own classes.
const TAXONOMIES: &[&str] = &["format-", "category-", "tag-", "author-"];

/// The names that an element bears.
#[derive(Debug, Default, Clone)]
pub(in crate::parse) struct Names {
    /// All of them in one: lower case, letters and digits only.
    text: String,
    /// Each class and id as one word of the text.
    whole: Vec<Range<usize>>,
    /// Their parts: `shareBar-2_top` gives `share`, `bar`, `2`, `top`.
    parts: Vec<Range<usize>>,
    pub(super) role: String,
}

impl Names {
    /// No names.
    pub(in crate::parse) const NONE: Self = Self {
        text: String::new(),
        whole: Vec::new(),
        parts: Vec::new(),
        role: String::new(),
    };

    /// Reads the names of an element; [`Page::names`] keeps them.
    pub(in crate::parse) fn of(page: &Page<'_>, index: usize) -> Self {
        if page.node(index).element.is_none() {
            return Self::NONE;
        }
        let mut names = Self {
            role: page
                .attr(index, "role")
                .unwrap_or_default()
                .to_ascii_lowercase(),
            ..Self::default()
        };
        let post = page.attr(index, "class").is_some_and(is_post);
        // The id of a heading is its own text, made an anchor.
        let heading = is_heading(page.tag(index));
        for attribute in ["class", "id", "data-component", "data-module", "data-type"] {
            if heading && attribute == "id" {
                continue;
            }
            let value = page.attr(index, attribute).unwrap_or_default();
            for name in value.split_whitespace().take(12) {
                if !post || !TAXONOMIES.iter().any(|start| name.starts_with(start)) {
                    names.add(name);
                }
            }
        }
        names
    }

    fn add(&mut self, name: &str) {
        let whole = self.text.len();
        let mut part = whole;
        let mut lower = false;
        for c in name.chars() {
            let boundary = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower);
            if boundary && part < self.text.len() {
                self.parts.push(part..self.text.len());
                part = self.text.len();
            }
            if c.is_ascii_alphanumeric() {
                self.text.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        let end = self.text.len();
        if part < end {
            self.parts.push(part..end);
        }
        if whole < end {
            self.whole.push(whole..end);
        }
    }

    fn words<'s>(&'s self, of: &'s [Range<usize>]) -> impl Iterator<Item = &'s str> {
        of.iter().filter_map(|range| self.text.get(range.clone()))
    }

    /// Whether one of the names, whole or in part, is in `lexicon`.
    pub(in crate::parse) fn any(&self, lexicon: &[&str]) -> bool {
        self.words(&self.parts).any(|name| lexicon.contains(&name)) || self.any_whole(lexicon)
    }

    /// Whether one of the names as a whole is in `lexicon`.
    pub(in crate::parse) fn any_whole(&self, lexicon: &[&str]) -> bool {
        self.words(&self.whole).any(|name| lexicon.contains(&name))
    }

    /// Whether one of the names says that the element is not shown.
    pub(super) fn unseen(&self) -> bool {
        self.any_whole(HIDDEN)
            || self
                .words(&self.whole)
                .any(|name| UNSEEN_ENDS.iter().any(|end| name.ends_with(end)))
    }

    pub(super) fn role_is(&self, role: &str) -> bool {
        self.role == role
    }
}

/// Whether classes are those that blog software gives to a post.
fn is_post(classes: &str) -> bool {
    classes
        .split_whitespace()
        .any(|class| matches!(class, "hentry" | "type-post" | "status-publish"))
}
