//! What a model must beat: predictions that need no learning, and those of a plain pipeline.

use super::metrics::{Given, Sample};
use super::{Scored, Units};
use crate::classifier::Prediction;
use crate::cues::CueRules;
use crate::error::{Error, ErrorKind, Result};
use crate::scores::first_largest;
use crate::stance::{Labels, Stance};

/// The class number that the cue rules ([`CueRules`]) give each sentence. `None` unless there is a label for no position and at least one
/// stance of the guide beside it; a stance that is no label counts as no position.
pub fn cue_labels<'s>(
    sentences: impl IntoIterator<Item = &'s str>,
    labels: &Labels,
) -> Option<Vec<usize>> {
    let neutral = labels.neutral()?;
    let class = Stance::ALL.map(|s| labels.index(s.label()));
    if class.iter().flatten().count() < 2 {
        return None;
    }
    let rules = CueRules::default();
    let predict = |sentence: &str| {
        let stance = rules.predict(sentence);
        class.get(stance as usize).copied().flatten()
    };
    Some(
        (sentences.into_iter())
            .map(|sentence| predict(sentence).unwrap_or(neutral))
            .collect(),
    )
}

/// A named set of predictions for the rows of a [`Scored`].
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Its name in the report, short enough for the head of a column.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// One class number per row.
    pub predicted: Vec<usize>,
    /// For each row one probability per class; empty where it gives none.
    pub probabilities: Vec<Vec<f64>>,
}

impl Baseline {
    /// Predicts the most frequent gold label for every row; of equally frequent ones the first.
    ///
    /// It is taken from the evaluated rows themselves, so it is the best that any constant answer can reach in
    /// accuracy.
    pub fn majority(scored: &Scored) -> Self {
        let count = |class: usize| scored.rows.iter().filter(|r| r.gold == class).count();
        let class = first_largest((0..scored.labels.len()).map(count));
        let name = scored.labels.iter().nth(class).unwrap_or("no label");
        Self {
            name: "majority".to_owned(),
            about: format!("always {name}"),
            predicted: vec![class; scored.rows.len()],
            probabilities: Vec::new(),
        }
    }

    /// Predicts by cue words ([`CueRules`]). `None` unless "geen standpunt" and at least one stance of the guide are
    /// among the labels; a stance that is not counts as "geen standpunt".
    pub fn cue_words(scored: &Scored) -> Option<Self> {
        let sentences = scored.rows.iter().map(|row| row.sentence.as_str());
        let predicted = cue_labels(sentences, &scored.labels)?;
        Some(Self {
            name: "cue words".to_owned(),
            about: "hand-made rules over words and their subject".to_owned(),
            predicted,
            probabilities: Vec::new(),
        })
    }

    /// Predictions of a plain TF-IDF pipeline that was trained for the comparison ([`crate::TrainOptions::reference`]).
    pub fn plain_tfidf(predicted: Vec<usize>) -> Self {
        Self {
            name: "plain tf-idf".to_owned(),
            about: "scikit-learn's usual pipeline: words 1–2, min_df 2, C=10".to_owned(),
            predicted,
            probabilities: Vec::new(),
        }
    }

    /// Predictions of the model that was adapted, as it was before.
    pub fn before_adapting(predictions: Vec<Prediction>) -> Self {
        let split = |p: Prediction| (p.label, p.probabilities);
        let (predicted, probabilities) = predictions.into_iter().map(split).unzip();
        Self {
            name: "as it was".to_owned(),
            about: "the model before it was adapted".to_owned(),
            predicted,
            probabilities,
        }
    }

    /// The baselines that need no training, as far as they apply.
    pub fn all(scored: &Scored) -> Vec<Self> {
        let mut baselines = vec![Self::majority(scored)];
        baselines.extend(Self::cue_words(scored));
        baselines
    }
}

impl Baseline {
    /// Whether there is one known class number per row, and a probability for each class or none at all.
    pub(super) fn check(&self, scored: &Scored) -> Result<()> {
        let (rows, classes) = (scored.rows.len(), scored.labels.len());
        let fits = self.predicted.len() == rows
            && self.predicted.iter().all(|&c| c < classes)
            && (self.probabilities.is_empty() || self.probabilities.len() == rows)
            && self.probabilities.iter().all(|p| p.len() == classes);
        if fits {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Evaluation,
            format!("baseline `{}` does not fit the rows", self.name),
        )
        .expected(format!(
            "{rows} class numbers below {classes}, and {classes} probabilities for each or none"
        )))
    }

    /// Its rows made ready for counting.
    pub(super) fn sample(&self, scored: &Scored, units: &Units) -> Sample {
        let probabilities = self.probabilities.iter().map(Vec::as_slice);
        let probabilities = probabilities.chain(std::iter::repeat(&[][..]));
        let given = self.predicted.iter().copied().zip(probabilities);
        let rows = scored.rows.iter().zip(given);
        Sample::of(
            &scored.labels,
            units,
            rows.map(|(row, (predicted, probabilities))| Given {
                gold: row.gold,
                also: row.also,
                predicted,
                probabilities,
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::scored;
    use super::*;
    use crate::stance::Labels;

    #[test]
    fn the_majority_is_the_most_frequent_gold_label() {
        let scored = scored([[2, 0, 0, 0], [0, 3, 0, 0], [0; 4], [0, 0, 0, 3]], 2);
        let majority = Baseline::majority(&scored);
        assert_eq!(majority.about, "always kritisch");
        assert_eq!(majority.predicted, [1; 8]);
    }

    #[test]
    fn cue_words_need_the_guides_labels() {
        let mut scored = scored([[2, 0, 0, 0]; 4], 2);
        scored.rows[0].sentence = "Het kabinet steunt dit voorstel.".into();
        let cues = Baseline::cue_words(&scored).unwrap();
        assert_eq!(&cues.predicted[..2], [0, 3]);
        scored.labels = Labels::from_data(["pro", "contra"]);
        assert_eq!(Baseline::cue_words(&scored), None);
        assert_eq!(Baseline::all(&scored).len(), 1);
    }
}
