//! Zipped documents: one part at a time, never more than the limit.

use crate::error::{Error, ErrorKind, Result};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes that all parts that are read may decompress to.
pub const DECOMPRESSED: u64 = 64 << 20;
/// Parts that an archive may list.
pub const PARTS: usize = 10_000;

/// The names of the parts of an archive; `None` when it is damaged.
pub(super) fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names = zip.file_names().take(PARTS).flatten();
    Some(names.map(|name| name.into_owned()).collect())
}

/// A zipped document.
pub(super) struct Archive<'a> {
    format: &'static str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens a zipped document; nothing is decompressed yet.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] for a damaged archive, [`ErrorKind::Limit`] for one with too many parts.
    pub(super) fn open(format: &'static str, bytes: &'a [u8]) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(format, &e))?;
        if zip.len() > PARTS {
            return Err(too_large(format, &format!("{} parts", zip.len())));
        }
        Ok(Self {
            format,
            zip,
            left: DECOMPRESSED,
        })
    }

    /// The bytes of a part; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] when it decompresses to too much, [`ErrorKind::Format`] when it is damaged or encrypted.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(self.format, &error)),
        };
        let mut bytes = Vec::new();
        // the size an archive states may lie: count what comes out
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| damaged(self.format, &ZipError::Io(e)))?;
        let length = bytes.len() as u64;
        if length > self.left {
            return Err(too_large(self.format, "more than 64 MB when decompressed"));
        }
        self.left -= length;
        Ok(Some(bytes))
    }

    /// The bytes of a part that no document of this format lacks.
    ///
    /// # Errors
    /// As [`Archive::part`], and [`ErrorKind::Format`] when there is none.
    pub(super) fn needed(&mut self, name: &str) -> Result<Vec<u8>> {
        let format = self.format;
        self.part(name)?.ok_or_else(|| {
            Error::new(
                ErrorKind::Format,
                format!("this {format} file has no {name}"),
            )
            .expected(format!("a {format} file as a word processor saves it"))
            .hint("open it in its own program and save it again")
        })
    }
}

/// The error for a file that asks for a password.
pub(super) fn encrypted(format: &str) -> Error {
    Error::new(
        ErrorKind::Format,
        format!("this {format} file is encrypted"),
    )
    .expected("a file without a password")
    .hint("open it with its password and save it without one")
}

fn damaged(format: &str, error: &ZipError) -> Error {
    if matches!(error, ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password"))
    {
        return encrypted(format);
    }
    Error::new(
        ErrorKind::Format,
        format!("this {format} file is damaged: {error}"),
    )
    .expected(format!("a {format} file that a word processor opens"))
    .hint("open it in its own program and save it again, or download it again")
}

fn too_large(format: &str, what: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("this {format} file holds {what}"))
        .expected("a letter of ordinary size: at most 64 MB and 10,000 parts")
        .hint("save the letter alone, without attachments and pictures")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// An archive of the given parts.
    pub(in crate::letter::format) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_part_is_read_and_a_missing_one_is_named() {
        let bytes = zipped(&[("a.xml", b"<a/>")]);
        let mut archive = Archive::open("DOCX", &bytes).unwrap();
        assert_eq!(
            archive.part("a.xml").unwrap().as_deref(),
            Some(&b"<a/>"[..])
        );
        assert_eq!(archive.part("b.xml").unwrap(), None);
        assert!(
            archive
                .needed("b.xml")
                .unwrap_err()
                .found()
                .contains("b.xml")
        );
    }

    #[test]
    fn a_part_that_swells_beyond_the_limit_is_refused() {
        let bytes = zipped(&[("a.xml", &vec![b'a'; 1 << 20])]);
        let mut archive = Archive::open("DOCX", &bytes).unwrap();
        archive.left = 1 << 19;
        assert_eq!(archive.part("a.xml").unwrap_err().kind(), ErrorKind::Limit);
    }

    #[test]
    fn a_broken_archive_is_an_error() {
        assert!(Archive::open("ODT", b"PK\x03\x04 nothing").is_err());
    }
}
