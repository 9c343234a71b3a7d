//! The files of several coders laid beside each other.

use crate::error::{Error, ErrorKind, Result};
use crate::leakage::normalise;
use crate::stance::Labels;
use std::collections::BTreeMap;

/// One coder's labels, as read from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coder {
    /// Name of the coder or file.
    pub name: String,
    /// The sentences in order.
    pub rows: Vec<CoderRow>,
}

/// A sentence with one coder's label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoderRow {
    /// The letter; empty where not known.
    pub letter: String,
    /// The section title; empty where there is none.
    pub section: String,
    /// The sentence.
    pub sentence: String,
    /// The label; empty where the coder gave none.
    pub label: String,
}

/// The same sentences with the labels of all coders beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Coding {
    pub(super) labels: Labels,
    pub(super) coders: Vec<String>,
    pub(super) rows: Vec<CodedRow>,
    pub(super) has_letters: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct CodedRow {
    pub(super) letter: String,
    pub(super) section: String,
    pub(super) sentence: String,
    pub(super) codes: Vec<Option<usize>>,
}

impl Coding {
    /// The numbers of the rows of which something is true.
    pub(super) fn rows_where(&self, is: impl Fn(&CodedRow) -> bool) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(move |(_, row)| is(row)).map(|(i, _)| i)
    }

    /// Lays the coders' files beside each other: by letter and normalised sentence ([`normalise`]), so that white space and quotes that a
    /// spreadsheet changed part nothing; repeated sentences in their order.
    ///
    /// A sentence that a coder does not have, or left without label, is missing for that coder.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] with fewer than two coders, or when no sentence was labelled by two of them.
    pub fn align(coders: &[Coder]) -> Result<Self> {
        if coders.len() < 2 {
            return Err(
                Error::new(ErrorKind::Data, "agreement needs at least two coders")
                    .hint("name two or more files with labels of the same sentences"),
            );
        }
        let given = coders.iter().flat_map(|c| &c.rows);
        let labels = Labels::from_data(
            given
                .map(|r| r.label.as_str())
                .filter(|label| !label.is_empty()),
        );
        let mut place: BTreeMap<(&str, String, usize), usize> = BTreeMap::new();
        let mut rows: Vec<CodedRow> = Vec::new();
        for (number, coder) in coders.iter().enumerate() {
            let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
            for row in &coder.rows {
                let (letter, sentence) = (row.letter.trim(), normalise(&row.sentence));
                let times = seen.entry((letter, sentence.clone())).or_default();
                let at = *place.entry((letter, sentence, *times)).or_insert_with(|| {
                    rows.push(CodedRow {
                        letter: row.letter.clone(),
                        section: row.section.clone(),
                        sentence: row.sentence.clone(),
                        codes: vec![None; coders.len()],
                    });
                    rows.len() - 1
                });
                *times += 1;
                if let Some(code) = rows.get_mut(at).and_then(|r| r.codes.get_mut(number)) {
                    *code = labels.index(&row.label);
                }
            }
        }
        if !rows.iter().any(|r| r.codes.iter().flatten().count() > 1) {
            return Err(
                Error::new(ErrorKind::Data, "no sentence was labelled by two coders")
                    .expected("the same letters and sentences in the files"),
            );
        }
        Ok(Self {
            has_letters: rows.iter().any(|r| !r.letter.is_empty()),
            labels,
            coders: coders.iter().map(|c| c.name.clone()).collect(),
            rows,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_changes_parts_nothing() {
        let coder = |name: &str, sentence: &str| Coder {
            name: name.into(),
            rows: vec![CoderRow {
                sentence: sentence.into(),
                label: "s".into(),
                ..CoderRow::default()
            }],
        };
        let first = coder("a", "Nederland steunt 't plan \"Noord\".");
        let second = coder("b", "Nederland  steunt ’t plan “Noord”. ");
        assert_eq!(Coding::align(&[first, second]).unwrap().rows.len(), 1);
    }

    #[test]
    fn sentences_are_matched_by_letter_text_and_order() {
        let row = |letter: &str, sentence: &str, label: &str| CoderRow {
            letter: letter.into(),
            sentence: sentence.into(),
            label: label.into(),
            ..CoderRow::default()
        };
        let coder = |name: &str, rows: Vec<CoderRow>| Coder {
            name: name.into(),
            rows,
        };
        let first = coder(
            "a",
            vec![
                row("1", "Ja.", "s"),
                row("1", "Ja.", "k"),
                row("2", "Ja.", "g"),
            ],
        );
        let second = coder(
            "b",
            vec![
                row("2", "Ja.", "g"),
                row("1", "Ja.", "s"),
                row("3", "Nee.", ""),
            ],
        );
        let coding = Coding::align(&[first, second]).unwrap();
        let codes: Vec<&[Option<usize>]> = coding.rows.iter().map(|r| r.codes.as_slice()).collect();
        let (g, k, s) = (Some(0), Some(1), Some(2));
        assert_eq!(codes, [&[s, s][..], &[k, None], &[g, g], &[None, None]]);
    }
}
