//! The folds of a cross-validation with their features already made, for trying several penalties and class weights on them.

use super::{OutOfFold, Rows, TrainOptions, Trainer};
use crate::error::Result;
use crate::features::FeatureExtractor;
use crate::folds::{Fold, put_back};
use crate::logistic::{Convergence, Csr, SparseLogistic};
use ndarray::Array2;
use rayon::prelude::*;

/// Every fold's rows, by features fitted on the letters of the other folds.
#[derive(Debug)]
pub(crate) struct PreparedFolds {
    folds: Vec<usize>,
    classes: usize,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    fold: Fold,
    inside: Csr,
    targets: Vec<usize>,
    held_out: Csr,
    /// The first fit: all later ones start from it, so that none depends on which others there were.
    first: Option<SparseLogistic>,
}

impl PreparedFolds {
    /// Makes the features of every fold; in memory all folds stand beside each other.
    ///
    /// # Errors
    /// As [`Trainer::out_of_fold`].
    pub(crate) fn new(options: &TrainOptions, rows: &Rows<'_>) -> Result<Self> {
        let folds = Trainer::new(options.clone()).assign(rows)?;
        let parts: Result<Vec<Part>> = (Fold::all(&folds).into_par_iter())
            .map(|fold| {
                let (inputs, targets) = rows.pick(&fold.inside);
                let extractor = FeatureExtractor::fit(options.features.clone(), &inputs)?;
                Ok(Part {
                    inside: extractor.transform_all(&inputs),
                    targets,
                    held_out: extractor.transform_all(&rows.pick(&fold.outside).0),
                    fold,
                    first: None,
                })
            })
            .collect();
        Ok(Self {
            folds,
            classes: rows.classes,
            parts: parts?,
        })
    }

    /// Fits every fold with other penalties and weights, each from where it stood first, and scores its letters. The first fits are those of
    /// the first options with which every fold could be fitted.
    ///
    /// # Errors
    /// When a fold cannot be fitted.
    pub(crate) fn out_of_fold(&mut self, options: &TrainOptions) -> Result<OutOfFold> {
        let classes = self.classes;
        let fitted: Result<Vec<SparseLogistic>> = (self.parts.par_iter())
            .map(|part| part.fit(options, classes))
            .collect();
        let mut scores = Array2::zeros((self.folds.len(), classes));
        let mut worst = None;
        for (part, fitted) in self.parts.iter_mut().zip(fitted?) {
            put_back(&mut scores, &part.fold, &part.scores(&fitted, classes));
            worst = Convergence::worst(worst, Some(fitted.convergence()));
            part.first.get_or_insert(fitted);
        }
        Ok(OutOfFold {
            scores,
            folds: self.folds.clone(),
            convergence: worst,
        })
    }
}

impl Part {
    /// A fit on the rows inside, from where it stood first.
    fn fit(&self, options: &TrainOptions, classes: usize) -> Result<SparseLogistic> {
        let mut params = options.logistic(classes);
        if let Some(first) = &self.first {
            params = params.warm_start(first.clone());
        }
        options.fit_weights(params, &self.inside, &self.targets, classes)
    }

    /// Scores of the rows outside by a fit.
    fn scores(&self, fitted: &SparseLogistic, classes: usize) -> Array2<f64> {
        let mut scores = Array2::zeros((self.fold.outside.len(), classes));
        for (number, mut row) in scores.rows_mut().into_iter().enumerate() {
            let (indices, values) = self.held_out.row(number);
            row.assign(&fitted.scores(indices, values));
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, Example};
    use crate::features::{FeatureOptions, Group, GroupOptions};

    /// Ten letters of six sentences of three labels.
    fn letters() -> Dataset {
        let sentences = [
            "Het kabinet steunt dit",
            "Nederland is kritisch",
            "De Raad vergadert",
        ];
        let examples = (0..60).map(|i| Example {
            letter: format!("brief-{}", i / 6).into(),
            sentence: format!("{} {}.", sentences[i % 3], i % 7),
            label: ["steunt", "kritisch", "geen standpunt"][i % 3].into(),
            ..Example::default()
        });
        Dataset {
            examples: examples.collect(),
            files: Vec::new(),
            has_letters: true,
            ..Dataset::default()
        }
    }

    fn options(alpha: f64) -> TrainOptions {
        TrainOptions {
            features: FeatureOptions::single(GroupOptions::new(Group::Words, 1, 2)),
            tolerance: 1e-10,
            folds: 3,
            alpha,
            ..TrainOptions::default()
        }
    }

    #[test]
    fn where_one_fold_fails_no_fold_has_a_first_fit() {
        let data = letters();
        let rows = Rows::new(&data, &data.labels()).unwrap();
        let mut folds = PreparedFolds::new(&options(1.0), &rows).unwrap();
        let targets = std::mem::take(&mut folds.parts[1].targets);
        folds.out_of_fold(&options(1.0)).unwrap_err();
        assert!(folds.parts.iter().all(|part| part.first.is_none()));
        folds.parts[1].targets = targets;
        folds.out_of_fold(&options(1.0)).unwrap();
        assert!(folds.parts.iter().all(|part| part.first.is_some()));
    }

    #[test]
    fn from_where_it_stood_first_a_fold_ends_where_it_would_from_nothing() {
        let data = letters();
        let rows = Rows::new(&data, &data.labels()).unwrap();
        let mut folds = PreparedFolds::new(&options(1.0), &rows).unwrap();
        for alpha in [3.0, 0.1, 1.0] {
            let warm = folds.out_of_fold(&options(alpha)).unwrap();
            let cold = Trainer::new(options(alpha))
                .out_of_fold(&rows, &|| ())
                .unwrap();
            assert_eq!(warm.folds, cold.folds);
            for (a, b) in warm.scores.iter().zip(&cold.scores) {
                assert!((a - b).abs() < 1e-3, "alpha {alpha}: {a} against {b}");
            }
        }
    }
}
