//! What is told of a labelled letter's limits, and of how often its model errs.

use super::LabelledLetter;
use crate::abstention::RiskCurve;
use crate::numbers;
use crate::report::facts::among_positions;

impl LabelledLetter {
    /// What the limit on errors promises here, as the end of a sentence with a full stop; `None` without one.
    pub fn error_note(&self) -> Option<String> {
        let threshold = self.threshold?;
        let limit = numbers::limit(threshold.max_error);
        Some(match threshold.point {
            Some(point) => format!(
                "of shown labels at most {limit} are wrong{}, measured on letters that the model had not seen ({}). On letters unlike its \
                 training letters more are wrong.",
                among_positions(&point, &self.labels),
                RiskCurve::BOUND
            ),
            None => format!("at no probability does this model keep its errors below {limit}."),
        })
    }

    /// What a limit on opposites means here, as a sentence; `None` without one.
    pub fn opposite_note(&self) -> Option<String> {
        let threshold = self.opposite?;
        let limit = numbers::limit(threshold.max_error);
        Some(match threshold.point {
            Some(point) => format!(
                "Steunt and kritisch are shown where the opposite has a probability of at most {}; of those at most {limit} mean the opposite, \
                 measured on letters that the model had not seen ({}).",
                numbers::threshold(1.0 - point.threshold),
                RiskCurve::BOUND
            ),
            None => format!(
                "Neither steunt nor kritisch is shown: at no probability does this model keep opposites below {limit}."
            ),
        })
    }

    /// How many labels are as probable as the limit on errors asks, and not shown because of the limit on opposites.
    pub fn hidden_by_direction(&self, threshold: f64) -> usize {
        let hidden = self.sentences.iter().filter(|labelled| !labelled.shown);
        hidden
            .filter(|labelled| labelled.prediction.confidence() >= threshold)
            .count()
    }

    /// How often the model errs, as a sentence; `None` where that was not measured. Most labels take no position and are easier, so the
    /// positions come first.
    pub fn figures_note(&self) -> Option<String> {
        let accuracy = numbers::probability(self.figures.as_ref()?.accuracy);
        let right = match (self.labels.neutral(), self.positions) {
            (None, _) => format!("Of the model's labels {accuracy} are right"),
            (Some(_), None) => format!(
                "Of all labels of the model {accuracy} are right, of the positions among them fewer can be"
            ),
            (Some(_), Some(risk)) => format!(
                "Of the positions that the model finds {} are right{}, of all its labels {accuracy}",
                numbers::probability(1.0 - risk.error),
                match risk.shown {
                    few @ ..100 => format!(" (of {few} measured)"),
                    _ => String::new(),
                }
            ),
        };
        Some(format!(
            "{right}: cross-validated on its own training letters; on letters unlike those clearly fewer."
        ))
    }
}
