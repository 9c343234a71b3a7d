//! Raw scores become honest probabilities.
//!
//! A calibration is a linear map of the K scores of a sentence: `z' = A·z + c`, and the probabilities are `softmax(z')`. Two kinds are
//! tried on scores of sentences that the classifier had not seen (out-of-fold): *temperature* (`A = I/T`, `c = 0`; Guo et al. 2017) and
//! *multinomial* (all K² + K numbers: a logistic regression on the scores; Platt scaling for K classes). The one with the lower
//! log-loss on letters that it was not fitted on is kept.
//!
//! Both are fitted to smoothed targets: of `N` rows of a label, each counts as that label for `(N + 1)/(N + 2)` only, and the
//! rest falls evenly on the other labels (Platt 1999, *Probabilistic outputs for support vector machines*; the same with two labels). So
//! rows without a single error, which would pull the map to certainty, make it as sure as so many rows can: 0.99 after a hundred rows of a label.
//!
//! A model that is adapted from a calibrated one takes over its calibration: a few letters must
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
///
/// The trainer alone makes and applies it: there is a target and a fold for each row of scores, and every target is the number of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibration {
    /// Which kind it is.
    pub(crate) kind: CalibrationKind,
    /// `A`, K × K.
    pub(crate) matrix: Array2<f64>,
    /// `c`, K.
    pub(crate) offset: Array1<f64>,
}

/// Least and greatest `T` that are tried.
const TEMPERATURES: (f64, f64) = (0.05, 20.0);
/// Penalty on the multinomial map; small, since there are few numbers and many rows.
const ALPHA: f64 = 1.0;

impl Calibration {
    /// The map that changes nothing.
    pub(crate) fn none(classes: usize) -> Self {
        Self {
            kind: CalibrationKind::None,
            matrix: Array2::eye(classes),
            offset: Array1::zeros(classes),
        }
    }

    /// Fits one number `T` in 0.05 to 20 by golden-section search on the log-loss of the smoothed targets.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when there are no rows.
    fn temperature(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self> {
        let classes = scores.ncols();
        if targets.is_empty() {
            return Err(Error::new(
                ErrorKind::Training,
                "there are no rows to calibrate on",
            ));
        }
        let smoothed = Smoothed::new(targets, classes);
        let at = |log_t: f64| smoothed.loss(scores.mapv(|z| z / log_t.exp()).view());
        let (mut low, mut high) = (TEMPERATURES.0.ln(), TEMPERATURES.1.ln());
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

    /// Whether `T` went as far as it may: the best one lies further out.
    fn at_a_bound(&self) -> bool {
        let t = 1.0 / self.matrix[(0, 0)];
        let near = |bound: f64| (t / bound - 1.0).abs() < 1e-3;
        self.kind == CalibrationKind::Temperature && (near(TEMPERATURES.0) || near(TEMPERATURES.1))
    }

    /// Fits the full map by multinomial logistic regression on the smoothed targets; every class must occur.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when a class does not occur, or the fit does not converge.
    fn multinomial(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self> {
        let classes = scores.ncols();
        if (0..classes).any(|k| !targets.contains(&k)) {
            return Err(Error::new(
                ErrorKind::Training,
                "a label does not occur in the rows to calibrate on",
            ));
        }
        // centred scores: softmax does not see a shift, and the fit is better conditioned
        // a row whose target is smoothed is one row for each class, weighing that class's share
        let smoothed = Smoothed::new(targets, classes);
        let mut centred = Csr::new(classes);
        let (mut labels, mut weights) = (Vec::new(), Vec::new());
        for (row, &target) in scores.rows().into_iter().zip(targets) {
            let mean = row.mean().unwrap_or(0.0);
            let row: Vec<(u32, f32)> = (0..).zip(row.iter().map(|z| (z - mean) as f32)).collect();
            for class in 0..classes {
                centred.push_row(&row);
                labels.push(class);
                weights.push(smoothed.share(target, class));
            }
        }
        let fitted = LogisticParams::new(classes)
            .alpha(ALPHA)
            .check()?
            .fit_rows(&centred, &labels, Some(&weights))?;
        if !fitted.convergence().converged {
            return Err(Error::new(ErrorKind::Training, "its fit does not converge"));
        }
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
    pub(crate) fn apply(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        scores.dot(&self.matrix.t()) + &self.offset
    }

    /// Picks the kind by log-loss on groups it was not fitted on, then fits it on all rows.
    ///
    /// `folds` gives each row's fold (rows of one letter share one). Where neither kind can be fitted, as with rows of one fold alone, the
    /// scores stay as they are.
    pub(crate) fn choose(
        scores: ArrayView2<'_, f64>,
        targets: &[usize],
        folds: &[usize],
    ) -> Chosen {
        let mut remarks = Vec::new();
        let mut best: Option<(f64, Self, Array2<f64>)> = None;
        let kinds: [(&str, Fitter); 2] = [
            ("temperature", Self::temperature),
            ("multinomial", Self::multinomial),
        ];
        for (name, fit) in kinds {
            let fitted = cross_fit(scores, targets, folds, fit)
                .and_then(|crossed| Ok((fit(scores, targets)?, crossed)));
            match fitted {
                Err(error) => remarks.push(format!(
                    "the calibration `{name}` was passed over: {}",
                    error.found()
                )),
                Ok((map, crossed)) => {
                    let loss = log_loss(crossed.view(), targets);
                    if best.as_ref().is_none_or(|(least, ..)| loss < *least) {
                        best = Some((loss, map, crossed));
                    }
                }
            }
        }
        let (calibration, crossed) = best.map_or_else(
            || (Self::none(scores.ncols()), scores.to_owned()),
            |(_, map, crossed)| (map, crossed),
        );
        if calibration.at_a_bound() {
            remarks.push(format!(
                "the temperature of the calibration ended on the bound of its range, {:.2}: the probabilities are rough; another `--alpha`, or more letters, may help",
                1.0 / calibration.matrix[(0, 0)]
            ));
        }
        Chosen {
            calibration,
            crossed,
            remarks,
        }
    }
}

/// What [`Calibration::choose`] came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// The map, fitted on all rows.
    pub(crate) calibration: Calibration,
    /// The calibrated scores of each fold by a map fitted on the others, which are honest to evaluate on but for the kind, which was chosen
    /// on all rows.
    pub(crate) crossed: Array2<f64>,
    /// Why a kind was passed over, and what of the map a person should know.
    pub(crate) remarks: Vec<String>,
}

/// Targets between the classes: that of a row is not quite its label.
struct Smoothed<'a> {
    targets: &'a [usize],
    /// Share of a row of each label that counts as another one, `1/(N + 2)` where `N` rows have it.
    elsewhere: Vec<f64>,
}

impl<'a> Smoothed<'a> {
    fn new(targets: &'a [usize], classes: usize) -> Self {
        let mut rows = vec![0.0; classes];
        targets.iter().for_each(|&t| rows[t] += 1.0);
        Self {
            targets,
            elsewhere: rows.iter().map(|n| 1.0 / (n + 2.0)).collect(),
        }
    }

    /// How far a row with a label counts as a class; over the classes they sum to 1.
    fn share(&self, target: usize, class: usize) -> f64 {
        let others = self.elsewhere.len().saturating_sub(1).max(1);
        if class == target {
            1.0 - self.elsewhere[target]
        } else {
            self.elsewhere[target] / others as f64
        }
    }

    /// Mean negative log-probability of the smoothed targets, in nats.
    fn loss(&self, scores: ArrayView2<'_, f64>) -> f64 {
        let sum: f64 = (scores.rows().into_iter().zip(self.targets))
            .map(|(row, &target)| {
                let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let all = max + row.iter().map(|z| (z - max).exp()).sum::<f64>().ln();
                let expected: f64 = (row.iter().enumerate())
                    .map(|(class, z)| self.share(target, class) * z)
                    .sum();
                all - expected
            })
            .sum();
        sum / self.targets.len() as f64
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

/// Mean [`scores::log_loss`] of the right classes, in nats; there is a row at least.
pub(crate) fn log_loss(scores: ArrayView2<'_, f64>, targets: &[usize]) -> f64 {
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
        let Chosen {
            calibration: map,
            crossed,
            remarks,
        } = Calibration::choose(scores.view(), &targets, &folds);
        assert!(remarks.is_empty(), "{remarks:?}");
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
        let map = Calibration::choose(scores.view(), &targets, &folds).calibration;
        assert_eq!(map.kind, CalibrationKind::Multinomial);
    }

    #[test]
    fn a_class_that_does_not_occur_leaves_the_temperature() {
        let scores = Array2::from_shape_fn((40, 3), |(i, k)| if i % 2 == k { 1.0 } else { 0.0 });
        let targets: Vec<usize> = (0..40).map(|i| i % 2).collect();
        let folds: Vec<usize> = (0..40).map(|i| i / 2 % 4).collect();
        assert!(Calibration::multinomial(scores.view(), &targets).is_err());
        let chosen = Calibration::choose(scores.view(), &targets, &folds);
        assert_eq!(chosen.calibration.kind, CalibrationKind::Temperature);
        assert_eq!(
            chosen.remarks,
            [
                "the calibration `multinomial` was passed over: a label does not occur in the rows to calibrate on"
            ]
        );
    }

    #[test]
    fn rows_of_one_fold_leave_the_scores_as_they_are() {
        let (scores, targets, _) = overconfident();
        let chosen = Calibration::choose(scores.view(), &targets, &[3; 300]);
        assert_eq!(chosen.calibration, Calibration::none(3));
        assert_eq!(chosen.crossed, scores);
        assert_eq!(chosen.remarks.len(), 2);
    }

    /// 400 rows of four classes without an error, whose scores are bold or not.
    fn separable(margin: f64) -> (Array2<f64>, Vec<usize>) {
        let targets: Vec<usize> = (0..400).map(|i| i % 4).collect();
        let scores = Array2::from_shape_fn((400, 4), |(i, k)| {
            let spread = (i / 4 % 10) as f64 / 10.0;
            f64::from(u8::from(targets[i] == k)) * margin * (1.0 + spread)
        });
        (scores, targets)
    }

    #[test]
    fn rows_without_an_error_make_nothing_certain() {
        for margin in [0.5, 1.5, 6.0] {
            let (scores, targets) = separable(margin);
            for fit in [Calibration::temperature, Calibration::multinomial] {
                let map = fit(scores.view(), &targets).unwrap();
                let sure: Vec<f64> = (map.apply(scores.view()).rows().into_iter())
                    .zip(&targets)
                    .map(|(row, &t)| scores::softmax(row)[t])
                    .collect();
                // of 100 rows each, 101 of 102
                let mean = sure.iter().sum::<f64>() / 400.0;
                assert!(mean > 0.9 && mean < 0.993, "{:?}: {mean}", map.kind);
                assert!(!map.at_a_bound(), "{map:?}");
            }
        }
    }

    #[test]
    fn with_two_classes_the_targets_are_platts() {
        let smoothed = Smoothed::new(&[0, 0, 0, 1], 2);
        assert!((smoothed.share(0, 0) - 4.0 / 5.0).abs() < 1e-12);
        assert!((smoothed.share(1, 0) - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_temperature_on_its_bound_is_told() {
        // scores that say the reverse of what is right: no temperature is high enough; a class without rows leaves no other map
        let targets: Vec<usize> = (0..60).map(|i| i % 2).collect();
        let scores =
            Array2::from_shape_fn((60, 3), |(i, k)| if targets[i] == k { -9.0 } else { 0.0 });
        let folds: Vec<usize> = (0..60).map(|i| i / 2 % 4).collect();
        let chosen = Calibration::choose(scores.view(), &targets, &folds);
        assert_eq!(chosen.calibration.kind, CalibrationKind::Temperature);
        let told = chosen.remarks.last().unwrap();
        assert!(told.contains("bound of its range, 20.00"), "{told}");
    }
}
