//! What training can be told; a model keeps it.

use crate::error::{Error, ErrorKind, Result};
use crate::features::{FeatureOptions, Group, GroupOptions};
use crate::logistic::LogisticParams;
use crate::numbers::count;
use serde::{Deserialize, Serialize};

/// Which optimiser fits the regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Solver {
    /// Truncated Newton on sparse rows; the default.
    Newton,
    /// linfa-logistic's L-BFGS on dense rows, columns chosen by χ² where there are too many.
    Linfa,
}

/// How the label is picked from the calibrated probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Decision {
    /// The most probable label.
    Probability,
    /// The label that is most probable after a fixed amount is added to each label's score, chosen on out-of-fold
    /// scores so that macro-F1 is highest. Rare labels are found more often. Figures rest on amounts that are chosen for each fold on the
    /// other folds, those of the model on all.
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
    /// Largest gap to the optimum, as a share of the objective. Above 0 and below 1.
    pub tolerance: f64,
    /// Number of folds for calibration and figures, 2 to 100; or 0: neither, and the model says so.
    pub folds: usize,
    /// Seed of the folds.
    pub seed: u64,
    /// How the label is picked.
    pub decision: Decision,
    /// Among how many different sets of options `tuning::tune` chose these, by cross-validation on the same data; none where it did not.
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
        let wrong = |what: String, expected: &str, next: &str| {
            Err(Error::new(ErrorKind::Usage, what)
                .expected(expected)
                .hint(next))
        };
        if !(0.0..=1.0).contains(&self.class_weight) {
            return wrong(
                format!("class weight {}", self.class_weight),
                "a number from 0 to 1",
                "leave `--class-weight` out for the usual one; 0 weighs all rows alike, 1 all labels",
            );
        }
        if self.folds == 1 || self.folds > 100 {
            return wrong(
                count(self.folds, "fold"),
                "2 to 100 folds, or 0 to train without them",
                "leave `--folds` out for the usual 5",
            );
        }
        if self.folds == 0 && self.decision == Decision::MacroF1 {
            return wrong(
                "0 folds with the decision `macro-f1`".to_owned(),
                "2 or more folds: what macro-F1 gains is measured on them",
                "leave `--folds` out, or `--decision`",
            );
        }
        if !(self.tolerance > 0.0 && self.tolerance < 1.0) {
            return wrong(
                format!("tolerance {}", self.tolerance),
                "a number above 0 and below 1",
                "leave it at the usual 1e-6",
            );
        }
        if !(self.alpha > 0.0 && self.alpha.is_finite()) {
            return wrong(
                format!("alpha {}", self.alpha),
                "a number above 0",
                "leave `--alpha` out for the usual one; 0.01 fits the data closely, 10 hardly",
            );
        }
        Ok(())
    }

    /// Checks that there are folds at all, as everything but plain training needs.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there are none.
    pub fn check_folds(&self) -> Result<()> {
        if (2..=100).contains(&self.folds) {
            return Ok(());
        }
        Err(
            Error::new(ErrorKind::Usage, format!("cross-validation on {}", count(self.folds, "fold")))
                .expected("2 to 100 folds: tuning and cross-validation measure on letters that were not trained on")
                .hint("leave `--folds` out for the usual 5"),
        )
    }

    /// The regression that these options ask for.
    pub(crate) fn logistic(&self, classes: usize) -> LogisticParams {
        LogisticParams::new(classes)
            .alpha(self.alpha)
            .tolerance(self.tolerance)
    }

    /// The weight of each row by how rare its label is; none where all weigh alike.
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
}
