//! The one rule by which a figure of a part of the data is said to rest on too few sentences.

use super::{Figure, Unit, Units};
use std::collections::BTreeSet;

/// Sentences below which a figure of a part (a slice, a label, a bin of confidence, what two coders share) has no interval.
///
/// The reason for 30: where all of n sentences are right, so are those of every resample, and the interval is a point, whatever n. The exact
/// one reaches down to 1 − 3/n (the "rule of three"): at 30 sentences it still holds nine in ten, and below that the point hides more than a
/// tenth. With fewer, ends that are no point are coarse too: they can only lie at a few fractions.
pub const FEW_SENTENCES: usize = 30;

/// Letters below which such a part has no interval either.
///
/// The reason for 5: of the resamples of k letters, k to the power 1 − k hold one letter alone. At 4 letters that is 1.6 %, close to the
/// 2.5 % on either side of a 95 % interval, whose ends are then single letters; at 5 letters it is 0.2 %.
pub const FEW_LETTERS: usize = 5;

/// Whether a part of so many sentences and units is too small to judge.
pub(crate) fn too_few(sentences: usize, units: usize, unit: Unit, few_rows: usize) -> bool {
    sentences < few_rows || unit == Unit::Letter && units < FEW_LETTERS
}

/// What the interval of a figure on some rows is held to.
pub(crate) struct Held<'a> {
    pub(crate) units: &'a Units,
    pub(crate) few_rows: usize,
}

impl Held<'_> {
    /// A figure on some rows, without its interval where they are too few.
    pub(crate) fn figure(&self, figure: Figure, rows: impl Iterator<Item = usize>) -> Figure {
        let mut letters = BTreeSet::new();
        let mut sentences = 0;
        for row in rows {
            sentences += 1;
            letters.insert(self.units.of_row(row));
        }
        let few = too_few(sentences, letters.len(), self.units.unit(), self.few_rows);
        figure.held_to(few)
    }
}

/// What a reader must know of figures without interval.
pub(crate) fn note(few_rows: usize, unit: Unit) -> String {
    let letters = match unit {
        Unit::Letter => format!(" or {FEW_LETTERS} letters"),
        Unit::Row => String::new(),
    };
    format!(
        "Too few: a figure on fewer than {few_rows} sentences{letters} has no interval, as resampling them shows too little."
    )
}
