//! Which words of one sentence the other has too, in the same order.

use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Products of lengths from here on are not compared: such sentences are faults of reading.
const MOST: usize = 4_000_000;

/// The words of a sentence: their places, and themselves without case and punctuation.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split_whitespace() {
        let start = at
            + text
                .get(at..)
                .and_then(|rest| rest.find(piece))
                .unwrap_or(0);
        at = start + piece.len();
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        found.push((start..at, bare.to_lowercase()));
    }
    found
}

/// For each word of both whether it is part of the longest common subsequence.
fn common(a: &[(Range<usize>, String)], b: &[(Range<usize>, String)]) -> (Vec<bool>, Vec<bool>) {
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    if a.len().saturating_mul(b.len()) > MOST {
        return (in_a, in_b);
    }
    let width = b.len() + 1;
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    let at = |longest: &[u32], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let best = if x.1 == y.1 {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x.1 == y.1 {
            if let (Some(x), Some(y)) = (in_a.get_mut(i), in_b.get_mut(j)) {
                (*x, *y) = (true, true);
            }
            i += 1;
            j += 1;
        } else if at(&longest, i + 1, j) >= at(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (in_a, in_b)
}

/// A sentence cut into pieces that the other sentence has too, and pieces that it has not (true). Sentences that share less than half of
/// their words come out whole: there every word would be marked.
pub fn pieces<'t>(text: &'t str, other: &str) -> Vec<(&'t str, bool)> {
    let (own, others) = (words(text), words(other));
    let (shared, _) = common(&own, &others);
    let kept = shared.iter().filter(|s| **s).count();
    if kept * 2 < own.len().max(others.len()) {
        return vec![(text, false)];
    }
    let mut pieces = Vec::new();
    let mut at = 0;
    for run in own
        .iter()
        .zip(&shared)
        .collect::<Vec<_>>()
        .chunk_by(|a, b| a.1 == b.1)
    {
        let (Some((first, shared)), Some((last, _))) = (run.first(), run.last()) else {
            continue;
        };
        if **shared {
            continue;
        }
        for (range, differs) in [
            (at..first.0.start, false),
            (first.0.start..last.0.end, true),
        ] {
            if let Some(piece) = text.get(range).filter(|p| !p.is_empty()) {
                pieces.push((piece, differs));
            }
        }
        at = last.0.end;
    }
    if let Some(piece) = text.get(at..).filter(|p| !p.is_empty()) {
        pieces.push((piece, false));
    }
    pieces
}

/// The share of the words of a sentence that a longer one has too, in the same order; none where it has under five words or is not the
/// shorter one.
pub fn contained(short: &str, long: &str) -> Option<f64> {
    let (a, b) = (words(short), words(long));
    if a.len() < 5 || a.len() >= b.len() {
        return None;
    }
    let (shared, _) = common(&a, &b);
    Some(shared.iter().filter(|s| **s).count() as f64 / a.len() as f64)
}

/// The words of a sentence without their order, to tell quickly that it cannot be part of another.
#[derive(Debug, Clone)]
pub struct Bag(Vec<u64>);

impl Bag {
    /// Takes a sentence apart.
    pub fn of(sentence: &str) -> Self {
        let words = words(sentence).into_iter();
        let mut hashes: Vec<u64> = words.map(|(_, word)| xxh3_64(word.as_bytes())).collect();
        hashes.sort_unstable();
        Self(hashes)
    }

    /// Whether [`contained`] of the two sentences can be `least` or more.
    pub fn may_be_in(&self, long: &Self, least: f64) -> bool {
        if self.0.len() >= long.0.len() {
            return false;
        }
        let mut left = long.0.as_slice();
        let mut missing = ((1.0 - least) * self.0.len() as f64 + 1e-9).floor() as usize;
        for word in &self.0 {
            left = left
                .get(left.partition_point(|other| other < word)..)
                .unwrap_or_default();
            match left.split_first() {
                Some((other, rest)) if other == word => left = rest,
                _ if missing == 0 => return false,
                _ => missing -= 1,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(50))]
        #[test]
        fn a_bag_lets_everything_through_that_is_contained(
            short in "[abcd]( [abcd]){4,9}",
            long in "[abcd]( [abcd]){5,14}",
        ) {
            if contained(&short, &long).is_some_and(|share| share >= 0.85) {
                assert!(Bag::of(&short).may_be_in(&Bag::of(&long), 0.85));
            }
        }
    }

    #[test]
    fn words_that_differ_are_told_apart_and_nothing_is_lost() {
        let (old, new) = (
            "Het kabinet steunt het voorstel, mits de lasten laag blijven.",
            "Het kabinet steunt dit brede voorstel mits de lasten laag blijven.",
        );
        let found = pieces(new, old);
        assert_eq!(
            found,
            [
                ("Het kabinet steunt ", false),
                ("dit brede", true),
                (" voorstel mits de lasten laag blijven.", false)
            ]
        );
        for (a, b) in [
            (old, new),
            ("", ""),
            ("a", ""),
            ("  een  twee ", "twee drie"),
        ] {
            let joined: String = pieces(a, b).into_iter().map(|(p, _)| p).collect();
            assert_eq!(joined, a);
        }
    }

    #[test]
    fn sentences_with_little_in_common_are_not_marked() {
        assert_eq!(
            pieces("een twee drie", "vier vijf zes"),
            [("een twee drie", false)]
        );
    }

    #[test]
    fn a_part_is_found_in_the_whole_and_not_the_other_way_round() {
        let whole = "Nederland verwelkomt de aandacht voor walstroom en zal het voorstel op zijn merites beoordelen.";
        let part = "Nederland verwelkomt de aandacht voor walstroom.";
        assert_eq!(contained(part, whole), Some(1.0));
        assert_eq!(contained(whole, part), None);
        assert_eq!(contained("Het kabinet steunt dit.", whole), None);
    }
}
