//! Multinomial logistic regression with an L2 penalty on sparse rows, behind linfa's traits.
//!
//! linfa-logistic takes dense rows only (4,000 × 20,000 takes it half a minute, 50,000 × 100,000 does not fit in
//! memory), so the solver here is our own, over [`Csr`]; everything around it is linfa's: [`LogisticParams`] is checked by
//! `ParamGuard`, fitted by `Fit` on a `DatasetBase` (with its sample weights), the fitted [`SparseLogistic`] predicts by
//! `PredictInplace`, and [`SparseLogistic::to_linfa`] gives linfa-logistic's own `MultiFittedLogisticRegression` with the same
//! numbers. [`linfa_solver`] runs the real linfa-logistic on dense rows and must reach the same optimum.

mod intercepts;
pub mod linfa_solver;
mod objective;
mod solver;

pub use crate::sparse::Csr;
pub use solver::Convergence;

use crate::error::{Error, ErrorKind};
use crate::scores::{first_largest, softmax};
use crate::sparse::add_product;
use linfa::prelude::{DatasetBase, Fit, ParamGuard, PredictInplace};
use linfa_logistic::MultiFittedLogisticRegression;
use ndarray::{Array1, Array2};
use objective::Objective;
use solver::Stopping;
use std::sync::Arc;

/// Options of the regression, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticParams(ValidLogisticParams);

/// Options that are in range; made by `check`.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidLogisticParams {
    classes: usize,
    alpha: f64,
    tolerance: f64,
    max_iterations: usize,
    with_intercept: bool,
    start: Option<SparseLogistic>,
    prior: Option<Prior>,
}

/// What a fit is held near to, in place of zero. Copies share the numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    weights: Arc<Array2<f64>>,
    intercept: Array1<f64>,
}

impl Prior {
    /// Weights, columns × classes, and intercepts, one a class.
    pub fn new(weights: Array2<f64>, intercept: Array1<f64>) -> Self {
        Self {
            weights: Arc::new(weights),
            intercept,
        }
    }
}

impl LogisticParams {
    /// Options for a number of classes (at least 2): alpha 1, tolerance 1e-6, 200 iterations, with intercept.
    pub fn new(classes: usize) -> Self {
        Self(ValidLogisticParams {
            classes,
            alpha: 1.0,
            tolerance: 1e-6,
            max_iterations: 200,
            with_intercept: true,
            start: None,
            prior: None,
        })
    }

    /// Strength of the L2 penalty `alpha/2·‖W‖²` on the summed loss; scikit-learn's `1/C`. Above 0, default 1.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Largest gap to the optimal value, as a share of it. Above 0 and below 1, default 1e-6.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Most Newton steps. At least 1, default 200.
    #[must_use]
    pub fn max_iterations(mut self, most: usize) -> Self {
        self.0.max_iterations = most;
        self
    }

    /// Whether each class has a free intercept. Default true.
    #[must_use]
    pub fn with_intercept(mut self, with: bool) -> Self {
        self.0.with_intercept = with;
        self
    }

    /// Starts from an earlier fit of the same number of columns and classes, as along a path of penalties; one of another shape is refused
    /// when it is fitted.
    #[must_use]
    pub fn warm_start(mut self, fitted: SparseLogistic) -> Self {
        self.0.start = Some(fitted);
        self
    }

    /// Holds the fit near given weights and intercepts: the penalty is `alpha/2·(‖W − W₀‖² + ‖b − b₀‖²)`.
    ///
    /// It is the most probable fit when the weights are normally distributed about the given ones with variance `1/alpha`: where the
    /// rows say nothing of a column, its weights stay. Not given by default: the weights are held near 0, the intercepts free.
    /// (Chelba & Acero 2006, *Adaptation of maximum entropy capitalizer*.) A warm start is not used beside it, and the intercept is
    /// needed.
    #[must_use]
    pub fn prior(mut self, prior: Prior) -> Self {
        self.0.prior = Some(prior);
        self
    }
}

impl ParamGuard for LogisticParams {
    type Checked = ValidLogisticParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked, Error> {
        let p = &self.0;
        let wrong = |what: String, expected: &str| {
            Err(Error::new(ErrorKind::Usage, what).expected(expected))
        };
        if p.classes < 2 {
            return wrong(format!("{} class", p.classes), "2 or more classes");
        }
        if !(p.alpha > 0.0 && p.alpha.is_finite()) {
            return wrong(
                format!("alpha {} is out of range", p.alpha),
                "a number above 0",
            );
        }
        if !(p.tolerance > 0.0 && p.tolerance < 1.0) {
            return wrong(
                format!("tolerance {} is out of range", p.tolerance),
                "a number between 0 and 1",
            );
        }
        if p.max_iterations == 0 {
            return wrong("0 iterations".to_owned(), "1 or more");
        }
        if p.prior.is_some() && !p.with_intercept {
            return wrong("a prior without intercept".to_owned(), "an intercept");
        }
        Ok(p)
    }

    fn check(self) -> Result<Self::Checked, Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl Fit<Csr, Array1<usize>, Error> for ValidLogisticParams {
    type Object = SparseLogistic;

    /// Fits on rows, class numbers (`0..classes`) and, if set, sample weights (0 or more).
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when rows, targets and weights differ in number, a class number is out of range, fewer than
    /// two classes occur (without a prior), a prior or warm start has another shape, or a value is not finite.
    fn fit(&self, dataset: &DatasetBase<Csr, Array1<usize>>) -> Result<SparseLogistic, Error> {
        let x = dataset.records();
        let y: Vec<usize> = dataset.targets().to_vec();
        let weights = dataset
            .weights()
            .map(|w| w.iter().map(|&w| f64::from(w)).collect::<Vec<f64>>());
        self.fit_rows(x, &y, weights.as_deref())
    }
}

impl ValidLogisticParams {
    /// Fits without linfa's dataset: rows, class numbers, and sample weights in `f64`.
    ///
    /// # Errors
    /// As [`Fit::fit`].
    pub fn fit_rows(
        &self,
        x: &Csr,
        y: &[usize],
        weights: Option<&[f64]>,
    ) -> Result<SparseLogistic, Error> {
        let wrong = |what: &str| Err(Error::new(ErrorKind::Training, what));
        if y.len() != x.rows() || weights.is_some_and(|w| w.len() != x.rows()) {
            return wrong("rows, targets and weights differ in number");
        }
        if y.iter().any(|&c| c >= self.classes) {
            return wrong("a class number is out of range");
        }
        if self.prior.is_none() && y.windows(2).all(|w| w[0] == w[1]) {
            return wrong("fewer than two classes occur");
        }
        if weights.is_some_and(|w| w.iter().any(|w| !(w.is_finite() && *w >= 0.0))) {
            return wrong("a sample weight is not a number of 0 or more");
        }
        if (0..x.rows()).any(|i| x.row(i).1.iter().any(|v| !v.is_finite())) {
            return wrong("a feature value is not a finite number");
        }
        if let Some(prior) = &self.prior {
            let shape = (x.columns(), self.classes);
            if prior.weights.dim() != shape || prior.intercept.len() != self.classes {
                return wrong("the prior has another number of columns or classes");
            }
            if !(prior.weights.iter().chain(&prior.intercept)).all(|v| v.is_finite()) {
                return wrong("a value of the prior is not a finite number");
            }
        }
        if (self.start.as_ref()).is_some_and(|s| s.weights.dim() != (x.columns(), self.classes)) {
            return wrong("the fit to start from has another number of columns or classes");
        }
        let mut objective =
            Objective::new(x, y, self.classes, weights, self.alpha, self.with_intercept);
        let mut w = vec![0.0; objective.parameters()];
        match (&self.prior, &self.start) {
            (Some(prior), _) => {
                write_free(&prior.weights, &prior.intercept, &mut w);
                objective = objective.with_prior(&w);
                w.fill(0.0);
            }
            (None, Some(start)) => {
                write_free(&start.weights, &start.intercept, &mut w);
                if !self.with_intercept {
                    // nothing would move them, and the fit would keep what its objective never saw
                    let intercepts = w.len() - objective.width;
                    w[intercepts..].fill(0.0);
                }
            }
            (None, None) => {}
        }
        let stopping = Stopping {
            tolerance: self.tolerance,
            max_iterations: self.max_iterations,
        };
        let mut convergence = solver::minimise(&objective, &mut w, stopping);
        if !convergence.objective.is_finite() {
            convergence.converged = false;
        }
        let mut fitted = SparseLogistic::from_free(&w, x.columns(), self.classes, convergence);
        if let Some(prior) = &self.prior {
            fitted.weights += &*prior.weights;
            fitted.intercept += &prior.intercept;
        }
        Ok(fitted)
    }
}

/// Writes weights and intercepts, of the shape that is fitted, as the solver's free parameters.
fn write_free(weights: &Array2<f64>, intercept: &Array1<f64>, w: &mut [f64]) {
    let (columns, classes) = weights.dim();
    if classes == 2 {
        for (slot, row) in w.iter_mut().zip(weights.rows()) {
            *slot = row[1] - row[0];
        }
        w[columns] = intercept[1] - intercept[0];
    } else {
        for (slot, value) in w.iter_mut().zip(weights.iter().chain(intercept)) {
            *slot = *value;
        }
    }
}

/// A fitted regression: weights, intercepts, and how the solver ended.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseLogistic {
    /// Columns × classes.
    weights: Array2<f64>,
    intercept: Array1<f64>,
    convergence: Convergence,
}

impl SparseLogistic {
    fn from_free(w: &[f64], columns: usize, classes: usize, convergence: Convergence) -> Self {
        let (weights, intercept) = if classes == 2 {
            (
                Array2::from_shape_fn(
                    (columns, 2),
                    |(c, k)| if k == 1 { w[c] / 2.0 } else { -w[c] / 2.0 },
                ),
                ndarray::array![-w[columns] / 2.0, w[columns] / 2.0],
            )
        } else {
            (
                Array2::from_shape_fn((columns, classes), |(c, k)| w[c * classes + k]),
                Array1::from_shape_fn(classes, |k| w[columns * classes + k]),
            )
        };
        Self {
            weights,
            intercept,
            convergence,
        }
    }

    /// Weights, columns × classes.
    pub fn weights(&self) -> &Array2<f64> {
        &self.weights
    }

    /// Intercepts, one a class.
    pub fn intercept(&self) -> &Array1<f64> {
        &self.intercept
    }

    /// How the solver ended; when it did not converge, raise `max_iterations` or `alpha`.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }

    /// Weights and intercepts.
    pub fn into_parts(self) -> (Array2<f64>, Array1<f64>) {
        (self.weights, self.intercept)
    }

    /// Raw scores (logits) of one sparse row, one a class.
    ///
    /// # Panics
    /// For a column that the fit does not have: it has as many as [`Self::weights`] rows.
    pub fn scores(&self, indices: &[u32], values: &[f32]) -> Array1<f64> {
        let mut scores = self.intercept.clone();
        let row = indices.iter().copied().zip(values.iter().copied());
        add_product(row, &self.weights, &mut scores);
        scores
    }

    /// Probabilities of every row, rows × classes; each row sums to 1.
    ///
    /// # Panics
    /// As [`Self::scores`].
    pub fn predict_proba(&self, x: &Csr) -> Array2<f64> {
        let mut all = Array2::zeros((x.rows(), self.intercept.len()));
        for (i, mut out) in all.rows_mut().into_iter().enumerate() {
            let (indices, values) = x.row(i);
            out.assign(&Array1::from(softmax(&self.scores(indices, values))));
        }
        all
    }

    /// linfa-logistic's own fitted model with the same weights, over classes `0..K`.
    ///
    /// linfa gives it no public constructor; zero iterations from given initial parameters make one.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] when linfa refuses the parameters.
    pub fn to_linfa(&self) -> Result<MultiFittedLogisticRegression<f64, usize>, Error> {
        let (columns, classes) = self.weights.dim();
        let mut initial = Array2::zeros((columns + 1, classes));
        initial
            .slice_mut(ndarray::s![..columns, ..])
            .assign(&self.weights);
        initial.row_mut(columns).assign(&self.intercept);
        let nothing = DatasetBase::new(
            Array2::<f64>::zeros((classes, columns)),
            Array1::from_iter(0..classes),
        );
        linfa_logistic::MultiLogisticRegression::default()
            .with_intercept(true)
            .initial_params(initial)
            .max_iterations(0)
            .fit(&nothing)
            .map_err(|e| Error::new(ErrorKind::Training, e.to_string()))
    }
}

impl PredictInplace<Csr, Array1<usize>> for SparseLogistic {
    /// The class number of every row.
    ///
    /// # Panics
    /// When there are not as many targets as rows, as linfa's own models do; and as [`Self::scores`].
    fn predict_inplace(&self, x: &Csr, y: &mut Array1<usize>) {
        assert_eq!(x.rows(), y.len(), "one target a row");
        for (i, target) in y.iter_mut().enumerate() {
            let (indices, values) = x.row(i);
            *target = first_largest(self.scores(indices, values));
        }
    }

    fn default_target(&self, x: &Csr) -> Array1<usize> {
        Array1::zeros(x.rows())
    }
}

#[cfg(test)]
mod tests;
