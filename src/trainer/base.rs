//! A model that another is adapted from.

use crate::classifier::Classifier;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::model_file::{BaseFacts, Figures};
use ndarray::{Array1, Array2};
use std::sync::Arc;

/// A trained model as the start of training.
///
/// Its terms and their idf are taken as they are, and the penalty holds the new weights near its own: where the new letters
/// say nothing, the model stays what it was. Words that it does not know are not learnt.
#[derive(Debug, Clone)]
pub struct Base(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    classifier: Classifier,
    /// Columns × classes; calibration folded in, as in every model.
    weights: Array2<f64>,
    intercept: Array1<f64>,
    sha256: String,
}

impl PartialEq for Base {
    fn eq(&self, other: &Self) -> bool {
        self.0.sha256 == other.0.sha256
    }
}

/// Largest share of sentences that new letters may have in common with those of the base.
///
/// Stock phrases come back in all letters; where more is shared, the letters themselves do.
const MOST_SHARED: f64 = 0.1;

impl Base {
    /// Takes a model as a base.
    ///
    /// # Errors
    /// When the model cannot be put into bytes for its hash.
    pub fn new(classifier: Classifier) -> Result<Self> {
        let shape = (
            classifier.extractor().vocabulary().len(),
            classifier.labels().len(),
        );
        let weights = (classifier.weights.iter()).map(|&w| f64::from(w));
        let weights = Array2::from_shape_vec(shape, weights.collect())
            .map_err(|e| Error::new(ErrorKind::Model, e.to_string()))?;
        Ok(Self(Arc::new(Inner {
            intercept: Array1::from(classifier.intercept.clone()),
            sha256: classifier.hash()?,
            weights,
            classifier,
        })))
    }

    /// The model.
    pub fn classifier(&self) -> &Classifier {
        &self.0.classifier
    }

    pub(super) fn weights(&self) -> &Array2<f64> {
        &self.0.weights
    }

    pub(super) fn intercept(&self) -> &Array1<f64> {
        &self.0.intercept
    }

    /// Refuses letters that the base was trained on: on these, figures of the adapted model would be those of a model that
    /// has seen them.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] with the place of the first such sentence.
    pub fn require_new(&self, data: &Dataset) -> Result<()> {
        let rows = (data.examples.iter()).map(|e| ("", &*e.sentence));
        let overlap = self.classifier().facts().data.seen.overlap(rows);
        let shared = overlap.rows.len() as f64 / overlap.of_rows.max(1) as f64;
        let Some(first) = overlap.rows.first().filter(|_| shared > MOST_SHARED) else {
            return Ok(());
        };
        let error = Error::new(
            ErrorKind::Training,
            format!(
                "the model to adapt was trained on this data (this is the first such row): {} of {} sentences are known to it",
                overlap.rows.len(),
                overlap.of_rows
            ),
        )
        .expected("letters that it has not seen: only on these can be told what adapting is worth")
        .hint("give the new letters alone; what the model learnt from the others is in it already");
        Err(data.locate(error, &data.examples[*first]))
    }

    /// What a model tells of its base: which it was, and how it does, as it is, on the chosen rows of the new data.
    pub(super) fn facts(&self, data: &Dataset, targets: &[usize], chosen: &[usize]) -> BaseFacts {
        let facts = self.classifier().facts();
        let predictions = self.classifier().predict_all(&data.inputs());
        let labels: Vec<usize> = predictions.iter().map(|p| p.label).collect();
        let classes = self.classifier().labels().len();
        // a probability of 0 has no logarithm; the least that is told apart is 1e-300
        let scores = Array2::from_shape_fn((predictions.len(), classes), |(i, k)| {
            predictions[i].probabilities[k].max(1e-300).ln()
        });
        BaseFacts {
            sha256: self.0.sha256.clone(),
            data_sha256: facts.data.sha256.clone(),
            rows: facts.data.rows,
            letters: facts.data.letters,
            figures: (!chosen.is_empty())
                .then(|| Figures::measure(targets, &labels, &scores, chosen)),
        }
    }
}
