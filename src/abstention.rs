//! A model that can say "I don't know": which threshold keeps the error on shown labels below a limit.
//!
//! From out-of-fold predictions — sentences of letters that the classifier had not seen — the errors are counted
//! at and above every confidence. For a limit `e` the lowest threshold is chosen at which the upper 95 % confidence bound of
//! the error on shown labels (Clopper & Pearson 1934, one-sided) is at most `e`. The bound is pointwise: Geifman & El-Yaniv (2017), who
//! choose thresholds likewise, share the 5 % out over the thresholds that they try, and so show less. It holds for letters
//! like the ones it was measured on; sentences of one letter are treated as independent, which they are only nearly. Outputs say both
//! ([`RiskCurve::BOUND`]).
//!
//! The same is done for the worst fault, support taken for criticism or the reverse: a second curve over the predicted `steunt` and
//! `kritisch` alone, by how unlikely the opposite label is, counts as errors only labels whose opposite is right.

mod binomial;

use crate::error::{Error, ErrorKind, Result};
use crate::ties::walk;
use serde::{Deserialize, Serialize};

/// One point of the risk–coverage curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RiskPoint {
    /// Labels with at least this probability are shown.
    pub threshold: f64,
    /// Share of sentences whose label is shown.
    pub coverage: f64,
    /// Share of the shown labels that are wrong.
    pub error: f64,
    /// Upper 95 % bound of that share.
    pub upper: f64,
    /// The same of the shown labels that take a position; none where that was not measured, as in older models, or none is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub positions: Option<PositionRisk>,
}

/// How many of the shown labels that take a position are wrong.
///
/// Most sentences take none, and those are easier: a limit on all shown labels says little about the positions among them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PositionRisk {
    /// How many are shown.
    pub shown: usize,
    /// Share of them that is wrong.
    pub error: f64,
    /// Upper 95 % bound of that share.
    pub upper: f64,
}

/// The curve as a model keeps it: thresholds rising, at most 200 of them or one more.
///
/// It is made by [`Self::measure`], or by [`Self::new`] of points that could have been measured; so is one that is read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<RiskPoint>")]
pub struct RiskCurve(pub(crate) Vec<RiskPoint>);

impl TryFrom<Vec<RiskPoint>> for RiskCurve {
    type Error = Error;

    fn try_from(points: Vec<RiskPoint>) -> Result<Self> {
        Self::new(points)
    }
}

const POINTS: usize = 200;
/// Fewer shown sentences than this say nothing about an error of a few per cent.
pub(crate) const FEWEST: usize = 30;

impl RiskCurve {
    /// What kind of bound a limit rests on, as outputs say it.
    pub const BOUND: &str = "95% bound of one cut-off, sentences taken as independent";

    /// A curve of points that are known already.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] when thresholds do not rise or coverage does not fall, a number is not from 0 to 1, or a bound lies below its error.
    pub fn new(points: Vec<RiskPoint>) -> Result<Self> {
        let share = |v: f64| (0.0..=1.0).contains(&v);
        let bounded = |error: f64, upper: f64| share(error) && share(upper) && upper >= error;
        let in_range = points.iter().all(|p| {
            let of_positions = p.positions.is_none_or(|p| bounded(p.error, p.upper));
            share(p.threshold) && share(p.coverage) && bounded(p.error, p.upper) && of_positions
        });
        let in_order =
            points.is_sorted_by(|a, b| a.threshold < b.threshold && a.coverage > b.coverage);
        if in_range && in_order {
            return Ok(Self(points));
        }
        Err(Error::new(ErrorKind::Model, "a risk curve that cannot have been measured").expected(
            "thresholds that rise, shares from 0 to 1 of which the coverage falls, and no bound below its error",
        ))
    }

    /// Its points, by rising threshold.
    pub fn points(&self) -> &[RiskPoint] {
        &self.0
    }

    /// Measures the curve from the probability of each predicted label and whether it was right. What is no probability, from 0 to 1, is of
    /// no label that could be shown, and is not counted.
    pub fn measure(confidence_and_right: &[(f64, bool)]) -> Self {
        let mut sorted: Vec<(f64, bool)> = probable(confidence_and_right).collect();
        sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
        let n = sorted.len();
        let mut points = Vec::new();
        let mut last_shown = 0;
        for tied in walk(&sorted, |row| row.0, |row| (1, !row.1)) {
            let reached = tied.reached();
            let (shown, wrong) = (reached.rows as usize, reached.wrong as usize);
            let due = shown == n || (shown - last_shown) * POINTS >= n;
            if shown >= FEWEST && due {
                last_shown = shown;
                points.push(RiskPoint {
                    threshold: tied.confidence,
                    coverage: shown as f64 / n as f64,
                    error: wrong as f64 / shown as f64,
                    upper: upper_bound(wrong, shown),
                    positions: None,
                });
            }
        }
        points.reverse();
        Self(points)
    }

    /// The same curve, where each point also tells of the labels that take a position: their probabilities, and whether they were right.
    #[must_use]
    pub fn with_positions(mut self, positions: &[(f64, bool)]) -> Self {
        for point in &mut self.0 {
            let shown = || probable(positions).filter(|(p, _)| *p >= point.threshold);
            let (shown, wrong) = (shown().count(), shown().filter(|(_, right)| !right).count());
            point.positions = (shown > 0).then(|| PositionRisk {
                shown,
                error: wrong as f64 / shown as f64,
                upper: upper_bound(wrong, shown),
            });
        }
        self
    }

    /// The point at which every label is shown; none where too few were measured.
    pub fn of_all(&self) -> Option<RiskPoint> {
        self.0.first().copied().filter(|p| p.coverage >= 1.0)
    }

    /// The point with the largest coverage of which the upper 95 % bound of its error is at most `max_error`.
    ///
    /// The bound is that of each point by itself, and counts sentences as independent. As the furthest point is picked of some 200, and the
    /// sentences of a letter resemble one another, the error is above the limit somewhat more often than one time in twenty.
    pub fn at_error(&self, max_error: f64) -> Option<RiskPoint> {
        self.0.iter().copied().find(|p| p.upper <= max_error)
    }
}

/// The rows whose confidence is a probability.
fn probable(rows: &[(f64, bool)]) -> impl Iterator<Item = (f64, bool)> {
    let is_probability = |row: &&(f64, bool)| (0.0..=1.0).contains(&row.0);
    rows.iter().filter(is_probability).copied()
}

/// The opposite of a label among two that are each other's; `None` for a label that has none.
pub fn opposite(opposites: [usize; 2], label: usize) -> Option<usize> {
    match opposites {
        [a, b] if label == a => Some(b),
        [a, b] if label == b => Some(a),
        _ => None,
    }
}

/// How unlikely the opposite of a label is: 1 − P(opposite); `None` for a label that has no opposite, or whose opposite has no probability.
pub fn direction(opposites: [usize; 2], label: usize, probabilities: &[f64]) -> Option<f64> {
    Some(1.0 - probabilities.get(opposite(opposites, label)?)?)
}

/// Which labels are sure enough to be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Limit {
    /// Lowest probability of a label; infinite where none keeps the asked limit.
    pub probability: f64,
    /// Lowest [`direction`] of a label that has an opposite.
    pub direction: f64,
    /// The labels that it holds for.
    pub opposites: Option<[usize; 2]>,
}

impl Limit {
    /// Whether a label with these probabilities is shown; one without a probability is not.
    pub fn shows(&self, label: usize, probabilities: &[f64]) -> bool {
        let direction = (self.opposites).and_then(|pair| direction(pair, label, probabilities));
        let sure = (probabilities.get(label)).is_some_and(|p| *p >= self.probability);
        sure && direction.is_none_or(|d| d >= self.direction)
    }
}

/// Upper end of the one-sided 95 % Clopper–Pearson interval for `wrong` of `n`: the `p` at which seeing at most
/// `wrong` errors has a chance of 5 %.
pub fn upper_bound(wrong: usize, n: usize) -> f64 {
    if wrong >= n {
        return 1.0;
    }
    let (mut low, mut high) = (wrong as f64 / n as f64, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if binomial::at_most(wrong, n, middle) > 0.05 {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_whose_opposite_is_likely_is_not_shown() {
        let limit = Limit {
            probability: 0.3,
            direction: 0.8,
            opposites: Some([0, 2]),
        };
        assert!(limit.shows(0, &[0.7, 0.15, 0.15]));
        assert!(!limit.shows(0, &[0.7, 0.0, 0.3]), "kritisch is too likely");
        assert!(!limit.shows(2, &[0.3, 0.1, 0.6]), "steunt is too likely");
        assert!(limit.shows(1, &[0.3, 0.4, 0.3]), "it has no opposite");
        assert!(!limit.shows(1, &[0.4, 0.29, 0.31]), "not sure enough");
        assert!(Limit::default().shows(0, &[0.0, 0.0, 1.0]));
        assert!(
            !Limit::default().shows(3, &[0.0, 0.0, 1.0]),
            "no such label"
        );
        assert_eq!(direction([0, 5], 0, &[0.5, 0.5]), None);
    }

    #[test]
    fn the_bound_is_clopper_and_pearsons() {
        // scipy.stats.beta.ppf(0.95, k + 1, n - k), here of sums of 60 digits
        for (k, n, expected) in [
            (0, 100, 0.029_513_049_607_04),
            (1, 2, 0.974_679_434_480_90),
            (2, 40, 0.149_151_961_273_21),
            (5, 1000, 0.010_484_076_911_42),
            (499, 1000, 0.525_484_403_135_41),
            (998, 1000, 0.999_644_523_866_52),
            (20_000, 200_000, 0.101_110_187_634_00),
        ] {
            assert!(
                (upper_bound(k, n) - expected).abs() < 1e-13,
                "{k} of {n}: {}",
                upper_bound(k, n)
            );
        }
        assert!((upper_bound(3, 3) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_threshold_keeps_the_error_under_the_limit() {
        let predictions: Vec<(f64, bool)> = (0..2000)
            .map(|i| {
                let confidence = 0.25 + 0.75 * f64::from(i) / 2000.0;
                (confidence, i % 2 == 0 || i > 1000)
            })
            .collect();
        let curve = RiskCurve::measure(&predictions);
        let point = curve.at_error(0.05).unwrap();
        assert!(
            point.error < 0.05 && point.coverage > 0.5 && point.coverage < 0.6,
            "{point:?}"
        );
        assert!(curve.at_error(1e-6).is_none());
        assert!(curve.0.len() <= 201);
        assert!(curve.0.windows(2).all(|w| w[0].threshold < w[1].threshold));
    }

    #[test]
    fn the_error_among_positions_is_measured_at_each_cut_off() {
        // 200 labels without a position, all right, and 40 positions, of which every fourth is wrong
        let neutral = (0..200).map(|i| (0.6 + f64::from(i) / 1000.0, true));
        let positions: Vec<(f64, bool)> = (0..40)
            .map(|i| (0.5 + f64::from(i) / 100.0, i % 4 > 0))
            .collect();
        let all: Vec<(f64, bool)> = neutral.chain(positions.iter().copied()).collect();
        let curve = RiskCurve::measure(&all).with_positions(&positions);
        let lowest = curve.0.first().unwrap();
        let among = lowest.positions.unwrap();
        assert_eq!((among.shown, among.error), (40, 0.25));
        assert_eq!(curve.of_all(), Some(*lowest));
        assert_eq!(RiskCurve(curve.0[1..].to_vec()).of_all(), None);
        assert!((lowest.error - 10.0 / 240.0).abs() < 1e-12);
        assert_eq!(among.upper, upper_bound(10, 40));
        // a point of an older model says nothing of them, and is written as it was
        let old = r#"{"threshold":0.5,"coverage":0.8,"error":0.03,"upper":0.049}"#;
        let point: RiskPoint = serde_json::from_str(old).unwrap();
        assert_eq!(point.positions, None);
        assert_eq!(serde_json::to_string(&point).unwrap(), old);
        assert_eq!(
            RiskCurve::measure(&all).with_positions(&[]).0[0].positions,
            None
        );
    }

    #[test]
    fn a_curve_that_cannot_have_been_measured_is_refused() {
        let rows: Vec<(f64, bool)> = (0..500)
            .map(|i| (f64::from(i) / 500.0, i % 3 > 0))
            .collect();
        let curve = RiskCurve::measure(&rows);
        assert_eq!(RiskCurve::new(curve.points().to_vec()).unwrap(), curve);
        let json = serde_json::to_string(&curve).unwrap();
        assert_eq!(serde_json::from_str::<RiskCurve>(&json).unwrap(), curve);
        let changes: [fn(&mut Vec<RiskPoint>); 7] = [
            |points| points[0].threshold = -5.0,
            |points| points[0].upper = -1.0,
            |points| points[0].coverage = 7.0,
            |points| points[0].error = f64::NAN,
            |points| points[3].upper = points[3].error / 2.0,
            |points| points.swap(2, 3),
            |points| points[1] = points[0],
        ];
        for change in changes {
            let mut points = curve.points().to_vec();
            change(&mut points);
            let error = RiskCurve::new(points.clone()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Model);
            assert!(
                serde_json::to_string(&points)
                    .is_ok_and(|json| serde_json::from_str::<RiskCurve>(&json).is_err())
            );
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(50))]

        #[test]
        fn a_measured_curve_could_have_been_measured(
            rows in proptest::collection::vec((
                proptest::prop_oneof![
                    8 => 0.0..=1.0,
                    1 => proptest::sample::select(vec![0.0, -0.0, 0.5, 1.0]),
                    1 => proptest::num::f64::ANY,
                ],
                proptest::bool::ANY,
            ), 0..400),
        ) {
            let positions: Vec<(f64, bool)> = rows.iter().step_by(3).copied().collect();
            let curve = RiskCurve::measure(&rows).with_positions(&positions);
            proptest::prop_assert_eq!(&RiskCurve::new(curve.points().to_vec()).unwrap(), &curve);
            let json = serde_json::to_string(&curve).unwrap();
            proptest::prop_assert_eq!(&serde_json::from_str::<RiskCurve>(&json).unwrap(), &curve);
        }
    }

    #[test]
    fn what_is_no_probability_is_not_counted() {
        let rows: Vec<(f64, bool)> = (0..100).map(|i| (f64::from(i) / 100.0, i > 9)).collect();
        let strange = [
            (f64::NAN, false),
            (f64::INFINITY, false),
            (1.5, false),
            (-0.5, true),
        ];
        let with = [&rows[..], &strange].concat();
        let curve = RiskCurve::measure(&rows).with_positions(&rows);
        assert_eq!(RiskCurve::measure(&with).with_positions(&with), curve);
    }

    #[test]
    fn ties_are_shown_together_or_not_at_all() {
        let predictions: Vec<(f64, bool)> = (0..300)
            .map(|i| (if i < 100 { 0.9 } else { 0.6 }, i % 3 > 0))
            .collect();
        assert_eq!(RiskCurve::measure(&predictions).0.len(), 2);
    }
}
