//! The report of `evaluate` and `cross-validate` as it is written.

use super::Run;
use super::outputs;
use super::terminal::{stdout, width, written};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::{EvaluationReport, Scored};
use standpunt::program::AtomicFile;
use standpunt::report::{
    evaluation_html, evaluation_markdown, evaluation_table, write_predictions,
};
use std::io::Write;
use std::path::Path;

/// The outputs of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Table,
    /// All figures, for programs
    Json,
    /// Markdown tables
    Md,
    /// One self-contained page with plots
    Html,
}

impl Format {
    /// The formats with the endings of their files.
    pub const KNOWN: [(Self, &[&str]); 4] = [
        (Self::Table, &["txt"]),
        (Self::Json, &["json"]),
        (Self::Md, &["md", "markdown"]),
        (Self::Html, &["html", "htm"]),
    ];
}

/// A report as it is written.
pub fn text_of(report: &EvaluationReport, format: Format) -> Result<String> {
    Ok(match format {
        Format::Table => evaluation_table(report, width()),
        Format::Json => {
            report
                .to_json()
                .map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?
                + "\n"
        }
        Format::Md => evaluation_markdown(report),
        Format::Html => evaluation_html(report),
    })
}

/// Shows a report on standard output, or says which file has it.
pub fn show(run: Run, text: &str, out: Option<&Path>) -> Result<()> {
    if out.is_none() {
        let mut out = stdout();
        written(out.write_all(text.as_bytes()))?;
        written(out.flush())?;
    }
    outputs::written_to(run, out);
    Ok(())
}

/// Writes the sentences behind the figures, where there is a file for them.
pub fn predictions(file: Option<&mut AtomicFile>, scored: &Scored) -> Result<()> {
    file.map_or(Ok(()), |file| {
        let mut rows = Vec::new();
        write_predictions(&mut rows, scored)?;
        file.put(&rows)
    })
}
