//! A [`super::Dataset`]'s rows as CSV in the project's format.

use super::Example;
use crate::error::{Error, ErrorKind, Result};
use std::io::Write;

/// Writes rows with the header `letter,kind,field,section,sentence,label,also`.
///
/// # Errors
/// [`ErrorKind::Io`] when the target cannot be written.
pub fn write<'a>(
    target: impl Write,
    examples: impl IntoIterator<Item = &'a Example>,
) -> Result<()> {
    let failed =
        |e: csv::Error| Error::new(ErrorKind::Io, format!("cannot write: {e}")).caused_by(e);
    let mut writer = csv::Writer::from_writer(target);
    writer
        .write_record([
            "letter", "kind", "field", "section", "sentence", "label", "also",
        ])
        .map_err(failed)?;
    for e in examples {
        writer
            .write_record([
                &*e.letter,
                &*e.kind,
                &*e.field,
                &*e.section,
                &e.sentence,
                &*e.label,
                &*e.also,
            ])
            .map_err(failed)?;
    }
    writer.flush().map_err(|e| failed(e.into()))
}
