//! Labels that look like a slip of the pen of another.

use super::{Dataset, Example};
use std::collections::HashMap;

/// A rare label that is spelt nearly as a frequent one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Misspelt<'d> {
    /// The first row with the rare label.
    pub first: &'d Example,
    /// How many rows have it.
    pub rows: usize,
    /// The label that may be meant.
    pub near: &'d str,
    /// How many rows have that.
    pub near_rows: usize,
    /// Whether they differ in case or spaces only.
    pub by_case: bool,
}

/// A label that is spelt otherwise than in letter case has to be this many times as rare to be taken for a slip.
const RARER: usize = 10;

impl Dataset {
    /// Labels that may be a misspelling of another label of the data, in the order in which they first appear.
    ///
    /// Labels that differ in case or spaces only are one of them, whatever their numbers; others where a letter or two differ (no digits)
    /// and one is at least ten times as rare.
    pub fn misspelt(&self) -> Vec<Misspelt<'_>> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut order: Vec<&Example> = Vec::new();
        for example in &self.examples {
            let count = counts.entry(&*example.label).or_default();
            if *count == 0 {
                order.push(example);
            }
            *count += 1;
        }
        let rows = |e: &Example| counts.get(&*e.label).copied().unwrap_or(0);
        let meant = |rare: &'_ Example| {
            let others = order
                .iter()
                .copied()
                .map(|e| (e, slips(&rare.label, &e.label)));
            others
                .filter(|(e, _)| (rows(e), &e.label) > (rows(rare), &rare.label))
                .filter_map(|(e, slips)| Some((e, slips?)))
                .filter(|(e, slips)| *slips == 0 || rows(e) >= rows(rare) * RARER)
                .min_by_key(|(e, slips)| (*slips, usize::MAX - rows(e)))
        };
        let found = order.iter().filter_map(|first| {
            let (near, slips) = meant(first)?;
            Some(Misspelt {
                first,
                rows: rows(first),
                near: &near.label,
                near_rows: rows(near),
                by_case: slips == 0,
            })
        });
        found.collect()
    }
}

/// In how many letters a label is spelt otherwise than another, case and spaces aside; none where these are too many for a slip.
fn slips(a: &str, b: &str) -> Option<usize> {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (a, b) = (plain(a), plain(b));
    let most = match a.chars().count().min(b.chars().count()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let slips = strsim::damerau_levenshtein(&a, &b);
    (digits(&a) == digits(&b) && slips <= most).then_some(slips)
}

/// A label without what its letter case and spaces make of it.
pub(super) fn plain(label: &str) -> String {
    let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(labels: &[(&str, usize)]) -> Dataset {
        let rows = labels.iter().flat_map(|&(label, count)| {
            (0..count).map(move |_| Example {
                label: label.into(),
                ..Example::default()
            })
        });
        Dataset {
            examples: rows.collect(),
            ..Dataset::default()
        }
    }

    #[test]
    fn a_rare_label_near_a_frequent_one_is_a_slip() {
        let data = data(&[
            ("steunt", 100),
            ("Steunt", 3),
            ("kritsch", 2),
            ("kritisch", 60),
            ("geen standpnut", 4),
            ("geen standpunt", 400),
        ]);
        let found: Vec<(&str, usize, &str, usize)> = (data.misspelt().iter())
            .map(|m| (&*m.first.label, m.rows, m.near, m.near_rows))
            .collect();
        assert_eq!(
            found,
            [
                ("Steunt", 3, "steunt", 100),
                ("kritsch", 2, "kritisch", 60),
                ("geen standpnut", 4, "geen standpunt", 400)
            ]
        );
    }

    #[test]
    fn labels_that_are_meant_to_differ_are_none() {
        for labels in [
            &[("eens", 300), ("oneens", 5)][..],
            &[("klasse 1", 300), ("klasse 2", 5)],
            &[("ja", 300), ("na", 5)],
            &[("positief", 40), ("positie", 20)],
        ] {
            assert_eq!(data(labels).misspelt(), [], "{labels:?}");
        }
    }
}
