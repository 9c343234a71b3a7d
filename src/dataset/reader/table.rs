//! The text of a CSV file as rows, each with the line on which it begins: as spreadsheets save it, whatever stands between the columns.

use crate::error::{Error, ErrorKind, Result};

/// A CSV text that is being read.
pub(crate) struct Table<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    header: csv::StringRecord,
    header_line: u64,
    lines: Lines,
}

impl<'t> Table<'t> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ErrorKind::Data`] with the line of a quote that is not closed.
    pub(crate) fn open(text: &'t str) -> Result<Self> {
        let (text, delimiter) = told_separator(text).unwrap_or_else(|| {
            let header_line = text.lines().find(|line| !line.is_empty());
            (text, delimiter(header_line.unwrap_or("")))
        });
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
        let mut lines = Lines::default();
        let header = reader.headers().map_err(|e| malformed(text, e))?.clone();
        let header_line = lines.up_to(text, header.position());
        Ok(Self {
            text,
            reader,
            header,
            header_line,
            lines,
        })
    }

    /// The names of the columns, as they stand there.
    pub(crate) fn header(&self) -> &csv::StringRecord {
        &self.header
    }

    /// Puts the line of the header into an error.
    pub(crate) fn in_header(&self, error: Error) -> Error {
        error.on_line(self.header_line)
    }

    /// Reads the next row, and gives the line on which it begins; `None` behind the last.
    pub(crate) fn next(&mut self, row: &mut csv::StringRecord) -> Result<Option<u64>> {
        let read = self.reader.read_record(row);
        let read = read.map_err(|e| malformed(self.text, e))?;
        Ok(read.then(|| self.lines.up_to(self.text, row.position())))
    }
}

fn malformed(text: &str, error: csv::Error) -> Error {
    let line = Lines::default().up_to(text, error.position());
    Error::new(ErrorKind::Data, error.to_string())
        .on_line(line)
        .hint("a value that holds a separator stands in quotes")
        .caused_by(error)
}

/// The error of a table with a header alone.
pub(crate) fn no_rows() -> Error {
    Error::new(ErrorKind::Data, "a header without rows")
        .expected("labelled sentences below it")
        .hint("write a sentence and its label a row, or leave the file out")
}

/// The text behind a first line such as `sep=;`, by which spreadsheets are told the separator, and that separator. The end of that line stays, so
/// that lines count as in the file.
fn told_separator(text: &str) -> Option<(&str, u8)> {
    let (first, _) = text.split_once('\n')?;
    let told = first.trim_end_matches('\r').trim_matches('"');
    let (name, sign) = told.split_at_checked(4)?;
    match sign.as_bytes() {
        &[sign @ (b',' | b';' | b'\t' | b'|')] if name.eq_ignore_ascii_case("sep=") => {
            Some((&text[first.trim_end_matches('\r').len()..], sign))
        }
        _ => None,
    }
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
