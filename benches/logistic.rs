//! From sparse rows to coefficients: the optimiser alone.

mod words;

use divan::{Bencher, black_box};
use linfa::ParamGuard;
use standpunt::logistic::{Csr, LogisticParams};
use words::Words;

fn main() {
    divan::main();
}

/// Rows of 60 values in Zipf's column frequencies, and classes that a hidden weight of each column decides.
fn rows(rows: usize, columns: usize, classes: usize) -> (Csr, Vec<usize>) {
    let mut random = Words::new(3, 32);
    let pull: Vec<f64> = (0..columns * classes)
        .map(|_| random.share() - 0.5)
        .collect();
    let mut x = Csr::new(columns);
    let mut y = Vec::with_capacity(rows);
    for _ in 0..rows {
        let mut chosen: Vec<u32> = (0..60)
            .map(|_| (((columns as f64).powf(random.share()) - 1.0) as u32).min(columns as u32 - 1))
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        let value = 1.0 / (chosen.len() as f32).sqrt();
        x.push_row(&chosen.iter().map(|&c| (c, value)).collect::<Vec<_>>());
        let score =
            |k: usize| -> f64 { chosen.iter().map(|&c| pull[c as usize * classes + k]).sum() };
        let best = (1..classes).fold(0, |b, k| if score(k) > score(b) { k } else { b });
        y.push(best);
    }
    (x, y)
}

#[divan::bench(args = [(1_000, 5_000, 2), (4_000, 20_000, 4), (20_000, 50_000, 4)], sample_count = 5)]
fn fit_rows_columns_classes(bencher: Bencher, (n, columns, classes): (usize, usize, usize)) {
    let (x, y) = rows(n, columns, classes);
    let params = LogisticParams::new(classes).alpha(0.1).check().unwrap();
    bencher.bench(|| {
        let fitted = params.fit_rows(black_box(&x), &y, None).unwrap();
        assert!(fitted.convergence().converged);
        fitted
    });
}

#[divan::bench(sample_count = 20)]
fn predict_proba_4000_rows_20000_columns_4_classes(bencher: Bencher) {
    let (x, y) = rows(4_000, 20_000, 4);
    let params = LogisticParams::new(4).alpha(0.1).check().unwrap();
    let fitted = params.fit_rows(&x, &y, None).unwrap();
    bencher.bench(|| {
        let probabilities = fitted.predict_proba(black_box(&x));
        assert!((probabilities.sum() - 4_000.0).abs() < 1e-6);
        probabilities
    });
}
