//! Many letters in one run: found, read and labelled side by side, handed on in order.

use super::Run;
use super::terminal::{print_error, progress, warn};
use rayon::prelude::*;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::letter::Letter;
use standpunt::report::{LabelledLetter, Labeller};
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// Deepest folder that is searched.
const DEEPEST: usize = 64;

/// The files that paths name: files and `-` as they are, folders searched for files in sorted order.
///
/// Hidden files, links back to a folder that is being searched, and what is neither file nor folder are left
/// out. A folder that cannot be read is handed on like a file: reading it tells why. `out`, the file that is written, is left out of
/// folders too; where it is a letter, it is refused.
pub fn files(paths: &[PathBuf], out: Option<&Path>) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let out = out.and_then(|path| Some((path, path.canonicalize().ok()?)));
    for path in paths {
        if path.is_dir() {
            let before = all.len();
            search(path, &mut Vec::new(), &mut all)?;
            if let Some((out, real)) = &out {
                let found = all.len();
                all.retain(|path| path.canonicalize().ok().as_ref() != Some(real));
                if all.len() < found && Letter::read(out).is_ok() {
                    return Err(Error::new(ErrorKind::Usage, "--out would replace a letter")
                        .at(out)
                        .expected("a file of its own")
                        .hint("give another name; nothing was written"));
                }
            }
            if all.len() == before {
                return Err(Error::new(ErrorKind::Io, "no file in this folder")
                    .at(path)
                    .hint("give a letter, or a folder of letters"));
            }
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

/// Searches a folder; `above` are the folders that it stands in, by their real paths.
fn search(folder: &Path, above: &mut Vec<PathBuf>, all: &mut Vec<PathBuf>) -> Result<()> {
    if above.len() > DEEPEST {
        return Err(Error::new(ErrorKind::Limit, "folders nested too deeply")
            .at(folder)
            .expected(format!("at most {DEEPEST} levels"))
            .hint("give the folder that holds the letters"));
    }
    let entries = std::fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|e| e.map(|e| e.path()))
            .collect::<std::io::Result<Vec<_>>>()
    });
    let (Ok(mut entries), Ok(real)) = (entries, folder.canonicalize()) else {
        all.push(folder.to_owned());
        return Ok(());
    };
    if above.contains(&real) {
        return Ok(());
    }
    above.push(real);
    entries.sort();
    for path in entries {
        let hidden = path
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            search(&path, above, all)?;
        } else if path.is_file() || !path.exists() {
            all.push(path);
        }
    }
    above.pop();
    Ok(())
}

/// The bytes of a file, or of standard input for `-`.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return std::fs::read(path).map_err(|e| Error::io(path, "read", e));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|e| Error::io("standard input", "read", e))?;
    Ok(bytes)
}

/// A letter from a file, or from standard input for `-`.
pub fn read_letter(path: &Path) -> Result<Letter> {
    if path.as_os_str() != "-" {
        return Letter::read(path);
    }
    let mut letter = Letter::from_reader("standard input", std::io::stdin().lock())?;
    letter.source = "-".to_owned();
    Ok(letter)
}

/// How a run over letters ended.
#[derive(Debug, Default, Clone, Copy)]
pub struct Outcome {
    /// Letters that were labelled.
    pub done: usize,
    /// Letters that could not be read; each was reported.
    pub failed: usize,
}

/// Labels letters in batches of a few per thread and hands each on in order; memory does not grow with their number.
///
/// A letter that cannot be read is reported and left out. An error of `take` ends the run.
pub fn label_all(
    run: Run,
    paths: &[PathBuf],
    labeller: &Labeller<'_>,
    mut take: impl FnMut(LabelledLetter) -> Result<()>,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let bar = if paths.len() > 3 {
        progress(run, paths.len() as u64, "reading letters")
    } else {
        indicatif::ProgressBar::hidden()
    };
    for batch in paths.chunks(rayon::current_num_threads() * 4) {
        let read = |path: &PathBuf| read_letter(path);
        hand_on(
            label_batch(labeller, batch, read),
            &mut outcome,
            &bar,
            &mut take,
        )?;
    }
    bar.finish_and_clear();
    Ok(outcome)
}

/// One letter of a JSONL stream.
#[derive(serde::Deserialize)]
struct JsonLetter {
    #[serde(alias = "letter", alias = "id")]
    name: String,
    text: String,
}

/// Labels letters that come one a line as JSON: `{"name": "…", "text": "…"}`.
pub fn label_jsonl(
    paths: &[PathBuf],
    labeller: &Labeller<'_>,
    mut take: impl FnMut(LabelledLetter) -> Result<()>,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let bar = indicatif::ProgressBar::hidden();
    for path in paths {
        let source: Box<dyn BufRead> = if path.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(std::io::BufReader::new(
                std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?,
            ))
        };
        let mut lines = source.lines().enumerate();
        loop {
            let batch: Vec<(usize, std::io::Result<String>)> = lines
                .by_ref()
                .take(rayon::current_num_threads() * 4)
                .collect();
            if batch.is_empty() {
                break;
            }
            let read = |(number, line): &(usize, std::io::Result<String>)| {
                let here = |e: Error| e.at(path).on_line(*number as u64 + 1);
                let line = line.as_ref().map_err(|e| {
                    here(
                        Error::new(ErrorKind::Io, format!("cannot read: {e}"))
                            .hint("the stream is JSON lines in UTF-8"),
                    )
                })?;
                let letter: JsonLetter = serde_json::from_str(line).map_err(|e| {
                    here(
                        Error::new(ErrorKind::Format, format!("no letter in this line: {e}"))
                            .expected("a JSON object a line: {\"name\": \"…\", \"text\": \"…\"}"),
                    )
                })?;
                Letter::from_bytes(&letter.name, letter.text.as_bytes())
            };
            hand_on(
                label_batch(labeller, &batch, read),
                &mut outcome,
                &bar,
                &mut take,
            )?;
        }
    }
    Ok(outcome)
}

fn label_batch<T: Sync>(
    labeller: &Labeller<'_>,
    batch: &[T],
    read: impl Fn(&T) -> Result<Letter> + Sync,
) -> Vec<Result<LabelledLetter>> {
    if let [only] = batch {
        return vec![read(only).map(|letter| labeller.label(letter, &mut labeller.workspace()))];
    }
    batch
        .par_iter()
        .map_init(
            || labeller.workspace(),
            |workspace, item| read(item).map(|letter| labeller.label(letter, workspace)),
        )
        .collect()
}

fn hand_on(
    results: Vec<Result<LabelledLetter>>,
    outcome: &mut Outcome,
    bar: &indicatif::ProgressBar,
    take: &mut impl FnMut(LabelledLetter) -> Result<()>,
) -> Result<()> {
    for result in results {
        bar.inc(1);
        match result {
            Ok(letter) => {
                outcome.done += 1;
                bar.suspend(|| {
                    letter
                        .letter
                        .warnings
                        .iter()
                        .for_each(|w| warn(&format!("{}: {w}", letter.letter.source)))
                });
                take(letter)?;
            }
            Err(error) => {
                outcome.failed += 1;
                bar.suspend(|| print_error(&error));
            }
        }
    }
    Ok(())
}
