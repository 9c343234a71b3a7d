//! Raw scores become honest probabilities.
//!
//! A calibration is a linear map of the K scores of a sentence: `z' = A·z + c`, and the probabilities are `softmax(z')`. Two kinds are
//! tried on scores of sentences that the classifier had not seen (out-of-fold): *temperature* (`A = I/T`, `c = 0`; Guo et al. 2017) and
//! *multinomial* (all K² + K numbers: a logistic regression on the scores; Platt scaling for K classes). The one with the lower
//! log-loss on letters that it was not fitted on is kept. A model that is adapted from a calibrated one takes over its calibration: a few letters must
//! not rescale what they say nothing of. Since the map is linear, it is folded into the classifier's weights: what
//! `explain` adds up is the calibrated score itself.
//!
//! The regression is fitted by [`crate::logistic`], not by linfa-logistic: on scores of letters, whose columns nearly add up, linfa's
//! L-BFGS ends early without saying so in some folds (log-loss 0.28 and 0.43 where the optimum has 0.15), and the choice
//! between the two kinds then goes by chance.

use crate::error::{Error, ErrorKind, Result};
use crate::folds::{Fold, by_fold};
use crate::logistic::{Csr, LogisticParams};
use crate::scores;
use linfa::prelude::ParamGuard;
use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

/// Which kind of map was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CalibrationKind {
    /// The scores as they are.
    None,
    /// One number that divides all scores.
    Temperature,
    /// A full linear map.
    Multinomial,
    /// That of the model that was adapted: nothing was added to it.
    Base,
}

/// A linear map of scores.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Calibration {
    /// Which kind it is.
    pub kind: CalibrationKind,
    /// `A`, K × K.
    pub matrix: Array2<f64>,
    /// `c`, K.
    pub offset: Array1<f64>,
}

/// Penalty on the multinomial map; small, since there are few numbers and many rows.
const ALPHA: f64 = 1.0;

impl Calibration {
    /// The map that changes nothing.
    pub fn none(classes: usize) -> Self {
        Self {
            kind: CalibrationKind::None,
            matrix: Array2::eye(classes),
            offset: Array1::zeros(classes),
        }
    }

    /// Fits one number `T` in 0.05 to 20 by golden-section search on the log-loss.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when there are no rows.
    pub fn temperature(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self> {
        let classes = scores.ncols();
        if targets.is_empty() {
            return Err(Error::new(
                ErrorKind::Training,
                "there are no rows to calibrate on",
            ));
        }
        let at = |log_t: f64| {
            let t = log_t.exp();
            log_loss(scores.mapv(|z| z / t).view(), targets)
        };
        let (mut low, mut high) = (0.05_f64.ln(), 20.0_f64.ln());
        let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
        for _ in 0..60 {
            let (a, b) = (high - golden * (high - low), low + golden * (high - low));
            if at(a) <= at(b) {
                high = b;
            } else {
                low = a;
            }
        }
        let t = f64::midpoint(low, high).exp();
        Ok(Self {
            kind: CalibrationKind::Temperature,
            matrix: Array2::eye(classes) / t,
            offset: Array1::zeros(classes),
        })
    }

    /// Fits the full map by multinomial logistic regression; every class must occur.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when a class does not occur.
    pub fn multinomial(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self> {
        let classes = scores.ncols();
        if (0..classes).any(|k| !targets.contains(&k)) {
            return Err(Error::new(
                ErrorKind::Training,
                "a label does not occur in the rows to calibrate on",
            ));
        }
        // centred scores: softmax does not see a shift, and the fit is better conditioned
        let mut centred = Csr::new(classes);
        for row in scores.rows() {
            let mean = row.mean().unwrap_or(0.0);
            let row: Vec<(u32, f32)> = (0..).zip(row.iter().map(|z| (z - mean) as f32)).collect();
            centred.push_row(&row);
        }
        let fitted = LogisticParams::new(classes)
            .alpha(ALPHA)
            .check()?
            .fit_rows(&centred, targets, None)?;
        // z' = Wᵀ (z − mean(z)) = Wᵀ (I − 1/K) z
        let centring = Array2::from_shape_fn((classes, classes), |(i, j)| {
            f64::from(u8::from(i == j)) - 1.0 / classes as f64
        });
        Ok(Self {
            kind: CalibrationKind::Multinomial,
            matrix: fitted.weights().t().dot(&centring),
            offset: fitted.intercept().clone(),
        })
    }

    /// The calibrated scores of many rows.
    pub fn apply(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        scores.dot(&self.matrix.t()) + &self.offset
    }

    /// Picks the kind by log-loss on groups it was not fitted on, then fits it on all rows.
    ///
    /// `folds` gives each row's fold (rows of one letter share one); returns the map and the calibrated scores of each fold by a map
    /// fitted on the others, which are honest to evaluate on but for the kind, which was chosen on all rows. Where neither kind
    /// can be fitted, as with rows of one fold alone, the scores stay as they are.
    pub fn choose(
        scores: ArrayView2<'_, f64>,
        targets: &[usize],
        folds: &[usize],
    ) -> (Self, Array2<f64>) {
        let kinds: [Fitter; 2] = [Self::temperature, Self::multinomial];
        kinds
            .into_iter()
            .filter_map(|fit| {
                let crossed = cross_fit(scores, targets, folds, fit).ok()?;
                let whole = fit(scores, targets).ok()?;
                Some((log_loss(crossed.view(), targets), whole, crossed))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or_else(
                || (Self::none(scores.ncols()), scores.to_owned()),
                |(_, whole, crossed)| (whole, crossed),
            )
    }
}

/// Fits a calibration to scores and class numbers, where it can.
type Fitter = fn(ArrayView2<'_, f64>, &[usize]) -> Result<Calibration>;

/// The scores of each fold by the map that is fitted on the scores of the others.
fn cross_fit(
    scores: ArrayView2<'_, f64>,
    targets: &[usize],
    folds: &[usize],
    fit: Fitter,
) -> Result<Array2<f64>> {
    by_fold(&Fold::all(folds), scores.ncols(), |fold| {
        let labels: Vec<usize> = fold.inside.iter().map(|&i| targets[i]).collect();
        let map = fit(scores.select(Axis(0), &fold.inside).view(), &labels)?;
        Ok(map.apply(scores.select(Axis(0), &fold.outside).view()))
    })
}

/// Mean [`scores::log_loss`] of the right classes, in nats.
pub fn log_loss(scores: ArrayView2<'_, f64>, targets: &[usize]) -> f64 {
    let sum: f64 = (scores.rows().into_iter().zip(targets))
        .map(|(row, &t)| scores::log_loss(scores::softmax(row)[t]))
        .sum();
    sum / targets.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 300 rows whose scores are three times too bold.
    fn overconfident() -> (Array2<f64>, Vec<usize>, Vec<usize>) {
        let mut scores = Array2::zeros((300, 3));
        let mut targets = Vec::new();
        for i in 0..300 {
            let favourite = i % 3;
            scores[(i, favourite)] = 4.5;
            // softmax(1.5, 0, 0) gives the favourite 69 %
            targets.push(if i / 3 % 100 < 69 {
                favourite
            } else {
                (favourite + 1 + i / 3 % 2) % 3
            });
        }
        let folds = (0..300).map(|i| i / 3 % 5).collect();
        (scores, targets, folds)
    }

    #[test]
    fn temperature_finds_the_factor_of_overconfidence() {
        let (scores, targets, _) = overconfident();
        let fitted = Calibration::temperature(scores.view(), &targets).unwrap();
        assert!(
            (fitted.matrix[(0, 0)] - 1.0 / 3.0).abs() < 0.02,
            "{}",
            fitted.matrix[(0, 0)]
        );
    }

    #[test]
    fn either_map_lowers_the_log_loss_and_the_choice_is_cross_fitted() {
        let (scores, targets, folds) = overconfident();
        let raw = log_loss(scores.view(), &targets);
        let (map, crossed) = Calibration::choose(scores.view(), &targets, &folds);
        assert_ne!(map.kind, CalibrationKind::None);
        assert!(log_loss(map.apply(scores.view()).view(), &targets) < raw);
        assert!(log_loss(crossed.view(), &targets) < raw);
        let full = Calibration::multinomial(scores.view(), &targets).unwrap();
        assert!(log_loss(full.apply(scores.view()).view(), &targets) < raw);
    }

    #[test]
    fn a_shift_of_the_shares_is_found_by_the_multinomial_map_in_every_fold() {
        // four classes, the last one three times as frequent as its scores say; scores of different spread a class
        let rows = 4000;
        let noise = |i: usize, k: usize| ((i * 7919 + k * 104_729) % 1000) as f64 / 250.0 - 2.0;
        let mut scores = Array2::zeros((rows, 4));
        let targets: Vec<usize> = (0..rows).map(|i| [0, 1, 2, 3, 3, 3][i % 6]).collect();
        for i in 0..rows {
            for k in 0..4 {
                scores[(i, k)] = noise(i, k) * (1.0 + k as f64);
            }
            scores[(i, targets[i])] += 6.0;
            scores[(i, 3)] -= 3.0;
        }
        let folds: Vec<usize> = (0..rows).map(|i| i / 6 % 5).collect();
        for fold in 0..5 {
            let inside: Vec<usize> = (0..rows).filter(|&i| folds[i] != fold).collect();
            let part = scores.select(Axis(0), &inside);
            let labels: Vec<usize> = inside.iter().map(|&i| targets[i]).collect();
            let loss = |c: &Calibration| log_loss(c.apply(part.view()).view(), &labels);
            let full = loss(&Calibration::multinomial(part.view(), &labels).unwrap());
            let temperature = loss(&Calibration::temperature(part.view(), &labels).unwrap());
            assert!(full < 0.9 * temperature, "{fold}: {full} {temperature}");
        }
        let (map, _) = Calibration::choose(scores.view(), &targets, &folds);
        assert_eq!(map.kind, CalibrationKind::Multinomial);
    }

    #[test]
    fn a_class_that_does_not_occur_leaves_the_temperature() {
        let scores = Array2::from_shape_fn((40, 3), |(i, k)| if i % 2 == k { 1.0 } else { 0.0 });
        let targets: Vec<usize> = (0..40).map(|i| i % 2).collect();
        let folds: Vec<usize> = (0..40).map(|i| i / 2 % 4).collect();
        assert!(Calibration::multinomial(scores.view(), &targets).is_err());
        let (map, _) = Calibration::choose(scores.view(), &targets, &folds);
        assert_eq!(map.kind, CalibrationKind::Temperature);
    }

    #[test]
    fn rows_of_one_fold_leave_the_scores_as_they_are() {
        let (scores, targets, _) = overconfident();
        let (map, crossed) = Calibration::choose(scores.view(), &targets, &[3; 300]);
        assert_eq!(map, Calibration::none(3));
        assert_eq!(crossed, scores);
    }
}
