//! The ways into a [`Letter`].

use super::block::{Content, Document};
use super::{Letter, assemble, format, layout};
use crate::bounded::Bound;
use crate::error::{Error, ErrorKind, Result};
use crate::hex::sha256;
use std::io::Read;
use std::path::Path;

/// The largest file that is read, in bytes: 64 MiB.
pub const LARGEST_FILE: u64 = 64 << 20;
const LETTER: Bound = Bound {
    most: LARGEST_FILE,
    expected: "a letter of at most 64 MiB",
    hint: "give one letter at a time",
};

impl Letter {
    /// Reads a letter from a file.
    ///
    /// Readers of PDF, DOCX, ODT, HTML and XML run on a thread of their own, on which a panic is caught and becomes an error
    /// of the file. The panic hook of the process is left alone, so its message still goes to standard error; in a program
    /// built with `panic = "abort"` nothing is caught and the process ends.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the file cannot be read, [`ErrorKind::Limit`] when it is larger than
    /// `LARGEST_FILE`, and what [`Letter::from_bytes`] gives.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let about = std::fs::metadata(path).map_err(|e| Error::io(path, "read", e))?;
        if about.is_dir() {
            std::fs::read_dir(path).map_err(|e| Error::io(path, "read this folder", e))?;
            return Err(Error::new(ErrorKind::Io, "cannot read: it is a folder")
                .at(path)
                .hint("name the letters in it, such as `brieven/*.txt`"));
        }
        Self::from_bytes(&path.to_string_lossy(), &LETTER.read(path)?)
    }

    /// Reads a letter from a stream, which may hold any known format and is never read beyond the limit.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the stream breaks off, [`ErrorKind::Limit`] when it holds more than
    /// `LARGEST_FILE`, and what [`Letter::from_bytes`] gives.
    pub fn from_reader(name: &str, reader: impl Read) -> Result<Self> {
        Self::from_bytes(name, &LETTER.read_stream(reader, name)?)
    }

    /// Reads a letter from the bytes of a file of any known format.
    ///
    /// `name` is kept as the letter's source and is the place in errors.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] when the bytes are no letter in a known format, [`ErrorKind::NoSentences`] when
    /// there is no sentence, [`ErrorKind::Limit`] when they ask for too much.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        let read = |bytes| {
            let document = format::read(name, bytes)?;
            assemble::letter(document, name, sha256(bytes))
        };
        read(bytes).map_err(|error| error.at(name))
    }

    /// The text that the spans of its sentences count in: of a text or Markdown file in UTF-8 the file itself, byte for byte; of other
    /// encodings the text as UTF-8; of other formats the text that was taken from the file.
    ///
    /// # Errors
    /// As [`Letter::from_bytes`], but for [`ErrorKind::NoSentences`] of a text without a sentence.
    ///
    /// ```
    /// let bytes = "Geachte voorzitter,\n\nIk steun het plan.\n".as_bytes();
    /// let letter = standpunt::Letter::from_bytes("brief.txt", bytes)?;
    /// let text = standpunt::Letter::source_text("brief.txt", bytes)?;
    /// let (_, sentence) = letter.sentences().next().unwrap();
    /// assert_eq!(&text[sentence.spans[0].clone()], "Ik steun het plan.".as_bytes());
    /// # Ok::<(), standpunt::Error>(())
    /// ```
    pub fn source_text(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
        format::source_text(name, bytes).map_err(|error| error.at(name))
    }

    /// Makes a letter of what the reader of a format gave: for the fuzz targets, which begin behind the recognition.
    #[doc(hidden)]
    pub fn from_document(document: Document) -> Result<Self> {
        assemble::letter(document, "-", String::new())
    }

    /// Takes running text with one paragraph a line: every line is cut into sentences as it is, nothing is
    /// dropped, and a line without end mark is a sentence.
    ///
    /// # Errors
    /// [`ErrorKind::NoSentences`] when there is only white space.
    pub fn from_paragraphs(name: &str, text: &str) -> Result<Self> {
        let lines = format::text::lines(text);
        let document = Document {
            content: Content::Blocks(layout::one_a_line(text, &lines)),
            text: text.to_owned(),
            running: true,
            ..Document::default()
        };
        assemble::letter(document, name, sha256(text.as_bytes())).map_err(|error| error.at(name))
    }
}
