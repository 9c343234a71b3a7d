//! Tables: which lines are their rows, and which bytes of a row are its cells.

use crate::letter::block::Line;
use std::ops::Range;

/// For each line whether it is a row of a table: it begins with a bar, or it stands in a table without bars at the
/// edges, right above or under a line such as `--- | ---`.
pub(super) fn rows(text: &str, lines: &[Line]) -> Vec<bool> {
    let line = |at: usize| {
        let range = lines.get(at).map(|line| line.range.clone());
        range.and_then(|range| text.get(range)).unwrap_or_default()
    };
    let mut rows = vec![false; lines.len()];
    let mut inside = false;
    for at in 0..lines.len() {
        let delimits = |at: usize| is_delimiter(line(at)) && line(at).contains('|');
        let bars = line(at).contains('|');
        inside = bars && (inside || delimits(at) || delimits(at + 1));
        if let Some(row) = rows.get_mut(at) {
            *row = inside || line(at).trim_start().starts_with('|');
        }
    }
    rows
}

/// Whether a line parts the head of a table from its rows: `|---|:-:|`, `--- | ---`.
pub(in super::super) fn is_delimiter(line: &str) -> bool {
    line.contains('|')
        && between_bars(line).all(|cell| {
            let cell = cell.trim();
            let cell = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = cell.strip_suffix(':').unwrap_or(cell);
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        })
}

/// What stands between the bars of a line, bars at its edges aside.
pub(super) fn between_bars(line: &str) -> std::str::Split<'_, char> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).split('|')
}

/// The bytes of a row between its bars; a bar behind a backslash parts nothing.
pub(super) fn cells(line: &str) -> Vec<Range<usize>> {
    if is_delimiter(line) {
        return Vec::new();
    }
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(start..at);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push(start..line.len());
    cells.into_iter().map(|cell| trimmed(line, cell)).collect()
}

/// The parts of a cell between its `<br>`; none of a cell without text.
pub(super) fn parts(line: &str, cell: Range<usize>) -> Vec<Range<usize>> {
    let lower = line.get(cell.clone()).unwrap_or_default();
    let lower = lower.to_ascii_lowercase();
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(at) = lower.get(start..).and_then(|rest| rest.find("<br")) {
        parts.push(cell.start + start..cell.start + start + at);
        let end = lower.get(start + at..).and_then(|tag| tag.find('>'));
        start = end.map_or(lower.len(), |end| start + at + end + 1);
    }
    parts.push(cell.start + start..cell.end);
    let parts = parts.into_iter().map(|part| trimmed(line, part));
    parts.filter(|part| !part.is_empty()).collect()
}

fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let text = line.get(range.clone()).unwrap_or_default();
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}
