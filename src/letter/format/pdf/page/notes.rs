//! Which lines of a page are notes.

use super::PageLine;

/// Marks the footnotes at the foot of a column; tells whether there are any.
pub(super) fn mark_notes(lines: &mut [PageLine], body: f64, continued: bool) -> bool {
    let small = lines
        .iter()
        .rev()
        .take_while(|line| line.size <= body * 0.94)
        .count();
    let start = lines.len() - small;
    let begins = |line: &PageLine| {
        line.marked
            || line
                .text
                .starts_with(|c: char| c.is_ascii_digit() || c == '*')
    };
    let Some(foot) = lines.get_mut(start..) else {
        return false;
    };
    // what goes on from the page before has no number in front
    let first = if continued {
        Some(0)
    } else {
        foot.iter().position(begins)
    };
    let Some(notes) = first.and_then(|first| foot.get_mut(first..)) else {
        return false;
    };
    for line in notes.iter_mut() {
        line.aside = true;
    }
    !notes.is_empty()
}

/// Marks notes that stand anywhere else, such as behind a printed web page: from a line with a raised number in front
/// on, as long as the letters stay as small and no gap follows.
pub(super) fn mark_endnotes(lines: &mut [PageLine], leading: f64) {
    let mut note: Option<(f64, f64)> = None;
    for line in lines {
        note = match note {
            _ if line.marked => Some((line.size, line.y)),
            Some((size, y)) if line.size < size + 0.3 && y - line.y < leading * 1.3 => {
                Some((size, line.y))
            }
            _ => None,
        };
        line.aside |= note.is_some();
    }
}
