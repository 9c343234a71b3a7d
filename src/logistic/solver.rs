//! Truncated Newton: conjugate gradients on the Hessian, then a search along the direction.
//!
//! Each outer step solves `H d = −g` by conjugate gradients, stopped when the residual is below
//! `min(0.5, √‖g‖/‖g₀‖) · ‖g‖` (Dembo & Steihaug 1983; Nocedal & Wright, *Numerical Optimization*, algorithm 7.1), and goes along
//! `d` by backtracking until the value falls enough. The logits of the direction are computed once, so a trial
//! step costs no pass over the data.
//!
//! It stops when the value is provably near the optimum: the penalty makes the objective `alpha`-strongly convex in the
//! weights, so `f − f* ≤ ‖g‖² / (2·alpha)` (the intercepts' part of the gradient counts with the curvature of one
//! whole observation; with a prior the penalty holds the intercepts as well, and they count as weights). The bound and whether it was reached are reported.

use super::objective::Objective;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stopping {
    /// Largest gap to the optimal value allowed, as a share of the value. Above 0.
    pub tolerance: f64,
    /// Most outer steps. At least 1.
    pub max_iterations: usize,
}

/// What a run of the solver came to.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Convergence {
    /// Whether the gap is below the tolerance.
    pub converged: bool,
    /// Outer (Newton) steps.
    pub iterations: usize,
    /// Hessian products over all steps.
    pub hessian_products: usize,
    /// Value of the objective at the end.
    pub objective: f64,
    /// Euclidean length of the gradient at the end.
    pub gradient_norm: f64,
    /// Upper bound on the distance of the value to the optimum, as a share of the value (of 1e-6 nats a row where it is less).
    pub relative_gap: f64,
}

const MOST_CG_STEPS: usize = 250;
/// Nats a row below which a value counts as this much: shares of nothing are not told apart.
const LEAST_LOSS: f64 = 1e-6;

/// Minimises from `w` (changed in place).
pub(super) fn minimise(
    objective: &Objective<'_>,
    w: &mut [f64],
    stopping: Stopping,
) -> Convergence {
    let n = w.len();
    let size = objective.rows() * objective.width;
    let mut logits = vec![0.0; size];
    let mut probabilities = vec![0.0; size];
    let mut scratch = vec![0.0; size];
    let mut gradient = vec![0.0; n];
    let mut direction = vec![0.0; n];
    let mut residual = vec![0.0; n];
    let mut conjugate = vec![0.0; n];
    let mut product = vec![0.0; n];

    objective.logits(w, &mut logits);
    objective.add_prior(&mut logits);
    let mut value = objective.value(w, &logits);
    let mut hessian_products = 0;
    let mut first_norm = 0.0;
    let mut iterations = 0;
    loop {
        objective.gradient(w, &logits, &mut probabilities, &mut scratch, &mut gradient);
        let squared = dot(&gradient, &gradient);
        let norm = squared.sqrt();
        if iterations == 0 {
            first_norm = norm;
        }
        let scale = value.abs().max(LEAST_LOSS * objective.rows() as f64);
        let gap = gap_bound(objective, &gradient) / scale;
        let converged = gap <= stopping.tolerance || norm == 0.0;
        let report = Convergence {
            converged,
            iterations,
            hessian_products,
            objective: value,
            gradient_norm: norm,
            relative_gap: gap,
        };
        if converged || iterations >= stopping.max_iterations {
            return report;
        }

        let enough = (norm / first_norm).sqrt().min(0.5) * norm;
        direction.fill(0.0);
        for ((r, p), g) in residual.iter_mut().zip(&mut conjugate).zip(&gradient) {
            *r = -g;
            *p = -g;
        }
        let mut rr = squared;
        for _ in 0..MOST_CG_STEPS {
            objective.hessian_product(&conjugate, &probabilities, &mut scratch, &mut product);
            hessian_products += 1;
            let curvature = dot(&conjugate, &product);
            if curvature <= 0.0 {
                break;
            }
            let step = rr / curvature;
            for i in 0..n {
                direction[i] += step * conjugate[i];
                residual[i] -= step * product[i];
            }
            let next = dot(&residual, &residual);
            if next.sqrt() <= enough {
                break;
            }
            let beta = next / rr;
            rr = next;
            for (p, r) in conjugate.iter_mut().zip(&residual) {
                *p = r + beta * *p;
            }
        }

        objective.logits(&direction, &mut scratch);
        let slope = dot(&gradient, &direction);
        let (step, reached) = search(objective, w, &direction, &logits, &scratch, value, slope);
        if step == 0.0 {
            return Convergence {
                hessian_products,
                ..report
            };
        }
        for (w, d) in w.iter_mut().zip(&direction) {
            *w += step * d;
        }
        for (z, a) in logits.iter_mut().zip(&scratch) {
            *z += step * a;
        }
        value = reached;
        iterations += 1;
    }
}

/// Halves the step until the value has fallen by a ten-thousandth of what the slope promises (Armijo).
fn search(
    objective: &Objective<'_>,
    w: &[f64],
    direction: &[f64],
    logits: &[f64],
    along: &[f64],
    value: f64,
    slope: f64,
) -> (f64, f64) {
    let penalised = objective.penalised();
    let (w, direction) = (&w[..penalised], &direction[..penalised]);
    let (ww, wd, dd) = (dot(w, w), dot(w, direction), dot(direction, direction));
    let mut trial = vec![0.0; logits.len()];
    let mut step = 1.0;
    while step > 1e-10 {
        for ((t, z), a) in trial.iter_mut().zip(logits).zip(along) {
            *t = z + step * a;
        }
        let penalty = 0.5 * objective.penalty * (ww + 2.0 * step * wd + step * step * dd);
        let reached = objective.loss(&trial) + penalty;
        // near the optimum the fall is lost in rounding; a step that does not rise is as good as it gets
        if reached <= value + 1e-4 * step * slope || (reached <= value && step < 1e-3) {
            return (step, reached);
        }
        step /= 2.0;
    }
    (0.0, value)
}

fn gap_bound(objective: &Objective<'_>, gradient: &[f64]) -> f64 {
    let (g, b) = gradient.split_at(objective.penalised());
    dot(g, g) / (2.0 * objective.penalty) + dot(b, b) / 2.0
}

/// Sum of products in eight running sums: the same order, and so the same bits, on every machine.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (chunks_a, rest_a) = a.as_chunks::<8>();
    let (chunks_b, rest_b) = b.as_chunks::<8>();
    for (a, b) in chunks_a.iter().zip(chunks_b) {
        for i in 0..8 {
            sums[i] += a[i] * b[i];
        }
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
