//! `train`: labelled sentences become a model file.

mod beside;
mod summary;

use super::Run;
use super::card::CardOptions;
use super::columns::GoldColumns;
use super::doubts::{lone_labels, poor_to_adapt, warn_of_rows};
use super::fields::text;
use super::looks::{self, By, Looker};
use super::outputs;
use super::terminal::{note, progress, stdout, warn, written};
use super::training::TrainingOptions;
use super::tuning::Tuning;
use super::values;
use beside::Beside;
use standpunt::dataset::Dataset;
use standpunt::error::Result;
use standpunt::model_file::Facts;
use standpunt::program::few_letters;
use standpunt::report::model_card;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use summary::Summary;

/// Train a model on labelled sentences
///
/// Reads CSV files or folders of them, fits features, classifier and calibration, writes the model file, and prints how well
/// it does by cross-validation with letters kept whole.
#[derive(Debug, clap::Args)]
pub struct Train {
    /// CSV files, or folders of them; `-` is standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    /// Where to write the model file
    #[arg(long, short, value_name = "FILE")]
    model: PathBuf,
    #[command(flatten)]
    columns: GoldColumns,
    #[command(flatten)]
    options: TrainingOptions,
    /// What the training letters are, in one sentence of at most 300 characters: `inspect`, the card and every output that tells of limits say it
    /// [default: what the model to adapt says of its own]
    #[arg(long, value_name = "TEXT", value_parser = values::about)]
    about: Option<String>,
    /// Train on data that is locked as held-out; the look is counted
    #[arg(long)]
    allow_locked: bool,
    #[command(flatten)]
    tuning: Tuning,
    #[command(flatten)]
    card: CardOptions,
}

impl Train {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let inputs = self.options.inputs([&self.data]);
        outputs::keep_apart(
            &[
                ("--model", Some(&self.model)),
                ("--card", self.card.path()),
                ("--tuning-journal", self.tuning.tuning_journal.as_deref()),
            ],
            inputs.iter().chain(self.card.notes_path()),
        )?;
        outputs::require_model_or_nothing(&self.model)?;
        let notes = self.card.notes()?;
        let [mut model, mut card] = outputs::open([Some(&self.model), self.card.path()])?;
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        if !self.allow_locked {
            looks::refuse_locked(&self.data, &data, Some("--allow-locked"))?;
        }
        let natural = self.options.natural(&data)?;
        let mut trainer = self.options.trainer()?;
        if self.about.is_some() {
            trainer.about.clone_from(&self.about);
        }
        if self.tuning.tune {
            trainer.check_tunable()?;
        }
        trainer.check()?;
        trainer.require_trainable(&data)?;
        self.options.check_spelling(run, &data)?;
        warn_of_rows(run, &data, &data.labels());
        self.options.warn_of_groups(run, &data);
        for told in poor_to_adapt(&data, &trainer) {
            warn(run, &told);
        }
        for told in lone_labels(&data, &trainer) {
            warn(run, told.trim_end_matches('.'));
        }
        let mut journal = None;
        if self.tuning.tune {
            (trainer.options, journal) = (self.tuning).run(
                run,
                &trainer.options,
                &data,
                natural.as_deref(),
                &self.model,
            )?;
        }
        let bar = progress(run, trainer.options.folds as u64 + 1, "training");
        let trained = trainer.train(&data, natural.as_deref(), &|| bar.inc(1))?;
        bar.finish_and_clear();
        if let Some(file) = &mut model {
            file.put(&trained.classifier.to_bytes()?)?;
        }
        if let Some(file) = &mut card {
            let card = model_card(&trained.classifier, &self.card.parts(&notes))?;
            file.put(card.as_bytes())?;
        }
        if self.allow_locked {
            let figures = trained.classifier.facts().figures.as_ref();
            let looker = Looker::new(&trained.classifier, figures.map(|f| f.macro_f1))?;
            for summary in looks::count(&self.data, &data, By::Train, &[looker])? {
                warn(run, &summary.sentence());
            }
        }
        outputs::commit([model, card])?;
        if let Some(journal) = journal {
            journal.finish(run);
        }
        let beside = match trained.classifier.facts().figures {
            Some(_) => Beside::measure(&data, natural.as_deref(), trainer.base().is_some())?,
            None => None,
        };
        let mut out = stdout();
        let summary = Summary {
            classifier: &trained.classifier,
            beside: beside.as_ref(),
        };
        written(summary.write(&self.model, &mut out))?;
        if trained.classifier.facts().figures.is_some()
            && let Some(rough) = rough(&data, natural.as_deref())
        {
            written(writeln!(out))?;
            written(text(&mut out, &rough, ""))?;
        }
        written(out.flush())?;
        for doubt in doubts(trained.classifier.facts()) {
            warn(run, &doubt);
        }
        note(
            run,
            &format!(
                "classify a letter with it: standpunt classify --model {} FILE",
                self.model.display()
            ),
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// What of the fits a person should know: those that stopped short of the optimum, and how the calibration came about.
fn doubts(facts: &Facts) -> Vec<String> {
    let fits = [
        ("the solver", facts.convergence),
        (
            "in one of the folds, on which the figures rest, the solver",
            facts.folds_convergence,
        ),
    ];
    let short = fits.into_iter().filter_map(|(what, convergence)| {
        let c = convergence.filter(|c| !c.converged)?;
        Some(format!(
            "{what} stopped after {} steps, at most {:.1e} above the optimum; a larger `--alpha` converges sooner",
            c.iterations, c.relative_gap
        ))
    });
    short.chain(facts.remarks.iter().cloned()).collect()
}

/// Why the figures on these rows are rough; none where they rest on letters enough.
fn rough(data: &Dataset, natural: Option<&[bool]>) -> Option<String> {
    if !data.has_letters {
        return Some(
            "The data names no letters: the figures are rough, and too good if sentences belong together."
                .to_owned(),
        );
    }
    let rows = data.groups().into_iter().enumerate();
    let letters: BTreeSet<usize> = rows
        .filter(|(row, _)| natural.is_none_or(|n| n[*row]))
        .map(|(_, letter)| letter)
        .collect();
    few_letters(letters.len(), "figures")
}
