//! Labelled letters become a classifier: features, regression, calibration, and the figures it earned.

use crate::abstention::{self, RiskCurve};
use crate::calibration::Calibration;
use crate::classifier::Classifier;
use crate::dataset::{Dataset, split};
use crate::error::{Error, ErrorKind, Result};
use crate::features::{FeatureExtractor, FeatureOptions, Group, GroupOptions, Input};
use crate::logistic::{Csr, LogisticParams, argmax, linfa_solver, softmax};
use crate::model_file::{Facts, Figures, MODEL_VERSION};
use crate::stance::Labels;
use linfa::prelude::ParamGuard;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Which optimiser fits the regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solver {
    /// Truncated Newton on sparse rows; the default.
    Newton,
    /// linfa-logistic's L-BFGS on dense rows, columns chosen by χ² where there are too many.
    Linfa,
}

/// How the label is picked from the calibrated probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The most probable label.
    Probability,
    /// The label that is most probable after a fixed amount is added to each label's score, chosen on out-of-fold
    /// scores so that macro-F1 is highest. Rare labels are found more often.
    MacroF1,
}

/// Everything that training can be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrainOptions {
    /// The features.
    pub features: FeatureOptions,
    /// Strength of the L2 penalty; scikit-learn's `1/C`. Above 0.
    pub alpha: f64,
    /// How far rare labels weigh more: a row of a label with share `s` of `K` labels weighs `(1 / (K·s))^p`. 0 (all rows alike) to 1
    /// (all labels alike).
    pub class_weight: f64,
    /// The optimiser.
    pub solver: Solver,
    /// Largest gap to the optimum, as a share of the objective.
    pub tolerance: f64,
    /// Number of folds for calibration and figures, 2 to 100; or 0: neither, and the model says so.
    pub folds: usize,
    /// Seed of the folds.
    pub seed: u64,
    /// How the label is picked.
    pub decision: Decision,
    /// Among how many sets of options [`crate::tuning::tune`] chose these, by cross-validation on the same data; none where it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_among: Option<usize>,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self {
            features: FeatureOptions::default(),
            alpha: 0.1,
            class_weight: 0.5,
            solver: Solver::Newton,
            tolerance: 1e-6,
            folds: 5,
            seed: 1,
            decision: Decision::Probability,
            chosen_among: None,
        }
    }
}

/// Labelled rows in the form that training takes.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The sentences in their context.
    pub inputs: Vec<Input<'a>>,
    /// Class number of each.
    pub targets: Vec<usize>,
    /// Group (letter) of each.
    pub groups: Vec<usize>,
    /// How many classes there are.
    pub classes: usize,
}

impl<'a> Rows<'a> {
    /// Takes a dataset apart.
    ///
    /// # Errors
    /// When a label is unknown.
    pub fn new(data: &'a Dataset, labels: &Labels) -> Result<Self> {
        Ok(Self {
            inputs: data.inputs(),
            targets: data.targets(labels)?,
            groups: data.groups(),
            classes: labels.len(),
        })
    }

    pub(crate) fn pick(&self, rows: &[usize]) -> (Vec<Input<'a>>, Vec<usize>) {
        (
            rows.iter().map(|&i| self.inputs[i]).collect(),
            rows.iter().map(|&i| self.targets[i]).collect(),
        )
    }
}

/// Weights fitted on rows, before calibration.
#[derive(Debug)]
struct Fitted {
    extractor: FeatureExtractor,
    weights: Array2<f64>,
    intercept: Array1<f64>,
    convergence: Option<crate::logistic::Convergence>,
}

impl Fitted {
    fn scores(&self, inputs: &[Input<'_>]) -> Array2<f64> {
        let mut workspace = self.extractor.workspace();
        let mut scores = Array2::zeros((inputs.len(), self.intercept.len()));
        for (input, mut row) in inputs.iter().zip(scores.rows_mut()) {
            row.assign(&self.intercept);
            for &(column, value) in self.extractor.transform(input, &mut workspace) {
                row.scaled_add(f64::from(value), &self.weights.row(column as usize));
            }
        }
        scores
    }
}

/// Scores of sentences by classifiers that had not seen their letters.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    /// Raw scores, rows × classes.
    pub scores: Array2<f64>,
    /// The fold of each row.
    pub folds: Vec<usize>,
}

/// What training gives.
#[derive(Debug)]
pub struct Trained {
    /// The classifier.
    pub classifier: Classifier,
    /// Class number of each row of the data.
    pub targets: Vec<usize>,
    /// The honest scores of its own training rows; none when it was trained without folds.
    pub out_of_fold: Option<Honest>,
}

/// What classifiers say of rows that they were not trained on.
#[derive(Debug)]
pub struct Honest {
    /// Cross-fitted calibrated scores of each row: neither features, weights nor calibration saw its letter.
    pub scores: Array2<f64>,
    /// Label picked for each row from these scores.
    pub predicted: Vec<usize>,
}

/// What the folds give to a model.
struct Folded {
    calibration: Calibration,
    decision: Array1<f64>,
    scores: Array2<f64>,
    predicted: Vec<usize>,
    /// The rows that calibration and figures rest on.
    chosen: Vec<usize>,
}

impl Folded {
    fn risk(&self, targets: &[usize]) -> RiskCurve {
        let confidence: Vec<(f64, bool)> = (self.chosen.iter())
            .map(|&i| {
                let label = self.predicted[i];
                (softmax(self.scores.row(i))[label], label == targets[i])
            })
            .collect();
        RiskCurve::measure(&confidence)
    }

    /// The same over labels that have an opposite: their errors are those whose opposite is right.
    fn opposite(&self, targets: &[usize], labels: &Labels) -> Option<RiskCurve> {
        let pair = abstention::opposites(labels)?;
        let directions: Vec<(f64, bool)> = (self.chosen.iter())
            .filter_map(|&i| {
                let label = self.predicted[i];
                let probabilities = softmax(self.scores.row(i)).to_vec();
                let direction = abstention::direction(pair, label, &probabilities)?;
                let turned = pair.contains(&targets[i]) && targets[i] != label;
                Some((direction, !turned))
            })
            .collect();
        Some(RiskCurve::measure(&directions))
    }
}

impl TrainOptions {
    /// The pipeline that scikit-learn's users would begin with, as a baseline:
    /// `TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)` and `LogisticRegression(C=10)`, on the folds of `self`.
    ///
    /// Rows and optimum are held to scikit-learn's by tests; the words are cut by this crate's tokenizer.
    #[must_use]
    pub fn reference(&self) -> Self {
        Self {
            features: FeatureOptions {
                sublinear_tf: true,
                ..FeatureOptions::single(GroupOptions::new(Group::Words, 1, 2))
            },
            alpha: 0.1,
            class_weight: 0.0,
            solver: Solver::Newton,
            decision: Decision::Probability,
            ..self.clone()
        }
    }

    /// Checks every option against its range.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] names the option.
    pub fn check(&self) -> Result<()> {
        self.features.check()?;
        let wrong = |what: String, expected: &str| {
            Err(Error::new(ErrorKind::Usage, what).expected(expected))
        };
        if !(0.0..=1.0).contains(&self.class_weight) {
            return wrong(
                format!("class weight {}", self.class_weight),
                "a number from 0 to 1",
            );
        }
        if self.folds == 1 || self.folds > 100 {
            return wrong(
                format!("{} folds", self.folds),
                "2 to 100 folds, or 0 to train without them",
            );
        }
        if self.folds == 0 && self.decision == Decision::MacroF1 {
            return wrong(
                "0 folds with the decision `macro-f1`".to_owned(),
                "2 or more folds: what macro-F1 gains is measured on them",
            );
        }
        if !(self.alpha > 0.0 && self.alpha.is_finite()) {
            return wrong(format!("alpha {}", self.alpha), "a number above 0");
        }
        Ok(())
    }

    /// Checks that there are folds at all, as everything but plain training needs.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there are none.
    pub fn check_folds(&self) -> Result<()> {
        if self.folds >= 2 {
            return Ok(());
        }
        Err(
            Error::new(ErrorKind::Usage, format!("{} folds", self.folds))
                .expected("2 to 100 folds, for figures on letters that were not trained on")
                .hint("leave `--folds` out for the usual 5"),
        )
    }

    /// The regression that these options ask for.
    pub(crate) fn logistic(&self, classes: usize) -> LogisticParams {
        LogisticParams::new(classes)
            .alpha(self.alpha)
            .tolerance(self.tolerance)
    }

    pub(crate) fn sample_weights(&self, targets: &[usize], classes: usize) -> Option<Vec<f64>> {
        if self.class_weight == 0.0 {
            return None;
        }
        let mut counts = vec![0.0; classes];
        targets.iter().for_each(|&t| counts[t] += 1.0);
        let present = counts.iter().filter(|c| **c > 0.0).count() as f64;
        let n = targets.len() as f64;
        Some(
            targets
                .iter()
                .map(|&t| (n / (present * counts[t])).powf(self.class_weight))
                .collect(),
        )
    }

    fn fit_rows(&self, inputs: &[Input<'_>], targets: &[usize], classes: usize) -> Result<Fitted> {
        let mut extractor = FeatureExtractor::fit(self.features.clone(), inputs)?;
        let x = extractor.transform_all(inputs);
        match self.solver {
            Solver::Newton => {
                let params = self.logistic(classes).check()?;
                let weights = self.sample_weights(targets, classes);
                let fitted = params.fit_rows(&x, targets, weights.as_deref())?;
                Ok(Fitted {
                    weights: fitted.weights().clone(),
                    intercept: fitted.intercept().clone(),
                    convergence: Some(fitted.convergence()),
                    extractor,
                })
            }
            Solver::Linfa => {
                if self.class_weight > 0.0 {
                    return Err(Error::new(
                        ErrorKind::Usage,
                        "linfa-logistic takes no class weights",
                    )
                    .hint("add `--class-weight 0`, or leave out `--solver linfa`"));
                }
                let most = (linfa_solver::MOST_DENSE_ENTRIES / x.rows().max(1)).max(16);
                let x = if x.columns() > most {
                    let columns = linfa_solver::best_columns(&x, targets, classes, most);
                    extractor = extractor.keep(&columns)?;
                    extractor.transform_all(inputs)
                } else {
                    x
                };
                let (weights, intercept) = fit_linfa(&x, targets, self.alpha, classes)?;
                Ok(Fitted {
                    extractor,
                    weights,
                    intercept,
                    convergence: None,
                })
            }
        }
    }

    /// Scores every row by a classifier that did not see its letter.
    ///
    /// Folds run side by side; `progress` is called once a fold.
    ///
    /// # Errors
    /// When there are fewer groups than folds, or a fold cannot be fitted.
    pub fn out_of_fold(&self, rows: &Rows<'_>, progress: &(dyn Fn() + Sync)) -> Result<OutOfFold> {
        let folds = self.assign(rows)?;
        let parts: Vec<Result<(Vec<usize>, Array2<f64>)>> = (0..self.folds)
            .into_par_iter()
            .map(|fold| {
                let inside: Vec<usize> = (0..folds.len()).filter(|&i| folds[i] != fold).collect();
                let outside: Vec<usize> = (0..folds.len()).filter(|&i| folds[i] == fold).collect();
                let (inputs, targets) = rows.pick(&inside);
                let fitted = self.fit_rows(&inputs, &targets, rows.classes)?;
                let scores = fitted.scores(&rows.pick(&outside).0);
                progress();
                Ok((outside, scores))
            })
            .collect();
        let mut scores = Array2::zeros((rows.inputs.len(), rows.classes));
        for part in parts {
            let (outside, part) = part?;
            for (row, &i) in part.rows().into_iter().zip(&outside) {
                scores.row_mut(i).assign(&row);
            }
        }
        Ok(OutOfFold { scores, folds })
    }

    /// The fold of every row.
    pub(crate) fn assign(&self, rows: &Rows<'_>) -> Result<Vec<usize>> {
        self.check_folds()?;
        let folds = split::grouped_folds(&rows.groups, &rows.targets, self.folds, self.seed);
        let groups = rows.groups.iter().max().map_or(0, |m| m + 1);
        if groups < self.folds {
            let alone = groups == rows.inputs.len();
            let what = if alone { "sentences" } else { "letters" };
            return Err(Error::new(
                ErrorKind::Training,
                format!("{groups} {what} for {} folds", self.folds),
            )
            .expected(format!("at least as many {what} as folds"))
            .hint(if groups >= 2 {
                format!("add {what}, or set `--folds {groups}`")
            } else {
                "rows are grouped by the column `letter`: add letters, or leave the column out if rows stand alone".to_owned()
            }));
        }
        Ok(folds)
    }

    /// The most probable label of every row by classifiers that did not see its letter, uncalibrated.
    ///
    /// # Errors
    /// As [`Self::out_of_fold`].
    pub fn out_of_fold_labels(&self, data: &Dataset) -> Result<Vec<usize>> {
        self.check()?;
        let labels = data.labels();
        let scores = self.out_of_fold(&Rows::new(data, &labels)?, &|| ())?.scores;
        Ok(scores.rows().into_iter().map(argmax).collect())
    }

    /// Trains on all rows, calibrated on out-of-fold scores of the rows that `natural` marks (all where it is `None`).
    ///
    /// `natural` tells the rows whose letters have the labels in the shares in which real letters have them; dense
    /// training letters would make stances look too likely.
    ///
    /// # Errors
    /// As [`Dataset::require_trainable`] and [`Self::out_of_fold`].
    pub fn train(
        &self,
        data: &Dataset,
        natural: Option<&[bool]>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Trained> {
        self.check()?;
        data.require_trainable()?;
        let labels = data.labels();
        let rows = Rows::new(data, &labels)?;
        let folded = match self.folds {
            0 => None,
            _ => Some(self.fold(&rows, natural, progress)?),
        };
        let fitted = self.fit_rows(&rows.inputs, &rows.targets, rows.classes)?;
        progress();

        let none = Calibration::none(rows.classes);
        let calibration = folded.as_ref().map_or(&none, |f| &f.calibration);
        let weights = calibration.apply(fitted.weights.view()) - &calibration.offset;
        let intercept = fitted.intercept.dot(&calibration.matrix.t()) + &calibration.offset;
        let facts = Facts {
            version: MODEL_VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.clone(),
            calibration: calibration.kind,
            convergence: fitted.convergence,
            data: crate::model_file::DataFacts::of(
                data,
                &labels,
                folded.as_ref().map_or(0, |f| f.chosen.len()),
            ),
            figures: folded
                .as_ref()
                .map(|f| Figures::measure(&rows.targets, &f.predicted, &f.scores, &f.chosen)),
            opposite: (folded.as_ref()).and_then(|f| f.opposite(&rows.targets, &labels)),
        };
        let classifier = Classifier {
            labels,
            extractor: fitted.extractor,
            weights: weights.iter().map(|&w| w as f32).collect(),
            intercept: intercept.to_vec(),
            decision: (folded.as_ref())
                .map_or_else(|| vec![0.0; rows.classes], |f| f.decision.to_vec()),
            risk: (folded.as_ref()).map_or_else(RiskCurve::default, |f| f.risk(&rows.targets)),
            facts,
            source: None,
            sha256: std::sync::OnceLock::new(),
            idle: std::sync::Mutex::default(),
        }
        .checked()?;
        Ok(Trained {
            classifier,
            targets: rows.targets,
            out_of_fold: folded.map(|f| Honest {
                scores: f.scores,
                predicted: f.predicted,
            }),
        })
    }

    /// Out-of-fold scores, calibrated, and the labels picked from them.
    fn fold(
        &self,
        rows: &Rows<'_>,
        natural: Option<&[bool]>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Folded> {
        Ok(self.judge(rows, natural, &self.out_of_fold(rows, progress)?))
    }

    /// Calibrates out-of-fold scores and picks labels from them.
    fn judge(&self, rows: &Rows<'_>, natural: Option<&[bool]>, out_of_fold: &OutOfFold) -> Folded {
        let chosen: Vec<usize> = (0..rows.inputs.len())
            .filter(|&i| natural.is_none_or(|n| n[i]))
            .collect();
        let (calibration, crossed, decision) = self.calibrate(rows, out_of_fold, &chosen);
        let mut scores = calibration.apply(out_of_fold.scores.view());
        for (row, &i) in crossed.rows().into_iter().zip(&chosen) {
            scores.row_mut(i).assign(&row);
        }
        let predicted = scores
            .rows()
            .into_iter()
            .map(|row| argmax((&row + &decision).view()))
            .collect();
        Folded {
            calibration,
            decision,
            scores,
            predicted,
            chosen,
        }
    }

    /// The figures of a grouped cross-validation, without training a model on all rows.
    ///
    /// # Errors
    /// As [`Self::train`].
    pub fn cross_validate(&self, data: &Dataset, natural: Option<&[bool]>) -> Result<Figures> {
        self.check()?;
        let labels = data.labels();
        let rows = Rows::new(data, &labels)?;
        let out_of_fold = self.out_of_fold(&rows, &|| ())?;
        Ok(self.figures(&rows, natural, &out_of_fold))
    }

    /// The figures of out-of-fold scores.
    pub(crate) fn figures(
        &self,
        rows: &Rows<'_>,
        natural: Option<&[bool]>,
        out_of_fold: &OutOfFold,
    ) -> Figures {
        let folded = self.judge(rows, natural, out_of_fold);
        Figures::measure(
            &rows.targets,
            &folded.predicted,
            &folded.scores,
            &folded.chosen,
        )
    }

    fn calibrate(
        &self,
        rows: &Rows<'_>,
        out_of_fold: &OutOfFold,
        chosen: &[usize],
    ) -> (Calibration, Array2<f64>, Array1<f64>) {
        let scores = out_of_fold.scores.select(ndarray::Axis(0), chosen);
        let targets: Vec<usize> = chosen.iter().map(|&i| rows.targets[i]).collect();
        let folds: Vec<usize> = chosen.iter().map(|&i| out_of_fold.folds[i]).collect();
        let (calibration, crossed) = Calibration::choose(scores.view(), &targets, &folds);
        let decision = match self.decision {
            Decision::Probability => Array1::zeros(rows.classes),
            Decision::MacroF1 => best_offsets(&crossed, &targets, rows.classes),
        };
        (calibration, crossed, decision)
    }
}

fn fit_linfa(
    x: &Csr,
    targets: &[usize],
    alpha: f64,
    classes: usize,
) -> Result<(Array2<f64>, Array1<f64>)> {
    let fitted = linfa_solver::fit(x, targets, alpha, 1000, 1e-5)?;
    let mut weights = Array2::zeros((x.columns(), classes));
    let mut intercept = Array1::from_elem(classes, -30.0);
    for (k, &class) in fitted.classes().iter().enumerate() {
        weights.column_mut(class).assign(&fitted.params().column(k));
        intercept[class] = fitted.intercept()[k];
    }
    Ok((weights, intercept))
}

/// Offsets on the scores that make macro-F1 highest: one class at a time over a grid of steps of 0.1 between −2 and 2.
fn best_offsets(scores: &Array2<f64>, targets: &[usize], classes: usize) -> Array1<f64> {
    let mut offsets = Array1::<f64>::zeros(classes);
    let f1 = |offsets: &Array1<f64>| {
        let predicted: Vec<usize> = scores
            .rows()
            .into_iter()
            .map(|row| argmax((&row + offsets).view()))
            .collect();
        macro_f1(targets, &predicted, classes)
    };
    for _ in 0..3 {
        for k in 0..classes {
            let mut best = (f1(&offsets), offsets[k]);
            for step in -20..=20 {
                let mut trial = offsets.clone();
                trial[k] = f64::from(step) / 10.0;
                let value = f1(&trial);
                if value > best.0 + 1e-9 {
                    best = (value, trial[k]);
                }
            }
            offsets[k] = best.1;
        }
    }
    offsets
}

/// Mean F1 over the classes that occur in targets or predictions.
pub fn macro_f1(targets: &[usize], predicted: &[usize], classes: usize) -> f64 {
    let mut counts = vec![(0.0, 0.0, 0.0); classes];
    for (&t, &p) in targets.iter().zip(predicted) {
        counts[t].1 += 1.0;
        counts[p].2 += 1.0;
        if t == p {
            counts[t].0 += 1.0;
        }
    }
    let f1: Vec<f64> = (counts.iter())
        .filter(|(_, gold, predicted)| gold + predicted > 0.0)
        .map(|(right, gold, predicted)| 2.0 * right / (gold + predicted))
        .collect();
    f1.iter().sum::<f64>() / f1.len() as f64
}

/// Probabilities of a row of scores.
pub fn probabilities(scores: ArrayView1<'_, f64>) -> Vec<f64> {
    softmax(scores).to_vec()
}
