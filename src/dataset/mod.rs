//! Labelled sentences in and out: the CSV format, its groups (letters) and its checks.
//!
//! The format: CSV in UTF-8 with a header; columns `sentence` (or `text`) and `label` are needed, `letter`, `kind`, `field`, `section`
//! and `also` are used where they stand. Rows stand in the order of the letter. Commas, semicolons and tabs are told apart by the
//! header. Without `letter`, each row is a group of its own.

pub mod check;
mod labels;
mod letters;
pub(crate) mod reader;
mod spelling;
pub(crate) mod split;
mod writer;

pub use letters::{Repeated, Shared, Unnamed};
pub use reader::{ColumnNames, files};
pub use spelling::Misspelt;
pub use writer::write;

use crate::error::{Error, ErrorKind, Result, did_you_mean};
use crate::features::Input;
use crate::hex::hex;
use crate::stance::Labels;
use labels::LabelRows;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;

/// One labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// The letter it stands in; empty in data without letters.
    pub letter: Arc<str>,
    /// Kind of letter, empty where not given.
    pub kind: Arc<str>,
    /// Policy field, empty where not given.
    pub field: Arc<str>,
    /// Title of its section, empty where not given.
    pub section: Arc<str>,
    /// The sentence.
    pub sentence: String,
    /// The label, as written.
    pub label: Arc<str>,
    /// A second label that careful coders defend; empty where there is none.
    pub also: Arc<str>,
    /// Number of the file in [`Dataset::files`].
    pub file: u32,
    /// Line of the file (1-based).
    pub line: u64,
}

/// Labelled sentences from one or more files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dataset {
    /// The rows in the order of the files.
    pub examples: Vec<Example>,
    /// The files that were read, sorted within each folder.
    pub files: Vec<PathBuf>,
    /// Whether a column names the letter of each row.
    pub has_letters: bool,
    /// What of the files a person should know: one that is not UTF-8, a column that may name the letters.
    pub remarks: Vec<Remark>,
}

/// What a person should know of a file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// The file.
    pub file: PathBuf,
    /// What kind of remark it is, such as `encoding`.
    pub what: &'static str,
    /// What to know of it.
    pub detail: String,
}

impl Dataset {
    /// Reads CSV files and folders of them, with the columns' usual names.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for what cannot be read, [`ErrorKind::Data`] for what is malformed, with file and line.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        Self::read_with(paths, &ColumnNames::default())
    }

    /// Reads CSV files whose columns have other names.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_with(paths: &[PathBuf], columns: &ColumnNames) -> Result<Self> {
        reader::read(paths, columns, None)
    }

    /// Reads what can be read, and tells what is wrong with the rows that are left out: a wrong number of values, an empty sentence or an
    /// empty label, each with file and line. Of several files, one that is wrong as a whole is left out and told too, as [`ErrorKind::Format`].
    ///
    /// # Errors
    /// As [`Self::read`], for what is wrong with an only file, or with every one, as a whole.
    pub fn read_with_broken_rows(
        paths: &[PathBuf],
        columns: &ColumnNames,
    ) -> Result<(Self, Vec<Error>)> {
        let mut broken = Vec::new();
        let data = reader::read(paths, columns, Some(&mut broken))?;
        Ok((data, broken))
    }

    /// Reads the bytes of one CSV file, with the columns' usual names; `name` stands for its path in errors.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] for what is malformed, with `name` and line.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        reader::from_bytes(name, bytes, &ColumnNames::default())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// Adds the rows of another behind its own. Letters are named where all of it names them.
    pub fn append(&mut self, other: Self) {
        self.has_letters = match (self.is_empty(), other.is_empty()) {
            (_, true) => self.has_letters,
            (true, false) => other.has_letters,
            (false, false) => self.has_letters && other.has_letters,
        };
        let files = self.files.len() as u32;
        let rows = other.examples.into_iter().map(|e| Example {
            file: e.file + files,
            ..e
        });
        self.examples.extend(rows);
        self.files.extend(other.files);
        self.remarks.extend(other.remarks);
    }

    /// The distinct labels in their fixed order.
    pub fn labels(&self) -> Labels {
        Labels::from_data(self.examples.iter().map(|e| &*e.label))
    }

    /// The class number of every row.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] with file and line of the first label that is not among `labels`.
    pub fn targets(&self, labels: &Labels) -> Result<Vec<usize>> {
        (self.examples.iter())
            .map(|e| {
                labels
                    .require(&e.label)
                    .map_err(|error| self.locate(error, e))
            })
            .collect()
    }

    /// The class number of every row's second label, where it has one that `labels` knows.
    pub fn alternatives(&self, labels: &Labels) -> Vec<Option<usize>> {
        self.examples
            .iter()
            .map(|e| labels.index(&e.also))
            .collect()
    }

    /// How many groups there are: letters, or rows where the data names none.
    pub fn group_count(&self) -> usize {
        split::count(&self.groups())
    }

    /// File and line of a row, as messages name it.
    pub fn place(&self, example: &Example) -> String {
        match self.files.get(example.file as usize) {
            Some(path) => format!("{}:{}", path.display(), example.line),
            None => format!("line {}", example.line),
        }
    }

    /// Puts file and line of a row into an error.
    pub fn locate(&self, error: Error, example: &Example) -> Error {
        match self.files.get(example.file as usize) {
            Some(path) => error.at(path).on_line(example.line),
            None => error,
        }
    }

    /// Letter and sentence of every row; the letter is empty where the data names none.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        (self.examples.iter()).map(|e| {
            let letter = if self.has_letters { &*e.letter } else { "" };
            (letter, e.sentence.as_str())
        })
    }

    /// The group number of every row, in order of first appearance: its letter, or the row itself.
    ///
    /// Letters of the same name in different files are one group.
    pub fn groups(&self) -> Vec<usize> {
        if !self.has_letters {
            return (0..self.len()).collect();
        }
        let mut known = hashbrown::HashMap::new();
        (self.examples.iter())
            .map(|e| {
                let next = known.len();
                *known.entry(e.letter.clone()).or_insert(next)
            })
            .collect()
    }

    /// Every row as the extractor takes it: with heading, sentence before, and place in its section.
    pub fn inputs(&self) -> Vec<Input<'_>> {
        let mut inputs: Vec<Input<'_>> = Vec::with_capacity(self.len());
        let mut start = 0;
        while start < self.len() {
            let first = &self.examples[start];
            let end = (start + 1..self.len())
                .find(|&i| {
                    let e = &self.examples[i];
                    !self.has_letters || e.letter != first.letter || e.section != first.section
                })
                .unwrap_or(self.len());
            for i in start..end {
                inputs.push(Input {
                    sentence: &self.examples[i].sentence,
                    before: (i > start).then(|| &*self.examples[i - 1].sentence),
                    heading: &first.section,
                    position: i - start,
                    count: if self.has_letters { end - start } else { 0 },
                });
            }
            start = end;
        }
        inputs
    }

    /// The chosen rows.
    ///
    /// # Panics
    /// Where one is the number of no row: [`Self::len`] or more.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        Self {
            examples: rows.iter().map(|&i| self.examples[i].clone()).collect(),
            files: self.files.clone(),
            has_letters: self.has_letters,
            remarks: self.remarks.clone(),
        }
    }

    /// SHA-256 over letter, section, sentence, label and `also` of every row in order, in lower-case hexadecimal.
    ///
    /// It does not depend on file names, line ends or quoting.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for e in &self.examples {
            for part in [&*e.letter, &*e.section, &e.sentence, &*e.label, &*e.also] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hex(&hasher.finalize())
    }

    /// Refuses data that nothing can be learned from: no rows, one class, a class with one example.
    ///
    /// # Errors
    /// [`ErrorKind::Training`] with the counts and the next step.
    pub fn require_trainable(&self) -> Result<()> {
        let labels = self.labels();
        let here = |error: Error| match self.files.first() {
            Some(path) => error.at(path),
            None => error,
        };
        if labels.len() < 2 {
            let found = match labels.iter().next() {
                Some(only) if self.len() == 1 => format!("the only row has the label `{only}`"),
                Some(only) => format!("every one of {} rows has the label `{only}`", self.len()),
                None => "no labelled row".to_owned(),
            };
            return Err(here(Error::new(ErrorKind::Training, found))
                .expected("rows of two or more labels")
                .hint("a classifier learns from the difference between labels: add rows of another one"));
        }
        let rows = self.label_rows_of(&labels);
        match rows.into_iter().find(|label| label.rows == 1) {
            Some(lone) => Err(self.one_example(&labels, lone)),
            None => Ok(()),
        }
    }

    /// The error of a label that stands on one row.
    fn one_example(&self, labels: &Labels, lone: LabelRows<'_>) -> Error {
        let label = lone.label;
        let near = || did_you_mean(label, labels.iter().filter(|other| *other != label));
        let step = if let Some(question) = self.too_many_labels(labels.len()) {
            question
        } else if let Some(near) = near() {
            let meant = spelling::meant(label, near);
            format!("did you mean `{meant}`? If not, add examples of `{label}`")
        } else {
            format!("add examples of `{label}`, or correct the row if it is misspelt")
        };
        let found = format!("label `{label}` has one example");
        let error = Error::new(ErrorKind::Training, found)
            .expected("two or more examples of each label")
            .hint(format!("{step}; `standpunt check` counts every label"));
        self.locate(error, &self.examples[lone.first])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(letter: &str, section: &str, sentence: &str, label: &str) -> Example {
        Example {
            letter: letter.into(),
            section: section.into(),
            sentence: sentence.to_owned(),
            label: label.into(),
            ..Example::default()
        }
    }

    fn dataset(examples: Vec<Example>) -> Dataset {
        Dataset {
            examples,
            files: vec!["a.csv".into()],
            has_letters: true,
            ..Dataset::default()
        }
    }

    #[test]
    fn context_stays_within_letter_and_section() {
        let data = dataset(vec![
            example("a", "x", "Een.", "steunt"),
            example("a", "x", "Twee.", "steunt"),
            example("a", "y", "Drie.", "kritisch"),
            example("b", "y", "Vier.", "kritisch"),
        ]);
        let inputs = data.inputs();
        assert_eq!(inputs[1].before, Some("Een."));
        assert_eq!(
            (inputs[1].position, inputs[1].count, inputs[1].heading),
            (1, 2, "x")
        );
        assert_eq!(inputs[2].before, None);
        assert_eq!(inputs[3].before, None);
        assert_eq!(data.groups(), [0, 0, 0, 1]);
    }

    #[test]
    fn rows_that_are_added_keep_their_file() {
        let mut all = Dataset::default();
        all.append(dataset(vec![example("a", "x", "Een.", "steunt")]));
        let mut other = dataset(vec![example("b", "x", "Twee.", "kritisch")]);
        other.files = vec!["b.csv".into()];
        all.append(other);
        assert!(all.has_letters && all.len() == 2);
        let error = all.locate(Error::new(ErrorKind::Data, "x"), &all.examples[1]);
        assert!(error.to_string().starts_with("b.csv:"), "{error}");
    }

    #[test]
    fn the_hash_depends_on_content_alone() {
        let one = dataset(vec![example("a", "x", "Een.", "steunt")]);
        let mut other = one.clone();
        other.files = vec!["b.csv".into()];
        other.examples[0].line = 7;
        assert_eq!(one.hash(), other.hash());
        other.examples[0].label = "kritisch".into();
        assert_ne!(one.hash(), other.hash());
    }

    #[test]
    fn one_class_or_one_example_cannot_be_learned_from() {
        let one = dataset(vec![
            example("a", "", "Een.", "steunt"),
            example("a", "", "Twee.", "steunt"),
        ]);
        assert!(
            one.require_trainable()
                .unwrap_err()
                .to_string()
                .contains("every one of 2 rows")
        );
        let mut rare = one.clone();
        rare.examples.push(Example {
            line: 4,
            ..example("a", "", "Drie.", "kritisch")
        });
        let error = rare.require_trainable().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("a.csv:4: label `kritisch` has one example")
        );
    }

    #[test]
    fn a_column_that_holds_no_labels_is_refused_in_as_many_steps_as_rows() {
        // were each label sought among all, this would take some 10¹⁰ comparisons of texts
        let label = |row: usize| format!("Het kabinet steunt het plan {:06}", row * 7919 % 100_000);
        let rows = (0..100_000).map(|row| example("", "", "Zin.", &label(row)));
        let error = dataset(rows.collect()).require_trainable().unwrap_err();
        assert!(
            error.found().ends_with("plan 000000` has one example"),
            "{error}"
        );
        let step = error.next_step().unwrap();
        assert!(
            step.contains("100000 labels on 100000 rows: is this the column"),
            "{step}"
        );
    }

    #[test]
    fn an_empty_set_takes_no_letters_away() {
        let mut named = dataset(vec![example("a", "x", "Een.", "steunt")]);
        named.has_letters = true;
        named.append(Dataset::default());
        assert!(named.has_letters);
        let mut empty = Dataset::default();
        empty.append(named);
        assert!(empty.has_letters);
    }
}
