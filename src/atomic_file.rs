//! Files that appear whole or not at all.

use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that takes its target's place only by [`Self::commit`].
///
/// Until then what is written stands in a file without a name in the target's folder, which the system takes away when the program ends,
/// however it ends. Dropped without `commit`, it leaves the target as it was and nothing behind. Only while `commit` copies is there a
/// file `.standpunt-….tmp` beside the target.
///
/// A target that is a link is replaced where the link leads. A target that is no regular file (a pipe, a device) has nothing to keep:
/// it is opened with the first byte and written to as the bytes come.
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
    Direct {
        open: Option<BufWriter<File>>,
        /// What was put and waits for the commit. Opening a pipe waits for who reads it, and who reads two may read them one after the
        /// other.
        held: Vec<u8>,
    },
}

impl AtomicFile {
    /// Opens a file without a name in the target's folder.
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
            Target::Direct {
                open: None,
                held: Vec::new(),
            }
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

    /// The target as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the whole content; a pipe or device gets it with the commit, and may so be one of several.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] with the place: the disk is full.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.target {
            Target::Replaced { unnamed, .. } => {
                let written = unnamed.write_all(bytes);
                written.map_err(|e| failed(&self.path, e))
            }
            Target::Direct { held, .. } => {
                held.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// Puts the file in the target's place.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the disk is full or the target cannot be replaced.
    pub fn commit(self) -> Result<()> {
        Self::commit_all([self])
    }

    /// Puts files in their targets' places: a disk that is full, a folder that is gone and a target that has become a folder are noticed before the
    /// first target is replaced, and then none is. What only replacing can tell, such as a target that the system protects, leaves those before it replaced.
    ///
    /// # Errors
    /// As [`Self::commit`], of the first file that cannot be put in place.
    pub fn commit_all(files: impl IntoIterator<Item = Self>) -> Result<()> {
        let whole: Vec<Whole> = (files.into_iter())
            .map(Self::finish)
            .collect::<Result<_>>()?;
        whole.into_iter().try_for_each(Whole::take_place)
    }

    /// Writes what is still to be written, a regular file beside its target; closes a pipe.
    fn finish(self) -> Result<Whole> {
        let Self { path, mut target } = self;
        let beside = match &mut target {
            Target::Direct { held, .. } => {
                let held = std::mem::take(held);
                let written = (target.writer(&path)).and_then(|open| {
                    open.write_all(&held)?;
                    open.flush()
                });
                written.map(|()| None)
            }
            Target::Replaced { real, unnamed } => {
                beside(real, unnamed).map(|b| Some((b, real.clone())))
            }
        };
        match beside {
            Ok(beside) => Ok(Whole { path, beside }),
            Err(e) => Err(failed(&path, e)),
        }
    }
}

impl Target {
    /// Where bytes go; opens a pipe or device.
    fn writer(&mut self, path: &Path) -> std::io::Result<&mut BufWriter<File>> {
        match self {
            Self::Replaced { unnamed, .. } => Ok(unnamed),
            Self::Direct {
                open: Some(open), ..
            } => Ok(open),
            Self::Direct { open, .. } => {
                let file = File::options().write(true).open(path)?;
                Ok(open.insert(BufWriter::new(file)))
            }
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.target.writer(&self.path)?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.target.writer(&self.path)?.flush()
    }
}

/// A file that is on the disk as a whole, and needs its name only.
struct Whole {
    path: PathBuf,
    /// The file beside its target, and the target; none of a pipe or device, which has everything already.
    beside: Option<(NamedTempFile, PathBuf)>,
}

impl Whole {
    fn take_place(self) -> Result<()> {
        match self.beside {
            Some((file, target)) => match file.persist(target) {
                Ok(_) => Ok(()),
                Err(e) => Err(failed(&self.path, e.error)),
            },
            None => Ok(()),
        }
    }
}

/// Copies what was written beside the target, onto the disk.
fn beside(real: &Path, unnamed: &mut BufWriter<File>) -> std::io::Result<NamedTempFile> {
    if real.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    unnamed.flush()?;
    let written = unnamed.get_mut();
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
    std::io::copy(written, beside.as_file_mut())?;
    #[cfg(unix)]
    if let Ok(old) = std::fs::metadata(real) {
        beside.as_file().set_permissions(old.permissions())?;
    }
    beside.as_file().sync_all()?;
    Ok(beside)
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
    let mut file = AtomicFile::create(path)?;
    file.put(bytes)?;
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
    fn of_several_files_all_take_their_places_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("map")).unwrap();
        let files = ["a.txt", "map/b.txt"].map(|name| {
            write(at(name), b"old").unwrap();
            let mut file = AtomicFile::create(at(name)).unwrap();
            file.put(b"new").unwrap();
            file
        });
        std::fs::rename(at("map"), at("weg")).unwrap();
        let error = AtomicFile::commit_all(files).unwrap_err();
        assert!(error.to_string().contains("b.txt"), "{error}");
        for name in ["a.txt", "weg/b.txt"] {
            assert_eq!(std::fs::read(at(name)).unwrap(), b"old", "{name}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_target_that_became_a_folder_leaves_the_others_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let files = ["a.txt", "b.txt"].map(|name| {
            write(at(name), b"old").unwrap();
            let mut file = AtomicFile::create(at(name)).unwrap();
            file.put(b"new").unwrap();
            file
        });
        std::fs::remove_file(at("b.txt")).unwrap();
        std::fs::create_dir(at("b.txt")).unwrap();
        let error = AtomicFile::commit_all(files).unwrap_err();
        assert!(error.to_string().contains("b.txt"), "{error}");
        assert_eq!(std::fs::read(at("a.txt")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
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
