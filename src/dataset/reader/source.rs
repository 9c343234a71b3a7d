//! Where data comes from: files and folders, and their bytes as text.

use crate::bounded::Bound;
use crate::error::{Error, ErrorKind, Result};
use crate::folders::{Found, search};
use crate::letter::format;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// How much of a CSV file is read.
const TABLE: Bound = Bound {
    most: 2 << 30,
    expected: "a CSV file of at most 2 GiB",
    hint: "part it into several files and name their folder",
};

/// The CSV files that paths name: files as they are (`-` is standard input), folders searched for `*.csv` in sorted order, subfolders too, each
/// once, and hidden ones not.
///
/// # Errors
/// [`ErrorKind::Io`] for a folder without CSV files, [`ErrorKind::Data`] for a file that is named twice, by itself or by its folder:
/// its sentences would count as evidence twice.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut tables = tables(path)?;
            if tables.is_empty() {
                return Err(Error::new(ErrorKind::Io, "no CSV file in this folder")
                    .at(path)
                    .expected("files whose names end in `.csv`")
                    .hint("give the folder that holds the labelled sentences, or a file itself"));
            }
            all.append(&mut tables);
        } else {
            all.push(path.clone());
        }
    }
    refuse_twice(&all)?;
    Ok(all)
}

fn refuse_twice(files: &[PathBuf]) -> Result<()> {
    let mut seen = hashbrown::HashMap::new();
    for path in files {
        // what cannot be found is told when it is read
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if let Some(first) = seen.insert(real, path) {
            let found = match first == path {
                true => "this file is named twice".to_owned(),
                false => format!("this file is named twice, as `{}` too", first.display()),
            };
            return Err(Error::new(ErrorKind::Data, found)
                .at(path)
                .expected("each file once: its sentences would count twice")
                .hint("name it, or the folder that holds it, once"));
        }
    }
    Ok(())
}

/// The CSV files in a folder.
fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut tables = Vec::new();
    for found in search(folder)? {
        match found {
            Found::File(path)
                if path
                    .extension()
                    .is_some_and(|e| e.eq_ignore_ascii_case("csv")) =>
            {
                tables.push(path);
            }
            Found::File(_) => {}
            Found::Closed(folder, why) => return Err(Error::io(folder, "read this folder", why)),
        }
    }
    Ok(tables)
}

pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    if path.is_dir() {
        return Err(Error::new(ErrorKind::Io, "this is a folder").at(path));
    }
    TABLE.read(path)
}

pub(super) fn read_stdin() -> Result<Vec<u8>> {
    TABLE.read_stream(std::io::stdin().lock(), "standard input")
}

/// A file's bytes as text, and what a person should know of how they were read.
///
/// UTF-8, with or without its mark, is what it says it is. Anything else is read as letters are: a spreadsheet's `Unicode text` is UTF-16, and
/// its plain CSV is often Windows-1252.
///
/// # Errors
/// [`ErrorKind::Data`] for what is no text.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<&'static str>)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let of_utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let zero = bytes.iter().position(|b| *b == 0);
    let (text, remark) = match std::str::from_utf8(bytes) {
        Ok(text) if zero.is_none() => (Cow::Borrowed(text), None),
        _ => {
            let told = match of_utf_16 || zero.is_some() {
                true => "the file is not UTF-8: it was read as UTF-16",
                false => "the file is not UTF-8: it was read as Windows-1252",
            };
            let decoded = format::decode(bytes).map_err(|_| no_text(bytes, zero))?;
            (Cow::Owned(decoded.text), Some(told))
        }
    };
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Data, "the file is empty")
            .expected("a CSV file with a header and labelled sentences")
            .hint("its first line is the header, such as `sentence,label`"));
    }
    if text.trim_start().starts_with('{') {
        return Err(Error::new(ErrorKind::Data, "this is JSON")
            .expected("a CSV file with a header and labelled sentences")
            .hint("write a row for each object, with the columns `sentence` and `label`"));
    }
    Ok((text, remark))
}

fn no_text(bytes: &[u8], zero: Option<usize>) -> Error {
    let (found, at) = match zero {
        Some(zero) => (
            "this is a binary file (it holds zero bytes, here the first)",
            zero,
        ),
        None => (
            "this is a binary file (it is full of control characters)",
            0,
        ),
    };
    Error::new(ErrorKind::Data, found)
        .on_line(1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as u64)
        .expected("a CSV file in UTF-8")
        .hint("a spreadsheet is saved as CSV with `Save as … CSV UTF-8`")
}
