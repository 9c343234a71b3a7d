//! Labels sentences in the letters as they are read from files; the part of `evaluate` behind `--letters`.

use super::Run;
use super::scoring::{scored, targets};
use super::terminal::note;
use rayon::prelude::*;
use standpunt::classifier::{Classifier, Prediction};
use standpunt::dataset::Dataset;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::Scored;
use standpunt::evaluation::from_letters::FromLetters;
use standpunt::features::Input;
use standpunt::report::labelled::inputs;
use std::path::Path;

/// How many lost sentences are named on standard error.
const NAMED: usize = 10;

/// The letters of some data as read, and what the report must say of them.
pub struct ReadLetters {
    letters: FromLetters,
    neutral: usize,
}

impl ReadLetters {
    /// Reads the letters of the data.
    pub fn read(classifier: &Classifier, data: &Dataset, folder: &Path) -> Result<Self> {
        let Some(neutral) = classifier.labels().neutral() else {
            return Err(Error::new(
                ErrorKind::Usage,
                "--letters with a model that has no label for sentences without a position",
            )
            .expected(
                "a model that knows `geen standpunt`, or whose label for no position `train --neutral` names: that of a sentence that was not read",
            )
            .hint("evaluate on the sentences of the data alone, without --letters"));
        };
        if let Some(unnamed) =
            (data.examples.iter()).find(|e| !data.has_letters || e.letter.is_empty())
        {
            let error = Error::new(ErrorKind::Data, "the row names no letter")
                .expected("a column `letter` that says in which file of --letters a sentence is looked up")
                .hint("name the letters, or evaluate on the sentences of the data alone, without --letters");
            return Err(data.locate(error, unnamed));
        }
        Ok(Self {
            letters: FromLetters::read(data.named(), folder)?,
            neutral,
        })
    }

    /// The inputs of every letter: each sentence in the context that it was read in.
    fn inputs(&self) -> Vec<Vec<Input<'_>>> {
        (self.letters.letters.iter())
            .map(|letter| letter.sections.iter().flat_map(inputs).collect())
            .collect()
    }

    /// For each row of the data its input, none where it was not read.
    pub fn inputs_of_rows(&self) -> Vec<Option<Input<'_>>> {
        let inputs = self.inputs();
        self.letters
            .places
            .iter()
            .map(|place| place.and_then(|p| inputs.get(p.letter)?.get(p.sentence).copied()))
            .collect()
    }

    /// Labels the letters and lays gold and prediction side by side.
    ///
    /// A row that was not read has the neutral label, with the mean probabilities of the sentences that were.
    pub fn score(&self, classifier: &Classifier, model: &str, data: &Dataset) -> Result<Scored> {
        let targets = targets(classifier.labels(), model, data)?;
        let labelled: Vec<Vec<Prediction>> = self
            .inputs()
            .par_iter()
            .map(|letter| classifier.predict_all(letter))
            .collect();
        let unread = self.unread(&labelled, classifier.labels().len());
        let predictions = self
            .letters
            .places
            .iter()
            .map(|place| {
                place
                    .and_then(|p| labelled.get(p.letter)?.get(p.sentence))
                    .unwrap_or(&unread)
                    .clone()
            })
            .collect();
        Ok(scored(classifier.labels(), data, &targets, predictions))
    }

    fn unread(&self, labelled: &[Vec<Prediction>], labels: usize) -> Prediction {
        let mut probabilities = vec![0.0; labels];
        let count = labelled.iter().map(Vec::len).sum::<usize>().max(1) as f64;
        for prediction in labelled.iter().flatten() {
            for (sum, p) in probabilities.iter_mut().zip(&prediction.probabilities) {
                *sum += p / count;
            }
        }
        Prediction::new(self.neutral, probabilities)
    }

    /// What the report says of the reading.
    pub fn sentence(&self, classifier: &Classifier) -> String {
        self.letters
            .sentence(classifier.labels().name(self.neutral))
    }

    /// Names the first sentences that were not read.
    pub fn name_lost(&self, run: Run, data: &Dataset) {
        let rows = data.examples.iter().zip(&self.letters.places);
        let lost = rows.filter(|(_, place)| place.is_none());
        for (example, _) in lost.take(NAMED) {
            note(
                run,
                &format!(
                    "not read as it stands: {}: {}",
                    example.letter, example.sentence
                ),
            );
        }
        if let Some(more @ 1..) = self.letters.lost().checked_sub(NAMED) {
            note(run, &format!("and {more} more"));
        }
    }
}
