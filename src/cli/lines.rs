//! One sentence a line in, one label a line out: fast, in constant memory, in order.

use super::Run;
use super::line_rows::{self, Rows};
use super::terminal::{stdout, warn, written};
use rayon::prelude::*;
use standpunt::abstention::Limit;
use standpunt::classifier::{Classifier, Session};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Input;
use standpunt::letter::language::Words;
use standpunt::report::DOUBT;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Lines handled at a time: enough for 32 cores.
const BATCH: usize = 1 << 14;
/// Bytes handled at a time: 4 MiB, and one line more.
const BATCH_BYTES: usize = 4 << 20;
/// Lines that one thread takes at a time.
const CHUNK: usize = 1 << 9;
/// Lines of each [`CHUNK`], from its first on, whose words are counted to tell the language: a part tells as much as all.
const JUDGED: usize = 1 << 5;
/// Longest line: 1 MiB.
const LONGEST: u64 = 1 << 20;

/// How a labelled line is written.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// A label that it does not show is in doubt.
    pub limit: &'a Limit,
    /// Rows with all probabilities; without, `label<TAB>probability<TAB>sentence`.
    pub rows: Option<&'a Rows>,
}

/// Labels every line of the inputs: `label<TAB>probability<TAB>sentence`, or a row; an empty line stays empty.
///
/// What does not read as Dutch is warned of once an input, at its end.
pub fn run(
    run: Run,
    classifier: &Classifier,
    inputs: &[std::path::PathBuf],
    style: Style<'_>,
) -> Result<()> {
    inputs.iter().try_for_each(|p| line_rows::refuse_table(p))?;
    let mut out = stdout();
    let mut header = style.rows.map(|rows| rows.header(classifier));
    for path in inputs {
        let (name, source): (_, Box<dyn Read + Send>) = if path.as_os_str() == "-" {
            (Path::new("standard input"), Box::new(std::io::stdin()))
        } else {
            let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
            (path.as_path(), Box::new(file))
        };
        let mut source = BufReader::with_capacity(1 << 16, source);
        let head = source.fill_buf().map_err(|e| Error::io(name, "read", e));
        let labelled = head
            .and_then(|head| line_rows::refuse_letter(head).map_err(|e| e.at(name)))
            .and_then(|()| {
                let header = header.take().unwrap_or_default();
                written(out.write_all(header.as_bytes()))?;
                label(classifier, source, name, style, &mut out)
            });
        // lines that are done are not lost by one that cannot be read
        written(out.flush())?;
        let words = labelled?;
        if let Some(doubt) = words.doubt() {
            warn(run, &format!("{}: {doubt}", name.display()));
        }
    }
    Ok(())
}

/// Some lines, one behind the other.
#[derive(Default)]
struct Batch {
    text: String,
    /// Where each line ends.
    ends: Vec<usize>,
    /// The line that is read.
    line: Vec<u8>,
}

impl Batch {
    /// Replaces the content by the next lines of the source; empty at its end. A line that cannot be read is an error, and those before it
    /// are the content.
    fn fill(
        &mut self,
        source: &mut impl BufRead,
        path: &Path,
        line_number: &mut u64,
    ) -> Result<()> {
        self.text.clear();
        self.ends.clear();
        while self.ends.len() < BATCH && self.text.len() < BATCH_BYTES {
            self.line.clear();
            let read = source
                .take(LONGEST + 1)
                .read_until(b'\n', &mut self.line)
                .map_err(|e| Error::io(path, "read", e))?;
            if read == 0 {
                break;
            }
            *line_number += 1;
            if read as u64 > LONGEST {
                return Err(Error::new(ErrorKind::Limit, "a line longer than 1 MiB")
                    .at(path)
                    .on_line(*line_number)
                    .expected("one sentence a line")
                    .hint("leave out `--lines` to read the file as a letter"));
            }
            let line = str::from_utf8(&self.line).map_err(|e| {
                Error::new(ErrorKind::Format, "the line is not UTF-8")
                    .at(path)
                    .on_line(*line_number)
                    .expected("UTF-8 text, one sentence a line")
                    .hint("convert it: iconv -f WINDOWS-1252 -t UTF-8 in.txt > out.txt")
                    .caused_by(e)
            })?;
            // a byte order mark is no part of the first sentence
            let line = match *line_number {
                1 => line.trim_start_matches('\u{feff}'),
                _ => line,
            };
            self.text.push_str(line);
            self.ends.push(self.text.len());
        }
        Ok(())
    }

    /// The lines from one to before another.
    fn lines(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = &str> {
        let end = |n: usize| n.checked_sub(1).map_or(0, |n| self.ends[n]);
        range.map(move |n| &self.text[end(n)..end(n + 1)])
    }
}

/// Labels a batch while the next one is read; returns the counts that tell the language.
///
/// Before the error of a line that cannot be read, all lines before it are written.
fn label(
    classifier: &Classifier,
    mut source: impl BufRead + Send,
    path: &Path,
    style: Style<'_>,
    out: &mut impl Write,
) -> Result<Words> {
    let mut line_number = 0;
    let mut words = Words::default();
    let mut batch = Batch::default();
    let mut next = Batch::default();
    let mut filled = batch.fill(&mut source, path, &mut line_number);
    while !batch.ends.is_empty() {
        let work = || -> Vec<(String, Words)> {
            let count = batch.ends.len();
            (0..count.div_ceil(CHUNK))
                .into_par_iter()
                .map_init(
                    || classifier.session(),
                    |session, chunk| {
                        let mut text = String::new();
                        let lines = batch.lines(chunk * CHUNK..count.min((chunk + 1) * CHUNK));
                        let mut words = Words::default();
                        for (n, line) in lines.enumerate() {
                            if n < JUDGED {
                                words.add(line);
                            }
                            label_line(classifier, session, line, style, &mut text);
                        }
                        (text, words)
                    },
                )
                .collect()
        };
        let whole = filled.is_ok();
        let (parts, read) = rayon::join(work, || match whole {
            true => next.fill(&mut source, path, &mut line_number),
            false => Ok(()),
        });
        for (part, counted) in parts {
            written(out.write_all(part.as_bytes()))?;
            words.merge(counted);
        }
        filled?;
        filled = read;
        std::mem::swap(&mut batch, &mut next);
    }
    filled?;
    Ok(words)
}

fn label_line(
    classifier: &Classifier,
    session: &mut Session<'_>,
    line: &str,
    style: Style<'_>,
    out: &mut String,
) {
    if let Some(rows) = style.rows {
        return rows.add(classifier, session, line, style.limit, out);
    }
    let sentence = line.trim();
    if !sentence.is_empty() {
        let prediction = session.predict(&Input::alone(sentence));
        let probability = prediction.confidence();
        let name = classifier.labels().name(prediction.label);
        let shown = if style
            .limit
            .shows(prediction.label, &prediction.probabilities)
        {
            name
        } else {
            DOUBT
        };
        let _ = write!(out, "{shown}\t{probability:.4}\t");
        for (n, part) in sentence.split('\t').enumerate() {
            out.push_str(if n > 0 { " " } else { "" });
            out.push_str(part);
        }
    }
    out.push('\n');
}
