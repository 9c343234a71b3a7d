//! The scores of all labels, as a table where it fits the terminal, else label by label.

use super::super::fields::field;
use super::super::terminal::width;
use standpunt::classifier::Explanation;
use standpunt::stance::Labels;
use std::io::{Result, Write};

/// Columns that what is told of a label stands behind, where it stands below its name.
const INDENT: usize = 4;

/// Writes for each label how its score comes about and which probability follows; `decides` where the model adds something behind it.
pub fn write(out: &mut impl Write, labels: &Labels, e: &Explanation, decides: bool) -> Result<()> {
    let mut head = vec!["intercept", "terms", "score", "probability"];
    head.extend(decides.then_some("decision"));
    let rows: Vec<(&str, Vec<String>)> = (labels.iter().enumerate())
        .map(|(k, name)| {
            let mut cells = vec![
                format!("{:.3}", e.intercept[k]),
                format!("{:.3}", e.scores[k] - e.intercept[k]),
                format!("{:.3}", e.scores[k]),
                format!("{:.4}", e.prediction.probabilities[k]),
            ];
            cells.extend(decides.then(|| format!("{:+.1}", e.decision[k])));
            (name, cells)
        })
        .collect();
    let names = rows.iter().map(|(name, _)| name.chars().count());
    let names = names.max().unwrap_or(0).max("label".len());
    let widths: Vec<usize> = (head.iter().enumerate())
        .map(|(column, head)| {
            let cells = rows.iter().map(|(_, cells)| cells[column].len());
            cells.max().unwrap_or(0).max(head.len())
        })
        .collect();
    let needed = names + widths.iter().map(|w| w + 2).sum::<usize>();
    // a line more for the gaps between columns, where there is room
    let gap = if needed <= width() { "  " } else { " " };
    if names + widths.iter().map(|w| w + gap.len()).sum::<usize>() > width() {
        return one_by_one(out, &head, &rows);
    }
    let mut line = |name: &str, cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells
            .zip(&widths)
            .map(|(cell, &w)| format!("{gap}{cell:>w$}"));
        writeln!(out, "{name:<names$}{}", cells.collect::<String>())
    };
    line("label", &mut head.iter().copied())?;
    for (name, cells) in &rows {
        line(name, &mut cells.iter().map(String::as_str))?;
    }
    Ok(())
}

fn one_by_one(out: &mut impl Write, head: &[&str], rows: &[(&str, Vec<String>)]) -> Result<()> {
    for (name, cells) in rows {
        writeln!(out, "{name}")?;
        let told = head
            .iter()
            .zip(cells)
            .map(|(head, cell)| format!("{head} {cell},"));
        let mut told: Vec<String> = told.collect();
        if let Some(last) = told.last_mut() {
            last.pop();
        }
        field(out, INDENT, "", told, " ")?;
    }
    Ok(())
}
