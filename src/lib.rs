#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![warn(clippy::missing_panics_doc)]
// no input makes the program panic; a test may, and says where
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod abstention;
mod atomic_file;
mod bounded;
mod by_hash;
pub mod calibration;
pub mod classifier;
pub mod cues;
pub mod dataset;
pub mod diff;
mod embedded;
pub mod error;
pub mod evaluation;
mod excerpt;
mod facts;
pub mod features;
mod folders;
mod folds;
mod guard;
mod hex;
pub mod leakage;
pub mod letter;
mod list;
pub mod logistic;
pub mod model_file;
mod numbers;
mod options;
pub mod report;
pub mod scores;
mod sparse;
pub mod stance;
mod ties;
pub mod trainer;
pub mod tuning;

/// What the program of this package uses of the library and nobody else should: it changes without notice.
#[doc(hidden)]
pub mod program {
    pub use crate::atomic_file::AtomicFile;
    pub use crate::bounded::Bound;
    pub use crate::error::did_you_mean;
    pub use crate::evaluation::few_letters;
    pub use crate::evaluation::lock::canonical;
    pub use crate::folders::{Found, search};
    pub use crate::letter::format::silence_panics as silence_panics_of_readers;
    pub use crate::letter::format::wrote as wrote_it_itself;
    pub use crate::numbers::{count, of, one_or_more, probability};
    pub use crate::report::wrapped;

    /// What must be said of a model's training.
    pub mod facts {
        pub use crate::report::facts::*;
    }
}

// of which types stand in what the library takes and gives
pub use linfa;
pub use linfa_logistic;
pub use ndarray;

pub use classifier::{Classifier, Explanation, Prediction, Session};
pub use dataset::{Dataset, Example};
pub use error::{Error, ErrorKind, Result};
pub use evaluation::{EvaluationReport, Scored};
pub use features::{FeatureExtractor, FeatureOptions, Group, Input};
pub use letter::{Letter, Section, Sentence};
pub use report::{LabelOptions, LabelledLetter, label_letter};
pub use stance::{Labels, Stance};
pub use trainer::{TrainOptions, Trainer};
