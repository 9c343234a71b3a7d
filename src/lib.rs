//! Stance classification for letters of the Dutch government.
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
pub mod letter;
pub mod logistic;
pub mod model_file;
pub mod report;
pub mod stance;
pub mod trainer;
