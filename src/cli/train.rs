//! `train`: labelled sentences become a model file.

use super::Run;
use super::doubts::{warn_of_rows, warn_of_spelling};
use super::looks::{self, Looker};
use super::model::load_or_embedded;
use super::outputs;
use super::terminal::{note, progress, stdout, warn, written};
use super::tuning::Tuning;
use super::values;
use standpunt::dataset::{ColumnNames, Dataset};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::few_letters;
use standpunt::features::GroupOptions;
use standpunt::model_file::Figures;
use standpunt::program::{Bound, count};
use standpunt::report::facts::{
    adapted_from, calibration, caveat, cross_validation, not_worth_it, one_label, size, unkept,
    without_folds,
};
use standpunt::report::{CardParts, model_card};
use standpunt::trainer::{Base, Decision, Solver, TrainOptions, Trained};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Train on data that is locked as held-out; the look is counted
    #[arg(long)]
    allow_locked: bool,
    #[command(flatten)]
    tuning: Tuning,
    /// Also write a model card (Markdown) here
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Markdown list of what must be known of this model in particular, for the card
    #[arg(long, value_name = "FILE", requires = "card")]
    card_notes: Option<PathBuf>,
    /// Licence of the model, such as `CC-BY-4.0`, for the card [default: the card names none]
    #[arg(long, value_name = "SPDX", requires = "card")]
    card_license: Option<String>,
}

/// Which columns of the CSV files hold what.
#[derive(Debug, clap::Args)]
pub struct Columns {
    /// Column of the sentence [default: `sentence`, or else `text`]
    #[arg(long, value_name = "NAME")]
    sentence_column: Option<String>,
    /// Column of the label
    #[arg(long, default_value = "label", value_name = "NAME")]
    label_column: String,
    /// Column that names the letter of each row; rows of a letter stay together [default: `letter`, where there is one]
    #[arg(long, value_name = "NAME")]
    letter_column: Option<String>,
}

impl Columns {
    /// The names as the reader takes them.
    pub fn names(&self) -> ColumnNames {
        let mut names = ColumnNames::default();
        names.sentence.clone_from(&self.sentence_column);
        names.label.clone_from(&self.label_column);
        if let Some(letter) = &self.letter_column {
            names.letter.clone_from(letter);
            names.require_letter = true;
        }
        names
    }
}

/// The columns, for commands that take the labels as gold: they refuse the program's own output.
#[derive(Debug, clap::Args)]
pub struct GoldColumns {
    #[command(flatten)]
    columns: Columns,
    /// Take the labels of `classify` as gold: for its CSV output, or all sentences of its page, once a person has read every label
    #[arg(long)]
    allow_own_labels: bool,
}

impl GoldColumns {
    /// The names as the reader takes them.
    pub fn names(&self) -> ColumnNames {
        let mut names = self.columns.names();
        names.refuse_own_output = !self.allow_own_labels;
        names
    }
}

/// How to train; shared by `train` and `cross-validate`.
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
    #[arg(long, num_args = 1.., value_name = "GROUP", value_parser = values::group, long_help = values::groups_help())]
    features: Vec<GroupOptions>,
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
    /// The options as the trainer takes them.
    pub fn options(&self) -> Result<TrainOptions> {
        let mut options = match &self.adapt {
            Some(path) => TrainOptions::adapting(Base::new(load_or_embedded(path)?)?),
            None => TrainOptions::default(),
        };
        options.folds = self.folds;
        options.seed = self.seed;
        if !self.features.is_empty() {
            options.features.groups.clone_from(&self.features);
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
        Ok(options)
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
    let canonical = |p: &PathBuf| p.canonicalize().unwrap_or_else(|_| p.clone());
    let chosen: Vec<PathBuf> = standpunt::dataset::files(paths)?
        .iter()
        .map(canonical)
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

impl Train {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let inputs = self.options.inputs([&self.data]);
        outputs::keep_apart(
            &[
                ("--model", Some(&self.model)),
                ("--card", self.card.as_deref()),
                ("--tuning-journal", self.tuning.tuning_journal.as_deref()),
            ],
            inputs.iter().chain(&self.card_notes),
        )?;
        outputs::require_model_or_nothing(&self.model)?;
        let notes = read_notes(self.card_notes.as_deref())?;
        let [mut model, mut card] = outputs::open([Some(&self.model), self.card.as_deref()])?;
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        if !self.allow_locked {
            looks::refuse_locked(&self.data, &data, Some("--allow-locked"))?;
        }
        let natural = self.options.natural(&data)?;
        let mut options = self.options.options()?;
        if self.tuning.tune {
            options.check_tunable()?;
        }
        options.check()?;
        options.require_trainable(&data)?;
        warn_of_spelling(run, &data);
        warn_of_rows(run, &data, &data.labels());
        let mut journal = None;
        if self.tuning.tune {
            (options, journal) =
                (self.tuning).run(run, &options, &data, natural.as_deref(), &self.model)?;
        }
        let bar = progress(run, options.folds as u64 + 1, "training");
        let trained = options.train(&data, natural.as_deref(), &|| bar.inc(1))?;
        bar.finish_and_clear();
        if let Some(file) = &mut model {
            file.put(&trained.classifier.to_bytes()?)?;
        }
        if let Some(file) = &mut card {
            let mut parts = CardParts::default();
            parts.notes = &notes;
            parts.license = self.card_license.as_deref();
            file.put(model_card(&trained.classifier, &parts)?.as_bytes())?;
        }
        if self.allow_locked {
            let figures = trained.classifier.facts().figures.as_ref();
            let looker = Looker::new(&trained.classifier, figures.map(|f| f.macro_f1))?;
            for summary in looks::count(&self.data, &data, "train", &[looker])? {
                warn(run, &summary.sentence());
            }
        }
        outputs::commit([model, card])?;
        if let Some(journal) = journal {
            journal.finish(run);
        }
        let mut out = stdout();
        written(summary(&trained, &self.model, &mut out))?;
        if trained.classifier.facts().figures.is_some()
            && let Some(rough) = rough(&data, natural.as_deref())
        {
            written(writeln!(out, "\n{rough}"))?;
        }
        written(out.flush())?;
        if let Some(c) = trained.classifier.facts().convergence
            && !c.converged
        {
            warn(
                run,
                &format!(
                    "the solver stopped after {} steps, at most {:.1e} above the optimum; a larger `--alpha` converges sooner",
                    c.iterations, c.relative_gap
                ),
            );
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

/// How much of the notes is read.
const NOTES: Bound = Bound {
    most: 1 << 20,
    expected: "Markdown of at most 1 MiB",
    hint: "give the list that belongs in the card alone",
};

/// The notes for a model card; empty where none are given.
pub fn read_notes(path: Option<&std::path::Path>) -> Result<String> {
    let Some(path) = path else {
        return Ok(String::new());
    };
    String::from_utf8(NOTES.read(path)?).map_err(|e| {
        Error::new(ErrorKind::Format, "the notes are not UTF-8")
            .at(path)
            .expected("Markdown in UTF-8")
            .hint("save the file as UTF-8")
            .caused_by(e)
    })
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

fn summary(trained: &Trained, path: &std::path::Path, out: &mut impl Write) -> std::io::Result<()> {
    let facts = trained.classifier.facts();
    writeln!(out, "trained on {}", size(facts))?;
    for (label, count) in &facts.data.labels {
        writeln!(out, "  {count:>6}  {label}")?;
    }
    if let Some(base) = adapted_from(facts) {
        writeln!(out, "{base}")?;
    }
    writeln!(
        out,
        "{} terms; model written to {}",
        trained.classifier.extractor().vocabulary().len(),
        path.display()
    )?;
    let Some(f) = &facts.figures else {
        return writeln!(out, "\n{}", without_folds(facts).unwrap_or_default());
    };
    if let Some(senseless) = one_label(facts) {
        return writeln!(
            out,
            "\n{senseless}\n  (calibration: {})",
            calibration(facts)
        );
    }
    writeln!(
        out,
        "\n{}; on {}",
        cross_validation(facts),
        count(f.rows, "sentence")
    )?;
    let before = facts.base.as_ref().and_then(|base| base.figures.as_ref());
    let column = |text: String| before.map_or(String::new(), |_| format!("{text:>12}"));
    let cell = |value: fn(&Figures) -> f64| {
        column(before.map_or(String::new(), |b| format!("{:.3}", value(b))))
    };
    writeln!(
        out,
        "  {:<10} {:>7}{}  always the most frequent label",
        "",
        if before.is_some() { "adapted" } else { "model" },
        column("as it was".to_owned())
    )?;
    writeln!(
        out,
        "  {:<10} {:>7.3}{}  {:.3}",
        "accuracy",
        f.accuracy,
        cell(|b| b.accuracy),
        f.majority_accuracy
    )?;
    writeln!(
        out,
        "  {:<10} {:>7.3}{}  {:.3}",
        "macro-F1",
        f.macro_f1,
        cell(|b| b.macro_f1),
        f.majority_macro_f1
    )?;
    writeln!(
        out,
        "  {:<10} {:>7.3}{}  (nats; calibration: {})",
        "log-loss",
        f.log_loss,
        cell(|b| b.log_loss),
        calibration(facts)
    )?;
    if let Some(point) = trained.classifier.risk().at_error(0.05) {
        writeln!(
            out,
            "  {:.0} % of the labels can be shown with an error under 5 % (`classify --max-error 0.05`)",
            100.0 * point.coverage
        )?;
    } else if let Some(unkept) = unkept(trained.classifier.risk(), f.rows, 0.05) {
        writeln!(
            out,
            "  no label can be shown with an error that is sure to be under 5 % (`classify --max-error 0.05`): {}",
            unkept.why
        )?;
    }
    if let Some(point) = facts.opposite.as_ref().and_then(|c| c.at_error(0.02)) {
        writeln!(
            out,
            "  {:.0} % of steunt and kritisch can be shown with the opposite right of under 2 % (`classify --max-opposite 0.02`)",
            100.0 * point.coverage
        )?;
    }
    let remarks = [caveat(facts), not_worth_it(facts).map(str::to_owned)];
    for remark in remarks.into_iter().flatten() {
        writeln!(out, "\n{remark}")?;
    }
    Ok(())
}
