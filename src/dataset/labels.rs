//! The labels of a set with the rows that have them.

use super::{Dataset, Example};
use crate::stance::Labels;
use std::collections::HashMap;

/// A label and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LabelRows<'d> {
    /// The label, as written.
    pub label: &'d str,
    /// How many rows have it.
    pub rows: usize,
    /// The number of the first of them.
    pub first: usize,
}

/// Up to so many labels are never too many.
const FEW: usize = 20;
/// Fewer rows a label than this, on average, teach nothing.
const ROWS_A_LABEL: usize = 5;

impl Dataset {
    /// The labels, each once, in the order in which they first appear.
    pub(crate) fn label_rows(&self) -> Vec<LabelRows<'_>> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut all: Vec<LabelRows<'_>> = Vec::new();
        for (first, example) in self.examples.iter().enumerate() {
            let label = &*example.label;
            let number = *numbers.entry(label).or_insert_with(|| {
                let rows = 0;
                all.push(LabelRows { label, rows, first });
                all.len() - 1
            });
            all[number].rows += 1;
        }
        all
    }

    /// Those of some labels, in their order.
    pub(super) fn label_rows_of(&self, labels: &Labels) -> Vec<LabelRows<'_>> {
        let rows = self.label_rows();
        let rows: HashMap<&str, LabelRows<'_>> = rows.into_iter().map(|l| (l.label, l)).collect();
        (labels.iter())
            .filter_map(|label| rows.get(label).copied())
            .collect()
    }

    /// The labels that stand in one letter alone, each with its first row: no model that is tested on that letter has seen them.
    pub fn lone_labels(&self) -> Vec<&Example> {
        let mut spread: HashMap<&str, (&Example, usize, bool)> = HashMap::new();
        for (example, group) in self.examples.iter().zip(self.groups()) {
            let (_, first, spread) = spread
                .entry(&*example.label)
                .or_insert((example, group, false));
            *spread |= *first != group;
        }
        (self.label_rows().iter())
            .filter_map(|label| spread.get(label.label))
            .filter(|(.., spread)| !spread)
            .map(|(example, ..)| *example)
            .collect()
    }

    /// Whether so many labels stand on so few rows that another column than that of the labels was read: said as a question; none where not.
    pub(crate) fn too_many_labels(&self, labels: usize) -> Option<String> {
        (labels > FEW && labels * ROWS_A_LABEL > self.len()).then(|| {
            format!(
                "{labels} labels on {} rows: is this the column of the labels? (`--label-column` names another)",
                self.len()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(labels: impl IntoIterator<Item = String>) -> Dataset {
        let rows = labels.into_iter().map(|label| Example {
            label: label.into(),
            ..Example::default()
        });
        Dataset {
            examples: rows.collect(),
            ..Dataset::default()
        }
    }

    #[test]
    fn labels_stand_in_the_order_of_their_first_rows() {
        let data = data(["b", "a", "b"].map(str::to_owned));
        let found: Vec<_> = (data.label_rows().iter())
            .map(|l| (l.label, l.rows, l.first))
            .collect();
        assert_eq!(found, [("b", 2, 0), ("a", 1, 1)]);
    }

    #[test]
    fn labels_of_one_letter_alone_are_found() {
        let mut data = data(["b", "a", "b", "c", "c", "a"].map(str::to_owned));
        for (example, letter) in data.examples.iter_mut().zip(["x", "x", "y", "y", "y", "x"]) {
            example.letter = letter.into();
        }
        data.has_letters = true;
        let lone: Vec<&str> = data.lone_labels().iter().map(|e| &*e.label).collect();
        assert_eq!(lone, ["a", "c"]);
    }

    #[test]
    fn a_label_for_every_few_rows_is_asked_about() {
        let of = |labels: usize, rows: usize| {
            let data = data((0..rows).map(|row| (row % labels).to_string()));
            data.too_many_labels(data.label_rows().len())
        };
        assert_eq!(of(20, 20), None);
        assert_eq!(of(30, 150), None);
        assert!(of(30, 149).is_some_and(|told| told.starts_with("30 labels on 149 rows: ")));
    }
}
