//! Folds and splits that keep letters whole.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// How many groups, classes or folds there are, from the number of each row: they are numbered from 0 on.
pub(crate) fn count(numbers: &[usize]) -> usize {
    numbers.iter().max().map_or(0, |most| most + 1)
}

/// Assigns every row a fold from 0 to `k − 1`; rows of one group share a fold, labels spread evenly.
///
/// Groups are shuffled by the seed, ordered by how much their label counts vary, and each goes to the fold where
/// it leaves the labels' shares most even (as scikit-learn's `StratifiedGroupKFold`). Fewer groups than folds leave
/// folds empty.
pub(crate) fn grouped_folds(
    groups: &[usize],
    targets: &[usize],
    k: usize,
    seed: u64,
) -> Vec<usize> {
    let classes = count(targets);
    let n_groups = count(groups);
    let mut counts = vec![vec![0.0_f64; classes]; n_groups];
    let mut totals = vec![0.0_f64; classes];
    for (&group, &target) in groups.iter().zip(targets) {
        counts[group][target] += 1.0;
        totals[target] += 1.0;
    }
    let mut order: Vec<usize> = (0..n_groups).collect();
    shuffle(&mut order, seed);
    let spread = |g: usize| {
        let mean = counts[g].iter().sum::<f64>() / classes as f64;
        counts[g].iter().map(|c| (c - mean).powi(2)).sum::<f64>()
    };
    order.sort_by(|&a, &b| spread(b).total_cmp(&spread(a)));

    let mut folds = vec![vec![0.0_f64; classes]; k];
    let mut fold_of = vec![0; n_groups];
    for group in order {
        let unevenness = |candidate: usize| -> f64 {
            (0..classes)
                .filter(|&c| totals[c] > 0.0)
                .map(|c| {
                    let share = |f: usize| {
                        (folds[f][c]
                            + if f == candidate {
                                counts[group][c]
                            } else {
                                0.0
                            })
                            / totals[c]
                    };
                    let mean = (0..k).map(share).sum::<f64>() / k as f64;
                    (0..k).map(|f| (share(f) - mean).powi(2)).sum::<f64>()
                })
                .sum()
        };
        let size = |f: usize| folds[f].iter().sum::<f64>();
        let best = (0..k)
            .map(|f| (unevenness(f), size(f), f))
            .min_by(|a, b| {
                a.0.total_cmp(&b.0)
                    .then(a.1.total_cmp(&b.1))
                    .then(a.2.cmp(&b.2))
            })
            .map_or(0, |(_, _, f)| f);
        for (sum, count) in folds[best].iter_mut().zip(&counts[group]) {
            *sum += count;
        }
        fold_of[group] = best;
    }
    groups.iter().map(|&g| fold_of[g]).collect()
}

/// Shuffles in place (Fisher–Yates over xoshiro256++), the same for the same seed on every machine.
pub(crate) fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    for i in (1..items.len()).rev() {
        // a 128-bit product keeps the draw even to 2⁻⁶⁴
        let j = (u128::from(random.next_u64()) * (i as u128 + 1)) >> 64;
        items.swap(i, j as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_never_cut_and_labels_are_spread() {
        let groups: Vec<usize> = (0..600).map(|i| i / 20).collect();
        let targets: Vec<usize> = (0..600)
            .map(|i| usize::from(i % 10 == 0) + usize::from(i % 20 == 0))
            .collect();
        let folds = grouped_folds(&groups, &targets, 5, 1);
        for pair in groups.iter().zip(&folds).collect::<Vec<_>>().windows(2) {
            if pair[0].0 == pair[1].0 {
                assert_eq!(pair[0].1, pair[1].1);
            }
        }
        for fold in 0..5 {
            let rows: Vec<usize> = (0..600).filter(|&i| folds[i] == fold).collect();
            assert_eq!(rows.len(), 120);
            assert_eq!(rows.iter().filter(|&&i| targets[i] == 2).count(), 6);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_folds_and_another_seed_others() {
        let groups: Vec<usize> = (0..100).collect();
        let targets: Vec<usize> = (0..100).map(|i| i % 3).collect();
        assert_eq!(
            grouped_folds(&groups, &targets, 4, 9),
            grouped_folds(&groups, &targets, 4, 9)
        );
        assert_ne!(
            grouped_folds(&groups, &targets, 4, 9),
            grouped_folds(&groups, &targets, 4, 8)
        );
    }
}
