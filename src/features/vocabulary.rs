//! The terms a model knows: text, group, hash and column of each.

use crate::error::{Error, ErrorKind, Result};
use crate::list::List;

/// Terms in the order of their columns.
///
/// Columns are ordered by falling document frequency, ties by group and then by text, so that the same data
/// gives the same columns and the solver's hot columns lie together.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    parts: VocabularyParts,
    table: ColumnTable,
}

/// What a vocabulary is made of, as a model file holds it.
#[derive(Debug, Clone, Default)]
pub struct VocabularyParts {
    /// All texts, one behind the other, in UTF-8.
    pub bytes: List<u8>,
    /// Where each term begins in `bytes`, and the end of the last: one entry more than there are terms.
    pub offsets: List<u32>,
    /// The group number of each term.
    pub groups: List<u8>,
    /// The hash of each term.
    pub hashes: List<u64>,
}

/// Finds columns by hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'v> {
    table: &'v ColumnTable,
    hashes: &'v [u64],
}

impl Columns<'_> {
    pub(super) fn of(self, hash: u64) -> Option<u32> {
        self.table.find(hash, self.hashes)
    }

    /// The columns of all hashes of a search that are known, in their order; the search is empty then.
    ///
    /// The same as [`Self::of`] one by one, but step by step over all of them: their places in memory are known before
    /// the first is read, so that the processor waits for many at once.
    pub(super) fn of_all(self, search: &mut Search) -> &[u32] {
        let Search {
            hashes,
            slots,
            columns,
        } = search;
        let table = self.table;
        slots.clear();
        slots.extend(hashes.iter().map(|&hash| table.slots[table.start(hash)]));
        columns.clear();
        columns.reserve(hashes.len());
        for (&hash, &slot) in hashes.iter().zip(slots.iter()) {
            if slot == 0 {
                continue;
            }
            if table.is_column(slot, hash, self.hashes) {
                columns.push(table.column(slot));
            } else if let Some(column) = table.find(hash, self.hashes) {
                columns.push(column);
            }
        }
        hashes.clear();
        columns
    }
}

/// Hashes to look up together, and what that needs.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// What to look up, in order.
    pub(super) hashes: Vec<u64>,
    slots: Vec<u32>,
    columns: Vec<u32>,
}

/// Columns by hash: open addressing with linear probing, at most three quarters full.
///
/// A slot holds a column and, in the bits that columns do not need, a part of its hash, so that most terms that
/// are not there are turned down without a look at the hashes. It is made in one pass over them.
#[derive(Debug, Clone)]
struct ColumnTable {
    /// `part of the hash << bits | column + 1`; 0 is empty.
    slots: Vec<u32>,
    /// Bits that a column plus one needs.
    bits: u32,
}

impl Default for ColumnTable {
    fn default() -> Self {
        Self {
            slots: vec![0; 8],
            bits: 0,
        }
    }
}

/// Steps of a search, on average over all terms, at which a table is refused.
const MOST_STEPS: usize = 64;

impl ColumnTable {
    /// # Errors
    /// The reason why the hashes make no table.
    fn new(hashes: &[u64]) -> std::result::Result<Self, &'static str> {
        let most = match u32::try_from(hashes.len()) {
            Ok(n) if n < u32::MAX >> 1 => n,
            _ => return Err("too many terms"),
        };
        let mut table = Self {
            slots: vec![0; (hashes.len() * 4 / 3 + 1).next_power_of_two().max(8)],
            bits: u32::BITS - most.leading_zeros(),
        };
        // hashes of terms are spread evenly; a made-up file must not make this slow
        let mut steps = MOST_STEPS * (hashes.len() + 1);
        for (column, &hash) in (1..).zip(hashes) {
            let mut at = table.start(hash);
            while table.slots[at] != 0 {
                if table.is_column(table.slots[at], hash, hashes) {
                    return Err("a term stands twice");
                }
                steps = steps.checked_sub(1).ok_or("its hashes are no hashes")?;
                at = (at + 1) & (table.slots.len() - 1);
            }
            table.slots[at] = table.part(hash) | column;
        }
        Ok(table)
    }

    /// The slot where a search begins: the upper bits of the hash.
    fn start(&self, hash: u64) -> usize {
        (hash >> (u64::BITS - self.slots.len().trailing_zeros())) as usize
    }

    /// The lower bits of the hash, in the bits of a slot that columns do not need.
    fn part(&self, hash: u64) -> u32 {
        (hash as u32) << self.bits
    }

    /// The column of a slot that is not empty.
    fn column(&self, slot: u32) -> u32 {
        (slot & ((1 << self.bits) - 1)) - 1
    }

    /// Whether the column of a slot that is not empty has this hash.
    fn is_column(&self, slot: u32, hash: u64, hashes: &[u64]) -> bool {
        slot & !((1 << self.bits) - 1) == self.part(hash)
            && hashes[self.column(slot) as usize] == hash
    }

    fn find(&self, hash: u64, hashes: &[u64]) -> Option<u32> {
        let mut at = self.start(hash);
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if self.is_column(slot, hash, hashes) {
                return Some(self.column(slot));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

impl Vocabulary {
    /// Puts a vocabulary together from its parts; term `i` is `bytes[offsets[i]..offsets[i+1]]`.
    ///
    /// # Errors
    /// When the parts do not fit each other: lengths, order, UTF-8 and its borders, a hash that stands twice.
    pub fn from_parts(parts: VocabularyParts) -> Result<Self> {
        let wrong = |why: &str| Err(Error::new(ErrorKind::Model, format!("vocabulary: {why}")));
        let n = parts.groups.len();
        if parts.offsets.len() != n + 1 || parts.hashes.len() != n {
            return wrong("offsets, groups and hashes differ in length");
        }
        let Ok(text) = std::str::from_utf8(&parts.bytes) else {
            return wrong("the text is not UTF-8");
        };
        let offsets = &parts.offsets;
        if offsets[0] != 0
            || offsets[n] as usize != text.len()
            || !offsets.is_sorted()
            || offsets.iter().any(|&o| !text.is_char_boundary(o as usize))
        {
            return wrong("offsets do not cut the text into terms");
        }
        Self::unchecked(parts)
    }

    /// As [`Self::from_parts`], for parts that passed its checks before: those inside the program.
    pub(crate) fn unchecked(parts: VocabularyParts) -> Result<Self> {
        match ColumnTable::new(&parts.hashes) {
            Ok(table) => Ok(Self { parts, table }),
            Err(why) => Err(Error::new(ErrorKind::Model, format!("vocabulary: {why}"))),
        }
    }

    /// What it is made of.
    pub fn parts(&self) -> &VocabularyParts {
        &self.parts
    }

    /// How many terms there are; the number of columns of a row.
    pub fn len(&self) -> usize {
        self.parts.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.groups.is_empty()
    }

    /// The text of a column's term, without its group.
    pub fn text(&self, column: usize) -> &str {
        let offsets = &self.parts.offsets;
        let bytes = &self.parts.bytes[offsets[column] as usize..offsets[column + 1] as usize];
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The number of the group that a column belongs to.
    pub fn group(&self, column: usize) -> usize {
        usize::from(self.parts.groups[column])
    }

    pub(super) fn columns(&self) -> Columns<'_> {
        Columns {
            table: &self.table,
            hashes: &self.parts.hashes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_is_found_and_no_other() {
        let mut hash = 1_u64;
        let mut next = || {
            hash = hash
                .wrapping_mul(0x5851_F42D_4C95_7F2D)
                .wrapping_add(0x1405_7B7E_F767_814F);
            hash ^ (hash >> 31)
        };
        for n in [0, 1, 2, 3, 4, 7, 8, 1000, 5000] {
            // some share their upper bits, so that searches run long
            let hashes: Vec<u64> = (0..n)
                .map(|i| if i % 64 > 0 { next() } else { next() >> 50 })
                .collect::<std::collections::BTreeSet<u64>>()
                .into_iter()
                .collect();
            let table = ColumnTable::new(&hashes).unwrap();
            for (column, &hash) in hashes.iter().enumerate() {
                assert_eq!(table.find(hash, &hashes), Some(column as u32));
            }
            let columns = Columns {
                table: &table,
                hashes: &hashes,
            };
            let mut search = Search::default();
            let strange = (0..50).map(|_| next());
            search
                .hashes
                .extend(hashes.iter().rev().copied().chain(strange));
            let one_by_one: Vec<u32> = (search.hashes.iter())
                .filter_map(|&hash| columns.of(hash))
                .collect();
            assert_eq!(columns.of_all(&mut search), one_by_one);
            assert_eq!(columns.of_all(&mut search), [0; 0], "empty behind it");
            for other in (0..1000).map(|_| next()).chain(0..20) {
                if !hashes.contains(&other) {
                    assert_eq!(table.find(other, &hashes), None);
                }
            }
        }
        assert!(ColumnTable::new(&[3, 9, 3]).is_err(), "twice");
        let bunched: Vec<u64> = (0..100_000).collect();
        assert!(ColumnTable::new(&bunched).is_err(), "would take long");
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let make = |offsets: &[u32], hashes: &[u64]| {
            Vocabulary::from_parts(VocabularyParts {
                bytes: "één".as_bytes().to_vec().into(),
                offsets: offsets.to_vec().into(),
                groups: vec![0, 1].into(),
                hashes: hashes.to_vec().into(),
            })
        };
        assert_eq!(make(&[0, 2, 5], &[7, 8]).unwrap().text(0), "é");
        assert!(make(&[0, 1, 5], &[7, 8]).is_err(), "inside a character");
        assert!(make(&[0, 4, 5], &[7, 7]).is_err(), "twice");
        assert!(make(&[0, 2, 4], &[7, 8]).is_err(), "rest left over");
        assert!(make(&[0, 5], &[7, 8]).is_err(), "too short");
        assert!(make(&[4, 2, 5], &[7, 8]).is_err(), "falling");
    }
}
