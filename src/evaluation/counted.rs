//! Which labels a macro-F1 is the mean over: those that occur in the whole sample, in every resample the same.

use super::bootstrap::FEW_LETTERS;
use super::confusion::Confusion;
use std::collections::BTreeSet;

/// The labels of a sample that occur in gold or prediction.
///
/// A resample that lacks one of them has no macro-F1: the mean over the others would be one of another figure, mostly a higher one, as rare
/// labels are hard. A label in fewer than five letters is lacking in so many resamples (of four letters in one of 55, of one in every third)
/// that the rest no longer tells how far macro-F1 may be off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    labels: Vec<usize>,
    /// Whether each of them stands in enough units.
    pub(crate) enough: bool,
}

impl Counted {
    /// Of so many labels those that occur in rows of unit, gold and predicted label.
    pub(crate) fn of(labels: usize, rows: impl Iterator<Item = (usize, usize, usize)>) -> Self {
        let mut units: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); labels];
        for (unit, gold, predicted) in rows {
            for label in [gold, predicted] {
                if let Some(units) = units.get_mut(label).filter(|u| u.len() < FEW_LETTERS) {
                    units.insert(unit);
                }
            }
        }
        let occurring = || units.iter().filter(|units| !units.is_empty());
        Self {
            enough: occurring().all(|units| units.len() >= FEW_LETTERS),
            labels: (0..labels).filter(|&l| !units[l].is_empty()).collect(),
        }
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The mean F1 over them in a resample; none where it lacks one of them.
    pub(crate) fn macro_f1(&self, confusion: &Confusion) -> Option<f64> {
        self.macro_f1_without(confusion, None)
    }

    /// The same over all but one.
    pub(crate) fn macro_f1_without(
        &self,
        confusion: &Confusion,
        left_out: Option<usize>,
    ) -> Option<f64> {
        let labels = || (self.labels.iter().copied()).filter(|&label| Some(label) != left_out);
        if labels().all(|label| confusion.occurs(label)) {
            confusion.macro_f1_of(labels())
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resample_without_a_rare_label_has_no_macro_f1() {
        // two letters; the second label stands in one of them, and is missed there
        let rows = [(0, 0, 0), (0, 1, 0), (1, 0, 0)];
        let counted = Counted::of(3, rows.into_iter());
        assert_eq!((counted.len(), counted.enough), (2, false));
        let of = |rows: &[(usize, usize, usize)]| {
            Confusion::of(
                3,
                rows.iter().map(|&(_, gold, predicted)| (gold, predicted)),
            )
        };
        let whole = of(&rows);
        assert_eq!(counted.macro_f1(&whole), whole.macro_f1());
        assert_eq!(counted.macro_f1(&of(&rows[2..])), None);
        assert_eq!(
            counted.macro_f1_without(&of(&rows[2..]), Some(1)),
            Some(1.0)
        );
    }

    #[test]
    fn a_label_in_five_letters_is_enough() {
        let rows = |letters: usize| (0..20).map(move |i| (i % 10, usize::from(i < letters), 0));
        assert!(Counted::of(2, rows(5)).enough);
        assert!(!Counted::of(2, rows(4)).enough);
    }
}
