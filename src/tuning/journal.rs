//! The journal of a tuning run: what an interrupted run had found out, so that the next one need not find it out again.
//!
//! JSON Lines. A run begins with a line that says what its results rest on; then comes a line for each finished trial. Each line is
//! written at once and ends in a checksum of what stands before it. A last line without its end is what a killed run leaves, and is cut off
//! where it is how a line begins; anything else that is not as it was written is an error. A run holds its journal to its end: another one
//! on the same file is refused.
//!
//! ```text
//! {"run":"5c1e…","rests_on":{"program":"0.1.0",…,"data":"9f02…",…,"options":{…}},"crc32":"…"}
//! {"run":"5c1e…","trial":{"change":"alpha 0.030","macro_f1":0.90,"log_loss":0.16,"accuracy":0.95,"settings":"--alpha 0.03 …"},"crc32":"…"}
//! ```
//!
//! Options with which nothing can be learned from the data have a line of their own, `not_possible`, that says why.
//! A trial counts for runs that rest on the same alone. Those of other runs stay in the file, so that going back to other data or options loses nothing.

use super::Trial;
use crate::bounded::Bound;
use crate::cues;
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind, Result};
use crate::features::{Lexicon, stemmer};
use crate::guard::leads_to;
use crate::hex::sha256;
use crate::numbers::count;
use crate::trainer::TrainOptions;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// What every line begins with; then comes the name of its run.
const START: &str = "{\"run\":\"";
/// Digits in the name of a run.
const NAME: usize = 16;
/// What comes behind that name, by what a line tells.
const ENTRIES: [&str; 3] = [
    "\",\"rests_on\":{",
    "\",\"trial\":{",
    "\",\"not_possible\":{",
];
/// Behind a line's content: the checksum of that content, in place of the closing brace.
const SUM: &str = ",\"crc32\":\"";
/// Bytes of the checksum with what stands around it.
const SUM_LENGTH: usize = SUM.len() + 8 + "\"}".len();

/// What decides the figures of a trial, apart from what the trial changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct RestsOn {
    /// Version of the program.
    program: String,
    /// XXH3 of its executable: another build may compute otherwise. Empty where it cannot be read.
    build: String,
    /// Word lists and stemmer, as in a model file.
    lexicon: String,
    /// [`Dataset::hash`].
    data: String,
    /// Whether the data names letters.
    letters: bool,
    /// SHA-256 over the marks of the rows that figures rest on, a byte a row; none for all rows.
    calibrate_on: Option<String>,
    /// The options that the search starts from, folds and seed among them.
    options: TrainOptions,
}

impl RestsOn {
    fn new(start: &TrainOptions, data: &Dataset, natural: Option<&[bool]>) -> Self {
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            build: build().to_owned(),
            lexicon: format!(
                "{:016x} {:016x} {}",
                Lexicon::fingerprint(),
                cues::Lexicon::fingerprint(),
                stemmer::NAME
            ),
            data: data.hash(),
            letters: data.has_letters,
            calibrate_on: natural.map(|marks| {
                let bytes: Vec<u8> = marks.iter().map(|&m| u8::from(m)).collect();
                sha256(&bytes)
            }),
            options: start.clone(),
        }
    }

    /// The name of a run: the first 16 digits of the SHA-256 of all this.
    fn name(&self) -> Result<String> {
        let json = serde_json::to_vec(self).map_err(unwritable)?;
        Ok(sha256(&json)[..NAME].to_owned())
    }

    /// What is not the same in another run.
    fn differences(&self, other: &Self) -> Vec<&'static str> {
        let program = |r: &Self| (r.program.clone(), r.build.clone(), r.lexicon.clone());
        [
            (program(self) != program(other), "another program"),
            (
                (&self.data, self.letters) != (&other.data, other.letters),
                "other data",
            ),
            (
                self.calibrate_on != other.calibrate_on,
                "other rows of `--calibrate-on`",
            ),
            (self.options != other.options, "other options"),
        ]
        .into_iter()
        .filter_map(|(differs, what)| differs.then_some(what))
        .collect()
    }
}

/// XXH3 of the running executable.
fn build() -> &'static str {
    static BUILD: OnceLock<String> = OnceLock::new();
    BUILD.get_or_init(|| {
        let bytes = std::env::current_exe().and_then(std::fs::read);
        bytes.map_or_else(|_| String::new(), |b| format!("{:016x}", xxh3_64(&b)))
    })
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    run: String,
    #[serde(flatten)]
    entry: Entry,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Entry {
    RestsOn(Box<RestsOn>),
    Trial(Finished),
    NotPossible(NotPossible),
}

/// A trial with the settings that it was of, as [`super::settings`] writes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Finished {
    #[serde(flatten)]
    trial: Trial,
    settings: String,
}

/// Settings with which nothing can be learned from the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct NotPossible {
    change: String,
    why: String,
    settings: String,
}

/// The finished trials of a tuning run, in a file.
///
/// [`super::tune`] asks it for each trial and writes there what it had to run.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    run: String,
    known: Vec<Finished>,
    not_possible: Vec<NotPossible>,
    passed_over: Option<String>,
}

impl Journal {
    /// Opens the journal for a run of [`super::tune`] with these arguments, or begins one.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read or written, or another run holds it; [`ErrorKind::Format`] when it is no journal, with
    /// its line when it is a damaged one. A file that is no journal stays as it is.
    pub fn open(
        path: impl AsRef<Path>,
        start: &TrainOptions,
        data: &Dataset,
        natural: Option<&[bool]>,
    ) -> Result<Self> {
        let path = path.as_ref();
        let rests_on = RestsOn::new(start, data, natural);
        let run = rests_on.name()?;
        let mut file = hold(path)?;
        let bytes = read(&file, path)?;
        let whole = bytes.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);

        let (mut known, mut not_possible) = (Vec::new(), Vec::new());
        let (mut others, mut last) = (0, None);
        let mut number = 0;
        for line in bytes[..whole].split_inclusive(|&b| b == b'\n') {
            number += 1;
            let line = parse(line).map_err(|e| e.at(path).on_line(number))?;
            match line.entry {
                Entry::RestsOn(there) => last = Some(there),
                Entry::Trial(trial) if line.run == run => known.push(trial),
                Entry::NotPossible(options) if line.run == run => not_possible.push(options),
                Entry::Trial(_) | Entry::NotPossible(_) => others += 1,
            }
        }
        let passed_over = last.as_ref().filter(|_| others > 0).and_then(|last| {
            let why = rests_on.differences(last).join(", ");
            (!why.is_empty()).then(|| {
                let trials = count(others, "trial");
                format!("{trials} of earlier runs not used: {why}")
            })
        });

        // what a killed run was writing is cut off, and nothing else
        match is_begun(&bytes[whole..]) {
            true => {}
            false if whole == 0 => return Err(no_journal(path)),
            false => {
                let error = damaged("its end is not how a line begins");
                return Err(error.at(path).on_line(number + 1));
            }
        }
        (file.set_len(whole as u64))
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(|e| failed(path, e))?;
        let mut journal = Self {
            path: path.to_path_buf(),
            file,
            run,
            known,
            not_possible,
            passed_over,
        };
        if last.is_none_or(|last| *last != rests_on) {
            journal.append(Entry::RestsOn(Box::new(rests_on)))?;
        }
        Ok(journal)
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many trials it knows that count for this run, those that were not possible among them.
    pub fn known(&self) -> usize {
        self.known.len() + self.not_possible.len()
    }

    /// Which trials of other runs it holds and why they do not count, where it is the last run that was another one.
    pub fn passed_over(&self) -> Option<&str> {
        self.passed_over.as_deref()
    }

    /// The trial of some settings, if it is known.
    pub(super) fn recall(&self, settings: &str) -> Option<&Trial> {
        let finished = self.known.iter().find(|f| f.settings == settings)?;
        Some(&finished.trial)
    }

    /// Why some settings are not possible, if it is known that they are not.
    pub(super) fn recall_not_possible(&self, settings: &str) -> Option<&str> {
        let known = self.not_possible.iter().find(|n| n.settings == settings)?;
        Some(&known.why)
    }

    /// Writes that some settings are not possible.
    pub(super) fn record_not_possible(
        &mut self,
        change: &str,
        why: &str,
        settings: String,
    ) -> Result<()> {
        let found = NotPossible {
            change: change.to_owned(),
            why: why.to_owned(),
            settings,
        };
        self.not_possible.push(found.clone());
        self.append(Entry::NotPossible(found))
    }

    /// Writes a trial; one with a figure that is no number is left to be run again.
    pub(super) fn record(&mut self, trial: &Trial, settings: String) -> Result<()> {
        let figures = [trial.macro_f1, trial.log_loss, trial.accuracy];
        if figures.iter().any(|f| !f.is_finite()) {
            return Ok(());
        }
        let finished = Finished {
            trial: trial.clone(),
            settings,
        };
        self.known.push(finished.clone());
        self.append(Entry::Trial(finished))
    }

    /// Removes the file, once its trials have served.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when it cannot be removed.
    pub fn remove(self) -> Result<()> {
        let Self { path, file, .. } = self;
        let removed = std::fs::remove_file(&path);
        // held until it is gone, so that no other run goes on in a file that nobody finds
        drop(file);
        removed.map_err(|e| Error::io(&path, "remove the journal", e))
    }

    /// Writes a line in one piece, down to the disk.
    fn append(&mut self, entry: Entry) -> Result<()> {
        let run = self.run.clone();
        let mut line = serde_json::to_string(&Line { run, entry }).map_err(unwritable)?;
        line.pop();
        let sum = crc32fast::hash(line.as_bytes());
        line.push_str(&format!("{SUM}{sum:08x}\"}}\n"));
        let written = (self.file.write_all(line.as_bytes())).and_then(|()| self.file.sync_data());
        written.map_err(|e| failed(&self.path, e))
    }
}

/// How much of a journal is read.
const JOURNAL: Bound = Bound {
    most: 256 << 20,
    expected: "a journal of at most 256 MiB",
    hint: "name a new file with `--tuning-journal`",
};

/// Opens a journal, or makes an empty one, and holds it: while one run writes there, no other may cut off what it is writing.
fn hold(path: &Path) -> Result<File> {
    loop {
        match std::fs::metadata(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Error::io(path, "read the journal", e)),
            Ok(about) if !about.is_file() => {
                return Err(foreign(path, "this is no regular file"));
            }
            Ok(_) => {}
        }
        let mut how = File::options();
        how.read(true).write(true).create(true).truncate(false);
        let file = how.open(path).map_err(|e| failed(path, e))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(
                    Error::new(ErrorKind::Io, "another run is writing this journal")
                        .at(path)
                        .expected("a journal for each run")
                        .hint("wait for that run, or give another name with `--tuning-journal`"),
                );
            }
            Err(TryLockError::Error(e)) if e.kind() != std::io::ErrorKind::Unsupported => {
                return Err(failed(path, e));
            }
            _ => {}
        }
        if leads_to(path, &file) {
            return Ok(file);
        }
    }
}

/// The bytes of a journal.
fn read(file: &File, path: &Path) -> Result<Vec<u8>> {
    let same = (file.try_clone()).map_err(|e| Error::io(path, "read the journal", e))?;
    let bytes = JOURNAL.read_file(same, path)?;
    if !has_head(&bytes) {
        return Err(no_journal(path));
    }
    Ok(bytes)
}

fn no_journal(path: &Path) -> Error {
    foreign(path, "this is no journal of tuning")
}

fn foreign(path: &Path, found: &str) -> Error {
    Error::new(ErrorKind::Format, found)
        .at(path)
        .expected("a journal that `standpunt train --tune` wrote, or the name of a new file")
        .hint("give another name with `--tuning-journal`; nothing was written")
}

/// Whether bytes begin as a line does; those of a whole journal do too.
fn has_head(bytes: &[u8]) -> bool {
    let (start, rest) = bytes.split_at(bytes.len().min(START.len()));
    let (name, rest) = rest.split_at(rest.len().min(NAME));
    let fits = |entry: &str| {
        let shared = entry.len().min(rest.len());
        entry.as_bytes()[..shared] == rest[..shared]
    };
    START.as_bytes().starts_with(start)
        && name.iter().all(u8::is_ascii_hexdigit)
        && ENTRIES.into_iter().any(fits)
}

/// Whether bytes are what a run leaves that is killed while it writes a line: nothing of it, or the line up to anywhere before its end.
fn is_begun(bytes: &[u8]) -> bool {
    let is_cut = match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(_) => parse(bytes).is_ok(),
        Err(e) => e.is_eof(),
    };
    has_head(bytes) && is_cut
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this journal is damaged: {why}"))
        .expected("a line as `standpunt train --tune` wrote it")
        .hint("remove the line, and its trial is run again; or the file, and all are")
}

/// A line as it was written.
fn parse(line: &[u8]) -> Result<Line> {
    let line = line.trim_ascii_end();
    let end = (line.len().checked_sub(SUM_LENGTH)).ok_or_else(|| damaged("a line is too short"))?;
    let (content, sum) = line.split_at(end);
    if sum != format!("{SUM}{:08x}\"}}", crc32fast::hash(content)).as_bytes() {
        return Err(damaged("the checksum of a line does not fit its content"));
    }
    let json = [content, b"}"].concat();
    serde_json::from_slice(&json).map_err(|e| damaged(&e.to_string()).caused_by(e))
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::io(path, "write the journal", error)
        .hint("name a file that you may write to with `--tuning-journal`")
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("cannot write the journal as JSON: {error}"),
    )
    .caused_by(error)
}

#[cfg(test)]
mod tests;
