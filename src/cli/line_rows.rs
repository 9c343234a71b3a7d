//! One labelled line as CSV or JSON, with all its probabilities; the part of `classify --lines` behind `--format`.

use serde::Serialize;
use serde_json::{Map, Value};
use standpunt::abstention::Limit;
use standpunt::classifier::{Classifier, Prediction, Session};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::features::Input;
use standpunt::letter::format::Format;
use standpunt::report::DOUBT;
use std::path::Path;

/// Endings of files that hold one sentence a line only by accident.
const TABLES: [&str; 8] = [
    "csv", "tsv", "json", "jsonl", "ndjson", "xlsx", "ods", "parquet",
];

/// How a row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV with the columns of `classify --format csv` that a sentence alone has.
    Csv,
    /// JSON Lines with the fields of `classify --format jsonl` that a sentence alone has.
    Jsonl,
}

/// Writes rows of labelled lines; an empty line is a row without label, so that rows and lines go together.
#[derive(Debug)]
pub struct Rows {
    form: Form,
    model: String,
}

#[derive(Serialize)]
struct Line<'a> {
    sentence: &'a str,
    label: Option<&'a str>,
    second: Option<&'a str>,
    shown: bool,
    probability: Option<f64>,
    probabilities: Map<String, Value>,
    model_sha256: &'a str,
}

impl Rows {
    /// Rows of a model.
    pub fn new(form: Form, classifier: &Classifier) -> Result<Self> {
        Ok(Self {
            form,
            model: classifier.hash()?,
        })
    }

    /// The line before the rows; empty where there is none.
    pub fn header(&self, classifier: &Classifier) -> String {
        if self.form == Form::Jsonl {
            return String::new();
        }
        let front = ["label", "shown_label", "second", "probability"].map(str::to_owned);
        let labels = classifier.labels().iter().map(|l| format!("p({l})"));
        let back = ["sentence", "model"].map(str::to_owned);
        record(front.into_iter().chain(labels).chain(back))
    }

    /// Labels a line and adds its row.
    pub fn add(
        &self,
        classifier: &Classifier,
        session: &mut Session<'_>,
        line: &str,
        limit: &Limit,
        out: &mut String,
    ) {
        let sentence = line.trim();
        let prediction = (!sentence.is_empty()).then(|| session.predict(&Input::alone(sentence)));
        let shown = (prediction.as_ref()).is_some_and(|p| limit.shows(p.label, &p.probabilities));
        match self.form {
            Form::Csv => out.push_str(&self.csv(classifier, sentence, prediction.as_ref(), shown)),
            Form::Jsonl => {
                out.push_str(&self.json(classifier, sentence, prediction.as_ref(), shown));
                out.push('\n');
            }
        }
    }

    fn csv(
        &self,
        classifier: &Classifier,
        sentence: &str,
        prediction: Option<&Prediction>,
        shown: bool,
    ) -> String {
        let labels = classifier.labels();
        let number = |p: f64| format!("{p:.6}");
        let mut cells = match prediction {
            None => vec![String::new(); 4 + labels.len()],
            Some(p) => {
                let label = labels.name(p.label);
                let front = [
                    label.to_owned(),
                    if shown { label } else { DOUBT }.to_owned(),
                    labels.name(p.second).to_owned(),
                    number(p.confidence()),
                ];
                let all = p.probabilities.iter().map(|&p| number(p));
                front.into_iter().chain(all).collect()
            }
        };
        cells.extend([sentence.to_owned(), self.model.clone()]);
        record(cells)
    }

    fn json(
        &self,
        classifier: &Classifier,
        sentence: &str,
        prediction: Option<&Prediction>,
        shown: bool,
    ) -> String {
        let labels = classifier.labels();
        let rounded = |p: f64| (p * 1e6).round() / 1e6;
        let all = prediction.map_or(&[][..], |p| &p.probabilities);
        let line = Line {
            sentence,
            label: prediction.map(|p| labels.name(p.label)),
            second: prediction.map(|p| labels.name(p.second)),
            shown,
            probability: prediction.map(|p| rounded(p.confidence())),
            probabilities: (labels.iter().zip(all))
                .map(|(label, p)| (label.to_owned(), Value::from(rounded(*p))))
                .collect(),
            model_sha256: &self.model,
        };
        // strings and finite numbers always make JSON
        serde_json::to_string(&line).unwrap_or_default()
    }
}

/// A line of CSV.
fn record(cells: impl IntoIterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(512)
        .from_writer(Vec::new());
    // writing to memory does not fail
    let _ = writer.write_record(cells);
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Refuses a file that is a table or JSON by its name: its header and raw rows would be labelled as sentences.
pub fn refuse_table(path: &Path) -> Result<()> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if !TABLES.contains(&ending.to_ascii_lowercase().as_str()) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Usage,
        "by its name this is a table or JSON, not one sentence a line",
    )
    .at(path)
    .expected("a text file with one sentence a line")
    .hint("save the column of sentences as a text file (.txt), or give it on standard input: … | standpunt classify --lines --format csv -"))
}

/// Refuses a file whose first bytes are those of a letter in a format of its own, or of no text in UTF-8 at all.
pub fn refuse_letter(head: &[u8]) -> Result<()> {
    let wide = [&b"\xff\xfe"[..], b"\xfe\xff"];
    let is_binary = head.contains(&0);
    let what = match Format::recognise("", head) {
        Ok(Format::Pdf) => "this is a PDF file".to_owned(),
        Ok(Format::Docx) => "this is a Word file (DOCX)".to_owned(),
        Ok(Format::Odt) => "this is an OpenDocument text (ODT)".to_owned(),
        Ok(Format::Html) => "this is HTML".to_owned(),
        Ok(Format::Xml) => "this is XML".to_owned(),
        Ok(Format::Text | Format::Markdown) if wide.iter().any(|mark| head.starts_with(mark)) => {
            return Err(no_lines("this is text in UTF-16").hint(
                "leave out `--lines` to read it as a letter, or save its sentences as text in UTF-8",
            ));
        }
        Err(known) if is_binary || head.starts_with(b"{\\rtf") => {
            let next = known.next_step().unwrap_or_default().to_owned();
            return Err(no_lines(known.found()).hint(next));
        }
        Ok(_) if is_binary => {
            return Err(no_lines("this is not text in UTF-8: it holds zero bytes")
                .hint("leave out `--lines`: what the file is, is then told by its content"));
        }
        _ => return Ok(()),
    };
    Err(no_lines(&what).hint("leave out `--lines` to read it as a letter"))
}

fn no_lines(what: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("{what}, not one sentence a line"))
        .expected("a text file in UTF-8 with one sentence a line")
}
