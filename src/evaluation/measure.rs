//! Puts a report together: one bootstrap over everything that is told.

use super::baselines::Baseline;
use super::metrics::{ERROR_RATES, Roles, Sample, Tally};
use super::probability::{BINS, RISK_STEPS, bin as bin_of};
use super::results::{
    BaselineFigures, ConfidentError, ErrorCounts, EvaluationReport, LabelFigures, ReliabilityBin,
    RiskPoint, Subject, Threshold,
};
use super::slices::Plan;
use super::too_few::{self, Held};
use super::{
    Bootstrap, BootstrapInfo, Confusion, Figure, Figures, Numbers, ReportOptions, Scored,
    ScoredRow, Unit,
};
use crate::error::Result;

/// Evaluates predictions: every figure with its interval, baselines on the same sentences and the same resamples.
///
/// Intervals come from a percentile bootstrap over letters (over rows, and the notes say so, where the data
/// names none). In a resample, macro-F1 is the mean over the labels that occur *there*; how often a label was
/// missing is told in the notes. The calibration errors have no interval: resampled, they come out too high.
///
/// # Errors
/// [`Evaluation`](crate::error::ErrorKind::Evaluation) when the rows cannot be evaluated ([`Scored::check`]) or a baseline does not
/// have one known class number per row.
pub fn report(
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
    let bootstrap = Bootstrap::new(&units, options.resamples, options.seed, options.level);
    let counted = bootstrap.figures(|weights, numbers| counting.count(weights, numbers));

    // the figures come back in the order in which they were counted
    let mut counted = counted.into_iter();
    let mut next = || counted.next().unwrap_or_default();
    let whole = counting.sample.tally(&vec![1; units.count()]);
    let figures = Figures::counted(&mut next);
    let held = Held {
        units: &units,
        few_rows: options.few_rows,
    };
    let per_label = per_label(scored, &whole.confusion, &held, &mut next);
    let baselines = baselines.iter().map(|b| beside(b, &mut next)).collect();
    let (mut reliability, mut risk_coverage) = (Vec::new(), Vec::new());
    if counting.has_probabilities {
        reliability = bins(scored, &whole, &held, &mut next);
        risk_coverage = risks(&mut next);
    }
    let slices = counting.plan.tables(&units, options.few_rows, next);
    let info = bootstrap.info();
    let few = (per_label.iter())
        .flat_map(|label| [&label.precision, &label.recall, &label.f1])
        .chain(reliability.iter().map(|bin| &bin.accuracy))
        .chain(slices.iter().flat_map(|t| &t.slices).map(|s| &s.accuracy))
        .any(|figure| figure.reason.is_some());
    let few_rows = few.then_some(options.few_rows);
    let name = |class| scored.labels.name(class).to_owned();
    let all = 0..counting.labels;
    Ok(EvaluationReport {
        format: 1,
        subject: Subject::default(),
        labels: all.clone().map(name).collect(),
        counted_labels: (all.clone().filter(|&l| whole.confusion.occurs(l)))
            .map(name)
            .collect(),
        sentences: scored.rows.len(),
        letters: scored.has_letters.then(|| units.count()),
        bootstrap: info,
        notes: notes(
            scored,
            info,
            &per_label,
            counting.has_probabilities,
            few_rows,
        ),
        figures,
        baselines,
        per_label,
        confusion: (all.clone())
            .map(|g| all.clone().map(|p| whole.confusion.count(g, p)).collect())
            .collect(),
        errors: error_counts(scored),
        reliability,
        risk_coverage,
        thresholds: thresholds(&whole),
        slices,
        confident_errors: confident_errors(scored, options.confident_errors),
        pairs: None,
        learning_curve: None,
        looks: None,
    })
}

/// Everything that is counted anew on each resample.
struct Counting {
    labels: usize,
    sample: Sample,
    baselines: Vec<Sample>,
    has_probabilities: bool,
    plan: Plan,
}

impl Counting {
    /// Counts under some weights, in the order in which [`report`] takes the figures back.
    fn count(&self, weights: &[u32], numbers: &mut Numbers) {
        let tally = self.sample.tally(weights);
        let own = tally.figures();
        own.iter().for_each(|(_, &f)| numbers.push(f));
        for class in 0..self.labels {
            numbers.push(tally.confusion.precision(class));
            numbers.push(tally.confusion.recall(class));
            numbers.push(tally.confusion.f1(class));
        }
        for other in &self.baselines {
            let theirs = other.tally(weights).figures();
            theirs.iter().for_each(|(_, &f)| numbers.push(f));
            for ((_, a), (_, b)) in own.iter().zip(theirs.iter()) {
                numbers.push(a.zip(*b).map(|(a, b)| a - b));
            }
        }
        if self.has_probabilities {
            (0..BINS).for_each(|bin| numbers.push(tally.bins.frequency(bin)));
            let risk = tally.risk.map_or([None; RISK_STEPS], |r| r.risk);
            risk.into_iter().for_each(|r| numbers.push(r));
        }
        self.plan.count(weights, numbers);
    }
}

fn beside(baseline: &Baseline, mut next: impl FnMut() -> Figure) -> BaselineFigures {
    BaselineFigures {
        name: baseline.name.clone(),
        about: baseline.about.clone(),
        figures: Figures::counted(&mut next),
        difference: Figures::counted(&mut next),
    }
}

fn risks(mut next: impl FnMut() -> Figure) -> Vec<RiskPoint> {
    (1..=RISK_STEPS)
        .map(|step| RiskPoint {
            coverage: step as f64 / RISK_STEPS as f64,
            risk: next(),
        })
        .collect()
}

fn per_label(
    scored: &Scored,
    confusion: &Confusion,
    held: &Held<'_>,
    mut next: impl FnMut() -> Figure,
) -> Vec<LabelFigures> {
    let label = |(class, name): (usize, &str)| {
        let rows = |of: fn(&ScoredRow, usize) -> bool| {
            let rows = scored.rows.iter().enumerate();
            rows.filter(move |(_, row)| of(row, class)).map(|(i, _)| i)
        };
        LabelFigures {
            label: name.to_owned(),
            support: confusion.support(class),
            predicted: confusion.predicted(class),
            precision: held.figure(next(), rows(|row, class| row.predicted == class)),
            recall: held.figure(next(), rows(|row, class| row.gold == class)),
            f1: held.figure(
                next(),
                rows(|row, class| row.gold == class || row.predicted == class),
            ),
        }
    };
    scored.labels.iter().enumerate().map(label).collect()
}

fn bins(
    scored: &Scored,
    whole: &Tally,
    held: &Held<'_>,
    mut next: impl FnMut() -> Figure,
) -> Vec<ReliabilityBin> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); BINS];
    for (i, row) in scored.rows.iter().enumerate() {
        if let Some(rows) = row.confidence().and_then(|c| rows.get_mut(bin_of(c))) {
            rows.push(i);
        }
    }
    rows.into_iter()
        .enumerate()
        .map(|(bin, rows)| ReliabilityBin {
            from: bin as f64 / BINS as f64,
            to: (bin + 1) as f64 / BINS as f64,
            count: whole.bins.count(bin),
            confidence: whole.bins.mean(bin),
            accuracy: held.figure(next(), rows.into_iter()),
        })
        .collect()
}

fn thresholds(whole: &Tally) -> Vec<Threshold> {
    let found = whole.risk.as_ref().map(|r| r.coverage.as_slice());
    ERROR_RATES
        .iter()
        .zip(found.unwrap_or_default())
        .map(|(&error, &(coverage, confidence))| Threshold {
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

fn notes(
    scored: &Scored,
    info: BootstrapInfo,
    per_label: &[LabelFigures],
    has_probabilities: bool,
    few_rows: Option<usize>,
) -> Vec<String> {
    let mut notes = Vec::new();
    let resampled = info.resamples > 0 && info.units > 1;
    if info.unit == Unit::Row && resampled {
        notes.push(
            "The data names no letters: intervals are over single sentences and too narrow if sentences belong together.".into(),
        );
    }
    if let [only] = (per_label.iter())
        .filter(|l| l.support > 0)
        .collect::<Vec<_>>()[..]
    {
        notes.push(format!(
            "Every sentence has the label `{}`: accuracy and macro-F1 mean nothing here, as always saying it is right too.",
            only.label
        ));
    }
    notes.extend(info.few_letters());
    if info.resamples == 0 {
        notes.push("No resamples were asked for: there are no intervals.".into());
    }
    for label in per_label {
        let name = &label.label;
        match (label.support, label.predicted) {
            (0, 0) => notes.push(format!(
                "`{name}` occurs in neither gold nor prediction and is left out of the averages."
            )),
            (0, times) => notes.push(format!(
                "`{name}` is never the gold label but was predicted {times} times; its F1 of 0 counts in macro-F1."
            )),
            (_, 0) => notes.push(format!(
                "`{name}` was never predicted: it has no precision; its F1 of 0 counts in macro-F1."
            )),
            _ if label.f1.undefined > 0 => notes.push(format!(
                "`{name}` is missing from {} of {} resamples; macro-F1 is taken over the other labels there.",
                label.f1.undefined, info.resamples
            )),
            _ => {}
        }
    }
    notes.extend(few_rows.map(|few_rows| too_few::note(few_rows, info.unit)));
    if !has_probabilities {
        notes.push(
            "There are no probabilities: log-loss, Brier, calibration and coverage are undefined."
                .into(),
        );
    }
    if has_probabilities && resampled {
        notes.push(
            "The calibration errors (ECE) have no interval: resampled, they come out too high (Kumar et al. 2019, Roelofs et al. 2022).".into(),
        );
    }
    if !scored.rows.iter().any(|r| r.also.is_some()) {
        notes.push(
            "No sentence has a second label: the lenient figures equal the strict ones.".into(),
        );
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::NoInterval;
    use super::super::confusion::tests::LOPSIDED;
    use super::super::fixtures::scored;
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
            let calibration = ["ece", "classwise_ece"].contains(&name.key);
            assert_eq!(figure.interval().is_none(), calibration, "{}", name.key);
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
        assert!(four.figures.accuracy.interval().is_some());
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
        };
        assert!(report(&scored, &[short], &options()).is_err());
    }
}
