//! Which stretches of text are a page's running text, and in which order they are read.

mod columns;
mod furniture;
mod notes;
#[cfg(test)]
mod tests;

use super::segment::Segment;
use columns::{columns, part_side};
use furniture::{browser_lines, furniture};
use notes::{mark_endnotes, mark_notes};

/// A page's text and its size in points.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) number: u32,
    pub(super) height: f64,
    pub(super) bottom: f64,
    pub(super) segments: Vec<Segment>,
}

/// A line in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageLine {
    pub(super) text: String,
    pub(super) left: f64,
    /// Distance from the left edge of its column.
    pub(super) indent: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    marked: bool,
    /// Whether its place tells that it is no running text: side column, header, footer, footnote.
    pub(super) aside: bool,
    /// Whether a new column or band begins with it.
    pub(super) begins: bool,
}

/// What holds for the whole document.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    /// Size of most of the letters.
    pub(super) size: f64,
    /// Distance between lines of running text.
    pub(super) leading: f64,
    columns: Vec<(f64, f64)>,
    furniture: Vec<(String, f64)>,
}

/// A stretch at least this long is taken for running text when columns are looked for.
const LONG: usize = 25;

/// Learns size, columns, and repeating headers and footers from all pages.
pub(super) fn learn(pages: &[Page]) -> Body {
    let all = || pages.iter().flat_map(|page| &page.segments);
    let size = common(all().filter(|s| !s.artifact).map(|s| (s.size, s.chars())));
    let columns = columns(all(), size);
    let gaps = pages.iter().flat_map(|page| {
        page.segments
            .array_windows()
            .filter(|[a, b]| a.chars() >= LONG && b.chars() >= LONG)
            .map(|[a, b]| (a.y - b.y, 1))
            .filter(|(gap, _)| *gap > size * 0.8 && *gap < size * 3.0)
    });
    let leading = common(gaps);
    Body {
        size,
        leading: if leading > 0.0 { leading } else { size * 1.2 },
        columns,
        furniture: furniture(pages),
    }
}

/// The most common value, to a quarter of a point.
fn common(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for (value, weight) in values {
        *counts.entry((value * 4.0).round() as i64).or_default() += weight;
    }
    counts
        .into_iter()
        .max_by_key(|(value, count)| (*count, *value))
        .map_or(0.0, |(value, _)| value as f64 / 4.0)
}

impl Body {
    /// The lines of a page in reading order: the letterhead, the text of its columns, each with its footnotes
    /// behind it, then what stands in its margins.
    pub(super) fn lines(&self, page: &Page, notes_before: &mut bool) -> Vec<PageLine> {
        let mut margin: Vec<PageLine> = Vec::new();
        let mut text: Vec<&Segment> = Vec::new();
        let marked: usize = chars(page.segments.iter().filter(|s| s.artifact));
        let trusted = marked * 2 < chars(page.segments.iter());
        let browser = browser_lines(page);
        for segment in &page.segments {
            let by_browser = browser.iter().any(|y| (segment.y - y).abs() < 2.0);
            if segment.artifact && trusted || by_browser || self.is_furniture(page, segment) {
                margin.push(PageLine::aside(segment));
            } else {
                text.push(segment);
            }
        }
        let columns = self.columns_of(page);
        let (side, text) = part_side(text, &columns);
        // the head of a letter comes before its text; what else stands in the margins comes after
        let at_head = |y: f64| page.number == 1 && (y - page.bottom) > page.height * 0.4;
        let (head, side): (Vec<&Segment>, Vec<&Segment>) =
            side.into_iter().partition(|s| at_head(s.y));
        let (above, below): (Vec<PageLine>, Vec<PageLine>) =
            margin.into_iter().partition(|line| at_head(line.y));
        let mut lines = above;
        lines.extend(head.into_iter().map(PageLine::aside));
        let mut noted = false;
        for mut band in bands(text, &columns) {
            noted |= mark_notes(&mut band, self.size, *notes_before);
            mark_endnotes(&mut band, self.leading);
            if let Some(first) = band.first_mut() {
                first.begins = true;
            }
            lines.append(&mut band);
        }
        *notes_before = noted;
        lines.extend(below);
        lines.extend(side.into_iter().map(PageLine::aside));
        lines
    }
}

/// How many characters stretches have together.
fn chars<'a>(segments: impl Iterator<Item = &'a Segment>) -> usize {
    segments.map(Segment::chars).sum()
}

/// Lines by column, cut into bands by what stands across several columns.
fn bands(segments: Vec<&Segment>, columns: &[(f64, f64)]) -> Vec<Vec<PageLine>> {
    let mut bands: Vec<Vec<PageLine>> = Vec::new();
    let mut open: Vec<Vec<PageLine>> = vec![Vec::new(); columns.len().max(1)];
    let mut flush = |open: &mut Vec<Vec<PageLine>>| {
        for column in open.iter_mut() {
            if !column.is_empty() {
                bands.push(std::mem::take(column));
            }
        }
    };
    for segment in segments {
        let touched = columns
            .iter()
            .filter(|(left, right)| segment.right.min(*right) - segment.left.max(*left) > 15.0)
            .count();
        let column = if touched > 1 {
            flush(&mut open);
            0
        } else {
            let middle = (segment.left + segment.right) / 2.0;
            columns
                .iter()
                .rposition(|(left, _)| segment.left > left - 15.0 || middle > *left)
                .unwrap_or(0)
        };
        let edge = columns.get(column).map_or(segment.left, |c| c.0);
        if let Some(lines) = open.get_mut(column) {
            place(lines, segment, edge);
        }
        if touched > 1 {
            flush(&mut open);
        }
    }
    flush(&mut open);
    bands
}

/// Adds a stretch to the line it stands on, or begins a line with it.
fn place(lines: &mut Vec<PageLine>, segment: &Segment, edge: f64) {
    match lines.last_mut() {
        Some(line) if (line.y - segment.y).abs() < 1.0 && segment.left > line.left => {
            line.text.push_str("  ");
            line.text.push_str(&segment.text);
            line.bold &= segment.bold;
        }
        _ => lines.push(PageLine {
            indent: (segment.left - edge).max(0.0),
            aside: false,
            ..PageLine::aside(segment)
        }),
    }
}

impl PageLine {
    fn aside(segment: &Segment) -> Self {
        Self {
            text: segment.text.clone(),
            left: segment.left,
            indent: 0.0,
            y: segment.y,
            size: segment.size,
            bold: segment.bold,
            marked: segment.marked,
            aside: true,
            begins: false,
        }
    }
}
