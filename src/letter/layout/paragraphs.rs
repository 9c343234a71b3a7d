//! Lines of text become headings, paragraphs and list items.

use super::frame;
use super::headings::{is_short, rows_of_heading};
use super::hyphens::{self, Join};
use super::lists::{self, Marker};
use super::rows::{Role, Row, Shape};
use super::words::Vocabulary;
use crate::letter::block::{Block, BlockKind};
use std::ops::Range;

/// Levels of lists in lists that are told apart.
const DEEPEST: usize = 8;

/// What is known of the text as a whole.
pub(super) struct Page<'a> {
    pub source: &'a str,
    pub shape: Shape,
    pub wrap_width: usize,
    pub words: &'a Vocabulary,
    /// Ranges to leave out, in order: footnote marks, gaps inside words.
    pub cuts: &'a [Range<usize>],
}

/// A block under construction.
struct Open {
    kind: BlockKind,
    marker: Option<Marker>,
    rows: Vec<usize>,
    /// Where in the first row the text begins.
    skip: usize,
}

/// What stood between the last row of text and the present one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Interruption,
}

/// Makes blocks of rows; what is not text becomes asides.
pub(super) fn blocks(rows: &[Row], page: &Page) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    let mut markers = Vec::new();
    let mut gap = Gap::None;
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if row.torn {
            close(&mut open, rows, page, &mut blocks);
        }
        match row.role {
            Role::Blank => gap = gap.max(Gap::Blank),
            Role::Furniture | Role::Table | Role::Note => {
                blocks.push(aside(row));
                gap = Gap::Interruption;
            }
            Role::Frame => {
                close(&mut open, rows, page, &mut blocks);
                blocks.push(aside(row));
            }
            Role::Text => {
                let begins = match &open {
                    None => true,
                    Some(open) => begins_anew(open, &markers, rows, at, gap, page),
                };
                if begins {
                    let listed = gap == Gap::None && goes_on(&markers, row);
                    close(&mut open, rows, page, &mut blocks);
                    at = begin(&mut open, rows, at, listed, page, &mut blocks);
                    nest(&mut markers, open.as_ref().and_then(|open| open.marker));
                } else if let Some(open) = &mut open {
                    open.rows.push(at);
                }
                gap = Gap::None;
            }
        }
        at += 1;
    }
    close(&mut open, rows, page, &mut blocks);
    blocks
}

/// Keeps the last marker of each level of a list: a marker goes on where one of them left off, or begins a level.
fn nest(markers: &mut Vec<Marker>, marker: Option<Marker>) {
    let Some(marker) = marker else {
        return markers.clear();
    };
    let known = |before: &Marker| marker.follows(*before) || marker == *before;
    let level = markers.iter().rposition(known).unwrap_or(markers.len());
    markers.truncate(level.min(DEEPEST - 1));
    markers.push(marker);
}

fn aside(row: &Row) -> Block {
    Block {
        kind: BlockKind::Aside,
        pieces: vec![row.range.clone()],
        page: row.page,
    }
}

/// Whether a row is the next item of a list that a list inside it parts from the one before.
fn goes_on(markers: &[Marker], row: &Row) -> bool {
    let marker = lists::marker(row.text).map(|(marker, _)| marker);
    marker.is_some_and(|marker| markers.iter().any(|before| marker.follows(*before)))
}

/// Begins a block at a row, which is an item where it is `listed`; returns the last row it took.
fn begin(
    open: &mut Option<Open>,
    rows: &[Row],
    at: usize,
    listed: bool,
    page: &Page,
    blocks: &mut Vec<Block>,
) -> usize {
    let Some(row) = rows.get(at) else { return at };
    if let Some(heading) = frame::question_heading(row.text) {
        let start = row.range.start;
        let mut block = Block::new(
            BlockKind::Heading { level: 2 },
            start..start + heading.title.len(),
        );
        block.page = row.page;
        blocks.push(block);
        if !heading.rest.is_empty() {
            *open = Some(Open {
                kind: BlockKind::Paragraph,
                marker: None,
                rows: vec![at],
                skip: row.text.len() - heading.rest.len(),
            });
        }
        return at;
    }
    let count = match listed {
        true => 0,
        false => rows_of_heading(rows, at, page.wrap_width),
    };
    if count > 0 {
        let heading = Open {
            kind: BlockKind::Heading {
                level: heading_level(row.text),
            },
            marker: None,
            rows: (at..at + count).collect(),
            skip: 0,
        };
        close(&mut Some(heading), rows, page, blocks);
        return at + count - 1;
    }
    let marker = lists::marker(row.text).filter(|(marker, _)| !is_inline(rows, at, *marker));
    let undrawn = marker.is_none() && row.starts_lower() && is_announced(rows, at, blocks);
    *open = Some(match marker {
        None if undrawn => Open {
            kind: BlockKind::ListItem,
            marker: None,
            rows: vec![at],
            skip: 0,
        },
        Some((marker, skip)) if marker != Marker::Outline || row.ends_sentence() => Open {
            kind: BlockKind::ListItem,
            marker: Some(marker),
            rows: vec![at],
            skip,
        },
        _ => Open {
            kind: BlockKind::Paragraph,
            marker: None,
            rows: vec![at],
            skip: 0,
        },
    });
    at
}

/// Whether what stands before a row announces it as an item whose bullet is drawn and not written: a colon, or an item
/// that ends in `;` or `,`.
fn is_announced(rows: &[Row], at: usize, blocks: &[Block]) -> bool {
    let Some(before) = rows.iter().take(at).rev().find(|row| row.is_text()) else {
        return false;
    };
    let text = before.text.trim_end_matches(" en").trim_end_matches(" of");
    let item = blocks
        .iter()
        .rev()
        .find(|block| block.kind != BlockKind::Aside)
        .is_some_and(|block| block.kind == BlockKind::ListItem);
    text.ends_with(':') || item && text.ends_with([';', ','])
}

/// 2 for `3 Titel` and unnumbered headings, 3 for `3.1 Titel`, and so on.
fn heading_level(text: &str) -> u8 {
    match lists::marker(text) {
        Some((Marker::Outline, end)) => {
            let dots = text
                .get(..end)
                .unwrap_or_default()
                .trim()
                .trim_end_matches('.')
                .matches('.')
                .count();
            u8::try_from(dots + 2).unwrap_or(6).min(6)
        }
        _ => 2,
    }
}

/// Whether a list marker at the start of a line belongs to a list inside a sentence.
fn is_inline(rows: &[Row], at: usize, marker: Marker) -> bool {
    let mut rest = String::new();
    for row in rows
        .iter()
        .skip(at)
        .take_while(|row| row.is_text())
        .take(12)
    {
        if row.range != rows.get(at).map_or(0..0, |first| first.range.clone())
            && lists::marker(row.text).is_some_and(|(next, _)| next.follows(marker))
        {
            return false;
        }
        rest.push_str(row.text);
        rest.push(' ');
        if lists::goes_on_inline(&rest, marker) {
            return true;
        }
        if row.ends_sentence() {
            break;
        }
    }
    false
}

/// Whether a row begins a new block rather than going on with the open one.
fn begins_anew(
    open: &Open,
    markers: &[Marker],
    rows: &[Row],
    at: usize,
    gap: Gap,
    page: &Page,
) -> bool {
    let (Some(row), Some(last)) = (rows.get(at), open.rows.last().and_then(|i| rows.get(*i)))
    else {
        return true;
    };
    if page.shape == Shape::LinePerParagraph
        || frame::question_heading(row.text).is_some()
        || is_item(open, markers, rows, at, gap, last, page)
    {
        return true;
    }
    let unfinished = !last.ends_sentence();
    match gap {
        Gap::Interruption => {
            if unfinished {
                let heading = !row.starts_lower() && rows_of_heading(rows, at, page.wrap_width) > 0;
                return heading && !last.text.ends_with('-') || last.text.ends_with(':');
            }
            true
        }
        Gap::Blank => {
            let goes_on = row.starts_lower() && unfinished && !last.text.ends_with([':', ';']);
            let broken = last.text.ends_with('-') && unfinished;
            !(goes_on || broken && !is_short(last, row, page.wrap_width))
        }
        Gap::None => {
            let short = is_short(last, row, page.wrap_width);
            if row.starts_lower() && unfinished {
                // items whose bullets are drawn and not written
                let indented = row.indent > 0 && row.indent == last.indent;
                let listed = open.kind == BlockKind::ListItem && open.marker.is_none();
                return short && (indented || listed) && last.text.ends_with(';');
            }
            if last.ends_sentence() || last.text.ends_with([':', ';']) {
                return short || rows_of_heading(rows, at, page.wrap_width) > 0;
            }
            // no end mark and a short line: an item or title that ended, unless the next word is a name
            let much = last.width() * 10 < page.wrap_width * 6;
            short && much && (open.marker.is_some() || last.bold != row.bold || !row.starts_lower())
        }
    }
}

/// Whether a row begins a list item, given what stands before it.
fn is_item(
    open: &Open,
    markers: &[Marker],
    rows: &[Row],
    at: usize,
    gap: Gap,
    last: &Row,
    page: &Page,
) -> bool {
    let Some(row) = rows.get(at) else {
        return false;
    };
    let Some((marker, _)) = lists::marker(row.text) else {
        return false;
    };
    let goes_on = open.marker.is_some_and(|before| marker.follows(before));
    let ended = gap != Gap::None || last.ends_sentence() || last.text.ends_with([':', ';']);
    // a list in an item, and the next item behind such a list
    let deeper = open.marker.is_some()
        && marker.is_first()
        && (last.text.ends_with(',') || row.indent > first_indent(open, rows))
        && has_next(rows, at, marker);
    let listed = ended || series_goes_on(last.text) || row.indent < first_indent(open, rows);
    let back = listed && markers.iter().any(|before| marker.follows(*before));
    match marker {
        Marker::Bullet => true,
        Marker::Dash(c) => {
            let dash = !matches!(c, 'o' | '>' | '+');
            goes_on && (ended || last.text.ends_with(',') || row.indent == first_indent(open, rows))
                || ended && (dash || open.marker.is_some() || last.text.ends_with(':'))
                || dash && leads_in(rows, at, last, marker, page)
        }
        Marker::Number(_) | Marker::Letter(_) | Marker::Roman(_) => {
            (goes_on
                || deeper
                || back
                || ended && (marker.is_first() || gap != Gap::None || last.ends_sentence()))
                && !is_inline(rows, at, marker)
                && !(open.marker.is_none() && inline_before(open, rows, marker))
        }
        Marker::Outline => ended && gap != Gap::None,
    }
}

/// Whether the line before an item leads into its list without a colon: it was broken before its full width, and the
/// next line is an item too.
fn leads_in(rows: &[Row], at: usize, last: &Row, marker: Marker, page: &Page) -> bool {
    let (Some(row), Some(next)) = (rows.get(at), rows.get(at + 1)) else {
        return false;
    };
    let follows = lists::marker(next.text).is_some_and(|(next, _)| next.follows(marker));
    next.is_text() && follows && is_short(last, row, page.wrap_width)
}

/// Whether one of the rows behind an item is the next of its list.
fn has_next(rows: &[Row], at: usize, marker: Marker) -> bool {
    rows.iter().skip(at + 1).take(12).any(|row| {
        lists::marker(row.text).is_some_and(|(next, _)| row.is_text() && next.follows(marker))
    })
}

/// Whether a text ends as an item of a series that goes on: in a comma, or in `en` or `of`.
fn series_goes_on(text: &str) -> bool {
    text.ends_with([',', ';'])
        || [", en", ", of", "; en", "; of"]
            .iter()
            .any(|end| text.ends_with(end))
}

fn first_indent(open: &Open, rows: &[Row]) -> usize {
    open.rows
        .first()
        .and_then(|i| rows.get(*i))
        .map_or(0, |row| row.indent)
}

/// Whether the marker before this one stands inside the open paragraph.
fn inline_before(open: &Open, rows: &[Row], marker: Marker) -> bool {
    let before = match marker {
        Marker::Number(n) if n > 1 => (n - 1).to_string(),
        Marker::Letter(c) if c > 'a' => match char::from_u32(u32::from(c) - 1) {
            Some(c) => c.to_string(),
            None => return false,
        },
        _ => return false,
    };
    open.rows.iter().filter_map(|i| rows.get(*i)).any(|row| {
        row.text.split_whitespace().any(|token| {
            let token = token.strip_prefix('(').unwrap_or(token);
            token
                .strip_prefix(before.as_str())
                .is_some_and(|rest| rest.starts_with(')') || rest == ".")
        })
    })
}

/// Turns the open block into a block with its pieces.
fn close(open: &mut Option<Open>, rows: &[Row], page: &Page, blocks: &mut Vec<Block>) {
    let Some(open) = open.take() else { return };
    let mut pieces = Vec::new();
    for (n, i) in open.rows.iter().enumerate() {
        let Some(row) = rows.get(*i) else { continue };
        let mut range = row.range.clone();
        if n == 0 {
            range.start += open.skip;
        }
        if let Some(next) = open.rows.get(n + 1).and_then(|i| rows.get(*i)) {
            range.end = joined_end(row, next, page);
        }
        push_without(&mut pieces, range, page.cuts);
    }
    if matches!(open.kind, BlockKind::Heading { .. })
        && let Some(last) = pieces.last_mut()
        && page
            .source
            .get(last.clone())
            .is_some_and(|text| text.ends_with(':'))
    {
        last.end -= 1;
    }
    blocks.push(Block {
        kind: open.kind,
        pieces,
        page: open
            .rows
            .first()
            .and_then(|i| rows.get(*i))
            .and_then(|row| row.page),
    });
}

/// Where a row's piece ends, given the row that goes on: before a soft hyphen, behind a real one, or behind the
/// white space.
fn joined_end(row: &Row, next: &Row, page: &Page) -> usize {
    let end = row.range.end;
    let space = page
        .source
        .get(end..)
        .and_then(|rest| rest.chars().next())
        .filter(|c| c.is_whitespace())
        .map_or(0, char::len_utf8);
    match hyphens::judge(row.text, next.text, page.words) {
        Some(Join::Soft) => end - row.text.chars().next_back().map_or(0, char::len_utf8),
        Some(Join::Real) => end,
        Some(Join::Space) => end + space,
        None if ends_in_slash(row.text) => end,
        None => end + space,
    }
}

fn ends_in_slash(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next() == Some('/') && back.next().is_some_and(char::is_alphanumeric)
}

/// Adds a range without what is to be left out of it.
fn push_without(pieces: &mut Vec<Range<usize>>, range: Range<usize>, cuts: &[Range<usize>]) {
    let mut start = range.start;
    let first = cuts.partition_point(|cut| cut.end <= range.start);
    for cut in cuts
        .iter()
        .skip(first)
        .take_while(|cut| cut.start < range.end)
    {
        if cut.start > start {
            pieces.push(start..cut.start);
        }
        start = start.max(cut.end);
    }
    if start < range.end {
        pieces.push(start..range.end);
    }
}
