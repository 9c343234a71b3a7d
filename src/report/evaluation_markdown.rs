//! The main tables of an evaluation report as Markdown, for a model card or a discussion.

use super::evaluation_grids as grids;
use crate::evaluation::EvaluationReport;

/// Writes the main tables of a report as Markdown.
///
/// Headings are of the third level, so that the text fits under a heading of a model card: figures with
/// baselines, labels, confusion, slices, the guide's rules, the learning curve, and the notes.
pub fn evaluation_markdown(report: &EvaluationReport) -> String {
    let mut text = String::new();
    let mut section = |heading: &str, body: &str| {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("### {heading}\n\n{body}"));
    };
    let mut figures = format!(
        "{}. {}\n\n",
        grids::size(report),
        grids::method(&report.bootstrap)
    );
    if let Some(looks) = &report.looks {
        figures.push_str(&format!("{}\n\n", looks.sentence()));
    }
    figures.push_str(&grids::figures(report, true).markdown());
    figures.push_str(
        "\n↓: less is better. –: undefined. (no spread): every resample gives the same value.\n",
    );
    section("Figures", &figures);
    if !report.baselines.is_empty() {
        section(
            "Above the baselines",
            &grids::above_baselines(report).markdown(),
        );
    }
    section("Labels", &grids::per_label(report, true).markdown());
    section("Confusion", &grids::confusion(report).markdown());
    section("Errors", &grids::errors(report).markdown());
    if let Some((grids, caption)) = grids::surest(report) {
        let tables: String = grids.iter().map(|g| g.markdown() + "\n").collect();
        section(
            "Labelling only what is sure",
            &format!("{caption}\n\n{}\n", tables.trim_end()),
        );
    }
    for table in &report.slices {
        section(
            &format!("By {}", table.by.name()),
            &grids::slices(table).markdown(),
        );
    }
    if let Some(pairs) = &report.pairs {
        section("Rules of the guide", &grids::pairs(pairs).markdown());
    }
    if let (Some(grid), Some(curve)) = (grids::learning_curve(report), &report.learning_curve) {
        section(
            "More letters",
            &format!("{}\n{}\n", grid.markdown(), curve.remark),
        );
    }
    if !report.notes.is_empty() {
        let notes: String = report.notes.iter().map(|n| format!("- {n}\n")).collect();
        section("Notes", &notes);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::evaluation_table::tests::full;
    use super::*;

    #[test]
    fn every_table_has_as_many_cells_in_each_row() {
        let text = evaluation_markdown(&full());
        let mut columns = None;
        for line in text.lines() {
            let cells = line.starts_with('|').then(|| line.matches('|').count());
            if let (Some(cells), Some(columns)) = (cells, columns) {
                assert_eq!(cells, columns, "{line}");
            }
            columns = cells;
        }
        for heading in [
            "### Figures",
            "### By length",
            "### Rules of the guide",
            "### More letters",
        ] {
            assert!(text.contains(heading), "{heading}");
        }
        assert!(text.contains("| macro-F1 | 0."));
    }
}
