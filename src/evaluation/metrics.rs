//! Rows made ready for counting, and all figures of one sample of them.

use super::confusion::{Confusion, ratio};
use super::counted::Counted;
use super::figures::Figures;
use super::probability::{Bins, Ranked, RiskCoverage, bin, brier, ranked, risk_coverage};
use super::{Scored, Units};
use crate::abstention::opposite;
use crate::scores::log_loss;
use crate::stance::Labels;

/// The error rates at which coverage is told.
pub(crate) const ERROR_RATES: [f64; 2] = [0.05, 0.10];

/// Class numbers of the labels that have a meaning of their own in the figures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Roles {
    pub(crate) neutral: Option<usize>,
    pub(crate) polar: Option<[usize; 2]>,
}

impl Roles {
    pub(crate) fn of(labels: &Labels) -> Self {
        Self {
            neutral: labels.neutral(),
            polar: labels.opposites(),
        }
    }

    /// Whether one is steunt and the other kritisch.
    pub(crate) fn opposite(&self, a: usize, b: usize) -> bool {
        (self.polar).is_some_and(|pair| opposite(pair, a) == Some(b))
    }
}

struct Row {
    unit: u32,
    gold: usize,
    lenient_gold: usize,
    predicted: usize,
    log_loss: f64,
    brier: f64,
}

/// Rows made ready for counting again and again under other weights.
pub(crate) struct Sample {
    labels: usize,
    /// The labels of macro-F1, and those of the lenient one.
    pub(crate) counted: Counted,
    lenient: Counted,
    roles: Roles,
    rows: Vec<Row>,
    /// Row by row one probability per label; empty without probabilities.
    probabilities: Vec<f64>,
    bins: Vec<u8>,
    ranked: Vec<Ranked>,
}

/// Counts of one weighted sample.
pub(crate) struct Tally<'s> {
    sample: &'s Sample,
    pub(crate) confusion: Confusion,
    lenient: Confusion,
    log_loss: f64,
    brier: f64,
    pub(crate) bins: Bins,
    classwise: Vec<Bins>,
    pub(crate) risk: Option<RiskCoverage>,
}

/// What is known of a row: its labels, and one probability per class or none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) gold: usize,
    pub(crate) also: Option<usize>,
    pub(crate) predicted: usize,
    pub(crate) probabilities: &'a [f64],
}

impl Sample {
    /// Makes checked rows ready.
    pub(crate) fn new(scored: &Scored, units: &Units) -> Self {
        let given = scored.rows.iter().map(|row| Given {
            gold: row.gold,
            also: row.also,
            predicted: row.predicted,
            probabilities: &row.probabilities,
        });
        Self::of(&scored.labels, units, given)
    }

    /// Makes rows ready, in the order of the units' rows.
    pub(crate) fn of<'a>(
        labels: &Labels,
        units: &Units,
        given: impl Iterator<Item = Given<'a>>,
    ) -> Self {
        let mut sample = Self {
            labels: labels.len(),
            counted: Counted::default(),
            lenient: Counted::default(),
            roles: Roles::of(labels),
            rows: Vec::new(),
            probabilities: Vec::new(),
            bins: Vec::new(),
            ranked: Vec::new(),
        };
        let mut confident = Vec::new();
        for (i, row) in given.enumerate() {
            let unit = units.of_row(i) as u32;
            let known = row.probabilities.get(row.gold);
            sample.rows.push(Row {
                unit,
                gold: row.gold,
                lenient_gold: match row.also == Some(row.predicted) {
                    true => row.predicted,
                    false => row.gold,
                },
                predicted: row.predicted,
                log_loss: known.map_or(0.0, |&p| log_loss(p)),
                brier: known.map_or(0.0, |_| brier(row.probabilities, row.gold)),
            });
            confident.extend(
                row.probabilities
                    .get(row.predicted)
                    .map(|&confidence| Ranked {
                        unit,
                        wrong: row.gold != row.predicted,
                        confidence,
                    }),
            );
            sample.probabilities.extend(row.probabilities);
            let bins = row.probabilities.iter().map(|&p| bin(p) as u8);
            sample.bins.extend(bins);
        }
        sample.ranked = ranked(confident.into_iter());
        let counted = |gold: fn(&Row) -> usize| {
            let rows = sample.rows.iter();
            Counted::of(
                sample.labels,
                rows.map(|row| (row.unit as usize, gold(row), row.predicted)),
            )
        };
        (sample.counted, sample.lenient) =
            (counted(|row| row.gold), counted(|row| row.lenient_gold));
        sample
    }

    /// Counts the sample under a weight for each unit.
    pub(crate) fn tally(&self, weights: &[u32]) -> Tally<'_> {
        let k = self.labels;
        let has_probabilities = !self.probabilities.is_empty();
        let mut tally = Tally {
            sample: self,
            confusion: Confusion::new(k),
            lenient: Confusion::new(k),
            log_loss: 0.0,
            brier: 0.0,
            bins: Bins::default(),
            classwise: vec![Bins::default(); if has_probabilities { k } else { 0 }],
            risk: risk_coverage(&self.ranked, weights, &ERROR_RATES),
        };
        for (i, row) in self.rows.iter().enumerate() {
            let weight = weights.get(row.unit as usize).copied().unwrap_or(0);
            if weight == 0 {
                continue;
            }
            let times = u64::from(weight);
            tally.confusion.add(row.gold, row.predicted, times);
            tally.lenient.add(row.lenient_gold, row.predicted, times);
            let span = i * k..(i + 1) * k;
            let (Some(probabilities), Some(bins)) =
                (self.probabilities.get(span.clone()), self.bins.get(span))
            else {
                continue;
            };
            tally.log_loss += f64::from(weight) * row.log_loss;
            tally.brier += f64::from(weight) * row.brier;
            let right = row.gold == row.predicted;
            let of = |class: usize| (usize::from(bins[class]), probabilities[class]);
            let (bin, probability) = of(row.predicted);
            tally.bins.add(bin, probability, right, weight);
            for (class, own) in tally.classwise.iter_mut().enumerate() {
                let (bin, probability) = of(class);
                own.add(bin, probability, class == row.gold, weight);
            }
        }
        tally
    }
}

impl Tally<'_> {
    /// All figures of the sample.
    pub(crate) fn figures(&self) -> Figures<Option<f64>> {
        let c = &self.confusion;
        let total = c.total();
        let Roles { neutral, polar } = self.sample.roles;
        let flips = polar.map(|[s, k]| c.count(s, k) + c.count(k, s));
        let stances = neutral.map(|n| total - c.predicted(n));
        let stance_errors = neutral.map(|n| c.support(n) + c.predicted(n) - 2 * c.count(n, n));
        let probable =
            |sum: f64| (!self.classwise.is_empty() && total > 0).then(|| sum / total as f64);
        let coverage = |i: usize| self.risk.as_ref().and_then(|r| Some(r.coverage.get(i)?.0));
        let classwise: Option<f64> = self.classwise.iter().map(Bins::error).sum();
        Figures {
            accuracy: c.accuracy(),
            macro_f1: self.sample.counted.macro_f1(c),
            macro_f1_stances: neutral
                .and_then(|_| self.sample.counted.macro_f1_without(c, neutral)),
            f_avg: polar.and_then(|[s, k]| Some((c.f1(s)? + c.f1(k)?) / 2.0)),
            mcc: c.mcc(),
            kappa: c.kappa(),
            flips: flips.and_then(|f| ratio(f, total)),
            opposite_share: flips.and_then(|f| ratio(f, stances.unwrap_or(total))),
            stance_errors: stance_errors.and_then(|e| ratio(e, total)),
            lenient_accuracy: self.lenient.accuracy(),
            lenient_macro_f1: self.sample.lenient.macro_f1(&self.lenient),
            log_loss: probable(self.log_loss),
            brier: probable(self.brier),
            ece: self.bins.error(),
            classwise_ece: classwise
                .filter(|_| !self.classwise.is_empty())
                .map(|sum| sum / self.classwise.len() as f64),
            coverage_at_5: coverage(0),
            coverage_at_10: coverage(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::confusion::tests::{LOPSIDED, close};
    use super::super::fixtures::scored;
    use super::*;

    fn figures(scored: &Scored) -> Figures<Option<f64>> {
        let units = scored.units();
        Sample::new(scored, &units)
            .tally(&vec![1; units.count()])
            .figures()
    }

    #[test]
    fn the_lopsided_case_by_hand() {
        let mut scored = scored(LOPSIDED, 6);
        // one missed row of kritisch may also be geen standpunt
        let row = scored
            .rows
            .iter()
            .position(|r| (r.gold, r.predicted) == (1, 3))
            .unwrap();
        scored.rows[row].also = Some(3);
        let f = figures(&scored);
        close(f.accuracy, 33.0 / 52.0);
        close(f.macro_f1_stances, 0.42857142857142855);
        close(f.f_avg, 0.5);
        // steunt -> kritisch 1, kritisch -> steunt 2, of 52 rows and 19 predicted stances
        close(f.flips, 3.0 / 52.0);
        close(f.opposite_share, 3.0 / 19.0);
        close(f.stance_errors, (6.0 + 2.0 + 3.0 + 3.0) / 52.0);
        close(f.lenient_accuracy, 34.0 / 52.0);
        // kritisch 6/12 (support 7), geen standpunt 46/59 (support 26)
        let lenient = (14.0 / 26.0 + 6.0 / 12.0 + 2.0 / 7.0 + 46.0 / 59.0) / 4.0;
        close(f.lenient_macro_f1, lenient);
        // each row has 0.7 on its prediction and 0.1 elsewhere
        let loss = -(33.0 * 0.7_f64.ln() + 19.0 * 0.1_f64.ln()) / 52.0;
        close(f.log_loss, loss);
        close(f.brier, (33.0 * 0.12 + 19.0 * (0.49 + 0.81 + 0.02)) / 52.0);
        close(f.ece, 0.7 - 33.0 / 52.0);
        close(f.coverage_at_10, 0.0);
    }

    #[test]
    fn weights_count_a_letter_as_often_as_it_was_drawn() {
        let scored = scored(LOPSIDED, 3);
        let units = scored.units();
        let sample = Sample::new(&scored, &units);
        let mut twice = scored.clone();
        twice.rows = scored
            .rows
            .iter()
            .filter(|r| r.letter == "brief-1")
            .flat_map(|r| [r.clone(), r.clone()])
            .collect();
        let drawn = sample.tally(&[0, 2, 0]).figures();
        let counted = figures(&twice);
        for ((name, a), (_, b)) in drawn.iter().zip(counted.iter()) {
            let (a, b) = (a.unwrap(), b.unwrap());
            assert!((a - b).abs() < 1e-12, "{}: {a} {b}", name.key);
        }
    }

    #[test]
    fn other_labels_have_no_polarity_and_no_neutral() {
        let mut scored = scored([[3, 1, 0, 0], [1, 2, 0, 0], [0; 4], [0; 4]], 2);
        scored.labels = Labels::from_data(["a", "b"]);
        for row in &mut scored.rows {
            row.probabilities.clear();
        }
        let f = figures(&scored);
        assert_eq!(f.f_avg, None);
        assert_eq!(
            (f.flips, f.opposite_share, f.stance_errors),
            (None, None, None)
        );
        assert_eq!((f.macro_f1_stances, f.log_loss, f.ece), (None, None, None));
        assert_eq!(
            (f.brier, f.classwise_ece, f.coverage_at_5),
            (None, None, None)
        );
        assert!(f.macro_f1.is_some());
    }
}
