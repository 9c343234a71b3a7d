//! Letters that come one a line as JSON: `{"name": "…", "text": "…"}`; the name can be a whole number.

use super::Run;
use super::letters::{Attempt, Failed, Outcome, Take, hand_on, label_batch};
use serde::de::IgnoredAny;
use serde_json::Value;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::letter::{LARGEST_FILE, Letter};
use standpunt::report::Labeller;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

const EXPECTED: &str = "a JSON object a line: {\"name\": \"…\", \"text\": \"…\"}";

/// A line; `text` is ignored where only the name of a line that holds no letter is asked for.
#[derive(serde::Deserialize)]
struct JsonLetter<T> {
    name: Option<Value>,
    letter: Option<Value>,
    id: Option<Value>,
    text: T,
}

impl<T> JsonLetter<T> {
    /// The name of the letter, a text or a whole number as written: of `name`, else of `letter`, else of `id`; or what is wrong with it.
    fn name(&self) -> std::result::Result<String, String> {
        let fields = [
            ("name", &self.name),
            ("letter", &self.letter),
            ("id", &self.id),
        ];
        let mut given =
            (fields.into_iter()).filter_map(|(field, value)| Some((field, value.as_ref()?)));
        let Some((field, value)) = given.next() else {
            return Err("missing field `name`".to_owned());
        };
        match value {
            Value::String(name) if name.trim().is_empty() => Err(format!("its `{field}` is empty")),
            Value::String(name) => Ok(name.clone()),
            Value::Number(number) if !number.is_f64() => Ok(number.to_string()),
            _ => Err(format!(
                "its `{field}` is not a name as text or a whole number"
            )),
        }
    }
}

/// A line that is not empty, with its number from 1.
type Line = (u64, Vec<u8>);

/// Labels the letters of streams, a batch at a time; empty lines are passed over.
///
/// A line that holds no letter is reported and the next one read; a stream that cannot be read further ends the run, behind the letters
/// that were read before.
pub fn label_all(
    run: Run,
    paths: &[PathBuf],
    labeller: &Labeller<'_>,
    take: Take<'_>,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let bar = indicatif::ProgressBar::hidden();
    let mut names = Names::default();
    for path in paths {
        let mut lines = Lines::open(path)?;
        loop {
            let (batch, rest) = lines.batch(rayon::current_num_threads() * 4);
            let last = batch.is_empty();
            let read = |(number, line): &Line| letter(path, *number, line);
            let mut results = label_batch(labeller, &batch, read);
            for ((number, _), result) in batch.iter().zip(&mut results) {
                if let Ok(labelled) = result {
                    // a name with folders is taken whole: letters of different folders stay apart
                    labelled.qualified = labelled.letter.source.contains('/');
                    names.mark(path, *number, &mut labelled.letter);
                }
            }
            hand_on(run, results, &mut outcome, &bar, take)?;
            rest?;
            if last {
                break;
            }
        }
    }
    Ok(outcome)
}

/// Finds letters that have the name of one before them.
#[derive(Default)]
struct Names<'p> {
    /// Stream and line of the first letter of each name, by the name's hash.
    first: HashMap<u64, (&'p Path, u64)>,
}

impl<'p> Names<'p> {
    /// Says of a letter that its name is taken, so that every output tells.
    fn mark(&mut self, path: &'p Path, number: u64, letter: &mut Letter) {
        let mut hasher = DefaultHasher::new();
        letter.source.hash(&mut hasher);
        match self.first.entry(hasher.finish()) {
            Entry::Occupied(first) => {
                let (path, line) = first.get();
                letter.warnings.push(format!(
                    "it has the name of the letter of line {line} of {}: by name their rows cannot be told apart",
                    path.display()
                ));
            }
            Entry::Vacant(free) => {
                free.insert((path, number));
            }
        }
    }
}

fn letter(path: &Path, number: u64, line: &[u8]) -> Attempt<Letter> {
    let failed = |name: Option<String>, error: Error| Failed {
        source: name,
        line: Some(number),
        reason: error.found().to_owned(),
        error: error.within(path, number),
    };
    let text = str::from_utf8(line).map_err(|e| {
        let error = Error::new(ErrorKind::Format, "the line is not UTF-8")
            .hint("JSON lines are UTF-8; convert the stream first")
            .caused_by(e);
        failed(None, error)
    })?;
    let no_letter = |name: Option<String>, why: String| {
        let error = Error::new(ErrorKind::Format, format!("no letter in this line: {why}"))
            .expected(EXPECTED)
            .hint("correct the line; the other lines are labelled all the same");
        failed(name, error)
    };
    // a byte order mark may stand before the first
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return Err(no_letter(None, "no JSON object".to_owned()));
    }
    let letter: JsonLetter<String> = serde_json::from_str(text).map_err(|e| {
        let named = serde_json::from_str::<JsonLetter<Option<IgnoredAny>>>(text);
        no_letter(
            named.ok().and_then(|letter| letter.name().ok()),
            why_not(&e),
        )
    })?;
    let name = letter.name().map_err(|why| no_letter(None, why))?;
    let text = letter.text;
    Letter::from_bytes(&name, text.as_bytes()).map_err(|e| failed(Some(name), e))
}

/// What is wrong with a line's JSON, at which character: the number of the line is told beside it.
fn why_not(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) if error.column() > 0 => format!("{what} (character {})", error.column()),
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

/// The lines of a stream that hold something.
struct Lines<'p> {
    path: &'p Path,
    source: Box<dyn BufRead>,
    number: u64,
}

impl<'p> Lines<'p> {
    fn open(path: &'p Path) -> Result<Self> {
        let source: Box<dyn BufRead> = if path.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
            Box::new(BufReader::new(file))
        };
        Ok(Self {
            path,
            source,
            number: 0,
        })
    }

    /// The next lines, at most as many, and no more once they hold 64 MiB; and why there are no more where the stream cannot be read
    /// further.
    fn batch(&mut self, most: usize) -> (Vec<Line>, Result<()>) {
        let mut batch: Vec<Line> = Vec::new();
        let mut bytes = 0;
        while batch.len() < most && bytes < LARGEST_FILE {
            match self.next() {
                Some(Ok(line)) => {
                    bytes += line.1.len() as u64;
                    batch.push(line);
                }
                Some(Err(error)) => return (batch, Err(error)),
                None => break,
            }
        }
        (batch, Ok(()))
    }

    fn next_line(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut bounded = self.source.by_ref().take(LARGEST_FILE + 1);
        let read = bounded.read_until(b'\n', &mut line).map_err(|e| {
            Error::io(self.path, "read", e).hint("name the files that hold JSON lines")
        })?;
        self.number += 1;
        if read as u64 > LARGEST_FILE {
            let limit = LARGEST_FILE >> 20;
            let error = Error::new(ErrorKind::Limit, format!("a line longer than {limit} MiB"))
                .at(self.path)
                .on_line(self.number);
            return Err(error
                .expected(EXPECTED)
                .hint("end each letter with a line feed, and leave out what is no letter"));
        }
        Ok((read > 0).then_some(line))
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_line() {
                Err(error) => return Some(Err(error)),
                Ok(None) => return None,
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some(Ok((self.number, line))),
            }
        }
    }
}
