//! `diff`: what the cabinet says differently in a newer letter.

use super::Run;
use super::letters::read_letter;
use super::model::ModelChoice;
use super::terminal::{colour, stdout, width, written};
use standpunt::atomic_file::AtomicFile;
use standpunt::diff::{diff, write_html, write_json, write_markdown, write_table};
use standpunt::error::Result;
use standpunt::report::table::TableOptions;
use standpunt::report::{LabelOptions, Labeller};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show what the cabinet says differently in a newer letter
///
/// Sections are paired by title and COM number, sentences within them by likeness. Shown are stances that changed, positions that
/// are new, and positions that are gone, with both quotes.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The older letter
    old: PathBuf,
    /// The newer letter
    new: PathBuf,
    /// What to write
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Show also what was said alike in other words (table)
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    model: ModelChoice,
}

/// The outputs of a comparison of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading in a terminal
    Table,
    /// For programs
    Json,
    /// Markdown
    Md,
    /// One self-contained page
    Html,
}

impl Diff {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        let classifier = self.model.load()?;
        let labeller = Labeller::new(&classifier, &LabelOptions::default())?;
        let mut workspace = labeller.workspace();
        let old = labeller.label(read_letter(&self.old)?, &mut workspace);
        let new = labeller.label(read_letter(&self.new)?, &mut workspace);
        let difference = diff(&old, &new);
        let write = |out: &mut dyn Write, color: bool| match self.format {
            Format::Table => write_table(
                &difference,
                &TableOptions {
                    width: width().min(120),
                    color,
                    all: self.all,
                },
                out,
            ),
            Format::Json => write_json(&difference, out),
            Format::Md => write_markdown(&difference, out),
            Format::Html => write_html(&difference, out),
        };
        match &self.out {
            Some(path) => {
                let mut out = AtomicFile::create(path)?;
                write(&mut out, false)?;
                out.commit()?;
            }
            None => {
                let mut out = stdout();
                write(&mut out, colour())?;
                written(out.flush())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
