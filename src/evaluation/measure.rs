//! Puts a report together: one bootstrap over everything that is told.

use super::baselines::Baseline;
use super::bootstrap::shape;
use super::metrics::{ERROR_RATES, Roles, Sample, Tally};
use super::notes::notes;
use super::probability::{BINS, RISK_STEPS, bin as bin_of};
use super::results::{
    BaselineFigures, ConfidentError, CoverageAtError, ErrorCounts, EvaluationReport, LabelFigures,
    ReliabilityBin, RiskAtCoverage, Subject,
};
use super::slices::Plan;
use super::too_few::{self, Held};
use super::{Bootstrap, Confusion, Figure, Figures, ReportOptions, Scored, ScoredRow};
use crate::error::Result;
use crate::ties::walk;

/// Measures everything of a report that follows from predictions, and says what a reader must know of it.
///
/// # Errors
/// As [`super::Evaluation::measure`].
pub(super) fn measure(
    scored: &Scored,
    baselines: &[Baseline],
    options: &ReportOptions,
) -> Result<EvaluationReport> {
    scored.check()?;
    for baseline in baselines {
        baseline.check(scored)?;
    }
    let units = scored.units();
    let counting = Counting {
        labels: scored.labels.len(),
        sample: Sample::new(scored, &units),
        baselines: baselines.iter().map(|b| b.sample(scored, &units)).collect(),
        has_probabilities: scored.rows.iter().any(|r| !r.probabilities.is_empty()),
        plan: Plan::new(scored, &units),
    };
    let bootstrap = Bootstrap::of(&units, options);
    let counted = bootstrap.figures(|weights| counting.count(weights));
    let whole = counting.sample.tally(&vec![1; units.count()]);
    let held = Held::new(&units, &bootstrap, options.few_rows);
    let figures = held.figures(
        counted.own,
        stances(scored, |row| scored.rows[row].predicted),
        &counting.sample.counted,
    );
    let name = |class| scored.labels.name(class).to_owned();
    let all = 0..counting.labels;
    let mut report = EvaluationReport {
        format: 1,
        subject: Subject::default(),
        labels: all.clone().map(name).collect(),
        counted_labels: (all.clone().filter(|&l| whole.confusion.occurs(l)))
            .map(name)
            .collect(),
        sentences: scored.rows.len(),
        letters: scored.has_letters.then(|| units.count()),
        bootstrap: bootstrap.info(),
        baselines: (baselines.iter().zip(&counting.baselines))
            .zip(counted.beside)
            .map(|((baseline, sample), beside)| {
                let stances = stances(scored, |row| baseline.predicted[row]);
                let theirs = held.figures(beside[0], stances, &sample.counted);
                baseline_figures(baseline, &figures, theirs, beside[1])
            })
            .collect(),
        figures,
        per_label: per_label(scored, &whole.confusion, &held, counted.labels),
        confusion: (all.clone())
            .map(|g| all.clone().map(|p| whole.confusion.count(g, p)).collect())
            .collect(),
        errors: error_counts(scored),
        reliability: reliability(scored, &whole, &held, counted.bins),
        risk_coverage: risk_points(scored, &held, counted.risks),
        thresholds: thresholds(&whole),
        limits: Vec::new(),
        slices: counting.plan.tables(&held, counted.slices),
        confident_errors: confident_errors(scored, options.confident_errors),
        pairs: None,
        learning_curve: None,
        looks: None,
        notes: Vec::new(),
    };
    report.notes = notes(scored, &report, counting.has_probabilities, options);
    Ok(report)
}

/// Everything that is counted anew on each resample.
struct Counting {
    labels: usize,
    sample: Sample,
    baselines: Vec<Sample>,
    has_probabilities: bool,
    plan: Plan,
}

/// Figures as they are counted, before they have an interval.
type Values = Figures<Option<f64>>;

shape! {
    /// What is counted.
    struct Counts<T> {
        own: Figures<T>,
        /// Precision, recall and F1 of each label.
        labels: Vec<[T; 3]>,
        /// The figures of each baseline, and those of the model minus them.
        beside: Vec<[Figures<T>; 2]>,
        /// How often each bin is right; empty without probabilities.
        bins: Vec<T>,
        /// The share of errors at each coverage; empty without probabilities.
        risks: Vec<T>,
        slices: Vec<Vec<[T; 2]>>,
    }
}

impl Counting {
    /// Counts under some weights.
    fn count(&self, weights: &[u32]) -> Counts<Option<f64>> {
        let tally = self.sample.tally(weights);
        let (own, confusion) = (tally.figures(), &tally.confusion);
        let label = |class| {
            [
                confusion.precision(class),
                confusion.recall(class),
                confusion.f1(class),
            ]
        };
        let beside = |other: &Sample| {
            let theirs = other.tally(weights).figures();
            [theirs, minus(own, theirs)]
        };
        let (mut bins, mut risks) = (Vec::new(), Vec::new());
        if self.has_probabilities {
            bins.extend((0..BINS).map(|bin| tally.bins.frequency(bin)));
            risks.extend(tally.risk.map_or([None; RISK_STEPS], |r| r.risk));
        }
        Counts {
            own,
            labels: (0..self.labels).map(label).collect(),
            beside: self.baselines.iter().map(beside).collect(),
            bins,
            risks,
            slices: self.plan.count(weights),
        }
    }
}

/// One set of figures minus another; undefined where either is.
pub(super) fn minus(one: Values, other: Values) -> Values {
    one.zip(other)
        .map(|(one, other)| one.zip(*other).map(|(one, other)| one - other))
}

/// The rows that are predicted to be a stance, all where the labels know none that is not.
pub(super) fn stances(
    scored: &Scored,
    predicted: impl Fn(usize) -> usize,
) -> impl Iterator<Item = usize> {
    let neutral = scored.labels.neutral();
    (0..scored.rows.len()).filter(move |&row| Some(predicted(row)) != neutral)
}

fn baseline_figures(
    baseline: &Baseline,
    own: &Figures<Figure>,
    theirs: Figures<Figure>,
    difference: Figures<Figure>,
) -> BaselineFigures {
    BaselineFigures {
        name: baseline.name.clone(),
        about: baseline.about.clone(),
        difference: too_few::differences(difference, *own, theirs),
        figures: theirs,
    }
}

/// The risk among the surest of the rows, each held to the rows that it is over: those of equal confidence all.
fn risk_points(scored: &Scored, held: &Held<'_>, risks: Vec<Figure>) -> Vec<RiskAtCoverage> {
    let mut surest: Vec<usize> = (0..scored.rows.len()).collect();
    let confidence = |row: usize| scored.rows[row].confidence().unwrap_or_default();
    surest.sort_by(|&a, &b| confidence(b).total_cmp(&confidence(a)));
    let ends: Vec<usize> = walk(&surest, |&row| confidence(row), |_| (1, false))
        .map(|tied| tied.reached().rows as usize)
        .collect();
    let point = |(step, risk): (usize, Figure)| {
        let due = (surest.len() * (step + 1)).div_ceil(RISK_STEPS);
        let end = ends.iter().find(|end| **end >= due);
        let among = surest
            .iter()
            .copied()
            .take(end.copied().unwrap_or_default());
        RiskAtCoverage {
            coverage: (step + 1) as f64 / RISK_STEPS as f64,
            risk: held.share(risk, among),
        }
    };
    risks.into_iter().enumerate().map(point).collect()
}

fn per_label(
    scored: &Scored,
    confusion: &Confusion,
    held: &Held<'_>,
    figures: Vec<[Figure; 3]>,
) -> Vec<LabelFigures> {
    let label = |((class, name), [precision, recall, f1]): ((usize, &str), [Figure; 3])| {
        let rows = |of: fn(&ScoredRow, usize) -> bool| {
            let rows = scored.rows.iter().enumerate();
            rows.filter(move |(_, row)| of(row, class)).map(|(i, _)| i)
        };
        LabelFigures {
            label: name.to_owned(),
            support: confusion.support(class),
            predicted: confusion.predicted(class),
            precision: held.share(precision, rows(|row, class| row.predicted == class)),
            recall: held.share(recall, rows(|row, class| row.gold == class)),
            f1: held.figure(
                f1,
                rows(|row, class| row.gold == class || row.predicted == class),
            ),
        }
    };
    (scored.labels.iter().enumerate().zip(figures))
        .map(label)
        .collect()
}

fn reliability(
    scored: &Scored,
    whole: &Tally<'_>,
    held: &Held<'_>,
    figures: Vec<Figure>,
) -> Vec<ReliabilityBin> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); BINS];
    for (i, row) in scored.rows.iter().enumerate() {
        if let Some(rows) = row.confidence().and_then(|c| rows.get_mut(bin_of(c))) {
            rows.push(i);
        }
    }
    (rows.into_iter().zip(figures).enumerate())
        .map(|(bin, (rows, accuracy))| ReliabilityBin {
            from: bin as f64 / BINS as f64,
            to: (bin + 1) as f64 / BINS as f64,
            count: whole.bins.count(bin),
            confidence: whole.bins.mean(bin),
            accuracy: held.share(accuracy, rows.into_iter()),
        })
        .collect()
}

fn thresholds(whole: &Tally<'_>) -> Vec<CoverageAtError> {
    let found = whole.risk.as_ref().map(|r| r.coverage.as_slice());
    ERROR_RATES
        .iter()
        .zip(found.unwrap_or_default())
        .map(|(&error, &(coverage, confidence))| CoverageAtError {
            error,
            coverage,
            confidence,
        })
        .collect()
}

fn error_counts(scored: &Scored) -> ErrorCounts {
    let roles = Roles::of(&scored.labels);
    let polar = roles.polar.map(|_| 0);
    let neutral = roles.neutral.map(|_| 0);
    let mut counts = ErrorCounts {
        polarity_flips: polar,
        missed_stances: neutral,
        invented_stances: neutral,
        ..ErrorCounts::default()
    };
    for row in &scored.rows {
        let (gold, predicted) = (Some(row.gold), Some(row.predicted));
        let count = if row.is_right() {
            Some(&mut counts.right)
        } else if roles.opposite(row.gold, row.predicted) {
            counts.polarity_flips.as_mut()
        } else if predicted == roles.neutral {
            counts.missed_stances.as_mut()
        } else if gold == roles.neutral {
            counts.invented_stances.as_mut()
        } else {
            Some(&mut counts.other)
        };
        // a count that is undefined has no rows
        if let Some(count) = count {
            *count += 1;
        }
        counts.excused += u64::from(!row.is_right() && row.also == predicted);
    }
    counts
}

/// The errors with the highest probability on the wrong label; equal ones in the order of the data.
fn confident_errors(scored: &Scored, most: usize) -> Vec<ConfidentError> {
    let mut errors: Vec<(usize, f64)> = scored
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_right())
        .filter_map(|(i, row)| Some((i, row.confidence()?)))
        .collect();
    errors.sort_by(|a, b| b.1.total_cmp(&a.1));
    errors.truncate(most);
    let name = |class| scored.labels.name(class).to_owned();
    errors
        .into_iter()
        .filter_map(|(number, confidence)| {
            let row = scored.rows.get(number)?;
            Some(ConfidentError {
                row: number,
                letter: row.letter.clone(),
                section: row.section.clone(),
                sentence: row.sentence.clone(),
                gold: name(row.gold),
                also: row.also.map(name),
                predicted: name(row.predicted),
                confidence,
                explanation: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::confusion::tests::LOPSIDED;
    use super::super::fixtures::scored;
    use super::super::{NoInterval, report};
    use super::*;

    fn options() -> ReportOptions {
        ReportOptions {
            resamples: 200,
            ..ReportOptions::default()
        }
    }

    #[test]
    fn every_figure_has_an_interval_around_it() {
        let scored = scored(LOPSIDED, 12);
        let report = report(&scored, &[Baseline::majority(&scored)], &options()).unwrap();
        for (name, figure) in report.figures.iter() {
            // calibration errors have none, and only 19 stances are predicted
            let without = ["ece", "classwise_ece", "opposite_share"].contains(&name.key);
            assert_eq!(figure.interval().is_none(), without, "{}", name.key);
            if let (Some(value), Some((low, high))) = (figure.value, figure.interval()) {
                assert!((low..=high).contains(&value), "{}", name.key);
            }
        }
        let (low, high) = report.figures.accuracy.interval().unwrap();
        assert!(low < 33.0 / 52.0 && 33.0 / 52.0 < high);
        assert_eq!(report.letters, Some(12));
        assert_eq!(report.confusion[0], [7, 1, 0, 6]);
        assert_eq!(report.per_label[3].support, 25);
        assert_eq!(report.per_label[3].predicted, 33);
    }

    #[test]
    fn a_baseline_is_told_with_the_models_distance_to_it() {
        let scored = scored(LOPSIDED, 12);
        let report = report(&scored, &[Baseline::majority(&scored)], &options()).unwrap();
        let majority = &report.baselines[0];
        let accuracy = majority.figures.accuracy.value.unwrap();
        assert!((accuracy - 25.0 / 52.0).abs() < 1e-12);
        assert_eq!(majority.figures.mcc.value, None);
        let above = majority.difference.accuracy.value.unwrap();
        assert!((above - 8.0 / 52.0).abs() < 1e-12);
        assert_eq!(majority.figures.log_loss.value, None);
    }

    #[test]
    fn a_baseline_with_probabilities_has_all_figures_and_paired_differences() {
        let scored = scored(LOPSIDED, 12);
        let mut unsure = Baseline::majority(&scored);
        unsure.probabilities = vec![vec![0.25; 4]; scored.rows.len()];
        let report = report(&scored, &[unsure], &options()).unwrap();
        let beside = &report.baselines[0];
        let log_loss = beside.figures.log_loss.value.unwrap();
        assert!((log_loss - 4f64.ln()).abs() < 1e-12);
        assert!((beside.figures.brier.value.unwrap() - 0.75).abs() < 1e-12);
        let difference = beside.difference.log_loss;
        let own = report.figures.log_loss.value.unwrap();
        assert!((difference.value.unwrap() - (own - log_loss)).abs() < 1e-12);
        // what never changes takes nothing from the interval of the pair
        let (low, high) = report.figures.log_loss.interval().unwrap();
        let (paired_low, paired_high) = difference.interval().unwrap();
        assert!((paired_low - (low - log_loss)).abs() < 1e-9);
        assert!((paired_high - (high - log_loss)).abs() < 1e-9);
    }

    #[test]
    fn errors_are_counted_by_their_nature() {
        let report = report(&scored(LOPSIDED, 4), &[], &options()).unwrap();
        let e = report.errors;
        assert_eq!((e.right, e.polarity_flips), (33, Some(3)));
        assert_eq!((e.missed_stances, e.invented_stances), (Some(11), Some(3)));
        assert_eq!(e.other, 2);
    }

    #[test]
    fn the_surest_errors_come_first() {
        let mut scored = scored(LOPSIDED, 4);
        let last = scored.rows.iter().rposition(|r| !r.is_right()).unwrap();
        let row = &mut scored.rows[last];
        row.probabilities = vec![0.01; 4];
        row.probabilities[row.predicted] = 0.97;
        let mut options = options();
        options.confident_errors = 3;
        let report = report(&scored, &[], &options).unwrap();
        let rows: Vec<usize> = report.confident_errors.iter().map(|e| e.row).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0], last);
        assert!(rows[1] < rows[2]);
    }

    #[test]
    fn what_limits_the_figures_is_said() {
        let mut plain = scored([[5, 0, 0, 1], [2, 0, 0, 0], [0; 4], [1, 0, 0, 4]], 0);
        plain.rows.iter_mut().for_each(|r| r.probabilities.clear());
        let notes = report(&plain, &[], &options()).unwrap().notes.join("\n");
        for expected in [
            "names no letters",
            "`kritisch` was never predicted",
            "`op merites beoordelen` occurs in neither",
            "no probabilities",
            "No sentence has a second label",
        ] {
            assert!(notes.contains(expected), "{expected} is not in\n{notes}");
        }
        let one = report(&scored(LOPSIDED, 1), &[], &options()).unwrap();
        assert!(one.notes[0].contains("only one letter"));
        assert_eq!(one.figures.accuracy.interval(), None);
    }

    #[test]
    fn parts_of_few_sentences_or_letters_have_no_interval() {
        let cells = [[20, 3, 0, 10], [2, 0, 0, 1], [0, 0, 0, 0], [9, 0, 0, 60]];
        let scored = scored(cells, 12);
        let found = report(&scored, &[], &options()).unwrap();
        let [steunt, kritisch, none, neutral] = &found.per_label[..] else {
            panic!()
        };
        let few = Some(NoInterval::TooFew);
        assert_eq!(steunt.f1.reason, None);
        assert!(neutral.recall.interval().is_some());
        assert_eq!((kritisch.f1.reason, kritisch.f1.interval()), (few, None));
        assert_eq!(kritisch.recall.value, Some(0.0));
        assert_eq!((none.f1.value, none.f1.reason), (None, None));
        // all predictions have the same probability
        let bins: Vec<_> = found.reliability.iter().filter(|b| b.count > 0).collect();
        assert!(bins.iter().all(|b| b.accuracy.reason.is_none()));
        let json = found.to_json().unwrap();
        assert!(
            json.contains("\"reason\": \"too few\"") || json.contains("\"reason\":\"too few\""),
            "{json}"
        );
        assert!(
            found
                .notes
                .iter()
                .any(|n| n.contains("fewer than 30 sentences or 5 letters"))
        );
        // the same sentences in four letters
        let mut four = scored.clone();
        for (i, row) in four.rows.iter_mut().enumerate() {
            row.letter = format!("brief-{}", i % 4);
        }
        let four = report(&four, &[], &options()).unwrap();
        assert_eq!(four.per_label[3].recall.reason, few);
        assert_eq!(four.figures.accuracy.reason, few);
    }

    #[test]
    fn the_report_survives_json() {
        let scored = scored(LOPSIDED, 5);
        let report = report(&scored, &[Baseline::majority(&scored)], &options()).unwrap();
        let back: EvaluationReport = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        assert_eq!(back, report);
    }

    #[test]
    fn a_baseline_that_does_not_fit_is_refused() {
        let scored = scored(LOPSIDED, 5);
        let short = Baseline {
            name: "kort".into(),
            about: String::new(),
            predicted: vec![0],
            probabilities: Vec::new(),
        };
        assert!(report(&scored, &[short], &options()).is_err());
        let mut torn = Baseline::majority(&scored);
        torn.probabilities = vec![vec![0.5; 2]; scored.rows.len()];
        assert!(report(&scored, &[torn], &options()).is_err());
    }
}
