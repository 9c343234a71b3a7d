//! `classify`: labels the sentences of letters.

use super::Run;
use super::lines;
use super::model::ModelChoice;
use standpunt::error::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Label the sentences of letters
#[derive(Debug, clap::Args)]
pub struct Classify {
    /// Letters; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take one sentence a line and print `label<TAB>probability<TAB>sentence` a line
    #[arg(long)]
    lines: bool,
    #[command(flatten)]
    model: ModelChoice,
}

impl Classify {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let classifier = self.model.load()?;
        if self.lines {
            lines::run(run, &classifier, &self.files, None)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
