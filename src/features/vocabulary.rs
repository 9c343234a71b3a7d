//! The terms a model knows: text, group, hash and column of each.

use crate::error::{Error, ErrorKind, Result};
use crate::list::List;

/// Terms in the order of their columns.
///
/// Columns are ordered by falling document frequency, ties by group and then by text, so that the same data
/// gives the same columns and the solver's hot columns lie together. Hashes are in an order of their own, in which they
/// are found where they lie: nothing is made of them when a model is opened.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(VocabularyParts);

/// What a vocabulary is made of, as a model file holds it.
///
/// A hash is cut in three: its upper 16 bits are the number of a bucket, of which there are 65,536, the middle 16 and the lower 32 stand in lists
/// that are ordered by hash. So a term of which a sentence has none is mostly turned down by two bytes in a list of two bytes a term.
#[derive(Debug, Clone)]
pub(crate) struct VocabularyParts {
    /// All texts, one behind the other, in UTF-8.
    pub bytes: List<u8>,
    /// Where each term begins in `bytes`, and the end of the last: one entry more than there are terms.
    pub offsets: List<u32>,
    /// The group number of each term.
    pub groups: List<u8>,
    /// Where each bucket begins in the lists below, and the end of the last: 65,537 entries.
    pub buckets: List<u32>,
    /// The middle of each hash, in the order of the hashes.
    pub middle: List<u16>,
    /// The lower half of each hash, in the order of the hashes.
    pub lower: List<u32>,
    /// The column of the term of each hash.
    pub columns: List<u32>,
}

/// How many buckets there are: one for each number that the upper bits of a hash can be.
const BUCKETS: usize = 1 << 16;

/// How many hashes of a bucket are compared at once.
const WINDOW: usize = 8;

impl Default for VocabularyParts {
    fn default() -> Self {
        Self::by_column(Vec::new(), vec![0], List::default(), &[])
    }
}

impl VocabularyParts {
    /// Parts from hashes in the order of the columns.
    pub(super) fn by_column(
        bytes: Vec<u8>,
        offsets: Vec<u32>,
        groups: List<u8>,
        hashes: &[u64],
    ) -> Self {
        let mut order: Vec<(u64, u32)> = hashes.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let cut: Vec<Cut> = order.iter().map(|&(hash, _)| Cut::of(hash)).collect();
        let mut buckets = Vec::with_capacity(BUCKETS + 1);
        for (place, hash) in (0..).zip(&cut) {
            while buckets.len() <= hash.bucket {
                buckets.push(place);
            }
        }
        buckets.resize(BUCKETS + 1, hashes.len() as u32);
        Self {
            bytes: bytes.into(),
            offsets: offsets.into(),
            groups,
            buckets: buckets.into(),
            middle: cut.iter().map(|hash| hash.middle).collect(),
            lower: cut.iter().map(|hash| hash.lower).collect(),
            columns: order.iter().map(|&(_, column)| column).collect(),
        }
    }
}

/// The parts of a hash.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The upper 16 bits.
    bucket: usize,
    middle: u16,
    lower: u32,
}

impl Cut {
    const fn of(hash: u64) -> Self {
        Self {
            bucket: (hash >> 48) as usize,
            middle: (hash >> 32) as u16,
            lower: hash as u32,
        }
    }

    const fn whole(self) -> u64 {
        (self.bucket as u64) << 48 | (self.middle as u64) << 32 | self.lower as u64
    }
}

/// Finds columns by hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'v> {
    buckets: &'v [u32],
    middle: &'v [u16],
    lower: &'v [u32],
    columns: &'v [u32],
}

impl Columns<'_> {
    pub(super) fn of(self, hash: u64) -> Option<u32> {
        self.within(self.bucket(hash), hash)
    }

    /// Start and end of the bucket of a hash.
    fn bucket(self, hash: u64) -> (u32, u32) {
        let number = Cut::of(hash).bucket;
        (self.buckets[number], self.buckets[number + 1])
    }

    /// The column of a hash, which can stand in this bucket alone.
    fn within(self, (start, end): (u32, u32), hash: u64) -> Option<u32> {
        let Cut { middle, lower, .. } = Cut::of(hash);
        let (start, end) = (start as usize, end as usize);
        let bucket = &self.middle[start..end];
        let from = start + bucket.partition_point(|&other| other < middle);
        let to = start + bucket.partition_point(|&other| other <= middle);
        let at = self.lower[from..to].binary_search(&lower).ok()?;
        Some(self.columns[from + at])
    }

    /// Where in this bucket a middle stands first; `None` where it does not stand in it.
    fn first(self, (start, end): (u32, u32), middle: u16) -> Option<u32> {
        // nearly every bucket is that short: all of it is compared at once
        if let Some(window) = self.middle[start as usize..].first_chunk::<WINDOW>()
            && end - start <= WINDOW as u32
        {
            let alike = (0..WINDOW).fold(0, |bits, i| bits | u32::from(window[i] == middle) << i);
            let at = start + alike.trailing_zeros();
            return (at < end).then_some(at);
        }
        let bucket = &self.middle[start as usize..end as usize];
        let from = bucket.partition_point(|&other| other < middle);
        (bucket.get(from) == Some(&middle)).then_some(start + from as u32)
    }

    /// The columns of all hashes of a search that are known, in their order; the search is empty then.
    ///
    /// The same as [`Self::of`] one by one, but step by step over all of them: the places of each step in memory are known before the first of
    /// them is read, so that the processor waits for many at once.
    pub(super) fn of_all(self, search: &mut Search) -> &[u32] {
        let Search {
            hashes,
            buckets,
            fetched,
            likely,
            columns,
        } = search;
        buckets.clear();
        buckets.extend(hashes.iter().map(|&hash| self.bucket(hash)));
        fetched.clear();
        if let Some(last) = self.middle.len().checked_sub(1) {
            let first = |&(start, _): &(u32, u32)| self.middle[last.min(start as usize)];
            fetched.extend(buckets.iter().map(first));
        }
        likely.clear();
        likely.reserve(hashes.len());
        for (&hash, &bucket) in hashes.iter().zip(buckets.iter()) {
            if let Some(at) = self.first(bucket, Cut::of(hash).middle) {
                likely.push((hash, at));
            }
        }
        columns.clear();
        columns.reserve(likely.len());
        for &(hash, at) in likely.iter() {
            if self.lower[at as usize] == Cut::of(hash).lower {
                columns.push(self.columns[at as usize]);
            } else {
                // by chance, or not the first with this middle
                columns.extend(self.of(hash));
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
    buckets: Vec<(u32, u32)>,
    /// The first of each bucket: only so that none is waited for when they are compared.
    fetched: Vec<u16>,
    /// Those of which bucket and middle are known, with their place.
    likely: Vec<(u64, u32)>,
    columns: Vec<u32>,
}

impl Vocabulary {
    /// Puts a vocabulary together from its parts; term `i` is `bytes[offsets[i]..offsets[i+1]]`.
    ///
    /// # Errors
    /// When the parts do not fit each other: lengths, order, UTF-8 and its borders, a hash that stands twice.
    pub(crate) fn from_parts(parts: VocabularyParts) -> Result<Self> {
        let wrong = |why: &str| Err(Error::new(ErrorKind::Model, format!("vocabulary: {why}")));
        let n = parts.groups.len();
        if parts.offsets.len() != n + 1
            || parts.middle.len() != n
            || parts.lower.len() != n
            || parts.columns.len() != n
        {
            return wrong("offsets, groups, hashes and columns differ in length");
        }
        let buckets = &parts.buckets;
        if buckets.len() != BUCKETS + 1
            || buckets[0] != 0
            || buckets[BUCKETS] as usize != n
            || !buckets.is_sorted()
        {
            return wrong("the buckets do not cut the list of hashes");
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
        let vocabulary = Self::unchecked(parts);
        if !vocabulary.hashes().is_sorted_by(|a, b| a < b) {
            return wrong("the hashes do not rise, or a term stands twice");
        }
        let mut taken = vec![false; n];
        for &column in vocabulary.0.columns.iter() {
            match taken.get_mut(column as usize) {
                Some(taken) if !*taken => *taken = true,
                _ => return wrong("the columns are not one a term"),
            }
        }
        Ok(vocabulary)
    }

    /// As [`Self::from_parts`], for parts that passed its checks before: those inside the program.
    pub(crate) fn unchecked(parts: VocabularyParts) -> Self {
        Self(parts)
    }

    /// What it is made of.
    pub(crate) fn parts(&self) -> &VocabularyParts {
        &self.0
    }

    /// How many terms there are; the number of columns of a row.
    pub fn len(&self) -> usize {
        self.0.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.groups.is_empty()
    }

    /// The text of a column's term, without its group.
    ///
    /// # Panics
    /// For the number of no column: [`Self::len`] or more.
    pub fn text(&self, column: usize) -> &str {
        let offsets = &self.0.offsets;
        let bytes = &self.0.bytes[offsets[column] as usize..offsets[column + 1] as usize];
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The number of the group that a column belongs to.
    ///
    /// # Panics
    /// For the number of no column: [`Self::len`] or more.
    pub fn group(&self, column: usize) -> usize {
        usize::from(self.0.groups[column])
    }

    /// All hashes, rising.
    fn hashes(&self) -> impl Iterator<Item = u64> {
        let Columns {
            buckets,
            middle,
            lower,
            ..
        } = self.columns();
        (buckets.array_windows().enumerate()).flat_map(move |(bucket, &[start, end])| {
            (start as usize..end as usize).map(move |at| {
                let (middle, lower) = (middle[at], lower[at]);
                Cut {
                    bucket,
                    middle,
                    lower,
                }
                .whole()
            })
        })
    }

    /// The hash of each column's term.
    pub(super) fn hashes_by_column(&self) -> Vec<u64> {
        let mut hashes = vec![0; self.len()];
        for (hash, &column) in self.hashes().zip(self.0.columns.iter()) {
            hashes[column as usize] = hash;
        }
        hashes
    }

    /// The column of the term with this hash.
    pub(crate) fn column(&self, hash: u64) -> Option<u32> {
        self.columns().of(hash)
    }

    pub(super) fn columns(&self) -> Columns<'_> {
        let parts = &self.0;
        Columns {
            buckets: &parts.buckets,
            middle: &parts.middle,
            lower: &parts.lower,
            columns: &parts.columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vocabulary of terms without text.
    fn of_hashes(hashes: &[u64]) -> Vocabulary {
        let n = hashes.len();
        let groups = vec![0; n].into();
        let parts = VocabularyParts::by_column(Vec::new(), vec![0; n + 1], groups, hashes);
        Vocabulary::from_parts(parts).unwrap()
    }

    #[test]
    fn every_hash_is_found_and_no_other() {
        let mut hash = 1_u64;
        let mut next = || {
            hash = hash
                .wrapping_mul(0x5851_F42D_4C95_7F2D)
                .wrapping_add(0x1405_7B7E_F767_814F);
            hash ^ (hash >> 31)
        };
        for n in [0, 1, 2, 3, 4, 7, 8, 9, 1000, 5000] {
            // some share their upper bits, so that their bucket is full
            let mut hashes: Vec<u64> = (0..n)
                .map(|i| if i % 64 > 0 { next() } else { next() >> 50 })
                .collect::<std::collections::BTreeSet<u64>>()
                .into_iter()
                .collect();
            hashes.sort_unstable_by_key(|hash| hash.rotate_left(32));
            let vocabulary = of_hashes(&hashes);
            assert_eq!(vocabulary.hashes_by_column(), hashes);
            for (column, &hash) in (0..).zip(&hashes) {
                assert_eq!(vocabulary.column(hash), Some(column));
            }
            let columns = vocabulary.columns();
            let mut search = Search::default();
            let strange = (0..50).map(|_| next()).chain([0, u64::MAX]);
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
                    assert_eq!(vocabulary.column(other), None);
                }
            }
        }
    }

    #[test]
    fn hashes_that_are_not_spread_are_found_too() {
        for shift in [0, 16, 32, 48] {
            let bunched: Vec<u64> = (0..10_000_u64).map(|n| n << shift).collect();
            let vocabulary = of_hashes(&bunched);
            assert_eq!(vocabulary.column(bunched[9_999]), Some(9_999));
            assert_eq!(vocabulary.column(10_000 << shift), None);
            assert_eq!(vocabulary.column(1 << 63 | 1), None);
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let parts = |offsets: &[u32], hashes: &[u64]| {
            let bytes = "één".as_bytes().to_vec();
            VocabularyParts::by_column(bytes, offsets.to_vec(), vec![0, 1].into(), hashes)
        };
        let make = |offsets: &[u32], hashes: &[u64]| Vocabulary::from_parts(parts(offsets, hashes));
        assert_eq!(make(&[0, 2, 5], &[7, 8]).unwrap().text(0), "é");
        assert!(make(&[0, 1, 5], &[7, 8]).is_err(), "inside a character");
        assert!(make(&[0, 4, 5], &[7, 7]).is_err(), "twice");
        assert!(make(&[0, 2, 4], &[7, 8]).is_err(), "rest left over");
        assert!(make(&[0, 5], &[7, 8]).is_err(), "too short");
        assert!(make(&[4, 2, 5], &[7, 8]).is_err(), "falling");
        let changed = |change: &dyn Fn(&mut VocabularyParts)| {
            let mut parts = parts(&[0, 2, 5], &[7, 8 << 32 | 7]);
            change(&mut parts);
            Vocabulary::from_parts(parts)
        };
        assert!(changed(&|_| ()).is_ok());
        assert!(changed(&|parts| parts.middle = vec![8, 0].into()).is_err());
        assert!(changed(&|parts| parts.middle = vec![0].into()).is_err());
        assert!(changed(&|parts| parts.buckets = vec![0, 2].into()).is_err());
        for (bucket, start) in [(0, 1), (BUCKETS, 3), (5, 3), (9, 0)] {
            let broken = changed(&|parts| {
                let mut buckets = parts.buckets.to_vec();
                buckets[bucket] = start;
                parts.buckets = buckets.into();
            });
            assert!(broken.is_err(), "{bucket}");
        }
        for columns in [&[0, 0][..], &[0, 2], &[0], &[0, 1, 2]] {
            let broken = changed(&|parts| parts.columns = columns.to_vec().into());
            assert!(broken.is_err(), "{columns:?}");
        }
    }
}
