//! `check`: judges labelled data.

use super::Run;
use super::columns::GoldColumns;
use super::table_or_json::{Format, TableOrJson, json_text};
use super::terminal::{lines_for, written};
use super::{looks, outputs};
use standpunt::dataset::Dataset;
use standpunt::dataset::check::{CheckReport, Finding, Severity, check};
use standpunt::error::Result;
use standpunt::program::count;
use standpunt::stance::Labels;
use standpunt::trainer::TrainOptions;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Judge labelled data: counts, and every row that must be mended
///
/// Finds what `train` would refuse (labels of a model and held-out letters among it), rows with an empty sentence or label or a wrong number of values, unknown labels, sentences that a letter holds twice, contradictory labels, letters in pieces, and rows
/// that hold more than one sentence; with `--against`, also letters and near-duplicates that stand on both sides of a split. What letters
/// repeat of one another, and sentences of at most 10 words, which may be stock answers ("Ja.") that a letter repeats by nature, are notes. Of many findings
/// of one kind the first 20 are printed; `--format json` has all. Exit code 1 when there is an error.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// CSV files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    data: Vec<PathBuf>,
    /// Data that must share nothing with it, such as the training data of a held-out set
    #[arg(long, num_args = 1.., value_name = "PATH")]
    against: Vec<PathBuf>,
    /// Judge it as what a model is adapted to: one label, and one example of a label, are enough then
    #[arg(long)]
    adapt: bool,
    /// The allowed labels, separated by commas [default: the guide's four, where the data uses them]
    #[arg(long, value_delimiter = ',', value_name = "LABELS")]
    labels: Vec<String>,
    #[command(flatten)]
    columns: GoldColumns,
    #[command(flatten)]
    output: TableOrJson,
}

impl Check {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let target = (self.output).open(&outputs::data_files([&self.data, &self.against]))?;
        let names = self.columns.names();
        let (data, mut broken) = Dataset::read_with_broken_rows(&self.data, &names)?;
        let against = match self.against.as_slice() {
            [] => None,
            paths => {
                let (against, more) = Dataset::read_with_broken_rows(paths, &names)?;
                broken.extend(more);
                Some(against)
            }
        };
        let labels = match self.labels.as_slice() {
            [] => None,
            given => {
                let given = given.iter().map(|l| l.trim().to_owned()).collect();
                let known = Labels::in_order(given).map_err(|error| {
                    error.hint(
                        "name each label once, with commas between them: `--labels eens,oneens`",
                    )
                });
                Some(known?)
            }
        };
        let mut report = check(&data, against.as_ref(), labels.as_ref());
        if self.adapt {
            report.for_adapting();
        }
        report.add_broken_rows(&broken);
        let remarks = (data.remarks.iter()).chain(against.iter().flat_map(|a| &a.remarks));
        report.add_notes(remarks.map(|remark| {
            Finding::note(
                remark.what,
                remark.file.display().to_string(),
                remark.detail.clone(),
            )
        }));
        if against.is_none() {
            report.add_notes(self.training_notes(&data, broken.len())?);
        }
        let text = if target.format == Format::Json {
            json_text(&report)?
        } else {
            let mut out = Vec::new();
            written(text(&report, &mut out))?;
            out
        };
        target.write(run, &text)?;
        Ok(if report.errors() > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }

    /// What keeps `train` from these letters as it is called without options; `broken` rows are not among them.
    fn training_notes(&self, data: &Dataset, broken: usize) -> Result<Vec<Finding>> {
        let locked = looks::names_of_locked(&self.data, data)?.into_iter();
        let mut notes: Vec<Finding> = locked
            .map(|set| {
                let detail = "`train` refuses letters that are held out to measure by".to_owned();
                Finding::note("locked", set, detail)
            })
            .collect();
        let (groups, folds) = (data.group_count(), TrainOptions::default().folds);
        let place = (self.data.first()).map_or(String::new(), |p| p.display().to_string());
        if data.is_empty() {
            let detail = match broken {
                0 | 1 => "the only row is broken: mend it, there is nothing to train on".to_owned(),
                rows => {
                    format!("all {rows} rows are broken: mend them, there is nothing to train on")
                }
            };
            notes.push(Finding::error("no sentences", place, detail));
        } else if groups < folds {
            let what = match data.has_letters {
                true => "letter",
                false => "sentence",
            };
            let step = match groups {
                1 => "`--folds 0` fits the model alone, without figures".to_owned(),
                few => format!("`--folds {few}` takes fewer"),
            };
            let found = count(groups, what);
            let detail = format!("{found} for the {folds} folds of `train`; {step}");
            notes.push(Finding::note("few letters", place, detail));
        }
        Ok(notes)
    }
}

/// Findings of one kind that are printed.
const SHOWN: usize = 20;

fn text(report: &CheckReport, out: &mut impl Write) -> std::io::Result<()> {
    let sentences = count(report.sentences, "sentence");
    match report.letters {
        0 => writeln!(
            out,
            "{sentences}, each by itself: no column names their letters"
        )?,
        letters => writeln!(out, "{sentences}, {}", count(letters, "letter"))?,
    }
    for (label, count) in &report.labels {
        let share = 100.0 * *count as f64 / report.sentences.max(1) as f64;
        writeln!(out, "  {count:>6}  {share:>5.1} %  {label}")?;
    }
    for (title, groups) in [("kind", &report.kinds), ("field", &report.fields)] {
        if groups.keys().any(|k| !k.is_empty()) {
            writeln!(out, "\n  {:>9} {:>8}  {title}", "sentences", "letters")?;
            for (name, (sentences, letters)) in groups {
                writeln!(
                    out,
                    "  {sentences:>9} {letters:>8}  {}",
                    if name.is_empty() { "–" } else { name }
                )?;
            }
        }
    }
    writeln!(out)?;
    let terminal = std::io::stdout().is_terminal();
    let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        let seen = of_kind.entry(finding.what).or_default();
        *seen += 1;
        if *seen > SHOWN {
            continue;
        }
        let severity = if finding.severity == Severity::Error {
            "error"
        } else {
            "note"
        };
        let line = format!(
            "{severity}: {}: {}: {}",
            finding.place, finding.what, finding.detail
        );
        write!(out, "{}", lines_for(terminal, &line, "    "))?;
    }
    for (what, many) in of_kind.into_iter().filter(|(_, seen)| *seen > SHOWN) {
        writeln!(
            out,
            "… {what}: {} more; `--format json` has all",
            many - SHOWN
        )?;
    }
    let notes = count(report.findings.len() - report.errors(), "note");
    match report.errors() {
        0 => writeln!(out, "fine: no errors, {notes}"),
        n => writeln!(out, "{}, {notes}", count(n, "error")),
    }
}
