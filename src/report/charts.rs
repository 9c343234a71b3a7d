//! The charts of the evaluation report.

use super::figures::{number, with_interval};
use super::plot::{Plot, Tick, n, path, round_ticks, unit_ticks};
use crate::evaluation::learning_curve::LearningCurve;
use crate::evaluation::{EvaluationReport, Figure, LabelFigures, ReliabilityBin, RiskAtCoverage};
use crate::numbers::{counted, limit, percent, spaced, whole};
use maud::{Markup, html};

/// Confidence against accuracy, with the number of sentences in each bin below.
pub(crate) fn reliability(bins: &[ReliabilityBin]) -> Markup {
    let plot = Plot {
        height: 400.0,
        margins: [26.0, 14.0, 116.0, 50.0],
        x: (0.0, 1.0),
        y: (0.0, 1.0),
    };
    let most = bins.iter().map(|b| b.count).max().unwrap_or(0).max(1) as f64;
    let base = plot.height - 34.0;
    let room = 46.0;
    let filled: Vec<&ReliabilityBin> = bins.iter().filter(|b| b.count > 0).collect();
    let marks = html! {
        line.ideal x1=(n(plot.px(0.0))) y1=(n(plot.py(0.0))) x2=(n(plot.px(1.0))) y2=(n(plot.py(1.0))) {}
        @for bin in &filled {
            @if let (Some(x), Some(y)) = (bin.confidence, bin.accuracy.value) {
                g.hover {
                    title { (bin_text(bin)) }
                    (whisker(plot.px(x), bin.accuracy.interval().map(|(low, high)| (plot.py(low), plot.py(high)))))
                    circle.mark cx=(n(plot.px(x))) cy=(n(plot.py(y))) r=(n(3.0 + 5.0 * (bin.count as f64 / most).sqrt())) {}
                }
            }
        }
        @for bin in &filled {
            @let high = room * bin.count as f64 / most;
            rect.count x=(n(plot.px(bin.from) + 1.0)) width=(n(plot.px(bin.to) - plot.px(bin.from) - 2.0))
                y=(n(base - high)) height=(n(high.max(1.0))) { title { (bin_text(bin)) } }
        }
        line.rule x1=(n(plot.left())) x2=(n(plot.right())) y1=(n(base)) y2=(n(base)) {}
        text.tick x=(n(plot.left() - 6.0)) y=(n(base - room + 4.0)) text-anchor="end" { (whole(most as u64)) }
        text.tick x=(n(plot.left() - 6.0)) y=(n(base + 4.0)) text-anchor="end" { "0" }
        text.axis x=(n((plot.left() + plot.right()) / 2.0)) y=(n(plot.height - 12.0)) text-anchor="middle" {
            "confidence (bars: sentences per bin)"
        }
    };
    let description: Vec<String> = filled.iter().map(|b| bin_text(b)).collect();
    plot.draw(
        "reliability",
        "Reliability diagram",
        &description.join("; "),
        ("", &unit_ticks(false), "right", &unit_ticks(false)),
        &marks,
    )
}

fn bin_text(bin: &ReliabilityBin) -> String {
    format!(
        "confidence {:.2} to {:.2}: {}, mean {}, right {}",
        bin.from,
        bin.to,
        counted(bin.count as usize, "sentence"),
        number(bin.confidence),
        with_interval(&bin.accuracy)
    )
}

/// Share of errors among the most confident sentences.
pub(crate) fn risk_coverage(points: &[RiskAtCoverage]) -> Markup {
    let worst = points
        .iter()
        .filter_map(|p| p.risk.high.or(p.risk.value))
        .fold(0.1, f64::max);
    let plot = Plot {
        height: 330.0,
        margins: [26.0, 24.0, 46.0, 50.0],
        x: (0.0, 1.0),
        y: (0.0, (worst * 20.0).ceil() / 20.0),
    };
    let ticks: Vec<Tick> = round_ticks(0.0, plot.y.1)
        .into_iter()
        .map(|t| Tick {
            text: spaced(&limit(t.at)),
            ..t
        })
        .collect();
    let place = |p: &RiskAtCoverage, y: f64| (plot.px(p.coverage), plot.py(y));
    let upper = points.iter().filter_map(|p| Some(place(p, p.risk.high?)));
    let lower = points
        .iter()
        .rev()
        .filter_map(|p| Some(place(p, p.risk.low?)));
    let band = path(upper.chain(lower));
    let line = path(points.iter().filter_map(|p| Some(place(p, p.risk.value?))));
    let marks = html! {
        @if !band.is_empty() { path.band d={ (band) "Z" } {} }
        path.line d=(line) {}
        @for p in points {
            @if let Some(risk) = p.risk.value {
                circle.spot cx=(n(plot.px(p.coverage))) cy=(n(plot.py(risk))) r="7" {
                    title { "the surest " (percent(Some(p.coverage))) ": " (with_interval(&p.risk)) " wrong" }
                }
            }
        }
    };
    let last = points.last().map(|p| with_interval(&p.risk));
    let half = points.get(points.len() / 2).map(|p| with_interval(&p.risk));
    let description = format!(
        "Share of errors: {} among the surest half of the sentences, {} among all.",
        half.unwrap_or_default(),
        last.unwrap_or_default()
    );
    plot.draw(
        "risk",
        "Risk–coverage curve",
        &description,
        (
            "share of sentences, surest first",
            &unit_ticks(true),
            "wrong",
            &ticks,
        ),
        &marks,
    )
}

/// Precision, recall and F1 of each label as bars with intervals.
pub(crate) fn label_bars(labels: &[LabelFigures]) -> Markup {
    let group = 78.0;
    let plot = Plot {
        height: 8.0 + group * labels.len() as f64 + 26.0,
        margins: [8.0, 14.0, 26.0, 78.0],
        x: (0.0, 1.0),
        y: (0.0, 1.0),
    };
    let marks = html! {
        @for (number, label) in labels.iter().enumerate() {
            @let top = plot.top() + group * number as f64;
            text.name x="0" y=(n(top + 13.0)) {
                (label.label)
                tspan.tick { "  " (whole(label.support)) " gold, " (whole(label.predicted)) " predicted"
                    @if label.f1.reason.is_some() { ", too few for an interval" } }
            }
            @for (row, (name, class, figure)) in parts(label).into_iter().enumerate() {
                @let y = top + 20.0 + 17.0 * row as f64;
                text.tick x=(n(plot.left() - 6.0)) y=(n(y + 11.0)) text-anchor="end" { (name) }
                g.hover {
                    title { (label.label) ", " (name) ": " (with_interval(figure)) }
                    @if let Some(value) = figure.value {
                        rect.bar.(class) x=(n(plot.left())) y=(n(y + 1.0)) height="13" width=(n(plot.px(value) - plot.left())) {}
                        @if let Some((low, high)) = figure.interval() {
                            @for class in ["halo", "whisker"] {
                                line.(class) x1=(n(plot.px(low))) x2=(n(plot.px(high))) y1=(n(y + 7.5)) y2=(n(y + 7.5)) {}
                            }
                        }
                    } @else {
                        text.tick x=(n(plot.left() + 4.0)) y=(n(y + 11.0)) { "– undefined" }
                    }
                }
            }
        }
    };
    let description: Vec<String> = labels
        .iter()
        .map(|l| {
            format!(
                "{}: precision {}, recall {}, F1 {}",
                l.label,
                with_interval(&l.precision),
                with_interval(&l.recall),
                with_interval(&l.f1)
            )
        })
        .collect();
    plot.draw(
        "labels",
        "Precision, recall and F1 per label",
        &description.join("; "),
        ("", &unit_ticks(false), "", &[]),
        &marks,
    )
}

fn parts(label: &LabelFigures) -> [(&'static str, &'static str, &Figure); 3] {
    [
        ("precision", "soft", &label.precision),
        ("recall", "soft", &label.recall),
        ("F1", "full", &label.f1),
    ]
}

/// Macro-F1 against training letters, with the fitted law and the outlook.
pub(crate) fn learning_curve(curve: &LearningCurve) -> Markup {
    let all = || curve.points.iter().chain(&curve.outlook);
    let values = || {
        all()
            .flat_map(|p| [p.macro_f1.value, p.macro_f1.low, p.macro_f1.high])
            .flatten()
    };
    let least = values().fold(1.0, f64::min);
    let most = values().fold(0.0, f64::max);
    let letters = all().map(|p| p.letters).max().unwrap_or(1) as f64;
    let measured = curve.points.iter().map(|p| p.letters).max().unwrap_or(0) as f64;
    let plot = Plot {
        height: 330.0,
        margins: [26.0, 18.0, 46.0, 50.0],
        x: (0.0, letters * 1.03),
        y: (
            ((least - 0.02) * 20.0).floor().max(0.0) / 20.0,
            ((most + 0.02) * 20.0).ceil().min(20.0) / 20.0,
        ),
    };
    let steps =
        |from: f64, to: f64| (0..=60).map(move |i| from + (to - from) * f64::from(i) / 60.0);
    let first = curve
        .points
        .first()
        .map_or(1.0, |p| p.letters as f64)
        .max(1.0);
    let marks = html! {
        @if let Some(law) = &curve.law {
            path.line d=(path(steps(first, measured).map(|x| (plot.px(x), plot.py(law.at(x)))))) {}
            path.line.ahead d=(path(steps(measured, letters).map(|x| (plot.px(x), plot.py(law.at(x)))))) {}
        }
        @for (points, class) in [(&curve.points, "mark"), (&curve.outlook, "hollow")] {
            @for p in points {
                @if let Some(y) = p.macro_f1.value {
                    g.hover {
                        title { (counted(p.letters, "letter")) ": " (with_interval(&p.macro_f1)) }
                        (whisker(plot.px(p.letters as f64), p.macro_f1.interval().map(|(low, high)| (plot.py(low), plot.py(high)))))
                        circle.(class) cx=(n(plot.px(p.letters as f64))) cy=(n(plot.py(y))) r="4.5" {}
                    }
                }
            }
        }
    };
    plot.draw(
        "learning",
        "Learning curve",
        &curve.remark,
        (
            "training letters (filled: measured, hollow: expected)",
            &round_ticks(0.0, letters),
            "macro-F1",
            &round_ticks(plot.y.0, plot.y.1),
        ),
        &marks,
    )
}

fn whisker(x: f64, ends: Option<(f64, f64)>) -> Markup {
    html! {
        @if let Some((low, high)) = ends {
            line.whisker x1=(n(x)) x2=(n(x)) y1=(n(low)) y2=(n(high)) {}
        }
    }
}

/// A dot with its interval on a line from 0 to 1, for a row of a table, beside its text or below it; strokes are other
/// values to compare with.
pub(crate) fn dot(figure: &Figure, others: &[Option<f64>], below: bool) -> Markup {
    dot_between((0.0, 1.0), figure, others, below)
}

/// A dot with its interval on a line around 0, which has a stroke; `most` is the end of the line on either side.
pub(crate) fn difference_dot(figure: &Figure, most: f64) -> Markup {
    dot_between((-most, most), figure, &[Some(0.0)], false)
}

fn dot_between(
    (from, to): (f64, f64),
    figure: &Figure,
    others: &[Option<f64>],
    below: bool,
) -> Markup {
    let x = |value: f64| n(6.0 + ((value - from) / (to - from)).clamp(0.0, 1.0) * 108.0);
    html! {
        svg.dot.below[below] viewBox="0 0 120 16" aria-hidden="true" {
            line.rule x1="6" x2="114" y1="8" y2="8" {}
            @for other in others.iter().flatten() {
                line.other x1=(x(*other)) x2=(x(*other)) y1="3" y2="13" {}
            }
            @if let Some((low, high)) = figure.interval() {
                line.whisker x1=(x(low)) x2=(x(high)) y1="8" y2="8" {}
            }
            @if let Some(value) = figure.value {
                circle.mark cx=(x(value)) cy="8" r="4" {}
            }
        }
    }
}

/// The confusion matrix of gold and predicted labels.
pub(crate) fn confusion(report: &EvaluationReport) -> Markup {
    matrix(
        &report.labels,
        &report.confusion,
        "Rows: gold label. Columns: predicted label.",
        "gold ↓ predicted →",
    )
}

/// A matrix of labels against labels as a table whose cells are shaded by their share of the row; `sides` tells what its rows and columns
/// are.
pub(crate) fn matrix(labels: &[String], counts: &[Vec<u64>], sides: &str, corner: &str) -> Markup {
    html! {
        table.matrix {
            caption { (sides) " Shade and percentage: share of the row." }
            thead { tr {
                th scope="col" { (corner) }
                @for label in labels { th scope="col" { (label) } }
            } }
            tbody {
                @for (gold, (label, row)) in labels.iter().zip(counts).enumerate() {
                    @let total: u64 = row.iter().sum();
                    tr {
                        th scope="row" { (label) }
                        @for (predicted, &count) in row.iter().enumerate() {
                            @let share = if total > 0 { count as f64 / total as f64 } else { 0.0 };
                            td.right[gold == predicted] style={ "--share:" (format!("{:.0}%", share * 100.0)) } {
                                (whole(count))
                                @if total > 0 { small { (percent(Some(share))) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
