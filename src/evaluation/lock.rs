//! A lock on a held-out set: what it held when it was made, and which model looked at it when.
//!
//! Each look at a held-out set makes it a little less held out. The lock file, `<data>.lock.json` beside the
//! data, keeps the SHA-256 of the data and a log of looks, so that a report can tell how many there were and
//! whether the data has changed since.

use crate::dataset::hex;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Largest lock file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// One evaluation of one model on the locked data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// Hash of the model file.
    pub model: String,
    /// The day, as the caller gives it (`YYYY-MM-DD`).
    pub date: String,
    /// The macro-F1 it reached; `None` where it is undefined.
    pub macro_f1: Option<f64>,
}

/// The content of a lock file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// Version of this layout; 1.
    pub format: u32,
    /// SHA-256 of the data when it was locked, in lower-case hexadecimal.
    pub data_sha256: String,
    /// The day it was locked.
    pub locked: String,
    /// The looks, oldest first.
    pub looks: Vec<Look>,
}

/// What a report tells of the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookSummary {
    /// The day the data was locked.
    pub locked: String,
    /// Number of looks, this one included.
    pub looks: usize,
    /// Number of different models among them.
    pub models: usize,
    /// Whether the data is what was locked.
    pub unchanged: bool,
}

impl LookSummary {
    /// The summary as a sentence.
    pub fn sentence(&self) -> String {
        let looks = match self.looks {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let models = if self.models == 1 { "model" } else { "models" };
        let mut text = format!(
            "This set was locked on {} and has been looked at {looks}, by {} {models}.",
            self.locked, self.models
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
pub fn lock_path(data: &Path) -> PathBuf {
    // a folder given as `x/` has its lock at `x.lock.json`, too
    let mut name = data
        .components()
        .as_path()
        .file_name()
        .map_or_else(OsString::new, OsString::from);
    name.push(".lock.json");
    data.components().as_path().with_file_name(name)
}

/// SHA-256 of a file, or of the CSV files of a folder (names and contents, in the order of their names).
///
/// # Errors
/// [`ErrorKind::Io`] when something cannot be read.
pub fn hash_data(data: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    if !data.is_dir() {
        hash_file(data, &mut hasher)?;
        return Ok(hex(&hasher.finalize()));
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(data).map_err(|e| Error::io(data, "read the folder", e))? {
        let path = entry
            .map_err(|e| Error::io(data, "read the folder", e))?
            .path();
        if path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        {
            files.push(path);
        }
    }
    files.sort();
    for path in files {
        let mut inner = Sha256::new();
        hash_file(&path, &mut inner)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(inner.finalize());
    }
    Ok(hex(&hasher.finalize()))
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
    /// Locks data and writes the lock file.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there is a lock already; [`ErrorKind::Io`] when data or lock cannot be read or
    /// written.
    pub fn create(data: &Path, date: &str) -> Result<Self> {
        let path = lock_path(data);
        if path.exists() {
            return Err(Error::new(ErrorKind::Usage, "the data is locked already")
                .at(&path)
                .hint("its log of looks would be lost; remove the file by hand if that is meant"));
        }
        let lock = Self {
            format: 1,
            data_sha256: hash_data(data)?,
            locked: date.to_owned(),
            looks: Vec::new(),
        };
        lock.write(&path)?;
        Ok(lock)
    }

    /// Reads the lock of some data; `None` when it is not locked.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the lock cannot be read, [`ErrorKind::Format`] when it is not a lock file.
    pub fn of(data: &Path) -> Result<Option<Self>> {
        let path = lock_path(data);
        let failed = |e| Error::io(&path, "read the lock", e);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(e)),
        };
        let mut text = String::new();
        file.take(LARGEST)
            .read_to_string(&mut text)
            .map_err(failed)?;
        let lock: Self = serde_json::from_str(&text).map_err(|e| {
            Error::new(ErrorKind::Format, format!("not a lock file: {e}"))
                .at(&path)
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

    /// Adds a look, writes the lock file anew (beside the old one, then renamed) and sums up.
    ///
    /// The same model with the same macro-F1 on the same day is one look.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when data or lock cannot be read or written.
    pub fn look(&mut self, data: &Path, look: Look) -> Result<LookSummary> {
        if !self.looks.contains(&look) {
            self.looks.push(look);
            self.write(&lock_path(data))?;
        }
        self.summary(data)
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
            locked: self.locked.clone(),
            looks: self.looks.len(),
            models: models.len(),
            unchanged: self.is_unchanged(data)?,
        })
    }

    fn write(&self, path: &Path) -> Result<()> {
        let failed = |e| Error::io(path, "write the lock", e);
        let folder = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut text =
            serde_json::to_string_pretty(self).map_err(|e| failed(std::io::Error::other(e)))?;
        text.push('\n');
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|e| failed(e.error))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(model: &str, macro_f1: f64) -> Look {
        Look {
            model: model.into(),
            date: "2026-03-01".into(),
            macro_f1: Some(macro_f1),
        }
    }

    #[test]
    fn looks_are_counted_and_a_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("toets.csv");
        std::fs::write(&data, "sentence,label\n").unwrap();
        assert_eq!(Lock::of(&data).unwrap(), None);
        let mut lock = Lock::create(&data, "2026-02-01").unwrap();
        assert!(folder.path().join("toets.csv.lock.json").exists());
        lock.look(&data, look("aa", 0.5)).unwrap();
        lock.look(&data, look("aa", 0.5)).unwrap();
        let summary = lock.look(&data, look("bb", 0.6)).unwrap();
        assert_eq!(
            (summary.looks, summary.models, summary.unchanged),
            (2, 2, true)
        );
        assert!(summary.sentence().contains("looked at twice, by 2 models"));
        assert_eq!(Lock::of(&data).unwrap(), Some(lock.clone()));
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
        Lock::create(&data, "2026-02-01").unwrap();
        let error = Lock::create(&data, "2026-02-02").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        std::fs::write(lock_path(&data), "{}").unwrap();
        assert_eq!(Lock::of(&data).unwrap_err().kind(), ErrorKind::Format);
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
        std::fs::rename(data.join("b.csv"), data.join("c.csv")).unwrap();
        assert_ne!(hash_data(&data).unwrap(), before);
        assert_eq!(
            lock_path(&data.join("")),
            folder.path().join("toets.lock.json")
        );
    }
}
