//! One row a sentence: CSV for programs, and a variant that opens right in a Dutch Excel.

use super::labelled::{LabelledLetter, Reason, Row};
use super::{Output, unwritable};
use crate::error::Result;
use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

/// The columns before the probabilities.
const FRONT: [&str; 16] = [
    "letter",
    "kind",
    "date",
    "sender",
    "kamerstuk",
    "com",
    "council",
    "section",
    "number",
    "page",
    "start",
    "end",
    "label",
    "shown_label",
    "second",
    "probability",
];

/// The columns behind the probabilities.
const BACK: [&str; 5] = ["sentence", "items", "section_items", "model", "source"];

/// What stands between list items in a cell: no item holds a line feed.
const BETWEEN_ITEMS: &str = "\n";

/// Writes letters as CSV, header first.
///
/// Columns: `letter`, `kind`, `date`, `sender`, `kamerstuk`, `com` (joined by `; `), `council`, `section`, `number` (of the sentence in
/// the letter, from 1), `page`, `start` and `end` (bytes of the source, from the first to the last of its spans), `label`, `shown_label`
/// (`twijfel` where the label is below the threshold), `second`, `probability` (of the label), `p(…)` a label, `sentence`, `items` (list items without
/// a verb behind the sentence, one a line of the cell), `section_items` (the same straight under the heading, with the first sentence of the section), `model` (its SHA-256),
/// `source` (path of the letter), and with [`Csv::with_reasons`] `reasons` (`START-END WORD WEIGHT` each, in the order of the sentence, then `context WEIGHT`, joined by `; `). What is not known is empty; probabilities have six decimals. Quoted by RFC 4180, with line feeds as line
/// ends (carriage return and line feed for Excel).
#[derive(Debug, Clone, Default)]
pub struct Csv {
    excel: bool,
    reasons: bool,
    header_written: bool,
}

impl Csv {
    /// Commas, decimal points, cells exactly as they are.
    pub fn plain() -> Self {
        Self::default()
    }

    /// For a Dutch Excel: byte order mark, semicolons, decimal commas, and an apostrophe before what Excel would take for a formula.
    pub fn excel() -> Self {
        Self {
            excel: true,
            ..Self::default()
        }
    }

    /// The same with a last column `reasons`: the words that decided, for letters that were labelled with them.
    pub fn with_reasons(self) -> Self {
        Self {
            reasons: true,
            ..self
        }
    }

    fn writer<'w>(&self, out: &'w mut dyn Write) -> csv::Writer<&'w mut dyn Write> {
        let mut builder = csv::WriterBuilder::new();
        if self.excel {
            builder.delimiter(b';').terminator(csv::Terminator::CRLF);
        }
        builder.from_writer(out)
    }

    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.excel {
            guard(text)
        } else {
            Cow::Borrowed(text)
        }
    }

    fn number(&self, value: f64) -> String {
        if !value.is_finite() {
            return String::new();
        }
        let text = format!("{value:.6}");
        if self.excel {
            text.replace('.', ",")
        } else {
            text
        }
    }

    fn header(&self, letter: &LabelledLetter) -> Vec<String> {
        let front = FRONT.iter().map(|c| (*c).to_owned());
        let probabilities = letter
            .labels
            .iter()
            .map(|l| self.text(&format!("p({l})")).into_owned());
        front
            .chain(probabilities)
            .chain(BACK.map(str::to_owned))
            .chain(self.reasons.then(|| "reasons".to_owned()))
            .collect()
    }

    fn record(&self, letter: &LabelledLetter, row: &Row<'_>) -> Vec<String> {
        let metadata = &letter.letter.metadata;
        let text = |t: &str| self.text(t).into_owned();
        let maybe = |t: &Option<String>| t.as_deref().map_or(String::new(), text);
        let spans = &row.sentence.spans;
        let whole = |n: Option<usize>| n.map_or(String::new(), |n| n.to_string());
        let prediction = &row.labelled.prediction;
        let chance =
            |k: usize| self.number(prediction.probabilities.get(k).copied().unwrap_or(f64::NAN));
        let mut cells = vec![
            text(letter.name()),
            maybe(&metadata.kind),
            maybe(&metadata.date),
            maybe(&metadata.sender),
            maybe(&metadata.kamerstuk),
            text(&metadata.com.join("; ")),
            maybe(&metadata.council),
            text(&row.section.title),
            row.number.to_string(),
            whole(row.sentence.page.map(|p| p as usize)),
            whole(spans.first().map(|s| s.start)),
            whole(spans.last().map(|s| s.end)),
            text(letter.labels.name(prediction.label)),
            text(letter.shown_label(row.labelled)),
            text(letter.labels.name(prediction.second)),
            chance(prediction.label),
        ];
        cells.extend((0..letter.labels.len()).map(chance));
        cells.push(text(&row.sentence.text));
        cells.push(text(&row.sentence.items.join(BETWEEN_ITEMS)));
        let above = match row.leads() {
            true => row.section.items.as_slice(),
            false => &[],
        };
        cells.push(text(&above.join(BETWEEN_ITEMS)));
        cells.push(letter.model_hash.clone());
        cells.push(text(&letter.letter.source));
        if self.reasons {
            cells.push(text(&self.reasons(row)));
        }
        cells
    }

    /// `4-11 kabinet 0.800000; 12-18 steunt 1.600000; context 0.250000`: bytes of the sentence, word and weight; empty where nobody
    /// asked for them.
    fn reasons(&self, row: &Row<'_>) -> String {
        let Some(context) = row.labelled.context else {
            return String::new();
        };
        let word = |reason: &Reason| {
            let Range { start, end } = reason.source;
            let word = row.sentence.text.get(start..end).unwrap_or_default();
            format!("{start}-{end} {word} {}", self.number(reason.weight))
        };
        let words = row.labelled.reasons.iter().map(word);
        let context = format!("context {}", self.number(context));
        words.chain([context]).collect::<Vec<_>>().join("; ")
    }
}

/// A cell that a spreadsheet takes as text, whatever it starts with.
fn guard(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn failed(error: csv::Error) -> crate::error::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(io) => unwritable(io),
        other => unwritable(std::io::Error::other(format!("{other:?}"))),
    }
}

impl Output for Csv {
    fn letter(&mut self, letter: LabelledLetter, out: &mut dyn Write) -> Result<()> {
        let first = !std::mem::replace(&mut self.header_written, true);
        if first && self.excel {
            out.write_all("\u{feff}".as_bytes()).map_err(unwritable)?;
        }
        let mut writer = self.writer(out);
        if first {
            writer.write_record(self.header(&letter)).map_err(failed)?;
        }
        for row in letter.rows() {
            writer
                .write_record(self.record(&letter, &row))
                .map_err(failed)?;
        }
        writer.flush().map_err(unwritable)
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<()> {
        out.flush().map_err(unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::{abstaining, build, letter};
    use super::*;

    fn written(mut csv: Csv, letters: &[LabelledLetter]) -> String {
        let mut out = Vec::new();
        for letter in letters {
            csv.letter(letter.clone(), &mut out).unwrap();
        }
        csv.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_row_a_sentence_and_one_header() {
        insta::assert_snapshot!(written(Csv::plain(), &[letter("a/agenda.txt")]));
        let two = written(Csv::plain(), &[letter("a.txt"), abstaining("b.txt")]);
        assert_eq!(two.lines().count(), 1 + 14);
        assert_eq!(two.matches(",twijfel,").count(), 1);
    }

    #[test]
    fn excel_gets_its_own_signs() {
        let text = written(Csv::excel(), &[letter("agenda.txt")]);
        assert!(text.starts_with("\u{feff}letter;kind;"));
        assert!(text.contains(";0,910000;") && !text.contains("0.91"));
        assert_eq!(text.matches("\r\n").count(), 8);
    }

    #[test]
    fn what_looks_like_a_formula_is_text_in_excel_and_itself_elsewhere() {
        let cases: [(&str, &[f64]); 5] = [
            ("=HYPERLINK(\"http://x\";\"y\")", &[0.6, 0.4]),
            ("+31 70 1234567", &[0.6, 0.4]),
            ("-1 graad", &[0.6, 0.4]),
            ("@SUM(A1)", &[0.6, 0.4]),
            ("Een \"citaat\"; met\nregel, en komma", &[0.6, 0.4]),
        ];
        let letter = build("=cmd.txt", &["=eens", "oneens"], &[("-kop", &cases)]);
        let excel = written(Csv::excel(), std::slice::from_ref(&letter));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(excel.trim_start_matches('\u{feff}').as_bytes());
        let mut rows = 0;
        for record in reader.records() {
            for cell in record.unwrap().iter() {
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
            rows += 1;
        }
        assert_eq!(rows, 5);
        let plain = written(Csv::plain(), &[letter]);
        let mut reader = csv::Reader::from_reader(plain.as_bytes());
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|h| h == "sentence")
            .unwrap();
        let sentences: Vec<String> = reader
            .records()
            .map(|r| r.unwrap()[at].to_owned())
            .collect();
        assert_eq!(sentences, cases.map(|(text, _)| text.to_owned()));
    }
}
