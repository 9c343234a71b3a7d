//! Two models on the same sentences: paired differences, McNemar's test, and what changed.

use super::limits::{self, CutOff};
use super::measure::{minus, stances};
use super::metrics::Sample;
use super::results::LimitComparison;
use super::too_few::{self, Held};
use super::{Bootstrap, BootstrapInfo, Figure, Figures, ReportOptions, Scored};
use crate::error::{Error, ErrorKind, Result};
use crate::numbers::count;
use crate::stance::Labels;
use serde::{Deserialize, Serialize};

/// What two models do differently on the same sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Name of the first model.
    pub first_name: String,
    /// Name of the second model.
    pub second_name: String,
    /// Number of sentences.
    pub sentences: usize,
    /// Number of letters, where the data names them.
    pub letters: Option<usize>,
    /// How the intervals were made.
    pub bootstrap: BootstrapInfo,
    /// Figures of the first model.
    pub first: Figures<Figure>,
    /// Figures of the second model.
    pub second: Figures<Figure>,
    /// Second minus first, with the interval of the paired difference.
    pub difference: Figures<Figure>,
    /// What the cut-offs of both do, for each limit; empty where none were given.
    #[serde(default)]
    pub limits: Vec<LimitComparison>,
    /// Whether one has more sentences right than chance would give.
    pub mcnemar: McNemar,
    /// The sentences whose label changed: first those that were fixed, then those that broke, then other changes.
    pub changed: Vec<Change>,
    /// What a reader must know, one sentence each.
    pub notes: Vec<String>,
}

/// McNemar's exact test over sentences. It takes sentences as independent, which those of one letter are not
/// quite; the interval of the difference, over letters, is the stricter judge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct McNemar {
    /// Sentences that only the second model has right.
    pub fixed: u64,
    /// Sentences that only the first model has right.
    pub broken: u64,
    /// Two-sided exact p: chance of a split at least as uneven if each were a coin toss; 1 without any.
    pub p: f64,
}

/// The nature of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// Wrong before, right now.
    Fixed,
    /// Right before, wrong now.
    Broken,
    /// Wrong both times, differently.
    StillWrong,
}

/// A sentence that the two models label differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// The nature of the change.
    pub kind: ChangeKind,
    /// Index of the sentence in the rows (0-based).
    pub row: usize,
    /// The letter, empty where not known.
    pub letter: String,
    /// The sentence.
    pub sentence: String,
    /// The gold label.
    pub gold: String,
    /// A second label that is defensible.
    pub also: Option<String>,
    /// The first model's label.
    pub first: String,
    /// The second model's label.
    pub second: String,
}

/// A model that is compared: its name, its predictions, and the cut-offs that it carries.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Side<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its predictions.
    pub scored: &'a Scored,
    /// Its own cut-offs; empty where it has none.
    pub cut_offs: &'a [CutOff],
}

impl<'a> Side<'a> {
    /// A model without cut-offs.
    pub fn new(name: &'a str, scored: &'a Scored) -> Self {
        Self {
            name,
            scored,
            cut_offs: &[],
        }
    }
}

/// Compares two sets of predictions on the same rows, and what the cut-offs of both models do, for each limit that both know.
///
/// Both models are measured on the same resamples, so the interval of a difference is that of the pair.
///
/// # Errors
/// [`ErrorKind::Evaluation`] when either set cannot be evaluated, or when labels, sentences or gold labels
/// are not the same in both.
pub fn compare(
    first_side: &Side<'_>,
    second_side: &Side<'_>,
    options: &ReportOptions,
) -> Result<Comparison> {
    let (first, second) = (first_side.scored, second_side.scored);
    first.check()?;
    second.check()?;
    check_same(first, second)?;
    let units = first.units();
    let (a, b) = (Sample::new(first, &units), Sample::new(second, &units));
    let bootstrap = Bootstrap::of(&units, options);
    let [one, other, difference] = bootstrap.figures(|weights| {
        let (x, y) = (a.tally(weights).figures(), b.tally(weights).figures());
        [x, y, minus(y, x)]
    });
    let held = Held::new(&units, &bootstrap, options.few_rows);
    let own = |figures, scored: &Scored, sample: &Sample| {
        let stances = stances(scored, |row| scored.rows[row].predicted);
        held.figures(figures, stances, &sample.counted)
    };
    let (one, other) = (own(one, first, &a), own(other, second, &b));
    let difference = too_few::differences(difference, one, other);
    let changed = changes(first, second);
    let count = |kind| changed.iter().filter(|c| c.kind == kind).count() as u64;
    let info = bootstrap.info();
    let mut notes = info.notes();
    let shown = [&one, &other, &difference].into_iter();
    notes.extend(too_few::notes(
        shown.flat_map(|figures| figures.iter().map(|(_, figure)| figure)),
        options.few_rows,
        info.unit,
    ));
    if first.rows.iter().any(|r| !r.probabilities.is_empty()) {
        notes.extend(info.note_on_calibration());
    }
    let limits = limits::compared(
        (first, first_side.cut_offs),
        (second, second_side.cut_offs),
        options,
    );
    let more = limits::notes_of_both(&limits, options, info.unit);
    limits::add(&mut notes, more.into_iter());
    Ok(Comparison {
        first_name: first_side.name.to_owned(),
        second_name: second_side.name.to_owned(),
        sentences: first.rows.len(),
        letters: first.has_letters.then(|| units.count()),
        bootstrap: info,
        first: one,
        second: other,
        difference,
        limits,
        mcnemar: mcnemar(count(ChangeKind::Fixed), count(ChangeKind::Broken)),
        changed,
        notes,
    })
}

fn check_same(first: &Scored, second: &Scored) -> Result<()> {
    let differ = |found: String| {
        Err(Error::new(ErrorKind::Evaluation, found)
            .expected("the same labelled sentences, in the same order, for both models"))
    };
    if first.labels.iter().ne(second.labels.iter()) {
        return differ("the two models have different labels".into());
    }
    // figures of positions and polarity would be of other labels on each side
    let sorted = |labels: &Labels| {
        let mut pair = labels.opposites();
        pair.iter_mut().for_each(|pair| pair.sort_unstable());
        pair
    };
    let neutral = first.labels.neutral().zip(second.labels.neutral());
    let opposites = sorted(&first.labels).zip(sorted(&second.labels));
    if neutral.is_some_and(|(a, b)| a != b) || opposites.is_some_and(|(a, b)| a != b) {
        return differ("the two models have different neutral labels or opposites".into());
    }
    if first.rows.len() != second.rows.len() {
        return differ(format!(
            "{} for one model, {} for the other",
            count(first.rows.len(), "sentence"),
            second.rows.len()
        ));
    }
    let rows = first.rows.iter().zip(&second.rows);
    let other = rows.enumerate().find(|(_, (x, y))| {
        x.sentence != y.sentence || x.gold != y.gold || x.also != y.also || x.letter != y.letter
    });
    match other {
        Some((number, _)) => differ(format!("row {} differs between the two", number + 1)),
        None => Ok(()),
    }
}

fn changes(first: &Scored, second: &Scored) -> Vec<Change> {
    let name = |class| first.labels.name(class).to_owned();
    let mut changes: Vec<Change> = first
        .rows
        .iter()
        .zip(&second.rows)
        .enumerate()
        .filter(|(_, (x, y))| x.predicted != y.predicted)
        .map(|(row, (x, y))| Change {
            kind: match (x.is_right(), y.is_right()) {
                (false, true) => ChangeKind::Fixed,
                (true, false) => ChangeKind::Broken,
                _ => ChangeKind::StillWrong,
            },
            row,
            letter: x.letter.clone(),
            sentence: x.sentence.clone(),
            gold: name(x.gold),
            also: x.also.map(name),
            first: name(x.predicted),
            second: name(y.predicted),
        })
        .collect();
    changes.sort_by_key(|c| (c.kind, c.row));
    changes
}

/// McNemar's exact test on the sentences that only one of two models has right.
///
/// `p = min(1, 2·Σ_{i ≤ min} C(n, i) / 2ⁿ)` with `n = fixed + broken`.
pub fn mcnemar(fixed: u64, broken: u64) -> McNemar {
    let n = fixed + broken;
    let least = fixed.min(broken);
    // ln C(n, least), then down from the largest term by ratios: no overflow at any n
    let log: f64 = (1..=least)
        .map(|i| ((n - least + i) as f64 / i as f64).ln())
        .sum();
    let (mut term, mut sum) = (1.0, 1.0);
    for i in (1..=least).rev() {
        term *= i as f64 / (n - i + 1) as f64;
        sum += term;
        if term < 1e-18 {
            break;
        }
    }
    let tail = (log - n as f64 * std::f64::consts::LN_2).exp() * sum;
    McNemar {
        fixed,
        broken,
        p: (2.0 * tail).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::NoInterval;
    use super::super::confusion::tests::LOPSIDED;
    use super::super::fixtures::scored;
    use super::*;

    #[test]
    fn labels_that_mean_something_else_are_not_compared() {
        let first = scored(LOPSIDED, 10);
        let mut other = first.clone();
        other.rows[0].also = Some(1 - other.rows[0].gold.min(1));
        assert_ne!(first.rows[0].also, other.rows[0].also);
        assert!(check_same(&first, &other).is_err());
        let named = |neutral: usize| {
            let mut one = first.clone();
            let roles = crate::stance::LabelRoles {
                neutral: Some(one.labels.name(neutral).to_owned()),
                ..Default::default()
            };
            one.labels = one.labels.with_roles(roles).unwrap();
            one
        };
        let last = first.labels.len() - 1;
        assert!(check_same(&named(last), &named(last)).is_ok());
        let error = check_same(&named(last), &named(last - 1)).unwrap_err();
        assert!(
            error.to_string().contains("different neutral labels"),
            "{error}"
        );
    }

    #[test]
    fn mcnemar_is_the_binomial_test() {
        // scipy.stats.binomtest(min, n).pvalue
        for (fixed, broken, p) in [
            (8, 2, 0.109375),
            (2, 8, 0.109375),
            (0, 0, 1.0),
            (5, 5, 1.0),
            (0, 6, 0.03125),
            (130, 90, 0.008405451752681935),
            (3000, 2800, 0.00896943600119357),
        ] {
            let found = mcnemar(fixed, broken).p;
            assert!(
                (found - p).abs() < 1e-9,
                "{fixed} {broken}: {found} is not {p}"
            );
        }
        // many rows neither overflow nor round away
        assert!((mcnemar(1_001_000, 1_000_000).p - 0.480_049_390_990).abs() < 1e-6);
        assert!(mcnemar(1_000_000, 10).p < 1e-300);
    }

    fn improved() -> (Scored, Scored) {
        let first = scored(LOPSIDED, 10);
        let mut second = first.clone();
        let (mut fixed, mut broken) = (0, 0);
        for row in &mut second.rows {
            if !row.is_right() && fixed < 12 {
                row.predicted = row.gold;
                fixed += 1;
            } else if row.is_right() && row.gold == 3 && broken < 2 {
                row.predicted = 0;
                broken += 1;
            }
            row.probabilities = vec![0.1; 4];
            row.probabilities[row.predicted] = 0.7;
        }
        (first, second)
    }

    #[test]
    fn a_better_model_is_better_beyond_its_interval() {
        let (first, second) = improved();
        let options = ReportOptions::default();
        let found = compare(&Side::new("A", &first), &Side::new("B", &second), &options).unwrap();
        let accuracy = found.difference.accuracy;
        assert!((accuracy.value.unwrap() - 10.0 / 52.0).abs() < 1e-12);
        assert_eq!(accuracy.excludes(0.0), Some(true));
        assert_eq!((found.mcnemar.fixed, found.mcnemar.broken), (12, 2));
        assert_eq!(found.changed.len(), 14);
        assert_eq!(found.changed[0].kind, ChangeKind::Fixed);
        assert_eq!(found.changed[13].kind, ChangeKind::Broken);
        assert_eq!(found.changed[13].second, "steunt");
    }

    #[test]
    fn the_other_way_round_is_the_mirror_image() {
        let (first, second) = improved();
        let options = ReportOptions::default();
        let there = compare(&Side::new("A", &first), &Side::new("B", &second), &options).unwrap();
        let back = compare(&Side::new("B", &second), &Side::new("A", &first), &options).unwrap();
        let (a, b) = (there.difference.macro_f1, back.difference.macro_f1);
        assert!((a.value.unwrap() + b.value.unwrap()).abs() < 1e-12);
        assert!((a.low.unwrap() + b.high.unwrap()).abs() < 1e-12);
        assert_eq!(there.mcnemar.p, back.mcnemar.p);
    }

    #[test]
    fn a_difference_on_too_few_sentences_has_no_interval() {
        let (mut first, mut second) = improved();
        for scored in [&mut first, &mut second] {
            scored.rows.truncate(29);
        }
        let found = compare(
            &Side::new("A", &first),
            &Side::new("B", &second),
            &ReportOptions::default(),
        )
        .unwrap();
        for (name, figure) in found.difference.iter().chain(found.first.iter()) {
            assert_eq!(figure.interval(), None, "{}", name.key);
        }
        assert!(found.notes.iter().any(|note| note.starts_with("Too few")));
    }

    #[test]
    fn a_model_beside_itself_has_no_interval_to_speak_of() {
        let (first, _) = improved();
        let found = compare(
            &Side::new("A", &first),
            &Side::new("A", &first),
            &ReportOptions::default(),
        )
        .unwrap();
        let accuracy = found.difference.accuracy;
        assert_eq!((accuracy.value, accuracy.excludes(0.0)), (Some(0.0), None));
        assert_eq!(accuracy.reason, Some(NoInterval::NoSpread));
        // calibration errors never have an interval
        assert_eq!(found.difference.ece, Figure::bare(Some(0.0)));
    }

    #[test]
    fn other_rows_are_refused() {
        let (first, mut second) = improved();
        second.rows[3].sentence.push('x');
        let error = compare(
            &Side::new("A", &first),
            &Side::new("B", &second),
            &ReportOptions::default(),
        )
        .unwrap_err();
        assert!(error.to_string().contains("row 4 differs"));
        second.rows.pop();
        assert!(
            compare(
                &Side::new("A", &first),
                &Side::new("B", &second),
                &ReportOptions::default()
            )
            .is_err()
        );
    }
}
