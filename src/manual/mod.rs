//! What a reader knows better: files written by hand that the analysis takes for granted.
//!
//! [`Affiliations`] say who belongs to whom; [`Overrides`] put right what was merged, kept apart or
//! cited wrongly. Both are TOML. Ids such as `s3` change from run to run, so claims are named by
//! their statements, sources by their names and documents by their addresses.

mod affiliations;
mod overrides;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use affiliations::Affiliations;
pub use overrides::{EdgeWrong, Override, OverrideKind, Overrides, StatementName};

/// Everything that a reader said by hand.
#[derive(Debug, Clone, Default)]
pub struct Guide {
    /// Who belongs to whom.
    pub affiliations: Affiliations,
    /// What is put right.
    pub overrides: Overrides,
}

/// What was done by hand to a source, a document, a claim or a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// It was merged from several.
    Merged,
    /// It was kept apart from others, or taken out of another.
    Split,
    /// It is wrong, and leads nowhere.
    Wrong,
}

/// Why a file written by hand cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManualError {
    /// It cannot be read.
    #[error("cannot read '{path}'")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is no TOML, or not of the form that is asked for.
    #[error("line {line} of '{path}': {what}; {cure}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// What to write instead.
        cure: String,
    },
}

/// A file that is being read.
#[derive(Debug)]
struct Source<'a> {
    path: &'a Path,
    text: String,
}

impl<'a> Source<'a> {
    fn open(path: &'a Path) -> Result<Self, ManualError> {
        let text = fs::read_to_string(path).map_err(|source| ManualError::Read {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self { path, text })
    }

    /// Parses the file; `cure` shows the form that is asked for.
    fn parse<T: DeserializeOwned>(&self, cure: &str) -> Result<T, ManualError> {
        toml::from_str(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let what = error.message().lines().collect::<Vec<_>>().join(", ");
            self.fault(at, what, cure)
        })
    }

    /// Makes the error of what stands at byte `at`.
    fn fault(&self, at: usize, what: impl Into<String>, cure: &str) -> ManualError {
        ManualError::Line {
            path: self.path.to_owned(),
            line: self.line(at),
            what: what.into(),
            cure: cure.to_owned(),
        }
    }

    /// The line that holds byte `at`, counted from 1.
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|&&byte| byte == b'\n').count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_toml_is_refused_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("who.toml");
        fs::write(&path, "\"Orvany\" = [\"a\"]\nbroken\n").unwrap();
        let error = Affiliations::read(&path).unwrap_err().to_string();
        assert!(error.starts_with("line 2 of '"), "{error}");
        assert!(
            error.contains("who.toml") && error.contains("write"),
            "{error}"
        );
        let missing = Affiliations::read(&folder.path().join("none.toml")).unwrap_err();
        assert!(matches!(missing, ManualError::Read { .. }));
    }
}
