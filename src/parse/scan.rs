//! The links of a page and nothing else, in one pass over its tags.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::links::resolve;
use super::trim::trim;
use super::{Document, Input, Link, LinkClass, ParseError, media, plain};

/// Returns the links of a page, each address once, without anchors, places or classes: a document
/// without text, for collecting pages that are read later. It costs a fraction of
/// [`document`](super::document), for no tree is built.
///
/// # Errors
///
/// Fails if the page is of a type without readable text.
pub fn links(input: &Input<'_>) -> Result<Document, ParseError> {
    let media = media::Media::of(input.content_type, input.body)?;
    let mut document = super::plain_document(String::new());
    #[cfg(feature = "pdf")]
    if media.essence == media::PDF {
        document.links = super::pdf::document(input)?.links;
        document.media_type = media.essence;
        return Ok(document);
    }
    let text = super::decoded(input, &media);
    if media.essence == media::PLAIN {
        document.links = plain::links(&text);
    } else {
        let tokenizer = Tokenizer::new(Scan::default(), TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(trim(&text, &["href"]).html));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        tokenizer.end();
        document.links = tokenizer.sink.found.into_inner().links(input);
    }
    document.media_type = media.essence;
    Ok(document)
}

/// The addresses that a page names.
#[derive(Debug, Default)]
struct Found {
    /// Of the first `<base>`.
    base: Option<String>,
    hrefs: Vec<String>,
}

impl Found {
    fn links(mut self, input: &Input<'_>) -> Vec<Link> {
        let base = self.base.and_then(|base| resolve(&base, input.url));
        let base = base.as_ref().or(input.url);
        self.hrefs.sort_unstable();
        self.hrefs.dedup();
        let mut links: Vec<Link> = self
            .hrefs
            .into_iter()
            .filter_map(|href| {
                let url = resolve(&href, base)?;
                Some(Link {
                    href,
                    url: Some(url),
                    anchor: String::new(),
                    rel: String::new(),
                    span: None,
                    marker: None,
                    class: LinkClass::Nav,
                })
            })
            .collect();
        links.sort_by(|a, b| a.url.cmp(&b.url));
        links.dedup_by(|a, b| a.url == b.url);
        links
    }
}

/// Takes the addresses out of the tags that pass.
#[derive(Debug, Default)]
struct Scan {
    found: RefCell<Found>,
}

impl TokenSink for Scan {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        let mut found = self.found.borrow_mut();
        match &*tag.name {
            "a" | "area" => found.hrefs.extend(href(&tag)),
            "base" if found.base.is_none() => found.base = href(&tag),
            "script" => return TokenSinkResult::RawData(ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                return TokenSinkResult::RawData(Rawtext);
            }
            "title" | "textarea" => return TokenSinkResult::RawData(Rcdata),
            "plaintext" => return TokenSinkResult::Plaintext,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn href(tag: &Tag) -> Option<String> {
    let href = tag.attrs.iter().find(|attr| &*attr.name.local == "href")?;
    Some(href.value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::urls::CanonicalUrl;

    fn found(html: &str) -> Vec<String> {
        let url = CanonicalUrl::parse("http://a.test/dir/page").unwrap();
        let input = Input {
            url: Some(&url),
            content_type: Some("text/html"),
            body: html.as_bytes(),
            retrieved: None,
        };
        let links = links(&input).unwrap().links;
        links
            .into_iter()
            .map(|link| link.url.unwrap().to_string())
            .collect()
    }

    #[test]
    fn every_address_is_found_once_and_none_in_a_script() {
        let html = "<title><a href=/no></title><script>'<a href=/no>'</script>\
                    <p><a href='b#x'>b</a> <a href=b>again</a> <A HREF=\"//c.test\">c</A>\
                    <area href=/map><a href='mailto:x@y.test'>mail</a><a>none</a>";
        let expected = ["http://a.test/dir/b", "http://a.test/map", "http://c.test/"];
        assert_eq!(found(html), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_scanned(html in "(<|/|!|-|>|a|script|style|é| |href=b){0,40}") {
            drop(found(&html));
        }
    }

    #[test]
    fn links_resolve_against_the_first_base() {
        let html = "<base href=/up/><base href=/other/><a href=x>x</a>";
        assert_eq!(found(html), ["http://a.test/up/x"]);
    }
}
