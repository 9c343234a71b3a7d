//! Out-of-fold scores, calibrated: the labels picked from them, the figures they earn, and how sure they can be.

use super::{Decision, OutOfFold, Rows, TrainOptions};
use crate::abstention::{self, RiskCurve};
use crate::calibration::{Calibration, CalibrationKind};
use crate::logistic::{argmax, softmax};
use crate::model_file::Figures;
use crate::stance::Labels;
use ndarray::{Array1, Array2};

/// What the folds give to a model.
pub(super) struct Folded {
    pub(super) calibration: Calibration,
    pub(super) decision: Array1<f64>,
    pub(super) scores: Array2<f64>,
    pub(super) predicted: Vec<usize>,
    /// The rows that calibration and figures rest on.
    pub(super) chosen: Vec<usize>,
}

impl Folded {
    pub(super) fn risk(&self, targets: &[usize]) -> RiskCurve {
        let confidence: Vec<(f64, bool)> = (self.chosen.iter())
            .map(|&i| {
                let label = self.predicted[i];
                (softmax(self.scores.row(i))[label], label == targets[i])
            })
            .collect();
        RiskCurve::measure(&confidence)
    }

    /// The same over labels that have an opposite: their errors are those whose opposite is right.
    pub(super) fn opposite(&self, targets: &[usize], labels: &Labels) -> Option<RiskCurve> {
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
    /// Calibrates out-of-fold scores and picks labels from them.
    pub(super) fn judge(
        &self,
        rows: &Rows<'_>,
        natural: Option<&[bool]>,
        out_of_fold: &OutOfFold,
    ) -> Folded {
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

    /// Whether the scores come of a base that is calibrated.
    fn takes_over_calibration(&self) -> bool {
        (self.base.as_ref())
            .is_some_and(|b| b.classifier().facts().calibration != CalibrationKind::None)
    }

    /// The map that leaves scores as they are.
    pub(super) fn untouched(&self, classes: usize) -> Calibration {
        let mut none = Calibration::none(classes);
        if self.takes_over_calibration() {
            none.kind = CalibrationKind::Base;
        }
        none
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
        let (calibration, crossed) = if self.takes_over_calibration() {
            (self.untouched(rows.classes), scores)
        } else {
            Calibration::choose(scores.view(), &targets, &folds)
        };
        let decision = match self.decision {
            Decision::Probability => Array1::zeros(rows.classes),
            Decision::MacroF1 => best_offsets(&crossed, &targets, rows.classes),
        };
        (calibration, crossed, decision)
    }
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
