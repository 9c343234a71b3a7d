//! A model that another is adapted from.

use super::{Rows, chosen};
use crate::classifier::{Classifier, Prediction};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::{BaseFacts, TrainingFigures};
use crate::leakage::Overlap;
use crate::logistic::Prior;
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
    /// Its weights, calibration folded in as in every model.
    prior: Prior,
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
        let intercept = Array1::from(classifier.intercept.clone());
        Ok(Self(Arc::new(Inner {
            prior: Prior::new(weights, intercept),
            sha256: classifier.hash()?,
            classifier,
        })))
    }

    /// The model.
    pub fn classifier(&self) -> &Classifier {
        &self.0.classifier
    }

    pub(super) fn prior(&self) -> &Prior {
        &self.0.prior
    }

    /// Refuses letters that the base was trained on: on these, figures of the adapted model would be those of a model that
    /// has seen them. A letter is known by its name; where sentences alone are shared, a tenth of them may be stock phrases. Gives what
    /// is shared.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] with the place of the first such sentence.
    pub fn require_new(&self, data: &Dataset) -> Result<Overlap> {
        require_new(self.classifier(), data)
    }

    /// What a model tells of its base: which it was, how much of the new data it knew, and how it does, as it is, on the chosen rows. Also
    /// what it says of each row.
    pub(super) fn facts(
        &self,
        rows: &Rows<'_>,
        shared: usize,
        chosen: &[usize],
    ) -> (BaseFacts, Vec<Prediction>) {
        let facts = self.classifier().facts();
        let predictions = self.classifier().predict_all(&rows.inputs);
        let labels = self.classifier().labels();
        let facts = BaseFacts {
            sha256: self.0.sha256.clone(),
            data_sha256: facts.data.sha256.clone(),
            rows: facts.data.rows,
            letters: facts.data.letters,
            shared,
            base: facts.base.clone().map(Box::new),
            figures: TrainingFigures::of_predictions(&rows.targets, &predictions, chosen, labels),
        };
        (facts, predictions)
    }
}

/// How well a model does, as it is, on the rows that figures of a training on some data rest on; none where they rest on no rows.
///
/// # Errors
/// When a label of the data is none of the model's, or `natural` is not one mark a row.
pub fn as_it_is(
    model: &Classifier,
    data: &Dataset,
    natural: Option<&[bool]>,
) -> Result<Option<TrainingFigures>> {
    let labels = model.labels();
    let rows = Rows::new(data, labels)?;
    let (inputs, targets) = rows.pick(&chosen(rows.inputs.len(), natural)?);
    let all: Vec<usize> = (0..inputs.len()).collect();
    let predictions = model.predict_all(&inputs);
    Ok(TrainingFigures::of_predictions(
        &targets,
        &predictions,
        &all,
        labels,
    ))
}

/// Refuses letters that a model was trained on, as [`Base::require_new`] does.
///
/// # Errors
/// [`ErrorKind::Training`] with the place of the first such sentence.
pub fn require_new(model: &Classifier, data: &Dataset) -> Result<Overlap> {
    let overlap = model.facts().data.seen.overlap(data.named());
    let shared = overlap.rows.len() as f64 / overlap.of_rows.max(1) as f64;
    let first = if overlap.letters.is_empty() {
        (overlap.rows.first().copied()).filter(|_| shared > MOST_SHARED)
    } else {
        data.named()
            .position(|(letter, _)| overlap.has_letter(letter))
    };
    let Some(first) = first.and_then(|row| data.examples.get(row)) else {
        return Ok(overlap);
    };
    let error = Error::new(
        ErrorKind::Training,
        format!(
            "the model to adapt was trained on this data (this is the first such row): {}",
            overlap.sentence().trim_end_matches('.')
        ),
    )
    .expected("letters that it has not seen: only on these can be told what adapting is worth")
    .hint("give the new letters alone; what the model learnt from the others is in it already");
    Err(data.locate(error, first))
}
