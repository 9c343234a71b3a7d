//! The model card beside a model or its figures: the options of `train` and `evaluate`.

use standpunt::error::{Error, ErrorKind, Result};
use standpunt::program::Bound;
use standpunt::report::CardParts;
use std::path::{Path, PathBuf};

/// Where the card goes and what a person adds to it.
#[derive(Debug, clap::Args)]
pub struct CardOptions {
    /// Also write a model card (Markdown) with the figures here
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Markdown list of what must be known of this model in particular, for the card
    #[arg(long, value_name = "FILE", requires = "card")]
    card_notes: Option<PathBuf>,
    /// Licence of the model, such as `CC-BY-4.0`, for the card [default: the card names none]
    #[arg(long, value_name = "SPDX", requires = "card")]
    card_license: Option<String>,
}

/// How much of the notes is read.
const NOTES: Bound = Bound {
    most: 1 << 20,
    expected: "Markdown of at most 1 MiB",
    hint: "give the list that belongs in the card alone",
};

impl CardOptions {
    /// Where the card goes; none where none is asked for.
    pub fn path(&self) -> Option<&Path> {
        self.card.as_deref()
    }

    /// The file of the notes, which is read.
    pub fn notes_path(&self) -> Option<&PathBuf> {
        self.card_notes.as_ref()
    }

    /// The notes; empty where none are given.
    pub fn notes(&self) -> Result<String> {
        let Some(path) = &self.card_notes else {
            return Ok(String::new());
        };
        String::from_utf8(NOTES.read(path)?).map_err(|e| {
            Error::new(ErrorKind::Format, "the notes are not UTF-8")
                .at(path)
                .expected("Markdown in UTF-8")
                .hint("save the file as UTF-8")
                .caused_by(e)
        })
    }

    /// What a person adds to the card.
    pub fn parts<'p>(&'p self, notes: &'p str) -> CardParts<'p> {
        let mut parts = CardParts::default();
        parts.notes = notes;
        parts.license = self.card_license.as_deref();
        parts
    }
}
