//! What a model carries of its training: the trainer fills it in, the model file keeps it.

use crate::abstention::RiskCurve;
use crate::calibration::CalibrationKind;
use crate::error::{Error, ErrorKind, Result};
use crate::excerpt::steers;
use crate::leakage::Fingerprints;
use crate::logistic::Convergence;
use crate::options::TrainOptions;
use crate::stance::LabelRoles;
use serde::{Deserialize, Serialize};

/// What the training data was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataFacts {
    /// [`crate::dataset::Dataset::hash`].
    pub sha256: String,
    /// Sentences.
    pub rows: usize,
    /// Letters; 0 where the data has none.
    pub letters: usize,
    /// Sentences of each label, in label order.
    pub labels: Vec<(String, usize)>,
    /// Sentences that calibration and figures rest on.
    pub calibrated_on: usize,
    /// Fingerprints of letters and sentences; kept as tensors, not in the JSON.
    #[serde(skip)]
    pub seen: Fingerprints,
}

/// The figures of the cross-validation that training runs beside the model itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrainingFigures {
    /// Rows they rest on.
    pub rows: usize,
    /// Share of right labels.
    pub accuracy: f64,
    /// Mean F1 over the labels.
    pub macro_f1: f64,
    /// Macro-F1 of always giving the most frequent label.
    pub majority_macro_f1: f64,
    /// Accuracy of the same.
    pub majority_accuracy: f64,
    /// Mean negative log-probability, in nats.
    pub log_loss: f64,
    /// Those of each label, in label order; empty in models that were made before they were kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelFigures>,
    /// How many of the predicted positions mean the opposite; none where labels have no opposite, and in models of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opposites: Option<Opposites>,
}

/// The cross-validated figures of one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Sentences that have it.
    pub sentences: usize,
    /// Sentences that were predicted to have it.
    pub predicted: usize,
    /// Share of those that have it; none where it was never predicted.
    pub precision: Option<f64>,
    /// Share of the sentences that have it which were predicted to; none where none has it.
    pub recall: Option<f64>,
    /// `2·right / (sentences + predicted)`; none where both are 0.
    pub f1: Option<f64>,
}

/// How many predicted positions mean the opposite of what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Opposites {
    /// Of how many the opposite label is right.
    pub wrong: usize,
    /// Predicted labels other than that for no position.
    pub of: usize,
}

impl TrainingFigures {
    /// Whether every figure is a number: JSON knows no others, so that a model with one could not be read back.
    pub(crate) fn are_numbers(&self) -> bool {
        let of_all = [
            self.accuracy,
            self.macro_f1,
            self.majority_macro_f1,
            self.majority_accuracy,
            self.log_loss,
        ];
        let of_labels = (self.labels.iter())
            .flat_map(|label| [label.precision, label.recall, label.f1])
            .flatten();
        (of_all.into_iter().chain(of_labels)).all(f64::is_finite)
    }

    /// How many sentences were predicted to have one of some labels; none where that was not kept.
    pub fn predicted(&self, labels: [&str; 2]) -> Option<usize> {
        let of = |name: &str| self.labels.iter().find(|figures| figures.label == name);
        Some(of(labels[0])?.predicted + of(labels[1])?.predicted)
    }
}

/// The model that another was adapted from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BaseFacts {
    /// Hash of its file.
    pub sha256: String,
    /// [`crate::dataset::Dataset::hash`] of the data that it was trained on.
    pub data_sha256: String,
    /// Sentences of that data.
    pub rows: usize,
    /// Letters of that data; 0 where it has none.
    pub letters: usize,
    /// Sentences of the new data, of seven words or more, that it knows from its own: stock phrases.
    pub shared: usize,
    /// The model that it was itself adapted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Box<BaseFacts>>,
    /// How well it does, as it is, on the rows that the adapted model's figures rest on; none without folds.
    pub figures: Option<TrainingFigures>,
}

/// How a model came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Facts {
    /// Format version of the file.
    pub version: u32,
    /// Version of the program that trained it.
    pub program: String,
    /// The options it was trained with.
    pub options: TrainOptions,
    /// The kind of calibration that was chosen.
    pub calibration: CalibrationKind,
    /// How the solver ended; none for linfa-logistic, which does not tell.
    pub convergence: Option<Convergence>,
    /// How it ended in the fold where it ended worst; none without folds, and for linfa-logistic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folds_convergence: Option<Convergence>,
    /// What of the calibration a person should know: which kind was passed over and why, and a temperature on the bound of its range.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Which labels have a meaning by name; none of a model with the guide's.
    #[serde(default, skip_serializing_if = "LabelRoles::is_empty")]
    pub roles: LabelRoles,
    /// What the training letters are, in a sentence of those who trained it ([`checked_about`]); none where they gave none. An adapted model
    /// has that of its base where it was given none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The training data; of an adapted model, the new letters.
    pub data: DataFacts,
    /// The model that it was adapted from; none where it was trained from nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<BaseFacts>,
    /// Cross-validated figures, by letter; none for a model trained without folds.
    pub figures: Option<TrainingFigures>,
    /// How often the opposite label is right, by how unlikely it is ([`crate::abstention`]); none without folds, or where
    /// labels have no opposite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opposite: Option<RiskCurve>,
}

/// Longest sentence about the training letters, in characters.
const LONGEST_ABOUT: usize = 300;

/// A sentence about the training letters as a model keeps it: without spaces around it, and with a full stop at its end.
///
/// # Errors
/// [`ErrorKind::Usage`] for none, more than 300 characters, several lines, or what steers a terminal.
pub fn checked_about(text: &str) -> Result<String> {
    let text = text.trim();
    // the full stop that is added does not count, or a model could not be read back
    let length = text.strip_suffix('.').unwrap_or(text).chars().count();
    let found = match length {
        0 => "an empty text about the training letters".to_owned(),
        1..=LONGEST_ABOUT
            if !text.contains(|c| steers(c) || matches!(c, '\u{2028}' | '\u{2029}')) =>
        {
            let ended = text.ends_with(['.', '!', '?']);
            return Ok(format!("{text}{}", if ended { "" } else { "." }));
        }
        1..=LONGEST_ABOUT => "a text about the training letters with control characters".to_owned(),
        _ => format!("a text of {length} characters about the training letters"),
    };
    Err(Error::new(ErrorKind::Usage, found)
        .expected(format!("one sentence on one line, of 1 to {LONGEST_ABOUT} characters"))
        .hint("say where the letters are from, such as `Letters on farming of 2024, labelled by two people.`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_about_the_letters_is_one_line() {
        assert_eq!(
            checked_about(" Letters on fishing ").unwrap(),
            "Letters on fishing."
        );
        assert_eq!(
            checked_about("Zelf geschreven!").unwrap(),
            "Zelf geschreven!"
        );
        let longest = checked_about(&"é".repeat(300)).unwrap();
        assert_eq!(checked_about(&longest).unwrap(), longest);
        for wrong in [
            "",
            " ",
            "a\nb",
            "a\u{1b}[1mb",
            "a\u{202e}b",
            &"é".repeat(301),
        ] {
            assert_eq!(checked_about(wrong).unwrap_err().kind(), ErrorKind::Usage);
        }
    }

    #[test]
    fn figures_of_an_older_model_tell_nothing_of_each_label() {
        let old = r#"{"rows":9,"accuracy":0.5,"macro_f1":0.4,"majority_macro_f1":0.2,"majority_accuracy":0.5,"log_loss":0.7}"#;
        let figures: TrainingFigures = serde_json::from_str(old).unwrap();
        assert!(figures.labels.is_empty() && figures.opposites.is_none());
        assert_eq!(figures.predicted(["a", "b"]), None);
        assert_eq!(serde_json::to_string(&figures).unwrap(), old);
    }
}
