//! `classify`: labels the sentences of letters.

use super::Run;
use super::faults::Fault;
use super::json_letters;
use super::letters::{self, Attempt, Outcome};
use super::line_rows::{Form, Rows};
use super::lines::{self, Style};
use super::model::ModelChoice;
use super::outputs;
use super::terminal::{colour, note, on_one_terminal, stdout, table_options, written};
use super::values;
use standpunt::classifier::Classifier;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::program::AtomicFile;
use standpunt::report::csv::Csv;
use standpunt::report::html::Html;
use standpunt::report::jsonl::Jsonl;
use standpunt::report::markdown::Markdown;
use standpunt::report::table::Table;
use standpunt::report::{LabelOptions, LabelledLetter, Labeller, Output};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  standpunt classify brief.pdf                          what the letter says, in the terminal
  standpunt classify brieven/ --out rapport.html        one page of a folder of letters
  standpunt classify brieven/ --out brieven.csv --excel   for a Dutch Excel
  standpunt classify brief.pdf --max-error 0.05         only what the model is sure enough of

Exit codes: 0 all letters done; 2 a letter could not be read, or nothing could be done.";

/// Label the sentences of letters
///
/// Reads letters as PDF, DOCX, ODT, HTML, XML, Markdown or text (told by content, not by name), folders of them, or standard
/// input (`-`). A letter that cannot be read is reported and the rest is done; the exit code is then 2.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Classify {
    /// Letters, or folders of letters; `-` reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to write [default: what the name of --out ends in, else a table]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output (`-`); it appears whole or not at all
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Show the sentences without a position too (table)
    #[arg(long)]
    all: bool,
    /// Show only labels that the model is sure enough of: at most this share of them is wrong, as measured at training, by the
    /// 95 % bound of each cut-off by itself, which counts sentences as independent. The rest is shown as `twijfel` with its two
    /// candidates. The limit holds for letters like those that the model was trained on; on others more is wrong, and
    /// `standpunt evaluate` tells how much
    #[arg(long, value_name = "SHARE", value_parser = values::number, allow_negative_numbers = true)]
    max_error: Option<f64>,
    /// Show steunt and kritisch only where the model is sure enough of the direction: of those shown, the opposite is right
    /// of at most this share, as measured at training. The rest is shown as `twijfel`. It holds as far as `--max-error` does
    #[arg(long, value_name = "SHARE", value_parser = values::number, allow_negative_numbers = true)]
    max_opposite: Option<f64>,
    /// CSV that opens right in a Dutch Excel: semicolons, decimal commas (csv)
    #[arg(long)]
    excel: bool,
    /// Also write the words that decided, each with its bytes of the sentence and its weight for the label against the second
    /// candidate (csv, jsonl; the page of html has them always)
    #[arg(long, conflicts_with = "lines")]
    reasons: bool,
    /// Take one sentence a line and print `label<TAB>probability<TAB>sentence` a line; with `--format csv` or `jsonl`, every
    /// probability
    #[arg(long, conflicts_with_all = ["all", "jsonl_input", "failures"])]
    lines: bool,
    /// Take one letter a line as JSON, `{"name": "…", "text": "…"}`
    #[arg(long)]
    jsonl_input: bool,
    /// Write a line for each letter that could not be read too, in its place: `{"letter", "source", "line", "error"}` (jsonl)
    #[arg(long)]
    failures: bool,
    #[command(flatten)]
    model: ModelChoice,
}

/// The outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading in a terminal
    Table,
    /// One row a sentence
    Csv,
    /// One JSON object a sentence, one a line
    Jsonl,
    /// The letter as Markdown, positions set apart
    Md,
    /// One self-contained page to read, filter, search, correct and print; a report where there are several letters
    Html,
}

impl Format {
    /// The formats with the endings of their files.
    const KNOWN: [(Self, &[&str]); 5] = [
        (Self::Table, &["txt"]),
        (Self::Csv, &["csv"]),
        (Self::Jsonl, &["jsonl", "ndjson"]),
        (Self::Md, &["md", "markdown"]),
        (Self::Html, &["html", "htm"]),
    ];
}

impl Classify {
    pub fn run(mut self, mut run: Run) -> Result<ExitCode> {
        for (fault, share) in self.limits() {
            fault.share(share)?;
        }
        let asked = self.format;
        let format = outputs::format(self.format, self.out(), &Format::KNOWN)?;
        self.format = Some(format);
        run.shown = format == Format::Table && self.out().is_none() && on_one_terminal();
        if self.lines && (self.excel || self.out().is_some()) {
            let option = if self.excel { "--excel" } else { "--out" };
            return Err(Error::new(ErrorKind::Usage, format!("--lines with {option}"))
                .expected("one of them: lines are labelled as they come, on standard output")
                .hint(
                    "leave out `--lines` to read the file as a letter, or lead the lines into a file: \
                     standpunt classify --lines FILE --format csv > OUT.csv",
                ));
        }
        if self.excel && format != Format::Csv {
            return Err(
                Error::new(ErrorKind::Usage, "--excel without CSV").hint("add `--format csv`")
            );
        }
        if self.reasons && matches!(format, Format::Table | Format::Md) {
            return Err(
                Error::new(ErrorKind::Usage, "--reasons without CSV or JSON Lines").hint(
                    "add `--format jsonl` or `--format csv`; `--format html` underlines the words",
                ),
            );
        }
        if self.failures && format != Format::Jsonl {
            return Err(
                Error::new(ErrorKind::Usage, "--failures without JSON Lines")
                    .hint("add `--format jsonl`"),
            );
        }
        outputs::keep_apart(
            &[("--out", self.out())],
            self.files.iter().chain(&self.model.model),
        )?;
        let classifier = self.model.load()?;
        for (fault, share) in self.limits() {
            if share.is_some() {
                let measured = fault.require_measured(&classifier);
                measured.map_err(|error| match &self.model.model {
                    Some(path) => error.at(path),
                    None => error,
                })?;
            }
            fault.warn_if_unkept(run, &classifier, share);
        }
        if self.lines {
            let rows = line_rows(asked, &classifier)?;
            let style = Style {
                limit: &self.labelling().limit(&classifier),
                rows: rows.as_ref(),
            };
            lines::run(run, &classifier, &self.files, style)?;
            return Ok(ExitCode::SUCCESS);
        }
        let files = if self.jsonl_input {
            self.files.clone()
        } else {
            let files = letters::files(&self.files, self.out())?;
            letters::without_own(run, &self.files, files)
        };
        let files = letters::once(run, files);
        let outcome = match self.out() {
            None => {
                let mut out = stdout();
                let outcome = self.write(run, &classifier, &files, &mut out);
                let outcome = outcome.map_err(|e| e.at("standard output"))?;
                written(out.flush())?;
                outcome
            }
            Some(path) => {
                let mut out = AtomicFile::create(path)?;
                let outcome = self.write(run, &classifier, &files, &mut out);
                let outcome = outcome.map_err(|e| e.at(path))?;
                if outcome.done > 0 || self.failures {
                    out.commit()?;
                    outputs::written_to(run, Some(path));
                }
                outcome
            }
        };
        if outcome.failed > 0 && outcome.failed + outcome.done > 1 {
            note(
                run,
                &format!(
                    "{} of {} letters could not be read",
                    outcome.failed,
                    outcome.failed + outcome.done
                ),
            );
        }
        Ok(if outcome.failed > 0 {
            ExitCode::from(2)
        } else {
            ExitCode::SUCCESS
        })
    }

    /// The file to write; none for standard output.
    fn out(&self) -> Option<&Path> {
        outputs::file(self.out.as_ref())
    }

    fn format(&self) -> Format {
        self.format.unwrap_or(Format::Table)
    }

    fn limits(&self) -> [(Fault, Option<f64>); 2] {
        [
            (Fault::Error, self.max_error),
            (Fault::Opposite, self.max_opposite),
        ]
    }

    fn labelling(&self) -> LabelOptions {
        let mut options = LabelOptions::default();
        options.max_error = self.max_error;
        options.max_opposite = self.max_opposite;
        options.reasons = self.reasons || self.format() == Format::Html;
        options.model_hash = self.format() != Format::Table;
        options
    }

    fn write(
        &self,
        run: Run,
        classifier: &Classifier,
        files: &[PathBuf],
        out: &mut dyn Write,
    ) -> Result<Outcome> {
        let labeller = Labeller::new(classifier, &self.labelling())?;
        let mut output = self.output(self.jsonl_input || files.len() > 1);
        let mut unread = Vec::new();
        let mut take = |result: Attempt<LabelledLetter>| match result {
            Ok(letter) => output.letter(letter, out),
            Err(failed) => {
                unread.push(failed.name());
                match self.failures {
                    true => failed.write(out),
                    false => Ok(()),
                }
            }
        };
        let outcome = if self.jsonl_input {
            json_letters::label_all(run, files, &labeller, &mut take)?
        } else {
            letters::label_all(run, files, &labeller, &mut take)?
        };
        if outcome.done > 0 {
            if !unread.is_empty() {
                output.unread(&unread, outcome.done + outcome.failed);
            }
            output.finish(out)?;
        }
        Ok(outcome)
    }

    /// `several`: whether letters may be more than one.
    fn output(&self, several: bool) -> Box<dyn Output> {
        match self.format() {
            Format::Table => {
                let color = self.out().is_none() && colour();
                let table = Table::new(table_options(color, self.all));
                Box::new(if several { table.of_several() } else { table })
            }
            Format::Csv => {
                let csv = if self.excel {
                    Csv::excel()
                } else {
                    Csv::plain()
                };
                Box::new(if self.reasons {
                    csv.with_reasons()
                } else {
                    csv
                })
            }
            Format::Jsonl => Box::new(Jsonl),
            Format::Md if several => Box::new(Markdown::new().of_several()),
            Format::Md => Box::new(Markdown::new()),
            Format::Html => Box::new(Html::new()),
        }
    }
}

/// The rows that `--lines` writes; none for lines with tabs.
fn line_rows(format: Option<Format>, classifier: &Classifier) -> Result<Option<Rows>> {
    let form = match format {
        None | Some(Format::Table) => return Ok(None),
        Some(Format::Csv) => Form::Csv,
        Some(Format::Jsonl) => Form::Jsonl,
        Some(page @ (Format::Md | Format::Html)) => {
            let name = if page == Format::Md { "md" } else { "html" };
            return Err(
                Error::new(ErrorKind::Usage, format!("--lines with `--format {name}`"))
                    .expected("`--format csv` or `--format jsonl`, or none")
                    .hint("leave out `--lines` to read the file as a letter"),
            );
        }
    };
    Rows::new(form, classifier).map(Some)
}
