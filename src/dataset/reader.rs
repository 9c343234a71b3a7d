//! CSV files become a [`Dataset`].

use super::{Dataset, Example};
use crate::error::{Error, ErrorKind, Result, did_you_mean};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest CSV file that is read: 2 GiB.
const MOST_BYTES: u64 = 2 << 30;

/// The columns that only the program's own output has: where all of them stand, the labels are a model's.
const OWN_OUTPUT: [&str; 4] = ["shown_label", "second", "probability", "model"];

/// The column in which the page of letters says who gave a label.
const LABELLED_BY: &str = "labelled_by";
/// What stands there where nobody touched the label.
const BY_MODEL: &str = "model";

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
}

impl Default for ColumnNames {
    fn default() -> Self {
        Self {
            sentence: None,
            label: "label".to_owned(),
            letter: "letter".to_owned(),
            require_letter: false,
            refuse_own_output: false,
        }
    }
}

/// The CSV files that paths name: files as they are (`-` is standard input), folders searched for `*.csv` in sorted order, subfolders too.
///
/// # Errors
/// [`ErrorKind::Io`] for a path that does not exist or a folder without CSV files.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = all.len();
            collect(path, &mut all)?;
            if all.len() == before {
                return Err(Error::new(ErrorKind::Io, "no CSV file in this folder")
                    .at(path)
                    .expected("files whose names end in `.csv`")
                    .hint("give the folder that holds the labelled sentences, or a file itself"));
            }
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

fn collect(folder: &Path, all: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<std::io::Result<Vec<_>>>()
        })
        .map_err(|e| Error::io(folder, "read this folder", e))?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, all)?;
        } else if path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        {
            all.push(path);
        }
    }
    Ok(())
}

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
    let with_letters = decode(bytes)
        .and_then(|text| rows.read(text, columns))
        .map_err(|e| e.at(&path))?;
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

fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|e| Error::io(path, "read", e))?;
    if size.is_dir() {
        return Err(Error::new(ErrorKind::Io, "this is a folder").at(path));
    }
    if size.len() > MOST_BYTES {
        return Err(too_large(path, &format!("{} bytes", size.len())));
    }
    std::fs::read(path).map_err(|e| Error::io(path, "read", e))
}

fn read_stdin() -> Result<Vec<u8>> {
    let path = Path::new("standard input");
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Error::io(path, "read", e))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large(path, "more than 2 GiB"));
    }
    Ok(bytes)
}

fn too_large(path: &Path, found: &str) -> Error {
    Error::new(ErrorKind::Limit, found)
        .at(path)
        .expected("a CSV file of at most 2 GiB")
        .hint("part it into several files and name their folder")
}

/// UTF-8 text without its byte order mark; anything else is refused.
fn decode(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::Data, "the file is empty")
            .expected("a CSV file with a header and labelled sentences")
            .hint("its first line is the header, such as `sentence,label`"));
    }
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Error::new(ErrorKind::Data, "this is JSON")
            .expected("a CSV file with a header and labelled sentences")
            .hint("write a row for each object, with the columns `sentence` and `label`"));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Error::new(
            ErrorKind::Data,
            "this is text in UTF-16, as a spreadsheet's `Unicode text` is",
        )
        .expected("a CSV file in UTF-8")
        .hint("save it as `CSV UTF-8`, or convert it: iconv -f UTF-16 -t UTF-8 in.txt > out.csv"));
    }
    if bytes.contains(&0) {
        return Err(Error::new(
            ErrorKind::Data,
            "this is a binary file (it holds zero bytes)",
        )
        .expected("a CSV file in UTF-8")
        .hint("a spreadsheet is saved as CSV with `Save as … CSV UTF-8`"));
    }
    std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
        Error::new(ErrorKind::Data, "the text is not UTF-8")
            .on_line(line as u64)
            .expected("a CSV file in UTF-8")
            .hint("save it as `CSV UTF-8`, or convert it: iconv -f WINDOWS-1252 -t UTF-8 in.csv > out.csv")
    })
}

/// The separator that cuts the header into most columns; a comma when none does.
fn delimiter(header: &str) -> u8 {
    let count = |c| header.matches(char::from(c)).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|c| count(*c))
        .filter(|c| count(*c) > 0)
        .unwrap_or(b',')
}

/// Finds a quote that is never closed, or closed in the middle of a value: (line, what).
fn broken_quote(text: &str, delimiter: u8) -> Option<(u64, &'static str)> {
    let bytes = text.as_bytes();
    let (mut line, mut opened, mut i) = (1, 1, 0);
    let mut quoted = false;
    let mut at_start = true;
    while i < bytes.len() {
        let b = bytes[i];
        if quoted {
            if b == b'"' {
                match bytes.get(i + 1) {
                    Some(b'"') => i += 1,
                    Some(&n) if n != delimiter && n != b'\n' && n != b'\r' => {
                        return Some((line, "a quoted value is followed by more text"));
                    }
                    _ => quoted = false,
                }
            }
        } else if b == b'"' && at_start {
            quoted = true;
            opened = line;
        }
        at_start = !quoted && (b == delimiter || b == b'\n' || b == b'\r');
        line += u64::from(b == b'\n');
        i += 1;
    }
    quoted.then_some((opened, "a quote is opened here and never closed"))
}

#[derive(Default)]
struct Interned(hashbrown::HashSet<Arc<str>>);

impl Interned {
    fn get(&mut self, text: &str) -> Arc<str> {
        self.0.get_or_insert_with(text, |t| t.into()).clone()
    }
}

struct Columns {
    sentence: usize,
    label: usize,
    letter: Option<usize>,
    kind: Option<usize>,
    field: Option<usize>,
    section: Option<usize>,
    also: Option<usize>,
    /// Who gave the label; none where that makes no difference.
    labelled_by: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord, names: &ColumnNames) -> Result<Self> {
        let at = |name: &str| {
            let mut found = (header.iter().enumerate()).filter(|(_, h)| h.trim() == name);
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(Error::new(
                    ErrorKind::Data,
                    format!("more than one column `{name}`"),
                )
                .expected("each column once")
                .hint("rename the one that is not meant, or take it out")),
                (first, None) => Ok(first.map(|(column, _)| column)),
            }
        };
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
        })
    }

    /// What is wrong with a row by itself: its number of values, or that sentence or label are empty.
    fn wrong(&self, record: &csv::StringRecord, width: usize) -> Vec<Error> {
        if record.len() != width {
            let found = format!("{} values where the header has {width}", record.len());
            return vec![
                Error::new(ErrorKind::Data, found)
                    .hint("a value that holds a separator stands in quotes"),
            ];
        }
        let is_empty = |column| record.get(column).unwrap_or("").trim().is_empty();
        [("sentence", self.sentence), ("label", self.label)]
            .into_iter()
            .filter(|(_, column)| is_empty(*column))
            .map(|(name, _)| {
                Error::new(ErrorKind::Data, format!("an empty {name}"))
                    .hint("fill it in, or take the row out")
            })
            .collect()
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

/// The rows whose label is a model's, as the page of letters exports them.
#[derive(Default)]
struct Untouched {
    count: usize,
    /// Line of the first.
    line: u64,
}

impl Untouched {
    fn look_at(&mut self, record: &csv::StringRecord, columns: &Columns, line: u64) {
        let by = columns.labelled_by.and_then(|column| record.get(column));
        if by.is_some_and(|by| by.trim() == BY_MODEL) {
            self.count += 1;
            self.line = if self.count == 1 { line } else { self.line };
        }
    }

    /// Refuses them, where there is any among so many rows.
    fn refuse(&self, rows: usize) -> Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let found = format!(
            "{} of {rows} labels are a model's, not a person's (column `{LABELLED_BY}`; this is the first)",
            self.count
        );
        Err(Error::new(ErrorKind::Data, found)
            .on_line(self.line)
            .expected("sentences that people have labelled")
            .hint(
                "export the corrections alone, or confirm the other labels on the page too; \
                 where every label of this file has been read, `--allow-own-labels` takes it",
            ))
    }
}

/// Counts the lines of a text up to its records.
///
/// The csv crate counts up to where it begins to look for a record, which is before the line feed of `\r\n` and before empty lines.
struct Lines {
    byte: usize,
    line: u64,
}

impl Default for Lines {
    fn default() -> Self {
        Self { byte: 0, line: 1 }
    }
}

impl Lines {
    /// The line (1-based) on which a record begins; positions come in rising order.
    fn up_to(&mut self, text: &str, position: Option<&csv::Position>) -> u64 {
        let start = position.map_or(0, |p| p.byte() as usize);
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let skipped = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let start = start + skipped.count();
        let passed = text.as_bytes().get(self.byte..start).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.byte = self.byte.max(start);
        self.line
    }
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
    /// Reads the rows of a file, and whether a column names their letters.
    fn read(&mut self, text: &str, names: &ColumnNames) -> Result<bool> {
        let header_line = text.lines().find(|line| !line.is_empty());
        let delimiter = delimiter(header_line.unwrap_or(""));
        if let Some((line, what)) = broken_quote(text, delimiter) {
            return Err(Error::new(ErrorKind::Data, what)
                .on_line(line)
                .expected(
                    "a value in quotes to end with a quote; a quote inside it is doubled (`\"\"`)",
                )
                .hint("correct the line, or save the file again from the spreadsheet"));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let malformed = |e: csv::Error| {
            let line = Lines::default().up_to(text, e.position());
            Error::new(ErrorKind::Data, e.to_string())
                .on_line(line)
                .hint("a value that holds a separator stands in quotes")
                .caused_by(e)
        };
        let mut lines = Lines::default();
        let header = reader.headers().map_err(malformed)?.clone();
        let header_line = lines.up_to(text, header.position());
        let columns = Columns::find(&header, names).map_err(|e| e.on_line(header_line))?;
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        let mut untouched = Untouched::default();
        while reader.read_record(&mut record).map_err(malformed)? {
            rows += 1;
            let line = lines.up_to(text, record.position());
            untouched.look_at(&record, &columns, line);
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
            return Err(Error::new(ErrorKind::Data, "a header without rows")
                .at(self.path)
                .expected("labelled sentences below it")
                .hint("write a sentence and its label a row, or leave the file out"));
        }
        Ok(columns.letter.is_some())
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
        assert!(decode(b"\xEF\xBB\xBFa,b").unwrap().starts_with('a'));
        assert!(decode(b" \n").unwrap_err().found().contains("empty"));
        assert!(
            decode(&[80, 75, 0, 4])
                .unwrap_err()
                .found()
                .contains("binary")
        );
        assert_eq!(decode(b"a\nb\xE9").unwrap_err().place().line, Some(2));
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
