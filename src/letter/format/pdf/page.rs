//! Which stretches of text are a page's running text, and in which order they are read.

use super::segment::Segment;
use crate::letter::layout::printed;

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

/// The columns of running text: where many long lines of the common size stand, from left to right.
fn columns<'a>(segments: impl Iterator<Item = &'a Segment>, size: f64) -> Vec<(f64, f64)> {
    let long: Vec<&Segment> = segments
        .filter(|s| s.chars() >= LONG && (s.size - size).abs() < size * 0.15 && !s.artifact)
        .collect();
    const BINS: usize = 2000;
    let bin = |x: f64| (x.clamp(0.0, 3999.0) / 2.0) as usize;
    let mut cover = vec![0usize; BINS + 1];
    for segment in &long {
        let span = bin(segment.left)..bin(segment.right) + 1;
        for count in cover.get_mut(span).unwrap_or_default() {
            *count += 1;
        }
    }
    let most = cover.iter().copied().max().unwrap_or(0);
    let least = (most * 15 / 100).max(if most > 3 { 2 } else { 1 });
    let mut found: Vec<(f64, f64, usize)> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, count) in cover.iter().enumerate() {
        open = match open {
            None if *count >= least => Some((at, *count)),
            Some((start, weight)) if *count >= least => Some((start, weight + count)),
            Some((start, weight)) => {
                found.push((start as f64 * 2.0, at as f64 * 2.0, weight));
                None
            }
            None => None,
        };
    }
    let Some((_, _, heaviest)) = found.iter().max_by_key(|c| c.2).copied() else {
        return Vec::new();
    };
    let widest = found
        .iter()
        .filter(|c| c.2 == heaviest)
        .map(|c| c.1 - c.0)
        .fold(0.0, f64::max);
    found.retain(|c| c.2 * 3 >= heaviest && (c.1 - c.0) * 10.0 >= widest * 6.0);
    found
        .into_iter()
        .map(|(left, right, _)| (left, right))
        .collect()
}

/// What repeats at one height near the top or bottom of pages, digits aside.
fn furniture(pages: &[Page]) -> Vec<(String, f64)> {
    let mut seen: std::collections::BTreeMap<String, Vec<(u32, f64)>> =
        std::collections::BTreeMap::new();
    for page in pages {
        for segment in &page.segments {
            if in_margin(page, segment.y, 0.22) {
                seen.entry(key(&segment.text))
                    .or_default()
                    .push((page.number, segment.y));
            }
        }
    }
    let needed = (pages.len() / 3).max(2);
    let mut found = Vec::new();
    for (key, places) in seen {
        // two pages may begin or end with one sentence by chance
        let sentence = key.ends_with(['.', '?', '!']) && key.chars().count() > 30;
        let needed = needed + usize::from(sentence);
        let pages = pages_at(&places);
        let enough = places.iter().zip(pages).find(|(_, pages)| *pages >= needed);
        if let Some(((_, y), _)) = enough {
            found.push((key, *y));
        }
    }
    found
}

/// How far apart in height one line of the margin stands on different pages, in points.
const SAME_HEIGHT: f64 = 8.0;

/// For each place (page, height), the number of pages with a place at its height.
fn pages_at(places: &[(u32, f64)]) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..places.len()).collect();
    by_height.sort_by(|a, b| places[*a].1.total_cmp(&places[*b].1));
    let mut pages = vec![0; places.len()];
    let mut within: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    let (mut low, mut high) = (0, 0);
    for &at in &by_height {
        let y = places[at].1;
        while high < by_height.len() && places[by_height[high]].1 - y < SAME_HEIGHT {
            *within.entry(places[by_height[high]].0).or_default() += 1;
            high += 1;
        }
        while y - places[by_height[low]].1 >= SAME_HEIGHT {
            let page = places[by_height[low]].0;
            if let Some(count) = within.get_mut(&page) {
                *count -= 1;
                if *count == 0 {
                    within.remove(&page);
                }
            }
            low += 1;
        }
        pages[at] = within.len();
    }
    pages
}

/// The heights of the lines that a browser set at the very top and bottom of a page.
fn browser_lines(page: &Page) -> Vec<f64> {
    page.segments
        .iter()
        .filter(|s| in_margin(page, s.y, 0.05))
        .filter(|s| printed::is_moment(&s.text) || printed::is_address(&s.text))
        .map(|s| s.y)
        .collect()
}

/// Whether a height lies in the given part of the page at its top or bottom.
fn in_margin(page: &Page, y: f64, part: f64) -> bool {
    let from_bottom = (y - page.bottom) / page.height.max(1.0);
    from_bottom < part || from_bottom > 1.0 - part
}

/// A text with white space left out and numbers made one sign.
fn key(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// Whether a text is nothing but a page number.
fn is_page_number(text: &str) -> bool {
    let key = key(text).to_lowercase();
    matches!(
        key.as_str(),
        "#" | "-#-"
            | "–#–"
            | "pagina#"
            | "pagina#van#"
            | "#van#"
            | "#/#"
            | "blad#"
            | "p.#"
            | "pagina#/#"
    )
}

impl Body {
    fn is_furniture(&self, page: &Page, segment: &Segment) -> bool {
        let repeats = || {
            let key = key(&segment.text);
            // in the order of their text, each once
            (self.furniture.binary_search_by(|(text, _)| text.cmp(&key)))
                .is_ok_and(|at| (segment.y - self.furniture[at].1).abs() < SAME_HEIGHT)
        };
        let numbered = || in_margin(page, segment.y, 0.12) && is_page_number(&segment.text);
        let official = || {
            in_margin(page, segment.y, 0.12)
                && segment.text.starts_with("Tweede Kamer, vergaderjaar")
        };
        in_margin(page, segment.y, 0.22) && (repeats() || numbered() || official())
    }

    /// The lines of a page in reading order: the letterhead, the text of its columns, each with its footnotes
    /// behind it, then what stands in its margins.
    pub(super) fn lines(&self, page: &Page, notes_before: &mut bool) -> Vec<PageLine> {
        let mut margin: Vec<PageLine> = Vec::new();
        let mut text: Vec<&Segment> = Vec::new();
        let marked: usize = count(page.segments.iter().filter(|s| s.artifact));
        let trusted = marked * 2 < count(page.segments.iter());
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
        let (head, side): (Vec<&Segment>, Vec<&Segment>) = side
            .into_iter()
            .partition(|s| page.number == 1 && (s.y - page.bottom) > page.height * 0.4);
        let (above, below): (Vec<PageLine>, Vec<PageLine>) = margin
            .into_iter()
            .partition(|line| page.number == 1 && (line.y - page.bottom) > page.height * 0.4);
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

    /// The columns of a page: its own where it has enough text to tell, or else the document's.
    fn columns_of(&self, page: &Page) -> Vec<(f64, f64)> {
        let long = page
            .segments
            .iter()
            .filter(|s| s.chars() >= LONG && (s.size - self.size).abs() < self.size * 0.15)
            .count();
        let own = columns(page.segments.iter(), self.size);
        // a last page fills only some of the columns
        let known = own.iter().all(|(left, right)| {
            self.columns
                .iter()
                .any(|(l, r)| (left - l).abs() < 15.0 && (right - r).abs() < 15.0)
        });
        if long >= 14 && own.len() != self.columns.len() && !known {
            own
        } else {
            self.columns.clone()
        }
    }
}

fn count<'a>(segments: impl Iterator<Item = &'a Segment>) -> usize {
    segments.map(Segment::chars).sum()
}

/// Parts what stands beside the columns from what stands in them.
fn part_side<'a>(
    segments: Vec<&'a Segment>,
    columns: &[(f64, f64)],
) -> (Vec<&'a Segment>, Vec<&'a Segment>) {
    let (Some((left, _)), Some((_, right))) = (columns.first(), columns.last()) else {
        return (Vec::new(), segments);
    };
    let in_text = |s: &Segment| s.left < right - 2.0 && s.right > left - 4.0;
    let beside = |s: &&Segment| {
        let marker = s.chars() <= 4
            && segments.iter().any(|other| {
                (other.y - s.y).abs() < 2.0 && in_text(other) && other.left - s.right < 60.0
            });
        !(in_text(s) || marker && s.right <= *left)
    };
    let (side, text): (Vec<&Segment>, Vec<&Segment>) = segments.iter().copied().partition(beside);
    // a wide table or drawing is no side column
    if count(side.iter().copied()) > count(text.iter().copied()) {
        return (Vec::new(), segments);
    }
    (side, text)
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

/// Marks the footnotes at the foot of a column; tells whether there are any.
fn mark_notes(lines: &mut [PageLine], body: f64, continued: bool) -> bool {
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
fn mark_endnotes(lines: &mut [PageLine], leading: f64) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, left: f64, y: f64, size: f64) -> Segment {
        Segment {
            text: text.to_owned(),
            left,
            right: left + text.chars().count() as f64 * size * 0.5,
            y,
            size,
            ..Segment::default()
        }
    }

    fn page(number: u32, segments: Vec<Segment>) -> Page {
        Page {
            number,
            height: 842.0,
            bottom: 0.0,
            segments,
        }
    }

    fn read(pages: &[Page]) -> Vec<(bool, String)> {
        let body = learn(pages);
        let mut notes = false;
        pages
            .iter()
            .flat_map(|page| body.lines(page, &mut notes))
            .map(|line| (line.aside, line.text))
            .collect()
    }

    #[test]
    fn the_side_column_is_an_aside_and_footnotes_are_too() {
        let mut segments = Vec::new();
        for i in 0..6 {
            let y = 700.0 - f64::from(i) * 12.0;
            segments.push(segment(
                "Een regel lopende tekst van een brief aan de Kamer",
                80.0,
                y,
                10.0,
            ));
            if i < 2 {
                segments.push(segment("Ons kenmerk", 470.0, y, 7.0));
            }
        }
        segments.push(segment(
            "1 Kamerstuk over een ander onderwerp",
            80.0,
            90.0,
            7.0,
        ));
        let lines = read(&[page(1, segments)]);
        let text: Vec<&String> = lines.iter().filter(|l| !l.0).map(|l| &l.1).collect();
        assert_eq!(text.len(), 6);
        assert_eq!(
            lines.iter().filter(|l| l.1 == "Ons kenmerk" && l.0).count(),
            2
        );
        assert!(lines.last().unwrap().0);
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut segments = vec![segment(
            "Een titel die over beide kolommen van de bladzijde heen staat",
            60.0,
            760.0,
            12.0,
        )];
        for i in 0..5 {
            let y = 700.0 - f64::from(i) * 12.0;
            segments.push(segment(
                &format!("links regel nummer {i} van de tekst"),
                60.0,
                y,
                10.0,
            ));
            segments.push(segment(
                &format!("rechts regel nummer {i} van de tekst"),
                320.0,
                y,
                10.0,
            ));
        }
        let lines: Vec<String> = read(&[page(1, segments)])
            .into_iter()
            .map(|l| l.1)
            .collect();
        assert!(lines[0].starts_with("Een titel"));
        assert!(lines[1..6].iter().all(|l| l.starts_with("links")));
        assert!(lines[6..].iter().all(|l| l.starts_with("rechts")));
    }

    #[test]
    fn notes_with_a_raised_number_are_asides_wherever_they_stand() {
        let mut note = segment("Kamerstuk over dijken, en over", 80.0, 600.0, 8.0);
        note.marked = true;
        let lines = read(&[page(
            1,
            vec![
                segment("Een regel lopende tekst van een brief", 80.0, 700.0, 10.0),
                segment(
                    "Een tweede regel lopende tekst van een brief",
                    80.0,
                    688.0,
                    10.0,
                ),
                note,
                segment("een ander onderwerp.", 80.0, 590.0, 8.0),
                segment(
                    "Een regel die na een witregel weer tekst is",
                    80.0,
                    550.0,
                    10.0,
                ),
            ],
        )]);
        let asides: Vec<bool> = lines.iter().map(|l| l.0).collect();
        assert_eq!(asides, [false, false, true, true, false]);
    }

    #[test]
    fn the_lines_of_a_browser_are_asides_on_a_single_page_too() {
        let lines = read(&[page(
            1,
            vec![
                segment("11/27/30, 9:12 AM", 24.0, 825.0, 8.0),
                segment("Brief over dijken | Voorbeeld", 250.0, 825.0, 8.0),
                segment("Een regel lopende tekst van een brief", 80.0, 700.0, 10.0),
                segment("https://voorbeeld.nl/kst-27", 24.0, 16.0, 8.0),
                segment("1/1", 560.0, 16.0, 8.0),
            ],
        )]);
        let text: Vec<&(bool, String)> = lines.iter().filter(|l| !l.0).collect();
        assert_eq!(text.len(), 1);
    }

    #[test]
    fn what_repeats_at_the_top_and_page_numbers_are_asides() {
        let make = |number: u32| {
            let mut all = vec![segment("Ministerie van Voorbeelden", 80.0, 800.0, 8.0)];
            all.extend((0..4).map(|i| {
                segment(
                    "Een regel lopende tekst van een brief aan de Kamer",
                    80.0,
                    600.0 - f64::from(i) * 12.0,
                    10.0,
                )
            }));
            all.push(segment(
                &format!("P agina {number} van 2"),
                400.0,
                40.0,
                8.0,
            ));
            page(number, all)
        };
        let lines = read(&[make(1), make(2)]);
        assert_eq!(lines.iter().filter(|l| !l.0).count(), 8);
    }
}
