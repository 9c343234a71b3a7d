//! Sentences of two sets that are nearly the same.

use super::normalise;
use hashbrown::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Characters in a shingle.
const SHINGLE: usize = 5;

/// A sentence of the first set that is nearly the same as sentences of the second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NearDuplicate {
    /// Index in the first set.
    pub first: usize,
    /// Index in the second set of the one that is most alike: one of the same normalised text before all others, then the largest
    /// Jaccard index, then the first.
    pub second: usize,
    /// Share of their character 5-grams that they have in common, above the threshold and up to 1.
    pub jaccard: f64,
    /// How many more sentences of the second set are nearly the same.
    pub others: usize,
}

/// Finds the sentences of one set of which another has some whose character 5-grams have a Jaccard index above a threshold
/// (usually 0.7) with theirs.
///
/// The 5-grams are those of the normalised ([`normalise`]) text, as a set; a shorter text is one gram. The answer is exact: two
/// sets above the threshold must share one of their rarest grams, so only sentences that do are compared. Sentences of the same
/// normalised text are compared once, however often they stand there. The answer has at most one entry for each sentence of the
/// first set, in its order. A threshold outside of [0.1, 1) is moved there.
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
    let [first, second] = [Distinct::of(first), Distinct::of(second)];
    let grams = rare_first([&first.texts, &second.texts]);
    let found = counterparts(&grams, threshold, [&first, &second]);
    let of_row = |(row, text): (usize, &usize)| {
        let found = found.get(*text).copied().flatten()?;
        Some(NearDuplicate {
            first: row,
            ..found
        })
    };
    first
        .of_rows
        .iter()
        .enumerate()
        .filter_map(of_row)
        .collect()
}

/// The distinct normalised texts of a set.
struct Distinct {
    texts: Vec<String>,
    /// For each text, the first row that it stands at and how many do.
    rows: Vec<(usize, usize)>,
    /// For each row, the number of its text.
    of_rows: Vec<usize>,
}

impl Distinct {
    fn of<S: AsRef<str> + Sync>(sentences: &[S]) -> Self {
        let normal: Vec<String> = (sentences.par_iter())
            .map(|sentence| normalise(sentence.as_ref()))
            .collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut rows: Vec<(usize, usize)> = Vec::new();
        let mut of_rows = Vec::with_capacity(normal.len());
        for (row, text) in normal.iter().enumerate() {
            let number = *numbers.entry(text.as_str()).or_insert(rows.len());
            match rows.get_mut(number) {
                Some((_, count)) => *count += 1,
                None => rows.push((row, 1)),
            }
            of_rows.push(number);
        }
        let texts = rows.iter().filter_map(|(row, _)| normal.get(*row).cloned());
        Self {
            texts: texts.collect(),
            rows,
            of_rows,
        }
    }
}

/// For each text of the first set what it is nearly the same as, by the first row that it stands at.
fn counterparts(
    [first, second]: &[Vec<Vec<u32>>; 2],
    threshold: f64,
    texts: [&Distinct; 2],
) -> Vec<Option<NearDuplicate>> {
    let mut index: HashMap<u32, Vec<u32>> = HashMap::new();
    for (number, grams) in second.iter().enumerate() {
        for gram in prefix(grams, threshold) {
            index.entry(*gram).or_default().push(number as u32);
        }
    }
    let counterpart = |(number, grams): (usize, &Vec<u32>)| {
        let mut candidates: Vec<u32> = prefix(grams, threshold)
            .iter()
            .filter_map(|gram| index.get(gram))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let own = texts[0].texts.get(number);
        let mut best: Option<(bool, NearDuplicate)> = None;
        let mut all = 0;
        for candidate in candidates {
            let candidate = candidate as usize;
            let Some(jaccard) =
                (second.get(candidate)).and_then(|other| jaccard_above(grams, other, threshold))
            else {
                continue;
            };
            let &(row, rows) = texts[1].rows.get(candidate)?;
            all += rows;
            let same = texts[1].texts.get(candidate) == own;
            // rows rise with the numbers of their texts: the first of equals is kept
            if best.is_none_or(|(was, best)| (same, jaccard) > (was, best.jaccard)) {
                let found = NearDuplicate {
                    first: texts[0].rows.get(number)?.0,
                    second: row,
                    jaccard,
                    others: 0,
                };
                best = Some((same, found));
            }
        }
        let others = all.saturating_sub(1);
        best.map(|(_, best)| NearDuplicate { others, ..best })
    };
    first.par_iter().enumerate().map(counterpart).collect()
}

/// The grams of all normalised texts as numbers that rise with frequency, sorted, so that each text's rarest come first.
fn rare_first(sets: [&[String]; 2]) -> [Vec<Vec<u32>>; 2] {
    let grams = sets.map(|set| {
        set.par_iter()
            .map(|text| shingles(text))
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

/// The distinct 5-grams of a normalised text, each packed into one number (21 bits a character).
fn shingles(normal: &str) -> Vec<u128> {
    let normal: Vec<char> = normal.chars().collect();
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
            assert_eq!(
                found,
                by_comparing_all(&all, &other, threshold),
                "{threshold}"
            );
            assert!(!found.is_empty());
        }
    }

    /// What is found without an index, each pair compared.
    fn by_comparing_all(first: &[String], second: &[String], threshold: f64) -> Vec<NearDuplicate> {
        let normal = |texts: &[String]| texts.iter().map(|t| normalise(t)).collect::<Vec<_>>();
        let [a, b] = [normal(first), normal(second)];
        let jaccard = |x: &str, y: &str| {
            let [x, y] = [x, y].map(shingles);
            let both = x.iter().filter(|gram| y.contains(gram)).count();
            both as f64 / (x.len() + y.len() - both) as f64
        };
        let counterpart = |(row, x): (usize, &String)| {
            let all = b.iter().map(|y| jaccard(x, y)).enumerate();
            let near: Vec<(usize, f64)> = all.filter(|(_, share)| *share > threshold).collect();
            let best = near.iter().rev().max_by(|(i, x_i), (j, x_j)| {
                (b[*i] == *x).cmp(&(b[*j] == *x)).then(x_i.total_cmp(x_j))
            });
            best.map(|&(second, jaccard)| NearDuplicate {
                first: row,
                second,
                jaccard,
                others: near.len() - 1,
            })
        };
        a.iter().enumerate().filter_map(counterpart).collect()
    }

    #[test]
    fn a_sentence_has_one_counterpart_and_a_count_of_the_others() {
        let first = [
            "Dit plan is goed voor de visserij.",
            "Iets heel anders.",
            "dit plan is goed voor de visserij",
        ];
        let second = [
            "Dit plan is goed voor de visserij nu.",
            "Dit plan, is goed voor de visserij!",
            "Dit plan is goed voor de visserij.",
        ];
        let found = near_duplicates(&first, &second, 0.7);
        let rows: Vec<_> = found
            .iter()
            .map(|f| (f.first, f.second, f.others))
            .collect();
        assert_eq!(rows, [(0, 1, 2), (2, 1, 2)]);
    }

    #[test]
    fn sentences_that_stand_often_on_both_sides_give_no_more_than_a_row_each() {
        let sentences =
            vec!["Het kabinet steunt het voorstel van de Commissie voor de visserij."; 20_000];
        let found = near_duplicates(&sentences, &sentences, 0.7);
        assert_eq!(found.len(), sentences.len());
        assert!(found.iter().all(|f| f.second == 0 && f.others == 19_999));
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
