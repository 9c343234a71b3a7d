//! Sentences of two sets that are nearly the same.

use super::normalise;
use hashbrown::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Characters in a shingle.
const SHINGLE: usize = 5;

/// Two sentences that are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NearDuplicate {
    /// Index in the first set.
    pub first: usize,
    /// Index in the second set.
    pub second: usize,
    /// Share of their character 5-grams that they have in common, above the threshold and up to 1.
    pub jaccard: f64,
}

/// Finds all pairs of sentences, one from each set, whose character 5-grams have a Jaccard index above a threshold
/// (usually 0.7).
///
/// The 5-grams are those of the normalised ([`normalise`]) text, as a set; a shorter text is one gram. The answer is exact: two
/// sets above the threshold must share one of their rarest grams, so only sentences that do are compared. Pairs
/// come in the order of the first set, then of the second. A threshold outside of [0.1, 1) is moved there.
pub fn near_duplicates<S: AsRef<str> + Sync>(
    first: &[S],
    second: &[S],
    threshold: f64,
) -> Vec<NearDuplicate> {
    let threshold = if threshold.is_finite() {
        threshold.clamp(0.1, 0.999_999)
    } else {
        0.7
    };
    let [first, second] = rare_first([first, second]);
    let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
    for (number, grams) in second.iter().enumerate() {
        for gram in prefix(grams, threshold) {
            index.entry(*gram).or_default().push(number as u32);
        }
    }
    first
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, grams)| {
            let mut candidates: Vec<u32> = prefix(grams, threshold)
                .iter()
                .filter_map(|gram| index.get(gram))
                .flatten()
                .copied()
                .collect();
            candidates.sort_unstable();
            candidates.dedup();
            let second = &second;
            candidates.into_iter().filter_map(move |candidate| {
                let other = second.get(candidate as usize)?;
                let jaccard = jaccard_above(grams, other, threshold)?;
                Some(NearDuplicate {
                    first: number,
                    second: candidate as usize,
                    jaccard,
                })
            })
        })
        .collect()
}

/// The grams of all sentences as numbers that rise with frequency, sorted, so that each sentence's rarest come first.
fn rare_first<S: AsRef<str> + Sync>(sets: [&[S]; 2]) -> [Vec<Vec<u32>>; 2] {
    let grams = sets.map(|set| {
        set.par_iter()
            .map(|text| shingles(text.as_ref()))
            .collect::<Vec<_>>()
    });
    let mut counts: HashMap<u128, u32> = HashMap::new();
    for &gram in grams.iter().flatten().flatten() {
        *counts.entry(gram).or_default() += 1;
    }
    let mut order: Vec<(u32, u128)> = counts.into_iter().map(|(g, n)| (n, g)).collect();
    order.sort_unstable();
    let numbers: HashMap<u128, u32> = order
        .into_iter()
        .enumerate()
        .map(|(number, (_, gram))| (gram, number as u32))
        .collect();
    grams.map(|set| {
        set.into_par_iter()
            .map(|grams| {
                let mut numbers: Vec<u32> = grams
                    .iter()
                    .filter_map(|g| numbers.get(g).copied())
                    .collect();
                numbers.sort_unstable();
                numbers
            })
            .collect()
    })
}

/// The distinct 5-grams of a text, each packed into one number (21 bits a character).
fn shingles(text: &str) -> Vec<u128> {
    let normal: Vec<char> = normalise(text).chars().collect();
    let pack = |gram: &[char]| {
        gram.iter()
            .fold(0_u128, |packed, &c| packed << 21 | u128::from(u32::from(c)))
    };
    let mut grams: Vec<u128> = if normal.is_empty() {
        Vec::new()
    } else if normal.len() < SHINGLE {
        vec![pack(&normal)]
    } else {
        normal.windows(SHINGLE).map(pack).collect()
    };
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The part of a sorted set of which any set above the threshold must share at least one gram.
fn prefix(grams: &[u32], threshold: f64) -> &[u32] {
    let needed = (threshold * grams.len() as f64).ceil() as usize;
    grams
        .get(..grams.len() - needed.min(grams.len()) + usize::from(!grams.is_empty()))
        .unwrap_or(grams)
}

/// The Jaccard index of two sorted sets when it is above a threshold.
///
/// Sets above the threshold share at least `t/(1+t)·(|a|+|b|)` grams, so the walk ends as soon as either has missed
/// too many; as the rarest come first, that is soon for sentences that have little in common.
fn jaccard_above(a: &[u32], b: &[u32], threshold: f64) -> Option<f64> {
    let needed = threshold / (1.0 + threshold) * (a.len() + b.len()) as f64;
    // one more than may be missed: the bound is for sets at the threshold, and floats round
    let slack = |len: usize| (len as f64 - needed).floor() as i64 + 1;
    let (mut spare_a, mut spare_b) = (slack(a.len()), slack(b.len()));
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        spare_a -= i64::from(x < y);
        spare_b -= i64::from(y < x);
        if spare_a < 0 || spare_b < 0 {
            return None;
        }
    }
    let either = a.len() + b.len() - both;
    let jaccard = both as f64 / either.max(1) as f64;
    (jaccard > threshold).then_some(jaccard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_duplicates_are_found_as_by_comparing_all() {
        let stems = [
            "De Commissie stelt een fonds voor",
            "Nederland ziet meerwaarde in het plan",
            "Het kabinet is kritisch op de termijn",
        ];
        let tails = [
            "",
            " van 2027",
            " voor de visserij in de Noordzee",
            " en de lidstaten",
        ];
        let all: Vec<String> = stems
            .iter()
            .flat_map(|s| tails.map(|t| format!("{s}{t}.")))
            .collect();
        let other: Vec<String> = all.iter().rev().map(|s| s.replace("het", "een")).collect();
        for threshold in [0.3, 0.5, 0.7, 0.9] {
            let found = near_duplicates(&all, &other, threshold);
            let mut expected = Vec::new();
            let [a, b] = rare_first([&all, &other]);
            for (first, x) in a.iter().enumerate() {
                for (second, y) in b.iter().enumerate() {
                    let both = x.iter().filter(|g| y.contains(g)).count();
                    let jaccard = both as f64 / (x.len() + y.len() - both) as f64;
                    if jaccard > threshold {
                        expected.push(NearDuplicate {
                            first,
                            second,
                            jaccard,
                        });
                    }
                }
            }
            assert_eq!(found, expected, "{threshold}");
            assert!(!found.is_empty());
        }
    }

    #[test]
    fn short_and_empty_texts_do_no_harm() {
        let found = near_duplicates(&["Ja.", "", "Nee"], &["ja", "", "..."], 0.7);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].first, found[0].second, found[0].jaccard),
            (0, 0, 1.0)
        );
    }
}
