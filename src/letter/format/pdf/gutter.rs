//! Where two columns part that stand so close that a single line does not tell.
//!
//! Lines of two columns are level in most papers; where they are not, a line beside another tells as much.

use super::piece::Piece;

/// The narrowest gutter, in letter sizes.
pub(super) const LEAST: f64 = 0.6;
/// Letters that stand on either side of a gutter, so that the gap behind a bullet or number is none.
const SIDE: usize = 15;
/// Lines that a page needs to tell a gutter by itself.
const LINES: usize = 5;
/// Points of a page's width that are looked at.
const WIDTH: usize = 4000;

/// Lines that part at a point, and lines that run over it.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    parts: usize,
    runs: usize,
}

/// The gutters of a page: where most lines part. What it finds is added to those known of the pages before,
/// which hold here too where few lines contradict them.
pub(super) fn on_page(lines: &[Vec<Piece>], known: &mut Vec<f64>) -> Vec<f64> {
    let counts = counts(lines);
    let at = |x: f64| counts.get(x as usize).copied().unwrap_or_default();
    let mut here: Vec<f64> = known
        .iter()
        .copied()
        .filter(|x| at(*x).parts >= 2 && at(*x).parts > at(*x).runs * 2)
        .collect();
    let mut from = None;
    for (x, count) in counts.iter().chain([&Count::default()]).enumerate() {
        let parts = count.parts >= LINES && count.parts >= count.runs * 3;
        match (from, parts) {
            (None, true) => from = Some(x),
            (Some(start), false) => {
                let middle = (start + x) as f64 / 2.0;
                if !here.iter().any(|other| (other - middle).abs() < 6.0) {
                    here.push(middle);
                    known.push(middle);
                }
                from = None;
            }
            _ => {}
        }
    }
    here
}

/// Where two lines part that stand beside each other but not level, each counted once: the end of the left one and the
/// beginning of the right one.
fn side_by_side(lines: &[Vec<Piece>]) -> Vec<(f64, f64)> {
    let edges: Vec<(f64, f64, f64, f64)> = lines
        .iter()
        .filter_map(|line| {
            let (first, last) = (&line.first()?.segment, &line.last()?.segment);
            let letters: usize = line.iter().map(|piece| piece.segment.chars()).sum();
            (letters >= SIDE).then_some((first.y, first.left, last.right, line.first()?.size()))
        })
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let (Some(a), Some(b)) = (edges.get(at), edges.get(at + 1)) {
        let near = a.0 - b.0 < a.3.min(b.3);
        let parted = if a.2 < b.1 {
            Some((a.2, b.1))
        } else if b.2 < a.1 {
            Some((b.2, a.1))
        } else {
            None
        };
        let parted = parted.filter(|_| near);
        at += if parted.is_some() { 2 } else { 1 };
        found.extend(parted);
    }
    found
}

/// The counts of every point of the width: sums over where stretches begin and end.
fn counts(lines: &[Vec<Piece>]) -> Vec<Count> {
    let mut changes = vec![(0i64, 0i64); WIDTH + 1];
    let mut add = |from: f64, to: f64, what: (i64, i64)| {
        let bin = |x: f64| x.clamp(0.0, WIDTH as f64) as usize;
        let (from, to) = (bin(from), bin(to));
        if from < to {
            for (at, sign) in [(from, 1), (to, -1)] {
                if let Some(change) = changes.get_mut(at) {
                    change.0 += sign * what.0;
                    change.1 += sign * what.1;
                }
            }
        }
    };
    for line in lines {
        let all: usize = line.iter().map(|piece| piece.segment.chars()).sum();
        let mut before = 0;
        for (at, piece) in line.iter().enumerate() {
            let segment = &piece.segment;
            before += segment.chars();
            add(segment.left, segment.right, (0, 1));
            if let Some(next) = line.get(at + 1)
                && before >= SIDE
                && all - before >= SIDE
            {
                add(segment.right.ceil(), next.segment.left.floor(), (1, 0));
            }
        }
    }
    for (left, right) in side_by_side(lines) {
        add(left.ceil(), right.floor(), (1, 0));
    }
    let mut sum = (0, 0);
    changes
        .into_iter()
        .map(|(parts, runs)| {
            sum = (sum.0 + parts, sum.1 + runs);
            Count {
                parts: usize::try_from(sum.0).unwrap_or(0),
                runs: usize::try_from(sum.1).unwrap_or(0),
            }
        })
        .collect()
}
