//! `compare`: two models on the same letters.

use super::Run;
use super::model::{load, name};
use super::scoring::{BootstrapOptions, leakage, score};
use super::terminal::{all_of_0, stdout, warn, width, written};
use super::train::Columns;
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::compare;
use standpunt::report::comparison_table;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two models on the same letters: paired differences, McNemar's test, changed sentences
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// First model file; `-` is the model inside the program
    a: PathBuf,
    /// Second model file; `-` is the model inside the program
    b: PathBuf,
    /// CSV files, or folders of them
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    columns: Columns,
    /// How many changed sentences to list; 0 lists all
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: usize,
    /// Output as JSON
    #[arg(long)]
    json: bool,
    /// Measure although a model was trained on some of the data
    #[arg(long)]
    allow_overlap: bool,
    #[command(flatten)]
    bootstrap: BootstrapOptions,
}

/// The file of a model; none for the model inside the program.
fn file(path: &Path) -> Option<&Path> {
    (path.as_os_str() != "-").then_some(path)
}

impl Compare {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        let scored = |path: &PathBuf| {
            let classifier = load(file(path))?;
            if let Some(shared) = leakage(&classifier, &data, self.allow_overlap)? {
                warn(&format!("{}: {shared}", path.display()));
            }
            score(&classifier, &data)
        };
        let (first, second) = (scored(&self.a)?, scored(&self.b)?);
        let (a, b) = (name(file(&self.a)), name(file(&self.b)));
        let comparison = compare::compare(&first, &second, (&a, &b), &self.bootstrap.options())?;
        let mut out = stdout();
        if self.json {
            let text = serde_json::to_string_pretty(&comparison)
                .map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
            written(writeln!(out, "{text}"))?;
        } else {
            written(
                out.write_all(
                    comparison_table(&comparison, width(), all_of_0(self.top)).as_bytes(),
                ),
            )?;
        }
        written(out.flush())?;
        Ok(ExitCode::SUCCESS)
    }
}
