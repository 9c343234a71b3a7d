//! What an evaluation found: plain data, written as JSON and read back.

use super::learning_curve::LearningCurve;
use super::lock::LookSummary;
use super::pairs::PairReport;
use super::{BootstrapInfo, Figure, Figures};
use serde::{Deserialize, Serialize};

/// Everything that was measured in one evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EvaluationReport {
    /// Version of this layout; 1.
    pub format: u32,
    /// What was evaluated on what, as the caller tells.
    #[serde(default)]
    pub subject: Subject,
    /// The labels, in the order of the confusion matrix.
    pub labels: Vec<String>,
    /// Labels that count in the averages: those in gold or prediction.
    pub counted_labels: Vec<String>,
    /// Number of sentences.
    pub sentences: usize,
    /// Number of letters, where the data names them.
    pub letters: Option<usize>,
    /// How the intervals were made.
    pub bootstrap: BootstrapInfo,
    /// The figures of the model.
    pub figures: Figures<Figure>,
    /// The baselines, on the same sentences and resamples.
    pub baselines: Vec<BaselineFigures>,
    /// Precision, recall and F1 of each label.
    pub per_label: Vec<LabelFigures>,
    /// Rows are gold labels, columns predicted ones.
    pub confusion: Vec<Vec<u64>>,
    /// The errors by their nature.
    pub errors: ErrorCounts,
    /// Confidence against accuracy; empty without probabilities.
    pub reliability: Vec<ReliabilityBin>,
    /// Share of errors among the most confident rows; empty without probabilities.
    pub risk_coverage: Vec<RiskAtCoverage>,
    /// The confidences from which on sentences could be labelled at a given error, chosen on these very sentences; empty without
    /// probabilities.
    pub thresholds: Vec<CoverageAtError>,
    /// What the cut-offs that the model carries do here; empty where none were given.
    #[serde(default)]
    pub limits: Vec<LimitFigures>,
    /// The figures by kind, field, section type and length.
    pub slices: Vec<SliceTable>,
    /// The errors that the model was surest of, surest first.
    pub confident_errors: Vec<ConfidentError>,
    /// Pass rates on the guide's minimal pairs, where they were run.
    #[serde(default)]
    pub pairs: Option<PairReport>,
    /// Macro-F1 against the number of letters, where it was measured.
    #[serde(default)]
    pub learning_curve: Option<LearningCurve>,
    /// The looks at a locked held-out set, where there is a lock.
    #[serde(default)]
    pub looks: Option<LookSummary>,
    /// What a reader must know to read the figures rightly, one sentence each.
    pub notes: Vec<String>,
}

/// What was evaluated on what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subject {
    /// Heading of the report, such as `Held-out evaluation`.
    pub title: Option<String>,
    /// The model: a name or path.
    pub model: Option<String>,
    /// The data: names or paths.
    pub data: Option<String>,
    /// The day, as the caller writes it.
    pub date: Option<String>,
}

/// A baseline's figures, and how far the model is above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BaselineFigures {
    /// Its name.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// Its figures.
    pub figures: Figures<Figure>,
    /// The model's figures minus these, with the interval of the paired difference.
    pub difference: Figures<Figure>,
}

/// Precision, recall and F1 of one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// How many sentences have it as gold label.
    pub support: u64,
    /// How often it was predicted.
    pub predicted: u64,
    /// Share of its predictions that are right; undefined when it was never predicted.
    pub precision: Figure,
    /// Share of its sentences that were found; undefined when it does not occur.
    pub recall: Figure,
    /// Harmonic mean of the two; undefined when it occurs in neither gold nor prediction.
    pub f1: Figure,
}

/// The sentences by the nature of the error. Every sentence is in exactly one count; a count whose labels the model does not
/// know is undefined, not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ErrorCounts {
    /// Right.
    pub right: u64,
    /// steunt became kritisch, or kritisch became steunt; `None` without both labels.
    pub polarity_flips: Option<u64>,
    /// A stance became "geen standpunt"; `None` without that label.
    pub missed_stances: Option<u64>,
    /// "geen standpunt" became a stance; `None` without that label.
    pub invented_stances: Option<u64>,
    /// Any other mix-up, such as kritisch for "op merites beoordelen".
    pub other: u64,
    /// Errors that the second defensible label excuses; these are in the counts above, too.
    pub excused: u64,
}

/// One bin of the reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReliabilityBin {
    /// Confidences above this belong to the bin (the first bin also holds 0).
    pub from: f64,
    /// Confidences up to and with this.
    pub to: f64,
    /// Number of sentences.
    pub count: u64,
    /// Mean confidence; undefined for an empty bin.
    pub confidence: Option<f64>,
    /// Share that is right.
    pub accuracy: Figure,
}

/// One point of the risk–coverage curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RiskAtCoverage {
    /// Share of the sentences, most confident first.
    pub coverage: f64,
    /// Share of errors among them.
    pub risk: Figure,
}

/// From which confidence on the model errs at most so often, on these data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CoverageAtError {
    /// The error rate.
    pub error: f64,
    /// Share of the sentences at or above the threshold.
    pub coverage: f64,
    /// The lowest confidence; `None` when even the most confident sentences err more often.
    pub confidence: Option<f64>,
}

/// Figures for the values of one property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SliceTable {
    /// The property.
    pub by: SliceBy,
    /// The values, most frequent first (lengths in order).
    pub slices: Vec<Slice>,
}

/// A property by which sentences are sorted into slices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SliceBy {
    /// Kind of letter.
    Kind,
    /// Policy field.
    Field,
    /// Type of section, told by its title.
    Section,
    /// Length of the sentence in words.
    Length,
}

impl SliceBy {
    /// Its name, as in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Field => "field",
            Self::Section => "section",
            Self::Length => "length",
        }
    }
}

/// Figures for one value of a property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Slice {
    /// The value.
    pub value: String,
    /// Number of sentences.
    pub sentences: usize,
    /// Number of letters (rows, where there are no letters).
    pub units: usize,
    /// Share that is right.
    pub accuracy: Figure,
    /// Mean F1 of the labels that occur in this slice.
    pub macro_f1: Figure,
    /// How many labels that is.
    pub counted_labels: usize,
    /// Whether there are too few sentences or letters to judge.
    pub too_few: bool,
}

/// An error that the model was sure of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConfidentError {
    /// Index of the sentence in the evaluated rows (0-based).
    pub row: usize,
    /// The letter, empty where not known.
    pub letter: String,
    /// The section title, empty where there is none.
    pub section: String,
    /// The sentence.
    pub sentence: String,
    /// The gold label.
    pub gold: String,
    /// A second label that is defensible.
    pub also: Option<String>,
    /// The predicted label.
    pub predicted: String,
    /// Its probability.
    pub confidence: f64,
    /// Why the model thought so, where the caller tells it.
    pub explanation: Option<String>,
}

impl EvaluationReport {
    /// The report as indented JSON.
    ///
    /// # Errors
    /// None are known for this layout; serde's signature allows them.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

/// Which errors a limit is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LimitOn {
    /// Wrong labels, of all (`--max-error`).
    Error,
    /// Labels whose opposite is right, of the predicted steunt and kritisch (`--max-opposite`).
    Opposite,
}

impl LimitOn {
    /// The option of `classify` that sets such a limit.
    pub fn option(self) -> &'static str {
        match self {
            Self::Error => "--max-error",
            Self::Opposite => "--max-opposite",
        }
    }
}

/// What a model's own cut-off does on the evaluated sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LimitFigures {
    /// Which errors the limit is on.
    pub on: LimitOn,
    /// The limit.
    pub limit: f64,
    /// The cut-off, as [`CutOff::at`](super::limits::CutOff::at).
    pub cut_off: Option<f64>,
    /// How many labels the limit is about.
    pub labels: u64,
    /// How many of them are shown.
    pub shown: u64,
    /// How many of those are wrong in the way that the limit is on.
    pub wrong: u64,
    /// `shown / labels`; undefined without labels.
    pub coverage: Figure,
    /// `wrong / shown`; undefined where none is shown.
    pub error: Figure,
    /// How many of the labels shown take a position; 0 for a limit that is on positions alone, or where labels have none for no position.
    #[serde(default)]
    pub positions: u64,
    /// How many of those are wrong.
    #[serde(default)]
    pub positions_wrong: u64,
    /// `positions_wrong / positions`.
    #[serde(default)]
    pub positions_error: Figure,
}

impl LimitFigures {
    /// Whether the limit is exceeded by more than chance: its whole interval lies above. Each limit by itself: of several, one may be by chance.
    pub fn is_broken(&self) -> bool {
        self.error.low.is_some_and(|low| low > self.limit)
    }
}

/// What the cut-offs of two models for the same limit do on the same sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LimitComparison {
    /// Those of the first model.
    pub first: LimitFigures,
    /// Those of the second model.
    pub second: LimitFigures,
    /// Second minus first share of labels shown, paired.
    pub coverage: Figure,
    /// Second minus first share of errors among the labels shown, paired.
    pub error: Figure,
}
