//! One fit: features and weights of some rows, before calibration.

use super::{Solver, TrainOptions, Trainer};
use crate::error::{Error, ErrorKind, Result};
use crate::features::{FeatureExtractor, Input, Workspace};
use crate::logistic::{Convergence, Csr, LogisticParams, SparseLogistic, linfa_solver};
use crate::sparse::add_product;
use linfa::prelude::ParamGuard;
use ndarray::{Array1, Array2};

/// Weights fitted on rows, before calibration.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) extractor: FeatureExtractor,
    pub(super) weights: Array2<f64>,
    pub(super) intercept: Array1<f64>,
    pub(super) convergence: Option<Convergence>,
}

impl Fitted {
    pub(super) fn scores(&self, inputs: &[Input<'_>]) -> Array2<f64> {
        let mut workspace = Workspace::default();
        let mut scores = Array2::zeros((inputs.len(), self.intercept.len()));
        for (input, mut row) in inputs.iter().zip(scores.rows_mut()) {
            row.assign(&self.intercept);
            let terms = self.extractor.transform(input, &mut workspace);
            add_product(terms.iter().copied(), &self.weights, &mut row);
        }
        scores
    }
}

impl Trainer {
    pub(super) fn fit_rows(
        &self,
        inputs: &[Input<'_>],
        targets: &[usize],
        classes: usize,
    ) -> Result<Fitted> {
        let mut extractor = match &self.base {
            Some(base) => base.classifier().extractor().copy(),
            None => FeatureExtractor::fit(self.options.features.clone(), inputs)?,
        };
        let x = extractor.transform_all(inputs);
        match self.options.solver {
            Solver::Newton => {
                let mut params = self.options.logistic(classes);
                if let Some(base) = &self.base {
                    params = params.prior(base.prior().clone());
                }
                let fitted = self.options.fit_weights(params, &x, targets, classes)?;
                let convergence = Some(fitted.convergence());
                let (weights, intercept) = fitted.into_parts();
                Ok(Fitted {
                    weights,
                    intercept,
                    convergence,
                    extractor,
                })
            }
            Solver::Linfa => {
                if self.options.class_weight > 0.0 {
                    return Err(Error::new(
                        ErrorKind::Usage,
                        "linfa-logistic takes no class weights",
                    )
                    .hint("add `--class-weight 0`, or leave out `--solver linfa`"));
                }
                let most = (linfa_solver::MOST_DENSE_ENTRIES / x.rows().max(1)).max(16);
                let x = if x.columns() > most {
                    let columns = linfa_solver::best_columns(&x, targets, classes, most);
                    extractor = extractor.keep(&columns)?;
                    extractor.transform_all(inputs)
                } else {
                    x
                };
                let (weights, intercept) = fit_linfa(&x, targets, self.options.alpha, classes)?;
                Ok(Fitted {
                    extractor,
                    weights,
                    intercept,
                    convergence: None,
                })
            }
        }
    }
}

impl TrainOptions {
    /// Fits a regression of these options, with what it starts from or is held near to, to rows that weigh by how rare their label is.
    pub(super) fn fit_weights(
        &self,
        params: LogisticParams,
        x: &Csr,
        targets: &[usize],
        classes: usize,
    ) -> Result<SparseLogistic> {
        let weights = self.sample_weights(targets, classes);
        params.check()?.fit_rows(x, targets, weights.as_deref())
    }
}

fn fit_linfa(
    x: &Csr,
    targets: &[usize],
    alpha: f64,
    classes: usize,
) -> Result<(Array2<f64>, Array1<f64>)> {
    let fitted = linfa_solver::fit(x, targets, alpha, 1000, 1e-5)?;
    let mut weights = Array2::zeros((x.columns(), classes));
    let mut intercept = Array1::from_elem(classes, -30.0);
    for (k, &class) in fitted.classes().iter().enumerate() {
        weights.column_mut(class).assign(&fitted.params().column(k));
        intercept[class] = fitted.intercept()[k];
    }
    Ok((weights, intercept))
}
