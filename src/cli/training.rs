//! How to train: the options of `train` and `cross-validate`.

use super::Run;
use super::doubts::warn_of_spelling;
use super::model::load_or_embedded;
use super::outputs;
use super::terminal::warn;
use super::values;
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Group;
use standpunt::program::canonical;
use standpunt::trainer::{Base, Decision, Solver, TrainOptions, Trainer};
use std::convert::Infallible;
use std::path::PathBuf;

/// How to train.
#[derive(Debug, clap::Args)]
pub struct TrainingOptions {
    /// Adapt a model to the data in place of training one from nothing: its words and labels stay, its weights move as far as the data
    /// asks [without FILE: the model inside the program]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-", conflicts_with_all = ["features", "solver"])]
    adapt: Option<PathBuf>,
    /// A file that stands by itself: there is none, and the error says which options name files.
    #[arg(hide = true, value_name = "FILE", value_parser = values::by_itself)]
    stray: Option<Infallible>,
    /// Feature groups as `GROUP[:MIN-MAX][*WEIGHT][/MIN_DF]`, such as `words:1-3 characters:2-5*0.5`
    #[arg(long, num_args = 1.., value_name = "GROUP", value_parser = values::groups, long_help = values::groups_help())]
    features: Vec<values::Groups>,
    /// Strength of the L2 penalty, scikit-learn's 1/C [default: that of the shipped model; 1 with --adapt]
    #[arg(long, value_name = "NUMBER", value_parser = values::number, allow_negative_numbers = true)]
    alpha: Option<f64>,
    /// How far rare labels weigh more, 0 (not) to 1 (all labels alike) [default: that of the shipped model; 0 with --adapt]
    #[arg(long, value_name = "NUMBER", value_parser = values::number, allow_negative_numbers = true)]
    class_weight: Option<f64>,
    /// The label to give: `probability` (the most probable) or `macro-f1` (finds rare labels more often)
    #[arg(long, value_name = "RULE", value_enum)]
    decision: Option<Rule>,
    /// The optimiser: `newton` (sparse) or `linfa` (linfa-logistic, dense; columns chosen by chi² where there are too many)
    #[arg(long, default_value_t = Optimiser::Newton, value_name = "NAME", value_enum)]
    solver: Optimiser,
    /// Number of folds; with 0, `train` fits the model alone: no calibration, no figures, no `--max-error`, in a fraction
    /// of the time and memory
    #[arg(long, default_value_t = 5, value_name = "K", value_parser = values::count, allow_negative_numbers = true)]
    folds: usize,
    /// Seed of the folds
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// The label of sentences that take no position: no finding in the outputs, and no stance in the figures [default: `geen standpunt`]
    #[arg(long, value_name = "LABEL")]
    neutral: Option<String>,
    /// The two labels that are each other's opposite, for `--max-opposite` and the figures [default: `steunt,kritisch`]
    #[arg(long, value_name = "A,B", value_parser = values::two_labels)]
    opposites: Option<values::TwoLabels>,
    /// Train on labels that are spelt nearly as others ten times as frequent: they are meant, not misspelt
    #[arg(long)]
    allow_labels: bool,
    /// CSV files or folders whose letters have labels in natural shares: calibration and figures rest on these
    /// letters alone [default: all of the data]
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pub calibrate_on: Vec<PathBuf>,
}

/// The values of `--decision`; as in [`Decision`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Rule {
    Probability,
    MacroF1,
}

/// The values of `--solver`; as in [`Solver`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Optimiser {
    Newton,
    Linfa,
}

impl TrainingOptions {
    /// Refuses labels that are taken for misspelt ones, and warns of those that may be.
    pub fn check_spelling(&self, run: Run, data: &Dataset) -> Result<()> {
        if !self.allow_labels {
            data.require_spelling()?;
        }
        warn_of_spelling(run, data);
        Ok(())
    }

    /// Warns of groups that are asked for and see nothing in the data.
    pub fn warn_of_groups(&self, run: Run, data: &Dataset) {
        let sectioned = data.examples.iter().any(|e| !e.section.is_empty());
        for group in self.features.iter().flat_map(|list| &list.0) {
            let column = match group.group {
                Group::Heading if !sectioned => "section",
                Group::Before if !data.has_letters => "letter",
                _ => continue,
            };
            let name = group.group.name();
            warn(
                run,
                &format!("feature group `{name}` sees nothing: the data has no column `{column}`"),
            );
        }
    }

    /// The options as the trainer takes them.
    pub fn trainer(&self) -> Result<Trainer> {
        let mut trainer = match &self.adapt {
            Some(path) => Trainer::adapting(Base::new(load_or_embedded(path)?)?),
            None => Trainer::new(TrainOptions::default()),
        };
        if self.neutral.is_some() {
            trainer.roles.neutral.clone_from(&self.neutral);
        }
        if let Some(values::TwoLabels(two)) = &self.opposites {
            trainer.roles.opposites = Some(two.clone());
        }
        let options = &mut trainer.options;
        options.folds = self.folds;
        options.seed = self.seed;
        if !self.features.is_empty() {
            let lists = self.features.iter().flat_map(|list| &list.0);
            options.features.groups = lists.cloned().collect();
        }
        if let Some(alpha) = self.alpha {
            options.alpha = alpha;
        }
        if self.solver == Optimiser::Linfa {
            options.solver = Solver::Linfa;
            options.class_weight = 0.0;
        }
        if let Some(weight) = self.class_weight {
            options.class_weight = weight;
        }
        match self.decision {
            Some(Rule::MacroF1) => options.decision = Decision::MacroF1,
            Some(Rule::Probability) => options.decision = Decision::Probability,
            None => {}
        }
        Ok(trainer)
    }

    /// The files that a run reads, so that nothing is written over them: data, the letters to calibrate on, the model to adapt.
    pub fn inputs<const N: usize>(&self, data: [&Vec<PathBuf>; N]) -> Vec<PathBuf> {
        let mut inputs = outputs::data_files(data);
        inputs.extend(outputs::data_files([&self.calibrate_on]));
        inputs.extend(self.adapt.clone());
        inputs
    }

    /// Which rows of the data stand in files that `--calibrate-on` names; none when it names nothing.
    pub fn natural(&self, data: &Dataset) -> Result<Option<Vec<bool>>> {
        natural_rows(data, &self.calibrate_on)
    }
}

/// Which rows of the data stand in the given files or folders; none when none is given.
pub fn natural_rows(data: &Dataset, paths: &[PathBuf]) -> Result<Option<Vec<bool>>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let chosen: Vec<PathBuf> = standpunt::dataset::files(paths)?
        .iter()
        .map(|f| canonical(f))
        .collect();
    let of_file: Vec<bool> = data
        .files
        .iter()
        .map(|f| chosen.contains(&canonical(f)))
        .collect();
    let rows: Vec<bool> = data
        .examples
        .iter()
        .map(|e| of_file[e.file as usize])
        .collect();
    if !rows.contains(&true) {
        return Err(Error::new(
            ErrorKind::Usage,
            "no file of `--calibrate-on` is part of `--data`",
        )
        .hint("name the natural letters in both: the model is trained on them too"));
    }
    Ok(Some(rows))
}
