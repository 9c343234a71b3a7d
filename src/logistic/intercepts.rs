//! The best intercepts for given weights: what the solver's bound on its distance to the optimum is measured from.

use super::objective::{Objective, probabilities_of};

/// Newton steps at most; from near the optimum a few do.
const MOST_STEPS: usize = 50;
/// Length of the intercepts' gradient, as a share of the summed weights, at which they are best but for what is lost in rounding: a step that
/// does not halve it ends there.
const ENOUGH: f64 = 1e-10;
/// What a sum over rows may be off, as a share of it.
const ROUNDING: f64 = 1e-13;
/// The logit of a class without rows, whose best intercept is infinitely low.
const NEVER: f64 = -1e9;

/// Logits moved so that the loss is lowest over all intercepts; none where these are not found.
///
/// The loss is convex in as many numbers as there are classes. One class that has rows stays where it is, as a shift of all
/// logits changes nothing; a class without rows is taken out, which is the limit that the loss falls to.
pub(super) fn best(objective: &Objective<'_>, logits: &[f64]) -> Option<Vec<f64>> {
    let weights = objective.class_weights();
    let total: f64 = weights.iter().sum();
    let mut best = logits.to_vec();
    let width = objective.width;
    let free: Vec<usize> = if width == 1 {
        if weights.contains(&0.0) {
            return None;
        }
        vec![0]
    } else {
        let with_rows: Vec<usize> = (0..width).filter(|&k| weights[k] > 0.0).collect();
        for z in best.chunks_exact_mut(width) {
            for (z, _) in z.iter_mut().zip(&weights).filter(|(_, w)| **w == 0.0) {
                *z = NEVER;
            }
        }
        with_rows.get(1..)?.to_vec()
    };
    // with one logit, column 0 is class 1
    let wanted = |k: usize| weights[if width == 1 { 1 } else { k }];
    let (mut loss, mut last) = (objective.loss(&best), f64::INFINITY);
    for _ in 0..MOST_STEPS {
        let (sums, hessian) = moments(objective, &best, &free);
        let pull: Vec<f64> = (free.iter().zip(&sums))
            .map(|(&k, p)| p - wanted(k))
            .collect();
        let length = pull.iter().map(|g| g * g).sum::<f64>().sqrt();
        if length == 0.0 || (length <= ENOUGH * total && length > last / 2.0) {
            return Some(best);
        }
        last = length;
        let step = solve(hessian, pull)?;
        let mut scale = 1.0;
        loop {
            let mut moved = best.clone();
            for z in moved.chunks_exact_mut(width) {
                for (&k, step) in free.iter().zip(&step) {
                    z[k] -= scale * step;
                }
            }
            let reached = objective.loss(&moved);
            // near the best the fall is lost in rounding
            if reached <= loss + ROUNDING * loss {
                (best, loss) = (moved, reached);
                break;
            }
            scale /= 2.0;
            if scale < 1e-6 {
                return None;
            }
        }
    }
    None
}

/// Summed probabilities of the free classes, and the Hessian of the loss in their intercepts, row by row.
fn moments(objective: &Objective<'_>, logits: &[f64], free: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let n = free.len();
    let (mut sums, mut hessian) = (vec![0.0; n], vec![0.0; n * n]);
    let mut p = vec![0.0; objective.width];
    for (row, z) in logits.chunks_exact(objective.width).enumerate() {
        probabilities_of(z, &mut p);
        let weight = objective.weight(row);
        for (i, &a) in free.iter().enumerate() {
            sums[i] += weight * p[a];
            hessian[i * n + i] += weight * p[a];
            for (j, &b) in free.iter().enumerate() {
                hessian[i * n + j] -= weight * p[a] * p[b];
            }
        }
    }
    (sums, hessian)
}

/// Solves `H x = g` for a positive definite `H` by Cholesky's factors; none where it is not.
fn solve(mut h: Vec<f64>, mut g: Vec<f64>) -> Option<Vec<f64>> {
    let n = g.len();
    for j in 0..n {
        for k in 0..j {
            for i in j..n {
                h[i * n + j] -= h[i * n + k] * h[j * n + k];
            }
        }
        let pivot = h[j * n + j];
        if !(pivot > 0.0 && pivot.is_finite()) {
            return None;
        }
        for i in j..n {
            h[i * n + j] /= pivot.sqrt();
        }
    }
    for i in 0..n {
        let known: f64 = (0..i).map(|k| h[i * n + k] * g[k]).sum();
        g[i] = (g[i] - known) / h[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| h[k * n + i] * g[k]).sum();
        g[i] = (g[i] - known) / h[i * n + i];
    }
    Some(g)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_equations_are_solved() {
        // by hand: 4·1 + 2·2 = 8, 2·1 + 3·2 = 8
        let found = solve(vec![4.0, 2.0, 2.0, 3.0], vec![8.0, 8.0]).unwrap();
        assert!(
            (found[0] - 1.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12,
            "{found:?}"
        );
        assert_eq!(solve(vec![1.0, 1.0, 1.0, 1.0], vec![1.0, 1.0]), None);
    }
}
