//! Many letters in one run: found, read and labelled side by side, handed on in order.

use super::Run;
use super::terminal::{note, print_error, progress, warn};
use rayon::prelude::*;
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::letter::Letter;
use standpunt::program::{Found, search, wrote_it_itself};
use standpunt::report::{LabelledLetter, Labeller, letter_name, unwritable};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The files that paths name: files and `-` as they are, folders searched for files in sorted order.
///
/// Hidden files and what is neither file nor folder are left out, and each folder is searched once. A folder that cannot be read, or that is named and holds no file, is handed on like a file: reading it tells why. `out`, the file that is written, is left out of
/// folders too; where it is a letter, it is refused.
pub fn files(paths: &[PathBuf], out: Option<&Path>) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let out = out.and_then(|path| Some((path, path.canonicalize().ok()?)));
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found: Vec<PathBuf> = (search(path)?.into_iter())
            .map(|found| match found {
                Found::File(path) | Found::Closed(path, _) => path,
            })
            .collect();
        if let Some((out, real)) = &out {
            leave_out(&mut found, out, real)?;
        }
        if found.is_empty() {
            found.push(path.clone());
        }
        all.append(&mut found);
    }
    Ok(all)
}

/// Leaves out files that stand among those before them already, by another name or in a folder, and says so: a letter that was named twice
/// would count twice.
pub fn once(run: Run, files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut again = Vec::new();
    let mut kept = Vec::new();
    for path in files {
        let real = if path.as_os_str() == "-" {
            path.clone()
        } else {
            path.canonicalize().unwrap_or_else(|_| path.clone())
        };
        match seen.entry(real) {
            Entry::Occupied(first) => again.push((path, first.get().clone())),
            Entry::Vacant(free) => {
                free.insert(path.clone());
                kept.push(path);
            }
        }
    }
    if let Some((path, first)) = again.first() {
        let more = match again.len() - 1 {
            0 => String::new(),
            1 => "; so is 1 more".to_owned(),
            n => format!("; so are {n} more"),
        };
        let (path, first) = (path.display(), first.display());
        note(run, &format!("{path} is {first}, which is read once{more}"));
    }
    kept
}

/// Leaves the file that is written out of the files of a folder; refuses where it is a letter.
fn leave_out(found: &mut Vec<PathBuf>, out: &Path, real: &Path) -> Result<()> {
    let before = found.len();
    found.retain(|path| path.canonicalize().ok().as_deref() != Some(real));
    if found.len() < before && Letter::read(out).is_ok() {
        return Err(Error::new(ErrorKind::Usage, "--out would replace a letter")
            .at(out)
            .expected("a file of its own")
            .hint("give another name; nothing was written"));
    }
    Ok(())
}

/// Leaves out of the files those of folders that this program wrote itself, such as the report of a run before; what is named is read, and
/// so is a folder that holds nothing else, which tells why there is no letter.
pub fn without_own(run: Run, named: &[PathBuf], files: Vec<PathBuf>) -> Vec<PathBuf> {
    let own = |path: &PathBuf| !named.contains(path) && wrote_it_itself(path);
    let (own, letters): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(own);
    if letters.is_empty() {
        return own;
    }
    for path in own {
        let text = format!("{}: left out, as standpunt wrote it itself", path.display());
        note(run, &text);
    }
    letters
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

/// A letter among many, where a folder stands for itself only if there is nothing in it to read.
fn read_one(path: &Path) -> Result<Letter> {
    if path.is_dir() && path.read_dir().is_ok() {
        return Err(Error::new(ErrorKind::Io, "no file in this folder")
            .at(path)
            .hint("give a letter, or a folder of letters"));
    }
    read_letter(path)
}

/// Says what a person should know of a letter.
pub fn warn_of(run: Run, letter: &Letter) {
    let told = if run.shown { &[][..] } else { &letter.warnings };
    for warning in told {
        let name = match letter.source.as_str() {
            "-" => "standard input",
            name => name,
        };
        warn(run, &format!("{name}: {warning}"));
    }
}

/// How a run over letters ended.
#[derive(Debug, Default, Clone, Copy)]
pub struct Outcome {
    /// Letters that were labelled.
    pub done: usize,
    /// Letters that could not be read; each was reported.
    pub failed: usize,
}

/// A letter that could not be read.
#[derive(Debug)]
pub struct Failed {
    /// Its path or name, where it has one.
    pub source: Option<String>,
    /// Its line in a stream of JSON lines.
    pub line: Option<u64>,
    /// Why, without the place.
    pub reason: String,
    /// Why, as it is reported.
    pub error: Error,
}

impl Failed {
    /// What it is called where people read of it.
    pub fn name(&self) -> String {
        match (self.source.as_deref(), self.line) {
            (Some("-"), None) => "standard input".to_owned(),
            (Some(source), _) => source.to_owned(),
            (None, Some(line)) => format!("line {line}"),
            (None, None) => "a letter without a name".to_owned(),
        }
    }

    /// Writes the failure as a line of JSON.
    pub fn write(&self, out: &mut dyn Write) -> Result<()> {
        let line = serde_json::json!({
            "letter": self.source.as_deref().map(letter_name),
            "source": self.source,
            "line": self.line,
            "error": self.reason,
        });
        writeln!(out, "{line}").map_err(unwritable)
    }
}

/// What came of a letter.
pub type Attempt<T> = std::result::Result<T, Failed>;

/// Takes each letter, or the failure in its place; an error ends the run.
pub type Take<'t> = &'t mut dyn FnMut(Attempt<LabelledLetter>) -> Result<()>;

/// Labels letters in batches of a few per thread and hands each on in order: no letter is kept, only its path and the hash of its
/// sentences.
///
/// A letter that cannot be read is reported, and the rest is done.
pub fn label_all(
    run: Run,
    paths: &[PathBuf],
    labeller: &Labeller<'_>,
    take: Take<'_>,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let shared = shared_names(paths);
    let mut repeats = Repeats::default();
    let bar = if paths.len() > 3 {
        progress(run, paths.len() as u64, "reading letters")
    } else {
        indicatif::ProgressBar::hidden()
    };
    for batch in paths.chunks(rayon::current_num_threads() * 4) {
        let read = |path: &PathBuf| {
            read_one(path).map_err(|error| Failed {
                source: Some(path.to_string_lossy().into_owned()),
                line: None,
                reason: error.found().to_owned(),
                error,
            })
        };
        let mut results = label_batch(labeller, batch, read);
        for (path, result) in batch.iter().zip(&mut results) {
            if let Ok(labelled) = result {
                repeats.mark(path, labelled);
                labelled.qualified = shared.contains(labelled.name());
            }
        }
        hand_on(run, results, &mut outcome, &bar, take)?;
    }
    bar.finish_and_clear();
    Ok(outcome)
}

/// Finds letters with the sentences of one before them: the same letter in another format, or under another name.
#[derive(Default)]
struct Repeats<'p> {
    /// The first letter of each number of sentences and hash of them all.
    first: HashMap<(usize, u64), &'p Path>,
}

impl<'p> Repeats<'p> {
    /// Says of a letter that it repeats one before it, so that every output tells.
    fn mark(&mut self, path: &'p Path, labelled: &mut LabelledLetter) {
        let letter = &mut labelled.letter;
        let mut hasher = DefaultHasher::new();
        for (_, sentence) in letter.sentences() {
            sentence.text.hash(&mut hasher);
        }
        match self.first.entry((letter.len(), hasher.finish())) {
            Entry::Occupied(first) => letter.warnings.push(format!(
                "it has the sentences of {} and counts in every sum all the same",
                first.get().display()
            )),
            Entry::Vacant(free) => {
                free.insert(path);
            }
        }
    }
}

/// The names that more than one of the letters would have.
fn shared_names(paths: &[PathBuf]) -> HashSet<String> {
    let mut seen = HashSet::new();
    (paths.iter())
        .map(|path| letter_name(&path.to_string_lossy()).to_owned())
        .filter(|name| !seen.insert(name.clone()))
        .collect()
}

/// Reads and labels the letters of a batch side by side.
pub fn label_batch<T: Sync>(
    labeller: &Labeller<'_>,
    batch: &[T],
    read: impl Fn(&T) -> Attempt<Letter> + Sync,
) -> Vec<Attempt<LabelledLetter>> {
    if let [only] = batch {
        return vec![read(only).map(|letter| labeller.label(letter))];
    }
    batch
        .par_iter()
        .map(|item| read(item).map(|letter| labeller.label(letter)))
        .collect()
}

/// Reports what there is to report of a batch, and hands each letter on in order.
pub fn hand_on(
    run: Run,
    results: Vec<Attempt<LabelledLetter>>,
    outcome: &mut Outcome,
    bar: &indicatif::ProgressBar,
    take: Take<'_>,
) -> Result<()> {
    for result in results {
        bar.inc(1);
        match &result {
            Ok(labelled) => {
                outcome.done += 1;
                bar.suspend(|| warn_of(run, &labelled.letter));
            }
            Err(failed) => {
                outcome.failed += 1;
                bar.suspend(|| print_error(&failed.error));
            }
        }
        take(result)?;
    }
    Ok(())
}
