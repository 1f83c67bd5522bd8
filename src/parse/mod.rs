//! Pages to documents: what a page says, and where in its text it says it.
//!
//! One page goes in as bytes, a [`Document`] comes out: the main text as one string, its blocks,
//! every link with its class and its place in that text, and the metadata with the method that
//! found it. Pure: the same bytes give the same document. This is the only home of
//! `scraper`, `html5ever` and `hayro_interpret`.
//!
//! The stages: `media` tells what the bytes are, `decode` makes them text, `trim` takes out what no
//! stage reads, `build` makes that a tree, `tree` lists its nodes, `names` tells what class and id
//! say of each, `role` and `content` find the main text, `metadata` reads what the page says of
//! itself, `prune` takes furniture out of the text, `lead` finds what stands before it, `walk` writes
//! text, blocks and links in one go, and `links` classes the links. Text files go through `plain`, PDF
//! files through `pdf`.

mod build;
mod content;
mod decode;
mod document;
mod lead;
mod links;
mod media;
mod metadata;
mod names;
#[cfg(feature = "pdf")]
mod pdf;
mod phrases;
mod plain;
mod prune;
mod role;
mod scan;
mod tree;
mod trim;
mod walk;

pub use document::{
    Block, BlockKind, DateMethod, Dated, Document, Input, Link, LinkClass, ParseError,
};
pub use scan::links as scan_links;

use std::borrow::Cow;
use std::ops::Range;

use content::Measure;
use links::Address;
use media::Media;
use metadata::Metadata;
use role::Role;
use tree::Page;
use walk::Walked;

use crate::urls::{CanonicalUrl, registrable_domain};

/// Reads a page.
///
/// # Errors
///
/// Fails if the page is of a type without text, such as an image.
pub fn document(input: &Input<'_>) -> Result<Document, ParseError> {
    let media = Media::of(input.content_type, input.body)?;
    #[cfg(feature = "pdf")]
    if media.essence == media::PDF {
        return pdf::document(input);
    }
    let text = decoded(input, &media);
    if media.essence == media::PLAIN {
        let text = if input.body.starts_with(plain::MARK.as_bytes()) {
            format!("{}{text}", plain::MARK)
        } else {
            text.into_owned()
        };
        return Ok(plain_document(text));
    }
    let trimmed = trim::trim(&text, build::ATTRIBUTES);
    let html = build::tree(&trimmed.html);
    let page = Page::new(&html, &trimmed.json_ld);
    let mut document = html_document(&page, input);
    document.media_type = media.essence;
    Ok(document)
}

/// Returns the markup of a page as text, as [`document`] reads it; `None` if it is no HTML.
#[must_use]
pub fn markup<'a>(input: &Input<'a>) -> Option<Cow<'a, str>> {
    let media = Media::of(input.content_type, input.body).ok()?;
    let html = matches!(media.essence.as_str(), media::HTML | media::XHTML);
    html.then(|| decoded(input, &media))
}

/// The body of a page as text.
fn decoded<'a>(input: &Input<'a>, media: &Media) -> Cow<'a, str> {
    let host = input.url.map(CanonicalUrl::host);
    decode::decode(input.body, media.charset.as_deref(), host)
}

fn plain_document(text: String) -> Document {
    let blocks = plain::blocks(&text);
    let headline = blocks
        .first()
        .filter(|block| block.kind == BlockKind::Heading);
    Document {
        media_type: media::PLAIN.to_owned(),
        canonical_url: None,
        amp_url: None,
        title: headline.map(|block| block.span.of(&text).to_owned()),
        outlet: None,
        authors: Vec::new(),
        published: None,
        modified: None,
        language: metadata::detected_language(&text),
        blocks,
        links: plain::links(&text),
        text,
        partial: false,
        pages: Vec::new(),
    }
}

fn html_document(page: &Page<'_>, input: &Input<'_>) -> Document {
    let base = page
        .first("base")
        .and_then(|base| page.attr(base, "href"))
        .and_then(|href| links::resolve(href, input.url));
    let base = base.as_ref().or(input.url);
    let (roles, root) = main_text(page);
    let metadata = metadata::read(page, &roles, root, base, input);
    let site = base.or(metadata.canonical.as_ref());
    let site = site.map(|site| registrable_domain(site.host()));
    let walked = written(page, site, roles, root, &metadata);
    let address = Address {
        url: input.url,
        base,
        canonical: metadata.canonical.as_ref(),
    };
    let links = links::links(page, &walked.0, &walked.1, address);
    let (roles, Walked { text, blocks, .. }) = walked;
    let partial = text.len() < metadata::PARTIAL_BYTES
        && (metadata.walled || metadata::shows_wall(page, &roles, root));
    Document {
        media_type: String::new(),
        language: metadata::language_of(metadata.language, &text),
        pages: Vec::new(),
        partial,
        canonical_url: metadata.canonical,
        amp_url: metadata.amp,
        title: metadata.title,
        outlet: metadata.outlet,
        authors: metadata.authors,
        published: metadata.published,
        modified: metadata.modified,
        text,
        blocks,
        links,
    }
}

/// The role of every node, and the root of the main text.
fn main_text(page: &Page<'_>) -> (Vec<Role>, usize) {
    let raw = Measure::new(page, |_| true);
    let roles = content::roles(page, &raw);
    let root = content::root(page, &roles);
    (roles, root)
}

/// Writes the main text; where too little is left of it, with less taken out.
fn written(
    page: &Page<'_>,
    site: Option<&str>,
    roles: Vec<Role>,
    root: usize,
    metadata: &Metadata,
) -> (Vec<Role>, Walked) {
    /// Less text than this, and something was taken for furniture that was the page.
    const LEAST_BYTES: usize = 100;
    let title = metadata.title.as_deref();
    let mut pruned = roles.clone();
    prune::prune(page, site, root, &mut pruned);
    prune::tail_notes(page, root, &mut pruned);
    prune::headline(page, root, title, &mut pruned);
    let walked = walk_from(page, &pruned, root, None);
    if walked.text.len() >= LEAST_BYTES {
        let lead = lead::lead(page, metadata.headline, root, &mut pruned, &walked.text);
        let walked = match &lead {
            Some(lead) => walk_from(page, &pruned, root, Some(lead)),
            None => walked,
        };
        return (pruned, walked);
    }
    let body = page.first("body").unwrap_or(0);
    let mut best = (pruned, walked);
    let bare = vec![Role::Body; page.len()];
    for (mut roles, root) in [(roles, body), (bare, body)] {
        if best.1.text.len() >= LEAST_BYTES {
            break;
        }
        prune::prune(page, site, root, &mut roles);
        prune::headline(page, root, title, &mut roles);
        let walked = walk_from(page, &roles, root, None);
        if walked.text.len() > 2 * best.1.text.len() {
            best = (roles, walked);
        }
    }
    best
}

fn walk_from(page: &Page<'_>, roles: &[Role], root: usize, lead: Option<&Range<usize>>) -> Walked {
    let within = page.subtree(root);
    walk::walk(page, roles, |index| {
        within.contains(&index)
            || lead.is_some_and(|lead| lead.contains(&index))
            || (index >= within.end && roles.get(index) == Some(&Role::Note))
    })
}
