//! What was merged, kept apart or cited wrongly, put right by hand.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::{ManualError, Source};
use crate::text::{fold, words};
use crate::urls::CanonicalUrl;

/// The form of the file.
const FORM: &str = "write tables [[source]], [[document]] or [[claim]] with either `merge = [two or \
    more]` or `split = one`, or [[edge]] with `from`, `to` and `wrong = true`";

/// What a table lacks.
const ONE_OF: &str = "write either `merge`, with two or more, or `split`, with one";

/// One thing put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The line that it begins on, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: OverrideKind,
}

/// What is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverrideKind {
    /// Sources of these names are one; the first names it.
    MergeSources(Vec<String>),
    /// A source of this name is another one in each document.
    SplitSource(String),
    /// These addresses are one document.
    MergeDocuments(Vec<CanonicalUrl>),
    /// This address is a document of its own.
    SplitDocument(CanonicalUrl),
    /// These statements make one claim, with all others of their claims.
    MergeClaims(Vec<StatementName>),
    /// These statements make a claim of their own.
    SplitClaim(Vec<StatementName>),
    /// This citation is wrong.
    WrongEdge(EdgeWrong),
}

/// A statement, named by where it stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementName {
    /// The address of its document.
    pub document: CanonicalUrl,
    /// Its sentence, or a stretch of it.
    pub text: String,
}

/// A citation that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeWrong {
    /// The address of the citing document.
    pub from: CanonicalUrl,
    /// The address of the cited document, or the name of the source.
    pub to: String,
    /// A stretch of the citing sentence; `None` for every sentence.
    pub text: Option<String>,
}

/// Everything put right, in the order of the file's tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    all: Vec<Override>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Vec<Spanned<Pair<String, String>>>,
    #[serde(default)]
    document: Vec<Spanned<Pair<String, String>>>,
    #[serde(default)]
    claim: Vec<Spanned<Pair<Statement, OneOrMore>>>,
    #[serde(default)]
    edge: Vec<Spanned<Edge>>,
}

/// A table with one of two keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair<M, S> {
    merge: Option<Vec<M>>,
    split: Option<S>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Statement),
    More(Vec<Statement>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    document: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edge {
    from: String,
    to: String,
    text: Option<String>,
    wrong: bool,
}

impl Overrides {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read or has another form.
    pub fn read(path: &Path) -> Result<Self, ManualError> {
        let source = Source::open(path)?;
        let file: File = source.parse(FORM)?;
        let mut all = Vec::new();
        for table in &file.source {
            let kind = pair(table, &source, <[String]>::to_vec, Clone::clone)?;
            all.push((
                table.span().start,
                match kind {
                    Ok(names) => OverrideKind::MergeSources(names),
                    Err(name) => OverrideKind::SplitSource(name),
                },
            ));
        }
        for table in &file.document {
            let at = table.span().start;
            let url = |text: &String| address(&source, at, text);
            let kind = pair(table, &source, <[String]>::to_vec, Clone::clone)?;
            all.push((
                at,
                match kind {
                    Ok(urls) => OverrideKind::MergeDocuments(
                        urls.iter().map(url).collect::<Result<_, _>>()?,
                    ),
                    Err(one) => OverrideKind::SplitDocument(url(&one)?),
                },
            ));
        }
        for table in &file.claim {
            let at = table.span().start;
            let name = |statement: &Statement| statement.name(&source, at);
            let kind = pair(
                table,
                &source,
                |all| all.iter().map(name).collect::<Result<Vec<_>, _>>(),
                |split| match split {
                    OneOrMore::One(one) => Ok(vec![name(one)?]),
                    OneOrMore::More(all) => all.iter().map(name).collect(),
                },
            )?;
            all.push((
                at,
                match kind {
                    Ok(merged) => OverrideKind::MergeClaims(merged?),
                    Err(split) => OverrideKind::SplitClaim(split?),
                },
            ));
        }
        for table in &file.edge {
            all.push((table.span().start, edge(&source, table)?));
        }
        all.sort_by_key(|(at, _)| *at);
        let all = all.into_iter().map(|(at, kind)| Override {
            line: source.line(at),
            kind,
        });
        Ok(Self { all: all.collect() })
    }

    /// Returns each with its number.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &OverrideKind)> {
        self.all.iter().map(|over| &over.kind).enumerate()
    }

    /// Returns whether nothing is put right.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Says, a sentence each, which of them are not among the numbers in `applied`.
    #[must_use]
    pub fn idle(&self, applied: &BTreeSet<usize>) -> Vec<String> {
        let idle = (self.all.iter().enumerate()).filter(|(number, _)| !applied.contains(number));
        idle.map(|(_, over)| {
            let what = over.kind.describe();
            format!("an override changed nothing: line {}, {what}", over.line)
        })
        .collect()
    }
}

impl OverrideKind {
    /// Says what it would have done.
    fn describe(&self) -> String {
        let list = |names: Vec<&str>| names.join("' and '");
        let said = |names: &[StatementName]| {
            let texts = names.iter().map(|name| name.text.as_str());
            texts.collect::<Vec<_>>().join("' and '")
        };
        match self {
            Self::MergeSources(names) => format!(
                "sources '{}' are not both cited",
                list(names.iter().map(String::as_str).collect())
            ),
            Self::SplitSource(name) => format!("no source '{name}' is cited by several documents"),
            Self::MergeDocuments(urls) => format!(
                "documents '{}' are not both known",
                list(urls.iter().map(CanonicalUrl::as_str).collect())
            ),
            Self::SplitDocument(url) => format!("document '{url}' is not known or stands alone"),
            Self::MergeClaims(names) => format!("statements '{}' are not both found", said(names)),
            Self::SplitClaim(names) => format!("statement '{}' is not found", said(names)),
            Self::WrongEdge(edge) => format!("'{}' does not cite '{}'", edge.from, edge.to),
        }
    }
}

impl StatementName {
    /// Returns whether a sentence says it, white space, case and marks aside.
    #[must_use]
    pub fn is_in(&self, sentence: &str) -> bool {
        holds(sentence, &self.text)
    }
}

impl EdgeWrong {
    /// Returns whether a citing sentence is the one that is meant.
    #[must_use]
    pub fn is_in(&self, sentence: &str) -> bool {
        self.text.as_ref().is_none_or(|text| holds(sentence, text))
    }
}

/// Whether the words of `part` stand in `sentence` one after the other.
fn holds(sentence: &str, part: &str) -> bool {
    let all = |text: &str| -> Vec<String> { words(text).map(|word| fold(word.text)).collect() };
    let (sentence, part) = (all(sentence), all(part));
    !part.is_empty() && sentence.windows(part.len()).any(|words| words == part)
}

impl Statement {
    fn name(&self, source: &Source<'_>, at: usize) -> Result<StatementName, ManualError> {
        if words(&self.text).next().is_none() {
            let cure = "write the statement's sentence, or a stretch of it";
            return Err(source.fault(at, "`text` has no words", cure));
        }
        Ok(StatementName {
            document: address(source, at, &self.document)?,
            text: self.text.clone(),
        })
    }
}

/// Takes what `merge` or `split` says; just one of them must be there.
fn pair<M, S, T, U>(
    table: &Spanned<Pair<M, S>>,
    source: &Source<'_>,
    merged: impl FnOnce(&[M]) -> T,
    split: impl FnOnce(&S) -> U,
) -> Result<Result<T, U>, ManualError> {
    let Pair {
        merge,
        split: apart,
    } = table.get_ref();
    match (merge, apart) {
        (Some(all), None) if all.len() > 1 => Ok(Ok(merged(all))),
        (None, Some(one)) => Ok(Err(split(one))),
        (Some(_), None) => Err(source.fault(table.span().start, "nothing to merge with", ONE_OF)),
        _ => Err(source.fault(
            table.span().start,
            "neither or both of `merge` and `split`",
            ONE_OF,
        )),
    }
}

fn edge(source: &Source<'_>, table: &Spanned<Edge>) -> Result<OverrideKind, ManualError> {
    let (at, edge) = (table.span().start, table.get_ref());
    if !edge.wrong {
        let cure = "write `wrong = true`, or take the table out";
        return Err(source.fault(at, "an edge that is not wrong", cure));
    }
    Ok(OverrideKind::WrongEdge(EdgeWrong {
        from: address(source, at, &edge.from)?,
        to: edge.to.clone(),
        text: edge.text.clone(),
    }))
}

fn address(source: &Source<'_>, at: usize, text: &str) -> Result<CanonicalUrl, ManualError> {
    CanonicalUrl::parse(text).map_err(|_| {
        let cure = "write its full address, such as https://example.com/article";
        source.fault(at, format!("'{text}' is no address"), cure)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Overrides, ManualError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("put-right.toml");
        std::fs::write(&path, text).unwrap();
        Overrides::read(&path)
    }

    #[test]
    fn every_kind_is_read_in_the_order_of_the_file() {
        let found = read(
            "[[claim]]\nsplit = { document = \"http://a.test/1\", text = \"it sank\" }\n\
             [[source]]\nmerge = [\"Oona Marsh\", \"a skipper\"]\n\
             [[source]]\nsplit = \"the mayor\"\n\
             [[document]]\nmerge = [\"http://a.test/1\", \"http://b.test/1\"]\n\
             [[document]]\nsplit = \"http://a.test/2\"\n\
             [[claim]]\nmerge = [{ document = \"http://a.test/1\", text = \"x\" }, \
             { document = \"http://b.test/1\", text = \"y\" }]\n\
             [[edge]]\nfrom = \"http://a.test/1\"\nto = \"Oona Marsh\"\nwrong = true\n",
        )
        .unwrap();
        let lines: Vec<usize> = found.all.iter().map(|over| over.line).collect();
        assert_eq!(lines.len(), 7);
        assert!(lines.is_sorted());
        assert!(matches!(found.all[0].kind, OverrideKind::SplitClaim(_)));
        assert!(matches!(found.all[6].kind, OverrideKind::WrongEdge(_)));
        let idle = found.idle(&BTreeSet::from([0, 1, 2, 3, 4, 5]));
        assert_eq!(idle.len(), 1);
        assert!(
            idle[0].contains("'http://a.test/1' does not cite 'Oona Marsh'"),
            "{idle:?}"
        );
    }

    #[test]
    fn a_table_that_says_nothing_is_refused_by_its_line() {
        for (text, what) in [
            ("\n[[source]]\nmerge = [\"one\"]\n", "nothing to merge with"),
            ("\n[[source]]\n", "neither or both"),
            ("\n[[document]]\nsplit = \"nowhere\"\n", "is no address"),
            (
                "\n[[edge]]\nfrom = \"http://a.test/\"\nto = \"x\"\nwrong = false\n",
                "not wrong",
            ),
            (
                "\n[[claim]]\nsplit = { document = \"http://a.test/\", text = \" \" }\n",
                "no words",
            ),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with("line 2 of"), "{error}");
            assert!(error.contains(what), "{error}");
        }
        let error = read("[[sources]]\nmerge = []\n").unwrap_err().to_string();
        assert!(
            error.contains("line 1") && error.contains("[[source]]"),
            "{error}"
        );
    }

    #[test]
    fn a_statement_is_found_by_a_stretch_of_it() {
        let name = StatementName {
            document: CanonicalUrl::parse("http://a.test/").unwrap(),
            text: "crossed  the STRAIT".to_owned(),
        };
        assert!(name.is_in("The ferry crossed the strait, by night."));
        assert!(!name.is_in("The ferry crossed a strait."));
    }
}
