//! Locked data: every command that scores counts its looks here, and every command that trains asks here first.

use super::Run;
use super::terminal::note;
use standpunt::classifier::Classifier;
use standpunt::dataset::{Dataset, files};
use standpunt::error::{Error, ErrorKind, Result};
use standpunt::evaluation::lock::{Lock, Look, LookSummary, locked};
use standpunt::program::canonical;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A model that looks at data: its hash, and the macro-F1 it reached there.
#[derive(Debug, Clone)]
pub struct Looker {
    hash: String,
    macro_f1: Option<f64>,
}

impl Looker {
    /// A model and what it reached.
    pub fn new(classifier: &Classifier, macro_f1: Option<f64>) -> Result<Self> {
        Ok(Self {
            hash: classifier.hash()?,
            macro_f1,
        })
    }
}

/// What looks at labelled data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Evaluate,
    Compare,
    CrossValidate,
    LearningCurve,
    Train,
}

impl By {
    /// Its name in a lock.
    fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::Compare => "compare",
            Self::CrossValidate => "cross-validate",
            Self::LearningCurve => "learning curve",
            Self::Train => "train",
        }
    }
}

/// Counts a look of each model in every lock on the data: on the paths as given, on the files below them, on folders around them.
///
/// A summary without the name of a set is of `evaluate` on exactly that set; there is at most one.
pub fn count(
    paths: &[PathBuf],
    data: &Dataset,
    by: By,
    lookers: &[Looker],
) -> Result<Vec<LookSummary>> {
    let read: BTreeSet<PathBuf> = data.files.iter().map(|f| canonical(f)).collect();
    let date = super::scoring::today();
    let mut summaries: Vec<LookSummary> = Vec::new();
    for set in sets(paths, data)? {
        let all: BTreeSet<PathBuf> = (files(std::slice::from_ref(&set))?.iter())
            .map(|f| canonical(f))
            .collect();
        let part = match (all.is_subset(&read), read.is_subset(&all)) {
            (true, true) => "",
            (false, true) => ", a part of it",
            (true, false) => ", with other data",
            (false, false) => ", a part of it with other data",
        };
        let plain = by == By::Evaluate && part.is_empty();
        let looks: Vec<Look> = (lookers.iter())
            .map(|looker| Look {
                model: looker.hash.clone(),
                date,
                macro_f1: looker.macro_f1,
                how: (!plain).then(|| format!("{}{part}", by.name())),
            })
            .collect();
        let Some(mut summary) = Lock::record(&set, &looks)? else {
            continue;
        };
        let is_told = summaries.iter().any(|other| other.set.is_none());
        summary.set = (!plain || is_told).then(|| name(&set, paths));
        summaries.push(summary);
    }
    Ok(summaries)
}

/// The locked sets that hold some of the data.
fn sets(paths: &[PathBuf], data: &Dataset) -> Result<Vec<PathBuf>> {
    // a damaged lock beside what was named is an error; further away it may be another program's file
    for path in paths {
        Lock::of(path)?;
    }
    locked(&data.files)
}

/// A set as it was named, or else its path from the folder in which the command runs.
fn name(set: &Path, paths: &[PathBuf]) -> String {
    let here = canonical(Path::new("."));
    let below = set.strip_prefix(&here).unwrap_or(set);
    let given = paths.iter().find(|p| canonical(p) == set);
    let shown = given.map_or(below, PathBuf::as_path);
    // the folder in which the command runs
    let shown = if shown.as_os_str().is_empty() {
        Path::new(".")
    } else {
        shown
    };
    shown.display().to_string()
}

/// The locked sets that hold some of the data, by name.
pub fn names_of_locked(paths: &[PathBuf], data: &Dataset) -> Result<Vec<String>> {
    let sets = sets(paths, data)?;
    Ok(sets.iter().map(|set| name(set, paths)).collect())
}

/// The one file or folder that `--lock` can lock.
pub fn require_one(paths: &[PathBuf]) -> Result<&Path> {
    let [path] = paths else {
        return Err(Error::new(ErrorKind::Usage, "--lock with several paths")
            .hint("lock one file or folder at a time"));
    };
    if path.as_os_str() == "-" {
        return Err(Error::new(ErrorKind::Usage, "--lock with standard input")
            .expected("a file or folder, beside which the lock is put")
            .hint("write the data to a file first"));
    }
    Ok(path)
}

/// Locks the data that `--lock` names, unless a lock holds for it already.
pub fn lock(run: Run, paths: &[PathBuf]) -> Result<()> {
    let path = require_one(paths)?;
    if Lock::of(path)?.is_some() || !locked(paths)?.is_empty() {
        return Ok(());
    }
    if Lock::create(path, super::scoring::today())? {
        note(
            run,
            &format!("{} is locked: every look at it is counted", path.display()),
        );
    }
    Ok(())
}

/// Refuses to train on locked data; `option` is the one that allows it.
pub fn refuse_locked(paths: &[PathBuf], data: &Dataset, option: Option<&str>) -> Result<()> {
    let sets = sets(paths, data)?;
    let Some(set) = sets.first() else {
        return Ok(());
    };
    let step = match option {
        Some(option) => format!(
            "train on other letters; `{option}` trains on these all the same, and then they measure that model no longer"
        ),
        None => "name the training data".to_owned(),
    };
    Err(
        Error::new(ErrorKind::Usage, "this data is locked as held-out")
            .at(name(set, paths))
            .expected("letters that are for training")
            .hint(step),
    )
}
