//! Stretches of text on a line, and the pieces that they are made of.

use super::content::Glyph;
use crate::letter::format::looks::Bold;

/// A stretch of text on one line without a wide gap. Lengths are in points; y grows upward.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line it stands on.
    pub(super) y: f64,
    /// Size of most of its letters.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) artifact: bool,
    /// Whether a raised number stood in front of it, as before a footnote.
    pub(super) marked: bool,
}

impl Segment {
    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }
}

/// A part of a line without a gap that could be the gutter between two columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub(super) segment: Segment,
    sizes: Vec<(f64, usize)>,
    bold: Bold,
    /// Whether a gap parts it from the piece before, and not only a change of line height.
    pub(super) apart: bool,
}

impl Piece {
    /// A piece of a line, still without letters, that begins where a letter does.
    pub(super) fn begin(glyph: &Glyph, y: f64, apart: bool) -> Self {
        Self {
            segment: Segment {
                left: glyph.x,
                right: glyph.x,
                y,
                artifact: glyph.artifact,
                ..Segment::default()
            },
            apart,
            ..Self::default()
        }
    }

    /// Adds a letter.
    pub(super) fn write(&mut self, glyph: &Glyph) {
        let part = &mut self.segment;
        part.text.push_str(&glyph.text);
        part.right = part.right.max(glyph.x + glyph.width);
        part.artifact &= glyph.artifact;
        self.bold.count_letters(1, glyph.bold);
        self.count(glyph.size, 1);
    }

    fn count(&mut self, size: f64, letters: usize) {
        match self.sizes.iter_mut().find(|(s, _)| (s - size).abs() < 0.2) {
            Some((_, count)) => *count += letters,
            None => self.sizes.push((size, letters)),
        }
    }

    /// Adds the piece that follows on the same line.
    pub(super) fn join(&mut self, next: Self) {
        if !self.segment.text.is_empty() {
            self.segment.text.push(' ');
        }
        self.segment.text.push_str(&next.segment.text);
        self.segment.right = self.segment.right.max(next.segment.right);
        self.segment.artifact &= next.segment.artifact;
        self.bold.add(next.bold);
        for (size, letters) in next.sizes {
            self.count(size, letters);
        }
    }

    /// Size of most of its letters.
    pub(super) fn size(&self) -> f64 {
        self.sizes
            .iter()
            .max_by_key(|(_, count)| *count)
            .map_or(0.0, |(size, _)| *size)
    }

    /// The stretch as it stands, with the size and weight of its letters.
    pub(super) fn close(mut self) -> Segment {
        self.segment.size = self.size();
        self.segment.bold = self.bold.is_all();
        self.segment
    }
}
