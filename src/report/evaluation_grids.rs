//! The tables of an evaluation report, for the terminal and for Markdown alike.

use super::figures::{number, signed, with_interval};
use super::grid::Grid;
use crate::evaluation::limits::LimitOn;
use crate::evaluation::pairs::PairReport;
use crate::evaluation::{BootstrapInfo, EvaluationReport, Figure, Figures, SliceTable, Unit};
use crate::numbers::{counted, limit, percent, spaced, tenths, whole};
use crate::stance::Stance;

/// How the intervals were made, as a sentence.
pub(crate) fn method(info: &BootstrapInfo) -> String {
    if info.resamples == 0 || info.units < 2 {
        return "There are no intervals.".to_owned();
    }
    let unit = match info.unit {
        Unit::Letter => "letter",
        Unit::Row => "sentence",
    };
    format!(
        "[low, high]: {} interval, percentile bootstrap over {}, {} resamples, seed {}.",
        spaced(&limit(info.level)),
        counted(info.units, unit),
        whole(info.resamples as u64),
        info.seed
    )
}

/// Sentences and letters, such as `1,252 sentences, 40 letters`.
pub(crate) fn size(report: &EvaluationReport) -> String {
    sized(report.sentences, report.letters)
}

/// The same of any data; letters are none where it names none.
pub(crate) fn sized(sentences: usize, letters: Option<usize>) -> String {
    let mut text = counted(sentences, "sentence");
    if let Some(letters) = letters {
        text.push_str(", ");
        text.push_str(&counted(letters, "letter"));
    }
    text
}

/// All figures of the model, with the baselines beside them: with their intervals, or values alone.
pub(crate) fn figures(report: &EvaluationReport, full_baselines: bool) -> Grid {
    let names = report.baselines.iter().map(|b| b.name.clone());
    let header = ["figure".to_owned(), "model".to_owned()];
    let mut grid = Grid::new(header.into_iter().chain(names));
    for (name, figure) in report.figures.iter() {
        let arrow = if name.higher_is_better { "" } else { " ↓" };
        let mut row = vec![format!("{}{arrow}", name.name), with_interval(figure)];
        for baseline in &report.baselines {
            let other = baseline.figures.get(name.key).copied().unwrap_or_default();
            row.push(if full_baselines {
                with_interval(&other)
            } else {
                number(other.value)
            });
        }
        grid.rows.push(row);
    }
    grid
}

/// How far the model is above each baseline; in log-loss too where one gives probabilities.
pub(crate) fn above_baselines(report: &EvaluationReport) -> Grid {
    let differences = report.baselines.iter().map(|b| b.difference.log_loss.value);
    let probable = differences.flatten().next().is_some();
    let columns = ["model minus baseline", "macro-F1", "accuracy"];
    let more = probable.then_some("log-loss ↓");
    let mut grid = Grid::new(columns.into_iter().chain(more));
    for baseline in &report.baselines {
        let d: &Figures<Figure> = &baseline.difference;
        let mut row = vec![
            format!("{}: {}", baseline.name, baseline.about),
            signed(&d.macro_f1),
            signed(&d.accuracy),
        ];
        row.extend(probable.then(|| signed(&d.log_loss)));
        grid.rows.push(row);
    }
    grid
}

/// Precision, recall and F1 of each label; intervals for all three, or for F1 alone.
pub(crate) fn per_label(report: &EvaluationReport, full: bool) -> Grid {
    let mut grid = Grid::new(["label", "gold", "predicted", "precision", "recall", "F1"]);
    for label in &report.per_label {
        let part = |figure: &Figure| {
            if full {
                with_interval(figure)
            } else {
                number(figure.value)
            }
        };
        grid.row([
            label.label.clone(),
            whole(label.support),
            whole(label.predicted),
            part(&label.precision),
            part(&label.recall),
            with_interval(&label.f1),
        ]);
    }
    grid
}

/// The confusion matrix. With more than eight labels, column heads are numbers.
pub(crate) fn confusion(report: &EvaluationReport) -> Grid {
    let numbered = report.labels.len() > 8;
    let column = |(number, label): (usize, &String)| {
        if numbered {
            (number + 1).to_string()
        } else {
            label.clone()
        }
    };
    let heads = report.labels.iter().enumerate().map(column);
    let mut grid = Grid::new(std::iter::once("gold \\ predicted".to_owned()).chain(heads));
    for (number, (label, row)) in report.labels.iter().zip(&report.confusion).enumerate() {
        let name = if numbered {
            format!("{} {label}", number + 1)
        } else {
            label.clone()
        };
        grid.row(std::iter::once(name).chain(row.iter().map(|&n| whole(n))));
    }
    grid
}

/// The errors by their nature; those that the labels cannot have are left out.
pub(crate) fn errors(report: &EvaluationReport) -> Grid {
    let e = &report.errors;
    let total = report.sentences.max(1) as f64;
    let mut grid = Grid::new(["outcome", "sentences", "share"]);
    let flips = match has_guides(&report.labels) {
        true => "polarity flips (steunt / kritisch)",
        false => "polarity flips",
    };
    for (name, count) in [
        ("right", Some(e.right)),
        (flips, e.polarity_flips),
        ("stance missed", e.missed_stances),
        ("stance invented", e.invented_stances),
        (
            if e.missed_stances.is_some() {
                "other mix-ups"
            } else {
                "mix-ups"
            },
            Some(e.other),
        ),
        ("of these excused by a second label", Some(e.excused)),
    ] {
        let Some(count) = count else { continue };
        let share = tenths(count as f64 / total);
        grid.row([name.to_owned(), whole(count), share]);
    }
    grid
}

/// The bins of the calibration error that hold sentences.
pub(crate) fn reliability(report: &EvaluationReport) -> Grid {
    let mut grid = Grid::new(["confidence", "sentences", "mean", "right"]);
    for bin in report.reliability.iter().filter(|b| b.count > 0) {
        grid.row([
            format!("{:.2} to {:.2}", bin.from, bin.to),
            whole(bin.count),
            number(bin.confidence),
            with_interval(&bin.accuracy),
        ]);
    }
    grid
}

/// What labelling only the surest sentences costs in errors: by the cut-offs of the model, or, where it has none, by cut-offs that are
/// chosen on these sentences; with what must be known of them. Nothing without probabilities.
pub(crate) fn surest(report: &EvaluationReport) -> Option<(Vec<Grid>, &'static str)> {
    if !report.limits.is_empty() {
        let grids = [LimitOn::Error, LimitOn::Opposite].map(|on| limits(report, on));
        let known = grids.into_iter().filter(|grid| !grid.rows.is_empty());
        return Some((known.collect(), LIMITS_HOLD));
    }
    (!report.thresholds.is_empty()).then(|| (vec![thresholds(report)], CHOSEN_HERE))
}

const LIMITS_HOLD: &str = "What `classify` shows of these sentences under a limit, by the cut-off that the model carries since its training. A limit holds for letters like those that it was trained on; what is wrong here tells how far these are. It is on all labels shown: of the positions among them more may be wrong.";

const CHOSEN_HERE: &str =
    "These cut-offs are chosen on these very sentences: on others they keep less than they say.";

/// Whether the labels that are opposites are the guide's, and so have names that a report can be full of.
fn has_guides(labels: &[String]) -> bool {
    [Stance::Steunt, Stance::Kritisch]
        .iter()
        .all(|stance| labels.iter().any(|l| l == stance.label()))
}

/// What the model's cut-offs for one kind of limit do.
fn limits(report: &EvaluationReport, on: LimitOn) -> Grid {
    let limits = || report.limits.iter().filter(|limit| limit.on == on);
    // the limit is on all labels, most of which take no position
    let of_positions = limits().any(|limit| limit.positions > 0);
    let mut head = match on {
        LimitOn::Opposite => vec![
            on.option(),
            "opposite at most",
            match has_guides(&report.labels) {
                true => "steunt and kritisch shown",
                false => "labels with an opposite shown",
            },
            "opposite",
            "share opposite",
        ],
        _ => vec![
            on.option(),
            "from probability",
            "labels shown",
            "wrong",
            "share wrong",
        ],
    };
    if of_positions {
        head.extend(["of positions", "share wrong of positions"]);
    }
    let mut grid = Grid::new(head);
    for limit in limits() {
        let cut_off = match on {
            LimitOn::Opposite => limit.cut_off.map(|at| 1.0 - at),
            _ => limit.cut_off,
        };
        let mut row = vec![
            limit.limit.to_string(),
            number(cut_off),
            format!("{} of {}", whole(limit.shown), whole(limit.labels)),
            whole(limit.wrong),
            with_interval(&limit.error),
        ];
        if of_positions {
            let (wrong, all) = (whole(limit.positions_wrong), whole(limit.positions));
            row.extend([
                format!("{wrong} of {all}"),
                with_interval(&limit.positions_error),
            ]);
        }
        grid.row(row);
    }
    grid
}

/// From which confidence on the error stays below a rate.
fn thresholds(report: &EvaluationReport) -> Grid {
    let mut grid = Grid::new([
        "error at most",
        "label from confidence",
        "share of sentences",
    ]);
    for threshold in &report.thresholds {
        grid.row([
            percent(Some(threshold.error)),
            number(threshold.confidence),
            percent(Some(threshold.coverage)),
        ]);
    }
    grid
}

/// One property's slices.
pub(crate) fn slices(table: &SliceTable) -> Grid {
    let mut grid = Grid::new([
        table.by.name(),
        "sentences",
        "accuracy",
        "macro-F1 (labels)",
    ]);
    for slice in &table.slices {
        let (accuracy, macro_f1) = if slice.too_few {
            (number(slice.accuracy.value), "too few".to_owned())
        } else {
            (
                with_interval(&slice.accuracy),
                format!(
                    "{} ({})",
                    with_interval(&slice.macro_f1),
                    slice.counted_labels
                ),
            )
        };
        grid.row([
            slice.value.clone(),
            whole(slice.sentences as u64),
            accuracy,
            macro_f1,
        ]);
    }
    grid
}

/// Pass rates per rule of the guide.
pub(crate) fn pairs(pairs: &PairReport) -> Grid {
    let mut grid = Grid::new(["rule of the guide", "sentences right", "pairs both right"]);
    let share = |right: usize, all: usize, rate: Option<f64>| {
        format!("{right} of {all} ({})", percent(rate))
    };
    let rules = pairs.rules.iter().map(|r| (r.rule.as_str(), &r.passes));
    for (name, p) in rules.chain([("all", &pairs.all)]) {
        grid.row([
            name.to_owned(),
            share(p.sentences_right, p.sentences, p.of_sentences()),
            share(p.pairs_right, p.pairs, p.of_pairs()),
        ]);
    }
    grid
}

/// The learning curve: measured points, then the outlook.
pub(crate) fn learning_curve(report: &EvaluationReport) -> Option<Grid> {
    let curve = report.learning_curve.as_ref()?;
    let mut grid = Grid::new(["letters", "macro-F1", ""]);
    for (points, remark) in [(&curve.points, "measured"), (&curve.outlook, "expected")] {
        for point in points {
            grid.row([
                whole(point.letters as u64),
                with_interval(&point.macro_f1),
                remark.to_owned(),
            ]);
        }
    }
    Some(grid)
}
