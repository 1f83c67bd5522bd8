//! Pages to documents: what a page says, and where in its text it says it.
//!
//! One page goes in as bytes, a [`Document`] comes out: the main text as one string, its blocks,
//! every link with its class and its place in that text, and the metadata with the method that
//! found it. Pure: the same bytes give the same document. This is the only home of `scraper`.

mod document;

pub use document::{
    Block, BlockKind, DateMethod, Dated, Document, Input, Link, LinkClass, ParseError,
};
