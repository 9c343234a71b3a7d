//! The outputs of commands that write a table for people or JSON for programs, and those of studies, which can be Markdown or a page too.

use super::Run;
use super::outputs;
use super::terminal::{stdout, written};
use serde::Serialize;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::program::AtomicFile;
use std::io::Write;
use std::path::PathBuf;

/// What to write, where there are two ways.
#[derive(Debug, Clone, clap::Args)]
pub struct TableOrJson {
    /// What to write; JSON has everything [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    place: Place,
}

/// What to write, where there are four ways.
#[derive(Debug, Clone, clap::Args)]
pub struct StudyOutput {
    /// What to write; JSON has everything [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<StudyFormat>,
    #[command(flatten)]
    place: Place,
}

/// Where to write.
#[derive(Debug, Clone, clap::Args)]
struct Place {
    /// Write to this file instead of standard output (`-`); it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The outputs of most commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Table,
    /// For programs
    Json,
}

/// The outputs of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum StudyFormat {
    /// For reading in a terminal
    Table,
    /// For programs
    Json,
    /// Markdown tables
    Md,
    /// One self-contained page
    Html,
}

/// Where a result goes, opened before the work: a name that cannot be written to costs nothing then.
#[derive(Debug)]
pub struct Target<F> {
    /// What to write there.
    pub format: F,
    file: Option<AtomicFile>,
}

impl TableOrJson {
    /// Opens what the result is written to, which is no file that the run reads.
    pub fn open<'a>(
        &self,
        inputs: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Result<Target<Format>> {
        let known: [(Format, &[&str]); 2] = [(Format::Table, &["txt"]), (Format::Json, &["json"])];
        self.place.open(self.format, &known, inputs)
    }
}

impl StudyOutput {
    /// As [`TableOrJson::open`].
    pub fn open<'a>(
        &self,
        inputs: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Result<Target<StudyFormat>> {
        let known: [(StudyFormat, &[&str]); 4] = [
            (StudyFormat::Table, &["txt"]),
            (StudyFormat::Json, &["json"]),
            (StudyFormat::Md, &["md", "markdown"]),
            (StudyFormat::Html, &["html", "htm"]),
        ];
        self.place.open(self.format, &known, inputs)
    }
}

impl Place {
    fn open<'a, F: Copy>(
        &self,
        asked: Option<F>,
        known: &[(F, &[&str])],
        inputs: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Result<Target<F>> {
        let out = outputs::file(self.out.as_ref());
        let format = outputs::format(asked, out, known)?;
        outputs::keep_apart(&[("--out", out)], inputs)?;
        let file = out.map(AtomicFile::create).transpose()?;
        Ok(Target { format, file })
    }
}

impl<F> Target<F> {
    /// Writes the result, whole.
    pub fn write(self, run: Run, text: &[u8]) -> Result<()> {
        let Some(mut file) = self.file else {
            let mut out = stdout();
            written(out.write_all(text))?;
            return written(out.flush());
        };
        file.put(text)?;
        let path = file.path().to_owned();
        file.commit()?;
        outputs::written_to(run, Some(&path));
        Ok(())
    }
}

impl Target<StudyFormat> {
    /// Writes the result of a study, whole, as it was asked for.
    pub fn write_study<R: Serialize>(
        self,
        run: Run,
        result: &R,
        table: impl FnOnce(&R) -> String,
        markdown: impl FnOnce(&R) -> String,
        page: impl FnOnce(&R) -> String,
    ) -> Result<()> {
        let text = match self.format {
            StudyFormat::Json => json_text(result)?,
            StudyFormat::Table => table(result).into_bytes(),
            StudyFormat::Md => markdown(result).into_bytes(),
            StudyFormat::Html => page(result).into_bytes(),
        };
        self.write(run, &text)
    }
}

/// A result as indented JSON.
pub fn json_text(result: &impl Serialize) -> Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(result)
        .map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
    Ok((text + "\n").into_bytes())
}
