//! schema.org data in JSON-LD.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::parse::tree::{Page, fold};

/// Types of the page's own text, the most telling first.
const ARTICLE_TYPES: &[&str] = &[
    "article",
    "posting",
    "report",
    "review",
    "recipe",
    "episode",
    "dataset",
    "howto",
    "book",
    "webpage",
    "creativework",
];
/// Keys under which other works than the page's own are found.
const FOREIGN: &[&str] = &[
    "itemListElement",
    "comment",
    "comments",
    "review",
    "reviews",
    "mentions",
    "citation",
    "isBasedOn",
    "liveBlogUpdate",
    "relatedLink",
    "breadcrumb",
    "image",
    "video",
    "associatedMedia",
    "about",
    "offers",
    "suggestedAnswer",
    "acceptedAnswer",
];
/// More objects than this are not looked at.
const MAX_OBJECTS: usize = 4000;

/// What the JSON-LD of a page says of its article.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    /// The headline.
    pub headline: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was changed, as written.
    pub modified: Option<String>,
    /// The names of its authors that are persons or not said to be anything else.
    pub authors: Vec<String>,
    /// The names of its authors that are organizations.
    pub organizations: Vec<String>,
    /// The name of the publisher.
    pub publisher: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// `isAccessibleForFree`.
    pub free: Option<bool>,
    /// `inLanguage`.
    pub language: Option<String>,
}

/// Reads all JSON-LD of a page.
pub(super) fn read(page: &Page<'_>) -> JsonLd {
    let scripts: Vec<Value> = page
        .json_ld()
        .iter()
        .filter_map(|text| parse(text))
        .collect();
    let objects = objects(&scripts);
    let ids: BTreeMap<&str, &Map<String, Value>> = objects
        .iter()
        .rev()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let mut works: Vec<(usize, &Map<String, Value>)> = objects
        .iter()
        .filter_map(|object| Some((rank(object)?, *object)))
        .collect();
    works.sort_by_key(|(rank, _)| *rank);
    let mut found = JsonLd::default();
    for (_, work) in &works {
        found.add(work, &ids);
    }
    for object in &objects {
        if found.site.is_none() && is_type(object, "website") {
            found.site = text(object.get("name"));
        }
        if found.publisher.is_none() && is_type(object, "newsmediaorganization") {
            found.publisher = text(object.get("name"));
        }
    }
    found
}

impl JsonLd {
    /// Fills what is still unknown from `work`.
    fn add(&mut self, work: &Map<String, Value>, ids: &BTreeMap<&str, &Map<String, Value>>) {
        let main = self.headline.is_none() && self.published.is_none();
        fill(&mut self.headline, || text(work.get("headline")));
        fill(&mut self.published, || {
            text(work.get("datePublished")).or_else(|| text(work.get("dateCreated")))
        });
        fill(&mut self.modified, || text(work.get("dateModified")));
        fill(&mut self.language, || text(work.get("inLanguage")));
        if main && self.authors.is_empty() && self.organizations.is_empty() {
            for key in ["author", "creator"] {
                if self.authors.is_empty() {
                    self.add_authors(work.get(key), ids);
                }
            }
        }
        fill(&mut self.publisher, || name(work.get("publisher"), ids));
        fill(&mut self.site, || {
            let part = work.get("isPartOf");
            name(part, ids).filter(|_| part.is_some_and(is_site))
        });
        if self.free.is_none() {
            self.free = match work.get("isAccessibleForFree") {
                Some(Value::Bool(free)) => Some(*free),
                Some(Value::String(free)) => Some(!free.eq_ignore_ascii_case("false")),
                _ => None,
            };
        }
    }

    fn add_authors(&mut self, value: Option<&Value>, ids: &BTreeMap<&str, &Map<String, Value>>) {
        let list: &[Value] = match value {
            Some(Value::Array(list)) => list,
            Some(one) => std::slice::from_ref(one),
            None => return,
        };
        for author in list {
            let organization =
                resolved(author, ids).is_some_and(|object| is_type(object, "organization"));
            let Some(name) = name(Some(author), ids) else {
                continue;
            };
            if organization {
                self.organizations.push(name);
            } else {
                self.authors.push(name);
            }
        }
    }
}

fn fill(field: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if field.is_none() {
        *field = value();
    }
}

/// Parses a script, mending what is often wrong: comment marks, raw line breaks in strings, a
/// trailing comma or semicolon.
fn parse(script: &str) -> Option<Value> {
    let trimmed = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    serde_json::from_str(trimmed).ok().or_else(|| {
        let flat: String = trimmed
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let mended = flat
            .replace(",]", "]")
            .replace(",}", "}")
            .replace(", }", "}");
        let mut values = serde_json::Deserializer::from_str(&mended).into_iter();
        values.next()?.ok()
    })
}

/// All objects in document order, without those under [`FOREIGN`] keys.
fn objects(scripts: &[Value]) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut pending: Vec<&Value> = scripts.iter().rev().collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(list) => pending.extend(list.iter().rev()),
            Value::Object(object) => {
                found.push(object);
                let inner = object
                    .iter()
                    .filter(|(key, _)| !FOREIGN.contains(&key.as_str()));
                pending.extend(inner.map(|(_, value)| value).rev());
            }
            _ => {}
        }
        if found.len() > MAX_OBJECTS {
            break;
        }
    }
    found
}

fn types(object: &Map<String, Value>) -> Vec<String> {
    match object.get("@type") {
        Some(Value::String(kind)) => vec![kind.to_ascii_lowercase()],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_ascii_lowercase)
            .collect(),
        _ => Vec::new(),
    }
}

fn is_type(object: &Map<String, Value>, kind: &str) -> bool {
    types(object).iter().any(|own| own.ends_with(kind))
}

fn is_site(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|object| object.get("name").is_some() || object.get("@id").is_some())
}

/// The place of an object in the order of trust, if it is a work.
fn rank(object: &Map<String, Value>) -> Option<usize> {
    ARTICLE_TYPES.iter().position(|kind| is_type(object, kind))
}

fn resolved<'v>(
    value: &'v Value,
    ids: &BTreeMap<&str, &'v Map<String, Value>>,
) -> Option<&'v Map<String, Value>> {
    let object = value.as_object()?;
    if object.contains_key("name") {
        return Some(object);
    }
    let id = object.get("@id")?.as_str()?;
    Some(ids.get(id).copied().unwrap_or(object))
}

fn name(value: Option<&Value>, ids: &BTreeMap<&str, &Map<String, Value>>) -> Option<String> {
    let value = match value? {
        Value::Array(list) => list.first()?,
        value => value,
    };
    match value {
        Value::String(name) => text(Some(&Value::String(name.clone()))),
        value => text(resolved(value, ids)?.get("name")),
    }
}

/// A text, or the first of a list of texts; not blank.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => fold(&unescaped(text)),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.iter().find_map(text_of_string),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn text_of_string(value: &Value) -> Option<String> {
    let text = fold(&unescaped(value.as_str()?));
    (!text.is_empty()).then_some(text)
}

/// Undoes the HTML escapes that many sites leave in JSON, where they have no meaning.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let html = scraper::Html::parse_fragment(&text.replace('<', "&lt;"));
    html.root_element().text().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn read_script(script: &str) -> JsonLd {
        let html = Html::new_document();
        read(&Page::new(&html, &[script]))
    }

    #[test]
    fn a_graph_is_resolved() {
        let found = read_script(
            r##"{"@graph":[{"@type":"WebSite","name":"The Site"},
            {"@type":"NewsArticle","headline":"A &amp; B","author":{"@id":"#p"},
             "datePublished":"2031-03-05"},{"@id":"#p","@type":"Person","name":"Ann Lee"}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("A & B"));
        assert_eq!(found.authors, ["Ann Lee"]);
        assert_eq!(found.site.as_deref(), Some("The Site"));
    }

    #[test]
    fn broken_and_foreign_data_do_no_harm() {
        assert!(read_script("{").headline.is_none());
        let found = read_script(
            "<!-- [{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Article\",\"headline\":\"x\"}]},\
             {\"@type\":[\"BlogPosting\"],\"headline\":\"a\nb\",}] -->",
        );
        assert_eq!(found.headline.as_deref(), Some("a b"));
    }
}
