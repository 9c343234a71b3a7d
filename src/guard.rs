//! One program at a time: what is read, changed and written again is changed by nobody else meanwhile.

use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Holds the guard file beside a file, `NAME.guard`, until it is dropped; whoever else wants it waits.
///
/// It is a file of its own because the guarded one is replaced by renaming. It goes away with the guard, and if the program is killed
/// it holds up nobody: the system ends the hold. Where a file system knows no holds, there is none.
#[derive(Debug)]
pub(crate) struct Guard {
    path: PathBuf,
    held: File,
}

impl Guard {
    /// Waits for the guard of a file and holds it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`] when the folder cannot be written to.
    pub(crate) fn of(file: &Path) -> Result<Self> {
        let mut name = file.as_os_str().to_owned();
        name.push(".guard");
        let path = PathBuf::from(name);
        let failed = |e| Error::io(&path, "hold the lock for writing", e);
        loop {
            let held = (File::options().write(true).create(true).truncate(false))
                .open(&path)
                .map_err(failed)?;
            match held.lock() {
                Err(e) if e.kind() != std::io::ErrorKind::Unsupported => return Err(failed(e)),
                _ => {}
            }
            // who held it before has removed it: what is held here guards nothing
            if leads_to(&path, &held) {
                return Ok(Self { path, held });
            }
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // removed while it is held, so that nobody holds a file that others no longer find
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.held.unlock();
    }
}

/// Whether a path leads to this very file: who held it before may have removed it. Elsewhere than on Unix, where guards are not removed, it
/// does.
#[cfg(unix)]
pub(crate) fn leads_to(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (std::fs::metadata(path), file.metadata()) {
        (Ok(there), Ok(here)) => (there.dev(), there.ino()) == (here.dev(), here.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(crate) fn leads_to(_: &Path, _: &File) -> bool {
    true
}
