//! The columns of data: what they are called, and which of them say that a label is a model's.

use crate::error::{Error, ErrorKind, Result, did_you_mean};
use crate::numbers::{count, of, one_or_more};

/// The columns that only the program's own output has: where all of them stand, the labels are a model's.
const OWN_OUTPUT: [&str; 4] = ["shown_label", "second", "probability", "model"];

/// The column in which the page of letters says who gave a label.
const LABELLED_BY: &str = "labelled_by";
/// What stands there where nobody touched the label.
const BY_MODEL: &str = "model";
/// What stands there where a person gave or confirmed it.
const BY_PERSON: &str = "person";

/// Most characters of a label.
const LONGEST_LABEL: usize = 100;

/// The names of the columns. The defaults are the project's own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ColumnNames {
    /// The sentence; by default `sentence`, or else `text`.
    pub sentence: Option<String>,
    /// The label; by default `label`.
    pub label: String,
    /// The letter; by default `letter`.
    pub letter: String,
    /// Whether data without the column of the letter is refused; by default each of its rows stands by itself.
    pub require_letter: bool,
    /// Whether to refuse the program's own output, told by its header, and rows of its page whose label nobody touched: a model's labels
    /// are not gold. By default not.
    pub refuse_own_output: bool,
    /// Whether a row may have an empty label, as where a coder left one out. By default it is refused.
    pub allow_unlabelled: bool,
}

impl Default for ColumnNames {
    fn default() -> Self {
        Self {
            sentence: None,
            label: "label".to_owned(),
            letter: "letter".to_owned(),
            require_letter: false,
            refuse_own_output: false,
            allow_unlabelled: false,
        }
    }
}

pub(super) struct Columns {
    pub(super) sentence: usize,
    pub(super) label: usize,
    pub(super) letter: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) field: Option<usize>,
    pub(super) section: Option<usize>,
    pub(super) also: Option<usize>,
    /// Who gave the label; none where that makes no difference.
    labelled_by: Option<usize>,
    /// Whether the label may be empty.
    allow_unlabelled: bool,
}

/// Signs that part columns elsewhere, and are not known here.
const OTHER_SEPARATORS: [char; 4] = ['|', '^', '~', ':'];

/// The longest name of a column, in words.
const LONGEST_NAME: usize = 5;

/// What to do with a first line that does not look like a header: its columns are parted by another sign, or it is a row.
fn no_header(header: &csv::StringRecord) -> Option<String> {
    if let (1, Some(only)) = (header.len(), header.get(0))
        && let Some(sign) = OTHER_SEPARATORS.iter().find(|sign| only.contains(**sign))
    {
        return Some(format!(
            "does `{sign}` stand between the columns? Save it with commas, semicolons or tabs between them"
        ));
    }
    let row = |cell: &str| cell.split_whitespace().count() > LONGEST_NAME;
    header.iter().any(row).then(|| {
        "the first line looks like a row: put a header above it, such as `letter,sentence,label`"
            .to_owned()
    })
}

/// The column of a name: the exact name first; a name in other letter case is meant where there is no such column.
///
/// # Errors
/// [`ErrorKind::Data`] where two columns have the name.
pub(crate) fn column(header: &csv::StringRecord, name: &str) -> Result<Option<usize>> {
    let of = |same: &dyn Fn(&str) -> bool| {
        let found = header.iter().enumerate().filter(|(_, h)| same(h.trim()));
        found.take(2).collect::<Vec<_>>()
    };
    let exact = of(&|h| h == name);
    let found = match exact.is_empty() {
        true => of(&|h| h.to_lowercase() == name.to_lowercase()),
        false => exact,
    };
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(
            Error::new(ErrorKind::Data, format!("more than one column `{name}`"))
                .expected("each column once")
                .hint("rename the one that is not meant, or take it out"),
        ),
        (first, None) => Ok(first.map(|(column, _)| column)),
    }
}

/// What is wrong with a row that has another number of values than its header.
pub(crate) fn wrong_width(row: &csv::StringRecord, width: usize) -> Option<Error> {
    (row.len() != width).then(|| {
        let found = format!("{} where the header has {width}", count(row.len(), "value"));
        Error::new(ErrorKind::Data, found).hint("a value that holds a separator stands in quotes")
    })
}

impl Columns {
    pub(super) fn find(header: &csv::StringRecord, names: &ColumnNames) -> Result<Self> {
        let at = |name: &str| column(header, name);
        let is_there = |name: &&str| header.iter().any(|h| h.trim() == *name);
        if names.refuse_own_output && OWN_OUTPUT.iter().all(is_there) {
            return Err(Error::new(
                ErrorKind::Data,
                "this is output of `classify`: its labels are a model's, not a person's",
            )
            .expected("sentences that people have labelled")
            .hint(
                "correct the labels on the page of `classify --format html` and export them there; \
                 where every label of this file has been checked, `--allow-own-labels` takes it",
            ));
        }
        let missing = |option: &str, name: &str, or: Option<&str>| {
            let both = or.map_or(format!("`{name}`"), |or| format!("`{name}` or `{or}`"));
            let error = Error::new(ErrorKind::Data, format!("no column {both}")).expected(format!(
                "a header with {both}; it has: {}",
                header.iter().collect::<Vec<_>>().join(", ")
            ));
            if let Some(told) = no_header(header) {
                return error.hint(told);
            }
            let near = did_you_mean(name, header);
            match near.or_else(|| did_you_mean(or?, header)) {
                Some(near) => error.hint(format!(
                    "did you mean `{near}`? `{option} {near}` reads that column"
                )),
                None => error.hint(format!("name the column with `{option}`")),
            }
        };
        let sentence = match &names.sentence {
            Some(name) => at(name)?.ok_or_else(|| missing("--sentence-column", name, None))?,
            None => match at("sentence")? {
                Some(column) => column,
                None => at("text")?
                    .ok_or_else(|| missing("--sentence-column", "sentence", Some("text")))?,
            },
        };
        let label = at(&names.label)?;
        let letter = at(&names.letter)?;
        if names.require_letter && letter.is_none() {
            return Err(missing("--letter-column", &names.letter, None));
        }
        Ok(Self {
            sentence,
            label: label.ok_or_else(|| missing("--label-column", &names.label, None))?,
            letter,
            kind: at("kind")?,
            field: at("field")?,
            section: at("section")?,
            also: at("also")?,
            labelled_by: at(LABELLED_BY)?.filter(|_| names.refuse_own_output),
            allow_unlabelled: names.allow_unlabelled,
        })
    }

    /// What is wrong with a row by itself: its number of values, an empty sentence, a label that is empty (where it may not be), no line of
    /// text or too long, or a word that does not say who gave it.
    pub(super) fn wrong(&self, record: &csv::StringRecord, width: usize) -> Vec<Error> {
        if let Some(error) = wrong_width(record, width) {
            return vec![error];
        }
        let value = |column: Option<usize>| column.and_then(|c| record.get(c)).map(str::trim);
        let label = (!self.allow_unlabelled).then_some(("label", self.label));
        let empty = [("sentence", self.sentence)]
            .into_iter()
            .chain(label)
            .filter(|(_, column)| value(Some(*column)).is_none_or(str::is_empty))
            .map(|(name, _)| {
                Error::new(ErrorKind::Data, format!("an empty {name}"))
                    .hint("fill it in, or take the row out")
            });
        let labels = [("label", Some(self.label)), ("second label", self.also)];
        let misshapen =
            (labels.into_iter()).filter_map(|(name, column)| misshapen_label(name, value(column)?));
        let nobodys = value(self.labelled_by).and_then(nobodys_label);
        empty.chain(misshapen).chain(nobodys).collect()
    }
}

/// A label is written into lines of text and columns of tables: it holds no line feed, tab or other control character.
fn misshapen_label(name: &str, label: &str) -> Option<Error> {
    let length = label.chars().count();
    let (found, expected) = if label.contains(char::is_control) {
        let found = format!("a {name} with a line feed, a tab or another control character");
        (found, "a label on one line".to_owned())
    } else if length > LONGEST_LABEL {
        let found = format!("a {name} of {length} characters");
        (found, format!("a label of at most {LONGEST_LABEL}"))
    } else {
        return None;
    };
    let error = Error::new(ErrorKind::Data, found).expected(expected);
    Some(error.hint("write the label on one line; `--label-column` names the column it stands in"))
}

/// Whoever gave a label is a person or a model; any other word could hide that it was a model.
fn nobodys_label(by: &str) -> Option<Error> {
    let known = [BY_MODEL, BY_PERSON]
        .iter()
        .any(|known| by.eq_ignore_ascii_case(known));
    (!known).then(|| {
        Error::new(ErrorKind::Data, format!("`{by}` in column `{LABELLED_BY}`"))
            .expected(format!("`{BY_PERSON}` or `{BY_MODEL}`"))
            .hint(format!(
                "write `{BY_PERSON}` where a person gave or read the label; \
                 `--allow-own-labels` takes all labels as a person's"
            ))
    })
}

/// The columns that nothing reads, in data whose letters no column names.
pub(super) struct Unused {
    columns: Vec<UnusedColumn>,
}

struct UnusedColumn {
    column: usize,
    name: String,
    last: Option<String>,
    /// Rows with the value of the row before.
    repeats: usize,
}

impl Unused {
    pub(super) fn new(header: &csv::StringRecord, columns: &Columns) -> Self {
        let read = [columns.kind, columns.field, columns.section, columns.also];
        let mut read: Vec<usize> = read.into_iter().flatten().collect();
        read.extend([columns.sentence, columns.label]);
        let unused = header.iter().enumerate().filter(|(column, name)| {
            columns.letter.is_none() && !read.contains(column) && !name.trim().is_empty()
        });
        Self {
            columns: unused
                .map(|(column, name)| UnusedColumn {
                    column,
                    name: name.trim().to_owned(),
                    last: None,
                    repeats: 0,
                })
                .collect(),
        }
    }

    pub(super) fn look_at(&mut self, record: &csv::StringRecord) {
        for unused in &mut self.columns {
            let value = record.get(unused.column).unwrap_or("").trim();
            if unused.last.as_deref() == Some(value) {
                unused.repeats += usize::from(!value.is_empty());
            } else {
                unused.last = Some(value.to_owned());
            }
        }
    }

    /// The first column that may name the letters of so many rows, as a question: on half of them or more it repeats the row before, and not
    /// on all.
    pub(super) fn letters(&self, rows: usize) -> Option<String> {
        let unused = (self.columns.iter())
            .find(|unused| unused.repeats * 2 >= rows && unused.repeats + 1 < rows)?;
        let name = &unused.name;
        let option = match name.contains(char::is_whitespace) {
            true => format!("\"{name}\""),
            false => name.clone(),
        };
        Some(format!(
            "no column names the letters; `{name}` has the same value on rows that follow one another: is it `--letter-column {option}`?"
        ))
    }
}

/// The rows whose label is a model's, as the page of letters exports them.
#[derive(Default)]
pub(super) struct Untouched {
    count: usize,
    /// Line of the first.
    line: u64,
}

impl Untouched {
    pub(super) fn look_at(&mut self, record: &csv::StringRecord, columns: &Columns, line: u64) {
        let by = columns.labelled_by.and_then(|column| record.get(column));
        if by.is_some_and(|by| by.trim().eq_ignore_ascii_case(BY_MODEL)) {
            self.count += 1;
            self.line = if self.count == 1 { line } else { self.line };
        }
    }

    /// Refuses them, where there is any among so many rows.
    pub(super) fn refuse(&self, rows: usize) -> Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let found = format!(
            "{} {} a model's, not a person's (column `{LABELLED_BY}`; this is the first)",
            of(self.count, rows, "label"),
            one_or_more(self.count, "is", "are")
        );
        Err(Error::new(ErrorKind::Data, found)
            .on_line(self.line)
            .expected("sentences that people have labelled")
            .hint(
                "read the other labels too and correct what is wrong: once every label of this file \
                 has been read, `--allow-own-labels` takes it",
            ))
    }
}
