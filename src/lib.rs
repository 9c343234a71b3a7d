#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

pub mod abstention;
pub mod atomic_file;
pub mod calibration;
pub mod classifier;
pub mod cues;
pub mod dataset;
pub mod diff;
mod embedded;
pub mod error;
pub mod evaluation;
pub mod features;
mod folds;
pub mod letter;
pub mod list;
pub mod logistic;
pub mod model_file;
pub mod noun;
pub mod report;
pub mod scores;
pub mod stance;
pub mod trainer;
pub mod tuning;

pub use classifier::{Classifier, Explanation, Prediction, Session};
pub use dataset::{Dataset, Example};
pub use error::{Error, ErrorKind, Result};
pub use evaluation::{EvaluationReport, Scored};
pub use features::{FeatureExtractor, FeatureOptions, Group, Input};
pub use letter::{Letter, Section, Sentence};
pub use report::{LabelOptions, LabelledLetter, label_letter};
pub use stance::{Labels, Stance};
pub use trainer::TrainOptions;
