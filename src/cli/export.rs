//! `headwater export`: a run, or one claim of it, in another format.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, bail};
use headwater::export::{self, Format, Level, Selection, Table};
use headwater::report::Report;

use super::args;
use super::exit::Status;

pub(crate) fn run(args: &args::Export, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = super::report(&args.dir)?;
    let selection = selection(args, &report)?;
    let level = match args.level {
        args::ExportLevel::Document => Level::Document,
        args::ExportLevel::Outlet => Level::Outlet,
    };
    let drawn = matches!(
        args.format,
        args::ExportFormat::Dot | args::ExportFormat::Svg
    );
    if level == Level::Outlet && !drawn {
        bail!("--level outlet is for --format dot and svg");
    }
    let format = match args.format {
        args::ExportFormat::Dot => Format::Dot(level),
        args::ExportFormat::Svg => Format::Svg(level),
        args::ExportFormat::Graphml => Format::GraphMl,
        args::ExportFormat::Gexf => Format::Gexf,
        args::ExportFormat::Html => Format::Html,
        args::ExportFormat::Json => Format::Json,
        args::ExportFormat::Csv => Format::Csv(match args.table {
            args::ExportTable::Claims => Table::Claims,
            args::ExportTable::Citations => Table::Citations,
        }),
    };
    match &args.output {
        None => format.exporter().write(&report, selection, out)?,
        Some(path) => {
            let file =
                File::create(path).with_context(|| format!("cannot write '{}'", path.display()))?;
            let mut file = BufWriter::new(file);
            let written = format.exporter().write(&report, selection, &mut file);
            written
                .and_then(|()| file.flush())
                .with_context(|| format!("cannot write '{}'", path.display()))?;
        }
    }
    Ok(Status::Answered)
}

/// Writes the schema of `trace.json`.
pub(crate) fn schema(out: &mut dyn Write) -> anyhow::Result<Status> {
    out.write_all(export::TRACE_SCHEMA.as_bytes())?;
    Ok(Status::Answered)
}

/// Finds the part of the report that is asked for.
fn selection<'a>(args: &args::Export, report: &'a Report) -> anyhow::Result<Selection<'a>> {
    let dir = args.dir.display();
    match (&args.claim, &args.story) {
        (Some(id), _) => Selection::claim(report, id).with_context(|| {
            format!("'{dir}' has no claim '{id}'; `headwater show {dir}` lists them")
        }),
        (None, Some(id)) => Selection::story(report, id).with_context(|| {
            let stories: BTreeSet<&str> = (report.documents.iter())
                .filter_map(|document| document.story.as_deref())
                .collect();
            let stories: Vec<&str> = stories.into_iter().collect();
            let stories = if stories.is_empty() {
                "none".to_owned()
            } else {
                stories.join(", ")
            };
            format!("'{dir}' has no story '{id}', but {stories}")
        }),
        (None, None) => Ok(Selection::Run),
    }
}
