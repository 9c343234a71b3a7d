//! Files that appear whole or not at all.

use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

/// A file that takes its target's place only by [`Self::commit`].
///
/// Until then what is written stands in a file without a name in the target's folder, which the system takes away when the program ends,
/// however it ends. Dropped without `commit`, it leaves the target as it was and nothing behind. Only while `commit` copies is there a
/// file `.standpunt-….tmp` beside the target.
///
/// A target that is a link is replaced where the link leads. A target that is no regular file (a pipe, a device) has nothing to keep:
/// it is written to as the bytes come.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// A regular file, or none yet.
    Replaced {
        /// Where links lead.
        real: PathBuf,
        unnamed: BufWriter<File>,
    },
    /// A pipe or device.
    Direct(BufWriter<File>),
}

impl AtomicFile {
    /// Opens a file without a name in the target's folder; a pipe or device itself.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the target is a folder, or its folder cannot be written to.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_path_buf();
        let about = std::fs::metadata(&path);
        if about.as_ref().is_ok_and(std::fs::Metadata::is_dir) {
            return Err(Error::new(ErrorKind::Io, "cannot write: it is a folder")
                .at(&path)
                .expected("the name of a file")
                .hint("name a file in it"));
        }
        let target = if about.is_ok_and(|about| !about.is_file()) {
            let file = File::options().write(true).open(&path);
            Target::Direct(BufWriter::new(file.map_err(|e| failed(&path, e))?))
        } else {
            let real = where_links_lead(&path);
            let unnamed = tempfile::tempfile_in(folder(&real)).map_err(|e| failed(&path, e))?;
            Target::Replaced {
                real,
                unnamed: BufWriter::new(unnamed),
            }
        };
        Ok(Self { path, target })
    }

    /// Puts the file in the target's place.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the disk is full or the target cannot be replaced.
    pub fn commit(self) -> Result<()> {
        let Self { path, target } = self;
        match target {
            Target::Direct(mut file) => file.flush(),
            Target::Replaced { real, unnamed } => replace(&real, unnamed),
        }
        .map_err(|e| failed(&path, e))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.target {
            Target::Direct(file) | Target::Replaced { unnamed: file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.target {
            Target::Direct(file) | Target::Replaced { unnamed: file, .. } => file.flush(),
        }
    }
}

/// Copies what was written beside the target and renames it into place.
fn replace(real: &Path, unnamed: BufWriter<File>) -> std::io::Result<()> {
    let mut written = unnamed
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    written.rewind()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".standpunt-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // a new file gets what the umask leaves of this
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder(real))?;
    std::io::copy(&mut written, beside.as_file_mut())?;
    #[cfg(unix)]
    if let Ok(old) = std::fs::metadata(real) {
        beside.as_file().set_permissions(old.permissions())?;
    }
    beside.as_file().sync_all()?;
    beside.persist(real).map_err(|e| e.error)?;
    Ok(())
}

/// The path behind symbolic links, the last of which may lead to nothing yet.
fn where_links_lead(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    let mut real = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&real) {
            Ok(to) => real = folder(&real).join(to),
            Err(_) => break,
        }
    }
    real
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    let next = match error.kind() {
        std::io::ErrorKind::StorageFull => "free space there, or name a file on another disk",
        _ => "name a file in a folder that exists and that you may write to",
    };
    Error::io(path, "write", error).hint(next)
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
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert!(!cfg!(unix) || names == 1, "a file without a name");
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

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_lead_to_the_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("map")).unwrap();
        std::fs::write(at("map/oud.txt"), b"old").unwrap();
        std::os::unix::fs::symlink("map/oud.txt", at("een")).unwrap();
        std::os::unix::fs::symlink("een", at("twee")).unwrap();
        std::os::unix::fs::symlink("map/nog-niet.txt", at("leeg")).unwrap();
        for (link, file) in [("twee", "map/oud.txt"), ("leeg", "map/nog-niet.txt")] {
            write(at(link), b"new").unwrap();
            assert!(at(link).is_symlink(), "{link}");
            assert_eq!(std::fs::read(at(file)).unwrap(), b"new");
        }
    }
}
