//! The terms a model knows: text, group, hash and column of each.

use crate::error::{Error, ErrorKind, Result};
use hashbrown::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The hashes are mixed already; the table takes them as they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 ^= u64::from_le_bytes(word);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

pub(super) type HashTable<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Terms in the order of their columns.
///
/// Columns are ordered by falling document frequency, ties by group and then by text, so that the same data
/// gives the same columns and the solver's hot columns lie together.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    bytes: String,
    offsets: Vec<u32>,
    groups: Vec<u8>,
    hashes: Vec<u64>,
    table: HashTable<u32>,
}

impl Vocabulary {
    /// Puts a vocabulary together from its parts, as a model file holds them.
    ///
    /// `offsets` has one entry more than there are terms; term `i` is `bytes[offsets[i]..offsets[i+1]]`.
    ///
    /// # Errors
    /// When the parts do not fit each other: lengths, order, UTF-8 borders, a hash that stands twice.
    pub fn from_parts(
        bytes: String,
        offsets: Vec<u32>,
        groups: Vec<u8>,
        hashes: Vec<u64>,
    ) -> Result<Self> {
        let wrong = |why: &str| Err(Error::new(ErrorKind::Model, format!("vocabulary: {why}")));
        let n = groups.len();
        if offsets.len() != n + 1 || hashes.len() != n {
            return wrong("offsets, groups and hashes differ in length");
        }
        if offsets[0] != 0
            || offsets[n] as usize != bytes.len()
            || !offsets.is_sorted()
            || offsets.iter().any(|&o| !bytes.is_char_boundary(o as usize))
        {
            return wrong("offsets do not cut the text into terms");
        }
        let mut table = HashTable::with_capacity_and_hasher(n, BuildHasherDefault::default());
        for (column, &hash) in hashes.iter().enumerate() {
            if table.insert(hash, column as u32).is_some() {
                return wrong("a term stands twice");
            }
        }
        Ok(Self {
            bytes,
            offsets,
            groups,
            hashes,
            table,
        })
    }

    /// How many terms there are; the number of columns of a row.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The text of a column's term, without its group.
    pub fn text(&self, column: usize) -> &str {
        &self.bytes[self.offsets[column] as usize..self.offsets[column + 1] as usize]
    }

    /// The number of the group that a column belongs to.
    pub fn group(&self, column: usize) -> usize {
        usize::from(self.groups[column])
    }

    pub(super) fn column(&self, hash: u64) -> Option<u32> {
        self.table.get(&hash).copied()
    }

    /// All texts, one behind the other.
    pub fn bytes(&self) -> &str {
        &self.bytes
    }

    /// Where each term begins in [`Self::bytes`], and the end of the last.
    pub fn offsets(&self) -> &[u32] {
        &self.offsets
    }

    /// The group number of each column.
    pub fn groups(&self) -> &[u8] {
        &self.groups
    }

    /// The hash of each column's term.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let make = |offsets: &[u32], hashes: &[u64]| {
            Vocabulary::from_parts(
                "één".to_owned(),
                offsets.to_vec(),
                vec![0, 1],
                hashes.to_vec(),
            )
        };
        assert_eq!(make(&[0, 2, 5], &[7, 8]).unwrap().text(0), "é");
        assert!(make(&[0, 1, 5], &[7, 8]).is_err(), "inside a character");
        assert!(make(&[0, 4, 5], &[7, 7]).is_err(), "twice");
        assert!(make(&[0, 2, 4], &[7, 8]).is_err(), "rest left over");
        assert!(make(&[0, 5], &[7, 8]).is_err(), "too short");
        assert!(make(&[4, 2, 5], &[7, 8]).is_err(), "falling");
    }
}
