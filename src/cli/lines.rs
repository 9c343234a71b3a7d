//! One sentence a line in, one label a line out: fast, in constant memory, in order.

use super::line_rows::{self, Rows};
use super::terminal::{stdout, written};
use rayon::prelude::*;
use standpunt::classifier::Classifier;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::{Input, Workspace};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Lines handled at a time: enough for both cores, a few megabytes at most.
const BATCH: usize = 1 << 14;
/// Lines that one thread takes at a time.
const CHUNK: usize = 1 << 10;
/// Longest line: 1 MiB.
const LONGEST: u64 = 1 << 20;

/// How a labelled line is written.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// Below this probability the label is `twijfel`.
    pub threshold: Option<f64>,
    /// Rows with all probabilities; without, `label<TAB>probability<TAB>sentence`.
    pub rows: Option<&'a Rows>,
}

/// Labels every line of the inputs: `label<TAB>probability<TAB>sentence`, or a row; an empty line stays empty.
pub fn run(classifier: &Classifier, inputs: &[std::path::PathBuf], style: Style<'_>) -> Result<()> {
    inputs.iter().try_for_each(|p| line_rows::refuse_table(p))?;
    let mut out = stdout();
    if let Some(rows) = style.rows {
        written(out.write_all(rows.header(classifier).as_bytes()))?;
    }
    for path in inputs {
        if path.as_os_str() == "-" {
            label(
                classifier,
                std::io::stdin().lock(),
                Path::new("standard input"),
                style,
                &mut out,
            )?;
        } else {
            let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
            label(
                classifier,
                BufReader::with_capacity(1 << 16, file),
                path,
                style,
                &mut out,
            )?;
        }
    }
    written(out.flush())
}

fn label(
    classifier: &Classifier,
    mut source: impl BufRead,
    path: &Path,
    style: Style<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let mut batch: Vec<String> = Vec::new();
    let mut line_number = 0;
    loop {
        let mut filled = 0;
        while filled < BATCH {
            if filled == batch.len() {
                batch.push(String::new());
            }
            let line = &mut batch[filled];
            line.clear();
            let read = (&mut source).take(LONGEST).read_line(line).map_err(|e| {
                let not_text = e.kind() == std::io::ErrorKind::InvalidData;
                let error = Error::io(path, "read", e);
                if not_text {
                    error.on_line(line_number + 1).hint("`--lines` takes UTF-8 text; convert it: iconv -f WINDOWS-1252 -t UTF-8 in.txt > out.txt")
                } else {
                    error
                }
            })?;
            if read == 0 {
                break;
            }
            line_number += 1;
            if read as u64 == LONGEST {
                return Err(Error::new(ErrorKind::Limit, "a line longer than 1 MiB")
                    .at(path)
                    .on_line(line_number)
                    .expected("one sentence a line")
                    .hint("leave out `--lines` to read the file as a letter"));
            }
            filled += 1;
        }
        if filled == 0 {
            return Ok(());
        }
        let parts: Vec<String> = batch[..filled]
            .par_chunks(CHUNK)
            .map_init(
                || classifier.workspace(),
                |workspace, lines| {
                    let mut text = String::new();
                    lines
                        .iter()
                        .for_each(|l| label_line(classifier, l, style, workspace, &mut text));
                    text
                },
            )
            .collect();
        for part in parts {
            written(out.write_all(part.as_bytes()))?;
        }
    }
}

fn label_line(
    classifier: &Classifier,
    line: &str,
    style: Style<'_>,
    workspace: &mut Workspace,
    out: &mut String,
) {
    let threshold = style.threshold;
    if let Some(rows) = style.rows {
        return rows.add(classifier, line, threshold, workspace, out);
    }
    let sentence = line.trim();
    if !sentence.is_empty() {
        let prediction = classifier.predict(&Input::alone(sentence), workspace);
        let probability = prediction.confidence();
        let name = classifier.labels().name(prediction.label);
        let shown = if threshold.is_some_and(|t| probability < t) {
            "twijfel"
        } else {
            name
        };
        let _ = write!(out, "{shown}\t{probability:.4}\t");
        out.extend(sentence.chars().map(|c| if c == '\t' { ' ' } else { c }));
    }
    out.push('\n');
}
