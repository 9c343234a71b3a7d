//! Which format a file is in, told by its content, and the reader for it.

mod archive;
mod builder;
mod cells;
mod decode;
mod foreign;
mod guard;
mod looks;
mod mail;
mod markup;
mod mojibake;
mod own;
pub(super) mod text;

// for the fuzz targets alone, which begin behind the recognition
#[doc(hidden)]
pub mod docx;
#[doc(hidden)]
pub mod html;
#[doc(hidden)]
pub mod markdown;
#[doc(hidden)]
pub mod odt;
#[cfg(feature = "pdf")]
#[doc(hidden)]
pub mod pdf;
#[doc(hidden)]
pub mod xml;

pub(crate) use decode::decode;
#[doc(hidden)]
pub use guard::silence_panics;
pub(crate) use mojibake::has_twice_encoded;
#[doc(hidden)]
pub use own::wrote;

use super::block::Document;
use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;

/// Bytes of text that a letter may hold, whatever its format: 8 MiB.
pub const TEXT: usize = 8 << 20;

/// The formats a letter can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// PDF.
    Pdf,
    /// Word's DOCX.
    Docx,
    /// OpenDocument text.
    Odt,
    /// HTML or XHTML.
    Html,
    /// XML of officielebekendmakingen.nl.
    Xml,
    /// Markdown.
    Markdown,
}

impl Format {
    /// The name a person knows it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Odt => "ODT",
            Self::Html => "HTML",
            Self::Xml => "XML",
            Self::Markdown => "Markdown",
        }
    }

    /// Recognises a format by its content.
    ///
    /// Markdown is plain text too: two marks that plain text hardly has tell it, such as headings, a table, links or
    /// words in bold. A text with fewer is Markdown where its name ends in `.md`, `.markdown` or `.mkd`.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] for a known format that is none of these, such as an old Word file or an image.
    pub fn recognise(name: &str, bytes: &[u8]) -> Result<Self> {
        if let Some(error) = foreign::refused(bytes) {
            return Err(error);
        }
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if find(head, b"%PDF-").is_some() {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return package(bytes);
        }
        if let Some(markup) = markup(head) {
            return Ok(markup);
        }
        if markdown::are_enough(&shown(bytes)) {
            return Ok(Self::Markdown);
        }
        let name = name.to_ascii_lowercase();
        let by_name = [".md", ".markdown", ".mkd"]
            .iter()
            .any(|end| name.ends_with(end));
        Ok(if by_name { Self::Markdown } else { Self::Text })
    }
}

/// Reads a file of any known format.
///
/// # Errors
/// [`ErrorKind::Format`] when the bytes are of no known format or damaged, [`ErrorKind::Limit`] when they ask
/// for too much, [`ErrorKind::NoSentences`] when there is no text at all.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Document> {
    let format = Format::recognise(name, bytes)?;
    if matches!(format, Format::Text | Format::Markdown) {
        bounded(bytes.len())?;
    }
    let document = match format {
        Format::Text => text::read(bytes),
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::read(bytes),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => Err(Error::new(
            ErrorKind::Format,
            "this program was built without the PDF reader",
        )
        .expected("a letter as text, DOCX, ODT, HTML, XML or Markdown")
        .hint("build it with `--features pdf`, or save the letter as plain text")),
        Format::Docx => docx::read(bytes),
        Format::Odt => odt::read(bytes),
        Format::Html => html::read(bytes),
        Format::Xml => xml::read(bytes),
        Format::Markdown => markdown::read(bytes),
    }?;
    bounded(document.text.len())?;
    Ok(document)
}

/// The text that spans count in, see [`Letter::source_text`](crate::Letter::source_text).
///
/// # Errors
/// As for reading the file.
pub(crate) fn source_text(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let text = read(name, bytes)?.text;
    Ok(match Format::recognise(name, bytes)? {
        Format::Text | Format::Markdown => {
            decode::converted(bytes).map_or_else(|| bytes.to_vec(), String::into_bytes)
        }
        _ => text.into_bytes(),
    })
}

/// Refuses more text than [`TEXT`].
fn bounded(length: usize) -> Result<()> {
    if length <= TEXT {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Limit,
        format!("this file holds {:.1} MiB of text", above(length)),
    )
    .expected(format!(
        "a letter: at most {} MiB of text, some thousands of pages",
        TEXT >> 20
    ))
    .hint("give one letter at a time"))
}

/// A length above [`TEXT`] in MiB, rounded up to tenths, so that it never looks like what is allowed.
fn above(length: usize) -> f64 {
    const TENTHS: f64 = (1 << 20) as f64 / 10.0;
    (length as f64 / TENTHS).ceil() / 10.0
}

/// Which of the zipped formats a package is.
fn package(bytes: &[u8]) -> Result<Format> {
    // a damaged package has no list of parts: its reader tells what is wrong with it
    let names = archive::names(bytes);
    let within = |folder: &str| match &names {
        Some(names) => names.iter().any(|name| name.starts_with(folder)),
        None => find(bytes, folder.as_bytes()).is_some(),
    };
    let declared = |kind: &str| {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        find(head, kind.as_bytes()).is_some()
    };
    if declared("application/vnd.oasis.opendocument.text") {
        return Ok(Format::Odt);
    }
    if within("word/") {
        return Ok(Format::Docx);
    }
    let what = if within("xl/") {
        "a spreadsheet (XLSX)"
    } else if within("ppt/") {
        "a presentation (PPTX)"
    } else if declared("application/vnd.oasis.opendocument.spreadsheet") {
        "a spreadsheet (ODS)"
    } else if declared("application/vnd.oasis.opendocument.") {
        "an OpenDocument file without text"
    } else if declared("application/epub+zip") {
        "an e-book (EPUB)"
    } else if within("content.xml") {
        // an ODT that was packed anew, without saying what it is in front
        return Ok(Format::Odt);
    } else {
        "a zip archive"
    };
    Err(Error::new(ErrorKind::Format, format!("this is {what}"))
        .expected("a letter as DOCX or ODT")
        .hint("give the letter itself; unpack an archive first"))
}

/// Whether the first bytes are HTML or XML.
fn markup(head: &[u8]) -> Option<Format> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // UTF-16 markup: read the half that is ASCII
    let ascii: Vec<u8> = head
        .iter()
        .filter(|b| **b != 0 && b.is_ascii())
        .map(u8::to_ascii_lowercase)
        .collect();
    let start = ascii.trim_ascii_start();
    if !start.starts_with(b"<") {
        return None;
    }
    let html = [&b"<!doctype html"[..], b"<html", b"<head", b"<body"];
    if html.iter().any(|tag| find(start, tag).is_some()) {
        return Some(Format::Html);
    }
    if find(start, b"<office:document").is_some() {
        return Some(Format::Odt);
    }
    if start.starts_with(b"<?xml") || start.starts_with(b"<!doctype") {
        return Some(Format::Xml);
    }
    let fragment = [
        &b"<p>"[..],
        b"<p ",
        b"<div",
        b"<h1",
        b"<h2",
        b"<article",
        b"<main",
        b"<section",
        b"<!--",
    ];
    if fragment.iter().any(|tag| start.starts_with(tag)) {
        return Some(Format::Html);
    }
    let official = [&b"<officiele-publicatie"[..], b"<kamerstuk", b"<aanhangsel"];
    official
        .iter()
        .any(|tag| start.starts_with(tag))
        .then_some(Format::Xml)
}

/// A text as far as its marks need it: what is no UTF-8 or UTF-16 is replaced.
fn shown(bytes: &[u8]) -> Cow<'_, str> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    let units = bytes.chunks_exact(2).skip(1);
    let units = units.filter_map(|pair| pair.try_into().ok().map(unit));
    let letters = char::decode_utf16(units);
    Cow::Owned(letters.map(|c| c.unwrap_or('\u{fffd}')).collect())
}

/// The first place of a byte string in another.
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content_and_markdown_with_few_marks_by_name() {
        let of = |name: &str, bytes: &[u8]| Format::recognise(name, bytes).unwrap();
        assert_eq!(of("a.txt", b"%PDF-1.7\n"), Format::Pdf);
        assert_eq!(of("a.pdf", b"Geachte voorzitter,"), Format::Text);
        assert_eq!(of("a.MD", b"# Kop"), Format::Markdown);
        assert_eq!(of("a.txt", b"# Kop"), Format::Text);
        let marked = "# Kop\n\n## Één\n\nTekst.\n";
        let wide: Vec<u8> = ("\u{feff}".to_owned() + marked)
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for name in ["a.md", "a.txt", "-"] {
            assert_eq!(of(name, marked.as_bytes()), Format::Markdown);
            assert_eq!(of(name, &wide), Format::Markdown);
        }
        assert_eq!(of("-", b"<!DOCTYPE html><html>"), Format::Html);
        assert_eq!(of("-", b"<?xml version='1.0'?><html>"), Format::Html);
        assert_eq!(of("-", b"<?xml version='1.0'?><kamerstuk>"), Format::Xml);
        assert_eq!(of("-", b"PK\x03\x04....word/document.xml"), Format::Docx);
        assert_eq!(of("-", b"\xff\xfe<\0h\0t\0m\0l\0>\0"), Format::Html);
        assert_eq!(of("-", b"< 5 procent van de leden"), Format::Text);
    }

    #[test]
    fn what_is_too_long_never_looks_like_what_is_allowed() {
        assert!(bounded(TEXT).is_ok());
        for (length, told) in [(TEXT + 1, "8.1 MiB"), (9_000_000, "8.6 MiB")] {
            let error = bounded(length).unwrap_err().to_string();
            assert!(
                error.contains(told) && error.contains("at most 8 MiB"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_foreign_file_is_named_with_the_way_out() {
        for bytes in [
            &b"\xd0\xcf\x11\xe0...."[..],
            b"\x89PNG....",
            b"PK\x03\x04...xl/",
        ] {
            let error = Format::recognise("brief", bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Format);
            assert!(error.next_step().is_some());
        }
    }
}
