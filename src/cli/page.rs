//! A page as it was read: one JSON object for programs, marked text for people.

use std::io::{self, Write};

use headwater::cite::{self, Attribution, Mention, MentionKind, OutletNames, Source};
use headwater::export::clean;
use headwater::parse::{Document, Link, LinkClass};
use headwater::text::{CodePoints, Span};
use headwater::urls::{CanonicalUrl, registrable_domain};
use serde_json::{Value, json};

use super::style::{Role, Style};

/// A page with what is said in it, and by whom.
#[derive(Debug)]
pub(super) struct Page<'a> {
    id: &'a str,
    url: Option<&'a str>,
    document: &'a Document,
    attributions: Vec<Attribution>,
    mentions: Vec<Mention>,
    /// Outlets that the page credits with it, by domain: in its byline, a dateline or a credit line.
    credits: Vec<String>,
}

impl<'a> Page<'a> {
    /// Reads who says what in a document, and which outlets it names.
    pub(super) fn new(
        id: &'a str,
        url: Option<&'a str>,
        document: &'a Document,
        names: &OutletNames,
    ) -> Self {
        let own = url.and_then(|url| CanonicalUrl::parse(url).ok());
        let own = own
            .as_ref()
            .map_or("", |own| registrable_domain(own.host()));
        let mentions = cite::named_outlets(document, own, names).mentions;
        let in_byline = document.authors.iter().filter_map(|name| names.find(name));
        let in_text = mentions.iter().filter(|it| it.kind == MentionKind::Byline);
        let mut credits: Vec<String> = Vec::new();
        for outlet in in_byline.chain(in_text.map(|it| it.outlet.as_str())) {
            if outlet != own && !credits.iter().any(|known| known == outlet) {
                credits.push(outlet.to_owned());
            }
        }
        Self {
            id,
            url,
            document,
            attributions: cite::attributions(document),
            mentions,
            credits,
        }
    }

    /// Returns all of it; offsets count Unicode scalar values of the text.
    pub(super) fn as_json(&self) -> Value {
        let document = self.document;
        let points = CodePoints::new(&document.text);
        let range = |span: Span| json!({"start": points.before(span.start), "end": points.before(span.end), "text": span.of(&document.text)});
        let source = |source: &Source| {
            let mut value = range(source.span);
            value["head"] = range(source.head);
            value["name"] = json!(source.name);
            value["kind"] = json!(source.kind);
            value["parts"] = json!(
                source
                    .parts
                    .as_ref()
                    .map(|parts| parts.map(|&span| range(span)))
            );
            value
        };
        let attribution = |found: &Attribution| {
            json!({
                "source": found.source.as_ref().map(source),
                "cue": range(found.cue),
                "content": found.content.iter().copied().map(range).collect::<Vec<_>>(),
                "quotation": found.quotation,
                "behind": found.behind.iter().map(source).collect::<Vec<_>>(),
            })
        };
        let mention = |found: &Mention| json!({"outlet": found.outlet, "kind": found.kind, "place": range(found.span)});
        let link = |link: &Link| {
            json!({
                "url": link.url, "href": link.href, "anchor": link.anchor, "rel": link.rel, "class": link.class,
                "place": link.span.map(range), "marker": link.marker.map(range),
            })
        };
        let (inside, outside): (Vec<&Link>, Vec<&Link>) =
            document.links.iter().partition(|link| in_text(link));
        json!({
            "id": self.id,
            "url": self.url,
            "canonical_url": document.canonical_url,
            "amp_url": document.amp_url,
            "media_type": document.media_type,
            "title": document.title,
            "outlet": document.outlet,
            "authors": document.authors,
            "credits": self.credits,
            "published": document.published.as_ref().map(|date| &date.value),
            "published_by": document.published.as_ref().map(|date| date.by),
            "modified": document.modified.as_ref().map(|date| &date.value),
            "language": document.language,
            "partial": document.partial,
            "pages": document.pages.iter().map(|&start| points.before(start)).collect::<Vec<_>>(),
            "text": document.text,
            "links": inside.into_iter().map(link).collect::<Vec<_>>(),
            "other_links": outside.into_iter().map(link).collect::<Vec<_>>(),
            "attributions": self.attributions.iter().map(attribution).collect::<Vec<_>>(),
            "mentions": self.mentions.iter().map(mention).collect::<Vec<_>>(),
        })
    }

    /// Prints it for a person: metadata, the text with sources, cues and contents marked, then whom
    /// it quotes, which outlets it names and what it links to.
    pub(super) fn write(&self, out: &mut dyn Write, style: Style) -> io::Result<()> {
        writeln!(out, "{}", style.bold(&clean::line(self.id)))?;
        self.write_metadata(out)?;
        if !self.attributions.is_empty() {
            let shown = Role::ALL.map(|role| style.mark(role, role.name()));
            writeln!(out, "\n  marked: {}", shown.join("  "))?;
        }
        writeln!(out)?;
        let roles = self.roles();
        let mut start = 0;
        for line in self.document.text.trim_end().split_inclusive('\n') {
            let end = start + line.len();
            self.write_line(out, Span::new(start, end), &roles, style)?;
            start = end;
        }
        self.write_attributions(out)?;
        self.write_mentions(out)?;
        self.write_links(out)?;
        writeln!(out)
    }

    fn write_metadata(&self, out: &mut dyn Write) -> io::Result<()> {
        let document = self.document;
        let list = |items: &[String]| Some(items.join(", ")).filter(|list| !list.is_empty());
        for (name, value) in [
            ("title", document.title.clone()),
            ("outlet", document.outlet.clone()),
            ("authors", list(&document.authors)),
            ("credits", list(&self.credits)),
            (
                "published",
                document.published.as_ref().map(|date| date.value.clone()),
            ),
            ("language", document.language.clone()),
            (
                "partial",
                document
                    .partial
                    .then(|| "cut short by a paywall".to_owned()),
            ),
        ] {
            if let Some(value) = value {
                writeln!(out, "  {name:<10} {}", clean::line(&value))?;
            }
        }
        Ok(())
    }

    /// What each part of an attribution is, in text order; of parts that begin together the longer
    /// first.
    fn roles(&self) -> Vec<(Span, Role)> {
        let mut roles = Vec::new();
        for found in &self.attributions {
            let sources = found.source.iter().chain(&found.behind);
            roles.extend(sources.map(|source| (source.span, Role::Source)));
            roles.push((found.cue, Role::Cue));
            roles.extend(found.content.iter().map(|&span| (span, Role::Content)));
        }
        roles.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        roles.dedup();
        roles
    }

    /// Writes a line of the text. Where parts lie inside one another, the innermost is marked.
    fn write_line(
        &self,
        out: &mut dyn Write,
        line: Span,
        roles: &[(Span, Role)],
        style: Style,
    ) -> io::Result<()> {
        let inside: Vec<(Span, Role)> = (roles.iter())
            .filter(|(span, _)| span.start < line.end && line.start < span.end)
            .map(|&(span, role)| {
                let part = Span::new(span.start.max(line.start), span.end.min(line.end));
                (part, role)
            })
            .collect();
        let mut cuts: Vec<usize> = inside
            .iter()
            .flat_map(|(span, _)| [span.start, span.end])
            .chain([line.start, line.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut shown = String::new();
        for ends in cuts.windows(2) {
            let part = Span::new(ends[0], ends[1]);
            let around = |span: &Span| span.start <= part.start && part.end <= span.end;
            let innermost = inside.iter().filter(|(span, _)| around(span));
            let innermost = innermost.min_by_key(|(span, _)| span.end - span.start);
            push_part(
                &mut shown,
                part.of(&self.document.text),
                innermost.map(|(_, role)| *role),
                style,
            );
        }
        writeln!(out, "{}", shown.trim_end())
    }

    fn write_attributions(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.attributions.is_empty() {
            writeln!(out, "\nAttributions")?;
        }
        let quoted = |span: Span| clean::line(span.of(&self.document.text));
        for found in &self.attributions {
            let source = found
                .source
                .as_ref()
                .map_or("(nobody named)", |source| &source.name);
            let content: Vec<String> = found.content.iter().copied().map(quoted).collect();
            writeln!(
                out,
                "  {} | {} | {}",
                clean::line(source),
                quoted(found.cue),
                content.join(" … ")
            )?;
            for source in found.source.iter().chain(&found.behind) {
                self.write_parts(out, source)?;
            }
        }
        Ok(())
    }

    /// Writes what is told of an anonymous source.
    fn write_parts(&self, out: &mut dyn Write, source: &Source) -> io::Result<()> {
        let Some(parts) = &source.parts else {
            return Ok(());
        };
        let told = [
            ("of", parts.body),
            ("number", parts.number),
            ("told", parts.channel),
            ("condition", parts.condition),
        ];
        let told: Vec<String> = (told.into_iter())
            .filter_map(|(name, span)| Some((name, span?.of(&self.document.text))))
            .map(|(name, words)| format!(" | {name}: {}", clean::line(words)))
            .collect();
        let wording = clean::line(parts.wording.of(&self.document.text));
        writeln!(out, "    anonymous: {wording}{}", told.concat())
    }

    fn write_mentions(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.mentions.is_empty() {
            writeln!(out, "\nOutlets named")?;
        }
        for found in &self.mentions {
            let how = match found.kind {
                MentionKind::Report => "reported",
                MentionKind::Told => "was told",
                MentionKind::Byline => "is credited",
            };
            let name = clean::line(found.span.of(&self.document.text));
            writeln!(out, "  {name} ({}) {how}", clean::line(&found.outlet))?;
        }
        Ok(())
    }

    fn write_links(&self, out: &mut dyn Write) -> io::Result<()> {
        let links = self.document.links.iter().filter(|link| in_text(link));
        let links: Vec<&Link> = links.collect();
        if !links.is_empty() {
            writeln!(out, "\nLinks in the text")?;
        }
        for link in links {
            let url = link
                .url
                .as_ref()
                .map_or(link.href.as_str(), CanonicalUrl::as_str);
            writeln!(
                out,
                "  {} -> {}",
                clean::line(&link.anchor),
                clean::line(url)
            )?;
        }
        Ok(())
    }
}

/// Adds a part of a line, clean, with the blanks around it outside of its mark.
fn push_part(shown: &mut String, text: &str, role: Option<Role>, style: Style) {
    let words = clean::line(text);
    if words.is_empty() || text.starts_with(char::is_whitespace) {
        shown.push(' ');
    }
    if words.is_empty() {
        return;
    }
    match role {
        Some(role) => shown.push_str(&style.mark(role, &words)),
        None => shown.push_str(&words),
    }
    if text.ends_with(char::is_whitespace) {
        shown.push(' ');
    }
}

/// Whether a link belongs to the main text rather than to the page's frame.
fn in_text(link: &Link) -> bool {
    link.class == LinkClass::Citation
        || (link.class == LinkClass::Reference && (link.span.is_some() || link.marker.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater::parse::{self, Input};

    fn shown(text: &str, color: bool) -> String {
        let input = Input {
            body: text.as_bytes(),
            url: None,
            content_type: Some("text/plain"),
            retrieved: None,
        };
        let document = parse::document(&input).unwrap();
        let names = OutletNames::new(std::iter::empty());
        let page = Page::new("a page", None, &document, &names);
        let mut out = Vec::new();
        page.write(&mut out, Style { color, width: 80 }).unwrap();
        String::from_utf8(out).unwrap()
    }

    const TEXT: &str = "SARN (Reuters) - The pier is shut, Ann Lee told the Guardian on Friday.\n\n\
        Nobody saw it.\n";

    #[test]
    fn parts_of_attributions_are_marked_by_signs() {
        let shown = shown(TEXT, false);
        assert!(
            shown.contains("[The pier is shut], {Ann Lee} *told* the Guardian on Friday."),
            "{shown}"
        );
        assert!(shown.contains("\nNobody saw it.\n"), "{shown}");
        assert!(!shown.contains('\u{1b}'));
        assert!(shown.contains("credits    reuters.com"), "{shown}");
        assert!(
            shown.contains("Guardian (theguardian.com) was told"),
            "{shown}"
        );
    }

    #[test]
    fn or_by_colour() {
        let shown = shown(TEXT, true);
        assert!(shown.contains("\u{1b}[1;36mAnn Lee\u{1b}[0m"), "{shown:?}");
        assert!(!shown.contains('{'), "{shown:?}");
    }

    #[test]
    fn nothing_in_a_text_acts_on_the_terminal() {
        let shown = shown("“It \u{1b}[2Jsank\u{202e},” Ann Lee said.\n", false);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    }
}
