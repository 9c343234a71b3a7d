//! What is worked out of the scores of one sentence, once for all: probabilities, the label, the loss.

/// Turns scores into probabilities where they stand: `exp(z_k) / Σ_j exp(z_j)`, of scores less the largest, so that none overflows.
pub fn softmax_in_place(scores: &mut [f64]) {
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for z in &mut *scores {
        *z = (*z - max).exp();
        sum += *z;
    }
    for p in scores {
        *p /= sum;
    }
}

/// The probabilities of scores.
pub fn softmax<'a>(scores: impl IntoIterator<Item = &'a f64>) -> Vec<f64> {
    let mut probabilities: Vec<f64> = scores.into_iter().copied().collect();
    softmax_in_place(&mut probabilities);
    probabilities
}

/// The position of the largest value; of equally large ones the first. 0 where there is none.
pub fn first_largest<T: PartialOrd>(values: impl IntoIterator<Item = T>) -> usize {
    let mut values = values.into_iter().enumerate();
    let Some((mut best, mut largest)) = values.next() else {
        return 0;
    };
    for (position, value) in values {
        if value > largest {
            (best, largest) = (position, value);
        }
    }
    best
}

/// Loss of one sentence, `-ln p` of the right label's probability in nats, with `p` clipped to [2.2e-16, 1 − 2.2e-16] as scikit-learn does for
/// doubles, so that it is at most 36.04.
pub fn log_loss(probability: f64) -> f64 {
    -probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_worked_by_hand_and_do_not_overflow() {
        let p = softmax(&[2.0_f64.ln(), 0.0, 1.0_f64.ln()]);
        for (p, expected) in p.iter().zip([0.5, 0.25, 0.25]) {
            assert!((p - expected).abs() < 1e-15, "{p}");
        }
        assert_eq!(softmax(&[1000.0, 0.0, -1000.0]), [1.0, 0.0, 0.0]);
        assert!(softmax(&[]).is_empty());
    }

    #[test]
    fn of_equally_large_values_the_first_is_taken() {
        assert_eq!(first_largest([1.0, 3.0, 2.0, 3.0]), 1);
        assert_eq!(first_largest([0, 0]), 0);
        assert_eq!(first_largest(Vec::<f64>::new()), 0);
    }

    #[test]
    fn a_loss_is_never_without_end() {
        assert!((log_loss(0.5) - 2.0_f64.ln()).abs() < 1e-15);
        assert!((log_loss(0.0) - 36.04).abs() < 0.01);
        assert!(log_loss(1.0) > 0.0);
    }
}
