//! `headwater export`: a run, or one claim of it, in another format.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, bail};
use headwater::export::{self, Format, Selection, TRACE_FILE, Table};

use super::args;
use super::exit::Status;

pub(crate) fn run(args: &args::Export, out: &mut dyn Write) -> anyhow::Result<Status> {
    let report = export::read(&args.dir.join(TRACE_FILE))?;
    let selection = match &args.claim {
        None => Selection::Run,
        Some(id) => match Selection::claim(&report, id) {
            Some(selection) => selection,
            None => bail!(
                "'{}' has no claim '{id}'; `headwater show {0}` lists them",
                args.dir.display()
            ),
        },
    };
    let format = match args.format {
        args::ExportFormat::Dot => Format::Dot,
        args::ExportFormat::Svg => Format::Svg,
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
