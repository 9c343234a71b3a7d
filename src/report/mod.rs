//! What people and programs read: one file per output.
//!
//! A [`LabelledLetter`] is a letter with a [`Prediction`](crate::classifier::Prediction) a sentence. An [`Output`] takes
//! letters one by one, so that a run over many letters needs the memory of one; only [`html`], which compares letters, keeps
//! them all until the end.

pub mod com;
pub mod csv;
pub mod html;
pub mod jsonl;
pub mod labelled;
pub mod look;
pub mod markdown;
pub mod summary;
pub mod table;
pub(crate) mod text;

pub use labelled::{
    LabelOptions, Labelled, LabelledLetter, Labeller, Reason, Threshold, label_letter,
};
pub use summary::Counts;

use crate::error::{Error, ErrorKind, Result};
use std::io::Write;

/// One way of writing labelled letters down.
pub trait Output {
    /// Takes the next letter, and writes what can be written already.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target cannot be written.
    fn letter(&mut self, letter: &LabelledLetter, out: &mut dyn Write) -> Result<()>;

    /// Writes what comes after the last letter.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target cannot be written.
    fn finish(&mut self, out: &mut dyn Write) -> Result<()>;
}

/// The name that stands for a label below the abstention threshold.
pub const DOUBT: &str = "twijfel";

/// A failed write as an error that still tells a closed pipe.
pub(crate) fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot write: {error}")).caused_by(error)
}
