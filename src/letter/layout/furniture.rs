//! What stands on every page and is no text: page lines, running headers, rules, side columns.

use super::footnotes;
use super::frame;
use super::lists;
use super::printed::is_browser_line;
use super::rows::{Role, Row};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// Marks page lines, running headers and side columns as [`Role::Furniture`]; returns the ranges of
/// side columns that were cut off from lines of text.
pub(super) fn find(rows: &mut [Row]) -> Vec<Range<usize>> {
    let columns = side_columns(rows);
    for at in 0..rows.len() {
        let numbers_a_note = footnotes::bare_number(rows, at).is_some();
        if let Some(row) = rows.get_mut(at).filter(|row| row.is_text())
            && (is_page_line(row.text) && !numbers_a_note
                || is_rule(row.text)
                || is_browser_line(row.text))
        {
            row.role = Role::Furniture;
        }
    }
    lone_bullets(rows);
    repeated_references(rows);
    side_fields(rows);
    running_headers(rows);
    columns
}

/// `Pagina 3 van 7`, `P agina 1 van 7`, `Blad 2`, `3/7`, `- 3 -`, `3`, and the foot lines of parliamentary papers.
fn is_page_line(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let squashed: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let digits = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    let of = |s: &str, parting: &str| {
        digits(s)
            || s.split_once(parting)
                .is_some_and(|(a, b)| digits(a) && digits(b))
    };
    let dashed = squashed.trim_matches(['-', '–']);
    if digits(dashed)
        || dashed
            .split_once('/')
            .is_some_and(|(a, b)| digits(a) && digits(b))
    {
        return true;
    }
    for word in ["pagina", "paginavan", "blad", "blz.", "page"] {
        if let Some(at) = squashed.find(word) {
            let rest = squashed.get(at + word.len()..).unwrap_or_default();
            let short = text.split_whitespace().count() <= 12;
            if (of(rest, "van") || of(rest, "of") || of(rest, "/"))
                && short
                && (at == 0 || rest.contains("van"))
            {
                return true;
            }
        }
    }
    // "’s-Gravenhage 2014   Tweede Kamer, vergaderjaar 2014–2015, Aanhangsel   1"
    let printed = squashed
        .trim_start_matches(['’', '\''])
        .strip_prefix("s-gravenhage")
        .map_or(squashed.as_str(), |rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
        });
    let paper = printed.starts_with("tweedekamer,vergaderjaar")
        || printed.starts_with("eerstekamer,vergaderjaar");
    let foot = paper
        && !text.ends_with('.')
        && squashed.ends_with(|c: char| c.is_ascii_digit())
        && text.split_whitespace().count() >= 8;
    foot || squashed.starts_with("kst-") && squashed.len() < 20 || squashed.starts_with("issn0921")
}

/// Bullets alone on their line, as some programs write them apart from their items: they end what stands before them.
fn lone_bullets(rows: &mut [Row]) {
    for row in rows.iter_mut().filter(|row| row.is_text()) {
        let mut signs = row.text.chars();
        if let (Some(sign), None) = (signs.next(), signs.next())
            && lists::is_bullet(sign)
        {
            row.role = Role::Frame;
        }
    }
}

/// A line drawn with signs.
fn is_rule(text: &str) -> bool {
    text.chars().count() >= 3
        && text
            .chars()
            .all(|c| matches!(c, '_' | '-' | '=' | '–' | '—' | '*' | '.' | ' ' | '~'))
}

/// Lines that come back on page after page, their numbers aside.
fn running_headers(rows: &mut [Row]) {
    let mut seen: HashMap<String, Vec<usize>, FixedState> =
        HashMap::with_hasher(FixedState::default());
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.is_text()) {
        let own = frame::question_heading(row.text).is_some() || footnotes::is_glued_note(row.text);
        if row.width() <= 100 && !own {
            let key: String = row
                .text
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| if c.is_ascii_digit() { '#' } else { c })
                .collect();
            if key.chars().any(char::is_alphabetic) {
                seen.entry(key).or_default().push(at);
            }
        }
    }
    let paged = rows.iter().any(|row| row.page.is_some());
    let mut found = Vec::new();
    for places in seen.into_values().filter(|places| places.len() >= 2) {
        let at_edge = places
            .iter()
            .filter(|at| is_at_page_edge(rows, **at))
            .count();
        // two pages may begin with one sentence by chance
        let sentence = places
            .iter()
            .filter_map(|at| rows.get(*at))
            .all(|row| row.ends_sentence() && row.text.split_whitespace().count() >= 6);
        let pages = |at: &usize| rows.get(*at).and_then(|row| row.page);
        let first = places.first().and_then(pages);
        let one_page = places.iter().all(|at| pages(at) == first);
        let enough = places.len() >= 3 || paged && !sentence && !one_page;
        if at_edge == places.len() && enough {
            found.extend(places);
        }
    }
    for at in found {
        if let Some(row) = rows.get_mut(at) {
            row.role = Role::Furniture;
        }
    }
}

/// How many rows at the top can hold the letter's reference.
const HEAD: usize = 60;

/// The letter's reference, when it comes back alone on a line of a later page: `BFB/6722115`.
fn repeated_references(rows: &mut [Row]) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, row) in (rows.iter().enumerate().take(HEAD)).filter(|(_, row)| row.is_text()) {
        let value = frame::field(row.text).map_or("", |(_, value)| value);
        let pieces = row.text.split("  ").chain([value]).map(str::trim);
        for piece in pieces.filter(|piece| is_reference(piece)) {
            first.entry(piece).or_insert(at);
        }
    }
    for (at, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.is_text()) {
        if first.get(row.text).is_some_and(|first| *first < at) {
            row.role = Role::Furniture;
        }
    }
}

/// Whether a text can be a letter's reference: digits, capitals and marks.
fn is_reference(text: &str) -> bool {
    text.len() >= 5
        && text.bytes().filter(u8::is_ascii_digit).count() >= 4
        && !text.chars().any(char::is_lowercase)
}

/// Whether a row is one of the first or last four lines of its page, or stands next to a page line.
fn is_at_page_edge(rows: &[Row], at: usize) -> bool {
    let page = rows.get(at).and_then(|row| row.page);
    let near = |mut steps: &mut dyn Iterator<Item = &Row>| {
        for row in (&mut steps).filter(|row| row.role != Role::Blank).take(4) {
            if row.role == Role::Furniture || row.page != page {
                return Some(true);
            }
        }
        // the text ran out: an edge where pages are known
        (steps.next().is_none() && page.is_some()).then_some(true)
    };
    near(&mut rows.iter().skip(at + 1)).is_some() || near(&mut rows.iter().take(at).rev()).is_some()
}

/// Fields of a side column between lines of text: `Ons kenmerk` and the value under it.
fn side_fields(rows: &mut [Row]) {
    let mut at = 0;
    while at < rows.len() {
        let next = at + 1;
        let Some(row) = rows.get(at).filter(|row| row.is_text()) else {
            at = next;
            continue;
        };
        let wraps_on = rows
            .get(at.wrapping_sub(1))
            .is_some_and(|before| before.is_text() && !before.ends_sentence());
        match frame::field(row.text) {
            Some((label, value)) if !(wraps_on && value.is_empty() && label == "bijlage") => {
                let mut end = next;
                if value.is_empty() {
                    while rows.get(end).is_some_and(|row| {
                        row.is_text()
                            && end < at + 3
                            && frame::is_field_value(label, row.text)
                            && frame::field(row.text).is_none()
                            && !(label == "betreft" || label == "onderwerp")
                    }) {
                        end += 1;
                    }
                }
                for row in rows.iter_mut().take(end).skip(at) {
                    row.role = Role::Furniture;
                }
                at = end;
            }
            _ => {
                let text = row.text;
                if !wraps_on
                    && frame::is_letterhead(text)
                    && let Some(row) = rows.get_mut(at)
                {
                    row.role = Role::Furniture;
                }
                at = next;
            }
        }
    }
}

/// Cuts a right-hand column off lines that hold text and column side by side, as `pdftotext -layout` gives them.
///
/// The column must begin at the same place in at least three lines, and hold a letterhead field.
fn side_columns(rows: &mut [Row]) -> Vec<Range<usize>> {
    let splits: Vec<(usize, usize, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.is_text())
        .filter_map(|(at, row)| {
            if row.indent >= 45 {
                return Some((at, 0, row.indent));
            }
            let (gap, right) = last_gap(row.text)?;
            let column = row.indent + row.text.get(..right)?.chars().count();
            (column >= 45).then_some((at, gap, column))
        })
        .collect();
    let is_field = |at: usize, gap: usize| {
        rows.get(at)
            .and_then(|row| row.text.get(gap..))
            .is_some_and(|right| {
                let right = right.trim();
                frame::field(right).is_some() || frame::is_letterhead(right)
            })
    };
    let anchors: BTreeSet<usize> = splits
        .iter()
        .filter(|(at, gap, _)| is_field(*at, *gap))
        .map(|(.., column)| *column)
        .collect();
    let in_column = |column: usize| {
        let near = column.saturating_sub(2)..=column + 2;
        anchors.range(near).next().is_some()
    };
    if splits
        .iter()
        .filter(|(.., column)| in_column(*column))
        .count()
        < 3
    {
        return Vec::new();
    }
    let mut cut = Vec::new();
    for (at, gap, column) in splits {
        let Some(row) = rows.get_mut(at).filter(|_| in_column(column)) else {
            continue;
        };
        if gap == 0 {
            row.role = Role::Furniture;
        } else if let Some(left) = row.text.get(..gap) {
            cut.push(row.range.start + gap..row.range.end);
            row.text = left;
            row.range.end = row.range.start + gap;
        }
    }
    cut
}

/// The last run of three or more spaces in a line: where it begins and ends.
fn last_gap(text: &str) -> Option<(usize, usize)> {
    let at = text.rfind("   ")?;
    let left = text.get(..at)?.trim_end();
    Some((left.len(), at + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_lines_are_known_even_with_gaps_in_them() {
        for line in [
            "Pagina 3 van 7",
            "P agina 1 van 7",
            "Pagina 4",
            "3/7",
            "- 3 -",
            "12",
            "Ministerie van Financiën   Pagina 2 van 9",
            "Tweede Kamer, vergaderjaar 2025–2026, 22 112, nr. 3456 3",
        ] {
            assert!(is_page_line(line), "{line}");
        }
        for line in [
            "Op pagina 3 van het rapport",
            "Het gaat om 12",
            "Pagina 3 gaat over geld",
        ] {
            assert!(!is_page_line(line), "{line}");
        }
    }
}
