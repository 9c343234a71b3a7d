//! The evaluation report for a terminal: plain text in as many columns as there are, readable without colour.

use super::evaluation_grids as grids;
use super::grid::wrapped;
use crate::evaluation::EvaluationReport;

/// The fewest columns that text is written for.
pub(super) const LEAST: usize = 30;

/// How many of the most confident errors a terminal shows.
const ERRORS: usize = 5;

/// Writes a report as text of at most `width` columns (80 are made for, 40 can be read).
///
/// Figures stand with their interval, `0.712 [0.665, 0.751]`; `–` is what is undefined; `↓` marks figures of which
/// less is better.
pub fn evaluation_table(report: &EvaluationReport, width: usize) -> String {
    let width = width.max(LEAST);
    let mut text = String::new();
    let subject = &report.subject;
    text.push_str(&wrapped(
        subject.title.as_deref().unwrap_or("Evaluation"),
        width,
        "",
    ));
    for (name, value) in [
        ("model", &subject.model),
        ("data", &subject.data),
        ("date", &subject.date),
    ] {
        if let Some(value) = value {
            text.push_str(&wrapped(&format!("  {name:<6}{value}"), width, "        "));
        }
    }
    text.push_str(&wrapped(&format!("  {}", grids::size(report)), width, "  "));
    if let Some(looks) = &report.looks {
        text.push_str(&wrapped(&format!("  {}", looks.sentence()), width, "  "));
    }
    let mut section = |table: String| {
        text.push('\n');
        text.push_str(&table);
    };
    section(grids::figures(report, false).text(width));
    if !report.baselines.is_empty() {
        section(grids::above_baselines(report).text(width));
    }
    section(grids::per_label(report, false).text(width));
    section(grids::confusion(report).text(width));
    section(grids::errors(report).text(width));
    if !report.reliability.is_empty() {
        section(grids::reliability(report).text(width));
    }
    if let Some((grids, caption)) = grids::surest(report) {
        for grid in &grids {
            section(grid.text(width));
        }
        text.push_str(&wrapped(caption, width, ""));
    }
    let mut section = |table: String| {
        text.push('\n');
        text.push_str(&table);
    };
    for table in &report.slices {
        section(grids::slices(table).text(width));
    }
    if let Some(pairs) = &report.pairs {
        section(grids::pairs(pairs).text(width));
    }
    if let (Some(grid), Some(curve)) = (grids::learning_curve(report), &report.learning_curve) {
        section(format!(
            "{}{}",
            grid.text(width),
            wrapped(&curve.remark, width, "")
        ));
    }
    if !report.confident_errors.is_empty() {
        section(confident_errors(report, width));
    }
    let mut notes = wrapped(&grids::method(&report.bootstrap), width, "");
    for note in &report.notes {
        notes.push_str(&wrapped(&format!("- {note}"), width, "  "));
    }
    section(notes);
    text
}

fn confident_errors(report: &EvaluationReport, width: usize) -> String {
    let mut text = String::from("most confident errors\n");
    for error in report.confident_errors.iter().take(ERRORS) {
        let also = error
            .also
            .as_ref()
            .map_or_else(String::new, |also| format!(" (or {also})"));
        let what = format!(
            "  {:.2} {}, gold {}{also}",
            error.confidence, error.predicted, error.gold
        );
        text.push_str(&wrapped(&what, width, "  "));
        text.push_str(&wrapped(
            &format!("      {}", error.sentence),
            width,
            "      ",
        ));
        if let Some(explanation) = &error.explanation {
            text.push_str(&wrapped(
                &format!("      because: {explanation}"),
                width,
                "      ",
            ));
        }
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::evaluation::learning_curve::{CurvePoint, learning_curve};
    use crate::evaluation::lock::LookSummary;
    use crate::evaluation::pairs::{PairRow, grade};
    use crate::evaluation::{Baseline, Figure, ReportOptions, Scored, ScoredRow, Subject, report};
    use crate::stance::{Labels, Stance};
    use unicode_width::UnicodeWidthStr;

    /// A report with everything in it.
    pub(in crate::report) fn full() -> EvaluationReport {
        let labels = Labels::from_data(Stance::ALL.map(Stance::label));
        let row = |number: usize| {
            let gold = [3, 3, 0, 3, 1, 3, 0, 2, 3, 3][number % 10];
            let predicted = if number % 7 == 3 {
                (gold + 1) % 4
            } else {
                gold
            };
            let sure = 0.4 + 0.55 * ((number * 37 % 100) as f64 / 100.0);
            let mut probabilities = vec![(1.0 - sure) / 3.0; 4];
            probabilities[predicted] = sure;
            ScoredRow {
                letter: format!("brief-{}", number / 20),
                kind: ["BNC-fiche", "geannoteerde agenda"][number / 20 % 2].into(),
                field: ["visserij", "asiel en migratie"][number / 40 % 2].into(),
                section: ["Inhoud voorstel", "Inzet"][number % 2].into(),
                sentence: format!(
                    "Het kabinet <b>steunt</b> & volgt {number}: {}.",
                    "het voorstel van de Commissie voor de haven ".repeat(number % 4 + 1)
                ),
                gold,
                also: number.is_multiple_of(9).then_some(3),
                predicted,
                probabilities,
            }
        };
        let scored = Scored {
            rows: (0..240).map(row).collect(),
            labels: labels.clone(),
            has_letters: true,
        };
        let options = ReportOptions {
            resamples: 100,
            ..ReportOptions::default()
        };
        let mut found = report(&scored, &Baseline::all(&scored), &options).unwrap();
        found.subject = Subject {
            title: Some("Held-out evaluation".into()),
            model: Some("kabinet.standpunt".into()),
            data: Some("toets.csv".into()),
            date: Some("2026-03-01".into()),
        };
        found.confident_errors[0].explanation =
            Some("«steunt» +1.20, «kabinet steunt» +0.80, «volgt» −0.31".into());
        let point = |(letters, y): (usize, f64)| CurvePoint {
            letters,
            sentences: Some(letters * 25),
            macro_f1: Figure {
                value: Some(y),
                low: Some(y - 0.03),
                high: Some(y + 0.03),
                ..Figure::default()
            },
        };
        let curve = [(5, 0.42), (10, 0.51), (20, 0.57), (40, 0.62), (80, 0.65)].map(point);
        found.learning_curve = Some(learning_curve(curve.to_vec(), &options));
        let pair = |(rule, gold): (&str, usize)| PairRow {
            rule: rule.into(),
            pair: "a".into(),
            section: String::new(),
            before: String::new(),
            sentence: format!("Zin bij regel {rule} met label {gold}."),
            gold,
        };
        let pairs = [("1", 0), ("1", 3), ("2", 2), ("2", 0)].map(pair);
        found.pairs = Some(grade(&pairs, &[0, 3, 2, 1], &labels).unwrap());
        found.looks = Some(LookSummary {
            locked: jiff::civil::date(2026, 2, 1),
            looks: 3,
            models: 2,
            unchanged: true,
            set: None,
        });
        found
    }

    #[test]
    fn everything_is_there_in_80_columns() {
        let text = evaluation_table(&full(), 80);
        for line in text.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
        for expected in [
            "Held-out evaluation",
            "looked at 3 times, by 2 models",
            "cue words",
            "majority: always geen",
            "polarity flips",
            "gold \\ predicted",
            "rule of the guide",
            "expected",
            "because: «steunt»",
            "95 % interval, percentile bootstrap over 12 letters, 100 resamples",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }

    #[test]
    fn rows_can_be_told_apart_beside_five_baselines_and_in_40_columns() {
        let mut report = full();
        for name in ["scikit-learn", "model as it was", "own letters only"] {
            let mut more = report.baselines[0].clone();
            more.name = name.into();
            report.baselines.push(more);
        }
        assert!(report.baselines.len() >= 5);
        for width in [40, 60, 80, 120] {
            let text = evaluation_table(&report, width);
            assert!(!text.contains('…'), "{text}");
            for line in text.lines() {
                assert!(line.width() <= width, "{} of {width}: {line}", line.width());
            }
        }
        // a name that is broken goes on below it
        let text = evaluation_table(&report, 80);
        for name in ["stances only", "lenient", "predicted ↓", "error"] {
            assert!(
                text.contains(&format!("\n  {name}\n")),
                "{name} is not in\n{text}"
            );
        }
        assert!(
            text.lines().any(|l| l.starts_with("coverage at 10 % ")),
            "{text}"
        );
    }

    #[test]
    fn what_is_undefined_is_a_dash() {
        let mut report = full();
        report.figures.mcc = Figure::default();
        let text = evaluation_table(&report, 80);
        let line = text.lines().find(|l| l.starts_with("MCC")).unwrap();
        assert!(line.contains('–'), "{line}");
    }
}
