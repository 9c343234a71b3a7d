//! The rules by which a figure has no interval, or another one than resampling gives it.

use super::counted::Counted;
use super::{Bootstrap, FEW_LETTERS, Figure, Figures, NoInterval, Unit, Units};
use std::collections::BTreeSet;

/// Sentences below which a figure (of all, or of a part: a slice, a label, a bin of confidence, what two coders share) has no interval.
///
/// The reason for 30: ends can only lie at a few fractions, and where all of so few sentences are right even the exact interval reaches
/// further down than 0.88, so that it tells next to nothing.
pub const FEW_SENTENCES: usize = 30;

/// Ends of an interval closer together than this are one point.
const POINT: f64 = 1e-9;

/// What the intervals of an evaluation are held to.
pub(crate) struct Held<'a> {
    units: &'a Units,
    few_rows: usize,
    level: f64,
}

impl<'a> Held<'a> {
    /// Holds the intervals of a bootstrap over some units.
    pub(crate) fn new(units: &'a Units, bootstrap: &Bootstrap, few_rows: usize) -> Self {
        Self {
            units,
            few_rows,
            level: bootstrap.info().level,
        }
    }

    /// Whether so many sentences and units are too few to judge.
    pub(crate) fn too_few(&self, sentences: usize, units: usize) -> bool {
        sentences < self.few_rows || self.units.unit() == Unit::Letter && units < FEW_LETTERS
    }

    /// A figure on some rows: without interval where they are too few, or where its interval is a point.
    pub(crate) fn figure(&self, figure: Figure, rows: impl Iterator<Item = usize>) -> Figure {
        without_point(self.enough(figure, rows).0)
    }

    /// A macro-F1 on some rows: as [`Self::figure`], and without interval where a label stands in too few letters.
    pub(crate) fn macro_f1(
        &self,
        figure: Figure,
        rows: impl Iterator<Item = usize>,
        counted: &Counted,
    ) -> Figure {
        self.figure(of_labels(figure, counted), rows)
    }

    /// A share of some rows: as [`Self::figure`], but with the exact interval where it is 0 or 1.
    ///
    /// Where all of n sentences are right, so are those of every resample, and the percentile interval is a point, whatever n. The exact
    /// one (Clopper & Pearson 1934, two-sided) goes from (tail)^(1/n) to 1, and from 0 to 1 − (tail)^(1/n) where none is, with the tail
    /// 0.025 of a 95 % interval. It takes sentences as independent, so it is rather too narrow than too wide.
    pub(crate) fn share(&self, figure: Figure, rows: impl Iterator<Item = usize>) -> Figure {
        let (figure, sentences) = self.enough(figure, rows);
        let Some((low, high)) = figure.interval().filter(|(low, high)| high - low < POINT) else {
            return figure;
        };
        let reach = 1.0 - ((1.0 - self.level) / 2.0).powf(1.0 / sentences as f64);
        let (low, high) = match (low, high) {
            (low, _) if low > 1.0 - POINT => (1.0 - reach, 1.0),
            (_, high) if high < POINT => (0.0, reach),
            _ => return without_point(figure),
        };
        Figure {
            low: Some(low),
            high: Some(high),
            exact: true,
            ..figure
        }
    }

    /// The figures of some predictions for all rows, of which `stances` are those that are predicted to be a stance, with the labels that
    /// macro-F1 is the mean over.
    ///
    /// The coverages keep an interval that is a point: it says that every resample reaches them.
    pub(crate) fn figures(
        &self,
        figures: Figures<Figure>,
        stances: impl Iterator<Item = usize>,
        counted: &Counted,
    ) -> Figures<Figure> {
        let all = || 0..self.units.row_count();
        let mut given = figures;
        for macro_f1 in [
            &mut given.macro_f1,
            &mut given.macro_f1_stances,
            &mut given.lenient_macro_f1,
        ] {
            *macro_f1 = of_labels(*macro_f1, counted);
        }
        let mut held = given.map(|&figure| self.figure(figure, all()));
        for (held, given) in [
            (&mut held.accuracy, given.accuracy),
            (&mut held.flips, given.flips),
            (&mut held.stance_errors, given.stance_errors),
            (&mut held.lenient_accuracy, given.lenient_accuracy),
        ] {
            *held = self.share(given, all());
        }
        held.opposite_share = self.share(given.opposite_share, stances);
        held.coverage_at_5 = self.enough(given.coverage_at_5, all()).0;
        held.coverage_at_10 = self.enough(given.coverage_at_10, all()).0;
        held.without_calibration_intervals()
    }

    /// The figure, without interval where its rows are too few, and how many they are.
    fn enough(&self, figure: Figure, rows: impl Iterator<Item = usize>) -> (Figure, usize) {
        let mut units = BTreeSet::new();
        let mut sentences = 0;
        for row in rows {
            sentences += 1;
            units.insert(self.units.of_row(row));
        }
        let figure = if self.too_few(sentences, units.len()) {
            figure.without_interval(NoInterval::TooFew)
        } else {
            figure
        };
        (figure, sentences)
    }
}

/// Differences of two sets of figures: without interval where one of the two rests on too few sentences.
pub(crate) fn differences(
    differences: Figures<Figure>,
    one: Figures<Figure>,
    other: Figures<Figure>,
) -> Figures<Figure> {
    let held = (differences.zip(one.zip(other)))
        .map(|&(figure, (one, other))| difference(figure, &one, &other));
    held.without_calibration_intervals()
}

/// The difference of two figures, held to what they are held to.
pub(crate) fn difference(figure: Figure, one: &Figure, other: &Figure) -> Figure {
    let few = Some(NoInterval::TooFew);
    if one.reason == few || other.reason == few {
        figure.without_interval(NoInterval::TooFew)
    } else {
        without_point(figure)
    }
}

/// A macro-F1: without interval where one of its labels stands in too few letters.
fn of_labels(figure: Figure, counted: &Counted) -> Figure {
    match counted.enough {
        true => figure,
        false => figure.without_interval(NoInterval::TooFew),
    }
}

fn without_point(figure: Figure) -> Figure {
    match figure.interval() {
        Some((low, high)) if high - low < POINT => figure.without_interval(NoInterval::NoSpread),
        _ => figure,
    }
}

/// What a reader must know of figures without interval, or with an exact one, where there are such.
pub(crate) fn notes<'a>(
    figures: impl IntoIterator<Item = &'a Figure>,
    few_rows: usize,
    unit: Unit,
) -> Vec<String> {
    let (mut few, mut still, mut exact) = (false, false, false);
    for figure in figures {
        few |= figure.reason == Some(NoInterval::TooFew);
        still |= figure.reason == Some(NoInterval::NoSpread);
        exact |= figure.exact;
    }
    let (letters, of) = match unit {
        Unit::Letter => (format!(" or {FEW_LETTERS} letters"), ""),
        Unit::Row => (String::new(), " sentences"),
    };
    let notes = [
        few.then(|| {
            format!(
                "Too few: a figure on fewer than {few_rows} sentences{letters} has no interval, nor has a macro-F1 over a label that stands in fewer than {FEW_LETTERS}{of}: resampling shows too little of them."
            )
        }),
        still.then(|| {
            "No spread: every resample gives the same value, so resampling does not tell how far it may be off.".to_owned()
        }),
        exact.then(|| {
            "The interval of a share that is 0 or 1 is the exact one (Clopper and Pearson), as if sentences were independent: every resample gives the same value.".to_owned()
        }),
    ];
    notes.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(value: f64) -> Figure {
        Figure {
            value: Some(value),
            low: Some(value),
            high: Some(value),
            ..Figure::default()
        }
    }

    #[test]
    fn all_right_is_no_proof_of_no_error() {
        let letters: Vec<String> = (0..54).map(|i| format!("brief-{}", i % 15)).collect();
        let units = Units::letters(letters.iter().map(String::as_str));
        let bootstrap = Bootstrap::new(&units, 100, 1, 0.95);
        let held = Held::new(&units, &bootstrap, FEW_SENTENCES);
        // scipy.stats.binomtest(54, 54).proportion_ci()
        let (low, high) = held.share(point(1.0), 0..54).interval().unwrap();
        assert!((low - 0.933_968_49).abs() < 1e-6 && high == 1.0, "{low}");
        let none = held.share(point(0.0), 0..54);
        assert!(none.exact && none.low == Some(0.0));
        assert!((none.high.unwrap() - 0.066_031_51).abs() < 1e-6);
        // no share, or a share in between: there is nothing exact to give
        for figure in [
            held.figure(point(1.0), 0..54),
            held.share(point(0.5), 0..54),
        ] {
            assert_eq!(
                (figure.reason, figure.low),
                (Some(NoInterval::NoSpread), None)
            );
        }
        let few = held.share(point(1.0), 0..29);
        assert_eq!((few.reason, few.exact), (Some(NoInterval::TooFew), false));
        let told = notes([&none, &few], 30, Unit::Letter).join("\n");
        assert!(told.contains("Clopper") && told.contains("30 sentences or 5 letters"));
        assert!(!told.contains("No spread"));
    }

    #[test]
    fn a_difference_of_too_few_has_no_interval() {
        let wide = Figure {
            high: Some(0.9),
            ..point(0.5)
        };
        let few = wide.without_interval(NoInterval::TooFew);
        assert_eq!(difference(wide, &wide, &few).reason, few.reason);
        assert_eq!(difference(wide, &wide, &wide), wide);
    }
}
