//! Features, weights and labels together: the only place where text, rows and labels meet.

use crate::abstention::RiskCurve;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::{Facts, checked_about};
use crate::features::{FeatureExtractor, Group, Input, Workspace};
use crate::list::List;
use crate::scores::{first_largest, softmax};
use crate::stance::Labels;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Largest absolute value of a weight or an intercept.
const LARGEST_WEIGHT: f64 = 1e30;

/// A trained classifier: labels sentences in their context.
#[derive(Debug)]
pub struct Classifier {
    pub(crate) labels: Labels,
    pub(crate) extractor: FeatureExtractor,
    /// Columns × classes, row-major; calibration folded in.
    pub(crate) weights: List<f32>,
    pub(crate) intercept: Vec<f64>,
    /// Added to the scores before the label is picked; 0 for every class picks the most probable label.
    pub(crate) decision: Vec<f64>,
    pub(crate) risk: RiskCurve,
    pub(crate) facts: Facts,
    /// The bytes of the model file that it was read from: the lists lie in them, and their hash can be asked for.
    pub(crate) source: Option<Arc<Vec<u8>>>,
    pub(crate) sha256: OnceLock<String>,
    /// Workspaces that nobody uses at the moment.
    pub(crate) idle: Mutex<Vec<Workspace>>,
}

/// A classifier at work: it with the buffers that labelling needs, one session a thread.
///
/// Dropped, it gives the buffers back to the classifier with all that they learnt of words, and the next session is quicker; no result
/// depends on it.
#[derive(Debug)]
pub struct Session<'c> {
    classifier: &'c Classifier,
    workspace: Workspace,
}

impl Session<'_> {
    /// Labels one sentence.
    pub fn predict(&mut self, input: &Input<'_>) -> Prediction {
        (self.classifier).decide(&self.classifier.scores(input, &mut self.workspace))
    }

    /// Says which terms pulled where.
    pub fn explain(&mut self, input: &Input<'_>) -> Explanation {
        self.classifier.explain(input, &mut self.workspace)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let workspace = std::mem::take(&mut self.workspace);
        self.classifier.idle().push(workspace);
    }
}

/// What the classifier says of one sentence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// Class number of the label: the most probable one, unless the model adds something to the scores first ([`Classifier::decision`]).
    pub label: usize,
    /// Class number of the second candidate: the most probable of the others.
    pub second: usize,
    /// Calibrated probability of every class, summing to 1.
    pub probabilities: Vec<f64>,
}

impl Prediction {
    /// A label that was picked by other means, with the probability of every class; the second candidate is the most probable of the others.
    pub fn new(label: usize, probabilities: Vec<f64>) -> Self {
        Self {
            label,
            second: second(label, &probabilities),
            probabilities,
        }
    }

    /// Probability of the label; 0 where the label is none of those with a probability.
    pub fn confidence(&self) -> f64 {
        self.probabilities.get(self.label).copied().unwrap_or(0.0)
    }
}

/// The class with the largest value but for the label, the first of those that share it.
fn second(label: usize, values: &[f64]) -> usize {
    let others = (0..).zip(values);
    first_largest(others.map(|(k, v)| if k == label { f64::NEG_INFINITY } else { *v }))
}

/// One term's part in a decision.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Contribution {
    /// The group it belongs to.
    pub group: Group,
    /// The term's text.
    pub term: String,
    /// Its value in the row.
    pub value: f64,
    /// What it adds to the score of each class.
    pub scores: Vec<f64>,
    /// The bytes of the sentence that it covers; empty for a term of the context.
    pub sources: Vec<Range<usize>>,
}

/// Why a sentence got its label: the intercepts and every contribution; their sum is the score, to the last bit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The label and its probabilities.
    pub prediction: Prediction,
    /// The scores: logarithms of the probabilities up to a shared constant.
    pub scores: Vec<f64>,
    /// Where every sentence starts from.
    pub intercept: Vec<f64>,
    /// Every term of the sentence that the model knows, in the order in which they are added.
    pub contributions: Vec<Contribution>,
    /// What is added to the scores, behind the probabilities, before the label is picked: see [`Classifier::decision`].
    pub decision: Vec<f64>,
}

/// Adds every term's value times its weights to the scores of `K` classes.
fn add_row<const K: usize>(row: &[(u32, f32)], weights: &[f32], scores: &mut [f64]) {
    let (weights, _) = weights.as_chunks::<K>();
    let mut sums = [0.0; K];
    sums.copy_from_slice(scores);
    for &(column, value) in row {
        let weights = &weights[column as usize];
        for k in 0..K {
            sums[k] += f64::from(value) * f64::from(weights[k]);
        }
    }
    scores.copy_from_slice(&sums);
}

impl Classifier {
    /// The labels in the order of scores and probabilities.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The feature extractor.
    pub fn extractor(&self) -> &FeatureExtractor {
        &self.extractor
    }

    /// How it was trained, and the figures it earned.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The risk–coverage curve measured at training.
    pub fn risk(&self) -> &RiskCurve {
        &self.risk
    }

    /// Weights of one column, one a class.
    ///
    /// # Panics
    /// For the number of no column: those of the extractor's vocabulary or more.
    pub fn column_weights(&self, column: usize) -> &[f32] {
        let k = self.labels.len();
        &self.weights[column * k..(column + 1) * k]
    }

    /// What is added to the score of each label before the label is picked; 0 for every one where the most probable label is given.
    pub fn decision(&self) -> &[f64] {
        &self.decision
    }

    /// Begins to label sentences; one session a thread.
    pub fn session(&self) -> Session<'_> {
        let known = self.idle().pop();
        Session {
            classifier: self,
            workspace: known.unwrap_or_default(),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Workspace>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn scores(&self, input: &Input<'_>, workspace: &mut Workspace) -> Vec<f64> {
        let mut scores = self.intercept.clone();
        let row = self.extractor.transform(input, workspace);
        // the usual numbers of labels get loops of known length; every way adds in the same order
        match self.labels.len() {
            2 => add_row::<2>(row, &self.weights, &mut scores),
            3 => add_row::<3>(row, &self.weights, &mut scores),
            4 => add_row::<4>(row, &self.weights, &mut scores),
            k => {
                let all: &[f32] = &self.weights;
                for &(column, value) in row {
                    let weights = &all[column as usize * k..][..k];
                    for (score, weight) in scores.iter_mut().zip(weights) {
                        *score += f64::from(value) * f64::from(*weight);
                    }
                }
            }
        }
        scores
    }

    fn decide(&self, scores: &[f64]) -> Prediction {
        let label = first_largest(scores.iter().zip(&self.decision).map(|(z, d)| z + d));
        Prediction {
            label,
            second: second(label, scores),
            probabilities: softmax(scores),
        }
    }

    /// Labels many sentences, in order; the result does not depend on the number of threads.
    pub fn predict_all(&self, inputs: &[Input<'_>]) -> Vec<Prediction> {
        use rayon::prelude::*;
        const CHUNK: usize = 2048;
        if inputs.len() <= CHUNK {
            let mut session = self.session();
            return inputs.iter().map(|i| session.predict(i)).collect();
        }
        inputs
            .par_chunks(CHUNK)
            .map_init(
                || self.session(),
                |session, chunk| chunk.iter().map(|i| session.predict(i)).collect::<Vec<_>>(),
            )
            .flatten()
            .collect()
    }

    fn explain(&self, input: &Input<'_>, workspace: &mut Workspace) -> Explanation {
        let vocabulary = self.extractor.vocabulary();
        let groups = &self.extractor.options().groups;
        let mut scores = self.intercept.clone();
        let contributions = self
            .extractor
            .explain(input, workspace)
            .into_iter()
            .map(|term| {
                let column = term.column as usize;
                let value = f64::from(term.value);
                let parts: Vec<f64> = self
                    .column_weights(column)
                    .iter()
                    .map(|w| value * f64::from(*w))
                    .collect();
                for (score, part) in scores.iter_mut().zip(&parts) {
                    *score += part;
                }
                Contribution {
                    group: groups[vocabulary.group(column)].group,
                    term: vocabulary.text(column).to_owned(),
                    value,
                    scores: parts,
                    sources: term.sources,
                }
            })
            .collect();
        Explanation {
            prediction: self.decide(&scores),
            scores,
            intercept: self.intercept.clone(),
            contributions,
            decision: self.decision.clone(),
        }
    }

    /// Checks that all parts fit each other; every way to make a classifier ends here.
    pub(crate) fn checked(self) -> Result<Self> {
        let wrong = |why: &str| Err(Error::new(ErrorKind::Model, why));
        let k = self.labels.len();
        if k < 2 {
            return wrong("fewer than two labels");
        }
        if self.weights.len() != self.extractor.vocabulary().len() * k {
            return wrong("the weights do not have one row a term and one column a label");
        }
        if self.intercept.len() != k || self.decision.len() != k {
            return wrong("the intercepts are not one a label");
        }
        // bounded, so that no sum of products can overflow and leave probabilities undefined
        let small = |v: f64| v.abs() <= LARGEST_WEIGHT;
        let bounded = (self.weights.iter()).all(|w| small(f64::from(*w)))
            && (self.intercept.iter().chain(&self.decision)).all(|v| small(*v));
        if !bounded {
            return wrong("a weight is not a number between -1e30 and 1e30");
        }
        let base = self.facts.base.as_ref().and_then(|b| b.figures.as_ref());
        if (self.facts.figures.iter().chain(base)).any(|figures| !figures.are_numbers()) {
            return wrong("a figure of its cross-validation is not a number");
        }
        if (self.facts.about.as_deref()).is_some_and(|about| checked_about(about).is_err()) {
            return wrong(
                "what it says about its training letters is not one sentence on one line",
            );
        }
        Ok(self)
    }
}
