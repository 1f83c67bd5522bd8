//! A report to files: one trait, one file a format.
//!
//! Every exporter is a function of the [`Findings`] and a [`Selection`] of them alone, and takes them
//! part by part, so that a large run is written without being held. The drawings,
//! DOT and SVG, share one scene, so that both show the same nodes, marks and arrows. Whatever comes
//! from the web is cleaned of control characters and escaped for its format on the way out.

mod attributes;
mod axis;
pub mod chains;
pub mod clean;
mod columns;
mod csv;
mod dot;
mod fold;
mod gexf;
mod graphml;
mod html;
pub mod index;
mod json;
mod layout;
mod measure;
mod outlets;
mod path;
mod picture;
mod plan;
mod scene;
mod selection;
mod svg;
mod theme;
mod tie;
pub mod words;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::corpus::PageLink;
use crate::report::Findings;

pub use self::csv::Table;
pub use self::json::{TRACE_SCHEMA, read};
pub use self::selection::Selection;

/// The name of the machine-readable result in a run's folder.
pub const TRACE_FILE: &str = "trace.json";

/// Why a report could not be written or read back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A file of the output folder cannot be written.
    #[error("cannot write '{path}'")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be read.
    #[error("cannot read '{path}'")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not a `trace.json`.
    #[error("'{path}' is no trace.json")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The file has a layout that this version does not know.
    #[error("'{path}' is laid out after schema {found}, which this version cannot read")]
    Schema {
        /// The file.
        path: PathBuf,
        /// The version that the file names.
        found: u64,
    },
}

/// A format that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Graphviz.
    Dot(Level),
    /// The same picture, drawn without Graphviz.
    Svg(Level),
    /// The whole graph for networkx, igraph and the like.
    GraphMl,
    /// The whole graph for Gephi, with its days.
    Gexf,
    /// A page for a browser that needs nothing else.
    Html,
    /// One table of comma-separated values.
    Csv(Table),
    /// `trace.json`.
    Json,
}

impl Format {
    /// Every format, in the order in which a run writes them: `trace.json` comes last, so that a
    /// folder which has it is whole.
    pub const ALL: [Self; 8] = [
        Self::Dot(Level::Document),
        Self::Svg(Level::Document),
        Self::GraphMl,
        Self::Gexf,
        Self::Html,
        Self::Csv(Table::Claims),
        Self::Csv(Table::Citations),
        Self::Json,
    ];

    /// Returns the name of this format's file in a run's folder.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Dot(_) => "graph.dot",
            Self::Svg(_) => "graph.svg",
            Self::GraphMl => "graph.graphml",
            Self::Gexf => "graph.gexf",
            Self::Html => "report.html",
            Self::Csv(Table::Claims) => "claims.csv",
            Self::Csv(Table::Citations) => "citations.csv",
            Self::Json => TRACE_FILE,
        }
    }

    /// Returns what writes this format.
    #[must_use]
    pub fn exporter(self) -> Box<dyn Exporter> {
        match self {
            Self::Dot(level) => Box::new(dot::Dot(level)),
            Self::Svg(level) => Box::new(svg::Svg(level)),
            Self::GraphMl => Box::new(graphml::GraphMl),
            Self::Gexf => Box::new(gexf::Gexf),
            Self::Html => Box::new(html::Html),
            Self::Csv(table) => Box::new(csv::Csv(table)),
            Self::Json => Box::new(json::Json),
        }
    }
}

/// What is a node of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A document or a source.
    Document,
    /// An outlet, with all its documents.
    Outlet,
}

/// Writes findings in one format.
pub trait Exporter {
    /// Writes the selected part of `findings`.
    ///
    /// # Errors
    ///
    /// Fails if `out` does.
    fn write(
        &self,
        findings: &dyn Findings,
        selection: Selection,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// Writes `links.csv` into the folder `dir`, which must exist: one row for each link of each
/// document, citation or not. `links_of` tells the links of the page at an address.
///
/// # Errors
///
/// Fails if the file cannot be written or `links_of` does.
pub fn write_links(
    findings: &dyn Findings,
    dir: &Path,
    links_of: &mut dyn FnMut(&str) -> io::Result<Vec<PageLink>>,
) -> Result<(), ExportError> {
    let path = dir.join("links.csv");
    replace(&path, |out| {
        csv::write_links(findings.documents(), links_of, out)
    })
    .map_err(|source| ExportError::Write { path, source })
}

/// Writes every format into the folder `dir`, which must exist.
///
/// Each file is written beside its place and then renamed, so that none is ever seen half-written;
/// `trace.json` is the last.
///
/// # Errors
///
/// Fails if a file cannot be written, or the findings are not whole.
pub fn write_all(findings: &dyn Findings, dir: &Path) -> Result<(), ExportError> {
    // Both drawings show the same.
    let scene = plan::scene(findings, Selection::Run, Level::Document);
    for format in Format::ALL {
        let path = dir.join(format.file_name());
        replace(&path, |out| {
            match format {
                Format::Dot(_) => dot::write_scene(&scene, out)?,
                Format::Svg(_) => svg::write_scene(&scene, out)?,
                _ => (format.exporter()).write(findings, Selection::Run, out)?,
            }
            findings.check()
        })
        .map_err(|source| ExportError::Write { path, source })?;
    }
    Ok(())
}

/// Writes a temporary file in the folder of `path`, then puts it in the place of `path`.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".part");
    let temporary = PathBuf::from(temporary);
    let mut out = BufWriter::new(File::create(&temporary)?);
    let result = write(&mut out)
        .and_then(|()| out.into_inner().map_err(io::IntoInnerError::into_error))
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        // The first failure is the one to report; the leftover is harmless.
        let _removed = fs::remove_file(&temporary);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Report;

    /// A small made-up story with every kind of node and mark.
    pub(super) fn fixture() -> Report {
        serde_json::from_str(include_str!("../../tests/reports/night-ferry.json")).unwrap()
    }

    #[test]
    fn a_run_leaves_every_file_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        write_all(&fixture(), dir.path()).unwrap();
        let mut found: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        found.sort();
        let mut expected: Vec<_> = Format::ALL.iter().map(|f| f.file_name()).collect();
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(read(&dir.path().join(TRACE_FILE)).unwrap(), fixture());
    }

    #[test]
    fn a_missing_folder_is_named_in_the_error() {
        let error = write_all(&fixture(), Path::new("/nowhere/at/all")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot write '/nowhere/at/all/graph.dot'"
        );
    }
}
