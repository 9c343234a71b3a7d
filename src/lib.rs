//! Stance classification for letters of the Dutch government.
#![deny(missing_docs)]

pub mod error;
pub mod evaluation;
pub mod letter;
pub mod report;
pub mod stance;
