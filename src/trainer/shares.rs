//! Models trained on growing shares of the letters, for the learning curve.

use super::{Rows, Trainer, chosen};
use crate::dataset::{Dataset, split};
use crate::error::Result;
use crate::folds::Fold;
use std::collections::{BTreeMap, BTreeSet};

/// Shares of the training letters of a learning curve, beside the whole (the smallest two are there for the look ahead), with how often letters are drawn for each: small shares depend more on which letters they hold, and cost less.
pub const SHARES: [(f64, u64); 5] = [(0.1, 4), (0.2, 2), (0.4, 1), (0.6, 1), (0.8, 1)];
/// Fewest letters that a share has.
const FEWEST: usize = 5;

/// What models trained on one share of the letters say of all rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Share {
    /// Letters that a model was trained on, on average.
    pub letters: usize,
    /// Sentences that a model was trained on, on average.
    pub sentences: usize,
    /// For each draw of letters the label picked for each row, by a model that did not see its letter.
    pub predicted: Vec<Vec<usize>>,
}

impl Trainer {
    /// Cross-validates with a tenth, a fifth, two, three and four fifths of the training letters of each fold.
    ///
    /// The folds are those of [`Self::train`], and every share is tested on all letters of the held fold: shares differ in what they are trained
    /// on alone. Letters are drawn by the seed, and of one draw the larger shares hold the smaller ones. The smallest shares are drawn several
    /// times. A share has five letters or more, and two labels; one that is no larger than the share before it is left out. `progress` is
    /// called [`Self::models_of_shares`] times.
    ///
    /// # Errors
    /// As [`Self::train`].
    pub fn shares(
        &self,
        data: &Dataset,
        natural: Option<&[bool]>,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Vec<Share>> {
        let (_, rows, _) = self.rows(data)?;
        let chosen = chosen(rows.inputs.len(), natural)?;
        let folds = self.assign(&rows)?;
        let all = Fold::all(&folds);
        let mut shares: Vec<Share> = Vec::new();
        for (share, draws) in SHARES {
            let drawn: Vec<Vec<Fold>> = (0..draws)
                .map(|draw| {
                    let order = rows.drawn_letters(self.options.seed.wrapping_add(draw));
                    let parts = all.iter().map(|fold| rows.take(fold, &order, share));
                    parts.collect()
                })
                .collect();
            let mean = |size: &dyn Fn(&Fold) -> usize| {
                let sum: usize = drawn.iter().flatten().map(size).sum();
                (sum as f64 / drawn.iter().flatten().count() as f64).round() as usize
            };
            let letters = mean(&|fold| rows.letters_of(&fold.inside).len());
            if shares.last().is_some_and(|last| letters <= last.letters) {
                drawn.iter().flatten().for_each(|_| progress());
                continue;
            }
            let predicted: Result<Vec<Vec<usize>>> = (drawn.iter())
                .map(|parts| {
                    let scored = self.score(&rows, folds.clone(), parts, progress)?;
                    Ok(self.judge(&rows, chosen.clone(), &scored)?.predicted)
                })
                .collect();
            shares.push(Share {
                letters,
                sentences: mean(&|fold| fold.inside.len()),
                predicted: predicted?,
            });
        }
        Ok(shares)
    }

    /// How many models [`Self::shares`] trains, counting those of the shares that it leaves out.
    pub fn models_of_shares(&self) -> usize {
        self.options.folds
            * SHARES
                .iter()
                .map(|(_, draws)| *draws as usize)
                .sum::<usize>()
    }
}

impl Rows<'_> {
    /// Every letter once, in an order drawn by a seed.
    pub(super) fn drawn_letters(&self, seed: u64) -> Vec<usize> {
        let letters = split::count(&self.groups);
        let mut order: Vec<usize> = (0..letters).collect();
        split::shuffle(&mut order, seed);
        order
    }

    /// The labels that each letter of some rows has.
    fn letters_of(&self, rows: &[usize]) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut labels: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &row in rows {
            let of_letter = labels.entry(self.groups[row]).or_default();
            of_letter.insert(self.targets[row]);
        }
        labels
    }

    /// The fold with a share of the letters to learn from: the first in an order, until they are enough and have two labels.
    pub(super) fn take(&self, fold: &Fold, order: &[usize], share: f64) -> Fold {
        let letters = self.letters_of(&fold.inside);
        let wanted = ((letters.len() as f64 * share).round() as usize).max(FEWEST);
        let mut kept = BTreeSet::new();
        let mut labels: BTreeSet<usize> = BTreeSet::new();
        for letter in order {
            if kept.len() >= wanted && labels.len() >= 2 {
                break;
            }
            if let Some(own) = letters.get(letter) {
                kept.insert(letter);
                labels.extend(own);
            }
        }
        let inside = fold.inside.iter().copied();
        Fold {
            inside: (inside.filter(|&row| kept.contains(&self.groups[row]))).collect(),
            outside: fold.outside.clone(),
        }
    }
}

/// The rows of a share of the letters, at least `least` of them, drawn by a seed; larger shares hold the smaller ones.
///
/// Letters with natural rows and others are drawn apart, so that a share has both as all the letters have, and two with natural rows at least.
/// Letters are added until a share has two rows of every label, as training asks.
pub fn share_of_letters(
    data: &Dataset,
    natural: Option<&[bool]>,
    share: f64,
    least: usize,
    seed: u64,
) -> Vec<usize> {
    let groups = data.groups();
    let count = split::count(&groups);
    let mut is_natural = vec![false; count];
    for (row, &group) in groups.iter().enumerate() {
        is_natural[group] |= natural.is_some_and(|marks| marks.get(row) == Some(&true));
    }
    let mut order: Vec<usize> = (0..count).collect();
    split::shuffle(&mut order, seed);
    let share = share.max(least as f64 / count.max(1) as f64).min(1.0);
    let mut kept = vec![false; count];
    for kind in [true, false] {
        let letters: Vec<usize> = (order.iter().copied())
            .filter(|&letter| is_natural[letter] == kind)
            .collect();
        let wanted = (letters.len() as f64 * share).round() as usize;
        let fewest = if kind { 2 } else { 0 };
        for &letter in letters.iter().take(wanted.max(fewest)) {
            kept[letter] = true;
        }
    }
    let label = |row: usize| &*data.examples[row].label;
    let mut rows_of = vec![Vec::new(); count];
    groups
        .iter()
        .enumerate()
        .for_each(|(row, &letter)| rows_of[letter].push(row));
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let (drawn, others): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&l| kept[l]);
    for letter in drawn.into_iter().chain(others) {
        let lacking = |row: &usize| rows.get(label(*row)).is_none_or(|&known| known < 2);
        kept[letter] |= rows_of[letter].iter().any(lacking);
        if kept[letter] {
            for &row in &rows_of[letter] {
                *rows.entry(label(row)).or_default() += 1;
            }
        }
    }
    (0..data.len()).filter(|&row| kept[groups[row]]).collect()
}
