//! The evaluation report as one HTML page that needs nothing else: style and charts are inside.

use super::figures::{number, with_interval};
use super::page::{difference_tile, figure_tile, how, notes, page, scrolled, table};
use super::{charts, evaluation_grids as grids};
use crate::evaluation::limits::LimitOn;
use crate::evaluation::{BaselineFigures, ConfidentError, EvaluationReport, Figure, SliceTable};
use crate::numbers::{counted, percent, whole};
use maud::{Markup, html};

/// Writes a report as a self-contained HTML page.
///
/// It follows the reader's light or dark setting, prints, fits narrow screens, and holds no scripts; the charts
/// carry titles and descriptions for those who cannot see them.
pub fn evaluation_html(report: &EvaluationReport) -> String {
    let title = report.subject.title.as_deref().unwrap_or("Evaluation");
    page(
        title,
        &html! {
            (about(report))
            (tiles(report))
            (figures(report))
            (labels(report))
            (confidence(report))
            (curve(report))
            (slices(report))
            (pairs(report))
            (errors(report))
            (notes(report.notes.iter().map(String::as_str)))
        },
    )
}

fn about(report: &EvaluationReport) -> Markup {
    let subject = &report.subject;
    html! {
        @for (name, value) in [("Model", &subject.model), ("Data", &subject.data), ("Date", &subject.date)] {
            @if let Some(value) = value { p.about { (name) ": " (value) } }
        }
        p.about { (grids::size(report)) }
        @if let Some(looks) = &report.looks {
            p.about.warning[!looks.unchanged] { (looks.sentence()) }
        }
    }
}

fn tiles(report: &EvaluationReport) -> Markup {
    let f = &report.figures;
    let above = |what: &str, baseline: &BaselineFigures, difference: &Figure| {
        difference_tile(&format!("{what} {}", baseline.name), difference)
    };
    html! { div.tiles {
        (figure_tile("macro-F1", &f.macro_f1))
        (figure_tile("accuracy", &f.accuracy))
        (figure_tile("polarity flips", &f.flips))
        @if let Some(limit) = report.limits.iter().find(|l| (l.on, l.limit) == (LimitOn::Error, 0.05)) {
            (figure_tile("wrong of the labels shown with --max-error 0.05", &limit.error))
        }
        @for baseline in &report.baselines {
            (above("macro-F1 above", baseline, &baseline.difference.macro_f1))
            @if baseline.difference.log_loss.value.is_some() { (above("log-loss ↓ minus that of", baseline, &baseline.difference.log_loss)) }
        }
    } }
}

fn figures(report: &EvaluationReport) -> Markup {
    html! {
        h2 { "Figures" }
        (how(&report.bootstrap))
        div.scroll tabindex="0" role="group" aria-label="Table" { table {
            thead { tr {
                th scope="col" { "figure" }
                th scope="col" { "model" }
                td {}
                @for baseline in &report.baselines { th scope="col" { (baseline.name) small { (baseline.about) } } }
            } }
            tbody {
                @for (name, figure) in report.figures.iter() {
                    @let others: Vec<Figure> = report.baselines.iter()
                        .map(|b| b.figures.get(name.key).copied().unwrap_or_default()).collect();
                    @let values: Vec<Option<f64>> = others.iter().map(|o| o.value).collect();
                    tr {
                        th scope="row" {
                            (name.name) @if !name.higher_is_better { " ↓" }
                            small { (name.meaning) }
                        }
                        td.value { (with_interval(figure)) }
                        td { @if fits_unit(figure) { (charts::dot(figure, &values, false)) } }
                        @for other in &others { td { (with_interval(other)) } }
                    }
                }
            }
        } }
        p.method { "↓: less is better. –: undefined. (no spread): every resample gives the same value. In the small charts, from 0 to 1, the dot is the model and the strokes are the baselines." }
    }
}

/// Whether a figure can be drawn on a line from 0 to 1.
fn fits_unit(figure: &Figure) -> bool {
    let inside = |v: Option<f64>| v.is_none_or(|v| (0.0..=1.0).contains(&v));
    figure.value.is_some() && inside(figure.value) && inside(figure.high) && inside(figure.low)
}

fn labels(report: &EvaluationReport) -> Markup {
    html! {
        h2 { "Labels" }
        div.charts {
            figure {
                h3 { "Precision, recall, F1" }
                (charts::label_bars(&report.per_label))
            }
            figure {
                h3 { "Confusion" }
                (scrolled(&charts::confusion(report)))
                h3 { "Errors by their nature" }
                (table(&grids::errors(report)))
            }
        }
    }
}

fn confidence(report: &EvaluationReport) -> Markup {
    html! {
        @if !report.reliability.is_empty() {
            h2 { "Confidence" }
            div.charts {
                figure {
                    h3 { "Is the confidence to be trusted?" }
                    figcaption {
                        "On the dashed line, sentences labelled with 80 % confidence are right in 80 % of cases. "
                        "Below it, the model is too sure of itself. ECE " (with_interval(&report.figures.ece)) "."
                    }
                    (charts::reliability(&report.reliability))
                }
                figure {
                    h3 { "What if only the surest are labelled?" }
                    figcaption { "Share of wrong labels among the sentences of which the model is surest." }
                    (charts::risk_coverage(&report.risk_coverage))
                }
            }
        }
        @if let Some((grids, caption)) = grids::surest(report) {
            h2 { "Labelling only what is sure" }
            p.method { (caption.replace('`', "")) }
            @for grid in &grids {
                (table(grid))
            }
        }
    }
}

fn curve(report: &EvaluationReport) -> Markup {
    html! {
        @if let Some(curve) = &report.learning_curve {
            h2 { "Would more letters help?" }
            p { (curve.remark) }
            div.charts { figure { (charts::learning_curve(curve)) } }
        }
    }
}

fn slices(report: &EvaluationReport) -> Markup {
    html! {
        @if !report.slices.is_empty() {
            h2 { "Parts of the data" }
            p.method { "Macro-F1 is over the labels that occur in the part; their number stands behind it. The stroke is the whole." }
            div.charts {
                @for part in &report.slices { figure { (slice_table(part, &report.figures.macro_f1)) } }
            }
        }
    }
}

fn slice_table(part: &SliceTable, whole_macro_f1: &Figure) -> Markup {
    html! {
        h3 { "By " (part.by.name()) }
        div.scroll tabindex="0" role="group" aria-label="Table" { table {
            thead { tr {
                th scope="col" { (part.by.name()) }
                th scope="col" { "n" }
                th scope="col" { "accuracy" }
                th scope="col" { "macro-F1 (labels)" }
            } }
            tbody {
                @for slice in &part.slices { tr {
                    th scope="row" { (slice.value) }
                    td { (whole(slice.sentences as u64)) }
                    td { (number(slice.accuracy.value)) }
                    @if slice.too_few {
                        td.few { "too few to judge" }
                    } @else {
                        td {
                            (with_interval(&slice.macro_f1)) " (" (slice.counted_labels) ")"
                            (charts::dot(&slice.macro_f1, &[whole_macro_f1.value], true))
                        }
                    }
                } }
            }
        } }
    }
}

fn pairs(report: &EvaluationReport) -> Markup {
    html! {
        @if let Some(pairs) = &report.pairs {
            h2 { "Rules of the labelling guide" }
            p.method { "Minimal pairs: two sentences that differ in what the rule turns on. A pair counts when both are right." }
            (table(&grids::pairs(pairs)))
            @if !pairs.failures.is_empty() {
                details {
                    summary { (counted(pairs.failures.len(), "sentence")) " with another label" }
                    div.scroll tabindex="0" role="group" aria-label="Table" { table { tbody {
                        @for f in &pairs.failures { tr {
                            th scope="row" { "rule " (f.rule) ": " (f.sentence) }
                            td { (f.predicted) ", not " (f.gold) }
                        } }
                    } } }
                }
            }
        }
    }
}

fn errors(report: &EvaluationReport) -> Markup {
    html! {
        @if !report.confident_errors.is_empty() {
            h2 { "The most confident errors" }
            ol.errors { @for error in &report.confident_errors { (error_card(error)) } }
        }
    }
}

fn error_card(error: &ConfidentError) -> Markup {
    html! { li {
        p.what {
            b { (error.predicted) } " with " (percent(Some(error.confidence))) ", gold " b { (error.gold) }
            @if let Some(also) = &error.also { " or " b { (also) } }
        }
        p lang="nl" { (error.sentence) }
        @if let Some(explanation) = &error.explanation { p.why { "Because: " (explanation) } }
        @if !error.letter.is_empty() {
            p.why { (error.letter) @if !error.section.is_empty() { " · " (error.section) } }
        }
    } }
}

#[cfg(test)]
mod tests {
    use super::super::evaluation_table::tests::full;
    use super::*;

    #[test]
    fn the_page_is_whole_and_escapes_what_it_shows() {
        let page = evaluation_html(&full());
        for expected in [
            "<title>Held-out evaluation</title>",
            "id=\"reliability-d\"",
            "id=\"risk-t\"",
            "id=\"labels-t\"",
            "id=\"learning-t\"",
            "class=\"matrix\"",
            "Because: «steunt»",
            "&lt;b&gt;steunt&lt;/b&gt; &amp; volgt",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
        for outside in ["http://", "https://", "<script", "<link", "NaN", "inf\""] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn a_report_without_probabilities_has_no_charts_of_them() {
        let mut report = full();
        report.reliability.clear();
        report.risk_coverage.clear();
        report.thresholds.clear();
        report.learning_curve = None;
        report.per_label[1].precision = Figure::default();
        let page = evaluation_html(&report);
        assert!(!page.contains("reliability-d") && !page.contains("learning-t"));
        assert!(page.contains("– undefined"));
    }

    /// Writes the page and the table to a folder, for looking at them: `STANDPUNT_LOOK=/tmp cargo test look -- --ignored`.
    #[test]
    #[ignore = "writes files for a person to look at"]
    fn look() {
        let folder = std::env::var("STANDPUNT_LOOK").unwrap();
        let report = full();
        std::fs::write(format!("{folder}/report.html"), evaluation_html(&report)).unwrap();
        let table = super::super::evaluation_table(&report, 80);
        std::fs::write(format!("{folder}/report.txt"), table).unwrap();
    }
}
