//! `compare`: two models on the same letters.

use super::Run;
use super::columns::GoldColumns;
use super::doubts::warn_of_rows;
use super::looks::{self, By, Looker};
use super::model::{load, name};
use super::outputs;
use super::scoring::{BootstrapOptions, Measured, OverlapOptions, cut_offs, leakage, score};
use super::table_or_json::StudyOutput;
use super::terminal::{all_of_0, warn, width};
use super::values;
use standpunt::classifier::Classifier;
use standpunt::dataset::Dataset;
use standpunt::error::Result;
use standpunt::evaluation::Scored;
use standpunt::evaluation::compare::{Side, compare};
use standpunt::report::{comparison_html, comparison_markdown, comparison_table};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two models on the same letters: paired differences, McNemar's test, changed sentences
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// First model file; `-` is the model inside the program
    a: PathBuf,
    /// Second model file; `-` is the model inside the program
    b: PathBuf,
    /// CSV files, or folders of them; `-` is standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    columns: GoldColumns,
    /// How many changed sentences to list; 0 lists all
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = values::count, allow_negative_numbers = true)]
    top: usize,
    #[command(flatten)]
    output: StudyOutput,
    #[command(flatten)]
    overlap: OverlapOptions,
    #[command(flatten)]
    bootstrap: BootstrapOptions,
}

/// The file of a model; none for the model inside the program.
fn file(path: &Path) -> Option<&Path> {
    (path.as_os_str() != "-").then_some(path)
}

impl Compare {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let inputs = outputs::data_files([&self.data]);
        let target = (self.output).open(inputs.iter().chain([&self.a, &self.b]))?;
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        let (a, b) = (load(file(&self.a))?, load(file(&self.b))?);
        warn_of_rows(run, &data, a.labels());
        let scored = |which: &str,
                      path: &Path,
                      classifier: Classifier|
         -> Result<(Scored, Classifier, Measured)> {
            let model = format!("{which} ({})", name(file(path)));
            let measured = leakage(&model, &classifier, &data, self.overlap)?;
            if let Some(shared) = &measured.warning {
                warn(run, &format!("{}: {shared}", path.display()));
            }
            Ok((score(&classifier, &model, &data)?, classifier, measured))
        };
        let (first, a_model, mut measured) = scored("model A", &self.a, a)?;
        let (second, b_model, also) = scored("model B", &self.b, b)?;
        measured.and(&also);
        let (first, second) = (measured.scored(first), measured.scored(second));
        let (a, b) = (name(file(&self.a)), name(file(&self.b)));
        let (a_cut_offs, b_cut_offs) = (cut_offs(&a_model), cut_offs(&b_model));
        let (mut a, mut b) = (Side::new(&a, &first), Side::new(&b, &second));
        (a.cut_offs, b.cut_offs) = (&a_cut_offs, &b_cut_offs);
        let mut comparison = compare(&a, &b, &self.bootstrap.options())?;
        if let Some(left_out) = measured.left_out() {
            warn(run, &left_out);
            comparison.notes.insert(0, left_out);
        }
        let lookers = [
            Looker::new(&a_model, comparison.first.macro_f1.value)?,
            Looker::new(&b_model, comparison.second.macro_f1.value)?,
        ];
        for summary in looks::count(&self.data, &data, By::Compare, &lookers)? {
            comparison.notes.push(summary.sentence());
        }
        let most = all_of_0(self.top);
        target.write_study(
            run,
            &comparison,
            |comparison| comparison_table(comparison, width(), most),
            |comparison| comparison_markdown(comparison, most),
            |comparison| comparison_html(comparison, most),
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
