//! What is told once of a run, be it of one letter or of many: how often the model errs, and what its limits come to.

use super::labelled::{LabelledLetter, Threshold};
use super::summary::Counts;
use crate::numbers::{self, percent_of};

/// What is the same of every letter that a model labelled under the same limits, and what adds up over them.
#[derive(Debug, Clone, Default)]
pub struct RunNotes {
    figures: Option<String>,
    opposite: Option<String>,
    promise: Option<String>,
    threshold: Option<Threshold>,
    hidden_by_direction: usize,
}

impl RunNotes {
    /// Of letters of one model and one set of limits.
    pub fn of<'a>(letters: impl IntoIterator<Item = &'a LabelledLetter>) -> Self {
        let mut notes = Self::default();
        letters.into_iter().for_each(|letter| notes.add(letter));
        notes
    }

    /// Takes the next letter in.
    pub fn add(&mut self, letter: &LabelledLetter) {
        self.figures = letter.figures_note();
        self.opposite = letter.opposite_note();
        self.promise = letter.error_note();
        self.threshold = letter.threshold;
        if let Some(point) = letter.threshold.and_then(|t| t.point) {
            self.hidden_by_direction += letter.hidden_by_direction(point.threshold);
        }
    }

    /// A paragraph each, by the counts of all letters.
    pub fn told(&self, counts: &Counts) -> Vec<String> {
        let notes = [
            self.figures.clone(),
            self.opposite.clone(),
            self.coverage(counts),
        ];
        notes.into_iter().flatten().collect()
    }

    fn coverage(&self, counts: &Counts) -> Option<String> {
        let promise = self.promise.as_deref().unwrap_or_default();
        Some(match self.threshold?.point {
            Some(point) => format!(
                "Coverage {}: {} of {} labels shown, those of probability {} and up{}; {promise}",
                percent_of(counts.shown(), counts.sentences),
                counts.shown(),
                counts.sentences,
                numbers::cut_off(point.threshold),
                match self.hidden_by_direction {
                    0 => String::new(),
                    n => format!(" but for {n} that the limit on opposites (--max-opposite) hides"),
                }
            ),
            None => format!("No label is shown: {promise}"),
        })
    }
}
