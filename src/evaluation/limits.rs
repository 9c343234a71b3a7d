//! The limits of `--max-error` and `--max-opposite` held to other letters than those on which a model chose its cut-offs.
//!
//! A model carries two curves, measured at its training on letters that it had not seen ([`crate::abstention`]). For a limit they give a
//! cut-off, and the promise that the share of errors among the labels shown stays below the limit on letters like those. Here the cut-offs
//! are applied as they are to evaluated letters, and it is counted how many labels are shown and how many of these are wrong.

use super::confusion::ratio;
use super::metrics::Roles;
pub use super::results::{LimitComparison, LimitFigures, LimitOn};
use super::too_few::{self, Held};
use super::{Bootstrap, Figure, ReportOptions, Scored, ScoredRow, Unit, Units};
use crate::abstention::{Limit, RiskCurve, direction};
use crate::numbers::tenths;

/// The limits that are told.
pub const LIMITS: [f64; 4] = [0.01, 0.02, 0.05, 0.1];

/// A limit and the cut-off with which a model means to keep it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CutOff {
    /// Which errors it is on.
    pub on: LimitOn,
    /// The largest share of errors among the labels shown.
    pub limit: f64,
    /// The lowest probability (of the label, or of anything but its opposite) of a label that is shown; `None` where no cut-off keeps the
    /// limit, and no label is shown.
    pub at: Option<f64>,
}

impl CutOff {
    /// The cut-offs of a model for [`LIMITS`], from its curve of errors and its curve of opposites, as far as it has them.
    pub fn all(error: Option<&RiskCurve>, opposite: Option<&RiskCurve>) -> Vec<Self> {
        let curves = [(LimitOn::Error, error), (LimitOn::Opposite, opposite)];
        let known = (curves.into_iter()).filter_map(|(on, curve)| Some((on, curve?)));
        known
            .flat_map(|(on, curve)| {
                LIMITS.map(|limit| Self {
                    on,
                    limit,
                    at: curve.at_error(limit).map(|point| point.threshold),
                })
            })
            .collect()
    }
}

/// Applies a model's cut-offs to what it predicted. Rows without probabilities are in no count.
///
/// ```
/// use standpunt::abstention::RiskCurve;
/// use standpunt::evaluation::limits::{CutOff, limits};
/// use standpunt::evaluation::{ReportOptions, Scored, ScoredRow};
/// use standpunt::stance::Labels;
///
/// // at training 200 labels from 0.8 up were right, and half of those below wrong
/// let rows: Vec<(f64, bool)> = (0..400).map(|i| (0.999 - f64::from(i) / 1000.0, i < 200 || i % 2 == 0)).collect();
/// let cut_offs = CutOff::all(Some(&RiskCurve::measure(&rows)), None);
/// // on other letters two labels are as sure, and one of them is wrong
/// let row = |gold, p| ScoredRow { gold, predicted: 0, probabilities: vec![p, 1.0 - p], ..ScoredRow::default() };
/// let scored = Scored {
///     labels: Labels::from_data(["a", "b"]),
///     rows: vec![row(0, 0.9), row(1, 0.9), row(0, 0.6)],
///     has_letters: false,
/// };
/// let found = limits(&scored, &cut_offs, &ReportOptions::default());
/// assert_eq!((found[1].limit, found[1].labels, found[1].shown, found[1].wrong), (0.02, 3, 2, 1));
/// ```
pub fn limits(scored: &Scored, cut_offs: &[CutOff], options: &ReportOptions) -> Vec<LimitFigures> {
    let units = scored.units();
    let applied = Applied::all(scored, cut_offs, &units);
    let bootstrap = bootstrap(&units, options);
    let figures = bootstrap.figures(|weights| -> Vec<[Option<f64>; 3]> {
        applied.iter().map(|a| a.shares(weights)).collect()
    });
    let held = Held::new(&units, &bootstrap, options.few_rows);
    (applied.iter().zip(figures))
        .map(|(applied, figures)| applied.figures(figures, &held))
        .collect()
}

/// Applies the cut-offs of two models, for the limits that both know, to what they predicted for the same rows.
pub fn compared(
    (first, first_cut_offs): (&Scored, &[CutOff]),
    (second, second_cut_offs): (&Scored, &[CutOff]),
    options: &ReportOptions,
) -> Vec<LimitComparison> {
    let both: Vec<(CutOff, CutOff)> = (first_cut_offs.iter())
        .filter_map(|a| {
            let mut others = second_cut_offs.iter();
            Some((*a, *others.find(|b| (b.on, b.limit) == (a.on, a.limit))?))
        })
        .collect();
    let (a, b): (Vec<CutOff>, Vec<CutOff>) = both.into_iter().unzip();
    if a.is_empty() {
        return Vec::new();
    }
    let units = first.units();
    let pairs: Vec<(Applied, Applied)> = (Applied::all(first, &a, &units).into_iter())
        .zip(Applied::all(second, &b, &units))
        .collect();
    let bootstrap = bootstrap(&units, options);
    let figures = bootstrap.figures(|weights| -> Vec<[[Option<f64>; 3]; 3]> {
        let shares = |(a, b): &(Applied, Applied)| {
            let (a, b) = (a.shares(weights), b.shares(weights));
            let minus = |i: usize| b[i].zip(a[i]).map(|(b, a)| b - a);
            [a, b, [minus(0), minus(1), minus(2)]]
        };
        pairs.iter().map(shares).collect()
    });
    let held = Held::new(&units, &bootstrap, options.few_rows);
    (pairs.iter().zip(figures))
        .map(|((a, b), [one, other, [coverage, error, _]])| {
            let (first, second) = (a.figures(one, &held), b.figures(other, &held));
            LimitComparison {
                coverage: too_few::difference(coverage, &first.coverage, &second.coverage),
                error: too_few::difference(error, &first.error, &second.error),
                first,
                second,
            }
        })
        .collect()
}

/// What a reader must know of what a model's cut-offs do.
pub(super) fn notes(limits: &[LimitFigures], options: &ReportOptions, unit: Unit) -> Vec<String> {
    let figures = (limits.iter()).flat_map(|l| [&l.coverage, &l.error, &l.positions_error]);
    let mut notes = too_few::notes(figures, options.few_rows, unit);
    notes.extend(broken(limits));
    notes
}

/// What a reader must know of what the cut-offs of two models do.
pub(super) fn notes_of_both(
    limits: &[LimitComparison],
    options: &ReportOptions,
    unit: Unit,
) -> Vec<String> {
    let figures = limits.iter().flat_map(|l| {
        let both = [&l.first, &l.second].map(|l| [&l.coverage, &l.error]);
        both.into_iter().flatten().chain([&l.coverage, &l.error])
    });
    let mut notes = too_few::notes(figures, options.few_rows, unit);
    let first = broken(limits.iter().map(|l| &l.first));
    let second = broken(limits.iter().map(|l| &l.second));
    let told = [("A", first), ("B", second)].into_iter();
    notes.extend(told.filter_map(|(name, told)| Some(format!("{name}: {}", told?))));
    notes
}

/// Adds notes that are not there yet.
pub(super) fn add(notes: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for note in more {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
}

/// What is to be said of limits that do not hold; none where all of them may hold.
fn broken<'a>(limits: impl IntoIterator<Item = &'a LimitFigures>) -> Option<String> {
    let broken: Vec<String> = (limits.into_iter().filter(|l| l.is_broken()))
        .map(|l| {
            let share = tenths(l.error.value.unwrap_or_default());
            format!("`{} {}` ({share})", l.on.option(), l.limit)
        })
        .collect();
    (!broken.is_empty()).then(|| {
        format!(
            "More of the labels shown are wrong here than asked, beyond chance (each limit by itself), with {}: a limit holds for letters like those that the model was trained on.",
            broken.join(", ")
        )
    })
}

fn bootstrap(units: &Units, options: &ReportOptions) -> Bootstrap {
    Bootstrap::of(units, options)
}

/// A cut-off applied to rows.
struct Applied {
    cut_off: CutOff,
    /// The rows with a label that the limit is about.
    rows: Vec<AppliedRow>,
    /// For each unit how many of its labels the limit is about, are shown, and are wrong; then how many of those shown are positions, and
    /// how many of these are wrong.
    counts: Vec<[u64; 5]>,
}

/// What a cut-off does to a row.
struct AppliedRow {
    number: usize,
    is_shown: bool,
    /// Whether it is shown and wrong.
    is_wrong: bool,
    /// Whether it is shown and takes a position; for a limit on all labels alone.
    is_position: bool,
}

impl Applied {
    fn all(scored: &Scored, cut_offs: &[CutOff], units: &Units) -> Vec<Self> {
        let of = |&cut_off| Self::of(scored, cut_off, units);
        cut_offs.iter().map(of).collect()
    }

    fn of(scored: &Scored, cut_off: CutOff, units: &Units) -> Self {
        let (pair, roles) = (scored.labels.opposites(), Roles::of(&scored.labels));
        let at = cut_off.at.unwrap_or(f64::INFINITY);
        let limit = match cut_off.on {
            LimitOn::Error => Limit {
                probability: at,
                ..Limit::default()
            },
            LimitOn::Opposite => Limit {
                direction: at,
                opposites: pair,
                ..Limit::default()
            },
        };
        let about = |row: &ScoredRow| match cut_off.on {
            LimitOn::Error => true,
            LimitOn::Opposite => {
                pair.is_some_and(|p| direction(p, row.predicted, &row.probabilities).is_some())
            }
        };
        let wrong = |row: &ScoredRow| match cut_off.on {
            LimitOn::Error => !row.is_right(),
            LimitOn::Opposite => roles.opposite(row.gold, row.predicted),
        };
        let rows = scored.rows.iter().enumerate();
        let position = |label: usize| {
            cut_off.on == LimitOn::Error && roles.neutral.is_some_and(|neutral| label != neutral)
        };
        let rows: Vec<AppliedRow> = rows
            .filter(|(_, row)| row.probabilities.len() == scored.labels.len() && about(row))
            .map(|(number, row)| {
                let is_shown = limit.shows(row.predicted, &row.probabilities);
                AppliedRow {
                    number,
                    is_shown,
                    is_wrong: is_shown && wrong(row),
                    is_position: is_shown && position(row.predicted),
                }
            })
            .collect();
        let mut counts = vec![[0; 5]; units.count()];
        for row in &rows {
            if let Some(counts) = counts.get_mut(units.of_row(row.number)) {
                let both = row.is_position && row.is_wrong;
                let counted = [true, row.is_shown, row.is_wrong, row.is_position, both];
                for (count, is) in counts.iter_mut().zip(counted) {
                    *count += u64::from(is);
                }
            }
        }
        Self {
            cut_off,
            rows,
            counts,
        }
    }

    fn sums(&self, weights: &[u32]) -> [u64; 5] {
        let mut sums = [0; 5];
        for (counts, &weight) in self.counts.iter().zip(weights) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count * u64::from(weight);
            }
        }
        sums
    }

    /// Share of the labels shown, and share of errors among these and among the positions of these.
    fn shares(&self, weights: &[u32]) -> [Option<f64>; 3] {
        let [labels, shown, wrong, positions, positions_wrong] = self.sums(weights);
        [
            ratio(shown, labels),
            ratio(wrong, shown),
            ratio(positions_wrong, positions),
        ]
    }

    fn figures(
        &self,
        [coverage, error, positions_error]: [Figure; 3],
        held: &Held<'_>,
    ) -> LimitFigures {
        let [labels, shown, wrong, positions, positions_wrong] =
            self.sums(&vec![1; self.counts.len()]);
        let rows = |of: fn(&AppliedRow) -> bool| {
            let rows = self.rows.iter().filter(move |row| of(row));
            rows.map(|row| row.number)
        };
        LimitFigures {
            on: self.cut_off.on,
            limit: self.cut_off.limit,
            cut_off: self.cut_off.at,
            labels,
            shown,
            wrong,
            // that none is shown is known, not measured
            coverage: match self.cut_off.at {
                Some(_) => held.share(coverage, rows(|_| true)),
                None => Figure::bare(coverage.value),
            },
            error: held.share(error, rows(|row| row.is_shown)),
            positions,
            positions_wrong,
            positions_error: held.share(positions_error, rows(|row| row.is_position)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::NoInterval;
    use super::super::fixtures::labels;
    use super::*;

    /// `(gold, predicted, probability of the predicted, probability of kritisch where steunt is predicted)` in forty letters.
    fn scored(rows: &[(usize, usize, f64, f64)]) -> Scored {
        let row =
            |(number, &(gold, predicted, sure, kritisch)): (usize, &(usize, usize, f64, f64))| {
                let mut probabilities = vec![0.0; 4];
                probabilities[predicted] = sure;
                probabilities[1] += kritisch;
                probabilities[2] += 1.0 - sure - kritisch;
                ScoredRow {
                    letter: format!("brief-{}", number % 40),
                    gold,
                    predicted,
                    probabilities,
                    ..ScoredRow::default()
                }
            };
        Scored {
            labels: labels(),
            rows: rows.iter().enumerate().map(row).collect(),
            has_letters: true,
        }
    }

    fn cut_off(on: LimitOn, at: Option<f64>) -> CutOff {
        CutOff {
            on,
            limit: 0.02,
            at,
        }
    }

    /// 100 sure steunt, of which the last 10 are kritisch, 20 unsure ones, and 80 without a stance.
    fn letters() -> Scored {
        let mut rows = vec![(0, 0, 0.9, 0.01); 90];
        rows.extend([(1, 0, 0.9, 0.05); 10]);
        rows.extend([(1, 0, 0.5, 0.4); 20]);
        rows.extend([(3, 3, 0.8, 0.0); 80]);
        scored(&rows)
    }

    #[test]
    fn a_limit_is_counted_over_the_labels_that_it_is_about() {
        let cut_offs = [
            cut_off(LimitOn::Error, Some(0.85)),
            cut_off(LimitOn::Opposite, Some(0.9)),
            cut_off(LimitOn::Opposite, None),
        ];
        let found = limits(&letters(), &cut_offs, &ReportOptions::default());
        let counts = |l: &LimitFigures| (l.labels, l.shown, l.wrong);
        assert_eq!(counts(&found[0]), (200, 100, 10));
        assert_eq!(counts(&found[1]), (120, 100, 10));
        assert_eq!(counts(&found[2]), (120, 0, 0));
        // from 0.75 on 80 labels without a position are shown too, all of them right
        let low = [cut_off(LimitOn::Error, Some(0.75))];
        let low = limits(&letters(), &low, &ReportOptions::default())[0];
        assert_eq!(counts(&low), (200, 180, 10));
        assert_eq!((low.positions, low.positions_wrong), (100, 10));
        assert_eq!(low.positions_error.value, Some(0.1));
        assert_eq!(
            (found[1].positions, found[1].positions_error.value),
            (0, None)
        );
        assert_eq!(found[1].error.value, Some(0.1));
        assert_eq!(
            (found[2].coverage.value, found[2].error.value),
            (Some(0.0), None)
        );
        let (low, high) = found[1].error.interval().unwrap();
        assert!(low > 0.02 && low < 0.1 && high > 0.1, "{low} {high}");
        let told = broken(&found).unwrap();
        assert!(told.contains("`--max-opposite 0.02` (10.0 %)"), "{told}");
        assert_eq!(broken(&found[2..]), None);
    }

    #[test]
    fn none_wrong_of_those_shown_has_the_exact_interval_and_few_have_none() {
        let mut sure = letters();
        sure.rows.retain(|row| row.is_right());
        let cut_offs = [
            cut_off(LimitOn::Error, Some(0.85)),
            cut_off(LimitOn::Error, Some(0.99)),
        ];
        let found = limits(&sure, &cut_offs, &ReportOptions::default());
        assert!(found[0].error.exact);
        let high = found[0].error.high.unwrap();
        assert!((high - (1.0 - 0.025_f64.powf(1.0 / 90.0))).abs() < 1e-12);
        assert_eq!((found[1].shown, found[1].error.interval()), (0, None));
        sure.rows.truncate(29);
        let few = limits(&sure, &cut_offs[..1], &ReportOptions::default());
        assert_eq!(few[0].error.reason, Some(NoInterval::TooFew));
    }

    #[test]
    fn two_models_are_compared_on_the_limits_that_both_know() {
        let first = letters();
        let mut second = first.clone();
        for row in &mut second.rows[90..100] {
            row.probabilities = vec![0.5, 0.4, 0.0, 0.1];
        }
        let one = [
            cut_off(LimitOn::Opposite, Some(0.9)),
            cut_off(LimitOn::Error, Some(0.85)),
        ];
        let found = compared(
            (&first, &one),
            (&second, &one[..1]),
            &ReportOptions::default(),
        );
        assert_eq!(found.len(), 1);
        let limit = found[0];
        assert_eq!((limit.first.wrong, limit.second.wrong), (10, 0));
        assert!((limit.error.value.unwrap() + 0.1).abs() < 1e-12);
        assert_eq!(limit.error.excludes(0.0), Some(true));
        assert!((limit.coverage.value.unwrap() + 10.0 / 120.0).abs() < 1e-12);
    }

    #[test]
    fn the_cut_offs_are_those_that_classify_uses() {
        let rows: Vec<(f64, bool)> = (0..2000)
            .map(|i| (1.0 - f64::from(i) / 2500.0, i % 97 != 96 || i < 300))
            .collect();
        let curve = RiskCurve::measure(&rows);
        let cut_offs = CutOff::all(Some(&curve), None);
        assert_eq!(cut_offs.len(), LIMITS.len());
        for cut_off in &cut_offs {
            let point = curve.at_error(cut_off.limit);
            assert_eq!(cut_off.at, point.map(|p| p.threshold));
        }
        assert!(CutOff::all(None, None).is_empty());
    }
}
