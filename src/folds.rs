//! What is worked out of rows fold by fold: by what the rows of the other folds tell.

use crate::dataset::split;
use crate::error::Result;
use ndarray::Array2;
use rayon::prelude::*;

/// The rows of one fold and those of all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fold {
    /// The rows to learn from.
    pub(crate) inside: Vec<usize>,
    /// The rows of the fold itself.
    pub(crate) outside: Vec<usize>,
}

impl Fold {
    /// Every fold that has rows, from the fold of each row.
    pub(crate) fn all(folds: &[usize]) -> Vec<Self> {
        let count = split::count(folds);
        (0..count)
            .map(|fold| {
                let (inside, outside) = (0..folds.len()).partition(|&row| folds[row] != fold);
                Self { inside, outside }
            })
            .filter(|fold| !fold.outside.is_empty())
            .collect()
    }
}

/// Numbers of all rows, rows × columns, where each fold gives those of its own rows. Folds run side by side.
///
/// # Errors
/// The first error of a fold, in the order of the folds.
pub(crate) fn by_fold(
    folds: &[Fold],
    columns: usize,
    numbers: impl Fn(&Fold) -> Result<Array2<f64>> + Sync + Send,
) -> Result<Array2<f64>> {
    let parts: Vec<Result<Array2<f64>>> = folds.par_iter().map(numbers).collect();
    let rows = folds.iter().map(|fold| fold.outside.len()).sum();
    let mut all = Array2::zeros((rows, columns));
    for (fold, part) in folds.iter().zip(parts) {
        put_back(&mut all, fold, &part?);
    }
    Ok(all)
}

/// Puts the numbers of a fold's rows where these rows stand.
pub(crate) fn put_back(all: &mut Array2<f64>, fold: &Fold, part: &Array2<f64>) {
    for (numbers, &row) in part.rows().into_iter().zip(&fold.outside) {
        all.row_mut(row).assign(&numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_gets_what_the_other_folds_tell() {
        // the sum of the rows that are learnt from; fold 1 has no rows
        let folds = [2, 0, 2, 0, 3];
        let sums = by_fold(&Fold::all(&folds), 1, |fold| {
            let sum = fold.inside.iter().sum::<usize>() as f64;
            Ok(Array2::from_elem((fold.outside.len(), 1), sum))
        });
        assert_eq!(
            sums.unwrap(),
            ndarray::array![[8.0], [6.0], [8.0], [6.0], [6.0]]
        );
        assert!(Fold::all(&[]).is_empty());
    }
}
