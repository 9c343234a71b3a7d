//! Percentile bootstrap intervals: whole letters are drawn with replacement, figures are counted again.

use super::{Figure, Figures, ReportOptions};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is drawn with replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Whole letters: sentences of one letter resemble each other, so this is the honest unit.
    Letter,
    /// Single rows, where the data names no letters. Intervals are then too narrow if rows belong together.
    Row,
}

/// How the intervals of a report were made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BootstrapInfo {
    /// What was drawn.
    pub unit: Unit,
    /// How many units there are.
    pub units: usize,
    /// How many resamples were drawn.
    pub resamples: usize,
    /// The seed.
    pub seed: u64,
    /// Share of the resampled values inside an interval, such as 0.95.
    pub level: f64,
}

/// Letters below which figures are said to be rough.
const ROUGH: usize = 20;

/// Letters below which a figure has no interval.
///
/// The reason for 5: of the resamples of k letters, k to the power 1 − k hold one letter alone. At 4 letters that is 1.6 %, close to the
/// 2.5 % on either side of a 95 % interval, whose ends are then single letters; at 5 letters it is 0.2 %.
pub const FEW_LETTERS: usize = 5;

/// What is to be said of figures on few letters; nothing from 20 letters on.
///
/// The reason for 20: what a figure may be off by is measured from letter to letter, and few letters tell that spread badly. Of a mean over n
/// letters the percentile interval is shorter than Student's exact one by √((n − 1) / n) · 1.96 / t(n − 1): by 18 % at 10 letters, by 9 % at 20.
/// From there on the shortfall is small beside the interval itself.
pub fn few_letters(letters: usize, what: &str) -> Option<String> {
    match letters {
        0 | ROUGH.. => None,
        1 => Some(format!("There is only one letter: the {what} are rough.")),
        n => Some(format!("There are only {n} letters: the {what} are rough.")),
    }
}

impl BootstrapInfo {
    /// Whether there can be intervals at all.
    pub fn resampled(&self) -> bool {
        self.resamples > 0 && self.units > 1
    }

    /// What is to be said of the intervals, in every report the same; that there are none says the line on how they were made.
    pub(crate) fn notes(&self) -> Vec<String> {
        let single = (self.unit == Unit::Row && self.resampled()).then(|| {
            "The data names no letters: intervals are over single sentences and too narrow if sentences belong together.".to_owned()
        });
        single.into_iter().chain(self.few_letters()).collect()
    }

    /// Why the calibration errors have no interval; nothing where no figure has one.
    pub(crate) fn note_on_calibration(&self) -> Option<String> {
        self.resampled().then(|| {
            "The calibration errors (ECE) have no interval: resampled, they come out too high (Kumar et al. 2019, Roelofs et al. 2022).".to_owned()
        })
    }

    /// What is to be said of intervals over few letters; nothing where there are no intervals to speak of.
    pub fn few_letters(&self) -> Option<String> {
        match self.unit {
            Unit::Row => None,
            Unit::Letter if self.units == 1 => {
                Some("There is only one letter: no interval can be given.".to_owned())
            }
            Unit::Letter if self.resamples == 0 => None,
            Unit::Letter if self.units < FEW_LETTERS => Some(format!(
                "There are only {} letters: too few for an interval.",
                self.units
            )),
            Unit::Letter => few_letters(self.units, "intervals"),
        }
    }
}

/// The number of a unit; those beyond four billion count as one.
fn number(unit: usize) -> u32 {
    u32::try_from(unit).unwrap_or(u32::MAX)
}

/// Which unit each row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    unit: Unit,
    of_row: Vec<u32>,
    count: usize,
}

impl Units {
    /// Groups rows by the name of their letter.
    pub fn letters<'a>(letters: impl IntoIterator<Item = &'a str>) -> Self {
        let mut numbers = BTreeMap::new();
        let of_row = letters
            .into_iter()
            .map(|letter| {
                let next = number(numbers.len());
                *numbers.entry(letter).or_insert(next)
            })
            .collect();
        Self {
            unit: Unit::Letter,
            of_row,
            count: numbers.len(),
        }
    }

    /// Makes each row its own unit.
    pub fn rows(count: usize) -> Self {
        Self {
            unit: Unit::Row,
            of_row: (0..count).map(number).collect(),
            count,
        }
    }

    /// The unit of a row, an index into the weights of a resample; rows are those that the units were made of, and any other counts as of the first unit.
    pub fn of_row(&self, row: usize) -> usize {
        self.of_row.get(row).map_or(0, |&u| u as usize)
    }

    /// How many rows there are.
    pub(crate) fn row_count(&self) -> usize {
        self.of_row.len()
    }

    /// How many units there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What a unit is.
    pub fn unit(&self) -> Unit {
        self.unit
    }
}

/// Numbers counted from one sample, in a shape of their own: a number, or lists, arrays, [`Figures`] and structs ([`shape`]) of such shapes.
///
/// What is counted and what comes back have the same shape, so no figure can slip into the place of another.
pub(crate) trait Counted {
    /// The shape with a figure in the place of each number.
    type Figures;

    /// Puts a figure in the place of each number; what is undefined is `None`.
    fn each(&self, figure: &mut dyn FnMut(Option<f64>) -> Figure) -> Self::Figures;
}

impl Counted for Option<f64> {
    type Figures = Figure;

    fn each(&self, figure: &mut dyn FnMut(Option<f64>) -> Figure) -> Figure {
        figure(*self)
    }
}

impl Counted for Figures<Option<f64>> {
    type Figures = Figures<Figure>;

    fn each(&self, figure: &mut dyn FnMut(Option<f64>) -> Figure) -> Self::Figures {
        self.map(|&number| figure(number))
    }
}

impl<C: Counted> Counted for Vec<C> {
    type Figures = Vec<C::Figures>;

    fn each(&self, figure: &mut dyn FnMut(Option<f64>) -> Figure) -> Self::Figures {
        self.iter().map(|part| part.each(figure)).collect()
    }
}

impl<C: Counted, const N: usize> Counted for [C; N] {
    type Figures = [C::Figures; N];

    fn each(&self, figure: &mut dyn FnMut(Option<f64>) -> Figure) -> Self::Figures {
        self.each_ref().map(|part| part.each(figure))
    }
}

/// Makes a struct whose fields are shapes of `T` a shape itself, so that figures come back under the names of what was counted.
macro_rules! shape {
    ($(#[$meta:meta])* struct $name:ident<T> { $($(#[$doc:meta])* $field:ident: $shape:ty,)+ }) => {
        $(#[$meta])*
        struct $name<T> {
            $($(#[$doc])* $field: $shape,)+
        }

        impl $crate::evaluation::bootstrap::Counted for $name<Option<f64>> {
            type Figures = $name<$crate::evaluation::Figure>;

            fn each(
                &self,
                figure: &mut dyn FnMut(Option<f64>) -> $crate::evaluation::Figure,
            ) -> Self::Figures {
                $name {
                    $($field: self.$field.each(figure),)+
                }
            }
        }
    };
}
pub(super) use shape;

/// The numbers of a shape in their order, what is undefined as NaN.
fn laid_out(counted: &impl Counted) -> Vec<f64> {
    let mut numbers = Vec::new();
    counted.each(&mut |number| {
        numbers.push(number.filter(|n| n.is_finite()).unwrap_or(f64::NAN));
        Figure::default()
    });
    numbers
}

/// A seeded percentile bootstrap.
///
/// Resample `i` draws as many units as there are, with replacement, from a Xoshiro256++ stream of its own that
/// depends on the seed and `i` alone: the same seed gives the same bits at any number of threads. A unit is
/// drawn by the multiply-shift method, whose bias is below `units / 2^64`.
#[derive(Debug, Clone)]
pub(crate) struct Bootstrap {
    units: usize,
    info: BootstrapInfo,
}

impl Bootstrap {
    /// As [`Self::new`], with what the options of a report ask for.
    pub(crate) fn of(units: &Units, options: &ReportOptions) -> Self {
        Self::new(units, options.resamples, options.seed, options.level)
    }

    /// Sets up a bootstrap over some units.
    ///
    /// `resamples` may be 0: then there are no intervals. `level` is kept between 0.5 and 0.999.
    pub fn new(units: &Units, resamples: usize, seed: u64, level: f64) -> Self {
        let level = if level.is_finite() { level } else { 0.95 };
        Self {
            units: units.count,
            info: BootstrapInfo {
                unit: units.unit,
                units: units.count,
                resamples,
                seed,
                level: level.clamp(0.5, 0.999),
            },
        }
    }

    /// How it is set up, for the report.
    pub fn info(&self) -> BootstrapInfo {
        self.info
    }

    /// Counts numbers on the whole sample and on each resample and gives each its interval.
    ///
    /// `count` gets the weight of each unit (how often it was drawn; 1 for the whole sample) and gives the
    /// same shape every time. The interval of a number is taken over the resamples in which it was
    /// defined, by linear interpolation between order statistics; there is none when that is fewer than half
    /// of them, or when there are fewer than two units.
    pub(crate) fn figures<C: Counted>(&self, count: impl Fn(&[u32]) -> C + Sync) -> C::Figures {
        let whole = count(&vec![1; self.units]);
        let resamples = if self.units < 2 {
            0
        } else {
            self.info.resamples
        };
        let samples: Vec<Vec<f64>> = (0..resamples)
            .into_par_iter()
            .map_init(
                || vec![0_u32; self.units],
                |weights, number| {
                    self.draw(number as u64, weights);
                    laid_out(&count(weights))
                },
            )
            .collect();
        // one more or less of a list would put every number behind it beside those of another
        let expected = laid_out(&whole).len();
        assert!(samples.iter().all(|sample| sample.len() == expected));
        let mut column = Vec::with_capacity(resamples);
        let mut place = 0;
        whole.each(&mut |value| {
            column.clear();
            let sampled = samples.iter().filter_map(|s| s.get(place).copied());
            column.extend(sampled.filter(|n| !n.is_nan()));
            place += 1;
            self.figure(value.filter(|n| n.is_finite()), &mut column, resamples)
        })
    }

    fn figure(&self, value: Option<f64>, defined: &mut [f64], resamples: usize) -> Figure {
        let enough = !defined.is_empty() && defined.len() * 2 >= resamples && value.is_some();
        defined.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - self.info.level) / 2.0;
        Figure {
            value,
            low: enough.then(|| quantile(defined, tail)),
            high: enough.then(|| quantile(defined, 1.0 - tail)),
            undefined: resamples - defined.len(),
            ..Figure::default()
        }
    }

    /// Draws resample `number`: how often each unit is in it.
    fn draw(&self, number: u64, weights: &mut [u32]) {
        weights.fill(0);
        let mut stream =
            Xoshiro256PlusPlus::seed_from_u64(scramble(self.info.seed).wrapping_add(number));
        for _ in 0..self.units {
            let unit = (u128::from(stream.next_u64()) * self.units as u128) >> 64;
            if let Some(weight) = weights.get_mut(unit as usize) {
                *weight += 1;
            }
        }
    }
}

/// SplitMix64's finaliser: neighbouring seeds become distant ones.
fn scramble(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The value below which a share of the sorted numbers lies, interpolated linearly (numpy's default).
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    match (sorted.get(below), sorted.get((below + 1).min(last))) {
        (Some(&a), Some(&b)) => a + (b - a) * (place - below as f64),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(bootstrap: &Bootstrap, values: &[f64]) -> [Figure; 2] {
        bootstrap.figures(|weights| {
            let n: u32 = weights.iter().sum();
            let sum: f64 = weights
                .iter()
                .zip(values)
                .map(|(&w, v)| f64::from(w) * v)
                .sum();
            [Some(sum / f64::from(n)), (weights[0] > 0).then_some(1.0)]
        })
    }

    #[test]
    fn what_is_said_of_intervals_needs_intervals() {
        let info = |units, resamples| Bootstrap::new(&units, resamples, 1, 0.95).info();
        let rows = info(Units::rows(40), 100);
        assert!(rows.notes()[0].starts_with("The data names no letters"));
        assert!(rows.note_on_calibration().is_some());
        for silent in [info(Units::rows(40), 0), info(Units::rows(1), 100)] {
            assert_eq!(silent.notes(), [""; 0]);
            assert_eq!(silent.note_on_calibration(), None);
        }
        let few = info(Units::letters(["a", "b"]), 100);
        assert_eq!(
            few.notes(),
            ["There are only 2 letters: too few for an interval."]
        );
    }

    #[test]
    fn figures_are_rough_below_20_letters() {
        let said = few_letters(19, "figures");
        assert_eq!(
            said.as_deref(),
            Some("There are only 19 letters: the figures are rough.")
        );
        assert_eq!(few_letters(20, "figures"), None);
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_wide() {
        let values: Vec<f64> = (0..200).map(|i| f64::from(i % 10)).collect();
        let bootstrap = Bootstrap::new(&Units::rows(200), 2000, 7, 0.95);
        let [mean, first] = means(&bootstrap, &values);
        assert_eq!(mean.value, Some(4.5));
        let error = 8.25_f64.sqrt() / 200_f64.sqrt();
        let (low, high) = mean.interval().unwrap();
        assert!((low - (4.5 - 1.96 * error)).abs() < 0.05, "{low}");
        assert!((high - (4.5 + 1.96 * error)).abs() < 0.05, "{high}");
        // a unit is missing from a resample with probability 1/e
        assert!((first.undefined as f64 / 2000.0 - 0.368).abs() < 0.04);
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let values: Vec<f64> = (0..50).map(|i| f64::from(i).sin()).collect();
        let bootstrap = Bootstrap::new(&Units::rows(50), 300, 1, 0.9);
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| means(&bootstrap, &values))
        };
        assert_eq!(run(1), run(3));
        let other = Bootstrap::new(&Units::rows(50), 300, 2, 0.9);
        assert_ne!(means(&other, &values), run(1));
    }

    #[test]
    fn letters_are_numbered_as_they_come() {
        let units = Units::letters(["b", "a", "b", "c"]);
        let of: Vec<usize> = (0..4).map(|r| units.of_row(r)).collect();
        assert_eq!((of, units.count()), (vec![0, 1, 0, 2], 3));
    }

    shape! {
        struct Shape<T> {
            list: Vec<[T; 2]>,
            three: T,
            figures: Figures<T>,
        }
    }

    #[test]
    fn each_figure_comes_back_under_the_name_of_its_number() {
        let bootstrap = Bootstrap::new(&Units::rows(2), 0, 1, 0.95);
        let counted = bootstrap.figures(|_| Shape {
            list: vec![[Some(1.0), None], [Some(2.0), Some(f64::INFINITY)]],
            three: Some(3.0),
            figures: Figures::<()>::default().map(|()| Some(4.0)),
        });
        let values: Vec<Option<f64>> = counted.list.iter().flatten().map(|f| f.value).collect();
        assert_eq!(values, [Some(1.0), None, Some(2.0), None]);
        assert_eq!(counted.three.value, Some(3.0));
        assert!((counted.figures.iter()).all(|(_, f)| f.value == Some(4.0)));
    }

    #[test]
    #[should_panic(expected = "sample.len() == expected")]
    fn a_list_that_is_longer_in_a_resample_is_noticed() {
        let bootstrap = Bootstrap::new(&Units::rows(2), 20, 1, 0.95);
        bootstrap.figures(|weights| vec![Some(1.0); weights[0] as usize]);
    }

    #[test]
    fn one_unit_has_no_interval() {
        let bootstrap = Bootstrap::new(&Units::letters(["a", "a"]), 100, 1, 0.95);
        let figure = means(&bootstrap, &[2.0])[0];
        assert_eq!((figure.value, figure.interval()), (Some(2.0), None));
    }

    #[test]
    fn quantiles_interpolate_as_numpy_does() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&sorted, 0.0), 1.0);
        assert_eq!(quantile(&sorted, 0.5), 3.0);
        assert!((quantile(&sorted, 0.9) - 6.8).abs() < 1e-12);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
