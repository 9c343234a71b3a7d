//! Figures of the probabilities: log-loss, Brier score, calibration error, and how much can be labelled at what risk.

use crate::ties::walk;

/// Number of equal-width bins of the calibration errors.
pub(crate) const BINS: usize = 15;

/// Steps of the risk–coverage curve: risk is told at each 1/40 of the rows.
pub(crate) const RISK_STEPS: usize = 40;

/// `Σₖ (pₖ − yₖ)²`, from 0 to 2.
pub(crate) fn brier(probabilities: &[f64], gold: usize) -> f64 {
    probabilities
        .iter()
        .enumerate()
        .map(|(k, p)| (p - f64::from(u8::from(k == gold))).powi(2))
        .sum()
}

/// The bin of a probability: `(i/15, (i+1)/15]`, with 0 in the first.
pub(crate) fn bin(probability: f64) -> usize {
    ((probability * BINS as f64).ceil() as usize).clamp(1, BINS) - 1
}

/// Counts of the bins of one kind of event (the prediction is right; the label is the gold one).
#[derive(Debug, Clone, Default)]
pub(crate) struct Bins {
    count: [u64; BINS],
    hits: [u64; BINS],
    probability: [f64; BINS],
}

impl Bins {
    pub(crate) fn add(&mut self, bin: usize, probability: f64, hit: bool, weight: u32) {
        if bin < BINS {
            self.count[bin] += u64::from(weight);
            self.hits[bin] += u64::from(weight) * u64::from(hit);
            self.probability[bin] += probability * f64::from(weight);
        }
    }

    pub(crate) fn count(&self, bin: usize) -> u64 {
        self.count.get(bin).copied().unwrap_or(0)
    }

    /// Share of hits in a bin; undefined when it is empty.
    pub(crate) fn frequency(&self, bin: usize) -> Option<f64> {
        super::confusion::ratio(*self.hits.get(bin)?, self.count(bin))
    }

    /// Mean probability in a bin; undefined when it is empty.
    pub(crate) fn mean(&self, bin: usize) -> Option<f64> {
        let count = self.count(bin);
        (count > 0).then(|| self.probability[bin] / count as f64)
    }

    /// `Σ_b n_b/n · |frequency_b − mean_b|`; undefined without rows.
    pub(crate) fn error(&self) -> Option<f64> {
        let total: u64 = self.count.iter().sum();
        let gap: f64 = (0..BINS)
            .map(|b| (self.hits[b] as f64 - self.probability[b]).abs())
            .sum();
        (total > 0).then(|| gap / total as f64)
    }
}

/// One row in the order of falling confidence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranked {
    pub(crate) unit: u32,
    pub(crate) wrong: bool,
    pub(crate) confidence: f64,
}

/// Sorts rows by falling confidence; equal ones keep their order.
pub(crate) fn ranked(rows: impl Iterator<Item = Ranked>) -> Vec<Ranked> {
    let mut rows: Vec<Ranked> = rows.collect();
    rows.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    rows
}

/// What the most confident rows cost in errors.
#[derive(Debug, Clone)]
pub(crate) struct RiskCoverage {
    /// Share of rows and lowest confidence accepted, for each asked error rate.
    pub(crate) coverage: Vec<(f64, Option<f64>)>,
    /// Share of errors among the first 1/40, 2/40, … of the rows.
    pub(crate) risk: [Option<f64>; RISK_STEPS],
}

/// Walks down the ranked rows.
///
/// Coverage at an error rate is the largest share of rows, taken from the most confident downwards and never
/// parting rows of equal confidence, whose share of errors is at most that rate; 0 when even the first rows
/// have more. Risk at a step is told for the fewest rows that reach it; of rows of equal confidence that the step parts, the share of
/// errors among all of them is taken, so it does not depend on their order. Undefined (`None`) without rows.
pub(crate) fn risk_coverage(
    ranked: &[Ranked],
    weights: &[u32],
    rates: &[f64],
) -> Option<RiskCoverage> {
    let weight = |r: &Ranked| u64::from(weights.get(r.unit as usize).copied().unwrap_or(0));
    let total: u64 = ranked.iter().map(weight).sum();
    if total == 0 {
        return None;
    }
    let mut found = RiskCoverage {
        coverage: vec![(0.0, None); rates.len()],
        risk: [None; RISK_STEPS],
    };
    let mut step = 0;
    for tied in walk(ranked, |row| row.confidence, |row| (weight(row), row.wrong)) {
        let reached = tied.reached();
        while let Some(risk) = found.risk.get_mut(step) {
            let due = (total * (step as u64 + 1)).div_ceil(RISK_STEPS as u64);
            if due > reached.rows {
                break;
            }
            let taken = (due - tied.surer.rows) as f64 / tied.own.rows as f64;
            *risk = Some((tied.surer.wrong as f64 + taken * tied.own.wrong as f64) / due as f64);
            step += 1;
        }
        for (&rate, best) in rates.iter().zip(&mut found.coverage) {
            if reached.wrong as f64 <= rate * reached.rows as f64 + 1e-9 {
                *best = (reached.rows as f64 / total as f64, Some(tied.confidence));
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::log_loss;

    /// ```python
    /// from sklearn.metrics import log_loss, brier_score_loss
    /// P = [[.70,.10,.05,.15],[.20,.50,.10,.20],[.05,.30,.25,.40],[.01,.01,.01,.97],
    ///      [.45,.05,.10,.40],[.10,.15,.60,.15],[0,1,0,0],[.25,.30,.20,.25]]
    /// log_loss([0,1,2,3,3,0,1,0], P, labels=range(4)), log_loss([0,1,2,3,3,0,0,0], P, labels=range(4))
    /// brier_score_loss([0,1,2,3,3,0,1,0], P, labels=range(4), scale_by_half=False)
    /// ```
    const P: [[f64; 4]; 8] = [
        [0.70, 0.10, 0.05, 0.15],
        [0.20, 0.50, 0.10, 0.20],
        [0.05, 0.30, 0.25, 0.40],
        [0.01, 0.01, 0.01, 0.97],
        [0.45, 0.05, 0.10, 0.40],
        [0.10, 0.15, 0.60, 0.15],
        [0.0, 1.0, 0.0, 0.0],
        [0.25, 0.30, 0.20, 0.25],
    ];

    #[test]
    fn log_loss_and_brier_are_scikit_learns() {
        let gold = [0, 1, 2, 3, 3, 0, 1, 0];
        let mean = |f: &dyn Fn(&[f64; 4], usize) -> f64, gold: [usize; 8]| {
            P.iter().zip(gold).map(|(p, g)| f(p, g)).sum::<f64>() / 8.0
        };
        let loss = mean(&|p, g| log_loss(p[g]), gold);
        assert!((loss - 0.8839682348864211).abs() < 1e-12, "{loss}");
        let with_zero = mean(&|p, g| log_loss(p[g]), [0, 1, 2, 3, 3, 0, 0, 0]);
        assert!((with_zero - 5.389424908526065).abs() < 1e-12, "{with_zero}");
        let score = mean(&|p, g| brier(p, g), gold);
        assert!((score - 0.478275).abs() < 1e-12, "{score}");
    }

    #[test]
    fn a_bin_holds_its_upper_end() {
        assert_eq!([0.0, 1.0 / 15.0, 0.07, 1.0].map(bin), [0, 0, 1, 14]);
    }

    #[test]
    fn calibration_error_is_worked_by_hand() {
        let mut bins = Bins::default();
        // 4 rows at 0.9, 3 right: gap 0.15; 1 row at 0.5, wrong: gap 0.5
        for hit in [true, true, true, false] {
            bins.add(bin(0.9), 0.9, hit, 1);
        }
        bins.add(bin(0.5), 0.5, false, 1);
        let error = bins.error().unwrap();
        assert!((error - (4.0 * 0.15 + 0.5) / 5.0).abs() < 1e-12);
        assert_eq!(bins.frequency(bin(0.9)), Some(0.75));
        assert_eq!(bins.mean(0), None);
        assert_eq!(Bins::default().error(), None);
    }

    fn rows(list: &[(f64, bool)]) -> Vec<Ranked> {
        ranked(
            list.iter()
                .enumerate()
                .map(|(i, &(confidence, wrong))| Ranked {
                    unit: i as u32,
                    wrong,
                    confidence,
                }),
        )
    }

    #[test]
    fn coverage_is_the_largest_share_below_the_error_rate() {
        let list = rows(&[
            (0.9, false),
            (0.8, true),
            (0.7, false),
            (0.6, false),
            (0.5, true),
        ]);
        let found = risk_coverage(&list, &[1; 5], &[0.0, 0.25, 0.3, 0.5]).unwrap();
        assert_eq!(
            found.coverage,
            [
                (0.2, Some(0.9)),
                (0.8, Some(0.6)),
                (0.8, Some(0.6)),
                (1.0, Some(0.5))
            ]
        );
        assert_eq!(found.risk[RISK_STEPS - 1], Some(0.4));
        assert_eq!(found.risk[0], Some(0.0));
    }

    #[test]
    fn risk_does_not_depend_on_the_order_of_rows_of_equal_confidence() {
        let mut list = vec![(0.9, false); 10];
        list.extend((0..30).map(|i| (0.6, i < 12)));
        let found = risk_coverage(&rows(&list), &[1; 40], &[]).unwrap().risk;
        list[10..].reverse();
        assert_eq!(
            risk_coverage(&rows(&list), &[1; 40], &[]).unwrap().risk,
            found
        );
        // the first 10 are right; of the 10 behind them 10/30 of the 12 wrong ones count
        assert_eq!((found[9], found[39]), (Some(0.0), Some(12.0 / 40.0)));
        assert!((found[19].unwrap() - 4.0 / 20.0).abs() < 1e-12);
    }

    #[test]
    fn rows_of_equal_confidence_are_never_parted() {
        let list = rows(&[(0.9, false), (0.9, true), (0.9, false)]);
        let found = risk_coverage(&list, &[1; 3], &[0.1]).unwrap();
        assert_eq!(found.coverage, [(0.0, None)]);
        // the wrong row is not in this resample
        let found = risk_coverage(&list, &[2, 0, 1], &[0.1]).unwrap();
        assert_eq!(found.coverage, [(1.0, Some(0.9))]);
        assert!(risk_coverage(&list, &[0; 3], &[0.1]).is_none());
    }
}
