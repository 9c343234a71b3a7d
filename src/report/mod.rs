//! What people and programs read: one file per output.
//!
//! A [`LabelledLetter`] is a letter with a [`Prediction`](crate::classifier::Prediction) a sentence. An [`Output`] takes
//! letters one by one, so that a run over many letters needs the memory of one.
//!
//! The reports of an evaluation stand beside it: [`evaluation_table`], [`evaluation_markdown`] and [`evaluation_html`];
//! [`write_predictions`] lists the sentences behind its figures. [`comparison_html`] and [`agreement_html`] are the pages of the other studies.

mod charts;
pub mod csv;
mod evaluation_grids;
mod evaluation_html;
mod evaluation_markdown;
mod evaluation_table;
pub(crate) mod facts;
mod figures;
mod grid;
pub mod html;
pub mod jsonl;
pub mod labelled;
pub(crate) mod look;
pub mod markdown;
pub mod model_card;
mod page;
mod plot;
mod predictions;
mod run_notes;
mod studies_html;
mod studies_table;
pub mod summary;
pub mod table;
pub(crate) mod text;

pub use evaluation_html::evaluation_html;
pub use evaluation_markdown::evaluation_markdown;
pub use evaluation_table::evaluation_table;
#[doc(hidden)]
pub use grid::wrapped;
pub use labelled::{
    LabelOptions, Labelled, LabelledLetter, Labeller, Reason, Reasons, Threshold, label_letter,
    letter_name, reasons,
};
pub use model_card::{CardParts, model_card};
pub use predictions::write_predictions;
pub use studies_html::{agreement_html, comparison_html};
pub use studies_table::{
    agreement_markdown, agreement_table, comparison_markdown, comparison_table,
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
    fn letter(&mut self, letter: LabelledLetter, out: &mut dyn Write) -> Result<()>;

    /// Takes, behind the last letter, the names of those of `of` letters that could not be read: what a person reads says that they are
    /// missing. Rows for programs leave it out.
    fn unread(&mut self, names: &[String], of: usize) {
        let _ = (names, of);
    }

    /// Writes what comes after the last letter.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target cannot be written.
    fn finish(&mut self, out: &mut dyn Write) -> Result<()>;
}

/// The name that stands for a label below the abstention threshold.
pub const DOUBT: &str = "twijfel";

/// A failed write as an error that still tells a closed pipe.
pub fn unwritable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot write: {error}")).caused_by(error)
}
