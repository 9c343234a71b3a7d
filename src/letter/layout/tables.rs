//! Tables: rows of short cells that stand apart, which are neither headings nor sentences.

use super::frame;
use super::lists;
use super::rows::{Role, Row, parts_apart};

/// Words that a cell of a table of short cells may have.
const CELL: usize = 5;

/// Gives the rows of tables the role [`Role::Table`].
pub(super) fn find(rows: &mut [Row]) {
    rows_of_cells(rows);
    cells_between_gaps(rows);
}

/// Tables whose rows stand on a line: from one row of at least three short cells to another, gaps
/// aside, with the rows of two short cells between them.
fn rows_of_cells(rows: &mut [Row]) {
    let mut first: Option<usize> = None;
    let mut last = 0;
    for at in 0..=rows.len() {
        let count = match rows.get(at) {
            Some(row) if row.role == Role::Blank => continue,
            Some(row) if row.is_text() => cells(row.text),
            _ => 0,
        };
        match (count, first) {
            (3.., None) => (first, last) = (Some(at), at),
            (3.., Some(_)) => last = at,
            (2, _) => {}
            (_, Some(start)) => {
                if last > start {
                    let table = rows.iter_mut().take(last + 1).skip(start);
                    table
                        .filter(|row| row.is_text())
                        .for_each(|row| row.role = Role::Table);
                }
                first = None;
            }
            (_, None) => {}
        }
    }
}

/// Tables whose cells stand each alone between gaps, as some programs write them: six or more, two of them numbers.
fn cells_between_gaps(rows: &mut [Row]) {
    const FEWEST: usize = 6;
    let mut run: Vec<usize> = Vec::new();
    let mut numbers = 0;
    for at in 0..=rows.len() {
        match rows.get(at) {
            Some(row) if row.role == Role::Blank => {}
            Some(row) if is_lone_cell(rows, at) => {
                run.push(at);
                numbers += usize::from(!row.text.contains(char::is_alphabetic));
            }
            _ => {
                let table = run.len() >= FEWEST && numbers >= 2;
                for cell in run.drain(..).filter(|_| table) {
                    if let Some(row) = rows.get_mut(cell) {
                        row.role = Role::Table;
                    }
                }
                numbers = 0;
            }
        }
    }
}

/// Whether a row is a few words or a number between two gaps, and neither an item nor a heading of a question.
fn is_lone_cell(rows: &[Row], at: usize) -> bool {
    let gap = |at: Option<usize>| {
        at.and_then(|at| rows.get(at))
            .is_none_or(|row| row.role == Role::Blank)
    };
    let Some(row) = rows.get(at) else {
        return false;
    };
    // a lone number was taken for that of a page
    matches!(row.role, Role::Text | Role::Furniture)
        && gap(at.checked_sub(1))
        && gap(Some(at + 1))
        && row.text.split_whitespace().count() <= CELL
        && !(row.ends_sentence() && row.text.contains(char::is_alphabetic))
        && !row.text.ends_with([':', ';', ','])
        && !row.starts_lower()
        && lists::marker(row.text).is_none()
        && frame::turn(row.text).is_none()
}

/// How many cells a row has that two spaces or more part; 0 when it is no row of short cells.
///
/// In a line that was stretched to full width, words stand as far apart: there most begin in lower case.
fn cells(text: &str) -> usize {
    let cells = parts_apart(text);
    let short = cells
        .iter()
        .all(|cell| cell.split_whitespace().count() <= CELL);
    let lower = cells
        .iter()
        .filter(|cell| cell.starts_with(char::is_lowercase))
        .count();
    if short && lower * 2 <= cells.len() {
        cells.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::rows;
    use super::*;
    use crate::letter::format::text::lines;

    fn kept(text: &str) -> Vec<String> {
        let mut found = rows(text, &lines(text));
        find(&mut found);
        let text = found.iter().filter(|row| row.is_text());
        text.map(|row| row.text.to_owned()).collect()
    }

    #[test]
    fn rows_of_cells_go_and_stretched_lines_stay() {
        let table = "Het overzicht volgt.\n\nProvincie   Gesloten  Geopend\n\nDrenthe  88     41\n\
                     Zeeland  102\nTotaal   190    41\n\n2.  Planning\n\nEen toelichting  volgt later.\n";
        assert_eq!(
            kept(table),
            [
                "Het overzicht volgt.",
                "2.  Planning",
                "Een toelichting  volgt later."
            ]
        );
        let stretched =
            "Het  kabinet  steunt  het  voorstel\nvan  de  Commissie  voor  een\nverbod.\n";
        assert_eq!(kept(stretched).len(), 3);
        let column =
            "De Raad spreekt hierover.   Ons kenmerk\nNederland steunt dit.       2031-12\n";
        assert_eq!(kept(column).len(), 2);
    }

    #[test]
    fn cells_that_stand_each_alone_go_and_headings_stay() {
        let table = "Het overzicht volgt.\n\nProvincie\n\nGesloten\n\nDrenthe\n\n88\n\nZeeland\n\n1.102\n\nDit is het overzicht:\n";
        assert_eq!(
            kept(table),
            ["Het overzicht volgt.", "Dit is het overzicht:"]
        );
        let headings = "Inleiding\n\nAanleiding\n\nOverzicht\n\nAanpak\n\nVervolg\n\n2031\n\nDit volgt later.\n";
        assert_eq!(kept(headings).len(), 7);
    }
}
