//! What a reader of an evaluation must know of its figures.

use super::too_few;
use super::{EvaluationReport, Figure, ReportOptions, Scored};

/// The figures of a report that notes speak of: all but those of the baselines, some of which never change.
fn told(report: &EvaluationReport) -> impl Iterator<Item = &Figure> {
    let own = report.figures.iter();
    let above = (report.baselines.iter()).flat_map(|b| b.difference.iter());
    let labels = (report.per_label.iter()).flat_map(|l| [&l.precision, &l.recall, &l.f1]);
    let slices = report.slices.iter().flat_map(|t| &t.slices);
    (own.chain(above).map(|(_, figure)| figure))
        .chain(labels)
        .chain(report.reliability.iter().map(|bin| &bin.accuracy))
        .chain(slices.flat_map(|s| [&s.accuracy, &s.macro_f1]))
}

/// What a reader of a report must know, one sentence each.
pub(super) fn notes(
    scored: &Scored,
    report: &EvaluationReport,
    has_probabilities: bool,
    options: &ReportOptions,
) -> Vec<String> {
    let (info, per_label) = (report.bootstrap, &report.per_label);
    let mut notes = info.notes();
    if let [only] = (per_label.iter())
        .filter(|l| l.support > 0)
        .collect::<Vec<_>>()[..]
    {
        notes.push(format!(
            "Every sentence has the label `{}`: accuracy and macro-F1 mean nothing here, as always saying it is right too.",
            only.label
        ));
    }
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
                "`{name}` is never the gold label but was predicted {}; its F1 of 0 counts in macro-F1.",
                crate::numbers::counted(times as usize, "time")
            )),
            (_, 0) => notes.push(format!(
                "`{name}` was never predicted: it has no precision; its F1 of 0 counts in macro-F1."
            )),
            _ if label.f1.undefined > 0 => notes.push(format!(
                "`{name}` is missing from {} of {} resamples; its F1 and macro-F1 have their intervals from the others.",
                label.f1.undefined, info.resamples
            )),
            _ => {}
        }
    }
    notes.extend(too_few::notes(told(report), options.few_rows, info.unit));
    if !has_probabilities {
        notes.push(
            "There are no probabilities: log-loss, Brier, calibration and coverage are undefined."
                .into(),
        );
    }
    if has_probabilities {
        notes.extend(info.note_on_calibration());
    }
    if !scored.rows.iter().any(|r| r.also.is_some()) {
        notes.push(
            "No sentence has a second label: the lenient figures equal the strict ones.".into(),
        );
    }
    notes
}
