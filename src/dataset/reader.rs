//! CSV files become a [`Dataset`].

mod columns;
mod damage;
mod source;
mod table;

pub use columns::ColumnNames;
pub(crate) use columns::{column, wrong_width};
pub(crate) use source::decode;
pub use source::files;
pub(crate) use table::{Table, no_rows};

use super::{Dataset, Example, Remark};
use crate::error::{Error, ErrorKind, Result};
use columns::{Columns, Untouched, Unused};
use source::{read_bytes, read_stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads data; what is wrong with single rows is refused, or, with a list for it, put there and the row left out.
pub(super) fn read(
    paths: &[PathBuf],
    columns: &ColumnNames,
    mut broken: Option<&mut Vec<Error>>,
) -> Result<Dataset> {
    let mut data = Dataset::default();
    let mut interned = Interned::default();
    let files = files(paths)?;
    let several = files.len() > 1;
    for path in files {
        let (path, bytes) = if path.as_os_str() == "-" {
            (PathBuf::from("standard input"), read_stdin()?)
        } else {
            let bytes = read_bytes(&path)?;
            (path, bytes)
        };
        let before = data.examples.len();
        let rows = broken.as_deref_mut();
        match (
            add(&mut data, path, &bytes, columns, &mut interned, rows),
            broken.as_deref_mut(),
        ) {
            (Ok(()), _) => {}
            (Err(error), Some(broken)) if several => {
                data.examples.truncate(before);
                broken.push(error.of_kind(ErrorKind::Format));
            }
            (Err(error), _) => return Err(error),
        }
    }
    match broken {
        Some(broken) if data.files.is_empty() && several && !broken.is_empty() => {
            Err(broken.remove(0).of_kind(ErrorKind::Data))
        }
        _ => Ok(data),
    }
}

pub(super) fn from_bytes(name: &str, bytes: &[u8], columns: &ColumnNames) -> Result<Dataset> {
    let mut data = Dataset::default();
    let mut interned = Interned::default();
    add(&mut data, name.into(), bytes, columns, &mut interned, None)?;
    Ok(data)
}

/// Adds the rows of one file.
fn add(
    data: &mut Dataset,
    path: PathBuf,
    bytes: &[u8],
    columns: &ColumnNames,
    interned: &mut Interned,
    broken: Option<&mut Vec<Error>>,
) -> Result<()> {
    let file = data.files.len() as u32;
    let mut rows = Rows {
        path: &path,
        file,
        interned,
        examples: &mut data.examples,
        broken,
    };
    let (text, remark) = decode(bytes).map_err(|e| e.at(&path))?;
    let before = rows.examples.len();
    let read = rows.read(&text, columns).map_err(|e| e.at(&path))?;
    let added = &data.examples[before..];
    let remarks = [
        ("encoding", remark.map(str::to_owned)),
        ("unnamed letters", read.remark),
        ("empty rows", read.empty_rows),
        ("damaged characters", damage::of_characters(added)),
        ("labels in capitals", damage::of_capitals(added)),
    ];
    for (what, detail) in remarks {
        data.remarks.extend(detail.map(|detail| Remark {
            file: path.clone(),
            what,
            detail,
        }));
    }
    let with_letters = read.with_letters;
    if file > 0 && with_letters != data.has_letters {
        return Err(Error::new(
            ErrorKind::Data,
            format!(
                "column `{}` stands in some of the files only",
                columns.letter
            ),
        )
        .at(&path)
        .hint("give all files the column, so that rows can be grouped by letter, or none"));
    }
    data.has_letters = with_letters;
    data.files.push(path);
    Ok(())
}

/// What a file as a whole says.
struct Read {
    /// Whether a column names the letters of its rows.
    with_letters: bool,
    /// What a person should know of its columns.
    remark: Option<String>,
    /// What a person should know of rows without any value, which were left out.
    empty_rows: Option<String>,
}

#[derive(Default)]
struct Interned(hashbrown::HashSet<Arc<str>>);

impl Interned {
    fn get(&mut self, text: &str) -> Arc<str> {
        self.0.get_or_insert_with(text, |t| t.into()).clone()
    }
}

/// Names the command that finds every row that is broken, where reading ends at the first.
fn with_check(error: Error, path: &Path) -> Error {
    let step = error.next_step().unwrap_or_default().to_owned();
    let file = match path.to_str() {
        Some("standard input") => "FILE".into(),
        _ => path.to_string_lossy(),
    };
    error.hint(format!(
        "{step}; `standpunt check {file}` finds every such row"
    ))
}

/// Where the rows of a file go.
struct Rows<'a> {
    path: &'a Path,
    file: u32,
    interned: &'a mut Interned,
    examples: &'a mut Vec<Example>,
    /// What is wrong with single rows; none where the first such row is refused.
    broken: Option<&'a mut Vec<Error>>,
}

impl Rows<'_> {
    /// Reads the rows of a file.
    fn read(&mut self, text: &str, names: &ColumnNames) -> Result<Read> {
        let mut table = Table::open(text)?;
        let header = table.header().clone();
        let columns = Columns::find(&header, names).map_err(|e| table.in_header(e))?;
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        let mut empty_rows = damage::EmptyRows::default();
        let mut untouched = Untouched::default();
        let mut unused = Unused::new(&header, &columns);
        while let Some(line) = table.next(&mut record)? {
            if empty_rows.take(&record, line) {
                continue;
            }
            rows += 1;
            untouched.look_at(&record, &columns, line);
            unused.look_at(&record);
            let wrong = columns.wrong(&record, header.len());
            if wrong.is_empty() {
                self.add(&record, &columns, line);
            }
            for error in wrong {
                let error = error.at(self.path).on_line(line);
                match self.broken.as_deref_mut() {
                    Some(broken) => broken.push(error),
                    None => return Err(with_check(error, self.path)),
                }
            }
        }
        untouched.refuse(rows)?;
        if rows == 0 {
            return Err(no_rows().at(self.path));
        }
        Ok(Read {
            with_letters: columns.letter.is_some(),
            remark: unused.letters(rows),
            empty_rows: empty_rows.remark(),
        })
    }

    fn add(&mut self, record: &csv::StringRecord, columns: &Columns, line: u64) {
        let value = |column: Option<usize>| column.and_then(|c| record.get(c)).unwrap_or("").trim();
        self.examples.push(Example {
            letter: self.interned.get(value(columns.letter)),
            kind: self.interned.get(value(columns.kind)),
            field: self.interned.get(value(columns.field)),
            section: self.interned.get(value(columns.section)),
            sentence: value(Some(columns.sentence)).to_owned(),
            label: self.interned.get(value(Some(columns.label))),
            also: self.interned.get(value(columns.also)),
            file: self.file,
            line,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<Example>> {
        let mut examples = Vec::new();
        let mut rows = Rows {
            path: Path::new("x.csv"),
            file: 0,
            interned: &mut Interned::default(),
            examples: &mut examples,
            broken: None,
        };
        rows.read(text, &ColumnNames::default())?;
        Ok(examples)
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for separator in [",", ";", "\t"] {
            let text = ["text", "label\nZin een", "steunt\n"].join(separator);
            let found = rows(&text).unwrap();
            assert_eq!(
                (&*found[0].sentence, &*found[0].label),
                ("Zin een", "steunt")
            );
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_where_it_opens() {
        let error = rows("sentence,label\nEen,steunt\n\"Twee,kritisch\nDrie,steunt\n").unwrap_err();
        assert_eq!(error.place().line, Some(3));
        let error = rows("sentence,label\n\"Een\" en meer,steunt\n").unwrap_err();
        assert!(error.found().contains("followed by more text"));
        assert!(rows("sentence,label\n\"Een \"\"twee\"\" drie\",steunt\n").is_ok());
        assert!(rows("sentence,label\nDe \"open\" zin,steunt\n").is_ok());
    }

    #[test]
    fn own_output_is_refused_where_gold_is_asked_for() {
        let text = "sentence,label,shown_label,second,probability,model\nEen,steunt,steunt,kritisch,0.9,ab\n";
        assert!(rows(text).is_ok());
        let gold = ColumnNames {
            refuse_own_output: true,
            ..ColumnNames::default()
        };
        let error = from_bytes("uit.csv", text.as_bytes(), &gold).unwrap_err();
        assert_eq!(error.place().line, Some(1));
        assert!(error.next_step().unwrap().contains("--allow-own-labels"));
        let predictions = b"sentence,label,predicted,probability\nEen,steunt,steunt,0.9\n";
        assert!(from_bytes("f.csv", predictions, &gold).is_ok());
    }

    #[test]
    fn labels_that_nobody_touched_are_refused_where_gold_is_asked_for() {
        let text = "sentence,label,labelled_by\nEen,steunt,person\nTwee,kritisch,model\nDrie,steunt,model\n";
        assert_eq!(rows(text).unwrap().len(), 3);
        let gold = ColumnNames {
            refuse_own_output: true,
            ..ColumnNames::default()
        };
        let error = from_bytes("a.csv", text.as_bytes(), &gold).unwrap_err();
        assert_eq!(error.place().line, Some(3));
        assert!(error.found().starts_with("2 of 3 labels"));
        assert!(error.next_step().unwrap().contains("--allow-own-labels"));
        let touched = text.replace(",model", ",person");
        assert!(from_bytes("a.csv", touched.as_bytes(), &gold).is_ok());
    }

    #[test]
    fn a_missing_column_is_answered_with_the_nearest() {
        let error = rows("sentence,labels\nEen,steunt\n").unwrap_err();
        assert!(
            error
                .next_step()
                .unwrap()
                .contains("did you mean `labels`?")
        );
    }

    #[test]
    fn lines_are_counted_through_quoted_line_ends() {
        let error = rows("sentence,label\n\"Een\ntwee\",steunt\nDrie,\n").unwrap_err();
        assert_eq!(error.place().line, Some(4));
        assert_eq!(
            rows("sentence,label\nEen\n").unwrap_err().place().line,
            Some(2)
        );
    }

    #[test]
    fn a_row_is_named_by_its_own_line_after_crlf_and_empty_lines() {
        let line = |text: &str| rows(text).unwrap_err().place().line;
        for end in ["\n", "\r\n", "\n\n", "\r\n\r\n"] {
            let breaks = end.matches('\n').count() as u64;
            let text = |last: &str| ["sentence,label", "Een,steunt", last, ""].join(end);
            assert_eq!(line(&text("Twee,")), Some(1 + 2 * breaks), "{end:?}");
            assert_eq!(line(&text("Twee")), Some(1 + 2 * breaks), "{end:?}");
            let found = rows(&text("Twee,steunt")).unwrap();
            assert_eq!((found[0].line, found[1].line), (1 + breaks, 1 + 2 * breaks));
        }
        assert_eq!(line("\r\n\nzin;label\nEen;steunt\n"), Some(3));
        assert_eq!(rows("\n\ntext;label\nEen;steunt\n").unwrap()[0].line, 4);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let (text, remark) = decode(b"\xEF\xBB\xBFa,b").unwrap();
        assert_eq!((&*text, remark), ("a,b", None));
        assert!(decode(b" \n").unwrap_err().found().contains("empty"));
        assert!(
            decode(&[80, 75, 0, 4])
                .unwrap_err()
                .found()
                .contains("binary")
        );
    }

    #[test]
    fn every_encoding_of_a_spreadsheet_gives_the_same_rows_and_is_told() {
        let text =
            "letter;sentence;label\nA;De coördinator is positief.;steunt\nB;Eén punt.;kritisch\n";
        let units = || text.encode_utf16();
        let le: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let columns = ColumnNames::default();
        let utf8 = from_bytes("x.csv", text.as_bytes(), &columns).unwrap();
        assert!(utf8.remarks.is_empty());
        for (bytes, told) in [
            (latin, "Windows-1252"),
            ([b"\xff\xfe", &le[..]].concat(), "UTF-16"),
            ([b"\xfe\xff", &be[..]].concat(), "UTF-16"),
            (le, "UTF-16"),
        ] {
            let found = from_bytes("x.csv", &bytes, &columns).unwrap();
            assert_eq!(found.examples, utf8.examples, "{told}");
            let remark = format!("the file is not UTF-8: it was read as {told}");
            assert_eq!(found.remarks[0].detail, remark);
        }
    }

    #[test]
    fn a_line_that_tells_the_separator_is_obeyed_and_counted() {
        for (first, end) in [("sep=;", "\n"), ("SEP=;", "\r\n"), ("\"sep=;\"", "\n")] {
            let text = [first, "sentence;label", "Een, en meer;steunt", "Twee;", ""].join(end);
            assert_eq!(rows(&text).unwrap_err().place().line, Some(4), "{first}");
            let found = rows(&text.replace("Twee;", "Twee;kritisch")).unwrap();
            assert_eq!((&*found[0].sentence, found[0].line), ("Een, en meer", 3));
        }
        // the header tells otherwise, and the line is right
        assert_eq!(
            rows("sep=,\nsentence,label\nEen; twee; drie,steunt\n")
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn a_column_is_found_whatever_its_letter_case_and_the_exact_name_goes_first() {
        let found = rows("Letter;Sentence;LABEL\nA;Een;steunt\n").unwrap();
        assert_eq!((&*found[0].letter, &*found[0].label), ("A", "steunt"));
        let found = rows("Label,label,sentence\neen,twee,Zin\n").unwrap();
        assert_eq!(&*found[0].label, "twee");
        let error = rows("Label,LABEL,sentence\neen,twee,Zin\n").unwrap_err();
        assert!(
            error.found().contains("more than one column `label`"),
            "{error}"
        );
    }

    #[test]
    fn a_column_that_may_name_the_letters_is_told_where_none_does() {
        let rows = |names: [&str; 6]| {
            let rows: Vec<String> = (names.iter().enumerate())
                .map(|(n, name)| format!("{name};Zin {n}.;steunt;{n}"))
                .collect();
            let text = format!("Brief;sentence;label;nummer\n{}\n", rows.join("\n"));
            from_bytes("x.csv", text.as_bytes(), &ColumnNames::default()).unwrap()
        };
        let found = rows(["A", "A", "A", "B", "B", "B"]);
        assert_eq!(
            found.remarks.first().map(|r| r.detail.as_str()),
            Some(
                "no column names the letters; `Brief` has the same value on rows that follow one another: is it `--letter-column Brief`?"
            )
        );
        // one value, or one a row, names no letters
        assert!(rows(["A"; 6]).remarks.is_empty());
        assert!(rows(["A", "B", "C", "D", "E", "F"]).remarks.is_empty());
    }

    #[test]
    fn bytes_are_read_as_a_file_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("klein.csv");
        let bytes = b"letter,sentence,label\nA,Het kabinet steunt dit.,steunt\n";
        std::fs::write(&path, bytes).unwrap();
        let name = path.to_str().unwrap();
        let columns = ColumnNames::default();
        let from_file = read(std::slice::from_ref(&path), &columns, None).unwrap();
        assert_eq!(from_bytes(name, bytes, &columns).unwrap(), from_file);
        let error = from_bytes("klein.csv", b"sentence,label\n,steunt\n", &columns).unwrap_err();
        assert_eq!(error.place().path.as_deref(), Some(Path::new("klein.csv")));
        assert_eq!(error.place().line, Some(2));
    }
}
