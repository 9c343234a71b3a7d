//! `cross-validate`: how well the whole pipeline does on letters that it has not seen, without a held-out set.

use super::Run;
use super::columns::GoldColumns;
use super::doubts::{lone_labels, warn_of_rows};
use super::looks::{self, By, Looker};
use super::outputs;
use super::reports::{Format, predictions, show, text_of};
use super::scoring::{BootstrapOptions, names, require_apart, score, scored};
use super::terminal::progress;
use super::training::TrainingOptions;
use standpunt::classifier::Prediction;
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::learning_curve::{CurvePoint, LearningCurve, learning_curve};
use standpunt::evaluation::lock::LookSummary;
use standpunt::evaluation::{
    Baseline, Evaluation, EvaluationReport, ReportOptions, Scored, Subject,
};
use standpunt::program;
use standpunt::program::facts::{grouping, unkept};
use standpunt::scores::softmax;
use standpunt::trainer::{SHARES, Trained, Trainer, share_of_letters};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure the whole pipeline by grouped k-fold cross-validation
///
/// Features, regression, calibration and what `--decision macro-f1` adds are fitted anew for each fold on the letters of the other
/// folds. The figures are those of `evaluate`.
#[derive(Debug, clap::Args)]
pub struct CrossValidate {
    /// CSV files, or folders of them; `-` is standard input
    #[arg(long, short, required = true, num_args = 1.., value_name = "PATH")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    columns: GoldColumns,
    #[command(flatten)]
    options: TrainingOptions,
    /// Also measure with a tenth, a fifth, two fifths … of the letters to train on, on the same test letters, and look ahead
    #[arg(long)]
    learning_curve: bool,
    /// Measure the learning curve on these letters instead of by cross-validation; what they share with --data is refused
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
        let material = self.read(run)?;
        let (report, scored) = self.measure(run, &material)?;
        predictions(sentences.as_mut(), &scored)?;
        let text = text_of(&report, format)?;
        if let Some(file) = &mut page {
            file.put(text.as_bytes())?;
        }
        outputs::commit([page, sentences])?;
        show(run, &text, out)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Reads everything and refuses what cannot be measured, before any work.
    fn read(&self, run: Run) -> Result<Material> {
        let data = Dataset::read_with(&self.data, &self.columns.names())?;
        let natural = self.options.natural(&data)?;
        let trainer = self.options.trainer()?;
        let test = match self.test.as_slice() {
            [] => None,
            paths => Some(Dataset::read_with(paths, &self.columns.names())?),
        };
        if let Some(test) = &test {
            require_apart(&data, test)?;
            if let Some(base) = trainer.base() {
                base.require_new(test)?;
            }
        }
        trainer.options.check_folds()?;
        trainer.check()?;
        trainer.require_trainable(&data)?;
        if self.learning_curve {
            require_letters(&data)?;
        }
        self.options.check_spelling(run, &data)?;
        self.options.warn_of_groups(run, &data);
        for data in std::iter::once(&data).chain(&test) {
            warn_of_rows(run, data, &data.labels());
        }
        Ok(Material {
            trainer,
            data,
            natural,
            test,
        })
    }

    /// The report, and the sentences behind it.
    fn measure(&self, run: Run, material: &Material) -> Result<(EvaluationReport, Scored)> {
        let Material {
            trainer,
            data,
            natural,
            test,
        } = material;
        let natural = natural.as_deref();
        let folds = trainer.options.folds;
        let more = match (self.learning_curve, test) {
            (false, _) => 0,
            (true, None) => trainer.models_of_shares(),
            (true, Some(_)) => SHARES.len() * (folds + 1),
        };
        let bar = progress(run, (folds + 2 + more) as u64, "cross-validating");
        let trained = trainer.train(data, natural, &|| bar.inc(1))?;
        let scored = rows_of(&trained, data, natural);
        let (baselines, missing) = material.baselines(&trained, &scored)?;
        bar.inc(1);
        let evaluation = Evaluation::measure(&scored, &baselines, &[], &self.bootstrap.options())?;
        let mut remarks = Vec::new();
        let own = Looker::new(&trained.classifier, evaluation.figures().macro_f1.value)?;
        let mut lookers = vec![own];
        let mut learning_curve = None;
        if self.learning_curve {
            let measured = CurveEnd {
                trained: &trained,
                scored: &scored,
                natural,
                test: test.as_ref(),
            };
            let (curve, seen) = self.curve(data, measured, trainer, &|| bar.inc(1))?;
            learning_curve = Some(curve);
            match test {
                Some(test) => remarks.extend(
                    looks::count(&self.test, test, By::LearningCurve, &seen)?
                        .iter()
                        .map(LookSummary::sentence),
                ),
                None => lookers.extend(seen),
            }
        }
        bar.finish_and_clear();
        remarks.extend(lone_labels(data, trainer));
        remarks.extend(missing);
        remarks.extend(own_cut_off(&evaluation, &trained, &scored));
        let seen = looks::count(&self.data, data, By::CrossValidate, &lookers)?;
        remarks.extend(seen.iter().map(LookSummary::sentence));
        let mut subject = Subject::default();
        subject.title = Some(format!(
            "{folds}-fold cross-validation, {}",
            grouping(data.has_letters)
        ));
        subject.data = Some(names(&self.data));
        if natural.is_some() {
            remarks.push(format!(
                "Figures rest on the letters of --calibrate-on: {}.",
                names(&self.options.calibrate_on)
            ));
        }
        let evaluation = evaluation.subject(subject).remarks(remarks);
        let report = evaluation.learning_curve(learning_curve).finish();
        Ok((report, scored))
    }

    /// Measures growing shares of the letters on the letters that the whole is measured on: by the same folds, or on `test`. Gives the
    /// points below the whole, and what looks at the data.
    fn growing(
        &self,
        data: &Dataset,
        measured: CurveEnd<'_>,
        trainer: &Trainer,
        progress: &(dyn Fn() + Sync),
    ) -> Result<(Vec<CurvePoint>, Vec<Looker>)> {
        let CurveEnd {
            trained,
            scored,
            natural,
            test,
        } = measured;
        let bootstrap = self.bootstrap.options();
        let (mut points, mut lookers) = (Vec::new(), Vec::new());
        let Some(test) = test else {
            for share in trainer.shares(data, natural, progress)? {
                let draws: Vec<Vec<usize>> = (share.predicted.into_iter())
                    .map(|labels| chosen(labels, natural))
                    .collect();
                let (letters, sentences) = (share.letters, share.sentences);
                let point = CurvePoint::measure(letters, sentences, scored, &draws, &bootstrap);
                lookers.push(Looker::new(&trained.classifier, point.macro_f1.value)?);
                points.push(point);
            }
            return Ok((points, lookers));
        };
        for (share, _) in SHARES {
            let options = &trainer.options;
            let rows = share_of_letters(data, natural, share, options.folds, options.seed);
            let part = data.select(&rows);
            let natural: Option<Vec<bool>> = natural.map(|n| rows.iter().map(|&i| n[i]).collect());
            let trained = trainer.train(&part, natural.as_deref(), progress)?;
            let point = on_test(&trained, &part, test, &bootstrap)?;
            lookers.push(Looker::new(&trained.classifier, point.macro_f1.value)?);
            points.push(point);
        }
        Ok((points, lookers))
    }

    /// The learning curve up to all letters, and what looks at the data that it is measured on, the whole aside where this is cross-validated.
    fn curve(
        &self,
        data: &Dataset,
        measured: CurveEnd<'_>,
        trainer: &Trainer,
        progress: &(dyn Fn() + Sync),
    ) -> Result<(LearningCurve, Vec<Looker>)> {
        let bootstrap = self.bootstrap.options();
        let (mut points, mut lookers) = self.growing(data, measured, trainer, progress)?;
        let CurveEnd {
            trained,
            scored,
            test,
            ..
        } = measured;
        points.push(match test {
            Some(test) => {
                let point = on_test(trained, data, test, &bootstrap)?;
                lookers.push(Looker::new(&trained.classifier, point.macro_f1.value)?);
                point
            }
            None => {
                let folds = trainer.options.folds;
                let share = (folds - 1) as f64 / folds as f64;
                let of = |all: usize| (all as f64 * share).round() as usize;
                let own = scored.rows.iter().map(|row| row.predicted).collect();
                let (letters, sentences) = (of(data.group_count()), of(data.len()));
                CurvePoint::measure(letters, sentences, scored, &[own], &bootstrap)
            }
        });
        Ok((learning_curve(points, &bootstrap), lookers))
    }
}

/// What a run reads.
struct Material {
    trainer: Trainer,
    data: Dataset,
    /// The rows that figures rest on; all where there is none.
    natural: Option<Vec<bool>>,
    /// Other letters to measure a learning curve on.
    test: Option<Dataset>,
}

impl Material {
    /// The baselines on the same letters, and what is to be said where one is missing.
    fn baselines(
        &self,
        trained: &Trained,
        scored: &Scored,
    ) -> Result<(Vec<Baseline>, Option<String>)> {
        let natural = self.natural.as_deref();
        let mut baselines = Baseline::all(scored);
        let mut missing = None;
        let plain = Trainer::new(self.trainer.options.reference());
        match plain.out_of_fold_labels(&self.data, trained.classifier.labels()) {
            Ok(plain) => baselines.push(Baseline::plain_tfidf(chosen(plain, natural))),
            // letters may be too few for a model of their own, and enough to adapt one
            Err(e) if self.trainer.base().is_some() => {
                missing = Some(format!(
                    "There is no plain tf-idf pipeline beside it: {}.",
                    e.found()
                ));
            }
            Err(e) => return Err(e),
        }
        if let Some(predictions) = trained.as_it_was.clone() {
            baselines.push(Baseline::before_adapting(chosen(predictions, natural)));
        }
        Ok((baselines, missing))
    }
}

/// What is to be said where the figures have a share of sentences with few errors, and the model no cut-off for it.
fn own_cut_off(evaluation: &Evaluation, trained: &Trained, scored: &Scored) -> Option<String> {
    let mut thresholds = evaluation.coverage_at_errors().iter();
    if !thresholds.any(|t| t.error == 0.05 && t.coverage > 0.0) {
        return None;
    }
    let unkept = unkept(trained.classifier.risk(), scored.rows.len(), 0.05)?;
    Some(format!(
        "The share of sentences with at most 5 % errors is counted on these very sentences; `classify --max-error 0.05` would show no label: {}.",
        unkept.why
    ))
}

/// What a learning curve ends in: training on all letters, and what it is measured on.
#[derive(Clone, Copy)]
struct CurveEnd<'a> {
    trained: &'a Trained,
    scored: &'a Scored,
    natural: Option<&'a [bool]>,
    test: Option<&'a Dataset>,
}

/// Fewest letters that a learning curve is drawn of.
const FEWEST_LETTERS: usize = 20;

fn require_letters(data: &Dataset) -> Result<()> {
    let letters = data.group_count();
    if letters >= FEWEST_LETTERS {
        return Ok(());
    }
    let found = program::count(letters, "letter");
    Err(Error::new(ErrorKind::Training, found)
        .expected(format!("{FEWEST_LETTERS} or more for a learning curve"))
        .hint("leave `--learning-curve` out, or label more letters first"))
}

/// The point of a model that was trained on some data, on other letters.
fn on_test(
    trained: &Trained,
    data: &Dataset,
    test: &Dataset,
    options: &ReportOptions,
) -> Result<CurvePoint> {
    let scored = score(&trained.classifier, "the model of the learning curve", test)?;
    let own = scored.rows.iter().map(|row| row.predicted).collect();
    let (letters, sentences) = (data.group_count(), data.len());
    Ok(CurvePoint::measure(
        letters,
        sentences,
        &scored,
        &[own],
        options,
    ))
}

/// Of one value a row those of the rows that figures rest on.
fn chosen<T>(all: Vec<T>, natural: Option<&[bool]>) -> Vec<T> {
    let rows = all.into_iter().enumerate();
    let kept = rows.filter(|(row, _)| natural.is_none_or(|n| n[*row]));
    kept.map(|(_, value)| value).collect()
}

/// The out-of-fold predictions of a training run, of the rows that figures rest on.
fn rows_of(trained: &Trained, data: &Dataset, natural: Option<&[bool]>) -> Scored {
    let predictions = trained
        .out_of_fold
        .iter()
        .flat_map(|honest| honest.scores.rows().into_iter().zip(&honest.predicted))
        .map(|(scores, &label)| Prediction::new(label, softmax(scores)))
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
