//! Sparse rows: compressed sparse row storage with linfa's `Records`.

use linfa::dataset::Records;

/// A matrix of sparse rows.
///
/// Row `i` holds the pairs `(indices[k], values[k])` for `k` in `starts[i]..starts[i+1]`. Values are stored as `f32` (the
/// sums over them run in `f64`), which halves the memory that training streams through.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
    columns: usize,
}

impl Default for Csr {
    /// No rows and no columns.
    fn default() -> Self {
        Self::new(0)
    }
}

impl Csr {
    /// An empty matrix with a number of columns.
    pub fn new(columns: usize) -> Self {
        Self {
            starts: vec![0],
            indices: Vec::new(),
            values: Vec::new(),
            columns,
        }
    }

    /// Appends a row; every column is below the number of columns.
    ///
    /// # Panics
    /// When a column is out of range: rows come from an extractor, not from outside.
    pub fn push_row(&mut self, row: &[(u32, f32)]) {
        for &(column, value) in row {
            assert!(
                (column as usize) < self.columns,
                "column {column} of {}",
                self.columns
            );
            self.indices.push(column);
            self.values.push(value);
        }
        self.starts.push(self.indices.len());
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many values are stored.
    pub fn stored(&self) -> usize {
        self.values.len()
    }

    /// Columns and values of a row.
    ///
    /// # Panics
    /// For the number of no row: [`Self::rows`] or more.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// Columns and values of a row, pair by pair.
    pub(crate) fn pairs(&self, row: usize) -> impl Iterator<Item = (u32, f32)> {
        let (indices, values) = self.row(row);
        indices.iter().copied().zip(values.iter().copied())
    }

    /// The chosen rows, in the order given.
    ///
    /// # Panics
    /// Where one is the number of no row: [`Self::rows`] or more.
    pub fn select(&self, rows: &[usize]) -> Self {
        let mut chosen = Self::new(self.columns);
        for &row in rows {
            let (indices, values) = self.row(row);
            chosen.indices.extend_from_slice(indices);
            chosen.values.extend_from_slice(values);
            chosen.starts.push(chosen.indices.len());
        }
        chosen
    }

    /// The matrix with every entry written out, rows × columns.
    pub fn to_dense(&self) -> ndarray::Array2<f64> {
        let mut dense = ndarray::Array2::zeros((self.rows(), self.columns));
        for row in 0..self.rows() {
            let (indices, values) = self.row(row);
            for (&column, &value) in indices.iter().zip(values) {
                dense[(row, column as usize)] = f64::from(value);
            }
        }
        dense
    }
}

/// Adds the product of a sparse row and a matrix, columns × classes, to the sums of the classes, column by column.
pub(crate) fn add_product<D: ndarray::DataMut<Elem = f64>>(
    row: impl IntoIterator<Item = (u32, f32)>,
    weights: &ndarray::Array2<f64>,
    sums: &mut ndarray::ArrayBase<D, ndarray::Ix1>,
) {
    for (column, value) in row {
        sums.scaled_add(f64::from(value), &weights.row(column as usize));
    }
}

impl Records for Csr {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_kept_and_chosen() {
        let mut csr = Csr::new(3);
        csr.push_row(&[(0, 1.0), (2, 2.0)]);
        csr.push_row(&[]);
        csr.push_row(&[(1, 3.0)]);
        assert_eq!((csr.nsamples(), csr.nfeatures(), csr.stored()), (3, 3, 3));
        assert_eq!(Csr::default().rows(), 0);
        let weights = ndarray::array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        let mut sums = ndarray::array![0.5, -0.5];
        add_product(csr.pairs(0), &weights, &mut sums);
        assert_eq!(sums, ndarray::array![11.5, 13.5]);
        assert_eq!(
            csr.select(&[2, 0]).to_dense(),
            ndarray::array![[0.0, 3.0, 0.0], [1.0, 0.0, 2.0]]
        );
    }
}
