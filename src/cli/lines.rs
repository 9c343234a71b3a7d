//! One sentence a line in, one label a line out: fast, in constant memory, in order.

use super::terminal::{stdout, written};
use rayon::prelude::*;
use standpunt::abstention::Limit;
use standpunt::classifier::Classifier;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::{Input, Workspace};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Lines handled at a time: enough for both cores, a few megabytes at most.
const BATCH: usize = 1 << 14;
/// Lines that one thread takes at a time.
const CHUNK: usize = 1 << 9;
/// Longest line: 1 MiB.
const LONGEST: u64 = 1 << 20;

/// Labels every line of the inputs: `label<TAB>probability<TAB>sentence`; an empty line stays empty.
///
/// A label that the limit does not show is `twijfel`.
pub fn run(classifier: &Classifier, inputs: &[std::path::PathBuf], limit: &Limit) -> Result<()> {
    let mut out = stdout();
    for path in inputs {
        if path.as_os_str() == "-" {
            label(
                classifier,
                BufReader::with_capacity(1 << 16, std::io::stdin()),
                Path::new("standard input"),
                limit,
                &mut out,
            )?;
        } else {
            let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
            label(
                classifier,
                BufReader::with_capacity(1 << 16, file),
                path,
                limit,
                &mut out,
            )?;
        }
    }
    written(out.flush())
}

/// Some lines, one behind the other.
#[derive(Default)]
struct Batch {
    text: String,
    /// Where each line ends.
    ends: Vec<usize>,
}

impl Batch {
    /// Replaces the content by the next lines of the source; empty at its end.
    fn fill(
        &mut self,
        source: &mut impl BufRead,
        path: &Path,
        line_number: &mut u64,
    ) -> Result<()> {
        self.text.clear();
        self.ends.clear();
        while self.ends.len() < BATCH {
            let read = source.take(LONGEST).read_line(&mut self.text).map_err(|e| {
                let not_text = e.kind() == std::io::ErrorKind::InvalidData;
                let error = Error::io(path, "read", e);
                if not_text {
                    error.on_line(*line_number + 1).hint("`--lines` takes UTF-8 text; convert it: iconv -f WINDOWS-1252 -t UTF-8 in.txt > out.txt")
                } else {
                    error
                }
            })?;
            if read == 0 {
                break;
            }
            *line_number += 1;
            if read as u64 == LONGEST {
                return Err(Error::new(ErrorKind::Limit, "a line longer than 1 MiB")
                    .at(path)
                    .on_line(*line_number)
                    .expected("one sentence a line")
                    .hint("leave out `--lines` to read the file as a letter"));
            }
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

/// Labels a batch while the next one is read.
fn label(
    classifier: &Classifier,
    mut source: impl BufRead + Send,
    path: &Path,
    limit: &Limit,
    out: &mut impl Write,
) -> Result<()> {
    let mut line_number = 0;
    let mut batch = Batch::default();
    let mut next = Batch::default();
    batch.fill(&mut source, path, &mut line_number)?;
    while !batch.ends.is_empty() {
        let work = || -> Vec<String> {
            let count = batch.ends.len();
            (0..count.div_ceil(CHUNK))
                .into_par_iter()
                .map_init(
                    || classifier.workspace(),
                    |workspace, chunk| {
                        let mut text = String::new();
                        let lines = batch.lines(chunk * CHUNK..count.min((chunk + 1) * CHUNK));
                        lines.for_each(|l| label_line(classifier, l, limit, workspace, &mut text));
                        text
                    },
                )
                .collect()
        };
        let (parts, read) = rayon::join(work, || next.fill(&mut source, path, &mut line_number));
        for part in parts {
            written(out.write_all(part.as_bytes()))?;
        }
        read?;
        std::mem::swap(&mut batch, &mut next);
    }
    Ok(())
}

fn label_line(
    classifier: &Classifier,
    line: &str,
    limit: &Limit,
    workspace: &mut Workspace,
    out: &mut String,
) {
    let sentence = line.trim();
    if !sentence.is_empty() {
        let prediction = classifier.predict(&Input::alone(sentence), workspace);
        let probability = prediction.confidence();
        let name = classifier.labels().name(prediction.label);
        let shown = if limit.shows(prediction.label, &prediction.probabilities) {
            name
        } else {
            "twijfel"
        };
        let _ = write!(out, "{shown}\t{probability:.4}\t");
        for (n, part) in sentence.split('\t').enumerate() {
            out.push_str(if n > 0 { " " } else { "" });
            out.push_str(part);
        }
    }
    out.push('\n');
}
