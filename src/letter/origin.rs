//! Where the bytes of a repaired text stood in the source.

use std::ops::Range;

/// A map from byte offsets of a document's text to byte offsets of its source.
///
/// It is a list of places at which the two drift apart: from such a place on, text offset `text + i`
/// is source offset `source + i`, until the next place. The default map is the identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    text: usize,
    source: usize,
    /// Whether bytes of text and source go together one by one.
    same: bool,
}

impl Origin {
    /// Says that the text at `text` is the source at `source`, byte for byte, from here on.
    ///
    /// Offsets must not fall from call to call.
    pub fn same_from(&mut self, text: usize, source: usize) {
        self.push(Run {
            text,
            source,
            same: true,
        });
    }

    /// Says that from `text` on the text is a replacement of what stands at `source`, until the next call.
    pub fn replaced_from(&mut self, text: usize, source: usize) {
        self.push(Run {
            text,
            source,
            same: false,
        });
    }

    /// As [`Origin::same_from`], unless the map says so already.
    pub(crate) fn same_from_if_new(&mut self, text: usize, source: usize) {
        let goes_on = self
            .runs
            .last()
            .is_some_and(|run| run.same && run.source + (text - run.text) == source);
        if !goes_on {
            self.same_from(text, source);
        }
    }

    fn push(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.text == run.text => *last = run,
            _ => self.runs.push(run),
        }
    }

    /// The source bytes that a range of the text came from.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return range.clone();
        }
        let start = self.offset(range.start, false);
        start..self.offset(range.end, true).max(start)
    }

    /// A text offset as source offset; the end of a range inside a replaced stretch is the end of that stretch.
    fn offset(&self, at: usize, is_end: bool) -> usize {
        let after = if is_end {
            self.runs.partition_point(|run| run.text < at)
        } else {
            self.runs.partition_point(|run| run.text <= at)
        };
        let Some(run) = after.checked_sub(1).and_then(|i| self.runs.get(i)) else {
            return at;
        };
        if run.same {
            return run.source + (at - run.text);
        }
        match self.runs.get(after) {
            Some(next) if is_end => next.source,
            _ => run.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_changes_nothing() {
        assert_eq!(Origin::default().source_range(&(3..7)), 3..7);
    }

    #[test]
    fn a_left_out_mark_shifts_everything_after_it() {
        let mut origin = Origin::default();
        origin.same_from(0, 3);
        assert_eq!(origin.source_range(&(0..4)), 3..7);
    }

    #[test]
    fn a_repaired_character_covers_all_of_its_damage() {
        // source "aÃ«b" (1 + 4 + 1 bytes), text "aëb" (1 + 2 + 1)
        let mut origin = Origin::default();
        origin.same_from(0, 0);
        origin.replaced_from(1, 1);
        origin.same_from(3, 5);
        assert_eq!(origin.source_range(&(0..1)), 0..1);
        assert_eq!(origin.source_range(&(1..3)), 1..5);
        assert_eq!(origin.source_range(&(3..4)), 5..6);
        assert_eq!(origin.source_range(&(0..4)), 0..6);
    }
}
