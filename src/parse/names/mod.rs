//! The names that an element bears in its class, id and data attributes.

mod kinds;

pub(super) use kinds::Kinds;

use super::tree::{Page, is_heading};

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
/// Attributes that hold names.
const ATTRIBUTES: &[&str] = &["class", "id", "data-component", "data-module", "data-type"];

/// What the names of an element tell.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Names {
    /// The lists that hold one of them as a whole.
    whole: Kinds,
    /// The lists that hold a part of one: `shareBar-2_top` has `share`, `bar`, `2`, `top`.
    parts: Kinds,
    /// Whether one ends as the names of what is there for screen readers alone do.
    unseen: bool,
}

impl Names {
    /// No names.
    pub(super) const NONE: Self = Self {
        whole: Kinds::NONE,
        parts: Kinds::NONE,
        unseen: false,
    };

    /// Reads the names of an element; [`Page::names`] keeps them.
    pub(super) fn of(page: &Page<'_>, index: usize) -> Self {
        let mut names = Self::NONE;
        if page.node(index).element.is_none() {
            return names;
        }
        let post = page.attr(index, "class").is_some_and(is_post);
        // The id of a heading is its own text, made an anchor.
        let heading = is_heading(page.tag(index));
        let mut letters = String::new();
        for attribute in ATTRIBUTES {
            if heading && *attribute == "id" {
                continue;
            }
            let value = page.attr(index, attribute).unwrap_or_default();
            for name in value.split_whitespace().take(12) {
                if !post || !TAXONOMIES.iter().any(|start| name.starts_with(start)) {
                    names.add(name, &mut letters);
                }
            }
        }
        names
    }

    /// Adds a name; `letters` is room for its letters and digits.
    fn add(&mut self, name: &str, letters: &mut String) {
        letters.clear();
        let mut part = 0;
        let mut lower = false;
        for c in name.chars() {
            let boundary = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower);
            if boundary && part < letters.len() {
                self.parts = self.parts.or(kinds_of(letters, part));
                part = letters.len();
            }
            if c.is_ascii_alphanumeric() {
                letters.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        self.parts = self.parts.or(kinds_of(letters, part));
        self.whole = self.whole.or(Kinds::of(letters));
        self.unseen |= UNSEEN_ENDS.iter().any(|end| letters.ends_with(end));
    }

    /// Whether one of the names, whole or in part, is in a list of `kinds`.
    pub(super) fn any(self, kinds: Kinds) -> bool {
        self.parts.or(self.whole).meet(kinds)
    }

    /// Whether one of the names as a whole is in a list of `kinds`.
    pub(super) fn any_whole(self, kinds: Kinds) -> bool {
        self.whole.meet(kinds)
    }

    /// Whether one of the names says that the element is not shown.
    pub(super) fn unseen(self) -> bool {
        self.unseen || self.any_whole(Kinds::HIDDEN)
    }
}

/// The lists that hold what stands in `letters` from the byte `from` on.
fn kinds_of(letters: &str, from: usize) -> Kinds {
    letters.get(from..).map_or(Kinds::NONE, Kinds::of)
}

/// Whether classes are those that blog software gives to a post.
fn is_post(classes: &str) -> bool {
    classes
        .split_whitespace()
        .any(|class| matches!(class, "hentry" | "type-post" | "status-publish"))
}
