//! The penalised negative log-likelihood of multinomial logistic regression over sparse rows.
//!
//! For weights `W` (columns × K) and intercepts `b` (K), with logits `z_i = x_i·W + b` and sample weights `s_i`:
//!
//! `f(W, b) = Σ_i s_i · (log Σ_k exp z_ik − z_iy) + alpha/2 · ‖W‖²`
//!
//! scikit-learn's `C` is `1/alpha`. With a prior `(W₀, b₀)` the parameters are what is added to it: `z_i = x_i·(W₀ + W) + (b₀ + b)`, and
//! `alpha/2 · (‖W‖² + ‖b‖²)` holds the fit near the prior, intercepts too. With two classes one column of weights `w` is enough: the optimum of the sum above has
//! `W = (−w/2, w/2)`, so `K = 1` with `z = (0, w·x + b)` and half the penalty reaches the same optimum in half the work.

use crate::scores::softmax_in_place;
use crate::sparse::Csr;

/// Data and penalty; computes value, gradient and Hessian products.
#[derive(Debug)]
pub(super) struct Objective<'a> {
    x: &'a Csr,
    y: &'a [usize],
    sample_weights: Option<&'a [f64]>,
    /// Penalty on the free parameters: `alpha`, or `alpha/2` in the two-class form.
    pub(super) penalty: f64,
    /// Free columns of weights: K, or 1 in the two-class form.
    pub(super) width: usize,
    pub(super) fit_intercept: bool,
    /// Logits of the prior, `rows × width`; empty where there is none.
    prior: Vec<f64>,
}

/// Dispatches on the width so that the inner loops over classes unroll; 0 means "not known at compile time".
macro_rules! by_width {
    ($width:expr, $call:ident::<_>($($arg:expr),*)) => {
        match $width {
            1 => $call::<1>($($arg),*),
            2 => $call::<2>($($arg),*),
            3 => $call::<3>($($arg),*),
            4 => $call::<4>($($arg),*),
            5 => $call::<5>($($arg),*),
            8 => $call::<8>($($arg),*),
            _ => $call::<0>($($arg),*),
        }
    };
}

impl<'a> Objective<'a> {
    pub(super) fn new(
        x: &'a Csr,
        y: &'a [usize],
        classes: usize,
        sample_weights: Option<&'a [f64]>,
        alpha: f64,
        fit_intercept: bool,
    ) -> Self {
        let (width, penalty) = if classes == 2 {
            (1, alpha / 2.0)
        } else {
            (classes, alpha)
        };
        Self {
            x,
            y,
            sample_weights,
            penalty,
            width,
            fit_intercept,
            prior: Vec::new(),
        }
    }

    /// Measures from a prior whose free parameters are `w`.
    pub(super) fn with_prior(mut self, w: &[f64]) -> Self {
        let mut prior = vec![0.0; self.rows() * self.width];
        self.logits(w, &mut prior);
        self.prior = prior;
        self
    }

    /// Adds the prior's logits to those of parameters.
    pub(super) fn add_prior(&self, logits: &mut [f64]) {
        for (z, prior) in logits.iter_mut().zip(&self.prior) {
            *z += prior;
        }
    }

    /// Number of parameters under the penalty, which stand first: the weights, and with a prior the intercepts too.
    pub(super) fn penalised(&self) -> usize {
        let weights = self.x.columns() * self.width;
        if self.prior.is_empty() {
            weights
        } else {
            weights + self.width
        }
    }

    /// Number of free parameters: one row of weights a column, and one for the intercepts at the end.
    pub(super) fn parameters(&self) -> usize {
        (self.x.columns() + 1) * self.width
    }

    /// Whether there are intercepts that no penalty holds.
    pub(super) fn has_free_intercepts(&self) -> bool {
        self.fit_intercept && self.prior.is_empty()
    }

    /// Summed weight of the rows of each class; two classes in the form with one logit, too.
    pub(super) fn class_weights(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.width.max(2)];
        for (row, &class) in self.y.iter().enumerate() {
            sums[class] += self.weight(row);
        }
        sums
    }

    pub(super) fn rows(&self) -> usize {
        self.x.rows()
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.sample_weights.map_or(1.0, |w| w[row])
    }

    /// Logits of all rows, `rows × width`, without the prior's.
    pub(super) fn logits(&self, w: &[f64], out: &mut [f64]) {
        by_width!(
            self.width,
            multiply::<_>(self.x, w, self.width, self.fit_intercept, out)
        );
    }

    fn squared_length(&self, w: &[f64]) -> f64 {
        w[..self.penalised()].iter().map(|v| v * v).sum()
    }

    /// Value at parameters whose logits are known.
    pub(super) fn value(&self, w: &[f64], logits: &[f64]) -> f64 {
        self.loss(logits) + 0.5 * self.penalty * self.squared_length(w)
    }

    /// The loss alone, without the penalty.
    pub(super) fn loss(&self, logits: &[f64]) -> f64 {
        let k = self.width;
        (0..self.rows())
            .map(|i| {
                let z = &logits[i * k..(i + 1) * k];
                self.weight(i) * row_loss(z, self.y[i])
            })
            .sum()
    }

    /// Probabilities times sample weights, `rows × width`, and from them the gradient.
    pub(super) fn gradient(
        &self,
        w: &[f64],
        logits: &[f64],
        probabilities: &mut [f64],
        residual: &mut [f64],
        out: &mut [f64],
    ) {
        let k = self.width;
        for i in 0..self.rows() {
            let s = self.weight(i);
            let range = i * k..(i + 1) * k;
            let p = &mut probabilities[range.clone()];
            probabilities_of(&logits[range.clone()], p);
            let r = &mut residual[range];
            if k == 1 {
                r[0] = s * (p[0] - if self.y[i] == 1 { 1.0 } else { 0.0 });
            } else {
                for (class, (r, p)) in r.iter_mut().zip(p.iter()).enumerate() {
                    *r = s * (p - if class == self.y[i] { 1.0 } else { 0.0 });
                }
            }
        }
        self.transpose_multiply(residual, out);
        self.add_penalty(w, out);
    }

    /// Product of the Hessian with a direction; `scratch` is `rows × width`.
    pub(super) fn hessian_product(
        &self,
        direction: &[f64],
        probabilities: &[f64],
        scratch: &mut [f64],
        out: &mut [f64],
    ) {
        self.logits(direction, scratch);
        let k = self.width;
        for i in 0..self.rows() {
            let s = self.weight(i);
            let p = &probabilities[i * k..(i + 1) * k];
            let a = &mut scratch[i * k..(i + 1) * k];
            if k == 1 {
                a[0] *= s * p[0] * (1.0 - p[0]);
            } else {
                let mean: f64 = p.iter().zip(a.iter()).map(|(p, a)| p * a).sum();
                for (a, p) in a.iter_mut().zip(p) {
                    *a = s * p * (*a - mean);
                }
            }
        }
        self.transpose_multiply(scratch, out);
        self.add_penalty(direction, out);
    }

    fn add_penalty(&self, w: &[f64], out: &mut [f64]) {
        let penalised = self.penalised();
        for (o, w) in out[..penalised].iter_mut().zip(&w[..penalised]) {
            *o += self.penalty * w;
        }
    }

    fn transpose_multiply(&self, rows: &[f64], out: &mut [f64]) {
        by_width!(
            self.width,
            scatter::<_>(self.x, rows, self.width, self.fit_intercept, out)
        );
    }
}

fn multiply<const K: usize>(x: &Csr, w: &[f64], width: usize, intercept: bool, out: &mut [f64]) {
    let k = if K > 0 { K } else { width };
    let base = x.columns() * k;
    for i in 0..x.rows() {
        let (indices, values) = x.row(i);
        let z = &mut out[i * k..(i + 1) * k];
        z.copy_from_slice(&w[base..base + k]);
        if !intercept {
            z.fill(0.0);
        }
        if K > 0 {
            let mut sum = [0.0; K];
            for (&c, &v) in indices.iter().zip(values) {
                let v = f64::from(v);
                let row = &w[c as usize * K..][..K];
                for (s, w) in sum.iter_mut().zip(row) {
                    *s += v * w;
                }
            }
            for (z, s) in z.iter_mut().zip(sum) {
                *z += s;
            }
        } else {
            for (&c, &v) in indices.iter().zip(values) {
                let v = f64::from(v);
                let row = &w[c as usize * k..][..k];
                for (z, w) in z.iter_mut().zip(row) {
                    *z += v * w;
                }
            }
        }
    }
}

fn scatter<const K: usize>(x: &Csr, rows: &[f64], width: usize, intercept: bool, out: &mut [f64]) {
    let k = if K > 0 { K } else { width };
    out.fill(0.0);
    let (weights, at_intercept) = out.split_at_mut(x.columns() * k);
    for i in 0..x.rows() {
        let (indices, values) = x.row(i);
        let r = &rows[i * k..][..k];
        for (&c, &v) in indices.iter().zip(values) {
            let v = f64::from(v);
            let row = &mut weights[c as usize * k..][..k];
            for (o, r) in row.iter_mut().zip(r) {
                *o += v * r;
            }
        }
        if intercept {
            for (o, r) in at_intercept.iter_mut().zip(r) {
                *o += r;
            }
        }
    }
}

/// Negative log-likelihood of one row; a single logit stands for `(0, z)`.
fn row_loss(z: &[f64], y: usize) -> f64 {
    if let [z] = z {
        let margin = if y == 1 { *z } else { -*z };
        // log(1 + exp(-m)) without overflow
        return if margin > 0.0 {
            (-margin).exp().ln_1p()
        } else {
            margin.exp().ln_1p() - margin
        };
    }
    let max = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    max + z.iter().map(|z| (z - max).exp()).sum::<f64>().ln() - z[y]
}

/// Probabilities of one row of logits; a single logit gives the probability of class 1.
pub(super) fn probabilities_of(z: &[f64], out: &mut [f64]) {
    if let ([z], [p]) = (z, &mut *out) {
        *p = 1.0 / (1.0 + (-z).exp());
        return;
    }
    out.copy_from_slice(z);
    softmax_in_place(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(classes: usize) -> (Csr, Vec<usize>, Vec<f64>) {
        let mut x = Csr::new(6);
        for i in 0..12_u32 {
            x.push_row(&[(i % 6, 0.5 + i as f32 / 10.0), ((i * 5 + 1) % 6, -0.7)]);
        }
        let y = (0..12).map(|i| i * 7 % classes).collect();
        let s = (0..12).map(|i| 0.5 + f64::from(i % 3)).collect();
        (x, y, s)
    }

    #[test]
    fn gradient_and_hessian_agree_with_differences() {
        for (classes, prior) in [2, 3, 4, 7]
            .into_iter()
            .flat_map(|k| [(k, false), (k, true)])
        {
            let (x, y, s) = data(classes);
            let mut objective = Objective::new(&x, &y, classes, Some(&s), 0.3, true);
            let n = objective.parameters();
            if prior {
                let near: Vec<f64> = (0..n).map(|i| ((i * 29 % 7) as f64 - 3.0) / 5.0).collect();
                objective = objective.with_prior(&near);
            }
            let size = objective.rows() * objective.width;
            let w: Vec<f64> = (0..n).map(|i| ((i * 37 % 11) as f64 - 5.0) / 7.0).collect();
            let d: Vec<f64> = (0..n).map(|i| ((i * 53 % 13) as f64 - 6.0) / 9.0).collect();
            let at = |w: &[f64]| {
                let mut z = vec![0.0; size];
                objective.logits(w, &mut z);
                objective.add_prior(&mut z);
                let (mut p, mut r, mut g) = (vec![0.0; size], vec![0.0; size], vec![0.0; n]);
                objective.gradient(w, &z, &mut p, &mut r, &mut g);
                (objective.value(w, &z), g, p)
            };
            let step = 1e-5;
            let moved = |t: f64| w.iter().zip(&d).map(|(w, d)| w + t * d).collect::<Vec<_>>();
            let (_, gradient, p) = at(&w);
            let (ahead, g_ahead, _) = at(&moved(step));
            let (behind, g_behind, _) = at(&moved(-step));
            let slope: f64 = gradient.iter().zip(&d).map(|(g, d)| g * d).sum();
            assert!((slope - (ahead - behind) / (2.0 * step)).abs() < 1e-6 * slope.abs().max(1.0));
            let (mut scratch, mut product) = (vec![0.0; size], vec![0.0; n]);
            objective.hessian_product(&d, &p, &mut scratch, &mut product);
            for i in 0..n {
                let difference = (g_ahead[i] - g_behind[i]) / (2.0 * step);
                assert!(
                    (product[i] - difference).abs() < 1e-5,
                    "{classes} classes, prior {prior}, {i}"
                );
            }
        }
    }

    #[test]
    fn large_logits_do_not_overflow() {
        assert!((row_loss(&[1000.0, 0.0, -1000.0], 1) - 1000.0).abs() < 1e-9);
        assert!(row_loss(&[800.0], 1) < 1e-300);
        assert!((row_loss(&[800.0], 0) - 800.0).abs() < 1e-9);
    }
}
