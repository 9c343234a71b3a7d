//! Where data comes from: files and folders, and their bytes as text.

use crate::bounded::Bound;
use crate::error::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

/// How much of a CSV file is read.
const TABLE: Bound = Bound {
    most: 2 << 30,
    expected: "a CSV file of at most 2 GiB",
    hint: "part it into several files and name their folder",
};

/// The CSV files that paths name: files as they are (`-` is standard input), folders searched for `*.csv` in sorted order, subfolders too.
///
/// # Errors
/// [`ErrorKind::Io`] for a folder without CSV files, [`ErrorKind::Data`] for a file that is named twice, by itself or by its folder:
/// its sentences would count as evidence twice.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = all.len();
            collect(path, &mut all)?;
            if all.len() == before {
                return Err(Error::new(ErrorKind::Io, "no CSV file in this folder")
                    .at(path)
                    .expected("files whose names end in `.csv`")
                    .hint("give the folder that holds the labelled sentences, or a file itself"));
            }
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

fn collect(folder: &Path, all: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<std::io::Result<Vec<_>>>()
        })
        .map_err(|e| Error::io(folder, "read this folder", e))?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, all)?;
        } else if path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        {
            all.push(path);
        }
    }
    Ok(())
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

/// UTF-8 text without its byte order mark; anything else is refused.
pub(super) fn decode(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::Data, "the file is empty")
            .expected("a CSV file with a header and labelled sentences")
            .hint("its first line is the header, such as `sentence,label`"));
    }
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Err(Error::new(ErrorKind::Data, "this is JSON")
            .expected("a CSV file with a header and labelled sentences")
            .hint("write a row for each object, with the columns `sentence` and `label`"));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Error::new(
            ErrorKind::Data,
            "this is text in UTF-16, as a spreadsheet's `Unicode text` is",
        )
        .expected("a CSV file in UTF-8")
        .hint("save it as `CSV UTF-8`, or convert it: iconv -f UTF-16 -t UTF-8 in.txt > out.csv"));
    }
    let line = |at: usize| 1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as u64;
    if let Some(zero) = bytes.iter().position(|b| *b == 0) {
        return Err(Error::new(
            ErrorKind::Data,
            "this is a binary file (it holds zero bytes, here the first)",
        )
        .on_line(line(zero))
        .expected("a CSV file in UTF-8")
        .hint("a spreadsheet is saved as CSV with `Save as … CSV UTF-8`"));
    }
    std::str::from_utf8(bytes).map_err(|e| {
        Error::new(ErrorKind::Data, "the text is not UTF-8")
            .on_line(line(e.valid_up_to()))
            .expected("a CSV file in UTF-8")
            .hint("save it as `CSV UTF-8`, or convert it: iconv -f WINDOWS-1252 -t UTF-8 in.csv > out.csv")
    })
}
