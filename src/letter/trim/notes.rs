//! Notes that a letter ends in, with their marks in brackets: what was typed or copied without the format's own footnotes.

use super::super::block::{Block, BlockKind};
use std::ops::Range;

/// Sets the notes that the last blocks hold aside, and takes their marks out of the text: `… bekend.[1]` with `[1] Zie …` at the end.
///
/// Notes count from 1 upwards, and the text before them has a mark of the first; else a text in brackets is left as it is.
pub(super) fn set_aside(text: &str, blocks: &mut [Block], texts: &[String]) {
    let Some((first, highest)) = notes(blocks, texts) else {
        return;
    };
    let (before, notes) = blocks.split_at_mut(first);
    let marks: Vec<Vec<Range<usize>>> = (before.iter())
        .map(|block| marks(text, block, highest))
        .collect();
    let of_first = |mark: &Range<usize>| text.get(mark.clone()) == Some("[1]");
    if !marks.iter().flatten().any(of_first) {
        return;
    }
    for note in notes {
        note.kind = BlockKind::Aside;
    }
    for (block, marks) in before.iter_mut().zip(marks) {
        cut(block, marks);
    }
}

/// Where the notes begin, and their highest number.
fn notes(blocks: &[Block], texts: &[String]) -> Option<(usize, u32)> {
    let mut found = None;
    let mut next = u32::MAX;
    for (at, (block, text)) in blocks.iter().zip(texts).enumerate().rev() {
        match number(text) {
            Some(number) if number < next => {
                let highest = found.map_or(number, |(_, highest)| highest);
                found = Some((at, highest));
                next = number;
            }
            None if block.kind == BlockKind::Aside => {}
            _ => break,
        }
    }
    found.filter(|_| next == 1)
}

/// The number of a note: `[3] Zie …`.
fn number(note: &str) -> Option<u32> {
    let rest = note.strip_prefix('[')?;
    let number = digits(rest)?;
    let closed = rest.get(number.len()..)?.starts_with("] ");
    number.parse().ok().filter(|_| closed)
}

/// The digits that a text begins with, at most three.
fn digits(text: &str) -> Option<&str> {
    let count = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    text.get(..count)
}

/// The marks in a block: `[3]` straight behind a word or its mark.
fn marks(text: &str, block: &Block, highest: u32) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for piece in &block.pieces {
        let shown = text.get(piece.clone()).unwrap_or_default();
        for (at, _) in shown.match_indices('[') {
            let inside = shown.get(at + 1..).and_then(digits).unwrap_or_default();
            let end = at + 1 + inside.len();
            let counts = inside.parse().is_ok_and(|n| (1..=highest).contains(&n));
            let glued = shown.get(..at).is_some_and(|before| {
                before.ends_with(|c: char| !c.is_whitespace() && !matches!(c, '(' | '['))
            });
            if counts && glued && shown.get(end..).is_some_and(|rest| rest.starts_with(']')) {
                found.push(piece.start + at..piece.start + end + 1);
            }
        }
    }
    found
}

/// Takes its marks, as they stand in it, out of a block.
fn cut(block: &mut Block, marks: Vec<Range<usize>>) {
    let mut marks = marks.into_iter().peekable();
    let mut kept = Vec::new();
    for piece in &block.pieces {
        let mut start = piece.start;
        while let Some(mark) = marks.next_if(|mark| mark.end <= piece.end) {
            kept.push(start..mark.start);
            start = mark.end;
        }
        kept.push(start..piece.end);
    }
    kept.retain(|part| part.start < part.end);
    block.pieces = kept;
}
