//! Out-of-fold scores, calibrated: the labels picked from them, the figures they earn, and how sure they can be.

use super::{Decision, OutOfFold, Rows, Trainer};
use crate::abstention::{self, RiskCurve};
use crate::calibration::{Calibration, CalibrationKind, Chosen, log_loss};
use crate::classifier::Prediction;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluation::Confusion;
use crate::facts::{LabelFigures, Opposites, TrainingFigures};
use crate::folds::{Fold, by_fold};
use crate::logistic::Convergence;
use crate::scores::{first_largest, softmax};
use crate::stance::Labels;
use ndarray::{Array1, Array2, Axis};

/// What the folds give to a model.
pub(super) struct Folded {
    pub(super) calibration: Calibration,
    /// What the model adds to the scores before it picks a label.
    pub(super) decision: Array1<f64>,
    pub(super) scores: Array2<f64>,
    pub(super) predicted: Vec<usize>,
    /// The rows that calibration and figures rest on.
    pub(super) chosen: Vec<usize>,
    /// How the solver ended in the worst of the folds.
    pub(super) convergence: Option<Convergence>,
    /// What a person should know of the calibration.
    pub(super) remarks: Vec<String>,
}

impl Folded {
    /// The figures of the labels that were picked; none where they rest on no rows.
    pub(super) fn figures(&self, targets: &[usize], labels: &Labels) -> Option<TrainingFigures> {
        let (predicted, chosen) = (&self.predicted, &self.chosen);
        TrainingFigures::measure(targets, predicted, &self.scores, chosen, Some(labels))
    }

    /// The curve over all labels; where the labels have one for no position, with the error among the others.
    pub(super) fn risk(&self, targets: &[usize], labels: &Labels) -> RiskCurve {
        let confidence = |of: &dyn Fn(usize) -> bool| -> Vec<(f64, bool)> {
            (self.chosen.iter())
                .map(|&i| (i, self.predicted[i]))
                .filter(|&(_, label)| of(label))
                .map(|(i, label)| (softmax(self.scores.row(i))[label], label == targets[i]))
                .collect()
        };
        let curve = RiskCurve::measure(&confidence(&|_| true));
        match labels.neutral() {
            Some(neutral) => curve.with_positions(&confidence(&|label| label != neutral)),
            None => curve,
        }
    }

    /// The same over labels that have an opposite: their errors are those whose opposite is right.
    pub(super) fn opposite(&self, targets: &[usize], labels: &Labels) -> Option<RiskCurve> {
        let pair = labels.opposites()?;
        let directions: Vec<(f64, bool)> = (self.chosen.iter())
            .filter_map(|&i| {
                let label = self.predicted[i];
                let direction = abstention::direction(pair, label, &softmax(self.scores.row(i)))?;
                let turned = abstention::opposite(pair, label) == Some(targets[i]);
                Some((direction, !turned))
            })
            .collect();
        Some(RiskCurve::measure(&directions))
    }
}

impl TrainingFigures {
    /// The figures of predictions on the chosen rows, those of each label too where labels are given; none where no row is chosen.
    pub(super) fn measure(
        targets: &[usize],
        predicted: &[usize],
        scores: &Array2<f64>,
        chosen: &[usize],
        labels: Option<&Labels>,
    ) -> Option<Self> {
        let classes = scores.ncols();
        let gold: Vec<usize> = chosen.iter().map(|&i| targets[i]).collect();
        let of = |label: &dyn Fn(usize) -> usize| {
            Confusion::of(classes, chosen.iter().map(|&i| (targets[i], label(i))))
        };
        let model = of(&|i| predicted[i]);
        let majority = first_largest((0..classes).map(|k| model.support(k)));
        let constant = of(&|_| majority);
        let of_label = |(class, label): (usize, &str)| LabelFigures {
            label: label.to_owned(),
            sentences: model.support(class) as usize,
            predicted: model.predicted(class) as usize,
            precision: model.precision(class),
            recall: model.recall(class),
            f1: model.f1(class),
        };
        let opposites = |labels: &Labels| {
            labels.opposites().map(|[a, b]| Opposites {
                wrong: (model.count(a, b) + model.count(b, a)) as usize,
                of: (0..classes)
                    .filter(|class| Some(*class) != labels.neutral())
                    .map(|class| model.predicted(class) as usize)
                    .sum(),
            })
        };
        Some(Self {
            rows: gold.len(),
            accuracy: model.accuracy()?,
            macro_f1: model.macro_f1()?,
            majority_macro_f1: constant.macro_f1()?,
            majority_accuracy: constant.accuracy()?,
            log_loss: log_loss(scores.select(Axis(0), chosen).view(), &gold),
            labels: labels.map_or_else(Vec::new, |l| l.iter().enumerate().map(of_label).collect()),
            opposites: labels.and_then(opposites),
        })
    }

    /// The figures of what a model says of the chosen rows.
    pub(super) fn of_predictions(
        targets: &[usize],
        predictions: &[Prediction],
        chosen: &[usize],
        labels: &Labels,
    ) -> Option<Self> {
        let predicted: Vec<usize> = predictions.iter().map(|p| p.label).collect();
        // a probability of 0 has no logarithm; the least that is told apart is 1e-300
        let scores = Array2::from_shape_fn((predictions.len(), labels.len()), |(i, k)| {
            predictions[i].probabilities[k].max(1e-300).ln()
        });
        Self::measure(targets, &predicted, &scores, chosen, Some(labels))
    }
}

/// The rows that calibration and figures rest on: those that `natural` marks, all where it is `None`.
///
/// # Errors
/// [`ErrorKind::Training`] when it is not one mark a row, or marks none.
pub(crate) fn chosen(rows: usize, natural: Option<&[bool]>) -> Result<Vec<usize>> {
    let Some(natural) = natural else {
        return Ok((0..rows).collect());
    };
    let wrong = |found: String| {
        Err(Error::new(ErrorKind::Training, found)
            .expected(format!("one mark for each of {rows} rows, true for some"))
            .hint("mark the rows of letters with labels in natural shares, or mark none to rest on all"))
    };
    if natural.len() != rows {
        return wrong(format!("{} marks of natural rows", natural.len()));
    }
    let chosen: Vec<usize> = (0..rows).filter(|&row| natural[row]).collect();
    if chosen.is_empty() {
        return wrong("no row is marked as natural".to_owned());
    }
    Ok(chosen)
}

impl Trainer {
    /// Calibrates out-of-fold scores and picks labels from them.
    pub(super) fn judge(
        &self,
        rows: &Rows<'_>,
        chosen: Vec<usize>,
        out_of_fold: &OutOfFold,
    ) -> Result<Folded> {
        let raw = out_of_fold.scores.select(Axis(0), &chosen);
        let targets: Vec<usize> = chosen.iter().map(|&i| rows.targets[i]).collect();
        let folds: Vec<usize> = chosen.iter().map(|&i| out_of_fold.folds[i]).collect();
        let Chosen {
            calibration,
            crossed,
            remarks,
        } = if self.takes_over_calibration() {
            Chosen {
                calibration: self.untouched(rows.classes),
                crossed: raw,
                remarks: Vec::new(),
            }
        } else {
            Calibration::choose(raw.view(), &targets, &folds)
        };
        let decision = self.options.decision.offsets(&crossed, &targets);
        let honest = by_fold(&Fold::all(&folds), rows.classes, |fold| {
            let inside: Vec<usize> = fold.inside.iter().map(|&i| targets[i]).collect();
            let offsets = self
                .options
                .decision
                .offsets(&crossed.select(Axis(0), &fold.inside), &inside);
            Ok(&crossed.select(Axis(0), &fold.outside) + &offsets)
        })?;

        let mut scores = calibration.apply(out_of_fold.scores.view());
        let mut decided = &scores + &decision;
        for (place, &row) in chosen.iter().enumerate() {
            scores.row_mut(row).assign(&crossed.row(place));
            decided.row_mut(row).assign(&honest.row(place));
        }
        Ok(Folded {
            calibration,
            decision,
            scores,
            predicted: decided.rows().into_iter().map(first_largest).collect(),
            chosen,
            convergence: out_of_fold.convergence,
            remarks,
        })
    }

    /// The figures of out-of-fold scores on the chosen rows.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when no row is chosen.
    pub(crate) fn figures(
        &self,
        rows: &Rows<'_>,
        chosen: &[usize],
        out_of_fold: &OutOfFold,
    ) -> Result<TrainingFigures> {
        let folded = self.judge(rows, chosen.to_vec(), out_of_fold)?;
        TrainingFigures::measure(
            &rows.targets,
            &folded.predicted,
            &folded.scores,
            chosen,
            None,
        )
        .ok_or_else(|| Error::new(ErrorKind::Training, "there are no rows to measure on"))
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
}

impl Decision {
    /// What it adds to calibrated scores before the largest is taken, learnt from some rows.
    fn offsets(self, scores: &Array2<f64>, targets: &[usize]) -> Array1<f64> {
        match self {
            Self::Probability => Array1::zeros(scores.ncols()),
            Self::MacroF1 => best_offsets(scores, targets),
        }
    }
}

/// Offsets on the scores that make macro-F1 highest: one class at a time over a grid of steps of 0.1 between −2 and 2.
fn best_offsets(scores: &Array2<f64>, targets: &[usize]) -> Array1<f64> {
    let classes = scores.ncols();
    let mut offsets = Array1::<f64>::zeros(classes);
    let f1 = |offsets: &Array1<f64>| {
        let predicted = (scores.rows().into_iter()).map(|row| {
            first_largest(
                row.iter()
                    .zip(offsets)
                    .map(|(score, offset)| score + offset),
            )
        });
        let confusion = Confusion::of(classes, targets.iter().copied().zip(predicted));
        confusion.macro_f1().unwrap_or_default()
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
