//! A font of a PDF: which text its codes stand for, and how wide they are.

use super::STREAM;
use super::cmap::CMap;
use super::widths;
use lopdf::{Dictionary, Document, Object, Stream};
use std::collections::BTreeMap;

/// A font, as far as reading needs it.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    /// Whether it is a bold cut.
    pub(super) bold: bool,
    name: String,
    code_length: usize,
    to_unicode: CMap,
    /// Text by code, for fonts of one byte a code.
    encoding: BTreeMap<u32, String>,
    /// Widths by code, in text units of a font of size 1.
    widths: BTreeMap<u32, f64>,
    default_width: Option<f64>,
    /// How many bytes the streams that it was read from decompress to.
    streams: usize,
}

/// How many widths a font may tell: one for each code of two bytes.
const WIDTHS: usize = 65_536;
/// About how many bytes a width or the text of a code takes in memory.
const ENTRY: usize = 32;

/// One code of a text: what it shows and how far it moves on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// The text; U+FFFD where the font does not say.
    pub(super) text: String,
    /// The width for a size of 1.
    pub(super) width: f64,
    /// Whether it is the one-byte code 32, to which word spacing applies.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font dictionary; what is missing or broken is made up for.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let text = |key: &[u8]| {
            font.get_deref(key, document)
                .and_then(Object::as_name)
                .map(|name| String::from_utf8_lossy(name).into_owned())
                .unwrap_or_default()
        };
        let kind = text(b"Subtype");
        let mut read = Self {
            name: text(b"BaseFont"),
            code_length: 1,
            ..Self::default()
        };
        if let Some(stream) = stream(document, font, b"ToUnicode") {
            read.streams += stream.len();
            read.to_unicode = CMap::parse(&stream);
        }
        let described = if kind == "Type0" {
            read.composite(document, font)
        } else {
            read.simple(document, font, &kind);
            Some(font)
        };
        let descriptor = described.and_then(|font| dictionary(document, font, b"FontDescriptor"));
        read.bold = is_bold(document, &read.name, descriptor);
        read
    }

    /// About how many bytes it holds or took to read.
    pub(super) fn cost(&self) -> usize {
        self.streams + ENTRY * (self.widths.len() + self.to_unicode.len())
    }

    /// A font of one byte a code.
    fn simple(&mut self, document: &Document, font: &Dictionary, kind: &str) {
        let descriptor = dictionary(document, font, b"FontDescriptor");
        let scale = match kind {
            "Type3" => font
                .get_deref(b"FontMatrix", document)
                .and_then(Object::as_array)
                .ok()
                .and_then(|matrix| number(document, matrix.first()?))
                .map_or(0.001, f64::abs),
            _ => 0.001,
        };
        let first = font
            .get_deref(b"FirstChar", document)
            .and_then(Object::as_i64)
            .unwrap_or(0);
        if let Ok(list) = font
            .get_deref(b"Widths", document)
            .and_then(Object::as_array)
        {
            for (code, width) in (first..).zip(list.iter().take(256)) {
                if let (Ok(code), Some(width)) = (u32::try_from(code), number(document, width)) {
                    self.widths.insert(code, width * scale);
                }
            }
        }
        self.default_width = descriptor
            .and_then(|d| d.get_deref(b"MissingWidth", document).ok())
            .and_then(|width| number(document, width))
            .filter(|width| *width > 0.0 && !self.widths.is_empty())
            .map(|width| width * scale);
        self.encoding = encoding(document, font, descriptor, &mut self.streams);
    }

    /// A font of several bytes a code; gives the dictionary its descriptor stands in.
    fn composite<'a>(
        &mut self,
        document: &'a Document,
        font: &'a Dictionary,
    ) -> Option<&'a Dictionary> {
        self.code_length = self.to_unicode.code_length.unwrap_or(2);
        if let Ok(name) = font
            .get_deref(b"Encoding", document)
            .and_then(Object::as_name)
            && name.starts_with(b"Identity")
        {
            self.code_length = 2;
        }
        self.default_width = Some(1.0);
        let descendants = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()?;
        let (_, descendant) = document.dereference(descendants.first()?).ok()?;
        let descendant = descendant.as_dict().ok()?;
        if let Some(width) = descendant
            .get_deref(b"DW", document)
            .ok()
            .and_then(|width| number(document, width))
        {
            self.default_width = Some(width / 1000.0);
        }
        if let Ok(list) = descendant
            .get_deref(b"W", document)
            .and_then(Object::as_array)
        {
            self.composite_widths(document, list);
        }
        Some(descendant)
    }

    /// `first [w w w]` and `first last w`, in any order; no more than [`WIDTHS`], those that are told again included.
    fn composite_widths(&mut self, document: &Document, list: &[Object]) {
        let mut items = list.iter().map(|item| match document.dereference(item) {
            Ok((_, item)) => item,
            Err(_) => item,
        });
        let mut left = WIDTHS;
        while let (Some(first), Some(second)) = (items.next(), items.next()) {
            let Some(first) = code(document, first) else {
                continue;
            };
            if let Ok(widths) = second.as_array() {
                for (code, width) in (first..=65_535).zip(widths).take(left) {
                    left -= 1;
                    if let Some(width) = number(document, width) {
                        self.widths.insert(code, width / 1000.0);
                    }
                }
            } else if let (Some(last), Some(width)) = (
                code(document, second),
                items.next().and_then(|width| number(document, width)),
            ) {
                for code in (first..=last.min(65_535)).take(left) {
                    left -= 1;
                    self.widths.insert(code, width / 1000.0);
                }
            }
        }
    }

    /// What a string shows, code by code.
    pub(super) fn show(&self, string: &[u8]) -> Vec<Shown> {
        string
            .chunks(self.code_length.max(1))
            .map(|bytes| {
                let code = bytes.iter().fold(0u32, |code, b| code << 8 | u32::from(*b));
                let text = self.text(code);
                let width = self.widths.get(&code).copied().or(self.default_width);
                Shown {
                    width: width
                        .unwrap_or_else(|| widths::standard(&self.name, self.bold, &text) / 1000.0),
                    is_space: bytes == b" ",
                    text,
                }
            })
            .collect()
    }

    fn text(&self, code: u32) -> String {
        let known = self
            .to_unicode
            .get(code)
            .filter(|text| !text.is_empty() && *text != "\0")
            .or_else(|| self.encoding.get(&code).map(String::as_str));
        match known {
            Some(text) => text.to_owned(),
            // a map that leaves codes out in a font of one byte: most are spaces
            None if self.code_length == 1 && code == 32 => " ".to_owned(),
            None => char::REPLACEMENT_CHARACTER.to_string(),
        }
    }
}

/// The text of each code of a font of one byte a code; `streams` grows by what is decompressed for it.
fn encoding(
    document: &Document,
    font: &Dictionary,
    descriptor: Option<&Dictionary>,
    streams: &mut usize,
) -> BTreeMap<u32, String> {
    let told = font.get_deref(b"Encoding", document).ok();
    let base = match told {
        Some(Object::Name(name)) => Some(name.as_slice()),
        Some(Object::Dictionary(encoding)) => encoding
            .get_deref(b"BaseEncoding", document)
            .and_then(Object::as_name)
            .ok(),
        _ => None,
    };
    let mut table = named_encoding(base.unwrap_or(b"StandardEncoding"));
    if base.is_none() {
        if let Some(program) = descriptor.and_then(|d| stream(document, d, b"FontFile")) {
            *streams += program.len();
            built_in(&program, &mut table);
        }
        if descriptor.is_some_and(|d| d.has(b"FontFile2")) && told.is_none() {
            table = named_encoding(b"WinAnsiEncoding");
        }
    }
    if let Some(Object::Dictionary(encoding)) = told
        && let Ok(list) = encoding
            .get_deref(b"Differences", document)
            .and_then(Object::as_array)
    {
        let mut code = 0u32;
        for item in list.iter().take(1024) {
            match item {
                Object::Integer(number) => code = u32::try_from(*number).unwrap_or(0),
                Object::Name(name) => {
                    match glyph(name) {
                        Some(text) => table.insert(code, text),
                        None => table.remove(&code),
                    };
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }
    table
}

/// One of the encodings that PDF names.
fn named_encoding(name: &[u8]) -> BTreeMap<u32, String> {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Name(name.to_vec()));
    let empty = Document::new();
    let Ok(encoding) = font.get_font_encoding(&empty) else {
        return BTreeMap::new();
    };
    (0..=255u8)
        .filter_map(|byte| {
            let text = encoding.bytes_to_string(&[byte]).ok()?;
            (!text.is_empty()).then_some((u32::from(byte), text))
        })
        .collect()
}

/// The encoding that a Type 1 font program holds: lines such as `dup 27 /ff put`.
fn built_in(program: &[u8], table: &mut BTreeMap<u32, String>) {
    let clear = program.get(..program.len().min(32_768)).unwrap_or_default();
    let text = String::from_utf8_lossy(clear);
    for line in text.split("dup ").skip(1).take(256) {
        let mut words = line.split_whitespace();
        if let (Some(code), Some(name)) = (words.next(), words.next())
            && let (Ok(code), Some(name)) = (code.parse::<u8>(), name.strip_prefix('/'))
            && let Some(text) = glyph(name.as_bytes())
        {
            table.insert(u32::from(code), text);
        }
    }
}

/// The text a glyph name stands for: `eacute`, `f_i`, `uni20AC`, `a.sc`.
fn glyph(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|stem| !stem.is_empty())?;
    if name.contains('_') {
        return name.split('_').map(|part| glyph(part.as_bytes())).collect();
    }
    match name {
        "ff" | "fi" | "fl" | "ffi" | "ffl" => return Some(name.to_owned()),
        "nbspace" | "nonbreakingspace" => return Some(" ".to_owned()),
        "sfthyphen" | "softhyphen" => return Some("-".to_owned()),
        _ => {}
    }
    let hexadecimal = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    if let Some(digits) = hexadecimal
        && (4..=6).contains(&digits.len())
        && let Ok(code) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(code).map(String::from);
    }
    // the PDF crate keeps its glyph list to itself but for encodings: ask it for an encoding of one glyph
    let mut encoding = Dictionary::new();
    encoding.set(
        "Differences",
        Object::Array(vec![
            Object::Integer(1),
            Object::Name(name.as_bytes().to_vec()),
        ]),
    );
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    let empty = Document::new();
    let text = font
        .get_font_encoding(&empty)
        .ok()?
        .bytes_to_string(&[1])
        .ok()?;
    (!text.is_empty()).then_some(text)
}

fn is_bold(document: &Document, name: &str, descriptor: Option<&Dictionary>) -> bool {
    let lower = name.to_ascii_lowercase();
    let named = ["bold", "black", "heavy", "demi", "cmbx", "-bd"]
        .iter()
        .any(|word| lower.contains(word));
    let field = |key: &[u8]| {
        descriptor
            .and_then(|d| d.get_deref(key, document).ok())
            .and_then(|value| number(document, value))
    };
    let forced = field(b"Flags").is_some_and(|flags| (flags as i64) & (1 << 18) != 0);
    let heavy = field(b"FontWeight").is_some_and(|weight| weight >= 600.0);
    named || forced || heavy
}

/// A dictionary in a dictionary.
pub(super) fn dictionary<'a>(
    document: &'a Document,
    parent: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    match parent.get_deref(key, document).ok()? {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The decoded bytes of a stream in a dictionary, if they stay within the limit.
fn stream(document: &Document, parent: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    let stream: &Stream = parent.get_deref(key, document).ok()?.as_stream().ok()?;
    stream.get_plain_content_with_limit(STREAM).ok()
}

/// A finite number, direct or by reference.
pub(super) fn number(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    let number = f64::from(object.as_float().ok()?);
    number.is_finite().then_some(number)
}

fn code(document: &Document, object: &Object) -> Option<u32> {
    number(document, object)
        .filter(|code| (0.0..65_536.0).contains(code))
        .map(|code| code as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_of_all_kinds_are_read() {
        let read = |name: &str| glyph(name.as_bytes());
        assert_eq!(read("eacute").as_deref(), Some("é"));
        assert_eq!(read("uni20AC").as_deref(), Some("€"));
        assert_eq!(read("f_i").as_deref(), Some("fi"));
        assert_eq!(read("a.sc").as_deref(), Some("a"));
        assert_eq!(read("quoteright").as_deref(), Some("’"));
        assert_eq!(read("g123"), None);
        assert_eq!(read(".notdef"), None);
    }

    #[test]
    fn an_encoding_built_into_a_font_is_read() {
        let mut table = BTreeMap::new();
        built_in(
            b"/Encoding 256 array\ndup 27 /ff put\ndup 65 /A put\n",
            &mut table,
        );
        assert_eq!(table.get(&27).map(String::as_str), Some("ff"));
        assert_eq!(table.get(&65).map(String::as_str), Some("A"));
    }

    #[test]
    fn bold_is_told_by_name() {
        let empty = Document::new();
        assert!(is_bold(&empty, "ABCDEF+Verdana-Bold", None));
        assert!(is_bold(&empty, "CMBX10", None));
        assert!(!is_bold(&empty, "Verdana", None));
    }
}
