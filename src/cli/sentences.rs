//! `sentences`: the sentences of a letter or of running text, one a line.

use super::Run;
use super::letters::{read_letter, warn_of};
use super::terminal::{stdout, written};
use standpunt::error::Result;
use standpunt::letter::{LARGEST_FILE, Letter};
use standpunt::program::Bound;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the sentences of a letter, one a line
///
/// A letter is read as `classify` reads it. Running text that is no letter (news, an encyclopedia) with one paragraph a
/// line is cut as it stands: nothing is left out.
#[derive(Debug, clap::Args)]
pub struct Sentences {
    /// The file; `-` reads standard input
    file: PathBuf,
    /// Take every line as a paragraph of running text and leave nothing out, whatever the text looks like
    #[arg(long)]
    paragraphs: bool,
    /// Print section, page and bytes before each sentence, separated by tabs
    #[arg(long)]
    places: bool,
    /// Print the text that these bytes count in, instead of the sentences: of PDF, DOCX, ODT, HTML and XML the text that was taken
    /// from the file, of a text or Markdown file the file itself (as UTF-8)
    #[arg(long, conflicts_with_all = ["places", "paragraphs"])]
    text: bool,
}

/// How much of a running text is read.
const RUNNING_TEXT: Bound = Bound {
    most: LARGEST_FILE,
    expected: "a text of at most 64 MiB",
    hint: "part it into several files",
};

impl Sentences {
    pub fn run(self, run: Run) -> Result<ExitCode> {
        if self.text {
            return self.text();
        }
        let letter = if self.paragraphs {
            let bytes = self.bytes()?;
            let text = String::from_utf8_lossy(&bytes);
            Letter::from_paragraphs(
                &self.file.to_string_lossy(),
                text.trim_start_matches('\u{feff}'),
            )?
        } else {
            read_letter(&self.file)?
        };
        warn_of(run, &letter);
        let mut out = stdout();
        for (number, sentence) in letter.sentences() {
            if self.places {
                let spans: Vec<String> = sentence
                    .spans
                    .iter()
                    .map(|s| format!("{}-{}", s.start, s.end))
                    .collect();
                let page = sentence.page.map_or(String::new(), |p| p.to_string());
                written(write!(
                    out,
                    "{}\t{page}\t{}\t",
                    letter.sections[number].title,
                    spans.join(",")
                ))?;
            }
            written(writeln!(out, "{}", sentence.text))?;
        }
        written(out.flush())?;
        Ok(ExitCode::SUCCESS)
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        match self.file.as_os_str() == "-" {
            true => RUNNING_TEXT.read_stream(std::io::stdin().lock(), "standard input"),
            false => RUNNING_TEXT.read(&self.file),
        }
    }

    /// Prints the text that places count in, byte for byte.
    fn text(&self) -> Result<ExitCode> {
        let text = Letter::source_text(&self.file.to_string_lossy(), &self.bytes()?)?;
        let mut out = std::io::stdout().lock();
        written(out.write_all(&text).and_then(|()| out.flush()))?;
        Ok(ExitCode::SUCCESS)
    }
}
