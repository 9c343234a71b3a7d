//! How often each column stands in one sentence.

use hashbrown::HashMap;
use std::ops::Range;

/// Counts of columns, in the order in which they came first.
///
/// A byte a column, so that the counts of all stay near the processor; what a byte cannot count stands beside them.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// The count of each column, at most [`u8::MAX`].
    counts: Vec<u8>,
    /// The columns with a count, in the order in which they came.
    columns: Vec<u32>,
    /// How often a column came once its byte was full.
    beyond: HashMap<u32, u32>,
}

impl Counts {
    /// Room for the counts of so many columns, where there is less.
    pub(super) fn make_room(&mut self, columns: usize) {
        if self.counts.len() < columns {
            self.counts.resize(columns, 0);
        }
    }

    /// How many columns have a count.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// Counts columns: each that had no count before comes behind those that have one.
    pub(super) fn add(&mut self, columns: &[u32]) {
        let mut end = self.columns.len();
        self.columns.resize(end + columns.len(), 0);
        for &column in columns {
            let count = &mut self.counts[column as usize];
            // without a branch: which columns are new cannot be guessed, and a processor that need not guess fetches many at once
            self.columns[end] = column;
            end += usize::from(*count == 0);
            match count.checked_add(1) {
                Some(more) => *count = more,
                None => *self.beyond.entry(column).or_insert(0) += 1,
            }
        }
        self.columns.truncate(end);
    }

    /// The columns and counts at some places of the order; each count is 0 again once it was read.
    pub(super) fn take(&mut self, places: Range<usize>) -> impl Iterator<Item = (u32, u32)> {
        let Self {
            counts,
            columns,
            beyond,
        } = self;
        columns[places].iter().map(|&column| {
            let count = std::mem::take(&mut counts[column as usize]);
            let mut whole = u32::from(count);
            if count == u8::MAX {
                whole += beyond.get(&column).copied().unwrap_or(0);
            }
            (column, whole)
        })
    }

    /// Begins anew, when all counts were taken.
    pub(super) fn clear(&mut self) {
        self.columns.clear();
        self.beyond.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_the_order_in_which_they_came() {
        let mut counts = Counts::default();
        counts.make_room(10);
        for times in [1, 2, 254, 255, 256, 1000] {
            for _ in 0..times {
                counts.add(&[7, 3, 7]);
            }
            counts.add(&[]);
            counts.add(&[0, 3, 9]);
            assert_eq!(counts.len(), 4);
            let mut taken: Vec<(u32, u32)> = counts.take(0..2).collect();
            taken.extend(counts.take(2..4));
            assert_eq!(taken, [(7, 2 * times), (3, times + 1), (0, 1), (9, 1)]);
            counts.clear();
            assert_eq!(counts.len(), 0);
        }
    }

    #[test]
    fn many_columns_that_come_beyond_a_byte_are_each_counted() {
        let columns: Vec<u32> = (0..20_000).collect();
        let mut counts = Counts::default();
        counts.make_room(columns.len());
        for _ in 0..280 {
            counts.add(&columns);
        }
        assert_eq!(counts.beyond.len(), columns.len());
        assert!(counts.take(0..columns.len()).all(|(_, count)| count == 280));
    }
}
