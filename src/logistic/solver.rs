//! Truncated Newton: conjugate gradients on the Hessian, then a search along the direction.
//!
//! Each outer step solves `H d = −g` by conjugate gradients, stopped when the residual is below
//! `min(0.5, √‖g‖/‖g₀‖) · ‖g‖` (Dembo & Steihaug 1983; Nocedal & Wright, *Numerical Optimization*, algorithm 7.1), and goes along
//! `d` by backtracking until the value falls enough. The logits of the direction are computed once, so a trial
//! step costs no pass over the data.
//!
//! It stops when the value is provably near the optimum. Let `F(W) = min_b f(W, b)` be the value with the best intercepts for some weights. `f` less
//! its penalty is convex in weights and intercepts together, so `F` is `alpha`-strongly convex in the weights, and
//!
//! `f(W, b) − f* ≤ f(W, b) − F(W) + ‖∂f/∂W (W, b*)‖² / (2·alpha)`, with `b*` the best intercepts.
//!
//! These are found by Newton's method in as many numbers as there are classes, which costs no pass over the features; the gradient there costs one. So the bound is worked out
//! only where the gradient at hand says that the end is near. With a prior the penalty holds the intercepts as well, they count as weights, and
//! the bound is `‖g‖² / (2·alpha)`. As `f ≥ 0`, it never exceeds the value itself. The bound and whether it was reached are reported.

use super::intercepts;
use super::objective::Objective;
use std::cmp::Ordering;

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

impl Convergence {
    /// That of two fits which ended worse: the one that did not converge, or else the one with the larger gap.
    #[must_use]
    pub(crate) fn worst(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let key = |c: &Self| (!c.converged, c.relative_gap, c.iterations, c.objective);
        let worse = |a: &Self, b: &Self| key(a).partial_cmp(&key(b)) == Some(Ordering::Greater);
        match (one, other) {
            (Some(one), Some(other)) if worse(&other, &one) => Some(other),
            (Some(one), _) => Some(one),
            (None, other) => other,
        }
    }
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
    let mut newton = Newton::new(n);

    objective.logits(w, &mut logits);
    objective.add_prior(&mut logits);
    let mut value = objective.value(w, &logits);
    let mut hessian_products = 0;
    let mut first_norm = 0.0;
    let mut iterations = 0;
    loop {
        objective.gradient(w, &logits, &mut probabilities, &mut scratch, &mut gradient);
        let norm = dot(&gradient, &gradient).sqrt();
        if iterations == 0 {
            first_norm = norm;
        }
        let scale = value.abs().max(LEAST_LOSS * objective.rows() as f64);
        let report = |hessian_products| {
            let gap = gap_bound(objective, w, &logits, value, &gradient) / scale;
            Convergence {
                converged: gap <= stopping.tolerance || norm == 0.0,
                iterations,
                hessian_products,
                objective: value,
                gradient_norm: norm,
                relative_gap: gap,
            }
        };
        let last = iterations >= stopping.max_iterations;
        if last || near_the_end(objective, &gradient) <= stopping.tolerance * scale {
            let report = report(hessian_products);
            if last || report.converged {
                return report;
            }
        }

        let enough = (norm / first_norm).sqrt().min(0.5) * norm;
        hessian_products +=
            newton.solve(objective, &gradient, &probabilities, enough, &mut scratch);
        let direction = &newton.direction;

        objective.logits(direction, &mut scratch);
        let slope = dot(&gradient, direction);
        let (step, reached) = search(objective, w, direction, &logits, &scratch, value, slope);
        if step == 0.0 {
            return report(hessian_products);
        }
        for (w, d) in w.iter_mut().zip(direction) {
            *w += step * d;
        }
        for (z, a) in logits.iter_mut().zip(&scratch) {
            *z += step * a;
        }
        value = reached;
        iterations += 1;
    }
}

/// The Newton direction, and what finding it takes.
struct Newton {
    direction: Vec<f64>,
    residual: Vec<f64>,
    conjugate: Vec<f64>,
    product: Vec<f64>,
}

impl Newton {
    /// Room for so many numbers.
    fn new(n: usize) -> Self {
        Self {
            direction: vec![0.0; n],
            residual: vec![0.0; n],
            conjugate: vec![0.0; n],
            product: vec![0.0; n],
        }
    }

    /// Solves `H d = −g` by conjugate gradients until the residual is no longer than `enough`, and gives the number of Hessian products.
    fn solve(
        &mut self,
        objective: &Objective<'_>,
        gradient: &[f64],
        probabilities: &[f64],
        enough: f64,
        scratch: &mut [f64],
    ) -> usize {
        self.direction.fill(0.0);
        for ((r, p), g) in (self.residual.iter_mut().zip(&mut self.conjugate)).zip(gradient) {
            *r = -g;
            *p = -g;
        }
        let mut rr = dot(gradient, gradient);
        for products in 1..=MOST_CG_STEPS {
            objective.hessian_product(&self.conjugate, probabilities, scratch, &mut self.product);
            let curvature = dot(&self.conjugate, &self.product);
            if curvature <= 0.0 {
                return products;
            }
            let step = rr / curvature;
            for (d, p) in self.direction.iter_mut().zip(&self.conjugate) {
                *d += step * p;
            }
            for (r, h) in self.residual.iter_mut().zip(&self.product) {
                *r -= step * h;
            }
            let next = dot(&self.residual, &self.residual);
            if next.sqrt() <= enough {
                return products;
            }
            let beta = next / rr;
            rr = next;
            for (p, r) in self.conjugate.iter_mut().zip(&self.residual) {
                *p = r + beta * *p;
            }
        }
        MOST_CG_STEPS
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

/// About how far the value is from the optimum, by the gradient alone; no bound, as the intercepts' part counts with the curvature
/// of one whole observation. Without gradient it is 0.
fn near_the_end(objective: &Objective<'_>, gradient: &[f64]) -> f64 {
    let (g, b) = gradient.split_at(objective.penalised());
    dot(g, g) / (2.0 * objective.penalty) + dot(b, b) / 2.0
}

/// Upper bound on the distance of the value to the optimum.
fn gap_bound(
    objective: &Objective<'_>,
    w: &[f64],
    logits: &[f64],
    value: f64,
    gradient: &[f64],
) -> f64 {
    let of_gradient = |g: &[f64]| {
        let g = &g[..objective.penalised()];
        dot(g, g) / (2.0 * objective.penalty)
    };
    if !objective.has_free_intercepts() {
        return of_gradient(gradient).min(value);
    }
    let Some(best) = intercepts::best(objective, logits) else {
        return value;
    };
    let (mut probabilities, mut residual) = (vec![0.0; best.len()], vec![0.0; best.len()]);
    let mut there = vec![0.0; gradient.len()];
    objective.gradient(w, &best, &mut probabilities, &mut residual, &mut there);
    let above = (objective.loss(logits) - objective.loss(&best)).max(0.0);
    (above + of_gradient(&there)).min(value)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparse::Csr;

    #[test]
    fn a_column_like_the_intercept_makes_no_gap_small() {
        // 50 rows of one constant column, of which 25 are of class 1; the weight 3 and the intercept that leaves no slope in the weight
        let mut x = Csr::new(1);
        (0..50).for_each(|_| x.push_row(&[(0, 1.0)]));
        let y: Vec<usize> = (0..50).map(|i| i % 2).collect();
        let objective = Objective::new(&x, &y, 2, None, 0.01, true);
        // slope 50·(p − 1/2) + 0.005·3 = 0
        let p: f64 = 0.5 - 0.005 * 3.0 / 50.0;
        let w = [3.0, (p / (1.0 - p)).ln() - 3.0];
        let mut logits = vec![0.0; 50];
        objective.logits(&w, &mut logits);
        let (mut probabilities, mut residual) = (vec![0.0; 50], vec![0.0; 50]);
        let mut gradient = vec![0.0; 2];
        objective.gradient(
            &w,
            &logits,
            &mut probabilities,
            &mut residual,
            &mut gradient,
        );
        assert!(gradient[0].abs() < 1e-12, "{gradient:?}");
        let value = objective.value(&w, &logits);
        // the optimum has no weight: 50·ln 2
        let gap = value - 50.0 * std::f64::consts::LN_2;
        let bound = gap_bound(&objective, &w, &logits, value, &gradient);
        assert!(near_the_end(&objective, &gradient) < gap / 100.0);
        assert!(bound >= gap && bound < 1.01 * gap, "{bound} for {gap}");
    }
}
