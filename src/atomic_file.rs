//! Files that appear whole or not at all.

use crate::error::{Error, ErrorKind, Result};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is written beside its target and renamed into place by [`Self::commit`].
///
/// Dropped without `commit`, it leaves the target as it was and nothing behind.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    file: BufWriter<tempfile::NamedTempFile>,
}

impl AtomicFile {
    /// Opens a file beside the target.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target is a folder, or its folder cannot be written to.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_path_buf();
        if path.is_dir() {
            return Err(Error::new(ErrorKind::Io, "cannot write: it is a folder")
                .at(&path)
                .expected("the name of a file")
                .hint("name a file in it"));
        }
        let folder = match path.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".standpunt-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(|e| failed(&path, e))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
        })
    }

    /// Puts the file in the target's place.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the disk is full or the target cannot be replaced.
    pub fn commit(self) -> Result<()> {
        let path = self.path;
        let file = self
            .file
            .into_inner()
            .map_err(|e| failed(&path, e.into_error()))?;
        file.as_file().sync_all().map_err(|e| failed(&path, e))?;
        #[cfg(unix)]
        {
            // a temporary file is private; the target keeps its mode, or gets the usual one
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).map_or(0o644, |m| m.permissions().mode());
            let permissions = std::fs::Permissions::from_mode(mode);
            file.as_file()
                .set_permissions(permissions)
                .map_err(|e| failed(&path, e))?;
        }
        file.persist(&path).map_err(|e| failed(&path, e.error))?;
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::io(path, "write", error)
        .hint("name a file in a folder that exists and that you may write to")
}

/// Writes a whole file at once, so that it appears whole or not at all.
///
/// # Errors
/// As [`AtomicFile::create`] and [`AtomicFile::commit`].
pub fn write(path: impl AsRef<Path>, bytes: &[u8]) -> Result<()> {
    let path = path.as_ref();
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes).map_err(|e| failed(path, e))?;
    file.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_committed_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, b"old").unwrap();
        let mut half = AtomicFile::create(&path).unwrap();
        half.write_all(b"new").unwrap();
        drop(half);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        write(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_folder_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write(folder.path(), b"x").is_err());
        assert!(
            write(folder.path().join("none/a.txt"), b"x")
                .unwrap_err()
                .next_step()
                .is_some()
        );
    }
}
