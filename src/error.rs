//! What went wrong: the place, what was expected there, what was found, and the next step.

use std::fmt;
use std::path::{Path, PathBuf};

/// Shorthand for a result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The family an [`Error`] belongs to; a program can match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder cannot be read or written.
    Io,
    /// The bytes are not what this reader reads: a binary file, a scan, an encrypted or broken document.
    Format,
    /// The document was read and holds no sentence.
    NoSentences,
    /// A file asks for more than the limits allow (size, depth, decompressed bytes, pages).
    Limit,
    /// A labelled CSV file is malformed: columns, quotes, labels.
    Data,
    /// A model file is malformed, damaged or of another version; what is no model file at all is [`Self::Format`].
    Model,
    /// The data cannot be learned from: one class, too few examples, impossible options.
    Training,
    /// Data and model may not meet: unknown labels, or training data in an evaluation.
    Evaluation,
    /// An argument or option is out of its range.
    Usage,
}

/// Where in a source the error stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Place {
    /// The file or folder, when there is one.
    pub path: Option<PathBuf>,
    /// The line (1-based), when known.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.line) {
            (Some(path), Some(line)) => write!(f, "{}:{line}", path.display()),
            (Some(path), None) => write!(f, "{}", path.display()),
            (None, Some(line)) => write!(f, "line {line}"),
            (None, None) => Ok(()),
        }
    }
}

/// An error with place, expectation and next step.
///
/// `Display` gives the place and what was found on one line, and the expectation, when there is one, on
/// a second; the program prints [`Error::next_step`] behind `hint:`.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Details>);

/// The parts of an [`Error`], behind one pointer so that results stay small.
#[derive(Debug, thiserror::Error)]
struct Details {
    kind: ErrorKind,
    place: Place,
    found: String,
    expected: Option<String>,
    hint: Option<String>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.path.is_some() || self.place.line.is_some() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.found)?;
        if let Some(expected) = &self.expected {
            write!(f, "\nexpected {expected}")?;
        }
        Ok(())
    }
}

impl Error {
    /// Creates an error of a kind from what was found.
    pub fn new(kind: ErrorKind, found: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            place: Place::default(),
            found: found.into(),
            expected: None,
            hint: None,
            source: None,
        }))
    }

    /// Creates an [`ErrorKind::Io`] error for a path: "cannot `doing`: why", with a next step that [`Self::hint`] can replace.
    pub fn io(path: impl AsRef<Path>, doing: &str, source: std::io::Error) -> Self {
        let (why, step) = match source.kind() {
            std::io::ErrorKind::NotFound => (
                "no such file or folder".to_owned(),
                Some("check the spelling, and the folder in which the command runs"),
            ),
            std::io::ErrorKind::PermissionDenied => (
                "permission denied".to_owned(),
                Some("ask for the right to it, or use a copy of your own"),
            ),
            std::io::ErrorKind::IsADirectory => {
                ("it is a folder".to_owned(), Some("name a file in it"))
            }
            _ => (source.to_string(), None),
        };
        let error = Self::new(ErrorKind::Io, format!("cannot {doing}: {why}"))
            .at(path)
            .caused_by(source);
        match step {
            Some(step) => error.hint(step),
            None => error,
        }
    }

    /// Sets the file the error stands in; an earlier place is kept.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.0
            .place
            .path
            .get_or_insert_with(|| path.as_ref().to_path_buf());
        self
    }

    /// Puts the error into a line (1-based) of a larger source: the place that it had becomes part of what was found.
    #[must_use]
    pub fn within(mut self, path: impl AsRef<Path>, line: u64) -> Self {
        let inner = std::mem::take(&mut self.0.place);
        if inner != Place::default() {
            self.0.found = format!("{inner}: {}", self.0.found);
        }
        self.at(path).on_line(line)
    }

    /// The same error as one of another family.
    #[must_use]
    pub(crate) fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Sets the line (1-based).
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.0.place.line = Some(line);
        self
    }

    /// Says what was expected instead.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = Some(expected.into());
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Keeps the error below this one.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The family of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where it stands.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// What was found, without place and expectation.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The next step, when there is one to tell.
    pub fn next_step(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Whether the error is a pipe that its reader closed: no failure for a program that writes to it.
    pub fn is_broken_pipe(&self) -> bool {
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            if let Some(io) = error.downcast_ref::<std::io::Error>() {
                return io.kind() == std::io::ErrorKind::BrokenPipe;
            }
            if let Some(csv) = error.downcast_ref::<csv::Error>()
                && let csv::ErrorKind::Io(io) = csv.kind()
            {
                return io.kind() == std::io::ErrorKind::BrokenPipe;
            }
            source = error.source();
        }
        false
    }
}

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        Self::new(ErrorKind::Training, error.to_string())
    }
}

/// The candidate nearest to a misspelt word, if one is near enough to be meant.
#[doc(hidden)]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::jaro_winkler(&word, &c.to_lowercase()), c))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_place_found_and_expected() {
        let error = Error::new(ErrorKind::Data, "unknown label `steun` in column `label`")
            .at("brieven.csv")
            .on_line(214)
            .expected("one of: steunt, kritisch");
        assert_eq!(
            error.to_string(),
            "brieven.csv:214: unknown label `steun` in column `label`\nexpected one of: steunt, kritisch"
        );
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let labels = ["steunt", "kritisch"];
        assert_eq!(did_you_mean("steun", labels), Some("steunt"));
        assert_eq!(did_you_mean("Kritsch", labels), Some("kritisch"));
        assert_eq!(did_you_mean("neutraal", labels), None);
    }

    #[test]
    fn a_closed_pipe_is_seen_through_the_csv_error() {
        let io = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let wrapped = Error::new(ErrorKind::Io, "cannot write").caused_by(csv::Error::from(io()));
        assert!(wrapped.is_broken_pipe());
        assert!(Error::io("x", "write", io()).is_broken_pipe());
        assert!(!Error::new(ErrorKind::Io, "no").is_broken_pipe());
    }
}
