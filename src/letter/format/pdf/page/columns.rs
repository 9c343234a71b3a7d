//! Where the columns of running text stand, and what stands beside them.

use super::super::segment::Segment;
use super::{Body, LONG, Page, chars};

/// The columns of running text: where many long lines of the common size stand, from left to right.
pub(super) fn columns<'a>(
    segments: impl Iterator<Item = &'a Segment>,
    size: f64,
) -> Vec<(f64, f64)> {
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

impl Body {
    /// The columns of a page: its own where it has enough text to tell, or else the document's.
    pub(super) fn columns_of(&self, page: &Page) -> Vec<(f64, f64)> {
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

/// Parts what stands beside the columns from what stands in them.
pub(super) fn part_side<'a>(
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
    if chars(side.iter().copied()) > chars(text.iter().copied()) {
        return (Vec::new(), segments);
    }
    (side, text)
}
