//! Labelled letters become a classifier: features, regression, calibration, and the figures it earned.
//!
//! ```
//! use standpunt::trainer::{Base, Trainer};
//! use standpunt::{Dataset, Input, TrainOptions};
//!
//! let rows = "sentence,label\n\
//!     Het kabinet steunt het plan.,steunt\nNederland steunt de inzet.,steunt\n\
//!     Het kabinet betreurt het uitstel.,kritisch\nNederland betreurt de vertraging.,kritisch\n";
//! let data = Dataset::from_bytes("eigen.csv", rows.as_bytes())?;
//! let mut options = TrainOptions::default();
//! options.features.groups = vec!["words:1-2/1".parse()?];
//! options.folds = 0; // the fit alone: no figures, no calibration
//! let model = options.train(&data, None, &|| ())?.classifier;
//! let label = |model: &standpunt::Classifier, sentence| {
//!     let prediction = model.session().predict(&Input::alone(sentence));
//!     model.labels().name(prediction.label).to_owned()
//! };
//! assert_eq!(label(&model, "Het kabinet betreurt dit."), "kritisch");
//!
//! // the same model, moved to new rows
//! let new = Dataset::from_bytes("nieuw.csv", "sentence,label\nHet kabinet steunt het uitstel niet.,kritisch\n".as_bytes())?;
//! let mut trainer = Trainer::adapting(Base::new(model)?);
//! trainer.options.folds = 0;
//! let adapted = trainer.train(&new, None, &|| ())?.classifier;
//! assert_eq!(label(&adapted, "Nederland betreurt de vertraging."), "kritisch");
//! # Ok::<(), standpunt::Error>(())
//! ```

mod base;
mod checks;
mod fit;
mod judge;
mod prepared;
mod shares;
#[cfg(test)]
mod tests;

pub use crate::options::{Decision, Solver, TrainOptions};
pub use base::{Base, as_it_is, require_new};
pub(crate) use judge::chosen;
pub(crate) use prepared::PreparedFolds;
pub use shares::{SHARES, Share, share_of_letters};

use crate::abstention::RiskCurve;
use crate::classifier::{Classifier, Prediction};
use crate::dataset::{Dataset, split};
use crate::error::{Error, ErrorKind, Result};
use crate::facts::{DataFacts, Facts, checked_about};
use crate::features::Input;
use crate::folds::{Fold, by_fold};
use crate::leakage::Fingerprints;
use crate::logistic::Convergence;
use crate::model_file::MODEL_VERSION;
use crate::numbers::count;
use crate::scores::first_largest;
use crate::stance::{LabelRoles, Labels};
use ndarray::Array2;
use std::sync::{Mutex, PoisonError};

/// A training run: its options, and the model to adapt where there is one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trainer {
    /// What it is told.
    pub options: TrainOptions,
    /// Which labels have a meaning by name; where none is named, the guide's, or those of the model to adapt.
    pub roles: LabelRoles,
    /// A sentence on what the training letters are, told wherever limits are; kept in [`Facts::about`]. Of a model to adapt, that of the
    /// model until it is set.
    pub about: Option<String>,
    /// The model to adapt; none trains from nothing. Set by [`Self::adapting`] alone, as the features must be the model's.
    base: Option<Base>,
}

/// Labelled rows in the form that training takes.
#[derive(Debug)]
#[non_exhaustive]
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

/// Scores of sentences by classifiers that had not seen their letters.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OutOfFold {
    /// Raw scores, rows × classes.
    pub scores: Array2<f64>,
    /// The fold of each row.
    pub folds: Vec<usize>,
    /// How the solver ended in the fold where it ended worst; none for linfa-logistic.
    pub convergence: Option<Convergence>,
}

/// What training gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Trained {
    /// The classifier.
    pub classifier: Classifier,
    /// Class number of each row of the data.
    pub targets: Vec<usize>,
    /// What the model which was adapted says of each row; none where it was trained from nothing.
    pub as_it_was: Option<Vec<Prediction>>,
    /// The honest scores of its own training rows; none when it was trained without folds.
    pub out_of_fold: Option<Honest>,
}

/// What classifiers say of rows that they were not trained on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Honest {
    /// Calibrated scores of each row. Features and weights are fitted without its letter, and so is the calibration; but the scores
    /// that the calibration is fitted on are of models that saw the letter, and which kind of calibration is taken was chosen on all rows.
    pub scores: Array2<f64>,
    /// Label picked for each row from these scores; what [`Decision::MacroF1`] adds to them first is chosen on the other folds.
    pub predicted: Vec<usize>,
}

impl TrainOptions {
    /// Trains a model from nothing: [`Trainer::train`].
    ///
    /// # Errors
    /// As [`Trainer::train`].
    pub fn train(
        &self,
        data: &Dataset,
        natural: Option<&[bool]>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Trained> {
        Trainer::new(self.clone()).train(data, natural, progress)
    }
}

impl Trainer {
    /// Training from nothing.
    pub fn new(options: TrainOptions) -> Self {
        Self {
            options,
            roles: LabelRoles::default(),
            about: None,
            base: None,
        }
    }

    /// Adapting a model to new letters: its labels, features and decision, every row alike, and `alpha` 1, which holds the weights
    /// ten times as fast to the model's as those of a model from nothing are held to 0.
    pub fn adapting(base: Base) -> Self {
        let classifier = base.classifier();
        Self {
            options: TrainOptions {
                features: classifier.extractor().options().clone(),
                alpha: 1.0,
                class_weight: 0.0,
                decision: classifier.facts().options.decision,
                ..TrainOptions::default()
            },
            roles: classifier.labels().roles().clone(),
            about: classifier.facts().about.clone(),
            base: Some(base),
        }
    }

    /// The model to adapt, where there is one.
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }

    /// Scores every row by a classifier that did not see its letter.
    ///
    /// Folds run side by side; `progress` is called once a fold.
    ///
    /// # Errors
    /// As [`Self::check`]; when there are fewer groups than folds, or a fold cannot be fitted.
    pub fn out_of_fold(&self, rows: &Rows<'_>, progress: &(dyn Fn() + Sync)) -> Result<OutOfFold> {
        self.check()?;
        let folds = self.assign(rows)?;
        let parts = Fold::all(&folds);
        self.score(rows, folds, &parts, progress)
    }

    /// Scores the rows outside of each part by a classifier of those inside.
    fn score(
        &self,
        rows: &Rows<'_>,
        folds: Vec<usize>,
        parts: &[Fold],
        progress: &(dyn Fn() + Sync),
    ) -> Result<OutOfFold> {
        let worst = Mutex::new(None);
        let scores = by_fold(parts, rows.classes, |fold| {
            let (inputs, targets) = rows.pick(&fold.inside);
            let fitted = self.fit_rows(&inputs, &targets, rows.classes)?;
            let scores = fitted.scores(&rows.pick(&fold.outside).0);
            let mut worst = worst.lock().unwrap_or_else(PoisonError::into_inner);
            *worst = Convergence::worst(*worst, fitted.convergence);
            progress();
            Ok(scores)
        })?;
        let convergence = worst.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(OutOfFold {
            scores,
            folds,
            convergence,
        })
    }

    /// The fold of every row.
    pub(crate) fn assign(&self, rows: &Rows<'_>) -> Result<Vec<usize>> {
        self.options.check_folds()?;
        let folds = split::grouped_folds(
            &rows.groups,
            &rows.targets,
            self.options.folds,
            self.options.seed,
        );
        let groups = split::count(&rows.groups);
        if groups < self.options.folds {
            let alone = groups == rows.inputs.len();
            let what = if alone { "sentences" } else { "letters" };
            let found = count(groups, if alone { "sentence" } else { "letter" });
            return Err(Error::new(
                ErrorKind::Training,
                format!("{found} for {} folds", self.options.folds),
            )
            .expected(format!("at least as many {what} as folds"))
            .hint(if groups >= 2 {
                format!("add {what}, or set `--folds {groups}`")
            } else if self.base.is_some() {
                format!("add {what}, or adapt without figures: `--folds 0`")
            } else {
                "rows are grouped by the column `letter`: add letters, or leave the column out if rows stand alone".to_owned()
            }));
        }
        Ok(folds)
    }

    /// The most probable of `labels` for every row by classifiers that did not see its letter, uncalibrated.
    ///
    /// # Errors
    /// As [`Self::out_of_fold`].
    pub fn out_of_fold_labels(&self, data: &Dataset, labels: &Labels) -> Result<Vec<usize>> {
        let scores = self.out_of_fold(&Rows::new(data, labels)?, &|| ())?.scores;
        Ok(scores.rows().into_iter().map(first_largest).collect())
    }

    /// Trains on all rows, calibrated on out-of-fold scores of the rows that `natural` marks (all where it is `None`).
    ///
    /// `natural` tells the rows whose letters have the labels in the shares in which real letters have them; dense
    /// training letters would make stances look too likely.
    ///
    /// # Errors
    /// As [`Self::require_trainable`] and [`Self::out_of_fold`]; [`ErrorKind::Training`] when `natural` is not one mark a row, or marks none.
    pub fn train(
        &self,
        data: &Dataset,
        natural: Option<&[bool]>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Trained> {
        let (labels, rows, shared) = self.rows(data)?;
        let chosen = chosen(rows.inputs.len(), natural)?;
        let folded = match self.options.folds {
            0 => None,
            _ => Some(self.judge(&rows, chosen, &self.out_of_fold(&rows, progress)?)?),
        };
        let fitted = self.fit_rows(&rows.inputs, &rows.targets, rows.classes)?;
        progress();

        let none = self.untouched(rows.classes);
        let calibration = folded.as_ref().map_or(&none, |f| &f.calibration);
        let weights = calibration.apply(fitted.weights.view()) - &calibration.offset;
        let intercept = fitted.intercept.dot(&calibration.matrix.t()) + &calibration.offset;
        let chosen = folded.as_ref().map_or(&[][..], |f| &f.chosen);
        let base = (self.base.as_ref()).map(|base| base.facts(&rows, shared, chosen));
        let (base, as_it_was) = base.unzip();
        let facts = Facts {
            version: MODEL_VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            options: self.options.clone(),
            calibration: calibration.kind,
            convergence: fitted.convergence,
            folds_convergence: folded.as_ref().and_then(|f| f.convergence),
            remarks: folded.as_ref().map_or_else(Vec::new, |f| f.remarks.clone()),
            roles: labels.roles().clone(),
            about: self.about.as_deref().map(checked_about).transpose()?,
            data: self.data_facts(data, &labels, chosen.len()),
            base,
            figures: (folded.as_ref()).and_then(|f| f.figures(&rows.targets, &labels)),
            opposite: (folded.as_ref()).and_then(|f| f.opposite(&rows.targets, &labels)),
        };
        let risk =
            (folded.as_ref()).map_or_else(RiskCurve::default, |f| f.risk(&rows.targets, &labels));
        let classifier = Classifier {
            labels,
            extractor: fitted.extractor,
            weights: weights.iter().map(|&w| rounded(w)).collect(),
            intercept: intercept.to_vec(),
            decision: (folded.as_ref())
                .map_or_else(|| vec![0.0; rows.classes], |f| f.decision.to_vec()),
            risk,
            facts,
            source: None,
            sha256: std::sync::OnceLock::new(),
            idle: std::sync::Mutex::default(),
        }
        .checked()?;
        Ok(Trained {
            classifier,
            targets: rows.targets,
            as_it_was,
            out_of_fold: folded.map(|f| Honest {
                scores: f.scores,
                predicted: f.predicted,
            }),
        })
    }

    /// The facts of the data; a model that was adapted knows the letters of its base too.
    fn data_facts(&self, data: &Dataset, labels: &Labels, calibrated_on: usize) -> DataFacts {
        let mut seen = Fingerprints::of(data.named());
        let letters = seen.letters().len();
        if let Some(base) = &self.base {
            seen.add(&base.classifier().facts().data.seen);
        }
        let rows_of = |label: &str| (data.examples.iter().filter(|e| &*e.label == label)).count();
        DataFacts {
            sha256: data.hash(),
            rows: data.len(),
            letters,
            labels: labels.iter().map(|l| (l.to_owned(), rows_of(l))).collect(),
            calibrated_on,
            seen,
        }
    }
}

/// A weight with 11 significant bits, as many as a half-precision number has, the nearest: its last 13 bits are 0, so that a model file packs
/// a third smaller. A score moves by at most 2⁻¹¹ of the sum of its terms' absolute values.
fn rounded(weight: f64) -> f32 {
    const DROPPED: u32 = f32::MANTISSA_DIGITS - 11;
    let weight = weight as f32;
    if !weight.is_finite() {
        return weight;
    }
    // a carry goes into the exponent, as it should
    let up = weight.to_bits() + (1 << (DROPPED - 1));
    f32::from_bits(up >> DROPPED << DROPPED)
}
