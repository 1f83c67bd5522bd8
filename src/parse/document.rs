//! What a page says: the types.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::urls::CanonicalUrl;

/// The bytes of one page, and what came with them.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The page's own final address, if it has one: links resolve against it.
    pub url: Option<&'a CanonicalUrl>,
    /// The `Content-Type` header or, for a file, the type its name tells; with charset, if given.
    pub content_type: Option<&'a str>,
    /// The body, decompressed.
    pub body: &'a [u8],
    /// When the page was fetched; no date after it is believed.
    pub retrieved: Option<Timestamp>,
}

/// Why a page gives no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The page is of a type without readable text, such as an image.
    #[error("a page of type '{0}' has no text to read")]
    NotText(String),
    /// The page is of a type that can be read, but this one cannot.
    #[error("a page of type '{media_type}' cannot be read: {why}")]
    Unreadable {
        /// The media type without parameters.
        media_type: String,
        /// What stands in the way, as a sentence without its end.
        why: &'static str,
    },
}

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The media type without parameters, lower case: `text/html`.
    pub media_type: String,
    /// What the page calls its canonical address, resolved; not yet believed.
    pub canonical_url: Option<CanonicalUrl>,
    /// Where the page says that the same article stands for AMP, resolved; not yet believed.
    #[serde(default)]
    pub amp_url: Option<CanonicalUrl>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The name that the site gives itself.
    pub outlet: Option<String>,
    /// The authors in the order of the byline, one name each, without "By".
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Dated>,
    /// When it was last changed.
    pub modified: Option<Dated>,
    /// Language as a lower-case ISO 639-1 code: declared, else detected.
    pub language: Option<String>,
    /// The main text, with headings and lists; blocks stand apart by a blank line. Plain text
    /// files are kept unchanged.
    pub text: String,
    /// The blocks of `text`, in order, without overlap.
    pub blocks: Vec<Block>,
    /// The links of the page, in its order in the page: the first ten thousand.
    pub links: Vec<Link>,
    /// Whether the text is cut short by a paywall: it is short, and the page says in its data that it
    /// is not free to read, or shows a box that asks to subscribe.
    pub partial: bool,
    /// Where each page of a file that has pages begins in `text`; else empty.
    #[serde(default)]
    pub pages: Vec<usize>,
}

impl Document {
    /// Returns the page, from 1, that the byte `offset` of the text is on, if the file has pages.
    #[must_use]
    pub fn page_of(&self, offset: usize) -> Option<usize> {
        let page = self.pages.partition_point(|start| *start <= offset);
        (page > 0).then_some(page)
    }
}

impl Document {
    /// Returns the metadata alone, without text, blocks and links.
    #[must_use]
    pub fn front(&self) -> Self {
        Self {
            media_type: self.media_type.clone(),
            canonical_url: self.canonical_url.clone(),
            amp_url: self.amp_url.clone(),
            title: self.title.clone(),
            outlet: self.outlet.clone(),
            authors: self.authors.clone(),
            published: self.published.clone(),
            modified: self.modified.clone(),
            language: self.language.clone(),
            partial: self.partial,
            ..Self::default()
        }
    }
}

/// A date and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// RFC 3339 time stamp with its own offset, or a bare `YYYY-MM-DD`; the day as written there.
    pub value: String,
    /// Where it was found.
    pub by: DateMethod,
}

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateMethod {
    /// schema.org data in JSON-LD or microdata.
    JsonLd,
    /// A `<meta>` element, or the information dictionary of a PDF.
    Meta,
    /// A `<time>` element.
    Time,
    /// The address of the page.
    Url,
    /// The visible text.
    Text,
}

/// A paragraph or the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; the page's headline too, if it is in the text.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart, such as an embedded post.
    Quote,
    /// The caption of a table, a quotation or data. What stands under a picture is not in the text.
    Caption,
    /// A footnote, or an entry of a list of sources.
    Note,
    /// A row of a table.
    Row,
    /// Text whose line breaks matter.
    Preformatted,
}

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The `href` as written, without user information.
    pub href: String,
    /// Where it leads, if that is on the web.
    pub url: Option<CanonicalUrl>,
    /// The link's own text, white space folded; an image's alternative text if it has no other.
    pub anchor: String,
    /// The `rel` attribute, or nothing.
    pub rel: String,
    /// Where the anchor stands in the document's text, if it is part of it; a picture that is
    /// linked is not.
    pub span: Option<Span>,
    /// For a link in a footnote: the place in the text that bears the footnote's mark.
    pub marker: Option<Span>,
    /// What the link is for.
    pub class: LinkClass,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkClass {
    /// In the body, in a footnote or in a list of sources: the author cites it. Also a picture in
    /// the body that leads to a video or a post.
    Citation,
    /// A glossary, topic page, ticker or product, the site's own front page, or whose a picture is.
    Reference,
    /// Another article that the page recommends.
    Related,
    /// Menus, headers, footers, tags.
    Nav,
    /// The page of an author.
    Author,
    /// A button to share, save, print or subscribe.
    Share,
    /// In or to the readers' comments.
    Comment,
    /// An advertisement.
    Ad,
    /// The page itself, or a place in it.
    #[serde(rename = "self")]
    Itself,
}
