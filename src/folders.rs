//! What stands in a folder, and in the folders in it.

use crate::error::{Error, ErrorKind, Result};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// Deepest folder that is searched.
const DEEPEST: usize = 64;

/// What was found in a folder.
#[derive(Debug)]
pub enum Found {
    /// A file, or a link that leads nowhere.
    File(PathBuf),
    /// A folder that cannot be searched, and why.
    Closed(PathBuf, io::Error),
}

/// The files in a folder and in those in it, each folder in sorted order.
///
/// Hidden files and folders, and what is neither file nor folder, are left out. A folder that links lead to is searched once, so that no ring of
/// them goes on without end.
///
/// # Errors
/// [`ErrorKind::Limit`] when folders are nested too deeply.
pub fn search(folder: &Path) -> Result<Vec<Found>> {
    let mut search = Search::default();
    search.folder(folder, 0)?;
    Ok(search.found)
}

#[derive(Default)]
struct Search {
    /// The folders that were searched, by their real paths.
    known: HashSet<PathBuf>,
    found: Vec<Found>,
}

impl Search {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<()> {
        if depth > DEEPEST {
            return Err(Error::new(ErrorKind::Limit, "folders nested too deeply")
                .at(folder)
                .expected(format!("at most {DEEPEST} levels"))
                .hint("name the folder that holds the files"));
        }
        let (entries, real) = match entries(folder) {
            Ok(read) => read,
            Err(why) => {
                self.found.push(Found::Closed(folder.to_owned(), why));
                return Ok(());
            }
        };
        if !self.known.insert(real) {
            return Ok(());
        }
        for path in entries.into_iter().filter(|path| !is_hidden(path)) {
            if path.is_dir() {
                self.folder(&path, depth + 1)?;
            } else if path.is_file() || !path.exists() {
                self.found.push(Found::File(path));
            }
        }
        Ok(())
    }
}

/// What stands in a folder, sorted, and its real path.
fn entries(folder: &Path) -> io::Result<(Vec<PathBuf>, PathBuf)> {
    let mut entries = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    entries.sort();
    Ok((entries, folder.canonicalize()?))
}

fn is_hidden(path: &Path) -> bool {
    (path.file_name()).is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<String> {
        let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
        let told = |found: &Found| match found {
            Found::File(path) => name(path),
            Found::Closed(path, _) => format!("closed: {}", name(path)),
        };
        search(folder).unwrap().iter().map(told).collect()
    }

    #[test]
    fn files_are_found_in_sorted_order_and_hidden_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let within = |path: &str| folder.path().join(path);
        for name in ["b", "a/.b", ".c"] {
            std::fs::create_dir_all(within(name)).unwrap();
        }
        for name in ["b/2.csv", "b/1.txt", "a/.b/3", ".c/4", ".5", "6"] {
            std::fs::write(within(name), "").unwrap();
        }
        assert_eq!(files(folder.path()), ["6", "b/1.txt", "b/2.csv"]);
        // what is named is searched, whatever its name
        assert_eq!(files(&within(".c")), ["4"]);
    }

    #[test]
    #[cfg(unix)]
    fn rings_of_links_end_and_dead_links_are_named() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let within = |path: &str| folder.path().join(path);
        // of folders that all lead to each other there are as many ways as orders of them
        for a in 0..12 {
            std::fs::create_dir(within(&format!("{a}"))).unwrap();
            std::fs::write(within(&format!("{a}/{a}.txt")), "").unwrap();
            for b in 0..12 {
                symlink(format!("../{b}"), within(&format!("{a}/naar-{b}"))).unwrap();
            }
        }
        symlink("nergens", within("weg")).unwrap();
        let found = files(folder.path());
        assert_eq!(found.len(), 13);
        assert!(found.contains(&"weg".to_owned()));
    }

    #[test]
    fn folders_that_are_nested_too_deeply_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let deep = |levels: usize| folder.path().join("a/".repeat(levels));
        std::fs::create_dir_all(deep(DEEPEST)).unwrap();
        assert!(search(folder.path()).is_ok());
        std::fs::create_dir_all(deep(DEEPEST + 1)).unwrap();
        let error = search(folder.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }
}
