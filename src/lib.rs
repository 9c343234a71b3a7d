//! Stance classification for letters of the Dutch government.
#![deny(missing_docs)]

pub mod error;
pub mod features;
pub mod letter;
pub mod logistic;
pub mod stance;
