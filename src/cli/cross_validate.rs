//! `cross-validate`: how well the whole pipeline does on letters that it has not seen, without a held-out set.

use super::Run;
use super::evaluate::{Format, predictions, report_of, show, text_of};
use super::looks::{self, Looker};
use super::outputs;
use super::scoring::{BootstrapOptions, names, score, scored};
use super::terminal::progress;
use super::train::{GoldColumns, TrainingOptions, warn_of_spelling};
use standpunt::classifier::Prediction;
use standpunt::dataset::{Dataset, split};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::learning_curve::{CurvePoint, LearningCurve, learning_curve};
use standpunt::evaluation::lock::LookSummary;
use standpunt::evaluation::{Baseline, report};
use standpunt::program;
use standpunt::report::facts::{grouping, unkept};
use standpunt::trainer::{TrainOptions, Trained, probabilities};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure the whole pipeline by grouped k-fold cross-validation
///
/// Features, regression and calibration are fitted anew for each fold on the letters of the other folds. The figures are
/// those of `evaluate`.
#[derive(Debug, clap::Args)]
pub struct CrossValidate {
    /// CSV files, or folders of them; `-` is standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    columns: GoldColumns,
    #[command(flatten)]
    options: TrainingOptions,
    /// Also measure with a fifth, two fifths … of the letters, and look ahead
    #[arg(long)]
    learning_curve: bool,
    /// Measure the learning curve on these letters instead of by cross-validation
    #[arg(long, num_args = 1.., value_name = "PATH", requires = "learning_curve")]
    test: Vec<PathBuf>,
    /// What to write [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output (`-`)
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also write every sentence with its label, the label predicted by a model that had not seen its letter, and all
    /// probabilities (CSV): where the two differ, either the model or the label deserves a second look
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    #[command(flatten)]
    bootstrap: BootstrapOptions,
}

/// Sizes of the learning curve, in fifths of the letters; the smallest two are there for the look ahead.
const STEPS: [f64; 6] = [0.1, 0.2, 0.4, 0.6, 0.8, 1.0];

impl CrossValidate {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        let out = outputs::file(self.out.as_ref());
        let format = outputs::format(self.format, out, &Format::KNOWN)?;
        outputs::keep_apart(
            &[
                ("--out", out),
                ("--predictions", self.predictions.as_deref()),
            ],
            &self.options.inputs([&self.data, &self.test]),
        )?;
        let [mut page, mut sentences] = outputs::open([out, self.predictions.as_deref()])?;
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        let natural = self.options.natural(&data)?;
        let options = self.options.options()?;
        let test = match self.test.as_slice() {
            [] => None,
            paths => Some(Dataset::read_with(paths, &self.columns.names())?),
        };
        if let (Some(base), Some(test)) = (options.base(), &test) {
            base.require_new(test)?;
        }
        options.check_folds()?;
        options.check()?;
        options.require_trainable(&data)?;
        warn_of_spelling(run, &data);
        let runs = if self.learning_curve {
            STEPS.len() + 1
        } else {
            1
        };
        let bar = progress(
            run,
            runs as u64 * (options.folds as u64 + 1) + 1,
            "cross-validating",
        );
        let trained = options.train(&data, natural.as_deref(), &|| bar.inc(1))?;
        let scored = rows_of(&trained, &data, natural.as_deref());
        let mut baselines = Baseline::all(&scored);
        let mut notes = Vec::new();
        let labels = trained.classifier.labels();
        match options.reference().out_of_fold_labels(&data, labels) {
            Ok(plain) => baselines.push(Baseline::plain_tfidf(chosen(plain, natural.as_deref()))),
            // letters may be too few for a model of their own, and enough to adapt one
            Err(e) if options.base().is_some() => notes.push(format!(
                "There is no plain tf-idf pipeline beside it: {}.",
                e.found()
            )),
            Err(e) => return Err(e),
        }
        if let Some(labels) = trained.as_it_was.clone() {
            let kept = chosen(labels, natural.as_deref());
            baselines.push(Baseline::before_adapting(kept));
        }
        bar.inc(1);
        let mut report = report(&scored, &baselines, &self.bootstrap.options())?;
        let mut lookers = vec![Looker::new(
            &trained.classifier,
            report.figures.macro_f1.value,
        )?];
        if self.learning_curve {
            let (curve, seen) =
                self.curve(&data, test.as_ref(), natural.as_deref(), &options, &|| {
                    bar.inc(1)
                })?;
            report.learning_curve = Some(curve);
            match &test {
                Some(test) => report.notes.extend(
                    looks::count(&self.test, test, "learning curve", &seen)?
                        .iter()
                        .map(LookSummary::sentence),
                ),
                None => lookers.extend(seen),
            }
        }
        bar.finish_and_clear();
        report.notes.extend(notes);
        let counted = (report.thresholds.iter()).any(|t| t.error == 0.05 && t.coverage > 0.0);
        if let (Some(unkept), true) = (
            unkept(trained.classifier.risk(), scored.rows.len(), 0.05),
            counted,
        ) {
            report.notes.push(format!(
                "The share of sentences with at most 5 % errors is counted on these very sentences; `classify --max-error 0.05` would show no label: {}.",
                unkept.why
            ));
        }
        let seen = looks::count(&self.data, &data, "cross-validate", &lookers)?;
        report.notes.extend(seen.iter().map(LookSummary::sentence));
        report.subject.title = Some(format!(
            "{}-fold cross-validation, {}",
            options.folds,
            grouping(data.has_letters)
        ));
        report.subject.data = Some(names(&self.data));
        if natural.is_some() {
            report.notes.push(format!(
                "Figures rest on the letters of --calibrate-on: {}.",
                names(&self.options.calibrate_on)
            ));
        }
        predictions(sentences.as_mut(), &scored)?;
        let text = text_of(&report, format)?;
        if let Some(file) = &mut page {
            file.put(text.as_bytes())?;
        }
        outputs::commit([page, sentences])?;
        show(run, &text, out)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Cross-validates on growing shares of the letters, drawn once by the seed, each share holding the smaller ones; or measures
    /// each share on `test`. Also gives each model with its macro-F1.
    fn curve(
        &self,
        data: &Dataset,
        test: Option<&Dataset>,
        natural: Option<&[bool]>,
        options: &TrainOptions,
        progress: &(dyn Fn() + Sync),
    ) -> Result<(LearningCurve, Vec<Looker>)> {
        let groups = data.groups();
        let count = groups.iter().max().map_or(0, |m| m + 1);
        if count < 20 {
            let letters = program::count(count, "letter");
            return Err(Error::new(ErrorKind::Training, letters)
                .expected("20 or more for a learning curve")
                .hint("leave `--learning-curve` out, or label more letters first"));
        }
        let mut order: Vec<usize> = (0..count).collect();
        split::shuffle(&mut order, options.seed);
        let (mut points, mut lookers) = (Vec::new(), Vec::new());
        for step in STEPS {
            let letters = ((count as f64 * step).round() as usize).max(options.folds);
            let mut kept = vec![false; count];
            order[..letters].iter().for_each(|&g| kept[g] = true);
            let rows: Vec<usize> = (0..data.len()).filter(|&i| kept[groups[i]]).collect();
            let part = data.select(&rows);
            let natural: Option<Vec<bool>> = natural.map(|n| rows.iter().map(|&i| n[i]).collect());
            let trained = options.train(&part, natural.as_deref(), progress)?;
            // on other letters the model is trained on all of the part, in cross-validation on all folds but one
            let (scored, share) = match test {
                Some(test) => (score(&trained.classifier, test)?, 1.0),
                None => {
                    let share = (options.folds - 1) as f64 / options.folds as f64;
                    (rows_of(&trained, &part, natural.as_deref()), share)
                }
            };
            let macro_f1 = report_of(&scored, &self.bootstrap)?.figures.macro_f1;
            lookers.push(Looker::new(&trained.classifier, macro_f1.value)?);
            points.push(CurvePoint {
                letters: (letters as f64 * share).round() as usize,
                sentences: Some((rows.len() as f64 * share).round() as usize),
                macro_f1,
            });
        }
        Ok((learning_curve(points, &self.bootstrap.options()), lookers))
    }
}

/// Of one value a row those of the rows that figures rest on.
fn chosen<T>(all: Vec<T>, natural: Option<&[bool]>) -> Vec<T> {
    let rows = all.into_iter().enumerate();
    let kept = rows.filter(|(row, _)| natural.is_none_or(|n| n[*row]));
    kept.map(|(_, value)| value).collect()
}

/// The out-of-fold predictions of a training run, of the rows that figures rest on.
fn rows_of(
    trained: &Trained,
    data: &Dataset,
    natural: Option<&[bool]>,
) -> standpunt::evaluation::Scored {
    let predictions = trained
        .out_of_fold
        .iter()
        .flat_map(|honest| honest.scores.rows().into_iter().zip(&honest.predicted))
        .map(|(scores, &label)| Prediction {
            label,
            second: label,
            probabilities: probabilities(scores),
        })
        .collect();
    let mut all = scored(
        trained.classifier.labels(),
        data,
        &trained.targets,
        predictions,
    );
    all.rows = chosen(all.rows, natural);
    all
}
