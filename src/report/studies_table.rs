//! Comparisons of two models and agreement of coders, for a terminal.

use super::evaluation_grids::method;
use super::evaluation_table::LEAST;
use super::grid::{Grid, wrapped};
use super::numbers::{counted, number, p_value, signed, whole, with_interval};
use crate::evaluation::agreement::AgreementReport;
use crate::evaluation::compare::{ChangeKind, Comparison};
use crate::evaluation::limits::{LimitComparison, LimitOn};
use crate::evaluation::{BootstrapInfo, Figure, Figures};

fn notes(text: &mut String, info: &BootstrapInfo, notes: &[String], width: usize) {
    text.push('\n');
    text.push_str(&wrapped(&method(info), width, ""));
    for note in notes {
        text.push_str(&wrapped(&format!("- {note}"), width, "  "));
    }
}

/// A figure of both models and the difference, with a `*` where its interval does not hold 0.
fn side_by_side(name: String, a: &Figure, b: &Figure, difference: &Figure) -> [String; 5] {
    let star = if difference.excludes(0.0) == Some(true) {
        "*"
    } else {
        ""
    };
    [
        name,
        number(a.value),
        number(b.value),
        signed(difference),
        star.to_owned(),
    ]
}

/// What each model's own cut-offs show under a limit of `classify`, and how much of that is wrong.
fn limits(limits: &[LimitComparison]) -> Grid {
    let mut grid = Grid::new(["by the model's own cut-off", "A", "B", "B minus A", ""]);
    for limit in limits {
        let (a, b) = (&limit.first, &limit.second);
        let name = |what: &str| format!("{} {}: {what}", a.on.option(), a.limit);
        let wrong = match a.on {
            LimitOn::Opposite => "opposite ↓",
            _ => "wrong ↓",
        };
        grid.row(side_by_side(
            name("shown"),
            &a.coverage,
            &b.coverage,
            &limit.coverage,
        ));
        grid.row(side_by_side(name(wrong), &a.error, &b.error, &limit.error));
    }
    grid
}

/// Writes a comparison as text of at most `width` columns; `most` of the changed sentences of each nature are listed.
///
/// A `*` marks differences whose interval does not hold 0.
pub fn comparison_table(comparison: &Comparison, width: usize, most: usize) -> String {
    let width = width.max(LEAST);
    let c = comparison;
    let mut text = wrapped(
        &format!("A = {}, B = {}", c.first_name, c.second_name),
        width,
        "  ",
    );
    text.push('\n');
    let mut grid = Grid::new(["figure", "A", "B", "B minus A", ""]);
    for (name, difference) in c.difference.iter() {
        let figure = |figures: &Figures<Figure>| figures.get(name.key).copied().unwrap_or_default();
        let arrow = if name.higher_is_better { "" } else { " ↓" };
        let (a, b) = (figure(&c.first), figure(&c.second));
        grid.row(side_by_side(
            format!("{}{arrow}", name.name),
            &a,
            &b,
            difference,
        ));
    }
    text.push_str(&grid.text(width));
    text.push('\n');
    if !c.limits.is_empty() {
        text.push_str(&limits(&c.limits).text(width));
        text.push('\n');
    }
    text.push_str(&wrapped(
        &format!(
            "McNemar's exact test: {} fixed, {} broken, {}.",
            counted(c.mcnemar.fixed as usize, "sentence"),
            whole(c.mcnemar.broken),
            p_value(c.mcnemar.p)
        ),
        width,
        "",
    ));
    for (kind, heading) in [
        (ChangeKind::Fixed, "fixed (A wrong, B right)"),
        (ChangeKind::Broken, "broken (A right, B wrong)"),
        (ChangeKind::StillWrong, "wrong both times"),
    ] {
        let changes: Vec<_> = c.changed.iter().filter(|x| x.kind == kind).collect();
        if changes.is_empty() || most == 0 {
            continue;
        }
        text.push_str(&format!("\n{heading}: {}\n", changes.len()));
        for change in changes.iter().take(most) {
            let also = change
                .also
                .as_ref()
                .map_or_else(String::new, |also| format!(" (or {also})"));
            let what = format!(
                "  gold {}{also}; A {}; B {}",
                change.gold, change.first, change.second
            );
            text.push_str(&wrapped(&what, width, "  "));
            text.push_str(&wrapped(
                &format!("      {}", change.sentence),
                width,
                "      ",
            ));
        }
    }
    notes(&mut text, &c.bootstrap, &c.notes, width);
    text
}

/// Writes an agreement report as text of at most `width` columns; `most` of the sentences to settle are listed.
pub fn agreement_table(agreement: &AgreementReport, width: usize, most: usize) -> String {
    let width = width.max(LEAST);
    let a = agreement;
    let mut text = wrapped(
        &format!(
            "{} coders: {}; {}, {} labelled by two or more",
            a.coders.len(),
            a.coders.join(", "),
            counted(a.sentences, "sentence"),
            whole(a.compared as u64)
        ),
        width,
        "  ",
    );
    let mut grid = Grid::new(["agreement", ""]);
    grid.row(["percent".to_owned(), with_interval(&a.percent)]);
    let kappa = match a.kappa_kind.as_str() {
        "Fleiss" => "Fleiss' κ".to_owned(),
        other => format!("{other}'s κ"),
    };
    grid.row([kappa, with_interval(&a.kappa)]);
    grid.row(["Krippendorff's α".to_owned(), with_interval(&a.alpha)]);
    text.push_str(&format!("\n{}", grid.text(width)));
    let mut grid = Grid::new(["label", "given", "same from another", "α"]);
    for label in &a.per_label {
        grid.row([
            label.label.clone(),
            whole(label.given),
            with_interval(&label.specific),
            with_interval(&label.alpha),
        ]);
    }
    text.push_str(&format!("\n{}", grid.text(width)));
    for pair in &a.pairs {
        let corner = format!("{} \\ {}", pair.first, pair.second);
        let mut grid = Grid::new(std::iter::once(corner).chain(a.labels.iter().cloned()));
        for (label, row) in a.labels.iter().zip(&pair.confusion) {
            grid.row(std::iter::once(label.clone()).chain(row.iter().map(|&n| whole(n))));
        }
        text.push_str(&format!("\n{}", grid.text(width)));
        text.push_str(&wrapped(
            &format!(
                "κ {}; macro-F1 of one against the other {}",
                with_interval(&pair.kappa),
                with_interval(&pair.macro_f1)
            ),
            width,
            "  ",
        ));
    }
    if !a.to_settle.is_empty() && most > 0 {
        text.push_str(&format!(
            "\nto settle: {}\n",
            counted(a.to_settle.len(), "sentence")
        ));
        for row in a.to_settle.iter().take(most) {
            let codes: Vec<&str> = row
                .codes
                .iter()
                .map(|c| c.as_deref().unwrap_or("–"))
                .collect();
            text.push_str(&wrapped(&format!("  {}", codes.join(" / ")), width, "  "));
            text.push_str(&wrapped(
                &format!("      {}", row.sentence),
                width,
                "      ",
            ));
        }
    }
    notes(&mut text, &a.bootstrap, &a.notes, width);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::agreement::{Coder, CoderRow, Coding, agreement};
    use crate::evaluation::compare::compare;
    use crate::evaluation::{ReportOptions, Scored, ScoredRow};
    use crate::stance::Labels;
    use unicode_width::UnicodeWidthStr;

    fn options() -> ReportOptions {
        ReportOptions {
            resamples: 50,
            ..ReportOptions::default()
        }
    }

    fn fits(text: &str) {
        for line in text.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }

    #[test]
    fn a_comparison_shows_differences_and_changes_in_80_columns() {
        let row = |number: usize| ScoredRow {
            letter: format!("brief-{}", number % 12),
            sentence: format!("Zin {number} {}.", "over de haven en de vangst ".repeat(4)),
            gold: number % 2,
            predicted: number % 3 % 2,
            ..ScoredRow::default()
        };
        let first = Scored {
            labels: Labels::from_data(["steunt", "kritisch"]),
            rows: (0..60).map(row).collect(),
            has_letters: true,
        };
        let mut second = first.clone();
        second
            .rows
            .iter_mut()
            .skip(3)
            .for_each(|r| r.predicted = r.gold);
        second.rows[0].predicted = 1;
        let found = compare(&first, &second, ("oud", "nieuw"), &options()).unwrap();
        let text = comparison_table(&found, 80, 3);
        fits(&text);
        for expected in [
            "A = oud, B = nieuw",
            "1 broken",
            "p < 0.001",
            "fixed (A wrong",
            "log-loss ↓",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
        let line = text.lines().find(|l| l.starts_with("macro-F1 ")).unwrap();
        assert!(line.ends_with('*'), "{line}");
        let line = text.lines().find(|l| l.starts_with("log-loss")).unwrap();
        assert!(line.ends_with('–'), "{line}");
    }

    #[test]
    fn agreement_shows_coders_labels_and_what_to_settle() {
        let coder = |name: &str, shift: usize| Coder {
            name: name.into(),
            rows: (0..40)
                .map(|i| CoderRow {
                    letter: format!("brief-{}", i % 10),
                    sentence: format!("Zin {i}."),
                    label: ["steunt", "kritisch", "geen standpunt"][(i + shift * (i % 5 / 4)) % 3]
                        .into(),
                    ..CoderRow::default()
                })
                .collect(),
        };
        let coding = Coding::align(&[coder("an", 0), coder("bo", 1), coder("cy", 2)]).unwrap();
        let text = agreement_table(&agreement(&coding, &options()), 80, 2);
        fits(&text);
        for expected in [
            "3 coders: an, bo, cy",
            "Fleiss' κ",
            "Krippendorff's α",
            "an \\ cy",
            "to settle: 8",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }

    #[test]
    fn one_sentence_of_one_letter_is_told_as_one() {
        let coder = |label: &str| Coder {
            name: label.into(),
            rows: vec![CoderRow {
                letter: "brief".into(),
                sentence: "Zin.".into(),
                label: label.into(),
                ..CoderRow::default()
            }],
        };
        let coding = Coding::align(&[coder("steunt"), coder("kritisch")]).unwrap();
        let text = agreement_table(&agreement(&coding, &options()), 80, 2);
        for expected in [
            "; 1 sentence, 1 labelled",
            "to settle: 1 sentence\n",
            "There are no intervals.",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }
}
