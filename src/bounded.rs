//! Whole files in memory, and never more of them than a limit: a device or a pipe has no size to ask for before it is read.

use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much of a kind of file is read, and what is said of one that holds more.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The most bytes that are read.
    pub most: u64,
    /// What was expected, such as "a CSV file of at most 2 GiB".
    pub expected: &'static str,
    /// The next step.
    pub hint: &'static str,
}

impl Bound {
    /// The bytes of a file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when it cannot be read, [`ErrorKind::Limit`] when it holds more than [`Self::most`] bytes.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Vec<u8>> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|e| Error::io(path, "read", e))?;
        self.read_file(file, path)
    }

    /// The bytes of an opened file; `path` is the place in errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_file(&self, file: File, path: impl AsRef<Path>) -> Result<Vec<u8>> {
        // only a regular file's size is that of its content
        let about = file.metadata().ok().filter(std::fs::Metadata::is_file);
        let size = about.map_or(0, |about| about.len());
        if size > self.most {
            return Err(self.exceeded(&format!("{size} bytes")).at(path));
        }
        self.fill(file, usize::try_from(size).unwrap_or(0), path.as_ref())
    }

    /// The bytes of a stream; `name` is the place in errors.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_stream(&self, stream: impl Read, name: impl AsRef<Path>) -> Result<Vec<u8>> {
        self.fill(stream, 0, name.as_ref())
    }

    /// Reads to the end, or one byte further than the limit; `size` is how much there is at least, where that is known.
    fn fill(&self, stream: impl Read, size: usize, name: &Path) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(size);
        stream
            .take(self.most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|e| Error::io(name, "read", e))?;
        if bytes.len() as u64 > self.most {
            let found = format!("more than {} bytes", self.most);
            return Err(self.exceeded(&found).at(name));
        }
        Ok(bytes)
    }

    fn exceeded(&self, found: &str) -> Error {
        Error::new(ErrorKind::Limit, format!("the file has {found}"))
            .expected(self.expected)
            .hint(self.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: Bound = Bound {
        most: 4,
        expected: "at most four bytes",
        hint: "write less",
    };

    #[test]
    fn what_is_within_the_limit_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for text in [&b""[..], b"abcd"] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(FOUR.read(&path).unwrap(), text);
            assert_eq!(FOUR.read_stream(text, "stroom").unwrap(), text);
        }
        std::fs::write(&path, "abcde").unwrap();
        let error = FOUR.read(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        let told = format!(
            "{}: the file has 5 bytes\nexpected at most four bytes",
            path.display()
        );
        assert_eq!(error.to_string(), told);
        assert_eq!(FOUR.read(folder.path()).unwrap_err().kind(), ErrorKind::Io);
    }

    #[test]
    fn a_stream_without_end_is_read_to_the_limit() {
        let error = FOUR.read_stream(std::io::repeat(0), "stroom").unwrap_err();
        assert_eq!(error.found(), "the file has more than 4 bytes");
        assert_eq!(error.next_step(), Some("write less"));
    }
}
