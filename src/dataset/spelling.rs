//! Labels that look like a slip of the pen of another.

use super::labels::LabelRows;
use super::{Dataset, Example};
use crate::error::{Error, ErrorKind, Result};
use crate::numbers::count;
use crate::stance::Stance;

/// A rare label that is spelt nearly as a frequent one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
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

/// A label that is this many times as rare as one that it is spelt nearly as is taken for a slip of it.
const RARER: usize = 10;

/// Whether a label on so many rows is rare beside one on so many.
pub(super) fn is_rare(rows: usize, near_rows: usize) -> bool {
    near_rows >= rows * RARER
}

/// Of two spellings that of the guide, where one of them is; else the second.
pub(super) fn meant<'a>(label: &'a str, near: &'a str) -> &'a str {
    match (Stance::from_label(label), Stance::from_label(near)) {
        (Some(_), None) => label,
        _ => near,
    }
}

impl<'d> Misspelt<'d> {
    /// Whether it is taken for a slip: ten times as rare as the label that may be meant. Labels that differ in case or spaces only are asked about
    /// otherwise too.
    pub fn is_slip(&self) -> bool {
        is_rare(self.rows, self.near_rows)
    }

    /// The spelling that is asked about: that of the guide where it is one of the two, else the more frequent one.
    pub fn meant(&self) -> &'d str {
        meant(&self.first.label, self.near)
    }
}

impl Dataset {
    /// Labels that may be a misspelling of another label of the data, in the order in which they first appear; none where there are so
    /// many labels that they are none.
    ///
    /// Labels that differ in case or spaces only are one of them, whatever their numbers; others where a letter or two differ (no digits)
    /// and one is at least ten times as rare.
    pub fn misspelt(&self) -> Vec<Misspelt<'_>> {
        let labels = self.label_rows();
        if self.too_many_labels(labels.len()).is_some() {
            return Vec::new();
        }
        let spelt: Vec<Spelt<'_>> = labels.into_iter().map(Spelt::of).collect();
        let found = spelt.iter().filter_map(|rare| {
            let (near, slips) = rare.meant(&spelt)?;
            Some(Misspelt {
                first: &self.examples[rare.of.first],
                rows: rare.of.rows,
                near: near.label,
                near_rows: near.rows,
                by_case: slips == 0,
            })
        });
        found.collect()
    }

    /// Refuses labels that are taken for a slip of another ([`Misspelt::is_slip`]): each would be learnt as a label of its own.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] with the place of the first such row.
    pub fn require_spelling(&self) -> Result<()> {
        let slips: Vec<Misspelt<'_>> = (self.misspelt().into_iter())
            .filter(Misspelt::is_slip)
            .collect();
        let Some(slip) = slips.first() else {
            return Ok(());
        };
        let (label, near) = (&slip.first.label, slip.near);
        let more = match slips.len() - 1 {
            0 => String::new(),
            more => format!("; likewise {}", count(more, "other label")),
        };
        let found = format!(
            "label `{label}` ({}) is spelt nearly as `{near}` ({}){more}",
            count(slip.rows, "row"),
            count(slip.near_rows, "row")
        );
        let error = Error::new(ErrorKind::Data, found)
            .expected("labels that are spelt alike where the same is meant")
            .hint(format!(
                "did you mean `{}`? `standpunt check` lists every such label; `--allow-labels` takes them as labels of their own",
                slip.meant()
            ));
        Err(self.locate(error, slip.first))
    }
}

/// A label with what is compared of it, made once.
struct Spelt<'d> {
    of: LabelRows<'d>,
    plain: String,
    length: usize,
    digits: Vec<char>,
}

impl<'d> Spelt<'d> {
    fn of(of: LabelRows<'d>) -> Self {
        let plain = plain(of.label);
        Self {
            of,
            length: plain.chars().count(),
            digits: plain.chars().filter(char::is_ascii_digit).collect(),
            plain,
        }
    }

    /// The more frequent label that this one is most likely a slip of, and in how many letters they differ.
    fn meant(&self, all: &[Self]) -> Option<(LabelRows<'d>, usize)> {
        let rank = |spelt: &Self| (spelt.of.rows, spelt.of.label);
        let others = all.iter().filter(|other| rank(other) > rank(self));
        others
            .filter_map(|other| Some((other.of, self.slips(other)?)))
            .min_by_key(|(other, slips)| (*slips, usize::MAX - other.rows))
    }

    /// In how many letters it is spelt otherwise than a more frequent label, case and spaces aside; none where these are too many for a
    /// slip, or the other is too rare to be meant.
    fn slips(&self, frequent: &Self) -> Option<usize> {
        if self.plain == frequent.plain {
            return Some(0);
        }
        let most = match self.length.min(frequent.length) {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        // what costs nothing to tell goes first
        if !is_rare(self.of.rows, frequent.of.rows)
            || self.length.abs_diff(frequent.length) > most
            || self.digits != frequent.digits
        {
            return None;
        }
        let slips = strsim::damerau_levenshtein(&self.plain, &frequent.plain);
        (slips <= most).then_some(slips)
    }
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
    fn a_slip_is_refused_with_its_place_and_a_label_that_may_be_meant_is_not() {
        let slips = data(&[
            ("Steunt", 5),
            ("steunt", 60),
            ("steund", 3),
            ("kritisch", 40),
        ]);
        let error = slips.require_spelling().unwrap_err();
        assert_eq!(
            error.found(),
            "label `Steunt` (5 rows) is spelt nearly as `steunt` (60 rows); likewise 1 other label"
        );
        assert!(
            error
                .next_step()
                .is_some_and(|step| step.contains("--allow-labels"))
        );
        let meant = data(&[("Steunt", 7), ("steunt", 60), ("kritisch", 40)]);
        assert_eq!(meant.misspelt().len(), 1);
        assert!(meant.require_spelling().is_ok());
    }

    #[test]
    fn the_guides_spelling_is_meant_where_it_is_the_rare_one() {
        let capitals = data(&[("steunt", 3), ("Steunt", 60), ("Kritisch", 40), ("eens", 2)]);
        let slips = capitals.misspelt();
        let found: Vec<(&str, &str)> = slips.iter().map(|s| (s.near, s.meant())).collect();
        assert_eq!(found, [("Steunt", "steunt")]);
        let told = capitals.require_spelling().unwrap_err();
        assert!(
            told.next_step()
                .is_some_and(|step| step.contains("mean `steunt`?"))
        );
        let lone = data(&[("steunt", 1), ("Steunt", 5), ("Kritisch", 4)]);
        let told = lone.require_trainable().unwrap_err();
        assert!(
            told.next_step()
                .is_some_and(|step| step.contains("mean `steunt`?"))
        );
        assert_eq!(meant("Steunt", "steunt"), "steunt");
        assert_eq!(meant("eens", "Eens"), "Eens");
    }

    #[test]
    fn what_is_no_column_of_labels_has_no_slips() {
        let sentences: Vec<String> = (0..30).map(|n| format!("Zin {n} van de brief")).collect();
        let mut labels: Vec<(&str, usize)> = sentences.iter().map(|s| (s.as_str(), 1)).collect();
        labels.push(("zin 0 van de  brief", 1));
        assert_eq!(data(&labels).misspelt(), []);
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
