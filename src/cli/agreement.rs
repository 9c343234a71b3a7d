//! `agreement`: how far coders of the same sentences agree.

use super::Run;
use super::columns::Columns;
use super::doubts::{warn_of_letters, warn_of_spelling};
use super::scoring::BootstrapOptions;
use super::table_or_json::StudyOutput;
use super::terminal::{all_of_0, warn, width};
use super::values;
use standpunt::dataset::Dataset;
use standpunt::error::Result;
use standpunt::evaluation::agreement::{Coder, CoderRow, Coding, agreement};
use standpunt::report::{agreement_html, agreement_markdown, agreement_table};
use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure agreement between coders: percent, κ, Krippendorff's α, per label, and the list to settle
///
/// Sentences are matched by letter and text. A label may be empty where a coder gave none.
#[derive(Debug, clap::Args)]
pub struct Agreement {
    /// One CSV file a coder, with labels of the same sentences; two or more
    #[arg(required = true, num_args = 2.., value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    columns: Columns,
    /// How many disagreements to list; 0 lists all
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = values::count, allow_negative_numbers = true)]
    top: usize,
    #[command(flatten)]
    output: StudyOutput,
    #[command(flatten)]
    bootstrap: BootstrapOptions,
}

impl Agreement {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let target = self.output.open(&self.files)?;
        let mut names = self.columns.names();
        names.allow_unlabelled = true;
        for path in self.named_again() {
            let path = path.display();
            warn(
                run,
                &format!("{path} is named twice: a coder agrees with themselves in everything"),
            );
        }
        let mut coders = Vec::new();
        let mut together = Dataset::default();
        for path in &self.files {
            let data = Dataset::read_with(std::slice::from_ref(path), &names)?;
            warn_of_letters(run, &data);
            let rows = (data.named().zip(&data.examples)).map(|((letter, sentence), e)| CoderRow {
                letter: letter.to_owned(),
                section: e.section.to_string(),
                sentence: sentence.to_owned(),
                label: e.label.to_string(),
            });
            coders.push(Coder {
                name: path.display().to_string(),
                rows: rows.collect(),
            });
            together.append(data);
        }
        warn_of_spelling(run, &together);
        let report = agreement(&Coding::align(&coders)?, &self.bootstrap.options());
        let most = all_of_0(self.top);
        target.write_study(
            run,
            &report,
            |report| agreement_table(report, width(), most),
            |report| agreement_markdown(report, most),
            |report| agreement_html(report, most),
        )?;
        Ok(ExitCode::SUCCESS)
    }

    /// The files that were named before, by whatever path.
    fn named_again(&self) -> Vec<&PathBuf> {
        let mut seen = HashSet::new();
        (self.files.iter())
            .filter(|path| path.canonicalize().is_ok_and(|real| !seen.insert(real)))
            .collect()
    }
}
