//! A lock on a held-out set: what it held when it was made, and which model looked at it when.
//!
//! Each look at a held-out set makes it a little less held out. The lock file, `<data>.lock.json` beside the
//! data, keeps the SHA-256 of the data and a log of looks, so that a report can tell how many there were and
//! whether the data has changed since. A lock on a folder holds for every file below it ([`locked`]).

use crate::atomic_file;
use crate::bounded::Bound;
use crate::dataset::files;
use crate::error::{Error, ErrorKind, Result};
use crate::guard::Guard;
use crate::hex::hex;
use crate::numbers::count;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How much of a lock file is read.
const LOCK: Bound = Bound {
    most: 16 << 20,
    expected: "a lock file of at most 16 MiB",
    hint: "this is no lock that the program wrote: give the file another name",
};

/// One evaluation of one model on the locked data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Hash of the model file.
    pub model: String,
    /// The day.
    pub date: Date,
    /// The macro-F1 it reached; `None` where it is undefined.
    pub macro_f1: Option<f64>,
    /// What looked, and at how much, such as `compare` or `evaluate, a part of it`; `None` is `evaluate` on the whole set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
}

/// The content of a lock file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lock {
    /// Version of this layout; 1.
    pub format: u32,
    /// SHA-256 of the data when it was locked, in lower-case hexadecimal.
    pub data_sha256: String,
    /// The day it was locked.
    pub locked: Date,
    /// The looks, oldest first.
    pub looks: Vec<Look>,
}

/// What a report tells of the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LookSummary {
    /// The day the data was locked.
    pub locked: Date,
    /// Number of looks, this one included.
    pub looks: usize,
    /// Number of different models among them.
    pub models: usize,
    /// Whether the data is what was locked.
    pub unchanged: bool,
    /// Name of the locked set, where the figures are of a part of it or of more than it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
}

impl LookSummary {
    /// The summary as a sentence.
    pub fn sentence(&self) -> String {
        let looks = match self.looks {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let models = count(self.models, "model");
        let set = match &self.set {
            None => "This set".to_owned(),
            Some(name) => format!("`{name}`, of which some or all is looked at here,"),
        };
        let mut text = format!(
            "{set} was locked on {} and has been looked at {looks}, by {models}.",
            self.locked
        );
        if !self.unchanged {
            text.push_str(
                " It has CHANGED since it was locked: earlier figures are not comparable.",
            );
        }
        text
    }
}

/// The path of the lock file: beside the data, its name with `.lock.json` behind it.
///
/// Links, `.` and `..` are followed first, so that the same data has one lock, however it is named.
pub fn lock_path(data: &Path) -> PathBuf {
    let data = canonical(data);
    // a folder given as `x/` has its lock at `x.lock.json`, too
    let data = data.components().as_path();
    let mut name = data.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".lock.json");
    data.with_file_name(name)
}

/// A path with links, `.` and `..` followed; as it is where it leads nowhere.
#[doc(hidden)]
pub fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The locked sets that hold some files: the files themselves and the folders around them, in sorted order.
///
/// A file of another program that happens to be called `NAME.lock.json` is no lock.
///
/// # Errors
/// [`ErrorKind::Io`] when a lock cannot be read, [`ErrorKind::Format`] when one is damaged.
pub fn locked(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut around = BTreeSet::new();
    for path in paths {
        // also as it is named: a link may stand in a locked folder and lead out of it
        let named = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        for start in [canonical(path), named] {
            for part in start.ancestors() {
                if !around.insert(part.to_path_buf()) {
                    break;
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    for part in around {
        let lock = lock_path(&part);
        let ours = |text: Vec<u8>| {
            let key = b"\"data_sha256\"";
            text.windows(key.len()).any(|part| part == key)
        };
        if read(&lock)?.is_some_and(ours) && Lock::of(&part)?.is_some() {
            found.insert(canonical(&part));
        }
    }
    Ok(found.into_iter().collect())
}

/// SHA-256 of a file, or of the CSV files of a folder and its subfolders: names below the folder and contents, in the
/// order in which they are read as data.
///
/// # Errors
/// [`ErrorKind::Io`] when something cannot be read, or a folder holds no CSV file.
pub fn hash_data(data: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    if !data.is_dir() {
        hash_file(data, &mut hasher)?;
        return Ok(hex(&hasher.finalize()));
    }
    for path in files(&[data.to_path_buf()])? {
        let mut inner = Sha256::new();
        hash_file(&path, &mut inner)?;
        let below = path.strip_prefix(data).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
        let name = parts.join("/");
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(inner.finalize());
    }
    Ok(hex(&hasher.finalize()))
}

/// The bytes of a lock file; `None` where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match File::open(path) {
        Ok(file) => LOCK.read_file(file, path).map(Some),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io(path, "read the lock", e)),
    }
}

fn hash_file(path: &Path, hasher: &mut Sha256) -> Result<()> {
    let failed = |e| Error::io(path, "read the file", e);
    let mut file = File::open(path).map_err(failed)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok(());
        }
        hasher.update(&buffer[..read]);
    }
}

impl Lock {
    /// Locks data and writes the lock file; `false` when there is a lock already, which stays as it is.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when data or lock cannot be read or written.
    pub fn create(data: &Path, date: Date) -> Result<bool> {
        let lock = Self {
            format: 1,
            data_sha256: hash_data(data)?,
            locked: date,
            looks: Vec::new(),
        };
        let path = lock_path(data);
        let _alone = Guard::of(&path)?;
        let new = !path.exists();
        if new {
            lock.write(&path)?;
        }
        Ok(new)
    }

    /// Reads the lock of some data; `None` when it is not locked.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the lock cannot be read, [`ErrorKind::Format`] when it is not a lock file.
    pub fn of(data: &Path) -> Result<Option<Self>> {
        let path = lock_path(data);
        let Some(text) = read(&path)? else {
            return Ok(None);
        };
        let lock: Self = serde_json::from_slice(&text).map_err(|e| {
            Error::new(ErrorKind::Format, format!("not a lock file: {e}"))
                .at(&path)
                .expected("the file that `--lock` wrote, which counts the looks at the data")
                .hint("restore it from a copy; without it nobody knows how often the data was looked at")
                .caused_by(e)
        })?;
        if lock.format != 1 {
            return Err(Error::new(
                ErrorKind::Format,
                format!("a lock file of version {}", lock.format),
            )
            .at(&path)
            .expected("version 1"));
        }
        Ok(Some(lock))
    }

    /// Whether the data is still what was locked.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the data cannot be read.
    pub fn is_unchanged(&self, data: &Path) -> Result<bool> {
        Ok(hash_data(data)? == self.data_sha256)
    }

    /// Adds looks to the lock of some data, writes the lock file anew (beside the old one, then renamed) and sums up; `None` when the
    /// data is not locked.
    ///
    /// The same model with the same macro-F1 on the same day, measured the same way, is one look. Programs that look at the same time
    /// wait for one another, so that no look is lost.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when data or lock cannot be read or written, [`ErrorKind::Format`] when the lock is damaged.
    pub fn record(data: &Path, looks: &[Look]) -> Result<Option<LookSummary>> {
        let Some(mut lock) = Self::of(data)? else {
            return Ok(None);
        };
        // looks are never taken away: where all are known nothing is written
        if !looks.iter().all(|look| lock.looks.contains(look)) {
            let path = lock_path(data);
            let _alone = Guard::of(&path)?;
            // another program may have looked since
            lock = Self::of(data)?.unwrap_or(lock);
            for look in looks {
                if !lock.looks.contains(look) {
                    lock.looks.push(look.clone());
                }
            }
            lock.write(&path)?;
        }
        lock.summary(data).map(Some)
    }

    /// Sums up the looks so far.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the data cannot be read.
    pub fn summary(&self, data: &Path) -> Result<LookSummary> {
        let mut models: Vec<&str> = self.looks.iter().map(|l| l.model.as_str()).collect();
        models.sort_unstable();
        models.dedup();
        Ok(LookSummary {
            locked: self.locked,
            looks: self.looks.len(),
            models: models.len(),
            unchanged: self.is_unchanged(data)?,
            set: None,
        })
    }

    fn write(&self, path: &Path) -> Result<()> {
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|e| Error::io(path, "write the lock", std::io::Error::other(e)))?;
        text.push('\n');
        atomic_file::write(path, text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const FLAT: &str = "f0125c3971f4917a9ad04d4c0764a6f1970ab1e761258b6d44436e0b62063957";

    fn look(model: &str, macro_f1: f64) -> Look {
        Look {
            model: model.into(),
            date: date(2026, 3, 1),
            macro_f1: Some(macro_f1),
            how: None,
        }
    }

    #[test]
    fn looks_are_counted_and_a_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("toets.csv");
        std::fs::write(&data, "sentence,label\n").unwrap();
        assert_eq!(Lock::of(&data).unwrap(), None);
        assert_eq!(Lock::record(&data, &[look("aa", 0.5)]).unwrap(), None);
        assert!(Lock::create(&data, date(2026, 2, 1)).unwrap());
        assert!(folder.path().join("toets.csv.lock.json").exists());
        Lock::record(&data, &[look("aa", 0.5), look("aa", 0.5)]).unwrap();
        let both = [look("aa", 0.5), look("bb", 0.6)];
        let summary = Lock::record(&data, &both).unwrap().unwrap();
        assert_eq!(
            (summary.looks, summary.models, summary.unchanged),
            (2, 2, true)
        );
        assert!(summary.sentence().contains("looked at twice, by 2 models"));
        let lock = Lock::of(&data).unwrap().unwrap();
        assert_eq!(lock.looks, both);
        std::fs::write(&data, "sentence,label\nx,steunt\n").unwrap();
        let summary = lock.summary(&data).unwrap();
        assert!(!summary.unchanged);
        assert!(summary.sentence().contains("CHANGED"));
    }

    #[test]
    fn a_lock_is_not_overwritten_and_a_broken_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("toets.csv");
        std::fs::write(&data, "x").unwrap();
        assert!(Lock::create(&data, date(2026, 2, 1)).unwrap());
        Lock::record(&data, &[look("aa", 0.5)]).unwrap();
        assert!(!Lock::create(&data, date(2026, 2, 2)).unwrap());
        let lock = Lock::of(&data).unwrap().unwrap();
        assert_eq!((lock.locked, lock.looks.len()), (date(2026, 2, 1), 1));
        std::fs::write(lock_path(&data), "{}").unwrap();
        assert_eq!(Lock::of(&data).unwrap_err().kind(), ErrorKind::Format);
    }

    #[test]
    fn no_look_is_lost_where_many_look_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("toets.csv");
        std::fs::write(&data, "x").unwrap();
        let (threads, each) = (8, 10);
        let ready = std::sync::Barrier::new(threads);
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let (ready, data) = (&ready, &data);
                scope.spawn(move || {
                    ready.wait();
                    Lock::create(data, date(2026, 2, 1)).unwrap();
                    for n in 0..each {
                        Lock::record(data, &[look(&format!("{thread}-{n}"), 0.5)]).unwrap();
                    }
                });
            }
        });
        assert_eq!(
            Lock::of(&data).unwrap().unwrap().looks.len(),
            threads * each
        );
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert!(!cfg!(unix) || left == 2, "the data and its lock");
    }

    #[test]
    fn a_folder_is_its_csv_files() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("toets");
        std::fs::create_dir(&data).unwrap();
        std::fs::write(data.join("a.csv"), "1").unwrap();
        std::fs::write(data.join("b.csv"), "2").unwrap();
        let before = hash_data(&data).unwrap();
        std::fs::write(data.join("LEESMIJ.md"), "3").unwrap();
        assert_eq!(hash_data(&data).unwrap(), before);
        // the hash that a lock of a flat folder has had from the first: sha256 of (length, name, sha256 of content) of each file
        assert_eq!(before, FLAT);
        std::fs::create_dir(data.join("meer")).unwrap();
        std::fs::write(data.join("meer/d.csv"), "4").unwrap();
        let deeper = hash_data(&data).unwrap();
        assert_ne!(deeper, before);
        std::fs::write(data.join("meer/d.csv"), "5").unwrap();
        assert_ne!(hash_data(&data).unwrap(), deeper);
        std::fs::remove_dir_all(data.join("meer")).unwrap();
        std::fs::rename(data.join("b.csv"), data.join("c.csv")).unwrap();
        assert_ne!(hash_data(&data).unwrap(), before);
        let lock = canonical(folder.path()).join("toets.lock.json");
        assert_eq!(lock_path(&data.join("")), lock);
        assert_eq!(lock_path(&data.join("../toets/.")), lock);
    }

    #[test]
    fn a_lock_holds_for_what_lies_below_it_and_no_foreign_file_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let top = canonical(folder.path());
        let data = top.join("toets");
        std::fs::create_dir_all(data.join("diep")).unwrap();
        let (a, b) = (data.join("a.csv"), data.join("diep/b.csv"));
        std::fs::write(&a, "1").unwrap();
        std::fs::write(&b, "2").unwrap();
        std::fs::write(top.join("toets.lock.json"), "{\"name\": \"a package\"}").unwrap();
        assert!(locked(&[a.clone(), b.clone()]).unwrap().is_empty());
        std::fs::remove_file(top.join("toets.lock.json")).unwrap();
        Lock::create(&data, date(2026, 2, 1)).unwrap();
        Lock::create(&b, date(2026, 2, 1)).unwrap();
        assert_eq!(
            locked(std::slice::from_ref(&a)).unwrap(),
            std::slice::from_ref(&data)
        );
        assert_eq!(locked(&[a, b.clone()]).unwrap(), [data, b]);
    }
}
