//! What `train` prints of the model that it made.

use super::super::fields::text;
use super::beside::{Beside, Untrained};
use standpunt::classifier::Classifier;
use standpunt::model_file::{Facts, TrainingFigures};
use standpunt::program::count;
use standpunt::program::facts::{
    FigureRow, adapted_from, calibration, caveat, cross_validation, figures, label_line,
    not_worth_it, of_label, one_label, opposites_line, shown_under, shown_under_opposite, size,
    unkept, without_folds,
};
use std::io::{Result, Write};
use std::path::Path;

/// A model that was trained, as it is told.
pub struct Summary<'a> {
    pub classifier: &'a Classifier,
    /// What needs no training, on the same sentences.
    pub beside: Option<&'a Beside>,
}

impl Summary<'_> {
    /// Writes what the model was trained on, and how well it does.
    pub fn write(&self, path: &Path, out: &mut impl Write) -> Result<()> {
        let facts = self.classifier.facts();
        trained_on(self.classifier, path, out)?;
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
        table(&rows, self.beside, out)?;
        of_labels(measured, out)?;
        calibrated(facts, out)?;
        promises(self.classifier, measured, out)?;
        let remarks = [
            self.beside.map(|beside| beside.sentence(measured)),
            caveat(facts),
            not_worth_it(facts).map(str::to_owned),
        ];
        for remark in remarks.into_iter().flatten() {
            writeln!(out)?;
            text(out, &remark, "")?;
        }
        Ok(())
    }
}

fn trained_on(classifier: &Classifier, path: &Path, out: &mut impl Write) -> Result<()> {
    let facts = classifier.facts();
    writeln!(out, "trained on {}", size(facts))?;
    for (label, count) in &facts.data.labels {
        writeln!(out, "  {count:>6}  {label}")?;
    }
    for told in [adapted_from(facts), facts.about.clone()]
        .into_iter()
        .flatten()
    {
        text(out, &format!("  {told}"), "  ")?;
    }
    writeln!(
        out,
        "{} terms; model written to {}",
        classifier.extractor().vocabulary().len(),
        path.display()
    )
}

/// The figures, beside them those of the model as it was, where there was one, of what needs no training, and of always the most frequent label.
fn table(rows: &[FigureRow], beside: Option<&Beside>, out: &mut impl Write) -> Result<()> {
    let adapted = rows.iter().any(|row| row.before.is_some());
    let shipped = beside.and_then(|beside| beside.shipped.as_ref());
    let columns = [
        (adapted, "as it was", 10),
        (beside.is_some(), "rules", 8),
        (shipped.is_some(), "shipped", 9),
    ];
    let line = |out: &mut dyn Write, head: &str, own: &str, cells: [String; 3], last: &str| {
        write!(out, "  {head:<8}{own:>8}")?;
        for ((is_there, _, width), cell) in columns.iter().zip(cells) {
            if *is_there {
                write!(out, "{cell:>width$}")?;
            }
        }
        writeln!(out, "  {last}")
    };
    let own = if adapted { "adapted" } else { "model" };
    let heads = columns.map(|(_, head, _)| head.to_owned());
    line(out, "", own, heads, "always the most frequent label")?;
    for row in rows {
        let of = |untrained: &Untrained| match row.name {
            "accuracy" => Some(untrained.accuracy),
            "macro-F1" => Some(untrained.macro_f1),
            _ => untrained.log_loss,
        };
        let was = row.before.map_or(String::new(), |b| format!("{b:.3}"));
        let cells = [
            was,
            beside.map_or(String::new(), |b| of_label(of(&b.cues))),
            shipped.map_or(String::new(), |s| of_label(of(s))),
        ];
        let against = match row.majority {
            Some(majority) => format!("{majority:.3}"),
            None => "(nats)".to_owned(),
        };
        line(out, row.name, &format!("{:.3}", row.value), cells, &against)?;
    }
    let legend = match (beside, shipped) {
        (None, _) => return Ok(()),
        (Some(_), None) => "  rules: the cue rules",
        (Some(_), Some(_)) => {
            "  rules: the cue rules; shipped: the model inside the program, as it is"
        }
    };
    text(out, legend, "    ")
}

/// The figures of each label, and how often the opposite is right.
fn of_labels(figures: &TrainingFigures, out: &mut impl Write) -> Result<()> {
    let opposites = opposites_line(figures);
    for told in figures.labels.iter().map(label_line).chain(opposites) {
        text(out, &format!("  {told}"), "    ")?;
    }
    Ok(())
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
    if let Some(shown) = shown_under_opposite(classifier, 0.02) {
        text(
            out,
            &format!("  {shown} (`classify --max-opposite 0.02`)"),
            "    ",
        )?;
    }
    Ok(())
}
