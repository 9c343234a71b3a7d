//! The confusion matrix and what is counted from it alone.

/// Counts of gold labels (rows) against predicted labels (columns).
///
/// Conventions, where scikit-learn's differ they are named:
/// - precision of a label that was never predicted, and recall of a label that does not occur, are undefined
///   (`None`; scikit-learn puts 0 and warns);
/// - F1 is `2·tp / (2·tp + fp + fn)`: 0 for a label that occurs and is never predicted, undefined only for a
///   label in neither gold nor prediction;
/// - macro-F1 is the plain mean over the labels that occur in gold or prediction (scikit-learn's default when
///   `labels` is not given).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    size: usize,
    cells: Vec<u64>,
}

impl Confusion {
    /// An empty matrix for a number of labels.
    pub fn new(labels: usize) -> Self {
        Self {
            size: labels,
            cells: vec![0; labels * labels],
        }
    }

    /// Counts pairs of gold and predicted class numbers; pairs outside of the matrix are left out.
    pub fn of(labels: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut matrix = Self::new(labels);
        for (gold, predicted) in pairs {
            matrix.add(gold, predicted, 1);
        }
        matrix
    }

    /// Adds a pair, `weight` times. A class number outside of the matrix is left out.
    pub fn add(&mut self, gold: usize, predicted: usize, weight: u64) {
        if gold < self.size && predicted < self.size {
            self.cells[gold * self.size + predicted] += weight;
        }
    }

    /// Adds the counts of another matrix of as many labels, `weight` times.
    pub fn merge(&mut self, other: &Self, weight: u64) {
        for (cell, added) in self.cells.iter_mut().zip(&other.cells) {
            *cell += weight * added;
        }
    }

    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.size
    }

    /// Rows of gold label `gold` that were predicted as `predicted`; 0 outside of the matrix.
    pub fn count(&self, gold: usize, predicted: usize) -> u64 {
        if gold < self.size && predicted < self.size {
            self.cells[gold * self.size + predicted]
        } else {
            0
        }
    }

    /// All rows.
    pub fn total(&self) -> u64 {
        self.cells.iter().sum()
    }

    /// Rows predicted as their gold label.
    pub fn right(&self) -> u64 {
        (0..self.size).map(|c| self.count(c, c)).sum()
    }

    /// How often a label is the gold one.
    pub fn support(&self, class: usize) -> u64 {
        (0..self.size).map(|p| self.count(class, p)).sum()
    }

    /// How often a label was predicted.
    pub fn predicted(&self, class: usize) -> u64 {
        (0..self.size).map(|g| self.count(g, class)).sum()
    }

    /// Whether a label occurs in gold or prediction and so counts in the averages.
    pub fn occurs(&self, class: usize) -> bool {
        self.support(class) + self.predicted(class) > 0
    }

    /// Share of rows that are right; undefined without rows.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.right(), self.total())
    }

    /// Share of a label's predictions that are right; undefined when it was never predicted.
    pub fn precision(&self, class: usize) -> Option<f64> {
        ratio(self.count(class, class), self.predicted(class))
    }

    /// Share of a label's rows that were found; undefined when it does not occur.
    pub fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.count(class, class), self.support(class))
    }

    /// `2·tp / (2·tp + fp + fn)`; undefined when the label occurs in neither gold nor prediction.
    pub fn f1(&self, class: usize) -> Option<f64> {
        ratio(
            2 * self.count(class, class),
            self.support(class) + self.predicted(class),
        )
    }

    /// Mean F1 of all labels that occur.
    pub fn macro_f1(&self) -> Option<f64> {
        self.macro_f1_of(0..self.size)
    }

    /// Mean F1 of those of some labels that occur; undefined when none does.
    pub fn macro_f1_of(&self, classes: impl IntoIterator<Item = usize>) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0_u32);
        for f1 in classes.into_iter().filter_map(|c| self.f1(c)) {
            sum += f1;
            count += 1;
        }
        (count > 0).then(|| sum / f64::from(count))
    }

    /// Matthews correlation for several classes (Gorodkin's R_K), -1 to 1.
    ///
    /// `(c·s − Σ pₖtₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²))` with `s` rows, `c` right, `tₖ` gold and `pₖ` predicted per label.
    /// Undefined when all gold or all predicted labels are the same (scikit-learn puts 0).
    pub fn mcc(&self) -> Option<f64> {
        let s = self.total() as f64;
        let (mut tp, mut pp, mut tt) = (0.0, 0.0, 0.0);
        for class in 0..self.size {
            let (t, p) = (self.support(class) as f64, self.predicted(class) as f64);
            tp += t * p;
            pp += p * p;
            tt += t * t;
        }
        let below = ((s * s - pp) * (s * s - tt)).sqrt();
        (below > 0.0).then(|| (self.right() as f64 * s - tp) / below)
    }

    /// Cohen's κ, `(pₒ − pₑ) / (1 − pₑ)`; undefined when chance agreement is complete.
    pub fn kappa(&self) -> Option<f64> {
        let s = self.total() as f64;
        let chance: f64 = (0..self.size)
            .map(|c| self.support(c) as f64 * self.predicted(c) as f64)
            .sum::<f64>()
            / (s * s);
        let observed = self.accuracy()?;
        (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }
}

/// `part / whole`, undefined when there is no whole.
pub(crate) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A lopsided case: rows gold, columns predicted; each precision differs from each recall.
    ///
    /// ```python
    /// from sklearn.metrics import *
    /// C = [[7, 1, 0, 6], [2, 3, 1, 2], [0, 1, 1, 3], [3, 0, 0, 22]]
    /// y = [g for g in range(4) for p in range(4) for _ in range(C[g][p])]
    /// p = [p for g in range(4) for p in range(4) for _ in range(C[g][p])]
    /// print(precision_recall_fscore_support(y, p), accuracy_score(y, p), f1_score(y, p, average="macro"))
    /// print(f1_score(y, p, labels=[0, 1, 2], average="macro"), matthews_corrcoef(y, p), cohen_kappa_score(y, p))
    /// ```
    pub(crate) const LOPSIDED: [[u64; 4]; 4] =
        [[7, 1, 0, 6], [2, 3, 1, 2], [0, 1, 1, 3], [3, 0, 0, 22]];

    pub(crate) fn matrix<const K: usize>(cells: [[u64; K]; K]) -> Confusion {
        let mut confusion = Confusion::new(K);
        for (gold, row) in cells.iter().enumerate() {
            for (predicted, &count) in row.iter().enumerate() {
                confusion.add(gold, predicted, count);
            }
        }
        confusion
    }

    pub(crate) fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("defined");
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }

    #[test]
    fn a_lopsided_case_gives_scikit_learns_figures() {
        let c = matrix(LOPSIDED);
        let precision = [0.5833333333333334, 0.6, 0.5, 0.6666666666666666];
        let recall = [0.5, 0.375, 0.2, 0.88];
        let f1 = [
            0.5384615384615384,
            0.46153846153846156,
            0.2857142857142857,
            0.7586206896551724,
        ];
        for class in 0..4 {
            close(c.precision(class), precision[class]);
            close(c.recall(class), recall[class]);
            close(c.f1(class), f1[class]);
        }
        assert_eq!([0, 1, 2, 3].map(|l| c.support(l)), [14, 8, 5, 25]);
        assert_eq!([0, 1, 2, 3].map(|l| c.predicted(l)), [12, 5, 2, 33]);
        close(c.accuracy(), 0.6346153846153846);
        close(c.macro_f1(), 0.5110837438423645);
        close(c.macro_f1_of([0, 1, 2]), 0.42857142857142855);
        close(c.mcc(), 0.4184284587133971);
        close(c.kappa(), 0.40517760385310053);
    }

    #[test]
    fn what_is_undefined_is_none() {
        // the third label is in neither; the second occurs and is never predicted
        let c = matrix([[3, 0, 0], [2, 0, 0], [0, 0, 0]]);
        assert_eq!(c.precision(1), None);
        assert_eq!(c.recall(1), Some(0.0));
        assert_eq!(c.f1(1), Some(0.0));
        assert_eq!((c.f1(2), c.occurs(2)), (None, false));
        close(c.macro_f1(), (6.0 / 8.0) / 2.0);
        assert_eq!(c.mcc(), None);
        assert_eq!(Confusion::new(3).accuracy(), None);
        assert_eq!(Confusion::new(3).kappa(), None);
        assert_eq!(Confusion::new(0).macro_f1(), None);
    }

    #[test]
    fn class_numbers_outside_of_the_matrix_are_left_out() {
        let c = Confusion::of(2, [(0, 0), (2, 0), (0, 9)]);
        assert_eq!(c.total(), 1);
        assert_eq!(c.count(5, 5), 0);
    }
}
