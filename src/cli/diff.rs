//! `diff`: what the cabinet says differently in a newer letter.

use super::Run;
use super::faults::Fault;
use super::letters::{read_letter, warn_of};
use super::model::ModelChoice;
use super::outputs;
use super::terminal::{colour, stdout, table_options, written};
use super::values;
use standpunt::diff::{diff, write_html, write_json, write_markdown, write_table};
use standpunt::error::Result;
use standpunt::program::AtomicFile;
use standpunt::report::{LabelOptions, LabelledLetter, Labeller};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Show what the cabinet says differently in a newer letter
///
/// Sections are paired by title and COM number, sentences within them by likeness. Shown are stances that changed, positions that
/// are new, positions that are gone, and those said in other words, with both quotes.
///
/// Exit codes: 0 compared, whether anything differs or not; 2 a letter or the model could not be read.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The older letter
    old: PathBuf,
    /// The newer letter
    new: PathBuf,
    /// What to write [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output (`-`); it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// List the sections in which no position changed too (table)
    #[arg(long)]
    all: bool,
    /// Compare only labels that the model is sure enough of, so that at most this share of them is wrong; pairs with a
    /// doubtful sentence are counted apart
    #[arg(long, value_name = "SHARE", value_parser = values::number, allow_negative_numbers = true)]
    max_error: Option<f64>,
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
    /// One self-contained page, old and new side by side
    Html,
}

impl Format {
    /// The formats with the endings of their files.
    const KNOWN: [(Self, &[&str]); 4] = [
        (Self::Table, &["txt"]),
        (Self::Json, &["json"]),
        (Self::Md, &["md", "markdown"]),
        (Self::Html, &["html", "htm"]),
    ];
}

impl Diff {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let out = outputs::file(self.out.as_ref());
        let format = outputs::format(self.format, out, &Format::KNOWN)?;
        let inputs = [&self.old, &self.new].into_iter().chain(&self.model.model);
        outputs::keep_apart(&[("--out", out)], inputs)?;
        let file = out.map(AtomicFile::create).transpose()?;
        let classifier = self.model.load()?;
        let mut options = LabelOptions::default();
        options.max_error = Fault::Error.share(self.max_error)?;
        options.model_hash = false;
        Fault::Error.warn_if_unkept(run, &classifier, options.max_error);
        let labeller = Labeller::new(&classifier, &options)?;
        let label = |path: &Path| -> Result<LabelledLetter> {
            let letter = read_letter(path)?;
            warn_of(run, &letter);
            Ok(labeller.label(letter))
        };
        let (old, new) = (label(&self.old)?, label(&self.new)?);
        let difference = diff(&old, &new);
        let write = |out: &mut dyn Write, color: bool| match format {
            Format::Table => write_table(&difference, &table_options(color, self.all), out),
            Format::Json => write_json(&difference, out),
            Format::Md => write_markdown(&difference, out),
            Format::Html => write_html(&difference, out),
        };
        match file {
            Some(mut file) => {
                write(&mut file, false).map_err(|e| e.at(file.path()))?;
                file.commit()?;
                outputs::written_to(run, out);
            }
            None => {
                let mut out = stdout();
                write(&mut out, colour()).map_err(|e| e.at("standard output"))?;
                written(out.flush())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
