//! The binomial distribution: how likely it is to see at most so many errors.

use std::f64::consts::TAU;

/// P(X ≤ k) for X binomial(n, p), where `k < n` and p is above `k / n`.
///
/// From there down each term is smaller than the one before, so that those which count are some tens of standard deviations, however large n is.
pub(super) fn at_most(k: usize, n: usize, p: f64) -> f64 {
    let mut term = term(k as f64, n as f64, p);
    let mut sum = term;
    for k in (1..=k).rev() {
        term *= k as f64 / (n - k + 1) as f64 * ((1.0 - p) / p);
        sum += term;
        if term < sum * f64::EPSILON / 16.0 {
            break;
        }
    }
    sum
}

/// P(X = k), where `k < n`: Stirling's formula for each factorial, with what it lacks, so that no large numbers are taken from each other
/// (Loader 2000, *Fast and accurate computation of binomial probabilities*).
fn term(k: f64, n: f64, p: f64) -> f64 {
    if k == 0.0 {
        return (n * (-p).ln_1p()).exp();
    }
    let rest = n - k;
    let factorials = beyond_stirling(n) - beyond_stirling(k) - beyond_stirling(rest);
    let apart = k * (k / (n * p)).ln() + rest * (rest / (n * (1.0 - p))).ln();
    (factorials - apart).exp() * (n / (TAU * k * rest)).sqrt()
}

/// ln n! less Stirling's formula for it, √(2πn)·(n/e)ⁿ, for n of 1 or more.
fn beyond_stirling(n: f64) -> f64 {
    if n < 16.0 {
        let factorial: f64 = (2..=n as u32).map(f64::from).product();
        return factorial.ln() - (n * n.ln() - n + 0.5 * (TAU * n).ln());
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum of all terms, each by its logarithm.
    fn summed(k: usize, n: usize, p: f64) -> f64 {
        let mut log_choose = 0.0;
        let mut sum = 0.0;
        for k in 0..=k {
            if k > 0 {
                log_choose += ((n - k + 1) as f64).ln() - (k as f64).ln();
            }
            sum += (log_choose + k as f64 * p.ln() + (n - k) as f64 * (-p).ln_1p()).exp();
        }
        sum
    }

    #[test]
    fn it_is_the_sum_of_all_terms() {
        for n in [1, 2, 7, 30, 400, 9_000] {
            for k in [0, 1, 3, 15, 16, 17, n / 4, n / 2, n - 1] {
                let least = k as f64 / n as f64;
                for further in [1e-9, 0.01, 0.1, 0.5, 0.99] {
                    let p = least + (1.0 - least) * further;
                    if k < n {
                        let (found, expected) = (at_most(k, n, p), summed(k, n, p));
                        let close = (found - expected).abs() < 1e-10 * expected + 1e-300;
                        assert!(close, "{k} of {n}, {p}: {found} for {expected}");
                    }
                }
            }
        }
    }
}
