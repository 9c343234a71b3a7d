//! What `train` prints of the model that it made.

use super::super::fields::text;
use standpunt::classifier::Classifier;
use standpunt::model_file::{Facts, TrainingFigures};
use standpunt::program::count;
use standpunt::program::facts::{
    FigureRow, adapted_from, calibration, caveat, cross_validation, figures, not_worth_it,
    one_label, shown_under, shown_under_opposite, size, unkept, without_folds,
};
use std::io::{Result, Write};
use std::path::Path;

/// Writes what a model was trained on, and how well it does.
pub fn write(classifier: &Classifier, path: &Path, out: &mut impl Write) -> Result<()> {
    let facts = classifier.facts();
    trained_on(classifier, path, out)?;
    let (Some(measured), Some(rows)) = (&facts.figures, figures(facts)) else {
        writeln!(out)?;
        return text(out, without_folds(facts).unwrap_or_default(), "");
    };
    if let Some(senseless) = one_label(facts) {
        writeln!(out)?;
        text(out, senseless, "")?;
        return calibrated(facts, out);
    }
    let how = format!(
        "{}; on {}",
        cross_validation(facts),
        count(measured.rows, "sentence")
    );
    writeln!(out)?;
    text(out, &how, "  ")?;
    table(facts, &rows, out)?;
    promises(classifier, measured, out)?;
    let remarks = [caveat(facts), not_worth_it(facts).map(str::to_owned)];
    for remark in remarks.into_iter().flatten() {
        writeln!(out)?;
        text(out, &remark, "")?;
    }
    Ok(())
}

fn trained_on(classifier: &Classifier, path: &Path, out: &mut impl Write) -> Result<()> {
    let facts = classifier.facts();
    writeln!(out, "trained on {}", size(facts))?;
    for (label, count) in &facts.data.labels {
        writeln!(out, "  {count:>6}  {label}")?;
    }
    if let Some(base) = adapted_from(facts) {
        text(out, &base, "  ")?;
    }
    writeln!(
        out,
        "{} terms; model written to {}",
        classifier.extractor().vocabulary().len(),
        path.display()
    )
}

/// The figures, beside them those of the model as it was, where there was one, and of always the most frequent label.
fn table(facts: &Facts, rows: &[FigureRow], out: &mut impl Write) -> Result<()> {
    let adapted = rows.iter().any(|row| row.before.is_some());
    let before = |text: &str| match adapted {
        true => format!("{text:>12}"),
        false => String::new(),
    };
    writeln!(
        out,
        "  {:<10} {:>7}{}  always the most frequent label",
        "",
        if adapted { "adapted" } else { "model" },
        before("as it was")
    )?;
    for row in rows {
        let was = row.before.map(|b| format!("{b:.3}")).unwrap_or_default();
        let against = match row.majority {
            Some(majority) => format!("{majority:.3}"),
            None => "(nats)".to_owned(),
        };
        writeln!(
            out,
            "  {:<10} {:>7.3}{}  {against}",
            row.name,
            row.value,
            before(&was)
        )?;
    }
    calibrated(facts, out)
}

fn calibrated(facts: &Facts, out: &mut impl Write) -> Result<()> {
    text(
        out,
        &format!("  calibration: {}", calibration(facts)),
        "    ",
    )
}

/// How much can be shown under the usual limits.
fn promises(
    classifier: &Classifier,
    measured: &TrainingFigures,
    out: &mut impl Write,
) -> Result<()> {
    if let Some(shown) = shown_under(classifier, 0.05) {
        text(
            out,
            &format!("  {shown} (`classify --max-error 0.05`)"),
            "    ",
        )?;
    } else if let Some(unkept) = unkept(classifier.risk(), measured.rows, 0.05) {
        let why = format!(
            "  no label can be shown with an error that is sure to be under 5 % (`classify --max-error 0.05`): {}",
            unkept.why
        );
        text(out, &why, "    ")?;
    }
    if let Some(shown) = shown_under_opposite(classifier.facts(), 0.02) {
        text(
            out,
            &format!("  {shown} (`classify --max-opposite 0.02`)"),
            "    ",
        )?;
    }
    Ok(())
}
