//! The real linfa-logistic on dense rows: the independent check of our solver, and `--solver linfa`.
//!
//! It takes memory of rows × columns × 8 bytes several times over, so on more than a few million entries the columns
//! are chosen first by χ².

use super::Csr;
use crate::error::{Error, ErrorKind, Result};
use crate::scores::first_largest;
use crate::sparse::add_product;
use linfa::prelude::{DatasetBase, Fit};
use linfa_logistic::MultiFittedLogisticRegression;
use ndarray::Array1;

/// Most dense entries (rows × columns) that are given to linfa-logistic.
pub const MOST_DENSE_ENTRIES: usize = 8_000_000;

/// Fits linfa-logistic with the same objective as ours.
///
/// # Errors
/// [`ErrorKind::Training`] when rows and targets differ in number, and when linfa-logistic cannot fit.
pub fn fit(
    x: &Csr,
    y: &[usize],
    alpha: f64,
    max_iterations: u64,
    gradient_tolerance: f64,
) -> Result<MultiFittedLogisticRegression<f64, usize>> {
    if x.rows() != y.len() {
        let found = "rows and targets differ in number";
        return Err(Error::new(ErrorKind::Training, found));
    }
    let dataset = DatasetBase::new(x.to_dense(), Array1::from(y.to_vec()));
    linfa_logistic::MultiLogisticRegression::default()
        .alpha(alpha)
        .with_intercept(true)
        .max_iterations(max_iterations)
        .gradient_tolerance(gradient_tolerance)
        .fit(&dataset)
        .map_err(|e| {
            Error::new(ErrorKind::Training, format!("linfa-logistic: {e}"))
                .hint("the default solver, `newton`, takes the same data")
        })
}

/// The columns with the highest χ² against the classes, in rising order of column.
///
/// For column `c` and class `k`, with `o` the sum of the column's values in the class and `e` the sum expected if
/// values fell over classes by class size alone: `χ²_c = Σ_k (o − e)² / e`, as scikit-learn's `chi2`.
///
/// # Panics
/// When there are not as many targets as rows, or a target is the number of no class: `classes` or more.
pub fn best_columns(x: &Csr, y: &[usize], classes: usize, most: usize) -> Vec<u32> {
    assert_eq!(x.rows(), y.len(), "one target a row");
    let mut observed = vec![0.0; x.columns() * classes];
    let mut share = vec![0.0; classes];
    for (i, &class) in y.iter().enumerate() {
        share[class] += 1.0 / y.len() as f64;
        let (indices, values) = x.row(i);
        for (&c, &v) in indices.iter().zip(values) {
            observed[c as usize * classes + class] += f64::from(v);
        }
    }
    let mut scored: Vec<(f64, u32)> = observed
        .chunks_exact(classes.max(1))
        .enumerate()
        .map(|(c, o)| {
            let total: f64 = o.iter().sum();
            let chi2 = (o.iter().zip(&share))
                .map(|(o, s)| (total * s, o))
                .filter(|(e, _)| *e > 0.0)
                .map(|(e, o)| (o - e).powi(2) / e)
                .sum();
            (chi2, c as u32)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    scored.truncate(most);
    let mut columns: Vec<u32> = scored.into_iter().map(|(_, c)| c).collect();
    columns.sort_unstable();
    columns
}

/// Class numbers that linfa's fitted model gives to sparse rows.
///
/// # Panics
/// For a column that the model does not have.
pub fn predict(model: &MultiFittedLogisticRegression<f64, usize>, x: &Csr) -> Vec<usize> {
    (0..x.rows())
        .map(|i| {
            let mut scores = model.intercept().clone();
            add_product(x.pairs(i), model.params(), &mut scores);
            model.classes()[first_largest(&scores)]
        })
        .collect()
}
