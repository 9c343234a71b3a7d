//! What is told of a labelled letter's limits, and of how often its model errs.

use super::LabelledLetter;
use crate::abstention::RiskCurve;
use crate::numbers;
use crate::report::facts::among_positions;

/// What a limit is worth on letters that are not like those of the training.
const ELSEWHERE: &str = "on other letters more: measure a sample with `standpunt evaluate`.";

impl LabelledLetter {
    /// What the limit on errors promises here, as the end of a sentence with a full stop, and on which letters; `None` without one.
    pub fn error_note(&self) -> Option<String> {
        let threshold = self.threshold?;
        let limit = numbers::limit(threshold.max_error);
        Some(match threshold.point {
            Some(point) => format!(
                "of labels shown on letters like its training letters at most {limit} are wrong{} ({}); {ELSEWHERE}{}",
                among_positions(&point, &self.labels),
                RiskCurve::BOUND,
                self.about_letters()
            ),
            None => unproven("errors", &limit, self.unproven.as_deref()),
        })
    }

    /// What a limit on opposites means here, as a sentence, and on which letters; `None` without one.
    pub fn opposite_note(&self) -> Option<String> {
        let threshold = self.opposite?;
        let limit = numbers::limit(threshold.max_error);
        let [a, b] = self.labels.opposite_names()?;
        // said once: where there is a limit on errors too, its note says it
        let about = match self.threshold {
            Some(_) => String::new(),
            None => self.about_letters(),
        };
        Some(match threshold.point {
            Some(point) => format!(
                "{} and {b} are shown where the opposite has a probability of at most {}; of those shown on letters like its training \
                 letters at most {limit} mean the opposite ({}); {ELSEWHERE}{about}",
                sentence_case(a),
                numbers::threshold(1.0 - point.threshold),
                RiskCurve::BOUND
            ),
            None => format!(
                "Neither {a} nor {b} is shown: {}",
                unproven("opposites", &limit, self.unproven_opposite.as_deref())
            ),
        })
    }

    /// What the training letters are, behind another sentence; empty where nobody said it.
    fn about_letters(&self) -> String {
        (self.about.as_ref()).map_or(String::new(), |about| format!(" {about}"))
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
        // said once: where there is a limit, its note says it
        let about = match (self.threshold, self.opposite) {
            (None, None) => self.about_letters(),
            _ => String::new(),
        };
        Some(format!(
            "{right}: cross-validated on its own training letters; on letters unlike those clearly fewer.{about}"
        ))
    }
}

/// That a limit on some fault keeps nothing in view, and why: too few errors were counted to prove it, or too many.
fn unproven(fault: &str, limit: &str, why: Option<&str>) -> String {
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    format!("{fault} below {limit} cannot be proven of this model{why}.")
}

/// A label at the beginning of a sentence.
fn sentence_case(label: &str) -> String {
    let mut chars = label.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
