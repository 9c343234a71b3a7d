//! How much more data would help: macro-F1 against the number of letters, and an honest look ahead.
//!
//! The law is `f(n) = a − b·n^(−c)` with `b ≥ 0`, `a ≤ 1` and `0.05 ≤ c ≤ 3`, fitted by least squares weighted
//! with the points' variances (equal weights where a point has no interval). Its uncertainty comes from
//! refitting to points drawn from normal distributions with the points' standard errors. All points are measured on the same test
//! letters, and what makes these hard moves all points alike; as it is drawn for each point by itself, the uncertainty is on the wide side for
//! the gain and fair for the level. Which letters a share was trained on is averaged over folds and draws, not in the intervals.

use super::bootstrap::quantile;
use super::counted::Counted;
use super::too_few::Held;
use super::{Bootstrap, Confusion, Figure, NoInterval, ReportOptions, Scored};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

/// Smallest and largest exponent that is tried.
const EXPONENTS: (f64, f64) = (0.05, 3.0);
/// Refits for the uncertainty.
const REFITS: usize = 500;
/// A gain in macro-F1 from twice the letters below this is called flat.
const FLAT: f64 = 0.01;

/// Macro-F1 at one number of training letters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CurvePoint {
    /// Number of training letters.
    pub letters: usize,
    /// Number of training sentences, where known.
    pub sentences: Option<usize>,
    /// Macro-F1 on letters that were not trained on.
    pub macro_f1: Figure,
}

impl CurvePoint {
    /// Measures models that were trained on so many letters and sentences: for each draw of letters a label for each of the rows. The figure
    /// is that of all draws together; its interval is over the test letters, where these are enough for one.
    pub fn measure(
        letters: usize,
        sentences: usize,
        scored: &Scored,
        draws: &[Vec<usize>],
        options: &ReportOptions,
    ) -> Self {
        let units = scored.units();
        let labels = scored.labels.len();
        let mut of_unit = vec![Confusion::new(labels); units.count()];
        for predicted in draws {
            for (row, (scored, &predicted)) in scored.rows.iter().zip(predicted).enumerate() {
                of_unit[units.of_row(row)].add(scored.gold, predicted, 1);
            }
        }
        let rows = draws.iter().flat_map(|predicted| {
            let rows = scored.rows.iter().zip(predicted).enumerate();
            rows.map(|(row, (scored, &predicted))| (units.of_row(row), scored.gold, predicted))
        });
        let counted = Counted::of(labels, rows);
        let bootstrap = Bootstrap::of(&units, options);
        let macro_f1 = bootstrap.figures(|weights| {
            let mut all = Confusion::new(labels);
            for (unit, &weight) in of_unit.iter().zip(weights) {
                all.merge(unit, u64::from(weight));
            }
            counted.macro_f1(&all)
        });
        let held = Held::new(&units, &bootstrap, options.few_rows);
        Self {
            letters,
            sentences: Some(sentences),
            macro_f1: held.macro_f1(macro_f1, 0..units.row_count(), &counted),
        }
    }
}

/// The fitted law `a − b·n^(−c)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PowerLaw {
    /// What the curve tends to.
    pub a: f64,
    /// How far below it starts.
    pub b: f64,
    /// How fast it closes in.
    pub c: f64,
    /// Root of the mean squared distance of the points to the law.
    pub residual: f64,
}

impl PowerLaw {
    /// The law's value at a number of letters.
    pub fn at(&self, letters: f64) -> f64 {
        self.a - self.b * letters.powf(-self.c)
    }
}

/// What more letters would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// More letters of this kind will raise macro-F1.
    Rising,
    /// Twice the letters would gain less than 0.01, and at most 0.02 within the uncertainty.
    Flat,
    /// The points allow both a gain and none.
    Unclear,
    /// The points do not carry a fit; no look ahead is given.
    NotUsable,
}

/// The measured points, the law through them, and what it promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LearningCurve {
    /// The points, by rising number of letters.
    pub points: Vec<CurvePoint>,
    /// The law, where the points carry one.
    pub law: Option<PowerLaw>,
    /// Macro-F1 expected at more letters than were measured, at most four times as many.
    pub outlook: Vec<CurvePoint>,
    /// Gain in macro-F1 from twice the letters.
    pub gain_of_doubling: Figure,
    /// The short answer.
    pub verdict: Verdict,
    /// The answer as a sentence.
    pub remark: String,
}

/// Fits the law to measured points and looks ahead.
///
/// Needs at least four points with a value, over at least a factor of three in letters, measured on enough sentences and letters for an
/// interval ([`ReportOptions::few_rows`]); otherwise the verdict is [`Verdict::NotUsable`] and the remark says why.
pub fn learning_curve(mut points: Vec<CurvePoint>, options: &ReportOptions) -> LearningCurve {
    points.sort_by_key(|p| p.letters);
    let level = options.level.clamp(0.5, 0.999);
    let known: Vec<Known> = points.iter().filter_map(|p| Known::of(p, level)).collect();
    let unusable = |points: Vec<CurvePoint>, remark: String| LearningCurve {
        points,
        law: None,
        outlook: Vec::new(),
        gain_of_doubling: Figure::default(),
        verdict: Verdict::NotUsable,
        remark,
    };
    let mut sizes: Vec<usize> = known.iter().map(|k| k.n as usize).collect();
    sizes.dedup();
    let (Some(&least), Some(&most)) = (sizes.first(), sizes.last()) else {
        return unusable(points, "No point has a macro-F1.".into());
    };
    if sizes.len() < 4 {
        let remark = format!(
            "{} sizes were measured; at least 4 are needed to look ahead.",
            sizes.len()
        );
        return unusable(points, remark);
    }
    if most < 3 * least {
        let remark = format!(
            "The sizes run from {least} to {most} letters only; a factor of three is needed to look ahead."
        );
        return unusable(points, remark);
    }
    if points
        .iter()
        .any(|p| p.macro_f1.reason == Some(NoInterval::TooFew))
    {
        let remark = "The points were measured on too few sentences or letters to say how sure they are: no look ahead.";
        return unusable(points, remark.to_owned());
    }
    let law = fit(&known);
    let spread = known.iter().map(|k| k.y).fold(f64::NEG_INFINITY, f64::max)
        - known.iter().map(|k| k.y).fold(f64::INFINITY, f64::min);
    if law.b > 0.0 && law.residual > 0.5 * spread.max(0.02) {
        let remark = format!(
            "The points lie {:.3} off any smooth curve; measure more repeats before looking ahead.",
            law.residual
        );
        return unusable(points, remark);
    }
    let most = most as f64;
    let refits = refit(&known, &law, options.seed);
    let interval = |f: &dyn Fn(&PowerLaw) -> f64| {
        let mut values: Vec<f64> = refits.iter().map(f).collect();
        values.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - level) / 2.0;
        Figure {
            value: Some(f(&law)),
            low: Some(quantile(&values, tail)),
            high: Some(quantile(&values, 1.0 - tail)),
            ..Figure::default()
        }
    };
    let outlook = [1.5, 2.0, 4.0]
        .map(|factor| CurvePoint {
            letters: (most * factor).round() as usize,
            sentences: None,
            macro_f1: interval(&|law| law.at((most * factor).round())),
        })
        .to_vec();
    let gain = interval(&|law| law.at(2.0 * most) - law.at(most));
    let (verdict, remark) = judge(&law, &gain, &outlook);
    LearningCurve {
        points,
        law: Some(law),
        outlook,
        gain_of_doubling: gain,
        verdict,
        remark,
    }
}

fn judge(law: &PowerLaw, gain: &Figure, outlook: &[CurvePoint]) -> (Verdict, String) {
    let value = gain.value.unwrap_or_default();
    let (low, high) = gain.interval().unwrap_or((value, value));
    let range = format!("{value:+.3} [{low:+.3}, {high:+.3}]");
    let double = outlook.get(1).map_or(0, |p| p.letters);
    let slow = if law.b > 0.0 && law.c <= EXPONENTS.0 * 1.01 {
        " The curve hardly bends, so where it ends cannot be told."
    } else {
        ""
    };
    if value < FLAT && high < 2.0 * FLAT {
        let remark = format!(
            "Flat: twice the letters ({double}) would change macro-F1 by {range}; look at other features, or other kinds of letters, first."
        );
        (Verdict::Flat, remark)
    } else if low >= FLAT / 2.0 {
        let remark =
            format!("Rising: twice the letters ({double}) should add {range} to macro-F1.{slow}");
        (Verdict::Rising, remark)
    } else {
        let remark = format!(
            "Unclear: twice the letters ({double}) may add {range} to macro-F1, which includes next to nothing.{slow}"
        );
        (Verdict::Unclear, remark)
    }
}

#[derive(Debug, Clone, Copy)]
struct Known {
    n: f64,
    y: f64,
    error: Option<f64>,
}

impl Known {
    fn of(point: &CurvePoint, level: f64) -> Option<Self> {
        let y = point.macro_f1.value.filter(|y| y.is_finite())?;
        let error = point
            .macro_f1
            .interval()
            .map(|(low, high)| (high - low) / (2.0 * normal_quantile(0.5 + level / 2.0)))
            .filter(|e| e.is_finite() && *e > 0.0);
        (point.letters > 0).then_some(Self {
            n: point.letters as f64,
            y,
            error,
        })
    }
}

/// Standard normal quantile by bisection on the error function's series; 1.96 at 0.975.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 8.0_f64);
    for _ in 0..60 {
        let x = (low + high) / 2.0;
        // Φ(x) = 1/2 + φ(x)·(x + x³/3 + x⁵/15 + …)
        let (mut term, mut sum) = (x, x);
        for k in 1..200 {
            term *= x * x / f64::from(2 * k + 1);
            sum += term;
        }
        let phi = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        if 0.5 + phi * sum < p {
            low = x;
        } else {
            high = x;
        }
    }
    (low + high) / 2.0
}

/// Least squares over a grid of exponents, refined around the best.
fn fit(points: &[Known]) -> PowerLaw {
    let (low, high) = (EXPONENTS.0.ln(), EXPONENTS.1.ln());
    let mut best = (f64::INFINITY, flat(points));
    let mut centre = (low + high) / 2.0;
    let mut reach = (high - low) / 2.0;
    for _ in 0..6 {
        for step in -12..=12 {
            let place = centre + reach * f64::from(step) / 12.0;
            let law = linear(points, place.clamp(low, high).exp());
            let loss = loss(points, &law);
            if loss < best.0 - 1e-15 {
                best = (loss, law);
            }
        }
        centre = best.1.c.max(EXPONENTS.0).ln();
        reach /= 5.0;
    }
    let mut law = best.1;
    let squares: f64 = points.iter().map(|p| (p.y - law.at(p.n)).powi(2)).sum();
    law.residual = (squares / points.len().max(1) as f64).sqrt();
    law
}

fn weight(points: &[Known], point: &Known) -> f64 {
    if points.iter().all(|p| p.error.is_some()) {
        point.error.map_or(1.0, |e| 1.0 / (e * e))
    } else {
        1.0
    }
}

fn loss(points: &[Known], law: &PowerLaw) -> f64 {
    let total: f64 = points.iter().map(|p| weight(points, p)).sum();
    let squares: f64 = points
        .iter()
        .map(|p| weight(points, p) * (p.y - law.at(p.n)).powi(2))
        .sum();
    squares / total
}

fn flat(points: &[Known]) -> PowerLaw {
    let (mut sum, mut total) = (0.0, 0.0);
    for p in points {
        let w = weight(points, p);
        sum += w * p.y;
        total += w;
    }
    PowerLaw {
        a: sum / total,
        b: 0.0,
        c: 1.0,
        residual: 0.0,
    }
}

/// The best `a` and `b` for an exponent, within their bounds.
fn linear(points: &[Known], c: f64) -> PowerLaw {
    let (mut s, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for p in points {
        let (w, x) = (weight(points, p), p.n.powf(-c));
        s += w;
        sx += w * x;
        sy += w * p.y;
        sxx += w * x * x;
        sxy += w * x * p.y;
    }
    let below = s * sxx - sx * sx;
    let mut b = -(s * sxy - sx * sy) / below;
    if !b.is_finite() || b <= 0.0 {
        return flat(points);
    }
    let mut a = (sy + b * sx) / s;
    if a > 1.0 {
        a = 1.0;
        b = ((sx - sxy) / sxx).max(0.0);
    }
    PowerLaw {
        a,
        b,
        c,
        residual: 0.0,
    }
}

/// Fits again to points drawn around the measured ones.
fn refit(points: &[Known], law: &PowerLaw, seed: u64) -> Vec<PowerLaw> {
    let free = points.len().saturating_sub(3).max(1) as f64;
    let residual = law.residual * (points.len() as f64 / free).sqrt();
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut drawn = points.to_vec();
    (0..REFITS)
        .map(|_| {
            for (point, from) in drawn.iter_mut().zip(points) {
                point.y = from.y + from.error.unwrap_or(residual) * normal(&mut stream);
            }
            fit(&drawn)
        })
        .collect()
}

/// A standard normal number (Box–Muller).
fn normal(stream: &mut Xoshiro256PlusPlus) -> f64 {
    let mut uniform = || ((stream.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (u, v) = (uniform(), uniform());
    (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(usize, f64)], half_width: f64) -> Vec<CurvePoint> {
        let point = |&(letters, y): &(usize, f64)| CurvePoint {
            letters,
            sentences: None,
            macro_f1: Figure {
                value: Some(y),
                low: Some(y - half_width),
                high: Some(y + half_width),
                ..Figure::default()
            },
        };
        values.iter().map(point).collect()
    }

    #[test]
    fn a_known_law_is_found_again() {
        let law = |n: usize| 0.8 - 0.9 * (n as f64).powf(-0.5);
        let values: Vec<(usize, f64)> = [5, 10, 20, 40, 80].map(|n| (n, law(n))).to_vec();
        let curve = learning_curve(points(&values, 0.01), &ReportOptions::default());
        let found = curve.law.unwrap();
        assert!((found.a - 0.8).abs() < 1e-3, "{found:?}");
        assert!((found.c - 0.5).abs() < 1e-2, "{found:?}");
        let double = curve.outlook[1].macro_f1;
        assert_eq!(curve.outlook[1].letters, 160);
        assert!((double.value.unwrap() - law(160)).abs() < 1e-3);
        let (low, high) = double.interval().unwrap();
        assert!(low < law(160) && law(160) < high);
        assert_eq!(curve.verdict, Verdict::Rising, "{}", curve.remark);
    }

    #[test]
    fn a_flat_curve_is_called_flat() {
        let values = [(5, 0.602), (10, 0.6), (20, 0.601), (40, 0.6), (80, 0.6)];
        let curve = learning_curve(points(&values, 0.01), &ReportOptions::default());
        assert_eq!(curve.verdict, Verdict::Flat, "{}", curve.remark);
    }

    #[test]
    fn a_noisy_rise_is_not_promised() {
        let values = [(5, 0.50), (10, 0.54), (20, 0.55), (40, 0.57), (80, 0.58)];
        let curve = learning_curve(points(&values, 0.15), &ReportOptions::default());
        assert_eq!(curve.verdict, Verdict::Unclear, "{}", curve.remark);
        let (low, high) = curve.gain_of_doubling.interval().unwrap();
        assert!(low < 0.005 && high > 0.02);
    }

    #[test]
    fn too_few_or_too_near_points_are_refused() {
        let few = points(&[(5, 0.4), (10, 0.5), (20, 0.6)], 0.01);
        let near = points(&[(10, 0.4), (12, 0.5), (14, 0.6), (16, 0.6)], 0.01);
        for (points, word) in [
            (few, "3 sizes"),
            (near, "10 to 16"),
            (Vec::new(), "No point"),
        ] {
            let curve = learning_curve(points, &ReportOptions::default());
            assert_eq!(curve.verdict, Verdict::NotUsable);
            assert!(curve.remark.contains(word), "{}", curve.remark);
            assert!(curve.outlook.is_empty());
        }
    }

    #[test]
    fn a_point_counts_all_draws_over_the_same_letters() {
        let scored =
            super::super::fixtures::scored([[4, 2, 0, 0], [1, 5, 0, 0], [0; 4], [0; 4]], 6);
        let own: Vec<usize> = scored.rows.iter().map(|r| r.predicted).collect();
        let right: Vec<usize> = scored.rows.iter().map(|r| r.gold).collect();
        let options = ReportOptions {
            few_rows: 12,
            ..ReportOptions::default()
        };
        let point = |draws: &[Vec<usize>]| CurvePoint::measure(8, 90, &scored, draws, &options);
        let one = point(std::slice::from_ref(&own));
        // F1 of both labels, worked by hand: 8/11 and 10/13
        assert!((one.macro_f1.value.unwrap() - (8.0 / 11.0 + 10.0 / 13.0) / 2.0).abs() < 1e-12);
        assert!(one.macro_f1.interval().is_some());
        assert_eq!(point(&[own.clone(), own.clone()]).macro_f1, one.macro_f1);
        // 10 of 12 and 11 of 12 right with the draw that is right throughout
        let both = point(&[own, right]).macro_f1.value.unwrap();
        assert!((both - (20.0 / 23.0 + 22.0 / 25.0) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn points_on_too_few_sentences_have_no_interval_and_no_look_ahead() {
        let scored =
            super::super::fixtures::scored([[8, 2, 0, 0], [3, 9, 0, 0], [0; 4], [0; 4]], 22);
        let own: Vec<usize> = scored.rows.iter().map(|r| r.predicted).collect();
        let options = ReportOptions::default();
        let points: Vec<CurvePoint> = [5, 10, 15, 20]
            .map(|n| CurvePoint::measure(n, n, &scored, std::slice::from_ref(&own), &options))
            .to_vec();
        for point in &points {
            assert_eq!(point.macro_f1.reason, Some(NoInterval::TooFew));
            assert!(point.macro_f1.value.is_some() && point.macro_f1.interval().is_none());
        }
        let curve = learning_curve(points, &options);
        assert_eq!(curve.verdict, Verdict::NotUsable);
        assert!(
            curve.remark.contains("too few sentences"),
            "{}",
            curve.remark
        );
        assert!(curve.outlook.is_empty() && curve.law.is_none());
    }

    #[test]
    fn the_normal_quantile_is_right() {
        assert!((normal_quantile(0.975) - 1.959963984540054).abs() < 1e-9);
    }
}
