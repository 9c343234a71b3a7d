//! Stance classification for letters of the Dutch government.
#![deny(missing_docs)]

pub mod abstention;
pub mod calibration;
pub mod classifier;
pub mod dataset;
pub mod diff;
pub mod error;
pub mod features;
pub mod letter;
pub mod logistic;
pub mod model_file;
pub mod report;
pub mod stance;
pub mod trainer;
