//! The parts of the page that stand there without a script.

use std::io::{self, Write};

use super::super::chains::Chains;
use super::super::clean::{self, xml};
use super::super::index::{self, Index};
use super::super::path::outline;
use super::super::theme::{Line, Look, MARKS};
use super::super::words;
use super::data;
use crate::report::{Claim, Document, Findings, State, count};

/// Deepest indentation of a chain; what is deeper stays there.
const INDENT: usize = 8;
/// Most lines of one claim's chains.
const LINES: usize = 200;
/// Most documents that are listed as not read.
const UNREAD: usize = 300;
/// Most seeds that are named.
const SEEDS: usize = 3;

/// Returns the page's title, escaped.
pub(super) fn title(findings: &dyn Findings) -> String {
    let seed = index::seeds(findings).next();
    let name = seed.map_or_else(String::new, |seed| format!(": {}", index::title(seed)));
    format!("Where the claims come from{}", escaped(&name))
}

/// Returns a text of bounded length, escaped.
fn escaped(text: &str) -> String {
    xml(&data::text(text))
}

/// Says what the page is about.
pub(super) fn write_header(findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
    let (run, documents) = (findings.run(), findings.documents());
    let read = documents.iter().filter(|d| d.state == State::Fetched);
    let seeds: Vec<_> = index::seeds(findings).take(SEEDS).map(seed).collect();
    let more = index::seeds(findings).count() - seeds.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let day = |time: &str| escaped(&clean::day(time));
    writeln!(
        out,
        "<header>\n<h1>Where the claims come from</h1>\n<p class=\"seeds\">{}{more}</p>\n\
         <p class=\"sum\">{} of {} read · {} · traced on {} by headwater {}</p>\n\
         <p class=\"note\">This page shows where each claim comes from. It does not say whether a \
         claim is true.</p>\n</header>",
        seeds.join("; "),
        read.count(),
        count(documents.len(), "document"),
        count(findings.claim_count(), "claim"),
        day(&run.finished),
        escaped(&run.headwater),
    )
}

fn seed(document: &Document) -> String {
    let (outlet, title) = (index::outlet(document), index::title(document));
    format!("{}, {}", escaped(&outlet), link(document, &title))
}

/// Returns a link to the live page, or its text alone if the address is no web address.
fn link(document: &Document, text: &str) -> String {
    match clean::web_address(&document.url) {
        Some(url) => format!(
            "<a href=\"{}\" rel=\"noreferrer noopener\">{}</a>",
            xml(&url),
            escaped(text)
        ),
        None => escaped(text),
    }
}

/// Writes the controls that choose claims; the script fills and shows them.
pub(super) fn write_filters(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(include_bytes!("filters.html"))
}

pub(super) fn start_claims(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<nav id=\"claims\" aria-labelledby=\"claims-heading\">\n\
         <h2 id=\"claims-heading\">Claims</h2>\n<ol>"
    )
}

/// Writes a claim: what is known of it, and its chains line by line.
pub(super) fn write_claim(index: &Index, claim: &Claim, out: &mut dyn Write) -> io::Result<()> {
    let id = xml(&claim.id);
    writeln!(
        out,
        "<li class=\"claim\" id=\"{id}\">\n<a class=\"choose\" href=\"#{id}\">\
         <span class=\"verdict\">{}</span> <span class=\"id\">{id}</span>\
         <span class=\"text\">{}</span><span class=\"counts\">{}</span></a>\n\
         <div class=\"chains\">\n<p>{}</p>",
        words::verdict(claim.verdict),
        escaped(&claim.text),
        words::counts(claim),
        escaped(&words::because(index, claim))
    )?;
    write_chains(index, claim, out)?;
    writeln!(out, "</div>\n</li>")
}

fn write_chains(index: &Index, claim: &Claim, out: &mut dyn Write) -> io::Result<()> {
    let chains = Chains::new(index, claim);
    let lines = chains.lines();
    writeln!(out, "<ul>")?;
    for line in lines.iter().take(LINES) {
        let marks = chains.marks(line.node).join(", ");
        let name = escaped(&index.full_name(line.node));
        write!(
            out,
            "<li class=\"in{}\"><b>{name}</b> {}",
            line.depth.min(INDENT),
            escaped(&marks)
        )?;
        match line.step {
            Some(step) if line.again => {
                let how = chains.how(&step);
                let above = escaped(&index.name(step.to));
                write!(out, " <i>from {above} ({how}); see above</i>")?;
            }
            Some(step) => {
                let (how, above) = (chains.how(&step), escaped(&index.name(step.to)));
                let sentence = escaped(step.sentence);
                write!(out, " <i>from {above} ({how}):</i> {sentence}")?;
            }
            None => write!(
                out,
                " {}",
                escaped(chains.statement(line.node).unwrap_or_default())
            )?,
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")?;
    match lines.len().saturating_sub(LINES) {
        0 => Ok(()),
        more => writeln!(
            out,
            "<p>… and {} of these chains</p>",
            count(more, "more line")
        ),
    }
}

pub(super) fn end_claims(left_out: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "</ol>\n<p id=\"no-claim\" hidden>No claim fits these filters.</p>"
    )?;
    if left_out > 0 {
        let more = count(left_out, "more claim");
        writeln!(
            out,
            "<p class=\"note\">{more} of this run are not shown here; they are in claims.csv and \
             trace.json.</p>"
        )?;
    }
    writeln!(out, "</nav>")
}

/// Writes the places for the graph and for what is chosen in it, with the legend.
pub(super) fn write_stage(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(include_bytes!("stage.html"))?;
    write_legend(out)?;
    writeln!(
        out,
        "</section>\n<aside id=\"detail\" aria-live=\"polite\" aria-label=\"Evidence\" hidden></aside>"
    )
}

/// Explains every look, line and mark; the script hides what a claim's graph does not show.
fn write_legend(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<details id=\"legend\" open>\n<summary>Legend</summary>\n<ul>"
    )?;
    let mut entry = |of: &str, picture: &str, meaning: &str| {
        writeln!(
            out,
            "<li data-of=\"{of}\"><svg width=\"42\" height=\"25\" aria-hidden=\"true\">{picture}</svg>\
             {meaning}</li>"
        )
    };
    for look in Look::ALL {
        let name = look.name();
        let border = outline(look, (21.0, 12.5), 38.0, 21.0);
        let picture = format!("<path class=\"look-{name}\" d=\"{border}\"/>");
        entry(&format!("look-{name}"), &picture, look.meaning())?;
    }
    let sheet = |x: f64, y: f64| {
        let border = outline(Look::Document, (x, y), 34.0, 17.0);
        format!("<path class=\"look-document\" d=\"{border}\"/>")
    };
    let sheets = sheet(23.0, 14.5) + &sheet(19.0, 10.5);
    entry("copies", &sheets, "document and its copies")?;
    // No claim's graph shows what is cited for something else.
    for line in Line::ALL.into_iter().filter(|line| *line != Line::Bare) {
        let (name, end) = (line.name(), head(line));
        let picture = format!(
            "<path class=\"line line-{name}\" d=\"M40 12H8\"/><path class=\"head-{name}\" d=\"{end}\"/>"
        );
        entry(&format!("line-{name}"), &picture, line.meaning())?;
    }
    for (mark, meaning) in MARKS {
        writeln!(out, "<li><b>{mark}</b> {meaning}</li>")?;
    }
    writeln!(out, "</ul>\n</details>")
}

/// The head of an arrow that points left.
fn head(line: Line) -> &'static str {
    match line {
        Line::Unsupported => "M3 7H6V17H3Z",
        _ => "M10 8L2 12L10 16Z",
    }
}

/// Says what could not be seen.
pub(super) fn write_unseen(findings: &dyn Findings, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"unseen\" aria-labelledby=\"unseen-heading\">\n\
         <h2 id=\"unseen-heading\">What could not be seen</h2>\n<ul class=\"notes\">"
    )?;
    let notes = &findings.run().notes;
    for note in notes {
        writeln!(out, "<li>{}</li>", escaped(note))?;
    }
    if notes.is_empty() {
        writeln!(out, "<li>Everything that was asked for was read.</li>")?;
    }
    writeln!(out, "</ul>")?;
    let unread = findings
        .documents()
        .iter()
        .filter(|d| d.state != State::Fetched);
    let total = unread.clone().count();
    if total > 0 {
        writeln!(
            out,
            "<details>\n<summary>{} not read</summary>\n<ul class=\"unread\">",
            count(total, "document")
        )?;
        for document in unread.take(UNREAD) {
            let why = escaped(&words::why_unread(document));
            writeln!(
                out,
                "<li>{} <i>{why}</i></li>",
                link(document, &document.url)
            )?;
        }
        if total > UNREAD {
            writeln!(out, "<li>… and {} more, in trace.json</li>", total - UNREAD)?;
        }
        writeln!(out, "</ul>\n</details>")?;
    }
    writeln!(out, "</section>")
}
