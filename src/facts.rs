//! What a model carries of its training: the trainer fills it in, the model file keeps it.

use crate::abstention::RiskCurve;
use crate::calibration::CalibrationKind;
use crate::leakage::Fingerprints;
use crate::logistic::Convergence;
use crate::options::TrainOptions;
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
}

impl TrainingFigures {
    /// Whether every figure is a number: JSON knows no others, so that a model with one could not be read back.
    pub(crate) fn are_numbers(&self) -> bool {
        [
            self.accuracy,
            self.macro_f1,
            self.majority_macro_f1,
            self.majority_accuracy,
            self.log_loss,
        ]
        .iter()
        .all(|figure| figure.is_finite())
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
